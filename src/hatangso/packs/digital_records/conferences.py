"""Video conferences of a province: endpoints and the meetings that were held."""

from datetime import date, timedelta

from hatangso.packs.digital_records.agencies import Body
from hatangso.packs.digital_records.ground import DigitalGround, Table, comes_round
from hatangso.packs.digital_records.network import access_node, core_node, hub_node

__all__ = ["conference_tables"]

_ENDPOINT_COLUMNS = (
    *("id", "name", "agency", "tier", "commune_code", "lon_deg", "lat_deg"),
    *("node_id", "equipment", "needed_mbps", "is_encrypted", "meetings_a_year"),
    *("state", "installed_on"),
)
_MEETING_COLUMNS = (
    *("id", "name", "held_on", "agency", "endpoints", "failed_endpoints"),
    *("minutes", "participants"),
)
# A name, and whether the communes take part.
_SUBJECTS = (
    ("Phiên họp thường kỳ của UBND tỉnh", False),
    ("Hội nghị trực tuyến của Chính phủ với các địa phương", False),
    ("Giao ban công tác chuyển đổi số", True),
    ("Hội nghị phòng, chống thiên tai", True),
    ("Họp Ban Chỉ đạo cải cách hành chính", False),
    ("Hội nghị triển khai nhiệm vụ ngành giáo dục", True),
    ("Giao ban ngành y tế", False),
    ("Tập huấn trực tuyến cho cán bộ xã", True),
    ("Hội nghị sơ kết chương trình mục tiêu quốc gia", True),
)


def conference_tables(
    ground: DigitalGround, bodies: tuple[Body, ...]
) -> dict[str, Table]:
    """Return endpoints and meetings, by layer."""
    endpoints = _endpoints(ground, bodies)
    return {
        "conference_endpoints": endpoints,
        "online_meetings": _meetings(ground, len(endpoints.rows)),
    }


def _endpoints(ground: DigitalGround, bodies: tuple[Body, ...]) -> Table:
    draws, code = ground.draws("endpoints"), ground.centre.home
    places: list[tuple[object, ...]] = [
        (
            f"Phòng họp số {number}, UBND tỉnh",
            *("Văn phòng UBND tỉnh", "province", code, None, None),
            core_node(ground, 1 + (number - 1) % 2),
        )
        for number in range(1, ground.amounts.province_endpoints + 1)
    ]
    for district in ground.districts:
        seat, agency = ground.seat_of(district), f"UBND {district}"
        where = seat.home, seat.lon_deg, seat.lat_deg, hub_node(ground, district)
        places.append((f"Điểm cầu {district}", agency, "district", *where))
    names = [one.name for one in bodies if one.tier == "commune"]
    for commune, agency in zip(ground.former, names, strict=True):
        name, node = f"Điểm cầu {commune.short}", access_node(ground, commune)
        at_home = commune.home, commune.lon_deg, commune.lat_deg
        places.append((name, agency, "commune", *at_home, node))
    rows = []
    for at, place in enumerate(places):
        is_commune = place[2] == "commune"
        # The last one came in 2023, those before in the years when all were equipped.
        day = date(2020, 6, 1) + timedelta(days=7 * (at % 90))
        if at == len(places) - 1:
            day = date(2023, 8, 14)
        rows.append(
            (
                f"{ground.prefix}-DC{at + 1:03}",
                *place,
                "Thiết bị hội nghị chuyên dụng" if at % 4 else "Máy tính và máy ảnh",
                None if comes_round(at, 29, 17) else 2 if is_commune else 4,
                _encryption(at),
                (28 if is_commune else 70) + int(22 * draws.random()),
                *("operating", day),
            )
        )
    return Table(_ENDPOINT_COLUMNS, tuple(rows))


def _encryption(at: int) -> str | None:
    if comes_round(at, 37, 19):
        return None
    return "no" if comes_round(at, 7, 6) else "yes"


def _meetings(ground: DigitalGround, endpoints: int) -> Table:
    draws = ground.draws("meetings")
    rows = []
    for year, count in sorted(ground.amounts.meetings.items()):
        for at in range(count):
            name, is_wide = _SUBJECTS[int(draws.random() * len(_SUBJECTS))]
            day = date(int(year), 1, 3) + timedelta(days=360 * at // count)
            while day.weekday() > 4:  # noqa: PLR2004 - Saturday and Sunday
                day += timedelta(days=1)
            share = 0.85 + 0.15 * draws.random() if is_wide else 0.1
            joined = round(endpoints * share)
            failed = int(5 * draws.random() ** 3) if is_wide else 0
            rows.append(
                (
                    f"{ground.prefix}-HN{year}-{at + 1:03}",
                    *(name, day, "Văn phòng UBND tỉnh", joined),
                    None if comes_round(at, 31, 30) else failed,
                    60 + 15 * int(11 * draws.random()),
                    round(joined * (4 + 7 * draws.random())),
                )
            )
    return Table(_MEETING_COLUMNS, tuple(rows))
