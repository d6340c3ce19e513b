"""The ground between a station and a place, as the numbers of a line drawing."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from hatangso.documents.bilingual import number, write_text
from hatangso.documents.report_content import NeededAntenna, PathPicture, Text
from hatangso.geography.sight_line import CLEAR_RATIO, SightLine
from hatangso.language import format_number
from hatangso.units import KM_PER_M, FloatArray, IntArray

__all__ = ["PathDrawing", "PathFrame", "PathTick", "draw_path"]

_WIDTH, _HEIGHT = 420, 190
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 12, 16, 26
# Room above and below what is drawn, as a share of its height; never less than 10 m.
_ROOM_RATIO, _ROOM_M = 0.08, 10.0
# More points than this nobody sees: of each group the highest is drawn.
_MOST_POINTS = 400


@dataclass(frozen=True)
class PathTick:
    """A mark on an axis."""

    at: float
    text: Text


@dataclass(frozen=True)
class PathDrawing:
    """Everything that the drawing needs, in its own units.

    Attributes:
        place_id: Identifier of the place.
        length: Distance between the ends, in words.
        ground: Outline of the ground, closed at the foot.
        clutter: Outline of what stands on it, down to the ground.
        zone: Outline of the first Fresnel zone.
        clear_zone: Outline of the 60 % of it that should be free.
        sight: The straight line between the antennas.
        start: Foot and top of the station's mast.
        end: Foot and top at the place.
        needed: How high the best station of each operator would have to be.
        limit_m: The highest antenna that was tried.
    """

    place_id: str
    place: str
    station: str
    length: Text
    width: int
    height: int
    foot: int
    ground: str
    clutter: str
    zone: str
    clear_zone: str
    sight: tuple[float, float, float, float]
    start: tuple[float, float, float]
    end: tuple[float, float, float]
    x_ticks: tuple[PathTick, ...]
    y_ticks: tuple[PathTick, ...]
    needed: tuple[NeededAntenna, ...]
    limit_m: float


@dataclass(frozen=True)
class PathFrame:
    """Where distances and heights come to lie.

    Attributes:
        length_m: Of the path.
        low_m: Height at the foot.
        high_m: Height at the top.
        height: Of the drawing.
    """

    length_m: float
    low_m: float
    high_m: float
    height: int = _HEIGHT

    @classmethod
    def of(cls, line: SightLine, height: int = _HEIGHT) -> "PathFrame":
        """Return the frame that holds everything of a path."""
        lowest_m = float(np.min(line.foot_m))
        highest_m = _highest_m(line)
        room_m = max(_ROOM_M, _ROOM_RATIO * (highest_m - lowest_m))
        return cls(line.length_m, lowest_m - room_m, highest_m + room_m, height)

    @property
    def foot(self) -> int:
        """Return where the drawing ends below."""
        return self.height - _BOTTOM

    def x(self, distance_m: float) -> float:
        """Return where a distance lies."""
        share = distance_m / self.length_m
        return round(float(_LEFT + (_WIDTH - _LEFT - _RIGHT) * share), 1)

    def y(self, height_m: float) -> float:
        """Return where a height lies."""
        share = (height_m - self.low_m) / (self.high_m - self.low_m)
        return round(float(self.foot - (self.foot - _TOP) * share), 1)

    def outline(
        self, distance_m: FloatArray, heights_m: FloatArray, *, is_back: bool = False
    ) -> str:
        """Return the points of a line, from the end if it goes back."""
        pairs = list(zip(distance_m, heights_m, strict=True))
        ordered = reversed(pairs) if is_back else pairs
        return "L".join(f"{self.x(d)} {self.y(h)}" for d, h in ordered)


def draw_path(picture: PathPicture, height: int = _HEIGHT) -> PathDrawing:
    """Return the drawing: the station on the left, the place on the right.

    The Earth's curvature is laid under the ground, so that sight is a straight line.
    """
    line = picture.line
    frame = PathFrame.of(line, height)
    shown = _shown(line)
    distance_m, sight_m = line.distance_m[shown], line.sight_m[shown]
    foot_m, top_m = line.foot_m[shown], line.top_m[shown]

    def band(low_m: FloatArray, high_m: FloatArray) -> str:
        back = frame.outline(distance_m, low_m, is_back=True)
        return f"M{frame.outline(distance_m, high_m)}L{back}z"

    def zone(ratio: float) -> str:
        radius_m = ratio * line.radius_m[shown]
        return band(sight_m - radius_m, sight_m + radius_m)

    length_m, foot = line.length_m, frame.foot
    lowest_m, highest_m = float(np.min(line.foot_m)), _highest_m(line)
    ground = frame.outline(distance_m, foot_m)
    return PathDrawing(
        place_id=picture.place_id,
        place=picture.place,
        station=picture.station,
        length=write_text(
            lambda language: format_number(length_m * KM_PER_M, 1, language) + " km"
        ),
        width=_WIDTH,
        height=height,
        foot=foot,
        ground=f"M{frame.x(0)} {foot}L{ground}L{frame.x(length_m)} {foot}z",
        clutter=band(foot_m, top_m),
        zone=zone(1.0),
        clear_zone=zone(CLEAR_RATIO),
        sight=(
            frame.x(0),
            frame.y(line.start_m),
            frame.x(length_m),
            frame.y(line.end_m),
        ),
        start=(frame.x(0), frame.y(line.foot_m[0]), frame.y(line.start_m)),
        end=(frame.x(length_m), frame.y(line.foot_m[-1]), frame.y(line.end_m)),
        x_ticks=tuple(
            PathTick(frame.x(at), number(at * KM_PER_M, 1))
            for at in (0.0, length_m / 2, length_m)
        ),
        y_ticks=tuple(
            PathTick(frame.y(at), number(at))
            for at in (lowest_m, (lowest_m + highest_m) / 2, highest_m)
        ),
        needed=picture.needed,
        limit_m=picture.limit_m,
    )


def _highest_m(line: SightLine) -> float:
    return float(max(np.max(line.top_m), np.max(line.sight_m + line.radius_m)))


def _shown(line: SightLine) -> IntArray:
    """Return the points to draw: of each group the highest, and both ends."""
    points = len(line.distance_m)
    if points <= _MOST_POINTS:
        return np.arange(points)
    edges = np.linspace(1, points - 1, _MOST_POINTS, dtype=int)
    peaks = [
        first + int(np.argmax(line.top_m[first:stop]))
        for first, stop in pairwise(edges)
    ]
    return np.array([0, *peaks, points - 1])
