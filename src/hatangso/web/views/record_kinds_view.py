"""The register as a whole: what it holds, how fresh and complete, what waits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from hatangso.errors import Message
from hatangso.model.record import Actor, ChangeSet, Role
from hatangso.model.record_kind import RecordKind
from hatangso.operations.database import Operations
from hatangso.registry.freshness import is_stale
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.registry.rights import sight_of
from hatangso.web.snapshot import ProvinceSnapshot
from hatangso.web.views.record_duplicates_view import waiting_duplicates
from hatangso.web.views.record_sight import SeenRecords, seen_records
from hatangso.web.views.record_words import COMPONENTS, RecordWords

__all__ = ["Component", "KindLine", "register_components"]


@dataclass(frozen=True)
class KindLine:
    """A kind in the list.

    Attributes:
        own: How many records are the visitor's own; None where nobody's are.
        known_ratio: Share of the fields that are known; None without records.
        changed_at: When records of the kind changed last; None: never.
    """

    code: str
    name: str
    help: str
    records: int
    own: int | None
    known_ratio: float | None
    stale: int
    never_confirmed: int
    duplicates: int
    changed_at: datetime | None
    changed_by: str


@dataclass(frozen=True)
class Component:
    """A part of the plan, and its kinds."""

    name: Message
    kinds: tuple[KindLine, ...]

    @property
    def duplicates(self) -> int:
        """Return how many pairs of its records wait."""
        return sum(kind.duplicates for kind in self.kinds)


@dataclass(frozen=True)
class _KindCounts:
    known_ratio: float | None
    stale: int
    never_confirmed: int


def register_components(
    snapshot: ProvinceSnapshot,
    operations: Operations,
    sets: Sequence[ChangeSet],
    words: RecordWords,
    actor: Actor,
    *,
    today: date,
) -> list[Component]:
    """Return all kinds by their component, as somebody may see them.

    Args:
        snapshot: The province.
        operations: Knows the pairs that are two things.
        sets: All sets of changes, the newest first.
        words: The reader's.
        actor: Who looks.
        today: For what is stale.
    """
    changed = _last_changes(sets)
    lines: dict[str, list[KindLine]] = {code: [] for code in COMPONENTS}
    for kind in shipped_kinds().values():
        seen = seen_records(snapshot, actor, kind)
        counts = _counts(snapshot, seen, actor, today)
        last = changed.get(kind.code)
        lines[kind.component].append(
            KindLine(
                kind.code,
                words.kind(kind),
                words.kind_help(kind),
                len(seen.records),
                _own(seen, actor),
                counts.known_ratio,
                counts.stale,
                counts.never_confirmed,
                len(waiting_duplicates(snapshot, operations, kind, actor)),
                last.at if last else None,
                last.actor if last else "",
            )
        )
    return [
        Component(name, tuple(lines[code]))
        for code, name in COMPONENTS.items()
        if lines[code]
    ]


def _last_changes(sets: Sequence[ChangeSet]) -> Mapping[str, ChangeSet]:
    found: dict[str, ChangeSet] = {}
    for one in sets:
        for code, _ in one.counts:
            found.setdefault(code, one)
    return found


def _counts(
    snapshot: ProvinceSnapshot, seen: SeenRecords, actor: Actor, today: date
) -> _KindCounts:
    def counted() -> _KindCounts:
        ratios = [seen.known_ratio(record) for record in seen.records]
        return _KindCounts(
            sum(ratios) / len(ratios) if ratios else None,
            sum(is_stale(seen.kind, record, today=today) for record in seen.records),
            sum(record.confirmed_on is None for record in seen.records),
        )

    audience = ":".join(sight_of(actor))
    return snapshot.part(f"counts:{seen.kind.code}:{audience}:{today}", counted)


def _own(seen: SeenRecords, actor: Actor) -> int | None:
    """Return how many records are somebody's own; None where none can be."""
    owner = _owner_field(seen.kind, actor)
    if not owner:
        return None
    own = actor.units if actor.role is Role.COMMUNE else {actor.operator}
    return sum(record.values.get(owner) in own for record in seen.records)


def _owner_field(kind: RecordKind, actor: Actor) -> str:
    if actor.role is Role.COMMUNE:
        return kind.unit_field
    return kind.operator_field if actor.role is Role.OPERATOR else ""
