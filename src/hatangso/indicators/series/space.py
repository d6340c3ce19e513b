"""Values of units summed up to the unit above, by the rule of the indicator."""

import math
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from hatangso.indicators.catalogue import IndicatorCatalogue
from hatangso.indicators.formulas.dimensions import dimension_of
from hatangso.model.indicator import Aggregation, Comparator, Indicator
from hatangso.model.indicator_series import Observation, ValueStatus

__all__ = [
    "quotient",
    "ratio_factor",
    "shared_comparator",
    "sum_of_known",
    "sum_up",
]


def ratio_factor(indicator: Indicator, catalogue: IndicatorCatalogue) -> float:
    """Return what numerator over denominator is multiplied with to be the value.

    100 for a share in per cent and for a number per 100 people; 1 for a mean.
    """
    if indicator.over_space is not Aggregation.RATIO:
        return 1.0
    return float(1 / dimension_of(indicator.unit, catalogue.units).factor)


def quotient(
    numerator: float | None, denominator: float | None, scale: float
) -> float | None:
    """Return the value of a ratio; None when it divides by zero or lacks a count."""
    if numerator is None or not denominator:
        return None
    return scale * numerator / denominator


def sum_of_known(values: Sequence[float | None]) -> float | None:
    """Return the sum of what is known, exact for whole numbers; None for nothing."""
    known = [value for value in values if value is not None]
    return math.fsum(known) if known else None


def sum_up(
    parts: Sequence[Observation],
    indicator: Indicator,
    catalogue: IndicatorCatalogue,
    *,
    unit_code: str,
    stated_on: date,
    expected: Collection[str],
) -> Observation | None:
    """Return the value of a unit from values of the units in it.

    Args:
        parts: One value for each unit, of one period.
        indicator: Tells the rule.
        catalogue: Its units.
        unit_code: The unit above.
        stated_on: A day on which it was in force.
        expected: Codes of all units in it: those without a value are missing.

    Returns:
        None when there are no parts, or the rule says nothing of the whole.
    """
    rule = indicator.over_space
    if not parts or rule in (Aggregation.NONE, Aggregation.MEAN_OF_PROVINCES):
        return None
    is_sum = rule is Aggregation.SUM
    usable = [item for item in parts if _is_usable(item, is_sum=is_sum)]
    missing = {*expected} - {item.unit_code for item in usable if item.is_complete}
    above = sum_of_known([item.numerator for item in usable])
    below = sum_of_known([item.denominator for item in usable])
    if is_sum:
        value = sum_of_known([item.value for item in usable])
    else:
        value = quotient(above, below, ratio_factor(indicator, catalogue))
    return replace(
        parts[0],
        unit_code=unit_code,
        stated_on=stated_on,
        value=value,
        numerator=above,
        denominator=below,
        unknown=math.fsum(item.unknown for item in parts),
        status=ValueStatus.COMPUTED,
        source="; ".join(sorted({item.source for item in parts})),
        comparator=shared_comparator([item.comparator for item in parts]),
        figure="",
        rests_on_synthetic=any(item.rests_on_synthetic for item in parts),
        is_estimated=any(item.is_estimated for item in parts),
        method="sum" if is_sum else "counts",
        missing=tuple(sorted(missing)),
    )


def _is_usable(item: Observation, *, is_sum: bool) -> bool:
    if is_sum:
        return item.value is not None
    return item.numerator is not None and item.denominator is not None


def shared_comparator(comparators: Collection[Comparator]) -> Comparator:
    """Return how a sum of numbers is to be read: "more than 2" and 3 is more than 5."""
    found = set(comparators)
    for exact, limits in (
        (Comparator.EQUAL, {Comparator.EQUAL}),
        (Comparator.AT_LEAST, {Comparator.EQUAL, Comparator.AT_LEAST}),
        (Comparator.ABOVE, {Comparator.EQUAL, Comparator.AT_LEAST, Comparator.ABOVE}),
        (Comparator.AT_MOST, {Comparator.EQUAL, Comparator.AT_MOST}),
        (Comparator.BELOW, {Comparator.EQUAL, Comparator.AT_MOST, Comparator.BELOW}),
    ):
        if found <= limits:
            return exact
    return Comparator.ABOUT
