import random
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.model.indicator import AuditRecord, Comparator, Figure, FigureKind

Audit = Callable[[Iterable[Figure]], tuple[AuditRecord, ...]]


def figure(name: str, indicator: str, value: float, **changes: Any) -> Figure:
    made = Figure(
        name,
        indicator,
        "",
        "",
        Comparator.EQUAL,
        value,
        "%",
        FigureKind.ACTUAL,
        "2024-12-31",
        "article",
    )
    return replace(made, **changes)


TEAMS = [
    figure("I090", "village_team_count", 1292),
    figure("I091", "village_team_required_count", 1092),
]
# End of 2024, Bắc Kạn: four figures that do not share one population.
POPULATION = [
    figure("I023", "telephone_subscription_count", 355_492),
    figure("I024", "smartphone_subscription_count", 293_080),
    figure("I025", "smartphone_per_person_ratio", 89.9),
    figure("I026", "telephone_density", 100.9),
    figure("I027", "broadband_subscription_count", 366_897),
    figure("I028", "broadband_per_person_ratio", 112),
]
INTERNET = [
    figure("I006", "internet_user_ratio", 90, kind=FigureKind.TARGET, period="2025"),
    figure("I071", "internet_user_ratio", 96.4, period="2024-03"),
]
SMARTPHONES = [
    figure("I024", "smartphone_subscription_count", 293_080),
    figure("I072", "smartphone_subscription_count", 312_695, period="2024-03"),
]


def only(records: tuple[AuditRecord, ...]) -> AuditRecord:
    (record,) = records
    return record


# Rule 1 of the domain.
def test_more_teams_than_required_are_118_per_cent(
    audit: Audit,
) -> None:
    record = only(audit(TEAMS))
    assert (record.rule, record.figures) == ("above_whole", ("I090", "I091"))
    assert str(record.arithmetic) == "1292 / 1092 = 118.3 %"
    assert record.suggested_value is None


# Rule 2 of the domain: "100,9" is most likely a slip for "109,0".
def test_a_density_that_implies_another_population_gets_a_suggestion(
    audit: Audit,
) -> None:
    record = only(audit(POPULATION))
    assert record.rule == "populations_disagree"
    assert record.figures[0] == "I026"
    assert "352321" in str(record.arithmetic)
    assert "326007" in str(record.arithmetic)
    assert record.suggested_value == 109.0


def test_one_population_against_one_has_no_judge(audit: Audit) -> None:
    record = only(audit(POPULATION[:4]))
    assert record.rule == "populations_disagree"
    assert record.suggested_value is None


def test_the_mended_density_leaves_nothing_to_say(
    audit: Audit,
) -> None:
    mended = [replace(f, value=109.0) if f.id == "I026" else f for f in POPULATION]
    assert audit(mended) == ()


def test_figures_of_different_reports_are_not_mixed(
    audit: Audit,
) -> None:
    apart = [replace(item, document=item.id) for item in (*TEAMS, *POPULATION)]
    assert audit(apart) == ()


@pytest.mark.parametrize(
    ("reached", "rule"),
    [(96.4, "target_below_actual"), (90, "target_already_met")],
)
def test_a_target_that_asks_for_what_is_there_is_doubted(
    audit: Audit, reached: float, rule: str
) -> None:
    figures = [INTERNET[0], replace(INTERNET[1], value=reached)]
    record = only(audit(figures))
    assert (record.rule, record.figures) == (rule, ("I006", "I071"))


@pytest.mark.parametrize(
    "change",
    [{"value": 89}, {"period": "2025"}, {"period": "?"}, {"unit": "người"}],
)
def test_a_target_above_what_is_known_is_not_doubted(
    audit: Audit, change: dict[str, Any]
) -> None:
    assert audit([INTERNET[0], replace(INTERNET[1], **change)]) == ()


def test_a_fall_in_a_series_is_computed(audit: Audit) -> None:
    record = only(audit(SMARTPHONES))
    assert (record.rule, record.figures) == ("fall", ("I024", "I072"))
    assert "-19615, -6.3 %" in str(record.arithmetic)


def test_a_smaller_rank_is_no_fall(audit: Audit) -> None:
    ranks = [
        figure("I147", "dti_rank", 12, period="2020"),
        figure("I148", "dti_rank", 8, period="2 kỳ gần nhất (tính đến cuối 2024)"),
    ]
    assert audit(ranks) == ()
    back = [replace(ranks[0], value=8), replace(ranks[1], value=12)]
    assert only(audit(back)).rule == "fall"


@pytest.mark.parametrize(
    "change",
    [
        {"comparator": Comparator.ABOUT},
        {"period": "không nêu năm"},
        {"unit": "người"},
        {"value": 0},
    ],
)
def test_what_cannot_be_compared_is_no_fall(
    audit: Audit, change: dict[str, Any]
) -> None:
    figures = [SMARTPHONES[0], replace(SMARTPHONES[1], **change)]
    assert audit(figures) == ()


def test_figures_without_an_indicator_are_left_out(
    audit: Audit,
) -> None:
    assert audit([figure("X", "ghost", 5)]) == ()


