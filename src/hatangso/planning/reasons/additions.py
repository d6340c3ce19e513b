"""What one more work takes on top of a plan, or in place of a part of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from hatangso.planning.reasons.standing import NOTHING, Part, Standing
from hatangso.planning.reasons.ties import Ties
from hatangso.units import BoolArray, FloatArray, IntArray

__all__ = ["Addition", "Additions"]


@dataclass(frozen=True)
class Addition:
    """A work with all that it needs besides what stands.

    Attributes:
        options: The work's mast if that does not stand, the work, then the masts that
            its tie needs as relays.
        links: Links on its ways, from what is tied outwards; some may stand already.
        cost_vnd: What all that costs.
    """

    options: tuple[int, ...]
    links: tuple[int, ...]
    cost_vnd: int


class Additions:
    """What every work would cost on top of a plan without some part of it."""

    def __init__(self, standing: Standing, without: Part = NOTHING) -> None:
        """Look at a plan that has lost a part."""
        self._standing = standing
        self._without = without
        self._is_free = standing.is_free(without)

    @cached_property
    def cost_vnd(self) -> FloatArray:
        """What each option costs, with its mast and its tie, shape (option,).

        Infinite for what stands, what something standing excludes, and what cannot be
        tied. An option whose own needs exclude each other can be dearer than told here:
        ask ``of``.
        """
        instance, tie_vnd = self._standing.instance, self._ties.cost_vnd
        mast = instance.needs
        is_new_mast = (mast >= 0) & ~self._stands[mast]
        mast_node = np.where(is_new_mast, instance.node[mast], 0)
        cost = instance.cover.cost_vnd.astype(float)
        # The way to a mast and the way to what stands on it may be the same one.
        cost += np.maximum(tie_vnd[instance.node], tie_vnd[mast_node])
        cost += np.where(is_new_mast, instance.cover.cost_vnd[mast], 0)
        cost[self._stands | ~self._is_free] = np.inf
        cost[is_new_mast & ~self._is_free[mast]] = np.inf
        return cost

    def of(self, option: int) -> Addition | None:
        """Return what an option takes; None when it cannot be built."""
        if not np.isfinite(self.cost_vnd[option]):
            return None
        found = self._with(option, self._ties)
        if self._agrees(found.options):
            return found
        rivals = self._standing.instance.cover.rivals
        own = (option, int(self._standing.instance.needs[option]))
        barred = {one for mine in own if mine >= 0 for one in rivals[mine]}
        ties = self._ties_without(barred)
        if not np.isfinite(ties.cost_vnd[self._nodes_of(option)]).all():
            return None
        found = self._with(option, ties)
        return found if self._agrees(found.options) else None

    def together(self, additions: Sequence[Addition]) -> Addition | None:
        """Return several additions as one, what they share paid once.

        Each keeps its own tie; a common one may be cheaper still. None when what they
        build excludes each other.
        """
        options = tuple(
            dict.fromkeys(one for each in additions for one in each.options)
        )
        links = tuple(dict.fromkeys(one for each in additions for one in each.links))
        if not self._agrees(options):
            return None
        return Addition(options, links, self._cost_vnd_of(options, links))

    def _with(self, option: int, ties: Ties) -> Addition:
        instance = self._standing.instance
        options, links = [option], []
        mast = int(instance.needs[option])
        if mast >= 0 and not self._stands[mast]:
            options.insert(0, mast)
        for node in self._nodes_of(option):
            way = [one for one in ties.way_to(node) if one not in links]
            links += way
            needed = instance.links.needs[way].tolist()
            options += [
                one
                for one in dict.fromkeys(needed)
                if one >= 0 and not self._stands[one] and one not in options
            ]
        return Addition(tuple(options), tuple(links), self._cost_vnd_of(options, links))

    def _cost_vnd_of(self, options: Sequence[int], links: Sequence[int]) -> int:
        instance = self._standing.instance
        new = [one for one in links if not self._has_link[one]]
        works_vnd = instance.cover.cost_vnd[list(options)].sum()
        return int(works_vnd + instance.links.cost_vnd[new].sum())

    def _nodes_of(self, option: int) -> list[int]:
        """Return the nodes that an option needs tied, its mast's included."""
        instance = self._standing.instance
        mast = int(instance.needs[option])
        nodes = [int(instance.node[option])]
        if mast >= 0 and not self._stands[mast]:
            nodes.insert(0, int(instance.node[mast]))
        return list(dict.fromkeys(nodes))

    def _agrees(self, options: tuple[int, ...]) -> bool:
        return self._standing.instance.cover.is_free_of_conflict(options)

    @cached_property
    def _has_link(self) -> BoolArray:
        has_link = self._standing.has_link.copy()
        has_link[self._without.links] = False
        return has_link

    @cached_property
    def _stands(self) -> BoolArray:
        stands = self._standing.is_built.copy()
        stands[self._without.options] = False
        return stands

    @cached_property
    def _ties(self) -> Ties:
        if self._changes_ties():
            return self._ties_without(())
        return self._standing.ties

    def _ties_without(self, barred: Iterable[int]) -> Ties:
        standing = self._standing
        prices_vnd = standing.prices_vnd(self._without, barred=barred)
        return standing.graph.ties(standing.tied_nodes(self._without), prices_vnd)

    def _changes_ties(self) -> bool:
        """Return whether losing the part could change what any tie costs."""
        if self._without.nodes.size or self._without.links.size:
            return True
        lost: IntArray = self._without.options
        rivals = self._standing.instance.cover.rivals
        touched = {*lost.tolist(), *(one for gone in lost for one in rivals[gone])}
        return not touched.isdisjoint(self._standing.relays)
