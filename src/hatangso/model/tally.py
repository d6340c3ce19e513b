"""Answers counted so that every count leads to the records behind it."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

__all__ = ["Numbered", "Share", "Tally", "grouped", "share", "tally"]


class Numbered(Protocol):
    """Anything with a record behind it."""

    @property
    def number(self) -> int:
        """Return the number of the record."""


Thing = TypeVar("Thing", bound=Numbered)
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Tally:
    """Who says yes, who says no, and of whom nobody has said: numbers of records."""

    yes: tuple[int, ...] = ()
    no: tuple[int, ...] = ()
    unknown: tuple[int, ...] = ()

    @property
    def known_n(self) -> int:
        """Return of how many the answer is known."""
        return len(self.yes) + len(self.no)

    @property
    def ratio(self) -> float | None:
        """Return the share of yes among the known answers; None without any."""
        return len(self.yes) / self.known_n if self.known_n else None


@dataclass(frozen=True)
class Share:
    """A part of a whole, each summed over the things of which both are known.

    Attributes:
        part: None when both are known of nothing.
        whole: None likewise.
        unknown: Numbers of records of which one of them is not known.
        impossible: Numbers of records whose part exceeds the whole; not counted.
    """

    part: int | None
    whole: int | None
    unknown: tuple[int, ...] = ()
    impossible: tuple[int, ...] = ()

    @property
    def ratio(self) -> float | None:
        """Return the weighted share; None when nothing is known or all are zero."""
        return self.part / self.whole if self.whole and self.part is not None else None


def tally(things: Iterable[Thing], answer: Callable[[Thing], bool | None]) -> Tally:
    """Return what things answer."""
    found: dict[bool | None, list[int]] = {True: [], False: [], None: []}
    for one in things:
        found[answer(one)].append(one.number)
    return Tally(tuple(found[True]), tuple(found[False]), tuple(found[None]))


def share(
    things: Iterable[Thing],
    part: Callable[[Thing], int | None],
    whole: Callable[[Thing], int | None],
) -> Share:
    """Return a weighted share; what contradicts itself is told and not counted."""
    known: list[tuple[int, int]] = []
    unknown, impossible = [], []
    for one in things:
        told_part, told_whole = part(one), whole(one)
        if told_part is None or told_whole is None:
            unknown.append(one.number)
        elif told_part > told_whole:
            impossible.append(one.number)
        else:
            known.append((told_part, told_whole))
    return Share(
        sum(one for one, _ in known) if known else None,
        sum(one for _, one in known) if known else None,
        tuple(unknown),
        tuple(impossible),
    )


def grouped(
    things: Iterable[Thing], key: Callable[[Thing], Key]
) -> Mapping[Key, Sequence[Thing]]:
    """Return things by a key, in the order in which the keys first occur."""
    found: dict[Key, list[Thing]] = defaultdict(list)
    for one in things:
        found[key(one)].append(one)
    return dict(found)
