"""Printed figures with their indicators, and which of them stand side by side."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hatangso.indicators.catalogue import IndicatorCatalogue
from hatangso.indicators.period import Period, parse_period
from hatangso.model.indicator import Comparator, Figure

__all__ = [
    "Reading",
    "decimals",
    "half_digit",
    "is_exact",
    "last_before",
    "of",
    "read",
    "side_by_side",
]


@dataclass(frozen=True)
class Reading:
    """A figure with its indicator and period."""

    figure: Figure
    indicator: str
    period: Period | None

    @property
    def value(self) -> float:
        """Return the number as printed."""
        return self.figure.value

    @property
    def id(self) -> str:
        """Return the identifier of the figure."""
        return self.figure.id

    @property
    def report(self) -> tuple[str, str]:
        """Return what makes figures one report: their document and their period."""
        return self.figure.document, self.figure.period

    @property
    def end(self) -> date:
        """Return the last day that the figure may speak of."""
        return date.min if self.period is None else self.period.last


def read(figures: Iterable[Figure], catalogue: IndicatorCatalogue) -> list[Reading]:
    """Return the figures of known indicators in the order of their identifiers."""
    found = []
    for figure in sorted(figures, key=lambda item: item.id):
        indicator = catalogue.of_figure(figure)
        if indicator is not None:
            period = parse_period(figure.period)
            found.append(Reading(figure, indicator.code, period))
    return found


def of(readings: Sequence[Reading], indicator: str) -> list[Reading]:
    """Return the readings of one indicator."""
    return [reading for reading in readings if reading.indicator == indicator]


def side_by_side(
    readings: Sequence[Reading], *indicators: str
) -> Iterator[tuple[Reading, ...]]:
    """Yield figures of several indicators that one report prints, one of each."""
    first, *rest = indicators
    for reading in of(readings, first):
        found: list[tuple[Reading, ...]] = [(reading,)]
        for indicator in rest:
            beside = [x for x in of(readings, indicator) if x.report == reading.report]
            found = [(*some, other) for some in found for other in beside]
        yield from found


def is_exact(reading: Reading) -> bool:
    """Return whether the number is printed as one value, not as a limit."""
    return reading.figure.comparator is Comparator.EQUAL


def last_before(reading: Reading, readings: Sequence[Reading]) -> Reading | None:
    """Return the reading that comes last before another, or None."""
    if reading.period is None:
        return None
    earlier = [
        other
        for other in readings
        if other.period is not None and other.period.last < reading.period.first
    ]
    return max(earlier, key=lambda other: (other.end, other.id), default=None)


def decimals(value: float) -> int:
    """Return how many decimals a number was printed with, as far as it shows."""
    exponent = Decimal(str(value)).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def half_digit(value: float) -> float:
    """Return half of the last printed digit: how far the number may be rounded."""
    return 0.5 * 10.0 ** -decimals(value)
