"""Columns of typed numbers: which marks they use, and what each cell says.

In Vietnamese ``1.234`` is a thousand and more, in English a little more than one; only
the other cells of its column tell which is meant, and sometimes nothing does.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from hatangso.errors import Message, Severity
from hatangso.language.number_phrases import NumberStyle, TypedNumber, read_in_style
from hatangso.language.typed_cells import Cell, Doubt, refused

__all__ = [
    "NumberReading",
    "NumberStyle",
    "PercentDecision",
    "PercentScale",
    "StyleDecision",
    "TypedNumber",
    "decide_percent",
    "decide_style",
    "read_number",
    "read_percent",
]

_SHOWN = 3
_WHOLE_PERCENT = 100.0


@dataclass(frozen=True)
class NumberReading:
    """A cell that means one thing in one style and another in the other."""

    text: str
    vietnamese: float
    english: float


@dataclass(frozen=True)
class StyleDecision:
    """How the numbers of a column are written.

    Attributes:
        style: The likelier style when nothing decides.
        evidence: A cell that only this style explains; empty when none was found.
        counter_evidence: A cell that only the other style explains; empty likewise.
        unclear: Some cells that the two styles read differently.
        unclear_count: How many different texts these are.
    """

    style: NumberStyle
    evidence: str = ""
    counter_evidence: str = ""
    unclear: tuple[NumberReading, ...] = ()
    unclear_count: int = 0

    @property
    def is_ambiguous(self) -> bool:
        """Tell whether a person must say which style is meant."""
        return bool(self.unclear) and not self.evidence

    @property
    def is_mixed(self) -> bool:
        """Tell whether the column holds both styles."""
        return bool(self.evidence and self.counter_evidence)

    def told(self, style: NumberStyle) -> "StyleDecision":
        """Return the decision after a person said which style is meant."""
        return StyleDecision(style, evidence=style)


def decide_style(
    cells: Iterable[Cell],
    *,
    is_whole: bool = False,
    low: float | None = None,
    high: float | None = None,
) -> StyleDecision:
    """Return how the numbers of a column are written.

    Args:
        cells: All cells of the column; only texts say anything about the style.
        is_whole: The column counts things, so that no number has decimals.
        low: Smallest number allowed, where the field has a limit.
        high: Largest number allowed likewise.

    >>> decide_style(["366.897", "12,5"]).style.value
    '1.234,5'
    >>> decide_style(["366.897", "1.014"]).is_ambiguous
    True
    >>> decide_style(["366.897", "1.014"], is_whole=True).is_ambiguous
    False
    """
    speaks_for: dict[NumberStyle, list[str]] = {style: [] for style in NumberStyle}
    unclear: list[NumberReading] = []
    by_limits: list[tuple[NumberStyle, NumberReading]] = []
    for text in dict.fromkeys(cell for cell in cells if isinstance(cell, str)):
        readings = {style: read_in_style(text, style) for style in NumberStyle}
        able = [style for style in NumberStyle if readings[style].value is not None]
        if len(able) == 2 and _agree(*readings.values()):  # noqa: PLR2004 - both styles
            continue
        whole = [style for style in able if _may_be(readings[style], is_whole=is_whole)]
        if len(able) == 1 or len(whole) == 1:
            speaks_for[(whole or able)[0]].append(text)
        elif able:
            values = [readings[style].value or 0.0 for style in NumberStyle]
            reading = NumberReading(text, *values)
            fitting = [s for s in able if _is_within(readings[s], low, high)]
            if len(fitting) == 1:
                by_limits.append((fitting[0], reading))
            else:
                unclear.append(reading)
    # One number beyond the limits may be a mistake; when all are, the style is.
    if len({style for style, _ in by_limits}) == 1 and not unclear:
        for style, reading in by_limits:
            speaks_for[style].append(reading.text)
    else:
        unclear += [reading for _, reading in by_limits]
    return _weighed(speaks_for, unclear)


def _agree(one: TypedNumber, other: TypedNumber) -> bool:
    return (one.value, one.whole) == (other.value, other.whole)


def _may_be(number: TypedNumber, *, is_whole: bool) -> bool:
    """Tell whether a count, or the pair that a number stands in, allows it."""
    return not (number.has_decimals and (is_whole or number.whole is not None))


def _is_within(number: TypedNumber, low: float | None, high: float | None) -> bool:
    value = number.value or 0.0
    return (low is None or value >= low) and (high is None or value <= high)


def _weighed(
    speaks_for: dict[NumberStyle, list[str]], unclear: list[NumberReading]
) -> StyleDecision:
    vietnamese, english = speaks_for.values()
    if len(vietnamese) == len(english):
        # Three decimals are rarer than thousands: the larger number is the likelier.
        thousands = sum(one.vietnamese > one.english for one in unclear)
        is_vietnamese = 2 * thousands >= len(unclear)
    else:
        is_vietnamese = len(vietnamese) > len(english)
    style = NumberStyle.VIETNAMESE if is_vietnamese else NumberStyle.ENGLISH
    return StyleDecision(
        style,
        evidence=next(iter(speaks_for[style]), ""),
        counter_evidence=next(iter(speaks_for[style.other]), ""),
        unclear=tuple(unclear[:_SHOWN]),
        unclear_count=len(unclear),
    )


def read_number(cell: Cell, column: StyleDecision) -> TypedNumber:
    """Read a cell of a column whose style was decided.

    In a column that holds both styles, a cell that the two read differently is refused:
    nobody can tell who typed it.

    >>> read_number("1.234,5 km", decide_style(["1.234,5 km"]))
    TypedNumber(value=1234.5, comparator='=', whole=None, unit='km', is_missing=False, \
has_decimals=True, doubt=None)
    """
    number = read_in_style(cell, column.style)
    if not column.is_mixed or not isinstance(cell, str) or number.value is None:
        return number
    other = read_in_style(cell, column.style.other)
    if other.value is None or _agree(number, other):
        return number
    problem = Message(
        '"{text}" can be {one} or {other}: the column holds numbers like {evidence} '
        "and like {counter}",
        {
            "text": cell,
            "one": number.value,
            "other": other.value,
            "evidence": column.evidence,
            "counter": column.counter_evidence,
        },
    )
    fix = Message("write all numbers of the column in one way")
    return replace(number, value=None, whole=None, doubt=refused(problem, fix))


class PercentScale(StrEnum):
    """What 1 stands for among the bare numbers of a column of shares."""

    RATIO = "1 = 100%"
    PERCENT = "1 = 1%"


@dataclass(frozen=True)
class PercentDecision:
    """How the bare numbers of a column of shares are to be read.

    Attributes:
        scale: The likelier one when nothing decides.
        is_ambiguous: A person must say which is meant: all numbers lie between 0 and 1.
        is_mixed: Numbers above 1 stand beside numbers between 0 and 1.
        example: A number that either scale could explain, None when there is none.
    """

    scale: PercentScale
    is_ambiguous: bool = False
    is_mixed: bool = False
    example: float | None = None


def decide_percent(cells: Iterable[Cell], column: StyleDecision) -> PercentDecision:
    """Return how the shares of a column are written.

    What a spreadsheet shows as 89,9% comes as 0.899, what it shows as 89,9 as 89.9.

    >>> vi = StyleDecision(NumberStyle.VIETNAMESE)
    >>> decide_percent([0.899, 0.71], vi).is_ambiguous
    True
    >>> decide_percent([89.9, 100], vi).scale.value
    '1 = 1%'
    """
    bare = [
        number.value
        for number in (read_number(cell, column) for cell in cells)
        if number.value and number.whole is None and number.unit != "%"
    ]
    small = [value for value in bare if 0 < value <= 1]
    if not small:
        return PercentDecision(PercentScale.PERCENT)
    if len(small) == len(bare):
        return PercentDecision(PercentScale.RATIO, is_ambiguous=True, example=small[0])
    return PercentDecision(PercentScale.PERCENT, is_mixed=True, example=small[0])


def read_percent(
    cell: Cell, column: StyleDecision, shares: PercentDecision
) -> TypedNumber:
    """Read a cell of a column of shares: the value is a ratio, 1 for 100%.

    A pair (``230/350``) gives its quotient. In a column where most numbers are per cent
    a number up to 1 is kept as per cent with a warning.

    >>> vi = StyleDecision(NumberStyle.VIETNAMESE)
    >>> read_percent("89,9%", vi, decide_percent(["89,9%"], vi)).value
    0.899
    """
    number = read_number(cell, column)
    if number.value is None:
        return number
    if number.whole:
        return replace(number, value=number.value / number.whole)
    if number.unit != "%" and shares.scale is PercentScale.RATIO:
        return number
    ratio = float(f"{number.value / _WHOLE_PERCENT:.15g}")
    doubt = number.doubt
    if shares.is_mixed and number.unit != "%" and 0 < number.value <= 1:
        problem = Message(
            "{value} can be {percent}% or {value}%: most of the column are per cent",
            {"value": number.value, "percent": number.value * _WHOLE_PERCENT},
        )
        fix = Message("write the share with a per cent sign")
        doubt = Doubt(Severity.WARNING, problem, fix)
    return replace(number, value=ratio, doubt=doubt)
