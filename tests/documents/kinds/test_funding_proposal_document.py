"""The proposal for funding: what money buys, how good the plan is, what less does."""

from dataclasses import replace

import pytest

from hatangso.documents.kinds.funding_proposal import (
    FundingFacts,
    compose_funding_proposal,
)
from hatangso.documents.kinds.plan_figures import curve_chart
from hatangso.documents.official.blocks import Heading, RowRole
from hatangso.documents.official.spans import NO_DATA, TracedNumber
from hatangso.documents.official.traces import sentences_of
from plan_document_samples import (
    COSTS,
    FUNDING,
    NOBODY,
    OWN_MONEY,
    column_vnd,
    table_of,
    text_of,
    words_of,
)

DOCUMENT = compose_funding_proposal(FUNDING)


def words(**changes: object) -> str:
    facts: FundingFacts = replace(FUNDING, **changes)
    return words_of(compose_funding_proposal(facts))


def test_the_department_asks_the_committee() -> None:
    assert DOCUMENT.letterhead.symbol == "TTr-SKHCN"
    assert DOCUMENT.addressees == ("Ủy ban nhân dân tỉnh Thử Nghiệm",)
    assert DOCUMENT.recipients == ("Như trên", "Sở Tài chính", "Lưu: VT, BCVT")
    first = [x.text for x in DOCUMENT.blocks if isinstance(x, Heading)]
    assert first[0] == "SỰ CẦN THIẾT"
    assert first[-1] == "KIẾN NGHỊ"


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("works", "cost"),
        ("prices", "cost"),
        ("cost_by_kind", "total"),
        ("cost_by_funding", "total"),
    ],
)
def test_rows_of_every_table_sum_up_to_the_plan(table: str, column: str) -> None:
    found = table_of(DOCUMENT, table)
    rows = column_vnd(found, column, RowRole.PLAIN)
    assert sum(one or 0 for one in rows) == COSTS.cost_vnd
    assert column_vnd(found, column, RowRole.TOTAL) == [COSTS.cost_vnd]


def test_money_of_the_years_adds_up() -> None:
    spent = column_vnd(table_of(DOCUMENT, "years"), "spent", RowRole.PLAIN)
    assert spent == [1_450_000_001, COSTS.cost_vnd]


def test_only_what_operators_do_not_pay_is_asked_for() -> None:
    said = words_of(DOCUMENT)
    assert "hỗ trợ kinh phí giai đoạn 2026 - 2027 là 1.450.000.001 đồng" in said
    assert "(bằng chữ: một tỷ bốn trăm năm mươi triệu không trăm linh một đồng)" in said
    assert "tự bố trí 333,33\xa0triệu\xa0đồng" in said
    assert "chưa xác định được nguồn vốn là 1,45\xa0tỷ\xa0đồng" in said


def test_a_plan_that_operators_pay_asks_for_no_money() -> None:
    tasks = tuple(replace(one, funding=OWN_MONEY) for one in COSTS.tasks)
    said = words(costs=replace(COSTS, tasks=tasks))
    assert "hỗ trợ kinh phí giai đoạn" not in said
    assert "chưa xác định được nguồn vốn" not in said


def test_the_price_of_a_person_is_told_by_kind() -> None:
    rows = [[text_of(x) for x in y.cells] for y in table_of(DOCUMENT, "prices").rows]
    assert rows[0][1:] == ["Xây cột mới", "1", "1.450.000.001", "262", "5.530.000"]
    assert rows[-1][2:] == ["2", "1.783.333.334", "746", "2.390.000"]


def test_the_gap_is_told_in_plain_words_and_rounded_against_the_plan() -> None:
    said = words_of(DOCUMENT)
    assert "phục vụ thêm quá 750 lượt người" in said
    assert "cứ 1.000 người" in said
    # 746 / 750.4 is 994.1 of a thousand.
    assert "đạt ít nhất 994 người" in said


def test_a_proven_plan_says_that_none_is_better() -> None:
    best = replace(FUNDING.proof, bound=FUNDING.proof.objective)
    assert "không phương án nào phục vụ được nhiều hơn" in words(proof=best)
    cheapest = replace(best, is_cheapest=True)
    assert "không phương án nào đạt các mục tiêu ấy rẻ hơn" in words(proof=cheapest)
    nothing = replace(best, objective=0.0, bound=0.0)
    assert "không phương án nào phục vụ được nhiều hơn" in words(proof=nothing)


