"""Whether a target will be met: its value today, its due date, and where it heads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from hatangso.indicators.assessment import exceeds_by, is_enough
from hatangso.indicators.catalogue import IndicatorCatalogue
from hatangso.indicators.forecast import Forecast, ForecastMethod, forecast
from hatangso.indicators.period import parse_period
from hatangso.model.indicator import (
    Assessment,
    Comparator,
    Outlook,
    Status,
    Target,
    Value,
    ValueMethod,
)

__all__ = ["NOTES", "OutlookReading", "outlook_of", "points_of"]

NOTES: Mapping[str, str] = MappingProxyType(
    {
        "due_unknown": "the printed period names no year",
        "not_measured_since_due": "nothing was measured since the target was due",
        "one_point": "one value says nothing about where it is heading",
        "two_points": "two values give a line, but no interval",
        "interval_straddles": "the interval of the forecast holds the target",
    }
)
_EXACT = frozenset({Comparator.EQUAL, Comparator.ABOUT})
_WHOLE_PERCENT = 100.0


@dataclass(frozen=True)
class OutlookReading:
    """Where a target stands with time in view, and why.

    Attributes:
        forecast: At the end of the period in which the target is due, in the target's
            unit; None when none was needed or none is possible.
        notes: Codes of ``NOTES``.
    """

    outlook: Outlook
    forecast: Forecast | None = None
    notes: tuple[str, ...] = ()


def points_of(
    values: Iterable[Value],
    target: Target,
    catalogue: IndicatorCatalogue,
    *,
    as_of: date,
) -> dict[date, float]:
    """Return the series of a target's indicator in the target's unit, by day.

    Reported values stand at the end of their period, a computed one on ``as_of``. Of
    several on one day the last in the order of their sources stands. Limits ("above
    300") and values whose unit cannot be read are left out.
    """
    points: dict[date, float] = {}
    for value in sorted(values, key=lambda item: (item.source, item.value)):
        if value.indicator != target.indicator or value.comparator not in _EXACT:
            continue
        day = _day(value, as_of)
        converted = catalogue.units.convert(value.value, value.unit, target.unit)
        if day is not None and converted is not None:
            points[day] = converted
    return points


def outlook_of(
    assessment: Assessment,
    points: Mapping[date, float],
    catalogue: IndicatorCatalogue,
    *,
    as_of: date,
) -> OutlookReading:
    """Judge one assessment with time in view.

    Args:
        assessment: A target held against a value.
        points: The series of its indicator in the target's unit.
        catalogue: Tells which direction is better.
        as_of: The day of the judgement.
    """
    target = assessment.target
    if assessment.status is Status.NOT_MEASURABLE or assessment.value is None:
        return OutlookReading(Outlook.NOT_MEASURABLE)
    if assessment.status is Status.MET:
        return OutlookReading(Outlook.MET)
    due = parse_period(target.period)
    if due is None:
        return OutlookReading(Outlook.OPEN, notes=("due_unknown",))
    if as_of > due.last:
        measured = _day(assessment.value, as_of)
        if measured is not None and measured >= due.last:
            return OutlookReading(Outlook.MISSED)
        return OutlookReading(Outlook.NOT_MEASURABLE, notes=("not_measured_since_due",))
    return _ahead(target, points, catalogue, due.last)


def _day(value: Value, as_of: date) -> date | None:
    """Return the day that a value speaks of."""
    if value.method is ValueMethod.COMPUTED and not value.period:
        return as_of
    period = parse_period(value.period)
    return None if period is None else period.last


def _ahead(
    target: Target,
    points: Mapping[date, float],
    catalogue: IndicatorCatalogue,
    due: date,
) -> OutlookReading:
    """Judge a target that is not due yet by where its series is heading."""
    is_share = catalogue.units.convert(1, target.unit, "%") is not None
    found = forecast(
        points,
        due,
        lowest_value=0.0 if not points or min(points.values()) >= 0 else None,
        highest_value=_highest(points, catalogue, target) if is_share else None,
    )
    if found is None or found.method is ForecastMethod.LAST_VALUE:
        return OutlookReading(Outlook.OPEN, found, ("one_point",))
    higher_is_better = catalogue[target.indicator].higher_is_better

    def is_met_by(value: float) -> bool:
        # The digits that a forecast can claim; a line to 100 % ends at 99.999….
        surplus = exceeds_by(
            float(f"{value:.6g}"), target, higher_is_better=higher_is_better
        )
        return is_enough(surplus, target)

    outlook = Outlook.ON_COURSE if is_met_by(found.value) else Outlook.AT_RISK
    notes: tuple[str, ...] = ()
    if found.method is ForecastMethod.LINE:
        notes = ("two_points",)
    elif found.low is not None and found.high is not None:
        ends = {is_met_by(found.low), is_met_by(found.high)}
        notes = ("interval_straddles",) if len(ends) > 1 else ()
    return OutlookReading(outlook, found, notes)


def _highest(
    points: Mapping[date, float], catalogue: IndicatorCatalogue, target: Target
) -> float | None:
    """Return 100 % in the target's unit unless the series passed it already."""
    whole = catalogue.units.convert(_WHOLE_PERCENT, "%", target.unit)
    if whole is None or any(value > whole for value in points.values()):
        return None
    return whole
