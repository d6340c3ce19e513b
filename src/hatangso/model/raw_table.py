"""A table as it stands in somebody's file: where the header is, not what it means."""

from dataclasses import dataclass
from datetime import date, datetime, time

from hatangso.errors import Finding, Message

__all__ = ["CellValue", "RawColumn", "RawRow", "RawTable"]

# What a spreadsheet gives; None is an empty cell. Texts are in NFC, trimmed.
CellValue = str | int | float | bool | date | datetime | time | None


@dataclass(frozen=True)
class RawColumn:
    """One column under a header of one or more rows.

    Attributes:
        letter: As the spreadsheet names it: ``A``, ``AB``; the field's name in files
            without letters (shapefiles, GeoJSON).
        titles: Header from the top: a merged cell stands over all its columns.
        unit: Unit that the header names: ``triệu đồng``, ``%``; empty when none.
        read_as: What to look for instead of the titles, where these say several things
            at once: ``Năm 2026`` stands over values and is their year; else empty.
    """

    letter: str
    titles: tuple[str, ...]
    unit: str = ""
    read_as: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """Return the header in one line."""
        return " / ".join(self.titles)

    @property
    def names(self) -> tuple[str, ...]:
        """Return what tells which field the column fills."""
        return self.read_as or self.titles


@dataclass(frozen=True)
class RawRow:
    """One row below the header.

    Attributes:
        number: Row of the sheet or line of the file, from 1; the feature's number in
            files of features.
        cells: One for each column.
        groups: Titles of the groups that the row stands in, outermost first: ``I``
            rows and rows with nothing but a name.
        geometry: WKB in the file's own coordinates; None when the file has none.
    """

    number: int
    cells: tuple[CellValue, ...]
    groups: tuple[str, ...] = ()
    geometry: bytes | None = None


@dataclass(frozen=True)
class RawTable:
    """A table found in a file.

    Attributes:
        file: Name of the file.
        sheet: Name of the sheet or layer; empty in files without.
        title: What stands above the header, line by line.
        columns: Without the columns that number the rows (STT, TT).
        rows: Without header, totals and group rows.
        totals: Rows that print a sum (Tổng cộng); checked, never imported.
        crs: Coordinate reference system that the file names, as WKT or EPSG:n; empty
            when it names none.
        encoding: Encoding of the texts that was recognised: ``utf-8``, ``tcvn3``,
            ``vni``, ``cp1258``.
        header_row: Last row of the header, from 1; 0 in files of features.
        findings: What is wrong with the table as it stands: an error at a cell means
            that its row cannot be taken.
        notes: How the table was found: what was filled down, what is hidden.
    """

    file: str
    sheet: str
    title: tuple[str, ...]
    columns: tuple[RawColumn, ...]
    rows: tuple[RawRow, ...]
    totals: tuple[RawRow, ...] = ()
    crs: str = ""
    encoding: str = "utf-8"
    header_row: int = 1
    findings: tuple[Finding, ...] = ()
    notes: tuple[Message, ...] = ()
