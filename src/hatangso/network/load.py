"""What services put on each link, where it does not fit, and what a failure changes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from hatangso.model.government_network import Demand
from hatangso.network.cuts import CutKind
from hatangso.network.graph import NetworkGraph
from hatangso.network.routes import RouteTree, route_tree
from hatangso.units import require_between

__all__ = [
    "FailureLoad",
    "Fit",
    "LinkLoad",
    "NetworkLoad",
    "failure_loads",
    "load",
    "worst",
]

# Sums of rates such as 0.1 are no exact numbers.
_SLACK_MBPS = 1e-6


class Fit(StrEnum):
    """Whether the links carry what is asked of them."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"  # a link that is used has a capacity that nobody has told


@dataclass(frozen=True)
class LinkLoad:
    """What a link carries at the busiest time, each way.

    Attributes:
        load_mbps: By service; none of those that it does not carry.
        total_mbps: All services together.
        room_mbps: What it may carry; None when nobody has said.
        spare_mbps: What it could carry beside that, below zero where it does not fit;
            None likewise.
        fit: Whether it carries its load.
    """

    link_id: str
    load_mbps: Mapping[str, float]
    total_mbps: float
    room_mbps: float | None
    spare_mbps: float | None
    fit: Fit

    @property
    def used_ratio(self) -> float | None:
        """Load for each Mb/s that it may carry; None where it may carry none."""
        return self.total_mbps / self.room_mbps if self.room_mbps else None


@dataclass(frozen=True)
class NetworkLoad:
    """What all links carry, over the ways that traffic takes by default.

    Attributes:
        fit: Whether all links carry their load; nodes that reach no core aside.
        links: In the order of their codes; those that do not work are left out.
        served_mbps: What reaches a core.
        lost: Codes of nodes that ask for something and reach no core.
    """

    fit: Fit
    links: tuple[LinkLoad, ...]
    served_mbps: float
    lost: tuple[str, ...]

    @property
    def bottleneck(self) -> LinkLoad | None:
        """The used link of known room that is fullest; None where there is none."""
        used = [one for one in self.links if one.total_mbps > 0 and one.room_mbps]
        return max(used, key=lambda one: one.used_ratio or 0.0, default=None)

    def fit_of(self, service: str) -> Fit:
        """Return whether all links that a service passes carry their load."""
        return worst(one.fit for one in self.links if one.load_mbps.get(service))

    @property
    def overloaded(self) -> tuple[str, ...]:
        """Codes of the links that do not carry their load."""
        return tuple(one.link_id for one in self.links if one.fit is Fit.NO)


@dataclass(frozen=True)
class FailureLoad:
    """What the network carries after one failure.

    Attributes:
        id: Of the link or node that fails.
        load: Over the ways that are left.
    """

    kind: CutKind
    id: str
    load: NetworkLoad


def load(
    graph: NetworkGraph,
    demands: Sequence[Demand],
    *,
    usable_ratio: float,
    lost_links: Iterable[int] = (),
    lost_nodes: Iterable[int] = (),
) -> NetworkLoad:
    """Return what services put on the links while these links and nodes fail.

    Args:
        graph: The network.
        demands: All at once, each between its node and the nearest core.
        usable_ratio: Share of a link's capacity that may be used, 0 to 1.
        lost_links: Numbers of links that fail.
        lost_nodes: Numbers of nodes that fail; they ask for nothing.

    Raises:
        InvalidInputError: A demand names no node of the network.
        OutOfRangeError: The share is none.
    """
    require_between("usable_ratio", usable_ratio, low=0, high=1)
    lost_links, lost_nodes = set(lost_links), set(lost_nodes)
    asked = _asked(graph, demands)
    return _load(
        graph,
        {node: told for node, told in asked.items() if node not in lost_nodes},
        route_tree(graph, lost_links, lost_nodes),
        usable_ratio=usable_ratio,
        lost=(lost_links, lost_nodes),
    )


