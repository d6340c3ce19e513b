import resource
from pathlib import Path

import numpy as np
import pytest
import rasterio

from hatangso.errors import InvalidInputError
from hatangso.geography.grid import Grid
from hatangso.io.raster_files import (
    Band,
    Overviews,
    read_bands,
    read_tags,
    write_cog,
    write_geotiff,
)

GRID = Grid("EPSG:4326", 105.0, 22.0, 0.001, 0.001, 1500, 1100)
LEVELS = (
    np.add.outer(np.arange(1500) % 97, np.arange(1100) % 89).astype(np.float32) - 140
)
CLASSES = (LEVELS > -60).astype(np.uint8) + np.uint8(1)
COLOURS = {0: (0, 0, 0, 0), 1: (200, 96, 42, 255), 2: (47, 127, 153, 255)}
TAGS = {"OPERATOR": "Việt Nam Số", "REALITY": "synthetic", "EMPTY": ""}


def problems_of_a_cog(path: Path) -> list[str]:
    """Return what keeps a file from being a cloud-optimised GeoTIFF.

    The rules are those of the OGC standard 21-026: tiles, ever smaller overviews, the
    directories of all in front of the data, the smallest overview's data first.
    """
    problems = []
    with rasterio.open(path) as dataset:
        if dataset.tags(ns="IMAGE_STRUCTURE").get("LAYOUT") != "COG":
            problems.append("does not call itself one")
        factors = dataset.overviews(1)
        if max(dataset.shape) > 512 and (not factors or factors != sorted(factors)):
            problems.append(f"overviews {factors}")
        if set(dataset.block_shapes) != {(512, 512)}:
            problems.append(f"tiles {dataset.block_shapes}")

        def item(name: str, overview: int | None) -> int:
            return int(dataset.get_tag_item(name, "TIFF", bidx=1, ovr=overview))

        order = [None, *range(len(factors))]
        directories = [item("IFD_OFFSET", one) for one in order]
        data = [item("BLOCK_OFFSET_0_0", one) for one in order]
        if directories != sorted(directories) or directories[-1] > min(data):
            problems.append(f"directories at {directories}")
        if data != sorted(data, reverse=True):
            problems.append(f"data at {data}")
    return problems


def test_levels_of_several_bands_are_a_cloud_optimised_geotiff(tmp_path: Path) -> None:
    path = tmp_path / "operator_viettel_4g.tif"
    cells = LEVELS.copy()
    cells[:40] = np.nan
    bands = [Band(cells, "level_dbm", "dBm"), Band(cells + 100, "sinr_db", "dB")]
    write_cog(
        path,
        bands,
        GRID,
        nodata=float("nan"),
        overviews=Overviews.AVERAGE,
        tags=TAGS,
    )
    assert problems_of_a_cog(path) == []
    raster = read_bands(path)
    assert raster.grid == GRID
    assert [(b.description, b.unit) for b in raster.bands] == [
        ("level_dbm", "dBm"),
        ("sinr_db", "dB"),
    ]
    np.testing.assert_array_equal(raster.bands[0].cells, cells)
    assert raster.tags["OPERATOR"] == read_tags(path)["OPERATOR"] == "Việt Nam Số"
    assert "EMPTY" not in raster.tags
    assert raster.nodata is not None
    assert np.isnan(raster.nodata)


def test_classes_are_a_cloud_optimised_geotiff_with_their_colours(
    tmp_path: Path,
) -> None:
    path = tmp_path / "level_4g.tif"
    write_cog(
        path,
        [Band(CLASSES)],
        GRID,
        nodata=0,
        colours=COLOURS,
        overviews=Overviews.MODE,
    )
    assert problems_of_a_cog(path) == []
    with rasterio.open(path) as dataset:
        assert dataset.colormap(1)[2] == COLOURS[2]
        assert dataset.colorinterp == (rasterio.enums.ColorInterp.palette,)


@pytest.mark.parametrize(
    ("overviews", "expected"),
    [(Overviews.AVERAGE, 2.5), (Overviews.MODE, 1.0), (Overviews.NEAREST, None)],
)
def test_overviews_suit_the_kind_of_number(
    tmp_path: Path, overviews: Overviews, expected: float | None
) -> None:
    cells = np.ones(GRID.shape, dtype=np.float32)
    cells[1::2, 1::2] = 7
    path = tmp_path / "o.tif"
    write_cog(path, [Band(cells)], GRID, overviews=overviews)
    with rasterio.open(path, overview_level=0) as dataset:
        seen = set(np.unique(dataset.read(1)[:-1, :-1]).tolist())
    assert seen == {expected} if expected else seen <= {1.0, 7.0}


def test_a_raster_without_overviews_has_none(tmp_path: Path) -> None:
    write_geotiff(tmp_path / "t.tif", CLASSES, GRID, has_overviews=False)
    with rasterio.open(tmp_path / "t.tif") as dataset:
        assert dataset.overviews(1) == []


def test_the_same_raster_has_the_same_bytes(tmp_path: Path) -> None:
    for name, tags in (("a.tif", TAGS), ("b.tif", dict(reversed(TAGS.items())))):
        bands = [Band(LEVELS, "level_dbm", "dBm"), Band(LEVELS, "rate_mbps", "Mbps")]
        write_cog(tmp_path / name, bands, GRID, tags=tags)
    assert (tmp_path / "a.tif").read_bytes() == (tmp_path / "b.tif").read_bytes()


def test_a_raster_without_band_or_of_another_shape_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="needs a band"):
        write_cog(tmp_path / "t.tif", [], GRID)
    with pytest.raises(ValueError, match="shape"):
        write_cog(tmp_path / "t.tif", [Band(LEVELS), Band(LEVELS[1:])], GRID)


@pytest.mark.parametrize("read", [read_bands, read_tags])
def test_a_torn_raster_is_named(tmp_path: Path, read: object) -> None:
    path = tmp_path / "torn.tif"
    write_geotiff(path, CLASSES, GRID)
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(InvalidInputError, match=r"torn\.tif cannot be read"):
        read(path)  # type: ignore[operator]


def test_a_file_that_the_disk_refuses_is_an_error_of_files(tmp_path: Path) -> None:
    _, hard = limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    noise = np.random.default_rng(0).random(GRID.shape, dtype=np.float32)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        with pytest.raises(OSError, match=r"noise\.tif"):
            write_cog(tmp_path / "noise.tif", [Band(noise)], GRID)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
