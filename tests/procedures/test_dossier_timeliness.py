"""Which dossiers were in time: golden days, laws, agreement with a walk."""
# ruff: noqa: DTZ001 - dossiers tell Viet Nam's time, without an offset

import importlib.util
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from hatangso.io.dossier_files import read_dossiers
from hatangso.model.dossier import Dossier
from hatangso.procedures.calendar_rules import (
    CalendarRules,
    DayPart,
    SpecialDays,
    Switch,
)
from hatangso.procedures.timeliness import STATES, judge
from hatangso.procedures.totals import totals
from hatangso.workflows.procedures import procedure_rules
from procedures.plain_timeliness import PlainCalendar, plain_judgement

RULES = procedure_rules()
AS_OF = datetime(2026, 12, 31, 17)
BENCHMARK = Path(__file__).parents[2] / "benchmarks/procedures/year.py"


def _half(month: int, part: DayPart) -> SpecialDays:
    first, last = date(2026, month, 1), date(2026, month, 28)
    return SpecialDays(first, "nửa ngày", "test", assumption=True, last=last, part=part)


HALF_OFF = (_half(3, DayPart.AFTERNOON), _half(4, DayPart.MORNING))
HALF_WORKED = (_half(2, DayPart.MORNING), _half(4, DayPart.AFTERNOON))


def dossier(received: datetime, **told: object) -> Dossier:
    given = {
        "due": None, "term_days": 0, "returned": None, "is_cancelled": False,
        "supplements": (), **told,
    }  # fmt: skip
    return Dossier("1", "P", "A", "F", received, row=2, **given)  # type: ignore[arg-type]


def judged(
    one: Dossier, rules: CalendarRules = RULES, as_of: datetime = AS_OF
) -> tuple[str, datetime | None, int]:
    found = judge([one], rules, as_of=as_of)
    deadline = found.deadline[0].astype(datetime)
    return str(STATES[found.state[0]]), deadline, int(found.late_min[0])


def switched(name: str, *, value: bool) -> CalendarRules:
    return RULES.__class__(
        **{
            field: getattr(RULES, field)
            for field in RULES.__struct_fields__
            if field != name
        },
        **{name: Switch(value=value, unit="yes or no", source="test", assumption=True)},
    )


def year_module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("procedure_year", BENCHMARK)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_five_working_days_before_tet_2026_end_after_it() -> None:
    # Tuesday 10/2: 11, 12, 13 February, then Tết to the 22nd, then 23 and 24.
    one = dossier(datetime(2026, 2, 10, 9), term_days=5)
    assert judged(one)[1] == datetime(2026, 2, 25)


def test_a_made_up_saturday_is_a_working_day() -> None:
    # Friday 21/8/2026; Saturday 22/8 is worked for Monday 31/8.
    one = dossier(datetime(2026, 8, 21, 9), term_days=1)
    assert judged(one)[1] == datetime(2026, 8, 23)


def test_an_hour_late_over_a_weekend_is_an_hour() -> None:
    one = dossier(
        datetime(2026, 3, 2, 8),
        due=datetime(2026, 3, 6, 17),
        returned=datetime(2026, 3, 9, 8, 30),
    )
    assert judged(one) == ("late", datetime(2026, 3, 6, 17), 60)


def test_the_minute_of_the_deadline_is_in_time_and_the_next_is_not() -> None:
    due = datetime(2026, 3, 6, 16)
    one = dossier(datetime(2026, 3, 2, 8), due=due, returned=due)
    assert judged(one) == ("on_time", due, 0)
    waits = replace(one, returned=None)
    assert judged(waits, as_of=due)[0] == "waiting"
    after = due + timedelta(minutes=1)
    assert judged(replace(one, returned=after)) == ("late", due, 1)
    assert judged(waits, as_of=after) == ("waiting_late", due, 1)


def test_a_deadline_on_sunday_is_that_of_monday() -> None:
    one = dossier(
        datetime(2026, 3, 2, 8),
        due=datetime(2026, 3, 9),
        returned=datetime(2026, 3, 9, 16),
    )
    assert judged(one)[:2] == ("on_time", datetime(2026, 3, 10))
    strict = switched("deadline_moves_off_days_off", value=False)
    assert judged(one, strict)[0] == "late"


def test_time_for_a_supplement_is_not_the_offices_unless_told() -> None:
    one = dossier(
        datetime(2026, 3, 2, 8),
        due=datetime(2026, 3, 6, 17),
        returned=datetime(2026, 3, 9, 11),
        supplements=((datetime(2026, 3, 3, 7, 30), datetime(2026, 3, 4, 7, 30)),),
    )
    assert judged(one)[:2] == ("on_time", datetime(2026, 3, 9, 17))
    assert judged(one, switched("supplement_stops_clock", value=False))[0] == "late"


def test_an_open_supplement_suspends_however_long_it_takes() -> None:
    one = dossier(
        datetime(2026, 3, 2, 8),
        due=datetime(2026, 3, 6, 17),
        supplements=((datetime(2026, 3, 3, 8), None),),
    )
    assert judged(one)[0] == "suspended"
    counted = switched("supplement_stops_clock", value=False)
    assert judged(one, counted)[0] == "waiting_late"


def test_a_supplement_asked_for_after_the_deadline_saves_nothing() -> None:
    one = dossier(
        datetime(2026, 3, 2, 8),
        due=datetime(2026, 3, 6, 17),
        supplements=((datetime(2026, 3, 10, 8), None),),
    )
    assert judged(one)[0] == "waiting_late"


