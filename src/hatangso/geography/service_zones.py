"""Service zones: which zone of a coverage map each cell belongs to.

Source:
    QCVN 81:2019/BTTTT, Annex B: service zones are published as digital maps. What each
    zone stands for is declared by the operator; ``zones.toml`` has it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from hatangso.errors import InvalidInputError
from hatangso.model.coverage import REACHED_LEVELS, CoverageLevel
from hatangso.model.site import Technology
from hatangso.units import BoolArray, FloatArray, IntArray, require_between

__all__ = [
    "NO_SERVICE",
    "OUTSIDE",
    "UNKNOWN_SERVICE",
    "ZoneParameters",
    "ZoneRule",
    "zone_numbers",
    "zone_parameters",
]

# Numbers that stand for no zone; zones count from 1.
OUTSIDE = 0
NO_SERVICE = 100
UNKNOWN_SERVICE = 101
_GREATEST_RATE_MBPS = 100_000


@dataclass(frozen=True)
class ZoneRule:
    """What a cell needs to belong to a zone.

    Attributes:
        number: Of the zone; the first whose needs are met holds.
        level: Least level: basic or good.
        rate_mbps: Least rate; 0 when none is asked.
    """

    number: int
    level: CoverageLevel
    rate_mbps: float


@dataclass(frozen=True)
class ZoneParameters:
    """How zones are drawn; ``zones.toml`` has the sources.

    Attributes:
        smallest_km2: Patches that are smaller join what surrounds them.
        tolerance_cells: How much the lines between zones are simplified.
        rules: Zones of each technology, in order of number.
    """

    smallest_km2: float
    tolerance_cells: float
    rules: Mapping[Technology, tuple[ZoneRule, ...]]


def zone_parameters(mapping: Mapping[str, Any]) -> ZoneParameters:
    """Return the parameters that parsed tables hold.

    Args:
        mapping: ``smallest_km2``, ``tolerance_cells`` and ``zone.2G.1`` to
            ``zone.5G.2``; a value stands in a table with unit, assumption and source.

    Raises:
        InvalidInputError: A name is missing, or a level is neither basic nor good.
        OutOfRangeError: A number is outside its limits.
    """
    smallest_km2 = _number(mapping, "smallest_km2", 1e6)
    tolerance_cells = _number(mapping, "tolerance_cells", 1e3)
    rules = {
        technology: tuple(
            _rule(int(number), table)
            for number, table in sorted(mapping["zone"][str(technology)].items())
        )
        for technology in Technology
    }
    return ZoneParameters(smallest_km2, tolerance_cells, rules)


def zone_numbers(
    level_dbm: FloatArray,
    rate_mbps: FloatArray | None,
    rules: tuple[ZoneRule, ...],
    *,
    thresholds_dbm: tuple[float, float],
    is_unknown: BoolArray,
    is_outside: BoolArray,
) -> IntArray:
    """Return the zone of each cell.

    Args:
        level_dbm: Median levels where the handset is, (row, col); NaN for none.
        rate_mbps: Rates, the same shape, NaN for none; None when none is computed, and
            then no zone asks for one.
        rules: The zones.
        thresholds_dbm: Median levels from which service is basic and good.
        is_unknown: Where a cell that belongs to no zone might have service all the
            same.
        is_outside: Where no zone is drawn.

    Returns:
        ``OUTSIDE``, the number of a zone, ``NO_SERVICE`` or ``UNKNOWN_SERVICE``.
    """
    numbers = np.where(is_unknown, UNKNOWN_SERVICE, NO_SERVICE).astype(np.uint8)
    least_dbm = dict(zip(REACHED_LEVELS, thresholds_dbm, strict=True))
    for rule in reversed(rules):
        has_service = np.asarray(level_dbm) >= least_dbm[rule.level]
        if rate_mbps is not None and rule.rate_mbps > 0:
            has_service &= np.asarray(rate_mbps) >= rule.rate_mbps
        numbers[has_service] = rule.number
    numbers[is_outside] = OUTSIDE
    return numbers


def _rule(number: int, table: Mapping[str, Any]) -> ZoneRule:
    level = str(_value(table, "level"))
    if level not in REACHED_LEVELS:
        raise InvalidInputError(
            'the level of zone {number} must be basic or good; it is "{level}"',
            number=number,
            level=level,
        )
    rate_mbps = _number(table, "rate_mbps", _GREATEST_RATE_MBPS)
    return ZoneRule(number, CoverageLevel(level), rate_mbps)


def _number(table: Mapping[str, Any], name: str, high: float) -> float:
    value = _value(table, name)
    require_between(name, value, low=0, high=high)
    return float(value)


def _value(table: Mapping[str, Any], name: str) -> Any:  # noqa: ANN401 - as parsed
    if name not in table:
        raise InvalidInputError("{where} lacks {names}", where="zones.toml", names=name)
    return table[name]["value"]
