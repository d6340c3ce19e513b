"""Difficulties and proposals of a periodic report, made of its numbers."""

from collections.abc import Iterable, Iterator, Sequence

from hatangso.documents.kinds.periodic_facts import (
    PeriodicFacts,
    TargetCase,
    TargetLine,
)
from hatangso.documents.kinds.periodic_holes import (
    late_tasks,
    of_register,
    overdue_holes,
    tasks_due_soon,
)
from hatangso.documents.kinds.periodic_targets import low
from hatangso.documents.official.blocks import Block, Heading, Items, Paragraph
from hatangso.documents.official.spans import Sentence
from hatangso.language import format_date, format_number, sort_key

__all__ = ["proposal_blocks"]

_MOST_NAMED = 5


def proposal_blocks(facts: PeriodicFacts) -> Iterator[Block]:
    """Yield what is difficult, what comes next and what is asked for."""
    yield Heading("Khó khăn, vướng mắc", 2)
    yield from _listed(
        _difficulties(facts),
        "Trong kỳ, số liệu không cho thấy khó khăn, vướng mắc cần báo cáo.",
    )
    yield Heading("Nhiệm vụ kỳ tiếp theo", 2)
    yield Items(tuple(_next_steps(facts)))
    yield Heading("Đề xuất, kiến nghị", 2)
    yield from _listed(_proposals(facts), "Không có đề xuất, kiến nghị.")


def _listed(entries: Iterable[Sentence], when_none: str) -> Iterator[Block]:
    found = tuple(entries)
    yield Items(found) if found else Paragraph((when_none,))


def _of_case(facts: PeriodicFacts, *cases: TargetCase) -> list[TargetLine]:
    return [one for one in facts.targets if one.case in cases]


def _names(names: Iterable[str]) -> str:
    """Return the first names, and how many others there are."""
    listed = list(dict.fromkeys(names))
    others = len(listed) - _MOST_NAMED
    told = "; ".join(listed[:_MOST_NAMED])
    return f"{told}; và {format_number(others)} nội dung khác" if others > 0 else told


def _difficulties(facts: PeriodicFacts) -> Iterator[Sentence]:
    missed = _of_case(facts, TargetCase.MISSED)
    if missed:
        yield (
            _number(missed),
            f" chỉ tiêu đã đến hạn nhưng không đạt: {_named(missed)}.",
        )
    at_risk = _of_case(facts, TargetCase.AT_RISK)
    if at_risk:
        yield (
            _number(at_risk),
            (
                " chỉ tiêu có nguy cơ không hoàn thành đúng hạn theo xu thế hiện nay:"
                f" {_named(at_risk)}."
            ),
        )
    unknown = _of_case(facts, TargetCase.UNKNOWN)
    if unknown:
        yield (
            _number(unknown),
            (
                " chỉ tiêu chưa có đủ số liệu để đánh giá, chủ yếu do chưa được các cơ"
                " quan, doanh nghiệp báo cáo."
            ),
        )
    late_holes = overdue_holes(facts)
    if late_holes:
        yield (
            of_register(facts, "hole:late", "Số điểm quá thời hạn", len(late_holes)),
            " điểm trắng sóng, lõm sóng đã quá thời hạn cam kết phủ sóng.",
        )
    late = late_tasks(facts)
    if late:
        yield (
            of_register(facts, "task:late", "Số nhiệm vụ chậm tiến độ", len(late)),
            f" nhiệm vụ chậm tiến độ, chậm nhất là “{late[0].name}” ({late[0].lead}).",
        )
        told = [f"{one.name}: {one.risk}" for one in late if one.risk]
        if told:
            yield (f"Vướng mắc do đơn vị chủ trì nêu: {_names(told)}.",)
    disputed = [one for one in facts.targets if one.disputes]
    if disputed:
        yield (
            _number(disputed),
            (
                " chỉ tiêu có số liệu hoặc mục tiêu chưa thống nhất giữa các văn bản"
                " (xem chú thích tại phụ lục)."
            ),
        )


def _number(lines: Sequence[TargetLine]) -> str:
    return format_number(len(lines))


def _named(lines: Iterable[TargetLine]) -> str:
    return _names(low(one.name) for one in lines)


def _next_steps(facts: PeriodicFacts) -> Iterator[Sentence]:
    after = facts.period.after
    open_lines = _of_case(facts, TargetCase.MISSED, TargetCase.AT_RISK, TargetCase.OPEN)
    if open_lines:
        yield (f"Tập trung thực hiện các chỉ tiêu chưa đạt: {_named(open_lines)}.",)
    soon = tasks_due_soon(facts)
    if soon:
        told = _names(f"{one.name} ({one.lead})" for one in soon)
        yield (f"Hoàn thành các nhiệm vụ đến hạn trong 60 ngày tới: {told}.",)
    if any(one.case is TargetCase.UNKNOWN for one in facts.targets):
        yield ("Thu thập số liệu của các chỉ tiêu chưa đánh giá được.",)
    yield (
        (
            "Tiếp tục theo dõi, cập nhật sổ đăng ký hạ tầng số và báo cáo kết quả"
            f" {after.words} theo quy định."
        ),
    )


def _proposals(facts: PeriodicFacts) -> Iterator[Sentence]:
    for line in _of_case(facts, TargetCase.MISSED):
        yield (
            (
                f"Đề nghị UBND tỉnh xem xét, chỉ đạo giải pháp và thời hạn mới đối với"
                f" chỉ tiêu không đạt: {line.name} ({line.document})."
            ),
        )
    for line in _of_case(facts, TargetCase.AT_RISK):
        yield (
            (
                "Đề nghị UBND tỉnh chỉ đạo các cơ quan, doanh nghiệp liên quan đẩy"
                f" nhanh tiến độ thực hiện chỉ tiêu: {line.name} ({line.document})."
            ),
        )
    operators: dict[str, int] = {}
    for hole in overdue_holes(facts):
        operators[hole.operator] = operators.get(hole.operator, 0) + 1
    for operator in sorted(operators, key=sort_key):
        who = operator or "các doanh nghiệp viễn thông"
        yield (
            f"Đề nghị UBND tỉnh yêu cầu {who} hoàn thành phủ sóng",
            (
                f" {format_number(operators[operator])} điểm trắng sóng, lõm sóng đã"
                " quá thời hạn cam kết."
            ),
        )
    leads = sorted({one.lead for one in late_tasks(facts)}, key=sort_key)
    if leads:
        yield (
            (
                f"Đề nghị {_names(leads)} khẩn trương hoàn thành các nhiệm vụ chậm tiến"
                " độ, báo cáo rõ nguyên nhân và thời hạn hoàn thành."
            ),
        )
    if _of_case(facts, TargetCase.UNKNOWN):
        yield (
            (
                "Đề nghị các sở, ban, ngành, doanh nghiệp viễn thông cung cấp số liệu"
                " của các chỉ tiêu chưa có báo cáo trước kỳ báo cáo"
                f" {facts.period.after.words}."
            ),
        )
    stale = [one.name for one in facts.freshness if one.stale]
    if stale:
        yield (
            (
                "Đề nghị UBND các xã, phường và các doanh nghiệp xác nhận lại số liệu"
                f" đã quá hạn: {_names(stale)}."
            ),
        )
    if facts.begun_later_on is not None and facts.begun_later_on > facts.until:
        yield (
            (
                "Số liệu trước ngày"
                f" {format_date(facts.begun_later_on)} chưa có trong sổ đăng ký; đề"
                " nghị các đơn vị bổ sung nếu còn lưu."
            ),
        )
