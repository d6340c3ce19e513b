"""Rows of the plan: what to build, and which localities stay out and why."""

from dataclasses import dataclass

import shapely

from hatangso.documents.bilingual import number
from hatangso.documents.hole_rows import HoleRow
from hatangso.documents.report_content import ReportContent, Text
from hatangso.model.plan import BuildKind, Candidate, Plan, PlanQuestion

__all__ = ["KIND_WORDS", "LeftOutRow", "PlanRow", "left_out_rows", "plan_rows"]

KIND_WORDS = {
    BuildKind.UPGRADE: Text("Nâng cấp trạm hiện có", "Upgrade an own station"),
    BuildKind.SHARE: Text("Dùng chung hạ tầng", "Share another's mast"),
    BuildKind.NEW_MAST: Text("Xây dựng cột mới", "Build a new mast"),
}


@dataclass(frozen=True)
class PlanRow:
    """One thing to build.

    Attributes:
        place: The site, or the coordinates of a new mast.
        detail: Antenna and way to the road.
        gained: Names of the localities, most people first.
    """

    number: int
    kind: BuildKind
    place: Text
    commune: Text
    detail: Text
    operator: str
    cost_vnd: int
    gained: tuple[str, ...]
    gained_people: int
    lon_deg: float
    lat_deg: float


@dataclass(frozen=True)
class LeftOutRow:
    """A locality that the plan does not reach."""

    hole: HoleRow
    why: Text


def plan_rows(content: ReportContent) -> tuple[PlanRow, ...]:
    """Return the items in the order of the plan."""
    if content.plan is None:
        return ()
    places = {place.id: place for place in content.province.localities}
    rows = []
    for at, item in enumerate(content.plan.items, start=1):
        candidate = item.candidate
        known = [places[one] for one in item.gained if one in places]
        known.sort(key=lambda place: (-place.people, place.id))
        rows.append(
            PlanRow(
                number=at,
                kind=candidate.kind,
                place=_place(content, candidate),
                commune=_commune(content, candidate),
                detail=_detail(candidate),
                operator=candidate.operator,
                cost_vnd=candidate.cost_vnd,
                gained=tuple(place.name for place in known),
                gained_people=item.gained_people,
                lon_deg=candidate.lon_deg,
                lat_deg=candidate.lat_deg,
            )
        )
    return tuple(rows)


def left_out_rows(
    content: ReportContent, holes: tuple[HoleRow, ...]
) -> tuple[LeftOutRow, ...]:
    """Return the localities that stay out, most people first, with the reason."""
    if content.plan is None:
        return ()
    left_out = {*content.plan.left_out, *content.plan.unreachable}
    unreachable = frozenset(content.plan.unreachable)
    return tuple(
        LeftOutRow(hole, _why(content.plan, is_reachable=hole.id not in unreachable))
        for hole in holes
        if hole.id in left_out
    )


def _why(plan: Plan, *, is_reachable: bool) -> Text:
    if not is_reachable:
        return Text(
            "Không vị trí nào trong số đã xét phủ tới được.",
            "No place that was considered reaches it.",
        )
    if plan.question is PlanQuestion.BEST_UNDER_BUDGET:
        return Text(
            "Cùng số tiền đó, vị trí khác phủ được nhiều người hơn.",
            "The same money covers more people elsewhere.",
        )
    return Text(
        "Không cần tới để đạt mục tiêu với chi phí thấp nhất.",
        "Not needed to reach the goal at least cost.",
    )


def _place(content: ReportContent, candidate: Candidate) -> Text:
    if candidate.site_id is None:
        lon, lat = number(candidate.lon_deg, 4), number(candidate.lat_deg, 4)
        return Text(f"{lat.vi}° B, {lon.vi}° Đ", f"{lat.en}° N, {lon.en}° E")
    for site in content.province.sites:
        if site.id == candidate.site_id and site.name and site.name != site.id:
            return Text(f"{site.id} {site.name}", f"{site.id} {site.name}")
    return Text(candidate.site_id, candidate.site_id)


def _commune(content: ReportContent, candidate: Candidate) -> Text:
    point = shapely.Point(candidate.lon_deg, candidate.lat_deg)
    for unit in content.province.communes:
        if unit.geometry.covers(point):
            return Text(unit.name_vi, unit.name_en)
    return Text("ngoài tỉnh", "outside the province")


def _detail(candidate: Candidate) -> Text:
    antenna = number(candidate.antenna_height_m)
    text = Text(f"ăng-ten {antenna.vi} m", f"antenna {antenna.en} m")
    if candidate.kind is not BuildKind.NEW_MAST:
        return text
    ground, road = number(candidate.ground_m), number(candidate.road_distance_m)
    return Text(
        f"{text.vi}, mặt đất {ground.vi} m, cách đường {road.vi} m",
        f"{text.en}, ground {ground.en} m, {road.en} m to the road",
    )
