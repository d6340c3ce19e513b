"""What must hold of the kinds of the register before anything is built from them."""

import re
from collections.abc import Iterator, Mapping, Sequence

from hatangso.language.words import fold
from hatangso.model.record_kind import Field, FieldType, GeometryType, RecordKind

__all__ = ["COMPONENTS", "UNIT_SUFFIXES", "header_words", "kind_problems"]

COMPONENTS = (
    "territory",
    "telecom",
    "data_centre",
    "digital_technology",
    "platform",
    "governance",
)
# How the name of a field ends whose values have a unit.
UNIT_SUFFIXES = {
    "m": "_m",
    "km": "_km",
    "km²": "_km2",
    "°": "_deg",
    "MHz": "_mhz",
    "dBm": "_dbm",
    "dBi": "_dbi",
    "dB": "_db",
    "Mb/s": "_mbps",
    "ms": "_ms",
    "giờ": "_hours",
    "%": "_percent",
    "kW": "_kw",
    "GB": "_gb",
    "U": "_u",
    "đồng": "_vnd",
}
_NUMBERS = (FieldType.WHOLE, FieldType.NUMBER, FieldType.MONEY)
_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
# Columns that every table of the register has beside the fields.
_RESERVED = {"geometry", "record_id", "revision", "confirmed_on"}
_POINT_FIELDS = {"lon_deg", "lat_deg"}


def header_words(kind: RecordKind) -> dict[str, str]:
    """Return the field of every header word of a kind, the words folded.

    The words are a field's name (also with spaces), its labels and its synonyms,
    without diacritics and in lower case; a kind of a catalogue has none twice.
    """
    return {
        word: field.name for field in kind.fields for word in sorted(_words_of(field))
    }


def _words_of(field: Field) -> set[str]:
    texts = (
        field.name,
        field.name.replace("_", " "),
        field.label_vi,
        field.label_en,
        *field.synonyms,
    )
    return {fold(text) for text in texts}


def kind_problems(kinds: Mapping[str, RecordKind]) -> list[str]:
    """Return what is wrong with kinds that stand together, in their order."""
    return [
        f"{kind.code}: {problem}"
        for kind in kinds.values()
        for problem in (
            *_kind_problems(kind),
            *_role_problems(kind),
            *_duplicate_problems(kind),
            *_word_problems(kind),
            *(
                f"{field.name}: {problem}"
                for field in kind.fields
                for problem in (
                    *_field_problems(field),
                    *_value_problems(field),
                    *_choice_problems(field),
                    *_reference_problems(field, kinds),
                )
            ),
        )
    ]


def _kind_problems(kind: RecordKind) -> Iterator[str]:
    names = [field.name for field in kind.fields]
    if not _NAME.fullmatch(kind.code):
        yield "the code must be words in small letters joined by _"
    if not (kind.name_vi and kind.name_en and kind.help_vi and kind.help_en):
        yield "names and help are needed in both languages"
    if kind.component not in COMPONENTS:
        yield f"no component is called {kind.component}"
    yield from (f"the field {name} stands twice" for name in _repeated(names))
    for label in ("label_vi", "label_en"):
        labels = [fold(getattr(field, label)) for field in kind.fields]
        yield from (f"the {label} {text!r} stands twice" for text in _repeated(labels))
    if not kind.key:
        yield "a key is needed"
    yield from _unknown(kind.key, kind, "key")
    has_point = kind.geometry is GeometryType.POINT
    if bool(_POINT_FIELDS & set(names)) != has_point or (
        has_point and not set(names) >= _POINT_FIELDS
    ):
        yield "lon_deg and lat_deg stand in kinds with points, and in no other"


def _role_problems(kind: RecordKind) -> Iterator[str]:
    yield from _unknown((kind.unit_field,) if kind.unit_field else (), kind, "unit")
    yield from _unknown(
        (kind.operator_field,) if kind.operator_field else (), kind, "operator"
    )
    for field in kind.fields:
        is_code = field.type in (FieldType.UNIT, FieldType.TEXT)
        if field.name == kind.unit_field and not is_code:
            yield f"{field.name} is not the code of a unit"
        if field.name == kind.operator_field and field.type is not FieldType.TEXT:
            yield f"{field.name} is not the name of an operator"
    if kind.fresh_days is not None and kind.fresh_days < 1:
        yield "fresh_days must be above zero"


