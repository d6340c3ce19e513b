from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hatangso.planning.covering import decomposition
from hatangso.planning.covering.binary_program import Effort
from hatangso.planning.covering.instance import CoverInstance
from hatangso.planning.network import cover
from hatangso.planning.network.cover import best_network, cheapest_network
from hatangso.planning.network.instance import (
    LinkArrays,
    Need,
    NetworkInstance,
    NetworkSelection,
)

# To the root of the search tree only.
SHORT = Effort(gap_ratio=0.0, nodes=1)
MILLION = 1_000_000
COSTS = st.integers(1, 12) | st.integers(1, 40).map(lambda n: n * 50_000_000)


def network(
    covers: Sequence[Sequence[int]],
    *,
    people: Sequence[int],
    cost_vnd: Sequence[int],
    links: Sequence[tuple[int, int, int, bool, int]] = (),
    needs: Sequence[int] = (),
    node: Sequence[int] = (),
    nodes: int = 1,
    conflicts: Sequence[tuple[int, int]] = (),
    fixed: Sequence[int] = (),
) -> NetworkInstance:
    """Build an instance; a link is start, end, cost, whether two-way, needed option."""
    none = len(covers) - len(needs), len(covers) - len(node)
    rows = np.array(links, dtype=np.int64).reshape(-1, 5).T
    return NetworkInstance(
        CoverInstance.from_lists(
            covers, people=people, cost_vnd=cost_vnd, conflicts=conflicts
        ),
        np.array([*needs, *([-1] * none[0])], dtype=np.int64),
        np.array([*node, *([0] * none[1])], dtype=np.int64),
        LinkArrays(nodes, rows[0], rows[1], rows[2], rows[3].astype(bool), rows[4]),
        np.array(sorted(fixed), dtype=np.int64),
    )


@st.composite
def instances(
    draw: st.DrawFn, *, most_options: int = 6, most_links: int = 6
) -> NetworkInstance:
    demands, nodes = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    options = draw(st.integers(1, most_options))
    some = st.lists(st.integers(0, demands - 1), max_size=demands, unique=True)
    covers = draw(st.lists(some, min_size=options, max_size=options))
    masts = draw(st.integers(0, options - 1))
    needs = [-1] * masts + [
        draw(st.integers(-1, masts - 1)) for _ in range(options - masts)
    ]
    pairs = list(combinations(range(options), 2))
    conflicts = (
        draw(st.lists(st.sampled_from(pairs), max_size=3, unique=True)) if pairs else []
    )
    link = st.tuples(
        st.integers(0, nodes - 1),
        st.integers(0, nodes - 1),
        st.just(0) | COSTS,
        st.booleans(),
        st.just(-1) | st.integers(-1, options - 1),
    )
    links = draw(st.lists(link, max_size=most_links))
    roots = [one for one in range(options) if needs[one] < 0]
    return network(
        covers,
        people=[draw(st.integers(0, 900)) for _ in range(demands)],
        cost_vnd=[draw(COSTS) for _ in range(options)],
        links=[row if row[4] in [-1, *roots] else (*row[:4], -1) for row in links],
        needs=needs,
        node=[draw(st.integers(0, nodes - 1)) for _ in range(options)],
        nodes=nodes,
        conflicts=conflicts,
        fixed=draw(st.lists(st.integers(0, options - 1), max_size=1)),
    )


@st.composite
def questions(draw: st.DrawFn) -> tuple[NetworkInstance, list[Need]]:
    instance = draw(instances())
    demands = instance.cover.demands
    needs = []
    for _ in range(draw(st.integers(0, 2))):
        weight = draw(st.lists(st.integers(0, 5), min_size=demands, max_size=demands))
        share = draw(st.sampled_from([0.3, 0.6, 1.0]))
        needs.append(Need(np.array(weight), int(np.ceil(share * sum(weight)))))
    return instance, needs


def subsets(count: int) -> list[tuple[int, ...]]:
    sizes = range(count + 1)
    return list(chain.from_iterable(combinations(range(count), n) for n in sizes))


