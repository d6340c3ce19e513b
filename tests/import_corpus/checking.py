"""Hold what was read of a file against what must be read."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import shapely

from hatangso.errors import Finding, InvalidInputError, Severity
from hatangso.model.file_reading import ImportPreview, ReadRow, TableReading
from hatangso.model.record import Actor
from hatangso.workflows.register.import_files import preview_import
from import_corpus.corpus_nouns import (
    UNREADABLE,
    Case,
    ExpectedTable,
    Hard,
    Problem,
    Refusal,
)

__all__ = ["Verdict", "verdict"]

TODAY = date(2026, 3, 2)
# A metre on the ground, in degrees.
_NEAR_DEG = 9e-6
_PLACES = ("lon_deg", "lat_deg")
_LEAST_OVERLAP_RATIO = 0.999
# What follows from other cells of the row and is not told by a case.
_DERIVED = ("printed", "id")


@dataclass
class Verdict:
    """What came of a case.

    Attributes:
        failures: What was read wrong without a word, or not said.
        flagged: Values that were not read, with a finding at their cell.
        values: How many values were compared.
    """

    failures: list[str] = field(default_factory=list)
    flagged: list[str] = field(default_factory=list)
    values: int = 0


def verdict(case: Case, path: Path, directory: Path) -> Verdict:
    """Import a file of the corpus and hold the preview against the case."""
    result = Verdict()
    try:
        preview = preview_import(
            directory,
            path,
            actor=Actor("corpus"),
            today=TODAY,
            kind=case.kind,
            answers=dict(case.answers),
        )
    except InvalidInputError as error:
        _hold_refusal(case, error, path, result)
        return result
    if isinstance(case.expected, Refusal):
        result.failures.append(f"was read, not refused ({case.expected.part})")
        return result
    _hold_questions(case, preview, result)
    for table in case.expected:
        _hold_table(table, preview, result)
    if "kind" not in case.questions:
        _hold_other_tables(case.expected, preview, result)
    return result


def _hold_refusal(
    case: Case, error: InvalidInputError, path: Path, result: Verdict
) -> None:
    told = " | ".join([str(error), *map(str, error.findings)])
    if not isinstance(case.expected, Refusal):
        result.failures.append(f"was refused: {told}")
    elif case.expected.part not in told:
        result.failures.append(f'does not say "{case.expected.part}": {told}')
    elif path.name not in told:
        result.failures.append(f"does not name its file: {told}")


def _hold_questions(case: Case, preview: ImportPreview, result: Verdict) -> None:
    asked = [question.key for question in preview.questions]
    allowed = tuple(question.lstrip("?") for question in case.questions)
    missed = [
        question
        for question in case.questions
        if question[0] != "?" and not any(key.startswith(question) for key in asked)
    ]
    needless = [
        key
        for key in asked
        if key not in case.answers and not key.startswith(allowed or ("\0",))
    ]
    result.failures += [f"does not ask {key}" for key in missed]
    result.failures += [f"asks {key} without need" for key in needless]


def _hold_table(table: ExpectedTable, preview: ImportPreview, result: Verdict) -> None:
    readings = [one for one in preview.readings if one.sheet == table.sheet]
    if not readings:
        sheets = [one.sheet for one in preview.readings]
        result.failures.append(f"sheet {table.sheet!r} was not read, only {sheets}")
        return
    kinds = [one.kind for one in readings]
    if table.kind and table.kind not in kinds:
        result.failures.append(f"{table.sheet}: is {kinds}, not {table.kind}")
        return
    reading = _as_one([one for one in readings if one.kind == table.kind])
    rows: dict[int, list[ReadRow]] = {}
    for row in reading.rows:
        rows.setdefault(row.number, []).append(row)
    for number, wanted in table.rows.items():
        _hold_rows(table, reading, rows.get(number, []), (number, wanted), result)
    for number in rows.keys() - table.rows.keys():
        if not _findings_at(reading, number):
            told = [row.values for row in rows[number]]
            result.failures.append(f"{table.sheet}: row {number} is no record: {told}")
    _hold_problems(table, reading, result)


def _as_one(readings: Sequence[TableReading]) -> TableReading:
    """Return the tables that a table was taken apart into, put together again."""
    return replace(
        readings[0],
        matches=tuple(one for reading in readings for one in reading.matches),
        rows=tuple(one for reading in readings for one in reading.rows),
        findings=tuple(one for reading in readings for one in reading.findings),
    )


def _hold_rows(
    table: ExpectedTable,
    reading: TableReading,
    found: Sequence[ReadRow],
    expected: tuple[int, Mapping[str, Any] | tuple[Mapping[str, Any], ...]],
    result: Verdict,
) -> None:
    """Hold the records of one row of the file: one, or one for each of its columns."""
    number, wanted = expected
    several = wanted if isinstance(wanted, tuple) else (wanted,)
    if len(found) == len(several):
        for row, values in zip(found, several, strict=True):
            _hold_row(table, reading, row, values, result)
    elif not found or not _findings_at(reading, number):
        result.failures.append(
            f"{table.sheet}: row {number} gave {len(found)} records, not {len(several)}"
        )
    else:
        result.flagged.append(f"{table.sheet}: row {number} as a whole")


def _hold_row(
    table: ExpectedTable,
    reading: TableReading,
    row: ReadRow,
    values: Mapping[str, Any],
    result: Verdict,
) -> None:
    for name, wanted in values.items():
        result.values += 1
        found = row.values.get(name)
        if isinstance(wanted, Hard):
            wanted = wanted.value  # noqa: PLW2901 - what it stands for
        if wanted is not UNREADABLE and _is_same(name, found, wanted):
            continue
        where = f"{table.sheet}: row {row.number} {name}"
        if _findings_at(reading, row.number, name):
            result.flagged.append(f"{where}: {found!r}, not {wanted!r}")
            continue
        shown = "something that is told" if wanted is UNREADABLE else repr(wanted)
        result.failures.append(f"{where}: {found!r}, not {shown}")
    for name, found in row.values.items():
        is_new = name not in values and name not in _DERIVED and found is not None
        if is_new and not _findings_at(reading, row.number, name):
            result.failures.append(
                f"{table.sheet}: row {row.number} {name}: {found!r} from nowhere"
            )


def _is_same(name: str, found: object, wanted: object) -> bool:
    if isinstance(wanted, shapely.Geometry):
        return isinstance(found, bytes) and _is_same_shape(found, wanted)
    if isinstance(wanted, bool) or isinstance(found, bool):
        return found is wanted
    if isinstance(wanted, int | float) and isinstance(found, int | float):
        near = _NEAR_DEG if name in _PLACES else 1e-9 * max(1.0, abs(wanted))
        return math.isclose(found, wanted, rel_tol=0, abs_tol=near)
    return found == wanted


def _is_same_shape(found: bytes, wanted: shapely.Geometry) -> bool:
    shape = shapely.from_wkb(found)
    if wanted.geom_type == "Polygon":
        common = shape.intersection(wanted).area
        return bool(common >= _LEAST_OVERLAP_RATIO * max(shape.area, wanted.area))
    return bool(shape.hausdorff_distance(wanted) <= _NEAR_DEG)


def _findings_at(reading: TableReading, row: int, name: str = "") -> list[Finding]:
    """Return what is said of a row, or of the cell of a field or the whole row."""
    letters = {one.column.letter for one in reading.matches if one.field == name}
    if name in _PLACES:
        letters |= {
            one.column.letter for one in reading.matches if one.field in _PLACES
        }
    found = []
    for one in reading.findings:
        column = one.place.column
        is_here = (
            not name
            or column is None
            or column.partition(" (")[0] in letters
            or column == name
        )
        if one.place.row == row and is_here:
            found.append(one)
    return found


def _hold_problems(
    table: ExpectedTable, reading: TableReading, result: Verdict
) -> None:
    for problem in table.problems:
        if not any(_is_told(problem, table, one) for one in reading.findings):
            result.failures.append(f"{table.sheet}: does not say {problem}")
    needless = [
        one
        for one in reading.findings
        if one.severity is Severity.ERROR
        and not any(_is_told(problem, table, one) for problem in table.problems)
        and not _is_at_unreadable(one, table)
    ]
    result.failures += [f"needless: {one}" for one in needless[:3]]


def _is_told(problem: Problem, table: ExpectedTable, finding: Finding) -> bool:
    letter = table.columns.get(problem.field, problem.field)
    column = (finding.place.column or "").partition(" (")[0]
    return (
        finding.severity == problem.severity
        and problem.part in f"{finding.problem}; {finding.fix}"
        and (problem.row is None or finding.place.row == problem.row)
        and (not problem.field or column == letter)
    )


def _is_at_unreadable(finding: Finding, table: ExpectedTable) -> bool:
    values = table.rows.get(finding.place.row or 0, {})
    if isinstance(values, tuple):
        return True
    return any(
        value is UNREADABLE or isinstance(value, Hard) for value in values.values()
    )


def _hold_other_tables(
    tables: Sequence[ExpectedTable], preview: ImportPreview, result: Verdict
) -> None:
    told = {table.sheet for table in tables}
    result.failures += [
        f"{sheet}: {count} rows from a sheet that holds no records"
        for sheet, count in _records(preview.readings)
        if sheet not in told
    ]


def _records(readings: Iterable[TableReading]) -> list[tuple[str, int]]:
    return [
        (one.sheet, sum(row.is_usable for row in one.rows))
        for one in readings
        if one.kind and any(row.is_usable for row in one.rows)
    ]
