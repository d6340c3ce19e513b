"""Zones: polygons that share their borders, drawn around the classes of a raster."""

import heapq
from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import shapely
from scipy import ndimage

from hatangso.geography.area import area_km2
from hatangso.geography.grid import Grid
from hatangso.units import BoolArray, FloatArray, IntArray, require_between

__all__ = ["Zone", "without_specks", "zones_of"]

# Cells belong together when they share an edge, not when they touch at a corner.
_NEIGHBOURS = np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]])


@dataclass(frozen=True)
class Zone:
    """All ground of one class.

    Attributes:
        number: Of the class, above 0.
        geometry: In WGS 84; shares every vertex of its border with its neighbours.
        area_km2: Of the cells that it is made of.
    """

    number: int
    geometry: shapely.MultiPolygon
    area_km2: float


def zones_of(
    classes: IntArray, grid: Grid, *, smallest_km2: float, tolerance_cells: float
) -> tuple[Zone, ...]:
    """Return the zones of a raster of classes: they cover it without gap or overlap.

    The outer border follows the edges of the cells; the lines between zones are
    simplified, each once for both of its sides.

    Args:
        classes: Shape (row, col), whole numbers; 0 is outside and gets no zone.
        grid: The frame.
        smallest_km2: Specks that are smaller become part of what surrounds them.
        tolerance_cells: Vertices whose triangle with their neighbours is smaller than
            the square of this, in cells, are left out; 0 keeps all.

    Returns:
        One zone per class that is there, in order of number.

    Raises:
        OutOfRangeError: An argument is below 0.

    Source:
        Visvalingam and Whyatt (1993), as GEOS applies it to coverages.
    """
    require_between("tolerance_cells", tolerance_cells, low=0, high=1e6)
    cell_km2 = np.broadcast_to(area_km2(grid), grid.shape)
    cleaned = without_specks(classes, cell_km2, smallest_km2=smallest_km2)
    numbers = np.unique(cleaned[cleaned > 0])
    if not numbers.size:
        return ()
    patches, class_of = _patches(cleaned)
    faces, patch = _faces(patches)
    number = class_of[patch]
    faces = _simplified(faces, tolerance_cells)
    faces = shapely.transform(faces, lambda corners: _lon_lat(corners, grid))
    return tuple(
        Zone(
            int(one),
            shapely.multipolygons(_in_order(faces[number == one])),
            float(cell_km2[cleaned == one].sum()),
        )
        for one in numbers
    )


def without_specks(
    classes: IntArray, cell_km2: FloatArray, *, smallest_km2: float
) -> IntArray:
    """Return classes whose small patches took the class of what surrounds them.

    The smallest patch goes first, to the class with which it shares the most edges;
    equals go to the lower number. A patch with nothing beside it stays.

    Args:
        classes: Shape (row, col), whole numbers; 0 is outside and never changes.
        cell_km2: Area of each cell, the same shape.
        smallest_km2: Patches of this area and more stay.

    Raises:
        OutOfRangeError: The smallest area is below 0.
    """
    require_between("smallest_km2", smallest_km2, low=0, high=1e9)
    patches, class_of = _patches(classes)
    patch_km2: FloatArray = np.bincount(
        patches.ravel(), weights=np.asarray(cell_km2).ravel(), minlength=len(class_of)
    ).astype(np.float64)
    specks = np.flatnonzero(patch_km2 < smallest_km2)
    if specks[specks > 0].size == 0:
        return np.array(classes)
    mesh = _Mesh(class_of, patch_km2, _edges(patches))
    mesh.absorb(smallest_km2)
    return np.asarray(mesh.classes()[patches], dtype=np.asarray(classes).dtype)


def _patches(classes: IntArray) -> tuple[IntArray, IntArray]:
    """Return the number of each cell's patch, and the class of each; patch 0 is out."""
    patches = np.zeros(classes.shape, dtype=np.int64)
    class_of = [0]
    for number in np.unique(classes[classes > 0]):
        found, count = ndimage.label(classes == number, structure=_NEIGHBOURS)
        patches[found > 0] = found[found > 0] + len(class_of) - 1
        class_of += [int(number)] * count
    return patches, np.array(class_of)


