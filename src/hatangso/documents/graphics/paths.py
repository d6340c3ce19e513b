"""Geometries as the path data of SVG, short: tenths of a unit, relative steps."""

from collections.abc import Iterable, Sequence

import shapely

__all__ = ["area_path", "dots_path", "line_path", "lines_path"]


def area_path(shape: shapely.Geometry) -> str:
    """Return the rings of a polygon or of several; other parts are left out."""
    rings = []
    for part in shapely.get_parts(shape):
        if isinstance(part, shapely.Polygon) and not part.is_empty:
            rings += [part.exterior, *part.interiors]
    return "".join(line_path(ring.coords[:-1]) + "z" for ring in rings)


def lines_path(shape: shapely.Geometry) -> str:
    """Return a line or several as one path."""
    parts = shapely.get_parts(shape)
    return "".join(line_path(part.coords) for part in parts if not part.is_empty)


def line_path(points: Sequence[tuple[float, ...]]) -> str:
    """Return a path of relative tenths: half the size of absolute numbers.

    >>> line_path([(0, 0), (10, 0), (10, 5.04)])
    'M0 0l10 0 0 5'
    """
    tenths = [(round(10 * point[0]), round(10 * point[1])) for point in points]
    if not tenths:
        return ""
    (x, y), steps = tenths[0], []
    for next_x, next_y in tenths[1:]:
        if (next_x, next_y) != (x, y):
            steps.append(f"{_tenth(next_x - x)} {_tenth(next_y - y)}")
        x, y = next_x, next_y
    start = f"M{_tenth(tenths[0][0])} {_tenth(tenths[0][1])}"
    return start + (f"l{' '.join(steps)}" if steps else "")


def dots_path(points: Iterable[tuple[float, float]]) -> str:
    """Return points as lines of (almost) no length: dots when their ends are round.

    One node of the drawing stands for thousands of dots.
    """
    return "".join(f"M{x:g} {y:g}h.01" for x, y in points)


def _tenth(tenths: int) -> str:
    return f"{tenths / 10:.7g}"
