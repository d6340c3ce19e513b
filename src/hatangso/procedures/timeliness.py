"""Which dossiers were in time, and by how many working minutes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import numpy as np

from hatangso.model.dossier import Dossier, DossierState
from hatangso.procedures.calendar_rules import CalendarRules
from hatangso.procedures.working_calendar import (
    Moments,
    WorkingCalendar,
    working_calendar,
)
from hatangso.units import BoolArray, IntArray

__all__ = ["STATES", "Judgement", "judge"]

STATES = tuple(DossierState)
_NUMBER = {state: number for number, state in enumerate(STATES)}
_MINUTE = "datetime64[m]"
_DAY = np.timedelta64(1, "D")
_DAYS_PER_WEEK = 7
# Days behind the last moment: the longest stretch of days off is shorter.
_SPARE_DAYS = 60


@dataclass(frozen=True)
class Judgement:
    """What became of each dossier, in their order.

    Attributes:
        state: Index in ``STATES``.
        deadline: Where supplements and days off have put it; NaT without one.
        late_min: Working minutes behind the deadline, below zero before it, of dossiers
            handled or waiting; 0 for others.
        is_moved: Whether the deadline of the file lay on a day off.
        ended: When the office was done; NaT while it is not.
    """

    state: IntArray
    deadline: Moments
    late_min: IntArray
    is_moved: BoolArray
    ended: Moments


@dataclass(frozen=True)
class _Columns:
    """The dossiers, a column each; supplements in rounds: each dossier's n-th."""

    received: Moments
    due: Moments
    term_days: IntArray
    returned: Moments
    is_cancelled: BoolArray
    rounds: tuple[tuple[IntArray, Moments, Moments], ...]


def judge(
    dossiers: Sequence[Dossier], rules: CalendarRules, *, as_of: datetime
) -> Judgement:
    """Hold dossiers against their deadlines as it stood at a moment.

    What happened later counts as not yet happened. The deadline is that of the file;
    without one, the end of the last working day of the term. A supplement asked for
    before the deadline moves it by the working minutes until it was given.

    Args:
        dossiers: Each received before it was returned, supplements in between.
        rules: When offices work.
        as_of: In Viet Nam's time, without an offset.
    """
    now = np.datetime64(as_of, "m")
    columns = _as_known(_columns(dossiers, rules), now)
    calendar = _calendar(columns, rules, as_of)
    due, is_moved = _printed_deadline(columns, calendar, rules)
    deadline, is_open = _moved_by_supplements(
        columns, due, calendar, stops=rules.supplement_stops_clock.value
    )
    if not rules.supplement_stops_clock.value:
        is_open &= ~(deadline < now)
    state, late_min = _judged(columns, deadline, is_open, calendar, now)
    return Judgement(state, deadline, late_min, is_moved, columns.returned)


def _columns(dossiers: Sequence[Dossier], rules: CalendarRules) -> _Columns:
    by_result = rules.resolution_ends_handling.value
    rounds = []
    most = max((len(one.supplements) for one in dossiers), default=0)
    for nth in range(most):
        which = [i for i, one in enumerate(dossiers) if len(one.supplements) > nth]
        spans = [dossiers[i].supplements[nth] for i in which]
        rounds.append(
            (
                np.array(which, dtype=np.int64),
                _moments([start for start, _ in spans]),
                _moments([end for _, end in spans]),
            )
        )
    return _Columns(
        received=_moments([one.received for one in dossiers]),
        due=_moments([one.due for one in dossiers]),
        term_days=np.array([one.term_days for one in dossiers], dtype=np.int64),
        returned=_moments(
            [(one.resolved if by_result else None) or one.returned for one in dossiers]
        ),
        is_cancelled=np.array([one.is_cancelled for one in dossiers], dtype=bool),
        rounds=tuple(rounds),
    )


def _moments(told: Sequence[datetime | None]) -> Moments:
    return np.array(told, dtype=_MINUTE)


def _as_known(columns: _Columns, as_of: np.datetime64) -> _Columns:
    """Return what was known at a moment: later events have not happened."""
    is_later = columns.returned > as_of
    rounds = []
    for which, start, end in columns.rounds:
        kept = start <= as_of
        ends = np.where(end > as_of, np.datetime64("NaT"), end)[kept]
        rounds.append((which[kept], start[kept], ends))
    return replace(
        columns,
        returned=np.where(is_later, np.datetime64("NaT"), columns.returned),
        is_cancelled=columns.is_cancelled & ~is_later,
        rounds=tuple(rounds),
    )


