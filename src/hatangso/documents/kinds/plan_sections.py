"""Sections of a plan on its works: what is done, for how much money, by whom."""

from collections.abc import Iterable, Sequence

from hatangso.documents.kinds.fixed_text import said
from hatangso.documents.kinds.plan_annexes import RegisterTask, register_cost_vnd
from hatangso.documents.kinds.plan_costs import (
    PlanCosts,
    PlannedTask,
    by_funding,
    by_kind,
    costs_by_year,
    in_words,
    year_words,
)
from hatangso.documents.kinds.plan_facts import PlanFacts
from hatangso.documents.official.blocks import Block, Heading, Items, Paragraph
from hatangso.documents.official.spans import NO_DATA, Sentence, Span
from hatangso.language import format_date, format_number

__all__ = ["money_blocks", "organisation_blocks", "task_blocks"]

_LARGEST = 3
_FINANCE = "Sở Tài chính"


def task_blocks(facts: PlanFacts) -> tuple[Block, ...]:
    """Return what is done, by kind of work, and what is left out."""
    costs = facts.costs
    blocks: list[Block] = [Heading("NHIỆM VỤ, GIẢI PHÁP")]
    for group, tasks in costs.groups().items():
        blocks.append(Heading(group, 2))
        blocks.append(Paragraph(_group_sentence(group, tasks, costs)))
        if len(tasks) > _LARGEST:
            blocks += _largest(tasks, costs)
    if facts.tasks:
        blocks.append(Heading("Nhiệm vụ khác", 2))
        blocks.append(Paragraph(_other_tasks(facts)))
    blocks += [Heading("Giải pháp", 2), _measures()]
    if facts.left_out:
        blocks.append(Heading("Nơi chưa được đưa vào kế hoạch", 2))
        blocks.append(Paragraph(_left_out_sentence(facts)))
    return tuple(blocks)


def _group_sentence(
    group: str, tasks: Sequence[PlannedTask], costs: PlanCosts
) -> Sentence:
    """Say how much of one kind is done, for how many people, in which year."""
    spans: list[Span] = [
        "Thực hiện ",
        costs.count(f"tasks:{group}", len(tasks), f"Số nhiệm vụ: {group}"),
        " nhiệm vụ với kinh phí ",
        costs.vnd(f"group:{group}", _sum(tasks), f"Kinh phí: {group}"),
    ]
    people = sum(one.people for one in tasks)
    if people:
        label = f"Lượt người được phục vụ thêm: {group}"
        spans += [", phục vụ thêm ", costs.count(f"people:{group}", people, label)]
        spans.append(" lượt người (tính riêng từng dịch vụ)")
    years = [year for year in costs.years if any(one.year == year for one in tasks)]
    if len(costs.years) > 1:
        spans.append("; ")
        spans += _joined(_year_spans(group, tasks, costs, year) for year in years)
    return (*spans, ".")


def _year_spans(
    group: str, tasks: Sequence[PlannedTask], costs: PlanCosts, year: int
) -> list[Span]:
    own = [one for one in tasks if one.year == year]
    when = year_words(year)
    return [
        f"{when}: ",
        costs.count(f"tasks:{group}:{year}", len(own), f"{group}, {when}"),
        " nhiệm vụ, ",
        costs.vnd(f"group:{group}:{year}", _sum(own), f"Kinh phí: {group}, {when}"),
    ]


def _joined(parts: Iterable[list[Span]]) -> list[Span]:
    spans: list[Span] = []
    for part in parts:
        spans += ["; ", *part] if spans else part
    return spans


def _sum(tasks: Iterable[PlannedTask]) -> int:
    return sum(one.cost_vnd for one in tasks)


