"""What to choose within a budget so that the benefit is greatest."""

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Choice", "Selection", "best_within"]

# Sums of costs that are kept side by side; beyond it the least promising are dropped,
# and the bound says how much they could have been.
_MOST_KEPT = 20_000


@dataclass(frozen=True)
class Choice:
    """Something that may be chosen or not.

    Attributes:
        number: Tells it apart.
        benefit: A whole number, 0 or more.
        cost_vnd: Likewise.
    """

    number: int
    benefit: int
    cost_vnd: int


@dataclass(frozen=True)
class Selection:
    """What is chosen.

    Attributes:
        chosen: Numbers, in their order.
        bound: No choice within the budget has more benefit than this.
    """

    chosen: tuple[int, ...]
    benefit: int
    cost_vnd: int
    bound: int

    @property
    def is_proven(self) -> bool:
        """Return whether nothing better is possible."""
        return self.benefit == self.bound


@dataclass(frozen=True)
class _State:
    cost_vnd: int
    benefit: int
    chosen: tuple[int, ...]


def best_within(choices: Sequence[Choice], budget_vnd: int) -> Selection:
    """Return the choice of most benefit within a budget; of equal ones, the cheapest.

    Source:
        Nemhauser and Ullmann, "Discrete dynamic programming and capital allocation",
        Management Science 15 (1969): of two sums the one that costs more and brings no
        more is dropped.
    """
    useful = sorted(
        (one for one in choices if one.benefit > 0),
        key=lambda one: (
            -(one.benefit / one.cost_vnd if one.cost_vnd else float("inf")),
            one.number,
        ),
    )
    states, lost = [_State(0, 0, ())], 0
    for at, one in enumerate(useful):
        with_it = [
            _State(
                state.cost_vnd + one.cost_vnd,
                state.benefit + one.benefit,
                (*state.chosen, one.number),
            )
            for state in states
            if state.cost_vnd + one.cost_vnd <= budget_vnd
        ]
        states = _undominated([*states, *with_it])
        if len(states) > _MOST_KEPT:
            rest = useful[at + 1 :]
            states.sort(key=lambda state: -_most(state, rest, budget_vnd))
            lost = max(lost, _most(states[_MOST_KEPT], rest, budget_vnd))
            states = _undominated(states[:_MOST_KEPT])
    best = states[-1]
    return Selection(
        tuple(sorted(best.chosen)),
        best.benefit,
        best.cost_vnd,
        max(best.benefit, lost),
    )


def _undominated(states: Sequence[_State]) -> list[_State]:
    """Return the states that bring more than every cheaper one, the cheapest first."""
    kept: list[_State] = []
    ordered = sorted(states, key=lambda one: (one.cost_vnd, -one.benefit, one.chosen))
    for one in ordered:
        if not kept or one.benefit > kept[-1].benefit:
            kept.append(one)
    return kept


def _most(state: _State, rest: Sequence[Choice], budget_vnd: int) -> int:
    """Return a benefit that nothing after a state exceeds: the last choice in part."""
    left_vnd, benefit = budget_vnd - state.cost_vnd, state.benefit
    for one in rest:
        if one.cost_vnd > left_vnd:
            return benefit + one.benefit * left_vnd // one.cost_vnd
        left_vnd -= one.cost_vnd
        benefit += one.benefit
    return benefit
