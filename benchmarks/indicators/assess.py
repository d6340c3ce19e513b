"""Assess the series of every commune: `python benchmarks/indicators/assess.py`.

3,321 communes, 150 indicators, 12 quarters: values with gaps, counts and unknown parts,
targets of communes and of their provinces. The series are made up from a fixed seed.
"""

import argparse
import time
from datetime import date

import numpy as np

from hatangso.indicators.series.cube import SeriesCube
from hatangso.indicators.series.cube_assessment import assess_cube, target_grid
from hatangso.indicators.series.periods import asked_period
from hatangso.model.indicator import Comparator, Outlook, Status, Target
from hatangso.model.unit_history import Level, UnitExistence
from hatangso.workflows.indicator_definitions import shipped_catalogue

PROVINCES, COMMUNES, INDICATORS, QUARTERS = 34, 3321, 150, 12
UNKNOWN_RATIO, MISSING_RATIO = 0.1, 0.15


def made_up_cube(indicators: int, communes: int, quarters: int) -> SeriesCube:
    """Return series that grow, with noise, gaps and unknown parts."""
    random = np.random.default_rng(2026)
    shape = indicators, communes, quarters
    denominators = random.integers(5, 400, (indicators, communes, 1)) + np.zeros(shape)
    growth = np.sort(random.random(shape), axis=2)
    numerators = np.floor(denominators * growth)
    unknowns = np.where(random.random(shape) < UNKNOWN_RATIO, 3.0, 0.0)
    values = 100 * numerators / denominators
    values[random.random(shape) < MISSING_RATIO] = np.nan
    codes = tuple(item.code for item in shipped_catalogue())[:indicators]
    units = tuple(
        UnitExistence(
            f"{place:05d}", f"Xã {place}", "xã", Level.COMMUNE,
            f"{place % PROVINCES:02d}", None, None,
        )
        for place in range(communes)
    )  # fmt: skip
    periods = tuple(
        asked_period(f"{2024 + place // 4}-Q{place % 4 + 1}")
        for place in range(quarters)
    )
    statuses = np.where(np.isfinite(values), 0, -1).astype(np.int8)
    return SeriesCube(
        codes, units, periods, values, numerators, denominators, unknowns, statuses
    )


def made_up_targets(cube: SeriesCube) -> dict[str, dict[str, Target]]:
    """Return a target of each province, and own ones of every fifth commune."""
    catalogue = shipped_catalogue()
    bound = [f"{place:02d}" for place in range(PROVINCES)]
    bound += [unit.code for unit in cube.units[::5]]
    return {
        code: {
            indicator: Target(
                f"{code}/{indicator}", indicator, Comparator.AT_LEAST,
                60.0 + place % 40, catalogue[indicator].unit, "2030", "plan",
            )
            for indicator in cube.indicators
        }
        for place, code in enumerate(bound)
    }  # fmt: skip


def main() -> None:
    """Measure, and print how many values stand where."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--communes", type=int, default=COMMUNES)
    parser.add_argument("--indicators", type=int, default=INDICATORS)
    parser.add_argument("--quarters", type=int, default=QUARTERS)
    chosen = parser.parse_args()
    catalogue = shipped_catalogue()
    cube = made_up_cube(chosen.indicators, chosen.communes, chosen.quarters)
    targets = made_up_targets(cube)
    start = time.perf_counter()
    grid = target_grid(cube, targets, catalogue)
    ready = time.perf_counter()
    found = assess_cube(cube, grid, catalogue, as_of=date(2026, 12, 31))
    end = time.perf_counter()
    print(f"targets of {grid.goals.size:,} series: {ready - start:.1f} s")
    print(f"{cube.values.size:,} values assessed, forecast: {end - ready:.1f} s")
    print(f"together: {end - start:.1f} s")
    for kinds, places in ((Status, found.statuses), (Outlook, found.outlooks)):
        counts = np.bincount(places.ravel(), minlength=len(kinds))
        told = (f"{kind} {n:,}" for kind, n in zip(kinds, counts, strict=True))
        print(f"{kinds.__name__}: {', '.join(told)}")


if __name__ == "__main__":
    main()
