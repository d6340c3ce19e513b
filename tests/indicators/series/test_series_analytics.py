from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hatangso.errors import InvalidInputError, NotFoundError
from hatangso.indicators.catalogue import IndicatorCatalogue
from hatangso.indicators.series.analytics import analytics
from hatangso.model.indicator import Comparator
from hatangso.model.indicator_series import (
    AnalyticsRow,
    Observation,
    Origin,
    SeriesData,
    ValueStatus,
)
from series_samples import AFTER, BEFORE, UNITS, told


def ask(
    catalogue: IndicatorCatalogue, said: Sequence[Observation], **question: Any
) -> tuple[AnalyticsRow, ...]:
    return analytics(SeriesData(tuple(said)), catalogue, UNITS, **question).rows


def value_of(row: AnalyticsRow) -> float | None:
    assert row.value is not None
    return row.value.value


def test_counts_of_merged_provinces_are_added_up(
    catalogue: IndicatorCatalogue,
) -> None:
    said = [told("A", 882), told("B", 1800)]
    (row,) = ask(catalogue, said, boundaries="current")
    assert row.value is not None
    assert (row.unit.code, row.unit.valid_from) == ("B", AFTER)
    assert row.value.value == 2682
    assert row.value.status is ValueStatus.RESTATED
    assert row.value.is_complete


def test_a_sum_that_lacks_a_province_says_which(catalogue: IndicatorCatalogue) -> None:
    (row,) = ask(catalogue, [told("A", 882)], boundaries="current")
    assert row.value is not None
    assert row.value.value == 882
    assert row.notes == ("incomplete:Tây (B)",)


def test_a_ratio_is_restated_through_its_counts(catalogue: IndicatorCatalogue) -> None:
    said = [
        told("A", 50, indicator="village_4g_ratio", counts=(50, 100)),
        told("B", 90, indicator="village_4g_ratio", counts=(270, 300)),
    ]
    (row,) = ask(catalogue, said, boundaries="current")
    assert value_of(row) == 80
    assert row.value is not None
    assert (row.value.numerator, row.value.denominator) == (320, 400)


def test_a_ratio_without_counts_is_not_put_together(
    catalogue: IndicatorCatalogue,
) -> None:
    said = [
        told("A", 50, indicator="village_4g_ratio"),
        told("B", 90, indicator="village_4g_ratio", counts=(270, 300)),
    ]
    (row,) = ask(catalogue, said, boundaries="current")
    assert row.value is not None
    assert row.value.missing == ("A",)
    assert row.value.value == 90
    (alone,) = ask(catalogue, said[:1], boundaries="current")
    assert value_of(alone) is None
    assert "no_counts" in alone.notes


def test_the_dti_of_a_merged_province_is_the_simple_mean(
    catalogue: IndicatorCatalogue,
) -> None:
    said = [
        told("A", 0.5, indicator="dti_index"),
        told("B", 0.7, indicator="dti_index"),
    ]
    (row,) = ask(catalogue, said, boundaries="current")
    assert value_of(row) == pytest.approx(0.6)


def test_ranks_of_old_provinces_say_nothing_of_the_new(
    catalogue: IndicatorCatalogue,
) -> None:
    said = [told("A", 59, indicator="dti_rank"), told("B", 8, indicator="dti_rank")]
    (row,) = ask(catalogue, said, boundaries="current")
    assert value_of(row) is None
    assert row.notes == ("no_rule", "incomplete:Đông (A), Tây (B)")


def test_as_reported_values_stay_where_they_were_told(
    catalogue: IndicatorCatalogue,
) -> None:
    said = [told("A", 5), told("B", 7), told("B", 20, "2025", on=AFTER)]
    rows = ask(catalogue, said)
    assert [(row.unit.code, row.period, value_of(row)) for row in rows] == [
        ("A", "2024", 5),
        ("B", "2024", 7),
        ("B", "2025", 20),
    ]


def test_what_was_told_for_the_new_unit_stands_before_what_is_restated(
    catalogue: IndicatorCatalogue,
) -> None:
    said = [told("A", 5), told("B", 7), told("B", 13, on=AFTER, issued="2026")]
    (row,) = ask(catalogue, said, boundaries="current")
    assert value_of(row) == 13
    assert [item.value for item in row.beside] == [12]
    assert row.spread == 1


def test_sums_of_communes_are_the_province(catalogue: IndicatorCatalogue) -> None:
    said = [told("3", 4), told("4", 6)]
    (row,) = ask(catalogue, said, ou=["B"])
    assert row.value is not None
    assert row.value.value == 10
    assert row.value.is_complete
    (lacking,) = ask(catalogue, said[:1], ou=["B"])
    assert lacking.notes == ("incomplete:Xã 4 (4)",)


def test_communes_of_a_province_are_a_level_in_it(
    catalogue: IndicatorCatalogue,
) -> None:
    said = [told("1", 4), told("3", 6)]
    rows = ask(catalogue, said, ou=["A", "LEVEL-commune"])
    assert [row.unit.code for row in rows] == ["1"]
    assert [row.unit.code for row in ask(catalogue, said, ou=["LEVEL-commune"])] == [
        "1",
        "3",
    ]


