"""What costs extra to cross: railways, rivers, motorways."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from hatangso.errors import InvalidInputError
from hatangso.units import FloatArray, require_between

__all__ = ["Barrier", "crossing_vnd"]

# A route closer to a barrier than this lies on it: some 0.1 m, for rounding.
_ON_IT_DEG = 1e-6
_HALF = 0.5


@dataclass(frozen=True)
class Barrier:
    """A line that costs extra to cross, in WGS 84; one line where tracks run abreast.

    Attributes:
        kind: By which it is priced: rail, river, motorway.
    """

    id: str
    kind: str
    geometry: BaseGeometry


def crossing_vnd(
    lines: Sequence[BaseGeometry],
    barriers: Sequence[Barrier],
    cost_vnd: Mapping[str, float],
) -> FloatArray:
    """Return what crossing barriers costs along each line.

    A line that ends on a barrier pays half, so that a route over two lines that meet
    there pays once. A line that runs on a barrier crosses nothing.

    Args:
        lines: Courses in WGS 84.
        barriers: What they may cross.
        cost_vnd: What one crossing costs, by kind of barrier.

    Raises:
        InvalidInputError: A kind of barrier has no cost.
        OutOfRangeError: A cost is negative or not a number.
    """
    _require_costs(barriers, cost_vnd)
    by_kind: dict[str, list[BaseGeometry]] = defaultdict(list)
    for barrier in barriers:
        by_kind[barrier.kind].append(barrier.geometry)
    total_vnd: FloatArray = np.zeros(len(lines))
    for kind, geometries in sorted(by_kind.items()):
        # Pieces of one barrier that meet are one.
        bands = shapely.get_parts(
            shapely.buffer(shapely.union_all(geometries), _ON_IT_DEG)
        )
        line, band = shapely.STRtree(bands).query(lines, predicate="intersects")
        for one, other in zip(line, band, strict=True):
            total_vnd[one] += cost_vnd[kind] * _crossings(lines[one], bands[other])
    return total_vnd


def _crossings(line: BaseGeometry, band: BaseGeometry) -> float:
    """Return how often a line crosses a narrow band; a half where it ends in it."""
    pieces = shapely.get_parts(shapely.line_merge(shapely.intersection(line, band)))
    ends = shapely.get_point(line, [0, -1])
    is_at_end = shapely.dwithin(pieces[:, None], ends, _ON_IT_DEG * _HALF)
    return float((1 - is_at_end.sum(axis=1) * _HALF).sum())


def _require_costs(barriers: Sequence[Barrier], cost_vnd: Mapping[str, float]) -> None:
    for barrier in barriers:
        if barrier.kind not in cost_vnd:
            raise InvalidInputError(
                'crossing a barrier of kind "{kind}" has no cost; the first is '
                "{barrier}",
                kind=barrier.kind,
                barrier=barrier.id,
            )
    for kind, value in cost_vnd.items():
        require_between(f'crossing cost of "{kind}"', value, low=0, high=1e15)
