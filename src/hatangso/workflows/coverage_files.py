"""Write the files of a coverage: rasters, and tables of places, roads and areas."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import shapely

from hatangso import __version__
from hatangso.documents.map_images import LEVEL_COLOURS
from hatangso.documents.reasons import reason
from hatangso.geography.area import area_km2, cells_inside
from hatangso.geography.roads import sample_roads
from hatangso.geography.terrain import Terrain
from hatangso.io.coverage_tables import COVERAGE_HEADER, coverage_row
from hatangso.io.csv_tables import write_csv
from hatangso.io.raster_files import Band, Overviews, write_cog
from hatangso.model.coverage import LEVEL_NUMBERS, CoverageLevel, PointCoverage
from hatangso.model.province import Province
from hatangso.model.site import Technology
from hatangso.radio.coverage import Network, NetworkCoverage
from hatangso.radio.link_budget import RATED_TECHNOLOGIES
from hatangso.units import BoolArray, IntArray
from hatangso.workflows.check import ProvinceInputs
from hatangso.workflows.operator_names import operator_file_names

__all__ = [
    "OUTSIDE_TERRAIN",
    "SIGNAL_LAYERS",
    "CoverageMaps",
    "inside_province",
    "synthetic_cell",
    "write_facilities",
    "write_localities",
]

# The layers that every received level rests on, wherever it is received.
SIGNAL_LAYERS = ("terrain", "clutter", "sites", "services")
# In area_coverage.csv: the part of the province for which there is no terrain.
OUTSIDE_TERRAIN = "outside_terrain"
_OPAQUE = 255
_COLOURS = {
    0: (0, 0, 0, 0),
    **{
        number: (*bytes.fromhex(LEVEL_COLOURS[level].removeprefix("#")), _OPAQUE)
        for level, number in LEVEL_NUMBERS.items()
    },
}


def synthetic_cell(province: Province, *layers: str) -> str:
    """Return the synthetic layers that a row of a coverage rests on, as one cell.

    Args:
        province: Says which layers are synthetic.
        layers: Those that enter beside those of every received level.
    """
    return "; ".join(province.synthetic_layers(*SIGNAL_LAYERS, *layers))


class CoverageMaps:
    """Writes the rasters of a coverage, and tables of what they add up to.

    The rasters are cut at the province's border. ``area_coverage.csv`` and
    ``road_coverage.csv`` hold square kilometres and kilometres per technology and
    level.
    """

    def __init__(self, folder: Path, inputs: ProvinceInputs) -> None:
        """Write into a folder."""
        province, terrain = inputs.province, inputs.terrain
        self._folder = folder
        self._province = province
        self._grid = terrain.grid
        self._is_inside = inside_province(inputs)
        self._areas = _AreaTable(province, terrain, self._is_inside)
        self._roads = _RoadTable(province, terrain)
        self._tags = _tags(province)
        self._names = operator_file_names(item.operator for item in province.services)

    def add(self, technology: Technology, found: NetworkCoverage) -> None:
        """Write what the best operator of a technology offers."""
        name = str(technology).lower()
        self._areas.add(technology, found.level)
        self._roads.add(technology, found.level)
        self._write_real(
            f"coverage_{name}.tif",
            [Band(found.level_dbm, f"median level of the best {technology}", "dBm")],
        )
        self._write_real(
            f"second_{name}.tif",
            [Band(found.second_dbm, "the same service by ITM", "dBm")],
        )
        if technology in RATED_TECHNOLOGIES:
            self._write_real(
                f"sinr_{name}.tif",
                [Band(found.sinr_db, "signal to interference and noise", "dB")],
            )
            self._write_real(
                f"rate_{name}.tif",
                [Band(found.rate_mbps, "median rate of one user, downlink", "Mbit/s")],
            )
        write_cog(
            self._folder / f"server_{name}.tif",
            [Band(found.site_number, "best server: 1 is the first site of sites.csv")],
            self._grid,
            nodata=0,
            tags=self._tags,
        )
        write_cog(
            self._folder / f"level_{name}.tif",
            [Band(found.level, "0 outside, 1 none, 2 basic, 3 good, 4 unknown")],
            self._grid,
            nodata=0,
            colours=_COLOURS,
            overviews=Overviews.MODE,
            tags=self._tags,
        )

    def add_network(self, network: Network, found: NetworkCoverage) -> None:
        """Write what one operator offers in one technology."""
        bands = [Band(found.level_dbm, "level_dbm", "dBm")]
        if network.technology in RATED_TECHNOLOGIES:
            bands.append(Band(found.sinr_db, "sinr_db", "dB"))
            bands.append(Band(found.rate_mbps, "rate_mbps", "Mbit/s"))
        bands.append(Band(found.second_dbm, "second_dbm", "dBm"))
        bands.append(Band(found.level.astype(np.float32), "level"))
        name, technology = self._names[network.operator], network.technology
        file = f"operator_{name}_{technology.lower()}.tif"
        self._write_real(file, bands, OPERATOR=network.operator)

    def finish(self) -> None:
        """Write the tables."""
        synthetic = synthetic_cell(self._province)
        write_csv(
            self._folder / "area_coverage.csv",
            ("technology", "level", "area_km2", "synthetic_layers"),
            [(*row, synthetic) for row in self._areas.rows],
        )
        synthetic = synthetic_cell(self._province, "roads")
        write_csv(
            self._folder / "road_coverage.csv",
            ("kind", "technology", "level", "km", "synthetic_layers"),
            [(*row, synthetic) for row in self._roads.rows],
        )

    def _write_real(self, name: str, bands: Sequence[Band], **tags: str) -> None:
        write_cog(
            self._folder / name,
            bands,
            self._grid,
            nodata=float("nan"),
            overviews=Overviews.AVERAGE,
            tags={**self._tags, **tags},
        )


def inside_province(inputs: ProvinceInputs) -> BoolArray:
    """Return which cells of the terrain lie in the province, (row, col)."""
    communes = inputs.province.communes
    border = shapely.union_all([commune.geometry for commune in communes])
    return cells_inside(border, inputs.terrain.grid)


def _tags(province: Province) -> dict[str, str]:
    """Return what every raster says of itself."""
    return {
        "SOFTWARE": f"hatangso {__version__}",
        "MODEL": "Rec. ITU-R P.1812-8, median; second opinion: ITM 1.2.2",
        "SYNTHETIC_LAYERS": synthetic_cell(province),
        "DATA_DATE": province.data_date.isoformat(),
    }


class _AreaTable:
    """Square kilometres of the province per technology and level."""

    def __init__(
        self, province: Province, terrain: Terrain, is_inside: BoolArray
    ) -> None:
        self._cell_km2 = np.broadcast_to(area_km2(terrain.grid), terrain.grid.shape)
        self._is_known = is_known = is_inside & np.isfinite(terrain.elevation_m)
        legal_km2 = sum(commune.area_km2 for commune in province.communes)
        self._outside_km2 = max(legal_km2 - self._cell_km2[is_known].sum(), 0)
        self.rows: list[Sequence[object]] = []

    def add(self, technology: Technology, levels: IntArray) -> None:
        for level in CoverageLevel:
            is_level = levels == LEVEL_NUMBERS[level]
            km2 = self._cell_km2[self._is_known & is_level].sum()
            self.rows.append((technology, level, f"{km2:.2f}"))
        self.rows.append((technology, OUTSIDE_TERRAIN, f"{self._outside_km2:.2f}"))


class _RoadTable:
    """Kilometres of road per kind, technology and level."""

    def __init__(self, province: Province, terrain: Terrain) -> None:
        grid = terrain.grid
        samples = sample_roads(province.roads)
        row, col = grid.positions(samples.lon_deg, samples.lat_deg)
        row, col = np.rint(row).astype(int), np.rint(col).astype(int)
        self._is_on = (row >= 0) & (row < grid.rows) & (col >= 0) & (col < grid.cols)
        self._cells = row[self._is_on], col[self._is_on]
        self._km = samples.length_km
        self._kind = np.array([road.kind for road in province.roads])[samples.road]
        self.rows: list[Sequence[object]] = []

    def add(self, technology: Technology, levels: IntArray) -> None:
        # Of what lies on the terrain beyond the border no level was asked.
        unknown = LEVEL_NUMBERS[CoverageLevel.UNKNOWN]
        sampled = np.full(self._is_on.shape, unknown, dtype=levels.dtype)
        sampled[self._is_on] = levels[self._cells]
        for kind in sorted(set(self._kind.tolist())):
            for level in CoverageLevel:
                is_level = sampled == LEVEL_NUMBERS[level]
                km = self._km[(self._kind == kind) & is_level].sum()
                self.rows.append((kind, technology, level, f"{km:.3f}"))


def write_localities(
    path: Path, coverages: Iterable[PointCoverage], province: Province
) -> None:
    """Write the coverage of the localities, one row per locality and technology."""
    localities = {locality.id: locality for locality in province.localities}
    communes = {commune.code: commune.name_vi for commune in province.communes}
    synthetic = synthetic_cell(province, "localities")
    rows = []
    for coverage in coverages:
        locality = localities[coverage.point_id]
        why = reason(coverage)
        rows.append(
            (
                *coverage_row(coverage),
                locality.name,
                locality.commune_code,
                communes.get(locality.commune_code, ""),
                locality.people,
                why.vi,
                why.en,
                synthetic,
            )
        )
    header = (
        *COVERAGE_HEADER,
        "name",
        "commune_code",
        "commune",
        "people",
        "reason_vi",
        "reason_en",
        "synthetic_layers",
    )
    write_csv(path, header, rows)


def write_facilities(
    path: Path, coverages: Iterable[PointCoverage], province: Province
) -> None:
    """Write the coverage of the facilities, one row per facility and technology."""
    facilities = {facility.id: facility for facility in province.facilities}
    synthetic = synthetic_cell(province, "facilities")
    rows = [
        (
            *coverage_row(coverage),
            facilities[coverage.point_id].name,
            facilities[coverage.point_id].kind,
            synthetic,
        )
        for coverage in coverages
    ]
    header = (*COVERAGE_HEADER, "name", "kind", "synthetic_layers")
    write_csv(path, header, rows)
