"""One record: all that is known of it, and whom it has to do with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import shapely

from hatangso.model.record import FieldValue, Record
from hatangso.model.record_kind import RecordKind
from hatangso.registry.freshness import is_stale
from hatangso.web.views.record_sight import SeenRecords
from hatangso.web.views.record_words import RecordWords, place_of_record

__all__ = ["FieldLine", "RecordSheet", "centre_of", "record_sheet"]


@dataclass(frozen=True)
class FieldLine:
    """A field of a record.

    Attributes:
        href: The record that it names; empty when it names none.
        is_hidden: The visitor may not see it, whether it is known or not.
    """

    name: str
    label: str
    value: str
    help: str
    href: str
    is_known: bool
    is_hidden: bool
    is_confidential: bool
    is_personal: bool


@dataclass(frozen=True)
class RecordSheet:
    """A record as its page shows it.

    Attributes:
        known_ratio: Share of the fields shown that are known.
        centre: Longitude and latitude of the middle of the map, with a comma between;
            empty where the record has no place.
    """

    id: int
    revision: int
    title: str
    fields: tuple[FieldLine, ...]
    known_ratio: float
    known: int
    confirmed_on: date | None
    is_stale: bool
    centre: str


def record_sheet(
    seen: SeenRecords,
    record: Record,
    words: RecordWords,
    *,
    today: date,
    named: Callable[[str, FieldValue], str],
) -> RecordSheet:
    """Return a record as its page shows it.

    Args:
        seen: The records of its kind, as the visitor sees them.
        record: One of them.
        words: The reader's.
        today: For what is stale.
        named: From a field and what stands there to the address of the record that it
            names; empty when it names none.
    """
    kind, hidden = seen.kind, seen.hidden(record.id)
    lines = tuple(
        FieldLine(
            item.name,
            words.label(item),
            words.with_unit(item, value := record.values.get(item.name)),
            words.help(item),
            named(item.name, value),
            is_known=value is not None,
            is_hidden=item.name in hidden,
            is_confidential=item.is_confidential,
            is_personal=item.is_personal,
        )
        for item in kind.fields
    )
    return RecordSheet(
        record.id,
        record.revision,
        words.title(kind, record),
        lines,
        seen.known_ratio(record),
        sum(line.is_known for line in lines),
        record.confirmed_on,
        is_stale(kind, record, today=today),
        centre_of(kind, record),
    )


def centre_of(kind: RecordKind, record: Record) -> str:
    """Return the middle of a record for a map; empty where it has no place."""
    if kind.geometry is None:
        return ""
    place = place_of_record(record)
    shape = record.values.get("geometry")
    if place is None and isinstance(shape, bytes):
        middle = shapely.point_on_surface(shapely.from_wkb(shape))
        place = (middle.x, middle.y)
    return f"{place[0]:.6f},{place[1]:.6f}" if place else ""
