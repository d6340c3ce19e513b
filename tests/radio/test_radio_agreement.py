"""All kernels against the whole Recommendation, on paths of every kind."""

import runpy
from pathlib import Path

import numpy as np

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "radio" / "agreement.py"


def test_kernels_agree_with_the_whole_recommendation() -> None:
    apart_db = runpy.run_path(str(BENCHMARK))["apart_db"]
    double_db, single_db = np.array(list(apart_db(range(1_500)))).T
    assert np.max(double_db) < 1e-5
    assert np.max(single_db) < 0.05
    assert np.percentile(single_db, 99) < 0.01