def test_what_happens_later_has_not_happened() -> None:
    one = dossier(
        datetime(2026, 3, 2, 8),
        due=datetime(2026, 3, 6, 17),
        returned=datetime(2026, 3, 5, 8),
    )
    assert judged(one)[0] == "early"
    assert judged(one, as_of=datetime(2026, 3, 4))[0] == "waiting"
    assert judged(one, as_of=datetime(2026, 3, 1))[0] == "not_yet"


def test_without_a_deadline_or_cancelled_a_dossier_is_counted_apart() -> None:
    assert judged(dossier(datetime(2026, 3, 2)))[0] == "no_deadline"
    cancelled = dossier(datetime(2026, 3, 2), term_days=3, is_cancelled=True)
    assert judged(cancelled)[0] == "cancelled"


def test_an_office_is_done_with_its_result_unless_told_otherwise() -> None:
    one = dossier(
        datetime(2026, 3, 2, 8),
        due=datetime(2026, 3, 4, 17),
        resolved=datetime(2026, 3, 4, 16),
        returned=datetime(2026, 3, 9, 9),
    )
    assert judged(one)[0] == "on_time"
    rules = switched("resolution_ends_handling", value=False)
    assert judged(one, rules)[0] == "late"


def test_an_afternoon_off_is_no_delay() -> None:
    off = SpecialDays(
        date(2026, 3, 4), "họp", "tỉnh", assumption=False, part=DayPart.AFTERNOON
    )
    one = dossier(
        datetime(2026, 3, 2, 8),
        due=datetime(2026, 3, 4, 11),
        returned=datetime(2026, 3, 5, 8),
    )
    # Half an hour to 11:30, and half an hour from 7:30 of the next day.
    assert judged(one, structs.replace(RULES, own_day_off=(off,)))[2] == 60
    assert judged(one)[2] == 60 + 240


def test_no_dossiers_at_all_are_judged_to_nothing() -> None:
    found = judge([], RULES, as_of=AS_OF)
    assert totals([], found, waiting_late_counts=True) == ()


moments = st.integers(0, 500 * 1440).map(
    lambda minutes: datetime(2025, 10, 1) + timedelta(minutes=minutes)
)


@st.composite
def dossiers(draw: st.DrawFn) -> Dossier:
    received, *others = sorted(draw(st.lists(moments, min_size=6, max_size=6)))
    is_done, is_open = draw(st.booleans()), draw(st.booleans())
    first, second, third, fourth, end = others
    pauses: list[tuple[datetime, datetime | None]] = [(first, second), (third, fourth)]
    pauses = pauses[: draw(st.integers(0, 2))]
    if pauses and is_open:
        pauses[-1] = pauses[-1][0], None
    due = draw(st.none() | st.sampled_from(others))
    if due and draw(st.booleans()):
        due = datetime(due.year, due.month, due.day) + timedelta(days=1)
    return dossier(
        received,
        due=due,
        term_days=draw(st.sampled_from([0, 1, 5, 30])),
        returned=end if is_done else None,
        resolved=draw(st.sampled_from([None, fourth])) if is_done else None,
        is_cancelled=draw(st.sampled_from([False, False, False, True])),
        supplements=tuple(pauses),
    )


@settings(max_examples=150, deadline=None)
@given(
    cases=st.lists(dossiers(), min_size=1, max_size=20),
    as_of=moments,
    stops=st.booleans(),
    has_halves=st.booleans(),
)
def test_the_fast_judgement_is_that_of_a_walk(
    cases: list[Dossier], as_of: datetime, *, stops: bool, has_halves: bool
) -> None:
    rules = switched("supplement_stops_clock", value=stops)
    if has_halves:
        rules = structs.replace(rules, own_day_off=HALF_OFF, own_make_up=HALF_WORKED)
    plain = PlainCalendar(rules)
    found = judge(cases, rules, as_of=as_of)
    for number, one in enumerate(cases):
        fast = (
            str(STATES[found.state[number]]),
            found.deadline[number].astype(datetime),
            int(found.late_min[number]),
        )
        assert fast == plain_judgement(one, plain, as_of), one


@settings(max_examples=50, deadline=None)
@given(dossiers(), st.integers(1, 10_000))
def test_a_later_result_is_never_less_late(one: Dossier, more_min: int) -> None:
    if one.returned is None or one.is_cancelled:
        return
    closed = replace(one, supplements=tuple(p for p in one.supplements if p[1]))
    after = replace(closed, returned=closed.returned + timedelta(minutes=more_min))  # type: ignore[operator]
    as_of = datetime(2028, 1, 1)
    assert judged(after, as_of=as_of)[2] >= judged(closed, as_of=as_of)[2]


def _agrees(folder: Path, count: int) -> None:
    year = year_module()
    year.write_year(folder / "year.csv", count)
    read = read_dossiers(folder / "year.csv")
    assert read.rows == count
    assert len(read.dossiers) == count
    found = judge(read.dossiers, RULES, as_of=AS_OF)
    plain = PlainCalendar(RULES)
    walked = [plain_judgement(one, plain, AS_OF) for one in read.dossiers]
    assert [str(STATES[state]) for state in found.state] == [w[0] for w in walked]
    assert found.late_min.tolist() == [w[2] for w in walked]
    assert found.deadline.astype(datetime).tolist() == [w[1] for w in walked]
    groups = totals(
        [one.agency for one in read.dossiers], found, waiting_late_counts=True
    )
    assert sum(group.dossiers for group in groups) == count
    assert len(np.unique(found.state)) > 5


def test_a_year_in_small_agrees_with_the_walk(tmp_path: Path) -> None:
    _agrees(tmp_path, 3_000)


@pytest.mark.heavy
def test_a_year_of_200_000_dossiers_agrees_with_the_walk(tmp_path: Path) -> None:
    _agrees(tmp_path, 200_000)
