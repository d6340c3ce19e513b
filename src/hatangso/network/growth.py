"""How much more a network could carry at best, over whichever ways: a linear program.

All traffic runs between nodes and the cores, so that the greatest share of it that all
nodes can have at once is one flow, and the links that limit it are a least cut.

Source:
    Maximum concurrent flow: Shahrokhi and Matula, J. ACM 37 (1990); solved by HiGHS.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from hatangso.model.government_network import Demand
from hatangso.network.cuts import reached_without
from hatangso.network.graph import NetworkGraph
from hatangso.network.load import Fit
from hatangso.units import BoolArray, FloatArray, IntArray, require_between

__all__ = ["Growth", "best_growth"]

_SLACK = 1e-6
_UNBOUNDED = 3


@dataclass(frozen=True)
class Growth:
    """How many times what is asked the network carries, over the best ways.

    Attributes:
        low: So many times for sure, links of unknown capacity carrying nothing; None
            when nothing limits it.
        high: So many times at most, those links carrying anything; None likewise.
        limits: Codes of the links that set ``high``: a least cut; empty without one.
    """

    low: float | None
    high: float | None
    limits: tuple[str, ...]

    @property
    def fit(self) -> Fit:
        """Whether some ways carry all that is asked."""
        if self.low is None or self.low >= 1 - _SLACK:
            return Fit.YES
        if self.high is not None and self.high < 1 - _SLACK:
            return Fit.NO
        return Fit.UNKNOWN


def best_growth(
    graph: NetworkGraph,
    demands: Sequence[Demand],
    *,
    usable_ratio: float,
    lost_links: Iterable[int] = (),
    lost_nodes: Iterable[int] = (),
) -> Growth:
    """Return how many times what is asked fits, were traffic sent over the best ways.

    Nodes that reach no core are left aside. Backup links count like others.

    Args:
        graph: The network.
        demands: All at once, each between its node and the cores.
        usable_ratio: Share of a link's capacity that may be used, 0 to 1.
        lost_links: Numbers of links that fail.
        lost_nodes: Numbers of nodes that fail; they ask for nothing.

    Raises:
        InvalidInputError: A demand names no node of the network.
        OutOfRangeError: The share is none.
    """
    require_between("usable_ratio", usable_ratio, low=0, high=1)
    lost_links, lost_nodes = set(lost_links), set(lost_nodes)
    is_reached = reached_without(graph, lost_links, lost_nodes)
    asked = np.zeros(len(graph.nodes))
    for one in demands:
        asked[graph.number(one.node_id)] += one.rate_mbps
    asked[~is_reached] = 0.0
    asked[list(graph.roots)] = 0.0
    used = [
        at
        for at in np.flatnonzero(graph.is_up).tolist()
        if at not in lost_links
        and not {int(graph.start[at]), int(graph.end[at])} & lost_nodes
    ]
    if not asked.any():
        return Growth(None, None, ())
    room = np.array(
        [
            np.nan
            if graph.links[at].capacity_mbps is None
            else (graph.links[at].capacity_mbps or 0.0) * usable_ratio
            for at in used
        ]
    )
    links = np.array(used, dtype=np.int64)
    high, is_tight = _greatest(graph, links, np.where(np.isnan(room), np.inf, room),
                               asked, is_reached)  # fmt: skip
    low = high
    if np.isnan(room).any():
        known = np.where(np.isnan(room), 0.0, room)
        low, _ = _greatest(graph, links, known, asked, is_reached)
    limits = tuple(graph.links[at].id for at in links[is_tight].tolist())
    return Growth(low, high, limits)


def _greatest(
    graph: NetworkGraph,
    links: IntArray,
    room: FloatArray,
    asked: FloatArray,
    is_reached: BoolArray,
) -> tuple[float | None, BoolArray]:
    """Return the greatest share that all nodes get, and the links that limit it."""
    count = len(links)
    start, end = graph.start[links], graph.end[links]
    ways = np.arange(count)
    # What flows from start to end, then what flows from end to start, then the share.
    rows = np.concatenate([start, end, end, start, np.flatnonzero(asked)])
    share = np.full(np.count_nonzero(asked), 2 * count)
    columns = np.concatenate([ways, ways, ways + count, ways + count, share])
    one = np.ones(count)
    values = np.concatenate([one, -one, one, -one, -asked[asked > 0]])
    matrix = sparse.csr_array(
        (values, (rows, columns)), shape=(len(graph.nodes), 2 * count + 1)
    )
    is_way = is_reached.copy()
    is_way[list(graph.roots)] = False
    cost = np.zeros(2 * count + 1)
    cost[-1] = -1.0
    bounds = np.column_stack(
        [np.zeros(2 * count + 1), np.concatenate([room, room, [np.inf]])]
    )
    answer = linprog(
        cost, A_eq=matrix[is_way], b_eq=np.zeros(int(is_way.sum())), bounds=bounds
    )
    if answer.status == _UNBOUNDED or answer.x is None:
        return None, np.zeros(count, dtype=bool)
    price = answer.upper.marginals[: 2 * count]
    is_tight = (price[:count] < -(_SLACK**2)) | (price[count:] < -(_SLACK**2))
    return max(0.0, float(answer.x[-1])), np.asarray(is_tight)