def _largest(tasks: Sequence[PlannedTask], costs: PlanCosts) -> tuple[Block, ...]:
    """Name the tasks that serve most people, the dearest where nobody is served."""
    ordered = sorted(tasks, key=lambda one: (-one.people, -one.cost_vnd, one.number))
    serves = ordered[0].people > 0
    head = "phục vụ nhiều người nhất" if serves else "có kinh phí lớn nhất"
    entries: list[Sentence] = []
    for one in ordered[:_LARGEST]:
        spans: list[Span] = [f"{one.name}: "]
        if one.people:
            label = f"Lượt người: {one.name}"
            spans += [costs.count(f"task:{one.number}:people", one.people, label)]
            spans.append(" lượt người, ")
        spans.append(costs.vnd(f"task:{one.number}", one.cost_vnd, one.name))
        entries.append((*spans, "."))
    return Paragraph((f"Các nhiệm vụ {head}:",)), Items(tuple(entries))


def _other_tasks(facts: PlanFacts) -> Sentence:
    count = format_number(len(facts.tasks))
    leads = len(dict.fromkeys(one.lead for one in facts.tasks))
    return said(
        f"Ngoài phương án đầu tư, {count} nhiệm vụ khác do {format_number(leads)} cơ"
        " quan, đơn vị chủ trì; nội dung, thời hạn và kinh phí nêu tại Phụ lục II."
    )


def _measures() -> Items:
    return Items(
        (
            said(
                "Dùng chung cột ăng-ten, nhà trạm, tuyến cáp giữa các doanh nghiệp;"
                " chỉ xây mới nơi không có hạ tầng dùng chung được."
            ),
            said(
                "UBND cấp xã hỗ trợ doanh nghiệp về mặt bằng, nguồn điện, giải phóng"
                " hành lang; tuyên truyền để người dân đồng thuận."
            ),
            said(
                "Cập nhật số liệu hạ tầng hằng tháng; sau mỗi đợt đầu tư, đo kiểm lại"
                " vùng phủ sóng và chất lượng dịch vụ tại nơi được phục vụ."
            ),
        ),
        name="measures",
    )


def _left_out_sentence(facts: PlanFacts) -> Sentence:
    services = dict.fromkeys(one.service for one in facts.left_out)
    return (
        "Sau khi thực hiện toàn bộ phương án, còn ",
        *_joined(_missing(service, facts) for service in services),
        ". Danh sách, lý do và cách phục vụ rẻ nhất cho từng nơi nêu tại Phụ lục III; ",
        f"{facts.department} rà soát hằng năm để bổ sung khi có nguồn vốn.",
    )


def _missing(service: str, facts: PlanFacts) -> list[Span]:
    own = [one for one in facts.left_out if one.service == service]
    people = sum(one.people for one in own)
    count = facts.costs.count
    spans: list[Span] = [
        count(f"left_out:{service}", len(own), f"Nơi chưa có {service}"),
        f" nơi chưa có {service}",
    ]
    if people:
        label = f"Dân số ở nơi chưa có {service}"
        spans += [" (", count(f"left_out_people:{service}", people, label), " người)"]
    return spans


def money_blocks(facts: PlanFacts) -> tuple[Block, ...]:
    """Return the money in figures and words, by source, kind of work and year."""
    costs = facts.costs
    blocks: list[Block] = [
        Heading("KINH PHÍ THỰC HIỆN"),
        Paragraph(
            (
                f"Kinh phí thực hiện phương án “{costs.title}”: ",
                costs.total(unit="đồng"),
                f" đồng {in_words(costs.cost_vnd)}.",
            ),
            name="total_cost",
        ),
        costs_by_year(
            "cost_by_funding",
            "Kinh phí theo nguồn vốn và theo năm",
            "Nguồn vốn",
            by_funding(costs),
            costs,
        ),
        costs_by_year(
            "cost_by_kind",
            "Kinh phí theo loại công trình và theo năm",
            "Loại công trình",
            by_kind(costs),
            costs,
        ),
    ]
    blocks += [facts.chart] if facts.chart else []
    if facts.tasks:
        blocks.append(Paragraph(_other_money(facts)))
    blocks.append(
        Paragraph(
            said(
                "Đơn giá và nguồn vốn ghi “giả định” hoặc “chưa xác định” là dự kiến,"
                " được chuẩn xác khi lập dự án và giao dự toán. Bảng theo loại công"
                " trình tách riêng tuyến cáp và thiết bị đi kèm, đã được tính chung"
                " trong kinh phí của từng nhóm nhiệm vụ tại mục IV."
            ),
            is_note=True,
        )
    )
    return tuple(blocks)


