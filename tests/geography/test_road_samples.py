import pytest
from shapely import LineString

from hatangso.geography.roads import sample_roads
from hatangso.model.place import Road


def test_a_road_of_equal_points_has_no_sample() -> None:
    still = Road("A", "", LineString([(105.0, 21.0), (105.0, 21.0)]))
    road = Road("B", "", LineString([(105.0, 21.0), (105.01, 21.0)]))
    samples = sample_roads([still, road])
    assert set(samples.road.tolist()) == {1}
    assert samples.length_km.sum() == pytest.approx(1.0387, rel=1e-3)
    assert sample_roads([still]).road.size == 0
