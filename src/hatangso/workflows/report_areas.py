"""How much of the area each technology reaches, and where the two models disagree."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np

from hatangso.documents.report_content import AreaAnswer
from hatangso.geography.area import area_km2
from hatangso.geography.grid import Grid
from hatangso.io.raster_files import read_bands
from hatangso.model.coverage import REACHED_LEVELS, CoverageLevel
from hatangso.model.site import Technology
from hatangso.radio.link_budget import RadioParameters
from hatangso.units import BoolArray, FloatArray
from hatangso.workflows.coverage_files import OUTSIDE_TERRAIN

__all__ = [
    "Doubt",
    "area_answers",
    "doubts_of",
    "is_doubtful",
    "terrain_ratio",
]

AreaKm2: TypeAlias = Mapping[tuple[Technology, str], float]


def is_doubtful(
    first_dbm: FloatArray, second_dbm: FloatArray, threshold_dbm: float
) -> BoolArray:
    """Return where one model finds enough signal and the other does not.

    Args:
        first_dbm: Median levels by the first model; NaN for no signal.
        second_dbm: Those of the same service by the second, of the same shape; NaN
            where that model says nothing: there is no doubt there.
        threshold_dbm: The median from which service is basic.
    """
    with np.errstate(invalid="ignore"):
        differs = (first_dbm >= threshold_dbm) != (second_dbm >= threshold_dbm)
    return np.asarray(differs & np.isfinite(second_dbm))


@dataclass(frozen=True)
class Doubt:
    """Where the two models disagree about one technology.

    Attributes:
        grid: Of the coverage's rasters.
        cells: Shape (row, col).
    """

    grid: Grid
    cells: BoolArray

    def on(self, grid: Grid) -> BoolArray:
        """Return the doubt on another grid, by the nearest cell; none outside."""
        places = grid.lon_lat(*np.indices(grid.shape, dtype=float))
        row, col = (np.rint(x).astype(int) for x in self.grid.positions(*places))
        rows, cols = self.grid.shape
        is_on = (row >= 0) & (row < rows) & (col >= 0) & (col < cols)
        found = np.zeros(grid.shape, dtype=bool)
        found[is_on] = self.cells[row[is_on], col[is_on]]
        return found

    @property
    def km2(self) -> float:
        """Return the area in doubt."""
        cell_km2 = np.broadcast_to(area_km2(self.grid), self.grid.shape)
        return float(cell_km2[self.cells].sum())


def doubts_of(results: Path, radio: RadioParameters) -> dict[Technology, Doubt]:
    """Return where the models disagree, per technology with a second opinion.

    Args:
        results: Where ``coverage_*.tif`` and ``second_*.tif`` lie.
        radio: The thresholds against which both models are held.
    """
    doubts = {}
    for technology in Technology:
        name = str(technology).lower()
        paths = [results / f"{stem}_{name}.tif" for stem in ("coverage", "second")]
        if all(path.is_file() for path in paths):
            rasters = [read_bands(path) for path in paths]
            first_dbm, second_dbm = (
                raster.bands[0].cells.astype(np.float32) for raster in rasters
            )
            threshold_dbm = radio.thresholds_dbm(technology)[0]
            cells = is_doubtful(first_dbm, second_dbm, threshold_dbm)
            doubts[technology] = Doubt(rasters[0].grid, cells)
    return doubts


def area_answers(
    km2: AreaKm2, doubts: Mapping[Technology, Doubt]
) -> tuple[AreaAnswer, ...]:
    """Return what each technology reaches of the area, oldest first.

    Args:
        km2: By technology and level, as ``area_coverage.csv`` has it.
        doubts: Where the models disagree.
    """
    answers = []
    for technology in Technology:
        if not any(one is technology for one, _ in km2):
            continue
        answers.append(
            AreaAnswer(
                technology,
                reached_km2=sum(km2.get((technology, x), 0) for x in REACHED_LEVELS),
                without_km2=km2.get((technology, CoverageLevel.NONE), 0),
                unknown_km2=km2.get((technology, CoverageLevel.UNKNOWN), 0)
                + km2.get((technology, OUTSIDE_TERRAIN), 0),
                doubt_km2=doubts[technology].km2 if technology in doubts else None,
            )
        )
    return tuple(answers)


def terrain_ratio(km2: AreaKm2) -> float:
    """Return the share of the province for which there is terrain."""
    total_km2 = sum(km2.values())
    outside_km2 = sum(
        part_km2 for (_, level), part_km2 in km2.items() if level == OUTSIDE_TERRAIN
    )
    return 1 - outside_km2 / total_km2 if total_km2 else 0.0
