"""Words for what a plan builds, counts and leaves out."""

from collections.abc import Iterable, Mapping

from hatangso.documents.bilingual import distance, number, plain_number
from hatangso.documents.report_content import Text
from hatangso.errors import Message
from hatangso.language import Language
from hatangso.model.build_plan import BuildPlan, LeftOutReason
from hatangso.model.demand import AskedService, Measure
from hatangso.model.work import Work, WorkKind

__all__ = [
    "DIFFICULTY_WORDS",
    "FACILITY_WORDS",
    "GRID_WORDS",
    "KIND_WORDS",
    "MEASURE_WORDS",
    "PRICE_WORDS",
    "REASON_WORDS",
    "by_end_of",
    "is_calendar_year",
    "joined",
    "note_in_words",
    "service_name",
    "service_names",
    "vnd_each",
    "work_phrase",
    "year_name",
]

KIND_WORDS = {
    WorkKind.NEW_MAST: Text("Xây cột mới", "Build a new mast"),
    WorkKind.UPGRADE: Text("Nâng cấp trạm hiện có", "Upgrade an own station"),
    WorkKind.SHARE: Text("Dùng chung cột hiện có", "Share another's mast"),
    WorkKind.EQUIPMENT: Text("Thiết bị trên cột mới", "Equipment on a new mast"),
    WorkKind.REPEATER: Text("Trạm lặp", "Repeater"),
    WorkKind.FIBRE_ACCESS: Text("Truy nhập cáp quang", "Fibre access"),
    WorkKind.SATELLITE_ACCESS: Text("Truy nhập vệ tinh", "Satellite access"),
    WorkKind.FIBRE: Text("Tuyến cáp quang", "Fibre route"),
    WorkKind.MICROWAVE: Text("Chặng vi ba", "Microwave hop"),
    WorkKind.SATELLITE: Text("Đường truyền vệ tinh", "Satellite link"),
}
MEASURE_WORDS = {
    Measure.PEOPLE: Text("dân số", "of people"),
    Measure.HOUSEHOLDS: Text("số hộ", "of households"),
    Measure.LOCALITIES: Text("điểm dân cư", "of localities"),
    Measure.ROAD_KM: Text("chiều dài đường", "of the roads"),
    Measure.FACILITIES: Text("công trình công cộng", "of public facilities"),
}
DIFFICULTY_WORDS = {
    "I": Text("xã khu vực I", "communes of zone I"),
    "II": Text("xã khu vực II", "communes of zone II"),
    "III": Text("xã khu vực III", "communes of zone III"),
    "special": Text("vùng đặc biệt khó khăn", "extremely difficult areas"),
}
GRID_WORDS = {
    True: Text("có điện lưới", "with grid power"),
    False: Text("chưa có điện lưới", "without grid power"),
}
FACILITY_WORDS = {
    "school": Text("trường học", "schools"),
    "university": Text("đại học", "universities"),
    "hospital": Text("bệnh viện", "hospitals"),
    "health_station": Text("trạm y tế", "health stations"),
    "commune_office": Text("trụ sở xã", "commune offices"),
    "market": Text("chợ", "markets"),
    "industrial_zone": Text("khu công nghiệp", "industrial zones"),
    "tourist_site": Text("điểm du lịch", "tourist sites"),
    "police": Text("công an", "police stations"),
    "post_office": Text("bưu cục", "post offices"),
    "other": Text("công trình khác", "other facilities"),
}
REASON_WORDS = {
    LeftOutReason.NO_CANDIDATE: Text(
        "Không vị trí hay tuyến nào đã xét đưa dịch vụ tới được đây.",
        "No place and no route that was studied brings the service here.",
    ),
    LeftOutReason.NO_TIE: Text(
        "Có vị trí phục vụ được, nhưng không tuyến cáp, chặng vi ba hay vệ tinh nào đã "
        "xét nối vị trí đó vào mạng.",
        "A place could serve it, but no fibre, hop or satellite link that was studied "
        "ties that place to the network.",
    ),
    LeftOutReason.RULE: Text(
        "Mọi cách phục vụ đều trái quy định đã đặt: khoảng cách giữa các cột, hoặc "
        "công trình bị loại.",
        "Every way to serve it breaks a rule that was set: the spacing of masts, or a "
        "work that was ruled out.",
    ),
    LeftOutReason.BUDGET: Text(
        "Cùng số tiền đó, công trình khác phục vụ được nhiều người hơn.",
        "The same money serves more people elsewhere.",
    ),
    LeftOutReason.NOT_NEEDED: Text(
        "Không cần tới để đạt mục tiêu với chi phí thấp nhất.",
        "Not needed to reach the goals at least cost.",
    ),
}
_PRICE_GROUPS = {
    "all": Text("Mọi đơn giá", "All prices"),
    "equipment": Text("Thiết bị vô tuyến", "Radio equipment"),
    "masts": Text("Cột và đường công vụ", "Masts and access roads"),
    "power": Text("Nguồn điện", "Power"),
    "fibre": Text("Cáp quang", "Fibre"),
    "microwave": Text("Vi ba", "Microwave"),
    "satellite": Text("Vệ tinh", "Satellite"),
}
_PRICE_ENDS = {
    "low": Text("thấp nhất trong khoảng", "at the low end"),
    "high": Text("cao nhất trong khoảng", "at the high end"),
}
# What people call the scenarios of prices, by their names.
PRICE_WORDS = {
    f"{group} {end}": Text(f"{what.vi}: {where.vi}", f"{what.en}: {where.en}")
    for group, what in _PRICE_GROUPS.items()
    for end, where in _PRICE_ENDS.items()
}
# Plans that do not speak of calendar years count them from 1.
_FIRST_CALENDAR_YEAR = 1900
_MBPS_PER_GBPS = 1000


