"""Where candidates may stand: distances asked for, and measuring in metres."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
import shapely
from scipy.spatial import cKDTree

from hatangso.geography.plane import Plane
from hatangso.model.admin_unit import AdminUnit
from hatangso.model.site import Technology
from hatangso.model.work import Work, WorkKind
from hatangso.planning.candidates.parameters import checked_numbers
from hatangso.radio.link_budget import RadioParameters
from hatangso.units import BoolArray, FloatArray, require_between

__all__ = [
    "Located",
    "SitingParameters",
    "Spacing",
    "Wards",
    "positions_deg",
    "siting_parameters",
    "studied_radio",
    "works_conflicts",
]

_WARD = "phường"
# The plane lengthens distances by less than this across a province; asking for so much
# more keeps true distances above what is asked.
_PLANE_SCALE_RATIO = 1.0005
# What the engines that these numbers are given to can work with.
_LIMITS = {
    "mast_height_m": (1, 400),
    "top_spacing_m": (1, 100_000),
    "repeater_antenna_m": (1, 400),
    "fibre_drop_range_m": (1, 100_000),
    "road_snap_m": (0, 1_000),
    "microwave_range_m": (0, 100_000),
    "microwave_frequency_mhz": (1_000, 100_000),
}


@dataclass(frozen=True)
class SitingParameters:
    """Distances and heights for placing candidates, explained in ``siting.toml``."""

    ward_spacing_m: float
    rural_spacing_m: float
    existing_range_2g_m: float
    existing_range_3g_m: float
    existing_range_4g_m: float
    existing_range_5g_m: float
    new_mast_range_m: float
    road_range_m: float
    top_radius_m: float
    top_rise_m: float
    top_spacing_m: float
    tops_per_locality: float
    mast_height_m: float
    antenna_below_top_m: float
    beside_spacing_m: float
    tenants_per_mast: float
    interference_margin_db: float
    repeater_donor_dbm: float
    repeater_antenna_m: float
    fibre_reach_m: float
    fibre_drop_range_m: float
    road_snap_m: float
    microwave_range_m: float
    microwave_frequency_mhz: float
    hops_per_mast: float

    def existing_range_m(self, technology: Technology) -> float:
        """Return how far from a locality an existing site is still studied."""
        return {
            Technology.G2: self.existing_range_2g_m,
            Technology.G3: self.existing_range_3g_m,
            Technology.G4: self.existing_range_4g_m,
            Technology.G5: self.existing_range_5g_m,
        }[technology]


def siting_parameters(table: Mapping[str, object]) -> SitingParameters:
    """Return the parameters that a table holds, as ``siting.toml`` has them.

    Args:
        table: For every name a number, or a table with the number under ``value``.

    Raises:
        InvalidInputError: A name is unknown or missing, or a number is below zero.
        OutOfRangeError: A distance or height is of no use.
    """
    siting = SitingParameters(**checked_numbers(SitingParameters, table))
    for name, (low, high) in _LIMITS.items():
        require_between(name, getattr(siting, name), low=low, high=high)
    return siting


class Located(Protocol):
    """Anything with a place."""

    @property
    def lon_deg(self) -> float:
        """Longitude, WGS 84."""

    @property
    def lat_deg(self) -> float:
        """Latitude, WGS 84."""


def positions_deg(points: Sequence[Located]) -> tuple[FloatArray, FloatArray]:
    """Return the longitudes and latitudes of points."""
    lon = np.array([point.lon_deg for point in points], dtype=float)
    return lon, np.array([point.lat_deg for point in points], dtype=float)


class Wards:
    """The wards of a province, where masts may stand closer than elsewhere."""

    def __init__(self, communes: Sequence[AdminUnit]) -> None:
        """Keep the borders of the wards among the communes."""
        self._tree = shapely.STRtree(
            [unit.geometry for unit in communes if unit.kind == _WARD]
        )

    def hold(self, lon_deg: FloatArray, lat_deg: FloatArray) -> BoolArray:
        """Return which points lie in a ward."""
        points = shapely.points(np.atleast_1d(lon_deg), np.atleast_1d(lat_deg))
        is_held = np.zeros(points.size, dtype=bool)
        is_held[self._tree.query(points, predicate="intersects")[0]] = True
        return is_held


class Spacing:
    """How far a new mast must stand from every other, by the place where it stands."""

    def __init__(
        self, communes: Sequence[AdminUnit], parameters: SitingParameters
    ) -> None:
        """Keep where the wards are."""
        self._wards = Wards(communes)
        self._parameters = parameters

    def asked_m(self, lon_deg: FloatArray, lat_deg: FloatArray) -> FloatArray:
        """Return the least distance at each point: wards apart from the rest."""
        is_ward = self._wards.hold(lon_deg, lat_deg)
        ward_m, rural_m = (
            self._parameters.ward_spacing_m,
            self._parameters.rural_spacing_m,
        )
        spacing_m = np.where(is_ward, ward_m, rural_m)
        return np.asarray(spacing_m * _PLANE_SCALE_RATIO)


def studied_radio(radio: RadioParameters, siting: SitingParameters) -> RadioParameters:
    """Return radio parameters that look no farther than candidates are studied."""
    technologies = {
        technology: replace(
            usual, range_m=min(usual.range_m, siting.existing_range_m(technology))
        )
        for technology, usual in radio.technologies.items()
    }
    return replace(radio, technologies=technologies)


def works_conflicts(
    works: Sequence[Work], spacing: Spacing
) -> tuple[tuple[str, str], ...]:
    """Return the pairs of new masts that stand too near to each other.

    Where two zones meet, the larger distance rules: either mast may come second.

    Returns:
        Pairs of identifiers, each and all in ascending order.
    """
    masts = [one for one in works if one.kind is WorkKind.NEW_MAST]
    return _too_near(sorted(masts, key=lambda one: one.id), spacing)


def _too_near(masts: Sequence[Work], spacing: Spacing) -> tuple[tuple[str, str], ...]:
    if not masts:
        return ()
    lon, lat = positions_deg(masts)
    xy_m, asked_m = Plane.around(lon, lat).xy_m(lon, lat), spacing.asked_m(lon, lat)
    pairs = cKDTree(xy_m).query_pairs(float(asked_m.max()), output_type="ndarray")
    apart_m = np.hypot(*(xy_m[pairs[:, 0]] - xy_m[pairs[:, 1]]).T)
    is_near = apart_m < np.maximum(asked_m[pairs[:, 0]], asked_m[pairs[:, 1]])
    return tuple(
        sorted((masts[one].id, masts[other].id) for one, other in pairs[is_near])
    )
