"""Where the targets of the shipped provinces stand, each checked by hand.

``tests/golden/standings/shipped.csv`` was written from the printed figures and the
national documents, not from a run; ``why`` is the arithmetic or the sentence of the
source. Coverage is not computed here: figures only.
"""

import csv
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from hatangso.model.indicator import Comparator, Outlook
from hatangso.packs.catalogue import pack_directory
from hatangso.workflows.targets import (
    Force,
    ProvinceTargets,
    TargetStanding,
    targets_of,
)

GOLDEN = Path(__file__).parents[1] / "golden" / "standings" / "shipped.csv"
PROVINCES = ("bac_giang", "bac_kan", "nam_dinh", "thai_nguyen")
# Every target that is not due says so; the series behind it is told by the outlook.
UNTOLD = {"not_due", "one_point"}


def golden() -> list[dict[str, str]]:
    with GOLDEN.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@cache
def shipped(province: str) -> ProvinceTargets:
    return targets_of(pack_directory(province))


def standing(province: str, target: str) -> TargetStanding:
    return shipped(province).every[target]


def notes(one: TargetStanding) -> set[str]:
    """Return the remarks; of names that sound alike only that there are some."""
    told = {note.split(":")[0] if "alike" in note else note for note in one.notes}
    # What a limit follows from has a column of its own.
    return {note for note in told - UNTOLD if not note.startswith("follows_from")}


def cells(one: TargetStanding) -> dict[str, object]:
    first = one.evidence[0]
    value, gap = first.assessment.value, first.assessment.shortfall
    return {
        "document": one.target.document,
        "force": str(one.force),
        "outlook": str(one.outlook),
        "via": first.via.code if first.via else "",
        "value_is": str(value.comparator) if value else "",
        "value": value.value if value else None,
        "value_period": value.period if value else "",
        "value_document": value.source if value else "",
        "evidence": len(one.evidence),
        "gap_is": str(first.gap_is) if gap else "",
        "gap": gap,
        "gap_count": first.gap_count,
        "notes": notes(one),
    }


def expected(row: dict[str, str]) -> dict[str, object]:
    told: dict[str, object] = {name: row[name] for name in cells_of_text()}
    for name in ("value", "gap", "gap_count"):
        told[name] = float(row[name]) if row[name] else None
    told["evidence"] = int(row["evidence"])
    told["notes"] = set(row["notes"].split())
    return told


def cells_of_text() -> list[str]:
    numbers = {"value", "gap", "gap_count", "evidence", "notes"}
    return [
        name
        for name in golden()[0]
        if name not in {*numbers, "province", "target", "why"}
    ]


@pytest.mark.parametrize(
    "row", golden(), ids=lambda row: f"{row['province']}-{row['target']}"
)
def test_a_target_stands_where_its_figures_and_documents_put_it(
    row: dict[str, str],
) -> None:
    assert row["why"]
    assert cells(standing(row["province"], row["target"])) == expected(row)


def test_at_least_forty_eight_statements_are_checked_over_all_provinces() -> None:
    rows = golden()
    assert len({(row["province"], row["target"]) for row in rows}) == len(rows) >= 48
    assert {row["province"] for row in rows} == set(PROVINCES)


@pytest.mark.parametrize("province", PROVINCES)
def test_every_target_has_a_document_and_nothing_is_missed_unmeasured(
    province: str,
) -> None:
    for one in shipped(province).standings:
        assert one.document is not None
        measured = [e for e in one.evidence if e.assessment.value is not None]
        assert measured or one.outlook is Outlook.NOT_MEASURABLE


@pytest.mark.parametrize("province", PROVINCES)
def test_targets_in_force_are_counted_once(province: str) -> None:
    found = shipped(province)
    in_force = [one for one in found.standings if one.force is Force.IN_FORCE]
    counted = [sum(counts.values()) for counts in found.counts_by_component.values()]
    assert sum(found.counts.values()) == sum(counted) == len(in_force)


def test_nothing_is_missed_that_was_measured_before_it_was_due() -> None:
    later = targets_of(pack_directory("thai_nguyen"), as_of=date(2026, 3, 1))
    assert later.counts[Outlook.MISSED] == 0
    # 4G in at most 99.6 % was printed before the target was due: nobody knows today.
    assert later.every["I142"].outlook is Outlook.NOT_MEASURABLE
    assert "not_measured_since_due" in later.every["I142"].notes


def test_a_document_of_may_2025_binds_from_then_on() -> None:
    code = "qd-912-2025/site_5g_per_4g_ratio/2025"
    before = targets_of(pack_directory("bac_giang"), as_of=date(2025, 5, 17))
    after = targets_of(pack_directory("bac_giang"), as_of=date(2025, 5, 18))
    assert before.every[code].force is Force.NOT_ISSUED_YET
    assert after.every[code].force is Force.IN_FORCE
    assert sum(after.counts.values()) == sum(before.counts.values()) + 2


def test_speeds_with_another_technology_do_not_conflict() -> None:
    told = [standing("bac_kan", code).notes for code in ("I014", "I045", "I046")]
    assert not any(note.startswith("conflicts") for notes in told for note in notes)


def test_a_lower_limit_leaves_at_most_what_it_lacks() -> None:
    evidence = standing("nam_dinh", "I113").evidence[0]
    assert (evidence.gap_is, evidence.assessment.shortfall) == (Comparator.AT_MOST, 4.5)
