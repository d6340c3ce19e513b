"""Write CSV tables whose bytes depend on nothing but their content."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

__all__ = ["write_csv"]


def write_csv(
    path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    """Write a table in UTF-8, lines ending in one LF.

    The byte order mark in front makes spreadsheets read Vietnamese as it is.

    Args:
        path: The file; its folder is made when it does not exist.
        header: Names of the columns.
        rows: Cells in the order of the header; None is written as an empty cell and a
            float in its shortest form that reads back the same.

    Raises:
        ValueError: A row has more or fewer cells than the header.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        if len(row) != len(header):
            msg = f"a row has {len(row)} cells, the header {len(header)}: {row!r}"
            raise ValueError(msg)
        writer.writerow(row)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.getvalue().encode("utf-8-sig"))
