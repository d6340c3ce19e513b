"""Which of several values stands; what was said before is kept beside it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from hatangso.indicators.period import is_later, parse_period
from hatangso.model.indicator_series import Observation, Origin

__all__ = ["Standing", "known_by", "stand"]

_ORDER = {origin: place for place, origin in enumerate(Origin)}


@dataclass(frozen=True)
class Standing:
    """The value that stands, and the others of the same indicator, unit and time.

    Attributes:
        earlier: Of the same kind of source, the latest first.
        beside: The latest of each other kind of source.
        is_disputed: Whether sources of one kind say different things and nobody can
            tell which is the later.
    """

    value: Observation
    earlier: tuple[Observation, ...] = ()
    beside: tuple[Observation, ...] = ()
    is_disputed: bool = False


def known_by(observations: Iterable[Observation], day: date) -> list[Observation]:
    """Return what had certainly been said by the end of a day.

    What does not tell when it appeared is taken as said when its period ended.
    """
    found = []
    for item in observations:
        said = parse_period(item.issued) or parse_period(item.period)
        if said is None or said.last <= day:
            found.append(item)
    return found


def stand(observations: Sequence[Observation]) -> Standing:
    """Choose among values of one indicator, unit and time.

    A document beats a measurement, a measurement a declaration, and so on in the order
    of ``Origin``; of one kind the one that was issued last stands. The order of the
    input does not matter.
    """
    kinds: dict[Origin, list[Observation]] = {}
    for item in observations:
        kinds.setdefault(item.origin, []).append(item)
    ranked = [
        sorted(kinds[origin], key=_age, reverse=True)
        for origin in sorted(kinds, key=_ORDER.__getitem__)
    ]
    first, *others = ranked
    value, *earlier = first
    is_disputed = any(
        other.value != value.value and not is_later(value.issued, other.issued)
        for other in earlier
    )
    beside = tuple(group[0] for group in others)
    return Standing(value, tuple(earlier), beside, is_disputed)


def _age(item: Observation) -> tuple[date, str, str, float, str]:
    issued = parse_period(item.issued)
    day = date.min if issued is None else issued.last
    return day, item.source, item.figure, item.value or 0.0, repr(item)
