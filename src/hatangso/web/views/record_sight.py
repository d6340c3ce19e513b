"""The records of a kind as one visitor sees them: masked, then sought and ordered.

Everything that shows, filters, orders or counts records starts from here, so that a
field that somebody may not see cannot be told from what is found or where it stands.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from functools import cached_property

from hatangso.io.findings import Findings
from hatangso.io.geojson_layers import COMMUNES_FILE, read_communes
from hatangso.language import Language, fold, sort_key
from hatangso.model.admin_unit import AdminUnit
from hatangso.model.record import Actor, FieldValue, Record
from hatangso.model.record_kind import FieldType, RecordKind
from hatangso.registry.freshness import completeness_ratio
from hatangso.registry.register import Register
from hatangso.registry.rights import hidden_fields, sight_of, visible
from hatangso.web.application_state import VIETNAM_TIME
from hatangso.web.snapshot import ProvinceSnapshot

__all__ = [
    "CONFIRMED",
    "KNOWN",
    "SeenRecords",
    "communes_of",
    "end_of_day",
    "seen_on",
    "seen_records",
    "unit_names",
]

# Columns that are no fields: when it was confirmed, how much of it is known.
CONFIRMED, KNOWN = "confirmed_on", "known_ratio"
_SOUGHT = (FieldType.TEXT, FieldType.REFERENCE, FieldType.UNIT, FieldType.CHOICE)


class SeenRecords:
    """Records of a kind as somebody sees them, in the order of their numbers.

    Attributes:
        records: With None in the fields that are hidden.
    """

    def __init__(
        self,
        kind: RecordKind,
        records: Sequence[Record],
        actor: Actor,
        names: Mapping[str, str],
    ) -> None:
        """Mask the records.

        Args:
            kind: Of all of them.
            records: All their values.
            actor: Who looks.
            names: Of communes by their codes, to be sought by.
        """
        self.kind = kind
        self.records = tuple(visible(actor, kind, record) for record in records)
        self._hidden = {
            record.id: hidden
            for record in records
            if (hidden := hidden_fields(actor, kind, record.values))
        }
        self._names = names
        self._orders: dict[tuple[str, bool], list[int]] = {}

    @cached_property
    def by_id(self) -> dict[int, Record]:
        """Return the records by their numbers."""
        return {record.id: record for record in self.records}

    @cached_property
    def by_key(self) -> dict[FieldValue, Record]:
        """Return the records by the first part of their keys, as references do."""
        return {record.values.get(self.kind.key[0]): record for record in self.records}

    def hidden(self, record_id: int) -> frozenset[str]:
        """Return the fields of a record that are hidden."""
        return self._hidden.get(record_id, frozenset())

    def known_ratio(self, record: Record) -> float:
        """Return the share of the fields shown that are known."""
        return completeness_ratio(self.kind, record, hidden=self.hidden(record.id))

    def values_of(self, name: str) -> list[str]:
        """Return the texts that stand in a field, in Vietnamese order."""
        found = {record.values.get(name) for record in self.records}
        return sorted((text for text in found if isinstance(text, str)), key=sort_key)

    @cached_property
    def folded(self) -> list[str]:
        """Return what each record is sought by, without diacritics."""
        fields = [item for item in self.kind.fields if item.type in _SOUGHT]
        labels = {
            (item.name, choice.code): f"{choice.label_vi} {choice.label_en}"
            for item in fields
            for choice in item.choices
        }

        def words(record: Record) -> str:
            found = []
            for item in fields:
                value = record.values.get(item.name)
                if isinstance(value, str):
                    found.append(value)
                    found.append(labels.get((item.name, value), ""))
                    if item.type is FieldType.UNIT:
                        found.append(self._names.get(value, ""))
            return fold("\n".join(found))

        return [words(record) for record in self.records]

    def order(self, name: str, *, descending: bool = False) -> list[int]:
        """Return the places of the records in the order of a column.

        What is not known comes last, whichever way; equal ones by their numbers.
        """
        asked = (name, descending)
        if asked not in self._orders:
            self._orders[asked] = self._ordered(name, descending=descending)
        return self._orders[asked]

    def _ordered(self, name: str, *, descending: bool) -> list[int]:
        values = [self._value(record, name) for record in self.records]
        unknown = [place for place, value in enumerate(values) if value is None]
        known = [place for place, value in enumerate(values) if value is not None]
        ranks = {value: self._rank(name, value) for value in set(values) - {None}}
        known.sort(key=lambda place: ranks[values[place]], reverse=descending)
        return known + unknown

    def _value(self, record: Record, name: str) -> FieldValue:
        if name == CONFIRMED:
            return record.confirmed_on
        if name == KNOWN:
            return self.known_ratio(record)
        return record.values.get(name)

    def _rank(self, name: str, value: FieldValue) -> tuple[object, ...]:
        """Return what orders a value: choices as their kind has them, names by name."""
        if not isinstance(value, str):
            return (value,)
        item = self.kind.field(name)
        if item.type is FieldType.CHOICE:
            codes = [choice.code for choice in item.choices]
            return (codes.index(value) if value in codes else len(codes), value)
        if item.type is FieldType.UNIT:
            return sort_key(self._names.get(value, value))
        return sort_key(value)


def seen_records(
    snapshot: ProvinceSnapshot, actor: Actor, kind: RecordKind
) -> SeenRecords:
    """Return the records of a kind as they stand, as somebody sees them."""
    audience = ":".join(sight_of(actor))
    return snapshot.part(
        f"seen:{kind.code}:{audience}",
        lambda: SeenRecords(
            kind, snapshot.records(kind.code), actor, unit_names(snapshot)
        ),
    )


def seen_on(
    register: Register,
    snapshot: ProvinceSnapshot,
    actor: Actor,
    kind: RecordKind,
    day: date,
) -> SeenRecords:
    """Return the records of a kind as they stood at the end of a day in Viet Nam."""
    records = register.records(kind.code, as_of=end_of_day(day))
    return SeenRecords(kind, records, actor, unit_names(snapshot))


def end_of_day(day: date) -> datetime:
    """Return the last moment of a day in Viet Nam."""
    return datetime.combine(day, time.max, tzinfo=VIETNAM_TIME)


def communes_of(snapshot: ProvinceSnapshot) -> tuple[AdminUnit, ...]:
    """Return the communes of the province in Vietnamese order; none without borders."""

    def read() -> tuple[AdminUnit, ...]:
        path = snapshot.directory / COMMUNES_FILE
        found = read_communes(path, Findings()) if path.is_file() else []
        return tuple(sorted(found, key=lambda one: sort_key(one.name_vi)))

    return snapshot.part("register communes", read)


def unit_names(
    snapshot: ProvinceSnapshot, language: Language = Language.VI
) -> dict[str, str]:
    """Return the names of units by their codes: of communes, then of the register."""

    def named() -> dict[str, str]:
        names = {
            str(one.values["code"]): str(one.values["name"])
            for one in snapshot.records("unit")
        }
        is_vietnamese = language is Language.VI
        return names | {
            one.code: one.name_vi if is_vietnamese else one.name_en
            for one in communes_of(snapshot)
        }

    return snapshot.part(f"register unit names:{language}", named)
