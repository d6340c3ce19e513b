"""Marks of what lies at a point: each sort has a shape of its own."""

from enum import StrEnum

from markupsafe import Markup

from hatangso.documents.graphics.svg import element, group

__all__ = ["MARK_TITLES", "PointSort", "mark_definition", "place_mark"]


class PointSort(StrEnum):
    """What stands at a point."""

    COVERED = "covered"
    SITE = "site"
    SHARED_SITE = "shared_site"
    FACILITY = "facility"
    UNKNOWN = "unknown"
    PARTIAL_HOLE = "partial_hole"
    HOLE = "hole"
    UPGRADE = "upgrade"
    SHARE = "share"
    REPEATER = "repeater"
    SATELLITE = "satellite"
    FIXED_ACCESS = "fixed_access"
    NEW_MAST = "new_mast"
    PROPOSED_SITE = "proposed_site"
    CONFLICT = "conflict"


MARK_TITLES = {
    PointSort.COVERED: "Thôn, bản có sóng",
    PointSort.SITE: "Trạm hiện có",
    PointSort.SHARED_SITE: "Trạm dùng chung hiện có",
    PointSort.FACILITY: "Cơ sở công cộng",
    PointSort.UNKNOWN: "Thôn, bản chưa rõ có sóng hay không",
    PointSort.PARTIAL_HOLE: "Thôn, bản lõm sóng",
    PointSort.HOLE: "Thôn, bản trắng sóng",
    PointSort.UPGRADE: "Nâng cấp trạm hiện có",
    PointSort.SHARE: "Dùng chung cột hiện có",
    PointSort.REPEATER: "Trạm lặp",
    PointSort.SATELLITE: "Kết nối vệ tinh",
    PointSort.FIXED_ACCESS: "Điểm nối cáp quang",
    PointSort.NEW_MAST: "Cột mới theo kế hoạch",
    PointSort.PROPOSED_SITE: "Vị trí đề xuất",
    PointSort.CONFLICT: "Vị trí đề xuất còn vướng mắc",
}
"""What the legend says unless the layer has a title of its own."""

# Path, fill; all about a middle of (0, 0) within a circle of radius 1. A second path
# is drawn in white above the first, or in black above white.
_SHAPES: dict[PointSort, tuple[tuple[str, str], ...]] = {
    PointSort.COVERED: (("M-.6 0a.6 .6 0 1 1 1.2 0a.6 .6 0 1 1 -1.2 0z", "#fff"),),
    PointSort.SITE: (("M0 -.95L.9 .7H-.9z", "#000"),),
    PointSort.SHARED_SITE: (
        ("M0 -1L1 .8H-1z", "#000"),
        ("M-.3 .25a.3 .3 0 1 1 .6 0a.3 .3 0 1 1 -.6 0z", "#fff"),
    ),
    PointSort.FACILITY: (
        ("M-.75 -.75h1.5v1.5h-1.5z", "#fff"),
        ("M-.5 -.15h.35v-.35h.3v.35h.35v.3h-.35v.35h-.3v-.35h-.35z", "#000"),
    ),
    PointSort.UNKNOWN: (
        ("M-.75 0a.75 .75 0 1 1 1.5 0a.75 .75 0 1 1 -1.5 0z", "#fff"),
        ("M-.55 -.12h1.1v.24h-1.1z", "#000"),
    ),
    PointSort.PARTIAL_HOLE: (
        ("M-.85 0a.85 .85 0 1 1 1.7 0a.85 .85 0 1 1 -1.7 0z", "#fff"),
        ("M0 -.85a.85 .85 0 0 0 0 1.7z", "#000"),
    ),
    PointSort.HOLE: (("M-.85 0a.85 .85 0 1 1 1.7 0a.85 .85 0 1 1 -1.7 0z", "#000"),),
    PointSort.UPGRADE: (
        ("M0 -1L.9 0H.4V.9H-.4V0H-.9z", "#fff"),
        ("M-.4 .5h.8v.4h-.8z", "#000"),
    ),
    PointSort.SHARE: (
        ("M0 -1L1 0L0 1L-1 0z", "#fff"),
        ("M0 -1L1 0L0 1z", "#000"),
    ),
    PointSort.REPEATER: (("M-.5 -.87h1L1 0L.5 .87h-1L-1 0z", "#fff"),),
    PointSort.SATELLITE: (
        ("M-.9 0a.9 .9 0 1 1 1.8 0a.9 .9 0 1 1 -1.8 0z", "#fff"),
        ("M-.9 -.12h.78V-.9h.24v.78H.9v.24H.12V.9h-.24V.12H-.9z", "#000"),
    ),
    PointSort.FIXED_ACCESS: (("M-.65 -.65h1.3v1.3h-1.3z", "#000"),),
    PointSort.NEW_MAST: (
        (
            (
                "M0 -1.1L.26 -.36L1.05 -.34L.42 .14L.65 .89L0 .45L-.65 .89L-.42 .14"
                "L-1.05 -.34L-.26 -.36z"
            ),
            "#000",
        ),
    ),
    PointSort.PROPOSED_SITE: (("M0 -1L1 .8H-1z", "#fff"),),
    PointSort.CONFLICT: (
        ("M-.85 -.85h1.7v1.7h-1.7z", "#fff"),
        (
            (
                "M-.85 -.6l.25 -.25L0 -.2l.6 -.65l.25 .25L.2 0l.65 .6l-.25 .25L0 .2"
                "l-.6 .65l-.25 -.25L-.2 0z"
            ),
            "#000",
        ),
    ),
}
_EDGE_PT = 0.6
_RIM_PT, _RIM_RATIO = 0.7, 0.1


def _mark_id(sort: PointSort, size_pt: float) -> str:
    return f"mark-{sort}-{size_pt * 10:.0f}"


def mark_definition(sort: PointSort, size_pt: float) -> Markup:
    """Return the shape for the head of a drawing.

    Args:
        sort: What stands there.
        size_pt: Diameter of the circle around it.
    """
    radius = size_pt / 2
    shapes = _SHAPES[sort]
    outline = shapes[0][0]
    rim_pt = min(_RIM_PT, _RIM_RATIO * size_pt)
    # A white rim keeps marks apart from what is below, and from each other.
    rim = element(
        "path",
        d=outline,
        fill="#fff",
        stroke="#fff",
        stroke_width=round((_EDGE_PT + 2 * rim_pt) / radius, 3),
        stroke_linejoin="round",
    )
    drawn = [
        element(
            "path",
            d=path,
            fill=fill,
            stroke="#000" if path == outline else None,
            stroke_width=round(_EDGE_PT / radius, 3) if path == outline else None,
        )
        for path, fill in shapes
    ]
    return group(
        [group([rim, *drawn], transform=f"scale({radius:g})")],
        id=_mark_id(sort, size_pt),
    )


def place_mark(sort: PointSort, size_pt: float, x: float, y: float) -> Markup:
    """Return the mark with its middle at a place; the head must define it."""
    return element(
        "use", href=f"#{_mark_id(sort, size_pt)}", x=round(x, 1), y=round(y, 1)
    )
