"""What may be spent by when; a year without a limit pays for itself, no more."""

from collections.abc import Sequence
from itertools import accumulate

from hatangso.planning.build_problem import BuildProblem

__all__ = ["caps_vnd", "overspent_vnd", "purses"]


def caps_vnd(problem: BuildProblem) -> tuple[int | None, ...]:
    """Return what may be spent by the end of each year at most; None for no limit."""
    found: list[int | None] = []
    cap_vnd: int | None = 0
    for budget_vnd in problem.budgets_vnd:
        is_open = budget_vnd is None or cap_vnd is None
        cap_vnd = None if is_open else (cap_vnd or 0) + (budget_vnd or 0)
        found.append(cap_vnd)
    return tuple(found)


def purses(problem: BuildProblem) -> list[tuple[tuple[int, ...], int]]:
    """Return sums that are limited: the places of their years, and the limit."""
    limited = [
        (at, vnd) for at, vnd in enumerate(problem.budgets_vnd) if vnd is not None
    ]
    if not problem.carries_over:
        return [((at,), vnd) for at, vnd in limited]
    years = [at for at, _ in limited]
    sums = accumulate(vnd for _, vnd in limited)
    return [(tuple(years[: n + 1]), total) for n, total in enumerate(sums)]


def overspent_vnd(problem: BuildProblem, spent_vnd: Sequence[int]) -> tuple[int, ...]:
    """Return by how much each year spends more than it may."""
    left_vnd, over = 0, []
    for budget_vnd, cost_vnd in zip(problem.budgets_vnd, spent_vnd, strict=True):
        if budget_vnd is None:
            over.append(0)
            continue
        rest_vnd = left_vnd + budget_vnd - cost_vnd
        over.append(max(0, -rest_vnd))
        left_vnd = max(0, rest_vnd) if problem.carries_over else 0
    return tuple(over)
