from typing import Any

import numpy as np
import pytest

from hatangso.errors import InvalidInputError, OutOfRangeError
from hatangso.geography.service_zones import (
    NO_SERVICE,
    OUTSIDE,
    UNKNOWN_SERVICE,
    zone_numbers,
    zone_parameters,
)
from hatangso.io.parameter_files import merged, shipped_parameters
from hatangso.model.site import Technology

SHIPPED = shipped_parameters("geography", "zones.toml")
NAN = float("nan")


def zones(
    levels: list[float], rates: list[float] | None, kind: Technology
) -> list[int]:
    numbers = zone_numbers(
        np.array(levels),
        None if rates is None else np.array(rates),
        zone_parameters(SHIPPED).rules[kind],
        thresholds_dbm=(-105.0, -95.0),
        is_unknown=np.arange(len(levels)) == 1,
        is_outside=np.arange(len(levels)) == 0,
    )
    return numbers.tolist()


def test_zones_of_4g_are_those_that_vnpt_declares() -> None:
    levels = [-50, NAN, -100, -100, -100, -106, NAN]
    rates = [99, NAN, 5.0, 2.5, 2.4, 99, NAN]
    found = zones(levels, rates, Technology.G4)
    assert found == [OUTSIDE, UNKNOWN_SERVICE, 1, 2, NO_SERVICE, NO_SERVICE, NO_SERVICE]


def test_without_rates_a_zone_is_one_of_levels() -> None:
    found = zones([-50, -50, -95, -105, -105.1], None, Technology.G3)
    assert found == [OUTSIDE, 1, 1, 2, NO_SERVICE]


def test_every_shipped_number_says_where_it_comes_from() -> None:
    tables = [SHIPPED["smallest_km2"], SHIPPED["tolerance_cells"]]
    for technology in Technology:
        for rule in SHIPPED["zone"][str(technology)].values():
            tables += rule.values()
    assert len(tables) == 18
    for table in tables:
        assert set(table) == {"value", "unit", "assumption", "source"}
        assert table["source"]


@pytest.mark.parametrize(
    ("over", "error", "match"),
    [
        ({"smallest_km2": {"value": -1}}, OutOfRangeError, "smallest_km2"),
        ({"zone": {"4G": {"1": {"level": {"value": "fine"}}}}}, InvalidInputError,
         'level of zone 1 .* "fine"'),
        ({"zone": {"5G": {"2": {"rate_mbps": {"value": -5}}}}}, OutOfRangeError,
         "rate_mbps"),
    ],
)  # fmt: skip
def test_a_zone_of_no_use_is_refused(
    over: dict[str, Any], error: type[Exception], match: str
) -> None:
    with pytest.raises(error, match=match):
        zone_parameters(merged(SHIPPED, over))


def test_a_missing_number_is_named() -> None:
    table = {name: cell for name, cell in SHIPPED.items() if name != "smallest_km2"}
    with pytest.raises(InvalidInputError, match=r"zones\.toml lacks smallest_km2"):
        zone_parameters(table)
