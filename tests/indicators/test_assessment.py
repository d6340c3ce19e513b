import random
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hatangso.errors import InvalidInputError
from hatangso.indicators.assessment import NOTES, assess
from hatangso.indicators.catalogue import IndicatorCatalogue
from hatangso.indicators.targets import NationalTargets
from hatangso.model.indicator import (
    Assessment,
    Comparator,
    IssuingDocument,
    Status,
    Target,
    Value,
    ValueMethod,
)

PLAN = IssuingDocument("plan", "", "", "Bắc Kạn", "2023-10")
LATER = IssuingDocument("later", "", "", "Bắc Kạn", "2024-12")


def target(**changes: Any) -> Target:
    made = Target("T", "village_4g_ratio", Comparator.EQUAL, 100, "%", "2025", "plan")
    return replace(made, **changes)


def computed(numerator: float, denominator: float, **changes: Any) -> Value:
    made = Value(
        "village_4g_ratio",
        100 * numerator / denominator,
        "%",
        ValueMethod.COMPUTED,
        "localities",
        numerator=numerator,
        denominator=denominator,
    )
    return replace(made, **changes)


def reported(value: float, period: str = "2024", **changes: Any) -> Value:
    made = Value(
        "village_4g_ratio", value, "%", ValueMethod.REPORTED, "article", period
    )
    return replace(made, **changes)


def one(
    catalogue: IndicatorCatalogue, goal: Target, *values: Value, **options: Any
) -> Assessment:
    (only,) = assess(catalogue, [goal], values, **options)
    return only


def test_a_shortfall_is_told_in_per_cent_and_in_villages(
    catalogue: IndicatorCatalogue,
) -> None:
    found = one(catalogue, target(), computed(1250, 1292))
    assert found.status is Status.SHORT
    assert found.shortfall == pytest.approx(100 - 1250 / 12.92)
    assert found.shortfall_count == 42


@pytest.mark.parametrize(
    ("comparator", "goal", "numerator", "expected"),
    [
        (Comparator.EQUAL, 90, 9, (Status.MET, 0)),
        (Comparator.EQUAL, 90, 10, (Status.MET, 0)),
        (Comparator.AT_LEAST, 90, 9, (Status.MET, 0)),
        (Comparator.ABOUT, 90, 8, (Status.SHORT, 1)),
        (Comparator.ABOVE, 90, 9, (Status.SHORT, 1)),
        (Comparator.ABOVE, 85, 8, (Status.SHORT, 1)),
        (Comparator.ABOVE, 90, 10, (Status.MET, 0)),
        (Comparator.EQUAL, 85, 8, (Status.SHORT, 1)),
        (Comparator.AT_MOST, 90, 10, (Status.SHORT, 1)),
        (Comparator.AT_MOST, 90, 9, (Status.MET, 0)),
        (Comparator.BELOW, 90, 9, (Status.SHORT, 1)),
    ],
)
def test_comparators_mean_what_they_say(
    catalogue: IndicatorCatalogue,
    comparator: Comparator,
    goal: float,
    numerator: int,
    expected: tuple[Status, float],
) -> None:
    goal_target = target(comparator=comparator, value=goal)
    found = one(catalogue, goal_target, computed(numerator, 10))
    assert (found.status, found.shortfall_count) == expected


@given(reached=st.integers(0, 997), goal=st.integers(0, 1000))
def test_building_the_shortfall_meets_the_target_and_one_less_does_not(
    catalogue: IndicatorCatalogue, reached: int, goal: int
) -> None:
    wish = target(value=goal / 10)
    found = one(catalogue, wish, computed(reached, 997))
    missing = int(found.shortfall_count or 0)
    assert one(catalogue, wish, computed(reached + missing, 997)).status is Status.MET
    if missing:
        almost = computed(reached + missing - 1, 997)
        assert one(catalogue, wish, almost).status is Status.SHORT


def test_a_smaller_rank_is_better(catalogue: IndicatorCatalogue) -> None:
    goal = target(indicator="dti_rank", value=10, unit="thứ hạng")
    for rank, status in ((8, Status.MET), (10, Status.MET), (12, Status.SHORT)):
        value = reported(rank, indicator="dti_rank", unit="thứ hạng")
        assert one(catalogue, goal, value).status is status


def test_villages_without_signal_may_be_fewer(catalogue: IndicatorCatalogue) -> None:
    code = "village_without_mobile_count"
    goal = target(indicator=code, value=5, unit="thôn")
    value = computed(12, 100, indicator=code, value=12, unit="thôn")
    found = one(catalogue, goal, value)
    assert (found.shortfall, found.shortfall_count) == (7, 7)


# Rule 15 of the domain: "not measured yet" is not the same as "not met".
def test_no_value_is_not_the_same_as_zero(catalogue: IndicatorCatalogue) -> None:
    none = one(catalogue, target())
    assert (none.status, none.shortfall) == (Status.NOT_MEASURABLE, None)
    assert none.notes == ("nothing_known",)
    zero = one(catalogue, target(), computed(0, 10))
    assert (zero.status, zero.shortfall) == (Status.SHORT, 100)
    never = one(catalogue, target(indicator="dti_rank", unit="thứ hạng"))
    assert never.notes == ("not_reported",)


def test_computed_and_latest_reported_are_judged_side_by_side(
    catalogue: IndicatorCatalogue,
) -> None:
    values = [reported(90, "2023"), reported(97, "2024-12-31"), computed(8, 10)]
    found = assess(catalogue, [target()], values)
    assert [item.value and item.value.value for item in found] == [80, 97]


def test_an_undated_value_yields_to_a_dated_one(catalogue: IndicatorCatalogue) -> None:
    old, undated = reported(90, "2020"), reported(97, "không nêu năm")
    dated = one(catalogue, target(), old, undated)
    assert dated.value == old
    assert one(catalogue, target(), undated).value == undated


