"""Every target that binds a province: where it stands, and by what evidence."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from itertools import groupby
from pathlib import Path

from hatangso.errors import Finding, Message, NotFoundError, StaleResultError
from hatangso.indicators.assessment import assess
from hatangso.indicators.bounds import implied_values, noted
from hatangso.indicators.catalogue import IndicatorCatalogue
from hatangso.indicators.outlook import outlook_of, points_of
from hatangso.indicators.period import parse_period
from hatangso.indicators.targets import NATIONAL, read_figures
from hatangso.io.results_directory import ResultsDirectory
from hatangso.model.indicator import (
    Assessment,
    AuditRecord,
    Indicator,
    IssuingDocument,
    Outlook,
    Target,
    Value,
)
from hatangso.workflows.assess import computed_coverage
from hatangso.workflows.audit import figure_audit
from hatangso.workflows.check import ProvinceInputs, load_province
from hatangso.workflows.indicator_definitions import (
    shipped_audit_rules,
    shipped_bounds,
    shipped_catalogue,
    shipped_national_targets,
)
from hatangso.workflows.target_evidence import Evidence, EvidenceReader
from hatangso.workflows.target_plans import PlanShare, plan_shares

__all__ = ["Force", "ProvinceTargets", "TargetStanding", "targets_of", "targets_on"]

# From what leaves least to do to what leaves most.
_SEVERITY = (
    Outlook.MET,
    Outlook.ON_COURSE,
    Outlook.OPEN,
    Outlook.AT_RISK,
    Outlook.MISSED,
)
# How targets of a component are listed: what leaves most to do first.
_LISTED = (
    Outlook.MISSED,
    Outlook.AT_RISK,
    Outlook.OPEN,
    Outlook.NOT_MEASURABLE,
    Outlook.ON_COURSE,
    Outlook.MET,
)
_COMPONENTS = ("VT", "TTDL", "CNS", "NTS", "SD", "QT", "XH", "")
# What the audit says of a target that its standing does not say already: of the figure
# in question, and of every figure that is named.
_DOUBTS_OF_ONE = frozenset({"before_national", "target_below_actual"})
_DOUBTS_OF_ALL = frozenset({"names_alike"})


class Force(StrEnum):
    """Whether a target rules on the day of the judgement."""

    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"
    NOT_ISSUED_YET = "not_issued_yet"


@dataclass(frozen=True)
class TargetStanding:
    """A target, its document, and everything it was held against.

    Attributes:
        indicator: Its definition; None when the catalogue has none.
        document: Who made it and when; None when it is not among the documents.
        outlook: That of the evidence; where pieces of evidence differ, the one that
            leaves more to do, so that nobody is told that all is well too early.
        force: Only targets in force are counted.
        evidence: Computed before reported.
        doubts: What the audit of the printed figures says of it.
        plans: What the kept plans do about it; empty when nothing is left to do.
        remark: What the table of figures says of it, in the language of the table.
    """

    target: Target
    indicator: Indicator | None
    document: IssuingDocument | None
    outlook: Outlook
    force: Force
    evidence: tuple[Evidence, ...]
    doubts: tuple[AuditRecord, ...] = ()
    plans: tuple[PlanShare, ...] = ()
    remark: str = ""

    @property
    def component(self) -> str:
        """Return the part of the plan that it belongs to; empty when nobody knows."""
        return self.indicator.component if self.indicator else ""

    @property
    def is_national(self) -> bool:
        """Return whether it binds every province."""
        return self.document is not None and self.document.issuer == NATIONAL

    @property
    def notes(self) -> tuple[str, ...]:
        """Return the codes of all remarks on it, each once."""
        told = [
            note
            for one in self.evidence
            for note in (*one.assessment.notes, *one.reading.notes)
        ]
        told += [
            f"{record.rule}:{other}"
            for record in self.doubts
            for other in record.figures
            if other != self.target.id
        ]
        return tuple(dict.fromkeys(told))


@dataclass(frozen=True)
class ProvinceTargets:
    """All targets of a province on a day.

    Attributes:
        standings: In the order of the catalogue, then by due year.
        every: Every target by identifier, also those that a filter left out.
        documents: Those of the province and of the nation.
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
    every: Mapping[str, TargetStanding] = field(default_factory=dict)
    documents: tuple[IssuingDocument, ...] = ()

    @property
    def counts(self) -> Mapping[Outlook, int]:
        """Return how many targets in force stand where."""
        return _counts(self.standings)

    @property
    def by_component(self) -> Mapping[str, tuple[TargetStanding, ...]]:
        """Return the targets of each part of the plan, most to do first.

        Those that do not rule stand last.
        """
        groups = {
            code: sorted(
                (one for one in self.standings if one.component == code),
                key=_listing_key,
            )
            for code in _COMPONENTS
        }
        return {code: tuple(group) for code, group in groups.items() if group}

    @property
    def counts_by_component(self) -> Mapping[str, Mapping[Outlook, int]]:
        """Return how many targets in force of each part stand where."""
        return {code: _counts(group) for code, group in self.by_component.items()}

    def only(
        self,
        *,
        components: Collection[str] = (),
        outlooks: Collection[Outlook] = (),
    ) -> "ProvinceTargets":
        """Return the same with some of the targets; an empty choice keeps all.

        A choice of outlooks keeps targets in force only.
        """
        kept = [
            one
            for one in self.standings
            if (not components or one.component in components)
            and (
                not outlooks
                or (one.outlook in outlooks and one.force is Force.IN_FORCE)
            )
        ]
        return replace(self, standings=tuple(kept))