def test_a_later_document_stands_and_the_earlier_is_kept(
    catalogue: IndicatorCatalogue,
) -> None:
    said = [
        told("A", 882, issued="2024-03", source="old"),
        told("A", 890, issued="2025-02", source="new"),
    ]
    (row,) = ask(catalogue, said)
    assert value_of(row) == 890
    assert [item.source for item in row.earlier] == ["old"]
    assert row.notes == ("revised",)
    (before,) = ask(catalogue, said, known_on=date(2024, 12, 31))
    assert value_of(before) == 882
    assert before.earlier == ()


def test_sources_of_different_kinds_stand_side_by_side(
    catalogue: IndicatorCatalogue,
) -> None:
    code = "village_4g_ratio"
    said = [
        told("A", 96, indicator=code, origin=Origin.DECLARED, source="VNPT"),
        told("A", 91, indicator=code, origin=Origin.SIMULATED, source="model"),
        told("A", 88, indicator=code, origin=Origin.MEASURED, source="tests"),
    ]
    (row,) = ask(catalogue, said)
    assert value_of(row) == 88
    assert [item.origin for item in row.beside] == [Origin.DECLARED, Origin.SIMULATED]
    assert row.spread == 8
    assert row.notes == ("sources_differ",)


def test_documents_that_nobody_can_order_are_disputed(
    catalogue: IndicatorCatalogue,
) -> None:
    said = [told("A", 1, source="a"), told("A", 2, source="b")]
    (row,) = ask(catalogue, said)
    assert "sources_disagree" in row.notes


def test_a_year_ends_with_its_last_quarter(catalogue: IndicatorCatalogue) -> None:
    said = [told("A", 5, "2024-Q1"), told("A", 9, "2024-Q4"), told("A", 7, "2024-Q2")]
    (row,) = ask(catalogue, said, pe=["2024"])
    assert value_of(row) == 9
    assert row.value is not None
    assert row.value.period == "2024-Q4"


def test_what_happened_in_quarters_is_added_up(catalogue: IndicatorCatalogue) -> None:
    code = "online_meeting_count"
    said = [told("A", n, f"2024-Q{n}", indicator=code) for n in (1, 2, 3, 4)]
    (row,) = ask(catalogue, said, pe=["2024"])
    assert value_of(row) == 10
    (lacking,) = ask(catalogue, said[:3], pe=["2024"])
    assert lacking.notes == ("incomplete:2024-Q4",)


def test_periods_that_overlap_are_not_added_up(catalogue: IndicatorCatalogue) -> None:
    code = "online_meeting_count"
    said = [
        told("A", 1, "2022-2023", indicator=code),
        told("A", 2, "2023-2024", indicator=code),
    ]
    (row,) = ask(catalogue, said, pe=["2022-2024"])
    assert row.value is None
    assert row.notes == ("periods_overlap:2022-2023, 2023-2024",)


def test_a_share_above_the_whole_is_marked(catalogue: IndicatorCatalogue) -> None:
    (row,) = ask(catalogue, [told("A", 118, indicator="village_4g_ratio")])
    assert row.notes == ("above_whole",)
    (fine,) = ask(catalogue, [told("A", 112, indicator="broadband_per_person_ratio")])
    assert fine.notes == ()


def test_a_unit_that_was_no_more_is_refused_with_its_heir(
    catalogue: IndicatorCatalogue,
) -> None:
    with pytest.raises(InvalidInputError, match=r"\(A\) was not in force.*Tây \(B\)"):
        ask(catalogue, [told("A", 1)], ou=["A"], boundaries="current")


def test_a_value_for_a_unit_of_another_time_is_refused(
    catalogue: IndicatorCatalogue,
) -> None:
    with pytest.raises(
        InvalidInputError, match=r"no unit in force on .* has the code A"
    ):
        ask(catalogue, [told("A", 1, on=AFTER)])


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ({"dx": ["no_such"]}, NotFoundError),
        ({"ou": ["Z9"]}, NotFoundError),
        ({"ou": ["LEVEL-hamlet"]}, NotFoundError),
        ({"pe": ["năm ngoái"]}, InvalidInputError),
        ({"boundaries": "old"}, InvalidInputError),
    ],
)
def test_a_question_that_names_nothing_is_refused(
    catalogue: IndicatorCatalogue, question: dict[str, Any], kind: type[Exception]
) -> None:
    with pytest.raises(kind):
        ask(catalogue, [told("A", 1)], **question)


COUNTS = st.fixed_dictionaries(
    {c: st.integers(0, 10_000) for c in ("1", "2", "3", "4")}
)


