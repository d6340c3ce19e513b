import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.errors import InvalidInputError, OutOfRangeError
from hatangso.planning.candidates.costs import cost_parameters, cost_ranges
from hatangso.planning.candidates.siting import siting_parameters

SHIPPED = Path(__file__).parents[3] / "src" / "hatangso" / "planning" / "candidates"
COSTS = tomllib.loads((SHIPPED / "costs.toml").read_text("utf-8"))
SITING = tomllib.loads((SHIPPED / "siting.toml").read_text("utf-8"))


@pytest.mark.parametrize("table", [COSTS, SITING])
def test_every_shipped_figure_has_unit_and_source(table: dict[str, dict]) -> None:
    for entry in table.values():
        assert entry["unit"]
        assert entry["source"]
        assert isinstance(entry["assumption"], bool)


def test_every_shipped_price_is_called_an_assumption() -> None:
    assert all(entry["assumption"] for entry in COSTS.values())


@given(st.floats(0, 30_000), st.floats(0, 30_000))
def test_farther_never_costs_less(one_m: float, other_m: float) -> None:
    costs = cost_parameters(COSTS)
    near_m, far_m = sorted((one_m, other_m))
    assert costs.road_vnd(near_m) <= costs.road_vnd(far_m)
    assert costs.grid_vnd(near_m) <= costs.grid_vnd(far_m)


def test_plain_numbers_replace_tables() -> None:
    costs = cost_parameters({**COSTS, "upgrade_4g_vnd": 400_000_000})

    assert costs.upgrade_4g_vnd == 400_000_000


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"upgrade_6g_vnd": 1}, "upgrade_6g_vnd"),
        ({"upgrade_4g_vnd": -1}, "-1"),
        ({"upgrade_4g_vnd": "many"}, "many"),
        ({"upgrade_4g_vnd": True}, "True"),
        ({"upgrade_4g_vnd": float("nan")}, "nan"),
        ({"upgrade_4g_vnd": {"unit": "đồng"}}, "upgrade_4g_vnd"),
        ({"winding_ratio": 0.5}, "winding_ratio"),
        ({"trench_local_ratio": 1.5}, "trench_local_ratio is a share"),
        ({"repeater_vnd": {"value": 5, "low": 6}}, "outside its low 6 and high 5"),
        ({"repeater_vnd": {"value": 5, "high": 4}}, "outside its low 5 and high 4"),
        ({"repeater_vnd": {"value": 5, "low": "few"}}, "few"),
        ({"repeater_vnd": {"value": 5, "low": -6}}, "-6"),
        ({"currency": "USD"}, "two currencies: costs is in USD, prices are in VND"),
        ({"repeater_vnd": {"value": 5, "currency": "USD"}}, "repeater_vnd is in USD"),
        ({"repeater_vnd": {"value": 5, "unit": "USD"}}, "repeater_vnd is in USD"),
        (
            {"grid_vnd_per_km": {"value": 5, "unit": "nghìn USD/km"}},
            "grid_vnd_per_km is in USD",
        ),
    ],
)
def test_wrong_parameter_is_named(changes: dict[str, object], words: str) -> None:
    with pytest.raises(InvalidInputError, match=words):
        cost_parameters({**COSTS, **changes})


def test_missing_parameter_is_named() -> None:
    with pytest.raises(InvalidInputError, match="mast_height_m is missing"):
        siting_parameters(
            {name: entry for name, entry in SITING.items() if name != "mast_height_m"}
        )


def test_every_shipped_price_has_a_range_around_it() -> None:
    ranges = cost_ranges(COSTS)

    assert set(ranges) == set(COSTS)
    for name, (low, high) in ranges.items():
        assert low <= COSTS[name]["value"] <= high
        assert low < high or name == "trench_motorway_ratio"


def test_a_price_without_a_range_is_known() -> None:
    ranges = cost_ranges({**COSTS, "repeater_vnd": 7, "grid_vnd_per_km": {"value": 8}})

    assert (ranges["repeater_vnd"], ranges["grid_vnd_per_km"]) == ((7, 7), (8, 8))


@pytest.mark.parametrize("unit", ["đồng", "VND", "đồng/km"])
def test_prices_may_name_their_currency(unit: str) -> None:
    table = {**COSTS, "currency": "VND", "repeater_vnd": {"value": 5, "unit": unit}}

    assert cost_parameters(table).repeater_vnd == 5


def test_buried_fibre_costs_more_the_more_of_it_is_buried() -> None:
    costs = cost_parameters(COSTS)

    prices = costs.fibre_vnd_per_km
    assert prices["motorway"] == costs.fibre_trench_vnd_per_km
    assert prices["local"] == pytest.approx(0.9 * 60e6 + 0.1 * 325e6)
    assert prices["motorway"] > prices["national"] > prices["provincial"]


def test_levels_of_siting_may_lie_below_zero_and_distances_not() -> None:
    assert siting_parameters(SITING).repeater_donor_dbm == -95
    with pytest.raises(InvalidInputError, match="fibre_reach_m must be a number of 0"):
        siting_parameters({**SITING, "fibre_reach_m": -1})
    with pytest.raises(OutOfRangeError, match="microwave_frequency_mhz"):
        siting_parameters({**SITING, "microwave_frequency_mhz": 7})


def test_all_problems_of_a_table_are_told_at_once() -> None:
    table = {**COSTS, "upgrade_6g_vnd": 1, "grid_vnd_per_km": -1, "repeater_vnd": "x"}
    table["fibre_access_vnd"] = {"value": 3_000, "currency": "USD"}

    with pytest.raises(InvalidInputError) as caught:
        cost_parameters(table)

    assert sorted(str(one.place.column) for one in caught.value.findings) == [
        "fibre_access_vnd",
        "grid_vnd_per_km",
        "repeater_vnd",
        "upgrade_6g_vnd",
    ]
