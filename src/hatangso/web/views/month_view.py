"""What changed lately: where targets stand, and what was written into the register."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hatangso.language import Language, sort_key
from hatangso.model.record import Action, ChangeSet
from hatangso.model.record_kind import RecordKind
from hatangso.web.views.target_line import TargetLine, target_line
from hatangso.workflows.target_changes import target_changes
from hatangso.workflows.targets import ProvinceTargets

__all__ = [
    "OutlookChange",
    "RegisterChange",
    "month_before",
    "outlook_changes",
    "register_changes",
]


@dataclass(frozen=True)
class OutlookChange:
    """A target that stands elsewhere than before.

    Attributes:
        before: As it stood; None for a target that was not among them.
    """

    before: TargetLine | None
    now: TargetLine


@dataclass(frozen=True)
class RegisterChange:
    """What one person did to one kind of record.

    Attributes:
        counts: How many records, by what happened to them.
        newest_set: The last set of changes among them.
    """

    actor: str
    kind: str
    kind_name: str
    counts: Mapping[Action, int]
    at: datetime
    newest_set: int

    @property
    def total(self) -> int:
        """Return how many records were touched."""
        return sum(self.counts.values())


def month_before(day: date) -> date:
    """Return the same day of the month before; its last day when it is shorter.

    >>> month_before(date(2026, 3, 31))
    datetime.date(2026, 2, 28)
    """
    last = day.replace(day=1) - timedelta(days=1)
    return last.replace(day=min(day.day, last.day))


def outlook_changes(
    before: ProvinceTargets, now: ProvinceTargets, language: Language
) -> tuple[OutlookChange, ...]:
    """Return the targets whose outlook or force differs, most to do first."""
    return tuple(
        OutlookChange(
            target_line(one.before, before, language) if one.before else None,
            target_line(one.now, now, language),
        )
        for one in target_changes(before, now)
    )


def register_changes(
    sets: Iterable[ChangeSet],
    kinds: Mapping[str, RecordKind],
    *,
    since: datetime,
    language: Language,
) -> tuple[RegisterChange, ...]:
    """Return what was done since a moment by person and kind, the newest first."""
    counts: dict[tuple[str, str], Counter[Action]] = {}
    newest: dict[tuple[str, str], ChangeSet] = {}
    for one in sorted(sets, key=lambda item: item.at):
        if one.at < since:
            continue
        for (kind, action), count in one.counts.items():
            key = (one.actor, kind)
            counts.setdefault(key, Counter())[Action(action)] += count
            newest[key] = one
    found = [
        RegisterChange(
            actor=actor,
            kind=kind,
            kind_name=_kind_name(kinds.get(kind), kind, language),
            counts=counted,
            at=newest[actor, kind].at,
            newest_set=newest[actor, kind].id,
        )
        for (actor, kind), counted in counts.items()
    ]
    found.sort(key=lambda one: (sort_key(one.actor), sort_key(one.kind_name)))
    return tuple(sorted(found, key=lambda one: one.at, reverse=True))


def _kind_name(kind: RecordKind | None, code: str, language: Language) -> str:
    if kind is None:
        return code
    return kind.name_vi if language is Language.VI else kind.name_en
