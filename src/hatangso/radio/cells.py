# ruff: noqa: PLR0917 - a compiled function takes no keyword-only arguments
"""Cells of a map: which point of a mast's lattice each takes, and what arrives there.

A cell takes the loss of the nearest point of the polar lattice around a mast; where
that one lies beyond the edge of the terrain, of the point before it. Near the
mast the radials lie closer than the cells, so that only every second, fourth, ... one
is used there: as many as leave neighbours at most one step apart.

Powers are added and compared in milliwatts, without logarithms; they come from the
masts in a fixed order, so that the sums do not depend on who computes them.
"""

from typing import NamedTuple

import numpy as np

from hatangso.compiling import compiled
from hatangso.units import BoolArray, FloatArray, IntArray

__all__ = [
    "SPARSEST",
    "STEEPEST_DEG",
    "VERTICAL_STEPS_PER_DEG",
    "Beams",
    "Disc",
    "Powers",
    "add_beams",
    "place_cells",
]

# The number of radials of a lattice is a multiple of this power of two.
SPARSEST = 32
# Vertical cuts are kept in tenths of a degree from -90 (straight up) to 90.
VERTICAL_STEPS_PER_DEG = 10
STEEPEST_DEG = 90.0
_LN_PER_DB = np.log(10.0) / 10
_ROW, _COL, _RADIAL, _STEP = range(4)


class Disc(NamedTuple):
    """The lattice around a mast, seen from a tile.

    Attributes:
        row: Fractional row of the mast, counted from the tile's first.
        col: Fractional column, likewise.
        cell_width_m: Width of a cell.
        cell_height_m: Height of a cell.
        step_m: Distance between two points of a radial.
        radials: Number of radials, a multiple of ``SPARSEST``.
        range_m: Radius.
    """

    row: float
    col: float
    cell_width_m: float
    cell_height_m: float
    step_m: float
    radials: int
    range_m: float


class Beams(NamedTuple):
    """The sectors of a mast; arrays have one element per beam unless said otherwise.

    Attributes:
        channel: Operator, technology and frequency, as a number.
        network: Operator and technology, as a number below 63.
        band: Place of its frequency among the losses.
        height: Place of its antenna height.
        radiator: Number of its service.
        range_m: Farther than this it is not received.
        horizontal_mw: EIRP towards each radial before the vertical cut, (beam, radial).
        floor_mw: EIRP in the weakest direction.
        tilt_deg: Tilt towards each radial, downwards, (beam, radial).
        vertical: Place of its vertical cut.
        vertical_ratio: Vertical cuts, (cut, direction).
        top_m: Height of each antenna above the sea, (height,).
        offset_db: Calibration, (band, is in sight, category of clutter).
    """

    channel: IntArray
    network: IntArray
    band: IntArray
    height: IntArray
    radiator: IntArray
    range_m: FloatArray
    horizontal_mw: FloatArray
    floor_mw: FloatArray
    tilt_deg: FloatArray
    vertical: IntArray
    vertical_ratio: FloatArray
    top_m: FloatArray
    offset_db: FloatArray


class Powers(NamedTuple):
    """What arrives in the cells of a tile, (row, col, channel) unless said otherwise.

    Attributes:
        best_mw: Power of the strongest beam, float32; 0 for none.
        total_mw: Power of all beams together, float32.
        strength_mw: EIRP of the strongest beam towards the cell, float32.
        server: Number of its service, int32; -1 for none.
        doubt: Bits of the networks that missing terrain keeps from being computed,
            (row, col), int64.
    """

    best_mw: FloatArray
    total_mw: FloatArray
    strength_mw: FloatArray
    server: IntArray
    doubt: IntArray


