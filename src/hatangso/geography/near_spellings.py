"""Names that look alike, found among many without comparing each."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache

__all__ = ["NearSpellings"]

_SHORTLIST = 15
_LEAST_RATIO = 0.7
_MOST_FOUND = 3
_LONGEST = 60


class NearSpellings:
    """Keys of names under the pairs of letters that they hold."""

    def __init__(self, keys: Iterable[str]) -> None:
        """Index the keys once."""
        self._keys = sorted(set(keys))
        self._holders: defaultdict[str, list[int]] = defaultdict(list)
        for place, key in enumerate(self._keys):
            for pair in _pairs(key):
                self._holders[pair].append(place)
        self._found = lru_cache(maxsize=10_000)(self._nearest)

    def nearest(self, key: str) -> tuple[str, ...]:
        """Return the few keys that are most alike, the nearest first.

        Keys that share the most pairs of letters are compared as a whole; a text far
        longer than a name is like none.
        """
        return self._found(key) if len(key) <= _LONGEST else ()

    def _nearest(self, key: str) -> tuple[str, ...]:
        shared: Counter[int] = Counter()
        pairs = _pairs(key)
        for pair in pairs:
            shared.update(self._holders.get(pair, ()))
        closest = sorted(
            shared,
            key=lambda place: (
                -2 * shared[place] / (len(pairs) + len(_pairs(self._keys[place]))),
                place,
            ),
        )[:_SHORTLIST]
        ranked = sorted(
            (-SequenceMatcher(None, key, self._keys[place]).ratio(), self._keys[place])
            for place in closest
        )
        return tuple(near for minus, near in ranked if -minus >= _LEAST_RATIO)[
            :_MOST_FOUND
        ]


def _pairs(key: str) -> set[str]:
    framed = f" {key} "
    return {framed[place : place + 2] for place in range(len(framed) - 1)}
