"""What happens to sheets on their way: each trap takes a sheet and gives one."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from hatangso.language.legacy_encodings import _TCVN3
from import_corpus.corpus_nouns import SAME, UNREADABLE, Heading, Line, Sheet, Typed

__all__ = [
    "Trap",
    "change_cells",
    "dates_as_text",
    "english_numbers",
    "hidden",
    "in_decomposed",
    "in_tcvn3",
    "named",
    "numbers_as_text",
    "row_changed",
    "vietnamese_numbers",
    "with_header_again",
    "with_nbsp",
    "with_notes",
    "without_leading_zeros",
    "without_numbering",
]

Trap = Callable[[Sheet], Sheet]
_TO_TCVN3 = str.maketrans({vi: old for old, vi in _TCVN3.items()})


def change_cells(sheet: Sheet, change: Callable[[str, Typed], Typed]) -> Sheet:
    """Return a sheet with every cell of its rows changed."""
    return replace(
        sheet,
        lines=tuple(
            replace(
                line, cells={name: change(name, c) for name, c in line.cells.items()}
            )
            if line.kind == "row"
            else line
            for line in sheet.lines
        ),
    )


def row_changed(sheet: Sheet, index: int, cells: Mapping[str, Typed]) -> Sheet:
    """Return a sheet with some cells of one row changed; the first row is 0."""
    rows = [i for i, line in enumerate(sheet.lines) if line.kind == "row"]
    lines = list(sheet.lines)
    line = lines[rows[index]]
    lines[rows[index]] = replace(line, cells={**line.cells, **cells})
    return replace(sheet, lines=tuple(lines))


def _rewritten(cell: Typed, written: Any) -> Typed:
    return replace(cell, written=written, value=cell.meant)


def numbers_as_text(sheet: Sheet) -> Sheet:
    """Return a sheet whose numbers are texts as Python writes them, with a blank."""

    def change(_: str, cell: Typed) -> Typed:
        is_number = isinstance(cell.written, int | float)
        return _rewritten(cell, f"{cell.written} ") if is_number else cell

    return change_cells(sheet, change)


def _styled(
    sheet: Sheet, style: Callable[[float], str], fields: Sequence[str]
) -> Sheet:
    def change(name: str, cell: Typed) -> Typed:
        is_number = isinstance(cell.written, int | float)
        wanted = is_number and (not fields or name in fields)
        return _rewritten(cell, style(cell.written)) if wanted else cell

    return change_cells(sheet, change)


def vietnamese_numbers(sheet: Sheet, *fields: str) -> Sheet:
    """Return a sheet whose numbers are written 1.234,5."""
    return _styled(
        sheet, lambda x: f"{x:,}".translate(str.maketrans(",.", ".,")), fields
    )


def english_numbers(sheet: Sheet, *fields: str) -> Sheet:
    """Return a sheet whose numbers are written 1,234.5."""
    return _styled(sheet, lambda x: f"{x:,}", fields)


def dates_as_text(sheet: Sheet, pattern: str = "%d/%m/%Y") -> Sheet:
    """Return a sheet whose days are texts."""

    def change(_: str, cell: Typed) -> Typed:
        is_day = isinstance(cell.written, date)
        return _rewritten(cell, cell.written.strftime(pattern)) if is_day else cell

    return change_cells(sheet, change)


def respelled(sheet: Sheet, spell: Callable[[str], str]) -> Sheet:
    """Return a sheet with all texts, also titles, spelled otherwise."""

    def change(_: str, cell: Typed) -> Typed:
        is_text = isinstance(cell.written, str)
        return _rewritten(cell, spell(cell.written)) if is_text else cell

    changed = change_cells(sheet, change)
    return replace(
        changed,
        headings=tuple(
            replace(heading, titles=tuple(spell(title) for title in heading.titles))
            for heading in sheet.headings
        ),
        title=tuple(spell(text) for text in sheet.title),
        lines=tuple(
            replace(line, text=spell(line.text)) if line.text else line
            for line in changed.lines
        ),
    )


def in_tcvn3(sheet: Sheet) -> Sheet:
    """Return a sheet typed in a .VnTime font, in Unicode characters of the west."""
    small = change_cells(
        sheet,
        lambda _, cell: (
            replace(cell, value=_small(cell.meant))
            if isinstance(cell.meant, str) and cell.value is SAME
            else cell
        ),
    )
    return respelled(small, to_tcvn3)


def to_tcvn3(text: str) -> str:
    """Return a text as it is stored for .VnTime fonts."""
    return _small(text).translate(_TO_TCVN3)


def _small(text: str) -> str:
    """Return a text without the capital letters with tones that TCVN3 has not."""
    return "".join(
        letter if letter in _TO_TCVN3_KEYS or letter.isascii() else letter.lower()
        for letter in text
    )


_TO_TCVN3_KEYS = {chr(key) for key in _TO_TCVN3}


def in_decomposed(sheet: Sheet) -> Sheet:
    """Return a sheet in Unicode with marks apart, as Macs write."""
    return respelled(sheet, lambda text: unicodedata.normalize("NFD", text))


def with_nbsp(sheet: Sheet) -> Sheet:
    """Return a sheet pasted from the web: blanks that do not break, blanks at ends."""
    return respelled(sheet, lambda text: text.replace(" ", "\u00a0") + "\u00a0")


def with_header_again(sheet: Sheet, every: int = 5) -> Sheet:
    """Return a sheet that repeats its header, as printed pages do."""
    lines: list[Line] = []
    for index, line in enumerate(sheet.lines):
        if index and index % every == 0:
            lines.append(Line("header"))
        lines.append(line)
    return replace(sheet, lines=tuple(lines))


def without_numbering(sheet: Sheet) -> Sheet:
    """Return a sheet without the column that numbers the rows."""
    return replace(sheet, numbering="")


def with_notes(sheet: Sheet, *texts: str) -> Sheet:
    """Return a sheet with notes and signatures below it."""
    notes = [Line("blank"), *(Line("note", text=text) for text in texts)]
    return replace(sheet, lines=(*sheet.lines, *notes))


def hidden(sheet: Sheet, *fields: str) -> Sheet:
    """Return a sheet with hidden columns."""
    return replace(
        sheet,
        headings=tuple(
            replace(heading, is_hidden=heading.field in fields)
            for heading in sheet.headings
        ),
    )


def named(sheet: Sheet, name: str) -> Sheet:
    """Return a sheet under another name."""
    return replace(sheet, name=name)


def retitled(sheet: Sheet, titles: Mapping[str, str]) -> Sheet:
    """Return a sheet with other headers for some fields."""
    return replace(
        sheet,
        headings=tuple(
            replace(heading, titles=(titles[heading.field],))
            if heading.field in titles
            else heading
            for heading in sheet.headings
        ),
    )


def with_column(sheet: Sheet, title: str, values: Sequence[object]) -> Sheet:
    """Return a sheet with one more column that fills no field."""
    lines, index = [], 0
    for line in sheet.lines:
        if line.kind == "row":
            cell = Typed(values[index % len(values)])
            lines.append(replace(line, cells={**line.cells, title: cell}))
            index += 1
        else:
            lines.append(line)
    return replace(
        sheet,
        headings=(*sheet.headings, Heading("", (title,))),
        lines=tuple(lines),
    )


def without_leading_zeros(sheet: Sheet, field: str) -> Sheet:
    """Return a sheet whose codes a spreadsheet took for numbers."""

    def change(name: str, cell: Typed) -> Typed:
        if name != field:
            return cell
        return Typed(int(str(cell.meant)), cell.meant)

    return change_cells(sheet, change)


def unreadable(written: object) -> Typed:
    """Return a cell that nobody can read."""
    return Typed(written, UNREADABLE)
