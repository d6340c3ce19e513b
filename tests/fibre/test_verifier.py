"""Trees that are none, shown to the verifier."""

import pytest

from hatangso.errors import InvalidInputError
from hatangso.fibre.graph import RouteGraph
from hatangso.fibre.steiner import FibreTree
from hatangso.fibre.verifier import verify_tree

# A square 0-1-2-3 with a diagonal 0-2 (edge 4), and an edge apart, 4-5.
SQUARE = RouteGraph.from_edges(
    6, [0, 1, 2, 3, 0, 4], [1, 2, 3, 0, 2, 5], [3, 4, 5, 6, 7, 8]
)


def test_a_right_tree_passes() -> None:
    verify_tree(SQUARE, [0, 2], FibreTree((0, 1), 7, 7))
    verify_tree(SQUARE, [4], FibreTree((), 0, 0))


@pytest.mark.parametrize(
    ("edges", "cost_vnd", "bound_vnd", "said"),
    [
        ((0, 1), 6, 6, "cost 7, not 6"),
        ((0, 1), 7, 8, "bound 8"),
        ((0, 1), 7, -1, "bound -1"),
        ((0,), 3, 3, "does not join terminal 2"),
        ((0, 1, 4), 14, 7, "edge 4 closes a circle"),
        ((0, 0, 1), 10, 7, "edge 0 closes a circle"),
        ((0, 1, 5), 15, 7, "edge 5 of the tree leads to no terminal"),
        ((0, 1, 6), 7, 7, "no such edge: 6"),
        ((-1, 0, 1), 7, 7, "no such edge: -1"),
        ((), 0, 0, "does not join terminal 2"),
    ],
)
def test_a_wrong_tree_is_refused(
    edges: tuple[int, ...], cost_vnd: int, bound_vnd: int, said: str
) -> None:
    with pytest.raises(InvalidInputError, match=said):
        verify_tree(SQUARE, [0, 2], FibreTree(edges, cost_vnd, bound_vnd))
