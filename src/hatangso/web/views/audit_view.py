"""What does not fit: printed figures, tables of the directory; and their sources."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from hatangso.documents.bilingual import period, sentence
from hatangso.errors import Finding, InvalidInputError, Message, Severity
from hatangso.indicators.targets import NationalTargets
from hatangso.language import Language, format_shortest
from hatangso.model.indicator import (
    AuditRecord,
    Comparator,
    Figure,
    FigureKind,
    IssuingDocument,
    Target,
)
from hatangso.model.province import Province
from hatangso.model.record import FieldValue, Record
from hatangso.web.snapshot import ProvinceSnapshot
from hatangso.workflows.audit import figure_audit
from hatangso.workflows.indicator_definitions import (
    shipped_catalogue,
    shipped_national_targets,
)

__all__ = [
    "AuditView",
    "AuditedFigure",
    "DocumentView",
    "Doubt",
    "audit_view",
    "check_findings",
    "document_views",
]

_DECIMALS = 6
_SIGNS: Mapping[Comparator, str] = {
    Comparator.EQUAL: "",
    Comparator.AT_LEAST: "≥ ",
    Comparator.AT_MOST: "≤ ",
    Comparator.ABOVE: "> ",
    Comparator.BELOW: "< ",
    Comparator.ABOUT: "≈ ",
}


@dataclass(frozen=True)
class AuditedFigure:
    """A figure or target as it was printed.

    Attributes:
        value: Number, sign and unit, as the reader writes them.
        document: Title of where it was printed; empty when that is not known.
        document_id: Of that document among those of the province; empty for others.
    """

    id: str
    name: str
    indicator: str
    value: str
    kind: FigureKind
    period: str
    document: str
    document_id: str = ""
    flag: str = ""


@dataclass(frozen=True)
class Doubt:
    """Figures that do not fit each other.

    Attributes:
        figures: The doubtful one first.
        others: What else is in question: documents.
        suggested: What would fit; empty when the arithmetic gives none.
    """

    rule: str
    problem: Message
    arithmetic: str
    suggestion: Message
    suggested: str
    figures: tuple[AuditedFigure, ...]
    others: tuple[str, ...]
    is_note: bool


@dataclass(frozen=True)
class AuditView:
    """The audit of all printed figures.

    Attributes:
        doubts: Contradictions.
        notes: What can be true and is easily misread.
        audited: How many figures were looked at.
    """

    doubts: tuple[Doubt, ...]
    notes: tuple[Doubt, ...]
    audited: int


@dataclass(frozen=True)
class DocumentView:
    """A document, and what comes from it.

    Attributes:
        number: As printed; empty when nobody recorded it.
        issued: Day, month or year, as printed.
        is_national: Whether it comes along with hatangso.
        flagged: How many of its figures are in doubt.
    """

    id: str
    title: str
    number: str
    issuer: str
    issued: str
    is_national: bool
    figures: tuple[AuditedFigure, ...]
    targets: tuple[AuditedFigure, ...]
    flagged: int


@cache
def _national_targets() -> NationalTargets:
    """Return the targets that bind every province; read once."""
    return shipped_national_targets(shipped_catalogue())


def audit_view(province: Province, language: Language) -> AuditView:
    """Return the audit of the figures of a province."""
    records = figure_audit(province)
    figures = {figure.id: figure for figure in province.figures}
    national = _national_targets()
    titles = _titles((*province.documents, *national.documents), language)
    shown = {one.id: _figure(one, titles, language) for one in figures.values()}
    shown |= {one.id: _target(one, titles, language) for one in national.targets}
    doubts = [_doubt(one, figures, shown, titles, language) for one in records]
    return AuditView(
        tuple(one for one in doubts if not one.is_note),
        tuple(one for one in doubts if one.is_note),
        len(province.figures),
    )


def check_findings(snapshot: ProvinceSnapshot) -> tuple[Finding, ...]:
    """Return what a check of the directory finds, errors first."""

    def check() -> tuple[Finding, ...]:
        try:
            found = snapshot.inputs.findings
        except InvalidInputError as error:
            found = error.findings
        order = list(Severity)
        return tuple(sorted(found, key=lambda one: order.index(one.severity)))

    return snapshot.part("check_findings", check)


def document_views(
    province: Province,
    records: Sequence[Record],
    doubtful: Collection[str],
    language: Language,
) -> list[DocumentView]:
    """Return every document with its figures and targets, those with most first.

    Args:
        province: With figures and documents of its own.
        records: The register's records of documents, as the reader may see them.
        doubtful: Identifiers of figures that the audit names.
        language: Of titles.
    """
    national = _national_targets()
    titles = _titles((*province.documents, *national.documents), language)
    known = {str(record.values.get("id")): record.values for record in records}
    of_document: dict[str, list[Figure]] = {}
    for figure in province.figures:
        of_document.setdefault(figure.document, []).append(figure)
    views = [
        _document(
            one,
            known.get(one.id, {}),
            [
                _figure(figure, titles, language)
                for figure in of_document.get(one.id, [])
            ],
            doubtful,
            language,
        )
        for one in province.documents
    ]
    views.sort(key=lambda one: -(len(one.figures) + len(one.targets)))
    promised = Counter(target.document for target in national.targets)
    return views + [
        _national(one, national.targets, titles, language)
        for one in national.documents
        if promised[one.id]
    ]


def _document(
    document: IssuingDocument,
    values: Mapping[str, FieldValue],
    figures: Sequence[AuditedFigure],
    doubtful: Collection[str],
    language: Language,
) -> DocumentView:
    return DocumentView(
        document.id,
        _title(document, language),
        str(values.get("number") or ""),
        document.issuer,
        getattr(period(document.issued), language),
        is_national=False,
        figures=tuple(one for one in figures if one.kind is FigureKind.ACTUAL),
        targets=tuple(one for one in figures if one.kind is FigureKind.TARGET),
        flagged=sum(one.id in doubtful or bool(one.flag) for one in figures),
    )


def _national(
    document: IssuingDocument,
    targets: Sequence[Target],
    titles: Mapping[str, str],
    language: Language,
) -> DocumentView:
    return DocumentView(
        document.id,
        titles[document.id],
        "",
        "",
        getattr(period(document.issued), language),
        is_national=True,
        figures=(),
        targets=tuple(
            _target(one, titles, language)
            for one in targets
            if one.document == document.id
        ),
        flagged=0,
    )


def _titles(documents: Sequence[IssuingDocument], language: Language) -> dict[str, str]:
    return {one.id: _title(one, language) for one in documents}


def _title(document: IssuingDocument, language: Language) -> str:
    title = document.title_vi if language is Language.VI else document.title_en
    return title or document.title_vi or document.id


def _doubt(
    record: AuditRecord,
    figures: Mapping[str, Figure],
    shown: Mapping[str, AuditedFigure],
    titles: Mapping[str, str],
    language: Language,
) -> Doubt:
    suggested = ""
    doubtful = figures.get(record.figures[0])
    if record.suggested_value is not None and doubtful is not None:
        suggested = _number(record.suggested_value, doubtful.unit, language)
    return Doubt(
        record.rule,
        record.problem,
        getattr(sentence(record.arithmetic), language),
        record.suggestion,
        suggested,
        tuple(shown[one] for one in record.figures if one in shown),
        tuple(titles.get(one, one) for one in record.figures if one not in shown),
        record.is_note,
    )


def _figure(
    figure: Figure, titles: Mapping[str, str], language: Language
) -> AuditedFigure:
    name = figure.name_vi if language is Language.VI else figure.name_en
    sign = _SIGNS[figure.comparator]
    return AuditedFigure(
        figure.id,
        name or figure.name_vi or figure.name_en,
        figure.indicator,
        sign + _number(figure.value, figure.unit, language),
        figure.kind,
        getattr(period(figure.period), language),
        titles.get(figure.document, figure.document),
        figure.document if figure.document in titles else "",
        figure.flag,
    )


def _target(
    target: Target, titles: Mapping[str, str], language: Language
) -> AuditedFigure:
    indicator = shipped_catalogue()[target.indicator]
    name = indicator.name_vi if language is Language.VI else indicator.name_en
    sign = _SIGNS[target.comparator]
    return AuditedFigure(
        target.id,
        name,
        target.indicator,
        sign + _number(target.value, target.unit, language),
        FigureKind.TARGET,
        getattr(period(target.period), language),
        titles.get(target.document, target.document),
        target.document,
        target.flag,
    )


def _number(value: float, unit: str, language: Language) -> str:
    number = format_shortest(value, _DECIMALS, language)
    return f"{number}\N{NO-BREAK SPACE}{unit}" if unit else number
