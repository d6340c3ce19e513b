"""The command that joins places by fibre along roads."""

from typing import Annotated

import typer

from hatangso.cli.console import Bars, Output
from hatangso.cli.fibre_summary import say_fibre
from hatangso.cli.options import Directory, Json, Lang, now
from hatangso.workflows.fibre_network import (
    DEFAULT_KINDS,
    FibreRequest,
    join_by_fibre,
)

__all__ = ["fibre"]


def fibre(
    directory: Directory,
    *,
    kinds: Annotated[
        str,
        typer.Option(
            help="Loại công trình cần nối, cách nhau bởi dấu phẩy (kinds of facilities"
            " to join, with commas): commune_office,school,…"
        ),
    ] = ",".join(DEFAULT_KINDS),
    localities: Annotated[
        bool,
        typer.Option("--localities", help="Nối cả các thôn, xóm (villages too)."),
    ] = False,
    root: Annotated[
        str,
        typer.Option(
            help="Mã của nơi làm nút trung tâm (identifier of the place that feeds all;"
            " default: the one nearest to the centre of the people)."
        ),
    ] = "",
    rings: Annotated[
        bool,
        typer.Option(
            "--rings",
            help="Khép vòng để đứt một tuyến không nơi nào mất kết nối (close rings).",
        ),
    ] = False,
    use_existing: Annotated[
        bool,
        typer.Option(
            "--use-existing",
            help="Coi cáp quang hiện có là nút trung tâm (fibre of today is the root).",
        ),
    ] = False,
    as_json: Json = False,
    language: Lang,
) -> None:
    """Nối các nơi bằng cáp quang (join places by fibre along roads)."""
    out = Output(language, as_json)
    with out.errors_shown():
        named = [one.strip() for one in kinds.split(",")]
        request = FibreRequest(
            kinds=tuple(dict.fromkeys(one for one in named if one)),
            with_localities=localities,
            root=root,
            with_rings=rings,
            uses_existing=use_existing,
        )
        moment = now()
        with Bars(out) as bars:
            summary = join_by_fibre(directory, request, progress=bars, now=moment)
        say_fibre(out, summary)
        out.finish({"fibre": summary.facts})
