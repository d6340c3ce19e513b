"""The ground between a station and a place, as the numbers of a line drawing."""

from dataclasses import dataclass
from html import escape
from math import sqrt

from hatangso.documents.bilingual import number, write_text
from hatangso.documents.report_content import PathPicture, Text
from hatangso.language import Language, format_number
from hatangso.units import KM_PER_M, LIGHT_SPEED_M_S

__all__ = ["PathDrawing", "PathTick", "draw_path", "render_path_svg"]

_WIDTH, _HEIGHT = 420, 190
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 12, 16, 26
_HZ_PER_MHZ = 1e6
# Room above and below what is drawn, as a share of its height; never less than 10 m.
_ROOM_RATIO, _ROOM_M = 0.08, 10.0


@dataclass(frozen=True)
class PathTick:
    """A mark on an axis."""

    at: float
    text: Text


@dataclass(frozen=True)
class PathDrawing:
    """Everything that the drawing needs, in its own units.

    Attributes:
        length: Distance between the ends, in words.
        ground: Outline of the ground, closed at the foot.
        clutter: Outline of what stands on it, down to the ground.
        zone: Outline of the first Fresnel zone.
        sight: The straight line between the antennas.
        start: Foot and top of the station's mast.
        end: Foot and top at the place.
    """

    place: str
    station: str
    length: Text
    width: int
    height: int
    foot: int
    ground: str
    clutter: str
    zone: str
    sight: tuple[float, float, float, float]
    start: tuple[float, float, float]
    end: tuple[float, float, float]
    x_ticks: tuple[PathTick, ...]
    y_ticks: tuple[PathTick, ...]


def draw_path(picture: PathPicture) -> PathDrawing:
    """Return the drawing: the station on the left, the place on the right.

    The Earth's curvature is laid under the ground, so that sight is a straight line.
    """
    length_m = picture.distance_m[-1]
    bulge_m = [_bulge_m(picture, d) for d in picture.distance_m]
    ground_m = [g + b for g, b in zip(picture.ground_m, bulge_m, strict=True)]
    top_m = [g + c for g, c in zip(ground_m, picture.clutter_m, strict=True)]
    sight_m = [_sight_m(picture, d) for d in picture.distance_m]
    zone_m = [_zone_m(picture, d) for d in picture.distance_m]
    highest_m = max(*top_m, *(s + z for s, z in zip(sight_m, zone_m, strict=True)))
    room_m = max(_ROOM_M, _ROOM_RATIO * (highest_m - min(ground_m)))
    low_m, high_m = min(ground_m) - room_m, highest_m + room_m

    def x(distance_m: float) -> float:
        return round(_LEFT + (_WIDTH - _LEFT - _RIGHT) * distance_m / length_m, 1)

    def y(height_m: float) -> float:
        share = (height_m - low_m) / (high_m - low_m)
        return round(_HEIGHT - _BOTTOM - (_HEIGHT - _TOP - _BOTTOM) * share, 1)

    def line(heights_m: list[float], *, is_back: bool = False) -> str:
        pairs = list(zip(picture.distance_m, heights_m, strict=True))
        ordered = reversed(pairs) if is_back else pairs
        return "L".join(f"{x(d)} {y(h)}" for d, h in ordered)

    foot = _HEIGHT - _BOTTOM
    above_m = [s + z for s, z in zip(sight_m, zone_m, strict=True)]
    below_m = [s - z for s, z in zip(sight_m, zone_m, strict=True)]
    return PathDrawing(
        place=picture.place,
        station=picture.station,
        length=write_text(
            lambda language: format_number(length_m * KM_PER_M, 1, language) + " km"
        ),
        width=_WIDTH,
        height=_HEIGHT,
        foot=foot,
        ground=f"M{x(0)} {foot}L{line(ground_m)}L{x(length_m)} {foot}z",
        clutter=f"M{line(top_m)}L{line(ground_m, is_back=True)}z",
        zone=f"M{line(above_m)}L{line(below_m, is_back=True)}z",
        sight=(x(0), y(sight_m[0]), x(length_m), y(sight_m[-1])),
        start=(x(0), y(ground_m[0]), y(sight_m[0])),
        end=(x(length_m), y(ground_m[-1]), y(sight_m[-1])),
        x_ticks=tuple(
            PathTick(x(at), number(at * KM_PER_M, 1))
            for at in (0.0, length_m / 2, length_m)
        ),
        y_ticks=tuple(
            PathTick(y(at), number(at))
            for at in (min(ground_m), (min(ground_m) + highest_m) / 2, highest_m)
        ),
    )


def _bulge_m(picture: PathPicture, distance_m: float) -> float:
    """Return how far the Earth rises above its chord."""
    away_m = picture.distance_m[-1] - distance_m
    return distance_m * away_m / (2 * picture.earth_radius_m)


def _sight_m(picture: PathPicture, distance_m: float) -> float:
    share = distance_m / picture.distance_m[-1]
    return picture.start_m + share * (picture.end_m - picture.start_m)


def _zone_m(picture: PathPicture, distance_m: float) -> float:
    """Return the radius of the first Fresnel zone (Rec. ITU-R P.526, eq. 2)."""
    length_m = picture.distance_m[-1]
    wavelength_m = LIGHT_SPEED_M_S / (picture.frequency_mhz * _HZ_PER_MHZ)
    return sqrt(wavelength_m * distance_m * (length_m - distance_m) / length_m)


def render_path_svg(picture: PathPicture, language: Language) -> str:
    """Return the drawing as an SVG file of its own."""
    drawing = draw_path(picture)
    title = escape(f"{picture.station} \N{EN DASH} {picture.place}")
    x1, y1, x2, y2 = drawing.sight
    length = getattr(drawing.length, language)
    x_labels = [
        f'<text x="{tick.at}" y="{drawing.height - 8}" text-anchor="{anchor}">'
        f"{getattr(tick.text, language)}</text>"
        for tick, anchor in zip(
            drawing.x_ticks, ("start", "middle", "end"), strict=True
        )
    ]
    y_labels = [
        f'<text x="{drawing.start[0] - 6}" y="{tick.at + 4}" text-anchor="end">'
        f"{getattr(tick.text, language)}</text>"
        for tick in drawing.y_ticks
    ]
    head = (
        '<svg xmlns="http://www.w3.org/2000/svg" font-family="sans-serif"'
        f' font-size="11" viewBox="0 -14 {drawing.width} {drawing.height + 14}">'
    )
    mast = f'd="M{x1} {drawing.start[1]}V{y1}" stroke="#17252b" stroke-width="2.4"'
    return "\n".join(
        [
            head,
            f'<text x="{drawing.start[0]}" y="-2">{title} · {length}</text>',
            f'<path d="{drawing.zone}" fill="#2f7f99" opacity=".16"/>',
            f'<path d="{drawing.clutter}" fill="#9db88f"/>',
            f'<path d="{drawing.ground}" fill="#d6cfc2" stroke="#7d7361"/>',
            f'<path d="M{x1} {y1}L{x2} {y2}" stroke="#c8602a" stroke-dasharray="5 4"/>',
            f"<path {mast}/>",
            *x_labels,
            *y_labels,
            "</svg>\n",
        ]
    )
