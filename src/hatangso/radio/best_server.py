# ruff: noqa: PLR0917 - a compiled function takes no keyword-only arguments
"""Best-server maps: which cells a mast may serve, and who serves a cell best.

Each cell takes the loss of the nearest point of the mast's polar lattice. A cell is
only asked for when free space would give it a level that its best server so far does
not exceed; as no path loses less than free space, that changes no result.
"""

import numpy as np

from hatangso.compiling import compiled
from hatangso.radio.scene import RadialFan
from hatangso.units import FloatArray, IntArray

__all__ = ["keep_best", "mark_cells"]

# Rounding may put a loss this far below free space.
_SLACK_DB = 1e-6


@compiled
def mark_cells(
    elevation_m: FloatArray,
    fan: RadialFan,
    ring_m: tuple[float, float],
    strength_dbm: FloatArray,
    free_db: FloatArray,
    layers: IntArray,
    ranges_m: FloatArray,
    best_dbm: FloatArray,
    needed: IntArray,
    cells: IntArray,
) -> int:
    """List the cells of a ring that a mast may serve better than their best so far.

    A layer is what one mast radiates in one technology, band and height.

    Args:
        elevation_m: Ground; cells without are left out.
        fan: The mast and its radials.
        ring_m: Inner radius (exclusive) and outer radius (inclusive).
        strength_dbm: EIRP towards each radial, (layer, radial).
        free_db: Least loss, (band, step).
        layers: Technology and band of each layer, (layer, 2).
        ranges_m: Range of each layer.
        best_dbm: Best level so far, (technology, row, col), float32, -inf for none.
        needed: Filled: bits of the bands wanted at (radial, step), int64.
        cells: Filled: row, column, radial, step and bits of the layers, (cell, 5).

    Returns:
        The number of cells listed.
    """
    rows, cols = elevation_m.shape
    radials = needed.shape[0]
    width, height = fan.cell_width_m, fan.cell_height_m
    count = 0
    top = max(int(np.ceil(fan.row - ring_m[1] / height)), 0)
    bottom = min(int(np.floor(fan.row + ring_m[1] / height)), rows - 1)
    left = max(int(np.ceil(fan.col - ring_m[1] / width)), 0)
    right = min(int(np.floor(fan.col + ring_m[1] / width)), cols - 1)
    for row in range(top, bottom + 1):
        north = (fan.row - row) * height
        for col in range(left, right + 1):
            east = (col - fan.col) * width
            distance = np.sqrt(north * north + east * east)
            is_inside = ring_m[0] < distance <= ring_m[1]
            if not is_inside or np.isnan(elevation_m[row, col]):
                continue
            step = max(int(distance / fan.step_m + 0.5), 1)
            turn = np.arctan2(east, north) / (2 * np.pi)
            radial = int((turn + 1) * radials + 0.5) % radials
            bits = 0
            for layer in range(ranges_m.size):
                technology, band = layers[layer]
                most = strength_dbm[layer, radial] - free_db[band, step] + _SLACK_DB
                may_win = np.float32(most) >= best_dbm[technology, row, col]
                if may_win and distance <= ranges_m[layer]:
                    bits |= 1 << layer
                    needed[radial, step] |= 1 << band
            if bits != 0:
                cells[count, 0], cells[count, 1] = row, col
                cells[count, 2], cells[count, 3] = radial, step
                cells[count, 4] = bits
                count += 1
    return count


@compiled
def keep_best(
    cells: IntArray,
    strength_dbm: FloatArray,
    loss_db: FloatArray,
    layers: IntArray,
    site_number: int,
    best_dbm: FloatArray,
    server: IntArray,
) -> None:
    """Let a mast take the cells where its level is the best so far.

    Args:
        cells: What ``mark_cells`` listed, cut to its length.
        strength_dbm: EIRP towards each radial, (layer, radial).
        loss_db: (band, radial, step).
        layers: Technology and band of each layer, (layer, 2).
        site_number: Number of the site, from 1; equal levels go to the lower number.
        best_dbm: Changed: best level, (technology, row, col), float32.
        server: Changed: number of its site, int32, 0 for none.
    """
    for i in range(cells.shape[0]):
        row, col, radial, step, bits = cells[i]
        for layer in range(layers.shape[0]):
            if (bits >> layer) & 1 == 0:
                continue
            technology, band = layers[layer]
            loss = loss_db[band, radial, step]
            if np.isnan(loss):
                continue
            level = np.float32(strength_dbm[layer, radial] - loss)
            best = best_dbm[technology, row, col]
            holder = server[technology, row, col]
            if level > best or (level == best and site_number < holder):
                best_dbm[technology, row, col] = level
                server[technology, row, col] = site_number
