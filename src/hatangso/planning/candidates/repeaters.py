"""Repeaters: one village takes a signal from a high antenna and sends it on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from hatangso.geography.terrain import Terrain
from hatangso.model.demand import AskedService, Demand
from hatangso.model.place import Locality
from hatangso.model.province import Province
from hatangso.model.site import Technology
from hatangso.model.work import Work, WorkKind
from hatangso.planning.candidates.costs import CostParameters, rounded_vnd
from hatangso.planning.candidates.siting import SitingParameters
from hatangso.radio.link_budget import RadioParameters
from hatangso.radio.links import Placed, Receivers, links_between
from hatangso.radio.masts import masts_of
from hatangso.radio.needed_level import needed_level_dbm
from hatangso.radio.radials import RadialScene

__all__ = ["propose_repeaters"]


def propose_repeaters(
    province: Province,
    terrain: Terrain,
    *,
    services: Sequence[AskedService],
    wanting: Mapping[str, Sequence[Placed]],
    costs: CostParameters,
    siting: SitingParameters,
    radio: RadioParameters,
    operator: str | None = None,
) -> tuple[Work, ...]:
    """Return the repeaters of villages that a station reaches above the roofs.

    A repeater covers its village alone and needs no tie to the network: the donor
    station is its tie. The donor's level, and for a rate the level that the rate needs,
    must arrive at its antenna: it cannot make a signal cleaner than it comes.

    Args:
        province: Its localities, sites, services and antenna patterns.
        terrain: Ground and clutter.
        services: What is planned.
        wanting: By the name of a service the places that are known to lack it; only
            localities get a repeater.
        costs: Prices.
        siting: Height of the antenna and level asked at it.
        radio: The link budget; receivers stand as high as the antenna here.
        operator: Whose stations may be donors; None for anybody's.

    Raises:
        InvalidInputError: A service asks for a rate that its technology cannot give.
    """
    villages = {one.id: one for one in province.localities}
    found = []
    for technology in Technology:
        asked = [one for one in services if one.technology is technology]
        lacking = {one.name: {p.id for p in wanting.get(one.name, ())} for one in asked}
        names = set().union(*lacking.values()) & set(villages)
        if not names:
            continue
        least_dbm = {one.name: _least_dbm(one, siting, radio) for one in asked}
        places = [villages[name] for name in sorted(names)]
        for donor in _donors(
            province,
            terrain,
            places,
            technology=technology,
            siting=siting,
            radio=radio,
            operator=operator,
        ):
            covers = tuple(
                Demand.id_of(name, donor.village.id)
                for name in sorted(lacking)
                if donor.village.id in lacking[name]
                and donor.level_dbm >= least_dbm[name]
            )
            if covers:
                most = max(asked, key=lambda one: (one.rate_mbps, one.name))
                found.append(donor.repeater(most, covers, costs, siting))
    return tuple(sorted(found, key=lambda one: one.id))


@dataclass(frozen=True)
class _Donor:
    """What a village would receive at a high antenna, and from whom."""

    village: Locality
    level_dbm: float
    operator: str
    ground_m: float

    def repeater(
        self,
        service: AskedService,
        covers: tuple[str, ...],
        costs: CostParameters,
        siting: SitingParameters,
    ) -> Work:
        """Return the repeater; without a power grid it has panels."""
        has_panels = self.village.has_grid_power is False
        cost_vnd = costs.repeater_vnd
        if has_panels:
            cost_vnd += costs.repeater_solar_vnd
        return Work(
            id=f"REP-{self.village.id}-{service.technology}",
            kind=WorkKind.REPEATER,
            service=service.name,
            lon_deg=self.village.lon_deg,
            lat_deg=self.village.lat_deg,
            cost_vnd=rounded_vnd(cost_vnd),
            operator=self.operator,
            antenna_height_m=siting.repeater_antenna_m,
            ground_m=self.ground_m,
            has_own_power=has_panels,
            covers=covers,
        )


def _least_dbm(
    service: AskedService, siting: SitingParameters, radio: RadioParameters
) -> float:
    """Return the level that must arrive at the antenna of a repeater."""
    if service.rate_mbps <= 0:
        return siting.repeater_donor_dbm
    needed_dbm = needed_level_dbm(
        service, radio, interference_margin_db=siting.interference_margin_db
    )
    return max(siting.repeater_donor_dbm, needed_dbm)


def _donors(
    province: Province,
    terrain: Terrain,
    villages: Sequence[Locality],
    *,
    technology: Technology,
    siting: SitingParameters,
    radio: RadioParameters,
    operator: str | None,
) -> list[_Donor]:
    """Return the strongest donor of each village that has any in range."""
    services = [
        one
        for one in province.services
        if one.technology is technology and operator in {None, one.operator}
    ]
    high = replace(radio, receiver_height_m=siting.repeater_antenna_m)
    scene = RadialScene.under(
        terrain,
        high,
        refractivity_gradient_n_per_km=province.refractivity_gradient_n_per_km,
    )
    masts = masts_of(terrain, province.sites, services, high, province.antenna_patterns)
    receivers = Receivers.at(terrain, villages)
    links = links_between(terrain, scene, masts, receivers, parameters=high)
    level_dbm = np.nan_to_num(links.level_dbm, nan=-np.inf)
    order = np.lexsort((links.radiator, -level_dbm, links.point))
    points, first = np.unique(links.point[order], return_index=True)
    return [
        _Donor(
            villages[point],
            float(level_dbm[best]),
            links.radiators[links.radiator[best]][1].operator,
            float(receivers.ground_m[point]),
        )
        for point, best in zip(points, order[first], strict=True)
    ]
