"""Records that may be one thing: the pairs that wait, and two side by side."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from hatangso.errors import Message
from hatangso.geography.plane import Plane
from hatangso.model.record import Action, Actor, Edit, FieldValue, Record
from hatangso.model.record_kind import Field, RecordKind
from hatangso.operations.database import Operations
from hatangso.registry.duplicates import Duplicate, duplicates_of
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.registry.rights import hidden_fields, refusal_of
from hatangso.web.snapshot import ProvinceSnapshot
from hatangso.web.views.record_sight import seen_records
from hatangso.web.views.record_words import RecordWords, place_of_record

__all__ = [
    "DuplicateLine",
    "MergeField",
    "distance_m",
    "duplicate_line",
    "is_mergeable",
    "merge_edits",
    "merge_fields",
    "waiting_duplicates",
]


@dataclass(frozen=True)
class DuplicateLine:
    """A pair in the list."""

    href: str
    kind: str
    one: str
    other: str
    distance_m: float | None
    certainty_ratio: float
    reason: Message


@dataclass(frozen=True)
class MergeField:
    """A field of two records side by side.

    Attributes:
        is_disputed: Whether both know it and say different things.
        is_hidden: Whether the visitor may not see it in one of them: it stays as the
            one that lives on has it.
    """

    name: str
    label: str
    one: str
    other: str
    is_disputed: bool
    is_same: bool
    is_hidden: bool


def waiting_duplicates(
    snapshot: ProvinceSnapshot, operations: Operations, kind: RecordKind, actor: Actor
) -> list[Duplicate]:
    """Return the pairs of a kind that nobody called two things, the surest first.

    Pairs are left out where the visitor may not see what makes them alike. Their
    records have all values: mask them before they are shown.
    """
    if kind.duplicates is None:
        return []
    found = snapshot.part(
        f"duplicates:{kind.code}",
        lambda: duplicates_of(kind, snapshot.records(kind.code)),
    )
    if not found:
        return []
    distinct = operations.distinct_pairs.of(kind.code)
    telling = _telling_fields(kind)
    return [
        pair
        for pair in found
        if _pair(pair) not in distinct
        and not any(
            telling & hidden_fields(actor, kind, record.values)
            for record in (pair.one, pair.other)
        )
    ]


def _telling_fields(kind: RecordKind) -> frozenset[str]:
    """Return the fields by which records of a kind are held against each other."""
    rule = kind.duplicates
    if rule is None:
        return frozenset()
    place = ("lon_deg", "lat_deg") if rule.near_m is not None else ()
    return frozenset((*rule.alike, *rule.same, *place))


def _pair(duplicate: Duplicate) -> tuple[int, int]:
    first, second = sorted((duplicate.one.id, duplicate.other.id))
    return first, second


def duplicate_line(
    duplicate: Duplicate, words: RecordWords, snapshot: ProvinceSnapshot, actor: Actor
) -> DuplicateLine:
    """Return a pair as the list shows it to somebody."""
    kind = shipped_kinds()[duplicate.one.kind]
    seen = seen_records(snapshot, actor, kind).by_id
    one, other = (seen[record.id] for record in (duplicate.one, duplicate.other))
    return DuplicateLine(
        f"/ha-tang/trung-lap/{kind.code}/{one.id}/{other.id}",
        words.kind(kind),
        words.title(kind, one),
        words.title(kind, other),
        duplicate.distance_m,
        duplicate.certainty_ratio,
        duplicate.reason,
    )


def distance_m(one: Record, other: Record) -> float | None:
    """Return how far apart two records lie; None where a place is not known."""
    places = [place_of_record(record) for record in (one, other)]
    known = [place for place in places if place is not None]
    if len(known) < len(places):
        return None
    lon_deg, lat_deg = np.transpose(known)
    xy_m = Plane.around(lon_deg, lat_deg).xy_m(lon_deg, lat_deg)
    return float(np.hypot(*(xy_m[1] - xy_m[0])))


def merge_fields(
    kind: RecordKind,
    one: Record,
    other: Record,
    words: RecordWords,
    hidden: frozenset[str],
) -> list[MergeField]:
    """Return two records field by field; fields that neither knows are left out."""
    return [
        _merge_field(item, one, other, words, is_hidden=item.name in hidden)
        for item in kind.fields
        if item.name in hidden
        or one.values.get(item.name) is not None
        or other.values.get(item.name) is not None
    ]


def _merge_field(
    item: Field, one: Record, other: Record, words: RecordWords, *, is_hidden: bool
) -> MergeField:
    mine, yours = one.values.get(item.name), other.values.get(item.name)
    return MergeField(
        item.name,
        words.heading(item),
        words.value(item, mine),
        words.value(item, yours),
        is_disputed=mine is not None and yours not in {None, mine},
        is_same=mine == yours,
        is_hidden=is_hidden,
    )


def merge_edits(
    winner: Record, loser: Record, chosen: Mapping[str, bool]
) -> list[Edit]:
    """Return what makes one record of two.

    Args:
        winner: The record that lives on, with all its values.
        loser: The one that goes into it.
        chosen: By field: whether the loser's value is taken.
    """
    learned: dict[str, FieldValue] = {
        name: loser.values.get(name)
        for name, is_taken in chosen.items()
        if is_taken and loser.values.get(name) != winner.values.get(name)
    }
    edits = [
        Edit(
            loser.kind,
            Action.MERGE,
            loser.id,
            revision=loser.revision,
            into_id=winner.id,
        )
    ]
    if learned:
        edits.append(
            Edit(
                winner.kind,
                Action.UPDATE,
                winner.id,
                learned,
                revision=winner.revision,
            )
        )
    return edits


def is_mergeable(kind: RecordKind, actor: Actor, one: Record, other: Record) -> bool:
    """Return whether somebody has the right to change both records of a pair."""
    return all(
        refusal_of(actor, kind, record.values, record.values) is None
        for record in (one, other)
    )
