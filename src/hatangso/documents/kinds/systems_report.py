"""Báo cáo hiện trạng hệ thống số: what the province runs, and what is not in order."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from hatangso.documents.official.blocks import (
    Block,
    Column,
    ColumnKind,
    Heading,
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
from hatangso.documents.official.spans import Span, TracedNumber
from hatangso.language import format_date
from hatangso.model.concern import Severity
from hatangso.model.provenance import Reality

__all__ = [
    "ConcernEntry",
    "KindCount",
    "SystemPart",
    "SystemsReportFacts",
    "compose_systems_report",
]

_REGISTER = "Sổ đăng ký hạ tầng số của tỉnh"
_SEVERITIES = {
    Severity.CRITICAL: "Nghiêm trọng",
    Severity.WARNING: "Cảnh báo",
    Severity.NOTICE: "Cần xem",
}


@dataclass(frozen=True)
class KindCount:
    """How many records of a kind there are."""

    code: str
    name: str
    count: int
    reality: Reality = Reality.REAL


@dataclass(frozen=True)
class ConcernEntry:
    """One thing that is not as it should be, in Vietnamese.

    Attributes:
        title: Of its sort.
        subject: The machine, link, service, commune …
        told: What is wrong with it.
    """

    sort: str
    severity: Severity
    title: str
    subject: str
    told: str


@dataclass(frozen=True)
class SystemPart:
    """A part of the plan: what there is, and what is not in order."""

    code: str
    name: str
    kinds: tuple[KindCount, ...]
    concerns: tuple[ConcernEntry, ...]


@dataclass(frozen=True)
class SystemsReportFacts:
    """Everything of the report.

    Attributes:
        as_of: The day for which it stands.
        marks: Sentences about data that are derived or synthetic.
    """

    issuer: Issuer
    as_of: date
    parts: tuple[SystemPart, ...]
    marks: tuple[str, ...] = ()


def compose_systems_report(facts: SystemsReportFacts) -> OfficialDocument:
    """Return the report: a chapter a part, and an annex with every concern."""
    issuer = facts.issuer
    archive = ", ".join(one for one in ("VT", issuer.division_code) if one)
    usual = ("UBND tỉnh (để báo cáo);", "Các sở, ban, ngành;", f"Lưu: {archive}.")
    return OfficialDocument(
        kind="systems_report",
        form=DocumentForm.TITLED,
        letterhead=issuer.department_letterhead("BC", None),
        type_name="BÁO CÁO",
        subject=f"Hiện trạng các hệ thống số của tỉnh {issuer.province}",
        blocks=tuple(_blocks(facts)),
        signature=issuer.department_signature,
        recipients=issuer.recipients.get("systems_report", ()) or usual,
        annexes=tuple(_annexes(facts)),
        marks=facts.marks,
    )


def _blocks(facts: SystemsReportFacts) -> Iterator[Block]:
    yield Heading("ĐÁNH GIÁ CHUNG")
    yield Paragraph(_summary(facts), "summary")
    yield _part_table(facts)
    for part in facts.parts:
        yield Heading(part.name.upper())
        if part.kinds:
            yield _kind_table(facts, part)
        else:
            yield Paragraph(("Sổ đăng ký chưa có bản ghi nào thuộc hợp phần này.",))
        if part.concerns:
            yield _sort_table(facts, part)
        elif part.kinds:
            yield Paragraph(("Chưa ghi nhận vấn đề nào cần xử lý.",))
    if any(one.concerns for one in facts.parts):
        yield Paragraph(("Danh sách chi tiết nêu tại phụ lục kèm theo.",))


def _summary(facts: SystemsReportFacts) -> tuple[Span, ...]:
    told: list[Span] = [
        f"Tính đến ngày {format_date(facts.as_of)}, sổ đăng ký hạ tầng số ghi nhận "
    ]
    for at, (severity, words) in enumerate(_SEVERITIES.items()):
        found = [one for part in facts.parts for one in part.concerns]
        told.append(", " if at else "")
        told.append(_count(facts, "all", severity, found))
        told.append(f" vấn đề mức “{words.lower()}”")
    told.append(
        ". Những nội dung chưa được ghi vào sổ đăng ký thì chưa được đánh giá;"
        " cảnh báo của hệ thống giám sát thay đổi từng phút nên không nêu trong báo cáo"
        " này."
    )
    return tuple(told)


def _count(
    facts: SystemsReportFacts,
    code: str,
    severity: Severity,
    concerns: Iterable[ConcernEntry],
) -> TracedNumber:
    return _number(
        facts,
        f"concerns:{code}:{severity}",
        f"Vấn đề mức “{_SEVERITIES[severity].lower()}”",
        sum(one.severity is severity for one in concerns),
    )


def _number(
    facts: SystemsReportFacts,
    key: str,
    label: str,
    value: int,
    reality: Reality | None = None,
) -> TracedNumber:
    realities = [kind.reality for part in facts.parts for kind in part.kinds]
    mixed = Reality.SYNTHETIC if Reality.SYNTHETIC in realities else Reality.DERIVED
    return traced(
        value,
        key=key,
        label=label,
        period=format_date(facts.as_of),
        source=_REGISTER,
        reality=reality or mixed,
    )


def _part_table(facts: SystemsReportFacts) -> Table:
    def row(at: str, code: str, name: str, found: Sequence[ConcernEntry]) -> Row:
        role = RowRole.PLAIN if at else RowRole.TOTAL
        counts = ((_count(facts, code, one, found),) for one in _SEVERITIES)
        return Row(((at,) if at else (), (name,), *counts), role)

    every = [one for part in facts.parts for one in part.concerns]
    rows = [
        row(str(at), part.code, part.name, part.concerns)
        for at, part in enumerate(facts.parts, 1)
    ]
    return Table(
        name="tong_hop",
        caption="Vấn đề cần xử lý theo hợp phần",
        columns=(
            Column("stt", "STT", ColumnKind.ORDINAL, width=0.6),
            Column("hop_phan", "Hợp phần", width=3.4),
            *(
                Column(str(severity), words, ColumnKind.NUMBER, width=1.2)
                for severity, words in _SEVERITIES.items()
            ),
        ),
        rows=(*rows, row("", "total", "Tổng cộng", every)),
    )


def _kind_table(facts: SystemsReportFacts, part: SystemPart) -> Table:
    return Table(
        name=f"doi_tuong_{part.code.lower()}",
        caption=f"Đối tượng trong sổ đăng ký: {part.name}",
        columns=(
            Column("stt", "STT", ColumnKind.ORDINAL, width=0.6),
            Column("doi_tuong", "Đối tượng", width=4.0),
            Column("so", "Số bản ghi", ColumnKind.NUMBER, width=1.4),
        ),
        rows=tuple(
            Row(
                (
                    (str(at),),
                    (one.name,),
                    (
                        _number(
                            facts,
                            f"records:{one.code}",
                            f"Số bản ghi: {one.name}",
                            one.count,
                            one.reality,
                        ),
                    ),
                )
            )
            for at, one in enumerate(part.kinds, 1)
        ),
    )


def _sort_table(facts: SystemsReportFacts, part: SystemPart) -> Table:
    sorts = dict.fromkeys((one.severity, one.sort, one.title) for one in part.concerns)
    return Table(
        name=f"van_de_{part.code.lower()}",
        caption=f"Vấn đề cần xử lý: {part.name}",
        columns=(
            Column("stt", "STT", ColumnKind.ORDINAL, width=0.6),
            Column("van_de", "Vấn đề", width=4.0),
            Column("muc", "Mức độ", width=1.4),
            Column("so", "Số lượng", ColumnKind.NUMBER, width=1.2),
        ),
        rows=tuple(
            Row(
                (
                    (str(at),),
                    (title,),
                    (_SEVERITIES[severity],),
                    (
                        _number(
                            facts,
                            f"concern:{part.code}:{sort}:{severity}",
                            title,
                            sum(
                                (one.sort, one.severity) == (sort, severity)
                                for one in part.concerns
                            ),
                        ),
                    ),
                )
            )
            for at, (severity, sort, title) in enumerate(sorts, 1)
        ),
    )


def _annexes(facts: SystemsReportFacts) -> Iterator[Annex]:
    """Yield every concern but those that are only to be looked at: they are many."""
    rows: list[Row] = []
    for part in facts.parts:
        found = [one for one in part.concerns if one.severity is not Severity.NOTICE]
        if found:
            rows.append(Row(((part.name,),), RowRole.GROUP))
            rows += [
                Row(
                    (
                        (str(at),),
                        (one.subject,),
                        (one.title,),
                        (_SEVERITIES[one.severity],),
                        (one.told,),
                    )
                )
                for at, one in enumerate(found, 1)
            ]
    if not rows:
        return
    table = Table(
        name="chi_tiet",
        caption="Vấn đề mức nghiêm trọng và cảnh báo",
        columns=(
            Column("stt", "STT", ColumnKind.ORDINAL, width=0.5),
            Column("doi_tuong", "Đối tượng", width=2.4),
            Column("van_de", "Vấn đề", width=2.4),
            Column("muc", "Mức độ", width=1.2),
            Column("noi_dung", "Nội dung", width=4.2),
        ),
        rows=tuple(rows),
        note="Các vấn đề mức “cần xem” chỉ được đếm ở phần trên.",
    )
    yield Annex("DANH SÁCH VẤN ĐỀ CẦN XỬ LÝ", (table,))
