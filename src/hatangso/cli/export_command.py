"""The command that hands a coverage on."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from hatangso.cli.console import Bars, Output, default_language
from hatangso.language import Language, as_sentence, format_number, translate
from hatangso.model.site import Technology
from hatangso.workflows.export import (
    ExportFormat,
    ExportRequest,
    ExportSummary,
    export_coverage,
)

__all__ = ["export", "say_export"]


def export(
    directory: Annotated[
        Path,
        typer.Argument(help="Thư mục dữ liệu của tỉnh (the province directory)."),
    ],
    export_format: Annotated[
        ExportFormat,
        typer.Option("--format", help="zones, fcc-bdc, h3."),
    ],
    *,
    technology: Annotated[
        Technology | None,
        typer.Option(
            help="Chỉ một công nghệ (one technology): 2G, 3G, 4G, 5G.",
            case_sensitive=False,
        ),
    ] = None,
    operator: Annotated[
        str,
        typer.Option(help="Chỉ một nhà mạng (one operator alone; default: all)."),
    ] = "",
    output: Annotated[
        Path | None,
        typer.Option(help="Nơi ghi (where to write; default: results)."),
    ] = None,
    provider_id: Annotated[
        int | None,
        typer.Option(min=0, help="Mã nhà mạng do FCC cấp (the FCC's provider id)."),
    ] = None,
    resolution: Annotated[
        int, typer.Option(help="Cấp ô lục giác H3 (of the hexagons): 8, 9.")
    ] = 8,
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
    """Xuất vùng phủ sóng cho hệ thống khác (hand the coverage on)."""
    out = Output(language, as_json)
    with out.errors_shown():
        request = ExportRequest(
            format=export_format,
            technology=technology,
            operator=operator,
            output=output,
            provider_id=provider_id,
            resolution=resolution,
        )
        now = datetime.now(tz=UTC)  # noqa: TID251 - the command line reads the clock
        with Bars(out) as bars:
            summary = export_coverage(directory, request, progress=bars, now=now)
        say_export(out, summary)
        out.finish({"export": summary})


def say_export(out: Output, summary: ExportSummary) -> None:
    """Say which files there are, and what their reader must know."""
    out.say(
        "{count} features in {files} files in {folder}.",
        count=format_number(summary.features, 0, out.language),
        files=len(summary.files),
        folder=summary.files[0].parent,
    )
    for note in summary.notes:
        out.say("{note}", note=as_sentence(translate(note, out.language)))
    if summary.synthetic_layers:
        names = [translate(layer, out.language) for layer in summary.synthetic_layers]
        out.say_once(
            "These results rest on synthetic layers: {names}.", names=", ".join(names)
        )
