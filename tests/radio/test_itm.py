"""The Irregular Terrain Model against the values of its authors, and its laws."""

import csv
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hatangso.errors import OutOfRangeError
from hatangso.radio.itm import (
    PropagationMode,
    TerrainLoss,
    area_loss,
    point_to_point_loss,
)
from hatangso.radio.itm_attenuation import Radio, reference_attenuation_db
from hatangso.radio.itm_cautions import Caution
from hatangso.radio.itm_inputs import (
    AVERAGE_GROUND,
    FRESH_WATER,
    POOR_GROUND,
    SEA_WATER,
    Area,
    Climate,
    Conditions,
    Ground,
    Siting,
    TerrainProfile,
    Variability,
    VariabilityMode,
)
from hatangso.radio.itm_terrain import Terminals, _roughness_m
from hatangso.radio.itm_variability import Spread, deviate, varied_attenuation_db
from hatangso.radio.itu_p1812 import Polarisation

GOLDEN = Path(__file__).parent.parent / "golden" / "ntia_itm"
POLARISATIONS = (Polarisation.HORIZONTAL, Polarisation.VERTICAL)
TEMPERATE = Conditions(3500, 301, Climate.CONTINENTAL_TEMPERATE)
SMOOTH = Conditions(
    10_000, 301, Climate.CONTINENTAL_TEMPERATE, ground=Ground(15, 0.005)
)


