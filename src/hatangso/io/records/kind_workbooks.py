"""Workbooks for people: a sheet for each kind, with lists to choose from and help.

Template workbooks and exports have the same layout, so that what was exported can be
imported again: row 1 has the name of the kind, row 3 the labels of the fields, and the
records follow. Codes and other texts are cells of text (leading zeros stay, nothing is
computed), numbers and dates are typed cells.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from hatangso.errors import InvalidInputError
from hatangso.io.records.kind_words import (
    GUIDE_SHEETS,
    LISTS_SHEET,
    allowed_values,
    choice_label,
    guide_rows,
    guide_titles,
    header_text,
    kind_name,
    note_text,
    sheet_name,
    unit_words,
    yes_no_words,
)
from hatangso.language.sentences import Language
from hatangso.model.record import FieldValue, Record
from hatangso.model.record_kind import Field, FieldType, RecordKind

__all__ = ["KindWorkbook"]

_TITLE_ROW, _HEADER_ROW = 0, 2
_FIRST_ROW = _HEADER_ROW + 1
_LAST_ROW = 1_048_575
# A workbook notes when it was made; a fixed time keeps equal workbooks equal.
_MADE_AT = datetime(2025, 7, 1, tzinfo=UTC).replace(tzinfo=None)
_FIRST_DAY = date(1900, 3, 1)  # Excel counts a 29 February 1900 that never was
_LONGEST_TEXT = 32_767
_LARGEST_EXACT = 2**53
_LONGEST_NOTE = 255
_A4 = 9
_ACCENT, _PALE = "#C00000", "#DDEBF7"
_PROTECTION = {
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "insert_rows": True,
    "delete_rows": True,
    "sort": True,
    "autofilter": True,
}
_NUMBER_FORMATS = {
    FieldType.WHOLE: "#,##0",
    FieldType.MONEY: "#,##0",
    FieldType.NUMBER: "General",
    FieldType.DATE: "dd/mm/yyyy",
}
_WIDTHS = {
    FieldType.WHOLE: 11,
    FieldType.NUMBER: 12,
    FieldType.MONEY: 17,
    FieldType.DATE: 13,
    FieldType.PERIOD: 13,
    FieldType.YES_NO: 11,
    FieldType.CHOICE: 20,
    FieldType.UNIT: 20,
    FieldType.REFERENCE: 16,
    FieldType.TEXT: 24,
}
_CODE_WIDTH = 14


class KindWorkbook:
    """A workbook that is written when its ``with`` block ends without an error."""

    def __init__(
        self, path: Path, language: Language, units: Mapping[str, str] | None = None
    ) -> None:
        """Begin a workbook.

        Args:
            path: The file; an existing one is replaced.
            language: Of labels, choices and help.
            units: Names of administrative units by code, to choose from.
        """
        self._book = xlsxwriter.Workbook(
            str(path), {"strings_to_formulas": False, "strings_to_urls": False}
        )
        self._language = language
        self._units = dict(units or {})
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}
        self._kinds: list[RecordKind] = []
        self._lists: list[tuple[str, Sequence[str]]] = []
        self._book.set_properties({"created": _MADE_AT, "author": "hatangso"})

    def __enter__(self) -> Self:
        """Return the workbook."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Add help and lists, and write the file."""
        if error is None:
            self._add_guide()
            self._add_lists()
            self._book.close()
        else:
            # Nothing is written, and nothing is complained about when it goes.
            self._book.fileclosed = 1

    def add_kind(self, kind: RecordKind, records: Sequence[Record] = ()) -> None:
        """Add the sheet of a kind with its records.

        Raises:
            InvalidInputError: A text is longer than a cell can hold.
        """
        self._kinds.append(kind)
        sheet = self._book.add_worksheet(sheet_name(kind, self._language))
        self._write_header(sheet, kind)
        self._write_records(sheet, kind, records)
        _set_up_page(sheet, len(kind.fields))
        sheet.protect("", _PROTECTION)

    def _format(self, **properties: Any) -> Format:  # noqa: ANN401 - xlsxwriter's own
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format({"valign": "top", **properties})
        return self._formats[key]

    def _write_header(self, sheet: Worksheet, kind: RecordKind) -> None:
        title = self._format(bold=True, font_size=14)
        sheet.write_string(_TITLE_ROW, 0, kind_name(kind, self._language), title)
        sheet.write_string(
            _TITLE_ROW + 1, 0, note_text(self._language), self._format(italic=True)
        )
        look = {"bold": True, "text_wrap": True, "border": 1, "align": "center"}
        counting = self._format(**look, bg_color=_PALE)
        sheet.write_string(
            _HEADER_ROW, 0, "STT" if self._language is Language.VI else "No.", counting
        )
        sheet.set_column(0, 0, 6, self._format(locked=False))
        for column, field in enumerate(kind.fields, start=1):
            colour = {"bg_color": _ACCENT, "font_color": "white"}
            header = self._format(
                **look, **(colour if field.is_required else {"bg_color": _PALE})
            )
            sheet.write_string(
                _HEADER_ROW, column, header_text(field, self._language), header
            )
            sheet.write_comment(_HEADER_ROW, column, _comment(field, self._language))
            sheet.set_column(column, column, _width(field), self._body(field))
            self._add_validation(sheet, kind, field, column)
        sheet.set_row(_HEADER_ROW, 45)

    def _body(self, field: Field, **more: Any) -> Format:  # noqa: ANN401 - xlsxwriter's own
        shown = _NUMBER_FORMATS.get(field.type, "@")
        return self._format(num_format=shown, locked=False, **more)

    def _write_records(
        self, sheet: Worksheet, kind: RecordKind, records: Sequence[Record]
    ) -> None:
        bodies = [self._body(field) for field in kind.fields]
        quoted = [self._body(field, quote_prefix=True) for field in kind.fields]
        counting = self._format(locked=False)
        for row, record in enumerate(records, start=_FIRST_ROW):
            sheet.write_number(row, 0, row - _FIRST_ROW + 1, counting)
            for column, field in enumerate(kind.fields, start=1):
                value = self._shown(field, record)
                if isinstance(value, str):
                    body = (quoted if value[:1] in "=+-@" else bodies)[column - 1]
                    sheet.write_string(row, column, value, body)
                elif isinstance(value, date):
                    moment = datetime(value.year, value.month, value.day)  # noqa: DTZ001 - a cell has no time zone
                    sheet.write_datetime(row, column, moment, bodies[column - 1])
                elif value is not None:
                    sheet.write_number(row, column, value, bodies[column - 1])

    def _shown(self, field: Field, record: Record) -> str | float | date | None:
        """Return a value as its cell has it; None leaves the cell empty."""
        value = _cell(field, record.values.get(field.name), self._language)
        if isinstance(value, str) and len(value) > _LONGEST_TEXT:
            raise InvalidInputError(
                "{field} of record {id} has {length} signs, more than a cell holds"
                " ({limit}): export as csv",
                field=field.name,
                id=record.id,
                length=len(value),
                limit=_LONGEST_TEXT,
            )
        return value or None if isinstance(value, str) else value

    def _add_validation(
        self, sheet: Worksheet, kind: RecordKind, field: Field, column: int
    ) -> None:
        rule = self._rule(kind, field)
        help_text = field.help_vi if self._language is Language.VI else field.help_en
        options: dict[str, Any] = {
            "validate": "any",
            "input_message": help_text[:_LONGEST_NOTE],
            **rule,
        }
        sheet.data_validation(_FIRST_ROW, column, _LAST_ROW, column, options)

    def _rule(self, kind: RecordKind, field: Field) -> dict[str, Any]:
        """Return which values a cell takes, as a spreadsheet checks it."""
        allowed = {"error_message": allowed_values(field, self._language)}
        if field.type in (FieldType.WHOLE, FieldType.NUMBER, FieldType.MONEY):
            # Places may be given in metres or in degrees and minutes.
            return {} if field.unit == "°" else {**allowed, **_limits(field)}
        if field.type is FieldType.DATE:
            # "Quý IV/2025" is understood too.
            return {
                "validate": "date",
                "criteria": ">=",
                "value": _FIRST_DAY,
                "error_type": "warning",
            }
        words = self._words(field)
        if not words:
            return {}
        name = f"list_{kind.code}_{field.name}"
        self._lists.append((name, words))
        rule = {"validate": "list", "source": f"={name}"}
        # A unit may be named in other ways, and a list be older than the borders.
        if field.type is FieldType.UNIT:
            return {**rule, "error_type": "warning"}
        return {**rule, "error_message": allowed["error_message"][:_LONGEST_NOTE]}

    def _words(self, field: Field) -> Sequence[str]:
        """Return the words to choose from; none where any may be written."""
        if field.type is FieldType.YES_NO:
            return yes_no_words(self._language)
        if field.type is FieldType.UNIT:
            return unit_words(self._units)
        return [choice_label(item, self._language) for item in field.choices]

    def _add_lists(self) -> None:
        """Write the lists to choose from, one a column of a hidden sheet."""
        if not self._lists:
            return
        sheet = self._book.add_worksheet(LISTS_SHEET)
        for column, (name, words) in enumerate(self._lists):
            letters = xlsxwriter.utility.xl_col_to_name(column)
            for row, word in enumerate(words):
                sheet.write_string(row, column, word)
            area = f"'{LISTS_SHEET}'!${letters}$1:${letters}${len(words)}"
            self._book.define_name(name, f"={area}")
        sheet.very_hidden()

    def _add_guide(self) -> None:
        """Write what every field means."""
        sheet = self._book.add_worksheet(GUIDE_SHEETS[self._language])
        wrapped = self._format(text_wrap=True)
        bold = self._format(bold=True, text_wrap=True, bg_color=_PALE, border=1)
        row = 0
        for kind in self._kinds:
            row = _write_rows(
                sheet,
                row,
                [[kind_name(kind, self._language)]],
                self._format(bold=True, font_size=14),
            )
            row = _write_rows(sheet, row, [guide_titles(self._language)], bold)
            rows = guide_rows(kind, self._language, self._units)
            row = 1 + _write_rows(sheet, row, rows, wrapped)
        for column, width in enumerate((26, 50, 16, 10, 10, 40, 18)):
            sheet.set_column(column, column, width)
        _set_up_page(sheet, 0)
        sheet.protect("", {"format_columns": True})


