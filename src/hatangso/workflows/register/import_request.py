"""What is asked of an import, and the whole way of one file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import shapely

from hatangso.errors import HatangsoError, InvalidInputError
from hatangso.io.findings import Findings
from hatangso.io.geojson_layers import COMMUNES_FILE, read_communes
from hatangso.io.terrain_import import RasterDescription, add_terrain, describe_raster
from hatangso.model.file_reading import ImportPreview
from hatangso.model.record import Actor
from hatangso.workflows.register.import_files import (
    CommitSummary,
    commit_import,
    preview_import,
    refuse_open,
)

__all__ = ["FileOutcome", "ImportRequest", "import_file"]

_RASTERS = (".tif", ".tiff", ".hgt")


@dataclass(frozen=True)
class ImportRequest:
    """What is asked of an import.

    Attributes:
        is_dry_run: Whether nothing is to be written.
        kind: Code of the kind of the file's records; empty when the file tells.
        sender: Who made the file; empty when nobody said.
        answers: To the file's questions, by their keys.
        rows: Sheet and number of the rows to be taken; None takes all.
        skips_errors: Whether rows with errors are left out.
        reason: Why; empty says that a file was imported.
    """

    is_dry_run: bool = False
    kind: str = ""
    sender: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    rows: frozenset[tuple[str, int]] | None = None
    skips_errors: bool = False
    reason: str = ""


@dataclass(frozen=True)
class FileOutcome:
    """What became of a file.

    Attributes:
        preview: None for a raster.
        terrain: None for anything else.
        commit: None when nothing was written.
        refusal: Why a file that was only looked at could not be written as it is.
    """

    file: str
    preview: ImportPreview | None = None
    terrain: RasterDescription | None = None
    commit: CommitSummary | None = None
    refusal: HatangsoError | None = None


def import_file(
    directory: Path,
    path: Path,
    request: ImportRequest,
    *,
    actor: Actor,
    now: datetime,
    seen: Callable[[FileOutcome], None],
) -> FileOutcome:
    """Understand a file, show it, and write it unless something stands in the way.

    Args:
        directory: The province directory.
        path: The file.
        request: What is asked.
        actor: Who asks.
        now: When.
        seen: Is told what the file says before anything is written.

    Raises:
        NotFoundError: There is no such directory or file.
        InvalidInputError: The file cannot be used, a question is open, or rows have
            errors; it carries the findings.
        StaleResultError: The register changed meanwhile.
    """
    if path.suffix.lower() in _RASTERS:
        return _import_raster(directory, path, request, seen)
    preview = preview_import(
        directory,
        path,
        actor=actor,
        today=now.date(),
        sender=request.sender,
        kind=request.kind,
        answers=request.answers,
    )
    outcome = FileOutcome(path.name, preview)
    seen(outcome)
    if request.is_dry_run:
        return replace(outcome, refusal=_refusal(preview, request))
    answers = dict(request.answers)
    if request.kind:
        answers["kind"] = request.kind
    commit = commit_import(
        directory,
        preview,
        actor=actor,
        at=now,
        reason=request.reason,
        rows=request.rows,
        skips_errors=request.skips_errors,
        answers=answers,
    )
    return FileOutcome(path.name, preview, commit=commit)


def _refusal(preview: ImportPreview, request: ImportRequest) -> HatangsoError | None:
    """Return what a commit would be refused for; None when it would be taken."""
    try:
        refuse_open(preview, rows=request.rows, skips_errors=request.skips_errors)
    except HatangsoError as error:
        return error
    return None


def _import_raster(
    directory: Path,
    path: Path,
    request: ImportRequest,
    seen: Callable[[FileOutcome], None],
) -> FileOutcome:
    outcome = FileOutcome(path.name, terrain=describe_raster(path))
    seen(outcome)
    if request.is_dry_run:
        return outcome
    communes = directory / COMMUNES_FILE
    borders = read_communes(communes, Findings()) if communes.is_file() else []
    if not borders:
        raise InvalidInputError(
            "where the province lies is not known: {file} is missing or broken",
            file=communes,
        )
    west, south, east, north = shapely.total_bounds([one.geometry for one in borders])
    add_terrain(
        path,
        directory,
        province_deg=(float(west), float(south), float(east), float(north)),
        takes_doubtful=request.skips_errors,
    )
    return outcome
