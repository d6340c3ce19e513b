"""Read antenna patterns in the format of MSI Planet, as manufacturers publish them.

A file has a header of words and values, then ``HORIZONTAL 360`` and ``VERTICAL 360``,
each followed by a line with angle and loss for every whole degree. Losses are relative
to the main direction and not negative. ``GAIN`` is in dBd unless ``dBi`` stands behind.

The horizontal cut counts clockwise seen from above, 0 is the main direction. The
vertical cut is 0 at the horizon in the main direction and counts downwards: 90 points
to the ground, 180 to the horizon behind, 270 to the zenith. The format itself says only
that 0 is the horizon; that it counts downwards shows in files of antennas with an
electrical tilt, whose least loss stands at the tilt, not at 360 less the tilt. A file
that has it the other way round gets a warning.

Source:
    Description of the format at radiomobile.pe1mew.nl, "MSI".
"""

import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from hatangso.errors import Message, Place
from hatangso.io.findings import Findings
from hatangso.model.antenna_pattern import PATTERN_ANGLES, AntennaPattern
from hatangso.units import FloatArray

__all__ = ["antenna_files", "read_antenna_patterns"]

_FOLDER = "antennas"
_SUFFIXES = {".msi", ".pln"}
_CUTS = ("HORIZONTAL", "VERTICAL")
_COMMENTS = ("#", "!", "//")
_NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]*)?")
_GAIN = re.compile(rf"({_NUMBER.pattern})\s*([A-Za-z]*)")
# Gain of a half-wave dipole.
_UNITS_DBI = {"": 2.15, "dbd": 2.15, "dbi": 0.0}
_STEEPEST_TILT_DEG = 30
_LEAST_GAIN_DBI, _GREATEST_GAIN_DBI = -10, 40


@dataclass
class _Content:
    """What a file says: words of the header, and points of the cuts by their angle."""

    header: dict[str, tuple[int, str]] = field(default_factory=dict)
    starts: dict[str, int] = field(default_factory=dict)
    cuts: dict[str, dict[int, float]] = field(default_factory=dict)


def antenna_files(directory: Path) -> list[Path]:
    """Return the pattern files of a province directory in order of name."""
    folder = directory / _FOLDER
    return sorted(f for f in folder.glob("*") if f.suffix.lower() in _SUFFIXES)


def read_antenna_patterns(
    directory: Path, findings: Findings
) -> dict[str, AntennaPattern]:
    """Read all pattern files of a province directory.

    Args:
        directory: The province directory; patterns lie in its folder ``antennas``.
        findings: Receives all that is wrong; a file with an error gives no pattern.

    Returns:
        The patterns by the name of their file without the suffix.
    """
    patterns: dict[str, AntennaPattern] = {}
    files: dict[str, str] = {}
    for path in antenna_files(directory):
        name = unicodedata.normalize("NFC", path.stem)
        if name in files:
            findings.error(
                _place(path),
                Message(
                    'the file {other} has the name "{name}" too',
                    {"other": files[name], "name": name},
                ),
                Message("remove or rename one of the two"),
            )
            continue
        files[name] = path.name
        pattern = _pattern(path, name, findings)
        if pattern is not None:
            patterns[name] = pattern
    return patterns


def _place(path: Path, line: int | None = None, word: str | None = None) -> Place:
    return Place(f"{_FOLDER}/{path.name}", line, word)


def _pattern(path: Path, name: str, findings: Findings) -> AntennaPattern | None:
    """Return the pattern of a file, or None when something in it must be mended."""
    errors_before = len(findings.errors)
    content = _content(path, findings)
    if content is None:
        return None
    gain_dbi = _gain_dbi(path, content, findings)
    horizontal_db, vertical_db = (_cut(path, x, content, findings) for x in _CUTS)
    if len(findings.errors) > errors_before:
        return None
    tilt_deg = _declared_tilt_deg(content)
    peak_deg = _peak_deg(vertical_db)
    if tilt_deg is not None and tilt_deg * peak_deg < -1:
        findings.warn(
            _place(path, content.starts["VERTICAL"]),
            Message(
                "the tilt is {tilt:g} degrees, but the least loss stands at {peak:g}",
                {"tilt": tilt_deg, "peak": peak_deg},
            ),
            Message("let the vertical angles count downwards from the horizon"),
        )
    return AntennaPattern(
        name,
        gain_dbi,
        horizontal_db,
        vertical_db,
        float(max(horizontal_db.max(), vertical_db.max())),
        peak_deg if tilt_deg is None else tilt_deg,
    )


