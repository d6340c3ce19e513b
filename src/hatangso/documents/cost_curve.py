"""The cost curve as the numbers of a line drawing."""

from dataclasses import dataclass, replace

from hatangso.documents.bilingual import money, number, percent
from hatangso.documents.report_content import Text
from hatangso.model.build_plan import BuildPlan, CurvePoint

__all__ = ["CostCurve", "CurveDot", "Tick", "draw_cost_curve"]

_WIDTH, _HEIGHT = 760, 340
_LEFT, _RIGHT, _TOP, _BOTTOM = 84, 18, 40, 52
_TICKS = 5
_BILLION = 1_000_000_000


@dataclass(frozen=True)
class Tick:
    """A mark on an axis."""

    at: float
    text: Text


@dataclass(frozen=True)
class CurveDot:
    """A point of the curve with what it says when it is touched."""

    x: float
    y: float
    tip: Text
    is_plan: bool


@dataclass(frozen=True)
class CostCurve:
    """Everything that the drawing needs, in its own units."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    path: str
    area: str
    dots: tuple[CurveDot, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]


def draw_cost_curve(plan: BuildPlan) -> CostCurve | None:
    """Return the curve; None when it has fewer than two points.

    People are summed over the services, as the plan's curve has them.
    """
    points = _gains(plan)
    if len(points) < 2:  # noqa: PLR2004 - a line needs two ends
        return None
    x_step = _step(max(point.cost_vnd for point in points) / _BILLION)
    y_step = _step(max(point.people for point in points))
    most_x = _ceiling(max(point.cost_vnd for point in points) / _BILLION, x_step)
    most_y = _ceiling(max(point.people for point in points), y_step)
    across = (_WIDTH - _LEFT - _RIGHT) / most_x
    up = (_HEIGHT - _TOP - _BOTTOM) / most_y

    def x(cost_vnd: float) -> float:
        return round(_LEFT + across * cost_vnd / _BILLION, 1)

    def y(people: float) -> float:
        return round(_HEIGHT - _BOTTOM - up * people, 1)

    path = "M" + "L".join(f"{x(one.cost_vnd)} {y(one.people)}" for one in points)
    start, end = x(points[0].cost_vnd), x(points[-1].cost_vnd)
    return CostCurve(
        width=_WIDTH,
        height=_HEIGHT,
        left=_LEFT,
        right=_WIDTH - _RIGHT,
        top=_TOP,
        bottom=_HEIGHT - _BOTTOM,
        path=path,
        area=f"{path}L{end} {y(0)}L{start} {y(0)}z",
        dots=tuple(
            CurveDot(
                x(one.cost_vnd),
                y(one.people),
                _tip(one),
                one.cost_vnd == plan.cost_vnd,
            )
            for one in points
        ),
        x_ticks=tuple(
            Tick(x(at * _BILLION), number(at, 0 if x_step >= 1 else 1))
            for at in _marks(most_x, x_step)
        ),
        y_ticks=tuple(Tick(y(at), number(at)) for at in _marks(most_y, y_step)),
    )


def _gains(plan: BuildPlan) -> list[CurvePoint]:
    """Return the points by cost, without those who are covered today."""
    points = sorted(plan.curve, key=lambda point: (point.cost_vnd, point.people))
    people_before = sum(outcome.people_before for outcome in plan.outcomes)
    places_before = points[0].places if points and not points[0].cost_vnd else 0
    return [
        replace(
            point,
            people=point.people - people_before,
            places=point.places - places_before,
        )
        for point in points
    ]


def _tip(point: CurvePoint) -> Text:
    cost, people = money(point.cost_vnd), number(point.people)
    places, gap = number(point.places), percent(point.gap_ratio, 2)
    return Text(
        f"{cost.vi}: thêm {people.vi} người ở {places.vi} nơi "
        f"(chênh lệch tối ưu {gap.vi})",
        f"{cost.en}: {people.en} more people in {places.en} places "
        f"(optimality gap {gap.en})",
    )


def _step(most: float) -> float:
    """Return 1, 2 or 5 times a power of ten that cuts the axis into about five."""
    rough = max(most, 1e-9) / _TICKS
    power = 10.0 ** (len(f"{int(rough)}") - 1 if rough >= 1 else -1)
    return next(size * power for size in (1, 2, 5, 10, 100) if size * power >= rough)


def _ceiling(most: float, step: float) -> float:
    return step * max(1, -(-most // step))


def _marks(most: float, step: float) -> list[float]:
    return [round(step * at, 6) for at in range(round(most / step) + 1)]
