"""How complete the register is, and how long ago somebody said that it holds."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hatangso.model.record import Record
from hatangso.model.record_kind import RecordKind

__all__ = ["KindState", "completeness_ratio", "is_stale", "state_of"]


@dataclass(frozen=True)
class KindState:
    """What the register knows of one kind.

    Attributes:
        records: How many there are.
        complete_ratio: Share of their fields that are known; None without records.
        stale: Records that nobody confirmed for longer than the kind allows.
        never_confirmed: Records that nobody ever confirmed.
        oldest: When the record that was confirmed longest ago was confirmed.
        unknown_fields: How many records lack each field, for fields that some lack.
    """

    kind: str
    records: int
    complete_ratio: float | None
    stale: int
    never_confirmed: int
    oldest: date | None
    unknown_fields: dict[str, int]


def completeness_ratio(
    kind: RecordKind, record: Record, *, hidden: Collection[str] = ()
) -> float:
    """Return the share of a record's fields that are known, hidden ones left out."""
    shown = [field.name for field in kind.fields if field.name not in hidden]
    known = sum(record.values.get(name) is not None for name in shown)
    return known / len(shown) if shown else 0.0


def is_stale(kind: RecordKind, record: Record, *, today: date) -> bool:
    """Return whether nobody confirmed a record for longer than its kind allows.

    A record that was never confirmed is not stale: nobody can tell since when.
    """
    if kind.fresh_days is None or record.confirmed_on is None:
        return False
    return today - record.confirmed_on > timedelta(days=kind.fresh_days)


def state_of(kind: RecordKind, records: Sequence[Record], *, today: date) -> KindState:
    """Return how complete and how fresh the records of a kind are."""
    ratios = [completeness_ratio(kind, record) for record in records]
    lacking = {
        field.name: sum(record.values.get(field.name) is None for record in records)
        for field in kind.fields
    }
    confirmed = [item.confirmed_on for item in records if item.confirmed_on is not None]
    return KindState(
        kind=kind.code,
        records=len(records),
        complete_ratio=sum(ratios) / len(ratios) if ratios else None,
        stale=sum(is_stale(kind, record, today=today) for record in records),
        never_confirmed=len(records) - len(confirmed),
        oldest=min(confirmed, default=None),
        unknown_fields={name: count for name, count in lacking.items() if count},
    )