def targets_of(directory: Path, *, as_of: date | None = None) -> ProvinceTargets:
    """Judge every target of a province directory, without writing anything.

    Args:
        directory: The province directory; its computed coverage and its plans are used
            when they are there and fresh.
        as_of: The day of the judgement; the day of the province's data when None.
            What speaks of a later time is left out, and computed values stand on the
            day of the data.

    Raises:
        NotFoundError: The directory or its ``province.toml`` does not exist.
        InvalidInputError: The directory has errors.
    """
    return targets_on(load_province(directory), as_of=as_of)


def targets_on(inputs: ProvinceInputs, *, as_of: date | None = None) -> ProvinceTargets:
    """Judge every target of a province that was read, as ``targets_of`` does."""
    province = inputs.province
    day = as_of or province.data_date
    catalogue = shipped_catalogue()
    national = shipped_national_targets(catalogue)
    printed = read_figures(province.figures, catalogue)
    documents = (*province.documents, *national.documents)
    computed, missing = _computed(inputs, catalogue, day)
    reported = tuple(value for value in printed.values if _is_known(value, day))
    implied = implied_values(reported, shipped_bounds(catalogue), catalogue)
    values = (*computed, *reported)
    judged = assess(
        catalogue,
        (*printed.targets, *national.targets),
        (*values, *(one.value for one in implied)),
        documents=documents,
        as_of=day,
    )
    assessments = noted(judged, implied)
    rules = shipped_audit_rules(catalogue)
    reader = EvidenceReader(catalogue, values, rules.remainder)
    audit = figure_audit(province)
    shares = plan_shares(inputs, ResultsDirectory.of(inputs.directory))
    remarks = {figure.id: figure.note for figure in province.figures}
    standings = tuple(
        replace(
            _with_context(one, audit, shares), remark=remarks.get(one.target.id, "")
        )
        for one in _standings(assessments, values, reader, documents, day)
    )
    return ProvinceTargets(
        name_vi=province.name_vi,
        name_en=province.name_en,
        as_of=day,
        standings=standings,
        findings=printed.findings,
        computed_missing=missing,
        every={one.target.id: one for one in standings},
        documents=documents,
    )


