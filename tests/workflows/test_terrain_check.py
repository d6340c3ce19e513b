"""Bad terrain and land cover: each with its file, its value and what mends it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import rasterio

from hatangso.errors import Finding, InvalidInputError
from hatangso.geography.grid import WGS84, Grid
from hatangso.io.raster_files import write_geotiff
from hatangso.language import translate
from hatangso.workflows.check import load_province
from small_province import CELL, NORTH, SIDE, WEST, elevation_m, write_terrain

GRID = Grid(WGS84, WEST, NORTH, CELL, CELL, SIDE, SIDE)
TILE = "terrain/elevation.tif"


def _findings(directory: Path) -> list[Finding]:
    try:
        return list(load_province(directory).findings)
    except InvalidInputError as error:
        return list(error.findings)


def _only(directory: Path) -> Finding:
    found = _findings(directory)
    assert len(found) == 1, [str(finding) for finding in found]
    return found[0]


def _to_zone(cells: np.ndarray, crs: str, side_m: float) -> tuple[np.ndarray, Grid]:
    """Return elevations by the nearest cell on a projected grid around the province."""
    rows, cols = np.indices(GRID.shape, dtype=float)
    helper = Grid(crs, 0.0, 0.0, side_m, side_m, 1, 1)
    down, right = helper.positions(*GRID.lon_lat(rows, cols))
    top, left = int(down.min()), int(right.min())
    height, width = int(np.ptp(down)), int(np.ptp(right))
    grid = Grid(crs, left * side_m, -top * side_m, side_m, side_m, height, width)
    lon, lat = grid.lon_lat(*np.indices(grid.shape, dtype=float))
    row, col = (np.rint(x).astype(int).clip(0, SIDE - 1) for x in
                GRID.positions(lon, lat))  # fmt: skip
    return cells[row, col], grid


@pytest.mark.parametrize(
    ("crs", "side_m"),
    [
        ("EPSG:9213", 90.0),
        ("EPSG:32648", 30.0),
        ("EPSG:32649", 90.0),
        ("EPSG:3405", 200.0),
    ],
)
def test_terrain_of_any_zone_and_cell_size_is_understood(
    province_directory: Path, crs: str, side_m: float
) -> None:
    in_degrees = load_province(province_directory).terrain
    cells, grid = _to_zone(elevation_m(), crs, side_m)
    write_geotiff(province_directory / TILE, cells, grid)
    terrain = load_province(province_directory).terrain
    lon, lat = np.linspace(105.02, 105.18, 99), np.linspace(21.02, 21.17, 99)
    # On the slopes of the ridge two cells differ by some tens of metres.
    gap_m = terrain.nearest_elevation_m(lon, lat) - in_degrees.nearest_elevation_m(
        lon, lat
    )
    assert np.abs(np.median(gap_m)) < 1
    assert np.abs(gap_m).mean() < 12


def test_a_tile_without_any_ground_is_an_error(province_directory: Path) -> None:
    write_terrain(province_directory / TILE, np.full((SIDE, SIDE), -32768, np.int16))
    found = _only(province_directory)
    assert found.place.file == TILE
    assert "all of its 57600 cells are void" in str(found)


@pytest.mark.parametrize("not_ground", [np.nan, np.inf, -np.inf])
def test_what_is_no_number_is_void(province_directory: Path, not_ground: float) -> None:
    cells = elevation_m().astype(np.float32)
    cells[5:9, 5:9] = not_ground
    write_geotiff(province_directory / TILE, cells, GRID)
    inputs = load_province(province_directory)
    assert np.isfinite(inputs.terrain.elevation_m).all()
    assert [f.value for f in inputs.findings] == [16]


@pytest.mark.parametrize("factor", [10, 1 / 0.3048])
def test_mountains_in_another_unit_are_suspected(
    province_directory: Path, factor: float
) -> None:
    row, col = np.indices(GRID.shape)
    peaks_m = 900 + 600 * np.sin(row / 9) * np.sin(col / 9)
    write_terrain(province_directory / TILE, peaks_m.astype(np.int16))
    assert _findings(province_directory) == []
    write_geotiff(
        province_directory / TILE, (peaks_m * factor).astype(np.float32), GRID
    )
    texts = [str(found) for found in _findings(province_directory)]
    assert any("feet or decimetres" in text and TILE in text for text in texts)


def test_ground_above_fansipan_is_suspected(province_directory: Path) -> None:
    row = np.indices(GRID.shape)[0]
    write_terrain(province_directory / TILE, (row * 20).astype(np.int16))
    found = _only(province_directory)
    assert "4780 m, higher than Fansipan" in str(found)
    assert found.value == 4780


def test_an_undeclared_filler_is_suspected(province_directory: Path) -> None:
    cells = elevation_m() + 100
    cells[:, :30] = 0
    write_terrain(province_directory / TILE, cells)
    found = _only(province_directory)
    assert "7200 cells are 0 m high, 120 m below the rest" in str(found)
    assert "-a_nodata" in str(found.fix)


def test_an_undeclared_void_is_named_with_its_file(province_directory: Path) -> None:
    cells = elevation_m()
    cells[7, 7] = -9999
    write_terrain(province_directory / TILE, cells)
    found = _findings(province_directory)[0]
    assert found.place.file == TILE
    assert "-a_nodata -9999" in str(found.fix)


def test_exchanged_axes_of_a_zone_are_recognised(province_directory: Path) -> None:
    cells, grid = _to_zone(elevation_m(), "EPSG:9213", 90.0)
    swapped = Grid(
        grid.crs,
        grid.north - grid.rows * 90,
        grid.west + grid.cols * 90,
        90,
        90,
        grid.cols,
        grid.rows,
    )
    write_geotiff(province_directory / TILE, np.ascontiguousarray(cells.T), swapped)
    found = [f for f in _findings(province_directory) if f.place.file == "sites.csv"]
    assert "axes of the terrain are exchanged" in str(found[0])


def test_two_tiles_that_do_not_fit_are_both_named(province_directory: Path) -> None:
    coarse = Grid(WGS84, WEST, NORTH, 0.01, 0.01, 20, 20)
    write_geotiff(province_directory / "terrain/b.tif", np.ones((20, 20)), coarse)
    text = str(_only(province_directory))
    assert "b.tif has cells of 0.01" in text
    assert "elevation.tif of 0.0008" in text


def _split_at(directory: Path, col: int, overlap: int = 0) -> None:
    (directory / TILE).unlink()
    cells = elevation_m()
    write_terrain(directory / "terrain/west.tif", cells[:, : col + overlap])
    write_terrain(
        directory / "terrain/east.tif", cells[:, col:], west=WEST + col * CELL
    )


@pytest.mark.parametrize("overlap", [0, 1])
def test_a_site_on_the_edge_of_two_tiles_has_one_ground(
    province_directory: Path, overlap: int
) -> None:
    whole = load_province(province_directory).terrain
    col = 120
    _split_at(province_directory, col, overlap)
    inputs = load_province(province_directory)
    assert inputs.findings == ()
    np.testing.assert_array_equal(inputs.terrain.elevation_m, whole.elevation_m)
    edge_deg = WEST + col * CELL
    lon = edge_deg + np.array([-1e-9, 0, 1e-9, -CELL / 2, CELL / 2])
    lat = np.full(5, 21.1)
    np.testing.assert_array_equal(
        inputs.terrain.nearest_elevation_m(lon, lat),
        whole.nearest_elevation_m(lon, lat),
    )


@pytest.fixture
def write_land_cover(province_directory: Path) -> Callable[..., None]:
    def write(codes: np.ndarray, grid: Grid = GRID, nodata: int | None = 0) -> None:
        write_geotiff(
            province_directory / "land_cover.tif",
            codes.astype(np.uint8),
            grid,
            nodata=nodata,
        )
        path = province_directory / "province.toml"
        text = path.read_text(encoding="utf-8").replace(
            "[layers.ter",
            '[layers.clutter]\nreality = "real"\nsource = "ESA"\n[layers.ter',
        )
        path.write_text(text, encoding="utf-8")

    return write


def test_land_cover_becomes_clutter(
    province_directory: Path, write_land_cover: Callable[..., None]
) -> None:
    codes = np.full(GRID.shape, 40)
    codes[:100], codes[:, :50] = 10, 50
    write_land_cover(codes)
    inputs = load_province(province_directory)
    assert inputs.findings == ()
    expected_m = np.select([codes == 50, codes == 10], [10, 15], 0)
    np.testing.assert_array_equal(inputs.terrain.clutter_m, expected_m)
    assert inputs.terrain.clutter_m.dtype == np.float32
    assert any(path.name == "land_cover.tif" for path in inputs.files)
    assert "clutter" in inputs.province.provenances


def test_the_most_frequent_class_of_a_finer_map_wins(
    province_directory: Path, write_land_cover: Callable[..., None]
) -> None:
    finer = Grid(WGS84, WEST, NORTH, CELL / 3, CELL / 3, 3 * SIDE, 3 * SIDE)
    row, col = np.indices(finer.shape)
    # In every cell of the terrain 5 of 9 are trees, but not the middle one.
    is_tree = (row + col) % 3 != 2
    is_tree[1::3, 1::3] = False
    write_land_cover(np.where(is_tree, 10, 40), finer)
    assert (load_province(province_directory).terrain.clutter_m == 15).all()


def test_a_coarse_map_of_another_zone_is_taken_from_the_nearest_cell(
    province_directory: Path, write_land_cover: Callable[..., None]
) -> None:
    _, grid = _to_zone(elevation_m(), "EPSG:32648", 500.0)
    wide = Grid(grid.crs, grid.west - 2e3, grid.north + 2e3, 500, 500, 60, 60)
    write_land_cover(np.full(wide.shape, 95), wide)
    assert (load_province(province_directory).terrain.clutter_m == 15).all()


def test_a_class_that_is_not_known_is_named_with_its_count(
    province_directory: Path, write_land_cover: Callable[..., None]
) -> None:
    codes = np.full(GRID.shape, 40)
    codes[3, 4:9] = 11
    write_land_cover(codes)
    found = _only(province_directory)
    assert (found.place.file, found.value) == ("land_cover.tif", 11)
    assert "5 cells have the class 11" in str(found)
    assert '11 = "trees"' in str(found.fix)
    (province_directory / "parameters.toml").write_text(
        '[land_cover.classes]\n11 = "dense_urban"\n[land_cover.heights_m]\n'
        "dense_urban = 24.5\n",
        encoding="utf-8",
    )
    inputs = load_province(province_directory)
    assert inputs.findings == ()
    assert (inputs.terrain.clutter_m[3, 4:9] == 24.5).all()


@pytest.mark.parametrize(
    ("override", "match"),
    [
        ('[land_cover.classes]\n10 = "wood"', "class 10 is wood"),
        ('[land_cover.classes]\ntree = "trees"', "class tree is no whole number"),
        ("[land_cover.heights_m]\ntrees = -1", "height of trees"),
        ("[land_cover.heights_m]\nwater = 1", "heights_m.water is not known"),
        ("[land_cover]\nheight = 1", "height is not known"),
        ("[land_cover]\nclasses = 1", "classes must be a table"),
    ],
)
def test_a_bad_override_of_land_cover_is_named(
    province_directory: Path, override: str, match: str
) -> None:
    (province_directory / "parameters.toml").write_text(override, encoding="utf-8")
    found = _only(province_directory)
    assert (found.place.file, found.place.column) == ("parameters.toml", "land_cover")
    assert match in str(found)


def test_cells_without_land_cover_are_counted(
    province_directory: Path, write_land_cover: Callable[..., None]
) -> None:
    codes = np.full(GRID.shape, 10)
    codes[0, :7] = 0
    write_land_cover(codes[:, :200], Grid(WGS84, WEST, NORTH, CELL, CELL, SIDE, 200))
    found = _only(province_directory)
    assert found.value == 7 + 40 * SIDE
    assert "have no land cover" in str(found)


def test_clutter_and_land_cover_together_are_refused(
    province_directory: Path, write_land_cover: Callable[..., None]
) -> None:
    write_land_cover(np.full(GRID.shape, 10))
    write_geotiff(
        province_directory / "clutter.tif", np.ones(GRID.shape, np.uint8), GRID
    )
    found = _only(province_directory)
    assert found.place.file == "land_cover.tif"
    assert "clutter.tif says what stands on the ground, too" in str(found)
    assert "remove" in str(found.fix)


def test_heights_are_no_classes(
    province_directory: Path, write_land_cover: Callable[..., None]
) -> None:
    write_land_cover(np.full(GRID.shape, 10))
    with rasterio.open(province_directory / "land_cover.tif") as dataset:
        profile = dataset.profile | {"dtype": "float32", "driver": "GTiff"}
    with rasterio.open(province_directory / "land_cover.tif", "w", **profile) as out:
        out.write(np.full(GRID.shape, 10.5, np.float32), 1)
    assert "not classes" in str(_only(province_directory))


def test_land_cover_without_origin_is_refused(
    province_directory: Path, write_land_cover: Callable[..., None]
) -> None:
    path = province_directory / "province.toml"
    text = path.read_text(encoding="utf-8")
    write_land_cover(np.full(GRID.shape, 10))
    path.write_text(text, encoding="utf-8")
    assert _only(province_directory).place.column == "layers.clutter"


def test_vn_2000_without_its_shift_is_suspected(province_directory: Path) -> None:
    zone = "+proj=tmerc +lon_0=106.5 +k=0.9999 +x_0=500000 +units=m"
    cells, grid = _to_zone(elevation_m(), "EPSG:9213", 90.0)
    path = province_directory / TILE
    write_geotiff(path, cells, replace(grid, crs=f"{zone} +datum=WGS84"))
    found = _only(province_directory)
    assert found.place.file == TILE
    assert "like VN-2000, but without its shift" in str(found)
    # A name or parameters of the shift are enough.
    write_geotiff(path, cells, grid)
    assert _findings(province_directory) == []


def test_a_number_in_a_command_can_be_typed(province_directory: Path) -> None:
    cells = elevation_m().astype(np.float32)
    cells[50:60, 10:50] = 1e6
    write_geotiff(province_directory / TILE, cells, GRID, nodata=float("nan"))
    fixes = [translate(one.fix, "vi") for one in _findings(province_directory)]
    assert sum("1.000.000 biểu thị" in fix for fix in fixes) == 1
    assert sum(fix.endswith("-a_nodata 1000000") for fix in fixes) == 1


def test_clutter_that_says_nothing_of_the_terrain_is_told(
    province_directory: Path,
) -> None:
    layer = '[layers.clutter]\nreality = "real"\nsource = "made for a test"\n'
    with (province_directory / "province.toml").open("a") as stream:
        stream.write(layer)
    heights_m = np.full(GRID.shape, 12, dtype=np.float32)
    # A number that stands for no value and is not named, and one that is.
    heights_m[:10] = -9999
    heights_m[10:15] = np.nan
    clutter = province_directory / "clutter.tif"
    write_geotiff(clutter, heights_m, GRID, nodata=float("nan"))
    found = _only(province_directory)
    assert (found.place.file, found.value) == ("clutter.tif", 15 * SIDE)
    clutter_m = load_province(province_directory).terrain.clutter_m
    assert np.array_equal(np.unique(clutter_m), [0, 12])
    assert not clutter_m[:15].any()
    far = replace(GRID, west=GRID.west + 3)
    write_geotiff(clutter, heights_m, far, nodata=float("nan"))
    assert _only(province_directory).value == SIDE * SIDE
