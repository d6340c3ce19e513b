"""The plan on the map: a mark for each bundle, a line for each route, by year."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isfinite

from hatangso.documents.map_drawing import Projection, lines_path
from hatangso.documents.plan_bundles import ROUTE_KINDS, Bundle
from hatangso.model.work import WorkKind

__all__ = ["PlanDrawing", "PlanMark", "PlanRoute", "draw_plan", "year_colours"]

# From the first year to the last; no colour of the coverage or of the holes.
_RAMP = ((0x2A, 0x0F, 0x56), (0x6A, 0x2A, 0xA0), (0xA8, 0x40, 0x9F), (0xD8, 0x5F, 0x9A))
_SHIFT_PX = 15


@dataclass(frozen=True)
class PlanMark:
    """A bundle on the map.

    Attributes:
        shift_px: To the right, so that it does not hide an earlier one.
    """

    number: int
    kind: WorkKind
    year: int
    x: float
    y: float
    shift_px: int


@dataclass(frozen=True)
class PlanRoute:
    """A route on the map; ``number`` is its bundle's."""

    number: int
    kind: WorkKind
    year: int
    path: str


@dataclass(frozen=True)
class PlanDrawing:
    """Everything of the plan on the map.

    Attributes:
        places: Where each bundle stands in the drawing, by its number.
        kinds: Kinds of the marks that there are.
        route_kinds: Likewise of the routes.
        colours: Colour of each year.
    """

    marks: tuple[PlanMark, ...]
    routes: tuple[PlanRoute, ...]
    places: dict[int, tuple[float, float]]
    kinds: tuple[WorkKind, ...]
    route_kinds: tuple[WorkKind, ...]
    colours: dict[int, str]


def draw_plan(bundles: Sequence[Bundle], projection: Projection) -> PlanDrawing:
    """Return the marks and lines of bundles; those without a place are left out."""
    places = {
        one.number: projection.xy(one.main.lon_deg, one.main.lat_deg)
        for one in bundles
        if isfinite(one.main.lon_deg) and isfinite(one.main.lat_deg)
    }
    marks = tuple(
        PlanMark(
            one.number,
            one.main.kind,
            one.year,
            *places[one.number],
            _SHIFT_PX * one.nth_here,
        )
        for one in bundles
        if one.number in places and one.main.kind not in ROUTE_KINDS
    )
    routes = tuple(_routes(bundles, projection))
    order = list(WorkKind)
    years = sorted({bundle.year for bundle in bundles})
    return PlanDrawing(
        marks=marks,
        routes=routes,
        places=places,
        kinds=tuple(sorted({one.kind for one in marks}, key=order.index)),
        route_kinds=tuple(sorted({one.kind for one in routes}, key=order.index)),
        colours=dict(zip(years, year_colours(len(years)), strict=True)),
    )


def year_colours(count: int) -> tuple[str, ...]:
    """Return so many colours from dark to light.

    >>> year_colours(2)
    ('#2a0f56', '#d85f9a')
    """
    steps = [at * (len(_RAMP) - 1) / max(count - 1, 1) for at in range(count)]
    return tuple(_colour(step) for step in steps)


def _colour(step: float) -> str:
    low = min(int(step), len(_RAMP) - 2)
    part = step - low
    pairs = zip(_RAMP[low], _RAMP[low + 1], strict=True)
    return "#" + "".join(f"{round(a + part * (b - a)):02x}" for a, b in pairs)


def _routes(bundles: Iterable[Bundle], projection: Projection) -> Iterable[PlanRoute]:
    for one in bundles:
        for item in one.items:
            work = item.work
            if work.kind in ROUTE_KINDS and work.line is not None:
                path = lines_path([work.line], projection)
                yield PlanRoute(one.number, work.kind, item.year, path)
