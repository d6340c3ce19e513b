from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import rasterio
from rasterio.transform import Affine

from hatangso.errors import InvalidInputError
from hatangso.geography.grid import Grid
from hatangso.io.raster_files import write_geotiff
from hatangso.io.terrain_files import (
    RawElevation,
    join_elevations,
    read_elevation,
    read_raster_on,
)

GRID = Grid("EPSG:4326", 105.0, 22.0, 0.001, 0.001, 30, 40)
HEIGHTS = np.arange(1200, dtype=np.int16).reshape(30, 40)


def write_hgt(path: Path) -> None:
    cells = np.zeros((1201, 1201), dtype=">i2")
    cells[0, 0], cells[-1, -1], cells[5, 7] = 100, 200, -32768
    cells.tofile(path)


def test_an_srtm_tile_has_its_outermost_samples_on_whole_degrees(
    tmp_path: Path,
) -> None:
    write_hgt(tmp_path / "n21e105.hgt")
    raw = read_elevation(tmp_path / "n21e105.hgt")
    row, col = raw.grid.positions(np.array([105.0, 106.0]), np.array([22.0, 21.0]))
    np.testing.assert_allclose(row, [0, 1200], atol=1e-6)
    np.testing.assert_allclose(col, [0, 1200], atol=1e-6)
    assert (raw.elevation_m[0, 0], raw.elevation_m[-1, -1]) == (100, 200)
    assert np.argwhere(raw.is_void).tolist() == [[5, 7]]


def test_south_and_west_are_below_zero(tmp_path: Path) -> None:
    write_hgt(tmp_path / "S02W071.hgt")
    grid = read_elevation(tmp_path / "S02W071.hgt").grid
    assert grid.west == pytest.approx(-71, abs=1e-3)
    assert grid.north == pytest.approx(-1, abs=1e-3)


def test_a_tile_without_a_corner_in_its_name_is_refused(tmp_path: Path) -> None:
    write_hgt(tmp_path / "tile.hgt")
    with pytest.raises(InvalidInputError, match=r"tile\.hgt .* N21E105\.hgt"):
        read_elevation(tmp_path / "tile.hgt")


def test_a_torn_tile_is_refused(tmp_path: Path) -> None:
    (tmp_path / "N21E105.hgt").write_bytes(b"\0" * 100)
    with pytest.raises(InvalidInputError, match="50 cells"):
        read_elevation(tmp_path / "N21E105.hgt")


@pytest.mark.parametrize("dtype", [np.int16, np.float32, np.uint16])
def test_a_geotiff_reads_back_as_written(tmp_path: Path, dtype: type) -> None:
    write_geotiff(tmp_path / "t.tif", HEIGHTS.astype(dtype), GRID, nodata=7)
    raw = read_elevation(tmp_path / "t.tif")
    assert raw.grid == GRID
    assert np.argwhere(raw.is_void).tolist() == [[0, 7]]
    np.testing.assert_array_equal(raw.elevation_m[~raw.is_void], HEIGHTS[HEIGHTS != 7])


def test_a_geotiff_has_the_same_bytes_each_time(tmp_path: Path) -> None:
    colours = {0: (0, 0, 0, 0), 1: (255, 0, 0, 255)}
    for name in ("a.tif", "b.tif"):
        levels = (HEIGHTS % 2).astype(np.uint8)
        write_geotiff(tmp_path / name, levels, GRID, nodata=255, colours=colours)
    assert (tmp_path / "a.tif").read_bytes() == (tmp_path / "b.tif").read_bytes()
    with rasterio.open(tmp_path / "a.tif") as dataset:
        assert dataset.colormap(1)[1] == (255, 0, 0, 255)


def test_a_scale_is_applied_when_read(tmp_path: Path) -> None:
    write_geotiff(
        tmp_path / "t.tif", HEIGHTS, GRID, scale=0.5, unit="m", description="ground"
    )
    np.testing.assert_array_equal(
        read_elevation(tmp_path / "t.tif").elevation_m, HEIGHTS / 2
    )
    with rasterio.open(tmp_path / "t.tif") as dataset:
        assert (dataset.units, dataset.descriptions) == (("m",), ("ground",))
        assert dataset.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"


@pytest.mark.parametrize(("unit", "metres"), [("ft", 0.3048), ("metre", 1.0)])
def test_feet_become_metres(tmp_path: Path, unit: str, metres: float) -> None:
    write_geotiff(tmp_path / "t.tif", HEIGHTS, GRID, unit=unit)
    found_m = read_elevation(tmp_path / "t.tif").elevation_m
    np.testing.assert_allclose(found_m, HEIGHTS * metres, rtol=1e-6)


def test_a_unit_that_is_no_length_is_refused(tmp_path: Path) -> None:
    write_geotiff(tmp_path / "t.tif", HEIGHTS, GRID, unit="fathom")
    with pytest.raises(InvalidInputError, match="in fathom, not in metres"):
        read_elevation(tmp_path / "t.tif")


@pytest.mark.parametrize("cell", [-9999, 32767])
def test_numbers_that_are_no_ground_are_void_and_counted(
    tmp_path: Path, cell: int
) -> None:
    cells = HEIGHTS.copy()
    cells[4, 5] = cell
    write_geotiff(tmp_path / "t.tif", cells, GRID)
    raw = read_elevation(tmp_path / "t.tif")
    assert np.argwhere(raw.is_void).tolist() == [[4, 5]]
    assert join_elevations([raw]).implausible == 1


