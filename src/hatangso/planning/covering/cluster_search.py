"""What a cluster of options is worth at most, found by branch and bound.

A cluster takes the options that are paid most above their costs, where each demand pays
once, however many options of the cluster cover it. Demands that the same options cover
count as one kind. What is still possible is bounded by letting each kind pay each
option a price of its own, turned a few steps at every node of the search.

Source:
    Balas and Carrera, A dynamic subgradient-based branch-and-bound procedure for set
    covering, Oper. Res. 44 (1996), for steps at every node.
"""

from typing import NamedTuple

import numpy as np

from hatangso.compiling import compiled
from hatangso.planning.covering.instance import CoverInstance
from hatangso.units import BoolArray, FloatArray, IntArray

__all__ = ["Clusters", "best_in_clusters"]

_STEPS, _STRIDE = 6, 2.0
# Differences of sums of floats below this share of them mean nothing.
_ROUNDING = 1e-12


class Clusters(NamedTuple):
    """Options by cluster, and what they cover, as flat lists.

    Attributes:
        ptr: Where the options of each cluster begin.
        options: Options of the clusters, one after the other.
        option_ptr: Where the demands of each option begin.
        option_demands: Demands of the options, one after the other.
        demands: Number of demands.
    """

    ptr: IntArray
    options: IntArray
    option_ptr: IntArray
    option_demands: IntArray
    demands: int

    @classmethod
    def of(cls, instance: CoverInstance, label: IntArray) -> "Clusters":
        """Return clusters from the number of each option's cluster."""
        return cls(
            np.concatenate([[0], np.cumsum(np.bincount(label))]),
            np.argsort(label, kind="stable"),
            instance.covers.indptr.astype(np.int64),
            instance.covers.indices.astype(np.int32),
            instance.demands,
        )


class _Question(NamedTuple):
    """What is to be chosen within one cluster.

    Attributes:
        options: Options that are paid more than they cost if taken alone.
        cost: Cost of each, less what demands pay that no other one covers.
        ptr: Where the kinds of demand that each covers begin.
        kinds: Kinds of demand of the options, one after the other.
        weight: What each kind pays.
    """

    options: IntArray
    cost: FloatArray
    ptr: IntArray
    kinds: IntArray
    weight: FloatArray


class _Tree(NamedTuple):
    """Where the search stands; what is kept by level is so before its decision.

    Attributes:
        is_taken: Whether each option is taken.
        times: How many taken options cover each kind.
        path: The option decided on, by level.
        value: What the taken options are worth, by level.
        price: What each kind pays each open option, by level.
        open: Options that may still be taken, in the first places, by level.
        width: How many they are, by level.
    """

    is_taken: BoolArray
    times: IntArray
    path: IntArray
    value: FloatArray
    price: FloatArray
    open: IntArray
    width: IntArray


class _Marks(NamedTuple):
    """Notes on demands, all zero between clusters."""

    coverers: IntArray
    name: IntArray


@compiled
def best_in_clusters(
    clusters: Clusters,
    price: FloatArray,
    cost: FloatArray,
    is_chosen: BoolArray,
    node_limit: int,
) -> tuple[FloatArray, IntArray, IntArray]:
    """Return what each cluster is worth at most.

    Args:
        clusters: The clusters.
        price: What each demand pays, 0 or more.
        cost: What each option costs, of any sign.
        is_chosen: A good choice of options; replaced by the best that was found.
        node_limit: After so many nodes a cluster's bound stays as it is.

    Returns:
        Bounds that no choice passes, the nodes that each cluster took, and the pairs of
        an option and a kind of demand that each node looks at, at most; a bound is met
        where the limit was not reached.
    """
    marks = _Marks(
        np.zeros(clusters.demands, np.int64), np.zeros(clusters.demands, np.int64)
    )
    bounds = np.zeros(clusters.ptr.size - 1)
    nodes, pairs = np.zeros(bounds.size, np.int64), np.zeros(bounds.size, np.int64)
    for cluster in range(bounds.size):
        members = clusters.options[clusters.ptr[cluster] : clusters.ptr[cluster + 1]]
        question = _question(clusters, members, price, cost, marks)
        chosen = is_chosen[question.options]
        bounds[cluster], nodes[cluster] = _search(question, chosen, node_limit)
        is_chosen[members] = False
        is_chosen[question.options] = chosen
        pairs[cluster] = question.kinds.size
    return bounds, nodes, pairs


