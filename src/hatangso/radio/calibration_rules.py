"""The rules of a calibration: what samples count, and how many are needed."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from hatangso.errors import InvalidInputError
from hatangso.model.site import Technology
from hatangso.units import require_between

__all__ = ["CalibrationRules", "calibration_rules"]

_WHOLE = ("fewest_votes", "fewest_samples", "fewest_places", "fewest_sites", "folds")
_LIMITS = {
    "thinning_m": (1, 10_000),
    "block_m": (10, 100_000),
    "nearest_m": (0, 10_000),
    "ambiguity_db": (0, 60),
    "frequency_tolerance_ratio": (0, 1),
    "vote_share_ratio": (0.5, 1),
    "fewest_votes": (1, 1_000),
    "floor_margin_db": (0, 60),
    "fewest_samples": (2, 1e6),
    "fewest_places": (2, 1e6),
    "fewest_sites": (2, 1e6),
    "least_gain_db": (0, 60),
    "confidence_ratio": (0.5, 0.999),
    "folds": (2, 1_000),
}
_FLOOR_DBM = (-200, 0)


@dataclass(frozen=True)
class CalibrationRules:
    """What is assumed in a calibration; ``calibration_rules.toml`` has the sources.

    Attributes:
        thinning_m: Measurements of one cell in a square of this side become one sample.
        block_m: Side of the squares that count as places.
        nearest_m: Samples nearer to their mast are left out.
        ambiguity_db: A site is known by its level when the next one is predicted at
            least so much weaker.
        frequency_tolerance_ratio: How far a service's frequency may lie from the one
            measured.
        vote_share_ratio: Share of a cell's places that must point to one site.
        fewest_votes: Number of such places.
        floor_margin_db: Samples predicted less than this above the floor are left out.
        floor_2g_dbm: Weakest level that receivers usually report.
        floor_3g_dbm: The same of 3G.
        floor_4g_dbm: The same of 4G.
        floor_5g_dbm: The same of 5G.
        fewest_samples: What a class needs.
        fewest_places: Number of blocks that a class needs.
        fewest_sites: Number of sites that a class needs.
        least_gain_db: By how much the mean amount of the error must fall.
        confidence_ratio: Of intervals.
        folds: Parts of the cross-validation.
    """

    thinning_m: float
    block_m: float
    nearest_m: float
    ambiguity_db: float
    frequency_tolerance_ratio: float
    vote_share_ratio: float
    fewest_votes: int
    floor_margin_db: float
    floor_2g_dbm: float
    floor_3g_dbm: float
    floor_4g_dbm: float
    floor_5g_dbm: float
    fewest_samples: int
    fewest_places: int
    fewest_sites: int
    least_gain_db: float
    confidence_ratio: float
    folds: int

    def floor_dbm(self, technology: Technology) -> float:
        """Return the weakest level that receivers usually report."""
        return {
            Technology.G2: self.floor_2g_dbm,
            Technology.G3: self.floor_3g_dbm,
            Technology.G4: self.floor_4g_dbm,
            Technology.G5: self.floor_5g_dbm,
        }[technology]


def calibration_rules(mapping: Mapping[str, object]) -> CalibrationRules:
    """Return the rules that a parsed table holds.

    Args:
        mapping: For every field a number, or a table with the number under ``value``.

    Raises:
        InvalidInputError: A name is unknown or missing, or a value is not a number.
        OutOfRangeError: A number is outside its limits.
    """
    names = [field.name for field in fields(CalibrationRules)]
    unknown = sorted(set(mapping) - set(names))
    if unknown:
        raise InvalidInputError(
            '"{raw}" is not known in {where}; write one of: {names}',
            raw=unknown[0],
            where="calibration_rules",
            names=", ".join(names),
        )
    missing = [name for name in names if name not in mapping]
    if missing:
        raise InvalidInputError(
            "{where} lacks {names}",
            where="calibration_rules",
            names=", ".join(missing),
        )
    numbers = {name: _number(name, mapping[name]) for name in names}
    whole = {name: int(numbers[name]) for name in _WHOLE}
    return CalibrationRules(**{**numbers, **whole})  # type: ignore[arg-type]  # names and kinds are those of the fields


def _number(name: str, entry: object) -> float:
    value = entry.get("value") if isinstance(entry, Mapping) else entry
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InvalidInputError(
            "{name} must be a number; it is {value}", name=name, value=value
        )
    low, high = _LIMITS.get(name, _FLOOR_DBM)
    require_between(name, value, low=low, high=high)
    return float(value)
