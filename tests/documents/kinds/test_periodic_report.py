"""A periodic report: the same case, the same sentence."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from hatangso.documents.kinds.periodic_facts import (
    CommuneWithout,
    CoverageState,
    HoleFact,
    KindFreshness,
    PeriodicFacts,
    Reading,
    RecordChanges,
    TargetCase,
    TargetLine,
    TaskFact,
)
from hatangso.documents.kinds.periodic_report import compose_report
from hatangso.documents.kinds.periodic_targets import target_sentence
from hatangso.documents.kinds.report_period import ReportPeriod
from hatangso.documents.official.blocks import Heading, Items, Paragraph, RowRole, Table
from hatangso.documents.official.issuer import Issuer
from hatangso.documents.official.official_document import OfficialDocument, Signature
from hatangso.documents.official.spans import NO_DATA, Footnote, Sentence, TracedNumber
from hatangso.documents.official.traces import sentences_of, traced_numbers
from hatangso.model.provenance import Reality

ISSUER = Issuer(
    province="Thái Nguyên",
    committee="ỦY BAN NHÂN DÂN TỈNH THÁI NGUYÊN",
    department="SỞ KHOA HỌC VÀ CÔNG NGHỆ",
    department_code="SKHCN",
    division_code="BCVT",
    place="Thái Nguyên",
    committee_signature=Signature(("CHỦ TỊCH",)),
    department_signature=Signature(("GIÁM ĐỐC",)),
)
OCTOBER = ReportPeriod.of_code("2026-10")
assert OCTOBER is not None
UNTIL = date(2026, 10, 31)


def reading(value: float, period: str = "31/10/2026", sign: str = "") -> Reading:
    return Reading(value, "%", period, "BC 12", Reality.REAL, sign)


LINE = TargetLine(
    key="T1",
    component="Hạ tầng viễn thông băng rộng",
    name="Tỷ lệ thôn có 4G",
    sign="",
    goal=100.0,
    unit="%",
    due="năm 2026",
    document="KH 137",
    case=TargetCase.OPEN,
    now=reading(96.4),
    before=reading(95.0, "30/9/2026"),
    case_before=TargetCase.OPEN,
    shortfall=3.6,
    lacks_forecast=True,
)
FACTS = PeriodicFacts(
    issuer=ISSUER,
    department="Sở Khoa học và Công nghệ",
    period=OCTOBER,
    until=UNTIL,
    targets=(LINE,),
)


def said(sentence: Sentence) -> str:
    return "".join(
        one if isinstance(one, str) else one.text
        for one in sentence
        if not isinstance(one, Footnote)
    ).replace("\N{NO-BREAK SPACE}", " ")


def text_of(document: OfficialDocument) -> str:
    heads = (one.text for one in document.blocks if isinstance(one, Heading))
    return "\n".join([*heads, *map(said, sentences_of(document))])


def table(document: OfficialDocument, name: str) -> Table:
    blocks = (
        *document.blocks,
        *(one for annex in document.annexes for one in annex.blocks),
    )
    return next(one for one in blocks if isinstance(one, Table) and one.name == name)


@pytest.mark.parametrize(
    ("case", "changes", "ending"),
    [
        (TargetCase.MET, {}, "; đạt chỉ tiêu 100 % đến hết năm 2026."),
        (TargetCase.MET_EARLY, {}, "; đạt trước hạn chỉ tiêu 100 % đến hết năm 2026."),
        (
            TargetCase.ON_COURSE,
            {"forecast": 100.0, "forecast_on": date(2026, 12, 31)},
            (
                "; đúng tiến độ thực hiện chỉ tiêu 100 % đến hết năm 2026; dự báo đến"
                " 31/12/2026 đạt 100 %."
            ),
        ),
        (
            TargetCase.OPEN,
            {},
            (
                "; chưa đạt chỉ tiêu 100 % đến hết năm 2026 (chênh lệch 3,6 điểm %);"
                " chưa đủ số liệu các kỳ để dự báo khả năng hoàn thành."
            ),
        ),
        (
            TargetCase.OPEN,
            {"lacks_forecast": False, "due": ""},
            "; chưa đạt chỉ tiêu 100 %, không nêu thời hạn (chênh lệch 3,6 điểm %).",
        ),
        (
            TargetCase.AT_RISK,
            {"forecast": 97.5, "forecast_on": date(2026, 12, 31)},
            (
                "; chậm tiến độ so với chỉ tiêu 100 % đến hết năm 2026 (chênh lệch 3,6"
                " điểm %); dự báo đến 31/12/2026 chỉ đạt 97,5 %."
            ),
        ),
        (
            TargetCase.MISSED,
            {},
            "; không đạt chỉ tiêu 100 % đến hết năm 2026 (chênh lệch 3,6 điểm %).",
        ),
        (
            TargetCase.UNKNOWN,
            {"reason": "phần chưa rõ có tính quyết định"},
            (
                "; chưa đánh giá được chỉ tiêu 100 % đến hết năm 2026 do phần chưa rõ"
                " có tính quyết định."
            ),
        ),
        (
            TargetCase.UNKNOWN,
            {},
            "; chưa đánh giá được chỉ tiêu 100 % đến hết năm 2026.",
        ),
    ],
)
def test_every_case_has_its_sentence(
    case: TargetCase, changes: dict[str, object], ending: str
) -> None:
    line = replace(LINE, case=case, **changes)  # type: ignore[arg-type]
    start = "Tỷ lệ thôn có 4G: 96,4 % (31/10/2026), tăng 1,4 điểm % so với kỳ trước"
    assert said(target_sentence(line)) == start + ending


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (reading(97.0, "30/9/2026"), ", giảm 0,6 điểm % so với kỳ trước;"),
        (reading(96.4, "30/9/2026"), ", không thay đổi so với kỳ trước;"),
        (reading(96.4), ", chưa có số liệu mới so với kỳ trước;"),
        (reading(95.0, "30/9/2026", "trên "), " (31/10/2026);"),
        (None, " (31/10/2026);"),
    ],
)
def test_what_moved_is_told_only_where_two_values_compare(
    before: Reading | None, words: str
) -> None:
    assert words in said(target_sentence(replace(LINE, before=before)))


def test_a_value_that_nobody_knows_is_never_zero() -> None:
    line = replace(LINE, now=None, before=None, case=TargetCase.UNKNOWN)
    document = compose_report(replace(FACTS, targets=(line,)))
    (_, row) = table(document, "chi_tieu").rows
    assert said(row.cells[5]) == said(row.cells[6]) == NO_DATA
    assert "Chưa có số liệu để đánh giá 1 chỉ tiêu: tỷ lệ thôn có 4G." in text_of(
        document
    )
    assert "chưa có số liệu để đánh giá chỉ tiêu 100 %" in said(target_sentence(line))


def test_a_disputed_figure_carries_a_footnote() -> None:
    document = compose_report(
        replace(FACTS, targets=(replace(LINE, disputes=("Khác với văn bản khác.",)),))
    )
    (_, row) = table(document, "chi_tieu").rows
    assert Footnote("Khác với văn bản khác.") in row.cells[5]
    assert "1 chỉ tiêu có số liệu hoặc mục tiêu chưa thống nhất" in text_of(document)


def test_counts_add_up_to_the_targets_in_force() -> None:
    lines = tuple(
        replace(LINE, key=f"T{at}", case=case, case_before=None)
        for at, case in enumerate([*TargetCase, TargetCase.MET])
    )
    numbers = {
        one.key: one.value
        for one in traced_numbers(compose_report(replace(FACTS, targets=lines)))
    }
    told = Counter(one.case for one in lines)
    assert {f"target_count:{case}": told[case] for case in TargetCase}.items() <= (
        numbers.items()
    )
    assert numbers["target_count:all"] == sum(told.values()) == len(lines)
    assert numbers["target_count:new"] == len(lines)


def test_targets_that_moved_are_named_with_both_cases() -> None:
    line = replace(LINE, case=TargetCase.MISSED, case_before=TargetCase.AT_RISK)
    text = text_of(compose_report(replace(FACTS, targets=(line,))))
    assert "So với ngày 30/09/2026, 1 chỉ tiêu thay đổi đánh giá." in text
    assert "Tỷ lệ thôn có 4G: chuyển từ “chậm tiến độ” sang “không đạt”." in text
    same = text_of(compose_report(FACTS))
    assert "So với ngày 30/09/2026, không có chỉ tiêu nào thay đổi đánh giá." in same


HOLES = (
    HoleFact("1", "Bản Khuất", "Xã A", "white", "assigned", date(2026, 10, 3), "VNPT",
             date(2026, 10, 1)),
    HoleFact("2", "Bản Xa", "Xã A", "hollow", "reported", date(2026, 9, 3)),
    HoleFact("3", "Bản Gần", "Xã B", "", "closed", None, "VNPT", None,
             date(2026, 10, 31)),
    HoleFact("4", "Bản Sai", "Xã B", "white", "rejected"),
    HoleFact("5", "Bản Mai", "Xã B", "white", "building", None, "", date(2026, 10, 31)),
)  # fmt: skip


def test_holes_are_counted_by_class_state_and_time() -> None:
    document = compose_report(replace(FACTS, holes=HOLES))
    assert (
        "Đến ngày 31/10/2026, toàn tỉnh còn 3 điểm trắng sóng, lõm sóng chưa được phủ"
        " sóng; trong kỳ ghi nhận mới 1 điểm, đã phủ sóng 1 điểm, quá thời hạn cam kết"
        " 1 điểm."
    ) in text_of(document)
    *rows, total = table(document, "diem_lom_theo_tinh_trang").rows
    assert [said(row.cells[0]) for row in rows] == ["Trắng sóng", "Lõm sóng"]
    assert total.role is RowRole.TOTAL
    values = [[one.value for cell in row.cells[1:] for one in cell
               if isinstance(one, TracedNumber)] for row in (*rows, total)]  # fmt: skip
    assert [sum(column) for column in zip(*values[:-1], strict=True)] == values[-1]
    (late,) = table(document, "diem_lom_qua_han").rows
    assert [said(cell) for cell in late.cells] == [
        "1", "Bản Khuất, Xã A", "Trắng sóng", "VNPT", "01/10/2026", "30",
    ]  # fmt: skip
    assert "Đề nghị UBND tỉnh yêu cầu VNPT hoàn thành phủ sóng 1 điểm" in text_of(
        document
    )


def test_no_list_of_holes_is_no_empty_list() -> None:
    text = text_of(compose_report(FACTS))
    assert "Tỉnh chưa lập danh sách điểm trắng sóng, lõm sóng" in text
    assert "Sổ đăng ký chưa có danh mục nhiệm vụ" in text
    assert "Chưa có kết quả tính toán phủ sóng còn giá trị" in text


TASKS = (
    TaskFact("1", "Xóa thôn trắng sóng", "VNPT Thái Nguyên", date(2026, 9, 30), 40.0,
             "chưa có điện lưới"),
    TaskFact("2", "Đo kiểm 5G", "Viettel Thái Nguyên", date(2026, 11, 30)),
    TaskFact("3", "Việc đã xong", "Sở", date(2026, 1, 1), is_over=True),
    TaskFact("4", "Việc không hạn", "Sở", None),
    TaskFact("5", "Việc còn xa", "Sở", date(2027, 6, 30)),
)  # fmt: skip


def test_tasks_late_and_due_soon_are_listed() -> None:
    document = compose_report(replace(FACTS, tasks=TASKS))
    assert (
        "Trong 5 nhiệm vụ đang theo dõi có 1 nhiệm vụ đã hoàn thành hoặc dừng; 1 nhiệm"
        " vụ chậm tiến độ; 1 nhiệm vụ đến hạn trong 60 ngày tới; 1 nhiệm vụ không nêu"
        " thời hạn."
    ) in text_of(document)
    (late,) = table(document, "nhiem_vu_cham").rows
    assert [said(cell) for cell in late.cells[3:]] == [
        "30/09/2026", "31", "40", "chưa có điện lưới",
    ]  # fmt: skip
    (soon,) = table(document, "nhiem_vu_sap_den_han").rows
    assert said(soon.cells[5]) == NO_DATA
    assert "Đề nghị VNPT Thái Nguyên khẩn trương hoàn thành" in text_of(document)


def test_proposals_follow_from_what_is_red() -> None:
    lines = tuple(
        replace(LINE, key=case, case=case, name=f"Chỉ tiêu {case}")
        for case in (TargetCase.MISSED, TargetCase.AT_RISK, TargetCase.UNKNOWN)
    )
    text = text_of(compose_report(replace(FACTS, targets=lines)))
    assert "thời hạn mới đối với chỉ tiêu không đạt: Chỉ tiêu missed (KH 137)." in text
    assert "đẩy nhanh tiến độ thực hiện chỉ tiêu: Chỉ tiêu at_risk (KH 137)." in text
    assert "trước kỳ báo cáo tháng 11/2026." in text


def test_where_all_is_well_it_says_so() -> None:
    line = replace(LINE, case=TargetCase.MET, case_before=TargetCase.MET)
    text = text_of(compose_report(replace(FACTS, targets=(line,), holes=(), tasks=())))
    assert "không cho thấy khó khăn, vướng mắc cần báo cáo." in text
    assert "Không có đề xuất, kiến nghị." in text


def test_changes_of_the_register_have_totals() -> None:
    changes = (
        RecordChanges("site", "Vị trí trạm", 3, 2, 1, 0),
        RecordChanges("coverage_hole", "Điểm lõm sóng", 1, 0, 0, 2),
    )
    document = compose_report(replace(FACTS, changes=changes))
    assert (
        "Trong tháng 10/2026, sổ đăng ký ghi nhận 3 vị trí trạm mới; 0 dịch vụ mới trên"
        " trạm; 1 điểm trắng sóng, lõm sóng mới."
    ) in text_of(document)
    *_, total = table(document, "bien_dong").rows
    assert [said(cell) for cell in total.cells] == ["", "Tổng cộng", "4", "2", "1", "2"]


def test_stale_data_and_coverage_are_told() -> None:
    facts = replace(
        FACTS,
        freshness=(KindFreshness("site", "Vị trí trạm", 10, 4, 2, None, 200),),
        coverage=CoverageState(
            "4G", "31/12/2024", Reality.SYNTHETIC, 90, 3, 7, 420,
            (CommuneWithout("00001", "Xã A", 2_000, 400, 2),),
        ),
        begun_later_on=date(2026, 11, 5),
    )  # fmt: skip
    text = text_of(compose_report(facts))
    assert "Sổ đăng ký có 4 bản ghi quá thời hạn xác nhận lại." in text
    assert "Còn 2 bản ghi chưa từng được xác nhận." in text
    assert "Sổ đăng ký được lập từ ngày 05/11/2026, sau kỳ báo cáo" in text
    assert "còn 7 thôn, bản, tổ dân phố chưa rõ" in text
    (row,) = table(compose_report(facts), "xa_nhieu_nguoi_chua_co_song").rows
    assert [said(cell) for cell in row.cells] == ["1", "Xã A", "2", "400", "20,0"]


def test_no_section_is_empty_and_no_key_has_two_values() -> None:
    document = compose_report(replace(FACTS, holes=HOLES, tasks=TASKS))
    blocks = document.blocks
    for one, following in zip(blocks, [*blocks[1:], None], strict=True):
        if isinstance(one, Heading):
            assert isinstance(following, Paragraph | Items | Table) or (
                isinstance(following, Heading) and following.level > one.level
            )
    values: dict[str, object] = {}
    for sentence in sentences_of(document):
        for span in sentence:
            if isinstance(span, TracedNumber):
                assert values.setdefault(span.key, span.value) == span.value


def test_markup_of_users_stays_text() -> None:
    name = "<b>50 %</b> {{x}} *"
    tasks = (TaskFact("1", name, name, date(2026, 9, 1), risk=name),)
    document = compose_report(replace(FACTS, tasks=tasks))
    (row,) = table(document, "nhiem_vu_cham").rows
    assert row.cells[1] == (name,)


def test_the_letterhead_is_the_departments() -> None:
    document = compose_report(FACTS)
    assert document.letterhead.symbol == "BC-SKHCN"
    assert document.subject == "Kết quả phát triển hạ tầng số tháng 10/2026"
    assert document.addressees == ("Ủy ban nhân dân tỉnh Thái Nguyên",)
    assert document.recipients[-1] == "Lưu: VT, BCVT"
