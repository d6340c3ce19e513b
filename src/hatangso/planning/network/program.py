"""A network question as rows for the solver, and its relaxation kept warm.

Variables are the options, then the arcs, then the demands that need not be covered.
Arcs lead away from the network, and into every set of nodes in which something is
chosen at least one must lead; these rows are too many and are added where they lack.

Source:
    Wong's directed cuts for the Steiner tree problem, Math. Program. 28 (1984), with
    the rows on degrees of Koch and Martin, Solving Steiner tree problems in graphs to
    optimality, Networks 32 (1998). The bound from any prices of rows: Neumaier and
    Shcherbina, Safe bounds in linear and mixed-integer linear programming, Math.
    Program. 99 (2004).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np
from scipy import sparse

from hatangso.planning.covering.binary_program import BinaryProgram, linear_model
from hatangso.planning.covering.lagrangian import rival_groups
from hatangso.planning.network.reduction import NetworkQuestion
from hatangso.units import FloatArray, IntArray

__all__ = ["Relaxation", "Relaxed", "Rows", "network_program"]

# A larger programme is solved at first by interior points, which takes half the time.
_LARGEST_SIMPLEX_NONZEROS = 50_000
_LARGEST_UNIT_COUNT = 10**7
_RELAXED: dict[str, bool | int | str] = {
    "output_flag": False,
    "threads": 1,
    "parallel": "off",
    "random_seed": 0,
}


@dataclass(frozen=True, eq=False)
class Rows:
    """Rows ``low <= matrix @ v <= high``."""

    matrix: sparse.csr_array
    low: FloatArray
    high: FloatArray


class _RowList:
    """Rows that are written one after the other."""

    def __init__(self, variables: int) -> None:
        self._variables = variables
        self._blocks: list[Rows] = []

    def add(
        self,
        columns: Sequence[IntArray],
        values: Sequence[FloatArray | float],
        *,
        low: float,
        high: float = np.inf,
    ) -> None:
        """Add rows, each given by its columns and values."""
        if not columns:
            return
        sizes = [len(column) for column in columns]
        pointers = np.cumsum([0, *sizes])
        data = [np.broadcast_to(v, n) for v, n in zip(values, sizes, strict=True)]
        shape = (len(columns), self._variables)
        matrix = sparse.csr_array(
            (np.concatenate(data).astype(float), np.concatenate(columns), pointers),
            shape=shape,
        )
        self._blocks.append(
            Rows(matrix, np.full(len(columns), low), np.full(len(columns), high))
        )

    def add_matrix(self, matrix: sparse.csr_array, *, low: FloatArray) -> None:
        """Add the rows of a matrix."""
        self._blocks.append(Rows(matrix, low, np.full(low.size, np.inf)))

    def rows(self) -> Rows:
        """Return all rows."""
        none = sparse.csr_array((0, self._variables))
        return Rows(
            sparse.csr_array(sparse.vstack([none, *(b.matrix for b in self._blocks)])),
            np.concatenate([np.empty(0), *(b.low for b in self._blocks)]),
            np.concatenate([np.empty(0), *(b.high for b in self._blocks)]),
        )


@dataclass(frozen=True, eq=False)
class NetworkProgram:
    """The rows of a network question that are few enough to be written at once.

    Attributes:
        question: What is asked.
        cost: Cost of each variable, in ``unit``; below zero where it is worth.
        rows: The rows.
        optional: The demand of each variable after options and arcs.
        place: Variable of each demand; -1 for one that must be covered.
        unit: How many đồng, or units of worth, one is.
        step: All answers differ by multiples of this.
    """

    question: NetworkQuestion
    cost: FloatArray
    rows: Rows
    optional: IntArray
    place: IntArray
    unit: float
    step: float

    @property
    def binaries(self) -> int:
        """How many of the first variables must be nought or one."""
        return self.question.cover.options + self.question.graph.size

    def with_rows(self, rows: Rows) -> BinaryProgram:
        """Return the programme with more rows."""
        matrix = sparse.csr_array(sparse.vstack([self.rows.matrix, rows.matrix]))
        low = np.concatenate([self.rows.low, rows.low])
        high = np.concatenate([self.rows.high, rows.high])
        return BinaryProgram(self.cost, matrix, low, high, self.binaries, self.step)


def network_program(question: NetworkQuestion) -> NetworkProgram:
    """Return the programme of a question, without the rows on sets of nodes."""
    cover, graph = question.cover, question.graph
    is_counted = question.worth > 0
    for goal in question.goals:
        is_counted |= goal.weight > 0
    optional = np.flatnonzero(~question.is_forced & is_counted)
    first = cover.options + graph.size
    place = np.full(cover.demands, -1, dtype=np.int64)
    place[optional] = first + np.arange(optional.size)
    money = np.concatenate([cover.cost_vnd, graph.arcs.cost])
    unit, step = _unit(money)
    rows = _RowList(first + optional.size)
    _add_covers(rows, question, optional)
    for goal in question.goals:
        counted = np.flatnonzero(goal.weight)
        weight = goal.weight[counted] / goal.amount
        rows.add([place[counted]], [weight], low=1.0)
    _add_bonds(rows, question)
    _add_degrees(rows, question)
    nothing = np.zeros(optional.size)
    if question.budget_vnd is None:
        cost = np.concatenate([money / unit, nothing])
        return NetworkProgram(question, cost, rows.rows(), optional, place, unit, step)
    everything = np.arange(first)
    limit = max(question.budget_vnd / unit, 0.0)
    rows.add([everything], [money / unit], low=-np.inf, high=limit)
    cost = np.concatenate([np.zeros(first), -question.worth[optional].astype(float)])
    return NetworkProgram(question, cost, rows.rows(), optional, place, 1.0, 1.0)


def _unit(money: IntArray) -> tuple[float, float]:
    """Return the unit of cost for the solver, and the step between costs in it."""
    divisor = int(np.gcd.reduce(money)) if money.size else 0
    if not divisor:
        return 1.0, 1.0
    largest = int(money.max())
    if largest // divisor <= _LARGEST_UNIT_COUNT:
        return float(divisor), 1.0
    unit = largest / _LARGEST_UNIT_COUNT
    return unit, divisor / unit


def _add_covers(rows: _RowList, question: NetworkQuestion, optional: IntArray) -> None:
    cover, graph = question.cover, question.graph
    for demands, count in ((np.flatnonzero(question.is_forced), 0), (optional, -1)):
        arcs = sparse.csr_array((demands.size, graph.size))
        free = sparse.csr_array((demands.size, optional.size))
        if count:
            free = -sparse.eye_array(optional.size, format="csr")
        blocks = [cover.by_demand[demands], arcs, free]
        matrix = sparse.csr_array(sparse.hstack(blocks)).astype(float)
        rows.add_matrix(matrix, low=np.full(demands.size, 1.0 + count))


def _add_bonds(rows: _RowList, question: NetworkQuestion) -> None:
    """Add what must be chosen, what needs what, and what excludes what."""
    options = question.cover.options
    fixed = np.flatnonzero(question.is_fixed)
    rows.add([np.array([one]) for one in fixed], [1.0] * fixed.size, low=1.0)
    tied = [(question.needs[one], one) for one in np.flatnonzero(question.needs >= 0)]
    needs = question.graph.needs
    tied += [(needs[arc], options + arc) for arc in np.flatnonzero(needs >= 0)]
    signs = np.array([1.0, -1.0])
    rows.add([np.array(pair) for pair in tied], [signs] * len(tied), low=0.0)
    groups = [np.array(group) for group in rival_groups(question.cover)]
    rows.add(groups, [1.0] * len(groups), low=-np.inf, high=1.0)


def _add_degrees(rows: _RowList, question: NetworkQuestion) -> None:
    """Add that one arc enters a node at most, and that it leads somewhere.

    A node with something chosen is entered, and so is one that an arc leaves, by
    another arc than its opposite.
    """
    arcs, first = question.graph.arcs, question.cover.options
    enter = [first + one for one in np.split(arcs.into, arcs.into_first[1:-1])]
    leave = [first + one for one in np.split(arcs.out, arcs.out_first[1:-1])]
    nodes = [node for node in range(1, arcs.nodes) if enter[node].size]
    rows.add([enter[n] for n in nodes], [1.0] * len(nodes), low=-np.inf, high=1.0)
    here: list[list[int]] = [[] for _ in range(arcs.nodes)]
    for option, node in enumerate(question.node.tolist()):
        here[node].append(option)
    passed = [
        (np.array(here[n] + leave[n].tolist(), dtype=int), enter[n]) for n in nodes
    ]
    rows.add(
        [np.concatenate(both) for both in passed],
        [np.repeat([1.0, -1.0], [len(a), len(b)]) for a, b in passed],
        low=0.0,
    )
    asked = [(enter[node], option) for node in nodes for option in here[node]]
    asked += [
        (enter[node][arcs.tail[enter[node] - first] != arcs.head[arc - first]], arc)
        for node in nodes
        for arc in leave[node].tolist()
    ]
    rows.add(
        [np.append(columns, one) for columns, one in asked],
        [np.append(np.ones(columns.size), -1.0) for columns, _ in asked],
        low=0.0,
    )


@dataclass(frozen=True, eq=False)
class Relaxed:
    """An answer in parts.

    Attributes:
        value: How much of each variable is taken.
        bound: No answer in whole costs less, in the programme's unit.
        reduced: How much dearer it must be, per variable: above zero, if it takes the
            variable; below zero, if it leaves it.
    """

    value: FloatArray
    bound: float
    reduced: FloatArray


class Relaxation:
    """The programme without whole numbers, solved again and again with more rows."""

    def __init__(self, program: BinaryProgram) -> None:
        """Begin with the rows of a programme."""
        self._solver = highspy.Highs()  # type: ignore[no-untyped-call]  # as it is
        for name, value in _RELAXED.items():
            self._solver.setOptionValue(name, value)
        self._program = program
        self._rows = [Rows(program.matrix, program.low, program.high)]
        self._solver.passModel(linear_model(program))

    def add(self, rows: Rows) -> None:
        """Add rows."""
        matrix = rows.matrix
        self._rows.append(rows)
        self._solver.addRows(
            rows.low.size,
            rows.low.astype(np.float64),
            rows.high.astype(np.float64),
            matrix.nnz,
            matrix.indptr[:-1].astype(np.int32),
            matrix.indices.astype(np.int32),
            matrix.data.astype(float),
        )

    def solve(self) -> Relaxed | None:
        """Return the best answer in parts; None when there is none."""
        is_large = self._program.matrix.nnz > _LARGEST_SIMPLEX_NONZEROS
        is_first = len(self._rows) == 1
        status = self._run("ipm" if is_first and is_large else "simplex")
        if status != highspy.HighsModelStatus.kOptimal:
            status = self._run("simplex")
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        solution = self._solver.getSolution()
        price = np.asarray(solution.row_dual)
        bound, reduced = 0.0, self._program.cost.astype(float)
        first = 0
        for rows in self._rows:
            own = price[first : first + rows.low.size]
            first += rows.low.size
            own = np.where(np.isinf(rows.low), np.minimum(own, 0.0), own)
            own = np.where(np.isinf(rows.high), np.maximum(own, 0.0), own)
            limit = np.where(own > 0, rows.low, rows.high)
            bound += float((own * np.where(own == 0, 0.0, limit)).sum())
            reduced = reduced - rows.matrix.T @ own
        bound += float(np.minimum(reduced, 0.0).sum())
        return Relaxed(np.asarray(solution.col_value), bound, reduced)

    def _run(self, way: str) -> highspy.HighsModelStatus:
        self._solver.setOptionValue("solver", way)
        self._solver.run()
        return self._solver.getModelStatus()