def _rows(name: str) -> list[dict[str, str]]:
    with (GOLDEN / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _profiles() -> list[list[float]]:
    with (GOLDEN / "pfls.csv").open(encoding="utf-8") as file:
        return [[float(cell) for cell in row] for row in csv.reader(file)]


def _conditions(row: dict[str, str]) -> Conditions:
    return Conditions(
        frequency_mhz=float(row["f__mhz"]),
        refractivity_n=float(row["N_0"]),
        climate=Climate(int(row["climate"])),
        polarisation=POLARISATIONS[int(row["pol"])],
        ground=Ground(float(row["epsilon"]), float(row["sigma"])),
    )


def _variability(row: dict[str, str]) -> Variability:
    return Variability.of_code(
        int(row["mdvar"]),
        time_ratio=float(row["time"]) / 100,
        location_ratio=float(row["location"]) / 100,
        situation_ratio=float(row["situation"]) / 100,
    )


@pytest.mark.parametrize("number", range(5))
def test_matches_the_point_to_point_cases_of_the_authors(number: int) -> None:
    row, (_, step_m, *heights_m) = _rows("p2p.csv")[number], _profiles()[number]
    profile = TerrainProfile(
        np.array(heights_m),
        step_m,
        float(row["h_tx__meter"]),
        float(row["h_rx__meter"]),
    )
    found = point_to_point_loss(profile, _conditions(row), _variability(row))
    # The file is rounded to two digits.
    assert found.loss_db == pytest.approx(float(row["A__db"]), abs=0.0051)


@pytest.mark.parametrize("row", _rows("area.csv"), ids=lambda row: row["f__mhz"])
def test_matches_the_area_cases_of_the_authors(row: dict[str, str]) -> None:
    sitings = tuple(Siting)
    area = Area(
        float(row["d__km"]) * 1000,
        float(row["delta_h__meter"]),
        float(row["h_tx__meter"]),
        float(row["h_rx__meter"]),
        sitings[int(row["tx_siting_criteria"])],
        sitings[int(row["rx_siting_criteria"])],
    )
    found = area_loss(area, _conditions(row), _variability(row))
    # The file is rounded to one digit.
    assert found.loss_db == pytest.approx(float(row["A__db"]), abs=0.051)


# Printed by the driver of NTIA/itm, in areacr_tbl: 3 m antennas over smooth land at
# 10 GHz, 90 % of time and locations, broadcast.
CONFIDENCES = (0.5, 0.75, 0.9)
OVER_SMOOTH_LAND = {
    10: (147.0, 151.7, 155.9),
    20: (174.9, 179.2, 183.1),
    30: (198.7, 202.9, 206.7),
    40: (213.0, 217.3, 221.0),
    50: (215.8, 220.0, 223.8),
    70: (220.1, 224.4, 228.1),
    100: (224.8, 229.0, 232.7),
    200: (234.6, 238.5, 241.9),
    300: (243.6, 247.2, 250.4),
    500: (260.0, 263.5, 266.6),
    700: (274.8, 278.3, 281.4),
    1000: (295.6, 299.1, 302.2),
}


@pytest.mark.parametrize("distance_km", OVER_SMOOTH_LAND)
def test_matches_the_table_over_smooth_land(distance_km: int) -> None:
    area = Area(distance_km * 1000, 0, 3, 3)
    losses_db = [
        area_loss(area, SMOOTH, Variability(0.9, 0.9, confidence)).loss_db
        for confidence in CONFIDENCES
    ]
    assert losses_db == pytest.approx(OVER_SMOOTH_LAND[distance_km], abs=0.051)


def test_matches_the_intermediates_of_a_printed_area() -> None:
    # areatls of the driver of NTIA/itm.
    found = area_loss(Area(10_000, 20, 15, 3), TEMPERATE, Variability.of_code(
        1, time_ratio=0.5, location_ratio=0.5, situation_ratio=0.5
    ))  # fmt: skip
    assert found.loss_db == pytest.approx(134.5, abs=0.051)
    assert found.free_space_db == pytest.approx(123.3, abs=0.051)
    assert found.reference_db == pytest.approx(11.2, abs=0.051)
    assert found.horizon_distance_m == pytest.approx((14_722, 6_206), abs=0.51)
    assert found.horizon_angle_rad == pytest.approx((-1.811e-3, -0.567e-3), abs=6e-7)
    assert found.mode is PropagationMode.LINE_OF_SIGHT
    assert found.is_clear is None


def _mesa() -> TerrainProfile:
    """Return the profile of the example p2pcr_tbl of NTIA/itm: it rises by a metre."""
    runs = (
        (1692, 2), (1693, 6), (1694, 9), (1695, 8), (1696, 6), (1697, 10), (1698, 10),
        (1699, 6), (1700, 7), (1701, 6), (1702, 8), (1703, 9), (1704, 8), (1705, 10),
        (1706, 9), (1707, 7), (1708, 8), (1709, 5), (1710, 8), (1709, 1),
    )  # fmt: skip
    heights_m = np.repeat(*np.array(runs, dtype=int).T).astype(float)
    return TerrainProfile(heights_m, 25.6, 15, 3)


@pytest.mark.parametrize(
    ("reliability", "expected_db"),
    [
        (0.10, (110.9, 117.2, 129.1)),
        (0.65, (110.9, 117.4, 129.2)),
        (0.90, (110.9, 117.5, 129.3)),
    ],
)
def test_matches_the_table_along_a_printed_profile(
    reliability: float, expected_db: tuple[float, ...]
) -> None:
    mode = VariabilityMode.ACCIDENTAL
    losses_db = [
        point_to_point_loss(
            _mesa(), TEMPERATE, Variability(reliability, reliability, confidence, mode)
        ).loss_db
        for confidence in (0.1, 0.6, 0.9)
    ]
    assert losses_db == pytest.approx(expected_db, abs=0.051)


def test_matches_the_intermediates_of_a_printed_profile() -> None:
    found = point_to_point_loss(_mesa(), TEMPERATE)
    assert found.distance_m == pytest.approx(3_635, abs=0.51)
    assert found.horizon_angle_rad == pytest.approx((-1.949e-3, -0.856e-3), abs=6e-7)
    assert found.horizon_distance_m == pytest.approx((14_868, 6_494), abs=0.51)
    assert found.effective_height_m == pytest.approx((15, 3), abs=0.051)
    assert found.refractivity_n == pytest.approx(251.5, abs=0.051)
    assert found.roughness_m == pytest.approx(3.2, abs=0.051)
    assert found.reference_db == 0
    assert found.is_clear


# Values of the tests that come with NTIA/itm, of single functions.
@pytest.mark.parametrize(
    ("distance_m", "expected_db"),
    [
        (10e3, 4.2910433148599818),
        (25e3, 23.008174136481173),
        (10e6 + 1, 10257.44380116946),
    ],
)
def test_matches_single_reference_attenuations(
    distance_m: float, expected_db: float
) -> None:
    radio = Radio(3500.0, 7860e3, 252.0, 0.2 + 0j)
    ends = Terminals(
        height_m=(15.0, 5.0),
        effective_m=(15.0, 5.0),
        horizon_m=(15e3, 7e3),
        angle_rad=(-1.9, -0.8),
        roughness_m=3.5,
        is_clear=True,
        added_m2=10.0,
    )
    found_db, _ = reference_attenuation_db(radio, ends, distance_m)
    assert found_db == pytest.approx(expected_db, rel=1e-12)


@pytest.mark.parametrize(
    ("climate", "mode", "has_location", "has_situation", "expected_db"),
    [
        (1, 3, True, True, 62.258514685008194),
        (2, 3, True, True, 62.172817403455056),
        (3, 3, True, True, 62.180947861894204),
        (4, 3, True, True, 62.285710999957999),
        (5, 3, True, True, 62.148868476830557),
        (6, 3, True, True, 62.202217322742925),
        (7, 3, True, True, 62.171720116596696),
        (1, 0, True, True, 65.983366483245064),
        (1, 1, True, True, 65.975212768420008),
        (1, 2, True, True, 54.938699908329184),
        (1, 3, False, True, 59.833829899214862),
        (1, 3, True, False, 53.043626273213889),
    ],
)
def test_matches_single_variabilities(
    *,
    climate: int,
    mode: int,
    has_location: bool,
    has_situation: bool,
    expected_db: float,
) -> None:
    radio = Radio(3500.0, 8_000e3, 301.0, 0.2 + 0j)
    ends = Terminals(
        height_m=(1.0, 1.0),
        effective_m=(100.0, 100.0),
        horizon_m=(1.0, 1.0),
        angle_rad=(0.0, 0.0),
        roughness_m=10.0,
        is_clear=True,
        added_m2=10.0,
    )
    z = [deviate(ratio) for ratio in (0.3, 0.6, 0.9)]
    spread = Spread(z[0], z[1], z[2], mode, has_location, has_situation)
    found_db = varied_attenuation_db(50.0, radio, ends, 10e3, climate, spread)
    assert found_db == pytest.approx(expected_db, rel=1e-12)


def test_matches_single_roughnesses() -> None:
    short_m = np.array([100.0, *[1.0] * 8, 100.0])
    assert _roughness_m(short_m, 10.0, 10.0, 90.0) == pytest.approx(130.80086741994160)
    assert _roughness_m(short_m, 10.0, 15.0, 85.0) == pytest.approx(41.639683828192240)
    assert _roughness_m(short_m, 10.0, 40.0, 50.0) == 0


@pytest.mark.parametrize(("ratio", "z"), [(0.1, 1.28155), (0.5, 0), (0.99, -2.32635)])
def test_deviates_are_good_to_half_a_thousandth(ratio: float, z: float) -> None:
    assert deviate(ratio) == pytest.approx(z, abs=4.5e-4)


# Laws.

ratios = st.floats(0.001, 0.999)
grounds = st.sampled_from([AVERAGE_GROUND, POOR_GROUND, FRESH_WATER, SEA_WATER])
conditions_of_any_kind = st.builds(
    Conditions,
    frequency_mhz=st.floats(20, 20_000),
    refractivity_n=st.floats(250, 400),
    climate=st.sampled_from(Climate),
    polarisation=st.sampled_from(POLARISATIONS),
    ground=grounds,
)
variabilities = st.builds(
    Variability,
    time_ratio=ratios,
    location_ratio=ratios,
    situation_ratio=ratios,
    mode=st.sampled_from(VariabilityMode),
    has_location=st.booleans(),
    has_situation=st.booleans(),
)
antenna_heights_m = st.floats(0.5, 3_000)


@st.composite
def profiles(draw: st.DrawFn) -> TerrainProfile:
    seed, points = draw(st.integers(0, 10_000)), draw(st.integers(2, 300))
    rng = np.random.default_rng(seed)
    rough = np.cumsum(rng.standard_normal(points)) * draw(st.floats(0, 30))
    heights_m = 1_000 + np.clip(rough, -900, 3_000)
    return TerrainProfile(
        heights_m,
        draw(st.floats(20, 2_000)),
        draw(antenna_heights_m),
        draw(antenna_heights_m),
    )


areas = st.builds(
    Area,
    distance_m=st.floats(1_000, 2_000e3),
    roughness_m=st.floats(0, 1_000),
    transmitter_height_m=antenna_heights_m,
    receiver_height_m=antenna_heights_m,
    transmitter_siting=st.sampled_from(Siting),
    receiver_siting=st.sampled_from(Siting),
)


def _is_sound(found: TerrainLoss) -> bool:
    numbers = [
        found.loss_db,
        found.free_space_db,
        found.reference_db,
        found.roughness_m,
        *found.effective_height_m,
        *found.horizon_distance_m,
        *found.horizon_angle_rad,
    ]
    return bool(np.all(np.isfinite(numbers))) and found.reference_db >= 0


@settings(max_examples=200, deadline=None)
@given(profiles(), conditions_of_any_kind, variabilities)
def test_every_path_has_a_finite_loss(
    profile: TerrainProfile, conditions: Conditions, variability: Variability
) -> None:
    try:
        found = point_to_point_loss(profile, conditions, variability)
    except OutOfRangeError:
        assume(conditions.ground != SEA_WATER)
        raise
    assert _is_sound(found)
    assert min(found.effective_height_m) >= 0.5


@settings(max_examples=200, deadline=None)
@given(areas, conditions_of_any_kind, variabilities)
def test_every_area_has_a_finite_loss(
    area: Area, conditions: Conditions, variability: Variability
) -> None:
    assert _is_sound(area_loss(area, conditions, variability))


def test_refuses_a_horizon_right_before_an_antenna_on_the_sea() -> None:
    profile = TerrainProfile(np.array([0.0, 0, 1.5, 1.5, 0.5]), 20, 1, 1)
    conditions = Conditions(20, 301, Climate.EQUATORIAL, ground=SEA_WATER)
    with pytest.raises(OutOfRangeError):
        point_to_point_loss(profile, conditions)


def _is_cut_at_a_point(profile: TerrainProfile, found: TerrainLoss) -> bool:
    """Return whether the last digit decides which points belong to a part."""
    steps = len(profile.elevation_m) - 1
    horizons = np.array(found.horizon_distance_m) / profile.step_m
    if found.is_clear:
        horizons = np.full(2, float(steps))
    heights_m = np.array([profile.transmitter_height_m, profile.receiver_height_m])
    cuts = np.minimum(15 * heights_m / profile.step_m, 0.1 * horizons)
    places = np.array([*cuts, *(0.9 * horizons), 0.1 * (steps - cuts.sum() + 8)])
    return bool(np.any(np.abs(places - np.round(places)) < 1e-6))


@settings(max_examples=150, deadline=None)
@given(profiles(), conditions_of_any_kind, variabilities)
def test_both_directions_of_a_path_have_the_same_loss(
    profile: TerrainProfile, conditions: Conditions, variability: Variability
) -> None:
    assume(conditions.ground != SEA_WATER)
    there = point_to_point_loss(profile, conditions, variability)
    assume(not _is_cut_at_a_point(profile, there))
    mirrored = TerrainProfile(
        profile.elevation_m[::-1],
        profile.step_m,
        profile.receiver_height_m,
        profile.transmitter_height_m,
    )
    back = point_to_point_loss(mirrored, conditions, variability)
    assert back.loss_db == pytest.approx(there.loss_db, abs=1e-5)


@settings(max_examples=150, deadline=None)
@given(areas, conditions_of_any_kind, st.lists(ratios, min_size=4, max_size=4))
def test_asking_for_more_time_places_or_confidence_never_lowers_the_loss(
    area: Area, conditions: Conditions, shares: list[float]
) -> None:
    time, location, situation, other = shares
    low, high = sorted((time, other))
    for first, second in (
        ((low, location, situation), (high, location, situation)),
        ((location, low, situation), (location, high, situation)),
        ((location, situation, low), (location, situation, high)),
    ):
        smaller_db = area_loss(area, conditions, Variability(*first)).loss_db
        greater_db = area_loss(area, conditions, Variability(*second)).loss_db
        assert greater_db >= smaller_db - 1e-9


@settings(max_examples=100, deadline=None)
@given(areas, conditions_of_any_kind)
def test_the_pieces_of_the_curve_meet(area: Area, conditions: Conditions) -> None:
    found = area_loss(area, conditions)
    earth_m = found.earth_radius_m
    smooth_m = sum(np.sqrt(2 * h * earth_m) for h in found.effective_height_m)
    just_before, just_after = (
        area_loss(
            Area(
                smooth_m * factor,
                area.roughness_m,
                area.transmitter_height_m,
                area.receiver_height_m,
                area.transmitter_siting,
                area.receiver_siting,
            ),
            conditions,
        )
        for factor in (1 - 1e-9, 1 + 1e-9)
    )
    assert just_before.mode is PropagationMode.LINE_OF_SIGHT
    assert just_after.mode is not PropagationMode.LINE_OF_SIGHT
    assert just_after.reference_db == pytest.approx(just_before.reference_db, abs=1e-3)


def test_a_path_passes_through_all_three_pieces() -> None:
    conditions = Conditions(900, 350, Climate.EQUATORIAL)
    found = [
        area_loss(Area(d, 90, 30, 1.5), conditions)
        for d in np.geomspace(1e3, 500e3, 200)
    ]
    assert list(dict.fromkeys(item.mode for item in found)) == list(PropagationMode)
    losses_db = [item.free_space_db + item.reference_db for item in found]
    assert all(near <= far for near, far in pairwise(losses_db))


def test_a_folded_variation_takes_the_share_of_another() -> None:
    area, conditions = Area(30e3, 90, 30, 1.5), Conditions(900, 350, Climate.EQUATORIAL)

    def loss_db(mode: VariabilityMode, *shares: float) -> float:
        time, location, situation = shares
        variability = Variability(time, location, situation, mode)
        return area_loss(area, conditions, variability).loss_db

    single = VariabilityMode.SINGLE_MESSAGE
    assert loss_db(single, 0.1, 0.2, 0.7) == loss_db(single, 0.9, 0.8, 0.7)
    accidental = VariabilityMode.ACCIDENTAL
    assert loss_db(accidental, 0.4, 0.1, 0.7) == loss_db(accidental, 0.4, 0.9, 0.7)
    mobile = VariabilityMode.MOBILE
    assert loss_db(mobile, 0.4, 0.1, 0.7) == loss_db(mobile, 0.4, 0.9, 0.7)


def test_a_vertical_wave_clings_to_the_sea() -> None:
    def loss_db(polarisation: Polarisation) -> float:
        conditions = Conditions(
            30, 350, Climate.MARITIME_SUBTROPICAL, polarisation, SEA_WATER
        )
        return area_loss(Area(60e3, 0, 5, 5), conditions).loss_db

    vertical_db, horizontal_db = (
        loss_db(Polarisation.VERTICAL),
        loss_db(Polarisation.HORIZONTAL),
    )
    assert vertical_db < horizontal_db - 20


def test_a_hill_close_by_blocks_although_the_piece_is_that_of_sight() -> None:
    heights_m = np.zeros(101)
    heights_m[50] = 100
    conditions = Conditions(900, 350, Climate.EQUATORIAL)
    found = point_to_point_loss(TerrainProfile(heights_m, 30, 30, 1.5), conditions)
    assert found.mode is PropagationMode.LINE_OF_SIGHT
    assert found.is_clear is False
    plain = point_to_point_loss(TerrainProfile(0 * heights_m, 30, 30, 1.5), conditions)
    assert plain.is_clear is True
    assert found.reference_db > plain.reference_db + 5


def test_height_thins_the_air() -> None:
    found = point_to_point_loss(
        TerrainProfile(np.full(50, 946.0), 100, 30, 1.5),
        Conditions(900, 300, Climate.EQUATORIAL),
    )
    # A tenth of the scale height.
    assert found.refractivity_n == pytest.approx(300 * np.exp(-0.1))
    assert found.cautions == ()


# Hostile input.


@pytest.mark.parametrize(
    ("elevation_m", "step_m", "transmitter_m", "receiver_m"),
    [
        ([0.0], 30, 30, 1.5),
        ([], 30, 30, 1.5),
        ([0.0, np.nan, 0.0], 30, 30, 1.5),
        ([0.0, np.inf, 0.0], 30, 30, 1.5),
        ([0.0, 0.0, 0.0], 0, 30, 1.5),
        ([0.0, 0.0, 0.0], -30, 30, 1.5),
        ([0.0, 0.0, 0.0], np.nan, 30, 1.5),
        ([0.0, 0.0, 0.0], 30, 0.49, 1.5),
        ([0.0, 0.0, 0.0], 30, 30, 3_001),
    ],
)
def test_refuses_profiles_outside_the_model(
    elevation_m: list[float], step_m: float, transmitter_m: float, receiver_m: float
) -> None:
    with pytest.raises(OutOfRangeError):
        TerrainProfile(np.array(elevation_m), step_m, transmitter_m, receiver_m)


@pytest.mark.parametrize(
    ("frequency_mhz", "refractivity_n", "climate"),
    [(19.9, 301, 5), (20_001, 301, 5), (900, 249, 5), (900, 401, 5), (900, 301, 8)],
)
def test_refuses_conditions_outside_the_model(
    frequency_mhz: float, refractivity_n: float, climate: int
) -> None:
    with pytest.raises(OutOfRangeError):
        Conditions(frequency_mhz, refractivity_n, climate)  # type: ignore[arg-type]


@pytest.mark.parametrize("code", [-1, 4, 9, 14, 19, 24, 29, 34, 40])
def test_refuses_codes_that_name_no_variability(code: int) -> None:
    with pytest.raises(OutOfRangeError):
        Variability.of_code(
            code, time_ratio=0.5, location_ratio=0.5, situation_ratio=0.5
        )


@pytest.mark.parametrize("code", [*range(4), *range(10, 14), *range(20, 24), 30, 33])
def test_reads_all_codes_of_the_variability(code: int) -> None:
    found = Variability.of_code(
        code, time_ratio=0.5, location_ratio=0.5, situation_ratio=0.5
    )
    written = (
        found.mode + 10 * (not found.has_location) + 20 * (not found.has_situation)
    )
    assert written == code


@pytest.mark.parametrize("share", [0, 1, -0.1, np.nan])
def test_refuses_shares_without_a_quantile(share: float) -> None:
    with pytest.raises(OutOfRangeError):
        Variability(time_ratio=share)


def test_refuses_ground_that_is_no_ground() -> None:
    with pytest.raises(OutOfRangeError):
        Ground(0.9, 0.005)
    with pytest.raises(OutOfRangeError):
        Ground(15, 0)
    # Nothing but a reactance.
    vacuum = Conditions(
        900, 301, Climate.DESERT, Polarisation.HORIZONTAL, Ground(1, 0.005)
    )
    with pytest.raises(OutOfRangeError):
        area_loss(Area(10e3, 90, 30, 1.5), vacuum)


def test_refuses_air_that_is_too_thin_or_too_thick() -> None:
    for refractivity_n, ground_m in ((400, -400.0), (250, 5_000.0)):
        conditions = Conditions(900, refractivity_n, Climate.EQUATORIAL)
        profile = TerrainProfile(np.full(9, ground_m), 500, 30, 1.5)
        with pytest.raises(OutOfRangeError):
            point_to_point_loss(profile, conditions)


@pytest.mark.parametrize("bad", [0.0, -1.0, np.nan, np.inf])
def test_refuses_areas_without_a_distance(bad: float) -> None:
    with pytest.raises(OutOfRangeError):
        Area(bad, 90, 30, 1.5)


def test_warns_where_the_model_was_not_validated() -> None:
    conditions = Conditions(15_000, 301, Climate.DESERT)
    found = area_loss(
        Area(500, 0, 1_500, 0.6), conditions, Variability(time_ratio=0.9995)
    )
    assert found.cautions == (
        Caution.TRANSMITTER_HEIGHT,
        Caution.RECEIVER_HEIGHT,
        Caution.FREQUENCY,
        Caution.SHORT_PATH,
        Caution.STEEP_PATH,
        Caution.RARE_SHARE,
    )
    far = area_loss(Area(2_500e3, 0, 30, 30), Conditions(900, 301, Climate.DESERT))
    assert far.cautions == (Caution.LONG_PATH, Caution.VERY_LONG_PATH)


def test_warns_of_steep_and_near_horizons() -> None:
    heights_m = np.zeros(101)
    heights_m[1] = 300
    found = point_to_point_loss(
        TerrainProfile(heights_m, 100, 10, 10), Conditions(900, 301, Climate.DESERT)
    )
    assert found.cautions == (
        Caution.TRANSMITTER_HORIZON_ANGLE,
        Caution.TRANSMITTER_HORIZON_DISTANCE,
    )
