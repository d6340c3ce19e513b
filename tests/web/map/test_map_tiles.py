"""Tiles: the right colour at the right place, nothing where there is nothing."""

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from hatangso.documents.map_images import LEVEL_COLOURS
from hatangso.geography.grid import WGS84, Grid
from hatangso.geography.terrain import Terrain
from hatangso.io.parameter_files import DEFAULT_SET, parameter_set
from hatangso.io.raster_files import Band, write_cog, write_geotiff
from hatangso.model.coverage import LEVEL_NUMBERS, CoverageLevel
from hatangso.radio.link_budget import RadioParameters, radio_parameters
from hatangso.web.map.palettes import SCALES
from hatangso.web.map.raster_layers import RasterKind, raster_layers
from hatangso.web.map.relief import Relief
from hatangso.web.map.tiles import TILE_PIXELS, TileCache, draw_tile, touches

GRID = Grid(WGS84, 105.0, 21.2, 1 / 1200, 1 / 1200, 120, 120)
ZOOM = 10
# The tile in which the grid lies: longitude 104.77 to 105.12, latitude 20.96 to 21.29.
COLUMN, ROW = 810, 450


@pytest.fixture(scope="module")
def radio() -> RadioParameters:
    return radio_parameters(parameter_set(DEFAULT_SET))


@pytest.fixture
def results(tmp_path: Path, radio: RadioParameters) -> Path:
    """Return results whose west has good signal, whose east has none."""
    numbers = np.full(GRID.shape, LEVEL_NUMBERS[CoverageLevel.GOOD], dtype=np.uint8)
    numbers[:, 60:] = LEVEL_NUMBERS[CoverageLevel.NONE]
    write_geotiff(tmp_path / "level_4g.tif", numbers, GRID, nodata=0)
    basic_dbm = radio.thresholds_dbm(next(t for t in radio.technologies if t == "4G"))[
        0
    ]
    first = np.full(GRID.shape, basic_dbm + 5, dtype=np.float32)
    second = np.where(np.arange(120) < 60, first, basic_dbm - 5).astype(np.float32)
    write_cog(
        tmp_path / "operator_viettel_4g.tif",
        [Band(first, "level_dbm"), Band(second, "second_dbm")],
        GRID,
        nodata=np.nan,
        tags={"OPERATOR": "Viettel", "DATA_DATE": "2026-01-02"},
    )
    return tmp_path


def _pixel(tile: bytes, lon_deg: float, lat_deg: float) -> tuple[int, ...]:
    image = Image.open(BytesIO(tile)).convert("RGBA")
    assert image.size == (TILE_PIXELS, TILE_PIXELS)
    x = (lon_deg + 180) / 360 * 2**ZOOM - COLUMN
    north = np.arctanh(np.sin(np.radians(lat_deg)))
    y = (1 - north / np.pi) / 2 * 2**ZOOM - ROW
    found = image.getpixel((int(x * TILE_PIXELS), int(y * TILE_PIXELS)))
    assert isinstance(found, tuple)
    return found


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


def test_a_tile_has_the_colour_of_the_level_at_each_place(
    results: Path, radio: RadioParameters
) -> None:
    layer = raster_layers(results, {"level_4g.tif": "a"}, radio)["level-4g"]
    tile = draw_tile(layer, ZOOM, COLUMN, ROW)
    assert tile is not None
    west, east = _pixel(tile, 105.02, 21.15), _pixel(tile, 105.08, 21.15)
    assert west[:3] == _rgb(LEVEL_COLOURS[CoverageLevel.GOOD])
    assert east[:3] == _rgb(LEVEL_COLOURS[CoverageLevel.NONE])
    assert _pixel(tile, 104.9, 21.15)[3] == 0


def test_doubt_is_drawn_where_the_models_disagree_and_nowhere_else(
    results: Path, radio: RadioParameters
) -> None:
    layers = raster_layers(results, {"operator_viettel_4g.tif": "a"}, radio)
    tile = draw_tile(layers["doubt-4g-viettel"], ZOOM, COLUMN, ROW)
    assert tile is not None
    assert _pixel(tile, 105.02, 21.15)[3] == 0
    assert _pixel(tile, 105.08, 21.15)[3] > 0


def test_an_operator_has_the_layers_for_which_its_raster_has_bands(
    results: Path, radio: RadioParameters
) -> None:
    layers = raster_layers(results, {"operator_viettel_4g.tif": "a"}, radio)
    assert set(layers) == {"dbm-4g-viettel", "second-4g-viettel", "doubt-4g-viettel"}
    assert layers["dbm-4g-viettel"].operator == "Viettel"
    assert layers["dbm-4g-viettel"].date == "2026-01-02"


