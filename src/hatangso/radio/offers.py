"""Offers: what the services in range of points add up to, network by network."""

from dataclasses import dataclass

import numpy as np

from hatangso.model.coverage import LEVEL_NUMBERS, CoverageLevel
from hatangso.model.site import Technology
from hatangso.radio.beams import Channel
from hatangso.radio.levels import level_numbers, level_rank
from hatangso.radio.link_budget import RATED_TECHNOLOGIES, RadioParameters
from hatangso.radio.links import Links
from hatangso.radio.throughput import edge_rate_mbps, median_rate_mbps, sinr_db
from hatangso.units import BoolArray, FloatArray, IntArray

__all__ = ["Offers", "offers_of"]


@dataclass(frozen=True)
class Offers:
    """What one technology offers at points; arrays have one element per point.

    Attributes:
        level: Numbers of ``LEVEL_NUMBERS``, never unknown.
        strongest: Link with the highest level, -1 for none; equal levels go to the
            earlier service.
        is_doubtful: Whether a service is in range whose path cannot be computed.
        sinr_db: Of the strongest service; NaN for none and for 2G, 3G.
        rate_mbps: Of the service that gives most; likewise.
        operators: Those whose own level is basic or better, in order of name.
    """

    level: IntArray
    strongest: IntArray
    is_doubtful: BoolArray
    sinr_db: FloatArray
    rate_mbps: FloatArray
    operators: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class _Served:
    """Points and channels with a signal: one element for each pair."""

    point: IntArray
    link: IntArray
    sinr_db: FloatArray
    rate_mbps: FloatArray
    level: IntArray


def offers_of(
    links: Links, technology: Technology, points: int, parameters: RadioParameters
) -> Offers:
    """Return what a technology offers at each of so many points."""
    is_asked = np.array(
        [radiator.technology is technology for _, radiator in links.radiators],
        dtype=bool,
    )
    mine = np.flatnonzero(is_asked[links.radiator])
    level_dbm = links.level_dbm[mine]
    is_doubtful = np.zeros(points, dtype=bool)
    is_doubtful[links.point[mine[np.isnan(level_dbm)]]] = True
    served = _served(links, mine[np.isfinite(level_dbm)], technology, parameters)
    level = np.full(points, LEVEL_NUMBERS[CoverageLevel.NONE], dtype=np.int64)
    rate_mbps = np.full(points, np.nan)
    np.fmax.at(rate_mbps, served.point, served.rate_mbps)
    # Every pair in the order of its rank: the best one of a point is written last.
    order = np.argsort(level_rank(served.level), kind="stable")
    level[served.point[order]] = served.level[order]
    first = _strongest_pairs(links, served)
    strongest = np.full(points, -1, dtype=np.int64)
    strongest[served.point[first]] = served.link[first]
    ratio_db = np.full(points, np.nan)
    ratio_db[served.point[first]] = served.sinr_db[first]
    operators = _operators(links, served, points)
    return Offers(level, strongest, is_doubtful, ratio_db, rate_mbps, operators)


def _served(
    links: Links, mine: IntArray, technology: Technology, parameters: RadioParameters
) -> _Served:
    """Add up the services of each channel at each point."""
    channels = [Channel.of(radiator) for _, radiator in links.radiators]
    places = {channel: i for i, channel in enumerate(sorted(set(channels)))}
    channel = np.array([places[item] for item in channels], dtype=np.int64)
    key = links.point[mine] * max(len(places), 1) + channel[links.radiator[mine]]
    order = np.lexsort(
        (_numbers(links)[links.radiator[mine]], -links.level_dbm[mine], key)
    )
    mine, key = mine[order], key[order]
    _, first, pair = np.unique(key, return_index=True, return_inverse=True)
    best = mine[first]
    total_mw = np.bincount(
        pair, 10 ** (links.total_dbm[mine] / 10), minlength=len(best)
    )
    ratio_db, rate_mbps = np.full(len(best), np.nan), np.full(len(best), np.nan)
    edge_mbps = np.full(len(best), np.inf)
    if technology in RATED_TECHNOLOGIES:
        ratio_db = sinr_db(
            links.level_dbm[best], 10 * np.log10(total_mw), technology, parameters
        )
        rate_mbps, edge_mbps = _rates_mbps(
            links, best, ratio_db, technology, parameters
        )
    level = level_numbers(links.level_dbm[best], edge_mbps, technology, parameters)
    return _Served(links.point[best], best, ratio_db, rate_mbps, level.astype(np.int64))


def _numbers(links: Links) -> IntArray:
    return np.array([item.number for _, item in links.radiators], dtype=np.int64)


def _rates_mbps(
    links: Links,
    best: IntArray,
    ratio_db: FloatArray,
    technology: Technology,
    parameters: RadioParameters,
) -> tuple[FloatArray, FloatArray]:
    """Return median and edge rates of links, carrier by carrier."""
    carriers = np.array(
        [(x.service.bandwidth_mhz, x.service.mimo_layers) for _, x in links.radiators]
    ).reshape(-1, 2)[links.radiator[best]]
    median_mbps, edge_mbps = np.zeros(len(best)), np.zeros(len(best))
    for bandwidth_mhz, count in np.unique(carriers, axis=0).tolist():
        mine = np.all(carriers == (bandwidth_mhz, count), axis=1)
        layers = int(count)
        median_mbps[mine] = median_rate_mbps(
            technology, ratio_db[mine], bandwidth_mhz, layers, parameters
        )
        edge_mbps[mine] = edge_rate_mbps(
            technology, ratio_db[mine], bandwidth_mhz, layers, parameters
        )
    return median_mbps, edge_mbps


def _strongest_pairs(links: Links, served: _Served) -> IntArray:
    """Return the pair with the highest level of every point."""
    numbers = _numbers(links)[links.radiator[served.link]]
    order = np.lexsort((numbers, -links.level_dbm[served.link], served.point))
    _, first = np.unique(served.point[order], return_index=True)
    return order[first]


def _operators(
    links: Links, served: _Served, points: int
) -> tuple[tuple[str, ...], ...]:
    found: list[set[str]] = [set() for _ in range(points)]
    reached = np.flatnonzero(served.level > LEVEL_NUMBERS[CoverageLevel.NONE])
    for pair in reached:
        _, radiator = links.radiators[links.radiator[served.link[pair]]]
        found[served.point[pair]].add(radiator.operator)
    return tuple(tuple(sorted(item)) for item in found)
