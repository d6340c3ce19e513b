"""Dossiers counted by agency, procedure, field or month."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hatangso.model.dossier import DossierState
from hatangso.procedures.timeliness import STATES, Judgement

__all__ = ["Total", "totals"]

_HOUR_MIN = 60
_IN_TIME = (DossierState.EARLY, DossierState.ON_TIME)
_LATE = STATES.index(DossierState.LATE)


@dataclass(frozen=True)
class Total:
    """The dossiers of one group.

    Attributes:
        key: Agency, procedure, field, or month as 2026-01.
        counts: By state, each state once.
        had_to_be_handled: Handled, or past the deadline.
        on_time_ratio: Handled early or on time over those; None without any.
        late_mean_h: Mean working hours that the late ones were late; None without any.
        late_most_h: Most working hours; None likewise.
    """

    key: str
    counts: dict[DossierState, int]
    had_to_be_handled: int
    on_time_ratio: float | None
    late_mean_h: float | None
    late_most_h: float | None

    @property
    def dossiers(self) -> int:
        """Return how many they are, whatever became of them."""
        return sum(self.counts.values())


def totals(
    keys: Sequence[str], judgement: Judgement, *, waiting_late_counts: bool
) -> tuple[Total, ...]:
    """Count dossiers by a key, in the order of the keys' signs.

    Args:
        keys: One for each dossier.
        judgement: What became of them.
        waiting_late_counts: Whether those past their deadline that still wait had to be
            handled.
    """
    places = {key: place for place, key in enumerate(sorted(set(keys)))}
    group = np.array([places[key] for key in keys], dtype=np.int64)
    width = len(STATES)
    counts = np.bincount(
        group * width + judgement.state, minlength=len(places) * width
    ).reshape(-1, width)
    is_late = judgement.state == _LATE
    late_min = np.bincount(
        group[is_late], judgement.late_min[is_late], minlength=len(places)
    )
    most_min = np.zeros(len(places), dtype=np.int64)
    np.maximum.at(most_min, group[is_late], judgement.late_min[is_late])
    found = []
    for key, place in places.items():
        by_state = dict(zip(STATES, map(int, counts[place]), strict=True))
        in_time = sum(by_state[state] for state in _IN_TIME)
        late = by_state[DossierState.LATE]
        had = in_time + late
        had += by_state[DossierState.WAITING_LATE] if waiting_late_counts else 0
        found.append(
            Total(
                key=key,
                counts=by_state,
                had_to_be_handled=had,
                on_time_ratio=in_time / had if had else None,
                late_mean_h=float(late_min[place]) / late / _HOUR_MIN if late else None,
                late_most_h=float(most_min[place]) / _HOUR_MIN if late else None,
            )
        )
    return tuple(found)
