"""What to build and how to tie it: least cost to needs, most worth within a budget."""

from collections.abc import Sequence

import numpy as np

from hatangso.planning.covering.binary_program import Effort
from hatangso.planning.network.apart import is_too_large, taken_apart
from hatangso.planning.network.instance import Need, NetworkInstance, NetworkSelection
from hatangso.planning.network.proof import Proven, prove
from hatangso.planning.network.reduction import NetworkQuestion, network_question
from hatangso.planning.network.search import Answer, Guide, better_of, build

__all__ = ["best_network", "cheapest_network", "usual_network_effort"]

# Up to here the integer programme carries the proof to its end within seconds.
_LARGEST_FULL_VARIABLES, _LARGEST_FULL_COVERS = 1_500, 100_000
_FULL_PROOF = Effort(gap_ratio=0.0, nodes=4_000)
# How much cheaper a known selection looks.
_DRAW = 0.9
_SHORT_PROOF = Effort(gap_ratio=0.001, nodes=1)


def usual_network_effort(question: NetworkQuestion) -> Effort:
    """Return the effort by size: to the end when small, else to the root."""
    cover = question.cover
    variables = cover.options + question.graph.size + cover.demands
    is_large = variables > _LARGEST_FULL_VARIABLES
    return (
        _SHORT_PROOF
        if is_large or cover.covers.nnz > _LARGEST_FULL_COVERS
        else _FULL_PROOF
    )


def cheapest_network(
    instance: NetworkInstance,
    needs: Sequence[Need],
    *,
    effort: Effort | None = None,
    start: NetworkSelection | None = None,
) -> NetworkSelection | None:
    """Return the cheapest options and links that meet all needs.

    Args:
        instance: Options, demands and links.
        needs: What must be covered.
        effort: When to stop; by size when not given.
        start: A known selection, from which the search begins; it need not fit.

    Returns:
        The selection, its objective in đồng; None when the needs cannot be met.
    """
    question = network_question(instance, needs)
    if question is None:
        return None
    proven = _proven(question, effort or usual_network_effort(question), start)
    if proven is None:
        return None
    return _selection(question, proven.answer, proven.answer.cost_vnd, proven.bound)


def best_network(
    instance: NetworkInstance,
    *,
    budget_vnd: int,
    needs: Sequence[Need] = (),
    effort: Effort | None = None,
    start: NetworkSelection | None = None,
) -> NetworkSelection | None:
    """Return the options and links within a budget that are worth most.

    Worth is people first, then the number of demands as far as sums stay exact; where
    the best is proven, the cheapest of equals is returned.

    Args:
        instance: Options, demands and links.
        budget_vnd: What may be spent.
        needs: What must be covered besides.
        effort: When to stop; by size when not given.
        start: A known selection, from which the search begins; it need not fit.

    Returns:
        The selection, its objective in people; None when the needs cannot be met
        within the budget.
    """
    question = network_question(instance, needs, budget_vnd=budget_vnd)
    if question is None:
        return None
    effort = effort or usual_network_effort(question)
    proven = _proven(question, effort, start)
    if proven is None:
        return None
    cover, answer, base = question.cover, proven.answer, question.people
    people = int(cover.people[cover.covered_by(answer.options)].sum())
    most = min(proven.bound // cover.people_factor, int(cover.people.sum()))
    most = max(people, most)
    found = _selection(question, answer, base + people, base + most)
    is_proven = answer.worth == proven.bound and effort.nodes >= _FULL_PROOF.nodes
    if not (is_proven and answer.options):
        return found
    return _least(instance, needs, question, found) or found


def _least(
    instance: NetworkInstance,
    needs: Sequence[Need],
    best: NetworkQuestion,
    found: NetworkSelection,
) -> NetworkSelection | None:
    """Return the cheapest selection that is worth as much as the best one."""
    cover, factor = instance.cover, best.cover.people_factor
    worth = cover.people * factor + (cover.places if factor > 1 else 0)
    same = Need(worth, int(worth[cover.covered_by(found.options)].sum()))
    question = network_question(instance, [*needs, same])
    if question is None:
        return None
    proven = _proven(question, _FULL_PROOF, found)
    if proven is None or proven.answer.cost_vnd > (best.budget_vnd or 0):
        return None
    return _selection(question, proven.answer, found.objective, found.bound)


def _proven(
    question: NetworkQuestion, effort: Effort, start: NetworkSelection | None
) -> Proven | None:
    known = None if start is None else _known(question, start)
    if is_too_large(question):
        found = taken_apart(question, effort=effort, known=known)
        if found is not None:
            return found
    return prove(question, effort=effort, known=known)


def _known(question: NetworkQuestion, start: NetworkSelection) -> Answer | None:
    """Return an answer that keeps a known selection, or else is drawn to it."""
    chosen = set(start.options)
    inside = [at for at, parts in enumerate(question.parts) if chosen.issuperset(parts)]
    share = np.zeros(question.cover.options + question.graph.size)
    share[inside] = _DRAW
    return better_of(
        question,
        build(question, Guide.of(question), inside),
        build(question, Guide.of(question, share)),
    )


def _selection(
    question: NetworkQuestion, answer: Answer, objective: int, bound: int
) -> NetworkSelection:
    options = {part for at in answer.options for part in question.parts[at]}
    links = {link for arc in answer.arcs for link in question.graph.links[arc]}
    return NetworkSelection(
        tuple(sorted(options)), tuple(sorted(links)), objective, bound
    )
