"""A government network as a graph: parallel links stay apart, unknown ends are told."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from hatangso.errors import InvalidInputError
from hatangso.model.government_network import NetworkLink, NetworkNode
from hatangso.units import BoolArray, IntArray

__all__ = ["NetworkGraph", "make_graph"]


@dataclass(frozen=True, eq=False)
class NetworkGraph:
    """Nodes and links in the order of their codes.

    Attributes:
        links: Those that join two different nodes that exist, whether they work or not.
        loose: Links that lead nobody knows where: an end is not told, does not exist,
            or both ends are one.
        start: Number of the node at one end of each link, shape (link,).
        end: Of the node at the other end.
        is_up: Links that work, as do both of their nodes, shape (link,).
        is_loose: Nodes that a loose link ends at, shape (node,).
        roots: Numbers of the cores; those that do not work are left out.
        is_root_assumed: Whether nobody named a core, so that the node is taken at which
            most links end.
    """

    nodes: tuple[NetworkNode, ...]
    links: tuple[NetworkLink, ...]
    loose: tuple[NetworkLink, ...]
    start: IntArray
    end: IntArray
    is_up: BoolArray
    is_loose: BoolArray
    roots: tuple[int, ...]
    is_root_assumed: bool

    def number(self, node_id: str) -> int:
        """Return the number of a node.

        Raises:
            InvalidInputError: No node has this code.
        """
        at = self.numbers.get(node_id)
        if at is None:
            raise InvalidInputError("no node has the code {node}", node=node_id)
        return at

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Numbers of the nodes by code."""
        return {node.id: at for at, node in enumerate(self.nodes)}

    def names(self, numbers: Iterable[int]) -> tuple[str, ...]:
        """Return the codes of nodes, sorted."""
        return tuple(self.nodes[at].id for at in sorted(numbers))


def make_graph(
    nodes: Sequence[NetworkNode], links: Sequence[NetworkLink]
) -> NetworkGraph:
    """Return the graph of a network.

    Args:
        nodes: In any order.
        links: In any order; several may join the same two nodes.

    Raises:
        InvalidInputError: Two nodes or two links have one code.
    """
    twin = _twin([one.id for one in nodes])
    if twin is not None:
        raise InvalidInputError("two nodes have the code {code}", code=twin)
    twin = _twin([one.id for one in links])
    if twin is not None:
        raise InvalidInputError("two links have the code {code}", code=twin)
    nodes = sorted(nodes, key=lambda one: one.id)
    links = sorted(links, key=lambda one: one.id)
    number = {node.id: at for at, node in enumerate(nodes)}
    whole = [
        one
        for one in links
        if one.start_id in number
        and one.end_id in number
        and one.start_id != one.end_id
    ]
    joined = {one.id for one in whole}
    loose = [one for one in links if one.id not in joined]
    start = np.array([number[one.start_id] for one in whole], dtype=np.int64)
    end = np.array([number[one.end_id] for one in whole], dtype=np.int64)
    works = np.array([node.is_up for node in nodes], dtype=bool)
    is_up = np.array([one.is_up for one in whole], dtype=bool)
    if whole:
        is_up &= works[start] & works[end]
    is_loose = np.zeros(len(nodes), dtype=bool)
    for one in loose:
        for name in {one.start_id, one.end_id} & number.keys():
            is_loose[number[name]] = True
    roots = [at for at, node in enumerate(nodes) if node.is_core and node.is_up]
    is_assumed = not any(node.is_core for node in nodes) and bool(is_up.any())
    if is_assumed:
        degree = np.bincount(np.concatenate([start[is_up], end[is_up]]))
        roots = [int(degree.argmax())]
    return NetworkGraph(
        tuple(nodes),
        tuple(whole),
        tuple(loose),
        start,
        end,
        is_up,
        is_loose,
        tuple(roots),
        is_assumed,
    )


def _twin(codes: Sequence[str]) -> str | None:
    """Return the first code that stands twice."""
    counts = sorted(Counter(codes).items())
    return next((code for code, count in counts if count > 1), None)
