"""What the register can hold: kinds of records and their fields, told by descriptors.

From one descriptor come the table, the form, the template workbook, the importer, the
export, the schema of the API and the documentation.
"""

from dataclasses import dataclass
from enum import StrEnum

__all__ = [
    "Choice",
    "DuplicateRule",
    "Field",
    "FieldType",
    "GeometryType",
    "RecordKind",
]


class FieldType(StrEnum):
    """What a field holds, and how it stands in memory (None: not known)."""

    TEXT = "text"  # str in NFC
    WHOLE = "whole"  # int
    NUMBER = "number"  # float
    MONEY = "money"  # int, đồng
    DATE = "date"  # datetime.date
    PERIOD = "period"  # str: 2026, 2026-Q1, 2026-03, 2026-03-31
    YES_NO = "yes_no"  # bool
    CHOICE = "choice"  # str, the code of a choice
    UNIT = "unit"  # str, the code of an administrative unit
    REFERENCE = "reference"  # str, the key of a record of another kind


class GeometryType(StrEnum):
    """What shape a record has on the map: WKB in WGS 84, longitude first."""

    POINT = "point"
    LINE = "line"
    POLYGON = "polygon"


@dataclass(frozen=True)
class Choice:
    """One of the values that a field of type CHOICE may hold.

    Attributes:
        code: What is kept.
        synonyms: What people write for it, beside the code and the labels.
    """

    code: str
    label_vi: str
    label_en: str
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Field:
    """One property of a kind.

    Attributes:
        name: Column of the table; ends in its unit: ``structure_height_m``.
        unit: As shown: ``m``, ``Mb/s``, ``%``; empty when there is none.
        low: Smallest number allowed; None when there is no limit.
        high: Largest number allowed; None likewise.
        refers_to: Code of the kind that a REFERENCE names, by that kind's key.
        code_length: Digits of a code that spreadsheets rob of its leading zeros; None
            when the field is no such code.
        is_confidential: Seen only by the operator it belongs to and by the department.
        is_personal: Names or reaches a person: to be left out of open data.
        synonyms: Headers that people write for it in Vietnamese and English, beside
            the name and the labels.
    """

    name: str
    type: FieldType
    label_vi: str
    label_en: str
    unit: str = ""
    is_required: bool = False
    choices: tuple[Choice, ...] = ()
    low: float | None = None
    high: float | None = None
    refers_to: str = ""
    code_length: int | None = None
    is_confidential: bool = False
    is_personal: bool = False
    help_vi: str = ""
    help_en: str = ""
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True)
class DuplicateRule:
    """When two records of a kind may be one thing.

    Attributes:
        near_m: Most metres between their points; None when place does not matter.
        alike: Fields whose texts must be alike (without diacritics and prefixes).
        same: Fields that must be equal where both are known.
    """

    near_m: float | None = None
    alike: tuple[str, ...] = ()
    same: tuple[str, ...] = ()


@dataclass(frozen=True)
class RecordKind:
    """A kind of thing that the register holds.

    Attributes:
        code: Name of the table: ``site``.
        component: Part of the plan: telecom, data_centre, digital_technology, platform,
            governance, territory.
        fields: In the order of forms and columns; a kind with points has the fields
            ``lon_deg`` and ``lat_deg`` among them, and no other kind has.
        key: Fields whose values together name one record in every file; of a log they
            say what several events may have in common.
        is_log: Whether the records are events, such as tests: any number may have the
            same key, and one is known again by all of its values.
        geometry: Shape on the map; None when it has none. A point follows from its two
            fields; lines and polygons are kept as ``geometry`` beside the fields.
        unit_field: Field with the commune that owns the record: its officials may
            change it; empty when no commune does.
        operator_field: Field with the operator that owns the record; empty likewise.
        fresh_days: A record that nobody confirmed for so long is stale; None: never.
        duplicates: When two records may be one thing; None when the key alone decides.
        synonyms: Words in a title or sheet name that speak for this kind.
    """

    code: str
    name_vi: str
    name_en: str
    component: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    is_log: bool = False
    geometry: GeometryType | None = None
    unit_field: str = ""
    operator_field: str = ""
    fresh_days: int | None = None
    duplicates: DuplicateRule | None = None
    help_vi: str = ""
    help_en: str = ""
    synonyms: tuple[str, ...] = ()

    def field(self, name: str) -> Field:
        """Return a field by its name.

        Raises:
            KeyError: The kind has no such field.
        """
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)
