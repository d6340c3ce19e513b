"""The few numbers that a reader wants first, counted from the nouns."""

from collections.abc import Iterable
from dataclasses import dataclass

from hatangso.documents.report_content import ReportContent
from hatangso.model.coverage import CoverageLevel, PointCoverage
from hatangso.model.indicator import Assessment, Status
from hatangso.model.provenance import Reality
from hatangso.model.site import Technology

__all__ = [
    "COVERAGE_LAYERS",
    "PLAN_LAYERS",
    "CommuneAnswer",
    "TechnologyAnswer",
    "commune_answers",
    "status_counts",
    "technology_answers",
    "weakest_reality",
    "worst_status",
]

# The layers that a coverage number rests on, and those that a plan adds.
COVERAGE_LAYERS = ("terrain", "clutter", "localities", "sites", "services")
PLAN_LAYERS = (*COVERAGE_LAYERS, "roads")

_JUDGED = (Status.SHORT, Status.MET, Status.NOT_MEASURABLE)
_WEAKNESS = (Reality.REAL, Reality.DERIVED, Reality.SYNTHETIC)


@dataclass(frozen=True)
class TechnologyAnswer:
    """How many people and localities one technology reaches.

    Attributes:
        people_known: People of the localities whose level is known.
        people_good: Those of the covered whose level is good.
        places_unknown: Localities of which nothing can be said.
    """

    technology: Technology
    places_known: int
    places_without: int
    places_unknown: int
    people_known: int
    people_without: int
    people_good: int
    people_unknown: int

    @property
    def people_covered(self) -> int:
        """Return the people with basic or good coverage."""
        return self.people_known - self.people_without

    @property
    def covered_ratio(self) -> float:
        """Return the share of the people known who are covered; 0 of nobody."""
        return self.people_covered / self.people_known if self.people_known else 0.0

    @property
    def bounds_ratio(self) -> tuple[float, float]:
        """Return the least and the most share covered of all people, known or not."""
        everybody = self.people_known + self.people_unknown
        if not everybody:
            return 0.0, 0.0
        least = self.people_covered / everybody
        return least, least + self.people_unknown / everybody

    @property
    def good_ratio(self) -> float:
        """Return the share of the people known whose coverage is good."""
        return self.people_good / self.people_known if self.people_known else 0.0


@dataclass(frozen=True)
class CommuneAnswer:
    """How the main technology stands in one commune."""

    code: str
    places: int
    places_without: int
    people_known: int
    people_without: int

    @property
    def without_ratio(self) -> float:
        """Return the share of the people known who are not covered."""
        return self.people_without / self.people_known if self.people_known else 0.0


def technology_answers(content: ReportContent) -> tuple[TechnologyAnswer, ...]:
    """Return an answer for every technology that was computed, oldest first."""
    return tuple(
        _technology_answer(content, technology)
        for technology in Technology
        if any(one.technology is technology for one in content.coverages)
    )


def _technology_answer(
    content: ReportContent, technology: Technology
) -> TechnologyAnswer:
    people = {place.id: place.people for place in content.province.localities}
    of_level: dict[CoverageLevel, list[int]] = {level: [] for level in CoverageLevel}
    for coverage in content.coverages:
        if coverage.technology is technology and coverage.point_id in people:
            of_level[coverage.level].append(people[coverage.point_id])
    without, unknown = of_level[CoverageLevel.NONE], of_level[CoverageLevel.UNKNOWN]
    good = of_level[CoverageLevel.GOOD]
    known = without + good + of_level[CoverageLevel.BASIC]
    return TechnologyAnswer(
        technology=technology,
        places_known=len(known),
        places_without=len(without),
        places_unknown=len(unknown),
        people_known=sum(known),
        people_without=sum(without),
        people_good=sum(good),
        people_unknown=sum(unknown),
    )


def commune_answers(
    content: ReportContent, main: Iterable[PointCoverage]
) -> tuple[CommuneAnswer, ...]:
    """Return the communes with holes, those with most people without signal first."""
    places = {place.id: place for place in content.province.localities}
    grouped: dict[str, list[PointCoverage]] = {}
    for coverage in main:
        if coverage.point_id in places:
            code = places[coverage.point_id].commune_code
            grouped.setdefault(code, []).append(coverage)
    answers = []
    for code, coverages in grouped.items():
        known = [one for one in coverages if one.level is not CoverageLevel.UNKNOWN]
        holes = [one for one in known if one.level is CoverageLevel.NONE]
        answers.append(
            CommuneAnswer(
                code=code,
                places=len(coverages),
                places_without=len(holes),
                people_known=sum(places[one.point_id].people for one in known),
                people_without=sum(places[one.point_id].people for one in holes),
            )
        )
    answers = [answer for answer in answers if answer.places_without]
    return tuple(sorted(answers, key=lambda a: (-a.people_without, a.code)))


def status_counts(assessments: Iterable[Assessment]) -> dict[Status, int]:
    """Return how many targets have each status.

    A target counts once: short when any value misses it, met when a value meets it.
    """
    found: dict[str, set[Status]] = {}
    for assessment in assessments:
        found.setdefault(assessment.target.id, set()).add(assessment.status)
    worst = [worst_status(statuses) for statuses in found.values()]
    return {status: worst.count(status) for status in Status}


def worst_status(statuses: Iterable[Status]) -> Status:
    """Return what several judgements of one target amount to."""
    found = set(statuses)
    return next((one for one in _JUDGED if one in found), Status.NOT_MEASURABLE)


def weakest_reality(content: ReportContent, layers: Iterable[str]) -> Reality:
    """Return how far a number may be trusted that rests on several layers."""
    provenances = content.province.provenances
    found = [provenances[layer].reality for layer in layers if layer in provenances]
    return max(found, key=_WEAKNESS.index, default=Reality.REAL)
