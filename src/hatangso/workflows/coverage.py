"""Compute what signal there is, on the map and at every locality and facility."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from hatangso.documents.answers import COVERAGE_LAYERS
from hatangso.io.results_directory import ResultsDirectory
from hatangso.model.coverage import CoverageLevel, PointCoverage
from hatangso.model.site import Technology
from hatangso.radio.coverage import grid_coverage, point_coverage
from hatangso.radio.links import Placed
from hatangso.workflows.check import ProvinceInputs, load_province
from hatangso.workflows.coverage_files import (
    write_facilities,
    write_localities,
    write_maps,
)
from hatangso.workflows.manifest import about
from hatangso.workflows.progress import Progress

__all__ = ["STEP", "CoverageSummary", "compute_coverage"]

STEP = "coverage"


@dataclass(frozen=True)
class CoverageSummary:
    """What was computed, in a few numbers.

    Attributes:
        localities: Number of localities per technology and level.
        uncertain: Number of localities per technology on which the two propagation
            models disagree.
        synthetic_layers: Those of the layers used that are synthetic.
        results: Where the files lie.
    """

    localities: Mapping[Technology, Mapping[CoverageLevel, int]]
    uncertain: Mapping[Technology, int]
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
        InvalidInputError: The directory has errors.
    """
    inputs = load_province(directory)
    results = ResultsDirectory.of(directory)
    read = results.fingerprint(inputs.files)
    province, terrain = inputs.province, inputs.terrain
    masts = {service.site_id for service in province.services}
    progress.start("coverage of the map", len(masts))
    maps = grid_coverage(
        terrain,
        province.sites,
        province.services,
        parameters=inputs.radio,
        refractivity_gradient_n_per_km=province.refractivity_gradient_n_per_km,
        antenna_patterns=province.antenna_patterns,
        progress=lambda done, _total: progress.advance(done),
        workers=workers,
    )
    progress.start("coverage of localities and facilities", 2)
    localities = _points(inputs, province.localities)
    progress.advance(1)
    facilities = _points(inputs, province.facilities)
    progress.advance(2)
    with results.staging() as folder:
        progress.start("writing the coverage", 1)
        write_maps(folder, maps, inputs, terrain)
        write_localities(folder / "locality_coverage.csv", localities, province)
        write_facilities(folder / "facility_coverage.csv", facilities, province)
        results.publish(
            folder,
            STEP,
            inputs=read,
            parameters={"radio": inputs.radio.as_mapping()},
            about=about(province),
            finished_at=now.isoformat(timespec="seconds"),
        )
        progress.advance(1)
    return CoverageSummary(
        localities=_counts(localities),
        uncertain=_uncertain(localities),
        synthetic_layers=province.synthetic_layers(*COVERAGE_LAYERS),
        results=results.path,
    )


def _points(inputs: ProvinceInputs, points: Sequence[Placed]) -> list[PointCoverage]:
    return point_coverage(
        inputs.terrain,
        points,
        inputs.province.sites,
        inputs.province.services,
        parameters=inputs.radio,
        refractivity_gradient_n_per_km=inputs.province.refractivity_gradient_n_per_km,
        antenna_patterns=inputs.province.antenna_patterns,
    )


def _counts(
    coverages: Iterable[PointCoverage],
) -> dict[Technology, dict[CoverageLevel, int]]:
    counts = {technology: dict.fromkeys(CoverageLevel, 0) for technology in Technology}
    for coverage in coverages:
        counts[coverage.technology][coverage.level] += 1
    return counts


def _uncertain(coverages: Iterable[PointCoverage]) -> dict[Technology, int]:
    counts = dict.fromkeys(Technology, 0)
    for coverage in coverages:
        counts[coverage.technology] += coverage.is_uncertain
    return counts
