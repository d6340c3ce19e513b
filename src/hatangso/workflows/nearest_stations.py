"""The nearest site of every operator, for thousands of places at once."""

from dataclasses import dataclass

import numpy as np

from hatangso.geography.grid import distances_m
from hatangso.model.province import Province
from hatangso.model.site import Site

__all__ = ["NearStation", "NearestStations"]


@dataclass(frozen=True)
class NearStation:
    """The nearest site of an operator."""

    operator: str
    site: Site
    distance_m: float


class NearestStations:
    """The sites of a province, asked for the nearest of each operator."""

    def __init__(self, province: Province) -> None:
        """Sort the sites by operator."""
        sites = {site.id: site for site in province.sites}
        ids: dict[str, set[str]] = {}
        for service in province.services:
            if service.site_id in sites:
                ids.setdefault(service.operator, set()).add(service.site_id)
        self._sites: dict[str, tuple[list[Site], np.ndarray]] = {}
        for operator in sorted(ids):
            own = [sites[one] for one in sorted(ids[operator])]
            places = np.array([(one.lon_deg, one.lat_deg) for one in own], dtype=float)
            self._sites[operator] = own, places

    def of(self, lon_deg: float, lat_deg: float) -> tuple[NearStation, ...]:
        """Return the nearest site of each operator, in order of their names."""
        found = []
        for operator, (sites, places) in self._sites.items():
            away_m = distances_m(lon_deg, lat_deg, places[:, 0], places[:, 1])
            at = int(np.argmin(away_m))
            found.append(NearStation(operator, sites[at], float(away_m[at])))
        return tuple(found)
