"""A planning problem of one moment as arrays: covering, and what ties it together."""

from dataclasses import dataclass

import numpy as np

from hatangso.planning.build_problem import BuildProblem
from hatangso.planning.covering.instance import CoverInstance
from hatangso.units import BoolArray, IntArray

__all__ = ["LinkArrays", "Need", "NetworkInstance", "NetworkSelection"]


@dataclass(frozen=True, eq=False)
class LinkArrays:
    """Nodes numbered from 0, which is the network of today, and ties between them.

    Attributes:
        nodes: Number of nodes.
        start: Node at one end of each link, shape (link,).
        end: Node at its other end.
        cost_vnd: Cost of each link, 0 or more.
        is_two_way: Whether it may also be used from end to start.
        needs: Option that must be chosen for it; -1 for none.
    """

    nodes: int
    start: IntArray
    end: IntArray
    cost_vnd: IntArray
    is_two_way: BoolArray
    needs: IntArray


@dataclass(frozen=True, eq=False)
class Need:
    """An amount of demand that must be covered.

    Attributes:
        weight: What each demand counts, 0 or more, shape (demand,).
        amount: How much of it must be covered.
    """

    weight: IntArray
    amount: int


@dataclass(frozen=True, eq=False)
class NetworkInstance:
    """A covering question whose options may need others, and a tie to the network.

    Attributes:
        cover: Demands, options (one per work) and conflicts between them. An option
            that only carries others covers nothing.
        needs: Option that must be chosen with each option; -1 for none. What is
            needed needs nothing itself.
        node: Node that each option must have tied to the network; 0 for none.
        links: What could tie nodes.
        fixed: Options that must be chosen, ascending.
    """

    cover: CoverInstance
    needs: IntArray
    node: IntArray
    links: LinkArrays
    fixed: IntArray

    @classmethod
    def of(cls, problem: BuildProblem) -> "NetworkInstance":
        """Return the arrays of a problem.

        Demands are ``problem.wanting``, options ``problem.ordered_works``, links
        ``problem.ordered_links``, nodes ``problem.nodes``, each in that order. The
        people of a demand are what they are worth.
        """
        demand = {one.id: at for at, one in enumerate(problem.wanting)}
        work = {one.id: at for at, one in enumerate(problem.ordered_works)}
        node = {one: at for at, one in enumerate(problem.nodes)}
        works, links = problem.ordered_works, problem.ordered_links
        pairs = {_pair(work[one], work[other]) for one, other in problem.conflicts}
        cover = CoverInstance.from_lists(
            [sorted({demand[d] for d in one.covers if d in demand}) for one in works],
            people=[problem.people_worth(one) for one in problem.wanting],
            cost_vnd=[one.cost_vnd for one in works],
            conflicts=sorted(pairs),
        )
        return cls(
            cover=cover,
            needs=_ints(work.get(one.needs, -1) for one in works),
            node=_ints(node[one.node] for one in works),
            links=LinkArrays(
                nodes=len(problem.nodes),
                start=_ints(node[one.start] for one in links),
                end=_ints(node[one.end] for one in links),
                cost_vnd=_ints(one.cost_vnd for one in links),
                is_two_way=np.array([one.is_two_way for one in links], dtype=bool),
                needs=_ints(work.get(one.needs, -1) for one in links),
            ),
            fixed=_ints(sorted(work[one.work_id] for one in problem.fixed)),
        )


@dataclass(frozen=True)
class NetworkSelection:
    """Chosen options and links, and what is proven about them.

    Attributes:
        options: Chosen options in ascending order, those that others need included.
        links: Chosen links in ascending order; every node that is needed hangs on the
            network by them.
        objective: Cost in đồng, or worth covered.
        bound: No answer is better than this, in the unit of the objective.
    """

    options: tuple[int, ...]
    links: tuple[int, ...]
    objective: int
    bound: int


def _pair(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)


def _ints(values: object) -> IntArray:
    return np.array(list(values), dtype=np.int64)  # type: ignore[call-overload]
