"""Good answers to network questions: built up greedily, cleared out, tied anew.

Options are taken that bring most of what still lacks for their price, which is their
own, that of what they need, and that of tying them to what is tied already. An answer
in parts can guide the choice: what it takes is cheap.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hatangso.fibre.local_search import improve_tree
from hatangso.fibre.network import network_of
from hatangso.planning.network.links import FAR, cheapest_between, join
from hatangso.planning.network.reduction import NetworkQuestion
from hatangso.units import FloatArray, IntArray

__all__ = ["Answer", "Guide", "better_of", "build", "is_answer", "polished", "tied"]

# What an answer in parts takes whole still costs this much of its price.
_LEAST_SHARE = 1e-3


@dataclass(frozen=True)
class Answer:
    """Options and arcs that answer a question.

    Attributes:
        options: Chosen options, ascending.
        arcs: Chosen arcs, ascending.
        cost_vnd: What they cost.
        worth: What they cover is worth.
    """

    options: tuple[int, ...]
    arcs: tuple[int, ...]
    cost_vnd: int
    worth: int


@dataclass(frozen=True, eq=False)
class Guide:
    """Prices that stand for costs while an answer is built.

    Attributes:
        option: Price of each option, in đồng.
        arc: Price of each arc.
    """

    option: IntArray
    arc: IntArray

    @classmethod
    def of(cls, question: NetworkQuestion, value: FloatArray | None = None) -> "Guide":
        """Return the costs, lower where an answer in parts takes something."""
        options = question.cover.options
        option, arc = question.cover.cost_vnd, question.graph.arcs.cost
        if value is None:
            return cls(option, arc)
        share = np.clip(1.0 - value, _LEAST_SHARE, 1.0)
        arcs = options + np.arange(arc.size)
        return cls(
            np.ceil(option * share[:options]).astype(np.int64),
            np.ceil(arc * share[arcs]).astype(np.int64),
        )


def better_of(
    question: NetworkQuestion, one: Answer | None, other: Answer | None
) -> Answer | None:
    """Return the better of two answers, the first of equals; None is no answer."""
    if one is None or other is None:
        return other if one is None else one
    return other if _rank(question, other) > _rank(question, one) else one


def _rank(question: NetworkQuestion, answer: Answer) -> tuple[int, int]:
    worth = 0 if question.budget_vnd is None else answer.worth
    return worth, -answer.cost_vnd


def is_answer(question: NetworkQuestion, options: Sequence[int]) -> bool:
    """Return whether options keep to all that is asked, ties and budget aside."""
    chosen = np.zeros(question.cover.options, dtype=np.bool_)
    chosen[list(options)] = True
    needed = question.needs[chosen]
    is_covered = question.cover.covered_by(options)
    return (
        bool(chosen[question.is_fixed].all())
        and bool(chosen[needed[needed >= 0]].all())
        and bool(is_covered[question.is_forced].all())
        and question.cover.is_free_of_conflict(options)
        and all(int(g.weight[is_covered].sum()) >= g.amount for g in question.goals)
    )


def tied(
    question: NetworkQuestion, options: Sequence[int], guide: Guide | None = None
) -> Answer | None:
    """Return options with a cheap way to tie them; None where there is none.

    Relays that the way needs are chosen too, those that it does not need are not.
    """
    building = _Building(question, guide or Guide.of(question))
    for option in options:
        building.choose(int(option))
    return building.finished() if building.tie() else None


def build(
    question: NetworkQuestion, guide: Guide, start: Sequence[int] = ()
) -> Answer | None:
    """Return an answer that is built up greedily; None when greed finds none.

    Args:
        question: What is asked.
        guide: Prices.
        start: Options that are taken already.
    """
    building = _Building(question, guide)
    for option in [*np.flatnonzero(question.is_needed).tolist(), *start]:
        if not building.choose(int(option)):
            return None
    if not (building.tie() and building.meet_goals() and building.tie()):
        return None
    building.clear_out()
    answer = _best_tied(question, building.options(), guide)
    if question.budget_vnd is None or answer is None:
        return answer
    if answer.cost_vnd > question.budget_vnd:
        return None
    rich = _Building(question, Guide.of(question))
    for option in answer.options:
        rich.choose(option)
    rich.tie()
    rich.spend(guide)
    rich.clear_out()
    found = _best_tied(question, rich.options(), guide)
    is_dear = found is None or found.cost_vnd > question.budget_vnd
    return answer if is_dear else better_of(question, answer, found)


def _best_tied(
    question: NetworkQuestion, options: Sequence[int], guide: Guide
) -> Answer | None:
    return better_of(question, tied(question, options), tied(question, options, guide))


def polished(question: NetworkQuestion, answer: Answer) -> Answer:
    """Return an answer with the same options, tied no dearer.

    Where links lead one way only a better tree may not be turned from the network
    outwards; then only so much of it is used as can be.
    """
    arcs, edges = question.graph.arcs, _edges(question, answer)
    if not edges.size:
        return answer
    low, high = np.minimum(arcs.tail, arcs.head), np.maximum(arcs.tail, arcs.head)
    network = network_of(arcs.nodes, low[edges], high[edges], arcs.cost[edges])
    pair = low * arcs.nodes + high
    place = np.minimum(np.searchsorted(pair[edges], pair), edges.size - 1)
    in_tree = np.zeros(edges.size, dtype=np.bool_)
    in_tree[place[list(answer.arcs)]] = True
    is_end = np.zeros(arcs.nodes, dtype=np.bool_)
    is_end[question.node[list(answer.options)]] = True
    is_end[0] = True
    order = np.arange(arcs.nodes)
    better = improve_tree(network, is_end, in_tree, order, np.zeros_like(is_end))
    is_free = (pair[edges[place]] == pair) & better[place]
    price = np.where(is_free, 0, arcs.cost)
    found = tied(question, answer.options, Guide(question.cover.cost_vnd, price))
    return answer if found is None or found.cost_vnd >= answer.cost_vnd else found


def _edges(question: NetworkQuestion, answer: Answer) -> IntArray:
    """Return the cheapest arc between each two nodes that an answer may use."""
    arcs, needs = question.graph.arcs, question.graph.needs
    chosen = np.zeros(question.cover.options, dtype=np.bool_)
    chosen[list(answer.options)] = True
    usable = np.flatnonzero((needs < 0) | chosen[needs])
    used = np.zeros(needs.size, dtype=np.bool_)
    used[list(answer.arcs)] = True
    order = np.lexsort((usable, arcs.cost[usable], ~used[usable]))
    return cheapest_between(arcs, usable[order])


class _Building:
    """An answer that is being built."""

    def __init__(self, question: NetworkQuestion, guide: Guide) -> None:
        cover, arcs = question.cover, question.graph.arcs
        self._question, self._guide = question, guide
        self._chosen = np.zeros(cover.options, dtype=np.bool_)
        self._blocks = np.zeros(cover.options, dtype=np.int64)
        self._times = np.zeros(cover.demands, dtype=np.int64)
        self._is_joined = np.zeros(arcs.nodes, dtype=np.bool_)
        self._is_joined[0] = True
        self._via = np.full(arcs.nodes, -1)
        self._distance = np.full(arcs.nodes, FAR)
        weights = [goal.weight for goal in question.goals]
        forced = question.is_forced.astype(np.int64)
        self._weights = np.array([*weights, forced], dtype=np.int64)
        amounts = [goal.amount for goal in question.goals]
        self._amounts = np.array([*amounts, int(forced.sum())], dtype=np.int64)
        self._missing = self._amounts.copy()
        self._gain = (cover.covers @ self._weights.T).T
        self._worth = cover.covers @ question.worth

    def options(self) -> list[int]:
        """Return what is chosen."""
        return np.flatnonzero(self._chosen).tolist()

    def choose(self, option: int) -> bool:
        """Choose an option and what it needs; return whether nothing forbids it."""
        needed = int(self._question.needs[option])
        if needed >= 0 and not self.choose(needed):
            return False
        if self._chosen[option]:
            return True
        if self._blocks[option]:
            return False
        self._chosen[option] = True
        self._blocks[list(self._question.cover.rivals[option])] += 1
        demands = self._question.cover.demands_of(option)
        self._times[demands] += 1
        for demand in demands[self._times[demands] == 1].tolist():
            self._cover(demand)
        return True

    def _cover(self, demand: int) -> None:
        by_demand = self._question.cover.by_demand
        start, stop = by_demand.indptr[demand : demand + 2]
        options = by_demand.indices[start:stop]
        weight = self._weights[:, demand]
        self._missing -= weight
        self._gain[:, options] -= weight[:, None]
        self._worth[options] -= self._question.worth[demand]

    def tie(self) -> bool:
        """Tie all that is chosen; return whether there is a way."""
        question, arcs = self._question, self._question.graph.arcs
        while True:
            wanted = question.node[self._chosen]
            is_end = np.zeros(arcs.nodes, dtype=np.bool_)
            is_end[wanted] = True
            before = int(self._chosen.sum())
            self._distance, via = join(arcs, self._prices(), is_end, self._is_joined)
            is_new = self._is_joined & (self._via < 0)
            self._via[is_new] = via[is_new]
            if not self._is_joined[wanted].all():
                return False
            used = self._via[self._via >= 0]
            relays = np.unique(question.graph.needs[used])
            if not all(self.choose(one) for one in relays[relays >= 0].tolist()):
                return False
            if int(self._chosen.sum()) == before:
                return True

    def _prices(self) -> IntArray:
        """Return prices of arcs, with those of relays that are not chosen yet."""
        question, guide = self._question, self._guide
        needs = question.graph.needs
        is_relayed = (needs >= 0) & ~self._chosen[needs]
        relay = guide.option[needs]
        is_barred = is_relayed & (self._blocks[needs] > 0)
        price = guide.arc + np.where(is_relayed, relay, 0)
        return np.where(is_barred, FAR, price)

    def _option_prices(self) -> IntArray:
        """Return what each option would cost now, FAR where it may not be chosen."""
        question, guide = self._question, self._guide
        needs = question.needs
        is_bare = (needs >= 0) & ~self._chosen[needs]
        price = guide.option + np.where(is_bare, guide.option[needs], 0)
        price = price + self._distance[question.gate]
        is_barred = (self._blocks > 0) | (is_bare & (self._blocks[needs] > 0))
        return np.where(is_barred | self._chosen | (price >= FAR), FAR, price)

    def meet_goals(self) -> bool:
        """Choose options until all goals are met; return whether they are."""
        scale = 1.0 / np.maximum(self._amounts, 1)
        while (self._missing > 0).any():
            lacking = np.maximum(self._missing, 0)
            gain = scale @ np.minimum(self._gain, lacking[:, None])
            price = self._option_prices()
            rate = np.where(price < FAR, gain / price, 0.0)
            best = int(np.argmax(rate)) if rate.size else 0
            if not rate.size or rate[best] <= 0 or not self._take(best):
                return False
        return True

    def spend(self, guide: Guide) -> None:
        """Choose what brings most worth for its price while the budget lasts."""
        question = self._question
        left = (question.budget_vnd or 0) - self._cost_vnd()
        while question.cover.options:
            price = self._option_prices()
            wish = price - question.cover.cost_vnd + guide.option
            is_open = (price <= left) & (self._worth > 0)
            rate = np.where(is_open, self._worth / np.maximum(wish, 1), 0.0)
            best = int(np.argmax(rate))
            if rate[best] <= 0 or not self._take(best):
                return
            left = (question.budget_vnd or 0) - self._cost_vnd()

    def _take(self, option: int) -> bool:
        is_far = self._distance[self._question.gate[option]] > 0
        return self.choose(option) and (not is_far or self.tie())

    def _cost_vnd(self) -> int:
        arcs = self._via[self._via >= 0]
        return self._question.cost_vnd(self.options(), arcs.tolist())

    def clear_out(self) -> None:
        """Give up options, the dearest first, that the answer can do without."""
        question = self._question
        is_kept = question.is_fixed.copy()
        needed = question.needs[self._chosen]
        is_kept[needed[needed >= 0]] = True
        chosen = np.flatnonzero(self._chosen & ~is_kept)
        cost = question.cover.cost_vnd
        worth = question.worth
        for option in sorted(chosen.tolist(), key=lambda one: (-int(cost[one]), -one)):
            demands = question.cover.demands_of(option)
            alone = demands[self._times[demands] == 1]
            lost = self._weights[:, alone].sum(axis=1)
            if (self._missing + lost > 0).any() or worth[alone].any():
                continue
            self._missing += lost
            self._times[demands] -= 1
            self._chosen[option] = False

    def finished(self) -> Answer:
        """Return the answer without what leads nowhere."""
        question, arcs = self._question, self._question.graph.arcs
        options, needs = self._chosen.copy(), question.graph.needs
        used = np.unique(self._via[self._via >= 0])
        is_relay = np.zeros_like(options)
        covers = question.cover.covers
        is_relay[options] = np.diff(covers.indptr)[options] == 0
        is_relay &= ~question.is_fixed
        while True:
            asked = np.concatenate([question.needs[options], needs[used]])
            is_asked = np.zeros_like(options)
            is_asked[asked[asked >= 0]] = True
            options &= is_asked | ~is_relay
            ends = np.concatenate([arcs.tail[used], question.node[options]])
            rest = used[np.isin(arcs.head[used], ends)]
            if rest.size == used.size and bool(
                (options <= (is_asked | ~is_relay)).all()
            ):
                break
            used = rest
        chosen, ties = np.flatnonzero(options).tolist(), used.tolist()
        worth = int(question.worth[question.cover.covered_by(chosen)].sum())
        return Answer(
            tuple(chosen), tuple(ties), question.cost_vnd(chosen, ties), worth
        )
