"""Bounds beyond the linear relaxation: clusters of options are judged as wholes.

What each demand pays goes once to each cluster that covers it, however many options of
the cluster do; within a cluster the best choice is found exactly. All options are split
into clusters in several ways, which share what a demand pays and what an option costs,
so that what one way of splitting keeps apart another one joins. Any such shares give a
bound that no answer passes; good ones are found by subgradient steps. Most steps rest
on choices that the clusters made before, and only some ask them anew.

Source:
    Guignard and Kim, Lagrangean decomposition, Math. Prog. 39 (1987), for copies of an
    option that pay to agree.
"""

from collections import deque
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from hatangso.planning.covering.cluster_search import Clusters, best_in_clusters
from hatangso.planning.covering.clusters import halved, splits_into_clusters
from hatangso.planning.covering.instance import CoverInstance
from hatangso.planning.covering.lagrangian import Prices
from hatangso.units import BoolArray, FloatArray, IntArray

__all__ = ["Ceiling", "cluster_ceiling"]

_WAYS, _CLUSTER_SIZE = 2, 40
_ROUNDS, _STEPS_PER_ROUND, _KEPT_ROUNDS = 120, 6, 30
# A cluster that takes more nodes is cut in two.
_MOST_NODES = 12_000
# Looks at a pair of an option and a kind of demand, 100 million in a second: so many
# for each cover of the question, and so many at most.
_LOOKS_PER_COVER, _MOST_LOOKS = 13_000, 6_000_000_000
# Options that the prices take on average, or that a known answer takes, matter; of too
# many those that the prices take by half.
_LEAST_SHARE, _MOST_IN_DOUBT = 1e-3, 4_000
_FIRST_STEP, _LAST_STEP, _TURN = 0.5, 0.01, 0.7
# How a step for one demand compares with one for an option on which ways disagree, and
# with one for the cost of so many options too much.
_OPTION_SCALE, _BUDGET_SCALE = 2.0, 0.2
_ROUNDING = 1e-9
# Where no slope is steeper than this, squared, no step is worth while.
_LEVEL = 1e-9


@dataclass(frozen=True)
class Ceiling:
    """What an answer is worth at most, by its cost: ``base + rate * cost``.

    Attributes:
        base: Worth at no cost.
        rate: Worth of one đồng.
    """

    base: float
    rate: float

    def at(self, cost_vnd: float) -> float:
        """Return what answers of a cost are worth at most."""
        return self.base + self.rate * cost_vnd


@dataclass(frozen=True, eq=False)
class _Shares:
    """Who pays what; also a step that changes it.

    Attributes:
        price: What each demand pays, shape (way, demand).
        extra: What each option costs beside its even share, shape (way, option).
        rate: Worth of one đồng.
    """

    price: FloatArray
    extra: FloatArray
    rate: float

    def mixed(self, other: "_Shares", share: float) -> "_Shares":
        """Return these with so much of others in their place."""
        kept = 1.0 - share
        return _Shares(
            kept * self.price + share * other.price,
            kept * self.extra + share * other.extra,
            kept * self.rate + share * other.rate,
        )

    def square(self) -> float:
        """Return the squared length of a step."""
        parts = (self.price**2).sum() + (self.extra**2).sum()
        return float(parts + self.rate**2)


