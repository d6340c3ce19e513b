from collections.abc import Sequence
from itertools import chain, combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from hatangso.planning.instance import CoverInstance
from hatangso.planning.network_cover import best_network, cheapest_network
from hatangso.planning.network_instance import (
    LinkArrays,
    Need,
    NetworkInstance,
    NetworkSelection,
)

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


@settings(max_examples=150, deadline=None)
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


@settings(max_examples=150, deadline=None)
@given(questions(), st.floats(0, 1))
def test_best_network_is_what_trying_everything_finds(
    question: tuple[NetworkInstance, list[Need]], share: float
) -> None:
    instance, needs = question
    everything = instance.cover.cost_vnd.sum() + instance.links.cost_vnd.sum()
    budget_vnd = int(share * everything)
    known = [one for one, cost in ways(instance, needs) if cost <= budget_vnd]

    found = best_network(instance, budget_vnd=budget_vnd, needs=needs)

    if not known:
        assert found is None
        return
    assert found is not None
    require_sound(instance, found, needs)
    most = max(people_of(instance, options) for options in known)
    assert found.objective == found.bound == most
    assert people_of(instance, found.options) == most
    assert cost_of(instance, found.options, found.links) <= budget_vnd
