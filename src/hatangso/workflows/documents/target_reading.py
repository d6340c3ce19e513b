"""What targets, indicators and counts of the register give to documents."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from hatangso.documents.bilingual import period as printed_period
from hatangso.documents.kinds.plan_targets import (
    Standing,
    TargetFact,
    ValueFact,
)
from hatangso.errors import NotFoundError, StaleResultError
from hatangso.indicators.period import parse_period
from hatangso.indicators.targets import read_figures
from hatangso.language import Language, format_date, format_number
from hatangso.model.indicator import (
    AuditRecord,
    Comparator,
    Figure,
    FigureKind,
    Indicator,
    IssuingDocument,
    Outlook,
    Value,
    ValueMethod,
)
from hatangso.model.provenance import Reality
from hatangso.workflows.audit import figure_audit
from hatangso.workflows.documents.province_facts import ProvinceFacts
from hatangso.workflows.indicator_definitions import shipped_catalogue
from hatangso.workflows.target_remarks import dispute_lines, status_text
from hatangso.workflows.target_words import (
    document_text,
    doubt_text,
    due_text,
    indicator_name,
)
from hatangso.workflows.targets import Force, TargetStanding

__all__ = [
    "SIGN_WORDS",
    "base_titles",
    "cited",
    "due_words",
    "target_facts",
    "value_doubts",
    "value_fact",
    "value_facts",
]

# Kinds of records that are counted for the state of a component.
_COUNTED = {
    "site": ("VT", "Vị trí trạm thu phát sóng trong sổ đăng ký", "vị trí"),
    "route": ("VT", "Tuyến truyền dẫn trong sổ đăng ký", "tuyến"),
    "data_centre": ("TTDL", "Trung tâm dữ liệu trong sổ đăng ký", "trung tâm"),
    "host": ("TTDL", "Máy chủ vật lý trong sổ đăng ký", "máy chủ"),
    "virtual_machine": ("TTDL", "Máy chủ ảo trong sổ đăng ký", "máy chủ ảo"),
    "information_system": ("NTS", "Hệ thống thông tin trong sổ đăng ký", "hệ thống"),
    "data_service": ("NTS", "Dịch vụ chia sẻ dữ liệu trong sổ đăng ký", "dịch vụ"),
}
_REGISTER = "Sổ đăng ký hạ tầng số của tỉnh"
_COMPUTED = "Tính từ dữ liệu hạ tầng của tỉnh"
SIGN_WORDS = {
    Comparator.EQUAL: "",
    Comparator.AT_LEAST: "tối thiểu ",
    Comparator.AT_MOST: "không quá ",
    Comparator.ABOVE: "trên ",
    Comparator.BELOW: "dưới ",
    Comparator.ABOUT: "khoảng ",
}
_DECISION = re.compile(r"QĐ (\S+/QĐ-([A-ZĐa-z]+))(?::\s*(.*))?")
_NUMBERED = re.compile(r"\d\S*[-/][A-ZĐ]{2,}")
_ISSUERS = {
    "TTg": "Thủ tướng Chính phủ",
    "BKHCN": "Bộ trưởng Bộ Khoa học và Công nghệ",
    "BTTTT": "Bộ trưởng Bộ Thông tin và Truyền thông",
}
_REALITIES = {
    Reality.REAL: "",
    Reality.DERIVED: " (suy ra)",
    Reality.SYNTHETIC: " (mô phỏng)",
}
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def base_titles(standings: Iterable[TargetStanding]) -> tuple[str, ...]:
    """Return the documents that set targets in force as legal bases name them.

    Those of the nation stand first, each group by the day of issue. One whose number
    or day nobody knows is no base: who signs must be able to look it up.
    """
    documents: dict[str, tuple[bool, IssuingDocument]] = {}
    for one in standings:
        if one.force is Force.IN_FORCE and one.document is not None:
            documents[one.document.id] = (not one.is_national, one.document)
    ordered = sorted(documents.values(), key=lambda x: (x[0], x[1].issued, x[1].id))
    return tuple(
        f"Căn cứ {cited(document)}"
        for _, document in ordered
        if document.issued and _NUMBERED.search(document.title_vi)
    )


def cited(document: IssuingDocument) -> str:
    """Return a document as others cite it: number, day, who issued it, what it is."""
    title = document.title_vi or document.id
    found = _DECISION.fullmatch(title)
    if found is None:
        return title
    number, issuer, subject = found[1], _ISSUERS.get(found[2], ""), found[3] or ""
    day = ""
    if _ISO_DAY.fullmatch(document.issued):
        day = f" ngày {format_date(date.fromisoformat(document.issued))}"
    elif document.issued:
        day = f" năm {document.issued}"
    by = f" của {issuer}" if issuer else ""
    about = f" ({subject})" if subject else ""
    return f"Quyết định số {number}{day}{by}{about}"


def _name(title: str) -> str:
    """Return a document by type and number alone, where its title tells them."""
    found = _DECISION.fullmatch(title)
    return f"Quyết định số {found[1]}" if found else title


def target_facts(facts: ProvinceFacts) -> tuple[TargetFact, ...]:
    """Return the targets in force, component by component."""
    found = facts.targets
    values = value_facts(facts)
    known = {one.key: one for one in values if one.value is not None}
    return tuple(
        _target(one, facts, known)
        for group in found.by_component.values()
        for one in group
        if one.force is Force.IN_FORCE
    )


def _target(
    standing: TargetStanding, facts: ProvinceFacts, known: Mapping[str, ValueFact]
) -> TargetFact:
    target, vi = standing.target, Language.VI
    period = parse_period(target.period)
    keys = (f"{target.indicator}:{way}" for way in ("reported", "computed"))
    return TargetFact(
        key=target.id,
        indicator=target.indicator,
        component=standing.component,
        name=indicator_name(vi, standing),
        unit=target.unit,
        sign=SIGN_WORDS[target.comparator],
        value=target.value,
        due=due_words(due_text(vi, target)) if period else "",
        due_year=period.last.year if period else None,
        document=cited(standing.document)
        if standing.document
        else document_text(vi, standing),
        document_name=_name(document_text(vi, standing)),
        standing=Standing(
            status_text(vi, standing, facts.targets),
            is_met=standing.outlook is Outlook.MET,
            is_known=standing.outlook is not Outlook.NOT_MEASURABLE,
        ),
        now=next((known[key] for key in keys if key in known), None)
        or _evidence(standing, facts),
        disputes=tuple(dict.fromkeys(dispute_lines(vi, standing, facts.targets))),
    )


def _evidence(standing: TargetStanding, facts: ProvinceFacts) -> ValueFact | None:
    """Return the value of another indicator that a target was held against."""
    held = next((x for x in standing.evidence if x.assessment.value), None)
    value = held.assessment.value if held else None
    indicator = held.via or standing.indicator if held else None
    if value is None or indicator is None:
        return None
    return value_fact(value, indicator, _titles(facts), (), date.min)


def due_words(due: str) -> str:
    """Return when a target is due as ``đến hết …`` goes on: ``năm 2025``."""
    return due if due.startswith("năm") or "/" in due else f"giai đoạn {due}"


def value_facts(facts: ProvinceFacts) -> tuple[ValueFact, ...]:
    """Return what is known of all components: counted, reported, computed.

    An indicator that has a target in force and no value stands there without one.
    """
    told = [*_counts(facts), *_values(facts)]
    have = {one.key.partition(":")[0] for one in told}
    missing = {
        one.target.indicator: one
        for one in facts.targets.standings
        if one.force is Force.IN_FORCE and one.target.indicator not in have
    }
    return (
        *told,
        *(
            ValueFact(
                key=f"{code}:missing",
                component=one.component,
                name=indicator_name(Language.VI, one),
                unit=one.target.unit,
                value=None,
            )
            for code, one in missing.items()
        ),
    )


def _counts(facts: ProvinceFacts) -> list[ValueFact]:
    """Return how many records of each kind there are; of none nobody can tell."""
    province = facts.inputs.province
    layers = {"site": "sites", "route": "routes"}
    dated = province.data_date > date.min
    day = format_date(province.data_date) if dated else ""
    counts = []
    for kind, (component, name, unit) in _COUNTED.items():
        origin = province.provenances.get(layers.get(kind, kind))
        reality = origin.reality if origin else Reality.REAL
        count = len(facts.records(kind))
        counts.append(
            ValueFact(
                key=f"{kind}_count:register",
                component=component,
                name=name,
                unit=unit,
                value=count or None,
                period=day,
                source=f"{_REGISTER}{_REALITIES[reality]}",
                reality=reality,
            )
        )
    return counts


def _values(facts: ProvinceFacts) -> list[ValueFact]:
    """Return the newest reported and the computed value of each indicator."""
    province = facts.inputs.province
    catalogue = shipped_catalogue()
    audit = figure_audit(province)
    reported: dict[str, Value] = {}
    for one in read_figures(province.figures, catalogue).values:
        held = reported.get(one.indicator)
        if held is None or _last_day(one) > _last_day(held):
            reported[one.indicator] = one
    try:
        computed = {one.indicator: one for one in facts.coverage.values}
    except (NotFoundError, StaleResultError):
        computed = {}
    titles = _titles(facts)
    told = []
    for code, indicator in catalogue.indicators.items():
        for value in (reported.get(code), computed.get(code)):
            if value is not None:
                doubts = value_doubts(value, province.figures, audit)
                told.append(
                    value_fact(value, indicator, titles, doubts, province.data_date)
                )
    return told


def value_fact(
    value: Value,
    indicator: Indicator,
    titles: Mapping[str, str],
    disputes: tuple[str, ...],
    day: date,
) -> ValueFact:
    """Return a value with where it comes from.

    Args:
        value: The value.
        indicator: What it is a value of.
        titles: Of documents as cited, by identifier.
        disputes: What the audit says of it.
        day: That of the province's data.
    """
    is_computed = value.method is ValueMethod.COMPUTED
    reality = Reality.REAL
    if is_computed:
        reality = Reality.SYNTHETIC if value.rests_on_synthetic else Reality.DERIVED
    return ValueFact(
        key=f"{value.indicator}:{value.method}",
        component=indicator.component,
        name=indicator.name_vi,
        unit=value.unit,
        value=value.value,
        period=_when(value, day),
        source=f"{_COMPUTED}{_REALITIES[reality]}"
        if is_computed
        else titles.get(value.source, value.source),
        reality=reality,
        sign=SIGN_WORDS[value.comparator],
        detail=_counted(value),
        disputes=disputes,
    )


def _titles(facts: ProvinceFacts) -> dict[str, str]:
    return {one.id: cited(one) for one in facts.targets.documents}


def _when(value: Value, day: date) -> str:
    """Return when a value holds: what is computed, on the day of the data."""
    if value.period:
        return printed_period(value.period).vi
    is_dated = value.method is ValueMethod.COMPUTED and day > date.min
    return format_date(day) if is_dated else ""


def _counted(value: Value) -> str:
    """Return what was divided by what, and of how much nobody can tell."""
    if value.numerator is None or value.denominator is None:
        return ""
    top, bottom = format_number(value.numerator), format_number(value.denominator)
    unknown = f"; chưa rõ {format_number(value.unknown)}" if value.unknown else ""
    return f"{top}/{bottom}{unknown}"


def _last_day(value: Value) -> date:
    period = parse_period(value.period)
    return period.last if period else date.min


def value_doubts(
    value: Value, figures: Iterable[Figure], audit: Iterable[AuditRecord]
) -> tuple[str, ...]:
    """Return what the audit says of the figure that a reported value was printed as."""
    if value.method is not ValueMethod.REPORTED:
        return ()
    printed = (value.source, value.period, value.value, value.unit)
    own = {
        one.id
        for one in figures
        if one.kind is FigureKind.ACTUAL
        and (one.document, one.period, one.value, one.unit) == printed
    }
    records = [one for one in audit if own & set(one.figures)]
    return tuple(dict.fromkeys(doubt_text(Language.VI, one) for one in records))
