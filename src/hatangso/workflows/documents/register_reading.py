"""What documents read of the register: holes, tasks, changes and how fresh it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from hatangso.documents.kinds.periodic_facts import (
    HoleFact,
    KindFreshness,
    RecordChanges,
    TaskFact,
)
from hatangso.model.record import Action, Record
from hatangso.registry.freshness import state_of
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.units import VIETNAM_TIME
from hatangso.workflows.documents.province_facts import ProvinceFacts
from hatangso.workflows.hole_states import state_of_hole
from hatangso.workflows.register.register_history import RegisterPast, read_past

__all__ = [
    "PeriodRegister",
    "freshness_facts",
    "hole_facts",
    "period_register",
    "task_facts",
]

_HOLE, _TASK = "coverage_hole", "task"
_OVER = frozenset({"done", "stopped"})
_DONE_PERCENT = 100
_COUNTED = {
    Action.CREATE: "created",
    Action.UPDATE: "updated",
    Action.CONFIRM: "confirmed",
    Action.DELETE: "removed",
    Action.MERGE: "removed",
}


@dataclass(frozen=True)
class PeriodRegister:
    """The register at the end of a period.

    Attributes:
        holes: None when there is no list of them.
        tasks: None likewise.
        begun_later_on: When the register was begun later: then they are those of today.
    """

    changes: tuple[RecordChanges, ...]
    holes: tuple[HoleFact, ...] | None
    tasks: tuple[TaskFact, ...] | None
    begun_later_on: date | None


def period_register(
    facts: ProvinceFacts, *, first: date, until: date
) -> PeriodRegister:
    """Return the register as it stood at the end of a day, and what had changed."""
    communes = {one.code: one.name_vi for one in facts.inputs.province.communes}
    past = read_past(
        facts.directory,
        (_HOLE, _TASK),
        since=_midnight(first),
        until=_midnight(until + timedelta(days=1)),
    )
    begun: date | None = None
    changes: tuple[RecordChanges, ...] = ()
    if isinstance(past, RegisterPast):
        holes, tasks = past.records[_HOLE], past.records[_TASK]
        changes = _changes(past.counts)
    else:
        holes, tasks = facts.records(_HOLE), facts.records(_TASK)
        begun = past.astimezone(VIETNAM_TIME).date() if past is not None else None
    return PeriodRegister(
        changes,
        hole_facts(holes, communes) or None,
        task_facts(tasks) or None,
        begun,
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), VIETNAM_TIME)


def _changes(counts: Mapping[tuple[str, str], int]) -> tuple[RecordChanges, ...]:
    """Return the changes by kind, in the order of the catalogue."""
    found: dict[str, dict[str, int]] = {}
    for (kind, action), count in counts.items():
        of_kind = found.setdefault(kind, {})
        name = _COUNTED[Action(action)]
        of_kind[name] = of_kind.get(name, 0) + count
    return tuple(
        RecordChanges(kind.code, kind.name_vi, **found[kind.code])
        for kind in shipped_kinds().values()
        if kind.code in found
    )


def hole_facts(
    records: Iterable[Record], communes: Mapping[str, str]
) -> tuple[HoleFact, ...]:
    """Return the holes of the register; ``communes`` are names by code."""
    return tuple(_hole(one, communes) for one in records)


def _hole(record: Record, communes: Mapping[str, str]) -> HoleFact:
    code = _text(record, "commune_code")
    place = ", ".join(
        filter(None, (_text(record, "cluster"), _text(record, "locality")))
    )
    return HoleFact(
        key=str(record.id),
        place=place,
        commune=communes.get(code, code),
        kind=_text(record, "kind"),
        state=state_of_hole(record).value,
        found_on=_day(record, "found_on"),
        operator=_text(record, "responsible_operator"),
        promised_on=_day(record, "promised_on"),
        closed_on=_day(record, "closed_on"),
    )


def task_facts(records: Iterable[Record]) -> tuple[TaskFact, ...]:
    """Return the tasks of the register."""
    return tuple(_task(one) for one in records)


def _task(record: Record) -> TaskFact:
    done = record.values.get("done_percent")
    percent = float(done) if isinstance(done, int | float) else None
    is_over = record.values.get("state") in _OVER
    return TaskFact(
        key=str(record.id),
        name=_text(record, "name"),
        lead=_text(record, "lead"),
        deadline=_day(record, "deadline"),
        done_percent=percent,
        risk=_text(record, "risk"),
        is_over=is_over or (percent is not None and percent >= _DONE_PERCENT),
    )


def _text(record: Record, name: str) -> str:
    return str(record.values.get(name) or "")


def _day(record: Record, name: str) -> date | None:
    value = record.values.get(name)
    return value if isinstance(value, date) else None


def freshness_facts(facts: ProvinceFacts, today: date) -> tuple[KindFreshness, ...]:
    """Return how fresh the kinds are of which there is a record, the stalest first."""
    found = []
    for kind in shipped_kinds().values():
        state = state_of(kind, facts.records(kind.code), today=today)
        if state.records:
            found.append(
                KindFreshness(
                    kind.code,
                    kind.name_vi,
                    state.records,
                    state.stale,
                    state.never_confirmed,
                    state.oldest,
                    kind.fresh_days,
                )
            )
    return tuple(sorted(found, key=lambda one: -one.stale / one.records))
