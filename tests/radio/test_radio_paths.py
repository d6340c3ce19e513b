"""Separate paths: their losses and what stands in them."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hatangso.geography.terrain import Terrain
from hatangso.radio.itu_p1812 import (
    Atmosphere,
    Path,
    effective_earth_radius_km,
    transmission_loss,
)
from hatangso.radio.kernels import sample_profile
from hatangso.radio.paths import PathLosses, Paths, path_losses
from hatangso.radio.radials import RadialScene

MakeTerrain = Callable[..., Terrain]
CELL_M = 90.0


def _paths(
    starts: np.ndarray, ends: np.ndarray, height_m: float | np.ndarray = 30.0
) -> Paths:
    starts, ends = np.asarray(starts, float), np.asarray(ends, float)
    lengths_m = CELL_M * np.hypot(*(ends - starts).T)
    count = len(lengths_m)
    heights_m = np.broadcast_to(np.asarray(height_m, float), count)
    bands = 2
    return Paths(
        starts,
        ends,
        lengths_m,
        heights_m,
        np.arange(count + 1) * bands,
        np.tile([0, 1], count),
    )


def _solve(terrain: Terrain, paths: Paths, *, workers: int = 1) -> PathLosses:
    scene = RadialScene.of(terrain, refractivity_gradient_n_per_km=50)
    return path_losses(scene, paths, [900.0, 2_600.0], step_m=CELL_M, workers=workers)


def _random_paths(count: int) -> Paths:
    rng = np.random.default_rng(3)
    return _paths(
        rng.uniform(0, 119, (count, 2)),
        rng.uniform(0, 119, (count, 2)),
        rng.uniform(1, 80, count),
    )


@pytest.mark.parametrize("relief_m", [0.0, 40.0, 400.0])
def test_equals_the_plain_form_at_every_path(
    make_terrain: MakeTerrain, relief_m: float
) -> None:
    terrain = make_terrain(seed=4, relief_m=relief_m)
    paths = _random_paths(60)
    found = _solve(terrain, paths)
    scene = RadialScene.of(terrain, refractivity_gradient_n_per_km=50)
    for p in range(len(paths)):
        length_m = paths.lengths_m[p]
        steps = max(int(np.ceil(length_m / CELL_M)), 4)
        ground_m, clutter_m = np.empty(steps + 1), np.empty(steps + 1)
        assert sample_profile(
            scene.with_bands([900.0], steps=steps),
            tuple(paths.starts[p]),
            tuple(paths.ends[p]),
            ground_m,
            clutter_m,
        )
        distance_km = np.linspace(0, length_m / 1000, steps + 1)
        path = Path(distance_km, ground_m, clutter_m, paths.heights_m[p], 1.5)
        for band, frequency_mhz in enumerate((900.0, 2_600.0)):
            plain = transmission_loss(
                path,
                frequency_mhz=frequency_mhz,
                time_ratio=0.5,
                atmosphere=Atmosphere(scene.latitude_deg, 50, 350),
            )
            loss_db = found.loss_db[2 * p + band]
            assert loss_db == pytest.approx(plain.loss_db, abs=1e-5)
            is_sight = plain.diffraction.median.is_line_of_sight
            assert found.is_line_of_sight[p] == is_sight


def test_a_wall_is_found_where_it_stands(make_terrain: MakeTerrain) -> None:
    terrain = make_terrain(relief_m=0.0, clutter_m=0.0)
    terrain.elevation_m[:] = 100
    terrain.elevation_m[:, 50] = 220
    found = _solve(terrain, _paths([[60, 20]], [[60, 100]]))
    length_km, place_km = 80 * CELL_M / 1000, 30 * CELL_M / 1000
    ae_km = effective_earth_radius_km(50)
    bulge_m = 500 / ae_km * place_km * (length_km - place_km)
    line_m = 130 + (101.5 - 130) * place_km / length_km
    assert not found.is_line_of_sight[0]
    assert found.place_ratio[0] == pytest.approx(30 / 80)
    assert found.top_m[0] == pytest.approx(220)
    assert found.excess_m[0] == pytest.approx(220 + bulge_m - line_m)
    # Similar triangles from the receiver over the wall to the transmitter.
    rise_m = found.excess_m[0] * length_km / (length_km - place_km)
    assert found.rise_m[0] == pytest.approx(rise_m)


def test_the_rise_is_just_enough_to_see(make_terrain: MakeTerrain) -> None:
    terrain = make_terrain(seed=2)
    paths = _random_paths(40)
    found = _solve(terrain, paths)
    is_blocked = ~found.is_line_of_sight
    assert np.any(is_blocked)
    assert np.all(found.rise_m[is_blocked] >= found.excess_m[is_blocked] - 1e-9)
    for extra_m, is_seen in ((0.01, True), (-0.01, False)):
        heights_m = paths.heights_m[is_blocked] + found.rise_m[is_blocked] + extra_m
        raised = _paths(paths.starts[is_blocked], paths.ends[is_blocked], heights_m)
        assert np.all(_solve(terrain, raised).is_line_of_sight == is_seen)


def test_missing_terrain_leaves_a_path_unknown(make_terrain: MakeTerrain) -> None:
    terrain = make_terrain()
    terrain.elevation_m[40:44, :] = np.nan
    paths = _paths([[20, 20], [20, 20], [-5, 20]], [[90, 20], [20, 90], [20, 20]])
    found = _solve(terrain, paths)
    assert np.isnan(found.loss_db.reshape(3, 2)[:, 0]).tolist() == [True, False, True]
    assert np.isnan(found.place_ratio[0])


def test_a_very_short_path_is_free_space(make_terrain: MakeTerrain) -> None:
    terrain = make_terrain(relief_m=0.0)
    found = _solve(terrain, _paths([[20, 20], [20, 20]], [[20, 22], [20, 20]], 1.5))
    assert found.loss_db[0] == pytest.approx(92.4 + 20 * np.log10(0.9 * 0.18))
    assert np.all(np.isfinite(found.loss_db))
    assert np.all(found.is_line_of_sight)


@given(st.integers(0, 2**32), st.floats(1, 100))
@settings(max_examples=30, deadline=None)
def test_losses_are_never_below_free_space(
    make_terrain: MakeTerrain, seed: int, height_m: float
) -> None:
    rng = np.random.default_rng(seed)
    ends = rng.uniform(0, 119, (5, 2))
    paths = _paths(np.full((5, 2), 60.0), ends, height_m)
    found = _solve(make_terrain(), paths)
    distance_km = np.maximum(paths.lengths_m, 1) / 1000
    free_db = 92.4 + 20 * np.log10(0.9 * distance_km)
    assert np.all(found.loss_db[::2] >= free_db - 1e-9)


def test_threads_change_nothing(make_terrain: MakeTerrain) -> None:
    paths = _random_paths(4_500)
    one, three = (_solve(make_terrain(), paths, workers=n) for n in (1, 3))
    assert np.array_equal(one.loss_db, three.loss_db)
    assert np.array_equal(one.rise_m, three.rise_m, equal_nan=True)


def test_no_paths_have_no_losses(make_terrain: MakeTerrain) -> None:
    empty = np.empty((0, 2))
    assert _solve(make_terrain(), _paths(empty, empty)).loss_db.size == 0
