"""What records have to do with each other: whom they name, who names them."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from hatangso.model.record import Actor, FieldValue, Record
from hatangso.model.record_kind import Field, FieldType, RecordKind
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.registry.rights import sight_of
from hatangso.web.snapshot import ProvinceSnapshot
from hatangso.web.views.record_sight import seen_records
from hatangso.web.views.record_words import RecordWords

__all__ = [
    "LinkGroup",
    "RecordLink",
    "links_to",
    "named_record",
    "references_to",
    "times_named",
]

_MOST_SHOWN = 20


@dataclass(frozen=True)
class RecordLink:
    """A record to go to."""

    name: str
    href: str


@dataclass(frozen=True)
class LinkGroup:
    """Records of one kind that name a record in one of their fields.

    Attributes:
        links: The first of them.
        count: How many there are.
        href: The table of all of them.
    """

    kind: str
    field: str
    links: tuple[RecordLink, ...]
    count: int
    href: str


def references_to(kind: RecordKind) -> list[tuple[RecordKind, Field]]:
    """Return the fields of other kinds, or of its own, that name records of a kind."""
    return [
        (other, item)
        for other in shipped_kinds().values()
        for item in other.fields
        if item.type is FieldType.REFERENCE and item.refers_to == kind.code
    ]


def named_record(
    snapshot: ProvinceSnapshot, actor: Actor, item: Field, value: FieldValue
) -> str:
    """Return the address of the record that a field names; empty when there is none."""
    if item.type is not FieldType.REFERENCE or value is None:
        return ""
    target = shipped_kinds()[item.refers_to]
    found = seen_records(snapshot, actor, target).by_key.get(value)
    return f"/ha-tang/{target.code}/{found.id}" if found else ""


def links_to(
    snapshot: ProvinceSnapshot, words: RecordWords, actor: Actor, record: Record
) -> list[LinkGroup]:
    """Return who names a record, as far as the visitor may see it."""
    target = shipped_kinds()[record.kind]
    key = record.values.get(target.key[0])
    if not isinstance(key, str):
        return []
    groups = []
    for kind, item in references_to(target):
        found = _naming(snapshot, actor, kind, item).get(key, [])
        if found:
            links = [
                RecordLink(words.title(kind, one), f"/ha-tang/{kind.code}/{one.id}")
                for one in found[:_MOST_SHOWN]
            ]
            groups.append(
                LinkGroup(
                    words.kind(kind),
                    item.name,
                    tuple(links),
                    len(found),
                    f"/ha-tang/{kind.code}?{urlencode({f'f.{item.name}': key})}",
                )
            )
    return groups


def times_named(
    snapshot: ProvinceSnapshot, kind: RecordKind
) -> Mapping[FieldValue, int]:
    """Return how many records of any kind name each key of a kind, seen or not."""

    def counted() -> Mapping[FieldValue, int]:
        return Counter(
            record.values.get(item.name)
            for other, item in references_to(kind)
            for record in snapshot.records(other.code)
            if record.values.get(item.name) is not None
        )

    return snapshot.part(f"times named:{kind.code}", counted)


def _naming(
    snapshot: ProvinceSnapshot, actor: Actor, kind: RecordKind, item: Field
) -> Mapping[FieldValue, list[Record]]:
    """Return the records of a kind by what stands in a field that the visitor sees."""

    def grouped() -> Mapping[FieldValue, list[Record]]:
        found: dict[FieldValue, list[Record]] = defaultdict(list)
        for record in seen_records(snapshot, actor, kind).records:
            value = record.values.get(item.name)
            if value is not None:
                found[value].append(record)
        return dict(found)

    audience = ":".join(sight_of(actor))
    return snapshot.part(f"naming:{kind.code}.{item.name}:{audience}", grouped)
