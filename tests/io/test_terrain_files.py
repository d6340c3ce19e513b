from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import rasterio
from rasterio.transform import Affine

from hatangso.errors import InvalidInputError
from hatangso.geography.grid import WGS84, Grid
from hatangso.io.raster_files import write_geotiff
from hatangso.io.terrain_files import (
    read_elevation,
    read_frame,
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
    assert (raw.implausible, raw.odd_value, raw.file) == (1, cell, "t.tif")


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
    ("transform", "match"),
    [
        (Affine(1, 0.5, 0, 0, -1, 9), r"r\.tif is rotated"),
        (Affine(1, 0, 0, 0, 1, 9), r"r\.tif is upside down .* 1 x -1"),
        (Affine(-1, 0, 0, 0, -1, 9), r"r\.tif is upside down .* -1 x 1"),
    ],
)
def test_a_rotated_or_upturned_geotiff_is_refused(
    tmp_path: Path, transform: Affine, match: str
) -> None:
    write_plain(tmp_path / "r.tif", transform, "EPSG:9213")
    with pytest.raises(InvalidInputError, match=match):
        read_elevation(tmp_path / "r.tif")


@pytest.mark.parametrize(
    ("crs", "transform", "match"),
    [
        (WGS84, Affine(0.1, 0, 21, 0, -0.1, 106), "up to 106: longitude and latitude"),
        (
            WGS84,
            Affine(30, 0, 5e5, 0, -30, 2.4e6),
            r"500000, 2.4e\+06, which is nowhere",
        ),
        ("EPSG:9213", Affine(0.5, 0, 5e5, 0, -0.5, 2.4e6), r"0\.5 x 0\.5 m, not 1 m"),
        (WGS84, Affine(0.2, 0, 105, 0, -0.2, 22), r"2\.1e\+04 x 2\.2e\+04 m"),
        ("EPSG:32648", Affine(30, 0, 1e9, 0, -30, 2.4e6), "which is nowhere"),
    ],
)
def test_a_frame_that_lies_nowhere_or_has_odd_cells_is_refused(
    tmp_path: Path, crs: str, transform: Affine, match: str
) -> None:
    write_plain(tmp_path / "r.tif", transform, crs)
    with pytest.raises(InvalidInputError, match=match):
        read_elevation(tmp_path / "r.tif")


def test_a_picture_is_no_elevation(tmp_path: Path) -> None:
    with rasterio.open(
        tmp_path / "p.tif", "w", "GTiff", 4, 3, 3, crs=WGS84, dtype="uint8",
        transform=Affine(0.01, 0, 105, 0, -0.01, 22),
    ) as dataset:  # fmt: skip
        dataset.write(np.ones((3, 3, 4), dtype=np.uint8))
    with pytest.raises(InvalidInputError, match=r"p\.tif is a picture of 3 bands"):
        read_elevation(tmp_path / "p.tif")


@pytest.mark.parametrize("name", ["N95E105.hgt", "S91E105.hgt", "N21E180.hgt"])
def test_a_tile_whose_name_is_no_place_on_earth_is_refused(
    tmp_path: Path, name: str
) -> None:
    write_hgt(tmp_path / name)
    with pytest.raises(InvalidInputError, match="not on the earth"):
        read_elevation(tmp_path / name)


@pytest.mark.parametrize("size", [1200 * 1201 * 2, 1201 * 1201 * 2 + 1, 0])
def test_a_tile_of_another_size_is_refused(tmp_path: Path, size: int) -> None:
    (tmp_path / "N21E105.hgt").write_bytes(bytes(size))
    with pytest.raises(InvalidInputError, match="not 1201 x 1201"):
        read_frame(tmp_path / "N21E105.hgt")


@pytest.mark.parametrize("name", ["t.tif", "N21E105.hgt"])
def test_a_window_of_a_file_is_a_part_of_the_whole(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if path.suffix == ".hgt":
        write_hgt(path)
    else:
        write_geotiff(path, HEIGHTS, GRID, nodata=7, scale=0.5)
    whole = read_elevation(path)
    part = read_elevation(path, rows=range(-3, 8), cols=range(5, 12))
    assert part.grid == whole.grid.window(range(8), range(5, 12))
    inner = np.s_[:8, 5:12]
    np.testing.assert_array_equal(part.elevation_m, whole.elevation_m[inner])
    np.testing.assert_array_equal(part.is_void, whole.is_void[inner])
    assert part.is_void.sum() == 1
    assert read_frame(path) == whole.grid


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


def test_an_array_of_another_shape_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="shape"):
        write_geotiff(tmp_path / "t.tif", HEIGHTS[1:], GRID)


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:9213", "EPSG:32649"])
def test_a_raster_on_another_grid_does_not_depend_on_what_else_it_holds(
    tmp_path: Path, crs: str
) -> None:
    wide = Grid("EPSG:4326", 105.0, 22.0, 0.01, 0.01, 100, 100)
    cells = np.random.default_rng(3).integers(1, 99, wide.shape).astype(np.uint8)
    write_geotiff(tmp_path / "c.tif", cells, wide)
    lon, lat = np.array(105.5), np.array(21.4)
    size = 0.002 if crs == "EPSG:4326" else 200.0
    down, right = (
        x.item() for x in Grid(crs, 0, 0, size, size, 1, 1).positions(lon, lat)
    )
    grid = Grid(crs, (right + 0.3) * size, -(down + 0.3) * size, size, size, 60, 70)
    found = read_raster_on(tmp_path / "c.tif", grid)
    row, col = wide.positions(*grid.lon_lat(*np.indices(grid.shape, dtype=float)))
    expected = cells[np.rint(row).astype(int), np.rint(col).astype(int)]
    # Cells whose middle lies on the border of two may go to either.
    assert (found == expected).mean() > 0.97
    assert (found > 0).all()
