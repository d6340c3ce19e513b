"""The command that holds two plans against each other."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from hatangso.cli.console import Output, default_language
from hatangso.language import Language
from hatangso.workflows.compare import compare_plans

__all__ = ["compare"]


def compare(
    directory: Annotated[
        Path,
        typer.Argument(help="Thư mục dữ liệu của tỉnh (the province directory)."),
    ],
    one: Annotated[str, typer.Argument(help="Tên kịch bản (name of a scenario).")],
    other: Annotated[
        str, typer.Argument(help="Tên kịch bản để so sánh (the other scenario).")
    ],
    *,
    as_json: Annotated[
        bool, typer.Option("--json", help="In kết quả cho máy đọc (print JSON).")
    ] = False,
    language: Annotated[
        Language,
        typer.Option(
            "--language",
            help="Ngôn ngữ của thông báo (language of the messages): vi, en.",
            default_factory=default_language,
        ),
    ],
) -> None:
    """So sánh hai phương án (hold two plans against each other)."""
    out = Output(language, as_json)
    with out.errors_shown():
        now = datetime.now(tz=UTC)  # noqa: TID251 - the command line reads the clock
        summary = compare_plans(directory, one, other, now=now)
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
