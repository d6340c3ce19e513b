"""The printed figures of the shipped provinces against the shipped catalogue."""

import csv
from importlib import resources

import pytest

from hatangso.indicators.catalogue import IndicatorCatalogue
from hatangso.indicators.period import parse_period
from hatangso.indicators.targets import read_figures
from hatangso.model.indicator import Comparator, Figure, FigureKind

PROVINCES = ("bac_giang", "bac_kan", "nam_dinh", "thai_nguyen")
# Texts that the sources print and that name no time.
TIMELESS = {"không nêu năm", 'không nêu năm ("thời gian gần nhất")', "trước 2020"}


def figures(province: str) -> list[Figure]:
    path = resources.files("hatangso.packs") / province / "figures.csv"
    rows = csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines())
    return [
        Figure(
            id=row["id"],
            indicator=row["indicator"],
            name_vi=row["name_vi"],
            name_en=row["name_en"],
            comparator=Comparator(row["comparator"]),
            value=float(row["value"]),
            unit=row["unit"],
            kind=FigureKind(row["kind"]),
            period=row["period"],
            document=row["document"],
            flag=row["flag"],
        )
        for row in rows
    ]


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
