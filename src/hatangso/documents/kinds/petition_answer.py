"""Công văn trả lời kiến nghị của cử tri: the answer to voters about their signal.

The same case gives the same sentences, so that two villages are not told two things;
the page of a coverage hole shows them as the draft.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from hatangso.documents.kinds.petition_case import (
    CaseOrigin,
    PetitionCase,
    PlannedStation,
    SiteNearby,
)
from hatangso.documents.official.blocks import Block, Figure, Paragraph
from hatangso.documents.official.issuer import Issuer
from hatangso.documents.official.numbers import traced
from hatangso.documents.official.official_document import (
    DocumentForm,
    OfficialDocument,
)
from hatangso.documents.official.spans import Sentence, TracedNumber
from hatangso.documents.official.wording import plain_text
from hatangso.documents.whereabouts import within
from hatangso.language import format_date
from hatangso.units import KM_PER_M

__all__ = ["PetitionFacts", "compose_petition_answer", "petition_answer"]

_KINDS = {
    "white": "là thôn trắng sóng (trung tâm thôn chưa có sóng di động)",
    "hollow": "có cụm dân cư lõm sóng (trung tâm thôn có sóng, cụm dân cư chưa có)",
}
_REPORTED = "được phản ánh là chưa có hoặc yếu sóng di động"
_COMPUTED = (
    "chưa có sóng di động 4G tại trung tâm thôn theo kết quả tính toán mô phỏng;"
    " kết quả này cần được đo kiểm tại chỗ"
)
_PARAGRAPHS = ("situation", "stations", "power", "plan")


@dataclass(frozen=True)
class PetitionFacts:
    """Everything of the letter.

    Attributes:
        figure: The ground towards the nearest site that is blocked; None without one.
        marks: Sentences about data that are derived or synthetic.
        parameters: What the letter was asked for.
    """

    issuer: Issuer
    case: PetitionCase
    figure: Figure | None = None
    marks: tuple[str, ...] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)


def petition_answer(case: PetitionCase) -> tuple[str, ...]:
    """Return the paragraphs of the draft; whoever signs it reads it first."""
    told = (plain_text(one) for one in _sentences(case) if one)
    return tuple(one.replace("\N{NO-BREAK SPACE}", " ") for one in told)


def compose_petition_answer(facts: PetitionFacts) -> OfficialDocument:
    """Return the letter."""
    issuer, case = facts.issuer, facts.case
    where = _where(case)
    paragraphs = zip(_PARAGRAPHS, _sentences(case), strict=True)
    blocks: list[Block] = [Paragraph(told, name) for name, told in paragraphs if told]
    if facts.figure is not None:
        blocks.append(facts.figure)
    return OfficialDocument(
        kind="petition_answer",
        form=DocumentForm.LETTER,
        letterhead=issuer.department_letterhead("", None),
        type_name="",
        subject=f"trả lời kiến nghị của cử tri về sóng di động tại {where}",
        addressees=(
            (f"Ủy ban nhân dân {within(case.commune)}",) if case.commune else ()
        ),
        opening=(
            (
                "Sở Khoa học và Công nghệ trả lời kiến nghị của cử tri về sóng thông"
                f" tin di động tại {where} như sau:"
            ),
        ),
        blocks=tuple(blocks),
        closing=(
            (
                (
                    "Sở Khoa học và Công nghệ trân trọng thông báo để cơ quan, đơn vị"
                    " biết và trả lời cử tri."
                ),
            ),
        ),
        signature=issuer.department_signature,
        recipients=issuer.recipients.get("petition_answer", ()) or _recipients(issuer),
        parameters=facts.parameters,
        marks=facts.marks,
    )


def _recipients(issuer: Issuer) -> tuple[str, ...]:
    archive = ", ".join(one for one in ("VT", issuer.division_code) if one)
    return ("Như trên;", "UBND tỉnh (để báo cáo);", f"Lưu: {archive}.")


def _where(case: PetitionCase) -> str:
    return f"{case.place}, {within(case.commune)}" if case.commune else case.place


def _sentences(case: PetitionCase) -> tuple[Sentence, ...]:
    """Return situation, stations, power and plan; empty where nothing is known."""
    return _situation(case), _stations(case), _power(case), _plan(case)


def _situation(case: PetitionCase) -> Sentence:
    where = _where(case)
    usual = _REPORTED if case.state else _COMPUTED
    return (f"Qua rà soát, {where}", *_size(case), f" {_KINDS.get(case.kind, usual)}.")


def _size(case: PetitionCase) -> Sentence:
    counts = (
        ("households", "Số hộ", "hộ", case.households),
        ("people", "Số người", "người", case.people),
    )
    told: list[str | TracedNumber] = []
    for name, label, unit, value in counts:
        if value is None:
            continue
        number = traced(
            value,
            unit=unit,
            key=f"{name}:{case.key}",
            label=f"{label} của {case.place}",
            period=case.origin.period,
            source=case.origin.source,
            reality=case.origin.reality,
        )
        told += [", " if told else " (", number, f" {unit}"]
    return (*told, ")") if told else ()


def _stations(case: PetitionCase) -> Sentence:
    if not case.sites:
        return ("Chưa có số liệu về trạm thu phát sóng ở gần khu vực này.",)
    told: list[Sentence] = [_station(one, case) for one in case.sites]
    spans = [span for one in told for span in (" ", *one)]
    return tuple(spans[1:])


def _station(site: SiteNearby, case: PetitionCase) -> Sentence:
    runs = f" ({', '.join(site.technologies)})" if site.technologies else ""
    away = _distance(
        site.distance_m,
        f"nearest:{site.operator}:{case.key}",
        f"Khoảng cách từ {case.place} đến trạm gần nhất của {site.operator}",
        site.origin,
    )
    start = (f"Trạm gần nhất của {site.operator} là {site.name}{runs}, cách ", away)
    if not site.is_terrain_known:
        return (*start, "; chưa có số liệu địa hình trên đường truyền.")
    if site.obstacle_m is None or site.obstacle_from_place_m is None:
        return (*start, ", không bị địa hình che khuất.")
    origin = site.terrain_origin
    top = traced(
        site.obstacle_m,
        unit="m",
        key=f"obstacle:{site.operator}:{case.key}",
        label=f"Độ cao địa hình che khuất trạm gần nhất của {site.operator}",
        period=origin.period,
        source=origin.source,
        reality=origin.reality,
    )
    from_place = _distance(
        site.obstacle_from_place_m,
        f"obstacle_away:{site.operator}:{case.key}",
        f"Khoảng cách từ {case.place} đến chỗ che khuất trạm của {site.operator}",
        origin,
    )
    return (
        *start,
        ", bị che khuất bởi địa hình cao ",
        top,
        f" m so với mực nước biển, cách {case.place} khoảng ",
        from_place,
        ".",
    )


def _distance(
    distance_m: float, key: str, label: str, origin: CaseOrigin
) -> TracedNumber:
    """Return a distance as people say it: tens of metres, or tenths of a kilometre."""
    is_near = distance_m < 1_000  # noqa: PLR2004 - metres of a kilometre
    return traced(
        round(distance_m, -1) if is_near else round(distance_m * KM_PER_M, 1),
        unit="m" if is_near else "km",
        decimals=0 if is_near else 1,
        shows_unit=True,
        key=key,
        label=label,
        period=origin.period,
        source=origin.source,
        reality=origin.reality,
    )


def _power(case: PetitionCase) -> Sentence:
    if case.has_grid_power is None:
        return ()
    if case.has_grid_power:
        return ("Khu vực đã có điện lưới.",)
    return ("Khu vực chưa có điện lưới, trạm phải dùng nguồn điện riêng.",)


def _plan(case: PetitionCase) -> Sentence:
    if case.state == "closed" and case.closed_on is not None:
        return (f"Khu vực đã được phủ sóng từ ngày {format_date(case.closed_on)}.",)
    if case.state == "rejected":
        return ("Kết quả kiểm tra cho thấy khu vực đã có sóng di động.",)
    if not case.responsible_operator:
        noted = (
            "Sở Khoa học và Công nghệ đã ghi nhận và sẽ yêu cầu doanh nghiệp viễn thông"
            " khảo sát, đề xuất phương án phủ sóng."
        )
        return (f"{noted} {_planned(case.planned)}" if case.planned else noted,)
    start = f"Tỉnh đã giao {case.responsible_operator} phủ sóng khu vực này"
    if case.promised_on is not None:
        start += f", hoàn thành trước ngày {format_date(case.promised_on)}"
    if case.funding:
        start += f", kinh phí từ {case.funding}"
    return (f"{start}.",)


def _planned(planned: PlannedStation) -> str:
    by = f", do {planned.operator} thực hiện" if planned.operator else ""
    where = f" {planned.where}" if planned.where else ""
    return (
        "Phương án đầu tư đang được tỉnh xem xét dự kiến phủ sóng khu vực này bằng"
        f" giải pháp {planned.work}{where}{by}, {planned.when}."
    )
