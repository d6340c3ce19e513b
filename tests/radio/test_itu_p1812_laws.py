"""Rec. ITU-R P.1812-8 in full: its laws, its branches and its limits."""

from dataclasses import replace
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hatangso.errors import OutOfRangeError
from hatangso.radio.itu_p1812 import (
    Atmosphere,
    Locations,
    Path,
    Polarisation,
    SmoothMethod,
    TransmissionLoss,
    Zone,
    centre_latitude_deg,
    field_strength_dbuv_m,
    location_deviation_db,
    transmission_loss,
    zone_mix,
)
from hatangso.radio.itu_p1812_locations import inverse_normal
from hatangso.radio.itu_p1812_zones import duct_incidence_percent

AIR = Atmosphere(
    latitude_deg=21.5, refractivity_gradient_n_per_km=50, surface_refractivity_n=350
)
TIMES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5)


@st.composite
def _paths(draw: st.DrawFn) -> Path:
    points, length_km = draw(st.integers(5, 120)), draw(st.floats(0.26, 600))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    steps = rng.uniform(0.2, 1, points - 1)
    drawn = rng.choice([1, 3, 4], points // 6 + 1, p=draw(_zone_odds))
    zones = np.repeat(drawn, 6)[:points]
    relief_m = draw(st.sampled_from([5.0, 100.0, 1_500.0]))
    terrain_m = np.where(zones == Zone.SEA, 0, relief_m * rng.random(points))
    clutter_m = draw(st.sampled_from([0.0, 15.0])) * (rng.random(points) < 0.5)
    return Path(
        length_km * np.concatenate(([0], np.cumsum(steps) / np.sum(steps))),
        terrain_m,
        clutter_m,
        draw(st.floats(1, 300)),
        draw(st.floats(1, 60)),
        zones,
    )


_zone_odds = st.sampled_from([(0, 0, 1), (0.3, 0.3, 0.4), (0.9, 0.05, 0.05)])
_frequencies = st.sampled_from([30.0, 95.3, 450.0, 900.0, 2_600.0, 6_000.0])


def _solve(
    path: Path, frequency_mhz: float = 900.0, time_ratio: float = 0.1, **given: object
) -> TransmissionLoss:
    asked = {"atmosphere": AIR} | given
    return transmission_loss(
        path, frequency_mhz=frequency_mhz, time_ratio=time_ratio, **asked
    )


def _reversed(path: Path) -> Path:
    assert path.zones is not None
    return Path(
        path.length_km - path.distance_km[::-1],
        path.terrain_m[::-1],
        path.clutter_m[::-1],
        path.receiver_height_m,
        path.transmitter_height_m,
        path.zones[::-1],
    )


@given(_paths(), _frequencies, st.sampled_from(TIMES))
@settings(max_examples=150, deadline=None)
def test_a_path_loses_the_same_in_both_directions_at_all_times(
    path: Path, frequency_mhz: float, time_ratio: float
) -> None:
    there = _solve(path, frequency_mhz, time_ratio).loss_db
    back = _solve(_reversed(path), frequency_mhz, time_ratio).loss_db
    assert back == pytest.approx(there, abs=1e-6)


@given(_paths(), _frequencies)
@settings(max_examples=100, deadline=None)
def test_the_loss_that_is_not_exceeded_grows_with_the_share_of_the_time(
    path: Path, frequency_mhz: float
) -> None:
    found = [_solve(path, frequency_mhz, ratio) for ratio in TIMES]
    # On profiles of a few points rays that bend more can diffract worse: the smooth
    # path is then too coarse for its Bullington loss, and eq (41) runs backwards.
    bent = found[0].diffraction
    assume(bent.anomalous.ld_db <= bent.median.ld_db)
    assert np.all(np.diff([each.loss_db for each in found]) >= -1e-9)


@given(_paths(), _frequencies, st.sampled_from(TIMES))
@settings(max_examples=100, deadline=None)
def test_nothing_loses_less_than_line_of_sight_with_its_enhancements(
    path: Path, frequency_mhz: float, time_ratio: float
) -> None:
    found = _solve(path, frequency_mhz, time_ratio)
    assert found.loss_db >= found.line_of_sight.lb0p_db
    assert np.isfinite(found.loss_db)


@given(_paths(), st.floats(0, 20), st.floats(0.01, 0.99))
@settings(max_examples=100, deadline=None)
def test_half_of_the_locations_or_no_variability_leave_the_loss(
    path: Path, deviation_db: float, ratio: float
) -> None:
    plain_db = _solve(path).loss_db
    for locations in (Locations(0.5, deviation_db), Locations(ratio, 0)):
        found = _solve(path, locations=locations)
        assert found.loss_db == pytest.approx(plain_db, abs=1e-7)


@given(st.floats(0, 300), st.floats(0.1, 100), _frequencies)
def test_field_strength_falls_as_loss_rises(
    loss_db: float, more_db: float, frequency_mhz: float
) -> None:
    before, after = (
        field_strength_dbuv_m(db, frequency_mhz=frequency_mhz)
        for db in (loss_db, loss_db + more_db)
    )
    assert before - after == pytest.approx(more_db)


def test_ten_times_the_power_makes_ten_decibels_more_field() -> None:
    one, ten = (
        field_strength_dbuv_m(120, frequency_mhz=600, radiated_power_dbm=power)
        for power in (60.0, 70.0)
    )
    assert ten - one == pytest.approx(10)
    # Eq (70): 199.36 + 20 lg 0.6 - 120.
    assert one == pytest.approx(74.923, abs=1e-3)


def _flat(
    length_km: float, zones: list[int] | None = None, height_m: float = 30.0
) -> Path:
    points = 101 if zones is None else len(zones)
    d, zeros = np.linspace(0, length_km, points), np.zeros(points)
    codes = None if zones is None else np.array(zones)
    return Path(d, zeros, zeros, height_m, 10, codes)


def test_borders_between_zones_lie_half_way() -> None:
    mix = zone_mix(_flat(10, [4, 4, 3, 3, 1, 1, 1, 4, 3, 4, 4]))
    assert mix.sea_ratio == pytest.approx(0.3)
    # 0 to 3.5 and 6.5 to 10; inland 0 to 1.5 and 8.5 to 10.
    assert mix.longest_land_km == pytest.approx(3.5)
    assert mix.longest_inland_km == pytest.approx(1.5)
    assert mix.transmitter_coast_km == pytest.approx(3.5)
    assert mix.receiver_coast_km == pytest.approx(3.5)


def test_a_path_without_zones_is_inland() -> None:
    everywhere = _flat(80, [Zone.INLAND] * 101)
    assert zone_mix(everywhere) == zone_mix(_flat(80))
    assert zone_mix(_flat(80)).transmitter_coast_km == np.inf


def test_a_path_over_the_sea_has_no_land() -> None:
    mix = zone_mix(_flat(80, [Zone.SEA] * 9))
    assert mix.sea_ratio == pytest.approx(1)
    assert mix.longest_land_km == mix.longest_inland_km == 0
    assert mix.transmitter_coast_km == mix.receiver_coast_km == 0


@pytest.mark.parametrize(
    ("latitude_deg", "percent"),
    # Over sea mu1 = 1: 10^(1.67 - 0.015 phi), and 4.17 near the poles.
    [(0, 46.774), (20, 23.442), (-20, 23.442), (70, 4.169), (70.001, 4.17), (90, 4.17)],
)
def test_ducts_over_sea_become_rarer_towards_the_poles(
    latitude_deg: float, percent: float
) -> None:
    found = duct_incidence_percent(latitude_deg, longest_land_km=0, longest_inland_km=0)
    assert found == pytest.approx(percent, abs=1e-3)


def test_far_inland_near_the_pole_both_factors_shrink_alike() -> None:
    # tau = 1: mu1 = (10^(-300/9.4) + 10^-4.25)^0.2, beta0 = 4.17 mu1^1.3.
    found = duct_incidence_percent(75, longest_land_km=300, longest_inland_km=300)
    assert found == pytest.approx(4.17 * 10 ** (-0.85 * 1.3), rel=1e-9)


def test_the_middle_of_a_meridian_is_half_way_between_the_latitudes() -> None:
    length_km = np.radians(2) * 6371
    found = centre_latitude_deg((105, 21), (105, 23), length_km=length_km)
    assert found == pytest.approx(22)
    north = centre_latitude_deg((105, 60), (115, 60), length_km=550)
    assert north > 60


def test_antennas_at_the_shore_reach_the_duct_over_the_sea_better() -> None:
    sea = [4] + [1] * 99 + [4]
    at_shore = _solve(_flat(200, sea), transmitter_coast_km=0)
    inland = _solve(_flat(200, sea), transmitter_coast_km=50)
    gain_db = inland.ducting.coupling_db - at_shore.ducting.coupling_db
    # Eq (49) at 0 km and an antenna of 30 m.
    assert gain_db == pytest.approx(3 * (1 + np.tanh(0.07 * 20)))
    read = _solve(_flat(200, sea))
    assert read.geometry.mix.transmitter_coast_km == pytest.approx(1)


def test_a_terminal_at_sea_is_at_the_coast_whatever_is_given() -> None:
    found = _solve(_flat(200, [1] * 101), transmitter_coast_km=500)
    assert found.geometry.mix.transmitter_coast_km == 0


def test_a_hill_before_the_antenna_shields_it_from_ducts() -> None:
    path = _flat(100, [4] * 101)
    terrain_m = np.where(np.arange(101) == 2, 200.0, 0.0)
    hidden, open_ = _solve(replace(path, terrain_m=terrain_m)), _solve(path)
    angle_mrad = hidden.geometry.horizons.theta_t_mrad - 0.1 * 2
    # Eq (48) for a horizon at 2 km.
    shield_db = 20 * np.log10(1 + 0.361 * angle_mrad * np.sqrt(0.9 * 2))
    shield_db += 0.264 * angle_mrad * 0.9 ** (1 / 3)
    seen, bare = hidden.geometry.horizons, open_.geometry.horizons
    horizons_db = 20 * np.log10(
        (seen.dlt_km + seen.dlr_km) / (bare.dlt_km + bare.dlr_km)
    )
    more_db = hidden.ducting.coupling_db - open_.ducting.coupling_db
    assert angle_mrad > 50
    assert more_db == pytest.approx(shield_db + horizons_db)


def test_rough_ground_between_the_horizons_breaks_ducts() -> None:
    d = np.linspace(0, 200, 201)
    bumps = np.where((d > 60) & (d < 140), 60.0 * (np.arange(201) % 2), 0.0)
    smooth = _flat(200, [1] * 50 + [3] * 101 + [1] * 50)
    rough = replace(smooth, terrain_m=bumps)
    found = _solve(rough)
    assert found.geometry.ducting_heights.hm_m > 10
    assert found.ducting.beta_percent < _solve(smooth).ducting.beta_percent


def test_more_vapour_scatters_more() -> None:
    humid = replace(AIR, surface_refractivity_n=370)
    less_db = _solve(_flat(300)).lbs_db - _solve(_flat(300), atmosphere=humid).lbs_db
    assert less_db == pytest.approx(0.15 * 20)


@pytest.mark.parametrize("length_km", [5.0, 20.0, 60.0, 150.0])
@pytest.mark.parametrize("frequency_mhz", [95.3, 900.0, 6_000.0])
def test_the_closed_form_of_the_smooth_path_agrees_with_a_dense_profile(
    length_km: float, frequency_mhz: float
) -> None:
    d = np.linspace(0, length_km, 20_001)
    path = Path(d, np.zeros_like(d), np.zeros_like(d), 30, 10)
    profile, closed = (
        _solve(path, frequency_mhz, smooth_method=method).diffraction.median
        for method in SmoothMethod
    )
    assert closed.lbulls_db == pytest.approx(profile.lbulls_db, abs=1e-3)
    assert closed.lbulla_db == profile.lbulla_db


def test_polarisation_matters_little_over_land_and_much_over_sea() -> None:
    def gap_db(zones: list[int]) -> float:
        horizontal, vertical = (
            _solve(_flat(100, zones), 30.0, polarisation=way).diffraction.ldp_db
            for way in Polarisation
        )
        return horizontal - vertical

    assert gap_db([1] * 101) > gap_db([4] * 101) + 5


@given(st.floats(1e-6, 1 - 1e-6))
def test_the_inverse_of_the_normal_distribution_is_good_to_half_a_thousandth(
    probability: float,
) -> None:
    exact = NormalDist().inv_cdf(1 - probability)
    # The bound that Attachment 2 gives.
    assert inverse_normal(probability) == pytest.approx(exact, abs=5.4e-4)


def test_location_variability_vanishes_ten_metres_above_the_clutter() -> None:
    def deviation_db(receiver_height_m: float) -> float:
        return location_deviation_db(
            frequency_mhz=1_000,
            resolution_m=100,
            receiver_height_m=receiver_height_m,
            clutter_m=10,
        )

    # (0.52 + 0.024) 100^0.28.
    assert deviation_db(1.5) == pytest.approx(1.9751, abs=1e-4)
    assert deviation_db(15) == pytest.approx(deviation_db(1.5) / 2)
    assert deviation_db(20) == deviation_db(30) == 0


def test_a_receiver_at_sea_sees_no_location_variability_outdoors() -> None:
    locations = Locations(ratio=0.95, deviation_db=5.5)
    at_sea = _flat(50, [4] * 50 + [1] * 51)
    on_land = _flat(50, [1] * 51 + [4] * 50)
    assert _solve(at_sea, locations=locations).loss_db == _solve(at_sea).loss_db
    more_db = _solve(on_land, locations=locations).loss_db - _solve(on_land).loss_db
    # The 95th percentile of the normal distribution.
    assert more_db == pytest.approx(1.645 * 5.5, abs=0.01)


def test_building_entry_adds_its_median_and_its_spread() -> None:
    indoors = Locations(0.9, 3, building_entry_db=12, building_entry_deviation_db=4)
    more_db = _solve(_flat(50), locations=indoors).loss_db - _solve(_flat(50)).loss_db
    # Deviations of 3 and 4 dB make 5 dB.
    assert more_db == pytest.approx(12 + 1.2816 * 5, abs=0.01)


def test_a_favourable_location_is_no_better_than_line_of_sight() -> None:
    lucky = _solve(_flat(5), locations=Locations(ratio=0.01, deviation_db=10))
    assert lucky.loss_db == lucky.line_of_sight.lb0p_db


def test_notes_where_the_accuracy_is_not_known() -> None:
    assert _solve(_flat(20)).notes == ()
    far = Atmosphere(85, 120, 230)
    words = [str(note) for note in _solve(_flat(20), atmosphere=far).notes]
    assert len(words) == 3
    assert "85" in words[0]
    assert "230" in words[1]
    assert "120" in words[2]


def test_survives_the_tallest_terrain_and_the_longest_path() -> None:
    rng = np.random.default_rng(1)
    path = replace(_flat(3_000), terrain_m=rng.uniform(-500, 9_000, 101))
    for frequency_mhz in (30.0, 6_000.0):
        assert np.isfinite(_solve(path, frequency_mhz, 0.01).loss_db)


@pytest.mark.parametrize("time_ratio", [0.0099, 0.51, float("nan")])
def test_refuses_shares_of_the_time_outside_the_recommendation(
    time_ratio: float,
) -> None:
    with pytest.raises(OutOfRangeError, match="time_ratio"):
        _solve(_flat(20), time_ratio=time_ratio)


@pytest.mark.parametrize("frequency_mhz", [29.9, 6_000.1, float("nan")])
def test_refuses_frequencies_that_are_not_covered(frequency_mhz: float) -> None:
    with pytest.raises(OutOfRangeError, match="frequency"):
        _solve(_flat(20), frequency_mhz)


def test_refuses_air_that_is_not_on_earth() -> None:
    for values in ((91, 50, 350), (20, -1, 350), (20, 151, 350), (20, 50, 100)):
        with pytest.raises(OutOfRangeError):
            Atmosphere(*values)


def test_refuses_shares_of_the_locations_that_are_not_covered() -> None:
    for ratio in (0.0, 0.009, 0.995, float("nan")):
        with pytest.raises(OutOfRangeError, match="location"):
            Locations(ratio)
    with pytest.raises(OutOfRangeError, match="deviation"):
        Locations(deviation_db=-1)


def test_refuses_a_coast_behind_the_antenna() -> None:
    with pytest.raises(OutOfRangeError, match="coast"):
        _solve(_flat(20), receiver_coast_km=-1)


@pytest.mark.parametrize("code", [0, 2, 5, 3.5, float("nan")])
def test_refuses_zones_that_do_not_exist(code: float) -> None:
    d = np.linspace(0, 20, 6)
    with pytest.raises(OutOfRangeError, match="zones"):
        Path(d, d * 0, d * 0, 10, 10, np.array([4, 4, code, 4, 4, 4]))
    with pytest.raises(OutOfRangeError, match="one value per point"):
        Path(d, d * 0, d * 0, 10, 10, np.array([4, 4]))


def test_refuses_heights_that_are_not_on_earth_and_gaps_in_distances() -> None:
    d = np.linspace(0, 20, 6)
    with pytest.raises(OutOfRangeError, match="terrain"):
        Path(d, d + 9_000, d * 0, 10, 10)
    with pytest.raises(OutOfRangeError, match="clutter"):
        Path(d, d * 0, d - 10, 10, 10)
    with pytest.raises(OutOfRangeError, match="increase"):
        Path(np.where(d == 8, np.nan, d), d * 0, d * 0, 10, 10)
