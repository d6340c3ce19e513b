"""Where labels stand so that none hides another: the most important first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from markupsafe import Markup
from shapely import LineString

from hatangso.documents.graphics.boxes import Box
from hatangso.documents.graphics.lettering import LINE_HEIGHT, text_width, write
from hatangso.documents.graphics.svg import element
from hatangso.units import FloatArray

__all__ = ["Label", "Lettering", "along", "beside", "place_labels", "write_label"]

# Of a line above and below the line on which letters stand, in sizes: with the marks
# of Vietnamese capitals.
_ASCENT, _DESCENT = 0.86, 0.24
_GAP_PT = 1.2
_APART_PT = 0.8
_STEP_PT = 1.0
# How far labels keep from what they had better not hide, and how much they may hide.
_SHY_PT = 1.5
_MOST_HIDDEN = 1.0


@dataclass(frozen=True)
class Lettering:
    """How a label could be written.

    Attributes:
        lines: One below the other.
        places: Where its middle could stand, the best first.
    """

    lines: tuple[str, ...]
    size_pt: float
    places: tuple[tuple[float, float], ...]
    is_bold: bool = False
    is_italic: bool = False

    def box(self, x: float, y: float) -> Box:
        """Return the room that it takes with its middle at a place."""
        width = max(
            text_width(line, self.size_pt, is_bold=self.is_bold) for line in self.lines
        )
        between = self.size_pt * LINE_HEIGHT * (len(self.lines) - 1)
        height = between + self.size_pt * (_ASCENT + _DESCENT)
        return Box.around(x, y, width, height)


@dataclass(frozen=True)
class Label:
    """A label at its place.

    Attributes:
        target: What it names, when it stands so far away that a line leads there.
    """

    lettering: Lettering
    box: Box
    target: tuple[float, float] | None = None


def place_labels(
    wishes: Sequence[Sequence[Lettering]],
    frame: Box,
    *,
    taken: Iterable[Box] = (),
    shy_of: FloatArray | None = None,
) -> list[Label | None]:
    """Return a place for each label, or None where there is no room.

    Args:
        wishes: For each label how it could be written, the best first; the labels come
            in the order of their importance.
        frame: No label passes it.
        taken: Where no label may stand.
        shy_of: Places that labels had better not hide, shape (place, 2); a third column
            says how much each of them matters.
    """
    boxes = list(taken)
    shy = np.empty((0, 2)) if shy_of is None else shy_of
    labels: list[Label | None] = []
    for letterings in wishes:
        label = _placed(letterings, frame, boxes, shy)
        if label is not None:
            boxes.append(label.box.grown(_APART_PT))
        labels.append(label)
    return labels


def _placed(
    letterings: Sequence[Lettering], frame: Box, taken: Sequence[Box], shy: FloatArray
) -> Label | None:
    """Return the first lettering that hides little, or else that which hides least."""
    best: tuple[float, Label] | None = None
    for lettering in letterings:
        for x, y in lettering.places:
            box = lettering.box(x, y)
            if not frame.holds(box) or any(box.meets(other) for other in taken):
                continue
            hidden = _hidden(box.grown(_SHY_PT), shy)
            if best is None or hidden < best[0]:
                best = (hidden, Label(lettering, box))
        if best is not None and best[0] < _MOST_HIDDEN:
            break
    return None if best is None else best[1]


def _hidden(box: Box, places: FloatArray) -> float:
    is_across = (places[:, 0] > box.x) & (places[:, 0] < box.right)
    is_down = (places[:, 1] > box.y) & (places[:, 1] < box.bottom)
    is_hidden = is_across & is_down
    if places.shape[1] > 2:  # noqa: PLR2004 - beyond x and y stands the weight
        return float(places[is_hidden, 2].sum())
    return float(is_hidden.sum())


def beside(x: float, y: float, text: str, size_pt: float, away_pt: float) -> Lettering:
    """Return how a mark's label could stand: to its right first, then around it."""
    width = text_width(text, size_pt)
    across, down = width / 2 + away_pt + _GAP_PT, 0.5 * size_pt + away_pt + _GAP_PT
    places = []
    for times in (1.0, 1.5):
        step, drop = across + (times - 1) * 8, down * times
        places += [
            (x + step, y), (x - step, y), (x, y - drop), (x, y + drop),
            (x + step, y - drop), (x + step, y + drop),
            (x - step, y - drop), (x - step, y + drop),
        ]  # fmt: skip
    return Lettering((text,), size_pt, tuple(places))


def along(places: Sequence[tuple[float, float]]) -> FloatArray:
    """Return places on a line through others, near enough for labels to keep off it."""
    if len(places) < 2:  # noqa: PLR2004 - a line needs two ends
        return np.array(places, dtype=float).reshape(-1, 2)
    line = LineString(places)
    steps = np.arange(0.0, line.length, _STEP_PT)
    found: FloatArray = shapely.get_coordinates(line.interpolate(steps))
    return found


def write_label(label: Label) -> list[Markup]:
    """Return the lines of a label, each with a halo, and the line that leads to it."""
    how = label.lettering
    x, _ = label.box.middle
    first = label.box.y + how.size_pt * _ASCENT
    drawn = []
    if label.target is not None:
        drawn.append(_leader(label))
    for at, line in enumerate(how.lines):
        drawn.append(
            write(
                x,
                first + at * how.size_pt * LINE_HEIGHT,
                line,
                size_pt=how.size_pt,
                anchor="middle",
                is_bold=how.is_bold,
                is_italic=how.is_italic,
                has_halo=True,
                role="label",
            )
        )
    return drawn


def _leader(label: Label) -> Markup:
    x, y = label.target or label.box.middle
    box = label.box
    end_x = min(max(x, box.x), box.right)
    end_y = min(max(y, box.y), box.bottom)
    path = f"M{x:.1f} {y:.1f}L{end_x:.1f} {end_y:.1f}"
    return element("path", d=path, stroke="#000", stroke_width=0.4, fill="none")
