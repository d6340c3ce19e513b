"""Read CSV tables cell by cell, noting every cell that cannot be understood."""

import csv
import io
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from hatangso.errors import Message, Place
from hatangso.io.findings import Findings

__all__ = [
    "MOST_PEOPLE",
    "CellError",
    "Column",
    "Row",
    "choice",
    "iso_day",
    "list_of_numbers",
    "number",
    "read_rows",
    "text",
    "whole",
    "yes_no",
]

Parse = Callable[[str], object]
# A row that was understood: its values by column, and where it stands in the file.
Row = dict[str, object]
_BYTE_ORDER_MARK = "\ufeff"
# No province has as many: a larger count is a slip of the keyboard.
MOST_PEOPLE = 100_000_000
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)")
_DIGITS = re.compile(r"\+?[0-9]+")
_SEPARATORS = (",", ";", "\t")


class CellError(ValueError):
    """A cell that cannot be understood: what is wrong, and how to mend it."""

    def __init__(self, problem: Message, fix: Message) -> None:
        """Keep both sentences."""
        super().__init__(str(problem))
        self.problem = problem
        self.fix = fix


@dataclass(frozen=True)
class Column:
    """A column of a table: its name, and how to read a cell of it.

    Attributes:
        required: Whether the file must have the column and each row a value.
        default: Value of an empty or missing cell of a column that is not required.
    """

    name: str
    parse: Parse
    required: bool = True
    default: object = None


def text(raw: str) -> str:
    """Read a cell as it stands."""
    return raw


def number(
    low: float = -math.inf, high: float = math.inf, *, above: float | None = None
) -> Parse:
    """Return a reader of numbers from low to high, or above a limit."""

    def parse(raw: str) -> float:
        value = float(raw) if _NUMBER.fullmatch(raw) else math.nan
        if not math.isfinite(value):
            raise CellError(
                Message('"{raw}" is not a number', {"raw": raw}),
                Message("write digits with a point before the decimals"),
            )
        if above is not None and value <= above:
            raise CellError(
                Message(
                    "{value:g} is not above {low:g}", {"value": value, "low": above}
                ),
                Message("give a number above {low:g}", {"low": above}),
            )
        if not low <= value <= high:
            limits = {"value": value, "low": low, "high": high}
            raise CellError(
                Message("{value:g} is outside {low:g} to {high:g}", limits),
                Message("give a number from {low:g} to {high:g}", limits),
            )
        return value

    return parse


def whole(low: int = 0, high: int = MOST_PEOPLE) -> Parse:
    """Return a reader of whole numbers, written in digits alone.

    A point is refused: 2.000 means two to some and two thousand to others.
    """

    def parse(raw: str) -> int:
        # Python refuses to read very long numbers; none here is longer than its limit.
        is_whole = _DIGITS.fullmatch(raw) and len(raw) <= len(str(high)) + 1
        if not is_whole or not low <= int(raw) <= high:
            limits = {"low": low, "high": high}
            raise CellError(
                Message(
                    '"{raw}" is not a whole number from {low} to {high}',
                    {"raw": raw, **limits},
                ),
                Message("write digits alone, without points, commas or spaces"),
            )
        return int(raw)

    return parse


def choice(allowed: Sequence[str]) -> Parse:
    """Return a reader of one of a few words."""

    def parse(raw: str) -> str:
        if raw not in allowed:
            names = ", ".join(allowed)
            raise CellError(
                Message('"{raw}" is not known here', {"raw": raw}),
                Message("write one of: {names}", {"names": names}),
            )
        return raw

    return parse


def yes_no(raw: str) -> bool | None:
    """Read yes, no, or nothing."""
    if raw == "":
        return None
    return choice(("yes", "no"))(raw) == "yes"


def iso_day(raw: str) -> date | None:
    """Read a day such as 2025-07-01, or nothing."""
    if not raw:
        return None
    try:
        return date.fromisoformat(raw)
    except ValueError as error:
        raise CellError(
            Message('"{raw}" is not a date', {"raw": raw}),
            Message("write the date as 2025-07-01"),
        ) from error


def list_of_numbers(low: float, high: float) -> Parse:
    """Return a reader of numbers separated by spaces."""
    parse_one = number(low, high)

    def parse(raw: str) -> tuple[object, ...]:
        return tuple(parse_one(part) for part in raw.split())

    return parse


