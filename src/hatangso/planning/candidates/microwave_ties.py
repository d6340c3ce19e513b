"""Microwave hops in clear sight, from stations of today and from other new masts."""

from collections.abc import Sequence

import numpy as np
from scipy.spatial import cKDTree
from shapely import LineString

from hatangso.geography.clear_sight import Antennas, first_clear
from hatangso.geography.plane import Plane
from hatangso.geography.terrain import Terrain
from hatangso.model.site import Site
from hatangso.model.work import NETWORK, Link, Work, WorkKind
from hatangso.planning.candidates.costs import CostParameters, rounded_vnd
from hatangso.planning.candidates.siting import Located, SitingParameters, positions_deg
from hatangso.planning.candidates.works import mast_node
from hatangso.units import BoolArray, FloatArray, IntArray

__all__ = ["microwave_links"]

# Of places in range, so many of the nearest are looked at.
_MOST_TRIED = 500


def microwave_links(
    terrain: Terrain,
    *,
    sites: Sequence[Site],
    masts: Sequence[Work],
    costs: CostParameters,
    siting: SitingParameters,
) -> tuple[Link, ...]:
    """Return hops to new masts.

    All hops cost the same: a mast that sees a station of today gets the hop to the
    nearest one it sees, and no other could be cheaper. The others get hops from the
    nearest new masts, those that see a station first.

    Args:
        terrain: Ground and clutter.
        sites: Stations from which a hop may start.
        masts: New masts.
        costs: Price of a hop.
        siting: Longest hop, frequency, and height of dishes.

    Returns:
        Links in order of identifier.
    """
    if not masts:
        return ()
    masts = sorted(masts, key=lambda one: one.id)
    sites = sorted(sites, key=lambda one: one.id)
    lon, lat = positions_deg([*masts, *sites])
    xy_m = Plane.around(lon, lat).xy_m(lon, lat)
    mast_xy_m, site_xy_m = xy_m[: len(masts)], xy_m[len(masts) :]
    new = _dishes(terrain, masts, [one.antenna_height_m for one in masts], siting)
    old = _dishes(terrain, sites, [one.structure_height_m for one in sites], siting)
    hops = _Hops(terrain, costs, siting)
    direct = hops.first(new, old, mast_xy_m, site_xy_m, most=1)[:, 0]
    found = [
        hops.link(NETWORK, sites[site], masts[mast], site_xy_m[site] - mast_xy_m[mast])
        for mast, site in enumerate(direct)
        if site >= 0
    ]
    alone = np.flatnonzero(direct < 0)
    if alone.size and siting.hops_per_mast >= 1:
        relays = hops.first(
            Antennas(*(part[alone] for part in new)),
            new,
            mast_xy_m[alone],
            mast_xy_m,
            most=int(siting.hops_per_mast),
            is_better=direct >= 0,
        )
        found += [
            hops.link(
                mast_node(masts[relay].id),
                masts[relay],
                masts[mast],
                mast_xy_m[relay] - mast_xy_m[mast],
            )
            for mast, row in zip(alone, relays, strict=True)
            for relay in row
            if relay >= 0
        ]
    return tuple(sorted(found, key=lambda one: one.id))


class _Hops:
    """Hops over one terrain at one price."""

    def __init__(
        self, terrain: Terrain, costs: CostParameters, siting: SitingParameters
    ) -> None:
        self._terrain, self._siting = terrain, siting
        self._cost_vnd = rounded_vnd(costs.microwave_hop_vnd)

    def first(
        self,
        starts: Antennas,
        ends: Antennas,
        start_xy_m: FloatArray,
        end_xy_m: FloatArray,
        *,
        most: int,
        is_better: BoolArray | None = None,
    ) -> IntArray:
        """Return the nearest ends in clear sight, better ones first; -1 for none."""
        if not len(end_xy_m):
            return np.full((len(start_xy_m), most), -1, dtype=np.int64)
        tried = min(_MOST_TRIED, len(end_xy_m))
        range_m = self._siting.microwave_range_m
        away_m, end = cKDTree(end_xy_m).query(
            start_xy_m, k=np.arange(1, tried + 1), distance_upper_bound=range_m
        )
        # The tree names one past the last for what is out of range.
        end = np.where(np.isfinite(away_m), end, -1)
        if is_better is not None:
            # In turn: those that are better, the others, none.
            turn = np.where(end < 0, 2, np.where(is_better[end], 0, 1))
            order = np.argsort(turn, axis=1, kind="stable")
            end = np.take_along_axis(end, order, axis=1)
            away_m = np.take_along_axis(away_m, order, axis=1)
        return first_clear(
            self._terrain,
            starts,
            ends,
            end,
            away_m,
            most=most,
            frequency_mhz=self._siting.microwave_frequency_mhz,
        )

    def link(
        self, start: str, site: Site | Work, mast: Work, apart_m: FloatArray
    ) -> Link:
        """Return a hop from a station or a new mast to a new mast."""
        return Link(
            id=f"M-{site.id}-{mast.id}",
            kind=WorkKind.MICROWAVE,
            start=start,
            end=mast_node(mast.id),
            cost_vnd=self._cost_vnd,
            length_m=round(float(np.hypot(*apart_m)), 1),
            line=LineString([_lon_lat(site), _lon_lat(mast)]),
            needs=site.id if start != NETWORK else "",
        )


def _lon_lat(point: Located) -> tuple[float, float]:
    return point.lon_deg, point.lat_deg


def _dishes(
    terrain: Terrain,
    points: Sequence[Located],
    top_m: Sequence[float],
    siting: SitingParameters,
) -> Antennas:
    """Return dishes a little below the tops of structures."""
    lon, lat = positions_deg(points)
    tops_m = np.array(top_m, dtype=float)
    height_m = np.maximum(tops_m - siting.antenna_below_top_m, tops_m / 2)
    return Antennas.at(terrain, lon, lat, height_m)