def failure_loads(
    graph: NetworkGraph, demands: Sequence[Demand], *, usable_ratio: float
) -> tuple[FailureLoad, ...]:
    """Return what the network carries after each single failure that changes the ways.

    A link or node that no traffic passes changes nothing when it fails; the loss of the
    only core ends all traffic: both are left out.

    Args:
        graph: The network.
        demands: As for ``load``.
        usable_ratio: As for ``load``.

    Raises:
        InvalidInputError: A demand names no node of the network.
        OutOfRangeError: The share is none.
    """
    require_between("usable_ratio", usable_ratio, low=0, high=1)
    asked = _asked(graph, demands)
    tree = route_tree(graph)
    carried = _carried(asked, tree)
    links = sorted({tree.link[node] for node in carried if node in tree.link})
    only_core = set(graph.roots) if len(graph.roots) == 1 else set()
    passed = {tree.next_node[node] for node in carried if node in tree.next_node}
    found = []
    for kind, failing in (
        (CutKind.LINK, links),
        (CutKind.NODE, sorted(passed - only_core)),
    ):
        for at in failing:
            lost = ({at}, set[int]()) if kind is CutKind.LINK else (set[int](), {at})
            left = {node: told for node, told in asked.items() if node not in lost[1]}
            after = _load(
                graph,
                left,
                route_tree(graph, *lost),
                usable_ratio=usable_ratio,
                lost=lost,
            )
            name = (graph.links if kind is CutKind.LINK else graph.nodes)[at].id
            found.append(FailureLoad(kind, name, after))
    return tuple(found)


def _asked(
    graph: NetworkGraph, demands: Sequence[Demand]
) -> dict[int, dict[str, float]]:
    """Return what each node asks for, by service."""
    found: dict[int, dict[str, float]] = defaultdict(dict)
    for one in demands:
        told = found[graph.number(one.node_id)]
        told[one.service] = told.get(one.service, 0.0) + one.rate_mbps
    return {
        at: told
        for at, told in sorted(found.items())
        if any(rate > 0 for rate in told.values())
    }


def _carried(
    asked: Mapping[int, Mapping[str, float]], tree: RouteTree
) -> dict[int, dict[str, float]]:
    """Return what each node sends towards a core, its own and that of others."""
    carried: dict[int, dict[str, float]] = {}
    for node in reversed(tree.order):
        sent = carried.get(node, {})
        for service, rate in asked.get(node, {}).items():
            sent[service] = sent.get(service, 0.0) + rate
        if not sent:
            continue
        carried[node] = sent
        if node in tree.next_node:
            onward = carried.setdefault(tree.next_node[node], {})
            for service, rate in sent.items():
                onward[service] = onward.get(service, 0.0) + rate
    return carried


def _load(
    graph: NetworkGraph,
    asked: Mapping[int, Mapping[str, float]],
    tree: RouteTree,
    *,
    usable_ratio: float,
    lost: tuple[set[int], set[int]],
) -> NetworkLoad:
    carried = _carried(asked, tree)
    on_link = {
        tree.link[node]: sent for node, sent in carried.items() if node in tree.link
    }
    lost_links, lost_nodes = lost
    loads = [
        _link_load(
            one.id,
            on_link.get(at, {}),
            None if one.capacity_mbps is None else one.capacity_mbps * usable_ratio,
        )
        for at, one in enumerate(graph.links)
        if graph.is_up[at]
        and at not in lost_links
        and not {int(graph.start[at]), int(graph.end[at])} & lost_nodes
    ]
    reached = set(tree.order)
    served = sum(sum(told.values()) for node, told in asked.items() if node in reached)
    fit = worst(one.fit for one in loads)
    return NetworkLoad(fit, tuple(loads), served, graph.names(asked.keys() - reached))


def worst(fits: Iterable[Fit]) -> Fit:
    """Return whether all fit: no where one does not, then unknown."""
    told = set(fits)
    return next((one for one in (Fit.NO, Fit.UNKNOWN) if one in told), Fit.YES)


def _link_load(
    name: str, sent: Mapping[str, float], room_mbps: float | None
) -> LinkLoad:
    total = sum(sent.values())
    spare = None if room_mbps is None else room_mbps - total
    if total <= 0:
        fit = Fit.YES
    elif spare is None:
        fit = Fit.UNKNOWN
    else:
        fit = Fit.YES if spare >= -_SLACK_MBPS else Fit.NO
    return LinkLoad(name, dict(sorted(sent.items())), total, room_mbps, spare, fit)
