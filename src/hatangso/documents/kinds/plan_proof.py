"""How good a plan is proven to be, in words that a committee reads."""

from dataclasses import dataclass
from math import ceil, floor

from hatangso.documents.kinds.plan_costs import PlanCosts
from hatangso.documents.official.blocks import Block, Heading, Paragraph
from hatangso.documents.official.spans import Sentence, Span

__all__ = ["ProofFact", "proof_blocks"]

_THOUSAND = 1000
_NOISE_RATIO = 1e-9


@dataclass(frozen=True)
class ProofFact:
    """How good the plan is proven to be.

    Attributes:
        is_cheapest: Whether it was to be cheapest; else to serve most people.
        objective: Đồng of the cheapest plan; else people newly served, weighed.
        bound: No plan is better than this.
        is_weighed: Whether people of one service count more than of another.
        budget_vnd: That might be spent; None without a limit.
        studied_works: Works that were studied.
    """

    is_cheapest: bool
    objective: float
    bound: float
    is_weighed: bool
    budget_vnd: int | None
    studied_works: int


def proof_blocks(proof: ProofFact, costs: PlanCosts) -> tuple[Block, ...]:
    """Return objective, bound and gap in plain words."""
    studied = costs.count("studied", proof.studied_works, "Công trình đã xét")
    words = _cheapest(proof, costs) if proof.is_cheapest else _most_people(proof, costs)
    return (
        Heading("MỨC ĐỘ TỐI ƯU CỦA PHƯƠNG ÁN"),
        Paragraph(
            (
                "Phương án được chọn từ ",
                studied,
                " công trình đã xét, bằng phương pháp tối ưu có chứng minh.",
            )
        ),
        Paragraph(words, name="proof"),
    )


def _cheapest(proof: ProofFact, costs: PlanCosts) -> Sentence:
    bound = costs.vnd("bound", round(proof.bound), "Cận dưới của kinh phí")
    start: list[Span] = [
        "Mục tiêu tối ưu là đạt các mục tiêu với kinh phí thấp nhất. Phương án cần ",
        costs.vnd("objective", round(proof.objective), "Kinh phí của phương án tối ưu"),
    ]
    saved = _thousandths(1 - proof.bound / proof.objective) if proof.objective else 0
    if not saved:
        text = "; đã chứng minh không phương án nào đạt các mục tiêu ấy rẻ hơn."
        return (*start, text)
    share = costs.count("gap", saved, "Phần có thể tiết kiệm, phần nghìn")
    return (
        *start,
        "; đã chứng minh không phương án nào đạt các mục tiêu ấy với ít hơn ",
        bound,
        ". Nói cách khác, trong mỗi 1.000 đồng của phương án, nhiều nhất ",
        share,
        " đồng có thể tiết kiệm được bằng một phương án khác.",
    )


def _most_people(proof: ProofFact, costs: PlanCosts) -> Sentence:
    counted = " lượt người" + (" (đã nhân trọng số)" if proof.is_weighed else "")
    start: list[Span] = ["Mục tiêu tối ưu là phục vụ thêm nhiều người nhất "]
    if proof.budget_vnd is None:
        start.append("với kinh phí đã đặt ra. Phương án phục vụ thêm ")
    else:
        budget = costs.vnd("budget", proof.budget_vnd, "Mức kinh phí đặt ra")
        start += ["với mức kinh phí ", budget, ". Phương án phục vụ thêm "]
    reached = costs.count("objective", round(proof.objective), "Lượt người thêm")
    start += [reached, counted]
    missed = _thousandths(1 - proof.objective / proof.bound) if proof.bound else 0
    if not missed:
        return (*start, "; đã chứng minh không phương án nào phục vụ được nhiều hơn.")
    bound = costs.count("bound", floor(proof.bound), "Cận trên của lượt người thêm")
    share = costs.count("gap", _THOUSAND - missed, "Phần đã đạt, phần nghìn")
    return (
        *start,
        "; đã chứng minh không phương án nào với mức kinh phí ấy phục vụ thêm quá ",
        bound,
        f"{counted}. Nói cách khác, cứ 1.000 người mà phương án tốt nhất phục vụ ",
        "thêm được thì phương án này đạt ít nhất ",
        share,
        " người.",
    )


def _thousandths(ratio: float) -> int:
    """Return a share in thousandths, rounded against the plan."""
    return max(0, ceil(_THOUSAND * (ratio - _NOISE_RATIO)))
