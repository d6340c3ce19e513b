"""The command that answers what indicators were, where, and in which period."""

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from hatangso.cli.console import Output
from hatangso.cli.options import Lang
from hatangso.errors import InvalidInputError, Message
from hatangso.indicators.series.analytics import AS_REPORTED
from hatangso.io.indicator_tables import (
    analytics_csv,
    analytics_json,
    write_analytics_csv,
    write_analytics_workbook,
)
from hatangso.io.sdmx_csv import sdmx_csv
from hatangso.language import Language, translate
from hatangso.model.indicator_series import AnalyticsRow, AnalyticsTable
from hatangso.model.unit_history import SuccessionBasis
from hatangso.workflows.indicator_words import (
    ORIGINS,
    STATUSES,
    method_text,
    note_text,
    observation_text,
    promise_text,
    source_text,
)
from hatangso.workflows.indicators import indicators_of

__all__ = ["indicators", "say_indicators"]


class TableFormat(StrEnum):
    """How an answer is handed on."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    XLSX = "xlsx"
    SDMX_CSV = "sdmx-csv"


Codes = Annotated[
    str, typer.Option("--dx", help="Mã chỉ tiêu, cách nhau bằng dấu chấm phẩy (codes).")
]


def indicators(
    directories: Annotated[
        list[Path],
        typer.Argument(help="Các thư mục dữ liệu của tỉnh (province directories)."),
    ],
    *,
    dx: Codes = "",
    pe: Annotated[
        str, typer.Option("--pe", help="Kỳ (periods): 2024;2024-Q4;2025-03.")
    ] = "",
    ou: Annotated[
        str,
        typer.Option(
            "--ou", help="Đơn vị: mã, tên (units: code, name): 19;LEVEL-commune."
        ),
    ] = "",
    boundaries: Annotated[
        str,
        typer.Option(help="Địa giới (boundaries): as-reported, current, 2025-07-01."),
    ] = AS_REPORTED,
    by: Annotated[
        SuccessionBasis,
        typer.Option(help="Chia theo (divided by): area, people, households."),
    ] = SuccessionBasis.PEOPLE,
    known_on: Annotated[
        datetime | None,
        typer.Option(
            formats=["%d/%m/%Y", "%Y-%m-%d"],
            help="Chỉ lấy số đã công bố đến ngày này (leave out what was said later).",
        ),
    ] = None,
    output_format: Annotated[
        TableFormat,
        typer.Option("--format", help="Dạng kết quả (format of the answer)."),
    ] = TableFormat.TABLE,
    output: Annotated[
        Path | None, typer.Option(help="Tệp để ghi (file to write).")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Như --format json (the same).")
    ] = False,
    language: Lang,
) -> None:
    """Chuỗi số liệu của chỉ tiêu theo đơn vị, kỳ (indicators by unit and period)."""
    chosen = TableFormat.JSON if as_json else output_format
    out = Output(language, chosen is TableFormat.JSON)
    with out.errors_shown():
        if chosen is TableFormat.XLSX and output is None:
            raise InvalidInputError("a workbook needs a file: name it with --output")
        table = indicators_of(
            directories,
            dx=_listed(dx),
            pe=_listed(pe),
            ou=_listed(ou),
            boundaries=boundaries,
            known_on=known_on.date() if known_on else None,
            basis=by,
        )
        if chosen is TableFormat.TABLE:
            say_indicators(out, table)
        else:
            _hand_on(out, table, chosen, output)


def say_indicators(out: Output, table: AnalyticsTable) -> None:
    """Say each value with its unit, period, status, source and what is to be known."""
    last = ""
    for row in table.rows:
        is_vietnamese = out.language is Language.VI
        name = row.indicator.name_vi if is_vietnamese else row.indicator.name_en
        if row.indicator.code != last:
            out.say("{name} ({code})", name=name, code=row.indicator.code)
            last = row.indicator.code
        _say_row(out, row, table)
    out.show_findings(table.findings)
    out.say(
        "{count} values and targets on the boundaries: {boundaries}.",
        count=len(table.rows),
        boundaries=translate(Message("as reported"), out.language)
        if table.boundaries == AS_REPORTED
        else table.boundaries,
    )


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _hand_on(
    out: Output, table: AnalyticsTable, chosen: TableFormat, output: Path | None
) -> None:
    language = out.language
    if chosen is TableFormat.XLSX and output is not None:
        write_analytics_workbook(output, table, language)
    elif chosen is TableFormat.CSV and output is not None:
        write_analytics_csv(output, table, language)
    else:
        text = _TEXTS[chosen](table, language)
        if output is None:
            typer.echo(text, nl=False)
            return
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_bytes(text.encode("utf-8"))
    out.show_findings(table.findings)
    out.say("{count} rows in {path}.", count=len(table.rows), path=output)


_TEXTS: Mapping[TableFormat, Callable[[AnalyticsTable, Language], str]] = {
    TableFormat.CSV: analytics_csv,
    TableFormat.JSON: analytics_json,
    TableFormat.SDMX_CSV: lambda table, _: sdmx_csv(table),
}


def _say_row(out: Output, row: AnalyticsRow, table: AnalyticsTable) -> None:
    value = row.value
    unit = f"{row.unit.kind} {row.unit.name}"
    if value is None:
        told = translate(Message("no value"), out.language)
    else:
        told = observation_text(out.language, value, row.indicator.unit)
    out.say("  {unit}, {period}: {value}", unit=unit, period=row.period, value=told)
    if value is not None:
        method = method_text(out.language, value.method)
        out.say(
            "      {status}{method}; {origin}: {source}",
            status=translate(STATUSES[value.status], out.language),
            method=f" ({method})" if method else "",
            origin=translate(ORIGINS[value.origin], out.language),
            source=source_text(out.language, value, table.documents),
        )
    others = (
        (Message("before"), row.earlier),
        (Message("beside it"), row.beside),
    )
    for word, items in others:
        for item in items:
            out.say(
                "      {word}: {value}, {origin}: {source}",
                word=translate(word, out.language),
                value=observation_text(out.language, item, row.indicator.unit),
                origin=translate(ORIGINS[item.origin], out.language),
                source=item.source,
            )
    for target in row.targets:
        out.say(
            "      target {goal}, {document}",
            goal=promise_text(out.language, target),
            document=target.document,
        )
    for note in row.notes:
        out.say("      · {note}", note=note_text(out.language, note))
