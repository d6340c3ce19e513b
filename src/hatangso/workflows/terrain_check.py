"""Read the terrain of a province directory and say everything that is wrong with it."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from hatangso.errors import HatangsoError, Message, Place
from hatangso.geography.grid import Grid
from hatangso.geography.land_cover import LandCover
from hatangso.geography.terrain import Repair, Terrain, repair_elevation_m
from hatangso.geography.terrain_signs import (
    filler,
    highest_of_indochina_m,
    looks_like_unshifted_vn_2000,
    steep_ratio,
)
from hatangso.io.findings import Findings
from hatangso.io.province_directory import terrain_files
from hatangso.io.terrain_files import (
    HIGHEST_GROUND_M,
    LOWEST_GROUND_M,
    RawElevation,
    read_classes_on,
    read_elevation,
    read_raster_on,
)
from hatangso.io.terrain_tiles import join_elevations
from hatangso.model.province import Province
from hatangso.units import FloatArray

__all__ = ["check_reach", "load_terrain"]

_CLUTTER_FILE = "clutter.tif"
_LAND_COVER_FILE = "land_cover.tif"
# Representative heights end at 20 m (Rec. ITU-R P.1812, Table 2); no building of
# Viet Nam reaches this. Above it a number stands for no value.
_HIGHEST_CLUTTER_M = 500.0
# On real ground the first is next to nothing; Fansipan is 3,147 m high.
_MOST_STEEP_RATIO = 0.05
_HIGHEST_OF_INDOCHINA_M = 3_200.0


def load_terrain(
    directory: Path, land_cover: LandCover, findings: Findings
) -> Terrain | None:
    """Return the repaired terrain of a province directory, None without a usable one.

    Args:
        directory: The province directory.
        land_cover: What the classes of ``land_cover.tif`` stand for.
        findings: Receives what is wrong, and as warnings what was repaired.
    """
    tiles = _tiles(directory, findings)
    if not tiles:
        return None
    try:
        raw = join_elevations(tiles)
        repair = repair_elevation_m(raw.elevation_m, is_void=raw.is_void)
    except HatangsoError as error:
        findings.error(
            Place("terrain"), error.message, Message("replace the file, or remove it")
        )
        return None
    _report_implausible(raw, findings)
    _report_repair(repair, findings)
    clutter_m = _clutter_m(directory, raw.grid, land_cover, findings)
    return Terrain(raw.grid, repair.elevation_m, clutter_m)


def check_reach(province: Province, terrain: Terrain, findings: Findings) -> None:
    """Note how many sites and localities the terrain does not reach."""
    places = {
        "sites.csv": [(site.lon_deg, site.lat_deg) for site in province.sites],
        "localities.csv": [(at.lon_deg, at.lat_deg) for at in province.localities],
    }
    for file, points in places.items():
        if not points:
            continue
        lons, lats = np.array(points).T
        missing = int(np.isnan(terrain.nearest_elevation_m(lons, lats)).sum())
        counts = {"missing": missing, "count": len(points)}
        if missing == len(points):
            fix = Message("add the elevation tiles of the province to terrain/")
            if _exchanged(terrain.grid).contains(lons, lats).any():
                fix = Message("the axes of the terrain are exchanged: export it again")
            findings.error(
                Place(file),
                Message("the terrain reaches none of the {count} points", counts),
                fix,
            )
        elif missing:
            findings.warn(
                Place(file),
                Message("{missing} of {count} points lie outside the terrain", counts),
                Message("no coverage is computed there; add the missing tiles"),
            )


def _exchanged(grid: Grid) -> Grid:
    """Return a frame whose x is the other's y."""
    return replace(
        grid,
        west=grid.north - grid.rows * grid.cell_y,
        north=grid.west + grid.cols * grid.cell_x,
        cell_x=grid.cell_y,
        cell_y=grid.cell_x,
        rows=grid.cols,
        cols=grid.rows,
    )


def _tiles(directory: Path, findings: Findings) -> list[RawElevation]:
    """Return the tiles that can be used."""
    tiles = []
    paths = terrain_files(directory)
    for path in paths:
        place = Place(f"terrain/{path.name}")
        try:
            tile = read_elevation(path)
        except HatangsoError as error:
            findings.error(
                place, error.message, Message("replace the file, or remove it")
            )
            continue
        if tile.is_void.all():
            findings.error(
                place,
                Message(
                    "all of its {count} cells are void", {"count": tile.is_void.size}
                ),
                Message("replace the file, or remove it"),
            )
            continue
        _report_system(tile, place, findings)
        _report_signs(tile, place, findings)
        tiles.append(tile)
    if not paths:
        findings.error(
            Place("terrain"),
            Message("there is no terrain: coverage cannot be computed"),
            Message("put .hgt or GeoTIFF elevation tiles into terrain/"),
        )
    return tiles


def _report_system(tile: RawElevation, place: Place, findings: Findings) -> None:
    """Note a reference system from which the shift of VN-2000 was left out."""
    if looks_like_unshifted_vn_2000(tile.grid.crs):
        findings.warn(
            place,
            Message("its reference system is like VN-2000, but without its shift"),
            Message(
                "if it is VN-2000, say so with gdal_edit.py -a_srs and the EPSG code of"
                " its zone; otherwise all lies some 200 m beside its place"
            ),
            tile.grid.crs,
        )


