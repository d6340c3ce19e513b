from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hatangso.planning.covering import cluster_bound
from hatangso.planning.covering.cluster_bound import Ceiling, cluster_ceiling
from hatangso.planning.covering.cluster_search import Clusters, best_in_clusters
from hatangso.planning.covering.clusters import halved, splits_into_clusters
from hatangso.planning.covering.instance import CoverInstance
from hatangso.planning.covering.lagrangian import best_prices
from hatangso.units import BoolArray, FloatArray


def small(seed: int, *, options: int = 9, demands: int = 14) -> CoverInstance:
    """Return a question small enough to try everything; every third has rivals."""
    generator = np.random.default_rng(seed)
    is_seen = generator.random((options, demands)) < generator.uniform(0.1, 0.6)
    unit_vnd = int(generator.choice([1, 7, 50_000_000, 999_999_937]))
    return CoverInstance.from_lists(
        [np.flatnonzero(row).tolist() for row in is_seen],
        people=generator.integers(0, 400, demands).tolist(),
        cost_vnd=(generator.integers(1, 9, options) * unit_vnd).tolist(),
        conflicts=[(0, 1), (1, 2)] if seed % 3 == 0 else [],
    )


def everything(instance: CoverInstance) -> BoolArray:
    """Return all choices without conflict, shape (choice, option)."""
    choices = np.array(list(product([False, True], repeat=instance.options)))
    for one, other in instance.conflicts.tolist():
        choices = choices[~(choices[:, one] & choices[:, other])]
    return np.asarray(choices)


def paid(instance: CoverInstance, choices: BoolArray, price: FloatArray) -> FloatArray:
    """Return what covered demands pay, by choice."""
    is_covered = choices @ instance.covers.toarray().astype(int) > 0
    return np.asarray(is_covered @ price)


def best_ceiling(instance: CoverInstance, budget: int) -> Ceiling:
    choices = everything(instance)
    choices = choices[choices @ instance.cost_vnd <= budget]
    worth = paid(instance, choices, instance.worth)
    prices = best_prices(instance, budget_vnd=budget, known_worth=int(worth.max()))
    return cluster_ceiling(
        instance,
        prices,
        worth=instance.worth,
        cost_vnd=budget,
        enough=int(worth.max()),
        known=tuple(np.flatnonzero(choices[worth.argmax()]).tolist()),
    )


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 9), st.sampled_from([0, 2, 10_000]))
def test_clusters_are_judged_exactly_or_bounded_above(
    seed: int, options: int, node_limit: int
) -> None:
    instance = small(seed, options=options)
    generator = np.random.default_rng(seed)
    label = np.unique(generator.integers(0, 3, options), return_inverse=True)[1]
    price = generator.exponential(1.0, instance.demands)
    price[generator.random(instance.demands) < 0.2] = 0.0
    cost = generator.normal(1.0, 1.5, options)
    is_chosen = generator.random(options) < 0.5

    bounds, nodes, _ = best_in_clusters(
        Clusters.of(instance, label), price, cost, is_chosen, node_limit
    )

    choices = np.array(list(product([False, True], repeat=options)))
    for cluster, bound in enumerate(bounds):
        inside = choices[~choices[:, label != cluster].any(axis=1)]
        most = (paid(instance, inside, price) - inside @ cost).max()
        assert bound >= most - 1e-12
        own = (is_chosen & (label == cluster))[None]
        found = float((paid(instance, own, price) - own @ cost)[0])
        if nodes[cluster] <= node_limit:
            assert bound == pytest.approx(most, abs=1e-9)
            assert found == pytest.approx(most, abs=1e-9)


@pytest.mark.parametrize("size", [2, 40])
@pytest.mark.parametrize("seed", range(8))
def test_no_answer_of_any_cost_passes_the_ceiling(
    monkeypatch: pytest.MonkeyPatch, seed: int, size: int
) -> None:
    # Clusters of two, so that even a small question has several.
    monkeypatch.setattr(cluster_bound, "_ROUNDS", 25)
    monkeypatch.setattr(cluster_bound, "_CLUSTER_SIZE", size)
    instance = small(seed)
    choices = everything(instance)
    worth = paid(instance, choices, instance.worth)
    cost = choices @ instance.cost_vnd

    for part in (0.15, 0.4):
        budget = int(part * instance.cost_vnd.sum())
        ceiling = best_ceiling(instance, budget)

        assert (worth <= ceiling.base + ceiling.rate * cost).all()
        assert worth[cost <= budget].max() <= ceiling.at(budget)


def test_clusters_bring_the_bound_below_that_of_prices() -> None:
    # Two of three options cover all; each demand is covered by two of them, so that
    # half of each would do, if halves were to be had.
    instance = CoverInstance.from_lists(
        [[0, 1], [1, 2], [0, 2]], people=[100, 100, 100], cost_vnd=[2, 2, 2]
    )

    prices = best_prices(instance, budget_vnd=3, known_worth=int(instance.worth.max()))
    ceiling = best_ceiling(instance, 3)

    # By prices a budget of 3 is worth three demands; in truth one option, two demands;
    # a straight line over the costs 2 and 4 lies between.
    assert prices.bound == pytest.approx(instance.worth.sum(), rel=1e-3)
    assert ceiling.at(3) == pytest.approx(2.5 * instance.worth[0], rel=5e-3)


def test_a_hard_cluster_is_cut_and_every_option_keeps_one() -> None:
    instance = small(4)
    prices = best_prices(
        instance, budget_vnd=int(instance.cost_vnd.sum()) // 3, known_worth=1
    )
    everyone = np.arange(instance.options)

    ways = splits_into_clusters(instance, prices, in_doubt=everyone, size=4, ways=2)
    cut = halved(instance, prices, ways[0], in_doubt=everyone, cluster=0)

    for label in (*ways, cut):
        assert label.shape == (instance.options,)
        assert set(label) == set(range(int(label.max()) + 1))
    assert cut.max() > ways[0].max()
    # What was apart stays apart.
    assert ((cut[:, None] != cut) >= (ways[0][:, None] != ways[0])).all()


def test_limits_of_work_leave_a_valid_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_bound, "_MOST_NODES", 1)
    monkeypatch.setattr(cluster_bound, "_LOOKS_PER_COVER", 1)
    instance = small(7)
    budget = int(0.3 * instance.cost_vnd.sum())
    choices = everything(instance)
    is_cheap = choices @ instance.cost_vnd <= budget

    ceiling = best_ceiling(instance, budget)

    assert paid(instance, choices[is_cheap], instance.worth).max() <= ceiling.at(budget)
