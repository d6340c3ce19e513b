"""The command that says how large a new data centre is."""

from typing import Annotated

import typer

from hatangso.capacity.centre_size import SizeRequest
from hatangso.cli.centre_summary import say_new_centre
from hatangso.cli.console import Output
from hatangso.cli.options import Directory, Json, Lang
from hatangso.workflows.data_centres.new_centre import new_centre

__all__ = ["size_centre"]


def size_centre(
    directory: Directory,
    *,
    machines: Annotated[
        int, typer.Option(help="Số máy ảo khi mở (virtual machines when it opens).")
    ] = 0,
    hosts: Annotated[
        int, typer.Option(help="Số máy chủ khi mở (hosts when it opens).")
    ] = 0,
    racks: Annotated[
        int, typer.Option(help="Số tủ rack mong muốn (racks that are wanted).")
    ] = 0,
    power_mw: Annotated[
        float | None,
        typer.Option(help="Tổng công suất mong muốn, MW (power that is wanted)."),
    ] = None,
    offer: Annotated[
        str, typer.Option(help="Loại máy chủ sẽ mua (host that is bought).")
    ] = "",
    no_growth: Annotated[
        bool,
        typer.Option("--no-growth", help="Không tính tăng trưởng (without growth)."),
    ] = False,
    as_json: Json = False,
    language: Lang,
) -> None:
    """Trung tâm dữ liệu mới cần lớn đến đâu (how large a new data centre is)."""
    out = Output(language, as_json)
    with out.errors_shown():
        request = SizeRequest(
            machines_n=machines,
            hosts_n=hosts,
            racks_n=racks,
            total_kw=None if power_mw is None else power_mw * 1_000,
            is_grown=not no_growth,
        )
        found = new_centre(directory, request, offer=offer)
        say_new_centre(out, found)
        out.finish({"centre": found, "cost_vnd": found.size.cost_vnd})
