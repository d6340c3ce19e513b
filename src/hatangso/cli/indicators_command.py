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
from hatangso.indicators.series.analytics import AS_REPORTED, NOTES
from hatangso.io.indicator_tables import (
    analytics_csv,
    analytics_json,
    write_analytics_csv,
    write_analytics_workbook,
)
from hatangso.io.sdmx_csv import sdmx_csv
from hatangso.language import Language, as_sentence, format_shortest, translate
from hatangso.model.indicator import Comparator, Target
from hatangso.model.indicator_series import AnalyticsRow, AnalyticsTable, Observation
from hatangso.model.unit_history import SuccessionBasis
from hatangso.workflows.indicators import indicators_of

__all__ = ["indicators", "say_indicators"]


class TableFormat(StrEnum):
    """How an answer is handed on."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    XLSX = "xlsx"
    SDMX_CSV = "sdmx-csv"


_STATUSES = {
    "reported": Message("reported"),
    "computed": Message("computed"),
    "restated": Message("restated"),
}
_ORIGINS = {
    "reported": Message("reported by an authority"),
    "measured": Message("measured"),
    "declared": Message("declared by an operator"),
    "register": Message("counted in the register"),
    "calculated": Message("calculated from other figures"),
    "simulated": Message("simulated"),
}
_METHODS = {
    "sum": Message("sum"),
    "counts": Message("numerator and denominator"),
    "mean_of_provinces": Message("simple mean of the old provinces"),
    "by:people": Message("divided by people"),
    "by:area": Message("divided by area"),
    "by:households": Message("divided by households"),
    "told_for": Message("told for"),
    "periods": Message("periods put together:"),
}
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
        told = _printed(out, value, row)
    out.say("  {unit}, {period}: {value}", unit=unit, period=row.period, value=told)
    if value is not None:
        title = value.source
        if document := table.documents.get(value.source):
            is_vietnamese = out.language is Language.VI
            title = document.title_vi if is_vietnamese else document.title_en
        status = _STATUSES[value.status]
        method = _method(out, value.method)
        out.say(
            "      {status}{method}; {origin}: {source}",
            status=translate(status, out.language),
            method=method,
            origin=translate(_ORIGINS[value.origin], out.language),
            source=title or value.source,
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
                value=_printed(out, item, row),
                origin=translate(_ORIGINS[item.origin], out.language),
                source=item.source,
            )
    for target in row.targets:
        out.say(
            "      target {goal}, {document}",
            goal=_goal(out, target),
            document=target.document,
        )
    for note in row.notes:
        code, _, rest = note.partition(":")
        text = translate(NOTES[code], out.language)
        out.say("      · {note}", note=as_sentence(f"{text}: {rest}" if rest else text))


def _method(out: Output, method: str) -> str:
    """Return how a value was made, in words."""
    words = []
    for part in filter(None, method.split("; ")):
        code, _, told = part.partition(":")
        if part in _METHODS:
            code, told = part, ""
        words.append(f"{translate(_METHODS[code], out.language)} {told}".strip())
    return f" ({', '.join(words)})" if words else ""


def _printed(out: Output, value: Observation, row: AnalyticsRow) -> str:
    if value.value is None:
        return translate("not known", out.language)
    sign = "" if value.comparator is Comparator.EQUAL else f"{value.comparator} "
    text = f"{sign}{_number(out, value.value)} {row.indicator.unit}"
    if value.numerator is None or value.denominator is None:
        return text
    counts = (_number(out, count) for count in (value.numerator, value.denominator))
    return f"{text} = {' / '.join(counts)}"


def _goal(out: Output, target: Target) -> str:
    sign = "" if target.comparator is Comparator.EQUAL else f"{target.comparator} "
    return f"{sign}{_number(out, target.value)} {target.unit}"


def _number(out: Output, value: float) -> str:
    return format_shortest(value, language=out.language)
