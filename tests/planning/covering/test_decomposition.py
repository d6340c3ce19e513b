from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hatangso.planning.covering import cover, decomposition
from hatangso.planning.covering.binary_program import Effort
from hatangso.planning.covering.cover import best_cover, cheapest_cover
from hatangso.planning.covering.cover_state import CoverArrays, add, drop, state_of
from hatangso.planning.covering.decomposition import (
    decomposed_best,
    decomposed_cheapest,
)
from hatangso.planning.covering.instance import CoverInstance, reduce_instance
from hatangso.planning.covering.lagrangian import (
    best_prices,
    cheapest_prices,
    rival_groups,
)
from hatangso.planning.covering.local_search import Chances, Goal, build_up, rebuild
from hatangso.planning.covering.weighting_search import cheaper_full_cover

PROOF = Effort(gap_ratio=0.0, nodes=100)


@pytest.fixture(autouse=True, scope="module")
def _short_search() -> Iterator[None]:
    """Search as long as suits questions a hundred times smaller than usual."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(decomposition, "_STAGE_ROUNDS", 3_000)
        yield


@st.composite
def instances(draw: st.DrawFn) -> CoverInstance:
    demands, options = draw(st.integers(1, 7)), draw(st.integers(1, 7))
    some = st.lists(st.integers(0, demands - 1), max_size=demands, unique=True)
    covers = draw(st.lists(some, min_size=options, max_size=options))
    people = draw(st.lists(st.integers(0, 900), min_size=demands, max_size=demands))
    costs = st.integers(1, 12) | st.integers(1, 40).map(lambda n: n * 50_000_000)
    cost = draw(st.lists(costs, min_size=options, max_size=options))
    pairs = list(combinations(range(options), 2))
    conflicts = (
        draw(st.lists(st.sampled_from(pairs), max_size=5, unique=True)) if pairs else []
    )
    return CoverInstance.from_lists(
        covers, people=people, cost_vnd=cost, conflicts=conflicts
    )


def countryside(
    seed: int, *, options: int = 250, demands: int = 600, conflicts: int = 40
) -> CoverInstance:
    """Return places in the plane, each reached from what is near, some hidden."""
    generator = np.random.default_rng(seed)
    places, sites = generator.random((demands, 2)), generator.random((options, 2))
    apart = np.linalg.norm(sites[:, None] - places[None], axis=2)
    is_seen = (apart < 0.09) & (generator.random(apart.shape) < 0.6)
    near = np.argwhere(np.linalg.norm(sites[:, None] - sites[None], axis=2) < 0.03)
    pairs = [(int(a), int(b)) for a, b in near if a < b][:conflicts]
    return CoverInstance.from_lists(
        [np.flatnonzero(row).tolist() for row in is_seen],
        people=generator.integers(5, 400, demands).tolist(),
        cost_vnd=(generator.integers(7, 40, options) * 50_000_000).tolist(),
        conflicts=pairs,
    )


def worth_of(instance: CoverInstance, chosen: Sequence[int]) -> int:
    return int(instance.worth[instance.covered_by(chosen)].sum())


@settings(max_examples=100, deadline=None)
@given(instances(), st.floats(0, 1))
def test_prices_never_bound_below_what_a_budget_buys(
    instance: CoverInstance, share: float
) -> None:
    budget = int(share * instance.cost_vnd.sum())
    best = best_cover(instance, budget_vnd=budget)
    most = worth_of(instance, best.chosen)

    for known in (most, most // 2):
        prices = best_prices(instance, budget_vnd=budget, known_worth=known)

        assert prices.bound >= most
        for option in range(instance.options):
            loss = prices.reduced[option] * (1 if option in best.chosen else -1)
            assert most <= prices.bound - max(0.0, loss) + 1e-6 * (1 + most)


def test_a_part_of_an_option_prices_money_whatever_rounding_leaves() -> None:
    instance = CoverInstance.from_lists(
        [[], [], [0], [], []],
        people=[0],
        cost_vnd=[1, 1, 700_000_000, 5, 1_800_000_000],
    )

    prices = best_prices(instance, budget_vnd=357_089_183, known_worth=0)

    # Who leaves the only useful option, which is too dear, loses nothing.
    assert prices.bound - max(0.0, -float(prices.reduced[2])) >= 0


@settings(max_examples=100, deadline=None)
@given(instances(), st.floats(0.05, 1))
def test_prices_never_bound_above_what_a_need_costs(
    instance: CoverInstance, share: float
) -> None:
    need = max(1, int(share * instance.people.sum()))
    cheapest = cheapest_cover(instance, need=need)
    if cheapest is None:
        return
    least = cheapest.objective

    prices = cheapest_prices(
        instance, weight=instance.people, need=need, known_cost_vnd=least
    )

    assert prices.bound <= least
    for option in range(instance.options):
        loss = prices.reduced[option] * (1 if option in cheapest.chosen else -1)
        assert least >= prices.bound + max(0.0, loss) - 1e-6 * least


@settings(max_examples=100, deadline=None)
@given(instances(), st.floats(0, 1))
def test_taking_a_question_apart_answers_it_within_its_bound(
    instance: CoverInstance, share: float
) -> None:
    budget = int(share * instance.cost_vnd.sum())
    exact = best_cover(instance, budget_vnd=budget)
    smaller = reduce_instance(instance).instance

    found = decomposed_best(smaller, budget_vnd=budget, effort=PROOF)

    assert found.objective <= exact.objective <= found.bound
    assert smaller.total_cost_vnd(found.chosen) <= budget
    assert smaller.is_free_of_conflict(found.chosen)
    covered = smaller.covered_by(found.chosen)
    assert int(smaller.people[covered].sum()) == found.objective


@settings(max_examples=100, deadline=None)
@given(instances(), st.floats(0, 1))
def test_a_need_met_apart_costs_no_less_than_its_bound(
    instance: CoverInstance, share: float
) -> None:
    smaller = reduce_instance(instance).instance
    need = max(1, int(share * smaller.people.sum()))
    if need > smaller.people.sum():
        return
    exact = cheapest_cover(instance, need=need)

    found = decomposed_cheapest(smaller, weight=smaller.people, need=need, effort=PROOF)

    assert (found is None) == (exact is None)
    if found is None or exact is None:
        return
    assert found.bound <= exact.objective <= found.objective
    assert smaller.total_cost_vnd(found.chosen) == found.objective
    assert smaller.is_free_of_conflict(found.chosen)
    covered = smaller.covered_by(found.chosen)
    assert int(smaller.people[covered].sum()) >= need


@settings(max_examples=60, deadline=None)
@given(instances(), st.lists(st.integers(0, 6), max_size=30))
def test_state_kept_up_to_date_is_the_state_computed_anew(
    instance: CoverInstance, moves: list[int]
) -> None:
    arrays = CoverArrays.of(instance)
    state = state_of(arrays, instance.worth, ())
    for move in moves:
        option = move % instance.options
        (drop if state.is_chosen[option] else add)(arrays, state, option)

    chosen = np.flatnonzero(state.is_chosen).tolist()
    times = instance.covers[chosen].sum(axis=0)
    assert np.array_equal(state.times, times)
    assert state.totals.tolist() == [
        worth_of(instance, chosen),
        instance.total_cost_vnd(chosen),
    ]
    for option in range(instance.options):
        other = [one for one in chosen if one != option]
        both = worth_of(instance, [*other, option])
        assert state.value[option] == both - worth_of(instance, other)
        rivals = set(instance.rivals[option])
        assert state.blocks[option] == len(rivals.intersection(chosen))


@settings(max_examples=60, deadline=None)
@given(instances())
def test_groups_of_rivals_name_every_conflict_and_no_other(
    instance: CoverInstance,
) -> None:
    named = {
        pair for group in rival_groups(instance) for pair in combinations(group, 2)
    }

    assert named == {tuple(sorted(pair)) for pair in instance.conflicts.tolist()}


@pytest.mark.parametrize("seed", [1, 2])
def test_large_questions_keep_the_rules_and_end_near_their_bound(
    monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    # A question of the size that is really taken apart would take a minute.
    monkeypatch.setattr(cover, "_LARGEST_WHOLE_DEMANDS", 500)
    instance = countryside(seed)
    budget = int(instance.cost_vnd.sum() // 20)

    best = best_cover(instance, budget_vnd=budget)
    cheap = cheapest_cover(instance, need=int(instance.people.sum() * 0.6))

    assert cover.is_large(reduce_instance(instance).instance)
    assert instance.total_cost_vnd(best.chosen) <= budget
    assert instance.is_free_of_conflict(best.chosen)
    assert best.objective <= best.bound <= 1.05 * best.objective
    assert cheap is not None
    assert instance.is_free_of_conflict(cheap.chosen)
    assert instance.people[instance.covered_by(cheap.chosen)].sum() >= (
        instance.people.sum() * 0.6 - 1
    )
    assert 0.9 * cheap.objective <= cheap.bound <= cheap.objective


def test_same_large_question_gets_the_same_answer_and_a_known_one_is_kept() -> None:
    instance = countryside(3)
    budget = int(instance.cost_vnd.sum() // 25)
    hurried = Effort(gap_ratio=0.5, nodes=1)

    first = best_cover(instance, budget_vnd=budget)
    again = best_cover(countryside(3), budget_vnd=budget)
    kept = best_cover(instance, budget_vnd=budget, effort=hurried, start=first.chosen)

    assert first == again
    assert kept.objective >= first.objective


def test_more_money_never_buys_fewer_people_along_a_row_of_budgets() -> None:
    instance = countryside(4)
    hurried = Effort(gap_ratio=0.02, nodes=1)
    chosen: tuple[int, ...] = ()
    before = 0
    for share in (0.01, 0.02, 0.04, 0.08):
        found = best_cover(
            instance,
            budget_vnd=int(share * instance.cost_vnd.sum()),
            effort=hurried,
            start=chosen,
        )
        assert found.objective >= before
        chosen, before = found.chosen, found.objective


@pytest.mark.parametrize("seed", [5, 6])
def test_searches_never_worsen_an_answer(seed: int) -> None:
    instance = reduce_instance(countryside(seed, options=150, demands=200)).instance
    budget, need = int(instance.cost_vnd.sum() // 15), int(instance.worth.sum() * 0.5)
    everything = np.arange(instance.options)
    chances = Chances(rounds=3_000, seed=seed)
    goals = Goal(budget, -1), Goal(-1, need), Goal(-1, int(instance.worth.sum()))
    greedy = [build_up(instance, goal, weight=instance.worth) for goal in goals]

    found = [
        rebuild(
            instance,
            start,
            goal,
            weight=instance.worth,
            pool=everything,
            chances=chances,
        )
        for start, goal in zip(greedy, goals, strict=True)
    ]

    assert worth_of(instance, found[0]) >= worth_of(instance, greedy[0])
    assert instance.total_cost_vnd(found[0]) <= budget
    assert worth_of(instance, found[1]) >= need
    for before, after in zip(greedy[1:], found[1:], strict=True):
        assert instance.total_cost_vnd(after) <= instance.total_cost_vnd(before)
    assert all(instance.is_free_of_conflict(one) for one in found)


def test_weighting_covers_all_for_less_and_stops_when_it_is_enough() -> None:
    instance = countryside(7, options=150, demands=100, conflicts=0)
    instance = reduce_instance(instance).instance
    need = int(instance.worth.sum())
    start = build_up(instance, Goal(-1, need), weight=instance.worth)

    found = cheaper_full_cover(instance, start, rounds=5_000)
    enough = cheaper_full_cover(
        instance, start, rounds=5_000, enough_vnd=instance.total_cost_vnd(start)
    )

    exact = cheapest_cover(instance, need=int(instance.people.sum()))
    assert exact is not None
    assert instance.covered_by(found).all()
    assert instance.total_cost_vnd(found) == exact.objective
    assert enough == start
