import pytest

from hatangso.indicators.catalogue import IndicatorCatalogue
from hatangso.indicators.series.told_values import (
    ToldValues,
    values_of_figures,
    values_of_lines,
)
from hatangso.model.indicator import Comparator, Figure, FigureKind, IssuingDocument
from hatangso.model.indicator_series import SeriesLine
from series_samples import AFTER, BEFORE, UNITS

PROVINCE = UNITS.lives("A")[0]
DOCUMENTS = {"d": IssuingDocument("d", "Báo cáo", "Report", "A", "2025-02")}


def read(catalogue: IndicatorCatalogue, *figures: Figure) -> ToldValues:
    return values_of_figures(figures, catalogue, unit=PROVINCE, documents=DOCUMENTS)


def figure(
    value: float,
    *,
    unit: str = "%",
    period: str = "2024",
    code: str = "village_4g_ratio",
    kind: FigureKind = FigureKind.ACTUAL,
) -> Figure:
    return Figure(
        *("F1", code, "", "", Comparator.ABOVE, value, unit, kind, period, "d"), row=7
    )


def test_a_figure_becomes_a_value_in_the_unit_of_its_indicator(
    catalogue: IndicatorCatalogue,
) -> None:
    told = read(catalogue, figure(1.5, unit="Gb/s", code="fixed_line_average_speed"))
    (value,) = told.observations
    assert value.value == 1500
    assert (value.unit_code, value.stated_on) == ("A", BEFORE)
    assert (value.figure, value.source, value.issued) == ("F1", "d", "2025-02")
    assert value.comparator is Comparator.ABOVE


def test_a_promise_is_no_value(catalogue: IndicatorCatalogue) -> None:
    told = read(catalogue, figure(100, kind=FigureKind.TARGET, period="2030"))
    assert told.observations == []
    assert [target.id for target in told.targets] == ["F1"]


@pytest.mark.parametrize(
    ("bad", "problem", "is_kept"),
    [
        (figure(5, unit="km"), "told in km, which cannot be read as %", False),
        (figure(118), "a share of a whole and cannot be 118 %", True),
        (figure(5, code="no_such"), "names no known indicator", False),
        (figure(5, period="2026"), "tỉnh Đông was not in force on 2026-01-01", False),
    ],
)
def test_a_figure_that_cannot_be_true_is_told_with_its_row(
    catalogue: IndicatorCatalogue, bad: Figure, problem: str, *, is_kept: bool
) -> None:
    told = read(catalogue, bad)
    (finding,) = told.findings
    assert problem in str(finding)
    assert finding.place.row == 7
    assert bool(told.observations) is is_kept


def test_a_year_that_is_not_stated_keeps_its_words(
    catalogue: IndicatorCatalogue,
) -> None:
    told = read(catalogue, figure(5, period="2024 (kỳ không nêu)"))
    assert told.observations[0].period == "2024 (kỳ không nêu)"


def test_a_ratio_may_come_as_its_counts(catalogue: IndicatorCatalogue) -> None:
    line = SeriesLine(
        "telephone_density", "A", "2024", None, numerator=352_321, denominator=327_587
    )
    (value,) = values_of_lines([line], catalogue, UNITS).observations
    assert value.value == pytest.approx(107.55, abs=0.005)


def test_a_name_is_that_of_the_unit_of_its_time(catalogue: IndicatorCatalogue) -> None:
    lines = [
        SeriesLine("station_count", "Tây", period, 5) for period in ("2024", "2026")
    ]
    told = values_of_lines(lines, catalogue, UNITS)
    lives = [UNITS.unit(item.unit_code, item.stated_on) for item in told.observations]
    assert [unit.valid_from for unit in lives if unit] == [None, AFTER]
    late = SeriesLine("station_count", "A", "2026", 5, on=BEFORE)
    assert values_of_lines([late], catalogue, UNITS).findings == []
