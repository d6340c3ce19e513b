"""The command that says which tasks are late, what is delivered, what was paid."""

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from hatangso.cli.console import Output
from hatangso.cli.options import Directory, Json, Lang, now
from hatangso.errors import Message
from hatangso.language import format_date, format_money_vnd, format_number, translate
from hatangso.programme.delivery import DeliveryShare
from hatangso.programme.money import MoneyTotal
from hatangso.units import VIETNAM_TIME
from hatangso.workflows.programme import (
    DELAY_WORDS,
    ProgrammeSummary,
    TaskStanding,
    programme_of,
)

__all__ = ["programme"]

_PERCENT = 100
_NONE = "\N{EN DASH}"


def programme(
    directory: Directory,
    *,
    most: Annotated[
        int,
        typer.Option(min=0, help="Số nhiệm vụ được liệt kê (tasks that are listed)."),
    ] = 20,
    as_json: Json = False,
    language: Lang,
) -> None:
    """Nhiệm vụ trễ hạn, giải ngân, kết quả (tasks: late, delivered, paid)."""
    out = Output(language, as_json)
    with out.errors_shown():
        today = now().astimezone(VIETNAM_TIME).date()
        found = programme_of(directory, today=today)
        if found.tasks:
            _say(out, found, most)
        else:
            out.say("The register has no tasks: import the annex of a plan.")
        out.finish({"programme": found})


def _say(out: Output, found: ProgrammeSummary, most: int) -> None:
    out.say("{tasks} tasks, {late} late.", tasks=len(found.tasks), late=len(found.late))
    for one in found.late[:most]:
        _say_late(out, one)
    told = found.delivery
    for sentence, share in (
        (Message("Delivered by count of tasks: {share}"), told.by_count),
        (Message("Delivered by weight of budget: {share}"), told.by_budget),
        (Message("Delivered by reported work: {share}"), told.by_report),
    ):
        out.say(sentence.text, share=_delivered(out, share))
    if told.stopped:
        out.say(
            "{count} stopped tasks are in none of these figures.",
            count=len(told.stopped),
        )
    _show_money(out, found)
    for one in found.tasks:
        for contradiction in one.contradictions:
            said = translate(contradiction.message, out.language)
            out.show(f"! {one.task.name}: {said}", hang=2)
    if found.lost:
        out.say(
            "{count} milestones or sums name no task of the register.",
            count=len(found.lost),
        )


def _say_late(out: Output, one: TaskStanding) -> None:
    """Print a late task, why it is late, and whose it is."""
    reasons = ", ".join(
        translate(DELAY_WORDS[delay], out.language) for delay in one.lateness.delays
    )
    deadline = one.task.deadline
    day = format_date(deadline, out.language) if deadline else _NONE
    days = format_number(one.lateness.days_late, 0, out.language)
    said = translate(
        Message(
            "{name} ({lead}), deadline {day}: {reasons}; {days} days",
            {
                "name": one.task.name,
                "lead": one.task.lead or _NONE,
                "day": day,
                "reasons": reasons,
                "days": days,
            },
        ),
        out.language,
    )
    out.show(said, indent=2, hang=2)


def _delivered(out: Output, share: DeliveryShare) -> str:
    if share.ratio is None:
        return translate(Message("not known"), out.language)
    message = Message(
        "{percent} % of {known} tasks; {unknown} not told",
        {
            "percent": format_number(_PERCENT * share.ratio, 1, out.language),
            "known": len(share.tasks),
            "unknown": len(share.unknown),
        },
    )
    return translate(message, out.language)


def _show_money(out: Output, found: ProgrammeSummary) -> None:
    """Print the money by source and year, all of it last."""
    if out.is_json:
        return
    table = Table(box=None, pad_edge=False)
    for title, side in (
        (Message("Source"), "left"),
        (Message("Year"), "right"),
        (Message("Planned"), "right"),
        (Message("Disbursed"), "right"),
        (Message("Share, %"), "right"),
    ):
        table.add_column(translate(title, out.language), justify=side)  # type: ignore[arg-type]  # one of rich's words
    *lines, whole = found.money
    for one in lines:
        untold = translate(Message("(not told)"), out.language)
        table.add_row(one.source or untold, *_money_cells(out, one))
    table.add_row(translate(Message("All"), out.language), *_money_cells(out, whole))
    Console(highlight=False).print(table)


def _money_cells(out: Output, one: MoneyTotal) -> list[str]:
    ratio = one.ratio
    return [
        str(one.year) if one.year else _NONE,
        format_money_vnd(one.planned_vnd, out.language),
        format_money_vnd(one.disbursed_vnd, out.language),
        _NONE if ratio is None else format_number(_PERCENT * ratio, 1, out.language),
    ]
