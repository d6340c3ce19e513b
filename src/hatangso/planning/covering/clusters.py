"""Options with demands in common, in groups small enough to be judged exactly.

Pairs that share much of what demands pay are joined first, up to a size; then options
change places as long as that keeps more of the sharing within the groups.
"""

from typing import NamedTuple

import numpy as np
from scipy import sparse

from hatangso.compiling import compiled
from hatangso.planning.covering.instance import CoverInstance
from hatangso.planning.covering.lagrangian import Prices
from hatangso.units import FloatArray, IntArray

__all__ = ["halved", "splits_into_clusters"]

# What is already together in one way of splitting counts so much in the next.
_KNOWN_RATIO = 0.2
# An option taken whole or not at all shares with nobody, but for this.
_LEAST_DOUBT = 1e-3
# Remnants may overfill a group by so much.
_OVERFULL_RATIO = 1.2
_MAX_PASSES = 30


class _Groups(NamedTuple):
    """Groups under change.

    Attributes:
        label: The group of each option.
        size: Options in each group.
        pull: How strongly each group draws each option, shape (option, group).
    """

    label: IntArray
    size: IntArray
    pull: FloatArray


def splits_into_clusters(
    instance: CoverInstance,
    prices: Prices,
    *,
    in_doubt: IntArray,
    size: int,
    ways: int,
) -> list[IntArray]:
    """Return several ways to split all options into clusters.

    Args:
        instance: The question.
        prices: What demands pay, and how far each option is taken at these prices.
        in_doubt: The options that matter, in ascending order, one or more.
        size: So many of them may be in one cluster, or a fifth more.
        ways: How many ways; each next one joins what the ones before keep apart.

    Returns:
        For each way the number of each option's cluster.
    """
    sharing = _sharing(instance, prices, in_doubt)
    labels = []
    for _ in range(ways):
        label = _cluster(sharing, size)
        sharing[label[:, None] == label[None, :]] *= _KNOWN_RATIO
        labels.append(_with_the_rest(instance, prices, in_doubt, label))
    return labels


def halved(
    instance: CoverInstance,
    prices: Prices,
    label: IntArray,
    *,
    in_doubt: IntArray,
    cluster: int,
) -> IntArray:
    """Return clusters of which one is cut in two or more.

    Args:
        instance: The question.
        prices: As for the clusters.
        label: The number of each option's cluster.
        in_doubt: As for the clusters.
        cluster: The one to cut, of two options in doubt or more.
    """
    inner = label[in_doubt]
    members = np.flatnonzero(inner == cluster)
    parts = _cluster(
        _sharing(instance, prices, in_doubt[members]), (members.size + 1) // 2
    )
    inner[members] = np.where(parts == 0, cluster, int(label.max()) + parts)
    return _with_the_rest(instance, prices, in_doubt, inner)


def _sharing(instance: CoverInstance, prices: Prices, in_doubt: IntArray) -> FloatArray:
    """Return what pairs of options share, more where both are taken in part."""
    covers = instance.covers[in_doubt].astype(float)
    shared = (covers.multiply(prices.price).tocsr() @ covers.T).toarray()
    part = prices.shares[in_doubt]
    doubt = part * (1.0 - part) + _LEAST_DOUBT
    shared *= np.outer(doubt, doubt)
    np.fill_diagonal(shared, 0.0)
    return np.asarray(shared)


def _cluster(sharing: FloatArray, size: int) -> IntArray:
    label = _join(sharing, size)
    _, label = np.unique(label, return_inverse=True)
    label = _without_remnants(sharing, label, size)
    groups = int(label.max()) + 1
    pull = np.asarray(sharing @ (label[:, None] == np.arange(groups)).astype(float))
    counts = np.bincount(label, minlength=groups)
    for _ in range(_MAX_PASSES):
        if not _improve(sharing, _Groups(label, counts, pull), int(counts.max())):
            break
    return label


class _Links(NamedTuple):
    """Groups that may be joined.

    Attributes:
        sharing: What each pair of groups shares.
        size: Options in each group.
        partner: With whom each group would best be joined.
        worth: What that is worth; 0 where nobody is left.
    """

    sharing: FloatArray
    size: FloatArray
    partner: IntArray
    worth: FloatArray