@compiled
def _question(
    clusters: Clusters,
    members: IntArray,
    price: FloatArray,
    cost: FloatArray,
    marks: _Marks,
) -> _Question:
    options = _paying(clusters, members, price, cost, marks)
    names, total = _name_kinds(clusters, options, marks)
    number, first = np.full(names + 1, -1), np.empty(names + 1, np.int64)
    net, weight = cost[options], np.zeros(names + 1)
    ptr, kinds = np.zeros(options.size + 1, np.int64), np.empty(total, np.int64)
    used = used_kinds = 0
    for place, option in enumerate(options):
        for demand in _demands(clusters, option):
            if marks.coverers[demand] == 1:
                net[place] -= price[demand]
            if marks.coverers[demand] in (0, 1):
                continue
            name = marks.name[demand]
            if number[name] < 0:
                number[name], first[name] = used_kinds, demand
                used_kinds += 1
            if first[name] == demand:
                kinds[used] = number[name]
                used += 1
            if marks.coverers[demand] > 1:
                weight[number[name]] += price[demand]
                marks.coverers[demand] = -1
        ptr[place + 1] = used
    for option in members:
        for demand in _demands(clusters, option):
            marks.coverers[demand] = marks.name[demand] = 0
    return _Question(options, net, ptr, kinds[:used], weight[:used_kinds])


@compiled
def _demands(clusters: Clusters, option: int) -> IntArray:
    ptr = clusters.option_ptr
    return clusters.option_demands[ptr[option] : ptr[option + 1]]


@compiled
def _paying(
    clusters: Clusters,
    members: IntArray,
    price: FloatArray,
    cost: FloatArray,
    marks: _Marks,
) -> IntArray:
    """Return the options that pay alone; count who covers each demand that pays."""
    options, used = np.empty(members.size, np.int64), 0
    for option in members:
        gain = -cost[option]
        for demand in _demands(clusters, option):
            gain += price[demand]
        if gain > 0.0:
            options[used] = option
            used += 1
            for demand in _demands(clusters, option):
                marks.coverers[demand] += price[demand] > 0.0
    return options[:used]


@compiled
def _name_kinds(
    clusters: Clusters, options: IntArray, marks: _Marks
) -> tuple[int, int]:
    """Give demands that the same options cover one name, others another.

    Returns:
        The largest name, and the number of pairs of an option and a demand.
    """
    total = 0
    for option in options:
        total += _demands(clusters, option).size
    stamp, renamed = np.full(total + 1, -1), np.empty(total + 1, np.int64)
    names = 0
    for place, option in enumerate(options):
        for demand in _demands(clusters, option):
            name = marks.name[demand]
            if stamp[name] != place:
                names += 1
                stamp[name], renamed[name] = place, names
            marks.name[demand] = renamed[name]
    return names, total


@compiled
def _search(
    question: _Question, chosen: BoolArray, node_limit: int
) -> tuple[float, int]:
    """Replace a choice by the best one.

    Returns:
        What no choice is worth more than, and the number of nodes.
    """
    tree = _root(question)
    best = max(0.0, _worth(question, chosen))
    chosen &= best > 0.0
    highest, level, nodes, is_going_down = 0.0, 0, 0, True
    while level >= 0:
        if is_going_down:
            nodes += 1
            if tree.value[level] > best:
                best = tree.value[level]
                chosen[:] = tree.is_taken
            option, gain = _narrow(question, tree, level)
            bound = _bound(question, tree, level, best) if option >= 0 else best
            if bound > best and nodes > node_limit:
                highest = max(highest, bound)
                bound = best
            is_going_down = bound > best
            if is_going_down:
                _decide(question, tree, level, option)
                tree.value[level + 1] = tree.value[level] + gain
                level += 1
                continue
        elif tree.is_taken[tree.path[level]]:
            _decide(question, tree, level, tree.path[level])
            tree.value[level + 1] = tree.value[level]
            is_going_down = True
            level += 1
            continue
        level -= 1
    return max(best, highest), nodes


