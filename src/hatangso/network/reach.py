"""Which nodes reach a core, and on what each of them hangs."""

from dataclasses import dataclass

import numpy as np

from hatangso.model.government_network import Reached
from hatangso.network.cuts import hang_graph, pieces
from hatangso.network.graph import NetworkGraph
from hatangso.units import BoolArray

__all__ = ["NodeReach", "Reach", "reach"]


@dataclass(frozen=True)
class NodeReach:
    """How a node is connected.

    Attributes:
        links: Codes of the links that each cut it off alone, from the core on.
        nodes: Codes of the other nodes that do, the only core among them.
    """

    id: str
    reached: Reached
    links: tuple[str, ...] = ()
    nodes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reach:
    """Who a network reaches.

    Attributes:
        nodes: In the order of their codes.
        pieces: Codes of the nodes of each connected piece, those of the cores first,
            then by size; a node without a link that works is a piece of its own.
    """

    nodes: tuple[NodeReach, ...]
    pieces: tuple[tuple[str, ...], ...]


def reach(graph: NetworkGraph) -> Reach:
    """Return which nodes reach a core.

    A node is cut off only when its links are known and none leads to a core; one
    without any link on record, or in a piece with a link that leads nobody knows
    where, is unknown.
    """
    hanging = hang_graph(graph)
    up = np.flatnonzero(graph.is_up).tolist()
    told = _is_told(graph)
    found = pieces(graph)
    reached = dict.fromkeys(range(len(graph.nodes)), Reached.DOWN)
    for piece in found:
        state = Reached.NO if told[list(piece)].all() else Reached.UNKNOWN
        for node in piece:
            reached[node] = Reached.YES if hanging.is_reached(node) else state
    reached |= dict.fromkeys(graph.roots, Reached.CORE)
    nodes = [
        NodeReach(
            node.id,
            reached[at],
            tuple(graph.links[up[one]].id for one in hanging.links_above(at)),
            tuple(graph.nodes[one].id for one in hanging.nodes_above(at)),
        )
        for at, node in enumerate(graph.nodes)
    ]
    return Reach(tuple(nodes), tuple(graph.names(piece) for piece in found))


def _is_told(graph: NetworkGraph) -> BoolArray:
    """Return the nodes of which some links are on record and no loose one."""
    is_told = np.zeros(len(graph.nodes), dtype=bool)
    is_told[graph.start] = True
    is_told[graph.end] = True
    return np.asarray(is_told & ~graph.is_loose)
