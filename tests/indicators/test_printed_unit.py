import pytest

from hatangso.indicators.catalogue import IndicatorCatalogue


@pytest.mark.parametrize(
    ("value", "unit", "goal", "expected"),
    [
        (1, "Gb/s", "Mb/s", 1000),
        (100, "Mbps", "Mb/s", 100),
        (70, "Mb/s", "Gbps", 0.07),
        (0.5, "tỷ số", "%", 50),
        (5, "thôn", "thôn", 5),
        (5, "thuê  bao", "thuê bao", 5),
    ],
)
def test_known_units_convert(
    catalogue: IndicatorCatalogue, value: float, unit: str, goal: str, expected: float
) -> None:
    assert catalogue.units.convert(value, unit, goal) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("unit", "goal"),
    [
        ("MB/s", "Mb/s"),
        ("Mb/s", "%"),
        ("thuê bao/100 dân", "%"),
        ("thôn", "xã"),
        ("", "%"),
    ],
)
def test_units_that_nobody_can_convert_stay_apart(
    catalogue: IndicatorCatalogue, unit: str, goal: str
) -> None:
    assert catalogue.units.convert(1, unit, goal) is None
