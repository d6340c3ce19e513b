"""The command that says how the government network stands."""

from pathlib import Path
from typing import Annotated

import typer

from hatangso.cli.console import Output
from hatangso.cli.network_summary import say_network
from hatangso.cli.options import Directory, Json, Lang
from hatangso.workflows.government_network import NetworkRequest, network_of

__all__ = ["network"]


def network(
    directory: Directory,
    *,
    harden: Annotated[
        bool,
        typer.Option(
            "--harden",
            help="Tìm các đường mới rẻ nhất để không đường nào, nút nào đứt là mất kết"
            " nối (the cheapest new links against single failures).",
        ),
    ] = False,
    cost_per_km: Annotated[
        float | None,
        typer.Option(
            min=0, help="Chi phí một km đường mới, đồng (cost of a new kilometre)."
        ),
    ] = None,
    offers: Annotated[
        Path | None,
        typer.Option(
            help="Tệp CSV các đường có thể làm: start_id, end_id, cost_vnd (links that"
            " could be had)."
        ),
    ] = None,
    node: Annotated[
        list[str] | None,
        typer.Option(
            help="Chỉ bảo vệ các nút mang mã này (only these nodes are to be safe)."
        ),
    ] = None,
    as_json: Json = False,
    language: Lang,
) -> None:
    """Mạng chuyên dùng tới đâu, đứt đâu thì mất (whom the network reaches)."""
    out = Output(language, as_json)
    with out.errors_shown():
        summary = network_of(
            directory,
            NetworkRequest(
                is_hardened=harden,
                cost_vnd_per_km=cost_per_km,
                offers=offers,
                targets=tuple(dict.fromkeys(node or ())),
            ),
        )
        say_network(out, summary)
        out.finish({"network": summary})