def reached(
    instance: NetworkInstance, options: Sequence[int], links: Sequence[int]
) -> set[int]:
    """Return the nodes that links tie; links without what they need tie nothing."""
    ties = instance.links
    is_tied, before = {0}, 0
    while len(is_tied) != before:
        before = len(is_tied)
        for link in links:
            if ties.needs[link] >= 0 and ties.needs[link] not in options:
                continue
            start, end = int(ties.start[link]), int(ties.end[link])
            if start in is_tied:
                is_tied.add(end)
            elif end in is_tied and ties.is_two_way[link]:
                is_tied.add(start)
    return is_tied


def keeps_the_rules(
    instance: NetworkInstance, options: Sequence[int], needs: Sequence[Need]
) -> bool:
    covered = instance.cover.covered_by(options)
    return (
        set(instance.fixed.tolist()) <= set(options)
        and instance.cover.is_free_of_conflict(options)
        and all(instance.needs[one] in (-1, *options) for one in options)
        and all(int(one.weight[covered].sum()) >= one.amount for one in needs)
    )


def is_tied(
    instance: NetworkInstance, options: Sequence[int], links: Sequence[int]
) -> bool:
    nodes = set(instance.node[list(options)].tolist())
    return nodes <= reached(instance, options, links)


def cost_of(
    instance: NetworkInstance, options: Sequence[int], links: Sequence[int]
) -> int:
    ties = int(instance.links.cost_vnd[list(links)].sum())
    return instance.cover.total_cost_vnd(options) + ties


def people_of(instance: NetworkInstance, options: Sequence[int]) -> int:
    return int(instance.cover.people[instance.cover.covered_by(options)].sum())


def ways(
    instance: NetworkInstance, needs: Sequence[Need]
) -> list[tuple[tuple[int, ...], int]]:
    """Return all options that keep the rules, with their least cost, by trying all."""
    ties = subsets(instance.links.start.size)
    ties.sort(key=lambda links: int(instance.links.cost_vnd[list(links)].sum()))
    found = []
    for options in subsets(instance.cover.options):
        if keeps_the_rules(instance, options, needs):
            links = next((one for one in ties if is_tied(instance, options, one)), None)
            if links is not None:
                found.append((options, cost_of(instance, options, links)))
    return found


def require_sound(
    instance: NetworkInstance, found: NetworkSelection, needs: Sequence[Need]
) -> None:
    assert keeps_the_rules(instance, found.options, needs)
    assert is_tied(instance, found.options, found.links)
    asked = {int(instance.links.needs[link]) for link in found.links} - {-1}
    assert asked <= set(found.options)


@settings(max_examples=100, deadline=None)
@given(questions())
def test_cheapest_network_is_what_trying_everything_finds(
    question: tuple[NetworkInstance, list[Need]],
) -> None:
    instance, needs = question
    known = ways(instance, needs)

    found = cheapest_network(instance, needs)

    if not known:
        assert found is None
        return
    assert found is not None
    require_sound(instance, found, needs)
    least = min(cost for _, cost in known)
    assert found.objective == found.bound == least
    assert cost_of(instance, found.options, found.links) == least


@settings(max_examples=100, deadline=None)
@given(questions(), st.floats(0, 1))
def test_best_network_is_what_trying_everything_finds(
    question: tuple[NetworkInstance, list[Need]], share: float
) -> None:
    instance, needs = question
    everything = instance.cover.cost_vnd.sum() + instance.links.cost_vnd.sum()
    budget_vnd = int(share * everything)
    known = [one for one in ways(instance, needs) if one[1] <= budget_vnd]

    found = best_network(instance, budget_vnd=budget_vnd, needs=needs)

    if not known:
        assert found is None
        return
    assert found is not None
    require_sound(instance, found, needs)

    def rank(options: Sequence[int], cost_vnd: int) -> tuple[int, int, int]:
        covered = instance.cover.covered_by(options)
        return people_of(instance, options), int(covered.sum()), -cost_vnd

    best = max(rank(*one) for one in known)
    assert found.objective == found.bound == best[0]
    cost_vnd = cost_of(instance, found.options, found.links)
    assert rank(found.options, cost_vnd) == best


