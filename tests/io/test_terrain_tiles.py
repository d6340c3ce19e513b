"""Tiles of one terrain: joined, and read window by window."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hatangso.errors import InvalidInputError, OutOfRangeError
from hatangso.geography.grid import WGS84, Grid
from hatangso.geography.profile import terrain_profile
from hatangso.geography.terrain import Terrain
from hatangso.io import terrain_tiles
from hatangso.io.raster_files import write_geotiff
from hatangso.io.terrain_files import RawElevation, read_elevation
from hatangso.io.terrain_tiles import ElevationTiles, join_elevations

GRID = Grid(WGS84, 105.0, 22.0, 0.001, 0.001, 30, 40)


def raw(grid: Grid, fill: float) -> RawElevation:
    elevation_m = np.full(grid.shape, fill, dtype=np.float32)
    return RawElevation(elevation_m, np.zeros(grid.shape, dtype=bool), grid)


def test_terrain_too_small_or_too_wide_is_refused() -> None:
    thin = replace(GRID, rows=1)
    with pytest.raises(InvalidInputError, match="1 x 40 cells"):
        join_elevations([raw(thin, 1)])
    far = replace(GRID, west=-105.0, north=-22.0)
    with pytest.raises(InvalidInputError, match="too few or too many"):
        join_elevations([raw(GRID, 1), raw(far, 1)])


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
        (raw(replace(GRID, crs="EPSG:9213"), 1), r"a\.tif is in EPSG:4326, b\.tif in"),
        (raw(replace(GRID, cell_x=0.002), 1), r"a\.tif has .*0\.001, b\.tif of 0\.002"),
        (raw(replace(GRID, west=GRID.west + 0.0004), 1), r"of b\.tif lie 0\.40 cells"),
        (raw(GRID, 500), r"a\.tif and b\.tif overlap and differ by 499 m"),
    ],
)
def test_tiles_that_do_not_fit_are_refused(other: RawElevation, match: str) -> None:
    with pytest.raises(InvalidInputError, match=match):
        join_elevations(
            [replace(raw(GRID, 1), file="a.tif"), replace(other, file="b.tif")]
        )


def test_no_tile_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="no elevation tile"):
        join_elevations([])


WHOLE = Grid(WGS84, 105.0, 22.0, 0.001, 0.001, 60, 75)
CELLS = np.random.default_rng(0).integers(1, 900, WHOLE.shape).astype(np.int16)
# Four tiles that share edges, one overlaps, and a corner is missing.
CORNERS = {
    "a.tif": np.s_[0:31, 0:40],
    "b.tif": np.s_[0:31, 39:75],
    "c.tif": np.s_[30:60, 0:40],
    "d.tif": np.s_[25:50, 30:60],
}


@pytest.fixture(scope="module")
def tiles(tmp_path_factory: pytest.TempPathFactory) -> ElevationTiles:
    folder = tmp_path_factory.mktemp("terrain")
    for name, (rows, cols) in CORNERS.items():
        grid = WHOLE.window(range(rows.start, rows.stop), range(cols.start, cols.stop))
        write_geotiff(folder / name, CELLS[rows, cols], grid, nodata=5)
    return ElevationTiles.open([folder / name for name in CORNERS])


def test_joined_tiles_are_one_raster(tiles: ElevationTiles) -> None:
    found = tiles.read()
    assert found.grid == WHOLE
    is_known = ~found.is_void
    np.testing.assert_array_equal(found.elevation_m[is_known], CELLS[is_known])
    is_covered = np.zeros(WHOLE.shape, dtype=bool)
    for part in CORNERS.values():
        is_covered[part] = True
    np.testing.assert_array_equal(is_known, is_covered & (CELLS != 5))
    joined = join_elevations([read_elevation(path) for path in tiles.paths])
    np.testing.assert_array_equal(joined.is_void, found.is_void)


@given(st.integers(-5, 59), st.integers(-5, 74), st.integers(1, 80), st.integers(1, 80))
@settings(max_examples=40, deadline=None)
def test_a_window_is_a_part_of_the_joined_tiles(
    tiles: ElevationTiles, top: int, left: int, height: int, width: int
) -> None:
    rows, cols = range(top, top + height), range(left, left + width)
    if rows.stop <= 0 or cols.stop <= 0:
        with pytest.raises(OutOfRangeError, match="window"):
            tiles.read(rows, cols)
        return
    whole, part = tiles.read(), tiles.read(rows, cols)
    inner = np.s_[max(top, 0) : rows.stop, max(left, 0) : cols.stop]
    np.testing.assert_array_equal(part.is_void, whole.is_void[inner])
    np.testing.assert_array_equal(part.elevation_m, whole.elevation_m[inner])
    lon, lat = np.array(105.0213), np.array(21.9777)
    row, col = whole.grid.positions(lon, lat)
    assert part.grid.positions(lon, lat) == (row - max(top, 0), col - max(left, 0))


def test_a_window_of_nothing_is_not_the_whole(tiles: ElevationTiles) -> None:
    with pytest.raises(OutOfRangeError, match="window"):
        tiles.read(range(0), range(5))
    with pytest.raises(OutOfRangeError, match="window"):
        read_elevation(tiles.paths[0], cols=range(0))


def test_a_window_opens_only_the_files_that_it_needs(
    tiles: ElevationTiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = []

    def read(path: Path, *, rows: range, cols: range) -> RawElevation:
        opened.append((path.name, len(rows), len(cols)))
        return read_elevation(path, rows=rows, cols=cols)

    monkeypatch.setattr(terrain_tiles, "read_elevation", read)
    tiles.read(range(28, 33), range(5, 10))
    assert opened == [("a.tif", 3, 5), ("c.tif", 3, 5)]
    opened.clear()
    assert tiles.read(range(50, 60), range(60, 75)).is_void.all()
    assert opened == []


def test_a_country_can_be_opened_but_not_read_at_once(
    tiles: ElevationTiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terrain_tiles, "_MOST_CELLS", 1_000)
    assert tiles.read(range(30), range(30)).grid.shape == (30, 30)
    with pytest.raises(InvalidInputError, match="60 x 75 cells"):
        tiles.read()


def test_tiles_on_both_sides_of_the_antimeridian_are_neighbours() -> None:
    west = replace(GRID, west=179.96)
    east = replace(GRID, west=-180.0)
    joined = join_elevations([raw(west, 1), raw(east, 2)])
    assert joined.grid == replace(west, cols=80)
    assert not joined.is_void.any()
    assert (joined.elevation_m[0, 39:41] == (1, 2)).all()


def test_the_first_odd_number_and_its_file_are_named() -> None:
    odd = replace(raw(GRID, 1), implausible=3, odd_value=-9999.0, file="b.tif")
    found = join_elevations([raw(GRID, 1), odd, odd])
    assert (found.implausible, found.odd_value, found.file) == (6, -9999, "b.tif")


@given(st.floats(0.001, 0.04), st.floats(0.041, 0.073), st.floats(0.002, 0.058))
@settings(max_examples=30, deadline=None)
def test_a_profile_across_a_seam_does_not_jump(
    west_deg: float, east_deg: float, south_deg: float
) -> None:
    row, col = np.indices(WHOLE.shape)
    ground_m = (500 + 90 * np.sin(row / 7) + 3 * col).astype(np.float32)
    known = np.zeros(WHOLE.shape, dtype=bool)
    parts = [
        RawElevation(ground_m[:, cols], known[:, cols], WHOLE.window(range(60), here))
        for cols, here in (
            (np.s_[:40], range(40)),
            (np.s_[40:], range(40, 75)),
        )
    ]
    joined = join_elevations(parts[::-1])
    # The frame of the joined tiles is the old one, but for the last digit.
    joined_terrain = Terrain(joined.grid, joined.elevation_m, 0 * ground_m)
    start, end = (105 + west_deg, 22 - south_deg), (105 + east_deg, 21.97)
    found, whole = (
        terrain_profile(each, start_deg=start, end_deg=end, step_m=20)
        for each in (joined_terrain, Terrain(WHOLE, ground_m, 0 * ground_m))
    )
    np.testing.assert_allclose(found.ground_m, whole.ground_m, atol=1e-3)
    slope_m = np.abs(np.diff(found.ground_m[np.isfinite(found.ground_m)]))
    # No step of 20 m on this ground rises by more.
    assert slope_m.max() < 6
