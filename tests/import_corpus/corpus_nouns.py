"""What a file of the corpus is made of, and what must be read from it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

__all__ = [
    "SAME",
    "UNREADABLE",
    "Answers",
    "Case",
    "ExpectedTable",
    "Hard",
    "Heading",
    "Line",
    "Problem",
    "Refusal",
    "Sheet",
    "Typed",
]

SAME = object()
# Nothing can be read there, and the reader must say so at the cell.
UNREADABLE = object()
Answers = Mapping[str, str]


@dataclass(frozen=True)
class Hard:
    """A value that may be read, or be flagged: nobody could blame the reader."""

    value: Any


@dataclass(frozen=True)
class Typed:
    """A cell as somebody typed it, and what it means.

    Attributes:
        written: What stands in the file.
        value: What must be read; SAME when it is what is written.
        shown: Number format of the spreadsheet: ``0.0%``.
        formula: The formula whose result is written; empty when there is none.
    """

    written: Any
    value: Any = SAME
    shown: str = ""
    formula: str = ""

    @property
    def meant(self) -> Any:
        """Return what must be read."""
        return self.written if self.value is SAME else self.value


@dataclass(frozen=True)
class Heading:
    """A column: the field that it fills, and its header from the top.

    Attributes:
        field: Empty for a column that fills no field.
    """

    field: str
    titles: tuple[str, ...]
    is_hidden: bool = False


@dataclass(frozen=True)
class Line:
    """One line of a sheet below the header.

    Attributes:
        kind: ``row``, ``group``, ``total``, ``header`` (again), ``blank`` or ``note``.
        cells: By the name of the heading's field, or its last title.
        text: Of a group, total or note.
        number: What stands in the column that numbers the lines: ``I``; empty counts.
    """

    kind: str
    cells: Mapping[str, Typed] = field(default_factory=dict)
    text: str = ""
    number: str = ""


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook, or a file of text.

    Attributes:
        kind: Kind of the records in its rows; empty when it holds none.
        numbering: Title of the column that numbers the rows; empty when there is none.
    """

    name: str
    kind: str
    headings: tuple[Heading, ...]
    lines: tuple[Line, ...]
    title: tuple[str, ...] = ()
    numbering: str = "STT"


@dataclass(frozen=True)
class Problem:
    """What a reader must say.

    Attributes:
        part: Part of the English sentence.
        row: Of the file; None when it is about no single row.
        field: Whose cell it is; empty likewise.
    """

    severity: str
    part: str = ""
    row: int | None = None
    field: str = ""


@dataclass(frozen=True)
class ExpectedTable:
    """What must be read from one sheet or layer.

    Attributes:
        rows: By number of the row, the values by field; several where a row gives
            several records, or is flagged as a whole. Every other row that is read
            must be flagged, and so must every value that is not told here.
        columns: Letter of each field's column.
    """

    sheet: str
    kind: str
    rows: Mapping[int, Mapping[str, Any] | tuple[Mapping[str, Any], ...]]
    columns: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Refusal:
    """The whole file must be refused with a message that says this."""

    part: str


@dataclass(frozen=True)
class Case:
    """A file and what must be read from it.

    Attributes:
        name: Names the case and, with the suffix, the file.
        category: What the case is about.
        write: Writes the file into a folder and returns its path.
        expected: Tables, or why the file is refused.
        province: Directory into which it is imported.
        questions: Beginnings of the keys of the questions that must be asked; those
            that begin with ``?`` may be.
        answers: What is told, as a person would.
        kind: Told kind; empty when the file must speak for itself.
    """

    name: str
    category: str
    write: Callable[[Path], Path]
    expected: tuple[ExpectedTable, ...] | Refusal
    province: str = "thai_nguyen"
    questions: tuple[str, ...] = ()
    answers: Answers = field(default_factory=dict)
    kind: str = ""
