"""From single links to routes: what a contractor would be asked to build in one go."""

import heapq
import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import LineString

from hatangso.errors import InvalidInputError
from hatangso.model.work import NETWORK, Link, Work, WorkKind

__all__ = ["Route", "Step", "is_free", "paths_to_network", "routes_of"]

_PREFIX = {
    WorkKind.FIBRE: "F",
    WorkKind.MICROWAVE: "M",
    WorkKind.SATELLITE: "S",
}


@dataclass(frozen=True)
class Step:
    """A link as it is walked on the way out from the network.

    Attributes:
        start: Node nearer to the network.
        end: Node farther out.
    """

    link: Link
    start: str
    end: str


@dataclass(frozen=True)
class Route:
    """A stretch of links without a branch, built in one go.

    Attributes:
        work: As it stands in a plan, its links from the network outwards.
        start: Node nearer to the network.
        end: Node farther out.
    """

    work: Work
    start: str
    end: str

    @property
    def is_there(self) -> bool:
        """Whether it is there already: nothing needs to be built for it."""
        work = self.work
        return work.cost_vnd == 0 and work.length_m == 0 and not work.needs


def is_free(link: Link) -> bool:
    """Return whether a link is there already: it costs nothing and has no length."""
    return link.cost_vnd == 0 and link.length_m == 0 and not link.needs


def paths_to_network(
    links: Iterable[Link], *, extra_vnd: Mapping[str, int] | None = None
) -> dict[str, tuple[int, Step]]:
    """Return how every node is tied most cheaply to the network.

    Args:
        links: What may be used, each in the directions that it allows.
        extra_vnd: What the work costs that a link needs, by work; nothing when not
            given. A link whose work has no entry cannot be used then.

    Returns:
        By node, the cost from the network and the last step; no entry for a node that
        cannot be tied, nor for the network itself.
    """
    leaving: dict[str, list[Step]] = defaultdict(list)
    for link in sorted(links, key=lambda one: one.id):
        if link.needs and extra_vnd is not None and link.needs not in extra_vnd:
            continue
        leaving[link.start].append(Step(link, link.start, link.end))
        if link.is_two_way:
            leaving[link.end].append(Step(link, link.end, link.start))
    found: dict[str, tuple[int, Step]] = {}
    queue: list[tuple[int, int, str, int, Step | None]] = [(0, 0, "", 0, None)]
    number = 0
    while queue:
        cost_vnd, hops, _, _, step = heapq.heappop(queue)
        node = NETWORK if step is None else step.end
        if step is not None:
            if node in found or node == NETWORK:
                continue
            found[node] = (cost_vnd, step)
        for out in leaving[node]:
            if out.end not in found:
                number += 1
                needed_vnd = extra_vnd.get(out.link.needs, 0) if extra_vnd else 0
                sum_vnd = cost_vnd + out.link.cost_vnd + needed_vnd
                heapq.heappush(queue, (sum_vnd, hops + 1, out.link.id, number, out))
    return found


def routes_of(
    links: Sequence[Link], works: Sequence[Work], *, cuts: Collection[str] = ()
) -> tuple[Route, ...]:
    """Put the links that tie works to the network together to routes.

    A route ends where the tree branches, where a work is tied, and where another kind
    of link goes on; every hop and every satellite link is a route of its own. Links on
    the way to no work are left out, and so are detours. Routes are numbered from the
    network outwards.

    Args:
        links: Links that were chosen.
        works: Works that were chosen; those that links need among them.
        cuts: Nodes where a route ends besides.

    Returns:
        The routes, each after the one that it hangs on. Those that are there already
        (no cost, no length) are among them, named after their first link.

    Raises:
        InvalidInputError: The links do not tie the node of some work.
    """
    steps = _tree(links, works)
    leaving: dict[str, list[Step]] = defaultdict(list)
    for step in sorted(steps.values(), key=lambda one: one.link.id):
        leaving[step.start].append(step)
    tied = {work.node for work in works} | {*cuts}
    position = {work.node: (work.lon_deg, work.lat_deg) for work in works}
    routes: list[Route] = []
    counts: dict[str, int] = defaultdict(int)
    open_nodes = [NETWORK]
    for node in open_nodes:
        for first in leaving[node]:
            stretch = _stretch(first, leaving, tied)
            prefix = _PREFIX[first.link.kind]
            name = f"={first.link.id}"
            if not is_free(first.link):
                counts[prefix] += 1
                name = f"{prefix}-{counts[prefix]:04d}"
            work = _route_work(name, stretch, position)
            routes.append(Route(work, node, stretch[-1].end))
            open_nodes.append(stretch[-1].end)
    return tuple(routes)


def _tree(links: Sequence[Link], works: Sequence[Work]) -> dict[str, Step]:
    """Return the last step to every node on the way to a work."""
    found = paths_to_network(links, extra_vnd={work.id: 0 for work in works})
    steps: dict[str, Step] = {}
    for work in works:
        node = work.node
        while node != NETWORK and node not in steps:
            if node not in found:
                text = "the links that were chosen do not tie {work}; add a link to it"
                raise InvalidInputError(text, work=work.id)
            steps[node] = found[node][1]
            node = steps[node].start
    return steps


def _stretch(
    first: Step, leaving: Mapping[str, Sequence[Step]], tied: set[str]
) -> list[Step]:
    """Return the steps from one cut to the next."""
    stretch = [first]
    while first.link.kind is WorkKind.FIBRE:
        node = stretch[-1].end
        onward = leaving.get(node, ())
        if node in tied or len(onward) != 1 or not _goes_on(first, onward[0]):
            break
        stretch.append(onward[0])
    return stretch


def _goes_on(first: Step, onward: Step) -> bool:
    # What is there already is no part of what is built.
    is_alike = onward.link.kind is first.link.kind and not onward.link.needs
    return is_alike and is_free(onward.link) == is_free(first.link)


def _route_work(
    name: str, stretch: Sequence[Step], position: Mapping[str, tuple[float, float]]
) -> Work:
    line = _line(stretch)
    end = stretch[-1].end
    lon_deg, lat_deg = position.get(end, (math.nan, math.nan))
    if line is not None:
        lon_deg, lat_deg = line.coords[-1][:2]
    return Work(
        id=name,
        kind=stretch[0].link.kind,
        service="",
        lon_deg=lon_deg,
        lat_deg=lat_deg,
        cost_vnd=sum(step.link.cost_vnd for step in stretch),
        needs=stretch[0].link.needs,
        node=end,
        links=tuple(step.link.id for step in stretch),
        line=line,
        length_m=sum(step.link.length_m for step in stretch),
    )


def _line(stretch: Sequence[Step]) -> LineString | None:
    """Return the course from the network outwards; None where a part is not known."""
    parts = []
    for step in stretch:
        if step.link.line is None:
            if step.link.length_m > 0:
                return None
            continue
        is_onward = step.start == step.link.start
        course = shapely.get_coordinates(step.link.line)
        parts.append(course if is_onward else course[::-1])
    if not parts:
        return None
    whole = np.concatenate(parts)
    is_new = np.append(True, (np.diff(whole, axis=0) != 0).any(axis=1))
    is_line = is_new.sum() > 1
    return LineString(whole[is_new]) if is_line else None
