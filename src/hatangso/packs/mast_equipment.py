"""What stands on synthetic masts: structures, operators and their services.

Shares, bands and powers are assumptions that make a demonstration plausible; they say
nothing about any real network.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from hatangso.model.site import Service, Site, Technology
from hatangso.packs.masts import MastSpot
from hatangso.units import BoolArray, IntArray

__all__ = ["EquipmentRules", "equip"]


@dataclass(frozen=True)
class _Carrier:
    frequency_mhz: float
    bandwidth_mhz: float
    port_power_dbm: float
    antenna_gain_dbi: float
    feeder_loss_db: float


_G2, _G3, _G4, _G5 = Technology
_2G = _Carrier(942.0, 0.2, 43.0, 15.0, 2.0)
_3G_900 = _Carrier(952.0, 5.0, 43.0, 15.0, 1.5)
_3G = _Carrier(2140.0, 5.0, 43.0, 17.0, 1.5)
_4G = _Carrier(1840.0, 20.0, 46.0, 17.0, 0.5)
_4G_NARROW = _Carrier(1860.0, 10.0, 43.0, 17.0, 0.5)
# Bands that Viet Nam auctioned for 5G in 2024: 2.6 GHz and 3.7 GHz.
_5G: Mapping[str, _Carrier] = {
    "Viettel": _Carrier(2550.0, 100.0, 49.0, 22.0, 0.0),
    "VNPT": _Carrier(3750.0, 100.0, 49.0, 22.0, 0.0),
    "MobiFone": _Carrier(3850.0, 100.0, 49.0, 22.0, 0.0),
}
_OMNI_GAIN_DBI = 11.0
_TOWN_PEOPLE = 5_000
_HILL_RELIEF_M = 80.0
_THREE_OPERATORS_RATIO = 0.25
# Shares of the masts, by people near: below the first they are lonely, below the
# second few enough that one omnidirectional antenna may serve them.
_LONELY_RANK = 0.5
_SMALL_RANK = 0.3


@dataclass(frozen=True)
class EquipmentRules:
    """How masts are equipped.

    Attributes:
        prefix: Of the identifiers: ``TNN`` gives ``TNN-0001``.
        operator_ratios: Share of the masts that each operator owns.
        shared_ratio: Share of the masts that carry two or three operators.
        no_4g_ratio: Share of the masts without 4G, drawn from those with few people.
        count_5g: Masts with 5G: those with the most people among the eligible.
        omni_ratio: Share of the masts outside wards with omnidirectional antennas: of
            those with few people.
    """

    prefix: str
    operator_ratios: Mapping[str, float] = field(
        default_factory=lambda: {
            "Viettel": 0.40,
            "VNPT": 0.32,
            "MobiFone": 0.22,
            "Vietnamobile": 0.06,
        }
    )
    shared_ratio: float = 0.20
    no_4g_ratio: float = 0.07
    count_5g: int = 0
    omni_ratio: float = 0.06


@dataclass(frozen=True)
class _Mast:
    """A mast before it has a name.

    Attributes:
        is_urban: In a ward or among at least 5,000 people within 1.5 km.
        is_steep: Among hills of at least 80 m.
        people_rank: Place by people near, 0 for the fewest to 1 for the most.
    """

    spot: MastSpot
    is_urban: bool
    is_steep: bool
    people_rank: float


def equip(
    spots: Sequence[MastSpot],
    *,
    place_names: Sequence[str],
    is_ward: Sequence[bool],
    is_5g_area: Sequence[bool],
    rules: EquipmentRules,
    seed: int,
) -> tuple[tuple[Site, ...], tuple[Service, ...]]:
    """Return sites and services on the spots, numbered in their order.

    Args:
        spots: Where the masts stand.
        place_names: What each mast is called after; a number is added.
        is_ward: Whether each mast stands in a ward.
        is_5g_area: Whether each mast may carry 5G: in a ward, town or industrial zone.
        rules: How to equip them.
        seed: Of the choice.
    """
    random = np.random.default_rng(seed)
    masts = _masts(spots, is_ward)
    lacks_4g = _without_4g(masts, rules, random)
    has_5g = _most_people(spots, is_5g_area, rules.count_5g)
    sites: list[Site] = []
    services: list[Service] = []
    numbers: dict[str, int] = {}
    for index, mast in enumerate(masts):
        operators = _operators(mast, rules, random, needs_5g=bool(has_5g[index]))
        numbers[place_names[index]] = numbers.get(place_names[index], 0) + 1
        site = Site(
            id=f"{rules.prefix}-{index + 1:04d}",
            lon_deg=mast.spot.lon_deg,
            lat_deg=mast.spot.lat_deg,
            structure_height_m=_structure_m(mast, random),
            owner=operators[0],
            name=f"{place_names[index]} {numbers[place_names[index]]}",
        )
        azimuths = _azimuths(mast, rules, random)
        sites.append(site)
        for level, operator in enumerate(operators):
            carriers = _carriers(operator, mast, has_4g=not lacks_4g[index])
            if has_5g[index] and level == 0:
                carriers[_G5] = _5G[operator]
            services += _services(site, operator, level, carriers, azimuths)
    return tuple(sites), tuple(services)


def _masts(spots: Sequence[MastSpot], is_ward: Sequence[bool]) -> list[_Mast]:
    people = np.array([spot.people_near for spot in spots])
    rank = np.empty(len(spots))
    rank[np.argsort(people, kind="stable")] = np.arange(len(spots)) / max(len(spots), 1)
    return [
        _Mast(
            spot,
            is_urban=bool(ward) or spot.people_near >= _TOWN_PEOPLE,
            is_steep=bool(spot.relief_m >= _HILL_RELIEF_M),
            people_rank=float(rank[index]),
        )
        for index, (spot, ward) in enumerate(zip(spots, is_ward, strict=True))
    ]


def _without_4g(
    masts: Sequence[_Mast], rules: EquipmentRules, random: np.random.Generator
) -> BoolArray:
    """Return which masts lack 4G: rather the lonely, never those in towns."""
    key = np.array([mast.people_rank + 10 * mast.is_urban for mast in masts])
    order = np.argsort(key + _LONELY_RANK * random.random(len(masts)), kind="stable")
    lacks = np.zeros(len(masts), dtype=bool)
    lacks[order[: round(rules.no_4g_ratio * len(masts))]] = True
    return lacks


def _most_people(
    spots: Sequence[MastSpot], is_eligible: Sequence[bool], count: int
) -> IntArray:
    people = np.array([spot.people_near for spot in spots])
    people = np.where(np.asarray(is_eligible, dtype=bool), people, -1)
    chosen = np.argsort(-people, kind="stable")[:count]
    marks = np.zeros(len(spots), dtype=int)
    marks[chosen[people[chosen] >= 0]] = 1
    return marks


def _operators(
    mast: _Mast, rules: EquipmentRules, random: np.random.Generator, *, needs_5g: bool
) -> list[str]:
    """Return the owner and those who share its mast."""
    names = [n for n in rules.operator_ratios if not needs_5g or n in _5G]
    draws = random.random(len(rules.operator_ratios) + 2)
    # Sampling without replacement by exponential keys, in the order of the keys.
    keys = {
        name: -np.log(1 - draw) / rules.operator_ratios[name]
        for name, draw in zip(names, draws, strict=False)
    }
    order = sorted(names, key=lambda name: keys[name])
    # Sharing pays where a mast is dear (hills) or room is scarce (towns).
    ratio = rules.shared_ratio * (1.4 if mast.is_urban or mast.is_steep else 0.8)
    if draws[-2] >= ratio:
        return order[:1]
    return order[: 3 if draws[-1] < _THREE_OPERATORS_RATIO else 2]


def _structure_m(mast: _Mast, random: np.random.Generator) -> float:
    low, high = 30.0, 45.0
    if mast.is_urban:
        low, high = 15.0, 36.0
    elif mast.is_steep:
        low, high = 42.0, 60.0
    elif mast.people_rank < _LONELY_RANK:
        low, high = 36.0, 50.0
    return float(round((low + (high - low) * random.random()) / 3) * 3)


def _azimuths(
    mast: _Mast, rules: EquipmentRules, random: np.random.Generator
) -> tuple[float, ...]:
    first = float(10 * int(random.random() * 12))
    is_small = not mast.is_urban and mast.people_rank < _SMALL_RANK
    if random.random() < rules.omni_ratio / _SMALL_RANK and is_small:
        return ()
    return (first, first + 120, first + 240)


def _carriers(
    operator: str, mast: _Mast, *, has_4g: bool
) -> dict[Technology, _Carrier]:
    if operator == "Vietnamobile":
        carriers = {_G2: _2G, _G3: _3G}
        return carriers | ({_G4: _4G_NARROW} if has_4g else {})
    carriers = {_G2: _2G, _G3: _3G if mast.is_urban else _3G_900}
    wide = operator == "Viettel" or mast.is_urban
    return carriers | ({_G4: _4G if wide else _4G_NARROW} if has_4g else {})


def _services(
    site: Site,
    operator: str,
    level: int,
    carriers: Mapping[Technology, _Carrier],
    azimuths: tuple[float, ...],
) -> list[Service]:
    """Return the services of one operator; each further one hangs 4 m lower."""
    height_m = max(site.structure_height_m - 1 - 4 * level, 6.0)
    return [
        Service(
            site_id=site.id,
            operator=operator,
            technology=technology,
            frequency_mhz=carrier.frequency_mhz,
            bandwidth_mhz=carrier.bandwidth_mhz,
            port_power_dbm=carrier.port_power_dbm,
            antenna_gain_dbi=carrier.antenna_gain_dbi if azimuths else _OMNI_GAIN_DBI,
            feeder_loss_db=carrier.feeder_loss_db,
            antenna_height_m=height_m,
            azimuths_deg=azimuths,
        )
        for technology, carrier in carriers.items()
    ]
