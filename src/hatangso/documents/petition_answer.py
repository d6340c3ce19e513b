"""The draft of an answer to voters about the signal at a place, in Vietnamese.

The same case gives the same sentences, so that two villages are not told two things.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hatangso.documents.whereabouts import within
from hatangso.language import format_date, format_number
from hatangso.units import KM_PER_M

__all__ = ["PetitionCase", "SiteNearby", "petition_answer"]


@dataclass(frozen=True)
class SiteNearby:
    """The nearest site of one operator.

    Attributes:
        obstacle_m: Height above sea level of what blocks the sight; None: nothing does.
        is_terrain_known: Whether the ground between is known.
    """

    operator: str
    name: str
    technologies: tuple[str, ...]
    distance_m: float
    is_terrain_known: bool
    obstacle_m: float | None
    obstacle_from_place_m: float | None


@dataclass(frozen=True)
class PetitionCase:
    """What is known of a place; None and empty: not known.

    Attributes:
        kind: ``white``, ``hollow`` or empty: the official classes.
        state: Code of the hole's state in the register.
    """

    place: str
    commune: str
    households: int | None
    people: int | None
    kind: str
    state: str
    has_grid_power: bool | None
    sites: Sequence[SiteNearby]
    responsible_operator: str
    promised_on: date | None
    closed_on: date | None
    funding: str


_KINDS = {
    "white": "là thôn trắng sóng (trung tâm thôn chưa có sóng di động)",
    "hollow": "có cụm dân cư lõm sóng (trung tâm thôn có sóng, cụm dân cư chưa có)",
}


def petition_answer(case: PetitionCase) -> tuple[str, ...]:
    """Return the paragraphs of the draft; whoever signs it reads it first."""
    paragraphs = [_situation(case), _stations(case), _power(case), _plan(case)]
    return tuple(one for one in paragraphs if one)


def _situation(case: PetitionCase) -> str:
    size = _size(case)
    where = f"{case.place}, {within(case.commune)}" if case.commune else case.place
    found = _KINDS.get(case.kind, "được phản ánh là chưa có hoặc yếu sóng di động")
    return f"Qua rà soát, {where}{size} {found}."


def _size(case: PetitionCase) -> str:
    told = []
    if case.households is not None:
        told.append(f"{format_number(case.households)} hộ")
    if case.people is not None:
        told.append(f"{format_number(case.people)} người")
    return f" ({', '.join(told)})" if told else ""


def _stations(case: PetitionCase) -> str:
    if not case.sites:
        return "Chưa có số liệu về trạm thu phát sóng ở gần khu vực này."
    return " ".join(_station(one, case.place) for one in case.sites)


def _station(site: SiteNearby, place: str) -> str:
    away = _distance(site.distance_m)
    runs = f" ({', '.join(site.technologies)})" if site.technologies else ""
    start = f"Trạm gần nhất của {site.operator} là {site.name}{runs}, cách {away}"
    if not site.is_terrain_known:
        return f"{start}; chưa có số liệu địa hình trên đường truyền."
    if site.obstacle_m is None or site.obstacle_from_place_m is None:
        return f"{start}, không bị địa hình che khuất."
    top = format_number(site.obstacle_m)
    return (
        f"{start}, bị che khuất bởi địa hình cao {top} m so với mực nước biển, cách"
        f" {place} {_distance(site.obstacle_from_place_m)}."
    )


def _distance(distance_m: float) -> str:
    if distance_m < 1_000:  # noqa: PLR2004 - metres of a kilometre
        return f"{format_number(round(distance_m, -1))} m"
    return f"{format_number(distance_m * KM_PER_M, 1)} km"


def _power(case: PetitionCase) -> str:
    if case.has_grid_power is None:
        return ""
    if case.has_grid_power:
        return "Khu vực đã có điện lưới."
    return "Khu vực chưa có điện lưới, trạm phải dùng nguồn điện riêng."


def _plan(case: PetitionCase) -> str:
    if case.state == "closed" and case.closed_on is not None:
        return f"Khu vực đã được phủ sóng từ ngày {format_date(case.closed_on)}."
    if case.state == "rejected":
        return "Kết quả kiểm tra cho thấy khu vực đã có sóng di động."
    if not case.responsible_operator:
        return (
            "Sở Khoa học và Công nghệ đã ghi nhận và sẽ yêu cầu doanh nghiệp viễn thông"
            " khảo sát, đề xuất phương án phủ sóng."
        )
    start = f"Tỉnh đã giao {case.responsible_operator} phủ sóng khu vực này"
    if case.promised_on is not None:
        start += f", hoàn thành trước ngày {format_date(case.promised_on)}"
    if case.funding:
        start += f", kinh phí từ {case.funding}"
    return f"{start}."
