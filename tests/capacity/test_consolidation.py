"""Fewest hosts and most machines, against trying everything."""

from itertools import combinations, product

import numpy as np
import pytest

from hatangso.capacity.consolidation import fewest_hosts, more_in_place, most_more
from hatangso.capacity.packing import Verdict, pack
from hatangso.capacity.placing import PackingProblem
from hatangso.capacity.program import Effort
from hatangso.units import IntArray
from small_centres import is_packing, small_centre, whole

NONE: IntArray = np.full(0, -1)


def alike(rooms: list[int], loads: list[int]) -> PackingProblem:
    """Return a problem of one resource, without groups."""
    return PackingProblem(
        np.array(rooms)[:, None], np.array(loads)[:, None], np.full(len(loads), -1)
    )


def fewest_by_trying(problem: PackingProblem) -> int | None:
    ways = product(range(len(problem.room)), repeat=len(problem.load))
    used = [
        len(set(way))
        for way in ways
        if is_packing(problem.room, problem.load, problem.group, way)
    ]
    return min(used, default=None)


def test_fewest_hosts_are_those_of_trying_everything() -> None:
    for seed in range(100):
        problem = whole(small_centre(seed))
        found = fewest_hosts(problem, Effort())
        best = fewest_by_trying(problem)
        assert found.hosts_n == best, seed
        assert found.is_impossible == (best is None), seed
        if best is not None:
            assert found.bound_n == best
            assert is_packing(
                problem.room, problem.load, problem.group, found.place.tolist()
            )


def test_packing_answers_as_trying_everything_does() -> None:
    for seed in range(100):
        problem = whole(small_centre(seed))
        found = pack(problem, Effort())
        assert (found.verdict is Verdict.YES) == (fewest_by_trying(problem) is not None)


def test_first_fit_is_not_the_last_word() -> None:
    # Martello and Toth, Knapsack Problems (1990), 8.4: first fit decreasing takes 3.
    problem = alike([10, 10, 10], [5, 4, 3, 3, 3, 2])
    found = fewest_hosts(problem, Effort())
    assert (found.hosts_n, found.bound_n) == (2, 2)


def test_a_sum_alone_is_no_bound() -> None:
    found = fewest_hosts(alike([10] * 4, [6, 6, 6]), Effort())
    assert (found.hosts_n, found.bound_n) == (3, 3)


def test_no_machines_need_no_host() -> None:
    found = fewest_hosts(alike([10], []), Effort())
    assert (found.hosts_n, found.bound_n) == (0, 0)


def more_by_trying(problem: PackingProblem, size: IntArray) -> int | None:
    counts = []
    for way in product(range(len(problem.room)), repeat=len(problem.load)):
        if is_packing(problem.room, problem.load, problem.group, way):
            room = problem.room.copy()
            np.subtract.at(room, np.array(way, dtype=int), problem.load)
            counts.append(
                more_in_place(PackingProblem(room, problem.load[:0], NONE), size)
            )
    return max(counts, default=None)


@pytest.mark.parametrize("lost_n", [0, 1])
def test_most_more_is_that_of_trying_everything(lost_n: int) -> None:
    size = np.array([1_000, 2_000, 1_000])
    for seed in range(50):
        problem = whole(small_centre(seed))
        hosts = range(len(problem.room))
        answers = [
            more_by_trying(
                PackingProblem(problem.room[list(left)], problem.load, problem.group),
                size,
            )
            for left in combinations(hosts, len(hosts) - lost_n)
        ]
        best = (
            None if None in answers else min(one for one in answers if one is not None)
        )
        found = most_more(problem, size, Effort(), lost_n=lost_n)
        assert found.count_n == best, seed
        assert best is None or found.bound_n == best


def test_a_machine_that_takes_nothing_of_a_resource_is_not_held_up_by_it() -> None:
    problem = PackingProblem(np.array([[10, 0]]), np.zeros((0, 2), dtype=int), NONE)
    assert more_in_place(problem, np.array([3, 0])) == 3
    assert most_more(problem, np.array([3, 0]), Effort()).count_n == 3


def test_a_search_that_is_given_up_keeps_a_bound_below_the_best() -> None:
    for seed in range(60):
        problem = whole(small_centre(seed))
        best = fewest_by_trying(problem)
        found = fewest_hosts(problem, Effort(variables=0))
        if best is not None:
            assert found.bound_n <= best, seed
            assert found.hosts_n is None or found.hosts_n >= best, seed
        else:
            assert found.hosts_n is None


def test_a_larger_centre_is_packed_within_its_bound() -> None:
    chance = np.random.default_rng(5)
    load = chance.choice([2, 4, 8, 16, 32], size=(230, 3))
    room = np.tile(load.sum(axis=0) // 9, (12, 1))
    problem = PackingProblem(room, load, np.full(230, -1))
    found = fewest_hosts(problem, Effort(nodes=50))
    assert found.hosts_n is not None
    assert 9 <= found.bound_n <= found.hosts_n <= 10
    assert is_packing(room, load, problem.group, found.place.tolist())