def _content(path: Path, findings: Findings) -> _Content | None:
    """Return what a file says; lines that cannot be understood are findings."""
    text = _text(path, findings)
    if text is None:
        return None
    content, cut = _Content(), ""
    # Not splitlines: a byte of a comment in another code page would be a line end.
    for line, raw in enumerate(re.split(r"\r\n|\r|\n", text), 1):
        words = raw.split()
        if not words or raw.lstrip().startswith(_COMMENTS):
            continue
        word = words[0].upper()
        if word in _CUTS:
            cut = word
            content.starts.setdefault(cut, line)
        elif cut and not word[0].isalpha():
            points = content.cuts.setdefault(cut, {})
            _add_point(points, words, _place(path, line, cut), findings)
        else:
            content.header.setdefault(word, (line, " ".join(words[1:])))
    return content


def _text(path: Path, findings: Findings) -> str | None:
    try:
        raw = path.read_bytes()
    except OSError as error:
        findings.error(
            _place(path),
            Message("the file cannot be opened: {error}", {"error": error.strerror}),
            Message("give yourself the right to read it, or put it there again"),
        )
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Names of older files are in Latin-1; it reads any byte.
        return raw.decode("latin-1")


def _add_point(
    points: dict[int, float], words: list[str], place: Place, findings: Findings
) -> None:
    """Take a line with angle and loss, or note why it cannot be used."""
    numbers = [number for word in words if (number := _float(word)) is not None]
    if len(numbers) != len(words) or len(words) != 2:  # noqa: PLR2004 - angle and loss
        findings.error(
            place,
            Message('"{raw}" is not an angle and a loss', {"raw": " ".join(words)}),
            Message("write a whole angle in degrees and a loss in decibels"),
        )
        return
    angle_deg, loss_db = numbers
    once = Message("give each whole angle from 0 to 359 once")
    if not (angle_deg.is_integer() and 0 <= angle_deg < PATTERN_ANGLES):
        problem = Message("{angle:g} is no angle from 0 to 359", {"angle": angle_deg})
        findings.error(place, problem, once, angle_deg)
        return
    if int(angle_deg) in points:
        problem = Message("the angle {angle:g} stands twice", {"angle": angle_deg})
        findings.error(place, problem, once, angle_deg)
        return
    # Even a loss of no use stands for its angle: that is no second problem.
    points[int(angle_deg)] = loss_db
    if loss_db < 0:
        findings.error(
            place,
            Message("the loss {loss:g} dB is negative", {"loss": loss_db}),
            Message("write losses against the main direction, without a sign"),
            loss_db,
        )


def _cut(path: Path, cut: str, content: _Content, findings: Findings) -> FloatArray:
    """Return the losses of a cut; angles that are missing are a finding."""
    points = content.cuts.get(cut, {})
    missing = [angle for angle in range(PATTERN_ANGLES) if angle not in points]
    if missing:
        findings.error(
            _place(path, content.starts.get(cut), cut),
            Message(
                "{count} of 360 angles are missing, the first is {angle}",
                {"count": len(missing), "angle": missing[0]},
            ),
            Message("give each whole angle from 0 to 359 once"),
        )
    return np.array([points.get(angle, 0.0) for angle in range(PATTERN_ANGLES)])


def _gain_dbi(path: Path, content: _Content, findings: Findings) -> float:
    """Return the gain; one that is missing or has no known unit is a finding."""
    line, raw = content.header.get("GAIN", (None, ""))
    found = _GAIN.fullmatch(raw)
    unit = found[3].lower() if found else ""
    gain = _float(found[1]) if found else None
    if gain is not None and unit in _UNITS_DBI:
        gain_dbi = gain + _UNITS_DBI[unit]
        if _LEAST_GAIN_DBI <= gain_dbi <= _GREATEST_GAIN_DBI:
            return gain_dbi
    missing = Message("the gain is missing")
    findings.error(
        _place(path, line, "GAIN"),
        Message('"{raw}" is not a gain', {"raw": raw}) if raw else missing,
        Message("write it like GAIN 17.5 dBi; without a unit it is in dBd"),
        raw,
    )
    return np.nan


def _declared_tilt_deg(content: _Content) -> float | None:
    """Return the electrical tilt that the header names, positive downwards."""
    for word in ("ELECTRICAL_TILT", "TILT"):
        _, raw = content.header.get(word, (0, ""))
        if "MECHANICAL" in raw.upper():
            continue
        for part in raw.split():
            tilt_deg = _float(part)
            if tilt_deg is not None and abs(tilt_deg) <= _STEEPEST_TILT_DEG:
                return tilt_deg
    return None


def _peak_deg(vertical_db: FloatArray) -> float:
    """Return where the vertical cut is least near the horizon, positive downwards."""
    near_deg = np.arange(-_STEEPEST_TILT_DEG, _STEEPEST_TILT_DEG + 1)
    near_db = vertical_db[near_deg]
    return float(np.mean(near_deg[near_db == near_db.min()]))


def _float(word: str) -> float | None:
    number = float(word.replace(",", ".")) if _NUMBER.fullmatch(word) else np.nan
    return number if np.isfinite(number) else None
