"""The command that hands a coverage, or records of the register, on."""

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from hatangso.cli.actor_options import ActorName, ActorRole, ActorUnits, actor_of
from hatangso.cli.console import Bars, Output
from hatangso.cli.options import Directory, Json, Lang, now
from hatangso.errors import InvalidInputError
from hatangso.io.records.record_tables import TableFormat
from hatangso.language import as_sentence, format_number, translate
from hatangso.model.record import Actor, Role
from hatangso.model.site import Technology
from hatangso.workflows.export import (
    ExportFormat,
    ExportRequest,
    ExportSummary,
    export_coverage,
)
from hatangso.workflows.register.register_export import export_records

__all__ = ["export", "say_export"]


class Format(StrEnum):
    """What can be written: a coverage, or records of the register."""

    ZONES = "zones"
    FCC_BDC = "fcc-bdc"
    H3 = "h3"
    CSV = "csv"
    XLSX = "xlsx"
    GEOJSON = "geojson"
    GPKG = "gpkg"


def export(
    directory: Directory,
    export_format: Annotated[
        Format,
        typer.Option(
            "--format",
            help="zones, fcc-bdc, h3 (vùng phủ sóng, a coverage);"
            " csv, xlsx, geojson, gpkg (--kind).",
        ),
    ],
    *,
    kind: Annotated[
        str,
        typer.Option(help="Loại bản ghi của sổ đăng ký (kind of records): site …"),
    ] = "",
    on: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d", "%d/%m/%Y"],
            help="Sổ đăng ký như vào cuối ngày này (as it stood on a day).",
        ),
    ] = None,
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
        typer.Option(help="Nơi ghi (where to write; default: results, exports)."),
    ] = None,
    provider_id: Annotated[
        int | None,
        typer.Option(min=0, help="Mã nhà mạng do FCC cấp (the FCC's provider id)."),
    ] = None,
    resolution: Annotated[
        int, typer.Option(help="Cấp ô lục giác H3 (of the hexagons): 8, 9.")
    ] = 8,
    name: ActorName = "",
    role: ActorRole = Role.DEPARTMENT,
    unit: ActorUnits = None,
    as_json: Json = False,
    language: Lang,
) -> None:
    """Xuất vùng phủ sóng, sổ đăng ký (hand the coverage or records on)."""
    out = Output(language, as_json)
    with out.errors_shown():
        _require_sense(export_format, kind)
        if kind:
            actor = actor_of(name, role, unit, operator)
            _export_records(
                out, directory, kind, export_format, on=on, output=output, actor=actor
            )
            return
        request = ExportRequest(
            format=ExportFormat(export_format.value),
            technology=technology,
            operator=operator,
            output=output,
            provider_id=provider_id,
            resolution=resolution,
        )
        moment = now()
        with Bars(out) as bars:
            summary = export_coverage(directory, request, progress=bars, now=moment)
        say_export(out, summary)
        out.finish({"export": summary})


def _require_sense(export_format: Format, kind: str) -> None:
    """Refuse a format that does not go with what is to be written."""
    is_of_records = export_format.value in [one.value for one in TableFormat]
    if bool(kind) is not is_of_records:
        raise InvalidInputError(
            "the formats csv, xlsx, geojson and gpkg are for records, with --kind;"
            " zones, fcc-bdc and h3 are for a coverage, without"
        )


def _export_records(
    out: Output,
    directory: Path,
    kind: str,
    export_format: Format,
    *,
    on: datetime | None,
    output: Path | None,
    actor: Actor,
) -> None:
    done = export_records(
        directory,
        kind,
        TableFormat(export_format.value),
        actor=actor,
        output=output,
        on=on.date() if on else None,
        language=out.language,
    )
    out.say(
        "{count} records in {file}.",
        count=format_number(done.records, 0, out.language),
        file=done.file,
    )
    out.finish({"export": done})


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
