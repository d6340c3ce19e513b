"""What a sheet holds, seen before its values are read."""

from dataclasses import dataclass, field
from pathlib import Path

from hatangso.errors import Message
from hatangso.io.sheets.file_refusals import refuse
from hatangso.io.sheets.read_limits import ReadLimits
from hatangso.io.sheets.sheet_cells import column_letter

__all__ = ["SheetScan"]


@dataclass
class SheetScan:
    """What was seen in a sheet; rows and columns are counted from 0.

    Attributes:
        cells: How many cells hold something.
        text_bytes: About how long their texts are together, where that may be more
            than the file is large.
        area: First row, first column, last row, last column of these; None when none.
        errors: What cells with an error show.
        uncached: Cells with a formula whose value was not stored.
        percent: Cells that show their number in per cent: 0.25 is read as 25 %.
        padded: Cells that show leading zeros, with the digits that they show.
        hidden_rows: Rows that are not shown.
        merged: Areas of merged cells, where the values' reader does not tell them.
    """

    cells: int = 0
    text_bytes: int = 0
    area: tuple[int, int, int, int] | None = None
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    uncached: set[tuple[int, int]] = field(default_factory=set)
    percent: set[tuple[int, int]] = field(default_factory=set)
    padded: dict[tuple[int, int], int] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)

    def add_area(
        self, top: int, left: int, bottom: int, right: int, cells: int
    ) -> None:
        """Widen the area by cells that hold something."""
        self.cells += cells
        old = self.area or (top, left, bottom, right)
        self.area = (
            min(old[0], top),
            min(old[1], left),
            max(old[2], bottom),
            max(old[3], right),
        )

    def require_few(self, path: Path, sheet: str, limits: ReadLimits) -> None:
        """Refuse a sheet with too many cells or too much text.

        Raises:
            InvalidInputError: It holds more than the limits allow.
        """
        if self.cells > limits.cells:
            text = "the sheet holds more than {limit} cells"
            fix = Message("split it, or save only the sheet that is needed")
            raise refuse(path, Message(text, {"limit": limits.cells}), fix, sheet=sheet)
        if self.text_bytes > limits.text_bytes:
            text = "the sheet's texts have {size_mb:.0f} MB; {limit_mb:.0f} MB are read"
            sizes = {
                "size_mb": self.text_bytes / 1e6,
                "limit_mb": limits.text_bytes / 1e6,
            }
            fix = Message("shorten the long texts that stand in many cells")
            raise refuse(path, Message(text, sizes), fix, sheet=sheet)

    def require_bounded(self, path: Path, sheet: str, limits: ReadLimits) -> None:
        """Refuse a sheet whose cells would fill the memory.

        Raises:
            InvalidInputError: It holds too many cells, or cells too far apart.
        """
        self.require_few(path, sheet, limits)
        if self.area is None:
            return
        top, left, bottom, right = self.area
        if (bottom - top + 1) * (right - left + 1) > limits.area_cells:
            text = "a cell stands so far off that {count} empty ones lie between"
            count = (bottom - top + 1) * (right - left + 1) - self.cells
            raise refuse(
                path,
                Message(text, {"count": count}),
                Message("empty the cells outside the table and save it again"),
                sheet=sheet,
                row=bottom + 1,
                column=column_letter(right),
            )
