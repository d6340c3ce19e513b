"""Rec. ITU-R P.2108-1 against values worked out by hand, and its laws."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hatangso.errors import OutOfRangeError
from hatangso.radio.itu_p2108 import (
    CLUTTER_HEIGHTS_M,
    Clutter,
    height_gain_loss_db,
    slant_path_loss_db,
    terrestrial_loss_db,
)

CLOSED = (Clutter.SUBURBAN, Clutter.URBAN, Clutter.FOREST, Clutter.DENSE_URBAN)
BARE = (Clutter.WATER, Clutter.OPEN)
clutters = st.sampled_from(Clutter)
ratios = st.floats(0.001, 0.999)


def _height_gain_db(height_m: float, clutter: Clutter, frequency_mhz: float) -> float:
    loss_db = height_gain_loss_db(
        height_m, frequency_mhz=frequency_mhz, clutter=clutter
    )
    return float(loss_db)


# Section 3.1.


@pytest.mark.parametrize("clutter", BARE)
def test_over_open_ground_the_height_gain_is_a_power_of_the_height(
    clutter: Clutter,
) -> None:
    # At 1 GHz K_h2 is 21.8: a tenth of the clutter height costs 21.8 dB.
    assert _height_gain_db(1, clutter, 1_000) == pytest.approx(21.8)
    # At 100 MHz K_h2 is 21.8 - 6.2 = 15.6, and log10 of a half is -0.30103.
    assert _height_gain_db(5, clutter, 100) == pytest.approx(15.6 * 0.30103, abs=1e-5)


def test_among_houses_the_height_gain_is_that_of_a_knife_edge() -> None:
    # The clutter is 12.25 m higher, the street as wide: the angle is 45 degrees.
    # At 1 GHz nu = 0.342 sqrt(12.25 * 45) = 0.342 * 23.47871 = 8.02972.
    # J = 6.9 + 20 log10(sqrt(7.92972^2 + 1) + 7.92972)
    #   = 6.9 + 20 log10(7.99253 + 7.92972) = 6.9 + 24.04009, less 6.03.
    loss_db = height_gain_loss_db(
        1.5,
        frequency_mhz=1_000,
        clutter=Clutter.URBAN,
        clutter_height_m=13.75,
        street_width_m=12.25,
    )
    assert float(loss_db) == pytest.approx(24.91009, abs=1e-5)


# Test values of the reference implementation of the United States (NTIA/p2108).
@pytest.mark.parametrize(
    ("frequency_mhz", "height_m", "width_m", "top_m", "clutter", "expected_db"),
    [
        (1_500, 2, 27, 10, Clutter.WATER, 16.0),
        (1_500, 2, 27, 6, Clutter.OPEN, 10.9),
        (1_500, 2, 27, 10, Clutter.SUBURBAN, 20.5),
        (1_500, 2, 27, 15, Clutter.URBAN, 24.5),
        (1_500, 2, 27, 15, Clutter.FOREST, 24.5),
        (1_500, 2, 27, 20, Clutter.DENSE_URBAN, 27.1),
        (3_000, 3, 15, 15, Clutter.DENSE_URBAN, 29.0),
        (900, 2.3, 30, 10, Clutter.OPEN, 13.7),
        (30, 2.1, 24.5, 9.8, Clutter.SUBURBAN, 5.7),
        (1_700, 30, 24.5, 30, Clutter.SUBURBAN, 0.0),
    ],
)
def test_height_gains_agree_with_another_implementation(
    *,
    frequency_mhz: float,
    height_m: float,
    width_m: float,
    top_m: float,
    clutter: Clutter,
    expected_db: float,
) -> None:
    loss_db = height_gain_loss_db(
        height_m,
        frequency_mhz=frequency_mhz,
        clutter=clutter,
        clutter_height_m=top_m,
        street_width_m=width_m,
    )
    assert float(loss_db) == pytest.approx(expected_db, abs=0.0501)


@pytest.mark.parametrize("clutter", Clutter)
def test_an_antenna_above_the_clutter_loses_nothing(clutter: Clutter) -> None:
    top_m = CLUTTER_HEIGHTS_M[clutter]
    loss_db = height_gain_loss_db(
        [top_m, top_m + 0.1, 10 * top_m], frequency_mhz=900, clutter=clutter
    )
    assert loss_db.tolist() == [0, 0, 0]


@pytest.mark.parametrize("clutter", Clutter)
def test_the_loss_fades_where_the_antenna_reaches_the_top(clutter: Clutter) -> None:
    just_below_m = CLUTTER_HEIGHTS_M[clutter] - 1e-6
    # The knife edge is rounded: J(0) is 6.03 to 0.01 dB.
    assert _height_gain_db(just_below_m, clutter, 900) == pytest.approx(0, abs=0.01)


@given(clutters, st.floats(0.5, 25), st.floats(0.5, 25), st.floats(30, 3_000))
def test_a_higher_antenna_never_loses_more(
    clutter: Clutter, first_m: float, second_m: float, frequency_mhz: float
) -> None:
    low_m, high_m = sorted((first_m, second_m))
    low_db = _height_gain_db(low_m, clutter, frequency_mhz)
    high_db = _height_gain_db(high_m, clutter, frequency_mhz)
    assert high_db <= low_db + 0.01


@given(clutters, st.floats(0.5, 25), st.floats(30, 3_000), st.floats(30, 3_000))
def test_a_higher_frequency_never_loses_less(
    clutter: Clutter, height_m: float, first_mhz: float, second_mhz: float
) -> None:
    low_mhz, high_mhz = sorted((first_mhz, second_mhz))
    low_db = _height_gain_db(height_m, clutter, low_mhz)
    assert _height_gain_db(height_m, clutter, high_mhz) >= low_db - 1e-9


def test_a_wide_street_lets_more_in() -> None:
    losses_db = [
        float(
            height_gain_loss_db(
                1.5, frequency_mhz=900, clutter=Clutter.URBAN, street_width_m=width_m
            )
        )
        for width_m in (5, 10, 27, 100)
    ]
    assert losses_db == sorted(losses_db, reverse=True)


# Section 3.2.


def test_near_and_at_one_gigahertz_the_short_term_rules() -> None:
    # d = 0.25 km, f = 1 GHz: L_s = 32.98 + 23.9 * (-0.60206) = 18.59077, and
    # L_l = -2 log10(10^-12.5 + 10^-16.5) = 24.99991; the weights are 10^(-0.2 L).
    w_s, w_l = 1.91358e-4, 1.00004e-5
    median_db = -5 * math.log10(w_s + w_l)
    found_db = terrestrial_loss_db(250, frequency_mhz=1_000)
    assert float(found_db) == pytest.approx(median_db, abs=1e-4)
    # At 90 % a deviate of 1.281552 of the mixed deviation is added.
    sigma_db = math.sqrt((16 * w_l + 36 * w_s) / (w_l + w_s))
    found_db = terrestrial_loss_db(250, frequency_mhz=1_000, location_ratio=0.9)
    assert float(found_db) == pytest.approx(median_db + 1.281552 * sigma_db, abs=1e-4)


def test_far_and_at_high_frequencies_the_loss_is_thirty_three_decibels() -> None:
    # L_l tends to -2 log10(10^-16.5) = 33, L_s to infinity; the deviation is 4 dB.
    assert float(terrestrial_loss_db(2e3, frequency_mhz=67_000)) == pytest.approx(
        33, abs=0.02
    )
    # 97.72499 % is two standard deviations.
    found_db = terrestrial_loss_db(
        2e3, frequency_mhz=67_000, location_ratio=0.9772498681
    )
    assert float(found_db) == pytest.approx(33 + 8, abs=0.02)


@pytest.mark.parametrize(
    ("frequency_mhz", "distance_m", "location_ratio", "expected_db"),
    [
        (500, 250, 0.5, 17.4),
        (500, 250, 0.01, 3.9),
        (500, 250, 0.99, 30.9),
        (26_600, 15_800, 0.45, 32.5),
        (67_000, 5_400, 0.305, 30.9),
        (3_500, 1_000, 0.001, 16.8),
        (3_500, 1_000, 0.999, 42.8),
    ],
)
def test_terrestrial_losses_agree_with_another_implementation(
    frequency_mhz: float, distance_m: float, location_ratio: float, expected_db: float
) -> None:
    found_db = terrestrial_loss_db(
        distance_m, frequency_mhz=frequency_mhz, location_ratio=location_ratio
    )
    assert float(found_db) == pytest.approx(expected_db, abs=0.0501)


@given(st.floats(250, 1e6), st.floats(500, 67_000), ratios, ratios)
def test_more_locations_never_lose_less(
    distance_m: float, frequency_mhz: float, first: float, second: float
) -> None:
    few, many = terrestrial_loss_db(
        distance_m, frequency_mhz=frequency_mhz, location_ratio=sorted((first, second))
    )
    assert many >= few


@given(st.floats(250, 1e5), st.floats(250, 1e5), st.floats(500, 67_000))
def test_a_longer_path_never_loses_less_in_half_of_the_locations(
    first_m: float, second_m: float, frequency_mhz: float
) -> None:
    near_db, far_db = terrestrial_loss_db(
        sorted((first_m, second_m)), frequency_mhz=frequency_mhz
    )
    assert far_db >= near_db - 1e-12


def test_beyond_two_kilometres_the_loss_stays() -> None:
    losses_db = terrestrial_loss_db([2e3, 3e3, 50e3], frequency_mhz=2_600)
    assert np.ptp(losses_db) == 0


# Section 3.3.


def test_from_the_zenith_only_the_locations_spread() -> None:
    assert float(slant_path_loss_db(90, frequency_mhz=28_000)) == pytest.approx(0)
    # 0.6 dB for each standard deviation.
    found_db = slant_path_loss_db(90, frequency_mhz=28_000, location_ratio=0.8413447461)
    assert float(found_db) == pytest.approx(0.6, abs=1e-6)


def test_along_the_ground_the_loss_is_a_square_root() -> None:
    # theta = 0: exponent 0.5, cot(0.05) = 19.98333, K1 = 93 * 10^0.175 = 139.1499,
    # ln 2 = 0.693147: sqrt(139.1499 * 0.693147 * 19.98333) = 43.9024, less 1.
    found_db = slant_path_loss_db(0, frequency_mhz=10_000)
    assert float(found_db) == pytest.approx(42.9024, abs=1e-4)


@pytest.mark.parametrize(
    ("frequency_mhz", "elevation_deg", "location_ratio", "expected_db"),
    [
        (30_000, 2, 0.05, 7.7),
        (30_000, 2, 0.01, 1.9),
        (30_000, 2, 0.99, 87.3),
        (10_000, 10.5, 0.45, 12.4),
        (15_000, 90, 0.5, 0.0),
        (20_000, 0, 0.5, 45.6),
        (11_100, 15.5, 0.805, 14.7),
    ],
)
def test_slant_losses_agree_with_another_implementation(
    frequency_mhz: float,
    elevation_deg: float,
    location_ratio: float,
    expected_db: float,
) -> None:
    found_db = slant_path_loss_db(
        elevation_deg, frequency_mhz=frequency_mhz, location_ratio=location_ratio
    )
    assert float(found_db) == pytest.approx(expected_db, abs=0.0501)


@settings(deadline=None)
@given(st.floats(0, 90), st.floats(10_000, 100_000), ratios, ratios)
def test_more_locations_never_lose_less_at_a_slant(
    elevation_deg: float, frequency_mhz: float, first: float, second: float
) -> None:
    few, many = slant_path_loss_db(
        elevation_deg,
        frequency_mhz=frequency_mhz,
        location_ratio=sorted((first, second)),
    )
    assert many >= few


@given(st.floats(0, 90), st.floats(0, 90), st.floats(10_000, 100_000))
def test_a_steeper_path_never_loses_more_in_half_of_the_locations(
    first_deg: float, second_deg: float, frequency_mhz: float
) -> None:
    low_db, high_db = slant_path_loss_db(
        sorted((first_deg, second_deg)), frequency_mhz=frequency_mhz
    )
    assert high_db <= low_db + 1e-12


# Hostile input.


@pytest.mark.parametrize(
    ("height_m", "frequency_mhz", "clutter_height_m", "street_width_m"),
    [
        (1.5, 29, 10, 27),
        (1.5, 3_001, 10, 27),
        (0, 900, 10, 27),
        (-1, 900, 10, 27),
        (np.nan, 900, 10, 27),
        (1.5, 900, 0, 27),
        (1.5, 900, 10, 0),
        (1.5, np.nan, 10, 27),
    ],
)
def test_refuses_heights_outside_the_recommendation(
    height_m: float,
    frequency_mhz: float,
    clutter_height_m: float,
    street_width_m: float,
) -> None:
    with pytest.raises(OutOfRangeError):
        height_gain_loss_db(
            height_m,
            frequency_mhz=frequency_mhz,
            clutter=Clutter.URBAN,
            clutter_height_m=clutter_height_m,
            street_width_m=street_width_m,
        )


@pytest.mark.parametrize(
    ("distance_m", "frequency_mhz", "location_ratio"),
    [
        (249, 2_600, 0.5),
        (np.nan, 2_600, 0.5),
        (500, 499, 0.5),
        (500, 67_001, 0.5),
        (500, 2_600, 0),
        (500, 2_600, 1),
    ],
)
def test_refuses_paths_outside_the_recommendation(
    distance_m: float, frequency_mhz: float, location_ratio: float
) -> None:
    with pytest.raises(OutOfRangeError):
        terrestrial_loss_db(
            distance_m, frequency_mhz=frequency_mhz, location_ratio=location_ratio
        )


@pytest.mark.parametrize(
    ("elevation_deg", "frequency_mhz", "location_ratio"),
    [
        (-0.1, 28_000, 0.5),
        (90.1, 28_000, 0.5),
        (np.nan, 28_000, 0.5),
        (30, 9_999, 0.5),
        (30, 100_001, 0.5),
        (30, 28_000, 0),
        (30, 28_000, 1),
    ],
)
def test_refuses_slants_outside_the_recommendation(
    elevation_deg: float, frequency_mhz: float, location_ratio: float
) -> None:
    with pytest.raises(OutOfRangeError):
        slant_path_loss_db(
            elevation_deg, frequency_mhz=frequency_mhz, location_ratio=location_ratio
        )


def test_shapes_are_kept() -> None:
    heights_m = np.full((3, 4), 1.5)
    assert height_gain_loss_db(
        heights_m, frequency_mhz=900, clutter=Clutter.OPEN
    ).shape == (3, 4)
    losses_db = terrestrial_loss_db(
        np.full((3, 1), 500.0), frequency_mhz=900, location_ratio=[0.1, 0.5]
    )
    assert losses_db.shape == (3, 2)
