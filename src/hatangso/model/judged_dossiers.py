"""Dossiers held against their deadlines: a column for each fact, to look among."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hatangso.model.dossier import DossierState
from hatangso.units import IntArray

__all__ = ["Group", "JudgedDossiers"]

_STATES = tuple(DossierState)


@dataclass(frozen=True)
class Group:
    """What dossiers are counted by: names, and the place of each dossier's own."""

    names: tuple[str, ...]
    place: IntArray


@dataclass(frozen=True)
class JudgedDossiers:
    """Dossiers in the order of their file; moments are Viet Nam's, to the minute.

    Attributes:
        id: Number of each, in UTF-8.
        groups: By the name of what is counted by: agency, procedure, field, month.
        deadline: Where supplements and days off have put it; NaT without one.
        ended: When the office was done; NaT while it is not.
        state: Place in ``DossierState``.
        late_min: Working minutes behind the deadline, below zero before it.
        row: Of the file.
    """

    id: NDArray[np.bytes_]
    groups: Mapping[str, Group]
    received: NDArray[np.datetime64]
    deadline: NDArray[np.datetime64]
    ended: NDArray[np.datetime64]
    state: IntArray
    late_min: IntArray
    row: IntArray

    def found(
        self, chosen: Mapping[str, str], states: Collection[DossierState] = ()
    ) -> IntArray:
        """Return the places of dossiers, the latest first.

        Args:
            chosen: Names by what is counted by; one that nobody has finds nothing.
            states: Any of these; all when empty.
        """
        kept = np.ones(len(self.id), dtype=bool)
        for by, name in chosen.items():
            group = self.groups[by]
            if name not in group.names:
                return np.zeros(0, dtype=np.int64)
            kept &= group.place == group.names.index(name)
        if states:
            kept &= np.isin(self.state, [_STATES.index(one) for one in states])
        places = np.flatnonzero(kept)
        order = np.argsort(-self.late_min[places], kind="stable")
        return places[order]

    def state_of(self, place: int) -> DossierState:
        """Return what became of a dossier."""
        return _STATES[int(self.state[place])]

    def name_of(self, place: int, by: str) -> str:
        """Return what a dossier is counted under."""
        group = self.groups[by]
        return group.names[int(group.place[place])]
