"""What does not fit: printed figures, tables of the directory; and their sources."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from hatangso.errors import Finding, InvalidInputError, Message, Severity
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
        others: Identifiers in question that are no figures of the province.
        suggested: What would fit; empty when the arithmetic gives none.
    """

    rule: str
    problem: Message
    arithmetic: Message
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


def audit_view(province: Province, language: Language) -> AuditView:
    """Return the audit of the figures of a province."""
    records = figure_audit(province)
    figures = {figure.id: figure for figure in province.figures}
    titles = _titles(province.documents, language)
    doubts = [_doubt(one, figures, titles, language) for one in records]
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
    national = shipped_national_targets(shipped_catalogue())
    titles = _titles((*province.documents, *national.documents), language)
    known = {str(record.values.get("id")): record.values for record in records}
    of_document: dict[str, list[Figure]] = {}
    for figure in province.figures:
        of_document.setdefault(figure.document, []).append(figure)
    views = []
    for one in province.documents:
        figures = of_document.get(one.id, [])
        shown = [_figure(figure, titles, language) for figure in figures]
        values = known.get(one.id, {})
        is_doubtful = [one.id in doubtful or bool(one.flag) for one in figures]
        views.append(_document(one, titles[one.id], values, shown, sum(is_doubtful)))
    views.sort(key=lambda one: -(len(one.figures) + len(one.targets)))
    promised = Counter(target.document for target in national.targets)
    return views + [
        _national(one, national.targets, titles, language)
        for one in national.documents
        if promised[one.id]
    ]


def _document(
    document: IssuingDocument,
    title: str,
    values: Mapping[str, FieldValue],
    shown: Sequence[AuditedFigure],
    flagged: int,
) -> DocumentView:
    return DocumentView(
        document.id,
        title,
        str(values.get("number") or ""),
        document.issuer,
        document.issued,
        is_national=False,
        figures=tuple(one for one in shown if one.kind is FigureKind.ACTUAL),
        targets=tuple(one for one in shown if one.kind is FigureKind.TARGET),
        flagged=flagged,
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
        document.issued,
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
    return {
        one.id: (one.title_vi if language is Language.VI else one.title_en)
        or one.title_vi
        or one.id
        for one in documents
    }


def _doubt(
    record: AuditRecord,
    figures: Mapping[str, Figure],
    titles: Mapping[str, str],
    language: Language,
) -> Doubt:
    named = [figures[one] for one in record.figures if one in figures]
    suggested = ""
    if record.suggested_value is not None and named:
        suggested = _number(record.suggested_value, named[0].unit, language)
    return Doubt(
        record.rule,
        record.problem,
        record.arithmetic,
        record.suggestion,
        suggested,
        tuple(_figure(one, titles, language) for one in named),
        tuple(titles.get(one, one) for one in record.figures if one not in figures),
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
        figure.period,
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
        target.period,
        titles.get(target.document, target.document),
        target.document,
        target.flag,
    )


def _number(value: float, unit: str, language: Language) -> str:
    number = format_shortest(value, _DECIMALS, language)
    return f"{number}\N{NO-BREAK SPACE}{unit}" if unit else number
