"""Better trees by breaking them at a node or path and mending them more cheaply.

Source:
    The neighbourhoods of Uchoa and Werneck, Fast local search for the Steiner problem
    in graphs, ACM JEA 17 (2012): key paths exchanged, key nodes taken out. A key node
    is a terminal or a node where the tree branches; a key path runs between two.
"""

from typing import NamedTuple

import numpy as np

from hatangso.compiling import compiled
from hatangso.fibre.heap import pop, push
from hatangso.fibre.network import Network
from hatangso.units import BoolArray, IntArray

__all__ = ["improve_tree"]


# Tree edges at a node where the tree neither ends nor branches.
_PASSAGE = 2
# Places in the clock: the first label of the present exchange, the present search.
_LABEL, _SEARCH = 0, 1


class _Tree(NamedTuple):
    """A tree while it is changed, and room to work in."""

    is_terminal: BoolArray
    in_tree: BoolArray  # (edge,)
    is_awake: BoolArray  # (node,) key nodes that are worth a try
    clock: IntArray  # (2,) numbers by the names above
    degree: IntArray  # (node,) number of tree edges
    removed: IntArray  # edges that were taken out
    added: IntArray  # edges that were put in instead
    ends: IntArray  # one node of each part
    label: IntArray  # (node,) part; older numbers count for nothing
    after: IntArray  # (node,) next node of the same part
    part_first: IntArray
    part_last: IntArray
    part_cursor: IntArray
    part_size: IntArray
    part_above: IntArray  # part that a part was joined to
    distance: IntArray
    via: IntArray
    seen: IntArray  # (node,) search that last saw the node
    heap: IntArray
    place: IntArray


def improve_tree(
    network: Network,
    is_terminal: BoolArray,
    in_tree: BoolArray,
    order: IntArray,
    is_settled: BoolArray,
) -> BoolArray:
    """Return a tree that exchanges of key paths and key nodes improve no more.

    After an exchange only the key nodes around it are tried again: a far one may
    be missed.

    Args:
        network: The graph.
        is_terminal: What the tree joins.
        in_tree: Edges of a tree whose leaves are terminals.
        order: Nodes in the order in which they are tried.
        is_settled: Nodes around which nothing is to be tried at first.
    """
    nodes_n, edges_n = len(network.first) - 1, len(network.cost)
    chosen = in_tree.copy()
    degree = np.bincount(network.head[np.repeat(chosen, 2)], minlength=nodes_n)

    def room(size: int) -> IntArray:
        return np.full(size, -1, dtype=np.int64)

    tree = _Tree(
        is_terminal,
        chosen,
        np.zeros(nodes_n, dtype=np.bool_),
        np.zeros(2, dtype=np.int64),
        degree.astype(np.int64),
        room(edges_n),
        room(edges_n),
        *(room(nodes_n + 1) for _ in range(13)),
    )
    _wake_unsettled(network, tree, is_settled)
    _descend(network, tree, order)
    return chosen


@compiled
def _descend(network: Network, tree: _Tree, order: IntArray) -> None:
    is_better = True
    while is_better:
        is_better = False
        for node in order:
            if tree.is_awake[node]:
                tree.is_awake[node] = False
                if tree.degree[node] > _PASSAGE and not tree.is_terminal[node]:
                    is_better |= _without_node(network, tree, node)
                if _is_key(tree, node):
                    is_better |= _without_path(network, tree, node)


@compiled
def _wake(network: Network, tree: _Tree, node: int) -> None:
    """Let the key nodes next to a changed place be tried again."""
    if _is_key(tree, node):
        tree.is_awake[node] = True
    for at in range(network.first[node], network.first[node + 1]):
        if tree.in_tree[network.out[at] >> 1]:
            _, end = _follow(network, tree, network.out[at], 0)
            tree.is_awake[end] = True


@compiled
def _wake_unsettled(network: Network, tree: _Tree, is_settled: BoolArray) -> None:
    for node in range(len(is_settled)):
        if tree.degree[node] > 0 and not is_settled[node]:
            _wake(network, tree, node)


