from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest

from hatangso.indicators.assessment import assess
from hatangso.indicators.catalogue import IndicatorCatalogue
from hatangso.indicators.outlook import OutlookReading, outlook_of, points_of
from hatangso.model.indicator import (
    Comparator,
    Outlook,
    Target,
    Value,
    ValueMethod,
)

FIBRE = "household_fibre_ratio"


def target(value: float, period: str, **changes: Any) -> Target:
    told = {"comparator": Comparator.EQUAL, "unit": "%", "indicator": FIBRE} | changes
    return Target(id="T", value=value, period=period, document="plan", **told)


def reported(period: str, value: float, **changes: Any) -> Value:
    told = {"indicator": FIBRE, "unit": "%"} | changes
    return Value(
        value=value,
        method=ValueMethod.REPORTED,
        source="report",
        period=period,
        **told,
    )


def judged(
    catalogue: IndicatorCatalogue,
    promise: Target,
    values: Iterable[Value],
    as_of: date = date(2025, 6, 30),
) -> OutlookReading:
    known = tuple(values)
    (assessment,) = assess(catalogue, [promise], known, as_of=as_of)
    points = points_of(known, promise, catalogue, as_of=as_of)
    return outlook_of(assessment, points, catalogue, as_of=as_of)


YEARS = [reported(str(year), 50.0 + 6 * (year - 2020)) for year in range(2020, 2025)]


@pytest.mark.parametrize(
    ("promise", "values", "outlook", "notes"),
    [
        (target(70, "2025"), YEARS, Outlook.MET, ()),
        (target(79, "2025"), YEARS, Outlook.ON_COURSE, ()),
        (target(95, "2025"), YEARS, Outlook.AT_RISK, ()),
        (target(80, "2025"), YEARS[-1:], Outlook.OPEN, ("one_point",)),
        (target(79, "2025"), YEARS[-2:], Outlook.ON_COURSE, ("two_points",)),
        (target(90, "2025"), YEARS[-2:], Outlook.AT_RISK, ("two_points",)),
        (target(80, "2024"), YEARS, Outlook.MISSED, ()),
        (target(80, "không nêu năm"), YEARS, Outlook.OPEN, ("due_unknown",)),
        (target(80, "2025"), [], Outlook.NOT_MEASURABLE, ()),
    ],
)
def test_a_target_stands_where_its_series_is_heading(
    catalogue: IndicatorCatalogue,
    promise: Target,
    values: list[Value],
    outlook: Outlook,
    notes: tuple[str, ...],
) -> None:
    found = judged(catalogue, promise, values)
    assert (found.outlook, found.notes) == (outlook, notes)


def test_a_target_past_its_date_without_a_later_value_is_not_called_missed(
    catalogue: IndicatorCatalogue,
) -> None:
    found = judged(catalogue, target(80, "2025"), YEARS, as_of=date(2026, 11, 22))
    assert found.outlook is Outlook.NOT_MEASURABLE
    assert found.notes == ("not_measured_since_due",)


def test_an_interval_that_holds_the_target_says_so(
    catalogue: IndicatorCatalogue,
) -> None:
    noisy = [
        reported(str(year), 50 + 6 * (year - 2020) + (-1) ** year * 4)
        for year in range(2018, 2025)
    ]
    found = judged(catalogue, target(80, "2025"), noisy)
    assert found.notes == ("interval_straddles",)


def test_fewer_holes_are_better_and_the_line_goes_down(
    catalogue: IndicatorCatalogue,
) -> None:
    holes = {"indicator": "coverage_hole_count", "unit": "điểm"}
    values = [
        reported(str(year), 300.0 - 60 * (year - 2021), **holes)
        for year in range(2021, 2025)
    ]
    on_course = judged(catalogue, target(60, "2025", **holes), values)
    at_risk = judged(catalogue, target(10, "2025", **holes), values)
    assert (on_course.outlook, at_risk.outlook) == (Outlook.ON_COURSE, Outlook.AT_RISK)


def test_limits_and_unreadable_units_are_no_points(
    catalogue: IndicatorCatalogue,
) -> None:
    values = [
        reported("2023", 70, comparator=Comparator.ABOVE),
        reported("2022", 70, unit="hộ"),
        reported("2024", 71),
    ]
    points = points_of(values, target(80, "2025"), catalogue, as_of=date(2025, 1, 1))
    assert points == {date(2024, 12, 31): 71}
