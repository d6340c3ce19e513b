"""Read measurements of signal levels: drive tests and what people's phones report."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from hatangso.errors import Message, Place
from hatangso.io.findings import Findings
from hatangso.io.measurement_layouts import LAYOUTS, BadRow, Layout, measurement
from hatangso.io.tables import Column, read_rows, text
from hatangso.model.measurement import Measurement

__all__ = ["MeasurementFiles", "read_measurements"]

# Of the rows of a file; a file with more defects than this is not what it seems.
MOST_DEFECTIVE_RATIO = 0.1
_ROWS_SHOWN = 5
_LONGEST_HEADER_CHARACTERS = 10_000


@dataclass(frozen=True)
class MeasurementFiles:
    """What measurement files hold.

    Attributes:
        measurements: In the order of files and rows, each once.
        rows: Number of rows of all files.
    """

    measurements: tuple[Measurement, ...]
    rows: int


def read_measurements(
    paths: Iterable[Path],
    findings: Findings,
    *,
    most_defective_ratio: float = MOST_DEFECTIVE_RATIO,
) -> MeasurementFiles:
    """Read measurement files of any known layout.

    Args:
        paths: Text files in UTF-8, separated by commas, semicolons or tabs.
        findings: Receives one finding per file and kind of defect, with the number of
            rows that were left out for it: a warning while the defects of a file are
            few, an error when they are too many.
        most_defective_ratio: From which share of the rows on they are too many.
    """
    found: dict[tuple[object, ...], Measurement] = {}
    rows = 0
    for path in paths:
        layout, columns = _layout(path, findings)
        if layout is None:
            continue
        texts = [
            Column(name, text, required=False, default="")
            for name in sorted(set(columns.values()))
        ]
        left_out: dict[BadRow, list[int]] = defaultdict(list)
        table = read_rows(path, texts, findings)
        for number, row in table:
            cells = {kind: str(row[name]) for kind, name in columns.items()}
            item = measurement(cells, layout, file=path.name, row=number)
            if (
                isinstance(item, Measurement)
                and found.setdefault(_key(item), item) != item
            ):
                item = BadRow.DUPLICATE
            if isinstance(item, BadRow):
                left_out[item].append(number)
        rows += len(table)
        _report(path.name, len(table), left_out, most_defective_ratio, findings)
    return MeasurementFiles(tuple(found.values()), rows)


def _key(item: Measurement) -> tuple[object, ...]:
    """Return what makes two rows the same measurement."""
    place = item.lon_deg, item.lat_deg
    return *place, item.technology, item.operator, item.cell, item.level_dbm, item.time


def _layout(path: Path, findings: Findings) -> tuple[Layout | None, dict[str, str]]:
    """Return the layout of a file and its columns by what they hold."""
    header = _header(path)
    for layout in LAYOUTS:
        columns = layout.found_in(header)
        if all(kind in columns for kind in layout.required):
            return layout, columns
    # Read as a table of nothing, it says why it cannot be read, if that is so.
    before = len(findings.items)
    read_rows(path, (), findings)
    if len(findings.items) == before:
        findings.error(
            Place(path.name, 1),
            Message(
                "the header is not that of a measurement file; found: {found}",
                {"found": ", ".join(name for name in header if name)},
            ),
            Message(
                "write lon_deg, lat_deg, technology, operator and level_dbm, or give a"
                " log of G-NetTrack or a file of OpenCelliD"
            ),
        )
    return None, {}


def _header(path: Path) -> list[str]:
    """Return the names of the columns; none when the file cannot be read."""
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as stream:
            line = stream.readline(_LONGEST_HEADER_CHARACTERS)
            if line.strip().strip('"').casefold().startswith("sep="):
                line = stream.readline(_LONGEST_HEADER_CHARACTERS)
    except OSError:
        return []
    separator = max((",", ";", "\t"), key=line.count)
    cells = next(csv.reader([line], delimiter=separator), [])
    return [cell.strip() for cell in cells]


def _report(
    file: str,
    rows: int,
    left_out: dict[BadRow, list[int]],
    most_defective_ratio: float,
    findings: Findings,
) -> None:
    """Say which rows of a file were left out, and why."""
    defects = sum(len(n) for reason, n in left_out.items() if reason.is_defect)
    is_too_many = defects > most_defective_ratio * rows
    for reason in BadRow:
        numbers = left_out.get(reason, [])
        if not numbers:
            continue
        note = findings.error if reason.is_defect and is_too_many else findings.warn
        note(
            Place(file, numbers[0]),
            Message(
                "{count} of {rows} rows left out: {reason} (rows {numbers})",
                {
                    "count": len(numbers),
                    "rows": rows,
                    "reason": reason.problem,
                    "numbers": _shown(numbers),
                },
            ),
            reason.fix,
            len(numbers),
        )
    is_empty = rows == sum(map(len, left_out.values()))
    if is_empty and not findings.has_error(file):
        findings.error(
            Place(file),
            Message("no row of the file can be used"),
            Message("see what was left out, and record again"),
        )


def _shown(numbers: Sequence[int]) -> str:
    first = ", ".join(str(number) for number in numbers[:_ROWS_SHOWN])
    return first + (" …" if len(numbers) > _ROWS_SHOWN else "")