def test_a_raster_that_is_no_result_is_no_layer(
    results: Path, radio: RadioParameters
) -> None:
    assert raster_layers(results, {}, radio) == {}


def test_a_damaged_raster_is_no_layer(results: Path, radio: RadioParameters) -> None:
    (results / "level_4g.tif").write_bytes(b"II*\x00damaged")
    (results / "operator_viettel_4g.tif").write_bytes(b"")
    marks = {"level_4g.tif": "a", "operator_viettel_4g.tif": "a"}
    assert raster_layers(results, marks, radio) == {}


def test_a_layer_is_another_version_when_its_file_is_another(
    results: Path, radio: RadioParameters
) -> None:
    one, other = (
        raster_layers(results, {"level_4g.tif": mark}, radio)["level-4g"].version
        for mark in ("a", "b")
    )
    assert one != other


def test_a_tile_beside_the_province_shows_nothing(
    results: Path, radio: RadioParameters
) -> None:
    layer = raster_layers(results, {"level_4g.tif": "a"}, radio)["level-4g"]
    assert draw_tile(layer, ZOOM, COLUMN + 5, ROW) is None


def test_a_step_of_a_scale_begins_at_its_limit() -> None:
    scale = SCALES[RasterKind.DBM]
    values = np.array([np.nan, -115.01, -115, -75])
    assert scale.steps(values).tolist() == [0, 0, 1, len(scale.limits)]
    assert len(scale.colours) == len(scale.limits) + 1


def test_the_cache_tells_an_empty_tile_from_one_that_nobody_drew(
    tmp_path: Path,
) -> None:
    cache = TileCache(tmp_path / "tiles")
    assert cache.get("v", 8, 1, 2) is None
    cache.put("v", 8, 1, 2, b"")
    cache.put("v", 8, 1, 3, b"png")
    assert cache.get("v", 8, 1, 2) == b""
    assert cache.get("v", 8, 1, 3) == b"png"
    assert cache.get("w", 8, 1, 3) is None


def test_a_cache_that_cannot_write_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = TileCache(tmp_path / "file")
    cache.put("v", 8, 1, 2, b"png")
    assert cache.get("v", 8, 1, 2) is None


def test_heights_can_be_read_back_from_a_tile_of_the_relief() -> None:
    rows, cols = np.indices(GRID.shape)
    ground_m = (300 + 4 * cols + 2 * rows).astype(np.float32)
    relief = Relief(Terrain(GRID, ground_m, np.zeros_like(ground_m)))
    red, green, blue, _ = _pixel(relief.tile(ZOOM, COLUMN, ROW), 105.05, 21.15)
    height_m = red * 256 + green + blue / 256 - 32768
    expected_m = 300 + 4 * (0.05 * 1200) + 2 * (0.05 * 1200)
    assert height_m == pytest.approx(expected_m, abs=6)


def test_the_relief_has_no_cliff_at_the_edge_of_the_terrain() -> None:
    ground_m = np.full(GRID.shape, 100, dtype=np.float32)
    ground_m[:, :60] = 900
    relief = Relief(Terrain(GRID, ground_m, np.zeros_like(ground_m)))
    image = np.asarray(Image.open(BytesIO(relief.tile(ZOOM, COLUMN, ROW))), dtype=float)
    height_m = image[..., 0] * 256 + image[..., 1] - 32768
    # Across the western edge, at longitude 105.
    edge = int(((105.0 + 180) / 360 * 2**ZOOM - COLUMN) * TILE_PIXELS)
    steps_m = np.abs(np.diff(height_m[250, edge - 40 : edge + 40]))
    assert steps_m.max() < 30


def test_beside_the_terrain_all_tiles_are_one() -> None:
    ground_m = np.full(GRID.shape, 100, dtype=np.float32)
    ground_m[:, :60] = 900
    relief = Relief(Terrain(GRID, ground_m, np.zeros_like(ground_m)))
    assert touches(relief.bounds_deg, ZOOM, COLUMN, ROW)
    far = relief.tile(ZOOM, 0, 0)
    assert far is relief.tile(ZOOM, COLUMN + 9, ROW)
    assert _pixel(far, 105.05, 21.15)[:2] == _height_signs(float(np.median(ground_m)))


def _height_signs(height_m: float) -> tuple[int, int]:
    return divmod(int(height_m) + 32_768, 256)


def test_terrain_that_is_all_void_is_level() -> None:
    void = np.full(GRID.shape, np.nan, dtype=np.float32)
    relief = Relief(Terrain(GRID, void, np.zeros_like(void)))
    image = np.asarray(Image.open(BytesIO(relief.tile(ZOOM, COLUMN, ROW))))
    assert len(np.unique(image.reshape(-1, 3), axis=0)) == 1
