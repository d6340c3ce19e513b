"""The same judgement as the fast one, by walking: slow, and shares no code with it."""

from datetime import date, datetime, time, timedelta

from hatangso.model.dossier import Dossier
from hatangso.procedures.calendar_rules import CalendarRules


class PlainCalendar:
    """Working time by asking every day, one after the other."""

    def __init__(self, rules: CalendarRules) -> None:
        """Keep the rules."""
        self.rules = rules
        self._halves: dict[date, set[str]] = {}
        self.spans = [
            tuple(timedelta(hours=int(t[:2]), minutes=int(t[3:])) for t in span)
            for span in rules.hours.value
        ]

    def halves(self, day: date) -> set[str]:
        """Return which halves of a day are worked: the last word counts."""
        if day not in self._halves:
            both = {"morning", "afternoon"}
            usual = day.isoweekday() in self.rules.working_weekdays.value
            answer = set(both) if usual else set()
            for listed, works in (
                (self.rules.day_off, False),
                (self.rules.make_up, True),
                (self.rules.own_day_off, False),
                (self.rules.own_make_up, True),
            ):
                for one in listed:
                    if one.first <= day <= (one.last or one.first):
                        told = {str(one.part)} if one.part else both
                        answer = answer | told if works else answer - told
            self._halves[day] = answer
        return self._halves[day]

    def works(self, day: date) -> bool:
        """Tell whether a day is worked, or half of it."""
        return any(opens < closes for opens, closes in self.pieces(day))

    def pieces(self, day: date) -> list[tuple[datetime, datetime]]:
        """Return the stretches in which a day is worked."""
        midnight = datetime.combine(day, time())
        noon, evening = midnight + timedelta(hours=12), midnight + timedelta(days=1)
        halves = {"morning": (midnight, noon), "afternoon": (noon, evening)}
        return [
            (max(midnight + a, first), min(midnight + b, last))
            for a, b in self.spans
            for half, (first, last) in halves.items()
            if half in self.halves(day) and midnight + a < last and midnight + b > first
        ]

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
    ends = [one.resolved] if calendar.rules.resolution_ends_handling.value else []
    end_of_all = next((end for end in (*ends, one.returned) if end), None)
    is_known = end_of_all is not None and end_of_all <= as_of
    returned = end_of_all if is_known else None
    pauses = [
        (start, end if end and end <= as_of else returned)
        for start, end in one.supplements
        if start <= as_of
    ]
    deadline, waits = plain_deadline(one, calendar, pauses)
    if deadline and not calendar.rules.supplement_stops_clock.value:
        waits = waits and deadline >= as_of
    is_cancelled = one.is_cancelled and (end_of_all is None or is_known)
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
