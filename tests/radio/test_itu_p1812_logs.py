"""Rec. ITU-R P.1812-8 against its witnesses: every row of every log."""

import csv
from collections.abc import Callable
from functools import cache
from pathlib import Path as FilePath

import numpy as np
import pytest

from hatangso.radio.itu_p1812 import (
    Atmosphere,
    Locations,
    Path,
    Polarisation,
    TransmissionLoss,
    centre_latitude_deg,
    field_strength_dbuv_m,
    median_loss,
    transmission_loss,
)

GOLDEN = FilePath(__file__).parent.parent / "golden" / "itu_p1812"
FINALS = ("Lbc (dB) | Eq (63)", "Lb (dB) | Eq (69)", "Ep (dBuV/m) | Eq (70)")
# At half of the time these hold troposcatter or ducting, beyond 0.001 dB.
BEYOND_HORIZON = {
    "b2iseac_2",
    "b2iseac_dense_urban_land_eqdist_2",
    "b2iseac_eqdist_2",
    "b2iseac_eqdist_vertical_2",
    "rburg_rural_noclutter_2",
    "rburg_urban_with_clutter_2",
}


@cache
def _cases() -> list[dict[str, str]]:
    with (GOLDEN / "results.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@cache
def _profile(name: str) -> np.ndarray:
    return np.loadtxt(GOLDEN / f"{name}.csv", delimiter=",", skiprows=1).T


class Solved:
    """A case, its input as the log prints it, and what we make of it."""

    def __init__(self, case: dict[str, str]) -> None:
        d, h, r, zones = _profile(case["profile"])
        self.heights_m = float(case["htg (m)"]), float(case["hrg (m)"])
        self.path = Path(d, h, r, *self.heights_m, zones=zones.astype(int))
        ends = [
            tuple(float(case[f"{axis}_{end} (deg)"]) for axis in ("lam", "phi"))
            for end in "tr"
        ]
        self.latitude_deg = centre_latitude_deg(*ends, length_km=self.path.length_km)
        self.frequency_mhz = float(case["f (GHz)"]) * 1000
        self.polarisation = (
            Polarisation.HORIZONTAL if case["pol"] == "1" else Polarisation.VERTICAL
        )
        self.found = transmission_loss(
            self.path,
            frequency_mhz=self.frequency_mhz,
            time_ratio=float(case["p (%)"]) / 100,
            atmosphere=Atmosphere(
                self.latitude_deg, float(case["DN"]), float(case["N0"])
            ),
            polarisation=self.polarisation,
            locations=Locations(
                ratio=float(case["pL (%)"]) / 100,
                deviation_db=float(case["sigmaL (dB)"]),
            ),
            transmitter_coast_km=float(case["dct (km)"]),
            receiver_coast_km=float(case["dcr (km)"]),
        )
        gains_db = float(case["Gtx (dBi)"]) + float(case["Grx (dBi)"])
        power_dbm = 60 + 10 * np.log10(float(case["Ptx (kW)"]))
        self.radiated_power_dbm = float(power_dbm + gains_db)


@cache
def _solve(name: str) -> Solved:
    return Solved(next(case for case in _cases() if case["case"] == name))


Read = Callable[[Solved], float]
INPUTS = {
    "Ptx (kW)",
    "Gtx (dBi)",
    "Grx (dBi)",
    "f (GHz)",
    "p (%)",
    "pL (%)",
    "sigmaL (dB)",
    "phi_t (deg)",
    "phi_r (deg)",
    "lam_t (deg)",
    "lam_r (deg)",
    "pol",
    "DN",
    "N0",
}
# What each row of a log stands for; a row that is not here fails the test.
SYMBOLS: dict[str, Read] = {
    "htg (m)": lambda s: s.path.transmitter_height_m,
    "hrg (m)": lambda s: s.path.receiver_height_m,
    "dct (km)": lambda s: s.found.geometry.mix.transmitter_coast_km,
    "dcr (km)": lambda s: s.found.geometry.mix.receiver_coast_km,
    "R2 (m)": lambda s: s.path.clutter_m[1],
    "Rn-1 (m)": lambda s: s.path.clutter_m[-2],
    "d (km)": lambda s: s.path.length_km,
    "dlt (km) | Eq (78)": lambda s: s.found.geometry.horizons.dlt_km,
    "dlr (km) | Eq (81a)": lambda s: s.found.geometry.horizons.dlr_km,
    "th_t (mrad) | Eqs (76-78)": lambda s: s.found.geometry.horizons.theta_t_mrad,
    "th_r (mrad) | Eqs (79-81)": lambda s: s.found.geometry.horizons.theta_r_mrad,
    "th (mrad) | Eq (82)": lambda s: s.found.geometry.horizons.theta_mrad,
    "hts (m)": lambda s: s.path.transmitter_m,
    "hrs (m)": lambda s: s.path.receiver_m,
    "htc (m) | Table 5": lambda s: s.path.transmitter_m,
    "hrc (m) | Table 5": lambda s: s.path.receiver_m,
    "w | Table 5": lambda s: s.found.geometry.mix.sea_ratio,
    "dtm (km) | Sec 3.6": lambda s: s.found.geometry.mix.longest_land_km,
    "dlm (km) | Sec 3.6": lambda s: s.found.geometry.mix.longest_inland_km,
    "phi (deg) | Eq (4)": lambda s: s.latitude_deg,
    "b0 (%) | Eq (5)": lambda s: s.found.geometry.b0_percent,
    "ae (km) | Eq (7a)": lambda s: s.found.geometry.ae_km,
    "hst (m) | Eq (85)": lambda s: s.found.geometry.smooth_earth.hst_m,
    "hsr (m) | Eq (86)": lambda s: s.found.geometry.smooth_earth.hsr_m,
    "hst (m) | Eq (90a)": lambda s: s.found.geometry.ducting_heights.hst_m,
    "hsr (m) | Eq (90b)": lambda s: s.found.geometry.ducting_heights.hsr_m,
    "hstd (m) | Eq (89)": lambda s: s.found.geometry.smooth_earth.hstd_m,
    "hsrd (m) | Eq (89)": lambda s: s.found.geometry.smooth_earth.hsrd_m,
    "htc (m) | Eq (37a)": lambda s: (
        s.path.transmitter_m - s.found.geometry.smooth_earth.hstd_m
    ),
    "hrc (m) | Eq (37b)": lambda s: (
        s.path.receiver_m - s.found.geometry.smooth_earth.hsrd_m
    ),
    "hte (m) | Eq (92a)": lambda s: s.found.geometry.ducting_heights.hte_m,
    "hre (m) | Eq (92b)": lambda s: s.found.geometry.ducting_heights.hre_m,
    "hm (m) | Eq (93)": lambda s: s.found.geometry.ducting_heights.hm_m,
    "Fi | Eq (40)": lambda s: s.found.diffraction.fi,
    "Fj | Eq (57)": lambda s: s.found.combination.fj,
    "Fk | Eq (58)": lambda s: s.found.combination.fk,
    "Lbfs | Eq (8)": lambda s: s.found.line_of_sight.lbfs_db,
    "Lb0p | Eq (10)": lambda s: s.found.line_of_sight.lb0p_db,
    "Lb0b | Eq (11)": lambda s: s.found.line_of_sight.lb0b_db,
    # The logs print these three for the Earth radius of beta0 (eq 7b).
    "Lbulla (dB) | Eq (21)": lambda s: s.found.diffraction.anomalous.lbulla_db,
    "Lbulls (dB) | Eq (21)": lambda s: s.found.diffraction.anomalous.lbulls_db,
    "Ldsph (dB) | Eq (27)": lambda s: s.found.diffraction.anomalous.ldsph_db,
    "Ld50 (dB) | Eq (39)": lambda s: s.found.diffraction.median.ld_db,
    "Ldb (dB) | Eq (39)": lambda s: s.found.diffraction.anomalous.ld_db,
    "Ldp (dB) | Eq (41)": lambda s: s.found.diffraction.ldp_db,
    "Lbd50 (dB) | Eq (42)": lambda s: s.found.diffraction.lbd50_db,
    # The logs print Lbda here, also where eq (61) lowers it; for Lbd itself see below.
    "Lbd (dB) | Eq (43)": lambda s: s.found.combination.lbda_db,
    "Lminb0p (dB) | Eq (59)": lambda s: s.found.combination.lminb0p_db,
    "Lba (dB) | Eq (46)": lambda s: s.found.ducting.loss_db,
    "Lminbap (dB) | Eq (60)": lambda s: s.found.combination.lminbap_db,
    "Lbda (dB) | Eq (61)": lambda s: s.found.combination.lbda_db,
    "Lbam (dB) | Eq (62)": lambda s: s.found.combination.lbam_db,
    "Lbs (dB) | Eq (44)": lambda s: s.found.lbs_db,
    "Lbc (dB) | Eq (63)": lambda s: s.found.combination.lbc_db,
    "Lb (dB) | Eq (69)": lambda s: s.found.loss_db,
    "Ep (dBuV/m) | Eq (70)": lambda s: s.found.field_strength_dbuv_m,
    "Ep (dBuV/m) w.r.t. Ptx, Gtx, Grx": lambda s: field_strength_dbuv_m(
        s.found.loss_db,
        frequency_mhz=s.frequency_mhz,
        radiated_power_dbm=s.radiated_power_dbm,
    ),
}
NAMES = [case["case"] for case in _cases()]


def _last_digit(printed: str) -> float:
    """Return one unit of the tenth digit, the last one that the logs print."""
    value = abs(float(printed))
    return 10.0 ** (np.floor(np.log10(value)) - 9) if value else 1e-15


def test_no_row_of_a_log_is_left_out() -> None:
    rows = set(_cases()[0]) - {"case", "profile"}
    assert rows == INPUTS | set(SYMBOLS)
    assert len(NAMES) == 39


@pytest.mark.parametrize("name", NAMES)
def test_agrees_with_every_row_of_the_log_to_the_last_digit(name: str) -> None:
    case = next(case for case in _cases() if case["case"] == name)
    solved = _solve(name)
    rows = [row for row in case if row not in INPUTS | {"case", "profile"}]
    off = {
        row: (SYMBOLS[row](solved), case[row])
        for row in rows
        # What is not a number agrees with nothing.
        if not abs(SYMBOLS[row](solved) - float(case[row])) <= _last_digit(case[row])
    }
    assert not off


@pytest.mark.parametrize("name", NAMES)
def test_agrees_with_the_finals_of_the_log_to_a_millionth_of_a_decibel(
    name: str,
) -> None:
    case = next(case for case in _cases() if case["case"] == name)
    for row in FINALS:
        assert SYMBOLS[row](_solve(name)) == pytest.approx(float(case[row]), abs=1e-6)


@pytest.mark.parametrize("name", NAMES)
def test_diffraction_over_time_is_the_sum_of_two_rows_of_the_log(name: str) -> None:
    # Eq (43), of which the logs print what eq (61) makes.
    case = next(case for case in _cases() if case["case"] == name)
    total_db = float(case["Lb0p | Eq (10)"]) + float(case["Ldp (dB) | Eq (41)"])
    assert _solve(name).found.diffraction.lbd_db == pytest.approx(total_db, abs=2e-7)


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith("_2")])
def test_the_median_is_the_whole_recommendation_within_reach(name: str) -> None:
    solved = _solve(name)
    found: TransmissionLoss = solved.found
    median_db = median_loss(
        solved.path,
        frequency_mhz=solved.frequency_mhz,
        refractivity_gradient_n_per_km=45,
        polarisation=solved.polarisation,
        sea_ratio=found.geometry.mix.sea_ratio,
    ).loss_db
    assert median_db == found.diffraction.lbd50_db
    if name in BEYOND_HORIZON:
        assert median_db > found.combination.lbc_db
    else:
        assert median_db == pytest.approx(found.combination.lbc_db, abs=1e-3)
