"""Rasters of the map: small, transparent where they should be, always the same."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from hatangso.documents.map_images import (
    LevelClass,
    coverage_png,
    doubt_png,
    relief_png,
)
from hatangso.errors import InvalidInputError


def pixels(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(BytesIO(png)).convert("RGBA"))


def test_relief_is_transparent_without_terrain() -> None:
    shade = np.full((4, 5), 0.7)
    shade[0, 0] = np.nan
    alpha = pixels(relief_png(shade))[..., 3]
    assert alpha[0, 0] == 0
    assert (alpha.ravel()[1:] == 255).all()


def test_brighter_ground_is_brighter() -> None:
    grey = pixels(relief_png(np.linspace(0.2, 1, 9)[None]))[0, :, :3].sum(axis=1)
    assert (np.diff(grey.astype(int)) > 0).all()


def test_levels_differ_and_outside_is_clear() -> None:
    classes = np.array([[0, 1, 2, 255]])
    colours = pixels(coverage_png(classes))[0]
    assert len({tuple(one) for one in colours[:3]}) == 3
    assert colours[3, 3] == 0
    assert (colours[:3, 3] > 0).all()


def test_unknown_ground_is_hatched() -> None:
    alpha = pixels(coverage_png(np.full((40, 40), int(LevelClass.UNKNOWN))))[..., 3]
    assert 0.1 < (alpha > 0).mean() < 0.5


def test_doubt_is_drawn_where_it_is_and_nowhere_else() -> None:
    doubt = np.zeros((30, 40), dtype=bool)
    doubt[5:20, 7:30] = True
    alpha = pixels(doubt_png(doubt))[..., 3]
    assert ((alpha > 0) == doubt).all()
    assert len(set(alpha[doubt].tolist())) == 2


def test_the_same_numbers_give_the_same_bytes() -> None:
    classes = np.random.default_rng(1).integers(0, 4, (50, 60))
    assert coverage_png(classes) == coverage_png(classes.copy())


def test_a_large_raster_stays_small() -> None:
    rows, cols = np.indices((800, 900))
    shade = 0.5 + 0.4 * np.sin(rows / 17) * np.cos(cols / 13)
    assert len(relief_png(shade)) < 600_000


@pytest.mark.parametrize("classes", [np.zeros((0, 3), int), np.zeros(4, int)])
def test_a_raster_needs_rows_and_columns(classes: np.ndarray) -> None:
    with pytest.raises(InvalidInputError, match="needs rows and columns"):
        coverage_png(classes)


def test_an_unknown_class_is_named() -> None:
    with pytest.raises(InvalidInputError, match="7 is no class"):
        coverage_png(np.array([[0, 7]]))
