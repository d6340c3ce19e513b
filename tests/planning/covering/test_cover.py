import math
from collections.abc import Sequence
from itertools import chain, combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hatangso.planning.covering.binary_program import Effort
from hatangso.planning.covering.cover import best_cover, cheapest_cover, usual_effort
from hatangso.planning.covering.greedy import greedy_best, greedy_cheapest
from hatangso.planning.covering.instance import CoverInstance, reduce_instance

COSTS = st.one_of(
    st.integers(1, 12), st.integers(1, 40).map(lambda number: number * 50_000_000)
)


@st.composite
def instances(
    draw: st.DrawFn, *, most_options: int = 7, most_demands: int = 6
) -> CoverInstance:
    demands = draw(st.integers(1, most_demands))
    options = draw(st.integers(1, most_options))
    covers = draw(
        st.lists(
            st.lists(st.integers(0, demands - 1), max_size=demands, unique=True),
            min_size=options,
            max_size=options,
        )
    )
    people = draw(st.lists(st.integers(0, 900), min_size=demands, max_size=demands))
    cost = draw(st.lists(COSTS, min_size=options, max_size=options))
    pairs = list(combinations(range(options), 2))
    conflicts = (
        draw(st.lists(st.sampled_from(pairs), max_size=4, unique=True)) if pairs else []
    )
    return CoverInstance.from_lists(
        covers, people=people, cost_vnd=cost, conflicts=conflicts
    )


def selections(instance: CoverInstance) -> list[tuple[int, ...]]:
    numbers = range(instance.options)
    sizes = range(instance.options + 1)
    subsets = chain.from_iterable(combinations(numbers, size) for size in sizes)
    return [one for one in subsets if instance.is_free_of_conflict(one)]


def people_of(instance: CoverInstance, chosen: Sequence[int]) -> int:
    return int(instance.people[instance.covered_by(chosen)].sum())


def places_of(instance: CoverInstance, chosen: Sequence[int]) -> int:
    return int(instance.places[instance.covered_by(chosen)].sum())


@settings(max_examples=120, deadline=None)
@given(instances(), st.integers(1, 4_000))
def test_cheapest_cover_is_what_trying_everything_finds(
    instance: CoverInstance, need: int
) -> None:
    ways = [one for one in selections(instance) if people_of(instance, one) >= need]

    selection = cheapest_cover(instance, need=need)

    if not ways:
        assert selection is None
        return
    cheapest = min(map(instance.total_cost_vnd, ways))
    equals = [one for one in ways if instance.total_cost_vnd(one) == cheapest]
    assert selection.objective == selection.bound == cheapest
    assert instance.total_cost_vnd(selection.chosen) == cheapest
    assert instance.is_free_of_conflict(selection.chosen)
    most = max(people_of(instance, one) for one in equals)
    assert people_of(instance, selection.chosen) == most


@settings(max_examples=120, deadline=None)
@given(instances(), st.floats(0, 1))
def test_best_cover_is_what_trying_everything_finds(
    instance: CoverInstance, share: float
) -> None:
    budget = int(share * instance.cost_vnd.sum())
    cost = instance.total_cost_vnd
    ways = [one for one in selections(instance) if cost(one) <= budget]
    best = max(
        (people_of(instance, one), places_of(instance, one), -cost(one)) for one in ways
    )

    selection = best_cover(instance, budget_vnd=budget)

    chosen = selection.chosen
    assert selection.objective == selection.bound == best[0]
    found = people_of(instance, chosen), places_of(instance, chosen), -cost(chosen)
    assert found == best
    assert instance.is_free_of_conflict(chosen)


@settings(max_examples=60, deadline=None)
@given(instances(), st.floats(0.05, 1))
def test_greedy_twins_keep_the_rules_and_never_beat_the_proof(
    instance: CoverInstance, share: float
) -> None:
    need = max(1, int(share * instance.people.sum()))
    budget = int(share * instance.cost_vnd.sum())
    worth = instance.worth

    cheap = greedy_cheapest(instance, weight=instance.people, need=need)
    good = greedy_best(instance, budget_vnd=budget)

    exact = cheapest_cover(instance, need=need)
    if cheap is not None:
        assert people_of(instance, cheap) >= need
        assert instance.is_free_of_conflict(cheap)
        assert instance.total_cost_vnd(cheap) >= exact.objective
    assert instance.total_cost_vnd(good) <= budget
    assert instance.is_free_of_conflict(good)
    best = best_cover(instance, budget_vnd=budget)
    assert worth[instance.covered_by(good)].sum() <= (
        worth[instance.covered_by(best.chosen)].sum()
    )


