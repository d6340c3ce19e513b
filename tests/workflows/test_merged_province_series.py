"""The four shipped provinces on old and new boundaries, right to the unit."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from hatangso.indicators.series.analytics import analytics
from hatangso.io.sdmx_csv import sdmx_csv
from hatangso.model.indicator_series import AnalyticsRow, AnalyticsTable
from hatangso.packs.catalogue import pack_directory, pack_keys
from hatangso.workflows.indicators import LoadedSeries, load_series

PACKS = {key: pack_directory(key) for key in pack_keys()}
DATA_DAY = "2024-12-31"


@pytest.fixture(scope="module")
def loaded() -> LoadedSeries:
    return load_series(list(PACKS.values()))


def ask(loaded: LoadedSeries, **question: object) -> AnalyticsTable:
    return analytics(
        loaded.data,
        loaded.catalogue,
        loaded.units,
        **question,  # type: ignore[arg-type]  # a question, as the tests write it
    )


def values(rows: tuple[AnalyticsRow, ...]) -> dict[str, float]:
    return {
        row.unit.code: row.value.value
        for row in rows
        if row.value and row.value.value is not None
    }


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_printed_figure_is_a_value_or_a_target(loaded: LoadedSeries) -> None:
    told: Counter[str] = Counter()
    for row in ask(loaded).rows:
        said = (row.value, *row.earlier, *row.beside)
        told.update(item.figure for item in said if item and item.figure)
        told.update(target.id for target in row.targets)
    printed = [
        row["id"] for path in PACKS.values() for row in table(path / "figures.csv")
    ]
    assert told == Counter(printed)
    assert len([name for name in printed if name.startswith("I")]) == 164
    assert {row.value.figure: row.unit.code for row in ask(loaded).rows if row.value}[
        "I063"
    ] == "06"


def test_villages_of_the_merged_province_are_those_of_both(
    loaded: LoadedSeries,
) -> None:
    villages = Counter(
        row["commune_code"]
        for name in ("bac_kan", "thai_nguyen")
        for row in table(PACKS[name] / "localities.csv")
    )
    question = {"dx": ["village_count"], "pe": [DATA_DAY], "boundaries": "current"}
    communes = values(ask(loaded, **question, ou=["19", "LEVEL-commune"]).rows)
    assert communes == villages
    assert len(communes) == 92
    merged = values(ask(loaded, **question, ou=["19"]).rows)
    assert merged == {"19": 1294 + 2251} == {"19": villages.total()}


@pytest.mark.parametrize(
    ("indicator", "old", "new"),
    [
        ("station_site_count", {"06": 882, "19": 1800}, 2682),
        ("village_count", {"06": 1294, "19": 2251}, 3545),
    ],
)
def test_old_and_new_boundaries_hold_the_same_things(
    loaded: LoadedSeries, indicator: str, old: dict[str, float], new: float
) -> None:
    question = {"dx": [indicator], "pe": [DATA_DAY]}
    before = values(ask(loaded, **question).rows)
    assert {code: before[code] for code in old} == old
    assert values(ask(loaded, **question, boundaries="current").rows)["19"] == new
    # Back on the communes of 2024: nothing is lost, and each province has its own.
    day = date(2024, 12, 31)
    back = ask(loaded, **question, ou=["LEVEL-commune"], boundaries=day).rows
    for code, count in old.items():
        mine = [
            row.value.value or 0
            for row in back
            if row.value
            and any(above.code == code for above in loaded.units.ancestors(row.unit))
        ]
        assert sum(mine) == count


def test_site_sharing_of_the_merged_province_is_that_of_all_its_sites(
    loaded: LoadedSeries,
) -> None:
    shared = total = 0
    for name in ("bac_kan", "thai_nguyen"):
        operators: dict[str, set[str]] = {}
        for row in table(PACKS[name] / "services.csv"):
            operators.setdefault(row["site_id"], set()).add(row["operator"])
        shared += sum(len(found) > 1 for found in operators.values())
        total += len(operators)
    (row,) = ask(
        loaded,
        dx=["site_sharing_ratio"],
        pe=[DATA_DAY],
        ou=["19"],
        boundaries="current",
    ).rows
    assert row.value is not None
    assert (row.value.numerator, row.value.denominator) == (shared, total)
    assert row.value.value == pytest.approx(100 * shared / total)
    assert row.value.method == "counts"


def test_a_half_known_merged_province_says_which_half_is_missing(
    loaded: LoadedSeries,
) -> None:
    rows = ask(loaded, dx=["fibre_length", "station_count"], boundaries="current").rows
    told = {(r.indicator.code, r.unit.code): r.value for r in rows if r.value}
    for code, value in (("fibre_length", 7285), ("station_count", 882)):
        found = told[code, "19"]
        assert (found.value, found.missing) == (value, ("19",))
    assert told["station_count", "37"].missing == ("35", "37")


def test_keys_of_the_exchange_format_stay_unique(loaded: LoadedSeries) -> None:
    for boundaries in ("as-reported", "current"):
        text = sdmx_csv(ask(loaded, boundaries=boundaries))
        keys = [tuple(row[3:8]) for row in csv.reader(text.splitlines()[1:])]
        assert len(set(keys)) == len(keys) > 100
