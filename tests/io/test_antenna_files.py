"""Antenna patterns in the format of MSI Planet."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hatangso.errors import Finding
from hatangso.io.antenna_files import read_antenna_patterns
from hatangso.io.findings import Findings
from hatangso.model.antenna_pattern import AntennaPattern

HEADER = ["NAME Panel 65", "FREQUENCY 1840", "H_WIDTH 65", "GAIN 15.35 dBd"]


def losses(peak: int = 0, width: float = 10.0) -> list[str]:
    off = [min((a - peak) % 360, (peak - a) % 360) for a in range(360)]
    return [f"{a} {min(12 * (x / width) ** 2, 30):.2f}" for a, x in enumerate(off)]


def msi(
    header: list[str] | None = None,
    horizontal: list[str] | None = None,
    vertical: list[str] | None = None,
) -> list[str]:
    return [
        *(HEADER if header is None else header),
        "HORIZONTAL 360",
        *(losses(width=65.0) if horizontal is None else horizontal),
        "VERTICAL 360",
        *(losses() if vertical is None else vertical),
    ]


def read(
    directory: Path, content: list[str] | bytes, name: str = "panel.msi"
) -> tuple[AntennaPattern | None, list[Finding]]:
    folder = directory / "antennas"
    folder.mkdir(exist_ok=True)
    raw = "\n".join(content).encode() if isinstance(content, list) else content
    (folder / name).write_bytes(raw)
    findings = Findings()
    patterns = read_antenna_patterns(directory, findings)
    return patterns.get(Path(name).stem), list(findings)


def test_a_good_file_is_a_pattern(tmp_path: Path) -> None:
    pattern, findings = read(tmp_path, msi())
    assert findings == []
    assert pattern is not None
    assert pattern.gain_dbi == pytest.approx(17.5)
    assert pattern.horizontal_loss_db[65] == pytest.approx(12.0)
    assert pattern.vertical_loss_db[[5, 355]] == pytest.approx([3.0, 3.0])
    assert pattern.greatest_loss_db == 30
    assert pattern.electrical_tilt_deg == 0


def test_files_of_all_kinds_read_alike(tmp_path: Path) -> None:
    # Commas, tabs, blank lines, comments, Windows line ends, Latin-1, small letters.
    lines = [
        "# made for a test",
        "",
        "NAME Südantenne",
        *HEADER[1:],
        "horizontal 360",
        *(line.replace(".", ",").replace(" ", "\t") for line in losses(width=65.0)),
        "VERTICAL 360",
        *(line.replace(" ", ".0   ") for line in losses()),
        "",
    ]
    plain, _ = read(tmp_path, msi(), "plain.msi")
    other, findings = read(tmp_path, "\r\n".join(lines).encode("latin-1"), "odd.PLN")
    assert findings == []
    assert plain is not None
    assert other is not None
    assert np.array_equal(plain.horizontal_loss_db, other.horizontal_loss_db)
    assert np.array_equal(plain.vertical_loss_db, other.vertical_loss_db)


@pytest.mark.parametrize(
    ("gain", "gain_dbi"),
    [("17.5 dBi", 17.5), ("17,5dBi", 17.5), ("15 DBD", 17.15), ("15", 17.15)],
)
def test_a_gain_is_in_dbd_unless_it_says_dbi(
    tmp_path: Path, gain: str, gain_dbi: float
) -> None:
    pattern, _ = read(tmp_path, msi([f"GAIN {gain}"]))
    assert pattern is not None
    assert pattern.gain_dbi == pytest.approx(gain_dbi)


@pytest.mark.parametrize(
    "tilt",
    [
        ["ELECTRICAL_TILT 4"],
        ["TILT ELECTRICAL 4"],
        ["TILT 4.0"],
        ["TILT MECHANICAL", "ELECTRICAL_TILT 4"],
        # Nothing is said of the tilt: the least loss shows it.
        [],
        ["TILT ELECTRICAL"],
    ],
)
def test_the_electrical_tilt_of_the_measurement_is_found(
    tmp_path: Path, tilt: list[str]
) -> None:
    pattern, findings = read(tmp_path, msi([*HEADER, *tilt], vertical=losses(4)))
    assert findings == []
    assert pattern is not None
    assert pattern.electrical_tilt_deg == 4


def test_a_vertical_cut_that_counts_upwards_is_a_warning(tmp_path: Path) -> None:
    header = [*HEADER, "ELECTRICAL_TILT 4"]
    pattern, findings = read(tmp_path, msi(header, vertical=losses(356)))
    assert pattern is not None
    assert "tilt is 4 degrees" in str(findings[0])
    assert findings[0].severity == "warning"


def _with(lines: list[str], at: int, text: str) -> list[str]:
    return [*lines[:at], text, *lines[at + 1 :]]


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (msi(horizontal=losses()[:-2]), 5, "2 of 360 angles are missing"),
        (msi(horizontal=[]), 5, "360 of 360 angles are missing, the first is 0"),
        (HEADER, None, "360 of 360 angles are missing"),
        (msi(horizontal=[*losses(), "7 0.5"]), 366, "angle 7 stands twice"),
        (msi(horizontal=[*losses(), "360 0.5"]), 366, "360 is no angle"),
        (msi(horizontal=[*losses(), "0.5 0.5"]), 366, "0.5 is no angle"),
        (msi(vertical=_with(losses(), 9, "9 -2.5")), 376, "-2.5 dB is negative"),
        (msi(vertical=_with(losses(), 9, "9 NaN")), 376, '"9 NaN" is not an angle'),
        (msi(vertical=_with(losses(), 9, "9 inf")), 376, '"9 inf" is not an angle'),
        (msi(vertical=_with(losses(), 9, "9")), 376, '"9" is not an angle'),
        (msi(vertical=_with(losses(), 9, "9 1 2")), 376, '"9 1 2" is not an angle'),
        (msi([*HEADER[:3], "GAIN 17 dBm"]), 4, '"17 dBm" is not a gain'),
        (msi([*HEADER[:3], "GAIN much"]), 4, '"much" is not a gain'),
        (msi([*HEADER[:3], "GAIN 1750 dBi"]), 4, '"1750 dBi" is not a gain'),
        (msi(vertical=_with(losses(), 9, "9 " + "9" * 400)), 376, "is not an angle"),
        (msi(HEADER[:3]), None, "the gain is missing"),
        (b"", None, "the gain is missing"),
        (bytes(range(256)) * 9, None, "the gain is missing"),
    ],
)
def test_a_bad_file_is_told_by_line(
    tmp_path: Path, content: list[str] | bytes, line: int | None, words: str
) -> None:
    pattern, findings = read(tmp_path, content)
    assert pattern is None
    told = [finding for finding in findings if words in str(finding.problem)]
    assert told, [str(finding) for finding in findings]
    assert told[0].place.file == "antennas/panel.msi"
    assert told[0].place.row == line


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(max_size=9) | st.sampled_from(msi()), max_size=30))
def test_whatever_a_file_holds_is_a_finding_and_no_crash(
    tmp_path: Path, lines: list[str]
) -> None:
    pattern, findings = read(tmp_path, "\n".join(lines).encode("utf-8", "replace"))
    assert pattern is None
    assert findings


def test_all_problems_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    read(tmp_path, msi(HEADER[:3], horizontal=losses()[1:]), "a.msi")
    _, findings = read(tmp_path, msi(vertical=["5 -1", "6 x"]), "b.msi")
    assert [finding.place.file[-5:] for finding in findings] == ["a.msi"] * 2 + [
        "b.msi"
    ] * 3


def test_two_files_of_one_name_are_an_error(tmp_path: Path) -> None:
    read(tmp_path, msi(), "panel.msi")
    _, findings = read(tmp_path, msi(), "panel.pln")
    assert "panel.msi has the name" in str(findings[0])


def test_a_file_that_cannot_be_opened_is_a_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    read(tmp_path, msi())
    monkeypatch.setattr(Path, "read_bytes", refuse)
    findings = Findings()
    assert read_antenna_patterns(tmp_path, findings) == {}
    assert "cannot be opened" in str(next(iter(findings)))
