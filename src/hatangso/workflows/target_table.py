"""The targets of a province as a table for machines: a row per target and evidence."""

from hatangso.model.indicator import IssuingDocument
from hatangso.workflows.target_evidence import Evidence
from hatangso.workflows.targets import ProvinceTargets, TargetStanding

__all__ = ["TARGET_COLUMNS", "target_table"]

TARGET_COLUMNS = (
    "province",
    "as_of",
    "target_id",
    "indicator",
    "component",
    "comparator",
    "target_value",
    "unit",
    "due",
    "document",
    "issuer",
    "issued",
    "force",
    "outlook",
    "method",
    "value_comparator",
    "value",
    "value_unit",
    "numerator",
    "denominator",
    "unknown",
    "value_period",
    "value_source",
    "via",
    "rests_on_synthetic",
    "evidence_outlook",
    "gap_is",
    "gap",
    "gap_count",
    "counted",
    "forecast_on",
    "forecast",
    "forecast_low",
    "forecast_high",
    "notes",
    "remark",
)
_NO_VALUE = ("",) * 11
_NO_FORECAST = ("",) * 4
_NOBODY = IssuingDocument("", "", "", "", "")


def target_table(found: ProvinceTargets) -> tuple[tuple[object, ...], ...]:
    """Return the rows under ``TARGET_COLUMNS``, by component, most to do first.

    A target that nothing was held against has one row, empty from ``method`` on;
    cells of what nobody knows are empty. ``notes`` are codes, parted by spaces, with
    the identifier of the other target or figure behind a colon.
    """
    return tuple(
        _row(found, standing, evidence)
        for group in found.by_component.values()
        for standing in group
        for evidence in standing.evidence
    )


def _row(
    found: ProvinceTargets, standing: TargetStanding, evidence: Evidence
) -> tuple[object, ...]:
    target, assessment = standing.target, evidence.assessment
    document = standing.document or _NOBODY
    return (
        found.name_vi,
        found.as_of.isoformat(),
        target.id,
        target.indicator,
        standing.component,
        target.comparator,
        target.value,
        target.unit,
        target.period,
        target.document,
        document.issuer,
        document.issued,
        standing.force,
        standing.outlook,
        *_value_cells(evidence),
        evidence.reading.outlook,
        evidence.gap_is if assessment.shortfall else "",
        assessment.shortfall,
        evidence.gap_count,
        "" if evidence.gap_count is None else evidence.counted,
        *_forecast_cells(evidence),
        " ".join(standing.notes),
        standing.remark,
    )


def _value_cells(evidence: Evidence) -> tuple[object, ...]:
    value = evidence.assessment.value
    if value is None:
        return _NO_VALUE
    return (
        value.method,
        value.comparator,
        value.value,
        value.unit,
        value.numerator,
        value.denominator,
        value.unknown,
        value.period,
        value.source,
        evidence.via.code if evidence.via else "",
        "yes" if value.rests_on_synthetic else "no",
    )


def _forecast_cells(evidence: Evidence) -> tuple[object, ...]:
    told = evidence.reading.forecast
    if told is None or told.change_per_year is None:
        return _NO_FORECAST
    return told.at.isoformat(), told.value, told.low, told.high
