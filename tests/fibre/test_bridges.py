"""Bridges, stretches and thinner rings held against plain walks on small graphs."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString

from hatangso.errors import NotFoundError
from hatangso.fibre.bridges import hung_network
from hatangso.fibre.graph import RouteGraph
from hatangso.fibre.ring_thinning import thinned
from hatangso.fibre.stretches import course, stretches_of


def graph_of(
    pairs: list[tuple[int, int]], costs: list[int] | None = None
) -> RouteGraph:
    ends = np.array(pairs, dtype=int).reshape(-1, 2)
    return RouteGraph.from_edges(
        int(ends.max(initial=0)) + 1, ends[:, 0], ends[:, 1], costs or [1] * len(ends)
    )


@st.composite
def networks(draw: st.DrawFn) -> tuple[RouteGraph, list[int], int]:
    """Return a connected network, some of its nodes, and a root."""
    nodes = draw(st.integers(2, 8))
    pairs = [(draw(st.integers(0, node - 1)), node) for node in range(1, nodes)]
    node = st.integers(0, nodes - 1)
    pairs += draw(st.lists(st.tuples(node, node), max_size=8))
    costs = draw(st.lists(st.integers(0, 9), min_size=len(pairs), max_size=len(pairs)))
    needed = sorted(set(draw(st.lists(node, min_size=1, max_size=4))))
    return graph_of(pairs, costs), needed, draw(node)


def reached(graph: RouteGraph, edges: set[int], root: int) -> set[int]:
    seen, todo = {root}, [root]
    while todo:
        here = todo.pop()
        for edge in edges:
            ends = int(graph.start[edge]), int(graph.end[edge])
            for a, b in (ends, ends[::-1]):
                if a == here and b not in seen:
                    seen.add(b)
                    todo.append(b)
    return seen


def lost_by_edge(graph: RouteGraph, edges: set[int], root: int) -> dict[int, set[int]]:
    """Return the nodes that a cut of each edge parts from the root."""
    whole = reached(graph, edges, root)
    parted = {edge: whole - reached(graph, edges - {edge}, root) for edge in edges}
    return {edge: nodes for edge, nodes in parted.items() if nodes}


@settings(max_examples=120, deadline=None)
@given(networks())
def test_a_bridge_is_what_a_cut_parts(
    given_network: tuple[RouteGraph, list[int], int],
) -> None:
    graph, _, root = given_network

    hung, is_bridge = hung_network(graph, range(graph.edges), root)

    told = {
        hung.edge[at]: set(hung.node[at : hung.end[at]])
        for at in np.flatnonzero(is_bridge).tolist()
    }
    assert told == lost_by_edge(graph, set(range(graph.edges)), root)


@settings(max_examples=120, deadline=None)
@given(networks())
def test_a_thinner_network_loses_no_terminal_more_and_has_nothing_needless(
    given_network: tuple[RouteGraph, list[int], int],
) -> None:
    graph, needed, root = given_network
    everything = set(range(graph.edges))

    kept = set(thinned(graph, sorted(everything), needed, root=root))

    def weak(edges: set[int]) -> set[int]:
        lost = lost_by_edge(graph, edges, root)
        return {edge for edge, nodes in lost.items() if nodes & set(needed)}

    assert set(needed) <= reached(graph, kept, root)
    assert weak(kept) <= weak(everything)


def test_a_spoke_between_two_doubled_neighbours_is_left_out() -> None:
    # A hub with three spokes, and a rim that closes rings between their ends.
    graph = graph_of([(0, 1), (0, 2), (0, 3), (1, 2), (2, 3)], [5, 7, 5, 1, 1])

    assert thinned(graph, range(5), [1, 2, 3], root=0) == (0, 2, 3, 4)


def test_a_network_that_leaves_a_terminal_out_cannot_be_thinned() -> None:
    graph = graph_of([(0, 1), (1, 2)])
    with pytest.raises(NotFoundError, match="all terminals"):
        thinned(graph, [0], [2], root=0)


@settings(max_examples=120, deadline=None)
@given(networks())
def test_stretches_hold_every_edge_once_in_a_row(
    given_network: tuple[RouteGraph, list[int], int],
) -> None:
    graph, stops, root = given_network

    found = stretches_of(graph, range(graph.edges), root, stops=stops)

    loops = np.flatnonzero(graph.start == graph.end).tolist()
    laid = sorted(edge for one in found for edge in one.edges)
    assert laid == sorted(set(range(graph.edges)) - set(loops))
    for one in found:
        at = one.start
        for edge, is_turned in zip(one.edges, one.is_turned, strict=True):
            ends = int(graph.start[edge]), int(graph.end[edge])
            assert ends[is_turned] == at
            at = ends[not is_turned]
            assert edge == one.edges[-1] or at not in {root, *stops}
        assert at == one.end


def test_another_sort_of_edge_begins_a_stretch() -> None:
    graph = graph_of([(0, 1), (2, 1), (2, 3)])
    whole = stretches_of(graph, range(3), 0)
    parted = stretches_of(graph, range(3), 0, sort_of={0: "a", 1: "a", 2: "b"})

    assert [one.edges for one in whole] == [(0, 1, 2)]
    assert [one.edges for one in parted] == [(0, 1), (2,)]
    lines = [LineString([(0, 0), (1, 0)]), LineString([(2, 0), (1, 0)])]
    assert list(course(lines, parted[0]).coords) == [(0, 0), (1, 0), (2, 0)]
