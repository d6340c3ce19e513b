"""Smaller network questions with the same best answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from hatangso.planning.covering.instance import (
    Burdens,
    CoverInstance,
    demand_groups,
    dominated_options,
    only_options,
)
from hatangso.planning.network.instance import LinkArrays, Need, NetworkInstance
from hatangso.planning.network.links import FAR, LinkGraph, link_graph, reach
from hatangso.units import BoolArray, IntArray

__all__ = ["NetworkQuestion", "network_question"]


@dataclass(frozen=True, eq=False)
class NetworkQuestion:
    """What is asked, without what cannot matter.

    Attributes:
        cover: Demands that matter, options that may be chosen, exclusions.
        needs: Option that must be chosen with each option; -1 for none.
        node: Node that each option must have tied; 0 for none.
        is_fixed: Options that must be chosen.
        goals: What must be covered, each of it in part.
        is_forced: Demands that must be covered.
        graph: What could tie nodes.
        budget_vnd: What may be spent; None where the least cost is asked for.
        people: People that fixed options cover and that no longer count as demand.
        parts: The options of the instance that each option stands for.
    """

    cover: CoverInstance
    needs: IntArray
    node: IntArray
    is_fixed: BoolArray
    goals: tuple[Need, ...]
    is_forced: BoolArray
    graph: LinkGraph
    budget_vnd: int | None
    people: int
    parts: tuple[tuple[int, ...], ...]

    @cached_property
    def gate(self) -> IntArray:
        """Node through which each option hangs on the network; 0 for none."""
        needed = np.where(self.needs >= 0, self.node[self.needs], 0)
        return np.where(self.node > 0, self.node, needed)

    @cached_property
    def worth(self) -> IntArray:
        """What covering each demand is worth; nothing where no budget is given."""
        worth = self.cover.worth
        return np.zeros_like(worth) if self.budget_vnd is None else worth

    @cached_property
    def is_needed(self) -> BoolArray:
        """Options that every answer holds."""
        by_demand = self.cover.by_demand
        is_needed = self.is_fixed.copy()
        alone = self.is_forced & (np.diff(by_demand.indptr) == 1)
        is_needed[by_demand.indices[by_demand.indptr[:-1][alone]]] = True
        needed = self.needs[is_needed]
        is_needed[needed[needed >= 0]] = True
        return is_needed

    def cost_vnd(self, options: Sequence[int], arcs: Sequence[int]) -> int:
        """Return what options and arcs cost together."""
        arc_cost = self.graph.arcs.cost
        return int(
            self.cover.cost_vnd[list(options)].sum() + arc_cost[list(arcs)].sum()
        )


def network_question(
    instance: NetworkInstance, needs: Sequence[Need], *, budget_vnd: int | None = None
) -> NetworkQuestion | None:
    """Return what is asked in small; None when it is seen to have no answer.

    Args:
        instance: Options, demands and links.
        needs: What must be covered.
        budget_vnd: What may be spent for most worth; None asks for the least cost.
    """
    fixed = _with_needed(instance, instance.fixed.tolist())
    usable = _usable(instance, fixed)
    if not usable[fixed].all():
        return None
    draft = _Draft(instance, fixed, usable, is_best=budget_vnd is not None)
    goals = draft.count_fixed(needs)
    if goals is None:
        return None
    draft.shrink()
    return draft.question(goals, budget_vnd)


def _with_needed(instance: NetworkInstance, options: Sequence[int]) -> list[int]:
    needed = {int(instance.needs[one]) for one in options} - {-1}
    return sorted(needed.union(options))


def _usable(instance: NetworkInstance, fixed: Sequence[int]) -> BoolArray:
    """Return the options that can be chosen together with those that must be."""
    links, needs = instance.links, instance.needs
    barred = {rival for one in fixed for rival in instance.cover.rivals[one]}
    usable = np.ones(instance.cover.options, dtype=np.bool_)
    usable[sorted(barred)] = False
    for option in np.flatnonzero(needs >= 0).tolist():
        usable[option] &= needs[option] not in instance.cover.rivals[option]
    while True:
        before = int(usable.sum())
        usable &= (needs < 0) | usable[needs]
        # What needs nothing looks at the end, also where there are no options.
        is_open = np.append(usable, [True])[links.needs]
        distance = _distances(links, is_open)
        usable &= distance[instance.node] < FAR
        if int(usable.sum()) == before:
            return usable


def _distances(links: LinkArrays, is_open: BoolArray) -> IntArray:
    """Return what tying each node costs at least, or FAR, over some of the links."""
    both = is_open & links.is_two_way
    tail = np.concatenate([links.start[is_open], links.end[both]])
    head = np.concatenate([links.end[is_open], links.start[both]])
    cost = np.concatenate([links.cost_vnd[is_open], links.cost_vnd[both]])
    graph = LinkGraph.of_arcs(links.nodes, tail, head, cost)
    is_source = np.zeros(links.nodes, dtype=np.bool_)
    is_source[0] = True
    distance, _ = reach(graph.arcs, graph.arcs.cost, is_source)
    return np.asarray(distance)


class _Draft:
    """A question while it is made smaller."""

    def __init__(
        self,
        instance: NetworkInstance,
        fixed: Sequence[int],
        usable: BoolArray,
        *,
        is_best: bool,
    ) -> None:
        self._given, self._is_best = instance, is_best
        options = instance.cover.options
        self._cost = instance.cover.cost_vnd.copy()
        self._needs, self._node = instance.needs.copy(), instance.node.copy()
        self._parts: list[tuple[int, ...]] = [(one,) for one in range(options)]
        self._rivals = [set(one) for one in instance.cover.rivals]
        self._is_fixed = np.zeros(options, dtype=np.bool_)
        self._is_fixed[list(fixed)] = True
        self._is_kept = usable.copy()
        self._people, self._weights = 0, np.zeros((0, instance.cover.demands), int)
        self._demand = np.arange(instance.cover.demands)
        free = _distances(instance.links, instance.links.needs < 0)
        self._tie = np.minimum(free, FAR)

    def count_fixed(self, needs: Sequence[Need]) -> list[int] | None:
        """Take out what fixed options cover and nobody asks for or can reach.

        Returns:
            What is left of the needs' amounts; None when it cannot be reached.
        """
        cover = self._given.cover
        fixed = np.flatnonzero(self._is_fixed).tolist()
        is_done = cover.covered_by(fixed)
        is_open = cover.covered_by(np.flatnonzero(self._is_kept).tolist()) & ~is_done
        self._people = int(cover.people[is_done].sum())
        weights = np.array([one.weight for one in needs], dtype=np.int64)
        weights = weights.reshape(len(needs), cover.demands)
        amounts = [
            one.amount - int(weight[is_done].sum())
            for one, weight in zip(needs, weights, strict=True)
        ]
        wanted = [number for number, amount in enumerate(amounts) if amount > 0]
        weights, amounts = weights[wanted], [amounts[number] for number in wanted]
        if any(weights[:, is_open].sum(axis=1) < amounts):
            return None
        is_asked = (weights > 0).any(axis=0) | self._is_best
        self._demand = np.flatnonzero(is_open & is_asked)
        self._weights = weights[:, self._demand]
        return amounts

    def shrink(self) -> None:
        """Join masts with their only use, drop what is replaced, until all is still."""
        while True:
            before = int(self._is_kept.sum())
            self._drop_idle()
            self._join_single()
            self._drop_dominated()
            if int(self._is_kept.sum()) == before:
                return

    def _cover(self) -> CoverInstance:
        """Return options that are kept, for the demands that are left."""
        cover, demand = self._given.cover, self._demand
        pairs = [
            (one, other)
            for one in np.flatnonzero(self._is_kept).tolist()
            for other in sorted(self._rivals[one])
            if one < other and self._is_kept[other]
        ]
        return CoverInstance(
            sparse.csr_array(cover.covers[:, demand]),
            cover.people[demand] if self._is_best else np.zeros_like(demand),
            cover.places[demand],
            self._cost,
            np.array(pairs, dtype=np.int64).reshape(-1, 2),
        )

    def _needed_by_links(self) -> IntArray:
        needs = self._given.links.needs
        needed = np.unique(needs[needs >= 0])
        return needed[self._is_kept[needed]]

    def _drop_idle(self) -> None:
        covers = sparse.csr_array(self._given.cover.covers[:, self._demand])
        is_useful = np.asarray(covers.sum(axis=1) > 0) | self._is_fixed
        is_useful[self._needed_by_links()] = True
        is_useful &= self._is_kept
        is_useful[self._needs[is_useful & (self._needs >= 0)]] = True
        self._is_kept &= is_useful

    def _join_single(self) -> None:
        """Let an option be one with what it needs when nobody else needs that."""
        users = np.flatnonzero(self._is_kept & (self._needs >= 0))
        count = np.bincount(self._needs[users], minlength=self._needs.size)
        count[self._needed_by_links()] += 2
        covers = sparse.csr_array(self._given.cover.covers[:, self._demand])
        count[np.asarray(covers.sum(axis=1) > 0) | self._is_fixed] += 2
        for option in users.tolist():
            needed = int(self._needs[option])
            nodes = {int(self._node[needed]), int(self._node[option])} - {0}
            if count[needed] != 1 or len(nodes) > 1:
                continue
            self._cost[option] += self._cost[needed]
            self._node[option] = max(nodes, default=0)
            self._needs[option] = -1
            self._parts[option] = (*self._parts[needed], *self._parts[option])
            for rival in self._rivals[needed]:
                self._rivals[rival].add(option)
            self._rivals[option] |= self._rivals[needed]
            self._is_kept[needed] = False

    def _drop_dominated(self) -> None:
        kept = np.flatnonzero(self._is_kept)
        place = np.full(self._needs.size, -1, dtype=np.int64)
        place[kept] = np.arange(kept.size)
        needs = self._needs[kept]
        smaller = only_options(self._cover(), kept)
        inside = np.where(needs >= 0, place[needs], -1)
        rivals = [set(one) for one in smaller.rivals]
        both = [
            sorted(own | rivals[needed] if needed >= 0 else own)
            for own, needed in zip(rivals, inside.tolist(), strict=True)
        ]
        burdens = Burdens(smaller.cost_vnd, inside, self._node[kept], self._tie)
        is_gone = dominated_options(smaller, both, burdens) & ~self._is_fixed[kept]
        is_gone[inside[inside >= 0]] = False
        is_gone[place[self._needed_by_links()]] = False
        self._is_kept[kept[is_gone]] = False

    def question(
        self, amounts: Sequence[int], budget_vnd: int | None
    ) -> NetworkQuestion:
        """Return what is left, demands merged that look alike."""
        kept = np.flatnonzero(self._is_kept)
        smaller = only_options(self._cover(), kept)
        group_of = demand_groups(smaller)
        _, firsts = np.unique(group_of, return_index=True)
        groups = sparse.csr_array(
            (
                np.ones(group_of.size, dtype=np.int64),
                (group_of, np.arange(group_of.size)),
            ),
            shape=(firsts.size, group_of.size),
        )
        cover = CoverInstance(
            sparse.csr_array(smaller.covers[:, firsts]),
            groups @ smaller.people,
            groups @ smaller.places,
            smaller.cost_vnd,
            smaller.conflicts,
        )
        weights = [groups @ weight for weight in self._weights]
        is_forced, goals = _forced(weights, amounts, cover.demands)
        place = np.full(self._needs.size, -1, dtype=np.int64)
        place[kept] = np.arange(kept.size)
        needs = self._needs[kept]
        return NetworkQuestion(
            cover=cover,
            needs=np.where(needs >= 0, place[needs], -1),
            node=self._node[kept],
            is_fixed=self._is_fixed[kept],
            goals=goals,
            is_forced=is_forced,
            graph=self._graph(kept, place),
            budget_vnd=budget_vnd,
            people=self._people,
            parts=tuple(self._parts[option] for option in kept.tolist()),
        )

    def _graph(self, kept: IntArray, place: IntArray) -> LinkGraph:
        links = self._given.links
        is_end = np.zeros(links.nodes, dtype=np.bool_)
        is_end[self._node[kept]] = True
        needs = np.append(place, -1)[links.needs]
        is_open = np.flatnonzero((links.needs < 0) | (needs >= 0))
        ties = LinkArrays(
            links.nodes,
            links.start[is_open],
            links.end[is_open],
            links.cost_vnd[is_open],
            links.is_two_way[is_open],
            needs[is_open],
        )
        return link_graph(ties, is_end).with_numbers(is_open)


def _forced(
    weights: Sequence[IntArray], amounts: Sequence[int], demands: int
) -> tuple[BoolArray, tuple[Need, ...]]:
    """Return the demands without which a need fails, and the needs without them."""
    is_forced = np.zeros(demands, dtype=np.bool_)
    for weight, amount in zip(weights, amounts, strict=True):
        is_forced |= weight > int(weight.sum()) - amount
    goals = []
    for weight, amount in zip(weights, amounts, strict=True):
        missing = amount - int(weight[is_forced].sum())
        if missing > 0:
            goals.append(Need(np.where(is_forced, 0, weight), missing))
    return is_forced, tuple(goals)
