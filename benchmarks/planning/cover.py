"""Covering plans: answers, bounds and seconds; beside greedy choice and PySAL spopt.

    python benchmarks/planning/cover.py [province] [S] [S-equal] [M] [L] [spopt]
    python benchmarks/planning/cover.py FOLDER

Without a name all but spopt run; with equal costs where a name says so. A folder holds
OR-Library set covering instances (``NAME.txt.gz``) and ``OPTIMA.csv`` with the columns
``instance`` and ``best_known``. Figures of one run belong together, because they come
from one machine. Ratios count, seconds are for orientation; the first run also compiles
what is not kept on disk.
"""

import csv
import gzip
import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time
from typing import TypeVar

import numpy as np
from scipy.spatial import cKDTree

from hatangso.planning.covering.binary_program import Effort
from hatangso.planning.covering.cover import best_cover, cheapest_cover
from hatangso.planning.covering.greedy import greedy_best, greedy_cheapest
from hatangso.planning.covering.instance import CoverInstance, reduce_instance

Answer = TypeVar("Answer")

# Name, uncovered localities, candidates, reach in metres.
CASES = (
    ("4G residual, small", 100, 600, 5_000.0),
    ("4G residual, large", 300, 1_200, 5_000.0),
    ("5G, most of a province", 2_000, 3_000, 3_000.0),
)
# Sites, demands, pairs of a site and a demand that it covers.
HILLS = {
    "S": (1_000, 5_000, 51_000),
    "M": (3_000, 15_000, 386_000),
    "L": (10_000, 50_000, 1_900_000),
}
_EQUAL = "-equal"
# A proof within so much, no further.
_HURRIED = Effort(gap_ratio=0.03, nodes=1)
_SPOPT_LIMIT_S = 900
_SIDE_M, _HILLS_SIDE_M = 90_000, 100_000
_MILLION = 1_000_000
# Hills hide two in five.
_SEEN_RATIO = 0.6
# Half of the sites stand beside a village, the others anywhere.
_BESIDE_RATIO = 0.5
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