@compiled
def _join(sharing: FloatArray, limit: int) -> IntArray:
    """Join the two groups that share most for their sizes, again and again."""
    count = sharing.shape[0]
    label = np.arange(count)
    links = _Links(
        sharing.copy(), np.ones(count), np.zeros(count, np.int64), np.zeros(count)
    )
    for one in range(count):
        _look(links, one, limit)
    while True:
        one = int(np.argmax(links.worth))
        if links.worth[one] <= 0.0:
            return label
        other = links.partner[one]
        label[label == other] = one
        _merge(links, one, other)
        for changed in range(count):
            if changed != one and links.partner[changed] not in (one, other):
                _consider(links, changed, one, limit)
            elif links.worth[changed] > 0.0:
                _look(links, changed, limit)


@compiled
def _merge(links: _Links, one: int, other: int) -> None:
    links.sharing[one] += links.sharing[other]
    links.sharing[:, one] += links.sharing[:, other]
    links.sharing[one, one] = 0.0
    links.sharing[other] = 0.0
    links.sharing[:, other] = 0.0
    links.size[one] += links.size[other]
    links.worth[other] = 0.0


@compiled
def _look(links: _Links, one: int, limit: int) -> None:
    """Find whom a group would best be joined with."""
    links.worth[one] = 0.0
    for other in range(links.size.size):
        _consider(links, one, other, limit)


@compiled
def _consider(links: _Links, one: int, other: int, limit: int) -> None:
    size = links.size
    if links.sharing[one, other] > 0.0 and size[one] + size[other] <= limit:
        worth = links.sharing[one, other] / np.sqrt(size[one] * size[other])
        if worth > links.worth[one]:
            links.worth[one] = worth
            links.partner[one] = other


def _without_remnants(sharing: FloatArray, label: IntArray, size: int) -> IntArray:
    """Put small groups with those that draw them most and have room."""
    label, sizes = label.copy(), np.bincount(label)
    for small in np.argsort(sizes, kind="stable"):
        members = label == small
        pull = np.bincount(label, sharing[members].sum(axis=0), sizes.size)
        room = _OVERFULL_RATIO * size - sizes - sizes[small]
        pull = np.where((sizes > 0) & (room >= 0), pull, -1.0)
        pull[small] = -1.0
        if 2 * sizes[small] <= size and pull.max() >= 0.0:
            target = int(np.argmax(pull))
            label[members] = target
            sizes[target] += sizes[small]
            sizes[small] = 0
    return np.unique(label, return_inverse=True)[1]


@compiled
def _improve(sharing: FloatArray, groups: _Groups, size: int) -> bool:
    """Move options, or let two change places; return whether any did."""
    is_changed = False
    for option in range(groups.label.size):
        here = groups.label[option]
        best, target, swapped = 1e-9 * groups.pull[option, here], -1, -1
        for there in range(groups.size.size):
            more = groups.pull[option, there] - groups.pull[option, here]
            if there == here or more <= 0.0:
                continue
            if groups.size[there] < size:
                if more > best:
                    best, target, swapped = more, there, -1
                continue
            other, loss = _best_return(sharing, groups, option, there)
            if more + loss > best:
                best, target, swapped = more + loss, there, other
        if target >= 0:
            is_changed = True
            _move(sharing, groups, option, target)
            if swapped >= 0:
                _move(sharing, groups, swapped, here)
    return is_changed


@compiled
def _best_return(
    sharing: FloatArray, groups: _Groups, option: int, there: int
) -> tuple[int, float]:
    """Return who of a group would best take an option's place, and what that gains."""
    here, found, best = groups.label[option], -1, -np.inf
    for other in range(groups.label.size):
        if groups.label[other] == there:
            gain = groups.pull[other, here] - groups.pull[other, there]
            gain -= 2.0 * sharing[option, other]
            if gain > best:
                found, best = other, gain
    return found, best


@compiled
def _move(sharing: FloatArray, groups: _Groups, option: int, there: int) -> None:
    here = groups.label[option]
    for other in range(groups.label.size):
        groups.pull[other, here] -= sharing[other, option]
        groups.pull[other, there] += sharing[other, option]
    groups.label[option] = there
    groups.size[here] -= 1
    groups.size[there] += 1


def _with_the_rest(
    instance: CoverInstance, prices: Prices, in_doubt: IntArray, label: IntArray
) -> IntArray:
    """Add the options that hardly matter, each to the cluster that it shares with."""
    groups = int(label.max()) + 1
    ones = np.ones(label.size)
    member = sparse.csr_array((ones, (label, in_doubt)), (groups, instance.options))
    covers = instance.covers.astype(float)
    paid = covers.multiply(prices.price).tocsr()
    full = np.argmax((paid @ (member @ covers).T).toarray(), axis=1)
    full[in_doubt] = label
    return np.asarray(full, dtype=np.int64)
