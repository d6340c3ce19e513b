"""The same judgement as the fast one, by walking: slow, and shares no code with it."""

from datetime import date, datetime, time, timedelta

from hatangso.model.dossier import Dossier
from hatangso.procedures.calendar_rules import CalendarRules


class PlainCalendar:
    """Working time by asking every day, one after the other."""

    def __init__(self, rules: CalendarRules) -> None:
        """Keep the rules."""
        self.rules = rules
        self._works: dict[date, bool] = {}
        self.spans = [
            tuple(timedelta(hours=int(t[:2]), minutes=int(t[3:])) for t in span)
            for span in rules.hours.value
        ]

    def works(self, day: date) -> bool:
        """Tell whether a day is worked: the last word counts."""
        if day not in self._works:
            answer = day.isoweekday() in self.rules.working_weekdays.value
            for listed, works in (
                (self.rules.day_off, False),
                (self.rules.make_up, True),
                (self.rules.own_day_off, False),
                (self.rules.own_make_up, True),
            ):
                if any(one.first <= day <= (one.last or one.first) for one in listed):
                    answer = works
            self._works[day] = answer
        return self._works[day]

    def pieces(self, day: date) -> list[tuple[datetime, datetime]]:
        """Return the stretches in which a day is worked."""
        midnight = datetime.combine(day, time())
        if not self.works(day):
            return []
        return [(midnight + a, midnight + b) for a, b in self.spans]

    def minutes(self, start: datetime, end: datetime) -> int:
        """Return the working minutes from one moment to a later one."""
        if end < start:
            return -self.minutes(end, start)
        total, day = timedelta(), start.date()
        while day <= end.date():
            for opens, closes in self.pieces(day):
                total += max(timedelta(), min(closes, end) - max(opens, start))
            day += timedelta(days=1)
        return int(total.total_seconds()) // 60

    def later(self, start: datetime, minutes: int) -> datetime:
        """Return the moment at which so many more minutes have been worked."""
        day, left = start.date(), timedelta(minutes=minutes)
        while True:
            for opens, closes in self.pieces(day):
                begins = max(opens, start)
                if closes - begins >= left and closes > begins:
                    return begins + left
                left -= max(timedelta(), closes - begins)
            day += timedelta(days=1)

    def next_working(self, day: date, count: int) -> date:
        """Return the n-th working day after a day."""
        while count:
            day += timedelta(days=1)
            count -= self.works(day)
        return day


def midnight_after(day: date) -> datetime:
    """Return the end of a day."""
    return datetime.combine(day + timedelta(days=1), time())


def plain_deadline(
    one: Dossier,
    calendar: PlainCalendar,
    pauses: list[tuple[datetime, datetime | None]],
) -> tuple[datetime | None, bool]:
    """Return the deadline, and whether the dossier waits for a supplement."""
    rules = calendar.rules
    deadline = one.due
    if deadline is None and one.term_days:
        day = calendar.next_working(one.received.date(), one.term_days)
        deadline = midnight_after(day)
    if deadline and rules.deadline_moves_off_days_off.value:
        day = (deadline - timedelta(minutes=1)).date()
        if not calendar.works(day):
            deadline = midnight_after(calendar.next_working(day, 1))
    waits = False
    for start, end in pauses:
        if end is None:
            waits = deadline is None or start <= deadline
        elif deadline and start <= deadline and rules.supplement_stops_clock.value:
            deadline = paused(deadline, calendar, calendar.minutes(start, end))
    return deadline, waits


def paused(deadline: datetime, calendar: PlainCalendar, minutes: int) -> datetime:
    """Return a deadline moved by working minutes."""
    if not minutes:
        return deadline
    moved = calendar.later(deadline, minutes)
    if deadline.time() != time():
        return moved
    return midnight_after((moved - timedelta(minutes=1)).date())


def plain_judgement(
    one: Dossier, calendar: PlainCalendar, as_of: datetime
) -> tuple[str, datetime | None, int]:
    """Return state, deadline, and working minutes behind it, of one dossier."""
    is_known = one.returned is not None and one.returned <= as_of
    returned = one.returned if is_known else None
    pauses = [
        (start, end if end and end <= as_of else returned)
        for start, end in one.supplements
        if start <= as_of
    ]
    deadline, waits = plain_deadline(one, calendar, pauses)
    if deadline and not calendar.rules.supplement_stops_clock.value:
        waits = waits and deadline >= as_of
    is_cancelled = one.is_cancelled and (one.returned is None or is_known)
    for state, holds in (
        ("not_yet", one.received > as_of),
        ("cancelled", is_cancelled),
        ("suspended", waits),
        ("no_deadline", deadline is None),
    ):
        if holds:
            return state, deadline, 0
    assert deadline is not None
    end = returned or as_of
    late = calendar.minutes(deadline, end)
    is_past = end > deadline
    if returned is None:
        return ("waiting_late" if is_past else "waiting"), deadline, late
    is_before = end.date() < (deadline - timedelta(minutes=1)).date()
    in_time = "early" if is_before else "on_time"
    return ("late" if is_past else in_time), deadline, late