@settings(max_examples=40, deadline=None)
@given(counts=COUNTS)
def test_restating_keeps_every_total_there_and_back(
    catalogue: IndicatorCatalogue, counts: dict[str, int]
) -> None:
    said = [told(code, number) for code, number in counts.items()]
    ahead = ask(catalogue, said, ou=["LEVEL-commune"], boundaries="current")
    new = [row.value for row in ahead if row.value]
    assert sum(item.value or 0 for item in new) == sum(counts.values())
    back = ask(catalogue, new, ou=["LEVEL-commune"], boundaries=BEFORE)
    assert sum(value_of(row) or 0 for row in back) == sum(counts.values())
    (province,) = ask(catalogue, said, ou=["B"], boundaries="current")
    assert value_of(province) == sum(counts.values())


@settings(max_examples=30, deadline=None)
@given(counts=COUNTS, order=st.permutations(range(8)))
def test_the_order_of_the_values_does_not_matter(
    catalogue: IndicatorCatalogue, counts: dict[str, int], order: list[int]
) -> None:
    said = [
        told(code, number, issued=issued, source=issued)
        for code, number in counts.items()
        for issued in ("2024", "2025")
    ]
    shuffled = [said[place] for place in order]
    for boundaries in ("as-reported", "current"):
        question = {"ou": ["A", "B", "LEVEL-commune"], "boundaries": boundaries}
        if boundaries == "current":
            question["ou"] = ["B", "LEVEL-commune"]
        assert ask(catalogue, shuffled, **question) == ask(catalogue, said, **question)


def test_a_rate_of_quarters_is_the_quotient_of_their_counts(
    catalogue: IndicatorCatalogue,
) -> None:
    code = "dossier_on_time_ratio"
    said = [
        told("A", 90, "2024-Q1", indicator=code, counts=(90, 100)),
        told("A", 50, "2024-Q2", indicator=code, counts=(150, 300)),
    ]
    (row,) = ask(catalogue, said, pe=["2024-H1"])
    assert value_of(row) == 60
    assert row.value is not None
    assert (row.value.status, row.value.method) == (
        ValueStatus.COMPUTED,
        "counts; periods:2",
    )
    bare = [told("A", 90, f"2024-Q{n}", indicator=code) for n in (1, 2)]
    (unknown,) = ask(catalogue, bare, pe=["2024-H1"])
    assert (unknown.value, unknown.notes) == (None, ("no_counts",))


def test_parts_told_for_different_times_say_so(catalogue: IndicatorCatalogue) -> None:
    said = [told("A", 882, "2024-03"), told("B", 1800, "2024-09")]
    (row,) = ask(catalogue, said, pe=["2024"], boundaries="current")
    assert row.value is not None
    assert row.value.value == 2682
    assert row.value.method == "sum; told_for:2024-03, 2024-09"


def test_an_index_of_a_merged_province_is_not_divided(
    catalogue: IndicatorCatalogue,
) -> None:
    said = [told("B", 0.6, "2025", indicator="dti_index", on=AFTER)]
    rows = ask(catalogue, said, boundaries=BEFORE)
    assert [(row.unit.code, value_of(row)) for row in rows] == [
        ("A", None),
        ("B", None),
    ]
    assert rows[0].notes == ("no_rule", "incomplete:Tây (B)")


def test_a_province_of_both_times_keeps_what_was_told_for_its_own(
    catalogue: IndicatorCatalogue,
) -> None:
    said = [told("B", 8, "2025", indicator="dti_rank", on=AFTER)]
    (row,) = ask(catalogue, said, boundaries="current")
    assert value_of(row) == 8
    assert row.value is not None
    assert row.value.status is ValueStatus.REPORTED


def test_more_than_and_about_survive_a_sum(catalogue: IndicatorCatalogue) -> None:
    for signs, expected in (
        ((Comparator.ABOVE, Comparator.EQUAL), Comparator.ABOVE),
        ((Comparator.AT_MOST, Comparator.EQUAL), Comparator.AT_MOST),
        ((Comparator.ABOVE, Comparator.BELOW), Comparator.ABOUT),
    ):
        said = [
            replace(told(unit, 5), comparator=sign)
            for unit, sign in zip("AB", signs, strict=True)
        ]
        (row,) = ask(catalogue, said, boundaries="current")
        assert row.value is not None
        assert row.value.comparator is expected


def test_a_mean_is_weighted_by_what_stands_behind_it(
    catalogue: IndicatorCatalogue,
) -> None:
    code = "mobile_4g_average_download"
    said = [
        told("3", 50, indicator=code, counts=(5000, 100)),
        told("4", 20, indicator=code, counts=(6000, 300)),
    ]
    (row,) = ask(catalogue, said, ou=["Tây"])
    assert value_of(row) == 27.5
    nothing = [told(c, 9, indicator="dti_rank") for c in ("3", "4")]
    assert ask(catalogue, nothing, ou=["Tây"]) == ()


def test_a_name_of_several_units_is_refused_with_their_codes(
    catalogue: IndicatorCatalogue,
) -> None:
    twins = replace(
        UNITS,
        existences=(*UNITS.existences, replace(UNITS.lives("3")[0], code="33")),
    )
    with pytest.raises(InvalidInputError, match="3 Xã 3, 33 Xã 3"):
        analytics(SeriesData(), catalogue, twins, ou=["Xã 3"])
