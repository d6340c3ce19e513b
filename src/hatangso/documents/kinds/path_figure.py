"""The ground between a station and a place, drawn for paper: black and grey only."""

from dataclasses import dataclass

from markupsafe import Markup

from hatangso.documents.graphics.lettering import write
from hatangso.documents.graphics.picture import picture
from hatangso.documents.graphics.svg import element, group
from hatangso.documents.official.blocks import Figure
from hatangso.documents.path_drawing import PathDrawing, draw_path
from hatangso.documents.report_content import PathPicture

__all__ = ["path_figure"]

_SIZE_PT = 9.0
_LEGEND_HEIGHT, _LEGEND_STEP = 30.0, 14.0


@dataclass(frozen=True)
class _Look:
    """How a part of the drawing is painted, and what the legend calls it."""

    title: str
    paint: dict[str, object]


_GROUND = _Look("Mặt đất", {"fill": "#9a9a9a", "stroke": "#000", "stroke_width": 0.7})
_CLUTTER = _Look("Cây, nhà", {"fill": "#d9d9d9", "stroke": "#555", "stroke_width": 0.4})
_ZONE = _Look(
    "Vùng Fresnel thứ nhất",
    {
        "fill": "none",
        "stroke": "#000",
        "stroke_width": 0.6,
        "stroke_dasharray": "1.5 2.5",
    },
)
_SIGHT = _Look(
    "Đường thẳng giữa hai ăng-ten",
    {
        "fill": "none",
        "stroke": "#000",
        "stroke_width": 1.1,
        "stroke_dasharray": "6 3",
    },
)


def path_figure(picture_of_path: PathPicture) -> Figure:
    """Return the figure: the station on the left, the place on the right."""
    drawing = draw_path(picture_of_path)
    place, station = drawing.place, drawing.station
    height = drawing.height + _LEGEND_HEIGHT + _SIZE_PT
    parts = [*_profile(drawing), *_words(drawing), _legend(drawing)]
    svg = picture(float(drawing.width), height, parts)
    return Figure(
        name="signal_path",
        svg=svg,
        caption=f"Mặt cắt địa hình từ trạm {station} đến {place}",
        description=(
            f"Mặt cắt dài {drawing.length.vi} từ trạm {station} bên trái đến {place}"
            " bên phải; địa hình cao hơn đường thẳng giữa hai ăng-ten thì che khuất"
            " sóng."
        ),
    )


def _profile(drawing: PathDrawing) -> list[Markup]:
    x0, y0, x1, y1 = drawing.sight
    at, foot, top = drawing.start
    end_x, _, end_y = drawing.end
    return [
        element("path", d=drawing.clutter, **_CLUTTER.paint),
        element("path", d=drawing.ground, **_GROUND.paint),
        element("path", d=drawing.zone, **_ZONE.paint),
        element("path", d=f"M{x0} {y0}L{x1} {y1}", **_SIGHT.paint),
        element("path", d=f"M{at} {foot}L{at} {top}", stroke="#000", stroke_width=2.2),
        element("circle", cx=end_x, cy=end_y, r=3.5, fill="#fff", stroke="#000"),
    ]


def _words(drawing: PathDrawing) -> list[Markup]:
    written = [write(drawing.start[0], 11.0, "Trạm", size_pt=_SIZE_PT, is_bold=True)]
    end_x = drawing.end[0]
    written.append(
        write(end_x, 11.0, "Nơi nhận", size_pt=_SIZE_PT, anchor="end", is_bold=True)
    )
    anchors = ("start", *("middle" for _ in drawing.x_ticks[2:]), "end")
    for at, (tick, anchor) in enumerate(zip(drawing.x_ticks, anchors, strict=True)):
        unit = " km" if at == len(drawing.x_ticks) - 1 else ""
        line = float(drawing.height - 10)
        text = f"{tick.text.vi}{unit}"
        written.append(write(tick.at, line, text, size_pt=_SIZE_PT, anchor=anchor))
    for tick in drawing.y_ticks:
        beside = drawing.start[0] - 5
        text = f"{tick.text.vi} m"
        written.append(write(beside, tick.at + 3, text, size_pt=_SIZE_PT, anchor="end"))
    return written


def _legend(drawing: PathDrawing) -> Markup:
    """Return what the fills and lines mean, two beside each other."""
    parts: list[Markup] = []
    looks = (_GROUND, _SIGHT, _CLUTTER, _ZONE)
    for number, look in enumerate(looks):
        x = drawing.start[0] + (number % 2) * drawing.width / 2.6
        y = drawing.height + 8 + (number // 2) * _LEGEND_STEP
        if look.paint["fill"] == "none":
            line = f"M{x} {y - 3}h22"
            parts.append(element("path", d=line, **look.paint))
        else:
            parts.append(
                element("rect", x=x, y=y - 7, width=22, height=8, **look.paint)
            )
        parts.append(write(x + 27, y, look.title, size_pt=_SIZE_PT))
    return group(parts)