def read_rows(
    path: Path, columns: Sequence[Column], findings: Findings
) -> list[tuple[int, Row]]:
    """Read a table; rows with a cell that cannot be understood are left out.

    Args:
        path: A CSV file in UTF-8, with or without a byte order mark, separated by
            commas, semicolons or tabs; a first line ``sep=;`` may name the separator.
        columns: What to read; other columns are ignored.
        findings: Receives what is wrong with the file.

    Returns:
        The row's number in the file (the header is row 1) and its values.
    """
    file = path.name
    content = _decoded(path, file, findings)
    if content is None:
        return []
    if not content.strip(",;\t\r\n "):
        findings.error(
            Place(file),
            Message("the file is empty"),
            Message("write a header, and a row for each record"),
        )
        return []
    lines = _lines(content, file, findings)
    number_of_header, header = next(lines, (1, []))
    header = [name.strip() for name in header]
    if not header or not _is_usable(
        header, columns, Place(file, number_of_header), findings
    ):
        return []
    rows = []
    for row_number, cells in lines:
        place = Place(file, row_number)
        if any(cell.strip() for cell in cells[len(header) :]):
            findings.error(
                place,
                Message(
                    "the row has {cells} cells, the header {columns}",
                    {"cells": len(cells), "columns": len(header)},
                ),
                Message(
                    "put a text that holds the separator into quotation marks,"
                    " or remove what is too much"
                ),
            )
            continue
        row = _row(dict(zip(header, cells, strict=False)), columns, place, findings)
        if row is not None:
            rows.append((row_number, row))
    return rows


def _lines(
    content: str, file: str, findings: Findings
) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that hold something, with their numbers, header first."""
    first, _, rest = content.partition("\n")
    named = re.fullmatch(r'"?sep=(.)"?', first.strip("\r "), re.IGNORECASE)
    skipped = 0
    if named:
        content, skipped = rest, 1
        separator = named[1]
    else:
        separator = max(_SEPARATORS, key=first.count)
    # A quotation mark that nobody closes would swallow the rows below: strict.
    reader = csv.reader(
        io.StringIO(content, newline=""), delimiter=separator, strict=True
    )
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num + skipped, cells
    except csv.Error as error:
        findings.error(
            Place(file, reader.line_num + skipped),
            Message("the row cannot be read: {error}", {"error": error}),
            Message('save the file as "CSV UTF-8"'),
        )


def _is_usable(
    header: Sequence[str], columns: Sequence[Column], place: Place, findings: Findings
) -> bool:
    """Return whether each column to be read stands once in the header."""
    missing = [c.name for c in columns if c.required and c.name not in header]
    for name in missing:
        findings.error(
            Place(place.file, place.row, name),
            Message('the column "{name}" is missing', {"name": name}),
            Message(
                "add it to the header; found: {found}", {"found": ", ".join(header)}
            ),
        )
    counts = Counter(name for name in header if name)
    repeated = [name for name, count in counts.items() if count > 1]
    for name in repeated:
        findings.error(
            Place(place.file, place.row, name),
            Message('the column "{name}" stands twice', {"name": name}),
            Message("remove or rename one of the two"),
        )
    return not missing and not repeated


def _decoded(path: Path, file: str, findings: Findings) -> str | None:
    """Return the composed text of a file, or note why it cannot be read."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        findings.error(
            Place(file),
            Message("the file cannot be opened: {error}", {"error": error.strerror}),
            Message("give yourself the right to read it, or put it there again"),
        )
        return None
    try:
        text = raw.decode("utf-8").removeprefix(_BYTE_ORDER_MARK)
        start = text.find("\0")
    except UnicodeDecodeError as error:
        text, start = "", error.start
    if start < 0:
        return unicodedata.normalize("NFC", text)
    findings.error(
        Place(file, raw.count(b"\n", 0, start) + 1),
        Message("the text is not UTF-8"),
        Message('save the file as "CSV UTF-8"'),
        raw[start : start + 1],
    )
    return None


def _row(
    cells: dict[str, str],
    columns: Sequence[Column],
    place: Place,
    findings: Findings,
) -> Row | None:
    """Return the values of a row, or None when a cell cannot be understood."""
    row: Row = {}
    is_understood = True
    for column in columns:
        raw = cells.get(column.name, "").strip()
        if not raw and column.required:
            where = replace(place, column=column.name)
            findings.error(where, Message("the cell is empty"), Message("give a value"))
            is_understood = False
            continue
        if not raw:
            row[column.name] = column.default
            continue
        try:
            row[column.name] = column.parse(raw)
        except CellError as cell:
            fix = cell.fix
            if column.name == "lat_deg" and _is_swapped(cells):
                fix = Message("longitude and latitude are swapped: exchange them")
            where = replace(place, column=column.name)
            findings.error(where, cell.problem, fix, raw)
            is_understood = False
    return row if is_understood else None


def _is_swapped(cells: dict[str, str]) -> bool:
    """Return whether a row's coordinates make sense only the other way round."""
    try:
        lat_deg = number(-180, 180)(cells["lat_deg"].strip())
        number(-90, 90)(cells["lon_deg"].strip())
    except (CellError, KeyError):
        return False
    return isinstance(lat_deg, float) and abs(lat_deg) > 90  # noqa: PLR2004 - a pole
