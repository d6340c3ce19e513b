"""Báo cáo thẩm định: an operator's plan of masts, held against spacing and sharing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from hatangso.documents.kinds.fixed_text import said
from hatangso.documents.official.blocks import (
    Block,
    Column,
    ColumnKind,
    Figure,
    Heading,
    Items,
    Paragraph,
    Row,
    RowRole,
    Table,
)
from hatangso.documents.official.issuer import Issuer
from hatangso.documents.official.numbers import traced
from hatangso.documents.official.official_document import (
    Annex,
    DocumentForm,
    OfficialDocument,
)
from hatangso.documents.official.spans import Sentence, TracedNumber
from hatangso.language import format_date, format_shortest
from hatangso.model.provenance import Reality
from hatangso.units import KM_PER_M

__all__ = [
    "AppraisalFacts",
    "AppraisedMast",
    "MastOpinion",
    "StandingMast",
    "compose_mast_appraisal",
]

KIND = "mast_appraisal"


class MastOpinion(StrEnum):
    """What is proposed for a mast, in the order in which it is said."""

    AGREE = "agree"
    SHARE = "share"
    COMBINE = "combine"
    PROTECTED = "protected"
    OUTSIDE = "outside"


_TITLES = {
    MastOpinion.AGREE: "Đủ điều kiện về khoảng cách",
    MastOpinion.SHARE: "Không xây dựng mới, dùng chung cột hiện có",
    MastOpinion.COMBINE: "Xây dựng một cột, các doanh nghiệp dùng chung",
    MastOpinion.PROTECTED: "Không xây dựng trong khu vực cấm",
    MastOpinion.OUTSIDE: "Kiểm tra lại tọa độ, nằm ngoài địa bàn tỉnh",
}
_BASES = (
    "Luật Viễn thông số 24/2023/QH15 ngày 24 tháng 11 năm 2023",
    "Nghị định số 163/2024/NĐ-CP của Chính phủ hướng dẫn thi hành Luật Viễn thông",
)


@dataclass(frozen=True)
class StandingMast:
    """A mast that stands near a proposed one.

    Attributes:
        can_be_shared: What its owner says; None: nothing.
    """

    name: str
    owner: str
    distance_m: float
    can_be_shared: bool | None = None


@dataclass(frozen=True)
class AppraisedMast:
    """A proposed mast, and what is to be said of it.

    Attributes:
        number: In the operator's list, from 1.
        asked_m: The least distance to other masts at its place.
        nearest: The nearest mast that stands; None when there is none.
        rivals: Numbers of the proposals that are too near.
        uncovered_people: In localities near it that lack a signal by simulation; None
            when coverage is not computed.
    """

    number: int
    name: str
    commune: str
    lon_deg: float
    lat_deg: float
    height_m: float | None
    planned_on: date | None
    opinion: MastOpinion
    is_ward: bool
    asked_m: float
    nearest: StandingMast | None = None
    rivals: tuple[int, ...] = ()
    protected_area: str = ""
    uncovered_places: int | None = None
    uncovered_people: int | None = None


@dataclass(frozen=True)
class AppraisalFacts:
    """An operator's list, appraised.

    Attributes:
        department: Who appraises, as a sentence names it.
        source: Where the list stands: its file, or the register.
        spacing_rule: Who set the distances, a sentence without its full stop.
        near_m: How far from a mast people without signal are counted.
        as_of: Day of the data of masts that stand.
        unread: Rows of the file that could not be read.
        known: Rows that speak of masts which stand already.
        map_svg: The proposed masts among those that stand; empty for none.
    """

    issuer: Issuer
    department: str
    operator: str
    source: str
    masts: Sequence[AppraisedMast]
    ward_spacing_m: float
    rural_spacing_m: float
    spacing_rule: str
    near_m: float
    as_of: date
    reality: Reality
    unread: int = 0
    known: int = 0
    map_svg: str = ""
    marks: tuple[str, ...] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)

    def of(self, opinion: MastOpinion) -> list[AppraisedMast]:
        """Return the masts of an opinion."""
        return [one for one in self.masts if one.opinion is opinion]


def compose_mast_appraisal(facts: AppraisalFacts) -> OfficialDocument:
    """Return the appraisal, with every mast in an annex."""
    issuer = facts.issuer
    return OfficialDocument(
        kind=KIND,
        form=DocumentForm.TITLED,
        letterhead=issuer.department_letterhead("BC", None),
        type_name="BÁO CÁO",
        subject=(
            "Thẩm định kế hoạch phát triển hạ tầng kỹ thuật viễn thông thụ động của"
            f" {facts.operator}"
        ),
        addressees=(f"Ủy ban nhân dân tỉnh {issuer.province}",),
        bases=(*_BASES, *issuer.bases.get(KIND, ())),
        opening=(
            f"{facts.operator} đề nghị xây dựng ",
            _count(facts, "all", len(facts.masts), "Cột đề nghị xây dựng"),
            f" cột ăng-ten mới ({facts.source}). Kết quả thẩm định như sau:",
        ),
        blocks=(*_request(facts), *_findings(facts), *_proposals(facts)),
        closing=(
            said(
                f"{facts.department} báo cáo, đề nghị Ủy ban nhân dân"
                " tỉnh xem xét, quyết định./."
            ),
        ),
        signature=issuer.department_signature,
        recipients=(
            "Như trên;",
            f"{facts.operator};",
            *issuer.recipients.get(KIND, ()),
            f"Lưu: VT, {issuer.division_code}." if issuer.division_code else "Lưu: VT.",
        ),
        annexes=(Annex("DANH SÁCH CỘT ĂNG-TEN ĐỀ NGHỊ VÀ Ý KIẾN", (_list(facts),)),),
        marks=facts.marks,
        parameters=facts.parameters,
    )


def _request(facts: AppraisalFacts) -> Iterable[Block]:
    yield Heading("NỘI DUNG ĐỀ NGHỊ")
    wards = sum(one.is_ward for one in facts.masts)
    outside = len(facts.of(MastOpinion.OUTSIDE))
    sentence: Sentence = (
        "Trong số các cột đề nghị, ",
        _count(facts, "wards", wards, "Cột đề nghị tại phường"),
        " cột đặt tại phường, ",
        _count(
            facts, "rural", len(facts.masts) - wards - outside, "Cột đề nghị tại xã"
        ),
        " cột đặt tại xã",
        *_outside(facts, outside),
        ".",
    )
    yield Paragraph(sentence, name="request")
    left = []
    if facts.known:
        left.append(
            (
                _count(facts, "known", facts.known, "Dòng nói về cột đã có"),
                " dòng trong danh sách nói về cột đã có, không thẩm định.",
            )
        )
    if facts.unread:
        left.append(
            (
                _count(facts, "unread", facts.unread, "Dòng không đọc được"),
                " dòng thiếu tọa độ hoặc có lỗi; đề nghị doanh nghiệp bổ sung.",
            )
        )
    if left:
        yield Items(tuple(left), name="left_out")


def _outside(facts: AppraisalFacts, count: int) -> Sentence:
    """Return how many masts are in no commune, so that the counts add up."""
    if not count:
        return ()
    number = _count(facts, "outside", count, "Cột đề nghị ngoài địa bàn tỉnh")
    return (", ", number, " cột nằm ngoài địa bàn tỉnh")


def _findings(facts: AppraisalFacts) -> Iterable[Block]:
    near_km = format_shortest(facts.near_m * KM_PER_M)
    yield Heading("KẾT QUẢ THẨM ĐỊNH")
    yield Paragraph(
        (
            "Khoảng cách tối thiểu giữa hai cột là ",
            _distance(facts, "asked:ward", facts.ward_spacing_m, "tại phường"),
            " tại phường và ",
            _distance(facts, "asked:rural", facts.rural_spacing_m, "tại xã"),
            f" tại xã ({facts.spacing_rule}). ",
            "Nơi gần hơn khoảng cách này thì dùng chung cột hiện có, hoặc chỉ xây",
            " dựng một cột để các doanh nghiệp dùng chung.",
        ),
        name="rule",
    )
    yield Table(
        name="opinions",
        caption="Tổng hợp kết quả thẩm định",
        columns=(
            Column("stt", "STT", ColumnKind.ORDINAL, width=0.5),
            Column("opinion", "Ý kiến", width=4),
            Column("masts", "Số cột", ColumnKind.NUMBER, width=1),
            Column(
                "people",
                "Dân chưa có sóng gần cột",
                ColumnKind.NUMBER,
                unit="người",
                width=1.6,
            ),
        ),
        rows=(
            *(
                _opinion_row(facts, number, opinion)
                for number, opinion in enumerate(_told(facts), 1)
            ),
            Row(
                (
                    (),
                    said("Tổng cộng"),
                    (_count(facts, "all", len(facts.masts), "Cột đề nghị xây dựng"),),
                    (),
                ),
                RowRole.TOTAL,
            ),
        ),
        note=(
            "Dân chưa có sóng gần cột: dân ở các điểm dân cư chưa có sóng 4G theo mô"
            f" phỏng, cách cột không quá {near_km} km; một điểm dân cư có thể ở gần"
            " nhiều cột."
        ),
    )
    if facts.map_svg:
        yield Figure(
            name="map",
            svg=facts.map_svg,
            caption="Vị trí các cột đề nghị và các cột hiện có",
            description=(
                "Bản đồ các cột đề nghị, vòng tròn khoảng cách tối thiểu quanh từng cột"
                " và các cột hiện có gần đó."
            ),
        )


def _proposals(facts: AppraisalFacts) -> Iterable[Block]:
    yield Heading("ĐỀ XUẤT")
    entries = [
        entry
        for opinion in _told(facts)
        for entry in [_proposal(facts, opinion, facts.of(opinion))]
    ]
    yield Items(tuple(entries), name="proposals")


def _proposal(
    facts: AppraisalFacts, opinion: MastOpinion, masts: Sequence[AppraisedMast]
) -> Sentence:
    count = _count(facts, opinion, len(masts), _TITLES[opinion])
    numbers = _numbers(masts)
    match opinion:
        case MastOpinion.AGREE:
            return ("Chấp thuận về khoảng cách ", count, f" cột ({numbers}).")
        case MastOpinion.SHARE:
            return (
                f"Yêu cầu {facts.operator} thỏa thuận dùng chung cột hiện có thay",
                " cho ",
                count,
                f" cột ({numbers}).",
                " Chủ sở hữu có trách nhiệm cho dùng chung khi cột còn khả năng.",
            )
        case MastOpinion.COMBINE:
            return (
                "Chỉ xây dựng một cột tại mỗi nơi có các cột đề nghị quá gần nhau: ",
                count,
                f" cột ({numbers}).",
            )
        case MastOpinion.PROTECTED:
            return (
                "Không chấp thuận ",
                count,
                f" cột trong khu vực không được xây dựng ({numbers}).",
            )
        case MastOpinion.OUTSIDE:
            return (
                f"Yêu cầu {facts.operator} kiểm tra lại tọa độ ",
                count,
                f" cột nằm ngoài địa bàn tỉnh ({numbers}).",
            )


def _list(facts: AppraisalFacts) -> Table:
    return Table(
        name="masts",
        caption="Cột ăng-ten đề nghị xây dựng",
        columns=(
            Column("stt", "STT", ColumnKind.ORDINAL, width=0.6),
            Column("name", "Cột đề nghị", width=2.2),
            Column("commune", "Xã, phường", width=1.8),
            Column("lon", "Kinh độ", ColumnKind.NUMBER, unit="độ", width=1.2),
            Column("lat", "Vĩ độ", ColumnKind.NUMBER, unit="độ", width=1.2),
            Column("height", "Cao", ColumnKind.NUMBER, unit="m", width=0.8),
            Column("planned_on", "Dự kiến", ColumnKind.DATE, width=1.2),
            Column("nearest", "Tên, chủ sở hữu", width=2.2, group="Cột gần nhất"),
            Column(
                "nearest_m",
                "Cách",
                ColumnKind.NUMBER,
                unit="m",
                width=0.9,
                group="Cột gần nhất",
            ),
            Column("asked_m", "Tối thiểu", ColumnKind.NUMBER, unit="m", width=1),
            Column("opinion", "Ý kiến", width=3.2),
        ),
        rows=tuple(_mast_row(facts, one) for one in facts.masts),
    )


def _mast_row(facts: AppraisalFacts, mast: AppraisedMast) -> Row:
    key = f"mast:{mast.number}"
    label = f"Cột {mast.number} ({mast.name})"
    nearest = mast.nearest
    planned = format_date(mast.planned_on) if mast.planned_on else ""
    return Row(
        (
            said(str(mast.number)),
            said(mast.name),
            said(mast.commune),
            (_number(facts, f"{key}:lon", mast.lon_deg, f"{label}: kinh độ", 5),),
            (_number(facts, f"{key}:lat", mast.lat_deg, f"{label}: vĩ độ", 5),),
            (_number(facts, f"{key}:height", mast.height_m, f"{label}: chiều cao"),),
            said(planned),
            said(f"{nearest.name}, {nearest.owner}" if nearest else "không có"),
            (
                _number(
                    facts,
                    f"{key}:nearest",
                    nearest.distance_m if nearest else None,
                    f"{label}: khoảng cách tới cột gần nhất",
                ),
            ),
            (_number(facts, f"{key}:asked", mast.asked_m, f"{label}: tối thiểu"),),
            said(_opinion(mast)),
        )
    )


def _opinion(mast: AppraisedMast) -> str:
    match mast.opinion:
        case MastOpinion.AGREE:
            return "Đủ điều kiện về khoảng cách."
        case MastOpinion.SHARE:
            return f"Dùng chung cột hiện có.{_sharing(mast.nearest)}"
        case MastOpinion.COMBINE:
            others = ", ".join(str(one) for one in mast.rivals)
            return f"Quá gần cột đề nghị số {others}: xây dựng một cột, dùng chung."
        case MastOpinion.PROTECTED:
            return f"Nằm trong {mast.protected_area}: không xây dựng."
        case MastOpinion.OUTSIDE:
            return "Ngoài địa bàn tỉnh: kiểm tra lại tọa độ."


def _sharing(nearest: StandingMast | None) -> str:
    if nearest is None or nearest.can_be_shared is None:
        return " Chưa rõ cột còn khả năng dùng chung."
    if nearest.can_be_shared:
        return " Chủ sở hữu cho biết cột còn khả năng dùng chung."
    return " Chủ sở hữu cho biết cột không còn khả năng: cần khảo sát, gia cố."


def _opinion_row(facts: AppraisalFacts, number: int, opinion: MastOpinion) -> Row:
    masts = facts.of(opinion)
    known = [one.uncovered_people for one in masts if one.uncovered_people is not None]
    people = sum(known) if len(known) == len(masts) else None
    title = _TITLES[opinion]
    return Row(
        (
            said(str(number)),
            said(title),
            (_count(facts, opinion, len(masts), title),),
            (_number(facts, f"people:{opinion}", people, f"{title}: dân gần cột"),),
        )
    )


def _told(facts: AppraisalFacts) -> list[MastOpinion]:
    return [one for one in MastOpinion if facts.of(one)]


def _numbers(masts: Sequence[AppraisedMast]) -> str:
    return "số " + ", ".join(str(one.number) for one in masts)


def _distance(
    facts: AppraisalFacts, key: str, distance_m: float, where: str
) -> TracedNumber:
    return traced(
        distance_m,
        unit="m",
        shows_unit=True,
        key=key,
        label=f"Khoảng cách tối thiểu {where}",
        period=format_date(facts.as_of),
        source=facts.spacing_rule,
        reality=Reality.REAL,
    )


def _count(facts: AppraisalFacts, key: str, value: int, label: str) -> TracedNumber:
    return _number(facts, f"count:{key}", value, label)


def _number(
    facts: AppraisalFacts,
    key: str,
    value: float | None,
    label: str,
    decimals: int = 0,
) -> TracedNumber:
    return traced(
        value,
        decimals=decimals,
        key=key,
        label=label,
        period=format_date(facts.as_of),
        source=facts.source,
        reality=facts.reality,
    )