def _edges(patches: IntArray) -> IntArray:
    """Return pairs of patches side by side and their common edges, (pair, 3)."""
    sides = [
        np.stack([patches[:, :-1].ravel(), patches[:, 1:].ravel()], axis=1),
        np.stack([patches[:-1].ravel(), patches[1:].ravel()], axis=1),
    ]
    pairs = np.sort(np.concatenate(sides), axis=1)
    pairs = pairs[(pairs[:, 0] > 0) & (pairs[:, 0] != pairs[:, 1])]
    found, count = np.unique(pairs, axis=0, return_counts=True)
    return np.column_stack([found, count])


class _Mesh:
    """Patches that know how many edges they share, and can swallow each other."""

    def __init__(
        self, class_of: IntArray, patch_km2: FloatArray, edges: IntArray
    ) -> None:
        self._class_of = class_of.tolist()
        self._km2 = patch_km2.tolist()
        self._into = list(range(len(class_of)))
        self._shared: dict[int, dict[int, int]] = defaultdict(dict)
        for one, other, count in edges.tolist():
            self._shared[one][other] = count
            self._shared[other][one] = count

    def absorb(self, smallest_km2: float) -> None:
        """Give every speck the class of its neighbours, the smallest first."""
        queue = [
            (km2, patch)
            for patch, km2 in enumerate(self._km2)
            if patch > 0 and km2 < smallest_km2
        ]
        heapq.heapify(queue)
        while queue:
            km2, patch = heapq.heappop(queue)
            if self._into[patch] != patch or km2 != self._km2[patch]:
                continue
            if not self._shared[patch]:
                continue
            grown = self._swallow(patch)
            if self._km2[grown] < smallest_km2:
                heapq.heappush(queue, (self._km2[grown], grown))

    def classes(self) -> IntArray:
        """Return the class of each patch, as it is now."""
        return np.array([self._class_of[self._root(p)] for p in range(len(self._into))])

    def _swallow(self, speck: int) -> int:
        """Join a speck with all neighbours of the class that borders it most."""
        votes: dict[int, int] = defaultdict(int)
        for other, count in self._shared[speck].items():
            votes[self._class_of[other]] += count
        winner = min(votes, key=lambda number: (-votes[number], number))
        joined = [o for o in self._shared[speck] if self._class_of[o] == winner]
        # The one with most neighbours stays, so that few have to be told.
        host = max(joined, key=lambda other: (len(self._shared[other]), -other))
        for guest in [speck, *(other for other in joined if other != host)]:
            self._join(guest, host)
        return host

    def _join(self, guest: int, host: int) -> None:
        self._into[guest] = host
        self._km2[host] += self._km2[guest]
        for other, count in self._shared.pop(guest).items():
            del self._shared[other][guest]
            if other != host:
                total = self._shared[host].get(other, 0) + count
                self._shared[host][other] = self._shared[other][host] = total

    def _root(self, patch: int) -> int:
        while self._into[patch] != patch:
            self._into[patch] = self._into[self._into[patch]]
            patch = self._into[patch]
        return patch


def _faces(patches: IntArray) -> tuple[np.ndarray, IntArray]:
    """Return the polygon of each patch, and the patch of each polygon.

    They are in corners (x: column, y: row), and have a vertex wherever three meet.
    """
    sides = _sides(patches)
    order, first = _rings(_following(sides), sides.patch)
    corners = sides.start[order].astype(float)
    ring = np.repeat(np.arange(len(first)), np.diff([*first, len(order)]))
    rings = shapely.linearrings(corners, indices=ring)
    patch = sides.patch[order[first]]
    # Seen with y upwards, a hole runs the other way round than what is around it.
    is_hole = shapely.is_ccw(rings)
    by_patch = np.lexsort((is_hole, patch))
    found, index = np.unique(patch[by_patch], return_inverse=True)
    return np.asarray(shapely.polygons(rings[by_patch], indices=index)), found


class _Sides(NamedTuple):
    """Straight lines from vertex to vertex, each once per side, (line, ...).

    Attributes:
        start: Corner where it starts, x and y.
        end: Where it ends.
        heading: 0 east, 1 north, 2 west, 3 south.
        patch: What lies to its left.
    """

    start: IntArray
    end: IntArray
    heading: IntArray
    patch: IntArray


