"""A province of parts answers as the joined one does, without joining it."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from hatangso.io.records.territory import Territory

# Two neighbours, one that overlaps the second, and one apart; corners on a grid.
PARTS = [
    shapely.box(0, 0, 2, 2),
    shapely.box(2, 0, 4, 2),
    shapely.box(3, 1, 5, 3),
    shapely.Polygon([(6, 0), (8, 0), (7, 2)]),
]
WHOLE = shapely.union_all(PARTS)
# Many of these lie on corners and on borders, inner and outer ones.
ALONG = st.integers(-16, 144).map(lambda number: number / 16)
PLACES = st.lists(st.tuples(ALONG, ALONG), max_size=12)


@settings(deadline=None)
@given(PLACES, st.sampled_from([0.0, 0.25, 1.0]))
def test_the_parts_answer_as_the_whole(
    places: list[tuple[float, float]], slack_deg: float
) -> None:
    lon_deg, lat_deg = np.array(places, dtype=float).reshape(-1, 2).T
    territory = Territory(PARTS)
    inside = shapely.contains_xy(WHOLE, lon_deg, lat_deg)
    near = shapely.dwithin(WHOLE, shapely.points(lon_deg, lat_deg), slack_deg)
    assert territory.contains(lon_deg, lat_deg).tolist() == inside.tolist()
    assert territory.is_near(lon_deg, lat_deg, slack_deg).tolist() == near.tolist()


def test_places_inside_and_far_off_need_no_joining(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refused(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(shapely, "union_all", refused)
    found = Territory(PARTS).contains(np.array([1.0, 20.0]), np.array([1.0, 0.0]))
    assert found.tolist() == [True, False]
