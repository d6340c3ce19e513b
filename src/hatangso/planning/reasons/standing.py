"""What a plan builds as a whole: what hangs on what, what one item needs alone.

An item is *dropped* with all that nobody else needs: its mast, the masts that its tie
uses as relays, and its routes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from hatangso.errors import InvalidInputError
from hatangso.model.build_plan import BuildPlan
from hatangso.planning.build_problem import BuildProblem
from hatangso.planning.network.instance import NetworkInstance
from hatangso.planning.reasons.ties import TieGraph, Ties
from hatangso.units import BoolArray, FloatArray, IntArray

__all__ = ["NOTHING", "Part", "Standing"]

_UNUSED, _SHARED = -2, -1


@dataclass(frozen=True, eq=False)
class Part:
    """What falls away with an option.

    Attributes:
        options: The option and what only it needs, ascending.
        links: Links that only it needs, ascending.
        nodes: Nodes that lose their tie, ascending.
        cost_vnd: What all that costs.
    """

    options: IntArray
    links: IntArray
    nodes: IntArray
    cost_vnd: int


_NONE = np.empty(0, dtype=np.int64)
NOTHING = Part(_NONE, _NONE, _NONE, cost_vnd=0)


class Standing:
    """A plan's works and links within the arrays of its problem.

    Attributes:
        instance: The arrays.
        graph: The links, ready for ties.
        built: Options of the plan, ascending.
        is_built: Whether each option stands.
        links: Links of the plan, ascending.
        has_link: Whether each link stands.
        is_tied: Whether each node hangs on the network.
        people: Inhabitants of each demand, shape (demand,).
        served: How many options of the plan cover each demand, shape (demand,).
    """

    def __init__(self, plan: BuildPlan, problem: BuildProblem) -> None:
        """Find the plan's works and links in its problem.

        Raises:
            InvalidInputError: The plan builds what the problem does not offer.
        """
        self.problem = problem
        self.instance = NetworkInstance.of(problem)
        self.graph = TieGraph(self.instance)
        routes = [item.work for item in plan.items if item.work.links]
        names = [item.work.id for item in plan.items if not item.work.links]
        passed = [link for route in routes for link in route.links]
        self.built = _places(names, [one.id for one in problem.ordered_works])
        links = _places(passed, [one.id for one in problem.ordered_links])
        # What ties at no cost is no item of a plan.
        self.links = np.union1d(links, np.flatnonzero(_is_free(self.instance)))
        self.has_link = np.zeros(self.instance.links.cost_vnd.size, dtype=bool)
        self.has_link[self.links] = True
        cover = self.instance.cover
        self.is_built = np.zeros(cover.options, dtype=bool)
        self.is_built[self.built] = True
        self.people = np.array([one.people for one in problem.wanting], dtype=np.int64)
        self.served = np.asarray(cover.by_demand @ self.is_built.astype(np.int64))
        self._tree = self._tree_of_links()
        self.is_tied = np.isfinite(self._tree.cost_vnd)
        self._conflict_count = self._count_conflicts(self.built)

    def options_of(self, demands: IntArray) -> IntArray:
        """Return, one after the other, the options that cover each of some demands."""
        by_demand = self.instance.cover.by_demand
        start, stop = by_demand.indptr[demands], by_demand.indptr[demands + 1]
        pairs = zip(start.tolist(), stop.tolist(), strict=True)
        return np.concatenate([_NONE, *(by_demand.indices[a:b] for a, b in pairs)])

    def is_free(self, without: Part = NOTHING) -> BoolArray:
        """Return which options exclude nothing that stands once a part is gone."""
        count = self._conflict_count - self._count_conflicts(without.options)
        return np.asarray(count == 0)

    def prices_vnd(
        self, without: Part = NOTHING, *, barred: Iterable[int] = ()
    ) -> FloatArray:
        """Return what each link costs on top of what stands without a part.

        Args:
            without: What does not stand any more.
            barred: Options that must not be built for a link.
        """
        is_built = self.is_built.copy()
        is_built[without.options] = False
        is_allowed = self.is_free(without)
        is_allowed[list(barred)] = False
        free = np.setdiff1d(self.links, without.links)
        return self.graph.prices_vnd(
            is_built=is_built, is_allowed=is_allowed, free=free
        )

    def tied_nodes(self, without: Part = NOTHING) -> IntArray:
        """Return the nodes that hang on the network once a part is gone."""
        is_tied = self.is_tied.copy()
        is_tied[without.nodes] = False
        return np.flatnonzero(is_tied)

    @cached_property
    def ties(self) -> Ties:
        """The cheapest tie of every node to what stands."""
        return self.graph.ties(self.tied_nodes(), self.prices_vnd())

    @cached_property
    def relays(self) -> frozenset[int]:
        """Options that some link needs."""
        needs = self.instance.links.needs
        return frozenset(needs[needs >= 0].tolist())

    @cached_property
    def parts(self) -> dict[int, Part]:
        """What falls away with each option that nothing else of the plan needs."""
        uses = {one: self._used_by(one) for one in self._ends()}
        cover, links = self.instance.cover, self.instance.links
        option_owner = _owners({k: u[0] for k, u in uses.items()}, cover.options)
        link_owner = _owners({k: u[1] for k, u in uses.items()}, links.cost_vnd.size)
        node_owner = self._node_owners(link_owner)
        parts = {}
        for end in sorted(uses):
            options = np.flatnonzero(option_owner == end)
            way = np.flatnonzero(link_owner == end)
            vnd = int(cover.cost_vnd[options].sum() + links.cost_vnd[way].sum())
            parts[end] = Part(options, way, np.flatnonzero(node_owner == end), vnd)
        return parts

    def _tree_of_links(self) -> Ties:
        """Return how the nodes hang on the network by the links of the plan."""
        stands = np.append(self.is_built, True)  # the last one for no need at all
        usable = self.links[stands[self.instance.links.needs[self.links]]]
        prices = np.full(self.instance.links.cost_vnd.size, np.inf)
        prices[usable] = self.instance.links.cost_vnd[usable]
        return self.graph.ties([0], prices)

    def _count_conflicts(self, options: IntArray) -> IntArray:
        """Return with how many of some options each option cannot stand."""
        count = np.zeros(self.is_built.size, dtype=np.int64)
        for option in options.tolist():
            count[list(self.instance.cover.rivals[option])] += 1
        return count

    def _ends(self) -> list[int]:
        """Return the options that stand for themselves: fixed, or needed by nothing."""
        instance = self.instance
        needed = [instance.needs[self.built], instance.links.needs[self.links]]
        away = set(np.concatenate(needed).tolist()) - set(instance.fixed.tolist())
        return [one for one in self.built.tolist() if one not in away]

    def _used_by(self, option: int) -> tuple[set[int], set[int]]:
        """Return the options and links that an option needs, itself included."""
        options: set[int] = set()
        links: set[int] = set()
        waiting = [option]
        while waiting:
            one = waiting.pop()
            if one < 0 or one in options:
                continue
            options.add(one)
            way = self._tree.way_to(int(self.instance.node[one]))
            links.update(way)
            waiting.append(int(self.instance.needs[one]))
            waiting.extend(self.instance.links.needs[list(way)].tolist())
        return options, links

    def _node_owners(self, link_owner: IntArray) -> IntArray:
        """Return the option with which each node loses its tie; below 0 for none."""
        owner = np.full(self.is_tied.size, _SHARED)
        for node in np.flatnonzero(self.is_tied).tolist():
            owners = link_owner[list(self._tree.way_to(node))]
            owners = owners[owners != _UNUSED]
            if owners.size:
                owner[node] = owners[-1]
        return owner


def _owners(users: Mapping[int, Iterable[int]], size: int) -> IntArray:
    """Return who alone uses each of some things."""
    owner = np.full(size, _UNUSED)
    for user, used in users.items():
        things = np.array(sorted(used), dtype=np.int64)
        owner[things] = np.where(owner[things] == _UNUSED, user, _SHARED)
    return owner


def _is_free(instance: NetworkInstance) -> BoolArray:
    links = instance.links
    return np.asarray((links.cost_vnd == 0) & (links.needs < 0))


def _places(wanted: Sequence[str], names: Sequence[str]) -> IntArray:
    """Return the places of some names in a list of them, ascending."""
    place = {name: at for at, name in enumerate(names)}
    strange = sorted(name for name in wanted if name not in place)
    if strange:
        text = (
            "the plan builds {id}, which its problem does not offer: take the problem"
            " that the plan answers"
        )
        raise InvalidInputError(text, id=strange[0])
    return np.array(sorted({place[name] for name in wanted}), dtype=np.int64)
