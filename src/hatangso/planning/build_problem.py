"""What is asked of the optimiser: who wants what, what could be built, what binds."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from hatangso.errors import InvalidInputError
from hatangso.model.demand import AskedService, Demand, Goal
from hatangso.model.scenario import FixedWork
from hatangso.model.work import NETWORK, Link, Work

__all__ = ["BuildProblem", "FixedWork"]


@dataclass(frozen=True)
class BuildProblem:
    """A planning problem; the order of its parts does not matter.

    Attributes:
        services: What is planned.
        demand: All places of the province with what they want.
        covered: Demands that are satisfied today.
        unknown: Demands of which nobody can tell. They count neither as covered nor as
            to be covered, and nothing is built for them.
        works: What could be built; of no kind that is a route.
        links: What could tie nodes to the network.
        conflicts: Pairs of works of which at most one may be built.
        goals: What must be reached by when; empty under a budget alone.
        watched: Goals that do not bind: the plan tells what becomes of them.
        years: Ascending, one or more.
        budgets_vnd: What may be spent in each year; None without a limit.
        carries_over: Whether money that a year leaves may be spent later.
        fixed: Works that are built whatever they cost.
        weights: What serving one person is worth, by service, whole and 0 or more; 1
            for a service without an entry.

    Raises:
        InvalidInputError: An identifier stands twice or is not known, a number is out
            of range, years do not rise, or a demand is both covered and unknown.
    """

    services: tuple[AskedService, ...]
    demand: tuple[Demand, ...]
    covered: frozenset[str]
    unknown: frozenset[str]
    works: tuple[Work, ...]
    links: tuple[Link, ...] = ()
    conflicts: tuple[tuple[str, str], ...] = ()
    goals: tuple[Goal, ...] = ()
    watched: tuple[Goal, ...] = ()
    years: tuple[int, ...] = (1,)
    budgets_vnd: tuple[int | None, ...] = (None,)
    carries_over: bool = True
    fixed: tuple[FixedWork, ...] = ()
    weights: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Check that the parts fit together."""
        demands = _unique("demands", (one.id for one in self.demand))
        services = _unique("services", (one.name for one in self.services))
        works = _unique("works", (one.id for one in self.works))
        _unique("links", (one.id for one in self.links))
        _require_known("covered", self.covered, demands)
        _require_known("unknown", self.unknown, demands)
        _require_known(
            "services of demands", {d.service for d in self.demand}, services
        )
        _require_known(
            "services of goals",
            {g.service for g in (*self.goals, *self.watched)},
            services,
        )
        for pair in self.conflicts:
            _require_known("conflicts", pair, works)
            if pair[0] == pair[1]:
                text = "work {work} cannot exclude itself: name another one"
                raise InvalidInputError(text, work=pair[0])
        for work in self.works:
            _require_known(f"covers of {work.id}", work.covers, demands)
            _require_known(f"needs of {work.id}", {work.needs} - {""}, works)
        for link in self.links:
            _require_known(f"needs of {link.id}", {link.needs} - {""}, works)
        _require_known("fixed", (one.work_id for one in self.fixed), works)
        both = sorted(self.covered & self.unknown)
        if both:
            text = "demand {demand} is both covered and unknown: decide on one"
            raise InvalidInputError(text, demand=both[0])
        self._require_numbers()
        self._require_years()

    def _require_numbers(self) -> None:
        for work in self.works:
            if not work.cost_vnd > 0:
                text = "the cost of work {work} must be above zero; it is {value}"
                raise InvalidInputError(text, work=work.id, value=work.cost_vnd)
        for link in self.links:
            if not link.cost_vnd >= 0:
                text = "the cost of link {link} must be 0 or more; it is {value}"
                raise InvalidInputError(text, link=link.id, value=link.cost_vnd)
        for one in self.demand:
            if min(one.people, one.households, one.road_m) < 0:
                text = (
                    "people, households and road of demand {demand} must be 0 or more"
                )
                raise InvalidInputError(text, demand=one.id)
        for goal in (*self.goals, *self.watched):
            if goal.ratio is not None and not 0 <= goal.ratio <= 1:
                text = "the goal must lie between 0 and 1; it is {value}"
                raise InvalidInputError(text, value=goal.ratio)

    def _require_years(self) -> None:
        if not self.years or list(self.years) != sorted(set(self.years)):
            text = "years must rise and be one or more; they are {years}"
            raise InvalidInputError(text, years=", ".join(map(str, self.years)))
        if len(self.budgets_vnd) != len(self.years):
            text = "{budgets} budgets are given for {years} years: give one for each"
            raise InvalidInputError(
                text, budgets=len(self.budgets_vnd), years=len(self.years)
            )
        for year, budget_vnd in zip(self.years, self.budgets_vnd, strict=True):
            if budget_vnd is not None and budget_vnd < 0:
                text = "the budget of {year} must be 0 or more; it is {value}"
                raise InvalidInputError(text, year=year, value=budget_vnd)
        for what, named in (
            ("goal", {goal.year for goal in (*self.goals, *self.watched)}),
            ("fixed work", {one.year for one in self.fixed if one.year is not None}),
        ):
            late = sorted(named - set(self.years))
            if late:
                text = "the year {year} of a {what} is not planned; planned are {years}"
                raise InvalidInputError(
                    text,
                    year=late[0],
                    what=what,
                    years=", ".join(map(str, self.years)),
                )

    @cached_property
    def ordered_works(self) -> tuple[Work, ...]:
        """The works in order of their identifiers."""
        return tuple(sorted(self.works, key=lambda one: one.id))

    @cached_property
    def ordered_links(self) -> tuple[Link, ...]:
        """The links in order of their identifiers."""
        return tuple(sorted(self.links, key=lambda one: one.id))

    @cached_property
    def wanting(self) -> tuple[Demand, ...]:
        """Demands that are known not to be satisfied, in order of identifier."""
        away = self.covered | self.unknown
        return tuple(
            sorted((one for one in self.demand if one.id not in away), key=_by_id)
        )

    @cached_property
    def nodes(self) -> tuple[str, ...]:
        """All nodes in order, the network of today first."""
        named = {work.node for work in self.works}
        named |= {node for link in self.links for node in (link.start, link.end)}
        return (NETWORK, *sorted(named - {NETWORK}))

    def people_worth(self, demand: Demand) -> int:
        """Return what the people of a demand are worth under a budget."""
        return demand.people * self.weights.get(demand.service, 1)


def _by_id(demand: Demand) -> str:
    return demand.id


def _unique(what: str, ids: Iterable[str]) -> frozenset[str]:
    counts = Counter(ids)
    twice = sorted(one for one, count in counts.items() if count > 1)
    if twice:
        text = "{what}: {id} stands {count} times; keep one"
        raise InvalidInputError(text, what=what, id=twice[0], count=counts[twice[0]])
    return frozenset(counts)


def _require_known(what: str, ids: Iterable[str], known: frozenset[str]) -> None:
    strange = sorted(one for one in ids if one not in known)
    if strange:
        text = "{what}: {id} does not exist; mend the identifier or add it"
        raise InvalidInputError(text, what=what, id=strange[0])
