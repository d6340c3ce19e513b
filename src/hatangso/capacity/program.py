"""Programmes in whole numbers, solved by HiGHS the same way every time.

Source:
    Huangfu and Hall, Parallelizing the dual revised simplex method, Math. Prog.
    Comp. 10 (2018); the branch-and-cut solver of HiGHS.
"""

from dataclasses import dataclass

import highspy
import numpy as np
from scipy import sparse

from hatangso.units import IntArray

__all__ = ["Effort", "Solution", "WholeProgram", "solve", "whole_bound"]

_OPTIONS: dict[str, bool | int | float | str] = {
    "output_flag": False,
    "threads": 1,
    "parallel": "off",
    "random_seed": 0,
    "mip_rel_gap": 0.0,
    # All answers are whole: less than one open proves it.
    "mip_abs_gap": 0.999,
}
# The solver's bound is right to this.
_TOLERANCE = 0.01


@dataclass(frozen=True)
class Effort:
    """When a proof may be given up; never a clock.

    Attributes:
        nodes: Largest number of nodes of the search tree.
        variables: Larger programmes are not begun.
        losses: So many sets of lost hosts are looked at.
        purchases: So many sets of bought hosts are looked at.
    """

    nodes: int = 2_000
    variables: int = 20_000
    losses: int = 500
    purchases: int = 20_000


@dataclass(frozen=True, eq=False)
class WholeProgram:
    """Minimise ``cost @ v`` under ``matrix @ v <= high``, ``0 <= v <= upper``, whole.

    Attributes:
        cost: Whole numbers, one a variable.
        matrix: Rows of the constraints, shape (row, variable).
        high: Upper limits of the rows.
        upper: Upper limits of the variables.
        equal: How many of the first rows hold as equations.
    """

    cost: IntArray
    matrix: sparse.csr_array
    high: IntArray
    upper: IntArray
    equal: int = 0


@dataclass(frozen=True, eq=False)
class Solution:
    """What the solver found.

    Attributes:
        value: The best answer in whole numbers; None when none was found.
        bound: No answer costs less; infinite when there is none at all.
    """

    value: IntArray | None
    bound: float


def solve(program: WholeProgram, *, nodes: int, start: IntArray | None) -> Solution:
    """Return the best answer within so many nodes, and a bound on all answers.

    Args:
        program: The question.
        nodes: When to stop.
        start: A known answer, one number per variable; None when none is known.
    """
    solver = highspy.Highs()  # type: ignore[no-untyped-call]  # as the library has it
    for name, option in _OPTIONS.items():
        solver.setOptionValue(name, option)
    solver.setOptionValue("mip_max_nodes", nodes)
    solver.passModel(_model(program))
    if start is not None:
        known = highspy.HighsSolution()
        known.col_value = start.astype(float).tolist()
        solver.setSolution(known)
    solver.run()
    info = solver.getInfo()
    if solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
        return Solution(None, np.inf)
    bound = float(info.mip_dual_bound)
    if info.primal_solution_status != highspy.kSolutionStatusFeasible:
        return Solution(None, bound)
    value = np.rint(np.asarray(solver.getSolution().col_value)).astype(np.int64)
    # Rounded, an answer within the solver's tolerances may be none.
    total = program.matrix @ value
    is_answer = bool(
        (total <= program.high).all()
        and (total[: program.equal] == program.high[: program.equal]).all()
        and (value >= 0).all()
        and (value <= program.upper).all()
    )
    return Solution(value if is_answer else None, bound)


def whole_bound(bound: float) -> int:
    """Return the smallest whole cost that a bound leaves; costs are 0 or more.

    >>> whole_bound(2.3), whole_bound(2.001), whole_bound(-np.inf)
    (3, 2, 0)
    """
    return int(np.ceil(max(bound - _TOLERANCE, 0.0)))


def _model(program: WholeProgram) -> highspy.HighsLp:
    columns = sparse.csc_array(program.matrix)
    variables = program.cost.size
    high = program.high.astype(np.float64)
    low = np.full(high.size, -np.inf)
    low[: program.equal] = high[: program.equal]
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = variables, high.size
    model.col_cost_ = program.cost.astype(np.float64)
    model.col_lower_ = np.zeros(variables)
    model.col_upper_ = program.upper.astype(np.float64)
    model.row_lower_, model.row_upper_ = low, high
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = columns.indptr
    model.a_matrix_.index_ = columns.indices
    model.a_matrix_.value_ = columns.data.astype(float)
    model.integrality_ = [highspy.HighsVarType.kInteger] * variables
    return model
