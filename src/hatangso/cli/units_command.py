"""The commands on administrative units: who they were, and counts on others."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from hatangso.cli.console import Output
from hatangso.cli.options import Json, Lang, now
from hatangso.errors import InvalidInputError, Message
from hatangso.geography.unit_history import Step
from hatangso.language import as_sentence, format_number, translate
from hatangso.language.typed_dates import DayOrderDecision, read_day
from hatangso.model.unit_history import SuccessionBasis, UnitExistence
from hatangso.workflows.restate_table import as_csv, restate_table
from hatangso.workflows.unit_lookup import UnitAnswer, full_name, look_up

__all__ = ["restate", "units"]


def units(
    name: Annotated[
        str, typer.Argument(help="Tên hoặc mã đơn vị hành chính (name or code).")
    ],
    *,
    on: Annotated[
        str, typer.Option(help="Vào ngày (on a day): 01/07/2025; mặc định hôm nay.")
    ] = "",
    parent: Annotated[
        str, typer.Option(help="Đơn vị cấp trên (the units above): Phú Bình.")
    ] = "",
    as_json: Json = False,
    language: Lang,
) -> None:
    """Tra cứu đơn vị hành chính theo thời gian (who a unit was, and what followed)."""
    out = Output(language, as_json)
    with out.errors_shown():
        today = now().date()
        answer = look_up(name, day=_day(on) if on else today, parent=parent)
        _say_unit(out, answer)
        out.finish({"unit": answer})


def restate(
    file: Annotated[
        Path, typer.Argument(help="Bảng số liệu theo đơn vị (a table of counts).")
    ],
    *,
    to: Annotated[
        str, typer.Option(help="Quy đổi về đơn vị của ngày (to the units of a day).")
    ],
    by: Annotated[
        SuccessionBasis,
        typer.Option(help="Chia theo (by): area, people, households."),
    ] = SuccessionBasis.PEOPLE,
    on: Annotated[
        str, typer.Option(help="Bảng theo đơn vị của ngày (the table's own day).")
    ] = "",
    unit_column: Annotated[
        str, typer.Option(help="Cột ghi tên hoặc mã đơn vị (its title or letter).")
    ] = "",
    output: Annotated[
        Path | None,
        typer.Option(help="Tệp CSV để ghi (CSV to write; default: the screen)."),
    ] = None,
    as_json: Json = False,
    language: Lang,
) -> None:
    """Quy đổi số liệu sang đơn vị hành chính khác (counts on other units)."""
    out = Output(language, as_json)
    with out.errors_shown():
        table = restate_table(
            file,
            to_day=_day(to),
            basis=by,
            stated_on=_day(on) if on else None,
            unit_column=unit_column,
            output=output,
        )
        out.finish({"restated": table})
        if as_json:
            return
        out.show_findings(table.findings)
        if output is None:
            typer.echo(as_csv(table), nl=False)
            return
        out.say(
            "{count} units of {day} in {path}: counts restated by {basis};"
            " {estimated} hold estimated shares, {incomplete} lack a part.",
            count=len(table.rows),
            day=table.to_day,
            path=output,
            basis=_BASES[by],
            estimated=table.estimated,
            incomplete=table.incomplete,
        )


_BASES = {
    SuccessionBasis.AREA: Message("area"),
    SuccessionBasis.PEOPLE: Message("people"),
    SuccessionBasis.HOUSEHOLDS: Message("households"),
}


def _day(text: str) -> date:
    day = read_day(text, DayOrderDecision()).day
    if day is None:
        message = '"{text}" is no day: write it as 01/07/2025 or 2025-07-01'
        raise InvalidInputError(message, text=text)
    return day


def _say_unit(out: Output, answer: UnitAnswer) -> None:
    match = answer.match
    if match.unit is None:
        out.say("{reason}", reason=as_sentence(translate(match.reason, out.language)))
        _say_list(out, Message("Which one?"), match.candidates)
        _say_list(out, Message("Similar names:"), match.suggestions)
        return
    out.say("{name}", name=full_name(match.unit))
    certainty = format_number(100 * match.certainty_ratio, 0, out.language)
    out.say("Certainty {percent} %: {reason}.", percent=certainty, reason=match.reason)
    for note in match.notes:
        out.say("{note}", note=as_sentence(translate(note, out.language)))
    _say_list(
        out, Message("On the day asked, its territory belonged to:"), match.on_day
    )
    _say_steps(
        out, Message("Made of:"), answer.made_of, [s.old for s in answer.made_of]
    )
    _say_steps(
        out,
        Message("Followed by:"),
        answer.followed_by,
        [s.new for s in answer.followed_by],
    )


def _say_list(out: Output, title: Message, units: Sequence[UnitExistence]) -> None:
    if units:
        out.say("{title}", title=title)
    for unit in units:
        out.say("  {name}", name=full_name(unit))


def _say_steps(
    out: Output, title: Message, steps: Sequence[Step], others: Sequence[UnitExistence]
) -> None:
    if steps:
        out.say("{title}", title=title)
    for step, other in zip(steps, others, strict=True):
        share = step.share
        if not share.is_estimated:
            out.say("  {name}, from {day}", name=full_name(other), day=share.effective)
            continue
        out.say(
            "  {name}, from {day}: estimated {area} % of the area, {people} % of the"
            " people of {old}",
            name=full_name(other),
            day=share.effective,
            area=format_number(100 * share.area_ratio, 1, out.language),
            people=format_number(100 * share.people_ratio, 1, out.language),
            old=step.old.name,
        )
