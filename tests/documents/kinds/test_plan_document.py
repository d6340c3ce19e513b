"""The plan for digital infrastructure: its sums, its words, what it does not know."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.documents.kinds.plan import compose_plan
from hatangso.documents.kinds.plan_costs import (
    CostEntry,
    PlanCosts,
    PlannedWork,
    costs_by_year,
)
from hatangso.documents.kinds.plan_figures import cost_chart
from hatangso.documents.official.blocks import Heading, RowRole, Table
from hatangso.documents.official.official_document import OfficialDocument
from hatangso.documents.official.spans import NO_DATA, Footnote, TracedNumber
from hatangso.documents.official.traces import sentences_of
from hatangso.model.provenance import Reality
from plan_document_samples import (
    COSTS,
    ISSUER,
    LEFT_OUT,
    MAST,
    PLAN,
    REGISTER,
    TARGET,
    UPGRADE,
    blocks_of,
    column_vnd,
    table_of,
    text_of,
    words_of,
)

DOCUMENT = compose_plan(PLAN)
MARKUP = "<b>R&D</b> {{ x }} {% if %} $a$ *b* _c_ \\n #let"


def cells(document: OfficialDocument, table: str, row: int) -> list[str]:
    return [text_of(cell) for cell in table_of(document, table).rows[row].cells]


def test_the_sections_stand_in_the_order_of_such_plans() -> None:
    first = [x.text for x in DOCUMENT.blocks if isinstance(x, Heading) and x.level == 1]
    assert first == [
        "MỤC ĐÍCH, YÊU CẦU",
        "HIỆN TRẠNG HẠ TẦNG SỐ",
        "MỤC TIÊU",
        "NHIỆM VỤ, GIẢI PHÁP",
        "KINH PHÍ THỰC HIỆN",
        "TỔ CHỨC THỰC HIỆN",
    ]
    assert DOCUMENT.letterhead.symbol == "KH-UBND"
    assert DOCUMENT.letterhead.day is None
    assert DOCUMENT.subject.endswith("tỉnh Thử Nghiệm giai đoạn 2026 - 2027")


def test_no_section_is_empty() -> None:
    for one, after in pairwise((*DOCUMENT.blocks, Heading("end"))):
        if isinstance(one, Heading) and isinstance(after, Heading):
            assert after.level > one.level, one.text


def test_rows_of_the_annex_of_tasks_sum_up_to_its_totals() -> None:
    table = table_of(DOCUMENT, "tasks")
    rows = column_vnd(table, "cost", RowRole.PLAIN)
    plan, other, whole = column_vnd(table, "cost", RowRole.TOTAL)
    assert rows == [1_450_000_001, 333_333_333, 5_000_000_000, None]
    assert (plan, other) == (1_783_333_334, 5_000_000_000)
    assert plan == COSTS.cost_vnd
    assert whole == 6_783_333_334
    assert "1 nhiệm vụ chưa có số liệu" in table.note


def test_without_tasks_of_the_register_there_is_one_total() -> None:
    table = table_of(compose_plan(replace(PLAN, tasks=())), "tasks")
    assert column_vnd(table, "cost", RowRole.TOTAL) == [COSTS.cost_vnd]
    assert not table.note


@pytest.mark.parametrize("name", ["cost_by_funding", "cost_by_kind"])
def test_money_by_year_sums_up_across_and_down(name: str) -> None:
    table = table_of(DOCUMENT, name)
    for key in ("y2026", "y2027", "total"):
        rows = column_vnd(table, key, RowRole.PLAIN)
        assert [sum(x or 0 for x in rows)] == column_vnd(table, key, RowRole.TOTAL)
    assert column_vnd(table, "total", RowRole.TOTAL) == [COSTS.cost_vnd]
    for row in table.rows:
        *years, total = [
            x.value for c in row.cells for x in c if not isinstance(x, str)
        ]
        assert sum(years) == total


@given(
    st.lists(
        st.builds(
            CostEntry,
            st.sampled_from(["A", "B", "Ă"]),
            st.sampled_from([2026, 2027, 2028]),
            st.integers(1, 10**15),
        ),
        max_size=12,
    )
)
def test_sums_of_any_money_are_exact(entries: list[CostEntry]) -> None:
    costs = replace(COSTS, years=(2026, 2027, 2028))
    table = costs_by_year("t", "", "", entries, costs)
    total = column_vnd(table, "total", RowRole.TOTAL)
    assert total == [sum(one.cost_vnd for one in entries)]


def test_the_money_stands_in_figures_and_in_words() -> None:
    assert (
        "1.783.333.334 đồng (bằng chữ: một tỷ bảy trăm tám mươi ba triệu ba trăm ba"
        " mươi ba nghìn ba trăm ba mươi tư đồng)"
    ) in words_of(DOCUMENT)


def test_what_nobody_knows_is_said_and_is_no_zero() -> None:
    words = words_of(DOCUMENT)
    assert f"Đến nay tỉnh {NO_DATA} về: chỉ số PUE." in words
    assert words.count(f"{NO_DATA} về nội dung này") == 2
    assert cells(DOCUMENT, "tasks", -3)[4:] == [NO_DATA, NO_DATA, NO_DATA]
    unknown = [x for x in table_of(DOCUMENT, "targets").rows if len(x.cells) > 1][-1]
    assert text_of(unknown.cells[3]) == NO_DATA


def test_disputed_figures_have_their_footnotes() -> None:
    notes = [
        x.note for s in sentences_of(DOCUMENT) for x in s if isinstance(x, Footnote)
    ]
    # In the state of things and the annex; in the aims and the annex.
    assert notes.count(*PLAN.values[0].disputes) == 2
    assert notes.count(*TARGET.disputes) == 2


def test_targets_stand_in_the_column_of_their_year() -> None:
    columns = [one.title for one in table_of(DOCUMENT, "targets").columns]
    assert columns[3:6] == ["Hiện trạng", "Năm 2025", "Không nêu năm"]
    assert cells(DOCUMENT, "targets", 1)[3:6] == ["97", "100", ""]
    assert cells(DOCUMENT, "targets", 3)[3:6] == [NO_DATA, "", "không quá 1,4"]
    assert "Chỉ số PUE của trung tâm dữ liệu mới không quá 1,4." in words_of(DOCUMENT)


def test_targets_that_were_due_before_are_carried_over() -> None:
    words = words_of(DOCUMENT)
    assert "Đến hết năm 2025 (chuyển tiếp), theo Quyết định số 36/QĐ-TTg" in words
    assert "đến hạn trước kỳ kế hoạch" in words
    later = replace(TARGET, due="năm 2027", due_year=2027)
    assert "chuyển tiếp" not in words_of(compose_plan(replace(PLAN, targets=(later,))))


def test_two_documents_for_one_indicator_share_a_row() -> None:
    other = replace(TARGET, key="T3", value=98.0, document_name="Đề án")
    later = replace(TARGET, key="T4", due="năm 2030", due_year=2030)
    document = compose_plan(replace(PLAN, targets=(TARGET, other, later)))
    assert cells(document, "targets", 1)[4:7] == [
        "100; 98",
        "100",
        "Quyết định số 36/QĐ-TTg; Đề án",
    ]


def test_a_key_stands_for_one_value_only() -> None:
    found: dict[str, float | int | None] = {}
    for sentence in sentences_of(DOCUMENT):
        for span in sentence:
            if isinstance(span, TracedNumber):
                assert found.setdefault(span.key, span.value) == span.value, span.key
                assert span.label
                assert span.source or span.value is None


def test_numbers_of_the_plan_say_that_they_are_made_up() -> None:
    cost = next(
        x
        for s in sentences_of(DOCUMENT)
        for x in s
        if isinstance(x, TracedNumber) and x.key == "plan_cost:vnd"
    )
    assert cost.reality is Reality.SYNTHETIC
    assert DOCUMENT.marks == PLAN.marks


def test_every_lead_finds_its_tasks() -> None:
    headings = [one.text for one in DOCUMENT.blocks if isinstance(one, Heading)]
    assert headings.index("Viettel") < headings.index("Sở Nội vụ")
    words = words_of(DOCUMENT)
    assert (
        "Chủ trì 1 nhiệm vụ của phương án đầu tư, kinh phí 1,45\xa0tỷ\xa0đồng" in words
    )
    assert "Nâng cấp Trung tâm dữ liệu tỉnh, hoàn thành trước 30/06/2026." in words
    assert "Tập huấn kỹ năng số." in words
    assert "trên địa bàn 2 xã, phường" in words


def test_places_left_out_stand_by_service_and_reason() -> None:
    table = table_of(DOCUMENT, "left_out")
    groups = [text_of(x.cells[0]) for x in table.rows if x.role is RowRole.GROUP]
    assert groups == [
        "I. Chưa có 4G (1 nơi): Không tuyến nào tới.",
        "II. Chưa có 4G (1 nơi): Cùng số tiền đó, nơi khác đông hơn.",
    ]
    assert cells(DOCUMENT, "left_out", 1)[4:] == ["Chưa tìm được", ""]
    assert cells(DOCUMENT, "left_out", 3)[4:] == ["Lắp trạm lặp 4G", "120.000.000"]
    assert "còn 2 nơi chưa có 4G (210 người)" in words_of(DOCUMENT)


def test_the_archive_is_told_last_and_once() -> None:
    assert DOCUMENT.recipients[-2:] == ("UBND các xã, phường", "Lưu: VT, KGVX")
    usual = compose_plan(replace(PLAN, issuer=replace(ISSUER, recipients={})))
    assert usual.recipients[-1].startswith("Lưu: VT")


def test_nothing_left_out_no_map_and_no_targets_leave_no_empty_annex() -> None:
    document = compose_plan(
        replace(PLAN, left_out=(), tasks=(), targets=(), goals=(), values=())
    )
    assert [len(one.blocks) for one in document.annexes] == [1, 1]
    assert "còn" not in words_of(document).split("Kinh phí thực hiện")[0]
    assert table_of(document, "targets").rows == ()


def test_a_plan_of_one_year_or_of_none_of_the_calendar_has_one_column() -> None:
    task = replace(MAST, year=1, deadline=None)
    costs = replace(COSTS, years=(1,), tasks=(task,), budgets_vnd=(None,))
    document = compose_plan(replace(PLAN, costs=costs, period="", tasks=()))
    assert document.subject == "Phát triển hạ tầng số tỉnh Thử Nghiệm"
    assert [x.key for x in table_of(document, "cost_by_kind").columns] == [
        "tt",
        "name",
        "total",
    ]
    assert cells(document, "tasks", 1)[4] == "năm thứ 1"
    assert cost_chart(costs) is None


def test_a_plan_that_builds_nothing_is_still_a_plan() -> None:
    costs = replace(COSTS, tasks=())
    document = compose_plan(replace(PLAN, costs=costs, tasks=()))
    assert column_vnd(table_of(document, "tasks"), "cost", RowRole.TOTAL) == [0]
    assert "không đồng" in words_of(document)


def test_markup_of_users_stays_plain_text() -> None:
    task = replace(UPGRADE, name=MARKUP, lead=MARKUP, funding=MARKUP)
    left = replace(LEFT_OUT[0], name=MARKUP, why=MARKUP)
    other = replace(REGISTER[0], name=MARKUP, lead=MARKUP)
    facts = replace(
        PLAN,
        costs=replace(COSTS, tasks=(task,)),
        left_out=(left,),
        tasks=(other,),
    )
    document = compose_plan(facts)
    assert cells(document, "tasks", 1)[1] == MARKUP
    assert MARKUP in [x.text for x in document.blocks if isinstance(x, Heading)]


def test_the_chart_shows_each_year() -> None:
    figure = cost_chart(COSTS)
    assert figure is not None
    assert "Năm 2026: 1,45 tỷ đồng; Năm 2027: 0,33 tỷ đồng" in figure.description
    many = replace(
        COSTS,
        tasks=(
            replace(
                MAST,
                works=tuple(PlannedWork("a", f"Loại {n}", 10**9, 0) for n in range(11)),
            ),
        ),
    )
    drawn = cost_chart(many)
    assert drawn is not None
    assert "Khác" in drawn.svg


def test_a_thousand_tasks_are_listed() -> None:
    tasks = tuple(replace(UPGRADE, number=at) for at in range(1, 1001))
    costs: PlanCosts = replace(COSTS, tasks=tasks)
    document = compose_plan(replace(PLAN, costs=costs, tasks=()))
    tables = [x for x in blocks_of(document) if isinstance(x, Table)]
    assert len(next(x for x in tables if x.name == "tasks").rows) == 1002