@pytest.mark.parametrize(
    ("crs", "match"),
    [
        ('LOCAL_CS["site",UNIT["metre",1]]', "without a place on the earth"),
        ("EPSG:2263", "on a grid in US survey foot"),
    ],
)
def test_a_reference_system_that_cannot_be_used_is_refused(
    tmp_path: Path, crs: str, match: str
) -> None:
    write_plain(tmp_path / "t.tif", Affine(1, 0, 0, 0, -1, 9), crs)
    with pytest.raises(InvalidInputError, match=match):
        read_elevation(tmp_path / "t.tif")


def test_terrain_too_small_or_too_wide_is_refused() -> None:
    thin = replace(GRID, rows=1)
    with pytest.raises(InvalidInputError, match="1 x 40 cells"):
        join_elevations([raw(thin, 1)])
    far = replace(GRID, west=-105.0, north=-22.0)
    with pytest.raises(InvalidInputError, match="too few or too many"):
        join_elevations([raw(GRID, 1), raw(far, 1)])


def test_an_array_of_another_shape_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="shape"):
        write_geotiff(tmp_path / "t.tif", HEIGHTS[1:], GRID)


def write_plain(path: Path, transform: Affine, crs: str | None) -> None:
    with rasterio.open(
        path, "w", "GTiff", 4, 3, 1, crs=crs, transform=transform, dtype="int16"
    ) as dataset:
        dataset.write(np.ones((3, 4), dtype=np.int16), 1)


def test_a_geotiff_without_reference_system_is_refused_with_the_fix(
    tmp_path: Path,
) -> None:
    write_plain(tmp_path / "bare.tif", Affine(1, 0, 0, 0, -1, 9), None)
    with pytest.raises(InvalidInputError, match=r"bare\.tif .*gdal_edit"):
        read_elevation(tmp_path / "bare.tif")


@pytest.mark.parametrize(
    "transform", [Affine(1, 0.5, 0, 0, -1, 9), Affine(1, 0, 0, 0, 1, 9)]
)
def test_a_rotated_or_upturned_geotiff_is_refused(
    tmp_path: Path, transform: Affine
) -> None:
    write_plain(tmp_path / "r.tif", transform, "EPSG:9213")
    with pytest.raises(InvalidInputError, match=r"r\.tif is rotated"):
        read_elevation(tmp_path / "r.tif")


def test_a_file_that_is_no_raster_is_refused(tmp_path: Path) -> None:
    (tmp_path / "no.tif").write_text("hello", encoding="utf-8")
    for read in (read_elevation, lambda path: read_raster_on(path, GRID)):
        with pytest.raises(InvalidInputError, match=r"no\.tif cannot be read"):
            read(tmp_path / "no.tif")


def test_clutter_on_its_own_grid_is_unchanged_and_zero_outside(tmp_path: Path) -> None:
    write_geotiff(tmp_path / "c.tif", (HEIGHTS % 9).astype(np.uint8), GRID, nodata=3)
    clutter_m = read_raster_on(tmp_path / "c.tif", GRID)
    np.testing.assert_array_equal(clutter_m, np.where(HEIGHTS % 9 == 3, 0, HEIGHTS % 9))
    far = replace(GRID, west=GRID.west + 1)
    assert not read_raster_on(tmp_path / "c.tif", far).any()


def test_clutter_is_taken_from_the_nearest_cell_of_a_projected_grid(
    tmp_path: Path,
) -> None:
    write_geotiff(tmp_path / "c.tif", np.full((30, 40), 15, np.uint8), GRID)
    metres = Grid("EPSG:9213", 345_500.0, 2_433_000.0, 50.0, 50.0, 4, 4)
    lon, lat = metres.lon_lat(np.array([0.0, 3.0]), np.array([0.0, 3.0]))
    assert GRID.contains(lon, lat).all()
    assert (read_raster_on(tmp_path / "c.tif", metres) == 15).all()


def raw(grid: Grid, fill: float) -> RawElevation:
    elevation_m = np.full(grid.shape, fill, dtype=np.float32)
    return RawElevation(elevation_m, np.zeros(grid.shape, dtype=bool), grid)


def test_tiles_that_share_an_edge_row_become_one() -> None:
    east = replace(GRID, west=GRID.west + 39 * GRID.cell_x)
    joined = join_elevations([raw(east, 5), raw(GRID, 5)])
    assert joined.grid.shape == (30, 79)
    assert joined.grid.west == GRID.west
    assert not joined.is_void.any()
    assert (joined.elevation_m == 5).all()


def test_what_no_tile_covers_is_void() -> None:
    far = replace(GRID, west=GRID.west + 0.05, north=GRID.north + 0.03)
    joined = join_elevations([raw(GRID, 1), raw(far, 2)])
    assert joined.is_void.sum() == joined.is_void.size - 2 * 1200


def test_a_void_in_one_tile_is_filled_from_the_other() -> None:
    holed = raw(GRID, 1)
    holed.is_void[3, 3] = True
    joined = join_elevations([holed, raw(GRID, 2)])
    assert joined.elevation_m[3, 3] == 2
    assert joined.elevation_m[3, 4] == 1


def test_one_tile_stays_as_it_is() -> None:
    assert join_elevations([raw(GRID, 3)]).grid == GRID


@pytest.mark.parametrize(
    ("other", "match"),
    [
        (raw(replace(GRID, crs="EPSG:9213"), 1), "EPSG:9213"),
        (raw(replace(GRID, cell_x=0.002), 1), r"0\.002"),
        (raw(replace(GRID, west=GRID.west + 0.0004), 1), "lattices"),
        (raw(GRID, 500), "differ by 499 m"),
    ],
)
def test_tiles_that_do_not_fit_are_refused(other: RawElevation, match: str) -> None:
    with pytest.raises(InvalidInputError, match=match):
        join_elevations([raw(GRID, 1), other])


def test_no_tile_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="no elevation tile"):
        join_elevations([])
