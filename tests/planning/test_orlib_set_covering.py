import csv
import gzip
from pathlib import Path

import numpy as np
import pytest

from hatangso.planning.covering.cover import cheapest_cover
from hatangso.planning.covering.greedy import greedy_cheapest
from hatangso.planning.covering.instance import CoverInstance, reduce_instance

FOLDER = Path(__file__).parents[1] / "golden" / "orlib_scp"


def load(name: str) -> CoverInstance:
    numbers = gzip.decompress((FOLDER / f"{name}.txt.gz").read_bytes()).split()
    values = iter(map(int, numbers))
    rows, columns = next(values), next(values)
    cost = [next(values) for _ in range(columns)]
    covers = [[] for _ in range(columns)]
    for row in range(rows):
        for _ in range(next(values)):
            covers[next(values) - 1].append(row)
    return CoverInstance.from_lists(covers, people=[1] * rows, cost_vnd=cost)


def optima() -> list[tuple[str, int]]:
    with (FOLDER / "optima.csv").open(encoding="utf-8") as file:
        return [(row["instance"], int(row["optimum"])) for row in csv.DictReader(file)]


@pytest.mark.parametrize(("name", "optimum"), optima())
def test_known_optimum_is_found_and_proven(name: str, optimum: int) -> None:
    instance = load(name)

    selection = cheapest_cover(instance, need=instance.demands)

    assert (selection.objective, selection.bound) == (optimum, optimum)
    assert instance.total_cost_vnd(selection.chosen) == optimum
    assert instance.covered_by(selection.chosen).all()


@pytest.mark.parametrize(("name", "optimum"), optima())
def test_greedy_twin_covers_all_within_a_tenth_of_the_optimum(
    name: str, optimum: int
) -> None:
    instance = load(name)

    chosen = greedy_cheapest(
        instance, weight=instance.people, need=int(instance.people.sum())
    )

    assert instance.covered_by(chosen).all()
    assert optimum <= instance.total_cost_vnd(chosen) <= max(1.1 * optimum, optimum + 1)


def test_reductions_keep_every_demand_and_drop_dominated_options() -> None:
    instance = load("scp41")

    reduction = reduce_instance(instance)

    assert reduction.instance.options < instance.options
    assert reduction.instance.places.sum() == instance.demands
    assert np.array_equal(
        reduction.instance.cost_vnd, instance.cost_vnd[reduction.options]
    )
