"""Kế hoạch phát triển hạ tầng số: the plan that a province's committee issues."""

from hatangso.documents.kinds.fixed_text import said
from hatangso.documents.kinds.plan_annexes import left_out_table, task_table
from hatangso.documents.kinds.plan_effects import gain_sentence, goal_table
from hatangso.documents.kinds.plan_facts import PlanFacts
from hatangso.documents.kinds.plan_sections import (
    money_blocks,
    organisation_blocks,
    task_blocks,
)
from hatangso.documents.kinds.plan_targets import (
    situation_blocks,
    target_blocks,
    target_table,
)
from hatangso.documents.official.blocks import Block, Heading, Items, Paragraph
from hatangso.documents.official.issuer import Issuer
from hatangso.documents.official.official_document import (
    Annex,
    DocumentForm,
    OfficialDocument,
)
from hatangso.documents.official.spans import Sentence

__all__ = ["compose_plan"]

_ARCHIVE = "Lưu: VT"
_RECIPIENTS = (
    "Bộ Khoa học và Công nghệ (để báo cáo);",
    "Thường trực Tỉnh ủy, Thường trực HĐND tỉnh (để báo cáo);",
    "Chủ tịch, các Phó Chủ tịch UBND tỉnh;",
    "Các cơ quan, đơn vị, doanh nghiệp nêu tại mục VI;",
)


def compose_plan(facts: PlanFacts) -> OfficialDocument:
    """Return the plan with its annexes."""
    issuer = facts.issuer
    return OfficialDocument(
        kind="plan",
        form=DocumentForm.TITLED,
        letterhead=issuer.committee_letterhead("KH", None),
        type_name="KẾ HOẠCH",
        subject=facts.subject,
        blocks=(
            *_purpose(facts),
            *_situation(facts),
            *_targets(facts),
            *task_blocks(facts),
            *money_blocks(facts),
            *organisation_blocks(facts),
        ),
        signature=issuer.committee_signature,
        parameters=facts.parameters,
        bases=(*issuer.bases.get("plan", ()), *facts.bases),
        opening=said(
            f"Ủy ban nhân dân tỉnh {issuer.province} ban hành Kế hoạch phát triển hạ"
            f" tầng số trên địa bàn tỉnh{facts.when} với các nội dung sau:"
        ),
        closing=(
            said(
                "Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, các cơ quan,"
                f" đơn vị phản ánh về {facts.department} để tổng hợp, báo cáo UBND"
                " tỉnh xem xét, quyết định./."
            ),
        ),
        recipients=_recipients(issuer),
        annexes=_annexes(facts),
        has_contents=True,
        marks=facts.marks,
    )


def _recipients(issuer: Issuer) -> tuple[str, ...]:
    """Return who gets the plan; the archive stands last, whoever names it."""
    own = issuer.recipients.get("plan", ())
    archive = [one for one in own if one.startswith("Lưu")] or [f"{_ARCHIVE}."]
    return (*_RECIPIENTS, *(one for one in own if one not in archive), *archive)


def _purpose(facts: PlanFacts) -> tuple[Block, ...]:
    entries: list[Sentence] = [_target_counts(facts)]
    entries += [gain_sentence(one, facts.costs) for one in facts.services]
    entries.append(
        said(
            "Xác định nhiệm vụ, cơ quan chủ trì, thời hạn, kinh phí và nguồn vốn, làm"
            " cơ sở bố trí nguồn lực, theo dõi, đánh giá việc thực hiện."
        )
    )
    return (
        Heading("MỤC ĐÍCH, YÊU CẦU"),
        Heading("Mục đích", 2),
        Items(tuple(entries), name="purpose"),
        Heading("Yêu cầu", 2),
        Items(
            (
                said(
                    "Bám sát các văn bản giao chỉ tiêu; phù hợp với quy hoạch hạ tầng"
                    " viễn thông thụ động và ưu tiên dùng chung hạ tầng."
                ),
                said(
                    "Mỗi nhiệm vụ rõ nội dung, rõ cơ quan chủ trì, rõ thời hạn, rõ"
                    " kinh phí và nguồn vốn."
                ),
                said(
                    "Số liệu có nguồn, có thời điểm; nội dung chưa có số liệu phải"
                    " được bổ sung, không thay bằng số ước đoán."
                ),
            ),
            name="requirements",
        ),
    )


def _target_counts(facts: PlanFacts) -> Sentence:
    targets = facts.targets
    if not targets:
        return ("Phát triển hạ tầng số đáp ứng nhu cầu của người dân, doanh nghiệp.",)
    standings = [one.standing for one in targets]
    met = sum(one.is_met for one in standings)
    unknown = sum(not one.is_known for one in standings)
    costs = facts.costs
    return (
        "Hoàn thành ",
        costs.count("targets", len(targets), "Chỉ tiêu đang có hiệu lực"),
        " chỉ tiêu đang có hiệu lực, trong đó ",
        costs.count("targets:met", met, "Chỉ tiêu đã đạt"),
        " chỉ tiêu đã đạt, ",
        costs.count("targets:short", len(targets) - met - unknown, "Chỉ tiêu chưa đạt"),
        " chỉ tiêu chưa đạt, ",
        costs.count("targets:unknown", unknown, "Chỉ tiêu chưa đánh giá được"),
        " chỉ tiêu chưa đủ số liệu để đánh giá.",
    )


def _situation(facts: PlanFacts) -> tuple[Block, ...]:
    return (Heading("HIỆN TRẠNG HẠ TẦNG SỐ"), *situation_blocks(facts.values))


def _targets(facts: PlanFacts) -> tuple[Block, ...]:
    blocks: list[Block] = [
        Heading("MỤC TIÊU"),
        *target_blocks(facts.targets, facts.costs.years[0]),
    ]
    if facts.goals:
        blocks.append(Heading("Kết quả của phương án đầu tư", 2))
        blocks.append(Paragraph(_goal_counts(facts)))
        blocks.append(goal_table(facts.goals, facts.costs))
    text = "Chỉ tiêu theo từng năm và văn bản giao chỉ tiêu nêu tại Phụ lục I."
    blocks.append(Paragraph((text,)))
    return tuple(blocks)


def _goal_counts(facts: PlanFacts) -> Sentence:
    costs, goals = facts.costs, facts.goals
    met = sum(one.is_met for one in goals)
    return (
        f"Với các công trình tại mục IV, phương án “{costs.title}” đạt ",
        costs.count("goals:met", met, "Mục tiêu mà phương án đạt"),
        " trong ",
        costs.count("goals", len(goals), "Mục tiêu của phương án"),
        " mục tiêu đã đặt ra.",
    )


def _annexes(facts: PlanFacts) -> tuple[Annex, ...]:
    annexes = [
        Annex(
            "CHỈ TIÊU PHÁT TRIỂN HẠ TẦNG SỐ THEO NĂM", (target_table(facts.targets),)
        ),
        Annex(
            "NHIỆM VỤ, PHÂN CÔNG VÀ KINH PHÍ THỰC HIỆN",
            (task_table(facts.costs, facts.tasks),),
        ),
    ]
    if facts.left_out:
        table = left_out_table(facts.left_out, facts.costs)
        annexes.append(Annex("NƠI CHƯA ĐƯỢC ĐƯA VÀO KẾ HOẠCH", (table,)))
    if facts.map:
        annexes.append(
            Annex("BẢN ĐỒ CÔNG TRÌNH CỦA KẾ HOẠCH", (facts.map,), is_landscape=False)
        )
    return tuple(annexes)
