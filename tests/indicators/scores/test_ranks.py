"""Ranks: one series for each index, and what a merger makes of them."""

from dataclasses import replace
from datetime import date

import pytest

from hatangso.errors import InvalidInputError
from hatangso.indicators.scores.ranks import (
    IndexRank,
    RankedIndex,
    places_gained,
    rank_problems,
    rank_series,
    ranked_indices,
)
from hatangso.model.indicator import Comparator
from hatangso.workflows.ranks import ProvinceRanks, province_ranks, shipped_ranks

DTI = RankedIndex("dti", "DTI", "DTI")
ICT = RankedIndex("ict", "ICT", "ICT")
INDICES = {"dti": DTI, "ict": ICT}
FIRST = IndexRank("dti", "2021", "19", 8, "page", of=63, score=0.496)
OLD, NEW = date(2024, 12, 31), date(2026, 1, 1)


def told(found: ProvinceRanks) -> dict[str, list[tuple[str, int]]]:
    return {
        series.index.code: [(one.edition, one.rank) for one in series.ranks]
        for _, series in found.series
    }


def test_the_published_ranks_of_the_dti_stand_by_edition() -> None:
    assert told(province_ranks("Thái Nguyên", OLD))["dti"] == [
        ("2020", 12),
        ("2021", 8),
        ("2022", 8),
    ]
    assert told(province_ranks("Bắc Giang", OLD))["dti"][-1] == ("2023", 9)
    assert told(province_ranks("Nam Định", OLD))["dti"] == [("2021", 11), ("2022", 10)]


def test_the_component_of_a_province_is_another_series_than_its_whole() -> None:
    ranks = told(province_ranks("Bắc Kạn", OLD))
    assert ranks == {"dti": [("2022", 63)], "dti-infrastructure": [("2023", 59)]}


# F14: "trên 40" before Resolution 01 is the ICT-application index, 12/63 is the DTI.
def test_ranks_of_the_ict_index_and_of_the_dti_are_never_one_series() -> None:
    found = province_ranks("Thái Nguyên", OLD)
    ict = next(s for _, s in found.series if s.index.code == "ict-application")
    dti = next(s for _, s in found.series if s.index.code == "dti")
    assert (ict.ranks, ict.undated[0].rank_is) == ((), Comparator.ABOVE)
    with pytest.raises(InvalidInputError, match="cannot be compared"):
        places_gained(ict.undated[0], dti.ranks[0])


def test_a_rank_without_an_edition_stands_in_no_order() -> None:
    undated = replace(FIRST, edition="", note="hai kỳ gần nhất")
    series = rank_series([undated, FIRST], DTI, "19")
    assert (series.ranks, series.undated) == ((FIRST,), (undated,))
    with pytest.raises(InvalidInputError, match="not known to follow"):
        places_gained(FIRST, undated)


def test_places_are_gained_within_one_index_only() -> None:
    later = replace(FIRST, edition="2022", rank=5)
    assert places_gained(FIRST, later) == 3
    assert places_gained(FIRST, replace(later, rank_is=Comparator.AT_MOST)) is None
    for other in (replace(later, index="ict"), replace(later, province_code="06")):
        with pytest.raises(InvalidInputError, match="series of its own"):
            places_gained(FIRST, other)


@pytest.mark.parametrize(
    ("other", "problem"),
    [
        (replace(FIRST, index="papi"), "no such index"),
        (replace(FIRST, edition=""), "neither an edition"),
        (replace(FIRST, edition="21"), "no year"),
        (replace(FIRST, edition="2022", rank=64), "rank 64 of 63"),
        (replace(FIRST, edition="2022", rank=0), "begins at 1"),
        (replace(FIRST, edition="2022", score=49.6), "score from 0 to 1"),
        (replace(FIRST, rank=9), "two ranks, 8 and 9"),
        (replace(FIRST, province_code="06", of=34), "of 63 and of 34"),
    ],
)
def test_ranks_that_cannot_be_are_named(other: IndexRank, problem: str) -> None:
    assert any(problem in one for one in rank_problems([FIRST, other], INDICES))


def test_two_sources_of_one_rank_are_one_point() -> None:
    again = replace(FIRST, source="another page")
    assert rank_problems([FIRST, again], INDICES) == []
    assert rank_series([FIRST, again], DTI, "19").ranks == (FIRST,)


def test_the_shipped_ranks_contradict_nothing() -> None:
    ranks, indices = shipped_ranks()
    assert rank_problems(ranks, indices) == []
    assert {one.index for one in ranks} == set(indices)


@pytest.mark.parametrize(
    "rows", [[{"code": "a"}], [{"code": "a", "name_vi": "A", "name_en": "A"}] * 2]
)
def test_broken_indices_are_refused(rows: list[dict[str, str]]) -> None:
    with pytest.raises(InvalidInputError, match="indices cannot be used"):
        ranked_indices({"index": rows})


def test_a_merged_province_has_no_index_while_an_old_one_is_missing() -> None:
    found = province_ranks("Thái Nguyên", NEW)
    dti = next(one for one in found.merged if one.index.code == "dti")
    assert (dti.edition, dti.score) == ("2021", None)
    assert dti.parts == {"Bắc Kạn": None, "Thái Nguyên": 0.496}
    assert {unit.name for unit, _ in found.series} == {"Bắc Kạn", "Thái Nguyên"}


def test_an_unknown_province_has_no_ranks() -> None:
    assert province_ranks("Valley", OLD) == ProvinceRanks((), (), {})
