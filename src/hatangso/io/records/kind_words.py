"""How workbooks and pages name kinds, fields and values in the reader's language."""

from collections import Counter
from collections.abc import Mapping

from hatangso.language.sentences import Language
from hatangso.language.words import fold
from hatangso.model.record_kind import Choice, Field, FieldType, RecordKind

__all__ = [
    "GUIDE_SHEETS",
    "LISTS_SHEET",
    "allowed_values",
    "choice_label",
    "example_of",
    "field_label",
    "guide_rows",
    "guide_titles",
    "header_text",
    "is_own_sheet",
    "kind_name",
    "note_text",
    "sheet_name",
    "type_name",
    "unit_words",
    "yes_no_words",
]

# Sheets that hatangso adds to its workbooks and that hold no records.
GUIDE_SHEETS = {Language.VI: "Hướng dẫn hatangso", Language.EN: "hatangso guide"}
LISTS_SHEET = "hatangso lists"
_LONGEST_SHEET_NAME = 31
_FORBIDDEN_IN_SHEETS = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_YES_NO = {Language.VI: ("có", "không"), Language.EN: ("yes", "no")}
_TITLES = {
    Language.VI: (
        "Cột", "Ý nghĩa", "Kiểu dữ liệu", "Đơn vị", "Bắt buộc", "Giá trị cho phép",
        "Ví dụ",
    ),
    Language.EN: (
        "Column", "Meaning", "Type", "Unit", "Required", "Allowed values", "Example",
    ),
}  # fmt: skip
_NOTES = {
    Language.VI: "Cột nền đỏ là bắt buộc. Ý nghĩa từng cột: xem trang Hướng dẫn.",
    Language.EN: "Columns on red are required. The guide tells what each one means.",
}
_TYPES = {
    FieldType.TEXT: ("chữ", "text"),
    FieldType.WHOLE: ("số nguyên", "whole number"),
    FieldType.NUMBER: ("số", "number"),
    FieldType.MONEY: ("tiền (đồng)", "money (đồng)"),
    FieldType.DATE: ("ngày", "date"),
    FieldType.PERIOD: ("kỳ", "period"),
    FieldType.YES_NO: ("có/không", "yes/no"),
    FieldType.CHOICE: ("chọn trong danh sách", "one of a list"),
    FieldType.UNIT: ("đơn vị hành chính", "administrative unit"),
    FieldType.REFERENCE: ("mã ở bảng khác", "code of another table"),
}
_EXAMPLES = {
    FieldType.WHOLE: ("12", "12"),
    FieldType.NUMBER: ("12,5", "12.5"),
    FieldType.MONEY: ("350.000.000", "350,000,000"),
    FieldType.DATE: ("31/12/2025", "31/12/2025"),
    FieldType.PERIOD: ("2025 · 2025-Q4 · 2025-12", "2025 · 2025-Q4 · 2025-12"),
}


def _in(language: Language, vietnamese: str, english: str) -> str:
    return vietnamese if language is Language.VI else english


def kind_name(kind: RecordKind, language: Language) -> str:
    """Return what a kind is called."""
    return _in(language, kind.name_vi, kind.name_en)


def field_label(field: Field, language: Language) -> str:
    """Return what a field is called."""
    return _in(language, field.label_vi, field.label_en)


def choice_label(choice: Choice, language: Language) -> str:
    """Return what a choice is called."""
    return _in(language, choice.label_vi, choice.label_en)


def type_name(field: Field, language: Language) -> str:
    """Return what a field holds, in words."""
    return _in(language, *_TYPES[field.type])


def header_text(field: Field, language: Language) -> str:
    """Return a column's header: the label, with the unit in brackets.

    >>> height = Field("height_m", FieldType.NUMBER, "Độ cao", "Height", unit="m")
    >>> header_text(height, Language.VI)
    'Độ cao (m)'
    """
    label = field_label(field, language)
    return f"{label} ({field.unit})" if field.unit else label


def sheet_name(kind: RecordKind, language: Language) -> str:
    """Return the name of a kind as a spreadsheet allows it for a sheet."""
    plain = kind_name(kind, language).translate(_FORBIDDEN_IN_SHEETS)
    return " ".join(plain.split())[:_LONGEST_SHEET_NAME].strip()


def is_own_sheet(name: str) -> bool:
    """Return whether a sheet is one that hatangso adds and that holds no records."""
    return name == LISTS_SHEET or name in GUIDE_SHEETS.values()


def yes_no_words(language: Language) -> tuple[str, str]:
    """Return the words for yes and for no."""
    return _YES_NO[language]


def note_text(language: Language) -> str:
    """Return what stands below the title of a sheet."""
    return _NOTES[language]


def unit_words(units: Mapping[str, str]) -> list[str]:
    """Return how units are chosen from a list: by name, or by code when two share one.

    >>> unit_words({"05725": "Xã Thần Sa", "1": "Xã Tân Tiến", "2": "Xã Tân Tiến"})
    ['Xã Thần Sa', '1', '2']
    """
    counts = Counter(fold(name) for name in units.values())
    return [name if counts[fold(name)] == 1 else code for code, name in units.items()]


def allowed_values(field: Field, language: Language) -> str:
    """Return which values a field takes, in words; empty when any."""
    if field.choices:
        return "; ".join(choice_label(choice, language) for choice in field.choices)
    if field.type is FieldType.YES_NO:
        return "; ".join(yes_no_words(language))
    if field.code_length:
        return _in(
            language, f"{field.code_length} chữ số", f"{field.code_length} digits"
        )
    return _limits(field, language)


def _limits(field: Field, language: Language) -> str:
    low, high = (
        None if limit is None else _number(limit, language)
        for limit in (field.low, field.high)
    )
    if low is not None and high is not None:
        return _in(language, f"từ {low} đến {high}", f"{low} to {high}")
    if low is not None:
        return _in(language, f"từ {low} trở lên", f"{low} or more")
    return "" if high is None else _in(language, f"không quá {high}", f"{high} or less")


def _number(value: float, language: Language) -> str:
    text = f"{value:,.10g}"
    if language is Language.VI:
        return text.translate(str.maketrans(",.", ".,"))
    return text


def example_of(
    field: Field, language: Language, units: Mapping[str, str] | None = None
) -> str:
    """Return a value that the field takes; empty when any text does."""
    if field.choices:
        return choice_label(field.choices[0], language)
    if field.type is FieldType.YES_NO:
        return yes_no_words(language)[0]
    if field.type is FieldType.UNIT:
        return next(iter(unit_words(units or {})), "05725")
    if field.type in _EXAMPLES and field.unit != "°":
        return _in(language, *_EXAMPLES[field.type])
    return ""


def guide_titles(language: Language) -> tuple[str, ...]:
    """Return the header of the guide."""
    return _TITLES[language]


def guide_rows(
    kind: RecordKind, language: Language, units: Mapping[str, str] | None = None
) -> list[tuple[str, ...]]:
    """Return what the guide says of each field of a kind."""
    yes, _ = yes_no_words(language)
    return [
        (
            header_text(field, language),
            _in(language, field.help_vi, field.help_en),
            type_name(field, language),
            field.unit,
            yes if field.is_required else "",
            allowed_values(field, language),
            example_of(field, language, units),
        )
        for field in kind.fields
    ]
