"""What each cut parts from the core: a link, a node, a carrier, a cable route."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import rustworkx as rx

from hatangso.network.graph import NetworkGraph
from hatangso.network.hanging import Hanging, hang
from hatangso.units import BoolArray

__all__ = ["Cut", "CutKind", "hang_graph", "pieces", "reached_without", "single_cuts"]


class CutKind(StrEnum):
    """What fails."""

    LINK = "link"
    NODE = "node"
    CARRIER = "carrier"  # all links of one provider
    ROUTE = "route"  # all links on one cable route


@dataclass(frozen=True)
class Cut:
    """A failure that parts nodes from the core.

    Attributes:
        id: Code of the link, node or route, or name of the carrier.
        isolated: Codes of the nodes that reached a core before and do not without it,
            sorted; the node that fails is none of them.
    """

    kind: CutKind
    id: str
    isolated: tuple[str, ...]


def hang_graph(graph: NetworkGraph) -> Hanging:
    """Hang all that works up at the cores; links keep their numbers among those up."""
    return hang(
        len(graph.nodes), graph.start[graph.is_up], graph.end[graph.is_up], graph.roots
    )


def single_cuts(graph: NetworkGraph) -> tuple[Cut, ...]:
    """Return every cut that parts somebody, those that part most first."""
    hanging = hang_graph(graph)
    found = [
        Cut(CutKind.LINK, graph.links[link].id, graph.names(hanging.behind_link(at)))
        for at, link in enumerate(np.flatnonzero(graph.is_up).tolist())
    ]
    found += [
        Cut(CutKind.NODE, node.id, graph.names(hanging.behind_node(at)))
        for at, node in enumerate(graph.nodes)
    ]
    before = reached_without(graph, ())
    for kind, members in (
        (CutKind.CARRIER, _groups(one.carrier for one in graph.links)),
        (CutKind.ROUTE, _groups(one.route_id for one in graph.links)),
    ):
        for name, links in members.items():
            lost = before & ~reached_without(graph, links)
            found.append(Cut(kind, name, graph.names(np.flatnonzero(lost).tolist())))
    order = list(CutKind)
    return tuple(
        sorted(
            (cut for cut in found if cut.isolated),
            key=lambda cut: (-len(cut.isolated), order.index(cut.kind), cut.id),
        )
    )


def reached_without(
    graph: NetworkGraph, lost_links: Iterable[int], lost_nodes: Iterable[int] = ()
) -> BoolArray:
    """Return the nodes that reach a core while these fail, shape (node,)."""
    reached = np.zeros(len(graph.nodes), dtype=bool)
    gone = set(lost_nodes)
    roots = set(graph.roots) - gone
    for piece in _pieces(graph, lost_links, gone):
        if roots & piece:
            reached[list(piece)] = True
    return reached


def pieces(graph: NetworkGraph) -> tuple[tuple[int, ...], ...]:
    """Return the nodes of each connected piece, those of the cores first, then by size.

    Nodes that do not work are in none.
    """
    gone = {at for at, node in enumerate(graph.nodes) if not node.is_up}
    roots = set(graph.roots)
    found = [tuple(sorted(piece)) for piece in _pieces(graph, (), gone)]
    return tuple(sorted(found, key=lambda one: (not roots & set(one), -len(one), one)))


def _pieces(
    graph: NetworkGraph, lost_links: Iterable[int], lost_nodes: set[int]
) -> list[set[int]]:
    lost = set(lost_links)
    pairs = [
        (a, b)
        for at, (a, b, is_up) in enumerate(
            zip(graph.start.tolist(), graph.end.tolist(), graph.is_up, strict=True)
        )
        if is_up and at not in lost and not {a, b} & lost_nodes
    ]
    drawn = rx.PyGraph[None, None]()
    drawn.add_nodes_from([None] * len(graph.nodes))
    drawn.add_edges_from_no_data(pairs)
    return [one for one in rx.connected_components(drawn) if not one & lost_nodes]


def _groups(names: Iterable[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for at, name in enumerate(names):
        if name:
            found[name].append(at)
    return dict(sorted(found.items()))