@compiled
def _root(question: _Question) -> _Tree:
    options, kinds = question.options.size, question.weight.size
    tree = _Tree(
        np.zeros(options, np.bool_),
        np.zeros(kinds, np.int64),
        np.zeros(options + 1, np.int64),
        np.zeros(options + 1),
        np.empty((options + 1, kinds)),
        np.empty((options + 1, options), np.int64),
        np.zeros(options + 1, np.int64),
    )
    tree.price[0] = question.weight
    tree.open[0] = np.arange(options)
    tree.width[0] = options
    return tree


@compiled
def _worth(question: _Question, chosen: BoolArray) -> float:
    is_paid, worth = np.zeros(question.weight.size, np.bool_), 0.0
    for place in range(chosen.size):
        if chosen[place]:
            worth -= question.cost[place]
            for kind in question.kinds[question.ptr[place] : question.ptr[place + 1]]:
                if not is_paid[kind]:
                    is_paid[kind] = True
                    worth += question.weight[kind]
    return worth


@compiled
def _narrow(question: _Question, tree: _Tree, level: int) -> tuple[int, float]:
    """Keep the open options that still gain; return which gains most, or -1."""
    best, most, kept = -1, 0.0, 0
    for option in tree.open[level, : tree.width[level]]:
        gain = -question.cost[option]
        for at in range(question.ptr[option], question.ptr[option + 1]):
            if tree.times[question.kinds[at]] == 0:
                gain += question.weight[question.kinds[at]]
        if gain > 0.0:
            tree.open[level, kept] = option
            kept += 1
            if gain > most:
                best, most = option, gain
    tree.width[level] = kept
    return best, most


@compiled
def _decide(question: _Question, tree: _Tree, level: int, option: int) -> None:
    """Take an open option, or leave one that is taken, and prepare the next level."""
    change = -1 if tree.is_taken[option] else 1
    tree.is_taken[option] = change > 0
    for at in range(question.ptr[option], question.ptr[option + 1]):
        tree.times[question.kinds[at]] += change
    tree.path[level] = option
    tree.price[level + 1] = tree.price[level]
    kept = 0
    for other in tree.open[level, : tree.width[level]]:
        if other != option:
            tree.open[level + 1, kept] = other
            kept += 1
    tree.width[level + 1] = kept


@compiled
def _bound(question: _Question, tree: _Tree, level: int, enough: float) -> float:
    """Return what no choice below a node passes; stop when that is enough."""
    price, weight = tree.price[level], question.weight
    slope = np.empty(weight.size)
    lowest = np.inf
    for _ in range(_STEPS):
        bound = tree.value[level] + _relaxed(question, tree, level, slope)
        lowest = min(lowest, bound)
        steepness = 0.0
        for kind in range(weight.size):
            is_low, is_high = price[kind] <= 0.0, price[kind] >= weight[kind]
            if (slope[kind] > 0.0 and is_low) or (slope[kind] < 0.0 and is_high):
                slope[kind] = 0.0
            steepness += slope[kind] * slope[kind]
        if lowest <= enough or steepness == 0.0:
            break
        step = _STRIDE * (bound - enough) / steepness
        for kind in range(weight.size):
            moved = price[kind] - step * slope[kind]
            price[kind] = min(weight[kind], max(0.0, moved))
    return lowest * (1.0 + _ROUNDING)


@compiled
def _relaxed(question: _Question, tree: _Tree, level: int, slope: FloatArray) -> float:
    """Return what the open options are worth if each is paid for itself."""
    worth, price = 0.0, tree.price[level]
    for kind in range(price.size):
        slope[kind] = 0.0
        if tree.times[kind] == 0:
            worth += question.weight[kind] - price[kind]
            slope[kind] = -1.0
    for option in tree.open[level, : tree.width[level]]:
        gain = -question.cost[option]
        for at in range(question.ptr[option], question.ptr[option + 1]):
            if tree.times[question.kinds[at]] == 0:
                gain += price[question.kinds[at]]
        if gain > 0.0:
            worth += gain
            for at in range(question.ptr[option], question.ptr[option + 1]):
                if tree.times[question.kinds[at]] == 0:
                    slope[question.kinds[at]] += 1.0
    return worth
