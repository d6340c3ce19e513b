"""Programmes in nought-or-one variables, solved by HiGHS the same way every time.

Source:
    Huangfu and Hall, Parallelizing the dual revised simplex method, Math. Prog.
    Comp. 10 (2018); the branch-and-cut solver of HiGHS.
"""

from dataclasses import dataclass, replace

import highspy
import numpy as np
from scipy import sparse

from hatangso.units import BoolArray, FloatArray

__all__ = ["BinaryProgram", "Effort", "Solution", "linear_model", "solve"]

_SEED = 0
_HALF = 0.5
_ONLY_PROVE = {
    "mip_heuristic_effort": 0.0,
    "mip_heuristic_run_rens": False,
    "mip_heuristic_run_rins": False,
    "mip_heuristic_run_root_reduced_cost": False,
    "mip_heuristic_run_feasibility_jump": False,
}
_HAS_ANSWER = (
    highspy.HighsModelStatus.kOptimal,
    highspy.HighsModelStatus.kSolutionLimit,
)


@dataclass(frozen=True)
class Effort:
    """When the solver may stop before the proof is complete; never a clock.

    Attributes:
        gap_ratio: Distance between answer and bound that is good enough.
        nodes: Largest number of nodes of the search tree.
        seeks_answers: Whether the solver looks for answers itself, or only proves.
    """

    gap_ratio: float
    nodes: int
    seeks_answers: bool = True


@dataclass(frozen=True, eq=False)
class BinaryProgram:
    """Minimise ``cost @ v`` under ``low <= matrix @ v <= high``, ``0 <= v <= 1``.

    Attributes:
        cost: Cost of each variable.
        matrix: Rows of the constraints, shape (row, variable).
        low: Lower limits of the rows, minus infinity where there is none.
        high: Upper limits of the rows.
        binaries: That many of the first variables must be nought or one.
        step: All answers differ by multiples of this in cost; a proof that leaves less
            than one step open is complete.
    """

    cost: FloatArray
    matrix: sparse.csr_array
    low: FloatArray
    high: FloatArray
    binaries: int
    step: float

    def with_row(self, row: FloatArray, *, low: float, high: float) -> "BinaryProgram":
        """Return the programme with one more constraint on the first variables."""
        full = np.zeros((1, self.cost.size))
        full[0, : row.size] = row
        return replace(
            self,
            matrix=sparse.csr_array(
                sparse.vstack([self.matrix, sparse.csr_array(full)])
            ),
            low=np.append(self.low, low),
            high=np.append(self.high, high),
        )


@dataclass(frozen=True, eq=False)
class Solution:
    """An answer of the solver.

    Attributes:
        is_one: Which of the nought-or-one variables are one.
        bound: No answer costs less than this.
    """

    is_one: BoolArray
    bound: float


def solve(
    program: BinaryProgram, *, effort: Effort, start: FloatArray | None = None
) -> Solution | None:
    """Return the best answer that the solver found; None when there is none.

    Args:
        program: The question.
        effort: When to stop early.
        start: A known answer, one number per variable.
    """
    solver = highspy.Highs()  # type: ignore[no-untyped-call]  # as the library has it
    for name, value in _options(program, effort).items():
        solver.setOptionValue(name, value)
    solver.passModel(_model(program))
    if start is not None:
        known = highspy.HighsSolution()
        known.col_value = start.astype(float).tolist()
        solver.setSolution(known)
    solver.run()
    values, info = np.asarray(solver.getSolution().col_value), solver.getInfo()
    # Stopped by its nodes, the solver has values even when it found no answer.
    is_answer = info.primal_solution_status == highspy.kSolutionStatusFeasible
    if solver.getModelStatus() not in _HAS_ANSWER or not is_answer:
        return None
    is_one = values[: program.binaries] > _HALF
    return Solution(is_one, float(info.mip_dual_bound))


def _options(
    program: BinaryProgram, effort: Effort
) -> dict[str, bool | int | float | str]:
    options: dict[str, bool | int | float | str] = {
        "output_flag": False,
        "threads": 1,
        "parallel": "off",
        "random_seed": _SEED,
        "mip_rel_gap": effort.gap_ratio,
        "mip_abs_gap": max(1e-6, 0.999 * program.step),
        "mip_max_nodes": effort.nodes,
    }
    return options if effort.seeks_answers else {**options, **_ONLY_PROVE}


def linear_model(program: BinaryProgram) -> highspy.HighsLp:
    """Return a programme as the solver reads it, without asking for whole numbers."""
    columns = sparse.csc_array(program.matrix)
    variables = program.cost.size
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = variables, program.low.size
    model.col_cost_ = np.asarray(program.cost, dtype=np.float64)
    model.col_lower_, model.col_upper_ = np.zeros(variables), np.ones(variables)
    model.row_lower_ = np.asarray(program.low, dtype=np.float64)
    model.row_upper_ = np.asarray(program.high, dtype=np.float64)
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = columns.indptr
    model.a_matrix_.index_ = columns.indices
    model.a_matrix_.value_ = columns.data.astype(float)
    return model


def _model(program: BinaryProgram) -> highspy.HighsLp:
    model = linear_model(program)
    continuous = program.cost.size - program.binaries
    kinds = [highspy.HighsVarType.kInteger] * program.binaries
    kinds += [highspy.HighsVarType.kContinuous] * continuous
    model.integrality_ = kinds
    return model
