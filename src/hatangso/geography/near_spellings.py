"""Names that look alike, found among many without comparing each."""

from collections import defaultdict
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache

import numpy as np

__all__ = ["NearSpellings"]

_SHORTLIST = 8
_LEAST_RATIO = 0.7
_MOST_FOUND = 3
_LONGEST = 60


class NearSpellings:
    """Keys of names under the pairs of letters that they hold."""

    def __init__(self, keys: Iterable[str]) -> None:
        """Index the keys once."""
        self._keys = sorted(set(keys))
        holders: defaultdict[str, list[int]] = defaultdict(list)
        for place, key in enumerate(self._keys):
            for pair in _pairs(key):
                holders[pair].append(place)
        self._holders = {pair: np.array(places) for pair, places in holders.items()}
        self._pair_counts = np.array([len(_pairs(key)) for key in self._keys])
        self._found = lru_cache(maxsize=10_000)(self._nearest)

    def nearest(self, key: str) -> tuple[str, ...]:
        """Return the few keys that are most alike, the nearest first.

        Keys that share the most pairs of letters are compared as a whole; a text far
        longer than a name is like none.
        """
        return self._found(key) if len(key) <= _LONGEST else ()

    def _nearest(self, key: str) -> tuple[str, ...]:
        pairs = _pairs(key)
        places = [self._holders[pair] for pair in pairs if pair in self._holders]
        if not places:
            return ()
        shared = np.bincount(np.concatenate(places), minlength=len(self._keys))
        likeness = shared / (len(pairs) + self._pair_counts)
        closest = np.argsort(-likeness, kind="stable")[:_SHORTLIST]
        matcher = SequenceMatcher(b=key, autojunk=False)
        ranked = []
        for near in (self._keys[place] for place in closest):
            matcher.set_seq1(near)
            ranked.append((-matcher.ratio(), near))
        return tuple(near for minus, near in sorted(ranked) if -minus >= _LEAST_RATIO)[
            :_MOST_FOUND
        ]


def _pairs(key: str) -> set[str]:
    framed = f" {key} "
    return {framed[place : place + 2] for place in range(len(framed) - 1)}
