"""Read delimited text: which sign separates, and how the letters are written."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from hatangso.errors import Finding, InvalidInputError, Message, Place, Severity
from hatangso.io.sheets.file_refusals import refuse
from hatangso.io.sheets.read_limits import ReadLimits
from hatangso.io.sheets.sheet_cells import Sheet, row_values
from hatangso.io.sheets.sheet_mending import mend_cells
from hatangso.io.sheets.sheet_scans import SheetScan
from hatangso.io.sheets.text_encodings import encoding_findings, in_unicode
from hatangso.language.legacy_encodings import Encoding, EncodingDecision
from hatangso.model.raw_table import CellValue

__all__ = ["read_delimited"]

_SEPARATORS = (";", "\t", "|", ",")
_LINES_TO_LOOK_AT = 200
# So many of the first bytes are zero where every letter takes two.
_ZERO_RATIO = 0.2
_MOST_FINDINGS = 50
_SINGLE_BYTES = "latin-1"


@dataclass(frozen=True)
class _Lines:
    """The cells of each record, and the line that it begins on."""

    rows: list[list[CellValue]]
    numbers: list[int]


def read_delimited(path: Path, limits: ReadLimits) -> Sheet:
    """Return the cells of a text file; all of them are text.

    Records that are longer than the header are errors: a comma of a number was taken
    for the end of a cell.

    Raises:
        InvalidInputError: The file holds no text, or a quotation mark is never closed.
    """
    text, encoding = _decoded(path)
    separator, text, skipped = _separator(text)
    lines, decision = _lines(text, separator, path, skipped, limits)
    if encoding == _SINGLE_BYTES or decision.encoding is not Encoding.UNICODE:
        encoding = str(decision.encoding)
    errors = [
        replace(found, place=replace(found.place, row=lines.numbers[row - 1]))
        for found in mend_cells(lines.rows, (0, 0), SheetScan(), Place(path.name))
        if (row := found.place.row) is not None
    ]
    width = max((len(row) for row in lines.rows), default=0)
    return Sheet(
        file=path.name,
        name="",
        rows=[[*row, *[None] * (width - len(row))] for row in lines.rows],
        numbers=lines.numbers,
        encoding=encoding,
        findings=(
            *errors,
            *_ragged(lines, path.name, separator),
            *encoding_findings(decision, Place(path.name)),
        ),
        notes=decision.notes,
    )


def _decoded(path: Path) -> tuple[str, str]:
    """Return the text and its encoding."""
    data = path.read_bytes()
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(name, errors="replace").removeprefix("\ufeff"), name
    zeros = data[:2000].count(0)
    if zeros > _ZERO_RATIO * len(data[:2000]):
        little = data[1:2000:2].count(0) >= data[:2000:2].count(0)
        return data.decode(f"utf-16-{'le' if little else 'be'}", "replace"), "utf-16"
    if zeros:
        problem = "{file} is no text: it holds bytes that no text has"
        raise InvalidInputError(problem, file=path.name)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("latin-1"), "latin-1"


def _separator(text: str) -> tuple[str, str, int]:
    """Return what separates cells, the text to read, and the lines left out."""
    first, _, rest = text.partition("\n")
    told = first.strip().lower().removeprefix("sep=")
    if first.lower().startswith("sep=") and len(told) == 1:
        return told, rest, 1
    lines = text[:200_000].splitlines()[:_LINES_TO_LOOK_AT]
    return max(_SEPARATORS, key=lambda sign: _steadiness(lines, sign)), text, 0


def _steadiness(lines: Sequence[str], sign: str) -> tuple[int, int]:
    """Return on how many lines a sign stands equally often, and how often."""
    try:
        counts = Counter(len(row) - 1 for row in csv.reader(lines, delimiter=sign))
    except csv.Error:
        return 0, 0
    often, on_lines = max(
        ((often, on) for often, on in counts.items() if often > 0),
        key=lambda item: (item[1], item[0]),
        default=(0, 0),
    )
    return on_lines, often


def _lines(
    text: str, separator: str, path: Path, skipped: int, limits: ReadLimits
) -> tuple[_Lines, EncodingDecision]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows, numbers, line, cells = [], [], 1 + skipped, 0
    try:
        for row in reader:
            cells += len(row)
            if cells > limits.cells:
                raise _too_many(path, limits)
            rows.append(row)
            numbers.append(line)
            line = reader.line_num + 1 + skipped
    except csv.Error as error:
        problem = "{file}, line {line}: a quotation mark is not closed, or missing"
        raise InvalidInputError(problem, file=path.name, line=line) from error
    texts, decision = in_unicode(rows)
    return _Lines([row_values(row) for row in texts], numbers), decision


def _too_many(path: Path, limits: ReadLimits) -> InvalidInputError:
    text = "the file holds more than {limit} cells"
    fix = Message("split it, or save only the columns that are needed")
    return refuse(path, Message(text, {"limit": limits.cells}), fix)


def _ragged(lines: _Lines, file: str, separator: str) -> list[Finding]:
    """Return the records that are longer than most."""
    lengths = Counter(_length(row) for row in lines.rows)
    lengths.pop(0, None)
    lengths.pop(1, None)
    if not lengths:
        return []
    usual = max(lengths, key=lambda length: (lengths[length], length))
    # A table whose header is longer than its records leaves cells empty: no defect.
    widest = max(usual, _length(lines.rows[0]))
    text = "the line has {count} cells, the others at most {usual}"
    fix = 'put cells that contain "{separator}" between quotation marks'
    return [
        Finding(
            Severity.ERROR,
            Place(file, row=number),
            Message(text, {"count": _length(row), "usual": widest}),
            Message(fix, {"separator": separator}),
        )
        for row, number in zip(lines.rows, lines.numbers, strict=True)
        if _length(row) > widest
    ][:_MOST_FINDINGS]


def _length(row: Sequence[CellValue]) -> int:
    """Return up to which cell a record holds something."""
    return max((i for i, cell in enumerate(row, 1) if cell is not None), default=0)