def test_a_cheapest_plan_tells_what_might_be_saved() -> None:
    proof = replace(
        FUNDING.proof, is_cheapest=True, objective=1_783_333_334.0, bound=1.75e9
    )
    # 1 - 1.75 / 1.78333 is 18.7 of a thousand.
    assert "trong mỗi 1.000 đồng của phương án, nhiều nhất 19 đồng" in words(
        proof=proof
    )


def test_weighed_people_and_a_limit_of_money_are_named() -> None:
    proof = replace(FUNDING.proof, is_weighed=True, budget_vnd=2 * 10**9)
    said = words(proof=proof)
    assert "746 lượt người (đã nhân trọng số)" in said
    assert "với mức kinh phí 2\xa0tỷ\xa0đồng" in said


def test_less_money_is_another_point_of_the_curve() -> None:
    said = words_of(DOCUMENT)
    assert (
        "Nếu chỉ bố trí 333,33\xa0triệu\xa0đồng (18,7\xa0% kinh phí đề nghị), phương án"
        " tốt nhất phục vụ thêm 484 lượt người, ít hơn 262 lượt người"
    ) in said


def test_less_money_that_serves_more_people_gives_up_the_goals() -> None:
    cheap = replace(FUNDING.curve[1], people=900)
    said = words(curve=(cheap, FUNDING.curve[2]))
    assert "phục vụ thêm 900 lượt người, nhưng không bảo đảm các mục tiêu" in said


def test_without_a_curve_the_first_year_tells_what_less_money_does() -> None:
    said = words(curve=())
    assert "Nếu chỉ bố trí kinh phí của năm 2026 là 1,45\xa0tỷ\xa0đồng" in said
    assert "dừng ở 262, ít hơn 484" in said


def test_with_neither_nobody_knows_what_less_money_does() -> None:
    said = words(curve=(), years=FUNDING.years[:1])
    assert f"chưa được tính với mức kinh phí khác: {NO_DATA}" in said


def test_the_curve_tells_how_the_price_grows() -> None:
    said = words_of(DOCUMENT)
    assert "688.705\xa0đồng cho mỗi lượt người thêm ở phần đầu" in said
    assert "5.534.351\xa0đồng" not in said  # in millions, as sentences have it
    table = table_of(DOCUMENT, "curve")
    assert column_vnd(table, "gain", RowRole.PLAIN) == [484, 262]
    flat = tuple(replace(one, people=0) for one in FUNDING.curve)
    assert "Kết quả tốt nhất với từng mức kinh phí" in words(curve=flat)


def test_the_drawing_of_the_curve_marks_the_plan() -> None:
    figure = curve_chart(FUNDING.curve, COSTS)
    assert figure is not None
    assert "746 lượt người" in figure.description
    assert curve_chart(FUNDING.curve[:1], COSTS) is None


def test_need_is_told_by_holes_and_by_targets() -> None:
    said = words_of(DOCUMENT)
    assert "12 điểm dân cư chưa có sóng 4G với 2.254 người; lớn nhất là Xóm 12" in said
    assert "3 điểm dân cư chưa rõ tình trạng" in said
    assert (
        "hiện nay 97\xa0%, mục tiêu năm 2025 là 100\xa0% theo Quyết định số 36" in said
    )
    assert "Ngoài ra, 1 chỉ tiêu khác" in said


def test_a_province_of_which_nothing_is_known_says_so() -> None:
    said = words(holes=(), targets=())
    assert f"Đến nay {NO_DATA} về vùng lõm sóng" in said
    none = replace(FUNDING.holes[0], places=0, people=0, largest=(), unknown=0)
    assert "đều có sóng 4G." in words(holes=(none,))


def test_a_key_stands_for_one_value_only() -> None:
    found: dict[str, float | int | None] = {}
    for sentence in sentences_of(DOCUMENT):
        for span in sentence:
            if isinstance(span, TracedNumber):
                assert found.setdefault(span.key, span.value) == span.value, span.key


def test_who_is_to_pay_stands_with_every_work() -> None:
    table = table_of(DOCUMENT, "works")
    rows = [
        [text_of(x) for x in y.cells] for y in table.rows if y.role is RowRole.PLAIN
    ]
    assert rows[1][1:] == [
        "1",
        "Lắp thiết bị 4G",
        "Xóm 12, xã Võ Nhai",
        NOBODY,
        "262",
        "350.000.000",
    ]