class _Way:
    """One way to split options into clusters, and choices that the clusters made.

    Attributes:
        label: The cluster of each option.
        hard: Clusters that took too many nodes when last judged.
        looks: Looks at a pair of an option and a kind of demand, so far, at most.
    """

    label: IntArray
    hard: list[int]
    looks: int

    def __init__(
        self, instance: CoverInstance, label: IntArray, is_chosen: BoolArray
    ) -> None:
        self._instance = instance
        self._is_chosen = is_chosen.copy()
        self.looks = 0
        self._rounds: deque[tuple[sparse.csr_array, sparse.csr_array]] = deque(
            maxlen=_KEPT_ROUNDS
        )
        self._take(label)
        self._remember(np.zeros(instance.options, dtype=bool))

    def judge(
        self, price: FloatArray, cost: FloatArray
    ) -> tuple[float, FloatArray, FloatArray]:
        """Return what the clusters are worth at most, and the best that they choose.

        Returns:
            The bound, how many clusters cover each demand, and how far each option is
            chosen.
        """
        bounds, nodes, pairs = best_in_clusters(
            self._clusters, price, cost, self._is_chosen, _MOST_NODES
        )
        self.hard = np.flatnonzero(nodes > _MOST_NODES).tolist()
        self.looks += int(nodes @ pairs)
        self._remember(self._is_chosen)
        covered, options = self._rounds[-1]
        return float(bounds.sum()), covered.sum(axis=0), options.sum(axis=0)

    def recall(
        self, price: FloatArray, cost: FloatArray
    ) -> tuple[float, FloatArray, FloatArray]:
        """Return the same for the best of what the clusters chose before: no bound."""
        gains = self._covered @ price - self._options @ cost
        by_round = gains.reshape(len(self._rounds), -1)
        best = by_round.argmax(axis=0)
        rows = best * best.size + np.arange(best.size)
        covered, options = self._covered[rows], self._options[rows]
        return float(gains[rows].sum()), covered.sum(axis=0), options.sum(axis=0)

    def relabel(self, label: IntArray) -> None:
        """Split options in another way; what was chosen stays known."""
        choices = [options.sum(axis=0) > 0.0 for _, options in self._rounds]
        self._rounds.clear()
        self._take(label)
        for is_chosen in choices:
            self._remember(is_chosen)

    def _take(self, label: IntArray) -> None:
        self.label, self.hard = label, []
        self._clusters: Clusters = Clusters.of(self._instance, label)

    def _remember(self, is_chosen: BoolArray) -> None:
        chosen = np.flatnonzero(is_chosen)
        shape = (int(self.label.max()) + 1, self._instance.options)
        ones = np.ones(chosen.size)
        options = sparse.csr_array((ones, (self.label[chosen], chosen)), shape)
        covered = sparse.csr_array(options @ self._instance.covers)
        covered.data = np.ones(covered.nnz)
        self._rounds.append((covered, options))
        self._covered = sparse.csr_array(
            sparse.vstack([one[0] for one in self._rounds])
        )
        self._options = sparse.csr_array(
            sparse.vstack([one[1] for one in self._rounds])
        )


def cluster_ceiling(
    instance: CoverInstance,
    prices: Prices,
    *,
    worth: IntArray,
    cost_vnd: float,
    enough: int,
    known: tuple[int, ...],
) -> Ceiling:
    """Return what answers are worth at most, as tight as can be at one cost.

    Args:
        instance: The question.
        prices: Prices from which to start.
        worth: Worth of each demand.
        cost_vnd: The cost at which the ceiling is to be low.
        enough: Below this it is low enough there.
        known: A known answer of about that cost.
    """
    is_known = np.zeros(instance.options, dtype=bool)
    is_known[list(known)] = True
    search = _Search(instance, prices, worth.astype(float), cost_vnd, is_known)
    return search.run(enough)


