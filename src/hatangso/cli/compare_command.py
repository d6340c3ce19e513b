"""The command that holds two plans against each other."""

from typing import Annotated

import typer

from hatangso.cli.console import Output
from hatangso.cli.options import Directory, Json, Lang, now
from hatangso.workflows.compare import compare_plans

__all__ = ["compare"]


def compare(
    directory: Directory,
    one: Annotated[str, typer.Argument(help="Tên kịch bản (name of a scenario).")],
    other: Annotated[
        str, typer.Argument(help="Tên kịch bản để so sánh (the other scenario).")
    ],
    *,
    as_json: Json = False,
    language: Lang,
) -> None:
    """So sánh hai phương án (hold two plans against each other)."""
    out = Output(language, as_json)
    with out.errors_shown():
        moment = now()
        summary = compare_plans(directory, one, other, now=moment)
        found = summary.comparison
        out.say(
            "Works and routes only in {one}: {first}; only in {other}: {second}; in"
            " both: {both}.",
            one=one,
            other=other,
            first=len(found.only_one),
            second=len(found.only_other),
            both=len(found.both),
        )
        out.say("Comparison: {path}", path=summary.page)
        out.finish({"comparison": summary})
