"""Community digital teams of a province, and what was done to reach its people."""

from datetime import date, timedelta

from hatangso.packs.digital_records.ground import (
    DigitalGround,
    Table,
    apportioned,
    comes_round,
)

__all__ = ["people_tables"]

_TEAM_COLUMNS = (
    *("id", "name", "tier", "commune_code", "locality", "members"),
    *("trained_members", "trained_on"),
)
_EVENT_COLUMNS = (
    *("id", "name", "kind", "audience", "held_on", "agency", "commune_code"),
    "participants",
)
_VILLAGE_KINDS = ("Thôn", "Xóm", "Tổ dân phố")
_LEAD = "Sở Thông tin và Truyền thông"


def people_tables(ground: DigitalGround) -> dict[str, Table]:
    """Return teams and events, by layer."""
    return {"community_teams": _teams(ground), "outreach_events": _events(ground)}


def _teams(ground: DigitalGround) -> Table:
    amounts = ground.amounts
    members = apportioned(amounts.commune_team_members, [1.0] * len(ground.former))
    rows: list[tuple[object, ...]] = []
    for at, (commune, count) in enumerate(zip(ground.former, members, strict=True)):
        day = date(2023, 3, 6) + timedelta(days=at % 150)
        rows.append(
            (
                f"{ground.prefix}-TX{commune.code}",
                f"Tổ công nghệ số cộng đồng {commune.short}",
                *("commune", commune.home, None, count, count, day),
            )
        )
    # The smallest settlements are those that have none yet.
    largest = sorted(ground.localities, key=lambda one: (-one.people, one.id))
    served = sorted(largest[: amounts.village_teams], key=lambda one: one.id)
    weights = [1.0 + min(one.people, 2000) / 1000 for one in served]
    sizes = apportioned(amounts.village_team_members, weights)
    for at, (place, count) in enumerate(zip(served, sizes, strict=True)):
        name = _within_a_sentence(place.name.partition(" (")[0])
        day = date(2023, 4, 3) + timedelta(days=at % 200)
        rows.append(
            (
                *(f"{ground.prefix}-T{place.id}", f"Tổ công nghệ số {name}"),
                *("village", place.commune_code, place.id, count, count, day),
            )
        )
    return Table(_TEAM_COLUMNS, tuple(rows))


def _within_a_sentence(name: str) -> str:
    """Return the name of a settlement, the word for its kind in lower case."""
    kind = next((kind for kind in _VILLAGE_KINDS if name.startswith(f"{kind} ")), "")
    return kind.lower() + name.removeprefix(kind)


def _events(ground: DigitalGround) -> Table:
    """Return what was held in the year before that of the data, and a few since."""
    amounts, draws, year = ground.amounts, ground.draws("events"), ground.day.year - 1
    centre = ground.centre.home
    events: list[tuple[object, ...]] = [
        (
            *("Hội nghị tuyên truyền chuyển đổi số 3 cấp", "outreach", "officials"),
            *(date(year, 5, 19), _LEAD, centre, amounts.conference_people),
        ),
        (
            *("Cuộc thi trực tuyến Tìm hiểu về chuyển đổi số", "contest", "people"),
            *(date(year, 9, 11), _LEAD, None, amounts.contest_people),
        ),
    ]
    reached = apportioned(
        amounts.reached_people + 150, [0.6 + draws.random() for _ in ground.former]
    )
    for at, (commune, count) in enumerate(zip(ground.former, reached, strict=True)):
        day = date(year, 2, 10) + timedelta(days=3 * (at % 100))
        name = f"Tuyên truyền chuyển đổi số tại {commune.short}"
        agency = f"UBND {commune.short}, {commune.district}"
        events.append((name, "outreach", "people", day, agency, commune.home, count))
    for at, district in enumerate(ground.districts):
        home = ground.seat_of(district).home
        first, second = date(year, 3, 6 + at), date(ground.day.year, 6, 3 + at)
        teams = f"Tập huấn Tổ công nghệ số cộng đồng {district}"
        events.append(
            (teams, "training", "teams", first, _LEAD, home, 180 + int(90 * at**0.5))
        )
        officials = f"Bồi dưỡng kỹ năng số cho cán bộ, công chức {district}"
        # Of one nobody has told how many came.
        came = None if comes_round(at, 9, 3) else 95 + 4 * at
        events.append(
            (officials, "training", "officials", second, "Sở Nội vụ", home, came)
        )
    firms = "Hội thảo chuyển đổi số doanh nghiệp nhỏ và vừa"
    day = date(ground.day.year, 10, 10)
    events.append((firms, "workshop", "enterprises", day, _LEAD, centre, 130))
    rows = [(f"{ground.prefix}-SK{at:03}", *one) for at, one in enumerate(events, 1)]
    return Table(_EVENT_COLUMNS, tuple(rows))
