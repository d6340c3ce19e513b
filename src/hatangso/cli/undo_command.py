"""The commands that look back at changes of the register, and take one back."""

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
from hatangso.cli.import_summary import counts_in_words
from hatangso.cli.options import Directory, Json, Lang, now
from hatangso.language import as_sentence, translate
from hatangso.model.record import Role
from hatangso.workflows.register.import_files import undo_import
from hatangso.workflows.register.register_history import read_history

__all__ = ["history", "undo"]


def undo(
    directory: Directory,
    number: Annotated[
        int, typer.Argument(help="Số của lần thay đổi (number of the set).")
    ],
    *,
    reason: Annotated[str, typer.Option(help="Lý do (why).")] = "",
    name: ActorName = "",
    role: ActorRole = Role.DEPARTMENT,
    unit: ActorUnits = None,
    operator: ActorOperator = "",
    as_json: Json = False,
    language: Lang,
) -> None:
    """Hoàn tác một lần thay đổi (take a set of changes back)."""
    out = Output(language, as_json)
    with out.errors_shown():
        moment = now()
        actor = actor_of(name, role, unit, operator)
        done = undo_import(directory, number, actor=actor, at=moment, reason=reason)
        for note in done.notes:
            out.say("{note}", note=as_sentence(translate(note, out.language)))
        if done.change_set is not None:
            out.say(
                "Set {number} was taken back as set {new}: {counts}.",
                number=number,
                new=done.change_set.id,
                counts=counts_in_words(out, done.change_set.counts),
            )
        out.finish({"undo": done})


def history(
    directory: Directory,
    *,
    last: Annotated[
        int, typer.Option(min=1, help="Số lần gần nhất (how many sets).")
    ] = 20,
    as_json: Json = False,
    language: Lang,
) -> None:
    """Liệt kê các lần thay đổi (list what was changed, by whom, from which file)."""
    out = Output(language, as_json)
    with out.errors_shown():
        sets = read_history(directory)
        for one in sets[-last:]:
            source = f" ({one.source})" if one.source else ""
            out.say(
                "{number}  {at}  {actor}  {reason}{source}: {counts}",
                number=one.id,
                at=f"{one.at:%d/%m/%Y %H:%M}",
                actor=one.actor,
                reason=translate(one.reason, out.language),
                source=source,
                counts=counts_in_words(out, one.counts),
            )
        if not sets:
            out.say("The register holds no changes yet.")
        out.finish({"history": sets})
