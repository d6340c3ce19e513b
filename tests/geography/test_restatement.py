"""Counts move between old and new units without a loss, and say how."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hatangso.errors import InvalidInputError
from hatangso.geography.restatement import (
    Count,
    merged_dti_index,
    restate,
    restate_ratio,
)
from hatangso.geography.unit_history import UnitHistory, UnitSize
from hatangso.io.unit_files import shipped_units
from hatangso.model.unit_history import (
    Level,
    SuccessionBasis,
    Successor,
    UnitExistence,
)

BEFORE, EVENT, AFTER = date(2024, 1, 1), date(2025, 7, 1), date(2025, 8, 1)
SHIPPED = shipped_units()
OLD_CODES = sorted(
    unit.code
    for unit in SHIPPED.existences
    if unit.level is Level.COMMUNE and unit.valid_to
)
NEW_CODES = sorted(
    unit.code
    for unit in SHIPPED.existences
    if unit.level is Level.COMMUNE and not unit.valid_to
)
counts = st.integers(min_value=-1_000, max_value=10**12)
bases = st.sampled_from(SuccessionBasis)


def unit(code: str, first: date | None, last: date | None) -> UnitExistence:
    return UnitExistence(code, f"U{code}", "xã", Level.COMMUNE, "", first, last)


def divided_in(*shares: float) -> UnitHistory:
    """One commune that was divided, and one that went whole into the first part."""
    last, first = date(2025, 6, 30), EVENT
    news = [f"9{place:04d}" for place in range(len(shares))]
    return UnitHistory(
        [
            unit("00001", None, last),
            unit("00002", None, last),
            *(unit(code, first, None) for code in news),
        ],
        [
            *(
                Successor("00001", code, EVENT, share, share, share, is_estimated=True)
                for code, share in zip(news, shares, strict=True)
            ),
            Successor("00002", news[0], EVENT, 1.0, 1.0, 1.0),
        ],
        [UnitSize("00001", None, 10.0, 300), UnitSize("00002", None, 30.0, 100)],
    )


def forth(values: dict[str, Count], units: UnitHistory = SHIPPED) -> dict[str, Count]:
    there = restate(values, units, stated_on=BEFORE, to_day=AFTER)
    return {one.unit.code: one.value for one in there}


def test_a_divided_count_follows_its_shares() -> None:
    assert forth({"00001": 101, "00002": 7}, divided_in(0.25, 0.75)) == {
        "90000": 25 + 7,
        "90001": 76,
    }


def test_ties_go_to_the_first_code() -> None:
    assert forth({"00001": 1, "00002": 0}, divided_in(0.5, 0.5)) == {
        "90000": 1,
        "90001": 0,
    }


def test_the_way_back_goes_by_sizes() -> None:
    """In 90000 are 0.25 of 300 people and all of 100: 3 parts of 7 and 4 of 7."""
    back = restate(
        {"90000": 700, "90001": 10},
        divided_in(0.25, 0.75),
        stated_on=AFTER,
        to_day=BEFORE,
    )
    assert [(one.unit.code, one.value) for one in back] == [
        ("00001", 310),
        ("00002", 400),
    ]
    by_area = restate(
        {"90000": 650, "90001": 10},
        divided_in(0.25, 0.75),
        stated_on=AFTER,
        to_day=BEFORE,
        basis=SuccessionBasis.AREA,
    )
    assert [one.value for one in by_area] == [60, 600]
    assert all(one.basis is SuccessionBasis.AREA for one in by_area)


def test_values_say_whether_they_were_restated_and_estimated() -> None:
    units = divided_in(0.25, 0.75)
    same = restate(
        {"00001": 5}, units, stated_on=BEFORE, to_day=EVENT - date.resolution
    )
    assert [(one.is_restated, one.is_estimated) for one in same] == [(False, False)]
    there = restate({"00001": 5, "00002": 5}, units, stated_on=BEFORE, to_day=EVENT)
    assert [(one.is_restated, one.is_estimated) for one in there] == [(True, True)] * 2
    whole = restate({"05455": 5}, SHIPPED, stated_on=BEFORE, to_day=AFTER)
    assert whole[0].is_restated
    assert not whole[0].is_estimated


def test_a_missing_part_leaves_the_sum_incomplete_and_not_zero() -> None:
    units = divided_in(0.25, 0.75)
    for values in ({"00001": 100}, {"00001": 100, "00002": None}):
        first, second = restate(values, units, stated_on=BEFORE, to_day=AFTER)
        assert (first.value, first.missing, first.is_complete) == (
            25,
            ("00002",),
            False,
        )
        assert (second.value, second.is_complete) == (75, True)
    first, second = restate(
        {"00001": None, "00002": 4}, units, stated_on=BEFORE, to_day=AFTER
    )
    assert (first.value, first.missing) == (4, ("00001",))
    assert (second.value, second.missing) == (None, ("00001",))


def test_a_merged_province_knows_that_a_part_is_missing() -> None:
    (ninh_binh,) = restate({"36": 2_000}, SHIPPED, stated_on=BEFORE, to_day=AFTER)
    assert (ninh_binh.value, ninh_binh.missing) == (2_000, ("35", "37"))
    (thai_nguyen,) = restate(
        {"06": 882, "19": 3_000}, SHIPPED, stated_on=BEFORE, to_day=AFTER
    )
    assert (thai_nguyen.value, thai_nguyen.is_complete) == (3_882, True)


def test_a_division_without_sizes_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="nobody knows how large"):
        restate({"24": 5}, SHIPPED, stated_on=AFTER, to_day=BEFORE)


def test_what_nothing_followed_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="huyện Pác Nặm"):
        restate({"060": 5}, SHIPPED, stated_on=BEFORE, to_day=AFTER)


@pytest.mark.parametrize("unit", ["%", "thuê bao/100 dân", "Mb/s", "điểm", "Thứ hạng"])
def test_ratios_are_refused(unit: str) -> None:
    with pytest.raises(InvalidInputError, match="numerator and denominator"):
        restate({}, SHIPPED, stated_on=BEFORE, to_day=AFTER, unit=unit)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), True, "5"])
def test_what_is_no_finite_number_is_refused(value: Count) -> None:
    with pytest.raises(InvalidInputError, match="05455"):
        restate({"05455": value}, SHIPPED, stated_on=BEFORE, to_day=AFTER)


def test_an_unknown_code_is_refused_with_the_day() -> None:
    with pytest.raises(InvalidInputError, match=r"2024-01-01.*99999"):
        restate({"99999": 5}, SHIPPED, stated_on=BEFORE, to_day=AFTER)


def test_a_ratio_goes_through_its_counts() -> None:
    units = divided_in(0.5, 0.5)
    first, second = restate_ratio(
        {"00001": 50, "00002": 10},
        {"00001": 100, "00002": 100},
        units,
        stated_on=BEFORE,
        to_day=AFTER,
    )
    assert (first.ratio, second.ratio) == (35 / 150, 0.5)


def test_a_ratio_speaks_of_the_same_parts_above_and_below() -> None:
    first, _ = restate_ratio(
        {"00001": 50},
        {"00001": 100, "00002": 100},
        divided_in(0.5, 0.5),
        stated_on=BEFORE,
        to_day=AFTER,
    )
    assert first.ratio == 0.5
    assert not first.denominator.is_complete


def test_a_merged_dti_is_the_simple_mean_and_needs_all_parts() -> None:
    merged = merged_dti_index(
        {"06": 0.4, "19": 0.7, "36": 0.6}, SHIPPED, stated_on=BEFORE, to_day=AFTER
    )
    found = {one.unit.name: (one.value, one.missing) for one in merged}
    assert found["Thái Nguyên"] == (pytest.approx(0.55), ())
    assert found["Ninh Bình"] == (None, ("35", "37"))


def test_a_dti_is_of_provinces() -> None:
    with pytest.raises(InvalidInputError, match="index of provinces"):
        merged_dti_index({"05455": 0.5}, SHIPPED, stated_on=BEFORE, to_day=AFTER)


@settings(max_examples=25, deadline=None)
@given(st.dictionaries(st.sampled_from(OLD_CODES), counts, max_size=60), bases)
def test_old_to_new_to_old_keeps_every_total(
    values: dict[str, Count], basis: SuccessionBasis
) -> None:
    there = restate(values, SHIPPED, stated_on=BEFORE, to_day=AFTER, basis=basis)
    middle = {one.unit.code: one.value for one in there}
    back = restate(middle, SHIPPED, stated_on=AFTER, to_day=BEFORE, basis=basis)
    total = sum(value or 0 for value in values.values())
    assert sum(one.value or 0 for one in there) == total
    assert sum(one.value or 0 for one in back) == total
    assert all(one.is_restated for one in (*there, *back))


@settings(max_examples=25, deadline=None)
@given(st.dictionaries(st.sampled_from(NEW_CODES), counts, max_size=60), bases)
def test_new_to_old_to_new_gives_whole_units_back(
    values: dict[str, Count], basis: SuccessionBasis
) -> None:
    back = restate(values, SHIPPED, stated_on=AFTER, to_day=BEFORE, basis=basis)
    again = forth({one.unit.code: one.value for one in back})
    assert sum(value or 0 for value in again.values()) == sum(
        value or 0 for value in values.values()
    )
    for code, value in values.items():
        parts = SHIPPED.steps_to(SHIPPED.unit(code, AFTER))  # type: ignore[arg-type]
        if all(step.share.people_ratio == 1 for step in parts):
            assert again[code] == value


@given(
    st.lists(st.integers(1, 1_000), min_size=1, max_size=6),
    st.integers(min_value=-(10**15), max_value=10**15),
)
def test_no_part_is_off_by_one_or_more(sizes: list[int], value: int) -> None:
    shares = [round(size / sum(sizes), 6) for size in sizes[:-1]]
    shares.append(round(1 - sum(shares), 6))
    parts = forth({"00001": value, "00002": 0}, divided_in(*shares))
    exact = [value * Fraction(repr(share)) for share in shares]
    assert sum(part or 0 for part in parts.values()) == value
    assert all(
        abs((part or 0) - quota) < 1
        for part, quota in zip(parts.values(), exact, strict=True)
    )


def test_every_shipped_commune_goes_there_and_back() -> None:
    values: dict[str, Count] = {code: 100 + int(code) for code in OLD_CODES}
    there = restate(values, SHIPPED, stated_on=BEFORE, to_day=AFTER)
    assert len(there) == len(NEW_CODES)
    assert all(one.is_complete for one in there)
    back = restate(
        {one.unit.code: one.value for one in there},
        SHIPPED,
        stated_on=AFTER,
        to_day=BEFORE,
    )
    assert [one.unit.code for one in back] == OLD_CODES
    assert all(one.is_complete for one in back)


def test_units_may_change_on_any_day() -> None:
    """A later event needs nothing but rows of data."""
    later = date(2026, 4, 30)
    units = UnitHistory(
        [
            unit("1", None, date(2025, 6, 30)),
            unit("2", EVENT, date(2026, 4, 29)),
            unit("3", later, None),
        ],
        [
            Successor("1", "2", EVENT, 1.0, 1.0, 1.0),
            Successor("2", "3", later, 1.0, 1.0, 1.0),
        ],
    )
    (there,) = restate({"1": 7}, units, stated_on=BEFORE, to_day=date(2026, 5, 1))
    (back,) = restate({"3": 7}, units, stated_on=date(2026, 5, 1), to_day=BEFORE)
    assert (there.unit.code, there.value) == ("3", 7)
    assert (back.unit.code, back.value) == ("1", 7)
