"""The commands that look at the register, and make one record of two."""

from typing import Annotated

import typer

from hatangso.cli.actor_options import (
    ActorName,
    ActorOperator,
    ActorRole,
    ActorUnits,
    actor_of,
)
from hatangso.cli.console import Output
from hatangso.cli.options import Directory, Json, Lang, now
from hatangso.language import (
    Language,
    as_sentence,
    format_date,
    format_number,
    translate,
)
from hatangso.model.record import Role
from hatangso.model.record_kind import RecordKind
from hatangso.registry.freshness import KindState
from hatangso.workflows.register.register_state import (
    RegisterState,
    merge_records,
    register_state,
)

__all__ = ["merge", "register"]

_MOST_SHOWN = 10
_PERCENT = 100


def register(
    directory: Directory,
    *,
    kind: Annotated[
        str, typer.Option(help="Chỉ một loại (one kind alone): site, locality …")
    ] = "",
    as_json: Json = False,
    language: Lang,
) -> None:
    """Sổ đăng ký có gì, mới hay cũ, có trùng không (what the register knows)."""
    out = Output(language, as_json)
    with out.errors_shown():
        moment = now()
        state = register_state(directory, today=moment.date(), kind=kind)
        for code, one in state.states.items():
            _say_kind(out, state.kinds[code], one)
            _say_duplicates(out, state, code)
        out.finish({"states": state.states, "duplicates": state.duplicates})


def merge(
    directory: Directory,
    kind: Annotated[str, typer.Argument(help="Loại (kind): site, locality …")],
    winner: Annotated[str, typer.Argument(help="Mã bản ghi giữ lại (lives on).")],
    loser: Annotated[str, typer.Argument(help="Mã bản ghi gộp vào (is merged).")],
    *,
    reason: Annotated[str, typer.Option(help="Lý do (why).")] = "",
    name: ActorName = "",
    role: ActorRole = Role.DEPARTMENT,
    unit: ActorUnits = None,
    operator: ActorOperator = "",
    as_json: Json = False,
    language: Lang,
) -> None:
    """Gộp hai bản ghi là một, giữ cả hai lịch sử (make one record of two)."""
    out = Output(language, as_json)
    with out.errors_shown():
        moment = now()
        actor = actor_of(name, role, unit, operator)
        done = merge_records(
            directory,
            kind,
            winner=winner,
            loser=loser,
            actor=actor,
            at=moment,
            reason=reason,
        )
        out.say(
            "{loser} was merged into {winner} (set {number}); learned: {learned};"
            " both told differently, the first stays: {disputed}.",
            loser=loser,
            winner=winner,
            number=done.change_set.id,
            learned=", ".join(done.learned) or "0",
            disputed=", ".join(done.disputed) or "0",
        )
        for note in done.notes:
            out.say("{note}", note=as_sentence(translate(note, out.language)))
        out.finish({"merge": done})


def _say_kind(out: Output, kind: RecordKind, state: KindState) -> None:
    is_vietnamese = out.language is Language.VI
    ratio = state.complete_ratio
    out.say(
        "{name} ({code}): {records} records, {complete} % of the fields known,"
        " {stale} stale, {never} never confirmed{since}",
        name=kind.name_vi if is_vietnamese else kind.name_en,
        code=kind.code,
        records=format_number(state.records, 0, out.language),
        complete="0" if ratio is None else format_number(ratio * _PERCENT, 0),
        stale=state.stale,
        never=state.never_confirmed,
        since=_since(out, state),
    )


def _since(out: Output, state: KindState) -> str:
    if state.oldest is None:
        return ""
    head = translate("confirmed longest ago", out.language)
    return f"; {head}: {format_date(state.oldest, out.language)}"


def _say_duplicates(out: Output, state: RegisterState, code: str) -> None:
    found = state.duplicates.get(code, ())
    for item in found[:_MOST_SHOWN]:
        out.say(
            "    {one} = {other}? {reason} ({percent} %)",
            one=state.name_of(item.one),
            other=state.name_of(item.other),
            reason=translate(item.reason, out.language),
            percent=format_number(item.certainty_ratio * _PERCENT, 0),
        )
    if len(found) > _MOST_SHOWN:
        out.say("    … {count} more", count=len(found) - _MOST_SHOWN)
