"""Land cover: every class of the shipped table, and its heights."""

import tomllib
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.geography.clutter import CLUTTER_CATEGORIES, clutter_category
from hatangso.geography.land_cover import NO_CLASS, LandCover, land_cover

TABLE = tomllib.loads(
    (files("hatangso") / "geography" / "land_cover.toml").read_text("utf-8")
)


@pytest.fixture(scope="module")
def shipped() -> LandCover:
    return land_cover(TABLE)


def test_all_classes_of_worldcover_are_known(shipped: LandCover) -> None:
    # Product User Manual of ESA WorldCover, list of classes.
    codes = {10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 100}
    assert set(shipped.categories) == codes


def test_every_entry_says_where_it_comes_from() -> None:
    for part in TABLE.values():
        for entry in part.values():
            assert entry["source"]
            assert isinstance(entry["assumption"], bool)


def test_a_height_belongs_to_the_category_that_it_came_from(shipped: LandCover) -> None:
    heights_m = np.array([shipped.heights_m[each] for each in CLUTTER_CATEGORIES])
    np.testing.assert_array_equal(clutter_category(heights_m), [0, 1, 2, 3])


@given(st.lists(st.sampled_from([NO_CLASS, 10, 50, 80, 7, 255]), max_size=30))
def test_every_cell_is_known_unknown_or_empty(codes: list[int]) -> None:
    found = land_cover(TABLE).heights_of(np.array(codes, dtype=np.int32))
    assert found.without == codes.count(NO_CLASS)
    assert found.unknown == {c: codes.count(c) for c in (7, 255) if c in codes}
    height_m = {10: 15, 50: 10}
    assert found.clutter_m.tolist() == [height_m.get(code, 0) for code in codes]
