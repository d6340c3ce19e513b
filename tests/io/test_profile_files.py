from pathlib import Path

import numpy as np
import pytest

from hatangso.errors import InvalidInputError, NotFoundError
from hatangso.io.profile_files import read_profile
from itu_profile import golden_cases, golden_points, profile_text

CASE = golden_cases()[0]
POINTS = golden_points(CASE["profile"])


def _written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "profile.csv"
    file.write_text(text, encoding="utf-8")
    return file


def _problems(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(InvalidInputError) as caught:
        read_profile(_written(tmp_path, text))
    return [str(finding) for finding in caught.value.findings]


def test_a_file_is_read_from_end_to_end(tmp_path: Path) -> None:
    profile = read_profile(_written(tmp_path, profile_text(CASE)))
    assert (profile.start, profile.end) == ("KIPPURE", "DALTON")
    assert profile.distance_m[-1] == pytest.approx(235_100)
    assert len(profile.ground_m) == len(POINTS)
    assert set(profile.zones.tolist()) == {1, 3, 4}
    setup = profile.setups[0]
    assert (setup.frequency_mhz, setup.start_height_m) == (95.3, 60)
    assert setup.polarisation == "horizontal"
    assert profile.refractivity_gradient_n_per_km == 45
    assert profile.findings == ()


def test_a_file_that_begins_at_the_receiver_is_turned_round(tmp_path: Path) -> None:
    there = read_profile(_written(tmp_path, profile_text(CASE)))
    text = profile_text(CASE).replace("TX or RX:,T", "TX or RX:,R")
    back = read_profile(_written(tmp_path, text))
    np.testing.assert_array_equal(back.ground_m, there.ground_m[::-1])
    assert back.distance_m[0] == 0
    assert np.all(np.diff(back.distance_m) > 0)


def test_all_problems_are_told_at_once_with_their_lines(tmp_path: Path) -> None:
    points = [list(row) for row in POINTS[:8]]
    points[2][1] = "NaN"
    points[3][0] = points[1][0]
    points[4][4] = "2"
    points[5][2] = "9"
    points[6][1] = "12000"
    problems = _problems(tmp_path, profile_text(CASE, points))
    lines = profile_text(CASE, points).splitlines()
    first = next(i for i, line in enumerate(lines, 1) if line.startswith("0,"))
    for offset, words in (
        (2, '"NaN" is not a number'),
        (3, "does not lie beyond"),
        (4, "no known code"),
        (5, "no known code"),
        (6, "outside -500 to 9000"),
    ):
        place = f"profile.csv:{first + offset}:"
        assert any(place in found and words in found for found in problems), words


def test_too_few_points_are_refused(tmp_path: Path) -> None:
    problems = _problems(tmp_path, profile_text(CASE, POINTS[:3]))
    assert any("has 3 points; it needs 5" in found for found in problems)


@pytest.mark.parametrize("scale", [1000, 1_000_000])
def test_metres_where_kilometres_belong_are_suspected(
    tmp_path: Path, scale: float
) -> None:
    points = [(str(float(d) * scale), *rest) for d, *rest in POINTS]
    problems = _problems(tmp_path, profile_text(CASE, points))
    assert any("look like metres" in found for found in problems)


def test_gigahertz_where_megahertz_belong_are_suspected(tmp_path: Path) -> None:
    text = profile_text(CASE).replace("\n95.3,", "\n1.8,")
    assert any("looks like GHz" in found for found in _problems(tmp_path, text))


def test_what_does_not_fit_together_is_a_warning(tmp_path: Path) -> None:
    text = profile_text(CASE, POINTS[:60]).replace("Points:,60", "Points:,61")
    found = [str(item) for item in read_profile(_written(tmp_path, text)).findings]
    assert any("announces 61 points" in item for item in found)
    assert any("announces a path of 235.1 km" in item for item in found)
    assert any("the coordinates lie 235.2 km apart" in item for item in found)


def test_files_that_are_no_profiles_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="no profile file"):
        read_profile(tmp_path / "nowhere.csv")
    assert any("has 0 points" in found for found in _problems(tmp_path, ""))
    latin = tmp_path / "latin.csv"
    latin.write_bytes("Kè Đá".encode("utf-16"))
    with pytest.raises(InvalidInputError, match="UTF-8"):
        read_profile(latin)


def test_cover_and_zone_may_be_missing(tmp_path: Path) -> None:
    points = [row[:2] for row in POINTS[:10]]
    profile = read_profile(_written(tmp_path, profile_text(CASE, points)))
    assert set(profile.clutter_m.tolist()) == {0.0}
    assert set(profile.zones.tolist()) == {4}