def _duplicate_problems(kind: RecordKind) -> Iterator[str]:
    rule = kind.duplicates
    if rule is None:
        return
    yield from _unknown((*rule.alike, *rule.same), kind, "duplicates")
    if rule.near_m is not None and kind.geometry is not GeometryType.POINT:
        yield "only kinds with points have duplicates near each other"
    if rule.near_m is None and not rule.alike and not rule.same:
        yield "duplicates must say near_m, alike or same"
    for field in kind.fields:
        if field.name in rule.alike and field.type is not FieldType.TEXT:
            yield f"{field.name} is no text: it can be the same, not alike"


def _word_problems(kind: RecordKind) -> Iterator[str]:
    first: dict[str, str] = {}
    for field in kind.fields:
        for word in sorted(_words_of(field)):
            other = first.setdefault(word, field.name)
            if other != field.name:
                yield f"the header {word!r} names both {other} and {field.name}"


def _field_problems(field: Field) -> Iterator[str]:
    if not _NAME.fullmatch(field.name):
        yield "the name must be words in small letters joined by _"
    if field.name in _RESERVED:
        yield "every record has this beside its fields"
    if not (field.label_vi and field.label_en and field.help_vi and field.help_en):
        yield "label and help are needed in both languages"
    suffix = UNIT_SUFFIXES.get(field.unit) if field.unit else ""
    if suffix is None:
        yield f"no unit is called {field.unit}"
    elif suffix and not field.name.endswith(suffix):
        yield f"a name with the unit {field.unit} must end in {suffix}"
    if not suffix and field.name.endswith(tuple(UNIT_SUFFIXES.values())):
        yield "the name ends in a unit that the field does not have"


def _value_problems(field: Field) -> Iterator[str]:
    if field.type is FieldType.MONEY and field.unit != "đồng":
        yield "money is kept in đồng"
    limits = [limit for limit in (field.low, field.high) if limit is not None]
    if limits and field.type not in _NUMBERS:
        yield "only numbers have limits"
    if limits != sorted(limits):
        yield "low is above high"
    is_text = field.type in (FieldType.TEXT, FieldType.UNIT)
    if field.code_length is not None and not (is_text and field.code_length > 0):
        yield "only texts and units have digits to keep"


def _choice_problems(field: Field) -> Iterator[str]:
    if bool(field.choices) != (field.type is FieldType.CHOICE):
        yield "a choice has choices, and nothing else has"
    first: dict[str, str] = {}
    for choice in field.choices:
        if not (choice.code and choice.label_vi and choice.label_en):
            yield "every choice needs a code and both labels"
        texts = (choice.code, choice.label_vi, choice.label_en, *choice.synonyms)
        for word in sorted({fold(text) for text in texts}):
            other = first.setdefault(word, choice.code)
            if other != choice.code:
                yield f"{word!r} means both {other} and {choice.code}"
    codes = [choice.code for choice in field.choices]
    yield from (f"the choice {code} stands twice" for code in _repeated(codes))


def _reference_problems(field: Field, kinds: Mapping[str, RecordKind]) -> Iterator[str]:
    if bool(field.refers_to) != (field.type is FieldType.REFERENCE):
        yield "a reference says which kind it refers to, and nothing else does"
    elif field.refers_to and field.refers_to not in kinds:
        yield f"no kind is called {field.refers_to}"
    elif field.refers_to and len(kinds[field.refers_to].key) != 1:
        yield f"{field.refers_to} has more than one field in its key"
    elif field.refers_to and kinds[field.refers_to].is_log:
        yield f"{field.refers_to} is a log: its key names no single record"


def _unknown(names: Sequence[str], kind: RecordKind, label: str) -> Iterator[str]:
    known = {field.name for field in kind.fields}
    yield from (f"{label}: no field {name}" for name in names if name not in known)


def _repeated(texts: Sequence[str]) -> list[str]:
    return sorted({text for text in texts if texts.count(text) > 1})