def roads(
    side: int, generator: np.random.Generator
) -> list[tuple[int, int, int, bool, int]]:
    """Return a grid of links between nodes from 1 on."""
    right = [(a, a + 1) for a in range(1, side * side) if a % side]
    down = [(a, a + side) for a in range(1, side * side - side + 1)]
    return [
        (one, other, int(generator.integers(200, 900)) * MILLION, True, -1)
        for one, other in right + down
    ]


def countryside(seed: int, *, places: int = 40, masts: int = 12) -> NetworkInstance:
    """Return villages, sites to upgrade, masts of two services, and a grid of roads."""
    generator = np.random.default_rng(seed)
    side, step = 6, 5.0
    village = generator.random((places, 2)) * side * step
    spot = generator.random((masts, 2)) * side * step
    site = generator.random((places // 2, 2)) * side * step
    covers: list[list[int]] = []
    cost, needs, node, links = [], [], [], []

    def add(seen: list[int], million: int, needed: int, at: int) -> int:
        covers.append(seen)
        cost.append(million * MILLION)
        needs.append(needed)
        node.append(at)
        return len(covers) - 1

    def near(point: np.ndarray, reach: float) -> list[int]:
        away = np.linalg.norm(village - point, axis=1)
        return np.flatnonzero(away < reach).tolist()

    def road(point: np.ndarray) -> int:
        column, row = np.minimum(point // step, side - 1).astype(int)
        return int(1 + row * side + column)

    links += roads(side, generator)
    links += [(0, cell, 50 * MILLION, False, -1) for cell in (1, 20)]
    nodes = side * side + 1
    for point in site:
        add([places + one for one in near(point, 5.0)], 400, -1, 0)
    for point in spot:
        links.append((road(point), nodes, 150 * MILLION, True, -1))
        mast = add([], int(generator.integers(900, 1_600)), -1, nodes)
        links.append((nodes, road(point), 250 * MILLION, False, mast))
        if generator.random() < 0.5:
            links.append((0, nodes, 350 * MILLION, False, -1))
        add(near(point, 7.0), 300, mast, 0)
        add([places + one for one in near(point, 6.0)], 400, mast, 0)
        nodes += 1
    for number, point in enumerate(village):
        links.append((road(point), nodes, 40 * MILLION, True, -1))
        add([2 * places + number], 30, -1, nodes)
        nodes += 1
    return network(
        covers,
        people=generator.integers(20, 900, 3 * places).tolist(),
        cost_vnd=cost,
        links=links,
        needs=needs,
        node=node,
        nodes=nodes,
        conflicts=[(places // 2, places // 2 + 3)],
    )


def goals_of(instance: NetworkInstance, shares: Sequence[float]) -> list[Need]:
    """Return a need for each of the services of a countryside."""
    places = instance.cover.demands // 3
    reached = instance.cover.covered_by(range(instance.cover.options))
    needs = []
    for number, share in enumerate(shares):
        weight = np.zeros(3 * places, dtype=np.int64)
        own = slice(number * places, (number + 1) * places)
        weight[own] = instance.cover.people[own] * reached[own]
        needs.append(Need(weight, int(share * weight.sum())))
    return needs


@pytest.mark.parametrize("seed", [1, 2])
def test_a_search_cut_short_keeps_the_rules_and_an_honest_gap(seed: int) -> None:
    instance = countryside(seed)
    needs = goals_of(instance, [0.7, 0.8, 0.9])

    full = cheapest_network(instance, needs, effort=Effort(0.0, 10_000))
    for effort in (SHORT, Effort(gap_ratio=0.2, nodes=0)):
        short = cheapest_network(instance, needs, effort=effort)

        require_sound(instance, short, needs)
        assert short.bound <= full.objective <= short.objective
        assert full.objective <= 1.0001 * full.bound
        assert cost_of(instance, short.options, short.links) == short.objective


@pytest.mark.parametrize("share", [0.1, 0.4, 0.8])
def test_a_budget_cut_short_keeps_the_rules_and_an_honest_gap(share: float) -> None:
    instance = countryside(3)
    needs = goals_of(instance, [0.2])
    all_of_it = cheapest_network(instance, goals_of(instance, [0.9, 0.9, 1.0]))
    budget_vnd = int(share * all_of_it.objective)

    short = best_network(instance, budget_vnd=budget_vnd, needs=needs, effort=SHORT)
    again = best_network(
        instance, budget_vnd=budget_vnd, needs=needs, effort=SHORT, start=short
    )

    if short is None:
        least = cheapest_network(instance, needs)
        assert least.objective > budget_vnd
        return
    require_sound(instance, short, needs)
    assert cost_of(instance, short.options, short.links) <= budget_vnd
    assert people_of(instance, short.options) == short.objective <= short.bound
    assert again.objective >= short.objective


def test_what_is_taken_apart_keeps_the_rules_and_bounds_hold(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(decomposition, "_STAGE_ROUNDS", 1_000)
    monkeypatch.setattr(decomposition, "_WEIGHTING_ROUNDS", 1_000)
    instance = countryside(4)
    needs = goals_of(instance, [0.7, 0.8, 1.0])
    whole = cheapest_network(instance, needs, effort=SHORT)
    budget_vnd = whole.objective // 2
    best = best_network(instance, budget_vnd=budget_vnd, effort=SHORT)

    monkeypatch.setattr(cover, "is_too_large", lambda _: True)
    apart = cheapest_network(instance, needs, effort=SHORT)
    most = best_network(instance, budget_vnd=budget_vnd, effort=SHORT)

    require_sound(instance, apart, needs)
    assert apart.bound <= whole.objective
    assert whole.bound <= apart.objective <= 1.2 * whole.objective
    assert apart.bound > 0.4 * whole.objective
    require_sound(instance, most, [])
    assert cost_of(instance, most.options, most.links) <= budget_vnd
    assert most.bound >= best.objective
    assert best.bound >= most.objective >= 0.9 * best.objective


@settings(max_examples=60, deadline=None)
@given(questions())
def test_what_is_taken_apart_is_never_bounded_above_the_truth(
    question: tuple[NetworkInstance, list[Need]],
) -> None:
    instance, needs = question
    whole = cheapest_network(instance, needs)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cover, "is_too_large", lambda _: True)
        apart = cheapest_network(instance, needs)

    assert (apart is None) == (whole is None)
    if whole is not None:
        require_sound(instance, apart, needs)
        assert apart.bound <= whole.objective <= apart.objective


def test_more_money_is_never_worth_less() -> None:
    instance = countryside(5, places=20, masts=5)
    everything = int(instance.cover.cost_vnd.sum())
    effort = Effort(gap_ratio=0.0, nodes=10_000)

    worth = [
        best_network(instance, budget_vnd=everything * n // 40, effort=effort).objective
        for n in range(6)
    ]

    assert worth == sorted(worth)
    assert worth[0] < worth[-1]


def test_one_more_way_never_makes_it_dearer() -> None:
    instance = countryside(6, places=20, masts=5)
    needs = goals_of(instance, [0.6, 0.7, 1.0])
    links = instance.links
    kept = np.arange(links.start.size) % 7 != 3
    fewer = replace(
        instance,
        links=LinkArrays(
            links.nodes,
            links.start[kept],
            links.end[kept],
            links.cost_vnd[kept],
            links.is_two_way[kept],
            links.needs[kept],
        ),
    )

    with_fewer = cheapest_network(fewer, needs)
    with_all = cheapest_network(instance, needs)

    assert with_fewer is None or with_all.objective <= with_fewer.objective


def test_same_question_gets_the_same_answer() -> None:
    answers = {
        cheapest_network(instance, goals_of(instance, [0.8, 0.8, 0.8]), effort=SHORT)
        for instance in (countryside(7), countryside(7))
    }

    assert len(answers) == 1


def everyone(instance: NetworkInstance) -> list[Need]:
    weight = np.ones(instance.cover.demands, dtype=np.int64)
    return [Need(weight, weight.size)]


def test_a_trench_is_paid_once_by_all_who_use_it() -> None:
    instance = network(
        [[0], [1]],
        people=[5, 5],
        cost_vnd=[1, 1],
        links=[
            (0, 1, 60, True, -1),
            (2, 1, 10, True, -1),
            (1, 3, 10, True, -1),
            (0, 2, 45, False, -1),
            (0, 3, 45, False, -1),
        ],
        node=[2, 3],
        nodes=4,
    )

    found = cheapest_network(instance, everyone(instance))

    # The direct ties cost 90, one of them with the road back 66 and the road 80.
    assert found == NetworkSelection((0, 1), (1, 2, 3), 67, 67)


def test_a_satellite_serves_the_lonely_and_fibre_the_many() -> None:
    def cost_of_links(villages: int) -> tuple[int, ...]:
        ends = range(2, villages + 2)
        instance = network(
            [[one] for one in range(villages)],
            people=[9] * villages,
            cost_vnd=[1] * villages,
            links=[
                (0, 1, 100, True, -1),
                *((1, end, 5, False, -1) for end in ends),
                *((0, end, 40, False, -1) for end in ends),
            ],
            node=list(ends),
            nodes=villages + 2,
        )
        return cheapest_network(instance, everyone(instance)).links

    assert cost_of_links(2) == (3, 4)
    assert cost_of_links(4) == (0, 1, 2, 3, 4)


def test_a_hop_needs_the_mast_from_which_it_leads() -> None:
    def instance(*, is_two_way: bool) -> NetworkInstance:
        return network(
            [[], [0]],
            people=[7],
            cost_vnd=[50, 1],
            links=[
                (0, 1, 10, True, -1),
                (1, 2, 5, is_two_way, 0),
                (0, 2, 70, True, -1),
            ],
            node=[1, 2],
            nodes=3,
        )

    found = cheapest_network(
        instance(is_two_way=False), everyone(instance(is_two_way=True))
    )

    assert found == NetworkSelection((0, 1), (0, 1), 66, 66)


def test_a_link_is_not_used_against_its_direction() -> None:
    links = [(0, 1, 10, True, -1), (2, 1, 5, False, -1), (0, 2, 70, True, -1)]
    instance = network([[0]], people=[7], cost_vnd=[1], links=links, node=[2], nodes=3)

    assert cheapest_network(instance, everyone(instance)).links == (2,)


def test_masts_too_near_to_each_other_are_not_both_built() -> None:
    instance = network(
        [[], [0], [], [1], [1]],
        people=[5, 5],
        cost_vnd=[10, 1, 10, 1, 500],
        needs=[-1, 0, -1, 2, -1],
        conflicts=[(0, 2)],
    )

    assert cheapest_network(instance, everyone(instance)).options == (0, 1, 4)


def test_what_is_decided_is_built_and_counts() -> None:
    instance = network(
        [[], [0], [0, 1], [1]],
        people=[5, 5],
        cost_vnd=[10, 1, 4, 3],
        needs=[-1, 0, -1, -1],
        links=[(0, 1, 8, True, -1)],
        node=[1],
        nodes=2,
        fixed=[1],
    )

    found = cheapest_network(instance, everyone(instance))

    assert found == NetworkSelection((0, 1, 3), (0,), 22, 22)
    assert best_network(instance, budget_vnd=18) is None
    assert best_network(instance, budget_vnd=19).objective == 5
    assert best_network(instance, budget_vnd=22).objective == 10


def test_what_cannot_be_met_has_no_answer() -> None:
    instance = network([[0], [1]], people=[5, 5], cost_vnd=[1, 1], node=[0, 1], nodes=2)

    assert cheapest_network(instance, everyone(instance)) is None
    assert cheapest_network(instance, [Need(np.array([1, 0]), 2)]) is None
    assert best_network(instance, budget_vnd=9).options == (0,)


def test_nothing_is_asked_and_nothing_built() -> None:
    instance = network([[0]], people=[5], cost_vnd=[1])

    assert cheapest_network(instance, []) == NetworkSelection((), (), 0, 0)
    assert best_network(instance, budget_vnd=0) == NetworkSelection((), (), 0, 0)
    empty = network([], people=[5], cost_vnd=[])
    assert best_network(empty, budget_vnd=9) == NetworkSelection((), (), 0, 0)
