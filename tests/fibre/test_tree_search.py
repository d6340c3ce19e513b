"""Exchanges of key paths and key nodes, by hand."""

import numpy as np
import pytest

from hatangso.fibre.local_search import improve_tree
from hatangso.fibre.network import network_of
from hatangso.units import BoolArray

# A square 0-1-2-3 of dear sides with a cheap middle 4 that joins all corners.
START = np.array([0, 1, 2, 0, 1, 2, 3])
END = np.array([1, 2, 3, 4, 4, 4, 4])
SQUARE = network_of(5, START, END, np.array([9, 9, 9, 4, 4, 4, 4]))
CORNERS = np.array([True, True, True, True, False])
SIDES = np.array([True, True, True, False, False, False, False])
TURN = np.arange(5)


def improved(tree: BoolArray, is_settled: BoolArray) -> list[int]:
    found = improve_tree(SQUARE, CORNERS, tree, TURN, is_settled)
    return [int(edge) for edge in np.flatnonzero(found)]


def test_a_dear_way_gives_way_to_a_cheap_one() -> None:
    assert improved(SIDES, np.zeros(5, dtype=bool)) == [3, 4, 5, 6]


def test_nothing_is_tried_where_all_is_settled() -> None:
    assert improved(SIDES, np.ones(5, dtype=bool)) == [0, 1, 2]


@pytest.mark.parametrize("node", [0, 1, 2, 3])
def test_one_place_that_is_not_settled_sets_all_going(node: int) -> None:
    is_settled = np.ones(5, dtype=bool)
    is_settled[node] = False
    assert improved(SIDES, is_settled) == [3, 4, 5, 6]
