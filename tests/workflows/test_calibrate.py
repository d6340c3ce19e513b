"""Calibration of a province, from files to the lines that a planner copies."""

import csv
import json
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from hatangso.cli.main import app
from hatangso.errors import InvalidInputError, NotFoundError
from hatangso.io.csv_tables import write_csv
from hatangso.radio.calibration import Sight, calibration
from hatangso.radio.calibration_samples import Outcome
from hatangso.workflows.calibrate import (
    CalibrateRequest,
    CalibrateSummary,
    _operator,
    calibrate_province,
)
from hatangso.workflows.check import load_province
from hatangso.workflows.progress import Silent
from small_province import NOW, SIDE, append_row, write_terrain

HEADER = (
    "lon_deg",
    "lat_deg",
    "technology",
    "operator",
    "site_id",
    "cell",
    "frequency_mhz",
    "level_dbm",
)
SITES = 8
TRUTH_DB = {Sight.FREE: 4.0, Sight.OBSTRUCTED: -9.0}
RULES = {"fewest_samples": 20, "fewest_places": 5, "fewest_sites": 4}
Row = tuple[object, ...]


@pytest.fixture
def measured_directory(province_directory: Path) -> Path:
    """Return a hilly province with real masts, eight of them of one operator."""
    description = province_directory / "province.toml"
    text = description.read_text(encoding="utf-8").replace('"synthetic"', '"real"')
    description.write_text(text, encoding="utf-8")
    row, col = np.mgrid[:SIDE, :SIDE] / 20
    hills_m = (100 + 45 * np.sin(row) * np.sin(col)).astype(np.int16)
    write_terrain(province_directory / "terrain" / "elevation.tif", hills_m)
    for number in range(SITES):
        lon_deg, lat_deg = 105.03 + 0.02 * number, 21.06 + 0.05 * (number % 2)
        site = f"M{number}"
        append_row(
            province_directory / "sites.csv", (site, "", lon_deg, lat_deg, 40, "X")
        )
        service = (site, "Vietnamobile", "4G", 1840, 5, 46, 17, 0, 38, "")
        cells = service + ("",) * (_columns(province_directory) - len(service))
        append_row(province_directory / "services.csv", cells)
    return province_directory


def _columns(directory: Path) -> int:
    header = (directory / "services.csv").read_text(encoding="utf-8-sig").split("\n")[0]
    return len(header.split(","))


