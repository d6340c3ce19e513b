"""Drawings of a plan: its money by year, its cost curve, its works on the map."""

from collections.abc import Sequence
from datetime import date
from math import isfinite

from hatangso.documents.graphics.cost_curve import CostCurve, CostPoint, cost_curve
from hatangso.documents.graphics.drawing_notes import DrawingNotes
from hatangso.documents.graphics.map_content import (
    Area,
    MapContent,
    MapPoint,
    PointLayer,
    RouteLayer,
    RouteSort,
)
from hatangso.documents.graphics.marks import PointSort
from hatangso.documents.graphics.province_map import province_map
from hatangso.documents.graphics.stacked_bars import (
    StackedBar,
    StackedBars,
    stacked_bars,
)
from hatangso.documents.kinds.funding_tables import CurveFact
from hatangso.documents.kinds.plan_costs import PlanCosts, by_kind, year_words
from hatangso.documents.official.blocks import Figure
from hatangso.language import format_money_vnd, format_number
from hatangso.model.build_plan import BuildPlan
from hatangso.model.province import Province
from hatangso.model.work import Work, WorkKind

__all__ = ["cost_chart", "curve_chart", "works_map"]

_BILLION = 1_000_000_000
_MOST_PARTS = 8
_MAP_HEIGHT_MM = 150.0
_SORTS = {
    WorkKind.UPGRADE: PointSort.UPGRADE,
    WorkKind.SHARE: PointSort.SHARE,
    WorkKind.REPEATER: PointSort.REPEATER,
    WorkKind.SATELLITE_ACCESS: PointSort.SATELLITE,
    WorkKind.FIBRE_ACCESS: PointSort.FIXED_ACCESS,
    WorkKind.NEW_MAST: PointSort.NEW_MAST,
}
_ROUTES = {
    WorkKind.FIBRE: RouteSort.PLANNED_FIBRE,
    WorkKind.MICROWAVE: RouteSort.MICROWAVE,
}


def cost_chart(costs: PlanCosts) -> Figure | None:
    """Return bars of the money of each year by kind of work; None for one year."""
    if len(costs.years) < 2 or not costs.cost_vnd:  # noqa: PLR2004 - nothing to compare
        return None
    sums: dict[str, dict[int, int]] = {}
    for one in by_kind(costs):
        row = sums.setdefault(one.row, dict.fromkeys(costs.years, 0))
        row[one.year] += one.cost_vnd
    names = sorted(sums, key=lambda name: (-sum(sums[name].values()), name))
    shown, rest = names[: _MOST_PARTS - 1], names[_MOST_PARTS - 1 :]
    parts = [*shown, *(["Khác"] if rest else [])]
    bars = []
    for year in costs.years:
        values = [sums[name][year] / _BILLION for name in shown]
        values += [sum(sums[name][year] for name in rest) / _BILLION] if rest else []
        bars.append(StackedBar(year_words(year, is_title=True), values))
    told = "; ".join(
        f"{bar.label}: {format_number(sum(v or 0 for v in bar.values), 2)} tỷ đồng"
        for bar in bars
    )
    return Figure(
        name="cost_chart",
        svg=stacked_bars(
            StackedBars(
                parts, bars, unit="tỷ đồng", notes=DrawingNotes(sources=[costs.source])
            )
        ),
        caption="Kinh phí theo năm và theo loại công trình",
        description=f"Biểu đồ kinh phí: {told}.",
    )


def curve_chart(points: Sequence[CurveFact], costs: PlanCosts) -> Figure | None:
    """Return the cost curve with the plan on it; None when it has too few points."""
    if len(points) < 2:  # noqa: PLR2004 - a line needs two ends
        return None
    drawn = [
        CostPoint(
            one.cost_vnd,
            one.people,
            label="Phương án đề xuất" if one.cost_vnd == costs.cost_vnd else "",
            is_plan=one.cost_vnd == costs.cost_vnd,
        )
        for one in points
    ]
    last = max(points, key=lambda one: one.cost_vnd)
    return Figure(
        name="cost_curve",
        svg=cost_curve(
            CostCurve(
                drawn,
                people_title="Số lượt người được phục vụ thêm",
                notes=DrawingNotes(sources=[costs.source]),
            )
        ),
        caption="Số lượt người được phục vụ thêm theo mức kinh phí",
        description=(
            "Đường cong chi phí, mức lớn nhất"
            f" {format_money_vnd(last.cost_vnd)} phục vụ thêm"
            f" {format_number(last.people)} lượt người."
        ),
    )


def works_map(
    plan: BuildPlan,
    province: Province,
    years: Sequence[int],
    marks: Sequence[str],
) -> Figure | None:
    """Return the works of some years on the map; None when none has a place."""
    works = [one.work for one in plan.items if one.year in years]
    points = _points(works)
    routes = _routes(works)
    if not points and not routes:
        return None
    day = province.data_date
    content = MapContent(
        areas=[Area(one.code, one.name_vi, one.geometry) for one in province.communes],
        routes=routes,
        points=points,
        notes=DrawingNotes(
            sources=["phương án đầu tư và địa giới của tỉnh"],
            as_of=day if day > date.min else None,
            marks=marks,
        ),
    )
    count = format_number(sum(len(layer.points) for layer in points))
    return Figure(
        name="works_map",
        svg=province_map(content, most_height_mm=_MAP_HEIGHT_MM),
        caption="Công trình của phương án trên bản đồ",
        description=f"Bản đồ {count} công trình của phương án theo loại.",
    )


def _points(works: Sequence[Work]) -> list[PointLayer]:
    layers = []
    for kind, sort in _SORTS.items():
        places = [
            MapPoint(one.lon_deg, one.lat_deg)
            for one in works
            if one.kind is kind and isfinite(one.lon_deg) and isfinite(one.lat_deg)
        ]
        if places:
            layers.append(PointLayer(sort, places))
    return layers


def _routes(works: Sequence[Work]) -> list[RouteLayer]:
    layers = []
    for kind, sort in _ROUTES.items():
        lines = [x.line for x in works if x.kind is kind and x.line is not None]
        if lines:
            layers.append(RouteLayer(sort, lines))
    return layers
