"""The shipped units hold together, and broken tables are refused."""

import shutil
from collections import Counter
from datetime import date
from fractions import Fraction
from importlib.resources import files
from pathlib import Path

import pytest

from hatangso.errors import InvalidInputError
from hatangso.io.unit_files import read_units, shipped_units
from hatangso.model.unit_history import Level

UNITS = shipped_units()
BEFORE, AFTER = date(2024, 1, 1), date(2025, 8, 1)
SHIPPED = Path(str(files("hatangso.geography"))) / "units"


def test_the_tables_are_small() -> None:
    assert sum(path.stat().st_size for path in SHIPPED.iterdir()) < 400_000


def test_tiers_follow_from_the_day() -> None:
    assert UNITS.tiers(BEFORE) == tuple(Level)
    assert UNITS.tiers(AFTER) == (Level.PROVINCE, Level.COMMUNE)


def test_units_are_as_many_as_the_sources_name() -> None:
    counts = Counter((unit.level, unit.valid_to is None) for unit in UNITS.existences)
    assert counts == {
        (Level.PROVINCE, False): 7,
        (Level.PROVINCE, True): 3,
        (Level.DISTRICT, False): 36,
        (Level.COMMUNE, False): 647,
        (Level.COMMUNE, True): 207,
    }


def test_every_unit_of_a_time_has_its_parent_of_that_time() -> None:
    for unit in UNITS.existences:
        parent = UNITS.parent(unit)
        assert (parent is None) == (unit.level is Level.PROVINCE)


def test_every_commune_of_before_has_successors_whose_shares_sum_to_one() -> None:
    for unit in UNITS.existences:
        if unit.valid_to is None or unit.level is Level.DISTRICT:
            continue
        shares = [step.share for step in UNITS.steps_from(unit)]
        assert shares
        for name in ("area_ratio", "people_ratio", "households_ratio"):
            assert sum(Fraction(repr(getattr(one, name))) for one in shares) == 1
        assert all(one.is_estimated == (len(shares) > 1) for one in shares)


def test_every_unit_of_today_is_made_of_something() -> None:
    for unit in UNITS.existences:
        if unit.valid_to is None:
            assert UNITS.steps_to(unit)


def test_three_communes_are_divided() -> None:
    divided = {u.name for u in UNITS.existences if len(UNITS.steps_from(u)) > 1}
    assert divided == {"Gia Sàng", "Cam Giá", "Thượng Đình"}


def test_merged_provinces_know_all_their_parts() -> None:
    parts = {
        unit.name: {step.old.name for step in UNITS.steps_to(unit)}
        for unit in UNITS.existences
        if unit.level is Level.PROVINCE and unit.valid_to is None
    }
    assert parts == {
        "Thái Nguyên": {"Thái Nguyên", "Bắc Kạn"},
        "Bắc Ninh": {"Bắc Ninh", "Bắc Giang"},
        "Ninh Bình": {"Ninh Bình", "Hà Nam", "Nam Định"},
    }


def test_every_commune_of_before_has_a_size_and_its_method() -> None:
    for unit in UNITS.existences:
        if unit.level is Level.COMMUNE and unit.valid_to is not None:
            size = UNITS.size(unit)
            assert size is not None
            assert size.people > 0
            assert size.area_km2 > 0
            assert size.method


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("successors.csv", "05461,05443,2025-07-01,0.0", "05461,05443,2025-07-01,0.1"),
        ("successors.csv", "05461,05443,", "05461,99999,"),
        ("units.csv", "2025-06-30", "2025-07-02"),
        ("units.csv", "2025-06-30", "30/06/2025"),
        ("units.csv", "commune", "village"),
        ("sizes.csv", "same_name", ""),
    ],
)
def test_broken_tables_are_refused(
    tmp_path: Path, file: str, old: str, new: str
) -> None:
    directory = tmp_path / "units"
    shutil.copytree(SHIPPED, directory)
    text = (directory / file).read_text(encoding="utf-8")
    assert old in text
    (directory / file).write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(InvalidInputError) as refused:
        read_units(directory)
    assert refused.value.findings


def test_a_missing_table_is_told(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError) as refused:
        read_units(tmp_path)
    assert {finding.place.file for finding in refused.value.findings} == {
        "units.csv",
        "successors.csv",
        "sizes.csv",
    }
