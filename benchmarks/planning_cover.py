"""Compare the exact cover with greedy choice, and with PySAL spopt where installed.

Run ``python benchmarks/planning_cover.py``; figures of one run belong together, because
they come from one machine. Ratios count, seconds are for orientation.
"""

import importlib.util
from collections.abc import Callable
from time import perf_counter
from typing import TypeVar

import numpy as np
from scipy.spatial import cKDTree

from hatangso.planning.cover import best_cover, cheapest_cover
from hatangso.planning.greedy import greedy_best, greedy_cheapest
from hatangso.planning.instance import CoverInstance, reduce_instance

Answer = TypeVar("Answer")

# Name, uncovered localities, candidates, reach in metres.
CASES = (
    ("4G residual, small", 100, 600, 5_000.0),
    ("4G residual, large", 300, 1_200, 5_000.0),
    ("5G, most of a province", 2_000, 3_000, 3_000.0),
)
_SIDE_M = 90_000
_MILLION = 1_000_000
# Hills hide two in five.
_SEEN_RATIO = 0.6
# Million đồng: upgrade, share, new mast.
_COSTS, _SHARES = (350, 600, 1_490), (0.4, 0.1, 0.5)


def build_case(demands: int, options: int, reach_m: float) -> CoverInstance:
    """Return clustered localities, candidates near them, and one mast at each."""
    generator = np.random.default_rng(1)
    centres = generator.uniform(0, _SIDE_M, (max(10, demands // 8), 2))
    places = centres[generator.integers(0, len(centres), demands)]
    places = places + generator.normal(0, 2_000, (demands, 2))
    people = generator.lognormal(5.3, 0.6, demands).astype(int)
    near = places[generator.integers(0, demands, options)]
    near = near + generator.normal(0, reach_m / 2, (options, 2))
    found = cKDTree(places).query_ball_point(near, reach_m, return_sorted=True)
    covers = [[one for one in row if generator.random() < _SEEN_RATIO] for row in found]
    kinds = generator.choice(_COSTS, options, p=_SHARES)
    is_mast = kinds == _COSTS[-1]
    extra = generator.exponential(1_500, options).astype(int) * is_mast
    beside = _COSTS[-1] + generator.exponential(1_500, demands).astype(int)
    return CoverInstance.from_lists(
        [*covers, *([one] for one in range(demands))],
        people=people.tolist(),
        cost_vnd=(np.concatenate([kinds + extra, beside]) * _MILLION).tolist(),
    )


def timed(question: Callable[[], Answer]) -> tuple[Answer, float]:
    """Return an answer and the seconds that it took."""
    start = perf_counter()
    answer = question()
    return answer, perf_counter() - start


def compare_cheapest(instance: CoverInstance, goal_ratio: float) -> None:
    """Print greedy and exact cost of covering a share of the uncovered people."""
    need = int(goal_ratio * instance.people.sum())
    smaller = reduce_instance(instance).instance
    greedy, greedy_s = timed(
        lambda: greedy_cheapest(smaller, weight=smaller.people, need=need)
    )
    exact, exact_s = timed(lambda: cheapest_cover(instance, need=need))
    if greedy is None or exact is None:
        print(f"  goal {goal_ratio:.0%}: out of reach")
        return
    ratio = smaller.total_cost_vnd(greedy) / exact.objective
    gap_ratio = 1 - exact.bound / exact.objective
    print(
        f"  goal {goal_ratio:.0%}: greedy/exact cost {ratio:.4f}"
        f" ({greedy_s:.2f} s / {exact_s:.2f} s), gap {gap_ratio:.4%}"
    )


def compare_best(instance: CoverInstance, budget_ratio: float) -> None:
    """Print greedy and exact people for a share of the cost of everything."""
    budget_vnd = int(budget_ratio * instance.cost_vnd.sum())
    smaller = reduce_instance(instance).instance
    greedy, greedy_s = timed(lambda: greedy_best(smaller, budget_vnd=budget_vnd))
    exact, exact_s = timed(lambda: best_cover(instance, budget_vnd=budget_vnd))
    people = int(smaller.people[smaller.covered_by(greedy)].sum())
    ratio = people / max(1, exact.objective)
    gap_ratio = exact.bound / max(1, exact.objective) - 1
    print(
        f"  budget {budget_ratio:.1%}: greedy/exact people {ratio:.4f}"
        f" ({greedy_s:.2f} s / {exact_s:.2f} s), gap {gap_ratio:.4%}"
    )


def compare_spopt(instance: CoverInstance, masts: int) -> None:
    """Print ours against PySAL spopt: most people for a number of equal masts.

    spopt knows no costs in this problem; so each candidate costs the same for both.
    """
    if importlib.util.find_spec("spopt") is None:
        print("  spopt is not installed: no comparison")
        return
    import pulp  # noqa: PLC0415 - optional
    from spopt.locate import MCLP  # noqa: PLC0415 - optional

    equal = CoverInstance(
        instance.covers,
        instance.people,
        instance.places,
        np.ones_like(instance.cost_vnd),
        instance.conflicts,
    )
    ours, ours_s = timed(lambda: best_cover(equal, budget_vnd=masts))
    cost_matrix = 1 - instance.by_demand.toarray()

    def ask_spopt() -> float:
        model = MCLP.from_cost_matrix(cost_matrix, instance.people, 0.5, masts)
        model = model.solve(pulp.PULP_CBC_CMD(msg=False, threads=1))
        return float(pulp.value(model.problem.objective))

    theirs, theirs_s = timed(ask_spopt)
    print(
        f"  {masts} equal masts: ours/spopt people {ours.objective / theirs:.4f},"
        f" time {ours_s / theirs_s:.2f} ({ours_s:.2f} s / {theirs_s:.2f} s)"
    )


def main() -> None:
    """Run every case."""
    for name, demands, options, reach_m in CASES:
        instance = build_case(demands, options, reach_m)
        print(f"{name}: {instance.options} x {instance.demands}")
        for goal_ratio in (0.5, 0.9, 1.0):
            compare_cheapest(instance, goal_ratio)
        for budget_ratio in (0.005, 0.02):
            compare_best(instance, budget_ratio)
        compare_spopt(instance, masts=max(5, demands // 20))


if __name__ == "__main__":
    main()
