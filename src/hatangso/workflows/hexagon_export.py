"""Coverage per hexagon of the H3 grid, to be joined with other data by its index."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hatangso.errors import Message
from hatangso.geography.area import area_km2
from hatangso.geography.hexagons import hexagon_polygons, hexagons_at
from hatangso.io.csv_tables import write_csv
from hatangso.io.geopackage import VectorLayer, write_geopackage
from hatangso.model.coverage import LEVEL_NUMBERS, CoverageLevel
from hatangso.model.place import Locality
from hatangso.units import BoolArray, FloatArray, IntArray
from hatangso.workflows.check import ProvinceInputs
from hatangso.workflows.coverage_layers import CoverageLayer
from hatangso.workflows.export_facts import ExportFacts

__all__ = ["HEXAGON_NOTES", "write_hexagons"]

HEXAGON_NOTES = (
    Message("a cell of the raster counts for the hexagon in which its centre lies"),
    Message(
        "people are those of the localities whose centre lies in the hexagon;"
        " medians are over the cells that have a signal or a rate"
    ),
)
_RATIO_DECIMALS = 4


@dataclass(frozen=True)
class _Hexagons:
    """The hexagons of a province, and which cells of the grid lie in which.

    Attributes:
        is_inside: Cells that count, (row, col).
        index: H3 indices in order, (hexagon,).
        of_cell: Place in ``index`` of each cell that counts, (cell,).
        cell_km2: Area of each cell that counts, (cell,).
        people: Of the localities in each, (hexagon,).
    """

    is_inside: BoolArray
    index: NDArray[np.str_]
    of_cell: IntArray
    cell_km2: FloatArray
    people: IntArray

    @classmethod
    def of(
        cls, layer: CoverageLayer, localities: Sequence[Locality], resolution: int
    ) -> "_Hexagons":
        is_inside, grid = layer.is_inside, layer.grid
        rows, cols = np.nonzero(is_inside)
        lon_deg, lat_deg = grid.lon_lat(rows.astype(float), cols.astype(float))
        cells = hexagons_at(lon_deg, lat_deg, resolution=resolution)
        index, of_cell = np.unique(cells, return_inverse=True)
        cell_km2 = np.broadcast_to(area_km2(grid), grid.shape)[is_inside]
        homes = hexagons_at(
            np.array([place.lon_deg for place in localities], dtype=float),
            np.array([place.lat_deg for place in localities], dtype=float),
            resolution=resolution,
        )
        people = dict.fromkeys(index.tolist(), 0)
        for home, place in zip(homes.tolist(), localities, strict=True):
            people[home] = people.get(home, 0) + place.people
        counts = np.array([people[hexagon] for hexagon in index.tolist()], dtype=int)
        return cls(is_inside, index, of_cell, np.asarray(cell_km2), counts)

    def sums_km2(self, is_counted: BoolArray) -> FloatArray:
        """Return the area of those cells in each hexagon."""
        weights = self.cell_km2 * is_counted
        return np.bincount(self.of_cell, weights, len(self.index)).astype(np.float64)

    def medians(self, cells: FloatArray) -> FloatArray:
        """Return the median in each hexagon, without NaN; NaN when there is nothing."""
        is_known = np.isfinite(cells)
        group, known = self.of_cell[is_known], cells[is_known].astype(float)
        known = known[np.lexsort((known, group))]
        counts = np.bincount(group, minlength=len(self.index))
        first = np.cumsum(counts) - counts
        has_some = counts > 0
        low = (first + (counts - 1) // 2)[has_some]
        high = (first + counts // 2)[has_some]
        medians = np.full(len(self.index), np.nan)
        medians[has_some] = (known[low] + known[high]) / 2
        return medians


def write_hexagons(
    folder: Path,
    layers: Iterable[CoverageLayer],
    inputs: ProvinceInputs,
    facts: ExportFacts,
    *,
    resolution: int,
) -> int:
    """Write ``h3_8.csv`` and ``h3_8.gpkg``, with one layer per technology.

    Args:
        folder: Where to write.
        layers: Those of one technology follow each other.
        inputs: Its localities tell the people.
        facts: Written with every hexagon.
        resolution: Of the hexagons, and part of the names.

    Returns:
        The number of rows: one per hexagon, operator and technology.

    Raises:
        OutOfRangeError: There is no such resolution.
    """
    tables: dict[str, dict[str, list[object]]] = {}
    hexagons: _Hexagons | None = None
    for layer in layers:
        if hexagons is None or (hexagons.is_inside != layer.is_inside).any():
            localities = inputs.province.localities
            hexagons = _Hexagons.of(layer, localities, resolution)
        name = f"h3_{str(layer.technology).lower()}"
        table = tables.setdefault(name, {})
        for column, cells in _columns(layer, hexagons).items():
            table.setdefault(column, []).extend(cells)
    vectors, rows = [], []
    for name, table in tables.items():
        count = len(table["h3"])
        columns = {**table, **facts.columns(count)}
        outlines = hexagon_polygons(np.array(table["h3"]))
        vectors.append(VectorLayer(name, outlines, columns))
        rows += [
            [_csv_cell(value) for value in row]
            for row in zip(*columns.values(), strict=True)
        ]
    path = folder / f"h3_{resolution}"
    header = list(vectors[0].columns) if vectors else ["h3"]
    write_csv(path.with_suffix(".csv"), header, rows)
    write_geopackage(path.with_suffix(".gpkg"), vectors, metadata=facts.metadata())
    return len(rows)


def _columns(layer: CoverageLayer, hexagons: _Hexagons) -> dict[str, list[object]]:
    numbers = layer.numbers[hexagons.is_inside]
    total_km2 = hexagons.sums_km2(np.ones(numbers.shape, dtype=bool))
    km2 = {
        level: hexagons.sums_km2(numbers == number)
        for level, number in LEVEL_NUMBERS.items()
    }
    basic_km2 = km2[CoverageLevel.BASIC] + km2[CoverageLevel.GOOD]
    count = len(hexagons.index)
    rates_mbps = np.full(count, np.nan)
    if layer.rate_mbps is not None:
        rates_mbps = hexagons.medians(layer.rate_mbps[hexagons.is_inside])
    levels_dbm = hexagons.medians(layer.level_dbm[hexagons.is_inside])
    return {
        "h3": hexagons.index.tolist(),
        "operator": [layer.operator or "*"] * count,
        "technology": [str(layer.technology)] * count,
        "area_km2": np.round(total_km2, 6).tolist(),
        "basic_or_good_ratio": _ratios(basic_km2, total_km2),
        "good_ratio": _ratios(km2[CoverageLevel.GOOD], total_km2),
        "unknown_ratio": _ratios(km2[CoverageLevel.UNKNOWN], total_km2),
        "median_level_dbm": np.round(levels_dbm, 1).tolist(),
        "median_rate_mbps": np.round(rates_mbps, 2).tolist(),
        "people": hexagons.people.tolist(),
    }


def _ratios(part_km2: FloatArray, total_km2: FloatArray) -> list[object]:
    return list(np.round(part_km2 / total_km2, _RATIO_DECIMALS).tolist())


def _csv_cell(value: object) -> object:
    """Return a cell of a table: nothing instead of not a number."""
    return None if isinstance(value, float) and np.isnan(value) else value
