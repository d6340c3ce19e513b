import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.geography.grid import distances_m
from hatangso.geography.plane import Plane

PLANE = Plane(106.0, 21.5)


@given(st.floats(105, 107), st.floats(20.5, 22.5))
def test_there_and_back_is_the_same_point(lon: float, lat: float) -> None:
    back = PLANE.lon_lat(PLANE.xy_m([lon], [lat]))
    assert np.concatenate(back) == pytest.approx([lon, lat], abs=1e-9)


@given(st.floats(105.5, 106.5), st.floats(21, 22))
def test_distances_are_right_to_a_thousandth(lon: float, lat: float) -> None:
    on_plane_m = float(np.hypot(*PLANE.xy_m(lon, lat)))
    true_m = float(distances_m(106.0, 21.5, np.array([lon]), np.array([lat]))[0])
    assert on_plane_m == pytest.approx(true_m, rel=0.001, abs=1)
