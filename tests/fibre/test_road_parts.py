"""Places that no tree can join, explained."""

import numpy as np
import pytest
from shapely import LineString

from hatangso.errors import InvalidInputError
from hatangso.fibre.road_parts import places_apart
from hatangso.fibre.road_routes import RoadRoutes, route_graph
from hatangso.model.place import Road

LON, LAT = 105.0, 21.0
# Two roads east and west of a gap of 0.002 degrees: 207.8 m at this latitude.
WEST = Road("west", "", LineString([(LON, LAT), (LON + 0.05, LAT)]))
EAST = Road("east", "", LineString([(LON + 0.052, LAT), (LON + 0.08, LAT)]))


def routes(east_deg: list[float], north_deg: float = 0.001) -> RoadRoutes:
    east = np.array(east_deg)
    return route_graph(
        [WEST, EAST],
        LON + east,
        np.full(len(east), LAT + north_deg),
        cost_vnd_per_km={"": 1.0},
        drop_vnd_per_km=1.0,
    )


def test_nothing_is_said_where_all_hang_together() -> None:
    assert places_apart(routes([0.01, 0.02]), ["a", "b"]) == ()
    assert places_apart(routes([]), []) == ()


def test_a_part_cut_off_is_told_with_its_gap() -> None:
    (message,) = places_apart(routes([0.01, 0.02, 0.07]), ["a", "b", "c"])
    text = str(message)
    assert "2.9 km of roads to the 5.2 km" in text
    assert "at 105.05200, 21.00000 they come as near as 208 m" in text
    assert text.endswith("places there: c")


def test_the_part_with_most_places_is_the_rest() -> None:
    (message,) = places_apart(routes([0.01, 0.06, 0.07]), ["a", "b", "c"])
    assert str(message).endswith("places there: a")


def test_places_without_a_road_are_told_with_the_farthest() -> None:
    (message,) = places_apart(routes([0.01, -0.05], 0.0), ["a", "b"])
    assert str(message).startswith("1 places lie too far from every road, b 519")


def test_long_lists_are_cut_short() -> None:
    names = [f"thôn {number}" for number in range(14)]
    (message,) = places_apart(routes([0.07] + [0.01] * 13, 0.5), names)
    assert str(message).endswith("thôn 8, thôn 9 …")


def test_every_place_needs_a_name() -> None:
    with pytest.raises(InvalidInputError, match="1 names are given for 2 places"):
        places_apart(routes([0.01, 0.02]), ["a"])
