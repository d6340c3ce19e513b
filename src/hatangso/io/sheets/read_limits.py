"""How much of somebody's file is read before it is refused."""

from dataclasses import dataclass

__all__ = ["ReadLimits"]


@dataclass(frozen=True)
class ReadLimits:
    """Limits that keep memory and time bounded.

    Attributes:
        file_bytes: Largest file.
        unpacked_bytes: Most that a zipped workbook may unpack to.
        packing: Most times that a part may be larger than its packed form; sheets reach
            a hundred, the method's limit is a thousand.
        parts: Most parts of a zipped workbook.
        cells: Most cells with values in a sheet.
        area_cells: Most cells of the rectangle that the values of a sheet span.
        text_bytes: Longest that the texts of a sheet may be together: one text may
            stand in many cells.
    """

    file_bytes: int = 64_000_000
    unpacked_bytes: int = 300_000_000
    packing: int = 400
    parts: int = 5_000
    cells: int = 2_000_000
    area_cells: int = 5_000_000
    text_bytes: int = 200_000_000
