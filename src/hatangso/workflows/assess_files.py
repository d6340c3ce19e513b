"""Write the files of an assessment: targets, values, doubts, uncovered places."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from hatangso.documents.reasons import reason
from hatangso.errors import Finding
from hatangso.indicators.catalogue import IndicatorCatalogue
from hatangso.io.coverage_tables import second_cells
from hatangso.io.csv_tables import write_csv
from hatangso.language import Language, translate
from hatangso.model.coverage import REACHED_LEVELS, PointCoverage
from hatangso.model.indicator import Assessment, AuditRecord, IssuingDocument, Value
from hatangso.model.province import Province
from hatangso.workflows.coverage_files import synthetic_cell

__all__ = [
    "ProvinceAssessment",
    "write_audit",
    "write_targets",
    "write_uncovered",
    "write_values",
]

_TARGET_HEADER = (
    "target_id",
    "indicator",
    "name_vi",
    "name_en",
    "comparator",
    "target",
    "unit",
    "period",
    "document",
    "status",
    "value",
    "value_unit",
    "method",
    "value_source",
    "value_period",
    "numerator",
    "denominator",
    "unknown",
    "rests_on_synthetic",
    "shortfall",
    "shortfall_count",
    "flag",
    "notes",
)


@dataclass(frozen=True)
class ProvinceAssessment:
    """Everything that the assessment of a province says.

    Attributes:
        localities: Coverage of the localities, all technologies.
        values: Computed and reported values of indicators.
        assessments: Each target against each value.
        audit: Printed figures that do not fit each other.
        documents: Documents of the province and of the nation.
        findings: Figures that name no known indicator.
    """

    catalogue: IndicatorCatalogue
    localities: tuple[PointCoverage, ...]
    values: tuple[Value, ...]
    assessments: tuple[Assessment, ...]
    audit: tuple[AuditRecord, ...]
    documents: tuple[IssuingDocument, ...]
    findings: tuple[Finding, ...]


def write_targets(path: Path, found: ProvinceAssessment) -> None:
    """Write each target against each value."""
    rows = [_target_row(assessment, found) for assessment in found.assessments]
    write_csv(path, _TARGET_HEADER, rows)


def _target_row(
    assessment: Assessment, found: ProvinceAssessment
) -> tuple[object, ...]:
    target, value = assessment.target, assessment.value
    is_known = target.indicator in found.catalogue
    indicator = found.catalogue[target.indicator] if is_known else None
    value_cells: tuple[object, ...] = ("",) * 8
    if value is not None:
        value_cells = (
            _number(value.value),
            value.unit,
            value.method,
            value.source,
            value.period,
            _number(value.numerator),
            _number(value.denominator),
            _number(value.unknown),
        )
    return (
        target.id,
        target.indicator,
        indicator.name_vi if indicator else "",
        indicator.name_en if indicator else "",
        target.comparator,
        _number(target.value),
        target.unit,
        target.period,
        target.document,
        assessment.status,
        *value_cells,
        ("yes" if value.rests_on_synthetic else "no") if value else "",
        _number(assessment.shortfall),
        _number(assessment.shortfall_count),
        target.flag,
        "; ".join(assessment.notes),
    )


def _number(value: float | None) -> str:
    """Return a number with four decimals at most, and none that say nothing."""
    if value is None:
        return ""
    return f"{value:.4f}".rstrip("0").rstrip(".")


def write_values(path: Path, found: ProvinceAssessment) -> None:
    """Write the values of indicators, computed and reported."""
    header = (
        "indicator",
        "name_vi",
        "value",
        "unit",
        "method",
        "source",
        "period",
        "numerator",
        "denominator",
        "unknown",
        "rests_on_synthetic",
        "flag",
    )
    rows = [
        (
            value.indicator,
            found.catalogue[value.indicator].name_vi,
            _number(value.value),
            value.unit,
            value.method,
            value.source,
            value.period,
            _number(value.numerator),
            _number(value.denominator),
            _number(value.unknown),
            "yes" if value.rests_on_synthetic else "no",
            value.flag,
        )
        for value in found.values
    ]
    write_csv(path, header, rows)


def write_audit(path: Path, audit: Iterable[AuditRecord]) -> None:
    """Write the printed figures that do not fit each other."""
    parts = ("problem", "arithmetic", "suggestion")
    header = ["rule", "figures", "suggested_value"]
    header += [f"{part}_{language}" for part in parts for language in Language]
    rows = [
        (
            record.rule,
            "; ".join(record.figures),
            _number(record.suggested_value),
            *(
                translate(getattr(record, part), language)
                for part in parts
                for language in Language
            ),
        )
        for record in audit
    ]
    write_csv(path, header, rows)


def write_uncovered(
    path: Path,
    holes: Iterable[PointCoverage],
    found: ProvinceAssessment,
    province: Province,
) -> None:
    """Write the localities that lack a technology, most people first.

    ``has_any_signal`` is no for a "trắng sóng" place: no technology reaches it.
    """
    localities = {locality.id: locality for locality in province.localities}
    communes = {commune.code: commune.name_vi for commune in province.communes}
    reached = {
        coverage.point_id
        for coverage in found.localities
        if coverage.level in REACHED_LEVELS
    }
    header = (
        "order",
        "id",
        "name",
        "commune_code",
        "commune",
        "people",
        "households",
        "lon_deg",
        "lat_deg",
        "technology",
        "has_any_signal",
        "has_grid_power",
        "level_dbm",
        "site_id",
        "operator",
        "distance_m",
        "itm_level_dbm",
        "itm_level",
        "is_uncertain",
        "reason_vi",
        "reason_en",
        "synthetic_layers",
    )
    synthetic = synthetic_cell(province, "localities")
    power = {True: "yes", False: "no", None: ""}
    rows = []
    for order, hole in enumerate(holes, start=1):
        locality = localities[hole.point_id]
        why = reason(hole, has_grid_power=locality.has_grid_power)
        rows.append(
            (
                order,
                locality.id,
                locality.name,
                locality.commune_code,
                communes.get(locality.commune_code, ""),
                locality.people,
                locality.households,
                locality.lon_deg,
                locality.lat_deg,
                hole.technology,
                "yes" if locality.id in reached else "no",
                power[locality.has_grid_power],
                "" if hole.level_dbm is None else f"{hole.level_dbm:.1f}",
                hole.site_id or "",
                hole.operator or "",
                "" if hole.distance_m is None else f"{hole.distance_m:.0f}",
                *second_cells(hole),
                why.vi,
                why.en,
                synthetic,
            )
        )
    write_csv(path, header, rows)
