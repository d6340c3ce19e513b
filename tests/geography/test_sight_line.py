from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.geography.sight_line import CLEAR_RATIO, SightLine

DISTANCE_M = np.linspace(0, 10_000, 101)
FLAT = SightLine(
    distance_m=DISTANCE_M,
    ground_m=np.full(101, 100.0),
    clutter_m=np.zeros(101),
    start_m=200.0,
    end_m=200.0,
    frequency_mhz=1800.0,
    earth_radius_m=8.5e6,
)


def _with_ridge(at: int, height_m: float) -> SightLine:
    ground_m = FLAT.ground_m.copy()
    ground_m[at] = height_m
    return replace(FLAT, ground_m=ground_m)


def test_the_fresnel_zone_is_that_of_the_text_books() -> None:
    # F1 = 17.3 sqrt(d1 d2 / (f d)) in m, km and GHz.
    assert FLAT.radius_m[50] == pytest.approx(17.3 * np.sqrt(25 / 18), rel=2e-3)


def test_the_bulge_is_that_of_the_text_books() -> None:
    # d1 d2 / (2 ae): 5 km x 5 km over an Earth of 8,500 km.
    assert FLAT.bulge_m[50] == pytest.approx(1.47, abs=0.01)


def test_flat_ground_far_below_intrudes_nowhere() -> None:
    assert FLAT.is_in_sight
    assert FLAT.intrusions() == ()
    assert FLAT.rise_m() == FLAT.rise_m(CLEAR_RATIO) == 0


@given(st.integers(5, 95), st.floats(200, 600))
def test_the_rise_just_clears_the_line(at: int, height_m: float) -> None:
    line = _with_ridge(at, height_m)
    assert not line.is_in_sight
    assert line.highest == line.narrowest == at
    for is_at_end in (False, True):
        rise_m = line.rise_m(is_at_end=is_at_end)
        name = "end_m" if is_at_end else "start_m"
        cleared = replace(line, **{name: getattr(line, name) + rise_m + 1e-6})
        assert cleared.is_in_sight
        short = replace(line, **{name: getattr(line, name) + rise_m - 1e-3})
        assert not short.is_in_sight


def test_two_ridges_are_two_intrusions_in_their_order() -> None:
    ground_m = FLAT.ground_m.copy()
    ground_m[20], ground_m[70:72] = 250.0, 195.0
    line = replace(FLAT, ground_m=ground_m)
    first, second = line.intrusions()
    assert (first.index, first.top_m) == (20, 250)
    assert first.excess_m == pytest.approx(50 + line.bulge_m[20])
    assert second.excess_m < 0 < second.clearance_ratio < CLEAR_RATIO
    assert second.stop_m - second.start_m == pytest.approx(100)


def test_clutter_intrudes_as_ground_does() -> None:
    clutter_m = FLAT.clutter_m.copy()
    clutter_m[40] = 120.0
    line = replace(FLAT, clutter_m=clutter_m)
    assert line.intrusions()[0].top_m == 220
