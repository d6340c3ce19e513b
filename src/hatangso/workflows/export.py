"""Hand a computed coverage on: as zones, in the FCC's shape, or per H3 hexagon."""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from hatangso.errors import InvalidInputError, Message
from hatangso.io.results_directory import ResultsDirectory
from hatangso.model.site import Technology
from hatangso.workflows import coverage as coverage_step
from hatangso.workflows.check import ProvinceInputs, load_province
from hatangso.workflows.coverage_layers import (
    CoverageLayer,
    coverage_layers,
    layer_files,
)
from hatangso.workflows.export_facts import ExportFacts, export_facts, write_facts
from hatangso.workflows.fcc_export import FCC_TECHNOLOGIES, fcc_notes, write_fcc_maps
from hatangso.workflows.hexagon_export import HEXAGON_NOTES, write_hexagons
from hatangso.workflows.manifest import about
from hatangso.workflows.progress import Progress
from hatangso.workflows.zone_export import write_zones, zone_notes

__all__ = [
    "HEXAGON_RESOLUTIONS",
    "ExportFormat",
    "ExportRequest",
    "ExportSummary",
    "export_coverage",
]

HEXAGON_RESOLUTIONS = (8, 9)
_DRAFT = ".unfinished"


class ExportFormat(StrEnum):
    """What a coverage is handed on as."""

    ZONES = "zones"
    FCC_BDC = "fcc-bdc"
    H3 = "h3"


@dataclass(frozen=True)
class ExportRequest:
    """What is asked.

    Attributes:
        format: What to write.
        technology: Which alone; None asks for all.
        operator: Whose alone; empty asks for the best one and each.
        output: Folder to write into; None is the province's results.
        provider_id: The FCC's number of the operator, for its format alone.
        resolution: Of the hexagons, 8 or 9.
    """

    format: ExportFormat
    technology: Technology | None = None
    operator: str = ""
    output: Path | None = None
    provider_id: int | None = None
    resolution: int = 8


@dataclass(frozen=True)
class ExportSummary:
    """What was written.

    Attributes:
        files: In order of name.
        features: Polygons or rows of tables.
        notes: What the reader must know.
        synthetic_layers: Those of the layers used that are synthetic.
    """

    files: tuple[Path, ...]
    features: int
    notes: tuple[Message, ...]
    synthetic_layers: tuple[str, ...]


def export_coverage(
    directory: Path, request: ExportRequest, *, progress: Progress, now: datetime
) -> ExportSummary:
    """Hand on the coverage of a province; all files are there, or none is.

    Args:
        directory: The province directory.
        request: What is asked.
        progress: Told how far it is.
        now: Time that the manifest notes; the files do not show it.

    Raises:
        NotFoundError: The coverage is not computed yet, or there is none of this
            operator.
        StaleResultError: The coverage belongs to other inputs.
        InvalidInputError: The directory has errors, or the request makes no sense.
    """
    _require_sense(request)
    inputs = load_province(directory)
    results = ResultsDirectory.of(directory)
    results.require_fresh(coverage_step.STEP, inputs=inputs.files)
    read = results.fingerprint([*inputs.files, *layer_files(results.path)])
    facts = export_facts(inputs, *_layers(request))
    notes = _notes(request, inputs)
    technologies = _technologies(request)
    progress.start("writing the export", len(technologies))
    layers = coverage_layers(results.path, technologies, request.operator, inputs.radio)
    with results.staging() as folder:
        told = _told(layers, technologies, progress)
        features = _write(folder, request, inputs, facts, told)
        name = f"export_{request.format.replace('-', '_')}.json"
        write_facts(folder / name, facts, inputs, notes)
        names = sorted(file.name for file in folder.iterdir())
        if request.output is None:
            results.publish(
                folder,
                f"export {request.format}",
                inputs=read,
                parameters={
                    "technology": request.technology,
                    "operator": request.operator,
                    "provider_id": request.provider_id,
                    "resolution": request.resolution,
                },
                about=about(inputs.province),
                finished_at=now.isoformat(timespec="seconds"),
            )
        else:
            _hand_over(folder, request.output)
    progress.advance(len(technologies))
    place = request.output or results.path
    synthetic = [name for name in facts.synthetic_layers.split("; ") if name]
    return ExportSummary(
        tuple(place / name for name in names), features, notes, tuple(synthetic)
    )


def _require_sense(request: ExportRequest) -> None:
    if request.resolution not in HEXAGON_RESOLUTIONS:
        raise InvalidInputError(
            "the resolution of hexagons must be 8 or 9; it is {value}",
            value=request.resolution,
        )
    if request.format is not ExportFormat.FCC_BDC:
        return
    if request.provider_id is not None and not request.operator:
        raise InvalidInputError(
            "a provider id is one operator's: name the operator with --operator"
        )
    if request.technology not in (None, *FCC_TECHNOLOGIES):
        raise InvalidInputError(
            "the FCC's maps know no {technology}: name one of {names}",
            technology=request.technology,
            names=", ".join(FCC_TECHNOLOGIES),
        )


def _layers(request: ExportRequest) -> tuple[str, ...]:
    """Return the layers that enter beside those of every received level."""
    return ("localities",) if request.format is ExportFormat.H3 else ()


def _notes(request: ExportRequest, inputs: ProvinceInputs) -> tuple[Message, ...]:
    if request.format is ExportFormat.ZONES:
        return zone_notes()
    if request.format is ExportFormat.FCC_BDC:
        return fcc_notes(inputs, provider_id=request.provider_id)
    return HEXAGON_NOTES


def _told(
    layers: Iterable[CoverageLayer],
    technologies: Sequence[Technology],
    progress: Progress,
) -> Iterator[CoverageLayer]:
    """Give the layers on, and say which technologies are done."""
    for layer in layers:
        progress.advance(technologies.index(layer.technology))
        yield layer


def _write(
    folder: Path,
    request: ExportRequest,
    inputs: ProvinceInputs,
    facts: ExportFacts,
    layers: Iterable[CoverageLayer],
) -> int:
    if request.format is ExportFormat.ZONES:
        return write_zones(folder, layers, inputs, facts)
    if request.format is ExportFormat.FCC_BDC:
        provider_id = request.provider_id
        return write_fcc_maps(folder, layers, inputs, facts, provider_id=provider_id)
    return write_hexagons(folder, layers, inputs, facts, resolution=request.resolution)


def _technologies(request: ExportRequest) -> Sequence[Technology]:
    if request.technology is not None:
        return (request.technology,)
    is_fcc = request.format is ExportFormat.FCC_BDC
    return FCC_TECHNOLOGIES if is_fcc else tuple(Technology)


def _hand_over(staged: Path, output: Path) -> None:
    """Copy files to another folder, perhaps of another disk; names come last."""
    output.mkdir(parents=True, exist_ok=True)
    files = sorted(staged.iterdir())
    drafts = [output / f"{file.name}{_DRAFT}" for file in files]
    try:
        for file, draft in zip(files, drafts, strict=True):
            shutil.copyfile(file, draft)
        for file, draft in zip(files, drafts, strict=True):
            draft.replace(output / file.name)
    finally:
        for draft in drafts:
            draft.unlink(missing_ok=True)
