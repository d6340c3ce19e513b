"""Links that could be laid: each node to its nearest ones and to the nearest core."""

import math

import numpy as np
from scipy.spatial import KDTree

from hatangso.geography.plane import Plane
from hatangso.model.government_network import LinkOffer
from hatangso.network.graph import NetworkGraph
from hatangso.network.parameters import NetworkParameters
from hatangso.units import KM_PER_M

__all__ = ["proposed_links"]

# Prices are whole millions: nobody knows them better, and a proof needs whole numbers.
_MILLION = 1_000_000


def proposed_links(
    graph: NetworkGraph, parameters: NetworkParameters
) -> tuple[LinkOffer, ...]:
    """Return links between nodes with a place, those that are joined already left out.

    A second cable beside a link would most likely lie in the same trench. Nodes without
    a place, and those that do not work, get none.

    Args:
        graph: The network of today.
        parameters: How many neighbours, and what a link costs.
    """
    placed = [
        (at, node.lon_deg, node.lat_deg)
        for at, node in enumerate(graph.nodes)
        if node.is_up and node.lon_deg is not None and node.lat_deg is not None
    ]
    if len(placed) < 2:  # noqa: PLR2004 - a link has two ends
        return ()
    number = [at for at, _, _ in placed]
    lon = np.array([one for _, one, _ in placed])
    lat = np.array([one for _, _, one in placed])
    xy_m = Plane.around(lon, lat).xy_m(lon, lat)
    near = min(int(parameters.nearest_n) + 1, len(placed))
    _, beside = KDTree(xy_m).query(xy_m, k=near)
    pairs = {
        (min(a, b), max(a, b))
        for a, others in enumerate(np.asarray(beside).reshape(len(placed), -1).tolist())
        for b in others
        if a != b
    }
    cores = [at for at, node in enumerate(number) if node in graph.roots]
    if cores:
        away_m = np.linalg.norm(xy_m[:, None] - xy_m[cores], axis=2)
        for a, nearest in enumerate(away_m.argmin(axis=1).tolist()):
            b = cores[nearest]
            if a != b:
                pairs.add((min(a, b), max(a, b)))
    joined = {
        frozenset(ends)
        for ends in zip(graph.start.tolist(), graph.end.tolist(), strict=True)
    }
    return tuple(
        _offer(graph, number[a], number[b], math.dist(xy_m[a], xy_m[b]), parameters)
        for a, b in sorted(pairs)
        if frozenset((number[a], number[b])) not in joined
    )


def _offer(
    graph: NetworkGraph,
    start: int,
    end: int,
    straight_m: float,
    parameters: NetworkParameters,
) -> LinkOffer:
    length_km = straight_m * KM_PER_M * parameters.detour_ratio
    cost = parameters.link_fixed_vnd + length_km * parameters.link_vnd_per_km
    a, b = graph.nodes[start].id, graph.nodes[end].id
    return LinkOffer(
        f"{a} - {b}",
        a,
        b,
        math.ceil(cost / _MILLION) * _MILLION,
        round(length_km, 3),
    )
