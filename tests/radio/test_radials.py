"""The radial kernel against the plain form of the Recommendation."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from hatangso.errors import OutOfRangeError
from hatangso.geography.grid import Grid
from hatangso.geography.terrain import Terrain
from hatangso.radio.bands import band_constants
from hatangso.radio.itu_p1812 import (
    LAND,
    Atmosphere,
    Path,
    Polarisation,
    transmission_loss,
)
from hatangso.radio.kernels import sample_profile
from hatangso.radio.radials import Band, Lattice, RadialScene, radial_losses

CELL_DEG = 1 / 1200
MAST = 105.551, 21.652
RANGE_M = 4_500.0
BANDS = (Band(25, 450), Band(25, 900), Band(40, 1_800), Band(2, 3_700))

MakeTerrain = Callable[..., Terrain]


def _scene(
    terrain: Terrain, polarisation: Polarisation = Polarisation.VERTICAL
) -> RadialScene:
    return RadialScene.of(
        terrain, refractivity_gradient_n_per_km=45, polarisation=polarisation
    )


def _profile(
    scene: RadialScene, lattice: Lattice, radial: int, step: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray] | None:
    angle = 2 * np.pi * radial / lattice.radials
    width_m, height_m = lattice.cell_size_m
    away_m = step * lattice.step_m
    end = (
        lattice.row - np.cos(angle) * away_m / height_m,
        lattice.col + np.sin(angle) * away_m / width_m,
    )
    ground_m, clutter_m = np.empty(step + 1), np.empty(step + 1)
    kernel_scene = scene.with_bands([900.0], steps=step)
    start = (lattice.row, lattice.col)
    if not sample_profile(kernel_scene, start, end, ground_m, clutter_m):
        return None
    return np.arange(step + 1) * lattice.step_m / 1000, ground_m, clutter_m


def _worst_difference_db(
    terrain: Terrain, polarisation: Polarisation, *, tries: int = 60
) -> float:
    scene = _scene(terrain, polarisation)
    lattice = Lattice.around(terrain.grid, *MAST, range_m=RANGE_M)
    loss_db = radial_losses(scene, lattice, BANDS)
    rng = np.random.default_rng(0)
    worst_db = 0.0
    for _ in range(tries):
        radial = int(rng.integers(lattice.radials))
        step = int(rng.integers(4, lattice.steps))
        profile = _profile(scene, lattice, radial, step)
        if profile is None:
            assert np.all(np.isnan(loss_db[:, radial, step]))
            continue
        for number, band in enumerate(BANDS):
            plain = transmission_loss(
                Path(*profile, band.antenna_height_m, 1.5),
                frequency_mhz=band.frequency_mhz,
                time_ratio=0.5,
                atmosphere=Atmosphere(scene.latitude_deg, 45, 350),
                polarisation=polarisation,
            )
            apart_db = abs(loss_db[number, radial, step] - plain.loss_db)
            worst_db = max(worst_db, apart_db)
    return worst_db


@pytest.mark.parametrize("polarisation", list(Polarisation))
@pytest.mark.parametrize(
    ("relief_m", "clutter_m"),
    [(0.0, 0.0), (0.0, 20.0), (3.0, 0.0), (60.0, 15.0), (300.0, 15.0), (2_500.0, 0.0)],
)
def test_equals_the_plain_form(
    make_terrain: MakeTerrain,
    polarisation: Polarisation,
    relief_m: float,
    clutter_m: float,
) -> None:
    terrain = make_terrain(seed=7, relief_m=relief_m, clutter_m=clutter_m)
    assert _worst_difference_db(terrain, polarisation) < 1e-5


def test_equals_the_plain_form_on_slopes_ridges_and_steps(
    make_terrain: MakeTerrain,
) -> None:
    level = make_terrain(relief_m=0.0, clutter_m=0.0)
    rows, cols = np.indices(level.grid.shape)
    shapes = {
        "slope": 10.0 * cols,
        "steep slope": 60.0 * rows,
        "ridge": np.where(np.abs(cols - 80) < 2, 400.0, 0.0),
        "steps": 50.0 * (cols // 10),
        "bowl": 0.05 * ((rows - 57.0) ** 2 + (cols - 61.0) ** 2),
        "dome": -0.05 * ((rows - 57.0) ** 2 + (cols - 61.0) ** 2) + 500,
    }
    for name, elevation_m in shapes.items():
        terrain = replace(level, elevation_m=elevation_m.astype(np.float32))
        apart_db = _worst_difference_db(terrain, Polarisation.VERTICAL, tries=25)
        assert apart_db < 1e-5, name


def test_near_the_mast_the_loss_is_that_of_free_space(
    make_terrain: MakeTerrain,
) -> None:
    terrain = make_terrain(relief_m=0.0)
    lattice = Lattice.around(terrain.grid, *MAST, range_m=RANGE_M)
    loss_db = radial_losses(_scene(terrain), lattice, [Band(1.5, 1_000)])
    distance_km = np.arange(1, 4) * lattice.step_m / 1000
    assert np.allclose(loss_db[0, :, 1:4], 92.4 + 20 * np.log10(distance_km))
    assert np.all(np.isnan(loss_db[0, :, 0]))


def test_missing_terrain_ends_the_radial(make_terrain: MakeTerrain) -> None:
    terrain = make_terrain()
    elevation_m = terrain.elevation_m.copy()
    elevation_m[:, 80:83] = np.nan
    holed = replace(terrain, elevation_m=elevation_m)
    lattice = Lattice.around(terrain.grid, *MAST, range_m=RANGE_M)
    loss_db = radial_losses(_scene(holed), lattice, BANDS[:1])[0]
    whole_db = radial_losses(_scene(terrain), lattice, BANDS[:1])[0]
    east = lattice.radials // 4
    is_known = np.isfinite(loss_db[east])
    first_unknown = int(np.argmin(is_known[1:])) + 1
    assert 0 < first_unknown * lattice.step_m < (80 - lattice.col) * 90
    assert not np.any(is_known[first_unknown:])
    assert np.array_equal(loss_db[east][is_known], whole_db[east][is_known])


def test_losses_do_not_depend_on_the_other_bands(make_terrain: MakeTerrain) -> None:
    terrain = make_terrain()
    lattice = Lattice.around(terrain.grid, *MAST, range_m=2_000)
    together = radial_losses(_scene(terrain), lattice, BANDS)
    for number, band in enumerate(BANDS):
        alone = radial_losses(_scene(terrain), lattice, [band])[0]
        assert np.array_equal(alone, together[number], equal_nan=True)


def test_the_constants_of_a_band_follow_the_polarisation() -> None:
    frequency = np.array([900.0])
    level = band_constants(frequency, Polarisation.HORIZONTAL)
    upright = band_constants(frequency, Polarisation.VERTICAL)
    permittivity, conductivity = LAND
    ratio = np.sqrt(permittivity**2 + (18 * conductivity / 0.9) ** 2)
    assert upright[0, 2] / level[0, 2] == pytest.approx(ratio)


def test_refuses_antennas_outside_the_recommendation() -> None:
    with pytest.raises(OutOfRangeError, match="antenna_height_m"):
        Band(0.5, 900)
    with pytest.raises(OutOfRangeError, match="frequency_mhz"):
        Band(30, 7_000)


def test_refuses_a_single_row_of_terrain() -> None:
    grid = Grid("EPSG:4326", 105, 22, CELL_DEG, CELL_DEG, 1, 9)
    with pytest.raises(OutOfRangeError, match="2 rows"):
        _scene(Terrain(grid, np.zeros((1, 9)), np.zeros((1, 9))))
