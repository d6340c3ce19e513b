"""The printed figures of the shipped provinces against the shipped catalogue."""

import pytest

from hatangso.indicators.catalogue import IndicatorCatalogue
from hatangso.indicators.period import parse_period
from hatangso.indicators.targets import read_figures
from shipped_figures import PROVINCES, figures

# Texts that the sources print and that name no time.
TIMELESS = {"không nêu năm", 'không nêu năm ("thời gian gần nhất")', "trước 2020"}


@pytest.mark.parametrize("province", PROVINCES)
def test_every_printed_figure_names_an_indicator_in_a_unit_that_converts(
    catalogue: IndicatorCatalogue, province: str
) -> None:
    printed = figures(province)
    reading = read_figures(printed, catalogue)
    assert [str(finding) for finding in reading.findings] == []
    assert len(reading.targets) + len(reading.values) == len(printed) > 0
    marks = [(item.indicator, item.unit) for item in reading.targets]
    marks += [(item.indicator, item.unit) for item in reading.values]
    apart = [
        (code, unit)
        for code, unit in marks
        if catalogue.units.convert(1, unit, catalogue[code].unit) is None
    ]
    assert apart == []


@pytest.mark.parametrize("province", PROVINCES)
def test_every_printed_period_is_read_or_known_to_name_no_time(province: str) -> None:
    texts = {item.period for item in figures(province)}
    assert {text for text in texts if parse_period(text) is None} <= TIMELESS
