"""The command that says which dossiers of one-stop offices were handled in time."""

from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from hatangso.cli.console import Output
from hatangso.cli.options import Json, Lang, now
from hatangso.errors import Message
from hatangso.language import format_number, translate
from hatangso.model.dossier import DossierState
from hatangso.procedures.totals import Total
from hatangso.units import VIETNAM_TIME
from hatangso.workflows.procedure_results import judge_province
from hatangso.workflows.procedure_words import GROUP_WORDS, STATE_WORDS, UNNAMED
from hatangso.workflows.procedures import (
    Grouping,
    ProcedureSummary,
    procedures_in_time,
)

__all__ = ["procedures"]

_SHOWN = (
    DossierState.EARLY,
    DossierState.ON_TIME,
    DossierState.LATE,
    DossierState.WAITING,
    DossierState.WAITING_LATE,
    DossierState.SUSPENDED,
)
_LATE_DOSSIERS_SHOWN = 5


def procedures(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="DIRECTORY|FILE",
            help="Thư mục của tỉnh có dossiers.csv, hoặc tệp hồ sơ một cửa"
            " (province directory, or a file of dossiers).",
        ),
    ],
    *,
    calendar: Annotated[
        Path | None,
        typer.Option(help="Lịch làm việc của tỉnh, TOML (a province's own calendar)."),
    ] = None,
    by: Annotated[
        Grouping,
        typer.Option(help="Tổng hợp theo (count by): agency, procedure, field, month."),
    ] = Grouping.AGENCY,
    as_of: Annotated[
        datetime | None,
        typer.Option(
            formats=["%d/%m/%Y", "%Y-%m-%d"],
            help="Tính đến hết ngày (to the end of a day); mặc định: bây giờ.",
        ),
    ] = None,
    as_json: Json = False,
    language: Lang,
) -> None:
    """Hồ sơ thủ tục đúng hạn, trễ hạn (which dossiers were handled in time)."""
    out = Output(language, as_json)
    with out.errors_shown():
        moment = now().astimezone(VIETNAM_TIME).replace(tzinfo=None)
        if as_of is not None:
            moment = datetime.combine(as_of.date(), time()) + timedelta(days=1)
        if file.is_dir() and calendar is None:
            found = judge_province(file, as_of=moment, by=by)
        else:
            found = procedures_in_time(file, as_of=moment, calendar=calendar, by=by)
        if not as_json:
            out.show_findings(found.findings)
            _say(out, found)
        out.finish({"procedures": found})


def _say(out: Output, found: ProcedureSummary) -> None:
    out.say(
        "{file}: {rows} rows, {judged} dossiers, {refused} rows refused,"
        " {duplicates} duplicates; as of {moment}.",
        file=found.file,
        rows=_count(out, found.rows),
        judged=_count(out, found.judged),
        refused=_count(out, found.refused_rows),
        duplicates=_count(out, found.duplicate_rows),
        moment=f"{found.as_of:%d/%m/%Y %H:%M}",
    )
    _show_table(out, found)
    apart = [
        f"{translate(STATE_WORDS[state], out.language)} {_count(out, number)}"
        for state, number in found.whole.counts.items()
        if number and state not in _SHOWN
    ]
    if apart:
        out.say("Counted apart: {states}.", states=", ".join(apart))
    if found.moved_deadlines:
        out.say(
            "{count} deadlines lay on a day off and count as the next working day's.",
            count=_count(out, found.moved_deadlines),
        )
    if found.waiting_late:
        out.say("Longest past their deadline:")
    for one in found.waiting_late[:_LATE_DOSSIERS_SHOWN]:
        out.say(
            "  {id}, {agency}: {hours} working hours (row {row})",
            id=one.id,
            agency=one.agency or "-",
            hours=format_number(one.late_h, 1, out.language),
            row=str(one.row),
        )
    if found.progress_points is not None:
        out.say(
            "Decision 766/QĐ-TTg, progress of handling: {points} of 20 points.",
            points=format_number(found.progress_points, 2, out.language),
        )
    out.say(
        "{count} days of the calendar are assumed and were not held against an"
        " announcement; --json lists them.",
        count=len(found.assumed),
    )


def _show_table(out: Output, found: ProcedureSummary) -> None:
    """Print a row for each group, and one for all."""
    table = Table(box=None, pad_edge=False)
    table.add_column(translate(GROUP_WORDS[found.by], out.language), max_width=40)
    titles = [STATE_WORDS[state] for state in _SHOWN]
    titles += [Message("In time, %"), Message("mean delay, h")]
    for title in titles:
        table.add_column(translate(title, out.language), justify="right")
    for total in found.groups:
        unnamed = translate(UNNAMED, out.language)
        table.add_row(total.key or unnamed, *_cells(out, total))
    table.add_row(translate(Message("All"), out.language), *_cells(out, found.whole))
    Console(highlight=False).print(table)


def _cells(out: Output, total: Total) -> list[str]:
    cells = [_count(out, total.counts[state]) for state in _SHOWN]
    ratio, mean_h = total.on_time_ratio, total.late_mean_h
    cells.append("-" if ratio is None else format_number(100 * ratio, 2, out.language))
    cells.append("-" if mean_h is None else format_number(mean_h, 1, out.language))
    return cells


def _count(out: Output, number: int) -> str:
    return format_number(number, 0, out.language)
