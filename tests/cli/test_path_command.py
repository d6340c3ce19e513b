"""The command ``path`` as a person and as a machine use it."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from hatangso.cli.path_command import path
from itu_profile import golden_cases, golden_points, profile_text

CASE = golden_cases()[0]

app = typer.Typer()
app.command()(path)


def _run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def profile_file(tmp_path: Path) -> Path:
    file = tmp_path / "b2iseac.csv"
    file.write_text(profile_text(CASE), encoding="utf-8")
    return file


def test_a_person_reads_the_path_in_both_languages(province_directory: Path) -> None:
    ends = ("--from", "S2", "--to", "Bản Khuất")
    words = _run(province_directory, *ends, "--language", "vi").output
    for part in ("Suy hao truyền cơ bản", "P.1812-8", "ITM", "Vật chắn 1", "dBm"):
        assert part in words
    words = _run(province_directory, *ends, "--language", "en").output
    for part in ("Basic transmission loss", "No line of sight", "Obstacle 1"):
        assert part in words


def test_a_machine_gets_every_intermediate_under_its_symbol(
    province_directory: Path,
) -> None:
    result = _run(province_directory, "--from", "S2", "--to", "L3", "--json")
    assert result.exit_code == 0, result.output
    study = json.loads(result.stdout)["path"]
    p1812, itm = (study["models"][name]["symbols"] for name in ("p1812", "itm"))
    for symbol in (
        "Fi", "Fj", "Fk", "Ldp", "Ldb", "Ld50", "Lbd", "Lbda", "Lbam", "Lb0p", "Lb0b",
        "Lbs", "Lba", "Lbc", "Lb", "Ep", "dlt", "dlr", "thetat", "thetar", "theta",
        "hm", "hte", "hre", "ae", "beta0", "omega",
    ):  # fmt: skip
        assert isinstance(p1812[symbol]["value"], float), symbol
    for symbol in ("theta_hzn", "d_hzn", "h_e"):
        assert len(itm[symbol]["value"]) == 2
    assert p1812["dlt"]["unit"] == "km"
    assert p1812["Lbc"]["equation"] == "(63)"
    assert {"N_s", "delta_h", "A_ref", "A_fs", "mode", "warnings"} <= set(itm)
    assert study["obstacles"][0]["lon_deg"] > 105


def test_a_profile_file_needs_no_province(profile_file: Path) -> None:
    result = _run(
        "--profile", profile_file, "--model", "p1812", "--json",
        "--transmitter-coast-km", "500", "--receiver-coast-km", "500",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    symbols = json.loads(result.stdout)["path"]["models"]["p1812"]["symbols"]
    assert symbols["Ep"]["value"] == pytest.approx(49.84494546, abs=1e-8)


def test_options_beat_what_the_file_says(profile_file: Path) -> None:
    result = _run(
        "--profile", profile_file, "--json", "--frequency-mhz", "2600",
        "--from-height-m", "80", "--time-percent", "10", "--technology", "4G",
        "--polarisation", "vertical",
    )  # fmt: skip
    study = json.loads(result.stdout)["path"]
    symbols = study["models"]["p1812"]["symbols"]
    assert symbols["f"]["value"] == pytest.approx(2.6)
    assert symbols["htg"]["value"] == 80
    assert symbols["p"]["value"] == pytest.approx(10)
    assert symbols["pol"]["value"] == "vertical"
    assert study["power"]["threshold_dbm"] < 0


def test_every_option_is_taken(province_directory: Path, tmp_path: Path) -> None:
    result = _run(
        province_directory, "--from", "S1", "--to", "L3", "--json",
        "--model", "p1812", "--model", "itm", "--model", "p525",
        "--from-height-m", 50, "--to-height-m", 3, "--frequency-mhz", 900,
        "--time-percent", 20, "--location-percent", 80, "--situation-percent", 60,
        "--polarisation", "horizontal", "--delta-n-per-km", 50, "--n0", 340,
        "--latitude-deg", 21, "--location-sigma-db", 6, "--building-loss-db", 10,
        "--building-sigma-db", 4, "--transmitter-coast-km", 90,
        "--receiver-coast-km", 80, "--smooth-method", "analytic", "--climate", 1,
        "--permittivity", 20, "--conductivity-s-per-m", 0.01,
        "--variability-mode", 2, "--technology", "4g", "--operator", "Viettel",
        "--port-power-dbm", 44, "--bandwidth-mhz", 10, "--antenna-gain-dbi", 16,
        "--feeder-loss-db", 1, "--azimuths-deg", "80 200", "--mechanical-tilt-deg", 2,
        "--electrical-tilt-deg", 3, "--horizontal-beamwidth-deg", 70,
        "--vertical-beamwidth-deg", 8, "--front-to-back-db", 28,
        "--receiver-gain-dbi", 1, "--situation", "in_vehicle",
        "--threshold-dbm", -100, "--clutter-end", "to", "--clutter-method",
        "statistical", "--clutter-kind", "urban", "--clutter-height-m", 12,
        "--street-width-m", 20, "--needed-height", "--limit-m", 20,
        "--picture", tmp_path / "path.svg",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    study = json.loads(result.stdout)["path"]
    assert set(study["models"]) == {"p1812", "itm", "p525"}
    assert study["frequency_mhz"] == 900
    assert study["power"]["threshold_dbm"] == -100
    assert study["power"]["azimuths_deg"] == [80, 200]
    assert study["needed"][0]["heights"]["itm"]["limit_m"] == 20
    assert (tmp_path / "path.svg").is_file()


def test_a_bad_file_is_told_line_by_line(tmp_path: Path) -> None:
    points = [list(row) for row in golden_points(CASE["profile"])[:7]]
    points[3][1] = "nan"
    file = tmp_path / "bad.csv"
    file.write_text(profile_text(CASE, points), encoding="utf-8")
    result = _run("--profile", file)
    assert result.exit_code == 3
    assert "bad.csv, dòng" in result.output
    assert '"nan" không phải' in result.output


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ((), 3),
        (("--profile", "nowhere.csv"), 4),
        (("--profile", "nowhere.csv", "--from", "S1"), 3),
        (("--profile", "{file}", "--needed-height"), 3),
        (("--profile", "{file}", "--measurement", "2"), 4),
        (("--profile", "{file}", "--frequency-mhz", "7000"), 5),
        (("--profile", "{file}", "--from-height-m", "-3"), 5),
        (("--profile", "{file}", "--azimuths-deg", "đông"), 3),
        (("--profile", "{file}", "--model", "okumura"), 2),
    ],
)
def test_what_has_no_sense_has_its_exit_code(
    profile_file: Path, options: tuple[str, ...], code: int
) -> None:
    asked = [option.format(file=profile_file) for option in options]
    assert _run(*asked).exit_code == code
