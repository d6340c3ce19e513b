"""Tờ trình đề nghị hỗ trợ kinh phí: what a plan's money buys, and a request for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from hatangso.documents.kinds.fixed_text import said
from hatangso.documents.kinds.funding_tables import (
    CurveFact,
    YearFact,
    curve_table,
    price_table,
    work_table,
    year_table,
)
from hatangso.documents.kinds.plan_costs import (
    PlanCosts,
    by_funding,
    by_kind,
    costs_by_year,
    in_words,
)
from hatangso.documents.kinds.plan_effects import (
    GoalFact,
    ServiceFact,
    gain_sentence,
    goal_table,
)
from hatangso.documents.kinds.plan_proof import ProofFact, proof_blocks
from hatangso.documents.kinds.plan_targets import TargetFact, shortfall_sentence
from hatangso.documents.official.blocks import (
    Block,
    Figure,
    Heading,
    Items,
    Paragraph,
)
from hatangso.documents.official.issuer import Issuer
from hatangso.documents.official.numbers import percent, traced
from hatangso.documents.official.official_document import (
    Annex,
    DocumentForm,
    OfficialDocument,
)
from hatangso.documents.official.spans import NO_DATA, Sentence, Span
from hatangso.language import fold
from hatangso.model.provenance import Reality

__all__ = ["FundingFacts", "HoleFact", "compose_funding_proposal"]

_MOST_TARGETS = 6
_SHARES = (0.75, 0.5, 0.25)
_RECIPIENTS = ("Như trên", "Sở Tài chính")


@dataclass(frozen=True)
class HoleFact:
    """Localities that lack a technology today.

    Attributes:
        unknown: Localities of which nobody can tell.
        largest: The largest of them in words, most people first.
    """

    technology: str
    places: int
    people: int
    unknown: int
    largest: tuple[str, ...]
    reality: Reality
    period: str


@dataclass(frozen=True)
class FundingFacts:
    """What a proposal for funding is made of.

    Attributes:
        period: Calendar years: ``2026 - 2028``; empty for a plan without.
        department: That proposes, as a sentence names it.
        curve: Best results for other amounts of money; empty when nobody asked.
        more_money: What some more money would buy, in words; empty likewise.
        chart: Of the curve; None without a drawing.
    """

    issuer: Issuer
    period: str
    department: str
    bases: tuple[str, ...]
    holes: tuple[HoleFact, ...]
    targets: tuple[TargetFact, ...]
    services: tuple[ServiceFact, ...]
    goals: tuple[GoalFact, ...]
    costs: PlanCosts
    years: tuple[YearFact, ...]
    proof: ProofFact
    curve: tuple[CurveFact, ...]
    more_money: str = ""
    marks: tuple[str, ...] = ()
    chart: Figure | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)

    @property
    def when(self) -> str:
        """Return the period as it ends a phrase: `` giai đoạn 2026 - 2028``."""
        if not self.period:
            return ""
        return f" {'giai đoạn' if '-' in self.period else 'năm'} {self.period}"

    @property
    def gained(self) -> int:
        """Return the people newly served, one service at a time."""
        return sum(one.gained for one in self.services)


def compose_funding_proposal(facts: FundingFacts) -> OfficialDocument:
    """Return the proposal with the costs of every work in its annex."""
    issuer = facts.issuer
    own = issuer.recipients.get("funding_proposal", ())
    archive = [one for one in own if one.startswith("Lưu")]
    usual = f"Lưu: VT, {issuer.division_code}" if issuer.division_code else "Lưu: VT"
    return OfficialDocument(
        kind="funding_proposal",
        form=DocumentForm.TITLED,
        letterhead=issuer.department_letterhead("TTr", None),
        type_name="TỜ TRÌNH",
        subject=f"Về việc đề nghị hỗ trợ kinh phí phát triển hạ tầng số{facts.when}",
        addressees=(f"Ủy ban nhân dân tỉnh {issuer.province}",),
        blocks=(
            *_need(facts),
            *_proposal(facts),
            *_purchases(facts),
            *proof_blocks(facts.proof, facts.costs),
            *_less_money(facts),
            *_sources(facts),
            *_request(facts),
        ),
        signature=issuer.department_signature,
        parameters=facts.parameters,
        bases=(*issuer.bases.get("funding_proposal", ()), *facts.bases),
        opening=said(
            f"{facts.department} kính trình UBND tỉnh xem xét, hỗ trợ kinh phí thực"
            f" hiện phương án “{facts.costs.title}” như sau:"
        ),
        closing=(
            said(f"{facts.department} kính trình UBND tỉnh xem xét, quyết định./."),
        ),
        recipients=(
            *_RECIPIENTS,
            *(one for one in own if one not in archive),
            *(archive or [usual]),
        ),
        annexes=(
            Annex(
                "KINH PHÍ THEO TỪNG CÔNG TRÌNH",
                (work_table(facts.costs),),
            ),
        ),
        marks=facts.marks,
    )


def _need(facts: FundingFacts) -> tuple[Block, ...]:
    blocks: list[Block] = [Heading("SỰ CẦN THIẾT")]
    blocks += [Paragraph(_hole_sentence(one)) for one in facts.holes]
    short = [
        one
        for one in facts.targets
        if one.standing.is_known and not one.standing.is_met
    ]
    if short:
        head = "Các chỉ tiêu đang có hiệu lực mà tỉnh chưa đạt:"
        blocks.append(Paragraph(said(head)))
        blocks.append(
            Items(tuple(shortfall_sentence(x) for x in short[:_MOST_TARGETS]))
        )
    unknown = sum(not one.standing.is_known for one in facts.targets)
    if unknown:
        count = facts.costs.count("targets:unknown", unknown, "Chỉ tiêu chưa đo được")
        text = " chỉ tiêu khác đang có hiệu lực chưa đủ số liệu để đánh giá."
        blocks.append(Paragraph(("Ngoài ra, ", count, text)))
    if len(blocks) == 1:
        text = f"Đến nay {NO_DATA} về vùng lõm sóng và về chỉ tiêu của tỉnh."
        blocks.append(Paragraph(said(text)))
    return tuple(blocks)


def _hole_sentence(hole: HoleFact) -> Sentence:
    name = hole.technology

    def count(what: str, amount: int, label: str) -> Span:
        return traced(
            amount,
            key=f"holes:{name}:{what}",
            label=f"{label} {name}",
            period=hole.period,
            source="Tính toán vùng phủ sóng",
            reality=hole.reality,
        )

    spans: list[Span] = []
    if hole.places:
        spans += [
            "Toàn tỉnh có ",
            count("places", hole.places, "Điểm dân cư chưa có"),
            f" điểm dân cư chưa có sóng {name} với ",
            count("people", hole.people, "Người dân ở nơi chưa có"),
            " người",
            f"; lớn nhất là {', '.join(hole.largest)}" if hole.largest else "",
        ]
    else:
        spans.append(f"Mọi điểm dân cư đã rõ tình trạng đều có sóng {name}")
    if hole.unknown:
        unknown = count("unknown", hole.unknown, "Điểm dân cư chưa rõ tình trạng")
        spans += ["; ", unknown, " điểm dân cư chưa rõ tình trạng"]
    return (*spans, ".")


def _proposal(facts: FundingFacts) -> tuple[Block, ...]:
    costs = facts.costs
    works = sum(len(one.works) for one in costs.tasks)
    blocks: list[Block] = [
        Heading("PHƯƠNG ÁN ĐỀ XUẤT"),
        Paragraph(
            (
                f"Phương án “{costs.title}” gồm ",
                costs.count("tasks", len(costs.tasks), "Số nhiệm vụ"),
                " nhiệm vụ với ",
                costs.count("works", works, "Số công trình"),
                " công trình, tổng kinh phí ",
                costs.total(),
                ". Kết quả:",
            )
        ),
        Items(tuple(gain_sentence(one, costs) for one in facts.services)),
    ]
    if facts.goals:
        blocks.append(goal_table(facts.goals, costs))
    return tuple(blocks)


def _purchases(facts: FundingFacts) -> tuple[Block, ...]:
    costs = facts.costs
    blocks: list[Block] = [
        Heading("KINH PHÍ VÀ KẾT QUẢ CỦA TỪNG PHẦN KINH PHÍ"),
        costs_by_year(
            "cost_by_kind",
            "Kinh phí theo loại công trình và theo năm",
            "Loại công trình",
            by_kind(costs),
            costs,
        ),
        price_table(costs),
    ]
    if len(facts.years) > 1:
        blocks.append(year_table(facts.years, costs))
    if facts.curve:
        blocks.append(Paragraph(_curve_sentence(facts)))
        blocks.append(curve_table(facts.curve, costs))
    blocks += [facts.chart] if facts.chart else []
    if facts.more_money:
        blocks.append(Paragraph(said(facts.more_money)))
    return tuple(blocks)


def _curve_sentence(facts: FundingFacts) -> Sentence:
    """Say how the price of one person more grows with the money."""
    costs, points = facts.costs, facts.curve
    steps = [
        (after.cost_vnd - before.cost_vnd, after.people - before.people)
        for before, after in pairwise(points)
    ]
    prices = [round(vnd / people) for vnd, people in steps if people > 0 and vnd > 0]
    if not prices:
        return ("Kết quả tốt nhất với từng mức kinh phí nêu tại bảng sau.",)
    first = costs.vnd("price:first", prices[0], "Kinh phí cho một người, phần đầu")
    last = costs.vnd("price:last", prices[-1], "Kinh phí cho một người, phần cuối")
    return (
        "Những đồng kinh phí đầu tiên phục vụ được nhiều người nhất: ",
        first,
        " cho mỗi lượt người thêm ở phần đầu, ",
        last,
        " ở phần cuối. Kết quả tốt nhất với từng mức kinh phí nêu tại bảng sau.",
    )


def _less_money(facts: FundingFacts) -> tuple[Block, ...]:
    heading = Heading("TRƯỜNG HỢP BỐ TRÍ ÍT KINH PHÍ HƠN")
    entries = [_less(facts, one) for one in _smaller(facts)]
    if not entries and len(facts.years) > 1:
        entries = [_only_first(facts)]
    if not entries:
        text = f"Phương án chưa được tính với mức kinh phí khác: {NO_DATA}."
        return (heading, Paragraph(said(text)))
    return (heading, Items(tuple(entries), name="less_money"))


def _smaller(facts: FundingFacts) -> list[CurveFact]:
    """Return the points of the curve nearest to three, two and one quarter."""
    cost_vnd = facts.costs.cost_vnd
    below = [one for one in facts.curve if 0 < one.cost_vnd < cost_vnd]
    if not below:
        return []
    picked = [
        min(below, key=lambda one: abs(one.cost_vnd - share * cost_vnd))
        for share in _SHARES
    ]
    return list(dict.fromkeys(picked))


def _less(facts: FundingFacts, point: CurveFact) -> Sentence:
    costs = facts.costs
    lost = facts.gained - point.people
    key = f"less:{point.cost_vnd}"
    spans: list[Span] = [
        "Nếu chỉ bố trí ",
        costs.vnd(key, point.cost_vnd, "Mức kinh phí thấp hơn"),
        " (",
        _share(costs, f"{key}:share", point.cost_vnd, costs.cost_vnd),
        " kinh phí đề nghị), phương án tốt nhất phục vụ thêm ",
        costs.count(f"{key}:people", point.people, "Lượt người với kinh phí ấy"),
        " lượt người",
    ]
    if lost > 0:
        spans += [
            ", ít hơn ",
            costs.count(f"{key}:lost", lost, "Lượt người ít hơn"),
            " lượt người so với phương án đề nghị",
        ]
    elif facts.goals:
        spans.append(", nhưng không bảo đảm các mục tiêu mà phương án đề nghị đạt được")
    return (*spans, ".")


def _only_first(facts: FundingFacts) -> Sentence:
    """Say what the money of the first year does when none follows."""
    costs, first = facts.costs, facts.years[0]
    lost = facts.gained - first.people
    return (
        f"Nếu chỉ bố trí kinh phí của {first.name} là ",
        costs.vnd(f"year:{first.year}:cost", first.cost_vnd, "Kinh phí năm đầu"),
        " (",
        _share(costs, f"year:{first.year}:share", first.cost_vnd, costs.cost_vnd),
        " kinh phí đề nghị), số lượt người được phục vụ thêm dừng ở ",
        costs.count(f"year:{first.year}:people", first.people, "Lượt người năm đầu"),
        ", ít hơn ",
        costs.count(f"year:{first.year}:lost", lost, "Lượt người ít hơn"),
        " lượt người so với phương án đề nghị.",
    )


def _share(costs: PlanCosts, key: str, part_vnd: int, whole_vnd: int) -> Span:
    return percent(
        part_vnd / whole_vnd if whole_vnd else None,
        key=key,
        label="Tỷ lệ so với kinh phí đề nghị",
        period=costs.period,
        source=costs.source,
        reality=costs.reality,
    )


def _sources(facts: FundingFacts) -> tuple[Block, ...]:
    costs = facts.costs
    table = costs_by_year(
        "cost_by_funding",
        "Kinh phí theo nguồn vốn và theo năm",
        "Nguồn vốn",
        by_funding(costs),
        costs,
    )
    unknown = _sum(costs, _is_open)
    if not unknown:
        return (Heading("NGUỒN VỐN"), table)
    entry: Sentence = (
        "Phần kinh phí chưa xác định được nguồn vốn là ",
        costs.vnd("open_funding", unknown, "Kinh phí chưa xác định nguồn vốn"),
        "; cần làm rõ phân loại khu vực và điện lưới tại nơi được phục vụ để xác định.",
    )
    return (Heading("NGUỒN VỐN"), table, Paragraph(entry))


def _sum(costs: PlanCosts, fits: Callable[[str], bool]) -> int:
    return sum(one.cost_vnd for one in costs.tasks if fits(one.funding))


def _is_open(funding: str) -> bool:
    return fold(funding).startswith("chua xac dinh")


def _is_own(funding: str) -> bool:
    """Return whether operators pay for it themselves."""
    return "doanh nghiep" in fold(funding) and not _is_open(funding)


def _request(facts: FundingFacts) -> tuple[Block, ...]:
    costs = facts.costs
    own = _sum(costs, _is_own)
    asked = costs.cost_vnd - own
    entries: list[Sentence] = []
    if asked:
        entries.append(
            (
                f"Xem xét, hỗ trợ kinh phí{facts.when} là ",
                costs.vnd("asked", asked, "Kinh phí đề nghị hỗ trợ", unit="đồng"),
                f" đồng {in_words(asked)}.",
            )
        )
    if own:
        money = costs.vnd("own_money", own, "Kinh phí do doanh nghiệp tự bố trí")
        text = "Giao doanh nghiệp viễn thông tự bố trí "
        entries.append((text, money, " cho phần thuộc trách nhiệm của doanh nghiệp."))
    entries.append(
        said(
            f"Giao Sở Tài chính chủ trì, phối hợp với {facts.department} cân đối, xác"
            " định nguồn vốn và phân bổ theo từng năm."
        )
    )
    return (
        Heading("KIẾN NGHỊ"),
        Paragraph(said(f"{facts.department} kính đề nghị UBND tỉnh:")),
        Items(tuple(entries), name="request"),
    )
