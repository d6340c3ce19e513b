"""A network question answered with a bound: relaxation, rows that lack, whole numbers.

The relaxation is solved again and again with the rows that its answer does not keep,
and guides the building of answers. What cannot be part of a better answer is then left
out, and the solver goes on in whole numbers.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from hatangso.planning.covering.binary_program import (
    BinaryProgram,
    Effort,
    Solution,
    solve,
)
from hatangso.planning.network.cuts import Cuts
from hatangso.planning.network.exchange import exchanged
from hatangso.planning.network.program import (
    NetworkProgram,
    Relaxation,
    Relaxed,
    Rows,
    network_program,
)
from hatangso.planning.network.reduction import NetworkQuestion
from hatangso.planning.network.search import (
    Answer,
    Guide,
    better_of,
    build,
    is_answer,
    polished,
    tied,
)
from hatangso.units import BoolArray, FloatArray

__all__ = ["Proven", "prove"]

_MOST_ROUNDS, _BUILD_AT = 200, (0, 4, 16, 64)
# A short proof gives up once so many rounds have raised the bound by so little.
_PATIENCE, _LEAST_RISE = 8, 1e-4
_MOST_REPAIRS = 300
# From so many nodes on an effort is meant to come to an end.
_FULL_NODES = 1_000
_UNTIL_ONE = Effort(gap_ratio=1e9, nodes=1_000_000_000)
_TOLERANCE = 1e-4
# Options that a search may add: so many that look cheapest.
_NEAREST, _EXCHANGES = 800, 3
_LEAST_VALUE = 1e-6


@dataclass(frozen=True)
class Proven:
    """An answer and what is proven about all others.

    Attributes:
        answer: The best answer that was found.
        bound: No answer costs less, or is worth more.
    """

    answer: Answer
    bound: int


def prove(
    question: NetworkQuestion, *, effort: Effort, known: Answer | None = None
) -> Proven | None:
    """Return an answer and a bound; None when there is no answer.

    Args:
        question: What is asked.
        effort: When to stop; without nodes nothing is solved in whole numbers, with
            few of them good answers are searched for first.
        known: An answer; the result is no worse.
    """
    if not question.cover.options:
        return Proven(Answer((), (), 0, 0), 0)
    proof = _Proof(question, effort, known)
    if not proof.relax():
        return None
    proof.decide()
    return proof.result()


class _Proof:
    """A proof under way; bounds are in the programme's unit, to be minimised."""

    def __init__(
        self, question: NetworkQuestion, effort: Effort, known: Answer | None
    ) -> None:
        self._question, self._effort = question, effort
        self._program: NetworkProgram = network_program(question)
        self._cuts = Cuts.of(self._program)
        width = self._program.cost.size
        self._rows = Rows(sparse.csr_array((0, width)), np.empty(0), np.empty(0))
        self._bound = -math.inf
        self._relaxed: Relaxed | None = None
        self._best: Answer | None = None
        self._note(known)
        self._note(build(question, Guide.of(question)))

    def _note(self, answer: Answer | None) -> None:
        budget_vnd = self._question.budget_vnd
        if answer and (budget_vnd is None or answer.cost_vnd <= budget_vnd):
            self._best = better_of(self._question, self._best, answer)

    def _merit(self, answer: Answer) -> float:
        """Return what an answer costs in the programme's unit."""
        if self._question.budget_vnd is None:
            return answer.cost_vnd / self._program.unit
        return -float(answer.worth)

    def _is_closed(self) -> bool:
        if self._best is None:
            return False
        merit, step = self._merit(self._best), self._program.step
        gap = merit - self._bound
        return gap <= max(self._effort.gap_ratio * abs(merit), (1 - _TOLERANCE) * step)

    def _add(self, rows: Rows) -> None:
        self._rows = Rows(
            sparse.csr_array(sparse.vstack([self._rows.matrix, rows.matrix])),
            np.concatenate([self._rows.low, rows.low]),
            np.concatenate([self._rows.high, rows.high]),
        )

    def relax(self) -> bool:
        """Raise the bound by rows that lack; return whether there may be an answer."""
        relaxation = Relaxation(self._program.with_rows(self._rows))
        bounds: list[float] = []
        for turn in range(_MOST_ROUNDS):
            relaxed = relaxation.solve()
            if relaxed is None:
                return self._best is not None
            if relaxed.bound > self._bound:
                self._bound, self._relaxed = relaxed.bound, relaxed
            bounds.append(self._bound)
            rows = self._cuts.lacking(relaxed.value)
            is_last = not rows.low.size or self._is_slow(bounds)
            if is_last or turn in _BUILD_AT:
                self._note(
                    build(self._question, Guide.of(self._question, relaxed.value))
                )
            if is_last or self._is_closed():
                break
            relaxation.add(rows)
            self._add(rows)
        return True

    def _is_slow(self, bounds: list[float]) -> bool:
        if self._effort.nodes >= _FULL_NODES or len(bounds) <= _PATIENCE:
            return False
        rise = bounds[-1] - bounds[-1 - _PATIENCE]
        return rise <= _LEAST_RISE * abs(bounds[-1])

    def decide(self) -> None:
        """Go on in whole numbers until the gap is closed or the effort is spent."""
        effort = self._effort
        if effort.nodes >= _FULL_NODES or self._best is None:
            self._decide(effort, repairs=_MOST_REPAIRS)
            return
        self._improve()
        if effort.nodes and not self._is_closed():
            self._decide(effort, repairs=1, is_core=True)
            self._decide(replace(effort, seeks_answers=False), repairs=1)

    def _improve(self) -> None:
        """Look for better answers near the best one."""
        question, relaxed = self._question, self._relaxed
        if self._best is None or relaxed is None:
            return
        guide = Guide.of(question, relaxed.value)
        again = tied(question, self._best.options, guide)
        for answer in (self._best, again):
            self._note(answer and polished(question, answer))
        options = question.cover.options
        order = np.argsort(relaxed.reduced[:options], kind="stable")
        is_near = relaxed.value[:options] > 0
        is_near[order[:_NEAREST]] = True
        for seed in range(_EXCHANGES):
            if self._is_closed():
                return
            self._note(exchanged(question, self._best, is_near, seed=seed))

    def _decide(self, effort: Effort, *, repairs: int, is_core: bool = False) -> None:
        """Let the solver answer until it keeps to all rows.

        Args:
            effort: When to stop.
            repairs: How often to solve.
            is_core: Whether only what the relaxation or the best answer takes counts;
                that gives answers and no bound.
        """
        for _ in range(repairs):
            if self._is_closed():
                return
            solution = self._solve(effort, is_core=is_core)
            if solution is None:
                if self._best or effort is _UNTIL_ONE:
                    return
                effort = _UNTIL_ONE
                continue
            if not is_core:
                self._bound = max(self._bound, solution.bound)
            if not self._learn(solution):
                return

    def _solve(self, effort: Effort, *, is_core: bool) -> Solution | None:
        """Solve without what cannot be part of a better answer."""
        program = self._program.with_rows(self._rows)
        binaries = program.binaries
        if self._best is None:
            return solve(program, effort=effort)
        start = self._values(self._best)
        is_kept = ~self._is_useless()
        if is_core and self._relaxed is not None:
            is_kept &= self._relaxed.value > _LEAST_VALUE
            is_kept[binaries:] = True
        kept = np.flatnonzero(is_kept | (start > 0))
        narrow = BinaryProgram(
            program.cost[kept],
            sparse.csr_array(program.matrix[:, kept]),
            program.low,
            program.high,
            int(np.count_nonzero(kept < binaries)),
            program.step,
        )
        solution = solve(narrow, effort=effort, start=start[kept])
        if solution is None:
            return None
        is_one = np.zeros(binaries, dtype=np.bool_)
        is_one[kept[: narrow.binaries]] = solution.is_one
        # What was left out is no better than the best answer.
        bound = min(solution.bound, self._merit(self._best))
        return Solution(is_one, bound)

    def _is_useless(self) -> BoolArray:
        """Return which variables no answer takes that is better than the best."""
        program, relaxed = self._program, self._relaxed
        if relaxed is None or self._best is None:
            return np.zeros(program.cost.size, dtype=np.bool_)
        merit = self._merit(self._best)
        margin = program.step - 1e-9 * abs(merit)
        is_useless = relaxed.bound + relaxed.reduced > merit - margin
        is_useless[program.binaries :] = False
        return np.asarray(is_useless)

    def _values(self, answer: Answer) -> FloatArray:
        """Return the value of each variable in an answer."""
        program, options = self._program, self._question.cover.options
        value = np.zeros(program.cost.size)
        value[list(answer.options)] = 1
        value[[options + arc for arc in answer.arcs]] = 1
        covered = self._question.cover.covered_by(answer.options)
        value[program.binaries :] = covered[program.optional]
        return value

    def _learn(self, solution: Solution) -> bool:
        """Take in what the solver found; return whether it is to go on."""
        question = self._question
        options = question.cover.options
        chosen = tuple(np.flatnonzero(solution.is_one[:options]).tolist())
        arcs = tuple(np.flatnonzero(solution.is_one[options:]).tolist())
        value = self._values(Answer(chosen, arcs, 0, 0))
        rows = self._cuts.lacking(value)
        is_whole = is_answer(question, chosen)
        if is_whole:
            self._note_chosen(chosen, arcs)
        if rows.low.size:
            self._add(rows)
            return True
        budget_vnd = question.budget_vnd
        is_dear = (
            budget_vnd is not None and question.cost_vnd(chosen, arcs) > budget_vnd
        )
        if is_whole and not is_dear:
            return False
        self._forbid(solution.is_one, is_dear=is_dear)
        return True

    def _note_chosen(self, chosen: Sequence[int], arcs: Sequence[int]) -> None:
        """Take in options that keep to the goals, tied along arcs where they help."""
        question = self._question
        price = question.graph.arcs.cost.copy()
        price[list(arcs)] = 0
        guide = Guide(question.cover.cost_vnd, price)
        answer = build(question, guide, chosen)
        if answer is not None:
            self._note(polished(question, answer))

    def _forbid(self, is_one: BoolArray, *, is_dear: bool) -> None:
        """Forbid what is right within the solver's tolerances only."""
        row = np.zeros((1, self._program.cost.size))
        if is_dear:
            # A set that costs too much must lose at least one of its parts.
            row[0, : is_one.size] = is_one
            low, high = -np.inf, float(is_one.sum()) - 1
        else:
            # One that misses a goal lacks at least one more option.
            options = self._question.cover.options
            row[0, :options] = ~is_one[:options]
            low, high = 1.0, np.inf
        self._add(Rows(sparse.csr_array(row), np.array([low]), np.array([high])))

    def result(self) -> Proven | None:
        """Return the best answer with the bound in đồng or worth."""
        best, program = self._best, self._program
        if best is None:
            return None
        bound = self._bound
        if self._question.budget_vnd is not None:
            most = (
                math.floor(-bound + _TOLERANCE) if math.isfinite(bound) else best.worth
            )
            return Proven(best, max(best.worth, most))
        steps = math.ceil(bound / program.step - _TOLERANCE)
        least = round(steps * program.step * program.unit)
        return Proven(best, max(0, min(best.cost_vnd, least)))