def service_name(service: AskedService) -> Text:
    """Return what people call a service: 4G, 5G ≥ 100 Mb/s, cáp quang."""
    if service.technology is None:
        return Text("cáp quang", "fibre")
    name = str(service.technology)
    if not service.rate_mbps:
        return Text(name, name)
    if service.rate_mbps >= _MBPS_PER_GBPS:
        rate, unit = plain_number(service.rate_mbps / _MBPS_PER_GBPS), "Gb/s"
    else:
        rate, unit = plain_number(service.rate_mbps), "Mb/s"
    space = "\N{NO-BREAK SPACE}"
    return Text(
        f"{name}{space}≥{space}{rate.vi}{space}{unit}",
        f"{name}{space}≥{space}{rate.en}{space}{unit}",
    )


def service_names(plan: BuildPlan) -> dict[str, Text]:
    """Return what people call each service of a plan, by its name there."""
    return {one.name: service_name(one) for one in plan.services}


def note_in_words(
    note: Message, names: Mapping[str, Text], language: Language
) -> Message:
    """Return a note that calls its service what people call it.

    Args:
        note: A note of the planner, which knows services by their names in the plan.
        names: What people call each service, by that name.
        language: Language in which the note will be read.
    """
    values = dict(note.values)
    for key, value in values.items():
        if isinstance(value, Message):
            values[key] = note_in_words(value, names, language)
        elif key == "service" and isinstance(value, str) and value in names:
            values[key] = getattr(names[value], language)
    return Message(note.text, values)


def vnd_each(cost_vnd: int, people: int) -> int | None:
    """Return the cost for each person to three figures; None where there is nobody.

    >>> vnd_each(120_000_000, 2508)
    47800
    """
    return int(float(f"{cost_vnd / people:.3g}")) if people else None


def is_calendar_year(year: int) -> bool:
    """Return whether a year is one of the calendar, not one counted from the first."""
    return year >= _FIRST_CALENDAR_YEAR


def year_name(year: int) -> Text:
    """Return a year as a heading has it."""
    if is_calendar_year(year):
        return Text(str(year), str(year))
    return Text(f"Năm thứ {year}", f"Year {year}")


def by_end_of(year: int) -> Text:
    """Return the end of a year as a date within a sentence."""
    if is_calendar_year(year):
        return Text(f"đến hết năm {year}", f"by the end of {year}")
    return Text(f"đến hết năm thứ {year}", f"by the end of year {year}")


def joined(texts: Iterable[Text], mark: str = ", ") -> Text:
    """Return texts one after the other."""
    parts = list(texts)
    return Text(mark.join(x.vi for x in parts), mark.join(x.en for x in parts))


def work_phrase(work: Work, service: Text) -> Text:
    """Return what is done, as it stands within a sentence, without where.

    Args:
        work: The work or route.
        service: What people call its service.
    """
    if work.kind in {WorkKind.FIBRE, WorkKind.MICROWAVE}:
        return _route_phrase(work)
    high = number(work.antenna_height_m)
    return {
        WorkKind.NEW_MAST: Text(
            f"xây mới cột ăng-ten {high.vi} m", f"build a mast of {high.en} m"
        ),
        WorkKind.UPGRADE: Text(
            f"bổ sung {service.vi} trên trạm {work.site_id}",
            f"add {service.en} on station {work.site_id}",
        ),
        WorkKind.SHARE: Text(
            f"lắp {service.vi} trên cột dùng chung của trạm {work.site_id}",
            f"add {service.en} on the shared mast of station {work.site_id}",
        ),
        WorkKind.EQUIPMENT: Text(
            f"lắp thiết bị {service.vi}", f"install {service.en} equipment"
        ),
        WorkKind.REPEATER: Text(
            f"lắp trạm lặp {service.vi}", f"install a {service.en} repeater"
        ),
        WorkKind.FIBRE_ACCESS: Text(
            "lắp điểm truy nhập cáp quang", "install fibre access"
        ),
        WorkKind.SATELLITE_ACCESS: Text(
            f"lắp đầu cuối vệ tinh cho {service.vi}",
            f"install a satellite terminal for {service.en}",
        ),
        WorkKind.SATELLITE: Text(
            "nối bằng đường truyền vệ tinh", "tie it by satellite"
        ),
    }[work.kind]


def _route_phrase(work: Work) -> Text:
    far = distance(work.length_m)
    if work.kind is WorkKind.FIBRE:
        return Text(f"kéo {far.vi} cáp quang", f"lay {far.en} of fibre")
    return Text(f"lập chặng vi ba {far.vi}", f"set up a microwave hop of {far.en}")
