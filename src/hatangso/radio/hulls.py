# mypy: disable-error-code="no-any-return"

"""Upper convex hulls that grow to the right, for the kernels.

The hull lies in two arrays, from left to right; its size is kept by the caller. Kernels
compiled earlier do not notice a change here: change ``kernels`` too.

Source:
    Andrew, Another efficient algorithm for convex hulls in two dimensions, 1979.
"""

from hatangso.radio.compiling import compiled
from hatangso.units import FloatArray

__all__ = ["highest", "push", "tangent"]


@compiled
def push(xs: FloatArray, ys: FloatArray, size: int, x: float, y: float) -> int:
    """Add a point to the right of an upper hull; return the hull's new size."""
    while size > 1:
        run, rise = xs[size - 1] - xs[size - 2], ys[size - 1] - ys[size - 2]
        if rise * (x - xs[size - 1]) > (y - ys[size - 1]) * run:
            break
        size -= 1
    xs[size], ys[size] = x, y
    return size + 1


@compiled
def tangent(xs: FloatArray, ys: FloatArray, size: int, x: float, y: float) -> float:
    """Return the greatest (ys - y) / (x - xs): the tangent from the right."""
    rise, run = ys[size - 1] - y, x - xs[size - 1]
    for i in range(size - 2, -1, -1):
        next_rise, next_run = ys[i] - y, x - xs[i]
        # Which of two fractions is greater, without dividing.
        if next_rise * run < rise * next_run:
            break
        rise, run = next_rise, next_run
    return rise / run


@compiled
def highest(xs: FloatArray, ys: FloatArray, size: int, slope_ratio: float) -> float:
    """Return the greatest ys - slope_ratio xs."""
    low, high = 0, size - 1
    while low < high:
        middle = (low + high) // 2
        rise = ys[middle + 1] - ys[middle]
        if rise > slope_ratio * (xs[middle + 1] - xs[middle]):
            low = middle + 1
        else:
            high = middle
    return ys[low] - slope_ratio * xs[low]