@dataclass(frozen=True, eq=False)
class _Search:
    """The search for good shares."""

    instance: CoverInstance
    prices: Prices
    worth: FloatArray
    cost_vnd: float
    is_known: BoolArray

    def run(self, enough: int) -> Ceiling:
        """Take steps towards lower ceilings, until that is enough."""
        shares, ways = self._start(), self._ways()
        best, turn, step = Ceiling(np.inf, 0.0), None, 0
        while (done := self._done(step, ways)) < 1.0:
            is_bound = step % _STEPS_PER_ROUND == 0
            ceiling, slope = self._value(ways, shares, is_bound=is_bound)
            if is_bound:
                best = min(best, ceiling, key=lambda one: one.at(self.cost_vnd))
                if best.at(self.cost_vnd) < enough or slope.square() < _LEVEL:
                    break
                self._ease(ways)
            turn = slope if turn is None else turn.mixed(slope, _TURN)
            height = ceiling.at(self.cost_vnd) - enough
            length = _FIRST_STEP * (_LAST_STEP / _FIRST_STEP) ** done
            if height > 0.0 and turn.square() > _LEVEL:
                shares = self._move(shares, turn, length * height / turn.square())
            step += 1
        return replace(best, base=best.base + _ROUNDING * float(self.worth.sum()))

    def _done(self, step: int, ways: list[_Way]) -> float:
        """Return how much of the steps or of the looks, whichever is more, is used."""
        looks = min(_LOOKS_PER_COVER * self.instance.covers.nnz, _MOST_LOOKS)
        used = sum(way.looks for way in ways) / max(1, looks)
        return float(max(step / (_ROUNDS * _STEPS_PER_ROUND), used))

    def _ways(self) -> list[_Way]:
        labels = splits_into_clusters(
            self.instance,
            self.prices,
            in_doubt=self._in_doubt,
            size=_CLUSTER_SIZE,
            ways=_WAYS,
        )
        return [_Way(self.instance, label, self.is_known) for label in labels]

    def _ease(self, ways: list[_Way]) -> None:
        """Cut clusters that take too long to judge."""
        for way in ways:
            label = way.label
            for cluster in way.hard:
                label = halved(
                    self.instance,
                    self.prices,
                    label,
                    in_doubt=self._in_doubt,
                    cluster=cluster,
                )
            if label is not way.label:
                way.relabel(label)

    @property
    def _in_doubt(self) -> IntArray:
        share = self.prices.shares
        matters = np.flatnonzero(self.is_known | (share > _LEAST_SHARE))
        doubt = share[matters] * (1.0 - share[matters])
        return np.sort(matters[np.argsort(-doubt, kind="stable")[:_MOST_IN_DOUBT]])

    def _start(self) -> _Shares:
        even = np.minimum(self.prices.price, self.worth) / _WAYS
        extra = np.zeros((_WAYS, self.instance.options))
        return _Shares(np.tile(even, (_WAYS, 1)), extra, self.prices.rate)

    def _value(
        self, ways: list[_Way], shares: _Shares, *, is_bound: bool
    ) -> tuple[Ceiling, _Shares]:
        """Return a ceiling, and the direction in which it rises fastest."""
        cost = self.instance.cost_vnd
        fair = (shares.rate * cost + self.prices.fee) / _WAYS
        base = float((self.worth - shares.price.sum(axis=0)).sum()) + self.prices.fees
        taken, chosen = np.empty_like(shares.price), np.empty_like(shares.extra)
        for number, way in enumerate(ways):
            ask = way.judge if is_bound else way.recall
            value, taken[number], chosen[number] = ask(
                shares.price[number], fair + shares.extra[number]
            )
            base += value
        mean = chosen.mean(axis=0)
        slope = _Shares(
            self._price_slope(shares.price, taken),
            -_OPTION_SCALE * (chosen - mean),
            (self.cost_vnd - float(cost @ mean)) / self._budget_unit,
        )
        return Ceiling(base, shares.rate), slope

    @property
    def _budget_unit(self) -> float:
        cost = self.instance.cost_vnd.astype(float)
        return float(np.sqrt((cost**2).mean())) / _BUDGET_SCALE

    def _price_slope(self, price: FloatArray, taken: FloatArray) -> FloatArray:
        """Return how the ceiling rises with prices, as far as they can move."""
        slope = taken - 1.0
        slope[(price <= 0.0) & (slope > 0.0)] = 0.0
        is_full = price.sum(axis=0) >= self.worth * (1.0 - _ROUNDING)
        bars = is_full & (slope.sum(axis=0) < 0.0)
        slope[:, bars] -= slope[:, bars].mean(axis=0)
        return slope

    def _move(self, shares: _Shares, turn: _Shares, length: float) -> _Shares:
        price = np.maximum(shares.price - length * turn.price, 0.0)
        total = price.sum(axis=0)
        over = np.maximum(total - self.worth, 0.0)
        price = np.maximum(price - over / _WAYS, 0.0)
        total = np.maximum(price.sum(axis=0), _ROUNDING)
        price *= np.minimum(1.0, self.worth / total)
        rate = shares.rate - length * turn.rate / self._budget_unit
        return _Shares(
            price,
            shares.extra - length * _OPTION_SCALE * turn.extra,
            max(0.0, rate),
        )
