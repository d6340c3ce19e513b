"""Series of indicators as tables: values told by others, and answers handed on."""

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from hatangso.io.csv_tables import write_csv
from hatangso.io.findings import Findings
from hatangso.io.records.formula_guard import guarded
from hatangso.io.tables import Column, Row, choice, iso_day, number, read_rows, text
from hatangso.language.sentences import Language
from hatangso.model.indicator import Comparator
from hatangso.model.indicator_series import (
    AnalyticsRow,
    AnalyticsTable,
    Observation,
    Origin,
    SeriesLine,
)

__all__ = [
    "ANALYTICS_HEADER",
    "SERIES_FILE",
    "analytics_csv",
    "analytics_json",
    "analytics_record",
    "read_series_lines",
    "write_analytics_csv",
    "write_analytics_workbook",
]

SERIES_FILE = "indicator_series.csv"
# A workbook says when it was made; equal answers give equal bytes.
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


_COLUMNS = (
    Column("indicator", text),
    Column("unit", text),
    Column("period", text),
    Column("value", number(), required=False),
    Column("unit_of_measure", text, required=False, default=""),
    Column("numerator", number(), required=False),
    Column("denominator", number(), required=False),
    Column("origin", choice([*Origin]), required=False, default="reported"),
    Column("source", text, required=False, default=""),
    Column("issued", text, required=False, default=""),
    Column("comparator", choice([*Comparator]), required=False, default="="),
    Column("on", iso_day, required=False),
)


def read_series_lines(path: Path, findings: Findings) -> list[SeriesLine]:
    """Read a table of values; none when there is no such file.

    Cells that cannot be understood are errors among the findings.
    """
    if not path.is_file():
        return []
    return [
        _line(path.name, number_, row)
        for number_, row in read_rows(path, _COLUMNS, findings)
    ]


def _line(file: str, number_: int, row: Row) -> SeriesLine:
    values: dict[str, Any] = {**row, "file": file, "row": number_}
    values["origin"] = Origin(values["origin"])
    values["comparator"] = Comparator(values["comparator"])
    return SeriesLine(**values)


ANALYTICS_HEADER = (
    *("dx", "indicator", "ou", "unit_name", "unit_level", "pe"),
    *("comparator", "value", "unit", "numerator", "denominator", "unknown"),
    *("status", "is_restated", "method", "is_estimated", "missing", "origin"),
    *("source", "source_title", "issued", "value_period", "figure", "flag"),
    *("boundaries_on", "rests_on_synthetic", "earlier", "beside", "spread"),
    *("targets", "notes", "groups"),
)


def analytics_record(
    row: AnalyticsRow, table: AnalyticsTable, language: Language
) -> dict[str, object]:
    """Return one row of an answer by the names of ``ANALYTICS_HEADER``.

    Lists stay lists; what is not known is None.
    """
    value = row.value
    is_vietnamese = language is Language.VI
    name = row.indicator.name_vi if is_vietnamese else row.indicator.name_en
    record: dict[str, object] = dict.fromkeys(ANALYTICS_HEADER)
    record |= {
        "dx": row.indicator.code,
        "indicator": name,
        "ou": row.unit.code,
        "unit_name": f"{row.unit.kind} {row.unit.name}",
        "unit_level": str(row.unit.level),
        "pe": row.period,
        "unit": row.indicator.unit,
        "earlier": [_told(item) for item in row.earlier],
        "beside": [_told(item) for item in row.beside],
        "spread": row.spread,
        "targets": [
            {
                "id": target.id,
                "comparator": str(target.comparator),
                "value": target.value,
                "unit": target.unit,
                "period": target.period,
                "document": target.document,
            }
            for target in row.targets
        ],
        "notes": list(row.notes),
        "groups": list(table.groups.get(row.indicator.code, ())),
    }
    if value is not None:
        record |= _value_cells(value, table, language)
    return record


def _value_cells(
    value: Observation, table: AnalyticsTable, language: Language
) -> dict[str, object]:
    document = table.documents.get(value.source)
    title = ""
    if document is not None:
        title = (
            document.title_vi if language is Language.VI else document.title_en
        ) or document.title_vi
    return {
        "comparator": str(value.comparator),
        "value": value.value,
        "numerator": value.numerator,
        "denominator": value.denominator,
        "unknown": value.unknown,
        "status": str(value.status),
        "is_restated": value.status == "restated",
        "method": value.method,
        "is_estimated": value.is_estimated,
        "missing": list(value.missing),
        "origin": str(value.origin),
        "source": value.source,
        "source_title": title,
        "issued": value.issued,
        "value_period": value.period,
        "figure": value.figure,
        "flag": value.flag,
        "boundaries_on": value.stated_on.isoformat(),
        "rests_on_synthetic": value.rests_on_synthetic,
    }


def _told(item: Observation) -> dict[str, object]:
    return {
        "value": item.value,
        "comparator": str(item.comparator),
        "origin": str(item.origin),
        "source": item.source,
        "issued": item.issued,
        "numerator": item.numerator,
        "denominator": item.denominator,
        "figure": item.figure,
    }


def analytics_json(table: AnalyticsTable, language: Language) -> str:
    """Return an answer as one JSON object: boundaries, and a list of rows."""
    content = {
        "boundaries": table.boundaries,
        "rows": [analytics_record(row, table, language) for row in table.rows],
    }
    return json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def analytics_csv(table: AnalyticsTable, language: Language) -> str:
    """Return an answer as delimited text for a screen or a pipe."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerows([ANALYTICS_HEADER, *_rows(table, language)])
    return stream.getvalue()


def write_analytics_csv(path: Path, table: AnalyticsTable, language: Language) -> None:
    """Write an answer as CSV; equal answers give equal bytes."""
    write_csv(path, ANALYTICS_HEADER, _rows(table, language))


def write_analytics_workbook(
    path: Path, table: AnalyticsTable, language: Language
) -> None:
    """Write an answer as a workbook with one sheet; equal answers give equal bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as workbook:
        workbook.set_properties({"created": _LONG_AGO})
        sheet = workbook.add_worksheet("indicators")
        bold = workbook.add_format({"bold": True})
        sheet.write_row(0, 0, ANALYTICS_HEADER, bold)
        sheet.freeze_panes(1, 1)
        for number_, row in enumerate(table.rows, start=1):
            record = analytics_record(row, table, language)
            for column, name in enumerate(ANALYTICS_HEADER):
                cell = _cell(record[name])
                if cell != "":
                    sheet.write(number_, column, cell)


def _rows(table: AnalyticsTable, language: Language) -> list[list[object]]:
    return [
        [
            guarded(cell) if isinstance(cell, str) and name != "comparator" else cell
            for name, cell in ((name, _cell(record[name])) for name in ANALYTICS_HEADER)
        ]
        for record in (analytics_record(row, table, language) for row in table.rows)
    ]


def _cell(value: object) -> object:
    """Return what a cell can hold: a list is told in one text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(_text(item) for item in value)
    return value


def _text(item: object) -> str:
    if not isinstance(item, dict):
        return str(item)
    parts = [item.get("comparator"), item.get("value"), item.get("unit")]
    told = " ".join(str(part) for part in parts if part not in (None, "", "="))
    source = item.get("document") or item.get("source") or item.get("origin")
    return f"{told} ({source})"
