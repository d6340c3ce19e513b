"""Targets of many units held against many series at once.

``assess`` and ``outlook_of`` are the plain twins: they say the same of each value.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from hatangso.errors import InvalidInputError
from hatangso.indicators.catalogue import IndicatorCatalogue
from hatangso.indicators.period import parse_period
from hatangso.indicators.series.cube import SeriesCube
from hatangso.indicators.series.trends import Trends, trends
from hatangso.model.indicator import Comparator, Outlook, Status, Target
from hatangso.units import BoolArray, FloatArray, IntArray

__all__ = ["CubeAssessment", "TargetGrid", "assess_cube", "target_grid"]

STATUSES, OUTLOOKS, COMPARATORS = tuple(Status), tuple(Outlook), tuple(Comparator)
_RISING = [COMPARATORS.index(c) for c in (Comparator.ABOVE, Comparator.AT_LEAST)]
_FALLING = [COMPARATORS.index(c) for c in (Comparator.BELOW, Comparator.AT_MOST)]
_STRICT = [COMPARATORS.index(c) for c in (Comparator.ABOVE, Comparator.BELOW)]
_PERCENT = 100.0
# Counts are told in decimals: what is nearer than this is the same number.
_DECIMALS = 9
_SIGNIFICANT = 6
_NEVER = np.datetime64("NaT", "D")


@dataclass(frozen=True)
class TargetGrid:
    """One target for each indicator and unit, in the indicator's unit.

    Attributes:
        goals: Shape (indicator, unit); not a number without a target.
        comparators: Places in ``Comparator``.
        due: Last day of the target's period; not a time where nobody can tell.
    """

    goals: FloatArray
    comparators: NDArray[np.int8]
    due: NDArray[np.datetime64]


@dataclass(frozen=True)
class CubeAssessment:
    """How all values stand against their targets.

    Attributes:
        statuses: Places in ``Status``, shape (indicator, unit, period); a value that
            is not known, or has no target, is not measurable.
        gaps: How far a value is from its target, 0 when met; not a number when it is
            not measurable.
        gap_counts: The same in things counted; not a number without counts.
        outlooks: Places in ``Outlook``, shape (indicator, unit), of the newest value.
        forecasts: At the day on which the target is due, likewise.
        forecast_low: Lower end of the interval; not a number below three points.
        forecast_high: Upper end, likewise.
    """

    statuses: NDArray[np.int8]
    gaps: FloatArray
    gap_counts: FloatArray
    outlooks: NDArray[np.int8]
    forecasts: FloatArray
    forecast_low: FloatArray
    forecast_high: FloatArray


def target_grid(
    cube: SeriesCube,
    targets: Mapping[str, Mapping[str, Target]],
    catalogue: IndicatorCatalogue,
) -> TargetGrid:
    """Give every unit its own target, else that of the unit above it.

    Args:
        cube: Its indicators and units are the axes.
        targets: The target that rules, by code of a unit and of an indicator.
        catalogue: Its units.

    Raises:
        InvalidInputError: A target is told in a unit that cannot be read as that of
            its indicator.
    """
    shape = len(cube.indicators), len(cube.units)
    goals = np.full(shape, np.nan)
    comparators = np.zeros(shape, dtype=np.int8)
    due = np.full(shape, _NEVER)
    for place, code in enumerate(cube.indicators):
        unit = catalogue[code].unit
        for row, existence in enumerate(cube.units):
            target = targets.get(existence.code, {}).get(code)
            target = target or targets.get(existence.parent_code, {}).get(code)
            if target is None:
                continue
            goal = catalogue.units.convert(target.value, target.unit, unit)
            if goal is None:
                raise InvalidInputError(
                    "the target {id} is told in {unit}, which cannot be read as"
                    " {wanted}",
                    id=target.id,
                    unit=target.unit,
                    wanted=unit,
                )
            goals[place, row] = goal
            comparators[place, row] = COMPARATORS.index(target.comparator)
            period = parse_period(target.period)
            if period is not None:
                due[place, row] = np.datetime64(period.last, "D")
    return TargetGrid(goals, comparators, due)


def assess_cube(
    cube: SeriesCube, grid: TargetGrid, catalogue: IndicatorCatalogue, *, as_of: date
) -> CubeAssessment:
    """Hold every value against the target of its unit, and look ahead.

    Args:
        cube: Values.
        grid: Targets on the same axes.
        catalogue: Tells which direction is better, and what is a share.
        as_of: The day of the judgement.
    """
    shape, flat = cube.values.shape, cube.values.shape[:2]
    found = CubeAssessment(
        np.empty(shape, np.int8),
        np.empty(shape),
        np.empty(shape),
        np.empty(flat, np.int8),
        np.empty(flat),
        np.empty(flat),
        np.empty(flat),
    )
    for place, code in enumerate(cube.indicators):
        indicator = catalogue[code]
        percent = catalogue.units.convert(1, indicator.unit, "%")
        goals = _Goals(
            grid.goals[place],
            _is_rising(grid.comparators[place], indicator.higher_is_better),
            np.isin(grid.comparators[place], _STRICT),
            grid.due[place],
            percent,
        )
        _assess_values(found, place, cube, goals)
        _look_ahead(found, place, cube, goals, as_of)
    return found


@dataclass(frozen=True)
class _Goals:
    """The targets of one indicator, by unit.

    Attributes:
        percent: One of the indicator's unit in per cent; None when it is no share.
    """

    goals: FloatArray
    is_rising: BoolArray
    is_strict: BoolArray
    due: NDArray[np.datetime64]
    percent: float | None

    def is_met(self, values: FloatArray) -> BoolArray:
        """Return whether values meet their targets; shape (unit,) or (unit, period)."""
        goals, rising, strict = (
            array.reshape(-1, *[1] * (values.ndim - 1))
            for array in (self.goals, self.is_rising, self.is_strict)
        )
        surplus = np.where(rising, values - goals, goals - values)
        return np.where(strict, surplus > 0, surplus >= 0)

    def lacking(self, numerators: FloatArray, denominators: FloatArray) -> FloatArray:
        """Return how many more (or fewer) things the targets ask for."""
        goals = np.broadcast_to(self.goals[:, np.newaxis], numerators.shape)
        if self.percent is not None:
            goals = goals * self.percent * denominators / _PERCENT
        lacks = np.where(
            self.is_rising[:, np.newaxis], goals - numerators, numerators - goals
        )
        return np.round(lacks, _DECIMALS)


def _is_rising(comparators: NDArray[np.int8], higher_is_better: bool) -> BoolArray:  # noqa: FBT001 - as the catalogue says it
    says_which = np.isin(comparators, [*_RISING, *_FALLING])
    return np.where(says_which, np.isin(comparators, _RISING), higher_is_better)


def _assess_values(
    found: CubeAssessment, place: int, cube: SeriesCube, goals: _Goals
) -> None:
    values = cube.values[place]
    numerators, denominators = cube.numerators[place], cube.denominators[place]
    unknown = cube.unknowns[place]
    strict = goals.is_strict[:, np.newaxis]
    is_met = goals.is_met(values)
    is_open = ~np.isfinite(values) | ~np.isfinite(goals.goals)[:, np.newaxis]
    has_counts = np.isfinite(numerators) & np.isfinite(denominators)
    if np.any(unknown):
        whole = denominators + unknown
        for least in (numerators, numerators + unknown):
            lacks = goals.lacking(least, whole)
            would = np.where(strict, lacks < 0, lacks <= 0)
            is_open |= has_counts & (unknown > 0) & (would != is_met)
    status = np.where(is_met, STATUSES.index(Status.MET), STATUSES.index(Status.SHORT))
    found.statuses[place] = np.where(
        is_open, STATUSES.index(Status.NOT_MEASURABLE), status
    )
    gaps = np.where(is_met, 0.0, np.abs(values - goals.goals[:, np.newaxis]))
    found.gaps[place] = np.where(is_open, np.nan, gaps)
    lacks = goals.lacking(numerators, denominators)
    counts = np.where(strict, np.floor(lacks) + 1, np.ceil(lacks))
    counts = np.where(is_met, 0.0, counts)
    found.gap_counts[place] = np.where(is_open | ~has_counts, np.nan, counts)


def _look_ahead(
    found: CubeAssessment,
    place: int,
    cube: SeriesCube,
    goals: _Goals,
    as_of: date,
) -> None:
    values, due = cube.values[place], goals.due
    days = [period.last for period in cube.periods]
    newest = _newest(values)
    ahead = _trends(values, days, due, goals.percent)
    found.forecasts[place], found.forecast_low[place] = ahead.values, ahead.low
    found.forecast_high[place] = ahead.high
    status = found.statuses[place][np.arange(len(values)), newest]
    measured = np.array(days, dtype="datetime64[D]")[newest]
    is_due = np.isfinite(due) & (np.datetime64(as_of, "D") > due)
    comes = goals.is_met(_rounded(ahead.values))
    outlook = np.where(comes, _place(Outlook.ON_COURSE), _place(Outlook.AT_RISK))
    outlook = np.where(ahead.points < 2, _place(Outlook.OPEN), outlook)  # noqa: PLR2004 - a line needs two points
    late = np.where(
        measured >= due, _place(Outlook.MISSED), _place(Outlook.NOT_MEASURABLE)
    )
    outlook = np.where(is_due, late, outlook)
    outlook = np.where(np.isfinite(due), outlook, _place(Outlook.OPEN))
    outlook = np.where(
        status == STATUSES.index(Status.MET), _place(Outlook.MET), outlook
    )
    found.outlooks[place] = np.where(
        status == STATUSES.index(Status.NOT_MEASURABLE),
        _place(Outlook.NOT_MEASURABLE),
        outlook,
    )


def _place(outlook: Outlook) -> int:
    return OUTLOOKS.index(outlook)


def _newest(values: FloatArray) -> IntArray:
    """Return the place of the last value that is known; the last for none."""
    known = np.isfinite(values)[:, ::-1]
    newest: IntArray = values.shape[1] - 1 - np.argmax(known, axis=1)
    return newest


def _trends(
    values: FloatArray,
    days: list[date],
    due: NDArray[np.datetime64],
    percent: float | None,
) -> Trends:
    """Return where series head by the day on which their targets are due."""
    at = np.where(np.isfinite(due), due.astype(np.int64), np.nan)
    known = np.isfinite(values)
    least = np.where(known, values, np.inf).min(axis=1)
    lowest = np.where(least >= 0, 0.0, np.nan)
    highest = None
    if percent is not None:
        whole = _PERCENT / percent
        most = np.where(known, values, -np.inf).max(axis=1)
        highest = np.where(most > whole, np.nan, whole)
    return trends(values, days, at, lowest_value=lowest, highest_value=highest)


def _rounded(values: FloatArray) -> FloatArray:
    """Return numbers with the digits that a forecast can claim."""
    with np.errstate(divide="ignore", invalid="ignore"):
        size = np.floor(np.log10(np.abs(values)))
    digits = np.where(np.isfinite(size), _SIGNIFICANT - 1 - size, 0.0)
    scale = 10.0 ** np.abs(digits)
    up, down = np.round(values * scale) / scale, np.round(values / scale) * scale
    return np.where(digits >= 0, up, down)
