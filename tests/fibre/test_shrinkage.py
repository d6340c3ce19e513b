"""Smaller graphs on which whatever is kept is joined for the same cost."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hatangso.errors import InvalidInputError
from hatangso.fibre.graph import RouteGraph
from hatangso.fibre.shrinkage import Shrinkage, shrunken
from hatangso.units import BoolArray


@st.composite
def questions(draw: st.DrawFn) -> tuple[RouteGraph, BoolArray]:
    """Return graphs in parts, parallel edges and loops among them, and what to keep."""
    nodes = draw(st.integers(1, 9))
    node = st.integers(0, nodes - 1)
    pairs = draw(st.lists(st.tuples(node, node), max_size=16))
    costs = st.integers(0, draw(st.sampled_from([2, 9, 10**9])))
    cost = draw(st.lists(costs, min_size=len(pairs), max_size=len(pairs)))
    is_kept = draw(st.lists(st.booleans(), min_size=nodes, max_size=nodes))
    ends = np.array(pairs, dtype=int).reshape(-1, 2)
    graph = RouteGraph.from_edges(nodes, ends[:, 0], ends[:, 1], cost)
    return graph, np.array(is_kept)


def least_cost(graph: RouteGraph, terminals: tuple[int, ...]) -> int | None:
    """Return the cost of the best tree by trees over all sets of nodes (Kruskal)."""
    others = sorted(set(range(graph.nodes)) - set(terminals))
    order = np.argsort(graph.cost_vnd, kind="stable")
    ends = [(int(graph.start[e]), int(graph.end[e])) for e in order]
    costs = [int(graph.cost_vnd[e]) for e in order]
    best: int | None = None
    for size in range(len(others) + 1):
        for more in combinations(others, size):
            group = {node: node for node in (*terminals, *more)}
            joined, total = len(group), 0
            for (a, b), cost in zip(ends, costs, strict=True):
                if a in group and b in group and group[a] != group[b]:
                    old, new = group[a], group[b]
                    group = {n: new if g == old else g for n, g in group.items()}
                    joined, total = joined - 1, total + cost
            if joined == 1 and (best is None or total < best):
                best = total
    return best


def small_terminals(small: Shrinkage, terminals: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(int(small.node[t]) for t in terminals)


@settings(max_examples=60, deadline=None)
@given(questions())
def test_whatever_is_kept_is_joined_for_the_same_cost(
    question: tuple[RouteGraph, BoolArray],
) -> None:
    graph, is_kept = question
    small = shrunken(graph, is_kept)
    kept = [int(node) for node in np.flatnonzero(is_kept)]
    for size in (1, 2, 3, len(kept)):
        for terminals in list(combinations(kept, size))[:12]:
            if terminals:
                there = least_cost(small.graph, small_terminals(small, terminals))
                assert there == least_cost(graph, terminals)


@settings(max_examples=200, deadline=None)
@given(questions())
def test_edges_stand_for_ways_of_given_edges(
    question: tuple[RouteGraph, BoolArray],
) -> None:
    graph, is_kept = question
    small = shrunken(graph, is_kept)
    assert set(np.flatnonzero(is_kept)) <= set(small.given_node)
    for edge in range(small.graph.edges):
        given_edges = small.given_edges([edge])
        assert graph.cost_vnd[given_edges].sum() == small.graph.cost_vnd[edge]
        ends = np.stack([graph.start[given_edges], graph.end[given_edges]])
        odd = [
            node
            for node, n in zip(*np.unique(ends, return_counts=True), strict=True)
            if n % 2
        ]
        here = {int(small.graph.start[edge]), int(small.graph.end[edge])}
        assert {int(small.node[node]) for node in odd} == here
    everything = small.given_edges(range(small.graph.edges))
    assert len(set(everything.tolist())) == len(everything)


def test_only_the_way_between_places_is_left_of_a_road() -> None:
    # 0 - 1 - 2 - 3 with a side road 1 - 4 and a second, dearer way from 0 to 2 over 5.
    graph = RouteGraph.from_edges(
        6, [0, 1, 2, 1, 0, 5], [1, 2, 3, 4, 5, 2], [3, 4, 5, 1, 4, 4]
    )
    small = shrunken(graph, np.array([True, False, False, True, False, False]))
    assert (small.graph.nodes, small.graph.edges) == (2, 1)
    assert small.graph.cost_vnd.tolist() == [12]
    assert small.given_edges([0]).tolist() == [0, 1, 2]
    assert small.node.tolist() == [0, -1, -1, 1, -1, -1]


def test_a_place_apart_stays_as_a_node_without_edges() -> None:
    graph = RouteGraph.from_edges(4, [0, 2], [1, 3], [5, 6])
    small = shrunken(graph, np.array([True, True, True, False]))
    assert small.given_node.tolist() == [0, 1, 2]
    assert small.given_edges(range(small.graph.edges)).tolist() == [0]


def test_marks_that_fit_no_graph_are_refused() -> None:
    graph = RouteGraph.from_edges(2, [0], [1], [5])
    with pytest.raises(InvalidInputError, match=r"3 nodes are marked.*graph has 2"):
        shrunken(graph, np.ones(3, dtype=bool))
