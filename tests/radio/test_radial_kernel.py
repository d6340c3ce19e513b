"""The fast kernel against double precision, and what it must not depend on."""

from collections.abc import Callable

import numpy as np
import pytest

from hatangso.errors import OutOfRangeError
from hatangso.geography.terrain import Terrain
from hatangso.radio.bands import band_constants
from hatangso.radio.itu_p1812 import Polarisation
from hatangso.radio.kernels import evaluate_radials
from hatangso.radio.radial_kernel import BLOCK, evaluate_fan
from hatangso.radio.scene import RadialFan, Scene, reciprocal_roots

MakeTerrain = Callable[..., Terrain]
FREQUENCIES_MHZ = (40.0, 900.0, 5_800.0)
HEIGHTS_M = np.array([2.0, 30.0, 3_000.0])
STEPS = 200


def _scene(elevation_m: np.ndarray, clutter_m: np.ndarray, steps: int) -> Scene:
    constants = band_constants(np.array(FREQUENCIES_MHZ), Polarisation.VERTICAL)
    roots = reciprocal_roots(steps)
    return Scene(
        elevation_m, clutter_m, 500 / 9_000, 1.5, constants, roots, 350.0, 16.0
    )


def _fan(
    heights_m: np.ndarray, bits: list[int], step_m: float, place: tuple[float, float]
) -> RadialFan:
    height_bits = np.array(bits, dtype=np.int64)
    return RadialFan(*place, step_m, step_m, step_m, heights_m, height_bits)


