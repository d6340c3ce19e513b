"""Dossiers that one-stop offices of a province received within a year."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from random import Random

from hatangso.packs.digital_records.agencies import Body
from hatangso.packs.digital_records.ground import DigitalGround, Table, catalogues
from hatangso.procedures.working_calendar import working_calendar
from hatangso.workflows.procedures import procedure_rules

__all__ = ["dossiers_table"]

_DOSSIERS = 2600
_COLUMNS = (
    *("Mã hồ sơ", "Thủ tục", "Cơ quan", "Lĩnh vực", "Ngày tiếp nhận"),
    *("Ngày hẹn trả", "Ngày trả kết quả", "Trạng thái", "Ngày yêu cầu bổ sung"),
    "Ngày bổ sung",
)
# Shares of what asks for a supplement, is handled early, and by the deadline.
_ASKED, _EARLY, _BY_DEADLINE = 0.06, 0.72, 0.955
_OPENS_MIN, _NOON_MIN, _NOON_LASTS_MIN, _DAY_MIN = 7 * 60 + 40, 220, 90, 430
# The first working day from a day on, it among them.
Working = Callable[[date], date]


def dossiers_table(ground: DigitalGround, bodies: tuple[Body, ...]) -> Table:
    """Return dossiers through the year to the day of the data.

    Most are handled early, some late; the newest still wait, some for a supplement.
    """
    draws, working = ground.draws("dossiers"), _working_days(ground.day)
    everyday = catalogues()["procedures"]["everyday"]
    by_tier = {
        tier: [one for one in bodies if one.tier == tier]
        for tier in ("district", "commune")
    }
    departments = {one.id.partition("-")[2]: one for one in bodies}
    weights = [row[4] for row in everyday]
    rows = []
    for number in range(1, _DOSSIERS + 1):
        ago = 364 * (_DOSSIERS - number) // _DOSSIERS
        day = working(ground.day - timedelta(days=ago))
        name, field, tier, days, _ = draws.choices(everyday, weights)[0]
        among = by_tier.get(tier) or [departments[tier]]
        body = among[int(len(among) * draws.random())]
        received = datetime.combine(day, _office_time(draws))
        dates = _handled(ground.day, draws, working, received, days)
        rows.append(
            (
                f"{ground.prefix}-{ground.day.year % 100}-{number:05}",
                *(name, body.name, field, _minute(received), *dates),
            )
        )
    return Table(_COLUMNS, tuple(rows))


def _handled(
    today: date, draws: Random, working: Working, received: datetime, days: int
) -> tuple[object, ...]:
    """Return deadline, result, state, and the two days of a supplement."""
    due = received.date()
    for _ in range(days):
        due = _next(working, due)
    luck, end, asked, given = draws.random(), due, None, None
    if days > 1 and draws.random() < _ASKED:
        asked = _next(working, received.date())
        given = working(asked + timedelta(days=2 + int(5 * draws.random())))
        end = working(due + (given - asked))
    if luck < _EARLY and days > 1:
        back = min(_next(working, given or received.date()), end)
    elif luck < _BY_DEADLINE:
        back = end
    else:
        back = working(end + timedelta(days=1 + int(9 * draws.random())))
    when = datetime.combine(back, _office_time(draws))
    when = max(when, received + timedelta(minutes=35))
    if asked is not None and asked > today:
        asked = given = None
    if asked is not None and given is not None and given > today:
        return due, None, "Chờ bổ sung", asked, None
    if when.date() > today:
        return due, None, "Đang xử lý", asked, given
    return due, _minute(when), "Đã trả", asked, given


def _office_time(draws: Random) -> time:
    minutes = int(draws.random() * _DAY_MIN)
    minutes += _OPENS_MIN + (_NOON_LASTS_MIN if minutes >= _NOON_MIN else 0)
    return time(minutes // 60, minutes % 60)


def _working_days(today: date) -> Working:
    """Return the calendar of offices around a year, with its days off."""
    first, last = today - timedelta(days=400), today + timedelta(days=120)
    is_working = working_calendar(procedure_rules(), first, last).is_working

    def working(day: date) -> date:
        while not is_working[(day - first).days]:
            day += timedelta(days=1)
        return day

    return working


def _next(working: Working, day: date) -> date:
    return working(day + timedelta(days=1))


def _minute(when: datetime) -> str:
    return when.strftime("%Y-%m-%d %H:%M")
