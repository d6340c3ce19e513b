"""Dossiers that one-stop offices of a province received within a year."""

from datetime import date, datetime, time, timedelta
from random import Random

from hatangso.packs.digital_records.agencies import Body
from hatangso.packs.digital_records.ground import DigitalGround, Table, catalogues

__all__ = ["dossiers_table"]

_DOSSIERS = 2600
_COLUMNS = (
    *("Mã hồ sơ", "Thủ tục", "Cơ quan", "Lĩnh vực", "Ngày tiếp nhận"),
    *("Ngày hẹn trả", "Ngày trả kết quả", "Trạng thái", "Ngày yêu cầu bổ sung"),
    "Ngày bổ sung",
)
_SATURDAY = 5


def dossiers_table(ground: DigitalGround, bodies: tuple[Body, ...]) -> Table:
    """Return dossiers through the year to the day of the data.

    Most are handled early, some late; the newest still wait, some for a supplement.
    """
    draws = ground.draws("dossiers")
    everyday = catalogues()["procedures"]["everyday"]
    by_tier = {
        tier: [one for one in bodies if one.tier == tier]
        for tier in ("district", "commune")
    }
    departments = {one.id.partition("-")[2]: one for one in bodies}
    weights = [row[4] for row in everyday]
    rows = []
    for number in range(1, _DOSSIERS + 1):
        day = _working(
            ground.day - timedelta(days=365 * (_DOSSIERS - number) // _DOSSIERS)
        )
        name, field, tier, days, _ = draws.choices(everyday, weights)[0]
        among = by_tier.get(tier) or [departments[tier]]
        body = among[int(len(among) * draws.random())]
        received = datetime.combine(day, _office_time(draws))
        dates = _handled(ground, draws, received, days)
        rows.append(
            (
                f"{ground.prefix}-{ground.day.year % 100}-{number:05}",
                *(name, body.name, field, _minute(received), *dates),
            )
        )
    return Table(_COLUMNS, tuple(rows))


def _handled(
    ground: DigitalGround, draws: Random, received: datetime, days: int
) -> tuple[object, ...]:
    """Return deadline, result, state, and the two days of a supplement."""
    due = received.date()
    for _ in range(days):
        due = _working(due + timedelta(days=1))
    luck, asked, given = draws.random(), None, None
    if days > 1 and draws.random() < 0.06:  # noqa: PLR2004 - a share
        asked = _working(received.date() + timedelta(days=1))
        given = _working(asked + timedelta(days=2 + int(5 * draws.random())))
        due = _working(due + (given - asked))
    if luck < 0.72 and days > 1:  # noqa: PLR2004 - a share
        back = _working((given or received.date()) + timedelta(days=1))
        back = min(back, due)
    elif luck < 0.955:  # noqa: PLR2004 - a share
        back = due
    else:
        back = _working(due + timedelta(days=1 + int(9 * draws.random())))
    when = datetime.combine(back, _office_time(draws))
    when = max(when, received + timedelta(minutes=35))
    if asked is not None and asked > ground.day:
        asked = given = None
    if asked is not None and given is not None and given > ground.day:
        return due, None, "Chờ bổ sung", asked, None
    if when.date() > ground.day:
        return due, None, "Đang xử lý", asked, given
    return due, _minute(when), "Đã trả", asked, given


def _office_time(draws: Random) -> time:
    minutes = int(draws.random() * 430)
    # Noon is free.
    minutes += 90 if minutes >= 220 else 0  # noqa: PLR2004 - minutes of the morning
    return time(7 + (40 + minutes) // 60, (40 + minutes) % 60)


def _working(day: date) -> date:
    while day.weekday() >= _SATURDAY:
        day += timedelta(days=1)
    return day


def _minute(when: datetime) -> str:
    return when.strftime("%Y-%m-%d %H:%M")
