"""Profile files through the whole study, against every row of the witnesses' logs."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from hatangso.radio.path_models import PathModel
from hatangso.workflows.path import study_profile
from hatangso.workflows.path_request import AirAndGround, PathRequest, Wave
from hatangso.workflows.path_study import PathStudy
from itu_profile import golden_cases, profile_text

# Symbol of the study for each row of a log; the rest are inputs or repetitions.
ROWS = {
    "htg (m)": "htg",
    "hrg (m)": "hrg",
    "dct (km)": "dct",
    "dcr (km)": "dcr",
    "d (km)": "d",
    "dlt (km) | Eq (78)": "dlt",
    "dlr (km) | Eq (81a)": "dlr",
    "th_t (mrad) | Eqs (76-78)": "thetat",
    "th_r (mrad) | Eqs (79-81)": "thetar",
    "th (mrad) | Eq (82)": "theta",
    "hts (m)": "hts",
    "hrs (m)": "hrs",
    "w | Table 5": "omega",
    "dtm (km) | Sec 3.6": "dtm",
    "dlm (km) | Sec 3.6": "dlm",
    "phi (deg) | Eq (4)": "phi",
    "b0 (%) | Eq (5)": "beta0",
    "ae (km) | Eq (7a)": "ae",
    "hst (m) | Eq (85)": "hst",
    "hsr (m) | Eq (86)": "hsr",
    "hst (m) | Eq (90a)": "hst_90a",
    "hsr (m) | Eq (90b)": "hsr_90b",
    "hstd (m) | Eq (89)": "hstd",
    "hsrd (m) | Eq (89)": "hsrd",
    "htc (m) | Eq (37a)": "htc_37a",
    "hrc (m) | Eq (37b)": "hrc_37b",
    "hte (m) | Eq (92a)": "hte",
    "hre (m) | Eq (92b)": "hre",
    "hm (m) | Eq (93)": "hm",
    "Fi | Eq (40)": "Fi",
    "Fj | Eq (57)": "Fj",
    "Fk | Eq (58)": "Fk",
    "Lbfs | Eq (8)": "Lbfs",
    "Lb0p | Eq (10)": "Lb0p",
    "Lb0b | Eq (11)": "Lb0b",
    "Lbulla (dB) | Eq (21)": "Lbullab",
    "Lbulls (dB) | Eq (21)": "Lbullsb",
    "Ldsph (dB) | Eq (27)": "Ldsphb",
    "Ld50 (dB) | Eq (39)": "Ld50",
    "Ldb (dB) | Eq (39)": "Ldb",
    "Ldp (dB) | Eq (41)": "Ldp",
    "Lbd50 (dB) | Eq (42)": "Lbd50",
    # The logs print Lbda in the row of Lbd.
    "Lbd (dB) | Eq (43)": "Lbda",
    "Lminb0p (dB) | Eq (59)": "Lminb0p",
    "Lba (dB) | Eq (46)": "Lba",
    "Lminbap (dB) | Eq (60)": "Lminbap",
    "Lbda (dB) | Eq (61)": "Lbda",
    "Lbam (dB) | Eq (62)": "Lbam",
    "Lbs (dB) | Eq (44)": "Lbs",
    "Lbc (dB) | Eq (63)": "Lbc",
    "Lb (dB) | Eq (69)": "Lb",
    "Ep (dBuV/m) | Eq (70)": "Ep",
}


def _study(case: Mapping[str, str], directory: Path) -> PathStudy:
    file = directory / "profile.csv"
    file.write_text(profile_text(case), encoding="utf-8")
    request = PathRequest(
        models=(PathModel.P1812,),
        wave=Wave(location_percent=float(case["pL (%)"])),
        surroundings=AirAndGround(
            location_sigma_db=float(case["sigmaL (dB)"]),
            transmitter_coast_km=float(case["dct (km)"]),
            receiver_coast_km=float(case["dcr (km)"]),
        ),
    )
    return study_profile(file, request)


def _last_digit(printed: str) -> float:
    """Return one unit of the tenth digit, the last one that the logs print."""
    value = abs(float(printed))
    return 10.0 ** (np.floor(np.log10(value)) - 9) if value else 1e-15


@pytest.mark.parametrize("case", golden_cases(), ids=lambda case: case["case"])
def test_every_symbol_agrees_with_the_log_to_the_last_digit(
    case: dict[str, str], tmp_path: Path
) -> None:
    symbols = _study(case, tmp_path).models[PathModel.P1812].symbols
    off = {
        row: (symbols[symbol].value, case[row])
        for row, symbol in ROWS.items()
        if abs(float(symbols[symbol].value) - float(case[row]))  # type: ignore[arg-type]
        > _last_digit(case[row])
    }
    assert not off


def test_the_parts_of_a_loss_add_up(tmp_path: Path) -> None:
    for case in golden_cases()[:6]:
        answer = _study(case, tmp_path).models[PathModel.P1812]
        assert sum(answer.parts.values()) == pytest.approx(answer.loss_db, abs=1e-9)
