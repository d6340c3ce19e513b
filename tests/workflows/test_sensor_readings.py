"""Readings that are taken in, and files that are refused as a whole."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from hatangso.cli.main import app
from hatangso.errors import InvalidInputError, NotFoundError
from hatangso.io.findings import Findings
from hatangso.io.reading_files import (
    Reading,
    read_readings,
    readings_content,
    series_of,
)
from hatangso.workflows.check import load_province
from hatangso.workflows.sensor_readings import load_readings, take_readings
from small_province import build_small_province
from zone_samples import LAST, READINGS, add_zone, reading, write_readings

NOW = LAST + timedelta(minutes=1)


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    path = tmp_path / "valley"
    path.mkdir()
    build_small_province(path)
    add_zone(path)
    return path


def problems(directory: Path, file: Path) -> list[str]:
    before = (directory / "sensor_readings.csv").read_bytes()
    with pytest.raises(InvalidInputError) as refused:
        take_readings(directory, file, now=NOW)
    assert (directory / "sensor_readings.csv").read_bytes() == before
    return [f"{one.place}: {one.problem}" for one in refused.value.findings]


def test_new_readings_are_added_and_known_ones_passed_over(
    directory: Path, tmp_path: Path
) -> None:
    rows = [reading("C1", 0, 25), reading("C3", 0.5, 1.75), reading("C3", 0, 2)]
    taken = take_readings(directory, write_readings(tmp_path / "n.csv", rows), now=NOW)
    assert (taken.readings_n, taken.added_n, taken.known_n) == (3, 2, 1)
    assert taken.total_n == len(READINGS) + 2
    assert load_readings(directory)["C3"].values[-2:].tolist() == [1.75, 2.0]


def test_the_same_file_twice_changes_nothing(directory: Path, tmp_path: Path) -> None:
    file = write_readings(tmp_path / "n.csv", [reading("C3", 0, 2)])
    take_readings(directory, file, now=NOW)
    before = (directory / "sensor_readings.csv").read_bytes()
    assert take_readings(directory, file, now=NOW).added_n == 0
    assert (directory / "sensor_readings.csv").read_bytes() == before


def test_all_problems_of_a_file_are_told_at_once_and_nothing_is_taken(
    directory: Path, tmp_path: Path
) -> None:
    rows = [
        reading("C1", 0.5, 25),
        reading("ma", 1, 1),
        reading("ma", 0, 1),
        reading("C1", 0.5, 26),
        reading("C2", -48, 20),
        reading("C3", 1, 2),
        reading("C3", 2, 2),
        reading("C1", 0, 99),
        ("C1", "2026-01-01T08:30", 4),
        ("C1", "hôm qua", 4),
        ("C1", "2026-01-01T08:30+07:00", "cao"),
        ("C1", "2026-01-01T08:30+07:00", "nan"),
        ("C1", "2026-01-01T08:30+07:00", "23,5"),
        ("C1", "1926-01-01T08:30+07:00", 1),
        ("", "2026-01-01T08:30+07:00", 1),
    ]
    assert problems(directory, write_readings(tmp_path / "n.csv", rows)) == [
        'n.csv:10:at: the time "2026-01-01T08:30" does not say its zone',
        'n.csv:11:at: "hôm qua" is not a time',
        'n.csv:12:value: "cao" is not a number',
        'n.csv:13:value: "nan" is not a number',
        'n.csv:14:value: "23,5" is not a number',
        "n.csv:15:at: 1926 is outside 1990 to 2099",
        "n.csv:16:sensor_id: the cell is empty",
        "n.csv:5:at: C1 has two readings of one moment",
        "n.csv:8:at: the readings of C3 go back in time here",
        "n.csv:3:sensor_id: the register has no sensor ma (2 readings)",
        "n.csv:6:at: 1 readings of C2 lie in the future",
        "n.csv:9:value: 1 readings of C1 are known with other values",
    ]


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\xff", b"a,b\n1,2\n", "sensor_id,at,value\n".encode("utf-16")],
)
def test_a_file_that_is_none_is_refused(
    directory: Path, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "n.csv"
    file.write_bytes(content)
    assert problems(directory, file)


def test_a_moment_counts_alike_in_every_zone(directory: Path, tmp_path: Path) -> None:
    at = (LAST - timedelta(hours=0.5)).astimezone(tz=None)
    file = write_readings(tmp_path / "n.csv", [("C3", at.isoformat(), 2)])
    take_readings(directory, file, now=NOW)
    assert load_readings(directory)["C3"].at_s[-1] == at.timestamp()


def test_a_province_without_readings_gets_the_layer_with_its_origin(
    tmp_path: Path,
) -> None:
    directory = tmp_path / "bare"
    directory.mkdir()
    build_small_province(directory)
    add_zone(directory, with_readings=False)
    assert load_readings(directory) == {}
    file = write_readings(tmp_path / "thang-1.csv", [reading("C1", 0, 25)])
    take_readings(directory, file, now=NOW)
    origin = load_province(directory).province.provenances["sensor_readings"]
    assert "thang-1.csv" in origin.source


def test_readings_make_no_result_stale(directory: Path) -> None:
    names = {path.name for path in load_province(directory).files}
    own = {"sensor_readings.csv", "zones.geojson", "buildings.geojson", "sensors.csv"}
    assert not own & names
    assert "sites.csv" in names


def test_no_directory_and_no_file_are_told(directory: Path, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        take_readings(tmp_path, tmp_path / "n.csv", now=NOW)
    with pytest.raises(NotFoundError):
        take_readings(directory, tmp_path / "n.csv", now=NOW)


VALUES = st.floats(-1e9, 1e9) | st.integers(-100, 100).map(float)
SERIES = st.dictionaries(
    st.tuples(
        st.sampled_from(["a", "b,c", 'd"']), st.integers(700_000_000, 3_700_000_000)
    ),
    VALUES,
    min_size=1,
    max_size=20,
)


@given(SERIES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_written_reads_back_the_same(
    tmp_path: Path, told: dict[tuple[str, int], float]
) -> None:
    file = tmp_path / "sensor_readings.csv"
    findings = Findings()
    rows = [Reading(2, *key, value) for key, value in told.items()]
    file.write_bytes(readings_content(series_of(rows)))
    read = read_readings(file, findings)
    assert list(findings) == []
    assert {(one.sensor_id, one.at_s): one.value for one in read} == told


def test_the_command_says_what_was_taken(directory: Path, tmp_path: Path) -> None:
    file = write_readings(tmp_path / "n.csv", [reading("C3", 0, 2)])
    ran = CliRunner().invoke(app, ["readings", str(directory), str(file)])
    assert ran.exit_code == 0, ran.output
    assert "1 số đo mới" in ran.output