def build_hills(
    options: int, demands: int, covers: int, *, unit_costs: bool = False
) -> CoverInstance:
    """Return villages among hills: what is in reach is seen by few or by many."""
    generator = np.random.default_rng(1)
    centres = generator.uniform(0, _HILLS_SIDE_M, (max(10, demands // 40), 2))
    places = centres[generator.integers(0, len(centres), demands)]
    places = places + generator.normal(0, 2_500, (demands, 2))
    beside = places[generator.integers(0, demands, options)]
    beside = beside + generator.normal(0, 2_000, (options, 2))
    anywhere = generator.uniform(0, _HILLS_SIDE_M, (options, 2))
    sites = np.where(
        (generator.random(options) < _BESIDE_RATIO)[:, None], beside, anywhere
    )
    people = np.maximum(1, generator.lognormal(3.5, 0.8, demands)).astype(int)
    reach_ratio = generator.uniform(0.6, 1.4, options)
    seen_ratio = generator.beta(0.35, 1.6, demands)
    tree, low_m, high_m = cKDTree(places), 100.0, 60_000.0
    for _ in range(15):
        reach_m = (low_m + high_m) / 2
        count = tree.query_ball_point(sites, reach_ratio * reach_m, return_length=True)
        is_short = count.sum() * seen_ratio.mean() < covers
        low_m, high_m = (reach_m, high_m) if is_short else (low_m, reach_m)
    near = tree.query_ball_point(sites, reach_ratio * reach_m, return_sorted=True)
    rows = [np.array(row, dtype=int) for row in near]
    cost = generator.integers(500, 2_000, options) * _MILLION
    return CoverInstance.from_lists(
        [row[generator.random(row.size) < seen_ratio[row]].tolist() for row in rows],
        people=people.tolist(),
        cost_vnd=[1] * options if unit_costs else cost.tolist(),
    )


def report_hills(name: str) -> None:
    """Print what a twentieth of the cost of everything buys, and its bound."""
    size = HILLS[name.removesuffix(_EQUAL)]
    instance = build_hills(*size, unit_costs=name.endswith(_EQUAL))
    budget_vnd = int(instance.cost_vnd.sum()) // 20
    start_s = process_time()
    found, found_s = timed(lambda: best_cover(instance, budget_vnd=budget_vnd))
    print(
        f"{name}: {instance.options} x {instance.demands},"
        f" {instance.covers.nnz} covers: {found.objective} people, bound {found.bound},"
        f" gap {found.bound / found.objective - 1:.3%}, {found_s:.1f} s,"
        f" {process_time() - start_s:.1f} s of processor",
        flush=True,
    )


def compare_spopt() -> None:
    """Print ours against PySAL spopt: most people for a number of equal masts.

    spopt knows no costs in this problem; so each candidate costs the same for both. Its
    solver is the one that its own examples use, CBC as PuLP brings it, until it ends or
    is stopped. Ours answers twice: within 3 %, and as usual.
    """
    if importlib.util.find_spec("spopt") is None:
        print("spopt is not installed: no comparison")
        return
    import pulp  # noqa: PLC0415 - optional
    from spopt.locate import MCLP  # noqa: PLC0415 - optional

    instance = build_hills(*HILLS["S"], unit_costs=True)
    masts = instance.options // 20
    ours = []
    for effort in (None, _HURRIED, None):
        found, found_s = timed(
            lambda one=effort: best_cover(instance, budget_vnd=masts, effort=one)
        )
        ours.append((found, found_s))
        print(
            f"{masts} equal masts: {found.objective} people, bound {found.bound},"
            f" {found_s:.1f} s",
            flush=True,
        )
    unreached = 1 - instance.by_demand.toarray()

    def ask_spopt() -> tuple[float, str]:
        model = MCLP.from_cost_matrix(unreached, instance.people, 0.5, masts)
        solver = pulp.PULP_CBC_CMD(msg=False, timeLimit=_SPOPT_LIMIT_S)
        problem = model.solve(solver).problem
        status = pulp.LpSolution[problem.sol_status]
        return float(pulp.value(problem.objective)), status

    (theirs, status), theirs_s = timed(ask_spopt)
    print(f"  spopt: {theirs:.0f} people, {status}, {theirs_s:.1f} s")
    for found, found_s in ours:
        print(
            f"  people {found.objective / theirs:.5f} of its,"
            f" {theirs_s / found_s:.1f} times as fast"
        )


def read_set_covering(path: Path) -> CoverInstance:
    """Return an instance of the OR-Library; those called rail list by column."""
    numbers = iter(map(int, gzip.decompress(path.read_bytes()).split()))
    rows, columns = next(numbers), next(numbers)
    covers: list[list[int]] = [[] for _ in range(columns)]
    if path.name.startswith("rail"):
        cost = []
        for cover in covers:
            cost.append(next(numbers))
            cover.extend(next(numbers) - 1 for _ in range(next(numbers)))
    else:
        cost = [next(numbers) for _ in range(columns)]
        for row in range(rows):
            for _ in range(next(numbers)):
                covers[next(numbers) - 1].append(row)
    return CoverInstance.from_lists(covers, people=[1] * rows, cost_vnd=cost)


def report_set_covering(folder: Path) -> None:
    """Print value, best known value, bound and seconds of every instance."""
    with (folder / "OPTIMA.csv").open(encoding="utf-8") as file:
        known = {
            row["instance"]: int(row["best_known"]) for row in csv.DictReader(file)
        }
    print("instance   value  best known  bound  seconds")
    for name, best in known.items():
        instance = read_set_covering(folder / f"{name}.txt.gz")
        found, found_s = timed(
            lambda one=instance: cheapest_cover(one, need=one.demands)
        )
        value, bound = (found.objective, found.bound) if found else (0, 0)
        print(f"{name:10} {value:5} {best:11} {bound:6} {found_s:8.1f}", flush=True)


def report_province() -> None:
    """Print questions of the size that a province asks."""
    for name, demands, options, reach_m in CASES:
        instance = build_case(demands, options, reach_m)
        print(f"{name}: {instance.options} x {instance.demands}")
        for goal_ratio in (0.5, 0.9, 1.0):
            compare_cheapest(instance, goal_ratio)
        for budget_ratio in (0.005, 0.02):
            compare_best(instance, budget_ratio)


def main(names: list[str]) -> None:
    """Run what is named."""
    for name in names or ["province", "S", "S-equal", "M", "L"]:
        if name.removesuffix(_EQUAL) in HILLS:
            report_hills(name)
        elif name == "province":
            report_province()
        elif name == "spopt":
            compare_spopt()
        else:
            report_set_covering(Path(name))


if __name__ == "__main__":
    main(sys.argv[1:])
