"""The register as a person looks at it, and two records made one."""

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from hatangso.cli.main import app
from small_province import append_row


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def twice(province_directory: Path) -> Path:
    """A province with one mast in two lists, a few metres apart."""
    with (province_directory / "sites.csv").open(encoding="utf-8-sig") as file:
        first = next(csv.DictReader(file))
    first |= {"id": "COPY-1", "lat_deg": str(float(first["lat_deg"]) + 0.0002)}
    append_row(province_directory / "sites.csv", first.values())
    return province_directory


def test_a_mast_in_two_lists_is_shown_and_can_be_merged(
    twice: Path,
) -> None:
    directory = twice
    state = json.loads(run("register", directory, "--json").stdout)
    (found,) = state["duplicates"]["site"]
    names = [found[side]["values"]["id"] for side in ("one", "other")]
    assert "COPY-1" in names
    winner = next(name for name in names if name != "COPY-1")
    result = run("merge", directory, "site", winner, "COPY-1", "--language", "en")
    assert result.exit_code == 0
    assert f"COPY-1 was merged into {winner}" in result.output.replace("\n", " ")
    assert "COPY-1" not in (directory / "sites.csv").read_text(encoding="utf-8-sig")
    state = json.loads(run("register", directory, "--json").stdout)
    assert "site" not in state["duplicates"]


def test_what_is_not_there_cannot_be_merged(twice: Path) -> None:
    directory = twice
    result = run("merge", directory, "site", "GHOST", "COPY-1")
    assert result.exit_code != 0
    assert "GHOST" in result.output
    result = run("merge", directory, "mast", "A", "B")
    assert "site" in result.output


def test_looking_at_the_register_writes_nothing(province_directory: Path) -> None:
    before = {path: path.read_bytes() for path in province_directory.glob("*.*")}
    assert run("register", province_directory).exit_code == 0
    assert {p: p.read_bytes() for p in province_directory.glob("*.*")} == before
