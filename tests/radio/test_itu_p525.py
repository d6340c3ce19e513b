"""Free-space loss."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.errors import OutOfRangeError
from hatangso.radio.itu_p525 import free_space_loss_db


def test_equals_the_recommendation_at_one_kilometre_and_one_gigahertz() -> None:
    # Rec. ITU-R P.525: 32.4 + 20 log f (MHz) + 20 log d (km).
    loss_db = free_space_loss_db(np.array([1_000.0]), frequency_mhz=1_000)
    assert loss_db[0] == pytest.approx(92.45, abs=0.005)


@given(st.floats(1, 1e6), st.floats(30, 6_000))
def test_doubling_the_distance_costs_six_decibels(
    distance_m: float, frequency_mhz: float
) -> None:
    both = np.array([distance_m, 2 * distance_m])
    near_db, far_db = free_space_loss_db(both, frequency_mhz=frequency_mhz)
    assert far_db - near_db == pytest.approx(20 * np.log10(2))


@given(st.floats(1, 1e6), st.floats(30, 5_000), st.floats(0, 1_000))
def test_a_higher_frequency_never_loses_less(
    distance_m: float, frequency_mhz: float, more_mhz: float
) -> None:
    here = np.array([distance_m])
    low_db = free_space_loss_db(here, frequency_mhz=frequency_mhz)
    high_db = free_space_loss_db(here, frequency_mhz=frequency_mhz + more_mhz)
    assert high_db[0] >= low_db[0]


def test_no_distance_has_no_loss() -> None:
    with pytest.raises(OutOfRangeError, match="distance_m"):
        free_space_loss_db(np.array([0.0]), frequency_mhz=900)
