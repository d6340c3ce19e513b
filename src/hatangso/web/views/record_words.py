"""Records in words: names of kinds, fields and choices, values as people read them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from hatangso.errors import Message
from hatangso.language import (
    Language,
    format_date,
    format_number,
    format_shortest,
    sort_key,
    translate,
)
from hatangso.model.record import Action, FieldValue, Record
from hatangso.model.record_kind import Field, FieldType, RecordKind
from hatangso.web.rendering import DASH

__all__ = ["ACTIONS", "COMPONENTS", "NAME_FIELDS", "RecordWords", "place_of_record"]

COMPONENTS: Mapping[str, Message] = {
    "telecom": Message("Telecom infrastructure"),
    "data_centre": Message("Data centres"),
    "digital_technology": Message("Digital technology"),
    "platform": Message("Digital platforms"),
    "governance": Message("Steering and documents"),
    "territory": Message("Territory"),
}
ACTIONS: Mapping[Action, Message] = {
    Action.CREATE: Message("added"),
    Action.UPDATE: Message("changed"),
    Action.CONFIRM: Message("confirmed"),
    Action.DELETE: Message("deleted"),
    Action.MERGE: Message("merged into another"),
}
# What people call a record by, where its kind has such a field.
NAME_FIELDS = ("name", "title_vi", "name_vi", "locality", "agency")
_YES, _NO, _SHAPE = Message("yes"), Message("no"), Message("a shape")
_POSITION = frozenset({"lon_deg", "lat_deg"})
_POSITION_DECIMALS, _MOST_DECIMALS = 5, 6


def place_of_record(record: Record) -> tuple[float, float] | None:
    """Return the longitude and latitude of a record; None when they are not known."""
    lon, lat = record.values.get("lon_deg"), record.values.get("lat_deg")
    if isinstance(lon, float) and isinstance(lat, float):
        return lon, lat
    return None


@dataclass(frozen=True)
class RecordWords:
    """Says records in one language.

    Attributes:
        unit_names: Of communes by their codes.
    """

    language: Language
    unit_names: Mapping[str, str] = field(default_factory=dict)

    @property
    def _is_vietnamese(self) -> bool:
        return self.language is Language.VI

    def kind(self, kind: RecordKind) -> str:
        """Return what a kind is called."""
        return kind.name_vi if self._is_vietnamese else kind.name_en

    def kind_help(self, kind: RecordKind) -> str:
        """Return what a kind is."""
        return kind.help_vi if self._is_vietnamese else kind.help_en

    def label(self, item: Field) -> str:
        """Return what a field is called."""
        return item.label_vi if self._is_vietnamese else item.label_en

    def heading(self, item: Field) -> str:
        """Return what a field is called, with its unit."""
        label = self.label(item)
        return f"{label} ({item.unit})" if item.unit else label

    def help(self, item: Field) -> str:
        """Return what is to be written into a field."""
        return item.help_vi if self._is_vietnamese else item.help_en

    def choice(self, item: Field, code: str) -> str:
        """Return what a choice is called; the code where the kind no longer has it."""
        for one in item.choices:
            if one.code == code:
                return one.label_vi if self._is_vietnamese else one.label_en
        return code

    def unit(self, code: str) -> str:
        """Return the name of a commune; its code where no name is known."""
        return self.unit_names.get(code, code)

    def value(self, item: Field, value: FieldValue) -> str:
        """Return a value without its unit; what is not known is a dash."""
        if value is None or value == "":
            return DASH
        if isinstance(value, bool):
            return self._say(_YES if value else _NO)
        if isinstance(value, int | float):
            return self._number(item, value)
        if isinstance(value, str):
            return self._text(item, value)
        if isinstance(value, date):
            return format_date(value, self.language)
        return self._say(_SHAPE)

    def _number(self, item: Field, value: float) -> str:
        if item.name in _POSITION:
            return format_number(value, _POSITION_DECIMALS, self.language)
        return format_shortest(value, _MOST_DECIMALS, self.language)

    def _text(self, item: Field, value: str) -> str:
        if item.type is FieldType.CHOICE:
            return self.choice(item, value)
        return self.unit(value) if item.type is FieldType.UNIT else value

    def with_unit(self, item: Field, value: FieldValue) -> str:
        """Return a value with its unit."""
        shown = self.value(item, value)
        is_bare = value is None or not item.unit
        if is_bare:
            return shown
        gap = "" if item.unit == "°" else "\N{NO-BREAK SPACE}"
        return f"{shown}{gap}{item.unit}"

    def name(self, kind: RecordKind, values: Mapping[str, FieldValue]) -> str:
        """Return what names a record for people; empty when nothing known does."""
        called = next(
            (text for name in NAME_FIELDS if isinstance(text := values.get(name), str)),
            "",
        )
        keys = [
            self.with_unit(kind.field(name), values[name])
            for name in kind.key
            if values.get(name) is not None and values.get(name) != called
        ]
        if len(kind.key) == 1 and called:
            return f"{called} ({keys[0]})" if keys else called
        return " · ".join(keys) or called

    def title(self, kind: RecordKind, record: Record) -> str:
        """Return what names a record; its number where nothing known does."""
        return self.name(kind, record.values) or f"{self.kind(kind)} {record.id}"

    def sorted(self, named: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        """Return codes with their names, in the Vietnamese order of the names."""
        return sorted(named, key=lambda one: (sort_key(one[1]), one[0]))

    def _say(self, text: Message) -> str:
        return translate(text, self.language)
