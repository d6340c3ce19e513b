"""Compute what signal there is, on the map and at every locality and facility."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from hatangso.errors import InvalidInputError
from hatangso.io.results_directory import ResultsDirectory
from hatangso.model.coverage import CoverageLevel, PointCoverage
from hatangso.model.site import Technology
from hatangso.radio.coverage import grid_coverage, point_coverage
from hatangso.workflows.check import load_province
from hatangso.workflows.coverage_files import (
    write_facilities,
    write_localities,
    write_maps,
)
from hatangso.workflows.manifest import about
from hatangso.workflows.progress import Progress

__all__ = ["COVERAGE_LAYERS", "STEP", "CoverageSummary", "compute_coverage"]

STEP = "coverage"
# The layers that every coverage result rests on.
COVERAGE_LAYERS = ("terrain", "clutter", "sites", "services")


@dataclass(frozen=True)
class CoverageSummary:
    """What was computed, in a few numbers.

    Attributes:
        localities: Number of localities per technology and level.
        synthetic_layers: Those of the layers used that are synthetic.
        results: Where the files lie.
    """

    localities: Mapping[Technology, Mapping[CoverageLevel, int]]
    synthetic_layers: tuple[str, ...]
    results: Path


def compute_coverage(
    directory: Path, *, progress: Progress, now: datetime, workers: int = 2
) -> CoverageSummary:
    """Compute the coverage of a province and keep it in its results.

    Args:
        directory: The province directory.
        progress: Told how far it is.
        now: Time that the manifest notes.
        workers: Threads; the result does not depend on them.

    Raises:
        NotFoundError: It is not a province directory.
        InvalidInputError: The directory has errors, or no terrain.
    """
    inputs = load_province(directory)
    if inputs.terrain is None:
        raise InvalidInputError(
            "{directory} has no terrain: put elevation tiles into terrain/",
            directory=directory,
        )
    province, terrain = inputs.province, inputs.terrain
    gradient = province.refractivity_gradient_n_per_km
    masts = {service.site_id for service in province.services}
    progress.start("coverage of the map", len(masts))
    maps = grid_coverage(
        terrain,
        province.sites,
        province.services,
        parameters=inputs.radio,
        refractivity_gradient_n_per_km=gradient,
        progress=lambda done, _total: progress.advance(done),
        workers=workers,
    )
    points = [*province.localities, *province.facilities]
    progress.start("coverage of localities and facilities", 1)
    coverages = point_coverage(
        terrain,
        points,
        province.sites,
        province.services,
        parameters=inputs.radio,
        refractivity_gradient_n_per_km=gradient,
    )
    progress.advance(1)
    locality_ids = {locality.id for locality in province.localities}
    localities = [c for c in coverages if c.point_id in locality_ids]
    facilities = [c for c in coverages if c.point_id not in locality_ids]
    results = ResultsDirectory.of(directory)
    with results.staging() as folder:
        progress.start("writing the coverage", 1)
        write_maps(folder, maps, inputs, terrain)
        write_localities(folder / "locality_coverage.csv", localities, province)
        write_facilities(folder / "facility_coverage.csv", facilities, province)
        results.publish(
            folder,
            STEP,
            inputs=inputs.files,
            parameters={"radio": inputs.radio.as_mapping()},
            about=about(province),
            finished_at=now.isoformat(timespec="seconds"),
        )
        progress.advance(1)
    return CoverageSummary(
        localities=_counts(localities),
        synthetic_layers=province.synthetic_layers(*COVERAGE_LAYERS, "localities"),
        results=results.path,
    )


def _counts(
    coverages: Iterable[PointCoverage],
) -> dict[Technology, dict[CoverageLevel, int]]:
    counts = {technology: dict.fromkeys(CoverageLevel, 0) for technology in Technology}
    for coverage in coverages:
        counts[coverage.technology][coverage.level] += 1
    return counts