def _other_money(facts: PlanFacts) -> Sentence:
    unknown = sum(one.budget_vnd is None for one in facts.tasks)
    total_vnd = register_cost_vnd(facts.tasks)
    label = "Kinh phí nhiệm vụ khác"
    spans: list[Span] = ["Kinh phí của các nhiệm vụ khác tại Phụ lục II: "]
    spans.append(facts.costs.vnd("register_total", total_vnd, label))
    if unknown and total_vnd is not None:
        spans.append(f"; {format_number(unknown)} nhiệm vụ {NO_DATA} về kinh phí")
    return (*spans, ".")


def organisation_blocks(facts: PlanFacts) -> tuple[Block, ...]:
    """Return what each body has to do."""
    costs = facts.costs
    communes = len({one.commune for one in costs.tasks if one.commune})
    blocks: list[Block] = [
        Heading("TỔ CHỨC THỰC HIỆN"),
        Heading(facts.department, 2),
        Items(
            (
                said(
                    "Chủ trì, đôn đốc, theo dõi, tổng hợp việc thực hiện Kế hoạch; báo"
                    " cáo UBND tỉnh theo tháng, quý, năm."
                ),
                ("Rà soát số liệu, vùng lõm sóng và đề xuất điều chỉnh Kế hoạch.",),
                *_led(facts, facts.department),
            )
        ),
        Heading(_FINANCE, 2),
        Items(
            (
                said(
                    "Tham mưu UBND tỉnh cân đối, bố trí nguồn vốn ngân sách theo quy"
                    " định; hướng dẫn quản lý, thanh toán, quyết toán."
                ),
                *_led(facts, _FINANCE),
            )
        ),
    ]
    for lead in _leads(facts):
        blocks += [Heading(lead, 2), Items(_led(facts, lead))]
    if communes:
        entry: Sentence = (
            "Phối hợp thực hiện nhiệm vụ trên địa bàn ",
            costs.count("communes", communes, "Xã, phường có nhiệm vụ"),
            " xã, phường; xác nhận kết quả tại từng điểm dân cư.",
        )
        blocks += [Heading("UBND các xã, phường", 2), Items((entry,))]
    return tuple(blocks)


def _leads(facts: PlanFacts) -> list[str]:
    named = [*facts.costs.leads(), *(one.lead for one in facts.tasks)]
    heads = {facts.department, _FINANCE, ""}
    found = [one for one in dict.fromkeys(named) if one not in heads]
    return sorted(found, key=lambda one: "chưa xác định" in one)


def _led(facts: PlanFacts, lead: str) -> tuple[Sentence, ...]:
    """Return what one body leads: of the plan, and of the register."""
    costs = facts.costs
    entries: list[Sentence] = []
    planned = costs.leads().get(lead, ())
    if planned:
        entries.append(
            (
                "Chủ trì ",
                costs.count(f"lead:{lead}", len(planned), f"Nhiệm vụ của {lead}"),
                " nhiệm vụ của phương án đầu tư, kinh phí ",
                costs.vnd(f"lead:{lead}", _sum(planned), f"Kinh phí của {lead}"),
                f"{_until(planned)} (Phụ lục II).",
            )
        )
    own = [one for one in facts.tasks if one.lead == lead]
    entries += [(_told(one),) for one in own[:_LARGEST]]
    if len(own) > _LARGEST:
        more = format_number(len(own) - _LARGEST)
        entries.append((f"Chủ trì {more} nhiệm vụ khác nêu tại Phụ lục II.",))
    return tuple(entries)


def _until(tasks: Iterable[PlannedTask]) -> str:
    days = [one.deadline for one in tasks if one.deadline]
    return f", hoàn thành chậm nhất ngày {format_date(max(days))}" if days else ""


def _told(task: RegisterTask) -> str:
    by = f", hoàn thành trước {format_date(task.deadline)}" if task.deadline else ""
    return f"Chủ trì nhiệm vụ: {task.name}{by}."
