"""Sets of small numbers from which one can be drawn by chance, compiled."""

from typing import NamedTuple

import numpy as np

from hatangso.compiling import compiled
from hatangso.units import IntArray

__all__ = ["NumberedSet", "empty_set", "exclude", "include"]


class NumberedSet(NamedTuple):
    """Numbers below a limit, in no order.

    Attributes:
        members: The numbers, in the first ``size[0]`` places.
        place: Where each number stands, or -1.
        size: How many there are, as an array of one.
    """

    members: IntArray
    place: IntArray
    size: IntArray


@compiled
def empty_set(limit: int) -> NumberedSet:
    """Return a set that can take the numbers below a limit."""
    members = np.empty(limit, np.int64)
    return NumberedSet(members, np.full(limit, -1, np.int64), np.zeros(1, np.int64))


@compiled
def include(numbers: NumberedSet, number: int) -> None:
    """Put a number in, if it is not in."""
    if numbers.place[number] < 0:
        numbers.members[numbers.size[0]] = number
        numbers.place[number] = numbers.size[0]
        numbers.size[0] += 1


@compiled
def exclude(numbers: NumberedSet, number: int) -> None:
    """Take a number out, if it is in."""
    place = numbers.place[number]
    if place >= 0:
        numbers.size[0] -= 1
        last = numbers.members[numbers.size[0]]
        numbers.members[place] = last
        numbers.place[last] = place
        numbers.place[number] = -1