@compiled
def place_cells(
    is_wanted: BoolArray, disc: Disc, spans: IntArray, cells: IntArray
) -> int:
    """List the wanted cells of a tile within range of a mast.

    Args:
        is_wanted: Whether a cell is asked for, (row, col), bool.
        disc: The lattice.
        spans: Filled: first step and the step after the last, per radial, (radial, 2).
        cells: Filled: row, column, radial and step, (cell, 4), int32.

    Returns:
        The number of cells listed.
    """
    rows, cols = is_wanted.shape
    width, height, reach = disc.cell_width_m, disc.cell_height_m, disc.range_m
    for radial in range(disc.radials):
        spans[radial, 0], spans[radial, 1] = np.iinfo(np.int64).max, 0
    count = 0
    top = max(int(np.ceil(disc.row - reach / height)), 0)
    bottom = min(int(np.floor(disc.row + reach / height)), rows - 1)
    left = max(int(np.ceil(disc.col - reach / width)), 0)
    right = min(int(np.floor(disc.col + reach / width)), cols - 1)
    for row in range(top, bottom + 1):
        north = (disc.row - row) * height
        for col in range(left, right + 1):
            east = (col - disc.col) * width
            distance = np.sqrt(north * north + east * east)
            if not is_wanted[row, col] or distance > reach:
                continue
            step = max(int(distance / disc.step_m + 0.5), 1)
            every = 1
            while every < SPARSEST and 2 * every * step * disc.step_m <= reach:
                every *= 2
            turn = np.arctan2(east, north) / (2 * np.pi) + 1
            radial = int(turn * (disc.radials // every) + 0.5) * every % disc.radials
            cells[count, _ROW], cells[count, _COL] = row, col
            cells[count, _RADIAL], cells[count, _STEP] = radial, step
            spans[radial, 0] = min(spans[radial, 0], max(step - 1, 1))
            spans[radial, 1] = max(spans[radial, 1], step + 1)
            count += 1
    return count


@compiled
def _vertical_ratio(cut: FloatArray, below_deg: float) -> float:
    place = (below_deg + STEEPEST_DEG) * VERTICAL_STEPS_PER_DEG
    place = min(max(place, 0.0), cut.size - 1.001)
    i = int(place)
    part = place - i
    return np.float64(cut[i]) * (1 - part) + np.float64(cut[i + 1]) * part


@compiled
def add_beams(
    cells: IntArray,
    step_m: float,
    receiver_height_m: float,
    loss_db: FloatArray,
    is_sight: IntArray,
    ground_m: FloatArray,
    category: IntArray,
    beams: Beams,
    powers: Powers,
) -> None:
    """Add what a mast's beams bring to cells.

    Args:
        cells: What ``place_cells`` listed, cut to its length.
        step_m: Distance between two points of a radial.
        receiver_height_m: Receivers above the ground.
        loss_db: (band, radial, step); NaN where terrain is missing.
        is_sight: (height, radial, step).
        ground_m: (radial, step).
        category: Category of the clutter of each cell, (row, col).
        beams: The beams, sorted by band.
        powers: Changed.
    """
    heights = beams.top_m.size
    below_deg = np.empty(heights)
    for i in range(cells.shape[0]):
        row, col = cells[i, _ROW], cells[i, _COL]
        radial, step = cells[i, _RADIAL], cells[i, _STEP]
        if np.isnan(ground_m[radial, step]) and step > 1:
            # At the edge of the terrain the nearest point may lie just beyond it.
            step -= 1
        distance = step * step_m
        receiver = ground_m[radial, step] + receiver_height_m
        for a in range(heights):
            slope = (beams.top_m[a] - receiver) / distance
            below_deg[a] = np.degrees(np.arctan(slope))
        standing = category[row, col]
        band, ratio = -1, 0.0
        for beam in range(beams.band.size):
            if distance > beams.range_m[beam]:
                continue
            height = beams.height[beam]
            if beams.band[beam] != band:
                band = beams.band[beam]
                loss = loss_db[band, radial, step]
                sight = is_sight[height, radial, step]
                offset = beams.offset_db[band, sight, standing]
                ratio = np.exp((offset - loss) * _LN_PER_DB)
            if np.isnan(ratio):
                powers.doubt[row, col] |= 1 << beams.network[beam]
                continue
            tilted_deg = below_deg[height] - beams.tilt_deg[beam, radial]
            cut = beams.vertical_ratio[beams.vertical[beam]]
            strength = beams.horizontal_mw[beam, radial]
            strength *= _vertical_ratio(cut, tilted_deg)
            strength = max(strength, beams.floor_mw[beam])
            power = np.float32(strength * ratio)
            channel = beams.channel[beam]
            powers.total_mw[row, col, channel] += power
            if power > powers.best_mw[row, col, channel]:
                powers.best_mw[row, col, channel] = power
                powers.strength_mw[row, col, channel] = strength
                powers.server[row, col, channel] = beams.radiator[beam]
