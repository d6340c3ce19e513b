"""What a target was held against: a value, how far it is away, and what it rests on."""

from collections.abc import Iterable
from dataclasses import dataclass

from hatangso.indicators.audit.rules import Remainder
from hatangso.indicators.catalogue import IndicatorCatalogue
from hatangso.indicators.measures import MEASURES
from hatangso.indicators.outlook import OutlookReading
from hatangso.model.indicator import Assessment, Comparator, Indicator, Status, Value

__all__ = ["Evidence", "EvidenceReader"]

_FROM_BELOW = frozenset({Comparator.ABOVE, Comparator.AT_LEAST})
_FROM_ABOVE = frozenset({Comparator.BELOW, Comparator.AT_MOST})
_WHOLE_PERCENT = 100.0


@dataclass(frozen=True)
class Evidence:
    """One value that a target was held against, or the absence of any.

    Attributes:
        assessment: The target against this value, with the gap in the target's unit.
        reading: The same with time in view.
        gap_is: How the gap is to be read: ``=``, ``~``, at least (``>=``) when the
            value is an upper limit, at most (``<=``) when it is a lower one.
        gap_count: The gap in things counted; None when nobody can tell.
        counted: What they are: ``locality``, ``person`` …; empty when nobody can tell.
        via: Indicator whose value sets this limit; None for a value of the target's
            own indicator.
    """

    assessment: Assessment
    reading: OutlookReading
    gap_is: Comparator
    gap_count: float | None
    counted: str
    via: Indicator | None


class EvidenceReader:
    """Tells what assessments mean in things that people count."""

    def __init__(
        self,
        catalogue: IndicatorCatalogue,
        values: Iterable[Value],
        remainders: Iterable[Remainder],
    ) -> None:
        """Take what is known of a province.

        Args:
            catalogue: The indicators.
            values: Computed and reported.
            remainders: Which printed count tells who lacks what a share has.
        """
        self.catalogue = catalogue
        self._values = tuple(values)
        self._lacking = {rule.share: rule.lacking for rule in remainders}

    def evidence(self, assessment: Assessment, reading: OutlookReading) -> Evidence:
        """Return an assessment with its gap in things counted."""
        indicator = self.catalogue.indicators.get(assessment.target.indicator)
        code = _followed(assessment)
        via = self.catalogue.indicators.get(code)
        count, counted = assessment.shortfall_count, _counted(indicator)
        lacking = self._printed_lack(assessment, code)
        if count is None and lacking is not None:
            count, counted = lacking.value, _counted(self.catalogue[lacking.indicator])
        return Evidence(
            assessment, reading, _gap_is(assessment, indicator), count, counted, via
        )

    def _printed_lack(self, assessment: Assessment, via: str) -> Value | None:
        """Return the printed count of those who lack what all should have.

        It is the gap only of a target that asks for all of them.
        """
        value, target = assessment.value, assessment.target
        if value is None or assessment.status is not Status.SHORT:
            return None
        goal = self.catalogue.units.convert(target.value, target.unit, "%")
        lacking = self._lacking.get(via or value.indicator)
        if goal != _WHOLE_PERCENT or lacking is None:
            return None
        found = (
            other
            for other in self._values
            if other.indicator == lacking
            and (other.source, other.period) == (value.source, value.period)
        )
        return next(found, None)


def _followed(assessment: Assessment) -> str:
    """Return the indicator that sets a limit, or nothing."""
    notes = (note.partition(":") for note in assessment.notes)
    return next((other for code, _, other in notes if code == "follows_from"), "")


def _counted(indicator: Indicator | None) -> str:
    measure = MEASURES.get(indicator.measure) if indicator else None
    return "" if measure is None else str(measure.subject)


def _gap_is(assessment: Assessment, indicator: Indicator | None) -> Comparator:
    """Return how a gap is to be read, by what its value says of itself."""
    value, target = assessment.value, assessment.target
    if value is None or indicator is None:
        return Comparator.EQUAL
    is_rising = indicator.higher_is_better
    if target.comparator in _FROM_BELOW | _FROM_ABOVE:
        is_rising = target.comparator in _FROM_BELOW
    if value.comparator in _FROM_BELOW | _FROM_ABOVE:
        is_low = (value.comparator in _FROM_BELOW) is is_rising
        return Comparator.AT_MOST if is_low else Comparator.AT_LEAST
    return value.comparator
