"""Working time between moments, from sums made once: a day is a row, not a walk."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from hatangso.errors import OutOfRangeError
from hatangso.procedures.calendar_rules import CalendarRules, DayPart, SpecialDays
from hatangso.units import BoolArray, IntArray

__all__ = ["Moments", "WorkingCalendar", "working_calendar"]

# Minutes of Viet Nam's time, as NumPy's datetime64[m].
Moments = NDArray[np.datetime64]
_DAY_MIN = 24 * 60
_NOON_MIN = 12 * 60
# How a day is worked: 1 for its morning, 2 for its afternoon, both added.
_MORNING, _AFTERNOON = 1, 2
_HALVES = {
    None: _MORNING | _AFTERNOON,
    DayPart.MORNING: _MORNING,
    DayPart.AFTERNOON: _AFTERNOON,
}
_MINUTE = "datetime64[m]"


@dataclass(frozen=True)
class WorkingCalendar:
    """The working time of a stretch of days.

    Attributes:
        first_day: As days from 1970.
        is_working: By day; half of it is enough.
        halves: By day: 0 for off, 1 for the morning, 2 for the afternoon, 3 for both.
        within_min: Working minutes of such a day before each minute, 0 to 1440; a row
            each of the four.
        minutes_before: Working minutes before each day, and after the last.
        days_before: Working days before each day, and after the last.
    """

    first_day: int
    is_working: BoolArray
    halves: IntArray
    within_min: IntArray
    minutes_before: IntArray
    days_before: IntArray

    def worked_min(self, moments: Moments) -> IntArray:
        """Return the working minutes from the calendar's first day to each moment.

        Raises:
            OutOfRangeError: A moment lies outside the calendar.
        """
        day, minute = self._split(moments)
        return self.minutes_before[day] + self.within_min[self.halves[day], minute]

    def days_between(self, start: Moments, end: Moments) -> IntArray:
        """Return the working days after the day of one moment up to that of another.

        Raises:
            OutOfRangeError: A moment lies outside the calendar.
        """
        after = self.days_before[self._split(start)[0] + 1]
        return self.days_before[self._split(end)[0] + 1] - after

    def moment_at(self, worked_min: IntArray) -> Moments:
        """Return the first moment before which so many working minutes lie.

        Args:
            worked_min: Above zero, as ``worked_min`` counts them.

        Raises:
            OutOfRangeError: The calendar ends before.
        """
        day = np.searchsorted(self.minutes_before, worked_min, side="left") - 1
        self._require_inside(day)
        rest = worked_min - self.minutes_before[day]
        minute = np.zeros_like(rest)
        for halves, within_min in enumerate(self.within_min):
            here = self.halves[day] == halves
            minute[here] = np.searchsorted(within_min, rest[here], side="left")
        return self._moment(day, minute)

    def end_after_days(self, start: Moments, days_n: IntArray) -> Moments:
        """Return midnight after the n-th working day; the first day is not counted.

        Raises:
            OutOfRangeError: The calendar ends before.

        Source:
            Civil Code 2015, Articles 147.2 and 148.6.
        """
        day, _ = self._split(start)
        wanted = self.days_before[day + 1] + days_n
        end = np.searchsorted(self.days_before, wanted, side="left")
        end = np.where(days_n > 0, end, day + 1)
        self._require_inside(end - 1)
        return self._moment(end, np.zeros_like(end))

    def off_days_off(self, deadline: Moments) -> Moments:
        """Return deadlines; of a day off it is the end of the next working day.

        A deadline at midnight belongs to the day that it ends.

        Raises:
            OutOfRangeError: A moment lies outside the calendar.

        Source:
            Civil Code 2015, Article 148.5.
        """
        day, _ = self._split(deadline - np.timedelta64(1, "m"))
        end = np.searchsorted(self.days_before, self.days_before[day] + 1, side="left")
        self._require_inside(end - 1)
        moved = self._moment(end, np.zeros_like(end))
        return np.where(self.is_working[day], deadline, moved)

    def _split(self, moments: Moments) -> tuple[IntArray, IntArray]:
        """Return the row of each moment's day, and its minute."""
        minutes = moments.astype(_MINUTE).astype(np.int64)
        day, minute = np.divmod(minutes - self.first_day * _DAY_MIN, _DAY_MIN)
        self._require_inside(day)
        return day, minute

    def _moment(self, day: IntArray, minute: IntArray) -> Moments:
        return ((day + self.first_day) * _DAY_MIN + minute).astype(_MINUTE)

    def _require_inside(self, day: IntArray) -> None:
        if np.any((day < 0) | (day >= len(self.is_working))):
            first = np.datetime64(self.first_day, "D")
            raise OutOfRangeError(
                "a moment lies outside the working calendar of {first} to {last}",
                first=first,
                last=first + len(self.is_working) - 1,
            )


def working_calendar(rules: CalendarRules, first: date, last: date) -> WorkingCalendar:
    """Return the working time of the days from one to another, both inside.

    The province's days outweigh those of the country, make-up days those off.
    """
    days = np.arange(np.datetime64(first, "D"), np.datetime64(last, "D") + 1)
    # 1 January 1970 was a Thursday.
    weekday = (days.astype(np.int64) + 3) % 7 + 1
    is_usual = np.isin(weekday, rules.working_weekdays.value)
    halves = np.where(is_usual, _HALVES[None], 0)
    for special, works in (
        (rules.day_off, False),
        (rules.make_up, True),
        (rules.own_day_off, False),
        (rules.own_make_up, True),
    ):
        for one in special:
            _lay_over(halves, days, one, works=works)
    within_min = _within_min(rules)
    minutes = within_min[halves, -1]
    is_working = minutes > 0
    return WorkingCalendar(
        first_day=int(days[0].astype(np.int64)),
        is_working=is_working,
        halves=halves,
        within_min=within_min,
        minutes_before=np.concatenate([[0], np.cumsum(minutes)]),
        days_before=np.concatenate([[0], np.cumsum(is_working)]),
    )


def _lay_over(
    halves: IntArray, days: NDArray[np.datetime64], one: SpecialDays, *, works: bool
) -> None:
    """Work or free the halves of the days that are not as their weekday says."""
    first, last = np.datetime64(one.first, "D"), np.datetime64(one.until, "D")
    here = (days >= first) & (days <= last)
    told = _HALVES[one.part]
    halves[here] = halves[here] | told if works else halves[here] & ~told


def _within_min(rules: CalendarRules) -> IntArray:
    """Return the working minutes before each minute, a row for each sort of day."""
    minute = np.arange(_DAY_MIN + 1)
    whole = sum(
        (np.clip(minute - start, 0, end - start) for start, end in rules.hours.minutes),
        start=np.zeros_like(minute),
    )
    morning = whole[np.minimum(minute, _NOON_MIN)]
    return np.stack([np.zeros_like(whole), morning, whole - morning, whole])
