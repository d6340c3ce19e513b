"""Units are known by all their spellings, and converted only within a dimension."""

import pytest

from hatangso.language.measure_units import factor_between, unit_named


@pytest.mark.parametrize(
    ("given", "wanted", "factor"),
    [
        ("km", "m", 1000.0),
        ("triệu đồng", "đồng", 1e6),
        ("Tr. đồng", "đồng", None),
        ("tỷ đồng", "triệu đồng", 1000.0),
        ("nghìn người", "người", 1000.0),
        ("Gbps", "Mb/s", 1000.0),
        ("km²", "ha", 100.0),
        ("người/km2", "người/ha", 0.01),
        ("met", "m", 1.0),
        ("km", "%", None),
        ("trạm", "cột", None),
        ("lạ", "m", None),
    ],
)
def test_a_factor_joins_units_of_one_dimension(
    given: str, wanted: str, factor: float | None
) -> None:
    assert factor_between(given, wanted) == pytest.approx(factor)


def test_a_hundred_is_no_station() -> None:
    assert unit_named("trăm") is None
    station = unit_named("trạm")
    assert station is not None
    assert station == unit_named("tram")
