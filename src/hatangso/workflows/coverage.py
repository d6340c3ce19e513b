"""Compute what signal there is, on the map and at every locality and facility."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from statistics import median

from hatangso.documents.answers import COVERAGE_LAYERS
from hatangso.io.results_directory import ResultsDirectory
from hatangso.model.coverage import REACHED_LEVELS, CoverageLevel, PointCoverage
from hatangso.model.site import Technology
from hatangso.radio.coverage import best_of, point_coverage
from hatangso.radio.links import Placed
from hatangso.workflows.check import ProvinceInputs, load_province
from hatangso.workflows.coverage_files import (
    CoverageMaps,
    write_facilities,
    write_localities,
)
from hatangso.workflows.coverage_tiles import ComputedTiles, computed_tiles
from hatangso.workflows.manifest import about
from hatangso.workflows.progress import Progress
from hatangso.workflows.workers import Workers

__all__ = ["STEP", "CoverageSummary", "compute_coverage"]

STEP = "coverage"


@dataclass(frozen=True)
class CoverageSummary:
    """What was computed, in a few numbers.

    Attributes:
        localities: Number of localities per technology and level.
        uncertain: Number of localities per technology on which the two propagation
            models disagree.
        median_rate_mbps: Rate that half of the localities reached get at least, as it
            is simulated, per technology with rates.
        synthetic_layers: Those of the layers used that are synthetic.
        results: Where the files lie.
        tiles: Number of tiles of the map.
        tiles_computed: Those that no earlier run had left.
    """

    localities: Mapping[Technology, Mapping[CoverageLevel, int]]
    uncertain: Mapping[Technology, int]
    median_rate_mbps: Mapping[Technology, float]
    synthetic_layers: tuple[str, ...]
    results: Path
    tiles: int
    tiles_computed: int = field(compare=False)


def compute_coverage(
    directory: Path,
    *,
    progress: Progress,
    now: datetime,
    workers: Workers = Workers(),  # noqa: B008 - frozen
    tile_cells: int | None = None,
) -> CoverageSummary:
    """Compute the coverage of a province and keep it in its results.

    Tiles of the map that an earlier or a killed run has computed are not computed
    again; see ``tile_ledger``.

    Args:
        directory: The province directory.
        progress: Told how far it is.
        now: Time that the manifest notes.
        workers: Who computes; the result does not depend on it.
        tile_cells: Rows and columns of the tiles, above 0; nor on this. By default
            somewhat more than a mast reaches.

    Raises:
        NotFoundError: It is not a province directory.
        InvalidInputError: The directory has errors, or the cluster cannot be reached.
    """
    inputs = load_province(directory)
    results = ResultsDirectory.of(directory)
    read = results.fingerprint(inputs.files)
    province = inputs.province
    tiles = computed_tiles(
        inputs, results, workers=workers, tile_cells=tile_cells, progress=progress
    )
    progress.start("coverage of localities and facilities", 2)
    localities = _points(inputs, province.localities)
    progress.advance(1)
    facilities = _points(inputs, province.facilities)
    progress.advance(2)
    with results.staging() as folder:
        _write_maps(folder, inputs, tiles, progress)
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
        tiles.forget_others()
    return CoverageSummary(
        localities=_counts(localities),
        uncertain=_uncertain(localities),
        median_rate_mbps=_median_rates_mbps(localities),
        synthetic_layers=province.synthetic_layers(*COVERAGE_LAYERS),
        results=results.path,
        tiles=len(tiles),
        tiles_computed=tiles.computed,
    )


def _write_maps(
    folder: Path, inputs: ProvinceInputs, tiles: ComputedTiles, progress: Progress
) -> None:
    """Write the rasters, technology by technology, so that few lie in memory."""
    progress.start("writing the coverage", len(Technology))
    maps = CoverageMaps(folder, inputs)
    silence = tiles.silence()
    for done, technology in enumerate(Technology, start=1):
        best = silence
        for network in tiles.networks:
            if network.technology is technology:
                found = tiles.whole(network)
                maps.add_network(network, found)
                best = found if best is silence else best_of([best, found])
        maps.add(technology, best)
        progress.advance(done)
    maps.finish()


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


def _median_rates_mbps(coverages: Iterable[PointCoverage]) -> dict[Technology, float]:
    found: dict[Technology, list[float]] = {}
    for coverage in coverages:
        if coverage.level in REACHED_LEVELS and coverage.rate_mbps is not None:
            found.setdefault(coverage.technology, []).append(coverage.rate_mbps)
    return {technology: median(found[technology]) for technology in sorted(found)}