@compiled
def _wake_around(network: Network, tree: _Tree, parts: int, added: int) -> None:
    """Let the key nodes around an exchange be tried again."""
    for i in range(parts):
        _wake(network, tree, tree.ends[i])
    for i in range(added):
        for arc in (2 * tree.added[i], 2 * tree.added[i] + 1):
            if _is_key(tree, network.head[arc]):
                _wake(network, tree, network.head[arc])


@compiled
def _is_key(tree: _Tree, node: int) -> bool:
    return bool(tree.degree[node] > _PASSAGE or tree.is_terminal[node])


@compiled
def _without_node(network: Network, tree: _Tree, node: int) -> bool:
    """Try to do without a node where the tree branches."""
    count = 0
    parts = 0
    for at in range(network.first[node], network.first[node + 1]):
        if tree.in_tree[network.out[at] >> 1]:
            count, end = _follow(network, tree, network.out[at], count)
            tree.ends[parts] = end
            parts += 1
    return _exchange(network, tree, count, parts)


@compiled
def _without_path(network: Network, tree: _Tree, node: int) -> bool:
    """Try to do without each of the key paths to nodes with greater numbers."""
    is_better = False
    for at in range(network.first[node], network.first[node + 1]):
        # An exchange may have made the node a mere passage.
        if tree.in_tree[network.out[at] >> 1] and _is_key(tree, node):
            count, end = _follow(network, tree, network.out[at], 0)
            if node < end:
                tree.ends[0] = node
                tree.ends[1] = end
                is_better |= _exchange(network, tree, count, 2)
    return is_better


@compiled
def _follow(network: Network, tree: _Tree, arc: int, count: int) -> tuple[int, int]:
    """List the edges of a key path; return their number and the path's other end."""
    first, out, head, _ = network
    while True:
        tree.removed[count] = arc >> 1
        count += 1
        node = head[arc]
        if tree.is_terminal[node] or tree.degree[node] != _PASSAGE:
            return count, node
        for at in range(first[node], first[node + 1]):
            onward = out[at]
            if tree.in_tree[onward >> 1] and onward != arc ^ 1:
                arc = onward
                break


@compiled
def _switch(
    network: Network, tree: _Tree, edges: IntArray, count: int, step: int
) -> int:
    """Put edges in (step 1) or take them out (step -1); return what they cost."""
    total = 0
    for i in range(count):
        edge = edges[i]
        tree.in_tree[edge] = step > 0
        tree.degree[network.head[2 * edge]] += step
        tree.degree[network.head[2 * edge + 1]] += step
        total += network.cost[edge]
    return total


@compiled
def _exchange(network: Network, tree: _Tree, count: int, parts: int) -> bool:
    """Take the listed edges out and mend the tree, if that is cheaper; else undo."""
    budget = _switch(network, tree, tree.removed, count, -1)
    _mark_parts(network, tree, parts)
    added = 0
    part = _smallest_part(tree, parts)
    while part >= 0:
        meeting = _search(network, tree, part, budget - 1)
        if meeting < 0:
            _switch(network, tree, tree.added, added, -1)
            _switch(network, tree, tree.removed, count, 1)
            break
        budget -= tree.distance[meeting]
        other = _part_of(tree, meeting, parts)
        added = _lay(network, tree, part, meeting, added)
        _join(tree, part, other, parts)
        part = _smallest_part(tree, parts)
    tree.clock[_LABEL] += parts
    if part < 0:
        _wake_around(network, tree, parts, added)
    return part < 0


@compiled
def _smallest_part(tree: _Tree, parts: int) -> int:
    """Return the smallest part that is not joined to another; -1 when all are."""
    smallest = -1
    for part in range(parts):
        if tree.part_above[part] == part and (
            smallest < 0 or tree.part_size[part] < tree.part_size[smallest]
        ):
            smallest = part
    return smallest


@compiled
def _append(tree: _Tree, part: int, node: int) -> None:
    tree.after[node] = -1
    if tree.part_last[part] < 0:
        tree.part_first[part] = node
    else:
        tree.after[tree.part_last[part]] = node
    tree.part_last[part] = node
    tree.part_size[part] += 1


