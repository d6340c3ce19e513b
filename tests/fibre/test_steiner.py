"""Laws of fibre trees, held against every subset of edges of small graphs."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hatangso.errors import InfeasibleError, InvalidInputError, NotFoundError
from hatangso.fibre.graph import RouteGraph
from hatangso.fibre.steiner import FibreTree, TreeEffort, steiner_tree
from hatangso.fibre.verifier import verify_tree

MOST_EDGES = 13


@st.composite
def questions(draw: st.DrawFn) -> tuple[RouteGraph, list[int]]:
    """Return connected graphs, parallel edges and loops among them, and terminals."""
    nodes = draw(st.integers(1, 8))
    pairs = [(draw(st.integers(0, node - 1)), node) for node in range(1, nodes)]
    node = st.integers(0, nodes - 1)
    pairs += draw(st.lists(st.tuples(node, node), max_size=MOST_EDGES - len(pairs)))
    costs = st.integers(0, draw(st.sampled_from([2, 9, 10**9])))
    cost = draw(st.lists(costs, min_size=len(pairs), max_size=len(pairs)))
    terminals = draw(st.lists(node, min_size=1, max_size=nodes))
    ends = np.array(pairs, dtype=int).reshape(-1, 2)
    return RouteGraph.from_edges(nodes, ends[:, 0], ends[:, 1], cost), terminals


def grid(side: int, seed: int) -> RouteGraph:
    """Return a square net of roads with costs by chance."""
    number = np.arange(side * side).reshape(side, side)
    start = np.concatenate([number[:, :-1].ravel(), number[:-1].ravel()])
    end = np.concatenate([number[:, 1:].ravel(), number[1:].ravel()])
    cost = np.random.default_rng(seed).integers(50, 150, len(start))
    return RouteGraph.from_edges(side * side, start, end, cost)


def least_cost(graph: RouteGraph, terminals: list[int]) -> int:
    """Return the cost of the best tree by the best set of nodes to be spanned."""
    others = sorted(set(range(graph.nodes)) - set(terminals))
    subsets = (
        set(terminals) | set(more)
        for size in range(len(others) + 1)
        for more in combinations(others, size)
    )
    found = [cost for nodes in subsets if (cost := spanning_cost(graph, nodes)) >= 0]
    return min(found)


def spanning_cost(graph: RouteGraph, nodes: set[int]) -> int:
    """Return the cost of the cheapest tree that spans all nodes; -1 if none does."""
    group = {node: node for node in nodes}
    total, joined = 0, 1
    for edge in np.argsort(graph.cost_vnd, kind="stable"):
        a, b = int(graph.start[edge]), int(graph.end[edge])
        if a in nodes and b in nodes and group[a] != group[b]:
            old, new = group[a], group[b]
            group = {
                one: new if is_in == old else is_in for one, is_in in group.items()
            }
            total += int(graph.cost_vnd[edge])
            joined += 1
    return total if joined == len(nodes) else -1


@settings(max_examples=300, deadline=None)
@given(questions())
def test_the_best_tree_lies_between_bound_and_cost(
    question: tuple[RouteGraph, list[int]],
) -> None:
    graph, terminals = question
    tree = steiner_tree(graph, terminals)
    verify_tree(graph, terminals, tree)
    assert tree.bound_vnd <= least_cost(graph, terminals) <= tree.cost_vnd


@settings(max_examples=150, deadline=None)
@given(questions())
def test_small_questions_are_answered_exactly(
    question: tuple[RouteGraph, list[int]],
) -> None:
    graph, terminals = question
    assert steiner_tree(graph, terminals).cost_vnd == least_cost(graph, terminals)


@settings(max_examples=40, deadline=None)
@given(questions(), st.integers(2, 1000))
def test_costs_times_a_number_cost_that_many_times_as_much(
    question: tuple[RouteGraph, list[int]], times: int
) -> None:
    graph, terminals = question
    dearer = RouteGraph.from_edges(
        graph.nodes, graph.start, graph.end, graph.cost_vnd * times
    )
    tree = steiner_tree(dearer, terminals)
    assert tree.cost_vnd == times * steiner_tree(graph, terminals).cost_vnd


def test_one_more_terminal_never_makes_the_bound_of_fewer_wrong() -> None:
    graph = grid(12, seed=3)
    fewer = steiner_tree(graph, [0, 77, 143])
    more = steiner_tree(graph, [0, 77, 143, 60, 131])
    assert fewer.bound_vnd <= more.cost_vnd


def test_two_terminals_get_the_shortest_path() -> None:
    graph = RouteGraph.from_edges(4, [0, 1, 0, 2], [1, 3, 2, 3], [5, 5, 4, 5])
    tree = steiner_tree(graph, [0, 3])
    assert tree == FibreTree(edges=(2, 3), cost_vnd=9, bound_vnd=9)
    assert tree.gap_ratio == 0


def test_all_nodes_as_terminals_get_the_spanning_tree() -> None:
    graph = grid(9, seed=1)
    everywhere = list(range(graph.nodes))
    tree = steiner_tree(graph, everywhere)
    assert tree.cost_vnd == spanning_cost(graph, set(everywhere)) == tree.bound_vnd


def test_one_terminal_needs_no_edge() -> None:
    tree = steiner_tree(grid(3, seed=0), [4, 4])
    assert tree == FibreTree(edges=(), cost_vnd=0, bound_vnd=0)
    assert tree.gap_ratio == 0


def test_a_junction_that_nobody_asked_for_is_used() -> None:
    star = RouteGraph.from_edges(
        4, [0, 0, 0, 1, 2, 3], [1, 2, 3, 2, 3, 1], [4, 4, 4, 7, 7, 7]
    )
    assert steiner_tree(star, [1, 2, 3]).edges == (0, 1, 2)


def test_a_large_net_is_answered_within_four_per_cent_of_the_bound() -> None:
    graph = grid(40, seed=5)
    terminals = np.random.default_rng(2).choice(graph.nodes, 60, replace=False)
    tree = steiner_tree(graph, terminals, effort=TreeEffort(rounds=2, mixtures=4))
    verify_tree(graph, terminals, tree)
    assert tree.gap_ratio < 0.04


def test_the_same_question_gets_the_same_tree() -> None:
    graph = grid(20, seed=8)
    terminals = list(range(0, 400, 17))
    quick = TreeEffort(rounds=2, mixtures=3)
    first = steiner_tree(graph, terminals, seed=4, effort=quick)
    again = steiner_tree(graph, terminals[::-1] * 2, seed=4, effort=quick)
    assert first == again


def test_more_effort_never_gives_a_dearer_tree_than_shortest_paths() -> None:
    graph = grid(20, seed=8)
    terminals = list(range(0, 400, 17))
    least = TreeEffort(rounds=1, ascents=1, mixtures=0, pool=1)
    quick = steiner_tree(graph, terminals, effort=least)
    assert steiner_tree(graph, terminals).cost_vnd <= quick.cost_vnd
    verify_tree(graph, terminals, quick)


def test_terminals_that_nothing_connects_are_named() -> None:
    graph = RouteGraph.from_edges(6, [0, 2, 3], [1, 3, 4], [1, 1, 1])
    with pytest.raises(InfeasibleError, match="terminal 0 to 2 terminals: 4, 5"):
        steiner_tree(graph, [4, 1, 5, 0])


def test_a_long_list_of_unconnected_terminals_is_cut_short() -> None:
    graph = RouteGraph.from_edges(30, [], [], [])
    with pytest.raises(InfeasibleError, match=r"29 terminals: 1, 2, .*10 …"):
        steiner_tree(graph, range(30))


def test_no_terminal_is_an_error() -> None:
    with pytest.raises(InvalidInputError, match="at least one terminal"):
        steiner_tree(grid(2, seed=0), [])


@pytest.mark.parametrize("stray", [-1, 4])
def test_a_terminal_that_is_no_node_is_named(stray: int) -> None:
    with pytest.raises(NotFoundError, match=f"terminal {stray} is not a node"):
        steiner_tree(grid(2, seed=0), [0, stray])


@pytest.mark.parametrize(
    ("end", "cost", "said"),
    [
        ([1, 2], [1, -2], "edge 1 is below zero: -2"),
        ([1, 2], [float("nan"), 1], "edge 0 is missing"),
        ([1, 2], [1, float("inf")], "together cost inf"),
        ([1, 2], [1, 2**53], "can be reckoned with"),
        ([1, 3], [1, 1], "edge 1 ends at node 3"),
        ([1, -1], [1, 1], "edge 1 ends at node -1"),
        ([1], [1, 1], "2, 1 and 2"),
    ],
)
def test_a_graph_that_cannot_be_is_refused(
    end: list[int], cost: list[float], said: str
) -> None:
    with pytest.raises(InvalidInputError, match=said):
        RouteGraph.from_edges(3, [0, 1], end, cost)