@pytest.mark.parametrize(
    ("value", "unit", "status"),
    [
        (1000, "Mbps", Status.MET),
        (999, "Mb/s", Status.SHORT),
        (1, "Gbps", Status.MET),
        (1000, "MB/s", Status.NOT_MEASURABLE),
        (1000, "", Status.NOT_MEASURABLE),
    ],
)
def test_speeds_are_compared_only_in_units_that_convert(
    catalogue: IndicatorCatalogue, value: float, unit: str, status: Status
) -> None:
    code = "urban_organisation_average_speed"
    goal = target(indicator=code, value=1, unit="Gb/s")
    found = one(catalogue, goal, reported(value, indicator=code, unit=unit))
    assert found.status is status
    assert (f"unit_mismatch:{unit}" in found.notes) is (status is Status.NOT_MEASURABLE)


def test_a_target_of_an_unknown_indicator_is_kept(
    catalogue: IndicatorCatalogue,
) -> None:
    goal = target(indicator="ghost")
    found = one(catalogue, goal, reported(1, indicator="ghost"))
    assert found.status is Status.NOT_MEASURABLE
    assert found.notes == ("indicator_unknown",)


@pytest.mark.parametrize(
    ("period", "note"),
    [
        ("không nêu năm", "due_unknown"),
        ("2025 (không nêu rõ)", "due_not_stated"),
        ("2030", "not_due"),
    ],
)
def test_what_is_odd_about_the_due_date_is_noted(
    catalogue: IndicatorCatalogue, period: str, note: str
) -> None:
    found = one(catalogue, target(period=period), as_of=date(2026, 1, 1))
    assert note in found.notes


def test_a_target_met_before_its_year_is_noted(catalogue: IndicatorCatalogue) -> None:
    assert "already_met" in one(catalogue, target(), reported(100, "2024")).notes
    assert "already_met" not in one(catalogue, target(), reported(100, "2025")).notes
    early, late = date(2025, 6, 1), date(2026, 1, 1)
    full = computed(10, 10)
    assert "already_met" in one(catalogue, target(), full, as_of=early).notes
    assert "already_met" not in one(catalogue, target(), full, as_of=late).notes


def test_what_is_unknown_may_decide(catalogue: IndicatorCatalogue) -> None:
    sure = one(catalogue, target(value=50), computed(9, 10, unknown=1))
    assert "unknown_decides" not in sure.notes
    unsure = one(catalogue, target(), computed(10, 10, unknown=1))
    assert unsure.status is Status.NOT_MEASURABLE
    assert unsure.notes == ("unknown_decides",)
    lost = one(catalogue, target(), computed(8, 10, unknown=1))
    assert lost.status is Status.SHORT


# Rule 3 of the domain: both fibre targets stay, the later rules, below the national.
def test_the_fibre_targets_of_bac_kan_carry_their_conflict(
    catalogue: IndicatorCatalogue, national: NationalTargets
) -> None:
    code = "household_fibre_access_ratio"
    old = target(id="I007", indicator=code)
    new = target(id="I040", indicator=code, value=85, document="later")
    found = assess(
        catalogue,
        [old, new, *national.targets],
        [],
        documents=[PLAN, LATER, *national.documents],
    )
    notes = {item.target.id: item.notes for item in found}
    assert notes["I007"][:2] == ("conflicts_with:I040", "superseded_by:I040")
    assert notes["I040"][:2] == (
        "conflicts_with:I007",
        f"below_national:qd-36-2024/{code}/2025",
    )


def test_every_note_is_explained(
    catalogue: IndicatorCatalogue, national: NationalTargets
) -> None:
    found = assess(catalogue, national.targets, [], documents=national.documents)
    codes = {note.partition(":")[0] for item in found for note in item.notes}
    assert codes <= set(NOTES)


def _judgement(item: Assessment) -> tuple[Any, ...]:
    return item.target.id, item.status, item.shortfall, item.shortfall_count


@settings(max_examples=30)
@given(
    place=st.integers(0, 29),
    goal=st.floats(0, 200),
    printed=st.lists(st.floats(0, 120), min_size=30, max_size=30),
)
def test_changing_one_target_changes_only_its_own_judgement(
    catalogue: IndicatorCatalogue,
    national: NationalTargets,
    place: int,
    goal: float,
    printed: list[float],
) -> None:
    values = [
        reported(value, indicator=item.indicator, unit=item.unit)
        for value, item in zip(printed, national.targets, strict=True)
    ]
    changed = list(national.targets)
    changed[place] = replace(changed[place], value=goal)
    before = assess(catalogue, national.targets, values)
    after = assess(catalogue, changed, values)
    name = changed[place].id
    assert [_judgement(item) for item in before if item.target.id != name] == [
        _judgement(item) for item in after if item.target.id != name
    ]


@given(rng=st.randoms())
def test_the_order_of_targets_and_values_does_not_matter(
    catalogue: IndicatorCatalogue, national: NationalTargets, rng: random.Random
) -> None:
    values = [reported(50), reported(60), computed(3, 4), computed(2, 4)]
    targets = [target(), *national.targets]
    expected = assess(catalogue, targets, values, documents=national.documents)
    rng.shuffle(values)
    rng.shuffle(targets)
    found = assess(catalogue, targets, values, documents=national.documents)
    assert found == expected


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_a_number_that_is_none_is_refused(
    catalogue: IndicatorCatalogue, number: float
) -> None:
    with pytest.raises(InvalidInputError, match="finite"):
        assess(catalogue, [target(value=number)], [])
    with pytest.raises(InvalidInputError, match="village_4g_ratio"):
        assess(catalogue, [], [reported(number)])
