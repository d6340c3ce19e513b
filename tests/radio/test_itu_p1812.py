"""Rec. ITU-R P.1812-8 for half of the time: its laws and its limits."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hatangso.errors import OutOfRangeError
from hatangso.radio.itu_p1812 import (
    MedianLoss,
    Path,
    effective_earth_radius_km,
    median_loss,
)


@st.composite
def _paths(draw: st.DrawFn) -> Path:
    points = draw(st.integers(5, 80))
    length_km = draw(st.floats(0.25, 30))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    relief_m = draw(st.sampled_from([0.0, 5.0, 100.0, 1_000.0]))
    clutter_m = draw(st.sampled_from([0.0, 15.0]))
    return Path(
        np.linspace(0, length_km, points),
        relief_m * rng.random(points),
        clutter_m * (rng.random(points) < 0.5),
        draw(st.floats(1, 100)),
        draw(st.floats(1, 30)),
    )


def _loss(path: Path, frequency_mhz: float = 900.0) -> MedianLoss:
    return median_loss(
        path, frequency_mhz=frequency_mhz, refractivity_gradient_n_per_km=50
    )


@given(_paths(), st.sampled_from([80.0, 700.0, 1_800.0, 6_000.0]))
@settings(max_examples=200, deadline=None)
def test_no_path_loses_less_than_free_space(path: Path, frequency_mhz: float) -> None:
    found = _loss(path, frequency_mhz)
    assert found.loss_db >= found.lbfs_db - 1e-9


@given(_paths())
@settings(max_examples=200, deadline=None)
def test_a_path_loses_the_same_in_both_directions(path: Path) -> None:
    back = Path(
        path.length_km - path.distance_km[::-1],
        path.terrain_m[::-1],
        path.clutter_m[::-1],
        path.receiver_height_m,
        path.transmitter_height_m,
    )
    assert _loss(back).loss_db == pytest.approx(_loss(path).loss_db, abs=1e-6)


@given(st.floats(60, 500), st.floats(0, 500), st.floats(0.1, 0.9))
@settings(max_examples=100, deadline=None)
def test_raising_a_blocking_ridge_never_helps(
    ridge_m: float, more_m: float, place_ratio: float
) -> None:
    def blocked_db(height_m: float) -> float:
        terrain_m = np.zeros(101)
        terrain_m[round(100 * place_ratio)] = height_m
        path = Path(np.linspace(0, 10, 101), terrain_m, np.zeros(101), 30, 1.5)
        return _loss(path).diffraction.lbulla_db

    assert blocked_db(ridge_m + more_m) >= blocked_db(ridge_m) - 1e-9


def test_an_obstacle_that_touches_the_line_is_a_knife_edge_at_grazing() -> None:
    distance_km = np.linspace(0, 1, 11)
    bulge_m = 500 / effective_earth_radius_km(50) * distance_km * (1 - distance_km)
    # The top of every point lies exactly on the line between the antennas.
    lifted = Path(distance_km, 100 - bulge_m, np.ones(11), 1, 1)
    found = _loss(lifted)
    assert np.isfinite(found.loss_db)
    # J(0) = 6.03 dB, and what eq (21) makes of it.
    assert found.diffraction.lbulla_db == pytest.approx(12.4, abs=0.1)


def _flat(points: int, length_km: float, height_m: float = 10.0) -> Path:
    d = np.linspace(0, length_km, points)
    return Path(d, np.zeros(points), np.zeros(points), height_m, 1.5)


@pytest.mark.parametrize(
    ("points", "length_km", "height_m", "word"),
    [
        (4, 1.0, 10.0, "more than 4 points"),
        (10, 0.249, 10.0, "length"),
        (10, 3_001.0, 10.0, "length"),
        (10, 1.0, 0.5, "transmitter_height_m"),
        (10, 1.0, float("nan"), "transmitter_height_m"),
    ],
)
def test_refuses_paths_outside_the_recommendation(
    points: int, length_km: float, height_m: float, word: str
) -> None:
    with pytest.raises(OutOfRangeError, match=word):
        _flat(points, length_km, height_m)


@pytest.mark.parametrize("frequency_mhz", [29.0, 6_001.0, float("nan")])
def test_refuses_frequencies_outside_the_recommendation(frequency_mhz: float) -> None:
    with pytest.raises(OutOfRangeError, match="frequency"):
        _loss(_flat(10, 1.0), frequency_mhz)


def test_refuses_a_broken_profile() -> None:
    zeros = np.zeros(6)
    with pytest.raises(OutOfRangeError, match="increase"):
        Path(np.array([0, 1, 1, 2, 3, 4.0]), zeros, zeros, 10, 10)
    with pytest.raises(OutOfRangeError, match="finite"):
        Path(np.arange(6.0), zeros * np.nan, zeros, 10, 10)
    with pytest.raises(OutOfRangeError, match="same length"):
        Path(np.arange(6.0), zeros[:5], zeros, 10, 10)
