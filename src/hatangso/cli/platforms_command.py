"""The command that says how digital platforms stand."""

from datetime import date, datetime
from typing import Annotated

import typer

from hatangso.cli.console import Output
from hatangso.cli.options import Directory, Json, Lang, now
from hatangso.cli.platforms_summary import say_platforms
from hatangso.units import VIETNAM_TIME
from hatangso.workflows.platforms import platforms_of

__all__ = ["platforms"]


def platforms(
    directory: Directory,
    *,
    budget: Annotated[
        int | None,
        typer.Option(
            min=0,
            help="Kinh phí kết nối dịch vụ dữ liệu, đồng (money to connect services).",
        ),
    ] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(
            formats=["%d/%m/%Y", "%Y-%m-%d"],
            help="Tính đến ngày (on a day); mặc định: hôm nay.",
        ),
    ] = None,
    as_json: Json = False,
    language: Lang,
) -> None:
    """Các nền tảng số đang ở đâu (how digital platforms stand)."""
    out = Output(language, as_json)
    with out.errors_shown():
        day: date = now().astimezone(VIETNAM_TIME).date()
        summary, inputs = platforms_of(
            directory, as_of=as_of.date() if as_of else day, budget_vnd=budget
        )
        say_platforms(out, summary, inputs)
        out.finish({"platforms": summary})
