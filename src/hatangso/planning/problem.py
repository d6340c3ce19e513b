"""A planning problem: who lives where, who is covered today, what could be built."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from hatangso.errors import InvalidInputError
from hatangso.model.plan import Candidate
from hatangso.model.site import Technology
from hatangso.planning.instance import CoverInstance

__all__ = ["Demand", "PlanningProblem"]


@dataclass(frozen=True)
class Demand:
    """A locality as the optimiser sees it.

    Attributes:
        id: Unique in the province.
        people: Inhabitants, 0 or more.
    """

    id: str
    people: int


@dataclass(frozen=True)
class PlanningProblem:
    """What is asked of the optimiser; the order of its parts does not matter.

    Attributes:
        technology: The service that is planned.
        demand: All localities of the province.
        covered: Localities that have the service today.
        unknown: Localities whose coverage nobody can tell. They count neither as
            covered nor as people to be covered, and nothing is built for them.
        candidates: What could be built, each with the localities that it covers.
        conflicts: Pairs of candidates of which at most one may be built.

    Raises:
        InvalidInputError: An identifier stands twice or is not known, people are
            below zero, a cost is not above zero, or a locality is both covered and
            unknown.
    """

    technology: Technology
    demand: tuple[Demand, ...]
    covered: frozenset[str]
    unknown: frozenset[str]
    candidates: tuple[Candidate, ...]
    conflicts: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        """Check that the parts fit together."""
        localities = _unique("localities", (one.id for one in self.demand))
        _require_known("covered", self.covered, localities)
        _require_known("unknown", self.unknown, localities)
        candidates = _unique("candidates", (one.id for one in self.candidates))
        for pair in self.conflicts:
            _require_known("conflicts", pair, candidates)
            if pair[0] == pair[1]:
                text = "candidate {candidate} cannot exclude itself: name another one"
                raise InvalidInputError(text, candidate=pair[0])
        for candidate in self.candidates:
            _require_known(f"covers of {candidate.id}", candidate.covers, localities)
        self._require_numbers()

    def _require_numbers(self) -> None:
        for locality in self.demand:
            if locality.people < 0:
                text = "people of locality {locality} must be 0 or more; got {value}"
                raise InvalidInputError(
                    text, locality=locality.id, value=locality.people
                )
        for candidate in self.candidates:
            if candidate.cost_vnd <= 0:
                text = "cost of candidate {candidate} must be above zero; got {value}"
                raise InvalidInputError(
                    text, candidate=candidate.id, value=candidate.cost_vnd
                )
        both = sorted(self.covered & self.unknown)
        if both:
            text = "locality {locality} is both covered and unknown: decide on one"
            raise InvalidInputError(text, locality=both[0])

    @cached_property
    def ordered_candidates(self) -> tuple[Candidate, ...]:
        """The candidates in order of their identifiers."""
        return tuple(sorted(self.candidates, key=lambda one: one.id))

    @cached_property
    def uncovered(self) -> tuple[Demand, ...]:
        """Localities that are known not to be covered, in order of identifier."""
        away = self.covered | self.unknown
        open_demand = (one for one in self.demand if one.id not in away)
        return tuple(sorted(open_demand, key=lambda one: one.id))

    @cached_property
    def people_total(self) -> int:
        """All people whose coverage is known."""
        known = (one for one in self.demand if one.id not in self.unknown)
        return sum(one.people for one in known)

    @cached_property
    def people_unknown(self) -> int:
        """People whose coverage nobody can tell."""
        return sum(one.people for one in self.demand if one.id in self.unknown)

    @cached_property
    def people_before(self) -> int:
        """People covered today."""
        return sum(one.people for one in self.demand if one.id in self.covered)

    @cached_property
    def people_reachable(self) -> int:
        """People covered today, and those of whom some candidate covers."""
        out = set(self.unreachable)
        gained = (one.people for one in self.uncovered if one.id not in out)
        return self.people_before + sum(gained)

    @cached_property
    def unreachable(self) -> tuple[str, ...]:
        """Uncovered localities that no candidate covers, in order of identifier."""
        reached = {one for candidate in self.candidates for one in candidate.covers}
        return tuple(one.id for one in self.uncovered if one.id not in reached)

    @cached_property
    def instance(self) -> CoverInstance:
        """The uncovered localities and the ordered candidates as arrays."""
        index = {one.id: place for place, one in enumerate(self.uncovered)}
        place = {one.id: at for at, one in enumerate(self.ordered_candidates)}
        return CoverInstance.from_lists(
            [
                sorted({index[one] for one in candidate.covers if one in index})
                for candidate in self.ordered_candidates
            ],
            people=[one.people for one in self.uncovered],
            cost_vnd=[one.cost_vnd for one in self.ordered_candidates],
            conflicts=sorted({_pair(place, *pair) for pair in self.conflicts}),
        )


def _pair(place: dict[str, int], one: str, other: str) -> tuple[int, int]:
    first, second = sorted((place[one], place[other]))
    return first, second


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
