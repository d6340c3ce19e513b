"""Hold what is there against every target that binds the province."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from hatangso.documents.answers import COVERAGE_LAYERS, status_counts
from hatangso.errors import Finding
from hatangso.indicators.assessment import assess
from hatangso.indicators.bounds import implied_values, noted
from hatangso.indicators.catalogue import IndicatorCatalogue
from hatangso.indicators.coverage_counts import RoadKm, measure_coverage
from hatangso.indicators.measures import compute_values
from hatangso.indicators.targets import read_figures
from hatangso.io.coverage_tables import read_coverage
from hatangso.io.extent_tables import read_road_km
from hatangso.io.results_directory import ResultsDirectory
from hatangso.language import sort_key
from hatangso.model.coverage import CoverageLevel, PointCoverage
from hatangso.model.indicator import Status, Value
from hatangso.model.province import Province
from hatangso.model.site import Technology
from hatangso.workflows import coverage as coverage_step
from hatangso.workflows.assess_files import (
    ProvinceAssessment,
    write_audit,
    write_targets,
    write_uncovered,
    write_values,
)
from hatangso.workflows.audit import figure_audit
from hatangso.workflows.check import ProvinceInputs, load_province
from hatangso.workflows.indicator_definitions import (
    shipped_bounds,
    shipped_catalogue,
    shipped_national_targets,
)
from hatangso.workflows.manifest import about

__all__ = [
    "STEP",
    "AssessSummary",
    "ComputedCoverage",
    "assess_province",
    "assessment_of",
    "computed_coverage",
    "uncovered",
]

STEP = "assess"


@dataclass(frozen=True)
class AssessSummary:
    """What was found, in a few numbers.

    Attributes:
        technology: Whose uncovered localities are counted.
        targets: Number of targets per status; a target that is met by one value and
            missed by another counts as short.
        uncovered: Localities without the technology, and their people.
        findings: Figures that name no known indicator.
        synthetic_layers: The synthetic layers on which the computed values rest.
        results: Where the files lie.
    """

    technology: Technology
    targets: Mapping[Status, int]
    uncovered: int
    uncovered_people: int
    findings: tuple[Finding, ...]
    synthetic_layers: tuple[str, ...]
    results: Path


@dataclass(frozen=True)
class ComputedCoverage:
    """Coverage of the localities, all technologies, and the values that follow."""

    localities: tuple[PointCoverage, ...]
    values: tuple[Value, ...]


def assess_province(
    directory: Path, *, technology: Technology, now: datetime
) -> AssessSummary:
    """Assess a province whose coverage is computed, and keep the result.

    Args:
        directory: The province directory.
        technology: Whose uncovered localities are listed.
        now: Time that the manifest notes.

    Raises:
        NotFoundError: Its coverage is not computed yet.
        StaleResultError: Its coverage belongs to other inputs.
        InvalidInputError: The directory has errors.
    """
    inputs = load_province(directory)
    results = ResultsDirectory.of(directory)
    coverage_files = sorted(results.path.glob("*_coverage.csv"))
    read = results.fingerprint([*inputs.files, *coverage_files])
    found = assessment_of(inputs, results)
    holes = uncovered(found.localities, inputs.province, technology)
    with results.staging() as folder:
        write_targets(folder / "targets.csv", found)
        write_values(folder / "indicator_values.csv", found)
        write_audit(folder / "figure_audit.csv", found.audit)
        write_uncovered(folder / "uncovered.csv", holes, found, inputs.province)
        results.publish(
            folder,
            STEP,
            inputs=read,
            parameters={"technology": technology},
            about=about(inputs.province),
            finished_at=now.isoformat(timespec="seconds"),
        )
    people = {locality.id: locality.people for locality in inputs.province.localities}
    return AssessSummary(
        technology=technology,
        targets=status_counts(found.assessments),
        uncovered=len(holes),
        uncovered_people=sum(people[hole.point_id] for hole in holes),
        findings=found.findings,
        synthetic_layers=inputs.province.synthetic_layers(*COVERAGE_LAYERS),
        results=results.path,
    )


def assessment_of(
    inputs: ProvinceInputs, results: ResultsDirectory
) -> ProvinceAssessment:
    """Assess a province from the coverage in its results, without writing.

    Raises:
        NotFoundError: Its coverage is not computed yet.
        StaleResultError: Its coverage belongs to other inputs.
    """
    province = inputs.province
    catalogue = shipped_catalogue()
    national = shipped_national_targets(catalogue)
    computed = computed_coverage(inputs, results, catalogue)
    printed = read_figures(province.figures, catalogue)
    documents = (*province.documents, *national.documents)
    values = (*computed.values, *printed.values)
    implied = implied_values(printed.values, shipped_bounds(catalogue), catalogue)
    assessments = assess(
        catalogue,
        (*printed.targets, *national.targets),
        (*values, *(one.value for one in implied)),
        documents=documents,
        as_of=province.data_date,
    )
    return ProvinceAssessment(
        catalogue=catalogue,
        localities=computed.localities,
        values=values,
        assessments=noted(assessments, implied),
        audit=figure_audit(province),
        documents=documents,
        findings=printed.findings,
    )


def computed_coverage(
    inputs: ProvinceInputs, results: ResultsDirectory, catalogue: IndicatorCatalogue
) -> ComputedCoverage:
    """Return what the coverage in a province's results says of the indicators.

    Raises:
        NotFoundError: Its coverage is not computed yet.
        StaleResultError: Its coverage belongs to other inputs.
    """
    results.require_fresh(coverage_step.STEP, inputs=inputs.files)
    province = inputs.province
    localities = read_coverage(results.path / "locality_coverage.csv")
    facilities = read_coverage(results.path / "facility_coverage.csv")
    road_km: RoadKm = read_road_km(results.path / "road_coverage.csv")
    values = compute_values(
        catalogue,
        measure_coverage(province, localities, facilities, road_km),
        synthetic_layers=province.synthetic_layers(*province.computed_layers),
    )
    return ComputedCoverage(tuple(localities), tuple(values))


def uncovered(
    coverages: Iterable[PointCoverage], province: Province, technology: Technology
) -> list[PointCoverage]:
    """Return the localities known to lack a technology, most people first."""
    localities = {locality.id: locality for locality in province.localities}

    def order(coverage: PointCoverage) -> tuple[object, ...]:
        locality = localities[coverage.point_id]
        return -locality.people, sort_key(locality.name), locality.id

    holes = [
        coverage
        for coverage in coverages
        if coverage.technology is technology and coverage.level is CoverageLevel.NONE
    ]
    return sorted(holes, key=order)
