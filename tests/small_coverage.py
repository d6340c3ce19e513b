"""A coverage of the small province made in code, as the coverage step leaves it."""

from pathlib import Path

import numpy as np

from hatangso.geography.grid import WGS84, Grid
from hatangso.io.raster_files import Band, Overviews, write_cog
from hatangso.io.results_directory import ResultsDirectory
from hatangso.workflows.check import load_province
from hatangso.workflows.manifest import about
from small_province import CELL, NORTH, NOW, SIDE, WEST

__all__ = ["GRID", "OPERATORS", "levels_dbm", "publish_coverage"]

GRID = Grid(WGS84, WEST, NORTH, CELL, CELL, SIDE, SIDE)
OPERATORS = {"Viettel": 0.06, "Việt Nam Số": 0.14}


def levels_dbm(lon_offset_deg: float) -> np.ndarray:
    """Return levels that fall off from a place on the middle row; NaN far away."""
    rows, cols = np.indices(GRID.shape, dtype=float)
    away_km = 111 * np.hypot(rows - 120, cols - lon_offset_deg / CELL) * CELL
    waves = 4 * np.sin(rows / 9) * np.cos(cols / 7)
    levels = -62 - 6.5 * away_km + waves
    return np.where(levels > -125, levels, np.nan).astype(np.float32)


def publish_coverage(directory: Path) -> ResultsDirectory:
    """Write rasters of two operators and note them as the step's results."""
    inputs = load_province(directory)
    results = ResultsDirectory.of(directory)
    with results.staging() as folder:
        for name in ("2g", "3g", "4g", "5g"):
            _write_technology(folder, name)
        results.publish(
            folder,
            "coverage",
            inputs=inputs.files,
            parameters={},
            about=about(inputs.province),
            finished_at=NOW.isoformat(),
        )
    return results


def _write_technology(folder: Path, name: str) -> None:
    own = {operator: levels_dbm(place) for operator, place in OPERATORS.items()}
    best = np.fmax(*own.values())
    numbers = np.full(GRID.shape, 1, dtype=np.uint8)
    numbers[best >= -94] = 2
    numbers[best >= -84] = 3
    numbers[:, :8] = 4
    numbers[:5] = 0
    _write(folder / f"coverage_{name}.tif", [best])
    write_cog(
        folder / f"level_{name}.tif",
        [Band(numbers, "level")],
        GRID,
        nodata=0,
        overviews=Overviews.MODE,
    )
    has_rate = name in ("4g", "5g")
    if has_rate:
        _write(folder / f"rate_{name}.tif", [_rates(best)])
    for number, (operator, levels) in enumerate(own.items()):
        bands = [levels, levels + 100, _rates(levels)] if has_rate else [levels]
        path = folder / f"operator_{number}_{name}.tif"
        _write(path, bands, operator=operator)


def _rates(levels: np.ndarray) -> np.ndarray:
    return np.where(np.isfinite(levels), np.maximum(0, levels + 112) * 1.5, np.nan)


def _write(path: Path, bands: list[np.ndarray], operator: str = "") -> None:
    names = ("level_dbm", "sinr_db", "rate_mbps")
    write_cog(
        path,
        [
            Band(cells.astype(np.float32), name)
            for cells, name in zip(bands, names, strict=False)
        ],
        GRID,
        nodata=float("nan"),
        overviews=Overviews.AVERAGE,
        tags={"OPERATOR": operator},
    )