def _places(count: int = 400, seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return rng.uniform((105.01, 21.02), (105.19, 21.18), (count, 2)).round(6)


def _write(folder: Path, rows: Iterable[Row], name: str = "drive.csv") -> Path:
    folder.mkdir(exist_ok=True)
    write_csv(folder / name, HEADER, rows)
    return folder / name


def _calibrate(directory: Path, file: Path, **rules: float) -> CalibrateSummary:
    request = CalibrateRequest((file,), {**RULES, **rules})
    return calibrate_province(directory, request, progress=Silent(), now=NOW)


def _rows(directory: Path, name: str) -> list[dict[str, str]]:
    path = directory / "results" / name
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def _driven(
    directory: Path,
    folder: Path,
    truth_db: Callable[[str], float],
    *,
    sigma_db: float = 5.0,
) -> Path:
    """Write what a drive past eight masts would measure if the truth were known."""
    blank = [
        (*place, "4G", "Vietnamobile", f"M{number % SITES}", "", "", -80)
        for number, place in enumerate(_places())
    ]
    _calibrate(directory, _write(folder, blank))
    rng = np.random.default_rng(1)
    rows = []
    for row in _rows(directory, "calibration_samples.csv"):
        if not row["predicted_dbm"]:
            continue
        level_dbm = float(row["predicted_dbm"]) + truth_db(row["sight"])
        level_dbm += rng.normal(0, sigma_db) + (30 if rng.random() < 0.05 else 0)
        place = row["lon_deg"], row["lat_deg"], "4G", "Vietnamobile", row["site_id"]
        rows.append((*place, "", "", round(float(np.clip(level_dbm, -150, -44)))))
    return _write(folder, rows)


def test_a_drive_corrects_the_coverage_when_its_lines_are_copied(
    measured_directory: Path, tmp_path: Path
) -> None:
    file = _driven(measured_directory, tmp_path / "m", lambda s: TRUTH_DB[Sight(s)])
    summary = _calibrate(measured_directory, file)
    result = summary.result
    assert result.is_useful
    assert result.before is not None
    assert result.after is not None
    assert result.after.rms_db < result.before.rms_db
    for item in result.offsets:
        if item.path_class.clutter is None:
            assert item.low_db <= TRUTH_DB[item.path_class.sight] <= item.high_db
    lines = summary.proposal.read_text(encoding="utf-8")
    assert "02/01/2026" in lines
    assert "drive.csv: SHA-256 " in lines
    proposed = calibration(tomllib.loads(lines)["radio"]["calibration"])
    assert proposed.offsets_db(1840)[1] == pytest.approx(4, abs=2)
    assert proposed.offsets_db(1840)[0] == pytest.approx(-9, abs=2.5)
    # Nothing is applied before the lines are copied.
    assert not load_province(measured_directory).radio.calibration.offsets
    (measured_directory / "parameters.toml").write_text(lines, encoding="utf-8")
    assert load_province(measured_directory).radio.calibration == proposed
    # Measuring again compares with the model, not with its correction.
    again = _calibrate(measured_directory, file)
    assert again.result == result


def test_without_an_offset_the_lines_are_comments(
    measured_directory: Path, tmp_path: Path
) -> None:
    file = _driven(measured_directory, tmp_path / "m", lambda _: 0.0)
    summary = _calibrate(measured_directory, file)
    assert not summary.result.is_useful
    lines = summary.proposal.read_text(encoding="utf-8")
    assert tomllib.loads(lines) == {}
    assert "KHÔNG áp dụng" in lines


def test_synthetic_masts_are_never_calibrated(
    measured_directory: Path, tmp_path: Path
) -> None:
    file = _driven(measured_directory, tmp_path / "m", lambda s: TRUTH_DB[Sight(s)])
    description = measured_directory / "province.toml"
    text = description.read_text(encoding="utf-8")
    text = text.replace(
        '[layers.sites]\nreality = "real"', '[layers.sites]\nreality = "synthetic"'
    )
    description.write_text(text, encoding="utf-8")
    summary = _calibrate(measured_directory, file)
    assert summary.synthetic_masts
    assert tomllib.loads(summary.proposal.read_text(encoding="utf-8")) == {}


def test_the_results_are_the_same_bytes_but_for_the_manifest(
    measured_directory: Path, tmp_path: Path
) -> None:
    rows = [(*place, "4G", "45205", "", "", "", -85) for place in _places(60)]
    file = _write(tmp_path / "m", rows)
    _calibrate(measured_directory, file)
    names = ("calibration.csv", "calibration_samples.csv", "calibration.toml")
    results = measured_directory / "results"
    before = [(results / name).read_bytes() for name in names]
    request = CalibrateRequest((file,), RULES)
    calibrate_province(
        measured_directory, request, progress=Silent(), now=NOW, workers=1
    )
    assert [(results / name).read_bytes() for name in names] == before
    manifest = json.loads((results / "manifest.json").read_text(encoding="utf-8"))
    step = manifest["steps"]["calibrate"]
    assert list(step["parameters"]["measurements"]) == ["drive.csv"]
    assert step["parameters"]["rules"]["thinning_m"] == 50


def test_a_waiting_phone_counts_once(measured_directory: Path, tmp_path: Path) -> None:
    rows = [
        (105.0500 + 1e-6 * n, 21.0700, "4G", "Vietnamobile", "M0", "", "", -80 - n % 3)
        for n in range(60)
    ]
    summary = _calibrate(measured_directory, _write(tmp_path / "m", rows))
    assert summary.measurements == 60
    assert sum(summary.outcomes.values()) == 1
    (row,) = _rows(measured_directory, "calibration_samples.csv")
    assert (row["measurements"], row["level_dbm"]) == ("60", "-81.0")


def _outcomes(directory: Path, file: Path, **rules: float) -> list[str]:
    _calibrate(directory, file, **rules)
    return [row["outcome"] for row in _rows(directory, "calibration_samples.csv")]


def test_each_sample_says_what_became_of_it(
    measured_directory: Path, tmp_path: Path
) -> None:
    mine = "4G", "Vietnamobile"
    rows = [
        (105.0300, 21.0600, *mine, "M0", "", "", -60),  # at the foot of the mast
        (105.0400, 21.0650, *mine, "M0", "", "", -80),
        (104.5000, 21.0650, *mine, "M0", "", "", -80),  # west of the terrain
        (105.0400, 21.0700, "4G", "Gmobile", "", "", "", -80),  # nobody's
        (105.0400, 21.0750, *mine, "M0", "", "942", -80),  # no such carrier
        (105.0400, 21.0850, *mine, "", "", "", -80),  # between two masts
    ]
    file = _write(tmp_path / "m", rows)
    assert _outcomes(measured_directory, file) == [
        Outcome.TOO_NEAR,
        Outcome.USED,
        Outcome.OFF_TERRAIN,
        Outcome.NO_SITE,
        Outcome.NO_SITE,
        Outcome.AMBIGUOUS,
    ]
    found = _outcomes(measured_directory, file, floor_4g_dbm=-70)
    assert found[1] == Outcome.NEAR_FLOOR
    request = CalibrateRequest((file,), RULES, use_ambiguous=True)
    summary = calibrate_province(
        measured_directory, request, progress=Silent(), now=NOW
    )
    assert summary.outcomes[Outcome.AMBIGUOUS] == 0
    (finding,) = summary.findings
    assert finding.value == "Gmobile"


def test_the_site_of_a_cell_is_told_by_its_clear_samples(
    measured_directory: Path, tmp_path: Path
) -> None:
    between = (105.0400, 21.0850)
    near = [(105.0310 + 0.0006 * n, 21.0600 - 0.0008 * n) for n in range(1, 9)]
    rows = [
        (*place, "4G", "Vietnamobile", "", "12-34", "", -80)
        for place in [*near, between]
    ]
    file = _write(tmp_path / "m", rows)
    _calibrate(measured_directory, file, ambiguity_db=6)
    last = _rows(measured_directory, "calibration_samples.csv")[-1]
    assert (last["outcome"], last["site_id"]) == ("used", "M0")


@pytest.mark.parametrize(
    ("measured", "operator"),
    [
        ("Viettel", "Viettel"),
        ("VIETTEL", "Viettel"),
        ("45204", "Viettel"),
        ("452-04", "Viettel"),
        ("VN VINAPHONE", "VNPT"),
        ("Vinaphone", "VNPT"),
        ("VNPT", "VNPT"),
        ("Mobi Fone", "MobiFone"),
        ("Vietnamobile", "Vietnamobile"),
        ("Gmobile", "Gmobile"),
        ("", ""),
    ],
)
def test_networks_are_named_as_in_the_services(measured: str, operator: str) -> None:
    known = ["MobiFone", "VNPT", "Vietnamobile", "Viettel"]
    assert _operator(measured, known) == operator


def test_files_and_rules_of_no_use_are_refused(
    measured_directory: Path, tmp_path: Path
) -> None:
    with pytest.raises(NotFoundError, match=r"nowhere\.csv"):
        _calibrate(measured_directory, tmp_path / "nowhere.csv")
    file = _write(tmp_path / "m", [(0, 0, "4G", "V", "", "", "", -80)] * 9)
    with pytest.raises(InvalidInputError) as caught:
        _calibrate(measured_directory, file)
    assert "had no position" in str(caught.value.findings[0].problem)
    assert not (measured_directory / "results" / "calibration.csv").exists()


def test_the_command_speaks_to_a_person_and_to_a_machine(
    measured_directory: Path, tmp_path: Path
) -> None:
    file = _driven(measured_directory, tmp_path / "m", lambda s: TRUTH_DB[Sight(s)])
    words = ["calibrate", str(measured_directory), "--measurements", str(file)]
    words += ["--fewest-samples", "20", "--fewest-places", "5", "--fewest-sites", "4"]
    found = CliRunner().invoke(app, words)
    assert found.exit_code == 0, found.output
    text = " ".join(found.output.split())
    assert "bị che khuất, mọi lớp che phủ, từ 1 đến 2,2 GHz: -" in text
    assert "Chưa áp dụng" in text
    found = CliRunner().invoke(app, [*words, "--json"])
    assert found.exit_code == 0, found.output
    assert json.loads(found.stdout)["calibration"]["result"]["gain_db"] > 1
    found = CliRunner().invoke(app, [*words, "--thinning-m", "0"])
    assert found.exit_code == 5
