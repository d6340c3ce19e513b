import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.indicators.audit import audit_figures
from hatangso.indicators.catalogue import IndicatorCatalogue
from hatangso.model.indicator import AuditRecord, Comparator, Figure, FigureKind


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
    catalogue: IndicatorCatalogue,
) -> None:
    record = only(audit_figures(TEAMS, catalogue))
    assert (record.rule, record.figures) == ("above_whole", ("I090", "I091"))
    assert str(record.arithmetic) == "1292 / 1092 = 118.3 %"
    assert record.suggested_value is None


# Rule 2 of the domain: "100,9" is most likely a slip for "109,0".
def test_a_density_that_implies_another_population_gets_a_suggestion(
    catalogue: IndicatorCatalogue,
) -> None:
    record = only(audit_figures(POPULATION, catalogue))
    assert record.rule == "populations_disagree"
    assert record.figures[0] == "I026"
    assert "352321" in str(record.arithmetic)
    assert "326007" in str(record.arithmetic)
    assert record.suggested_value == 109.0


def test_one_population_against_one_has_no_judge(catalogue: IndicatorCatalogue) -> None:
    record = only(audit_figures(POPULATION[:4], catalogue))
    assert record.rule == "populations_disagree"
    assert record.suggested_value is None


def test_the_mended_density_leaves_nothing_to_say(
    catalogue: IndicatorCatalogue,
) -> None:
    mended = [replace(f, value=109.0) if f.id == "I026" else f for f in POPULATION]
    assert audit_figures(mended, catalogue) == ()


def test_figures_of_different_reports_are_not_mixed(
    catalogue: IndicatorCatalogue,
) -> None:
    apart = [replace(item, document=item.id) for item in (*TEAMS, *POPULATION)]
    assert audit_figures(apart, catalogue) == ()


@pytest.mark.parametrize(
    ("reached", "rule"),
    [(96.4, "target_below_actual"), (90, "target_already_met")],
)
def test_a_target_that_asks_for_what_is_there_is_doubted(
    catalogue: IndicatorCatalogue, reached: float, rule: str
) -> None:
    figures = [INTERNET[0], replace(INTERNET[1], value=reached)]
    record = only(audit_figures(figures, catalogue))
    assert (record.rule, record.figures) == (rule, ("I006", "I071"))


@pytest.mark.parametrize(
    "change",
    [{"value": 89}, {"period": "2025"}, {"period": "?"}, {"unit": "người"}],
)
def test_a_target_above_what_is_known_is_not_doubted(
    catalogue: IndicatorCatalogue, change: dict[str, Any]
) -> None:
    assert audit_figures([INTERNET[0], replace(INTERNET[1], **change)], catalogue) == ()


def test_a_fall_in_a_series_is_computed(catalogue: IndicatorCatalogue) -> None:
    record = only(audit_figures(SMARTPHONES, catalogue))
    assert (record.rule, record.figures) == ("fall", ("I024", "I072"))
    assert "-19615, -6.3 %" in str(record.arithmetic)


def test_a_smaller_rank_is_no_fall(catalogue: IndicatorCatalogue) -> None:
    ranks = [
        figure("I147", "dti_rank", 12, period="2020"),
        figure("I148", "dti_rank", 8, period="2 kỳ gần nhất (tính đến cuối 2024)"),
    ]
    assert audit_figures(ranks, catalogue) == ()
    back = [replace(ranks[0], value=8), replace(ranks[1], value=12)]
    assert only(audit_figures(back, catalogue)).rule == "fall"


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
    catalogue: IndicatorCatalogue, change: dict[str, Any]
) -> None:
    figures = [SMARTPHONES[0], replace(SMARTPHONES[1], **change)]
    assert audit_figures(figures, catalogue) == ()


def test_figures_without_an_indicator_are_left_out(
    catalogue: IndicatorCatalogue,
) -> None:
    assert audit_figures([figure("X", "ghost", 5)], catalogue) == ()


@given(rng=st.randoms())
def test_the_order_of_the_figures_does_not_matter(
    catalogue: IndicatorCatalogue, rng: random.Random
) -> None:
    figures = [*TEAMS, *POPULATION, *INTERNET, SMARTPHONES[1]]
    expected = audit_figures(figures, catalogue)
    assert [item.rule for item in expected] == [
        "above_whole",
        "populations_disagree",
        "target_below_actual",
        "fall",
    ]
    rng.shuffle(figures)
    assert audit_figures(figures, catalogue) == expected