@given(rng=st.randoms())
def test_the_order_of_the_figures_does_not_matter(
    audit: Audit, rng: random.Random
) -> None:
    figures = [*TEAMS, *POPULATION, *INTERNET, SMARTPHONES[1]]
    expected = audit(figures)
    assert [item.rule for item in expected] == [
        "above_whole",
        "populations_disagree",
        "target_below_actual",
        "fall",
    ]
    rng.shuffle(figures)
    assert audit(figures) == expected


def rules_of(records: Iterable[AuditRecord]) -> set[str]:
    return {record.rule for record in records}


# F02: "97 %" and "42 villages" hold only for 1,200 to 1,680 villages.
def test_a_share_and_its_rest_tell_which_total_is_possible(audit: Audit) -> None:
    figures = [
        figure("I022", "village_mobile_ratio", 97),
        figure("I037", "village_without_mobile_count", 42),
        figure("I090", "village_team_count", 1292, period="2024-03"),
        figure("I091", "village_team_required_count", 1092, document="other"),
    ]
    record = only(audit(figures))
    assert record.rule == "total_does_not_fit"
    assert record.figures == ("I091", "I022", "I037")
    assert "1200 to 1680" in str(record.arithmetic)
    assert "96.15" in str(record.arithmetic)
    assert record.suggested_value == 1292


@given(total=st.integers(100, 5000), lacking=st.integers(0, 99))
def test_a_share_rounded_from_its_own_counts_is_never_doubted(
    audit: Audit, total: int, lacking: int
) -> None:
    with_signal = total - lacking
    figures = [
        figure("A", "village_mobile_ratio", round(100 * with_signal / total, 1)),
        figure("B", "village_without_mobile_count", lacking),
        figure("C", "village_count", total),
        figure("D", "village_mobile_count", with_signal),
    ]
    assert audit(figures) == ()


def test_a_percentage_that_is_not_that_of_its_counts_is_computed(audit: Audit) -> None:
    figures = [
        figure("A", "village_mobile_ratio", 97),
        figure("B", "village_mobile_count", 900),
        figure("C", "village_count", 1000),
    ]
    record = only(audit(figures))
    assert (record.rule, record.suggested_value) == ("share_disagrees", 90)


def test_parts_that_do_not_add_up_are_summed(audit: Audit) -> None:
    parts = [
        figure(f"R{number}", f"commune_region_{number}_count", value)
        for number, value in ((1, 34), (2, 7), (3, 67))
    ]
    whole = figure("W", "commune_count", 108)
    assert audit([*parts, whole]) == ()
    record = only(audit([*parts, replace(whole, value=110)]))
    assert (record.rule, record.suggested_value) == ("sum_differs", 108)
    assert str(record.arithmetic) == "34 + 7 + 67 = 108, printed 110"


def test_a_share_of_a_whole_cannot_pass_100_per_cent(audit: Audit) -> None:
    assert only(audit([figure("A", "internet_user_ratio", 112)])).rule == (
        "above_hundred"
    )
    assert audit([figure("A", "broadband_per_person_ratio", 112)]) == ()


# F10: the machines grew by half in nine months, and nobody counts the hosts.
def test_machines_that_multiply_ask_for_their_hosts(audit: Audit) -> None:
    early = {"period": "2024-03", "unit": "máy"}
    figures = [
        figure("I074", "physical_server_count", 5, **early),
        figure("I075", "virtual_server_count", 148, **early),
        figure("I031", "virtual_server_used_count", 230, unit="máy"),
        figure("I032", "virtual_server_capacity_count", 350, unit="máy"),
    ]
    rise, load = audit(figures)
    assert (rise.rule, rise.figures) == ("rise", ("I031", "I075"))
    assert "+82, +55.4 %" in str(rise.arithmetic)
    assert (load.rule, load.figures) == ("load_needs_base", ("I032", "I075", "I074"))
    assert str(load.arithmetic) == "148 / 5 = 29.6; 350 / 5 = 70.0"
    hosts = figure("H", "physical_server_count", 12, unit="máy")
    assert rules_of(audit([*figures, hosts])) == {"rise"}


@pytest.mark.parametrize("period", ["2021", "2023-12-31"])
def test_a_series_may_grow_by_half_in_years(audit: Audit, period: str) -> None:
    figures = [
        figure("A", "hosted_system_count", 27, period=period, unit="hệ thống"),
        figure("B", "hosted_system_count", 41, unit="hệ thống"),
    ]
    assert rules_of(audit(figures)) == ({"rise"} if period > "2023" else set())


# F04, F07, F14.
def test_names_that_sound_alike_are_set_apart_as_a_note(audit: Audit) -> None:
    figures = [
        figure("I009", "adult_smartphone_ratio", 100, kind=FigureKind.TARGET),
        figure("I025", "smartphone_per_person_ratio", 89.9),
    ]
    record = only(audit(figures))
    assert (record.rule, record.is_note) == ("names_alike", True)
    assert audit(figures[:1]) == ()


def test_the_order_of_figures_and_notes_is_contradictions_first(audit: Audit) -> None:
    notes = [
        figure("I146", "ict_application_rank", 40, period="trước 2020"),
        figure("I147", "dti_rank", 12, period="2020"),
    ]
    assert [record.is_note for record in audit([*notes, *TEAMS])] == [False, True]
