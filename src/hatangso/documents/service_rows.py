"""What each technology offers the localities: outdoors, in vehicles, indoors, rates."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from hatangso.documents.report_content import RateGoal, ReportContent
from hatangso.model.coverage import REACHED_LEVELS, CoverageLevel, PointCoverage
from hatangso.model.site import Technology

__all__ = ["PlaceCount", "ServiceRow", "service_rows"]


@dataclass(frozen=True)
class PlaceCount:
    """Localities, and the people who live there."""

    places: int
    people: int


@dataclass(frozen=True)
class ServiceRow:
    """How the localities stand with one technology.

    Attributes:
        known: Localities that are reached or known not to be.
        uncertain: Those on which the two propagation models disagree, in either
            direction; None without a second opinion.
        in_vehicle: Those served inside a vehicle; None where it was not computed.
        indoors: Those served inside a building; likewise.
        goal: The rate asked; None when none is.
        fast: Those whose simulated median rate is at least the goal; None without a
            goal or rates.
    """

    technology: Technology
    known: PlaceCount
    reached: PlaceCount
    without: PlaceCount
    unknown: PlaceCount
    uncertain: PlaceCount | None
    in_vehicle: PlaceCount | None
    indoors: PlaceCount | None
    goal: RateGoal | None
    fast: PlaceCount | None

    @property
    def fast_ratio(self) -> float:
        """Return the share of the known localities that are fast; 0 of none."""
        if self.fast is None or not self.known.places:
            return 0.0
        return self.fast.places / self.known.places


def service_rows(content: ReportContent) -> tuple[ServiceRow, ...]:
    """Return a row for every technology that was computed, oldest first."""
    people = {place.id: place.people for place in content.province.localities}
    goals = {goal.technology: goal for goal in content.rate_goals}
    rows = []
    for technology in Technology:
        coverages = [
            one
            for one in content.coverages
            if one.technology is technology and one.point_id in people
        ]
        if coverages:
            rows.append(_row(technology, coverages, people, goals.get(technology)))
    return tuple(rows)


def _row(
    technology: Technology,
    coverages: Sequence[PointCoverage],
    people: Mapping[str, int],
    goal: RateGoal | None,
) -> ServiceRow:
    def count(is_counted: Callable[[PointCoverage], bool]) -> PlaceCount:
        found = [people[one.point_id] for one in coverages if is_counted(one)]
        return PlaceCount(len(found), sum(found))

    def served(level_of: Callable[[PointCoverage], CoverageLevel]) -> PlaceCount | None:
        if all(level_of(one) is CoverageLevel.UNKNOWN for one in coverages):
            return None
        return count(lambda one: level_of(one) in REACHED_LEVELS)

    has_rates = any(one.rate_mbps is not None for one in coverages)
    has_opinion = any(
        one.second_level is not CoverageLevel.UNKNOWN for one in coverages
    )
    return ServiceRow(
        technology=technology,
        known=count(lambda one: one.level is not CoverageLevel.UNKNOWN),
        reached=count(lambda one: one.level in REACHED_LEVELS),
        without=count(lambda one: one.level is CoverageLevel.NONE),
        unknown=count(lambda one: one.level is CoverageLevel.UNKNOWN),
        uncertain=count(lambda one: one.is_uncertain) if has_opinion else None,
        in_vehicle=served(lambda one: one.in_vehicle),
        indoors=served(lambda one: one.indoors),
        goal=goal,
        fast=count(lambda one: _is_fast(one, goal)) if goal and has_rates else None,
    )


def _is_fast(coverage: PointCoverage, goal: RateGoal | None) -> bool:
    """Return whether a place that is reached gets the rate asked."""
    if goal is None or coverage.rate_mbps is None:
        return False
    return coverage.level in REACHED_LEVELS and coverage.rate_mbps >= goal.rate_mbps
