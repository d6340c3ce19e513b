"""The cheapest choice of links that crosses cuts often enough, by HiGHS: no clock.

Source:
    Huangfu and Hall, Parallelizing the dual revised simplex method, Math. Prog.
    Comp. 10 (2018); the branch-and-cut solver of HiGHS.
"""

from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from hatangso.units import FloatArray, IntArray

__all__ = ["CoverAnswer", "solve_cover"]

_OPTIONS: dict[str, bool | int | float | str] = {
    "output_flag": False,
    "threads": 1,
    "parallel": "off",
    "random_seed": 0,
    "mip_rel_gap": 0.0,
    # Costs are whole: less than one open proves an answer.
    "mip_abs_gap": 0.999,
}


@dataclass(frozen=True, eq=False)
class CoverAnswer:
    """What the solver found.

    Attributes:
        value: How much of each link is taken, 0 to 1, shape (link,); None when no
            answer was found.
        bound: No answer costs less.
    """

    value: FloatArray | None
    bound: float


def solve_cover(
    cost: NDArray[np.float64],
    crossing: sparse.csr_array,
    need: IntArray,
    *,
    nodes: int | None,
) -> CoverAnswer:
    """Return the cheapest choice, and a bound on all of them.

    Args:
        cost: Of each link, whole numbers of 0 or more.
        crossing: 1 where a link crosses a cut, shape (cut, link).
        need: How many must cross each cut.
        nodes: Nodes of the search tree after which it is given up; None to allow parts
            of links.
    """
    solver = highspy.Highs()  # type: ignore[no-untyped-call]  # as the library has it
    for name, option in _OPTIONS.items():
        solver.setOptionValue(name, option)
    columns = sparse.csc_array(crossing)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = cost.size, need.size
    model.col_cost_ = cost
    model.col_lower_, model.col_upper_ = np.zeros(cost.size), np.ones(cost.size)
    model.row_lower_ = need.astype(np.float64)
    model.row_upper_ = np.full(need.size, np.inf)
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = columns.indptr
    model.a_matrix_.index_ = columns.indices
    model.a_matrix_.value_ = columns.data.astype(float)
    if nodes is not None:
        model.integrality_ = [highspy.HighsVarType.kInteger] * cost.size
        solver.setOptionValue("mip_max_nodes", nodes)
    solver.passModel(model)
    solver.run()
    info = solver.getInfo()
    is_found = info.primal_solution_status == highspy.kSolutionStatusFeasible
    value = np.asarray(solver.getSolution().col_value) if is_found else None
    if nodes is not None:
        return CoverAnswer(value, float(info.mip_dual_bound))
    is_best = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    bound = float(info.objective_function_value) if is_best else -np.inf
    return CoverAnswer(value, bound)