@settings(max_examples=60, deadline=None)
@given(instances())
def test_reduction_keeps_what_can_be_reached(instance: CoverInstance) -> None:
    reduction = reduce_instance(instance)

    everything = range(instance.options)
    assert reduction.instance.people.sum() == people_of(instance, everything)
    reduced = range(reduction.instance.options)
    assert reduction.instance.covered_by(reduced).all()


def random_instance(
    seed: int, *, options: int = 120, demands: int = 60
) -> CoverInstance:
    generator = np.random.default_rng(seed)
    covers = [
        generator.choice(demands, generator.integers(1, 7), replace=False).tolist()
        for _ in range(options)
    ]
    return CoverInstance.from_lists(
        [*covers, *([one] for one in range(demands))],
        people=generator.integers(20, 900, demands).tolist(),
        cost_vnd=(generator.integers(7, 80, options + demands) * 50_000_000).tolist(),
        conflicts=[(one, one + 1) for one in range(0, options, 2)],
    )


def test_same_question_gets_the_same_answer() -> None:
    need = int(random_instance(3).people.sum() * 0.8)

    answers = {
        cheapest_cover(random_instance(3), need=need, effort=effort)
        for effort in [None, None, usual_effort(random_instance(3))]
    }

    assert len(answers) == 1


def test_a_search_cut_short_reports_an_honest_gap() -> None:
    instance = random_instance(4, options=300, demands=150)
    need = int(instance.people.sum() * 0.6)
    hurried = Effort(gap_ratio=0.5, nodes=1)

    short = cheapest_cover(instance, need=need, effort=hurried)
    full = cheapest_cover(instance, need=need)

    assert short.bound <= full.objective <= short.objective
    assert full.bound == full.objective
    budget = full.objective
    quick = best_cover(instance, budget_vnd=budget, effort=hurried)
    best = best_cover(instance, budget_vnd=budget)
    assert quick.objective <= best.objective <= quick.bound


def test_a_known_answer_is_never_lost() -> None:
    instance = random_instance(5)
    budget = int(instance.cost_vnd.sum() // 30)
    known = best_cover(instance, budget_vnd=budget)
    hurried = Effort(gap_ratio=0.9, nodes=1)

    again = best_cover(instance, budget_vnd=budget, effort=hurried, start=known.chosen)

    assert again.objective >= known.objective


def test_costs_without_a_common_unit_are_still_kept_to_the_dong() -> None:
    instance = CoverInstance.from_lists(
        [[0], [1]], people=[10, 10], cost_vnd=[9_999_999_967, 350_123_457]
    )
    exact = 9_999_999_967 + 350_123_457

    assert len(best_cover(instance, budget_vnd=exact).chosen) == 2
    assert len(best_cover(instance, budget_vnd=exact - 1).chosen) == 1
    assert cheapest_cover(instance, need=20).objective == exact


def test_nothing_to_choose_from_gives_nothing() -> None:
    empty = CoverInstance.from_lists([], people=[5], cost_vnd=[])

    assert best_cover(empty, budget_vnd=10).chosen == ()
    assert cheapest_cover(empty, need=5) is None
    assert cheapest_cover(empty, need=0).objective == 0


@pytest.mark.parametrize("demands", [1, 3])
def test_people_of_one_place_outweigh_all_other_places(demands: int) -> None:
    instance = CoverInstance.from_lists(
        [[0], list(range(1, demands + 1))],
        people=[1, *([0] * demands)],
        cost_vnd=[5, 5],
    )

    assert best_cover(instance, budget_vnd=5).chosen == (0,)
    assert math.isclose(instance.people_factor, demands + 2)
