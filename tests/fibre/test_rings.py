"""Rings held against every choice of edges on small graphs, and by hand."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hatangso.errors import InvalidInputError, NotFoundError
from hatangso.fibre.graph import RouteGraph
from hatangso.fibre.ring_verifier import verify_rings
from hatangso.fibre.rings import RingEffort, Rings, close_rings
from hatangso.fibre.steiner import FibreTree, steiner_tree

MOST_EDGES = 11


@st.composite
def questions(draw: st.DrawFn) -> tuple[RouteGraph, list[int], int]:
    """Return connected graphs, terminals and a root."""
    nodes = draw(st.integers(1, 7))
    pairs = [(draw(st.integers(0, node - 1)), node) for node in range(1, nodes)]
    node = st.integers(0, nodes - 1)
    pairs += draw(st.lists(st.tuples(node, node), max_size=MOST_EDGES - len(pairs)))
    costs = st.integers(0, draw(st.sampled_from([2, 9, 10**9])))
    cost = draw(st.lists(costs, min_size=len(pairs), max_size=len(pairs)))
    ends = np.array(pairs, dtype=int).reshape(-1, 2)
    graph = RouteGraph.from_edges(nodes, ends[:, 0], ends[:, 1], cost)
    return graph, draw(st.lists(node, min_size=1, max_size=nodes)), draw(node)


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


def lost(graph: RouteGraph, edges: set[int], root: int) -> dict[int, set[int]]:
    """Return the nodes that each edge parts from the root when it alone is cut."""
    whole = reached(graph, edges, root)
    return {edge: whole - reached(graph, edges - {edge}, root) for edge in edges}


def least_cost(
    graph: RouteGraph, tree: FibreTree, terminals: list[int], root: int
) -> int:
    everywhere = set(range(graph.edges))
    spared = lost(graph, everywhere, root)
    others = sorted(everywhere - set(tree.edges))
    costs = []
    for size in range(len(others) + 1):
        for more in combinations(others, size):
            cuts = lost(graph, {*tree.edges, *more}, root)
            if all(
                not (nodes - spared[edge]) & set(terminals)
                for edge, nodes in cuts.items()
            ):
                costs.append(sum(int(graph.cost_vnd[edge]) for edge in more))
    return min(costs)


@settings(max_examples=40, deadline=None)
@given(questions())
def test_the_cheapest_rings_are_found(
    question: tuple[RouteGraph, list[int], int],
) -> None:
    graph, terminals, root = question
    tree = steiner_tree(graph, [*terminals, root])
    rings = close_rings(graph, tree, terminals, root=root)
    best = least_cost(graph, tree, terminals, root)
    assert rings.cost_vnd == best
    assert rings.bound_vnd == pytest.approx(best, rel=1e-7)
    assert rings.bound_vnd <= best


@settings(max_examples=80, deadline=None)
@given(questions())
def test_rings_pass_the_verifier(question: tuple[RouteGraph, list[int], int]) -> None:
    graph, terminals, root = question
    tree = steiner_tree(graph, [*terminals, root])
    for effort in (None, RingEffort(rounds=1, nodes=0)):
        rings = close_rings(graph, tree, terminals, root=root, effort=effort)
        verify_rings(graph, tree, terminals, rings, root=root)


def grid(side: int, seed: int) -> RouteGraph:
    """Return a square net of roads with costs by chance."""
    number = np.arange(side * side).reshape(side, side)
    start = np.concatenate([number[:, :-1].ravel(), number[:-1].ravel()])
    end = np.concatenate([number[:, 1:].ravel(), number[1:].ravel()])
    cost = np.random.default_rng(seed).integers(50, 150, len(start))
    return RouteGraph.from_edges(side * side, start, end, cost)


def test_rings_of_a_net_of_roads_are_proven_cheapest() -> None:
    graph = grid(9, seed=2)
    terminals = [4, 20, 33, 47, 62, 71, 80]
    tree = steiner_tree(graph, [0, *terminals])
    rings = close_rings(graph, tree, terminals, root=0)
    verify_rings(graph, tree, terminals, rings, root=0)
    assert rings.cost_vnd == rings.bound_vnd
    assert not rings.single


# A town 0 with a bypass to 2, behind it a valley 2-3-4 with two roads from 3 to 4; a
# side valley 5 at 1:   0 -5- 1 -5- 2 -8- 3 -4- 4, 0 -9- 6 -9- 2, 3 -7- 4, 1 -3- 5
VALLEY = RouteGraph.from_edges(
    7,
    [0, 1, 2, 3, 0, 6, 3, 1],
    [1, 2, 3, 4, 6, 2, 4, 5],
    [5, 5, 8, 4, 9, 9, 7, 3],
)
IN_VALLEY = FibreTree((0, 1, 2, 3, 7), 25, 25)


def test_a_valley_gets_the_bypass_and_names_what_hangs_on_one_road() -> None:
    rings = close_rings(VALLEY, IN_VALLEY, [1, 4, 5], root=0)
    assert rings == Rings((4, 5, 6), 25, 25, bridges=(2, 7), single=(4, 5))
    verify_rings(VALLEY, IN_VALLEY, [1, 4, 5], rings, root=0)


def test_only_what_leads_to_a_terminal_is_doubled() -> None:
    rings = close_rings(VALLEY, IN_VALLEY, [1], root=2)
    assert rings == Rings((4, 5), 18, 18)


def test_a_second_cable_beside_the_first_closes_a_ring() -> None:
    graph = RouteGraph.from_edges(2, [0, 0, 1], [1, 1, 0], [5, 7, 6])
    rings = close_rings(graph, FibreTree((0,), 5, 5), [1], root=0)
    assert rings == Rings((2,), 6, 6)
    assert rings.gap_ratio == 0


def test_a_way_round_may_branch_off_the_tree() -> None:
    # Three arms of a star; their ends are joined more cheaply over a place 4 off it.
    star = RouteGraph.from_edges(
        5, [0, 0, 0, 1, 2, 3, 1, 2], [1, 2, 3, 4, 4, 4, 2, 3], [1, 1, 1, 4, 4, 4, 7, 7]
    )
    rings = close_rings(star, FibreTree((0, 1, 2), 3, 3), [1, 2, 3], root=0)
    assert rings == Rings((3, 4, 5), 12, 12)


def test_a_terminal_at_the_root_needs_nothing() -> None:
    assert close_rings(VALLEY, FibreTree((), 0, 0), [3], root=3) == Rings((), 0, 0)


def test_the_same_question_gets_the_same_rings() -> None:
    graph = grid(12, seed=4)
    tree = steiner_tree(graph, [0, 30, 77, 100, 143])
    quick = RingEffort(rounds=3, nodes=0)
    first = close_rings(graph, tree, [30, 77, 100, 143], root=0, effort=quick)
    again = close_rings(graph, tree, [143, 100, 77, 30], root=0, effort=quick)
    assert first == again
    verify_rings(graph, tree, [30, 77, 100, 143], first, root=0)


def test_a_tree_that_joins_others_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="does not join terminal 4"):
        close_rings(VALLEY, FibreTree((0,), 5, 5), [1, 4], root=0)
    with pytest.raises(NotFoundError, match="root 9 is not a node"):
        close_rings(VALLEY, IN_VALLEY, [1], root=9)


@pytest.mark.parametrize(
    ("rings", "said"),
    [
        (Rings((4, 5, 6), 25, 25, (2, 7), (4,)), "2 terminals hang .* name 1"),
        (Rings((4, 5, 6), 24, 24, (2, 7), (4, 5)), "cost 25, not 24"),
        (Rings((4, 5, 6), 25, 26, (2, 7), (4, 5)), "bound 26"),
        (Rings((4, 5), 18, 18, (2, 7), (4, 5)), "cut of edge 3 parts terminal 4"),
        (Rings((4, 5), 18, 18, (2, 3, 7), (4, 5)), "cut of edge 3 parts terminal 4"),
        (Rings((4, 5, 6), 25, 25, (2,), (4,)), "cut of edge 7 parts terminal 5"),
        (Rings((4, 5, 6), 25, 25, (0, 2, 7), (4, 5)), "edge 0 is no bridge"),
        (Rings((4, 5, 6), 25, 25, (5,), (4, 5)), "bridge 5 is no edge of the tree"),
        (Rings((4, 5, 5), 27, 25), "edge 5 is there already"),
        (Rings((0,), 5, 5), "edge 0 is there already"),
        (Rings((8,), 5, 5), "no such edge: 8"),
    ],
)
def test_wrong_rings_are_refused(rings: Rings, said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        verify_rings(VALLEY, IN_VALLEY, [1, 4, 5], rings, root=0)
