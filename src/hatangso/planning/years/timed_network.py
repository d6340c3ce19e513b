"""What to build and when, as one integer programme over all years.

For each thing that could be built and each year a variable says whether it stands by
the end of the year. That every place is tied to the network is asked for when an answer
breaks it: some link must then lead into the part of the map that was cut off.

Source:
    Cuts between the network and what hangs on it: Koch and Martin, Solving Steiner tree
    problems in graphs to optimality, Networks 32 (1998); here with years.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy import sparse

from hatangso.model.work import NETWORK, Link, Work
from hatangso.planning.build_problem import BuildProblem
from hatangso.planning.covering.binary_program import BinaryProgram, Effort, solve
from hatangso.planning.network.instance import Need
from hatangso.planning.years.year_money import purses
from hatangso.units import BoolArray, FloatArray, IntArray

__all__ = [
    "Aim",
    "Pool",
    "YearNeed",
    "YearedAnswer",
    "build_over_years",
]

_LARGEST_EXACT_WORTH = 10**9
_LARGEST_UNIT_COUNT = 10**7
_MAX_ROUNDS = 200


class Aim(StrEnum):
    """What an answer is best in."""

    CHEAPEST = "cheapest"
    MOST = "most"
    EARLY = "early"
    LEAST_EXTRA = "least extra"


@dataclass(frozen=True)
class Pool:
    """What may be built.

    Attributes:
        works: Works; what one needs is among them.
        links: What could tie them.
        is_whole: Whether all of it must be built by the last year.
        is_outward: Whether links are used from start to end only, whatever their kind.
    """

    works: tuple[Work, ...]
    links: tuple[Link, ...]
    is_whole: bool = False
    is_outward: bool = False

    @property
    def items(self) -> tuple[Work | Link, ...]:
        """All of it, works first."""
        return (*self.works, *self.links)

    def is_two_way(self, link: Link) -> bool:
        """Return whether a link may also be used from end to start."""
        return link.is_two_way and not self.is_outward


@dataclass(frozen=True, eq=False)
class YearNeed:
    """What must be covered newly by the end of a year, over ``problem.wanting``."""

    need: Need
    year: int


@dataclass(frozen=True)
class YearedAnswer:
    """What is built when.

    Attributes:
        works: Year of each work that is built, by identifier.
        links: Year of each link that is built, by identifier.
        bound: No answer from the pool is better: đồng, or worth.
    """

    works: Mapping[str, int]
    links: Mapping[str, int]
    bound: int


def build_over_years(
    problem: BuildProblem,
    pool: Pool,
    *,
    needs: Sequence[YearNeed],
    aim: Aim,
    effort: Effort,
    worth_needed: int = 0,
) -> YearedAnswer | None:
    """Return the best answer from a pool within the money of every year.

    Args:
        problem: Who is worth what, and what binds.
        pool: What may be built.
        needs: What must be covered by when.
        aim: What counts. ``LEAST_EXTRA`` lets years spend more than they may, and as
            little as possible of it.
        effort: When to stop early.
        worth_needed: Worth that must be covered by the last year.

    Returns:
        None when there is no answer, or none was found; the programme without all of
        its cuts having no answer is a proof.
    """
    program = _TimedProgram(problem, pool, needs, aim, worth_needed)
    bound = -math.inf
    for _ in range(_MAX_ROUNDS):
        solution = solve(program.binary_program(), effort=effort)
        if solution is None:
            return None
        bound = max(bound, solution.bound)
        stands = solution.is_one.reshape(program.items, program.years)
        if not program.add_cuts(stands):
            return program.answer(stands, bound)
    return None


class _TimedProgram:
    """Rows over variables (item, year), then (group of demand, year), then extra."""

    def __init__(
        self,
        problem: BuildProblem,
        pool: Pool,
        needs: Sequence[YearNeed],
        aim: Aim,
        worth_needed: int,
    ) -> None:
        self.problem, self.pool, self.aim = problem, pool, aim
        self.years = len(problem.years)
        self.items = len(pool.items)
        self.cost_vnd = [one.cost_vnd for one in pool.items]
        self.number = {work.id: at for at, work in enumerate(pool.works)}
        self.entering = _entering(pool)
        self._group()
        self._set_units()
        self._columns: list[list[int]] = []
        self._values: list[list[float]] = []
        self._low: list[float] = []
        self._high: list[float] = []
        self.needs = [
            (problem.years.index(one.year), self._group_sums(one.need.weight), one.need)
            for one in needs
        ]
        self.worth_needed = worth_needed
        self._add_order()
        self._add_fixed()
        self._add_ties()
        self._add_cover()
        self._add_money()

    def stands(self, item: int, year: int) -> int:
        """Return the number of a variable."""
        return item * self.years + year

    def covered(self, group: int, year: int) -> int:
        """Return the number of a variable."""
        return (self.items + group) * self.years + year

    def missing(self, year: int) -> int:
        """Return the number of a variable."""
        return (self.items + len(self.groups)) * self.years + year

    def binary_program(self) -> BinaryProgram:
        """Return the programme with the rows of now."""
        count = self.missing(self.years)
        pointers = np.cumsum([0, *(len(row) for row in self._columns)])
        columns = np.array([one for row in self._columns for one in row], dtype=int)
        values = np.array([one for row in self._values for one in row], dtype=float)
        matrix = sparse.csr_array(
            (values, columns, pointers), shape=(len(self._columns), count)
        )
        low, high = np.array(self._low), np.array(self._high)
        binaries = self.items * self.years
        step = self.step if self.aim is Aim.CHEAPEST else 1.0
        if self.aim is Aim.LEAST_EXTRA:
            step = 0.0
        return BinaryProgram(self._objective(count), matrix, low, high, binaries, step)

    def answer(self, stands: BoolArray, bound: float) -> YearedAnswer:
        """Return what a solution says in the terms of the problem."""
        built = stands[:, -1]
        first = np.argmax(stands, axis=1)
        years = [self.problem.years[at] for at in first.tolist()]
        works, links = self.pool.works, self.pool.links
        of_links = years[len(works) :]
        return YearedAnswer(
            {w.id: y for w, y, b in zip(works, years, built, strict=False) if b},
            {
                link.id: y
                for link, y, b in zip(links, of_links, built[len(works) :], strict=True)
                if b
            },
            self._whole_bound(bound),
        )

    def add_cuts(self, stands: BoolArray) -> bool:
        """Add the rows that an answer breaks; return whether there are any."""
        before = len(self._columns)
        self._cut_loose_places(stands)
        if len(self._columns) == before:
            self._cut_rounded_sums(stands)
        return len(self._columns) > before

    def _whole_bound(self, bound: float) -> int:
        if not math.isfinite(bound):
            return 0
        if self.aim is Aim.CHEAPEST:
            return max(
                0,
                round(math.ceil(bound / self.step - 1e-4) * self.step * self.unit_vnd),
            )
        return math.floor((-bound + 1e-4) / self.worth_factor)

    def _row(
        self,
        terms: Iterable[tuple[int, float]],
        *,
        low: float = -math.inf,
        high: float = math.inf,
    ) -> None:
        sums: dict[int, float] = defaultdict(float)
        for column, value in terms:
            sums[column] += value
        kept = sorted((column, value) for column, value in sums.items() if value)
        self._columns.append([column for column, _ in kept])
        self._values.append([value for _, value in kept])
        self._low.append(low)
        self._high.append(high)

    def _group(self) -> None:
        """Merge demands that the same works cover."""
        wanting = self.problem.wanting
        place = {one.id: at for at, one in enumerate(wanting)}
        coverers: dict[int, list[int]] = defaultdict(list)
        for number, work in enumerate(self.pool.works):
            for demand in sorted({place[one] for one in work.covers if one in place}):
                coverers[demand].append(number)
        groups: dict[tuple[int, ...], list[int]] = defaultdict(list)
        for demand in sorted(coverers):
            groups[tuple(coverers[demand])].append(demand)
        self.groups = tuple(groups)
        self._members = tuple(np.array(one, dtype=int) for one in groups.values())
        people = np.array(
            [self.problem.people_worth(one) for one in wanting], dtype=int
        )
        self.people = self._group_sums(people)
        self.places = [member.size for member in self._members]
        factor = sum(self.places) + 1
        most = sum(self.people) * factor * self.years
        self.worth_factor = factor if most <= _LARGEST_EXACT_WORTH else 1
        # One person outweighs all places together, as elsewhere.
        extra = 1 if self.worth_factor > 1 else 0
        self.worth = [
            people * self.worth_factor + extra * places
            for people, places in zip(self.people, self.places, strict=True)
        ]

    def _group_sums(self, weight: IntArray) -> list[int]:
        return [int(weight[member].sum()) for member in self._members]

    def _set_units(self) -> None:
        paid = [cost for cost in self.cost_vnd if cost]
        divisor, largest = math.gcd(*paid) or 1, max(paid, default=1)
        if largest // divisor <= _LARGEST_UNIT_COUNT:
            self.unit_vnd, self.step = float(divisor), 1.0
        else:
            self.unit_vnd = largest / _LARGEST_UNIT_COUNT
            self.step = divisor / self.unit_vnd

    def _objective(self, count: int) -> FloatArray:
        cost, last = np.zeros(count), self.years - 1
        if self.aim is Aim.CHEAPEST:
            for item, cost_vnd in enumerate(self.cost_vnd):
                cost[self.stands(item, last)] = cost_vnd / self.unit_vnd
        elif self.aim is Aim.LEAST_EXTRA:
            cost[self.missing(0) :] = 1.0
        else:
            first = 0 if self.aim is Aim.EARLY else last
            for group, worth in enumerate(self.worth):
                for year in range(first, self.years):
                    cost[self.covered(group, year)] = -worth
        return cost

    def _add_order(self) -> None:
        """What stands goes on standing, and stands no sooner than what it needs."""
        for item in range(self.items):
            for year in range(self.years - 1):
                now, later = self.stands(item, year), self.stands(item, year + 1)
                self._row([(now, 1), (later, -1)], high=0)
            if self.pool.is_whole:
                self._row([(self.stands(item, self.years - 1), 1)], low=1)
        for item, part in enumerate(self.pool.items):
            if part.needs:
                self._imply(item, [self.number[part.needs]])
        last = self.years - 1
        for one, other in self.problem.conflicts:
            if one in self.number and other in self.number:
                pair = (self.number[one], self.number[other])
                self._row([(self.stands(at, last), 1) for at in pair], high=1)

    def _imply(self, item: int, others: Sequence[int]) -> None:
        """Let an item stand only where one of others does, in every year."""
        for year in range(self.years):
            terms = [(self.stands(other, year), 1.0) for other in others]
            self._row([*terms, (self.stands(item, year), -1)], low=0)

    def _add_fixed(self) -> None:
        for fixed in self.problem.fixed:
            if fixed.work_id not in self.number:
                continue
            item, last = self.number[fixed.work_id], self.years - 1
            if fixed.year is None:
                self._row([(self.stands(item, last), 1)], low=1)
                continue
            built = self.problem.years.index(fixed.year)
            self._row([(self.stands(item, built), 1)], low=1)
            if built:
                self._row([(self.stands(item, built - 1), 1)], high=0)

    def _add_ties(self) -> None:
        """Ask for a link into every node that is used, and one before each link."""
        for number, work in enumerate(self.pool.works):
            if work.node != NETWORK:
                self._imply(number, self.entering[work.node])
        for at, link in enumerate(self.pool.links):
            item = len(self.pool.works) + at
            is_two_way = self.pool.is_two_way(link)
            ends = (link.start, link.end) if is_two_way else (link.start,)
            if NETWORK not in ends:
                before = {one for end in ends for one in self.entering[end]}
                self._imply(item, sorted(before - {item}))

    def _add_cover(self) -> None:
        for group, works in enumerate(self.groups):
            for year in range(self.years):
                terms = [(self.stands(work, year), 1.0) for work in works]
                self._row([*terms, (self.covered(group, year), -1)], low=0)
        for year, weights, need in self.needs:
            self._ask_for(weights, year, need.amount)
        if self.worth_needed:
            self._ask_for(self.people, self.years - 1, self.worth_needed)

    def _ask_for(self, weights: Sequence[int], year: int, amount: int) -> None:
        terms = ((self.covered(g, year), w) for g, w in enumerate(weights) if w)
        self._row(terms, low=amount)

    def _add_money(self) -> None:
        largest = sum(self.cost_vnd) / self.unit_vnd
        for years, budget_vnd in purses(self.problem):
            terms: list[tuple[int, float]] = []
            for at in years:
                terms += self._spending(at)
                if self.aim is Aim.LEAST_EXTRA:
                    terms.append((self.missing(at), -largest))
            self._row(terms, high=budget_vnd / self.unit_vnd)

    def _spending(self, year: int) -> list[tuple[int, float]]:
        terms = []
        for item, cost_vnd in enumerate(self.cost_vnd):
            cost = cost_vnd / self.unit_vnd
            terms.append((self.stands(item, year), cost))
            if year:
                terms.append((self.stands(item, year - 1), -cost))
        return terms

    def _cut_loose_places(self, stands: BoolArray) -> None:
        done: set[tuple[int, frozenset[int]]] = set()
        first_link = len(self.pool.works)
        for year in range(self.years):
            built = np.flatnonzero(stands[first_link:, year]).tolist()
            before = _before([self.pool.links[at] for at in built], self.pool)
            for number, work in enumerate(self.pool.works):
                if not stands[number, year] or work.node == NETWORK:
                    continue
                part = _hanging_together(work.node, before)
                if NETWORK in part:
                    continue
                into = frozenset(self._links_into(part))
                if (number, into) not in done:
                    done.add((number, into))
                    self._imply(number, sorted(into))

    def _links_into(self, part: set[str]) -> Iterable[int]:
        first_link = len(self.pool.works)
        for at, link in enumerate(self.pool.links):
            is_in = link.end in part and link.start not in part
            is_back = link.start in part and link.end not in part
            if is_in or (is_back and self.pool.is_two_way(link)):
                yield first_link + at

    def _cut_rounded_sums(self, stands: BoolArray) -> None:
        """Forbid what is right within the solver's tolerances only."""
        if self.aim is not Aim.LEAST_EXTRA:
            self._forbid_overspending(stands)
        last = self.years - 1
        asked = [(year, weights, need.amount) for year, weights, need in self.needs]
        for year, weights, amount in [*asked, (last, self.people, self.worth_needed)]:
            is_built = stands[:, year]
            covered = sum(
                weight
                for works, weight in zip(self.groups, weights, strict=True)
                if is_built[list(works)].any()
            )
            if covered < amount:
                idle = np.flatnonzero(~is_built).tolist()
                self._row([(self.stands(one, year), 1) for one in idle], low=1)

    def _forbid_overspending(self, stands: BoolArray) -> None:
        new = stands.copy()
        new[:, 1:] &= ~stands[:, :-1]
        for years, budget_vnd in purses(self.problem):
            built = [
                (item, at)
                for at in years
                for item in np.flatnonzero(new[:, at]).tolist()
                if self.cost_vnd[item]
            ]
            if sum(self.cost_vnd[item] for item, _ in built) > budget_vnd:
                terms: list[tuple[int, float]] = []
                for item, at in built:
                    terms.append((self.stands(item, at), 1))
                    if at:
                        terms.append((self.stands(item, at - 1), -1))
                self._row(terms, high=len(built) - 1)


def _entering(pool: Pool) -> Mapping[str, list[int]]:
    """Return the items that lead into each node."""
    entering: dict[str, list[int]] = defaultdict(list)
    for at, link in enumerate(pool.links):
        entering[link.end].append(len(pool.works) + at)
        if pool.is_two_way(link):
            entering[link.start].append(len(pool.works) + at)
    return entering


def _before(links: Iterable[Link], pool: Pool) -> Mapping[str, list[str]]:
    """Return the nodes from which links lead to each node."""
    before: dict[str, list[str]] = defaultdict(list)
    for link in links:
        before[link.end].append(link.start)
        if pool.is_two_way(link):
            before[link.start].append(link.end)
    return before


def _hanging_together(node: str, before: Mapping[str, Sequence[str]]) -> set[str]:
    """Return the nodes from which a node can be walked to."""
    found, open_nodes = {node}, [node]
    for one in open_nodes:
        for other in before.get(one, ()):
            if other not in found:
                found.add(other)
                open_nodes.append(other)
    return found
