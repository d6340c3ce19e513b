"""What the map tells of things, and what it must not tell."""

from types import SimpleNamespace
from typing import Any

import pytest

from hatangso.io.parameter_files import DEFAULT_SET, parameter_set
from hatangso.language import Language
from hatangso.model.record import Record
from hatangso.radio.link_budget import radio_parameters
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.web.map.features import feature_file
from hatangso.web.map.network_features import NETWORK_LAYERS

LAYERS = {layer.id: layer for layer in NETWORK_LAYERS}


class _Register:
    """A snapshot with nothing but records."""

    def __init__(self, **records: list[dict[str, Any]]) -> None:
        self._records = records
        radio = radio_parameters(parameter_set(DEFAULT_SET))
        self.inputs = SimpleNamespace(radio=radio)

    def part(self, name: str, compute: Any) -> Any:
        del name
        return compute()

    def records(self, kind: str) -> list[Record]:
        rows = self._records.get(kind, [])
        return [Record(kind, number, 1, row) for number, row in enumerate(rows, 1)]


def _features(layer: str, **records: list[dict[str, Any]]) -> list[Any]:
    snapshot: Any = _Register(**records)
    return list(LAYERS[layer].make(snapshot, Language.VI))


def _measured(level_dbm: float, lon_deg: float, **more: Any) -> dict[str, Any]:
    return {
        "technology": "4G",
        "operator": "Viettel",
        "lon_deg": lon_deg,
        "lat_deg": 21.6012,
        "level_dbm": level_dbm,
        **more,
    }


def test_measurements_are_told_by_cells_and_by_their_median() -> None:
    rows = [_measured(dbm, 105.8011) for dbm in (-70.0, -90.0, -120.0)]
    ((point, properties),) = _features("measurements", measurement=rows)
    assert properties["level_dbm"] == -90
    assert properties["samples"] == 3
    assert (point.x, point.y) == pytest.approx((105.8025, 21.6025))


def test_a_place_where_few_measured_is_not_shown() -> None:
    rows = [_measured(-80.0, 105.8011), _measured(-80.0, 105.8012)]
    assert _features("measurements", measurement=rows) == []


def test_measurements_without_a_place_or_technology_are_passed_over() -> None:
    rows = [_measured(-80.0, 105.8011, technology=None) for _ in range(3)]
    rows += [{**_measured(-80.0, 0.0), "lon_deg": None} for _ in range(3)]
    assert _features("measurements", measurement=rows) == []


def test_a_link_stands_between_its_nodes_and_not_without_them() -> None:
    nodes = [
        {"id": "A", "name": "Sở", "lon_deg": 105.8, "lat_deg": 21.6},
        {"id": "B", "name": "Xã", "lon_deg": 105.9, "lat_deg": 21.7},
    ]
    links = [
        {"id": "1", "start_id": "A", "end_id": "B", "medium": "fibre"},
        {"id": "2", "start_id": "A", "end_id": "C", "medium": "fibre"},
    ]
    found = _features("network-links", network_node=nodes, network_link=links)
    assert [properties["id"] for _, properties in found] == ["1"]
    assert found[0][0].coords[0] == (105.8, 21.6)


@pytest.mark.parametrize(
    ("layer", "kind"),
    [
        ("fibre", "route"),
        ("network-nodes", "network_node"),
        ("network-links", "network_link"),
        ("measurements", "measurement"),
    ],
)
def test_no_confidential_and_no_personal_field_reaches_the_map(
    layer: str, kind: str
) -> None:
    fields = [
        field
        for field in shipped_kinds()[kind].fields
        if (field.is_confidential or field.is_personal)
        and field.name not in {"lon_deg", "lat_deg"}
    ]
    secret = {field.name: f"secret of {field.name}" for field in fields}
    shape = bytes.fromhex("01020000000200000000000000000000000000000000000000")
    shape += bytes.fromhex("000000000000f03f000000000000f03f")
    usual = {**_measured(-80.0, 105.8), "id": "A", "name": "x", "geometry": shape}
    usual |= {"start_id": "A", "end_id": "A"}
    records = {kind: [{**usual, **secret}] * 3, "network_node": [{**usual, **secret}]}
    snapshot: Any = _Register(**records)
    file = feature_file(snapshot, LAYERS[layer], Language.VI)
    assert file.count > 0
    assert b"secret" not in file.text
