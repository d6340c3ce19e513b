"""Monthly, quarterly, half-yearly and yearly reports, made of what is known."""

import re
from collections import Counter
from datetime import date

from hatangso.documents.answers import COVERAGE_LAYERS
from hatangso.documents.bilingual import period as printed_period
from hatangso.documents.kinds.periodic_facts import (
    CommuneWithout,
    CoverageState,
    LayerFact,
    PeriodicFacts,
)
from hatangso.documents.kinds.periodic_pictures import coverage_map
from hatangso.documents.kinds.periodic_report import KIND_CODE, compose_report
from hatangso.documents.kinds.report_period import ReportPeriod, offered_periods
from hatangso.documents.official.blocks import Figure
from hatangso.documents.official.official_document import OfficialDocument
from hatangso.errors import InvalidInputError, Message, NotFoundError, StaleResultError
from hatangso.language import Language, as_sentence, format_date, translate
from hatangso.model.coverage import CoverageLevel, PointCoverage
from hatangso.model.provenance import Reality
from hatangso.model.record_layers import SIDE_LAYERS
from hatangso.workflows.commune_shares import MAIN_TECHNOLOGY, commune_shares
from hatangso.workflows.documents.document_kind import (
    DocumentKind,
    DocumentRequest,
    Option,
    Parameter,
)
from hatangso.workflows.documents.periodic_reading import target_lines
from hatangso.workflows.documents.plan_reading import department_name
from hatangso.workflows.documents.province_facts import ProvinceFacts
from hatangso.workflows.documents.register_reading import (
    freshness_facts,
    period_register,
)

__all__ = ["KIND"]

_PERIOD = "period"
_WORST = 8
_SPAN = re.compile(r"(\d{4}) to (\d{4})")


def _periods(facts: ProvinceFacts, today: date) -> tuple[Option, ...]:
    offered = offered_periods(facts.inputs.province.data_date, today)
    return tuple(
        Option(
            one.code,
            f"{one.words} (đến ngày {format_date(today)})"
            if one.last > today
            else one.words,
        )
        for one in offered
    )


def _make(facts: ProvinceFacts, request: DocumentRequest) -> OfficialDocument:
    code = request.parameters.get(_PERIOD, "")
    code = code or _periods(facts, request.today)[0].value
    period = ReportPeriod.of_code(code)
    if period is None or period.first > request.today:
        raise InvalidInputError(
            "there is no report on {period}; write a month as 2026-10, a quarter as"
            " 2026-Q3, a half-year as 2026-H1, a year as 2026, none of the future",
            period=code,
        )
    until = min(period.last, request.today)
    register = period_register(facts, first=period.first, until=until)
    targets = target_lines(facts.inputs, before=period.before.last, until=until)
    return compose_report(
        PeriodicFacts(
            issuer=request.issuer,
            department=department_name(request.issuer),
            period=period,
            until=until,
            targets=targets,
            changes=register.changes,
            holes=register.holes,
            tasks=register.tasks,
            begun_later_on=register.begun_later_on,
            coverage=_coverage(facts, until),
            freshness=freshness_facts(facts, until),
            layers=_layers(facts),
            marks=_marks(facts),
            map=_map(facts, until),
            parameters={_PERIOD: code},
        )
    )


def _coverage(facts: ProvinceFacts, until: date) -> CoverageState | None:
    """Return the computed coverage, if its data are not later than the period."""
    province = facts.inputs.province
    localities = _localities(facts, until)
    if not localities:
        return None
    shares = commune_shares(province, localities)
    counts = Counter(
        one.level for one in localities if one.technology is MAIN_TECHNOLOGY
    )
    return CoverageState(
        technology=str(MAIN_TECHNOLOGY),
        as_of=format_date(province.data_date) if province.data_date > date.min else "",
        reality=_reality(facts),
        places=sum(one.places for one in shares.communes),
        places_without=shares.places_without,
        places_unknown=counts[CoverageLevel.UNKNOWN],
        people_without=shares.people_without,
        communes=tuple(
            CommuneWithout(
                one.code, one.name, one.people, one.people_without, one.places_without
            )
            for one in shares.communes[:_WORST]
            if one.people_without
        ),
    )


def _map(facts: ProvinceFacts, until: date) -> Figure | None:
    """Return the map of the computed coverage, where there is one."""
    province = facts.inputs.province
    localities = _localities(facts, until)
    if not localities:
        return None
    shares = commune_shares(province, localities).communes
    return coverage_map(
        province.communes,
        {one.code: one.ratio for one in shares if one.ratio is not None},
        technology=str(MAIN_TECHNOLOGY),
        as_of=province.data_date if province.data_date > date.min else None,
        marks=_marks(facts),
    )


def _localities(facts: ProvinceFacts, until: date) -> tuple[PointCoverage, ...]:
    """Return the coverage; none where there is none or its data are of later."""
    if facts.inputs.province.data_date > until:
        return ()
    try:
        return facts.coverage.localities
    except (NotFoundError, StaleResultError):
        return ()


def _reality(facts: ProvinceFacts) -> Reality:
    synthetic = facts.inputs.province.synthetic_layers(*COVERAGE_LAYERS)
    return Reality.SYNTHETIC if synthetic else Reality.DERIVED


def _layers(facts: ProvinceFacts) -> tuple[LayerFact, ...]:
    return tuple(
        LayerFact(
            as_sentence(translate(one.layer, Language.VI)).rstrip("."),
            _SPAN.sub("\\1\N{EN DASH}\\2", printed_period(one.as_of).vi),
            one.reality,
            one.source_vi or one.source,
        )
        for name, one in facts.inputs.province.provenances.items()
        if name not in SIDE_LAYERS
    )


def _marks(facts: ProvinceFacts) -> tuple[str, ...]:
    province = facts.inputs.province
    names = [
        translate(layer, Language.VI)
        for layer in province.synthetic_layers(*province.computed_layers)
    ]
    tables = province.synthetic_layers(*SIDE_LAYERS)
    if tables:
        names.append(f"{len(tables)} bảng của sổ đăng ký")
    if not names:
        return ()
    return (
        (
            f"Báo cáo có sử dụng dữ liệu mô phỏng ({', '.join(names)}): các số liệu"
            " tính từ dữ liệu này chỉ để minh họa, phải thay bằng dữ liệu thật trước"
            " khi ban hành."
        ),
    )


KIND = DocumentKind(
    code=KIND_CODE,
    order=2,
    title=Message("Periodic report"),
    help=Message(
        "The department's report of a month, quarter, half-year or year: targets,"
        " changes, holes, late tasks."
    ),
    make=_make,
    parameters=(
        Parameter(
            _PERIOD,
            Message("Period"),
            Message("The month, quarter, half-year or year that the report is on."),
            options_on=_periods,
        ),
    ),
)