def _sides(patches: IntArray) -> _Sides:
    padded = np.pad(patches, 1)
    # An upright edge lies left of a cell, a level one above it, on the lattice of
    # the corners.
    is_upright = padded[1:-1, 1:] != padded[1:-1, :-1]
    is_level = padded[1:, 1:-1] != padded[:-1, 1:-1]
    up, down = (
        np.pad(is_upright, ((1, 0), (0, 0))),
        np.pad(is_upright, ((0, 1), (0, 0))),
    )
    left, right = np.pad(is_level, ((0, 0), (1, 0))), np.pad(is_level, ((0, 0), (0, 1)))
    # Where a line goes straight on, it needs no vertex.
    is_vertex = ~((up & down & ~left & ~right) | (left & right & ~up & ~down))
    level = _runs(is_level, is_vertex)
    upright = _runs(is_upright.T, is_vertex.T)[..., ::-1]
    x, y = level[:, 0].T
    above, below = padded[y, x + 1], padded[y + 1, x + 1]
    x, y = upright[:, 0].T
    west, east = padded[y + 1, x], padded[y + 1, x + 1]
    lines = np.concatenate([level, upright[:, ::-1], level[:, ::-1], upright])
    counts = (len(level), len(upright), len(level), len(upright))
    return _Sides(
        lines[:, 0],
        lines[:, 1],
        np.repeat(np.arange(4), counts),
        np.concatenate([above, west, below, east]),
    )


def _runs(is_edge: BoolArray, is_vertex: BoolArray) -> IntArray:
    """Return the straight lines along rows from vertex to vertex, (line, end, xy)."""
    start_row, start_col = np.nonzero(is_edge & is_vertex[:, :-1])
    end_row, end_col = np.nonzero(is_edge & is_vertex[:, 1:])
    starts = np.stack([start_col, start_row], axis=1)
    ends = np.stack([end_col + 1, end_row], axis=1)
    return np.stack([starts, ends], axis=1)


def _following(sides: _Sides) -> IntArray:
    """Return for each side the one that goes on around the patch to its left."""
    width = int(sides.start[:, 0].max()) + 1
    leaving = np.full((int(sides.start[:, 1].max() + 1) * width, 4), -1)
    count = len(sides.heading)
    leaving[sides.start[:, 1] * width + sides.start[:, 0], sides.heading] = np.arange(
        count
    )
    here = sides.end[:, 1] * width + sides.end[:, 0]
    left = leaving[here, (sides.heading + 1) % 4]
    ahead = leaving[here, sides.heading]
    right = leaving[here, (sides.heading + 3) % 4]
    # Where a patch meets itself at a corner, the ring must not touch itself there:
    # what it encloses becomes a hole.
    meets_itself = (np.minimum(np.minimum(left, ahead), right) >= 0) & (
        sides.patch[right] == sides.patch
    )
    following = np.where(left >= 0, left, np.where(ahead >= 0, ahead, right))
    return np.asarray(np.where(meets_itself, right, following))


def _rings(following: IntArray, patch: IntArray) -> tuple[IntArray, IntArray]:
    """Return the sides in the order of their rings, and where each ring begins."""
    steps = following.tolist()
    # Nobody asks for a polygon of what is outside.
    is_done = (patch == 0).tolist()
    order: list[int] = []
    first: list[int] = []
    for start in range(len(steps)):
        if is_done[start]:
            continue
        first.append(len(order))
        side = start
        while not is_done[side]:
            is_done[side] = True
            order.append(side)
            side = steps[side]
    return np.array(order), np.array(first)


def _simplified(faces: np.ndarray, tolerance_cells: float) -> np.ndarray:
    if tolerance_cells == 0:
        return faces
    return np.asarray(
        shapely.coverage_simplify(faces, tolerance_cells, simplify_boundary=False)
    )


def _lon_lat(corners: FloatArray, grid: Grid) -> FloatArray:
    """Return longitudes and latitudes of corners; a cell's centre is half off."""
    lon_deg, lat_deg = grid.lon_lat(corners[:, 1] - 0.5, corners[:, 0] - 0.5)
    return np.stack([lon_deg, lat_deg], axis=1)


def _in_order(faces: np.ndarray) -> np.ndarray:
    """Return polygons from north to south, their rings as RFC 7946 winds them."""
    faces = shapely.orient_polygons(shapely.normalize(faces))
    west, _, _, north = shapely.bounds(faces).T
    return np.asarray(faces[np.lexsort((west, -north))])
