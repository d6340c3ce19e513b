"""Appraise the masts that an operator proposes: spacing, sharing, conflicts.

Provinces ask for a distance between masts; where one stands nearer, its owner shares
it, and of two proposals that are too near to each other one is built and shared.

Source: Quyết định 26/2018/QĐ-UBND of Hải Dương and Quyết định 5800/QĐ-UBND (2017) of
Hà Nội; the distances are the province's own parameters (``siting.toml``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import shapely

from hatangso.geography.grid import distances_m
from hatangso.model.admin_unit import AdminUnit
from hatangso.model.place import ProtectedArea
from hatangso.model.site import Site
from hatangso.planning.candidates.siting import (
    SitingParameters,
    Wards,
    positions_deg,
)
from hatangso.units import FloatArray

__all__ = [
    "MastAppraisal",
    "MastVerdict",
    "NearMast",
    "ProposedMast",
    "appraise_masts",
]


class MastVerdict(StrEnum):
    """What the rules say of a proposed mast, the gravest first."""

    OUTSIDE = "outside"  # not in the province
    PROTECTED = "protected"  # in an area where none may be built
    SHARE = "share"  # a mast stands nearer than the distance asked
    COMBINE = "combine"  # another proposal does
    CLEAR = "clear"


@dataclass(frozen=True)
class ProposedMast:
    """A mast that somebody wants to build.

    Attributes:
        id: As its operator calls it, or the number of its row.
    """

    id: str
    lon_deg: float
    lat_deg: float


@dataclass(frozen=True)
class NearMast:
    """Another mast, and how far it is."""

    id: str
    distance_m: float


@dataclass(frozen=True)
class MastAppraisal:
    """What is to be said of one proposed mast.

    Attributes:
        commune: Code of the commune that it stands in; empty outside the province.
        asked_m: The least distance to other masts there.
        nearest: The nearest mast that stands; None when there is none.
        too_near: All standing masts nearer than asked, the nearest first.
        rivals: All other proposals nearer than asked, likewise. Where two zones meet,
            the larger distance rules.
        protected_area: Name of the area that forbids it; empty for none.
    """

    mast: ProposedMast
    verdict: MastVerdict
    commune: str
    is_ward: bool
    asked_m: float
    nearest: NearMast | None
    too_near: tuple[NearMast, ...] = ()
    rivals: tuple[NearMast, ...] = ()
    protected_area: str = ""


def appraise_masts(
    proposed: Sequence[ProposedMast],
    standing: Sequence[Site],
    *,
    communes: Sequence[AdminUnit],
    protected: Sequence[ProtectedArea],
    siting: SitingParameters,
) -> tuple[MastAppraisal, ...]:
    """Return what the rules say of every proposed mast, in the order given.

    A mast just at the distance asked is far enough.

    Args:
        proposed: What the operator wants.
        standing: Masts that exist, of every owner.
        communes: Of the province; wards ask for less distance than the rest.
        protected: Where no mast may be built.
        siting: The distances.
    """
    lon, lat = positions_deg(proposed)
    is_ward = Wards(communes).hold(lon, lat)
    asked_m = np.where(is_ward, siting.ward_spacing_m, siting.rural_spacing_m)
    site_lon, site_lat = positions_deg(standing)
    homes = [_home(communes, one) for one in proposed]
    found = []
    for index, mast in enumerate(proposed):
        to_site_m = distances_m(mast.lon_deg, mast.lat_deg, site_lon, site_lat)
        to_rival_m = distances_m(mast.lon_deg, mast.lat_deg, lon, lat)
        to_rival_m[index] = np.inf
        near = _sorted([one.id for one in standing], to_site_m)
        rivals = _sorted(
            [one.id for one in proposed],
            np.where(
                to_rival_m < np.maximum(asked_m, asked_m[index]), to_rival_m, np.inf
            ),
        )
        too_near = tuple(one for one in near if one.distance_m < asked_m[index])
        area = next((one.name for one in protected if _holds(one, mast)), "")
        found.append(
            MastAppraisal(
                mast=mast,
                verdict=_verdict(homes[index], area, too_near, rivals),
                commune=homes[index],
                is_ward=bool(is_ward[index]),
                asked_m=float(asked_m[index]),
                nearest=near[0] if near else None,
                too_near=too_near,
                rivals=rivals,
                protected_area=area,
            )
        )
    return tuple(found)


def _sorted(names: Sequence[str], distance_m: FloatArray) -> tuple[NearMast, ...]:
    """Return what lies at a finite distance, the nearest first."""
    order = np.argsort(distance_m, kind="stable")
    return tuple(
        NearMast(names[one], float(distance_m[one]))
        for one in order
        if np.isfinite(distance_m[one])
    )


def _home(communes: Sequence[AdminUnit], mast: ProposedMast) -> str:
    point = shapely.Point(mast.lon_deg, mast.lat_deg)
    return next((one.code for one in communes if one.geometry.intersects(point)), "")


def _holds(area: ProtectedArea, mast: ProposedMast) -> bool:
    return bool(area.geometry.intersects(shapely.Point(mast.lon_deg, mast.lat_deg)))


def _verdict(
    home: str, area: str, too_near: Sequence[NearMast], rivals: Sequence[NearMast]
) -> MastVerdict:
    if not home:
        return MastVerdict.OUTSIDE
    if area:
        return MastVerdict.PROTECTED
    if too_near:
        return MastVerdict.SHARE
    return MastVerdict.COMBINE if rivals else MastVerdict.CLEAR
