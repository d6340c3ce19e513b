"""Make the shapes of a file usable, and tell of each what had to be done to it."""

from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from hatangso.errors import Message, Place
from hatangso.io.findings import Findings
from hatangso.model.raw_table import RawTable

__all__ = ["mended"]

_Shapes = npt.NDArray[Any]
# GEOS numbers its types; -1 stands for none.
_POINTS, _LINES, _AREAS = (0, 4), (1, 2, 5), (3, 6)
_MULTI_POINT = 4
# A mended outline whose area changed by less is what was meant.
_SMALL_CHANGE_RATIO = 0.01


def mended(table: RawTable) -> RawTable:
    """Return a table whose shapes are valid, flat and without repeated points.

    Outlines that cross themselves are cut into simple ones; a feature whose shape
    cannot be read keeps its fields and has no shape. The findings and notes of the
    table grow by what was done.

    Args:
        table: Shapes as the file has them.
    """
    found, said = Findings(list(table.findings)), list(table.notes)
    given = np.array([row.geometry for row in table.rows], dtype=object)
    if all(wkb is None for wkb in given):
        return table
    # Rings that do not end where they begin are closed by "fix".
    shapes = shapely.from_wkb(given, on_invalid="fix")
    _tell_missing(table, given, shapes, found)
    has_height = shapely.has_z(shapes)
    if has_height.any():
        said.append(
            Message(
                "{count} shapes have heights; they are left aside",
                {"count": int(has_height.sum())},
            )
        )
    shapes = shapely.force_2d(shapes)
    shapes = _finite(table, shapes, found)
    shapes = _without_repeats(shapes, said)
    shapes = _valid(table, shapes, found)
    shapes = _single_points(shapes)
    _tell_families(table, shapes, found)
    shapes[shapely.is_empty(shapes)] = None
    wkbs = shapely.to_wkb(shapes, output_dimension=2)
    rows = tuple(
        replace(row, geometry=wkb) for row, wkb in zip(table.rows, wkbs, strict=True)
    )
    return replace(table, rows=rows, findings=tuple(found), notes=tuple(said))


def _place(table: RawTable, index: np.intp) -> Place:
    return Place(table.file, table.rows[index].number, None, table.sheet or None)


def _tell_missing(
    table: RawTable, given: _Shapes, shapes: _Shapes, found: Findings
) -> None:
    """Tell of features without a shape, and of shapes that cannot be read."""
    for index in np.flatnonzero(shapely.is_missing(shapes) | shapely.is_empty(shapes)):
        if given[index] is None or shapes[index] is not None:
            found.warn(
                _place(table, index),
                Message("the feature has no shape"),
                Message("draw it, or give its place in two columns"),
            )
        else:
            found.error(
                _place(table, index),
                Message("the shape of the feature cannot be read"),
                Message("draw it again with straight lines and export the file again"),
            )


def _finite(table: RawTable, shapes: _Shapes, found: Findings) -> _Shapes:
    """Return the shapes without those that have coordinates that are no numbers."""
    coordinates, owners = shapely.get_coordinates(shapes, return_index=True)
    is_lost = np.zeros(len(shapes), dtype=bool)
    is_lost[owners[~np.isfinite(coordinates).all(axis=1)]] = True
    for index in np.flatnonzero(is_lost):
        found.error(
            _place(table, index),
            Message("the shape has a coordinate that is no number"),
            Message("draw it again and export the file again"),
        )
    shapes[is_lost] = None
    return shapes


def _without_repeats(shapes: _Shapes, said: list[Message]) -> _Shapes:
    """Return the shapes without points that stand twice in a row."""
    is_long = ~np.isin(shapely.get_type_id(shapes), (*_POINTS, -1))
    thinned = shapes.copy()
    thinned[is_long] = shapely.remove_repeated_points(shapes[is_long], 0.0)
    # What collapses to nothing is told as it is, not mended away.
    thinned = np.where(shapely.is_empty(thinned), shapes, thinned)
    count = shapely.count_coordinates(shapes) - shapely.count_coordinates(thinned)
    if count:
        said.append(Message("{count} repeated points were removed", {"count": count}))
    return thinned


def _valid(table: RawTable, shapes: _Shapes, found: Findings) -> _Shapes:
    """Return the shapes with crossing outlines mended, and tell of each."""
    is_wrong = ~shapely.is_valid(shapes) & ~shapely.is_missing(shapes)
    mended = shapes.copy()
    for index in np.flatnonzero(is_wrong):
        mended[index] = _valid_shape(_place(table, index), shapes[index], found)
    return mended


def _valid_shape(
    place: Place, shape: BaseGeometry, found: Findings
) -> BaseGeometry | None:
    """Return one shape mended; None when nothing is left of it."""
    again = Message("draw it again and export the file again")
    if shapely.get_type_id(shape) not in _AREAS:
        found.error(place, Message("the line has no length"), again)
        return None
    mended = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    before, after = float(shapely.area(shape)), float(shapely.area(mended))
    if mended.is_empty or after == 0:
        found.error(place, Message("the outline encloses nothing"), again)
        return None
    change_ratio = abs(after - before) / max(before, after)
    # GEOS tells the place in brackets behind the reason.
    _, _, where = shapely.is_valid_reason(shape).partition("[")
    found.warn(
        place,
        Message(
            "the outline crosses itself near {where}; it was mended, which changes its"
            " area by {percent:.2g} %",
            {"where": where.rstrip("]"), "percent": 100 * change_ratio},
        ),
        Message("nothing to do; or draw it again")
        if change_ratio <= _SMALL_CHANGE_RATIO
        else Message("look at it on a map before it is taken, or draw it again"),
        change_ratio,
    )
    return mended


def _single_points(shapes: _Shapes) -> _Shapes:
    """Return the shapes with groups of one point as that point."""
    is_one = (shapely.get_type_id(shapes) == _MULTI_POINT) & (
        shapely.get_num_geometries(shapes) == 1
    )
    return np.where(is_one, shapely.get_geometry(shapes, 0), shapes)


def _tell_families(table: RawTable, shapes: _Shapes, found: Findings) -> None:
    """Tell when one layer holds shapes of several families."""
    kinds = shapely.get_type_id(shapes)
    counts = {
        "points": int(np.isin(kinds, _POINTS).sum()),
        "lines": int(np.isin(kinds, _LINES).sum()),
        "areas": int(np.isin(kinds, _AREAS).sum()),
        "others": int((kinds > max(_AREAS)).sum()),
    }
    if sum(count > 0 for count in counts.values()) > 1:
        found.warn(
            Place(table.file, sheet=table.sheet or None),
            Message(
                "the layer mixes shapes: {points} points, {lines} lines, {areas} areas,"
                " {others} of several kinds",
                counts,
            ),
            Message("put points, lines and areas into layers of their own"),
        )
