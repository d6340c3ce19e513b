"""What one reported figure says of another indicator: a limit, never a value."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from hatangso.errors import InvalidInputError
from hatangso.indicators.assessment import latest_reported
from hatangso.indicators.catalogue import IndicatorCatalogue
from hatangso.model.indicator import Assessment, Comparator, Value, ValueMethod

__all__ = ["Bound", "ImpliedValue", "bounds", "implied_values", "noted"]

# Of these a value may be more, or less, than what is printed.
_SPEAKS_FROM_BELOW = frozenset(
    {Comparator.EQUAL, Comparator.ABOUT, Comparator.AT_LEAST, Comparator.ABOVE}
)
_SPEAKS_FROM_ABOVE = frozenset(
    {Comparator.EQUAL, Comparator.ABOUT, Comparator.AT_MOST, Comparator.BELOW}
)


class Bound(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Indicators between which another one lies, by definition.

    Attributes:
        at_least: The indicator is never below any of these at the same time.
        at_most: Nor above any of these.
    """

    indicator: str
    at_least: tuple[str, ...] = ()
    at_most: tuple[str, ...] = ()


@dataclass(frozen=True)
class ImpliedValue:
    """A limit on an indicator, and the indicator whose reported value sets it.

    Attributes:
        value: With ``>=`` or ``<=`` as its comparator, and the document and the period
            of the figure that it follows from.
        via: Code of the indicator that was reported.
    """

    value: Value
    via: str


def bounds(
    mapping: Mapping[str, Any], catalogue: IndicatorCatalogue
) -> tuple[Bound, ...]:
    """Build the bounds from the parsed ``bounds.toml``.

    Raises:
        InvalidInputError: A row is incomplete, names an unknown indicator or the same
            one twice, or units that cannot be compared; the message names them all.
    """
    text = "the bounds between indicators cannot be used: {problems}"
    try:
        rows = msgspec.convert(mapping.get("bound", []), tuple[Bound, ...])
    except msgspec.ValidationError as error:
        raise InvalidInputError(text, problems=str(error)) from error
    problems = [problem for row in rows for problem in _problems(row, catalogue)]
    if problems:
        raise InvalidInputError(text, problems="; ".join(problems))
    return rows


def implied_values(
    values: Iterable[Value],
    rows: Iterable[Bound],
    catalogue: IndicatorCatalogue,
) -> tuple[ImpliedValue, ...]:
    """Return limits on indicators of which nothing was reported.

    Of several figures that set a limit, those of the latest period count, and of these
    the tightest; figures of equal tightness all stand, since each has its document.
    """
    by_code: dict[str, list[Value]] = {}
    for value in values:
        if value.method is ValueMethod.REPORTED:
            by_code.setdefault(value.indicator, []).append(value)
    found = []
    for row in rows:
        if row.indicator in by_code:
            continue
        for codes, comparator in (
            (row.at_least, Comparator.AT_LEAST),
            (row.at_most, Comparator.AT_MOST),
        ):
            told = [value for code in codes for value in by_code.get(code, ())]
            found += _limits(row.indicator, told, comparator, catalogue)
    return tuple(found)


def noted(
    assessments: Iterable[Assessment], implied: Iterable[ImpliedValue]
) -> tuple[Assessment, ...]:
    """Return assessments, those by a limit with the note ``follows_from:CODE``."""
    via = {one.value: one.via for one in implied}
    return tuple(
        replace(one, notes=(*one.notes, f"follows_from:{via[one.value]}"))
        if one.value in via
        else one
        for one in assessments
    )


def _limits(
    indicator: str,
    told: Iterable[Value],
    comparator: Comparator,
    catalogue: IndicatorCatalogue,
) -> list[ImpliedValue]:
    """Return the tightest limits that reported values set, in a fixed order."""
    is_floor = comparator is Comparator.AT_LEAST
    speaking = _SPEAKS_FROM_BELOW if is_floor else _SPEAKS_FROM_ABOVE
    unit = catalogue[indicator].unit
    limits = []
    for value in latest_reported(v for v in told if v.comparator in speaking):
        number = catalogue.units.convert(value.value, value.unit, unit)
        if number is not None:
            limit = replace(
                value,
                indicator=indicator,
                value=number,
                unit=unit,
                comparator=comparator,
                numerator=None,
                denominator=None,
            )
            limits.append(ImpliedValue(limit, value.indicator))
    pick = max if is_floor else min
    tightest = pick((one.value.value for one in limits), default=0.0)
    return [one for one in limits if one.value.value == tightest]


def _problems(row: Bound, catalogue: IndicatorCatalogue) -> list[str]:
    named = (row.indicator, *row.at_least, *row.at_most)
    problems = [
        f"no indicator is called {code}" for code in named if code not in catalogue
    ]
    if len(set(named)) < len(named):
        problems.append(f"{row.indicator}: an indicator stands twice")
    if problems:
        return problems
    unit = catalogue[row.indicator].unit
    return [
        f"{row.indicator}: {code} has another unit"
        for code in named[1:]
        if catalogue.units.convert(1, catalogue[code].unit, unit) is None
    ]
