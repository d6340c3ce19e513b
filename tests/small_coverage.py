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
OPERATORS_SLUGS = {"Viettel": "viettel", "Việt Nam Số": "viet-nam-so"}


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
    numbers = _classes(best)
    _write(folder / f"coverage_{name}.tif", {"": best})
    write_cog(
        folder / f"level_{name}.tif",
        [Band(numbers, "level")],
        GRID,
        nodata=0,
        overviews=Overviews.MODE,
    )
    if name in ("4g", "5g"):
        _write(folder / f"rate_{name}.tif", {"rate_mbps": _rates(best)})
    for operator, levels in own.items():
        bands = {"level_dbm": levels}
        if name in ("4g", "5g"):
            bands |= {"sinr_db": levels + 100, "rate_mbps": _rates(levels)}
        if operator == "Viettel":
            # What may be told besides: another model's level, and its own classes.
            bands |= {"second_dbm": levels - 9, "level": _classes(levels)}
        slug = OPERATORS_SLUGS[operator]
        _write(folder / f"operator_{slug}_{name}.tif", bands, operator=operator)


def _classes(levels: np.ndarray) -> np.ndarray:
    numbers = np.full(GRID.shape, 1, dtype=np.uint8)
    numbers[levels >= -94] = 2
    numbers[levels >= -84] = 3
    numbers[:, :8] = 4
    numbers[:5] = 0
    return numbers


def _rates(levels: np.ndarray) -> np.ndarray:
    return np.where(np.isfinite(levels), np.maximum(0, levels + 112) * 1.5, np.nan)


def _write(path: Path, bands: dict[str, np.ndarray], operator: str = "") -> None:
    write_cog(
        path,
        [Band(cells.astype(np.float32), name) for name, cells in bands.items()],
        GRID,
        nodata=float("nan"),
        overviews=Overviews.AVERAGE,
        tags={"OPERATOR": operator},
    )
