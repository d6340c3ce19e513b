"""Sets of nodes into which too little leads, found by flows from the network.

What a demand gets must flow to it: from node 0 over arcs to the nodes of options, and
through these. Where less can flow, a narrowest place is a set of nodes and options that
shows a row which every whole answer keeps and this answer in parts does not.

Source:
    Koch and Martin, Solving Steiner tree problems in graphs to optimality, Networks 32
    (1998): several cuts from one flow, nested, and from both ends. Flows to demands in
    place of nodes: Duin and Volgenant's group Steiner problem.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy import sparse

from hatangso.compiling import compiled
from hatangso.planning.network.links import Arcs
from hatangso.planning.network.program import NetworkProgram, Rows
from hatangso.units import FloatArray, IntArray

__all__ = ["Cuts"]

# Flows are whole numbers: one unit of a variable.
_ONE = 1_000_000
# What must lack for a row to be added.
_LACK = 1_000
_NESTED = 12


class _Ends(NamedTuple):
    """Where flows are to come, as one more arc from each node that serves an end.

    Attributes:
        first: Where the nodes of each end begin.
        node: Nodes from which an end is served; 0 where the network itself does.
        variable: What limits the flow from there; -1 for nothing.
        wanted: Variable that says how much must come; -1 for one.
        arcs: Variable of the first arc.
    """

    first: IntArray
    node: IntArray
    variable: IntArray
    wanted: IntArray
    arcs: int


@dataclass(frozen=True, eq=False)
class Cuts:
    """The rows on sets of nodes of a programme."""

    program: NetworkProgram
    ends: _Ends

    @classmethod
    def of(cls, program: NetworkProgram) -> "Cuts":
        """Return the rows of a programme, none written yet."""
        question = program.question
        by_demand, gate = question.cover.by_demand, question.gate
        is_needed = question.is_needed
        first, node, variable, wanted = [0], [], [], []
        for option in np.flatnonzero(question.node > 0).tolist():
            node.append(int(question.node[option]))
            variable.append(-1)
            wanted.append(-1 if is_needed[option] else option)
            first.append(len(node))
        for demand in range(question.cover.demands):
            start, stop = by_demand.indptr[demand : demand + 2]
            options = by_demand.indices[start:stop]
            is_alone = options.size <= 1 or not gate[options].any()
            if is_alone or (
                program.place[demand] < 0 and not question.is_forced[demand]
            ):
                continue
            node += gate[options].tolist()
            variable += options.tolist()
            wanted.append(int(program.place[demand]))
            first.append(len(node))
        return cls(
            program,
            _Ends(
                np.array(first, dtype=np.int64),
                np.array(node, dtype=np.int64),
                np.array(variable, dtype=np.int64),
                np.array(wanted, dtype=np.int64),
                question.cover.options,
            ),
        )

    def lacking(self, value: FloatArray) -> Rows:
        """Return rows that an answer does not keep; none when it keeps all."""
        amount = np.rint(np.clip(value, 0.0, 1.0) * _ONE).astype(np.int64)
        arcs = self.program.question.graph.arcs
        pointers, columns, wanted = _find(arcs, self.ends, amount)
        known: set[bytes] = set()
        lists: list[IntArray] = []
        signs: list[FloatArray] = []
        low = []
        for number, end in enumerate(wanted):
            own = np.sort(columns[pointers[number] : pointers[number + 1]])
            row = own if end < 0 else np.append(own, end)
            if row.tobytes() not in known:
                known.add(row.tobytes())
                lists.append(row)
                signs.append(np.where(np.arange(row.size) < own.size, 1.0, -1.0))
                low.append(1.0 if end < 0 else 0.0)
        shape = (len(lists), value.size)
        indptr = np.cumsum([0, *(len(one) for one in lists)])
        data = np.concatenate([np.empty(0), *signs])
        indices = np.concatenate([np.empty(0, dtype=np.int64), *lists])
        matrix = sparse.csr_array((data, indices, indptr), shape=shape)
        return Rows(matrix, np.array(low), np.full(len(lists), np.inf))


class _Flow(NamedTuple):
    """A flow on its way from node 0 to one end.

    Attributes:
        room: What each arc can still carry.
        carried: What flows on each arc, and could be taken back.
        space: What can still flow over each entry to an end.
        seen: Number of the search that last came to each node.
        via: How it goes on from there: over an arc, or -2 - arc by taking back; -1
            where an entry of the end is.
        door: That entry.
        todo: Nodes in the order in which the search came to them.
        state: Number of the search, and of the nodes that it came to.
    """

    room: IntArray
    carried: IntArray
    space: IntArray
    seen: IntArray
    via: IntArray
    door: IntArray
    todo: IntArray
    state: IntArray


@compiled
def _find(
    arcs: Arcs, ends: _Ends, amount: IntArray
) -> tuple[list[int], list[int], list[int]]:
    """Return rows that lack: where each begins, its variables, and what it must reach.

    Args:
        arcs: The arcs.
        ends: Where flows are to come.
        amount: How much of each variable is taken.
    """
    nodes, size = len(arcs.out_first) - 1, len(arcs.tail)
    first = ends.arcs
    capacity = amount[first : first + size].copy()
    flow = _Flow(
        capacity.copy(),
        np.zeros(size, dtype=np.int64),
        np.zeros(len(ends.node), dtype=np.int64),
        np.zeros(nodes, dtype=np.int64),
        np.full(nodes, -1),
        np.full(nodes, -1),
        np.empty(nodes, dtype=np.int64),
        np.zeros(2, dtype=np.int64),
    )
    pointers, columns, wanted = [0], [first], [first]
    columns.pop()
    wanted.pop()
    for end in range(len(ends.wanted)):
        aim = ends.wanted[end]
        need = _ONE if aim < 0 else amount[aim]
        for entry in range(ends.first[end], ends.first[end + 1]):
            variable = ends.variable[entry]
            flow.space[entry] = _ONE if variable < 0 else amount[variable]
            if ends.node[entry] == 0:
                need -= flow.space[entry]
        if need <= _LACK:
            continue
        flow.room[:] = capacity
        flow.carried[:] = 0
        for _ in range(_NESTED):
            need -= _push(arcs, ends, flow, end, need)
            if need <= _LACK:
                break
            begin = len(columns)
            _note_cut(arcs, ends, flow, end, columns)
            pointers.append(len(columns))
            wanted.append(aim)
            for column in columns[begin:]:
                if column >= first:
                    capacity[column - first] = _ONE
    return pointers, columns, wanted


@compiled
def _note_cut(
    arcs: Arcs, ends: _Ends, flow: _Flow, end: int, columns: list[int]
) -> None:
    """Append what leads into the nodes that were last seen, and make room there."""
    now, known = flow.state
    for entry in range(ends.first[end], ends.first[end + 1]):
        node = ends.node[entry]
        if node == 0 or flow.seen[node] != now:
            columns.append(ends.variable[entry])
            flow.space[entry] = _ONE
    for node in flow.todo[:known]:
        for at in range(arcs.into_first[node], arcs.into_first[node + 1]):
            arc = arcs.into[at]
            if flow.seen[arcs.tail[arc]] != now:
                columns.append(ends.arcs + arc)
                flow.room[arc] = _ONE


@compiled
def _push(arcs: Arcs, ends: _Ends, flow: _Flow, end: int, need: int) -> int:
    """Let more flow to an end, up to what it needs; return how much more."""
    pushed = 0
    while pushed < need and _search(arcs, ends, flow, end):
        least = need - pushed
        node = 0
        while flow.via[node] != -1:
            step = flow.via[node]
            if step >= 0:
                least = min(least, flow.room[step])
                node = arcs.head[step]
            else:
                least = min(least, flow.carried[-2 - step])
                node = arcs.tail[-2 - step]
        least = min(least, flow.space[flow.door[node]])
        flow.space[flow.door[node]] -= least
        node = 0
        while flow.via[node] != -1:
            step = flow.via[node]
            if step >= 0:
                flow.room[step] -= least
                flow.carried[step] += least
                node = arcs.head[step]
            else:
                flow.room[-2 - step] += least
                flow.carried[-2 - step] -= least
                node = arcs.tail[-2 - step]
        pushed += least
    return pushed


@compiled
def _search(arcs: Arcs, ends: _Ends, flow: _Flow, end: int) -> bool:
    """Search back from an end; return whether node 0 was come to."""
    flow.state[0] += 1
    now, known, done = flow.state[0], 0, 0
    for entry in range(ends.first[end], ends.first[end + 1]):
        node = ends.node[entry]
        if node > 0 and flow.space[entry] > 0 and flow.seen[node] != now:
            flow.seen[node], flow.via[node], flow.door[node] = now, -1, entry
            flow.todo[known] = node
            known += 1
    while done < known:
        node = flow.todo[done]
        done += 1
        for at in range(arcs.into_first[node], arcs.into_first[node + 1]):
            arc = arcs.into[at]
            other = arcs.tail[arc]
            if flow.room[arc] > 0 and flow.seen[other] != now:
                flow.seen[other], flow.via[other] = now, arc
                if other == 0:
                    return True
                flow.todo[known] = other
                known += 1
        for at in range(arcs.out_first[node], arcs.out_first[node + 1]):
            arc = arcs.out[at]
            other = arcs.head[arc]
            if flow.carried[arc] > 0 and flow.seen[other] != now:
                flow.seen[other], flow.via[other] = now, -2 - arc
                flow.todo[known] = other
                known += 1
    flow.state[1] = known
    return False
