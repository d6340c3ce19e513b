"""Antenna patterns, tilts, and the compiled twin."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.errors import NotFoundError, OutOfRangeError
from hatangso.geography.terrain import Terrain
from hatangso.model.site import Service, Site, Technology
from hatangso.radio.antenna import (
    AntennaPattern,
    Sector,
    gain_db,
    omnidirectional_pattern,
    parametric_pattern,
)
from hatangso.radio.link_budget import RadioParameters
from hatangso.radio.masts import Radiator, masts_of

PANEL = parametric_pattern(65.0, 10.0, 30.0, 20.0)
angles_deg = st.floats(-720, 720)
tilts_deg = st.floats(-20, 20)


def uneven_pattern(seed: int = 3, tilt_deg: float = 0.0) -> AntennaPattern:
    rng = np.random.default_rng(seed)
    cuts_db = rng.uniform(0, 45, (2, 360))
    cuts_db[:, 0] = 0
    return AntennaPattern(f"uneven {seed}", 17.0, *cuts_db, 45.0, tilt_deg)


Hang = Callable[..., Radiator]


@pytest.fixture
def hang(
    make_terrain: Callable[..., Terrain],
    make_service: Callable[..., Service],
    parameters: RadioParameters,
) -> Hang:
    def make(
        patterns: dict[str, AntennaPattern] | None = None, **changes: object
    ) -> Radiator:
        site = Site("s", 105.55, 21.65, 45, "")
        services = [make_service("s", Technology.G4, **changes)]
        terrain = make_terrain(size=40)
        return masts_of(terrain, [site], services, parameters, patterns or {})[
            0
        ].radiators[0]

    return make


def test_half_the_width_off_costs_three_decibels() -> None:
    # 3GPP TR 38.901, Table 7.3-1, with widths that are whole degrees on both sides.
    pattern = parametric_pattern(64.0, 10.0, 30.0, 20.0)
    across_db = gain_db(pattern, np.array([32.0, -32.0, 360.0]), np.zeros(3))
    assert across_db == pytest.approx([-3.0, -3.0, 0.0])
    down_db = gain_db(pattern, np.zeros(3), np.array([5.0, -5.0, 90.0]))
    assert down_db == pytest.approx([-3.0, -3.0, -20.0])


def test_both_cuts_add_up_to_the_greatest_loss() -> None:
    # 12 (26/65)^2 + 12 (4/10)^2 = 1.92 + 1.92; behind and below, 30 of 50 dB.
    gains_db = gain_db(PANEL, np.array([26.0, 180.0]), np.array([4.0, 60.0]))
    assert gains_db == pytest.approx([-3.84, -30.0])


def test_the_table_is_interpolated_between_degrees() -> None:
    low_db, half_db, high_db = gain_db(PANEL, np.array([20.0, 20.5, 21.0]), np.zeros(3))
    assert half_db == pytest.approx((low_db + high_db) / 2)


def test_an_antenna_without_sectors_radiates_alike_in_all_azimuths() -> None:
    pattern = omnidirectional_pattern(10.0, 20.0)
    assert not gain_db(pattern, np.arange(360.0), np.zeros(360)).any()
    assert gain_db(pattern, np.zeros(1), np.array([5.0])) == pytest.approx([-3.0])


def test_a_width_of_nothing_is_refused() -> None:
    with pytest.raises(OutOfRangeError, match="beamwidth_deg"):
        parametric_pattern(0.0, 10.0, 30.0, 20.0)


def test_an_electrical_tilt_turns_the_beam_down_in_all_azimuths() -> None:
    sector = Sector(PANEL, 90.0, 0.0, 6.0)
    upright = Sector(PANEL, 90.0)
    towards_deg = np.array([90.0, 50.0, 150.0, 270.0])
    assert sector.gain_db(towards_deg, np.full(4, 6.0)) == pytest.approx(
        upright.gain_db(towards_deg, np.zeros(4))
    )


def test_a_mechanical_tilt_turns_the_beam_down_in_front_and_up_behind() -> None:
    pattern = parametric_pattern(360.0, 10.0, 60.0, 60.0)
    leaning, upright = Sector(pattern, 0.0, 5.0), Sector(pattern, 0.0)
    for azimuth_deg, turned_deg in ((0.0, 5.0), (90.0, 0.0), (180.0, -5.0)):
        here = np.array([azimuth_deg])
        assert leaning.gain_db(here, np.array([turned_deg])) == pytest.approx(
            upright.gain_db(here, np.zeros(1)), abs=1e-9
        )


def test_leaning_by_the_cosine_is_near_the_exact_rotation() -> None:
    # A cut that rises by a tenth of a decibel per degree shows the angle itself.
    off_deg = np.minimum(np.arange(360.0), 360 - np.arange(360.0))
    ruler = AntennaPattern("ruler", 0.0, np.zeros(360), off_deg / 10, 18.0)
    azimuth_deg, below_deg, leaning_deg = np.meshgrid(
        np.arange(-180.0, 180, 5), np.arange(-10.0, 11), np.arange(0.0, 11, 2)
    )
    across, down, lean = (
        np.radians(angle) for angle in (azimuth_deg, below_deg, leaning_deg)
    )
    rise = np.cos(down) * np.cos(across) * np.sin(lean) - np.sin(down) * np.cos(lean)
    exact_deg = np.abs(np.degrees(np.arcsin(rise)))
    for tilt_deg in np.unique(leaning_deg):
        here = leaning_deg == tilt_deg
        gains_db = Sector(ruler, 0.0, tilt_deg).gain_db(
            azimuth_deg[here], below_deg[here]
        )
        assert np.abs(-10 * gains_db - exact_deg[here]).max() < 0.2


@given(angles_deg, st.floats(-90, 90), st.floats(0, 360), tilts_deg, tilts_deg)
def test_the_gain_is_bounded_and_turns_with_the_antenna(
    azimuth_deg: float,
    depression_deg: float,
    main_deg: float,
    leaning_deg: float,
    turned_deg: float,
) -> None:
    sector = Sector(PANEL, main_deg, leaning_deg, turned_deg)
    rotated = Sector(PANEL, main_deg + 90, leaning_deg, turned_deg)
    below = np.array([depression_deg])
    here = sector.gain_db(np.array([azimuth_deg]), below)
    there = rotated.gain_db(np.array([azimuth_deg + 90]), below)
    assert -30 <= here[0] <= 0
    assert np.allclose(here, there, atol=1e-6)


def test_the_best_sector_counts_for_the_level_and_all_for_the_total(
    hang: Hang,
) -> None:
    radiator = hang(azimuths_deg=(0.0, 120.0, 240.0), electrical_tilt_deg=0.0)
    towards_deg = np.array([0.0, 60.0])
    best_dbm = radiator.strength_dbm(towards_deg)
    total_dbm = radiator.total_strength_dbm(towards_deg)
    halfway_db = 12 * (60 / 65) ** 2
    assert best_dbm - radiator.eirp_dbm == pytest.approx([0, -halfway_db], abs=1e-3)
    # Half way between two sectors both are alike: twice the power, and 30 dB less.
    assert total_dbm[1] - best_dbm[1] == pytest.approx(
        10 * np.log10(2 + 10 ** ((halfway_db - 30) / 10)), abs=1e-3
    )


def test_a_service_without_tilt_of_its_own_gets_the_usual_one(hang: Hang) -> None:
    radiator = hang()
    below_dbm = radiator.strength_dbm(np.zeros(3), np.array([2.0, 3.0, 4.0]))
    assert np.argmax(below_dbm) == 1


def test_the_tilt_of_a_measured_pattern_counts_once(hang: Hang) -> None:
    pattern = uneven_pattern(tilt_deg=4.0)
    patterns = {"panel": pattern}
    as_measured = hang(
        patterns, antenna_pattern="panel", azimuths_deg=(0.0,), electrical_tilt_deg=4.0
    )
    lower = hang(
        patterns, antenna_pattern="panel", azimuths_deg=(0.0,), electrical_tilt_deg=6.0
    )
    assert as_measured.sectors[0].electrical_tilt_deg == 0
    assert lower.sectors[0].electrical_tilt_deg == 2
    assert as_measured.sectors[0].pattern is pattern


def test_a_pattern_that_is_not_there_is_named(hang: Hang) -> None:
    with pytest.raises(NotFoundError, match="kathrein"):
        hang(antenna_pattern="kathrein")


def test_an_omnidirectional_antenna_stands_upright(hang: Hang) -> None:
    radiator = hang(azimuths_deg=(), mechanical_tilt_deg=5.0)
    assert radiator.sectors[0].mechanical_tilt_deg == 0
