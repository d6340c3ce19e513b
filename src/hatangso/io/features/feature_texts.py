"""Texts of formats that do not say how they are encoded, or say it wrongly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from hatangso.errors import Message, Place
from hatangso.io.findings import Findings
from hatangso.io.sheets.sheet_cells import cell_value
from hatangso.io.sheets.text_encodings import encoding_findings, in_unicode
from hatangso.language.legacy_encodings import Encoding
from hatangso.model.raw_table import CellValue, RawColumn, RawTable

__all__ = ["Columns", "decoded_columns", "legible"]

# A text this long that fills its column to the last byte was probably cut there;
# shorter ones are codes.
_LEAST_CUT_BYTES = 30
_DBF_HEADER, _DBF_FIELD, _DBF_END = 32, 32, b"\r"
_DBF_WIDTH = 16


@dataclass(frozen=True)
class Columns:
    """Titles and cells by column."""

    titles: tuple[str, ...]
    cells: tuple[tuple[CellValue, ...], ...]


def decoded_columns(
    raw: Columns,
    parts: Mapping[str, Path],
    numbers: Sequence[int],
    place: Place,
    findings: Findings,
) -> Columns:
    """Return columns whose texts stood for bytes as texts, still in fonts of old.

    What a .cpg file or the code page in a .dbf says is not asked: files in TCVN3 say
    that they are in a western code page. UTF-8 cannot be mistaken for anything else.

    Args:
        raw: Each character of a text stands for one byte.
        parts: Files of the data set; the .dbf tells how wide its columns are.
        numbers: Of the features, for findings.
        place: File and layer, for findings.
        findings: Grows by the texts that were cut at the width of their column.
    """
    widths = _widths(parts.get(".dbf"))
    is_utf8 = all(_utf8(text) is not None for text in _texts(raw.titles, raw.cells))
    titles = tuple(_text(title, is_utf8=is_utf8)[0] for title in raw.titles)
    columns = []
    for title, column, width in zip(
        titles, raw.cells, _padded(widths, len(raw.cells)), strict=True
    ):
        cells: list[CellValue] = []
        for number, cell in zip(numbers, column, strict=True):
            if not isinstance(cell, str):
                cells.append(cell)
                continue
            text, is_cut = _text(cell, is_utf8=is_utf8)
            if is_cut or (len(cell) >= width >= _LEAST_CUT_BYTES):
                _tell_cut(Place(place.file, number, title, place.sheet), text, findings)
            cells.append(text)
        columns.append(tuple(cells))
    return Columns(titles, tuple(columns))


def legible(table: RawTable) -> RawTable:
    """Return a table whose texts are clean Unicode, whatever they were typed in.

    In a table that is Unicode as a whole, a column may have come from elsewhere.
    """
    letters = [column.letter for column in table.columns]
    given = list(zip(*(row.cells for row in table.rows), strict=True))
    (titles, *columns), whole = in_unicode([letters, *given])
    place = Place(table.file, sheet=table.sheet or None)
    notes = [*table.notes, *whole.notes]
    if whole.encoding is Encoding.UNICODE:
        columns = [
            _own_unicode(title, column, notes)
            for title, column in zip(letters, given, strict=False)
        ]
    cells = [[cell_value(cell) for cell in column] for column in columns]
    named = [str(cell_value(title) or "") for title in titles]
    return replace(
        table,
        columns=tuple(RawColumn(title, (title,)) for title in named),
        rows=tuple(
            replace(row, cells=tuple(column[index] for column in cells))
            for index, row in enumerate(table.rows)
        ),
        encoding=whole.encoding.value,
        findings=(*table.findings, *encoding_findings(whole, place)),
        notes=tuple(notes),
    )


def _own_unicode(
    title: str, column: Sequence[CellValue], notes: list[Message]
) -> Sequence[object]:
    """Return a column in Unicode when it surely is in something else."""
    (read,), decision = in_unicode([column])
    if decision.encoding is Encoding.UNICODE or not decision.is_certain:
        return column
    shown = {"column": title, "encoding": decision.encoding.value}
    notes.append(Message("the column {column} was in {encoding}", shown))
    return read


def _texts(titles: Sequence[str], cells: Sequence[Sequence[CellValue]]) -> list[str]:
    found = (cell for part in cells for cell in part)
    return [*titles, *(cell for cell in found if isinstance(cell, str))]


def _text(raw: str, *, is_utf8: bool) -> tuple[str, bool]:
    """Return a text, and whether it ends within a character."""
    text, is_cut = _utf8(raw) or (raw, False) if is_utf8 else (_as_typed(raw), False)
    return text, is_cut


def _utf8(raw: str) -> tuple[str, bool] | None:
    """Return bytes as UTF-8, and whether the last character is cut; None: no UTF-8."""
    content = raw.encode("latin-1")
    try:
        return content.decode("utf-8"), False
    except UnicodeDecodeError as error:
        if error.reason != "unexpected end of data":
            return None
        return content[: error.start].decode("utf-8"), True


def _as_typed(raw: str) -> str:
    """Return bytes as the western characters that fonts of old encodings redraw."""
    content = raw.encode("latin-1")
    return "".join(
        bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in content
    )


def _tell_cut(place: Place, text: str, findings: Findings) -> None:
    findings.warn(
        place,
        Message("the text is cut at the width of its column"),
        Message("complete it, or send the layer as GeoPackage"),
        text,
    )


def _widths(dbf: Path | None) -> list[int]:
    """Return the widths in bytes of the columns of a .dbf file."""
    if dbf is None:
        return []
    with dbf.open("rb") as file:
        file.seek(_DBF_HEADER)
        widths = []
        while (field := file.read(_DBF_FIELD))[:1] not in (b"", _DBF_END):
            if len(field) < _DBF_FIELD:
                break
            widths.append(field[_DBF_WIDTH])
    return widths


def _padded(widths: Sequence[int], count: int) -> list[int]:
    """Return as many widths as columns; 0 where none is known."""
    return [*widths[:count], *[0] * (count - len(widths))]
