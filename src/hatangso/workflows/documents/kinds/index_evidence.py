"""The evidence of a score: gathers criteria, values and what proves them."""

from collections.abc import Mapping

from hatangso.documents.bilingual import period as printed_period
from hatangso.documents.kinds.evidence_facts import (
    CriterionFact,
    EvidenceFacts,
    PartFact,
)
from hatangso.documents.kinds.index_evidence import compose_index_evidence
from hatangso.documents.kinds.petition_case import UNTOLD, CaseOrigin, least_trusted
from hatangso.documents.official.official_document import OfficialDocument
from hatangso.errors import Message
from hatangso.indicators.scores.scheme import Criterion
from hatangso.indicators.scores.score import CriterionScore, PartScore
from hatangso.language import as_sentence, format_date, format_shortest
from hatangso.model.indicator import Value
from hatangso.model.provenance import Reality
from hatangso.workflows.documents.document_kind import (
    DocumentFormat,
    DocumentKind,
    DocumentRequest,
    Option,
    Parameter,
)
from hatangso.workflows.documents.province_facts import ProvinceFacts
from hatangso.workflows.indicator_definitions import shipped_catalogue
from hatangso.workflows.scores import ProvinceScore, scheme_codes, score_of

__all__ = ["KIND"]

_USUAL = "dti-2022"
_SYNTHETIC = "Có giá trị dựa trên số liệu mô phỏng; không dùng làm minh chứng."


def _options(facts: ProvinceFacts) -> tuple[Option, ...]:
    """Return the shipped schemes, the one that is asked for most first."""
    codes = sorted(scheme_codes(), key=lambda code: (code != _USUAL, code))
    return tuple(
        Option(code, _score(facts, code).score.scheme.name_vi) for code in codes
    )


def _score(facts: ProvinceFacts, code: str) -> ProvinceScore:
    return score_of(facts.inputs.province, code, shipped_catalogue())


def _make(facts: ProvinceFacts, request: DocumentRequest) -> OfficialDocument:
    """Compose the evidence under the scheme that was asked for.

    Raises:
        NotFoundError: No scheme has this code.
    """
    code = request.parameters.get("scheme") or _USUAL
    found = _score(facts, code)
    scheme = found.score.scheme
    parts = tuple(
        _part(facts, part, number, found.values)
        for number, part in enumerate(found.score.parts, start=1)
    )
    criteria = [one for part in parts for one in part.criteria]
    is_synthetic = any(one.origin.reality is Reality.SYNTHETIC for one in criteria)
    return compose_index_evidence(
        EvidenceFacts(
            issuer=request.issuer,
            scheme=scheme.name_vi,
            document=scheme.document,
            issued=format_date(scheme.issued),
            period=format_date(facts.inputs.province.data_date),
            parts=parts,
            low_points=found.score.low_points,
            high_points=found.score.high_points,
            most_points=scheme.most_points,
            marks=(_SYNTHETIC,) if is_synthetic else (),
            parameters={"scheme": code},
        )
    )


def _part(
    facts: ProvinceFacts, found: PartScore, number: int, values: Mapping[str, Value]
) -> PartFact:
    part = found.part
    criteria = tuple(
        _criterion(facts, one, f"{number}.{at}", values)
        for at, one in enumerate(found.criteria, start=1)
    )
    return PartFact(
        number=number,
        code=part.code,
        name=part.name_vi,
        most_points=part.most_points,
        low_points=found.low_points,
        high_points=found.high_points,
        components=part.components,
        criteria=criteria,
        note=as_sentence(part.note_vi) if part.note_vi else "",
    )


def _criterion(
    facts: ProvinceFacts,
    found: CriterionScore,
    number: str,
    values: Mapping[str, Value],
) -> CriterionFact:
    criterion = found.criterion
    indicator = shipped_catalogue()[criterion.indicator]
    value = values.get(criterion.indicator)
    titles = {one.id: one.title_vi for one in facts.inputs.province.documents}
    evidence = titles.get(value.source, value.source) if value else ""
    numerator, denominator = _counts(facts, value)
    return CriterionFact(
        number=number,
        code=criterion.indicator,
        name=indicator.name_vi,
        definition=indicator.definition_vi,
        rule=_rule(criterion),
        unit=indicator.unit,
        most_points=criterion.most_points,
        value=found.value,
        numerator=numerator,
        denominator=denominator,
        reached_ratio=found.reached_ratio,
        points=found.points,
        evidence=evidence,
        agency=_agency(facts, criterion.indicator),
        is_confirmed=criterion.is_confirmed,
        is_disputed=bool(value and value.flag),
        origin=_origin(facts, value, evidence) if value else UNTOLD,
    )


def _rule(criterion: Criterion) -> str:
    """Return how points follow from the value, in words."""
    unit = shipped_catalogue()[criterion.indicator].unit
    full = criterion.full_at
    top = (
        f"“{shipped_catalogue()[full].name_vi}”"
        if isinstance(full, str)
        else f"{format_shortest(full)} {unit}"
    )
    bottom = f"{format_shortest(criterion.none_at)} {unit}"
    return (
        f"Điểm tăng đều theo giá trị, từ {bottom} (không có điểm) đến {top} (điểm tối"
        " đa)."
    )


def _counts(
    facts: ProvinceFacts, value: Value | None
) -> tuple[float | None, float | None]:
    """Return numerator and denominator: of the value, else as the register has them."""
    if value is None:
        return None, None
    if value.denominator is not None:
        return value.numerator, value.denominator
    catalogue = shipped_catalogue()
    for record in facts.records("figure"):
        told = record.values
        named = catalogue.named(str(told.get("name_vi") or ""))
        code = str(told.get("indicator") or "") or (named.code if named else "")
        if (code, told.get("document")) == (value.indicator, value.source) and str(
            told.get("period")
        ) == value.period:
            return _number(told.get("numerator")), _number(told.get("denominator"))
    return None, None


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _agency(facts: ProvinceFacts, code: str) -> str:
    """Return who leads on a target of the indicator, as the register has it."""
    leads = sorted(
        {
            str(one.values["lead"])
            for one in facts.records("target")
            if one.values.get("indicator") == code and one.values.get("lead")
        }
    )
    return "; ".join(leads)


def _origin(facts: ProvinceFacts, value: Value, evidence: str) -> CaseOrigin:
    provenances = facts.inputs.province.provenances
    realities = [provenances["figures"].reality] if "figures" in provenances else []
    if value.rests_on_synthetic:
        realities.append(Reality.SYNTHETIC)
    return CaseOrigin(
        printed_period(value.period).vi, evidence, least_trusted(realities)
    )


KIND = DocumentKind(
    code="index_evidence",
    order=6,
    title=Message("Evidence for DTI and DII"),
    help=Message(
        "Points claimed under an official index, criterion by criterion, with values"
        " and the documents that prove them."
    ),
    make=_make,
    parameters=(
        Parameter(
            "scheme",
            Message("Scoring scheme"),
            Message("The index or set of criteria to score by."),
            _options,
        ),
    ),
    formats=(DocumentFormat.WORKBOOK, DocumentFormat.WORD, DocumentFormat.PDF),
)
