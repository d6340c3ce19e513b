"""The working calendar: its data, its laws, and a province's own days."""

from datetime import date, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.errors import InvalidInputError, OutOfRangeError
from hatangso.io.parameter_files import shipped_parameters
from hatangso.procedures.calendar_rules import CalendarRules, calendar_rules
from hatangso.procedures.working_calendar import working_calendar

# ruff: noqa: DTZ001 - Viet Nam's time, without an offset
SHIPPED = {
    **shipped_parameters("procedures", "handling.toml"),
    **shipped_parameters("procedures", "holidays.toml"),
}
RULES = calendar_rules(SHIPPED)
YEARS = working_calendar(RULES, date(2024, 1, 1), date(2027, 12, 31))


def works(day: date, rules: CalendarRules = RULES) -> bool:
    return bool(working_calendar(rules, day, day).is_working[0])


def at(moment: datetime) -> np.ndarray:
    return np.array([moment], dtype="datetime64[m]")


@pytest.mark.parametrize(
    ("first", "working_days"),
    # Weekdays of the year less those off, plus Saturdays worked.
    [(2024, 251), (2025, 250), (2026, 250), (2027, 250)],
)
def test_a_year_has_so_many_working_days(first: int, working_days: int) -> None:
    year = working_calendar(RULES, date(first, 1, 1), date(first, 12, 31))
    special = sum(
        (one.until - one.first).days + 1
        for one in RULES.day_off
        if one.first.year == first
    )
    assert special >= 11
    assert int(year.is_working.sum()) == working_days


def test_every_year_has_the_eleven_days_of_the_labour_code() -> None:
    for year in (2024, 2025, 2026, 2027):
        off = {one.first for one in RULES.day_off if one.first.year == year}
        fixed = {date(year, 1, 1), date(year, 9, 2)}
        assert fixed <= off
        assert not works(date(year, 4, 30))
        assert not works(date(year, 5, 1))


def test_every_day_off_on_the_list_has_a_source() -> None:
    assert all(one.source and one.name for one in (*RULES.day_off, *RULES.make_up))


minutes = st.integers(0, 4 * 365 * 1440)


@given(minutes, minutes, minutes)
def test_working_time_adds_up_and_never_runs_back(a: int, b: int, c: int) -> None:
    start = np.datetime64("2024-01-01T00:00", "m")
    told = start + np.sort(np.array([a, b, c])).astype("timedelta64[m]")
    worked = YEARS.worked_min(told)
    assert np.all(np.diff(worked) >= 0)
    assert np.all(np.diff(worked) <= np.diff(told).astype(np.int64))
    days = YEARS.days_between(told[:-1], told[1:])
    assert days.sum() == YEARS.days_between(told[:1], told[2:])[0]


@given(st.integers(1, 900 * 480))
def test_the_moment_of_so_much_work_has_so_much_work_before_it(worked: int) -> None:
    moment = YEARS.moment_at(np.array([worked]))
    assert YEARS.worked_min(moment)[0] == worked
    assert YEARS.worked_min(moment - np.timedelta64(1, "m"))[0] == worked - 1


def test_a_working_day_has_eight_hours_without_its_break() -> None:
    day = at(datetime(2026, 3, 2))
    ends = day + np.timedelta64(1, "D")
    assert YEARS.worked_min(ends) - YEARS.worked_min(day) == 480
    noon = at(datetime(2026, 3, 2, 12, 30))
    assert YEARS.worked_min(noon) - YEARS.worked_min(day) == 240


def test_a_province_adds_days_off_and_works_others() -> None:
    own = {
        "day_off": [
            {"first": date(2026, 11, 24), "name": "Ngày Văn hóa", "source": "tỉnh",
             "assumption": False}
        ],
        "make_up": [
            {"first": date(2026, 1, 2), "name": "Không hoán đổi", "source": "tỉnh",
             "assumption": False}
        ],
    }  # fmt: skip
    rules = calendar_rules(SHIPPED, own)
    assert works(date(2026, 11, 24))
    assert not works(date(2026, 11, 24), rules)
    assert not works(date(2026, 1, 2))
    assert works(date(2026, 1, 2), rules)


def test_half_a_day_off_leaves_the_other_half() -> None:
    own = {
        "day_off": [
            {"first": date(2026, 3, 2), "part": "afternoon", **SPECIAL},
        ],
        "make_up": [
            {"first": date(2026, 3, 7), "part": "morning", **SPECIAL},
        ],
    }
    rules = calendar_rules(SHIPPED, own)
    days = working_calendar(rules, date(2026, 3, 1), date(2026, 3, 9))
    # Sunday, Monday's morning, four whole days, Saturday's morning, Sunday, Monday.
    assert np.diff(days.minutes_before).tolist() == [0, 240, *[480] * 4, 240, 0, 480]
    assert days.is_working.sum() == 7


def test_a_morning_off_and_its_afternoon_worked_are_no_contradiction() -> None:
    told = {"first": date(2026, 3, 7), **SPECIAL}
    own = {
        "day_off": [{"part": "morning", **told}],
        "make_up": [{"part": "afternoon", **told}],
    }
    assert calendar_rules(SHIPPED, own).own_day_off
    with pytest.raises(InvalidInputError, match="worked and off"):
        calendar_rules(SHIPPED, {**own, "make_up": [told]})


SPECIAL = {"name": "x", "source": "x", "assumption": True}
MAY = date(2026, 5, 2)
SPAN = {"unit": "x", "source": "x", "assumption": True}


@pytest.mark.parametrize(
    ("own", "problem"),
    [
        ({"hollidays": []}, "unknown entries hollidays"),
        ({"hours": {"value": [["8:00", "25:00"]], **SPAN}}, "25:00"),
        ({"hours": {"value": [["13:00", "17:00"], ["8:00", "9:00"]], **SPAN}}, "order"),
        ({"hours": {"value": [], **SPAN}}, "order"),
        ({"working_weekdays": {"value": [0, 8], **SPAN}}, "0 is no day of the week"),
        ({"working_weekdays": {"value": [], **SPAN}}, "no day of the week is worked"),
        ({"day_off": [{"first": "hôm nay", **SPECIAL}]}, "first"),
        ({"day_off": [{"first": MAY, "part": "tối", **SPECIAL}]}, "part"),
        (
            {"day_off": [{"first": MAY, "last": date(2026, 5, 1), **SPECIAL}]},
            "ends on 2026-05-01 before",
        ),
        (
            {
                "day_off": [{"first": date(2026, 5, 2), **SPECIAL}],
                "make_up": [{"first": date(2026, 5, 2), **SPECIAL}],
            },
            "worked and off",
        ),
    ],
)  # fmt: skip
def test_a_calendar_that_cannot_be_says_why(
    own: dict[str, object], problem: str
) -> None:
    with pytest.raises(InvalidInputError, match=problem):
        calendar_rules(SHIPPED, own)


def test_a_moment_outside_is_refused() -> None:
    with pytest.raises(OutOfRangeError, match="2024-01-01 to 2027-12-31"):
        YEARS.worked_min(at(datetime(2023, 12, 31)))
    with pytest.raises(OutOfRangeError):
        YEARS.moment_at(np.array([10_000_000]))
    with pytest.raises(OutOfRangeError):
        YEARS.end_after_days(at(datetime(2027, 12, 31)), np.array([9]))