def _calendar(
    columns: _Columns, rules: CalendarRules, as_of: datetime
) -> WorkingCalendar:
    """Return a calendar that holds every moment that is asked for."""
    told = [columns.received, columns.due, columns.returned]
    for _, start, end in columns.rounds:
        told += [start, end]
    every = np.concatenate([*told, _moments([as_of])])
    every = every[~np.isnat(every)]
    first: date = every.min().astype(datetime).date() - timedelta(days=1)
    last: date = every.max().astype(datetime).date()
    # A term or supplements may move a deadline behind everything that was told.
    term = int(columns.term_days.max(initial=0))
    rows = max(1, len(columns.rounds))
    reach = (last - first).days * rows + term * _DAYS_PER_WEEK + _SPARE_DAYS
    return working_calendar(rules, first, last + timedelta(days=reach))


def _printed_deadline(
    columns: _Columns, calendar: WorkingCalendar, rules: CalendarRules
) -> tuple[Moments, BoolArray]:
    """Return the deadlines without supplements, and which lay on a day off."""
    due = columns.due.copy()
    by_term = np.isnat(due) & (columns.term_days > 0)
    due[by_term] = calendar.end_after_days(
        columns.received[by_term], columns.term_days[by_term]
    )
    is_moved = np.zeros(len(due), dtype=bool)
    if rules.deadline_moves_off_days_off.value:
        has_due = ~np.isnat(due)
        moved = calendar.off_days_off(due[has_due])
        is_moved[has_due] = moved != due[has_due]
        due[has_due] = moved
    return due, is_moved


def _moved_by_supplements(
    columns: _Columns, due: Moments, calendar: WorkingCalendar, *, stops: bool
) -> tuple[Moments, BoolArray]:
    """Return the deadlines, and which dossiers wait for a supplement now."""
    deadline = due.copy()
    is_open = np.zeros(len(due), dtype=bool)
    for which, start, told_end in columns.rounds:
        end = np.where(np.isnat(told_end), columns.returned[which], told_end)
        # A deadline that has passed is not moved any more; NaT compares as False.
        in_time = start <= deadline[which]
        still = np.isnat(end)
        is_open[which[still & (in_time | np.isnat(deadline[which]))]] = True
        if not stops:
            continue
        moves = in_time & ~still
        at = which[moves]
        pause = calendar.worked_min(end[moves]) - calendar.worked_min(start[moves])
        deadline[at] = _later(deadline[at], pause, calendar)
    return deadline, is_open


def _later(
    deadline: Moments, pause_min: IntArray, calendar: WorkingCalendar
) -> Moments:
    """Return deadlines moved by working minutes; a whole day's stays a whole day's."""
    worked = np.maximum(calendar.worked_min(deadline) + pause_min, 1)
    moved = calendar.moment_at(worked)
    is_midnight = deadline == deadline.astype("datetime64[D]")
    day = (moved - np.timedelta64(1, "m")).astype("datetime64[D]")
    moved = np.where(is_midnight, (day + _DAY).astype(_MINUTE), moved)
    return np.where(pause_min > 0, moved, deadline)


def _judged(
    columns: _Columns,
    deadline: Moments,
    is_open: BoolArray,
    calendar: WorkingCalendar,
    now: np.datetime64,
) -> tuple[IntArray, IntArray]:
    """Return the state of each dossier, and the working minutes it is late."""
    is_done = ~np.isnat(columns.returned)
    end = np.where(is_done, columns.returned, now)
    last_minute = deadline - np.timedelta64(1, "m")
    is_before = end.astype("datetime64[D]") < last_minute.astype("datetime64[D]")
    is_past = end > deadline
    is_stopped = is_open & ~is_done
    # The first that holds counts.
    rules: list[tuple[DossierState, BoolArray]] = [
        (DossierState.NOT_YET, columns.received > now),
        (DossierState.CANCELLED, columns.is_cancelled),
        (DossierState.SUSPENDED, is_stopped),
        (DossierState.NO_DEADLINE, np.isnat(deadline)),
        (DossierState.LATE, is_done & is_past),
        (DossierState.EARLY, is_done & is_before),
        (DossierState.ON_TIME, is_done),
        (DossierState.WAITING_LATE, is_past),
    ]
    state = np.select(
        [holds for _, holds in rules],
        [_NUMBER[one] for one, _ in rules],
        _NUMBER[DossierState.WAITING],
    )
    measured = np.isin(state, [_NUMBER[one] for one, _ in rules[4:]])
    measured |= state == _NUMBER[DossierState.WAITING]
    late_min = np.zeros(len(state), dtype=np.int64)
    late_min[measured] = calendar.worked_min(end[measured]) - calendar.worked_min(
        deadline[measured]
    )
    return state, late_min