def _computed(
    inputs: ProvinceInputs, catalogue: IndicatorCatalogue, day: date
) -> tuple[tuple[Value, ...], Message | None]:
    """Return the values that coverage gives on the day of its data, or why none."""
    data_date = inputs.province.data_date
    if data_date > day:
        text = "the data are of {data_date}, after the day of the judgement"
        return (), Message(text, {"data_date": data_date})
    try:
        results = ResultsDirectory.of(inputs.directory)
        found = computed_coverage(inputs, results, catalogue)
    except (NotFoundError, StaleResultError) as error:
        return (), error.message
    # A map of 2024 says nothing on whether a target of 2025 was missed.
    period = "" if data_date == date.min else data_date.isoformat()
    return tuple(replace(value, period=period) for value in found.values), None


def _is_known(value: Value, day: date) -> bool:
    """Tell whether a reported value may speak of the time up to a day."""
    period = parse_period(value.period)
    return period is None or period.first <= day


def _standings(
    assessments: Sequence[Assessment],
    values: Sequence[Value],
    reader: EvidenceReader,
    documents: Iterable[IssuingDocument],
    as_of: date,
) -> list[TargetStanding]:
    by_id = {document.id: document for document in documents}
    catalogue = reader.catalogue
    standings = []
    for _, group in groupby(assessments, key=lambda item: item.target.id):
        found = tuple(group)
        target = found[0].target
        points = points_of(values, target, catalogue, as_of=as_of)
        evidence = tuple(
            reader.evidence(item, outlook_of(item, points, catalogue, as_of=as_of))
            for item in found
        )
        standings.append(
            TargetStanding(
                target,
                catalogue.indicators.get(target.indicator),
                by_id.get(target.document),
                _worst(item.reading.outlook for item in evidence),
                _force(found[0]),
                evidence,
            )
        )
    return standings


def _with_context(
    standing: TargetStanding,
    audit: Iterable[AuditRecord],
    shares: Mapping[str, tuple[PlanShare, ...]],
) -> TargetStanding:
    """Return a standing with what the audit and the plans say of its target."""
    is_done = standing.outlook is Outlook.MET
    is_ruling = standing.force is Force.IN_FORCE
    return replace(
        standing,
        doubts=tuple(one for one in audit if _is_about(one, standing.target)),
        plans=()
        if is_done or not is_ruling
        else shares.get(standing.target.indicator, ()),
    )


def _is_about(record: AuditRecord, target: Target) -> bool:
    if record.rule in _DOUBTS_OF_ONE:
        return record.figures[0] == target.id
    return record.rule in _DOUBTS_OF_ALL and target.id in record.figures


def _force(assessment: Assessment) -> Force:
    codes = {note.partition(":")[0] for note in assessment.notes}
    if "superseded_by" in codes:
        return Force.SUPERSEDED
    if "not_issued_yet" in codes:
        return Force.NOT_ISSUED_YET
    return Force.IN_FORCE


def _worst(outlooks: Iterable[Outlook]) -> Outlook:
    """Return what leaves most to do; what cannot be measured decides nothing."""
    known = [item for item in outlooks if item is not Outlook.NOT_MEASURABLE]
    return max(known, key=_SEVERITY.index, default=Outlook.NOT_MEASURABLE)


def _counts(standings: Iterable[TargetStanding]) -> dict[Outlook, int]:
    told = [one.outlook for one in standings if one.force is Force.IN_FORCE]
    return {outlook: told.count(outlook) for outlook in Outlook}


def _listing_key(standing: TargetStanding) -> tuple[int, int, float]:
    gaps = (one.assessment.shortfall or 0.0 for one in standing.evidence)
    goal = abs(standing.target.value) or 1.0
    return (
        [*Force].index(standing.force),
        _LISTED.index(standing.outlook),
        -max(gaps, default=0.0) / goal,
    )
