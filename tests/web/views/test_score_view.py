"""What if: numbers as they are typed, and what they would mean for the rank."""

from datetime import date

import pytest

from hatangso.errors import InvalidInputError
from hatangso.language import Language
from hatangso.model.province import Province
from hatangso.web.views.score_view import (
    asked_of,
    criterion_rows,
    part_rows,
    rank_effect,
    rank_rows,
)
from hatangso.workflows.indicator_definitions import shipped_catalogue
from hatangso.workflows.ranks import shipped_ranks
from hatangso.workflows.scores import ProvinceScore, score_of

CATALOGUE = shipped_catalogue()
CRITERION = "household_fibre_ratio"


def province(name: str) -> Province:
    return Province(
        "p", name, name, "", "", 50.0, (), (), (), (), (), (), (), (), {},
        data_date=date(2024, 12, 31),
    )  # fmt: skip


def score(name: str, points: float = 10) -> ProvinceScore:
    return score_of(
        province(name),
        "dti-2022",
        CATALOGUE,
        points={f"infrastructure/{CRITERION}": points},
        changes={CRITERION: 90},
    )


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("1.234,5", Language.VI, 1234.5),
        ("97,5 %", Language.VI, 97.5),
        ("97.5", Language.VI, 97.5),
        ("12.345", Language.VI, 12345),
        ("1,234.5", Language.EN, 1234.5),
        ("-3", Language.VI, -3),
    ],
)
def test_numbers_are_read_as_they_are_written(
    text: str, language: Language, value: float
) -> None:
    assert asked_of([("neu.x", text)], language).changes == {"x": value}


@pytest.mark.parametrize("text", ["chín", "nan", "inf", "1e9", "--1", "1,2,3"])
def test_what_is_no_number_is_refused_with_its_field(text: str) -> None:
    with pytest.raises(InvalidInputError, match=r"neu\.x"):
        asked_of([("neu.x", text)], Language.VI)


def test_empty_fields_and_foreign_parameters_ask_nothing() -> None:
    asked = asked_of([("neu.x", " "), ("lang", "en")], Language.VI)
    assert (asked.changes, asked.points, asked.published) == ({}, {}, {})


def test_a_change_earns_its_share_of_the_points() -> None:
    found = score("Thái Nguyên")
    rows = criterion_rows(found, CATALOGUE, Language.VI)
    changed = next(one for one in rows if one.code == CRITERION)
    assert changed.gained_ratio == pytest.approx(0.9)
    assert changed.gained_points == pytest.approx(9)
    parts = {one.code: one.gained for one in part_rows(found, Language.VI)}
    assert parts["infrastructure"] == pytest.approx(9)
    assert parts["people"] == 0


def test_a_gain_passes_the_provinces_whose_score_is_lower() -> None:
    # 2021: Bắc Giang 0.4933, rank 10; Thái Nguyên 0.4960, rank 8.
    every, _ = shipped_ranks()
    effect = rank_effect(score("Bắc Giang"), every, Language.VI)
    assert effect is not None
    assert (effect.edition, effect.rank_before, effect.rank_after) == ("2021", 10, 8)
    assert effect.after == pytest.approx(0.4933 + 0.009)


def test_a_small_gain_passes_nobody() -> None:
    every, _ = shipped_ranks()
    effect = rank_effect(score("Bắc Giang", points=1), every, Language.VI)
    assert effect is not None
    assert effect.rank_after == effect.rank_before == 10


def test_without_a_published_score_nobody_tells_a_rank() -> None:
    every, _ = shipped_ranks()
    assert rank_effect(score("Bắc Kạn"), every, Language.VI) is None


def test_ranks_are_told_with_the_title_of_their_document() -> None:
    found = score("Bắc Kạn")
    rows = rank_rows(found.ranks, {"bac-kan-2025": "Bài báo"}, Language.VI)
    told = {(one.edition, one.rank, one.source) for one in rows}
    assert ("2023", "59/63", "Bài báo") in told
    assert any(one.is_address for one in rows)
