"""When offices work, as data: days off, make-up days, hours, how time is counted."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Any

import msgspec

from hatangso.errors import InvalidInputError

__all__ = [
    "CalendarRules",
    "DayPart",
    "Ratio",
    "SpecialDays",
    "Switch",
    "calendar_rules",
]

_LISTS = ("day_off", "make_up")
_DAY_MIN = 24 * 60


class DayPart(StrEnum):
    """Which half of a day; noon parts them."""

    MORNING = "morning"
    AFTERNOON = "afternoon"


class SpecialDays(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Days that are not as their weekday says.

    Attributes:
        last: None when it is one day.
        part: Half of each of the days; None when they are whole.
        source: Where it was read.
        assumption: True while nobody held it against the announcement.
    """

    first: date
    name: str
    source: str
    assumption: bool
    last: date | None = None
    part: DayPart | None = None

    @property
    def until(self) -> date:
        """Return the last of the days."""
        return self.last or self.first


class Weekdays(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Days of the week that are worked; Monday is 1."""

    value: tuple[int, ...]
    unit: str
    source: str
    assumption: bool


class Hours(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Times of day from and to which offices work, in order: ``("07:30", "11:30")``."""

    value: tuple[tuple[str, str], ...]
    unit: str
    source: str
    assumption: bool

    @property
    def minutes(self) -> tuple[tuple[int, int], ...]:
        """Return the same as minutes from midnight."""
        return tuple((_minute(first), _minute(last)) for first, last in self.value)


class Switch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A rule that holds or does not."""

    value: bool
    unit: str
    source: str
    assumption: bool


class Ratio(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A share from 0 to 1."""

    value: Annotated[float, msgspec.Meta(ge=0, le=1)]
    unit: str
    source: str
    assumption: bool


class CalendarRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When offices work, and how a dossier's time is counted.

    Attributes:
        supplement_stops_clock: Whether waiting for a supplement costs the office time.
        deadline_moves_off_days_off: Whether a deadline on a day off is that of the next
            working day.
        waiting_late_counts: Whether a dossier past its deadline that still waits counts
            against the ratio.
        resolution_ends_handling: Whether the office is done when the result is there,
            not first when the citizen has it.
        lowest_on_time_ratio: Below it an agency is a concern.
        day_off: Of the country.
        make_up: Of the country: worked instead of a day off.
        own_day_off: Of the province; they outweigh those of the country.
        own_make_up: Likewise.
    """

    working_weekdays: Weekdays
    hours: Hours
    supplement_stops_clock: Switch
    deadline_moves_off_days_off: Switch
    waiting_late_counts: Switch
    resolution_ends_handling: Switch
    lowest_on_time_ratio: Ratio
    day_off: tuple[SpecialDays, ...] = ()
    make_up: tuple[SpecialDays, ...] = ()
    own_day_off: tuple[SpecialDays, ...] = ()
    own_make_up: tuple[SpecialDays, ...] = ()

    @property
    def known_years(self) -> frozenset[int]:
        """Return the years of which at least one day off is known."""
        return frozenset(day.first.year for day in (*self.day_off, *self.own_day_off))


def calendar_rules(
    shipped: Mapping[str, Any], own: Mapping[str, Any] | None = None
) -> CalendarRules:
    """Build the rules from the shipped files and a province's own.

    Args:
        shipped: ``handling.toml`` and ``holidays.toml`` as one mapping.
        own: Any table of the first, whole, and days of its own.

    Raises:
        InvalidInputError: A table is incomplete or unknown, hours are out of order, a
            day is off and worked in one file; the message names it all.
    """
    over = dict(own or {})
    wrong = sorted(over.keys() - set(CalendarRules.__struct_fields__[:-2]))
    days = {f"own_{name}": over.pop(name, ()) for name in _LISTS}
    text = "the working calendar cannot be used: {problems}"
    if wrong:
        unknown = f"unknown entries {', '.join(wrong)}"
        raise InvalidInputError(text, problems=unknown)
    try:
        rules = msgspec.convert({**shipped, **over, **days}, CalendarRules)
        problems = _problems(rules)
    except (msgspec.ValidationError, ValueError) as error:
        raise InvalidInputError(text, problems=str(error)) from error
    if problems:
        raise InvalidInputError(text, problems="; ".join(problems))
    return rules


def _problems(rules: CalendarRules) -> list[str]:
    problems = [
        f"{day} is no day of the week: write 1 to 7"
        for day in rules.working_weekdays.value
        if not 1 <= day <= 7  # noqa: PLR2004 - days of a week
    ]
    if not rules.working_weekdays.value:
        problems.append("no day of the week is worked")
    ends = [minute for span in rules.hours.minutes for minute in span]
    if not ends or any(b <= a for a, b in pairwise(ends)):
        problems.append("the hours are not in order: 07:30 to 11:30, 13:00 to 17:00")
    for off, worked in (
        (rules.day_off, rules.make_up),
        (rules.own_day_off, rules.own_make_up),
    ):
        problems += _day_problems(off, worked)
    return problems


def _day_problems(
    off: Sequence[SpecialDays], worked: Sequence[SpecialDays]
) -> list[str]:
    problems = [
        f"{day.name} ends on {day.last} before it begins on {day.first}"
        for day in (*off, *worked)
        if day.until < day.first
    ]
    problems += [
        f"{one.name} ({one.first}) is worked and off"
        for one in worked
        for other in off
        if one.first <= other.until and other.first <= one.until
        # The morning may be off and the afternoon worked.
        if None in {one.part, other.part} or one.part is other.part
    ]
    return problems


def _minute(text: str) -> int:
    hour, _, minute = text.partition(":")
    if not (hour.isdigit() and minute.isdigit()):
        msg = f'"{text}" is no time of day: write 07:30'
        raise ValueError(msg)
    found = int(hour) * 60 + int(minute)
    if int(minute) >= 60 or found > _DAY_MIN:  # noqa: PLR2004 - minutes of an hour
        msg = f'"{text}" is no time of day: write 07:30'
        raise ValueError(msg)
    return found
