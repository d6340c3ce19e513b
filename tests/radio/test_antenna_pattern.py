"""Antenna patterns."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from hatangso.radio.antenna import sector_gain_db


def test_half_the_beamwidth_off_costs_three_decibels() -> None:
    gain_db = sector_gain_db(np.array([132.5, 67.5, 100.0]), (100.0,))
    assert gain_db.tolist() == [-3.0, -3.0, 0.0]


def test_the_best_of_three_sectors_counts() -> None:
    gain_db = sector_gain_db(np.array([0.0, 119.0, 239.0]), (0.0, 120.0, 240.0))
    assert np.all(gain_db > -0.01)


def test_an_antenna_without_sectors_radiates_everywhere() -> None:
    assert sector_gain_db(np.arange(0.0, 360.0), ()).tolist() == [0.0] * 360


@given(st.floats(-720, 720), st.lists(st.floats(0, 360), max_size=6))
def test_the_gain_is_bounded_and_turns_with_the_antenna(
    azimuth_deg: float, mains_deg: list[float]
) -> None:
    here = sector_gain_db(np.array([azimuth_deg]), tuple(mains_deg))
    turned = tuple(main + 90 for main in mains_deg)
    there = sector_gain_db(np.array([azimuth_deg + 90]), turned)
    assert -30 <= here[0] <= 0
    assert np.allclose(here, there)
