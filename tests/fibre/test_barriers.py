"""Crossings of railways and rivers, counted by hand."""

import pytest
from shapely import LineString, MultiLineString

from hatangso.errors import InvalidInputError, OutOfRangeError
from hatangso.fibre.barriers import Barrier, crossing_vnd

# A degree is a convenient unit here: nothing depends on how long it is.
RIVER = Barrier("song-cau", "river", LineString([(0, 0), (10, 0)]))
RAIL = Barrier("hanoi-thai-nguyen", "rail", LineString([(5, -5), (5, 5)]))
PRICE = {"river": 100.0, "rail": 7.0}


def cost(line: list[tuple[float, float]], *barriers: Barrier) -> float:
    (found,) = crossing_vnd([LineString(line)], barriers, PRICE)
    return float(found)


@pytest.mark.parametrize(
    ("line", "times"),
    [
        ([(1, -1), (1, 1)], 1),
        ([(1, -1), (1, 1), (2, 1), (2, -1)], 2),
        ([(1, 1), (9, 1)], 0),
        ([(1, 0), (1, 1)], 0.5),
        ([(1, 0), (1, 1), (2, 0)], 1),
        ([(1, 0), (4, 0)], 0),
        ([(1, 0), (4, 0), (4, 3)], 0.5),
        ([(1, 2), (1, 0), (4, 0), (4, -3)], 1),
        ([(12, -1), (12, 1)], 0),
    ],
    ids=[
        "across",
        "there and back",
        "beside it",
        "from it",
        "from it and back to it",
        "along it",
        "along and away",
        "over it by a stretch along it",
        "past its end",
    ],
)
def test_crossings_are_counted(line: list[tuple[float, float]], times: float) -> None:
    assert cost(line, RIVER) == pytest.approx(100 * times)
    assert cost(line[::-1], RIVER) == pytest.approx(100 * times)


def test_two_lines_that_meet_on_a_barrier_pay_once_together() -> None:
    halves = [LineString([(1, -1), (1, 0)]), LineString([(1, 0), (1, 1)])]
    assert crossing_vnd(halves, [RIVER], PRICE).sum() == pytest.approx(100)


def test_every_kind_is_paid_for() -> None:
    assert cost([(4, -1), (4, 1), (6, 1)], RIVER, RAIL) == pytest.approx(107)


def test_pieces_of_one_river_that_meet_are_crossed_once() -> None:
    pieces = [
        Barrier("a", "river", LineString([(0, 0), (1, 0)])),
        Barrier("b", "river", MultiLineString([[(1, 0), (2, 0)], [(2, 0), (3, 0)]])),
    ]
    assert cost([(1, -1), (1, 1)], *pieces) == pytest.approx(100)


def test_without_barriers_nothing_is_paid() -> None:
    assert cost([(1, -1), (1, 1)]) == 0


def test_a_line_without_length_crosses_nothing_twice() -> None:
    assert cost([(1, 0), (1, 0)], RIVER) == pytest.approx(0)
    assert cost([(1, 1), (1, 1)], RIVER) == 0


def test_a_kind_without_cost_is_named() -> None:
    wall = Barrier("w-1", "wall", LineString([(0, 0), (1, 1)]))
    with pytest.raises(InvalidInputError, match=r'kind "wall" has no cost.*w-1'):
        cost([(0, 1), (1, 0)], RIVER, wall)


@pytest.mark.parametrize("price", [-1.0, float("nan")])
def test_a_cost_that_is_none_is_refused(price: float) -> None:
    with pytest.raises(OutOfRangeError, match="river"):
        crossing_vnd([], [RIVER], {"river": price})
