"""The command that says how full the data centres are, and what they survive."""

from pathlib import Path
from typing import Annotated

import typer

from hatangso.capacity.failover import Moves
from hatangso.cli.capacity_summary import say_capacity
from hatangso.cli.centre_summary import say_centres, say_merger, say_security
from hatangso.cli.console import Output
from hatangso.cli.options import Directory, Json, Lang, now
from hatangso.model.data_centre import Resource
from hatangso.units import VIETNAM_TIME
from hatangso.workflows.capacity import CapacityRequest, capacity_of
from hatangso.workflows.data_centres.centre_report import read_centre_report
from hatangso.workflows.data_centres.merger import merger_of
from hatangso.workflows.system_security import read_security_report

__all__ = ["capacity"]


def capacity(
    directory: Directory,
    *,
    lost: Annotated[
        int,
        typer.Option(
            min=0, help="Số máy chủ hỏng cùng lúc (hosts that are lost at once)."
        ),
    ] = 1,
    moves: Annotated[
        Moves,
        typer.Option(
            help="Máy ảo được chuyển khi hỏng: all là mọi máy, evicted là chỉ máy trên"
            " máy chủ hỏng (which machines may move)."
        ),
    ] = Moves.ALL,
    new: Annotated[
        Path | None,
        typer.Option(
            help="Tệp CSV các máy ảo của hệ thống mới (machines of a new system)."
        ),
    ] = None,
    history: Annotated[
        Path | None,
        typer.Option(
            help="Tệp CSV tài nguyên đã cấp theo ngày (what was given, by day)."
        ),
    ] = None,
    together: Annotated[
        bool,
        typer.Option(
            "--together",
            help="Gộp các trung tâm, cụm làm một (centres and clusters as one).",
        ),
    ] = False,
    resource: Annotated[
        list[Resource] | None,
        typer.Option(help="Chỉ xét các tài nguyên này (only these resources)."),
    ] = None,
    compare: Annotated[
        bool,
        typer.Option(
            "--compare",
            help="So sánh để riêng và gộp các trung tâm (apart and together).",
        ),
    ] = False,
    as_json: Json = False,
    language: Lang,
) -> None:
    """Trung tâm dữ liệu đầy đến đâu, chịu hỏng không (how full data centres are)."""
    out = Output(language, as_json)
    with out.errors_shown():
        today = now().astimezone(VIETNAM_TIME).date()
        request = CapacityRequest(
            lost_n=lost,
            moves=moves,
            new_machines=new,
            history=history,
            is_together=together,
            resources=tuple(dict.fromkeys(resource or Resource)),
            today=today,
        )
        if compare:
            merger = merger_of(directory, request)
            say_merger(out, merger)
            out.finish({"merger": merger})
            return
        summary = capacity_of(directory, request)
        say_capacity(out, summary)
        centres = read_centre_report(directory, today=today)
        say_centres(out, centres)
        security = read_security_report(directory, today=today)
        say_security(out, security)
        out.finish({"capacity": summary, "centres": centres, "security": security})
