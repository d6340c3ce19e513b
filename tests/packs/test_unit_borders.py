"""Old communes are found among older borders, and divided ones get shares."""

from datetime import date

import numpy as np
import pytest
import shapely

from hatangso.packs.people_map import PeopleMap
from hatangso.packs.unit_borders import (
    OldBorder,
    Placement,
    place_borders,
    sizes_of,
    whole_and_divided,
)

# A strip of ten unit squares; people live at its east end.
CELLS = np.array([shapely.box(x, 0, x + 1, 1) for x in range(10)])
PEOPLE = PeopleMap(CELLS, np.array([0.0] * 8 + [10.0, 30.0]))


def border(id: str, name: str, west: float, east: float, people: int) -> OldBorder:  # noqa: A002 - as the record has it
    return OldBorder(id, name, "", people, east - west, shapely.box(west, 0, east, 1))


BORDERS = [
    border("1", "Xã Hoà Bình", 0, 2, 200),
    border("2", "Xã Cũ Một", 2, 3, 30),
    border("3", "Xã Cũ Hai", 3, 4, 50),
    border("4", "Xã Tân Lập", 4, 10, 0),
]
NEW = {"91": shapely.box(0, 0, 4, 1), "92": shapely.box(4, 0, 9.5, 1)}
NEW["93"] = shapely.box(9.5, 0, 10, 1)
NAMES = {"01": "Xã Hòa Bình", "02": "Xã Mới", "04": "Xã Tân Lập"}
FOLLOWED = {"01": ("91",), "02": ("91",), "04": ("92", "93")}


def placed() -> list[Placement]:
    return place_borders(NAMES, FOLLOWED, BORDERS, NEW)


def test_people_inside_a_border_are_shares_of_cells() -> None:
    assert PEOPLE.inside(shapely.box(8, 0, 9.5, 1)) == pytest.approx(25)
    assert PEOPLE.inside(shapely.box(20, 0, 21, 1)) == 0


def test_borders_are_placed_by_name_and_the_rest_goes_to_the_unknown_name() -> None:
    assert [(p.unit_code, p.basis) for p in placed()] == [
        ("01", "same_name"),
        ("02", "rest"),
        ("02", "rest"),
        ("04", "same_name"),
    ]


def test_a_rest_without_an_unknown_name_belongs_to_nobody() -> None:
    names = {code: name for code, name in NAMES.items() if code != "02"}
    followed = {code: new for code, new in FOLLOWED.items() if code != "02"}
    found = place_borders(names, followed, BORDERS, NEW)
    assert [(p.unit_code, p.basis) for p in found[1:3]] == [("", "none")] * 2


def test_a_name_far_away_is_another_commune() -> None:
    names = {**NAMES, "01": "Xã Tân Lập"}
    found = place_borders(names, FOLLOWED, BORDERS, NEW)
    assert found[3].unit_code == "04"


def test_only_a_divided_commune_has_estimated_shares() -> None:
    shares = whole_and_divided(FOLLOWED, placed(), NEW, PEOPLE, date(2025, 7, 1))
    found = [
        (one.old_code, one.new_code, one.area_ratio, one.people_ratio, one.is_estimated)
        for one in shares
    ]
    assert found == [
        ("01", "91", 1.0, 1.0, False),
        ("02", "91", 1.0, 1.0, False),
        ("04", "92", 0.916667, 0.625, True),
        ("04", "93", 0.083333, 0.375, True),
    ]


def test_sizes_say_how_they_were_found() -> None:
    sizes = {size.code: size for size in sizes_of(NAMES, FOLLOWED, placed(), PEOPLE)}
    assert (sizes["01"].people, sizes["01"].method) == (200, "same_name")
    assert (sizes["02"].people, sizes["02"].method) == (80, "rest")
    assert (sizes["04"].people, sizes["04"].method) == (280, "map_of_people")


def test_several_unknown_names_get_equal_parts_and_say_so() -> None:
    names = {**NAMES, "03": "Xã Mới Nữa"}
    followed = {**FOLLOWED, "03": ("91",)}
    found = place_borders(names, followed, BORDERS, NEW)
    assert [p.basis for p in found[1:3]] == ["rest_of_several"] * 2
    sizes = {one.code: one for one in sizes_of(names, followed, found, PEOPLE)}
    for code in ("02", "03"):
        assert (sizes[code].people, sizes[code].area_km2) == (40, 1.0)
        assert sizes[code].method == "rest_in_equal_parts"
