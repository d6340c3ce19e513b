"""Clear sight between many places: the fast form agrees with the plain one."""

import numpy as np
import pytest

from hatangso.errors import OutOfRangeError
from hatangso.geography.clear_sight import Antennas, first_clear
from hatangso.geography.grid import Grid
from hatangso.geography.profile import terrain_profile
from hatangso.geography.sight_line import CLEAR_RATIO, SightLine
from hatangso.geography.terrain import Terrain

GRID = Grid("EPSG:4326", 106.0, 22.0, 1 / 1200, 1 / 1200, 240, 240)
EARTH_RADIUS_M = 6_371_000 * 4 / 3


def terrain(*, relief_m: float = 120.0) -> Terrain:
    rng = np.random.default_rng(7)
    row, col = np.mgrid[:240, :240]
    waves = sum(
        np.sin(row / rng.uniform(8, 30) + rng.uniform(0, 6))
        * np.sin(col / rng.uniform(8, 30) + rng.uniform(0, 6))
        for _ in range(5)
    )
    clutter_m = np.where(rng.random((240, 240)) < 0.2, 15.0, 0.0).astype(np.float32)
    elevation_m = (300 + relief_m * waves / 5).astype(np.float32)
    return Terrain(GRID, elevation_m, clutter_m)


def sight(ground: Terrain, one: np.ndarray, other: np.ndarray) -> SightLine:
    """Return the plain form, whose antennas stand 40 m high."""
    profile = terrain_profile(
        ground, start_deg=tuple(one.tolist()), end_deg=tuple(other.tolist())
    )
    clutter_m = profile.clutter_m.copy()
    clutter_m[[0, -1]] = 0
    return SightLine(
        profile.distance_m,
        profile.ground_m,
        clutter_m,
        float(profile.ground_m[0]) + 40,
        float(profile.ground_m[-1]) + 40,
        7_500,
        EARTH_RADIUS_M,
    )


def antennas(ground: Terrain, places: np.ndarray) -> Antennas:
    return Antennas.at(ground, places[:, 0], places[:, 1], np.full(len(places), 40.0))


def clear_pairs(ground: Terrain, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return which starts see the end with their own number."""
    numbers = np.arange(len(one))[:, None]
    away_m = np.array(
        [sight(ground, *pair).length_m for pair in zip(one, other, strict=True)]
    )
    found = first_clear(
        ground,
        antennas(ground, one),
        antennas(ground, other),
        numbers,
        away_m[:, None],
        most=1,
        frequency_mhz=7_500,
    )
    return found[:, 0] >= 0


def test_the_fast_form_agrees_with_the_plain_one() -> None:
    ground = terrain()
    rng = np.random.default_rng(3)
    one, other = rng.uniform((106.01, 21.81), (106.19, 21.99), (2, 300, 2))

    fast = clear_pairs(ground, one, other)

    plain = np.array(
        [
            np.min(sight(ground, *pair).clearance_ratio)
            for pair in zip(one, other, strict=True)
        ]
    )
    # The two walk over the same ground on lines that lie a few metres apart.
    is_near = np.abs(plain - CLEAR_RATIO) < 0.25
    assert np.array_equal(fast[~is_near], plain[~is_near] >= CLEAR_RATIO)
    assert 20 < fast.sum() < 280
    assert is_near.sum() < 30


def test_missing_terrain_hides_what_lies_behind() -> None:
    ground = terrain(relief_m=0)
    ground.clutter_m[:] = 0
    one = np.array([[106.05, 21.9], [106.05, 21.9]])
    other = np.array([[106.08, 21.9], [106.15, 21.9]])
    assert clear_pairs(ground, one, other).all()

    ground.elevation_m[:, 130] = np.nan

    assert first_clear(
        ground,
        antennas(ground, one),
        antennas(ground, other),
        np.array([[0], [1]]),
        np.array([[3_100.0], [10_300.0]]),
        most=1,
        frequency_mhz=7_500,
    ).tolist() == [[0], [-1]]


def test_the_first_clear_ones_are_taken_in_the_order_given() -> None:
    ground = terrain(relief_m=0)
    ground.clutter_m[:] = 0
    ends = np.array([[106.06, 21.9], [106.3, 21.9], [106.07, 21.9], [106.08, 21.9]])

    found = first_clear(
        ground,
        antennas(ground, np.array([[106.05, 21.9]])),
        antennas(ground, ends),
        np.array([[3, 1, 0, 2, -1]]),
        np.array([[3_000.0, 26_000.0, 1_000.0, 2_000.0, 0.0]]),
        most=2,
        frequency_mhz=7_500,
    )

    assert found.tolist() == [[3, 0]]


def test_higher_frequencies_see_no_less() -> None:
    ground = terrain()
    rng = np.random.default_rng(5)
    one, other = rng.uniform((106.01, 21.81), (106.19, 21.99), (2, 200, 2))
    numbers = np.arange(200)[:, None]
    seen = [
        first_clear(
            ground,
            antennas(ground, one),
            antennas(ground, other),
            numbers,
            np.full((200, 1), 9_000.0),
            most=1,
            frequency_mhz=frequency_mhz,
        )[:, 0]
        >= 0
        for frequency_mhz in (2_000, 7_500, 23_000)
    ]

    assert not np.any(seen[0] & ~seen[1])
    assert not np.any(seen[1] & ~seen[2])
    assert seen[0].sum() < seen[2].sum()


def test_numbers_out_of_range_are_named() -> None:
    ground = terrain()
    empty = antennas(ground, np.empty((0, 2)))
    with pytest.raises(OutOfRangeError, match="frequency_mhz"):
        first_clear(
            ground,
            empty,
            empty,
            np.empty((0, 0), dtype=int),
            np.empty((0, 0)),
            most=1,
            frequency_mhz=1,
        )