def _write_rows(
    sheet: Worksheet, row: int, rows: Iterable[Sequence[str]], look: Format
) -> int:
    """Write texts, and return the row below them."""
    for cells in rows:
        for column, text in enumerate(cells):
            sheet.write_string(row, column, text, look)
        row += 1
    return row


def _set_up_page(sheet: Worksheet, columns: int) -> None:
    """Set what is seen while scrolling and on paper."""
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P/&N")
    if columns:
        sheet.repeat_rows(_HEADER_ROW)
        sheet.freeze_panes(_FIRST_ROW, min(2, columns))


def _cell(
    field: Field, value: FieldValue, language: Language
) -> str | float | date | None:
    """Return a value as people read it; None for an empty cell."""
    if value is None or isinstance(value, bytes):
        return None
    if isinstance(value, bool):
        return yes_no_words(language)[0 if value else 1]
    if isinstance(value, date):
        return value if value >= _FIRST_DAY else value.strftime("%d/%m/%Y")
    if isinstance(value, int) and abs(value) > _LARGEST_EXACT:
        return str(value)
    if isinstance(value, str) and field.type is FieldType.CHOICE:
        labels = {item.code: choice_label(item, language) for item in field.choices}
        return labels.get(value, value)
    return value


def _limits(field: Field) -> dict[str, Any]:
    kind = "decimal" if field.type is FieldType.NUMBER else "integer"
    if field.low is not None and field.high is not None:
        return {
            "validate": kind,
            "criteria": "between",
            "minimum": field.low,
            "maximum": field.high,
        }
    if field.low is not None:
        return {"validate": kind, "criteria": ">=", "value": field.low}
    if field.high is not None:
        return {"validate": kind, "criteria": "<=", "value": field.high}
    return {}


def _width(field: Field) -> int:
    if field.code_length is not None or field.name.endswith(("id", "code")):
        return _CODE_WIDTH
    return _WIDTHS[field.type]


def _comment(field: Field, language: Language) -> str:
    """Return the label and help in the other language."""
    if language is Language.VI:
        return f"{field.label_en}: {field.help_en}"
    return f"{field.label_vi}: {field.help_vi}"
