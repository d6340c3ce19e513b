"""Every target that binds a province: where it stands, and by what evidence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from hatangso.errors import Finding, Message, NotFoundError, StaleResultError
from hatangso.indicators.assessment import assess
from hatangso.indicators.catalogue import IndicatorCatalogue
from hatangso.indicators.measures import MEASURES
from hatangso.indicators.outlook import OutlookReading, outlook_of, points_of
from hatangso.indicators.targets import read_figures
from hatangso.io.results_directory import ResultsDirectory
from hatangso.model.indicator import (
    Assessment,
    Indicator,
    IssuingDocument,
    Outlook,
    Target,
    Value,
)
from hatangso.workflows.assess import assessment_of
from hatangso.workflows.check import ProvinceInputs, load_province
from hatangso.workflows.indicator_definitions import (
    shipped_catalogue,
    shipped_national_targets,
)

__all__ = ["Evidence", "ProvinceTargets", "TargetStanding", "targets_of"]

# From what leaves least to do to what leaves most.
_SEVERITY = (
    Outlook.MET,
    Outlook.ON_COURSE,
    Outlook.OPEN,
    Outlook.AT_RISK,
    Outlook.MISSED,
)


@dataclass(frozen=True)
class Evidence:
    """One value that a target was held against.

    Attributes:
        assessment: The target against this value, with the gap in the target's unit.
        reading: The same with time in view.
        counted: What the gap in counts counts: ``locality``, ``person`` …; empty when
            nobody can tell.
    """

    assessment: Assessment
    reading: OutlookReading
    counted: str


@dataclass(frozen=True)
class TargetStanding:
    """A target, its document, and everything it was held against.

    Attributes:
        indicator: Its definition; None when the catalogue has none.
        document: Who made it and when; None when it is not among the documents.
        outlook: That of the evidence; where pieces of evidence differ, the one that
            leaves more to do, so that nobody is told that all is well too early.
        evidence: Computed before reported.
    """

    target: Target
    indicator: Indicator | None
    document: IssuingDocument | None
    outlook: Outlook
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class ProvinceTargets:
    """All targets of a province on a day.

    Attributes:
        standings: In the order of the catalogue, then by due year.
        findings: Figures that name no known indicator.
        computed_missing: Why no computed coverage is among the evidence; None when
            it is.
    """

    name_vi: str
    name_en: str
    as_of: date
    standings: tuple[TargetStanding, ...]
    findings: tuple[Finding, ...]
    computed_missing: Message | None

    @property
    def counts(self) -> Mapping[Outlook, int]:
        """Return how many targets stand where."""
        told = [standing.outlook for standing in self.standings]
        return {outlook: told.count(outlook) for outlook in Outlook}


def targets_of(directory: Path, *, as_of: date | None = None) -> ProvinceTargets:
    """Judge every target of a province directory, without writing anything.

    Args:
        directory: The province directory; its computed coverage is used when it is
            there and fresh.
        as_of: The day of the judgement; the day of the province's data when None.

    Raises:
        NotFoundError: The directory or its ``province.toml`` does not exist.
        InvalidInputError: The directory has errors.
    """
    inputs = load_province(directory)
    day = as_of or inputs.province.data_date
    catalogue = shipped_catalogue()
    national = shipped_national_targets(catalogue)
    printed = read_figures(inputs.province.figures, catalogue)
    documents = (*inputs.province.documents, *national.documents)
    computed, missing = _computed(inputs)
    values = (*computed, *printed.values)
    assessments = assess(
        catalogue,
        (*printed.targets, *national.targets),
        values,
        documents=documents,
        as_of=day,
    )
    return ProvinceTargets(
        name_vi=inputs.province.name_vi,
        name_en=inputs.province.name_en,
        as_of=day,
        standings=_standings(assessments, values, catalogue, documents, day),
        findings=printed.findings,
        computed_missing=missing,
    )


def _computed(inputs: ProvinceInputs) -> tuple[tuple[Value, ...], Message | None]:
    """Return the values that coverage gives, or why there are none."""
    try:
        found = assessment_of(inputs, ResultsDirectory.of(inputs.directory))
    except (NotFoundError, StaleResultError) as error:
        return (), error.message
    return tuple(v for v in found.values if v.method == "computed"), None


def _standings(
    assessments: Sequence[Assessment],
    values: Sequence[Value],
    catalogue: IndicatorCatalogue,
    documents: Iterable[IssuingDocument],
    as_of: date,
) -> tuple[TargetStanding, ...]:
    by_id = {document.id: document for document in documents}
    standings = []
    for _, group in groupby(assessments, key=lambda item: item.target.id):
        found = tuple(group)
        target = found[0].target
        points = points_of(values, target, catalogue, as_of=as_of)
        indicator = catalogue.indicators.get(target.indicator)
        evidence = tuple(
            Evidence(
                item,
                outlook_of(item, points, catalogue, as_of=as_of),
                _counted(indicator),
            )
            for item in found
        )
        standings.append(
            TargetStanding(
                target,
                indicator,
                by_id.get(target.document),
                _worst(item.reading.outlook for item in evidence),
                evidence,
            )
        )
    return tuple(standings)


def _counted(indicator: Indicator | None) -> str:
    measure = MEASURES.get(indicator.measure) if indicator else None
    return "" if measure is None else str(measure.subject)


def _worst(outlooks: Iterable[Outlook]) -> Outlook:
    """Return what leaves most to do; what cannot be measured decides nothing."""
    known = [item for item in outlooks if item is not Outlook.NOT_MEASURABLE]
    return max(known, key=_SEVERITY.index, default=Outlook.NOT_MEASURABLE)
