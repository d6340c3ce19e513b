"""What stands in a document one below the other: headings, text, tables, figures."""

from dataclasses import dataclass
from enum import StrEnum

from hatangso.documents.official.spans import Sentence

__all__ = [
    "Block",
    "Column",
    "ColumnKind",
    "Figure",
    "Heading",
    "Items",
    "PageBreak",
    "Paragraph",
    "Row",
    "RowRole",
    "Table",
]


@dataclass(frozen=True)
class Heading:
    """A heading; whoever writes it down numbers it: I, then 1, then a.

    Attributes:
        level: 1 to 3.
    """

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the body.

    Attributes:
        name: Under which a department's template can place it; empty: it cannot.
        is_note: Small and in italics: of what a number means.
    """

    sentence: Sentence
    name: str = ""
    is_note: bool = False

    @property
    def is_lead(self) -> bool:
        """Whether it only leads to what follows, and must stand on its page."""
        last = self.sentence[-1] if self.sentence else ""
        return isinstance(last, str) and last.rstrip().endswith(":")


@dataclass(frozen=True)
class Items:
    """Entries that each begin with a dash, as the decree writes them."""

    entries: tuple[Sentence, ...]
    name: str = ""


class ColumnKind(StrEnum):
    """How a column is set, and what a spreadsheet takes it for."""

    ORDINAL = "ordinal"  # 1, 2, 3 … in the middle
    TEXT = "text"  # from the left
    NUMBER = "number"  # to the right
    DATE = "date"  # dd/mm/yyyy in the middle


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes:
        key: Name of its cells in a template: letters, digits and underscores.
        unit: Printed in brackets below the title, empty for none.
        width: Share of the table's width, relative to the other columns.
        group: Title above this and the neighbouring columns of the same group.
    """

    key: str
    title: str
    kind: ColumnKind = ColumnKind.TEXT
    unit: str = ""
    width: float = 1.0
    group: str = ""


class RowRole(StrEnum):
    """What a row is among the others."""

    PLAIN = "plain"
    GROUP = "group"  # its first cell runs over the whole row
    TOTAL = "total"


@dataclass(frozen=True)
class Row:
    """A row: a cell per column; of a group's row one cell only.

    A cell that is empty prints nothing; one whose number nobody knows holds a
    `TracedNumber` that says so.
    """

    cells: tuple[Sentence, ...]
    role: RowRole = RowRole.PLAIN


@dataclass(frozen=True)
class Table:
    """A table; its header stands again on every page.

    Attributes:
        name: Of its rows in a template and of its sheet in a workbook.
        caption: Printed above, after a number that the writer counts.
        note: Printed below, empty for none.
        when_empty: Printed in place of rows when there is none.
    """

    name: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""
    when_empty: str = "Không có."


@dataclass(frozen=True)
class Figure:
    """A map or a chart.

    Attributes:
        svg: The drawing, with everything it needs inside; legible without colour.
        caption: Printed below, after a number that the writer counts.
        description: For those who cannot see it.
        width_mm: On paper; never wider than the text.
    """

    name: str
    svg: str
    caption: str
    description: str
    width_mm: float = 160.0


@dataclass(frozen=True)
class PageBreak:
    """What follows begins on a new page."""


Block = Heading | Paragraph | Items | Table | Figure | PageBreak
