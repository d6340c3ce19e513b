"""The command that takes in what virtualisation software says of itself."""

from typing import Annotated

import typer

from hatangso.cli.actor_options import ActorName, ActorRole, actor_of
from hatangso.cli.console import Output
from hatangso.cli.import_summary import counts_in_words
from hatangso.cli.options import Directory, Json, Lang, now
from hatangso.errors import Message
from hatangso.io.text_sources import read_source
from hatangso.language import format_shortest, translate
from hatangso.model.record import FieldValue, Role
from hatangso.workflows.register.inventory import (
    Inventory,
    InventoryChange,
    commit_inventory,
    preview_inventory,
)

__all__ = ["inventory"]

_SHOWN = 20


def inventory(
    directory: Directory,
    sources: Annotated[
        list[str],
        typer.Argument(
            help="Số đo Prometheus (metrics): tệp, - hoặc http(s)://…; hoặc danh sách"
            " server và flavor của OpenStack dạng CSV."
        ),
    ],
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Chỉ xem trước (write nothing).")
    ] = False,
    name: ActorName = "",
    role: ActorRole = Role.DEPARTMENT,
    as_json: Json = False,
    language: Lang,
) -> None:
    """Nhập máy chủ, máy ảo do phần mềm ảo hóa tự báo (what software says it runs)."""
    out = Output(language, as_json)
    with out.errors_shown():
        texts = {source: read_source(source) for source in sources}
        found = preview_inventory(directory, texts)
        _say(out, found)
        done = None
        if not dry_run:
            done = commit_inventory(
                directory,
                found,
                actor=actor_of(name, role, None, ""),
                at=now(),
                reason=", ".join(sources),
            )
            if done.change_set is None:
                out.say("The register has all of this already: nothing was written.")
            else:
                out.say(
                    "Written as set {number}: {counts}. To take it back:"
                    " hatangso undo {directory} {number}",
                    number=done.change_set.id,
                    counts=counts_in_words(out, done.change_set.counts),
                    directory=directory,
                )
        out.finish({"inventory": found, "commit": done})


def _say(out: Output, found: Inventory) -> None:
    new_n = sum(not one.before for one in found.changes)
    out.say(
        "{new} new, {changed} changed, {same} the same",
        new=new_n,
        changed=len(found.changes) - new_n,
        same=found.same_n,
    )
    for one in found.changes[:_SHOWN]:
        out.say(
            "  {mark} {key}: {what}",
            mark="~" if one.before else "+",
            key=one.key,
            what=_what(out, one),
        )
    if len(found.changes) > _SHOWN:
        out.say("  … and {count} more", count=len(found.changes) - _SHOWN)
    for remark in found.remarks:
        out.say("Note: {remark}", remark=translate(remark, out.language))


def _what(out: Output, one: InventoryChange) -> str:
    parts = []
    for name, value in one.after.items():
        shown = _shown(out, value)
        if name in one.before:
            shown = f"{_shown(out, one.before[name])} → {shown}"
        parts.append(f"{name} {shown}")
    return "; ".join(parts)


def _shown(out: Output, value: FieldValue) -> str:
    if value is None:
        return translate(Message("not known"), out.language)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return format_shortest(float(value), 3, out.language) if is_number else str(value)  # type: ignore[arg-type]  # a number
