"""The cost curve: how many people each amount of money serves."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from hatangso.documents.graphics.axes import (
    SMALL_PT,
    draw_value_axis,
    tick_texts,
    value_scale,
    value_ticks,
)
from hatangso.documents.graphics.boxes import Box
from hatangso.documents.graphics.drawing_notes import NO_NOTES, DrawingNotes
from hatangso.documents.graphics.labels import along, beside, place_labels, write_label
from hatangso.documents.graphics.legend import lay_notes
from hatangso.documents.graphics.lettering import text_width
from hatangso.documents.graphics.picture import POINTS_PER_MM, empty_picture, picture
from hatangso.documents.graphics.svg import element

__all__ = ["CostCurve", "CostPoint", "cost_curve"]

_HEIGHT = 190.0
_TOP, _BELOW, _RIGHT = 20.0, 30.0, 16.0
_BILLION = 1_000_000_000
_PLAN_RADIUS, _RADIUS = 4.2, 2.2


@dataclass(frozen=True)
class CostPoint:
    """The most that an amount of money serves.

    Attributes:
        people: Beyond those served today.
        label: Beside the point where there is room; empty for none.
        is_plan: Whether it is the plan that the document proposes.
    """

    cost_vnd: int
    people: int
    label: str = ""
    is_plan: bool = False


@dataclass(frozen=True)
class CostCurve:
    """Points in any order."""

    points: Sequence[CostPoint]
    cost_title: str = "Kinh phí (tỷ đồng)"
    people_title: str = "Số người được phục vụ thêm"
    notes: DrawingNotes = NO_NOTES


def cost_curve(curve: CostCurve, *, width_mm: float = 160.0) -> str:
    """Return the curve as SVG; one point alone is no curve and is said to be none."""
    points = sorted(curve.points, key=lambda one: (one.cost_vnd, one.people))
    if len(points) < 2:  # noqa: PLR2004 - a line needs two ends
        return empty_picture(width_mm)
    width = width_mm * POINTS_PER_MM
    costs = value_ticks([one.cost_vnd / _BILLION for one in points], most=7)
    people = value_ticks([float(one.people) for one in points])
    left = max(text_width(text, SMALL_PT) for text in tick_texts(people)) + 8
    box = Box(left, _TOP, width - left - _RIGHT, _HEIGHT - _TOP - _BELOW)
    x = value_scale(costs, box.x, box.right)
    y = value_scale(people, box.bottom, box.y)
    places = [(x(one.cost_vnd / _BILLION), y(one.people)) for one in points]
    path = "M" + "L".join(f"{across:.1f} {down:.1f}" for across, down in places)
    drawn = [
        *draw_value_axis(x, costs, box, is_across=True, title=curve.cost_title),
        *draw_value_axis(y, people, box, is_across=False, title=curve.people_title),
        element("path", d=path, fill="none", stroke="#000", stroke_width=1.3),
    ]
    for one, place in zip(points, places, strict=True):
        drawn.append(_dot(*place, is_plan=one.is_plan))
    drawn += _labels(points, places, box)
    notes, height = lay_notes(1.0, _HEIGHT, width - 2, curve.notes)
    return picture(width, _HEIGHT + height + 2, [*drawn, *notes])


def _dot(x: float, y: float, *, is_plan: bool) -> Markup:
    return element(
        "circle",
        cx=x,
        cy=y,
        r=_PLAN_RADIUS if is_plan else _RADIUS,
        fill="#fff" if is_plan else "#000",
        stroke="#000",
        stroke_width=1.8 if is_plan else 0.6,
    )


def _labels(
    points: Sequence[CostPoint], places: Sequence[tuple[float, float]], box: Box
) -> list[Markup]:
    """Return the labels, the plan's first."""
    order = sorted(
        (at for at, one in enumerate(points) if one.label),
        key=lambda at: (not points[at].is_plan, at),
    )
    wishes = [
        [beside(*places[at], points[at].label, SMALL_PT, _PLAN_RADIUS)] for at in order
    ]
    dots = [Box.around(x, y, 5, 5) for x, y in places]
    found = place_labels(wishes, box.grown(2), taken=dots, shy_of=along(places))
    return [part for one in found if one is not None for part in write_label(one)]