def _evaluate(
    scene: Scene, fan: RadialFan, spans: np.ndarray, steps: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    shape = (len(spans), steps)
    loss_db = np.full((len(scene.bands), *shape), -1.0, np.float32)
    is_sight = np.full((len(fan.heights_m), *shape), 7, np.uint8)
    ground_m = np.full(shape, -1.0, np.float32)
    evaluate_fan(scene, fan, spans, loss_db, is_sight, ground_m)
    return loss_db, is_sight, ground_m


def _whole(radials: int, steps: int) -> np.ndarray:
    return np.tile([1, steps], (radials, 1))


@pytest.fixture(scope="module")
def hills(make_terrain: MakeTerrain) -> tuple[np.ndarray, np.ndarray]:
    terrain = make_terrain(420, seed=5, relief_m=900.0)
    return terrain.elevation_m, terrain.clutter_m


@pytest.mark.parametrize("step_m", [10.0, 90.0, 1_000.0])
@pytest.mark.parametrize(
    ("relief_m", "clutter_m"),
    [(0.0, 0.0), (0.0, 20.0), (5.0, 10.0), (80.0, 15.0), (900.0, 0.0), (4_000.0, 15.0)],
)
def test_agrees_with_double_precision(
    make_terrain: MakeTerrain, step_m: float, relief_m: float, clutter_m: float
) -> None:
    terrain = make_terrain(240, seed=3, relief_m=relief_m, clutter_m=clutter_m)
    scene = _scene(terrain.elevation_m, terrain.clutter_m, STEPS)
    radials = 9
    for height_m in HEIGHTS_M:
        fan = _fan(np.array([height_m]), [7], step_m, (100.2, 110.7))
        loss_db, is_sight, ground_m = _evaluate(scene, fan, _whole(radials, 150), 150)
        plain_db = np.full((3, radials, 150), np.nan)
        evaluate_radials(scene, fan, _whole(radials, 150), plain_db)
        assert np.array_equal(np.isnan(loss_db[..., 1:]), np.isnan(plain_db[..., 1:]))
        assert np.nanmax(np.abs(loss_db - plain_db)[..., 1:]) < 0.05
        is_known = np.isfinite(loss_db[0, :, 1:])
        assert np.array_equal(is_known, np.isfinite(ground_m[:, 1:]))
        assert set(np.unique(is_sight[..., 1:])) <= {0, 1}


def test_sees_what_is_in_sight_and_knows_the_ground(
    make_terrain: MakeTerrain,
) -> None:
    terrain = make_terrain(relief_m=0.0, clutter_m=0.0)
    terrain.elevation_m[:] = 100
    terrain.elevation_m[:, 70] = 160
    scene = _scene(terrain.elevation_m, terrain.clutter_m, STEPS)
    fan = _fan(np.array([20.0, 300.0]), [1, 6], 90, (60.0, 60.0))
    _, is_sight, ground_m = _evaluate(scene, fan, _whole(4, 30), 30)
    east = 1
    assert ground_m[east, [5, 10, 12]].tolist() == [100, 160, 100]
    assert is_sight[0, east, 1:].tolist() == [1] * 10 + [0] * 19
    # From 300 m the wall of 60 m hides what follows for some 25 % of its distance.
    assert is_sight[1, east, 10:16].tolist() == [1, 0, 0, 1, 1, 1]


def test_values_do_not_depend_on_the_span(
    hills: tuple[np.ndarray, np.ndarray],
) -> None:
    scene = _scene(*hills, STEPS)
    fan = _fan(HEIGHTS_M, [1, 2, 4], 90, (205.3, 210.4))
    radials = 12
    whole = _evaluate(scene, fan, _whole(radials, STEPS), STEPS)
    rng = np.random.default_rng(0)
    spans = np.sort(rng.integers(1, STEPS, (radials, 2)))
    spans[3], spans[4], spans[5] = (5, 6), (BLOCK, BLOCK + 1), (9, 9)
    parts = _evaluate(scene, fan, spans, STEPS)
    for all_of_it, part in zip(whole, parts, strict=True):
        for radial, (first, end) in enumerate(spans):
            found = part[..., radial, first:end]
            assert np.array_equal(found, all_of_it[..., radial, first:end])
    assert np.all(parts[0][:, 5] == -1)


def test_values_do_not_depend_on_other_bands_and_antennas(
    hills: tuple[np.ndarray, np.ndarray],
) -> None:
    scene = _scene(*hills, STEPS)
    spans, place = _whole(7, STEPS), (205.3, 210.4)
    together = _evaluate(scene, _fan(HEIGHTS_M, [1, 2, 4], 90, place), spans, STEPS)
    for band in range(3):
        alone = scene._replace(bands=scene.bands[band : band + 1])
        fan = _fan(HEIGHTS_M[band : band + 1], [1], 90, place)
        loss_db, is_sight, _ = _evaluate(alone, fan, spans, STEPS)
        assert np.array_equal(loss_db[0, :, 1:], together[0][band, :, 1:])
        assert np.array_equal(is_sight[0, :, 1:], together[1][band, :, 1:])


def test_values_are_the_same_in_a_window_of_the_terrain(
    hills: tuple[np.ndarray, np.ndarray],
) -> None:
    elevation_m, clutter_m = hills
    steps = 120
    scene = _scene(elevation_m, clutter_m, steps)
    fan = _fan(np.array([25.0]), [7], 90, (205.0 + 1 / 3, 210.0 + 1 / 7))
    whole = _evaluate(scene, fan, _whole(16, steps), steps)
    part = np.s_[61:350, 77:360]
    window = scene._replace(
        elevation_m=elevation_m[part].copy(), clutter_m=clutter_m[part].copy()
    )
    shifted = fan._replace(row=fan.row - 61, col=fan.col - 77)
    for one, other in zip(
        whole, _evaluate(window, shifted, _whole(16, steps), steps), strict=True
    ):
        assert np.array_equal(one[..., 1:], other[..., 1:])


def test_missing_terrain_ends_a_radial(hills: tuple[np.ndarray, np.ndarray]) -> None:
    elevation_m, clutter_m = hills
    scene = _scene(elevation_m, clutter_m, STEPS)
    fan = _fan(np.array([25.0]), [7], 90, (200.0, 200.0))
    whole_db = _evaluate(scene, fan, _whole(4, STEPS), STEPS)[0]
    holed = elevation_m.copy()
    holed[:, 300] = np.nan
    loss_db, is_sight, ground_m = _evaluate(
        scene._replace(elevation_m=holed), fan, _whole(4, STEPS), STEPS
    )
    east = 1
    assert np.array_equal(loss_db[:, east, 1:99], whole_db[:, east, 1:99])
    assert np.all(np.isnan(loss_db[:, east, 99:]))
    assert np.all(np.isnan(ground_m[east, 99:]))
    assert not np.any(is_sight[:, east, 99:])
    holed[200, 200] = np.nan
    lost_db, _, _ = _evaluate(
        scene._replace(elevation_m=holed), fan, _whole(4, STEPS), STEPS
    )
    assert np.all(np.isnan(lost_db[..., 1:]))


def test_refuses_a_radial_with_too_many_steps(
    hills: tuple[np.ndarray, np.ndarray],
) -> None:
    scene = _scene(*hills, STEPS)
    fan = _fan(np.array([25.0]), [7], 90, (200.0, 200.0))
    with pytest.raises(OutOfRangeError, match="16384 steps"):
        _evaluate(scene, fan, _whole(1, 20_000), 20_000)


def test_a_mast_off_the_terrain_has_no_losses(
    hills: tuple[np.ndarray, np.ndarray],
) -> None:
    fan = _fan(np.array([25.0]), [7], 90, (-30.0, 200.0))
    loss_db, _, _ = _evaluate(_scene(*hills, STEPS), fan, _whole(8, 50), 50)
    assert np.all(np.isnan(loss_db[..., 1:]))
