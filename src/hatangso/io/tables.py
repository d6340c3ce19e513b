"""Read CSV tables cell by cell, noting every cell that cannot be understood."""

import csv
import io
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from hatangso.errors import Message, Place
from hatangso.io.findings import Findings

__all__ = [
    "CellError",
    "Column",
    "Row",
    "choice",
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
        try:
            value = float(raw)
        except ValueError:
            value = math.nan
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


def whole(low: int = 0) -> Parse:
    """Return a reader of whole numbers of at least low."""

    def parse(raw: str) -> int:
        value = number()(raw)
        if not isinstance(value, float) or not value.is_integer() or value < low:
            raise CellError(
                Message(
                    '"{raw}" is not a whole number of at least {low}',
                    {"raw": raw, "low": low},
                ),
                Message("give a whole number of at least {low}", {"low": low}),
            )
        return int(value)

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


def list_of_numbers(low: float, high: float) -> Parse:
    """Return a reader of numbers separated by spaces."""
    parse_one = number(low, high)

    def parse(raw: str) -> tuple[object, ...]:
        return tuple(parse_one(part) for part in raw.split())

    return parse


def read_rows(
    path: Path, columns: Sequence[Column], findings: Findings, *, shown_as: str = ""
) -> list[tuple[int, Row]]:
    """Read a table; rows with a cell that cannot be understood are left out.

    Args:
        path: A CSV file in UTF-8, with or without a byte order mark, separated by
            commas or semicolons.
        columns: What to read; other columns are ignored.
        findings: Receives what is wrong with the file.
        shown_as: Name of the file in messages; its own name when empty.

    Returns:
        The row's number in the file (the header is row 1) and its values.
    """
    file = shown_as or path.name
    content = _decoded(path, file, findings)
    if content is None:
        return []
    header_line = content.split("\n", 1)[0]
    separator = ";" if header_line.count(";") > header_line.count(",") else ","
    reader = csv.DictReader(io.StringIO(content, newline=""), delimiter=separator)
    header = [name.strip() for name in reader.fieldnames or ()]
    missing = [c.name for c in columns if c.required and c.name not in header]
    for name in missing:
        findings.error(
            Place(file, 1, name),
            Message('the column "{name}" is missing', {"name": name}),
            Message(
                "add it to the header; found: {found}", {"found": ", ".join(header)}
            ),
        )
    if missing:
        return []
    rows = []
    try:
        for record in reader:
            cells = {str(key).strip(): value for key, value in record.items() if key}
            row = _row(cells, columns, Place(file, reader.line_num), findings)
            if row is not None:
                rows.append((reader.line_num, row))
    except csv.Error as error:
        findings.error(
            Place(file, reader.line_num),
            Message("the row cannot be read: {error}", {"error": error}),
            Message('save the file as "CSV UTF-8"'),
        )
    return rows


def _decoded(path: Path, file: str, findings: Findings) -> str | None:
    """Return the text of a file, or note that it is not UTF-8."""
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8").removeprefix(_BYTE_ORDER_MARK)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        findings.error(
            Place(file, line),
            Message("the text is not UTF-8"),
            Message('save the file as "CSV UTF-8"'),
            raw[error.start : error.start + 1],
        )
        return None


def _row(
    cells: dict[str, str | None],
    columns: Sequence[Column],
    place: Place,
    findings: Findings,
) -> Row | None:
    """Return the values of a row, or None when a cell cannot be understood."""
    row: Row = {}
    is_understood = True
    for column in columns:
        raw = (cells.get(column.name) or "").strip()
        where = Place(place.file, place.row, column.name)
        if not raw and column.required:
            findings.error(where, Message("the cell is empty"), Message("give a value"))
            is_understood = False
            continue
        if not raw:
            row[column.name] = column.default
            continue
        try:
            row[column.name] = column.parse(raw)
        except CellError as cell:
            findings.error(where, cell.problem, cell.fix, raw)
            is_understood = False
    return row if is_understood else None
