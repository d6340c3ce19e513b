"""Names of communes on a map: written where they fit, numbered where they do not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
import shapely
from markupsafe import Markup
from shapely import LineString

from hatangso.documents.graphics.boxes import Box
from hatangso.documents.graphics.labels import Label, Lettering, place_labels
from hatangso.documents.graphics.lettering import LINE_HEIGHT, text_lines, wrap
from hatangso.documents.graphics.map_content import Area
from hatangso.language import sort_key
from hatangso.units import FloatArray

__all__ = ["NamedAreas", "name_areas", "short_name"]

_KINDS = ("Xã ", "Phường ", "Thị trấn ", "Đặc khu ")
_SIZES_PT = (8.5, 7.5, 6.5)
_NUMBER_SIZE_PT = 6.5
_KEY_SIZE_PT = 7.5
# So much of a name lies within its commune, or it reads as the neighbour's.
_LEAST_INSIDE_RATIO = 0.93


@dataclass(frozen=True)
class NamedAreas:
    """Names on the map, and those that stand below it by number."""

    labels: tuple[Label, ...] = ()
    key: tuple[tuple[int, str], ...] = ()

    def write_key(self, x: float, width: float) -> tuple[list[Markup], float]:
        """Return the numbered names as a paragraph that begins at 0, and its height."""
        if not self.key:
            return [], 0.0
        text = "; ".join(f"{number}\u00a0{name}" for number, name in self.key)
        lines = wrap(
            f"Tên theo số in nghiêng trên bản đồ: {text}.", _KEY_SIZE_PT, width
        )
        step = _KEY_SIZE_PT * LINE_HEIGHT
        drawn = text_lines(x, step, lines, size_pt=_KEY_SIZE_PT)
        return drawn, step * len(lines) + 2


def short_name(name: str) -> str:
    """Return the name of a commune without its kind.

    >>> short_name("Xã Phú Đình")
    'Phú Đình'
    """
    for kind in _KINDS:
        if name.startswith(kind):
            return name.removeprefix(kind)
    return name


def name_areas(
    areas: Sequence[Area],
    shapes: np.ndarray,
    frame: Box,
    taken: Sequence[Box],
    marks: FloatArray,
) -> NamedAreas:
    """Return the names, the largest commune's first.

    Args:
        areas: The communes.
        shapes: The same on paper.
        frame: No name passes it.
        taken: Where none may stand.
        marks: What names had better not hide, shape (mark, 2).
    """
    order = [
        int(at)
        for at in np.argsort(-shapely.area(shapes), kind="stable")
        if not shapes[at].is_empty and areas[at].name
    ]
    wishes = [_letterings(short_name(areas[at].name), shapes[at]) for at in order]
    labels = place_labels(wishes, frame, taken=taken, shy_of=marks)
    left = [at for at, label in zip(order, labels, strict=True) if label is None]
    left.sort(key=lambda at: sort_key(short_name(areas[at].name)))
    found = [label for label in labels if label is not None]
    boxes = [*taken, *(label.box.grown(0.4) for label in found)]
    numbers = place_labels(
        [_number(at, shapes[area]) for at, area in enumerate(left, start=1)],
        frame,
        taken=boxes,
    )
    key = tuple(
        (at, short_name(areas[area].name)) for at, area in enumerate(left, start=1)
    )
    return NamedAreas((*found, *(one for one in numbers if one is not None)), key)


def _letterings(name: str, shape: shapely.Geometry) -> list[Lettering]:
    """Return how a name fits into its area: large and in one line first."""
    middles = _middles(shape)
    shapely.prepare(shape)
    found = []
    for size in _SIZES_PT:
        for lines in _breaks(name):
            wish = Lettering(lines, size, ())
            boxes = [wish.box(x, y) for x, y in middles]
            outlines = [shapely.box(b.x, b.y, b.right, b.bottom) for b in boxes]
            inside = shapely.area(shapely.intersection(shape, outlines))
            places = tuple(
                place
                for place, box, area in zip(middles, boxes, inside, strict=True)
                if area >= _LEAST_INSIDE_RATIO * box.width * box.height
            )
            if places:
                found.append(Lettering(lines, size, places))
    return found


def _breaks(name: str) -> list[tuple[str, ...]]:
    """Return a name in one line, and broken in two of about the same length."""
    words = name.split()
    found: list[tuple[str, ...]] = [(name,)]
    if len(words) > 1:
        halves = [
            (" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))
        ]
        found.append(min(halves, key=lambda pair: max(map(len, pair))))
    return found


def _middles(shape: shapely.Geometry) -> list[tuple[float, float]]:
    """Return places within an area, the one farthest from its border first."""
    line = cast("LineString", shapely.maximum_inscribed_circle(shape, 0.5))
    x, y = line.coords[0]
    reach = line.length
    steps = (0.0, -0.3, 0.3, -0.6, 0.6, -0.95, 0.95)
    return [
        (x + reach * across, y + reach * down) for down in steps for across in steps
    ]


def _number(number: int, shape: shapely.Geometry) -> list[Lettering]:
    places = tuple(_middles(shape))
    how = {"is_bold": True, "is_italic": True}
    return [Lettering((str(number),), _NUMBER_SIZE_PT, places, **how)]