@compiled
def _mark_parts(network: Network, tree: _Tree, parts: int) -> None:
    """Label the nodes of all parts but the one that takes longest to walk through.

    A part's number is its label less the exchange's first. The unlabelled part has the
    number ``parts``.
    """
    first, out, head, _ = network
    origin = tree.clock[_LABEL]
    tree.part_above[parts] = parts
    for part in range(parts):
        tree.part_last[part] = -1
        tree.part_size[part] = 0
        tree.part_above[part] = part
        _append(tree, part, tree.ends[part])
        tree.label[tree.ends[part]] = origin + part
        tree.part_cursor[part] = tree.ends[part]
    going = parts
    part = parts - 1
    while going > 1:
        part = part + 1 if part + 1 < parts else 0
        node = tree.part_cursor[part]
        if node < 0:
            continue
        for at in range(first[node], first[node + 1]):
            other = head[out[at]]
            if tree.in_tree[out[at] >> 1] and tree.label[other] != origin + part:
                tree.label[other] = origin + part
                _append(tree, part, other)
        tree.part_cursor[part] = tree.after[node]
        if tree.after[node] < 0:
            going -= 1
    for part in range(parts):
        if tree.part_cursor[part] >= 0:
            tree.part_above[part] = parts
            node = tree.part_first[part]
            while node >= 0:
                tree.label[node] = -1
                node = tree.after[node]


@compiled
def _part_of(tree: _Tree, node: int, parts: int) -> int:
    """Return the part of a node of the tree."""
    origin = tree.clock[_LABEL]
    part = tree.label[node] - origin if tree.label[node] >= origin else parts
    while tree.part_above[part] != part:
        part = tree.part_above[part]
    return int(part)


@compiled
def _search(network: Network, tree: _Tree, part: int, limit: int) -> int:
    """Find the node of another part that is nearest; -1 when none is within a limit."""
    first, out, head, cost = network
    tree.clock[_SEARCH] += 1
    now = tree.clock[_SEARCH]
    size = 0
    node = tree.part_first[part]
    while node >= 0:
        tree.seen[node] = now
        tree.distance[node] = 0
        tree.via[node] = -1
        node = tree.after[node]
    meeting = -1
    node = tree.part_first[part]
    is_seeding = True
    while True:
        if is_seeding:
            here = node
            node = tree.after[node]
            is_seeding = node >= 0
        elif size == 0:
            break
        else:
            here = pop(tree.heap, tree.place, tree.distance, size)
            size -= 1
            if tree.degree[here] > 0 or tree.is_terminal[here]:
                meeting = here
                break
        for at in range(first[here], first[here + 1]):
            arc = out[at]
            other = head[arc]
            reach = tree.distance[here] + cost[arc >> 1]
            if reach <= limit and (
                tree.seen[other] != now or reach < tree.distance[other]
            ):
                tree.seen[other] = now
                tree.distance[other] = reach
                tree.via[other] = arc
                size = push(tree.heap, tree.place, tree.distance, size, other)
    for i in range(size):
        tree.place[tree.heap[i]] = -1
    return meeting


@compiled
def _lay(network: Network, tree: _Tree, part: int, meeting: int, added: int) -> int:
    """Put the path to a meeting node into the tree; return the number of new edges."""
    node = meeting
    while tree.via[node] >= 0:
        arc = tree.via[node]
        tree.added[added] = arc >> 1
        added += 1
        tree.in_tree[arc >> 1] = True
        tree.degree[node] += 1
        node = network.head[arc ^ 1]
        tree.degree[node] += 1
        if tree.via[node] >= 0:
            tree.label[node] = tree.clock[_LABEL] + part
            _append(tree, part, node)
    return added


@compiled
def _join(tree: _Tree, part: int, other: int, parts: int) -> None:
    tree.part_above[part] = other
    if other < parts:
        tree.after[tree.part_last[other]] = tree.part_first[part]
        tree.part_last[other] = tree.part_last[part]
        tree.part_size[other] += tree.part_size[part]
