"""Báo cáo kết quả phát triển hạ tầng số: of a month, quarter, half-year or year."""

from collections.abc import Iterator

from hatangso.documents.kinds.fixed_text import said
from hatangso.documents.kinds.periodic_facts import PeriodicFacts
from hatangso.documents.kinds.periodic_holes import hole_blocks, task_blocks
from hatangso.documents.kinds.periodic_pictures import standing_chart
from hatangso.documents.kinds.periodic_proposals import proposal_blocks
from hatangso.documents.kinds.periodic_register import change_blocks, freshness_blocks
from hatangso.documents.kinds.periodic_targets import (
    change_sentences,
    counts_sentence,
    target_sections,
    target_table,
)
from hatangso.documents.official.blocks import Block, Heading, Items, Paragraph
from hatangso.documents.official.issuer import Issuer
from hatangso.documents.official.official_document import (
    Annex,
    DocumentForm,
    OfficialDocument,
)
from hatangso.language import format_date

__all__ = ["KIND_CODE", "compose_report"]

KIND_CODE = "periodic_report"


def compose_report(facts: PeriodicFacts) -> OfficialDocument:
    """Return the report of the department to the province's committee."""
    issuer, when = facts.issuer, facts.period.words
    committee = _in_words(issuer.committee, issuer.province)
    return OfficialDocument(
        kind=KIND_CODE,
        form=DocumentForm.TITLED,
        letterhead=issuer.department_letterhead("BC", None),
        type_name="BÁO CÁO",
        subject=f"Kết quả phát triển hạ tầng số {when}",
        blocks=tuple(_blocks(facts)),
        signature=issuer.department_signature,
        parameters=facts.parameters,
        addressees=(committee,),
        bases=issuer.bases.get(KIND_CODE, ()),
        opening=said(
            f"Thực hiện chế độ báo cáo định kỳ, {facts.department} báo cáo {committee}"
            f" kết quả phát triển hạ tầng số {when} trên địa bàn (số liệu tính đến ngày"
            f" {format_date(facts.until)}) như sau:"
        ),
        closing=(
            said(
                f"Trên đây là kết quả phát triển hạ tầng số {when}, {facts.department}"
                f" báo cáo {committee} xem xét, chỉ đạo./."
            ),
        ),
        recipients=issuer.recipients.get(KIND_CODE) or _recipients(issuer),
        annexes=(Annex("KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU", (target_table(facts),)),),
        marks=facts.marks,
    )


def _in_words(committee: str, province: str) -> str:
    """Return ``ỦY BAN NHÂN DÂN TỈNH …`` as a sentence has it."""
    name = province.upper()
    if not committee.endswith(name):
        return committee
    kind = committee.removesuffix(name).strip().lower()
    return f"{kind.replace('ủy ban nhân dân', 'Ủy ban nhân dân')} {province}"


def _recipients(issuer: Issuer) -> tuple[str, ...]:
    archive = ", ".join(filter(None, ("Lưu: VT", issuer.division_code)))
    return "Như trên", "Giám đốc, các Phó Giám đốc Sở", archive


def _blocks(facts: PeriodicFacts) -> Iterator[Block]:
    yield Heading("ĐÁNH GIÁ CHUNG")
    yield from _summary(facts)
    yield Heading("KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU")
    yield Paragraph(
        said(
            "Kết quả theo từng nội dung như sau; số liệu chi tiết của từng chỉ tiêu nêu"
            " tại phụ lục kèm theo."
        )
    )
    yield from target_sections(facts)
    yield Heading("BIẾN ĐỘNG HẠ TẦNG TRONG KỲ")
    yield from change_blocks(facts)
    yield Heading("VÙNG TRẮNG SÓNG, LÕM SÓNG")
    yield from hole_blocks(facts)
    if facts.map is not None:
        yield facts.map
    yield Heading("NHIỆM VỤ CHẬM TIẾN ĐỘ VÀ SẮP ĐẾN HẠN")
    yield from task_blocks(facts)
    yield Heading("TÌNH HÌNH SỐ LIỆU")
    yield from freshness_blocks(facts)
    yield Heading("KHÓ KHĂN, NHIỆM VỤ KỲ TIẾP THEO VÀ KIẾN NGHỊ")
    yield from proposal_blocks(facts)


def _summary(facts: PeriodicFacts) -> Iterator[Block]:
    yield Paragraph(counts_sentence(facts))
    head, *moved = change_sentences(facts)
    yield Paragraph(head)
    if moved:
        yield Items(tuple(moved))
    chart = standing_chart(facts.targets)
    if chart is not None:
        yield chart