def _report_signs(tile: RawElevation, place: Place, findings: Findings) -> None:
    """Note what makes a tile look like something else than ground in metres."""
    convert = Message(
        "if its heights are in feet or decimetres, name the unit in the file or convert"
        " them to metres; otherwise nothing is to be done"
    )
    steep = steep_ratio(tile.elevation_m, is_void=tile.is_void, grid=tile.grid)
    if steep > _MOST_STEEP_RATIO:
        findings.warn(
            place,
            Message(
                "{percent:.0f} % of the ground is steeper than 60 degrees",
                {"percent": 100 * steep},
            ),
            convert,
            round(steep, 3),
        )
    top_m = highest_of_indochina_m(
        tile.elevation_m, is_void=tile.is_void, grid=tile.grid
    )
    if top_m > _HIGHEST_OF_INDOCHINA_M:
        findings.warn(
            place,
            Message(
                "the ground rises to {top_m:.0f} m, higher than Fansipan",
                {"top_m": top_m},
            ),
            convert,
            round(top_m),
        )
    probable = filler(tile.elevation_m, is_void=tile.is_void)
    if probable is not None:
        findings.warn(
            place,
            Message(
                "{count} cells are {elevation_m:g} m high, {gap_m:g} m below the rest",
                {
                    "count": probable.cells,
                    "elevation_m": probable.elevation_m,
                    "gap_m": probable.gap_m,
                },
            ),
            Message(
                "if that number stands for no value, name it, for example with"
                " gdal_edit.py -a_nodata"
            ),
            probable.elevation_m,
        )


def _clutter_m(
    directory: Path, grid: Grid, land_cover: LandCover, findings: Findings
) -> FloatArray:
    """Return the clutter on the terrain's grid, 0 where nothing is known of it."""
    nothing_m = np.zeros(grid.shape, dtype=np.float32)
    files = (_CLUTTER_FILE, _LAND_COVER_FILE)
    paths = [directory / file for file in files if (directory / file).is_file()]
    if len(paths) > 1:
        findings.error(
            Place(_LAND_COVER_FILE),
            Message(
                "{file} says what stands on the ground, too", {"file": _CLUTTER_FILE}
            ),
            Message("remove the one of the two that is less exact"),
        )
    if len(paths) != 1:
        return nothing_m
    path = paths[0]
    try:
        if path.name == _CLUTTER_FILE:
            return _heights_m(path, grid, findings)
        return _class_heights_m(path, grid, land_cover, findings)
    except HatangsoError as error:
        findings.error(
            Place(path.name), error.message, Message("replace the file, or remove it")
        )
        return nothing_m


def _heights_m(path: Path, grid: Grid, findings: Findings) -> FloatArray:
    """Return the heights that a raster of heights has."""
    clutter_m = read_raster_on(path, grid, missing_m=np.nan)
    too_high = int(np.count_nonzero(clutter_m > _HIGHEST_CLUTTER_M))
    if too_high:
        findings.error(
            Place(path.name),
            Message(
                "{count} cells are higher than {high:g} m",
                {"count": too_high, "high": _HIGHEST_CLUTTER_M},
            ),
            Message(
                "name the number that stands for no value, for example with"
                " gdal_edit.py -a_nodata -9999"
            ),
            too_high,
        )
    is_known = clutter_m >= 0
    without = int(np.count_nonzero(~is_known))
    if without:
        findings.warn(
            Place(path.name),
            Message(
                "{count} cells of the terrain have no height of clutter, or one below"
                " 0 m",
                {"count": without},
            ),
            Message("nothing stands there for the simulation; add a map that has them"),
            without,
        )
    return np.where(is_known, clutter_m, np.float32(0))


def _class_heights_m(
    path: Path, grid: Grid, land_cover: LandCover, findings: Findings
) -> FloatArray:
    """Return the heights that the classes of a raster stand for."""
    found = land_cover.heights_of(read_classes_on(path, grid))
    for code, count in found.unknown.items():
        findings.error(
            Place(path.name),
            Message(
                "{count} cells have the class {code}, which is not known",
                {"count": count, "code": code},
            ),
            Message(
                "say what it is in parameters.toml below [land_cover.classes], for"
                ' example {code} = "trees", or name it as no value',
                {"code": code},
            ),
            code,
        )
    if found.without:
        findings.warn(
            Place(path.name),
            Message(
                "{count} cells of the terrain have no land cover",
                {"count": found.without},
            ),
            Message("nothing stands there for the simulation; add a map that has them"),
            found.without,
        )
    return found.clutter_m


def _report_implausible(raw: RawElevation, findings: Findings) -> None:
    if raw.implausible:
        findings.warn(
            Place(f"terrain/{raw.file}"),
            Message(
                "{count} cells lie outside {low:g} to {high:g} m and count as void",
                {
                    "count": raw.implausible,
                    "low": LOWEST_GROUND_M,
                    "high": HIGHEST_GROUND_M,
                },
            ),
            Message(
                "if {value:g} stands for no value, say so, for example with"
                " gdal_edit.py -a_nodata {typed}",
                # A command takes no marks between thousands.
                {"value": raw.odd_value, "typed": f"{raw.odd_value:.10g}"},
            ),
            raw.odd_value,
        )


def _report_repair(repair: Repair, findings: Findings) -> None:
    place = Place("terrain")
    if repair.filled:
        findings.warn(
            place,
            Message("{count} void cells were filled", {"count": repair.filled}),
            Message("nothing to do; a tile without voids would be more exact"),
            repair.filled,
        )
    if repair.left_void:
        findings.warn(
            place,
            Message(
                "{count} cells are void and too far from known ground",
                {"count": repair.left_void},
            ),
            Message("no coverage is computed there; add a tile that has them"),
            repair.left_void,
        )
    if repair.clipped:
        findings.warn(
            place,
            Message(
                "{count} cells lay below the sea and were raised to 0 m",
                {"count": repair.clipped},
            ),
            Message("nothing to do unless the province lies below the sea"),
            repair.clipped,
        )
