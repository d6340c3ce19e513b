"""Values of short periods as the value of a longer one, by the indicator's rule."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from hatangso.indicators.series.periods import (
    SeriesPeriod,
    gaps_in,
    series_period,
    tiles,
)
from hatangso.indicators.series.standing import Standing, stand
from hatangso.model.indicator import Aggregation, Indicator
from hatangso.model.indicator_series import Observation, Origin, ValueStatus

__all__ = ["in_period"]

_METHODS = {Aggregation.SUM: "sum", Aggregation.RATIO: "counts"}
_Dated = tuple[SeriesPeriod, Observation]


def in_period(
    observations: Iterable[Observation],
    period: SeriesPeriod,
    indicator: Indicator,
    scale: float,
) -> tuple[Standing | None, tuple[str, ...]]:
    """Return what an indicator of one unit was in a period.

    What was told for the very period stands. Else, by the indicator's rule: what held
    at the latest time within it, or the sum of periods that lie in it, or the quotient
    of the sums of their counts.

    Args:
        observations: Of one indicator and unit.
        period: The period asked for.
        indicator: Tells the rule.
        scale: What numerator over denominator is multiplied with.

    Returns:
        What stands, or None when nothing is told; and notes (``periods_overlap:…``).
    """
    dated = [
        (found, item)
        for item in observations
        if (found := series_period(item.period)) is not None and found.is_within(period)
    ]
    chosen: list[Observation] = []
    notes: list[str] = []
    for origin in Origin:
        mine = [(when, item) for when, item in dated if item.origin is origin]
        if not mine:
            continue
        exact = [item for when, item in mine if when.is_same_span(period)]
        if exact:
            chosen += exact
        elif indicator.over_time is Aggregation.LAST:
            end = max(when.last for when, _ in mine)
            chosen += [item for when, item in mine if when.last == end]
        elif indicator.over_time in (Aggregation.SUM, Aggregation.RATIO):
            total, problem = _added_up(mine, period, indicator, scale)
            chosen += [total] if total else []
            notes += [problem] if problem else []
    return (stand(chosen) if chosen else None), tuple(notes)


def _added_up(
    dated: Sequence[_Dated], period: SeriesPeriod, indicator: Indicator, scale: float
) -> tuple[Observation | None, str]:
    parts, crossing = tiles(when for when, _ in dated)
    if crossing is not None:
        return None, f"periods_overlap:{crossing[0].code}, {crossing[1].code}"
    standing = [
        stand([item for when, item in dated if when.is_same_span(part)]).value
        for part in parts
    ]
    known: Callable[[Observation], bool] = _has_value
    if indicator.over_time is Aggregation.RATIO:
        known = _has_counts
    usable = [
        (part, item) for part, item in zip(parts, standing, strict=True) if known(item)
    ]
    if not usable:
        return None, "no_counts"
    above = _sum([item.numerator for _, item in usable])
    below = _sum([item.denominator for _, item in usable])
    value = _sum([item.value for _, item in usable])
    if indicator.over_time is Aggregation.RATIO:
        value = scale * above / below if above is not None and below else None
    first = usable[0][1]
    return replace(
        first,
        period=period.code,
        value=value,
        numerator=above,
        denominator=below,
        status=_status([item for _, item in usable]),
        source="; ".join(sorted({item.source for _, item in usable})),
        issued=max(item.issued for _, item in usable),
        figure=" ".join(item.figure for _, item in usable if item.figure),
        method=f"{_METHODS[indicator.over_time]}; periods:{len(usable)}",
        missing=(
            *sorted({code for _, item in usable for code in item.missing}),
            *gaps_in(period, [part for part, _ in usable]),
        ),
    ), ""


def _status(items: Sequence[Observation]) -> ValueStatus:
    is_restated = any(item.status is ValueStatus.RESTATED for item in items)
    return ValueStatus.RESTATED if is_restated else ValueStatus.COMPUTED


def _has_value(item: Observation) -> bool:
    return item.value is not None


def _has_counts(item: Observation) -> bool:
    return item.numerator is not None and item.denominator is not None


def _sum(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return math.fsum(known) if len(known) == len(values) else None
