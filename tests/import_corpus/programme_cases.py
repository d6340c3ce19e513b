"""Events that reach people, and tasks with their milestones and money."""

from datetime import date

from import_corpus import traps
from import_corpus.contents import sheet_of
from import_corpus.corpus_nouns import Case, Heading, Sheet, Typed
from import_corpus.real_places import spread, villages
from import_corpus.table_cases import case

__all__ = ["PROGRAMME_CASES"]

_MILLION = 1_000_000


def events() -> Sheet:
    """What a department did in a year, as its report lists it."""
    places = spread(villages("thai_nguyen"), 4)
    told = (
        ("Lớp bồi dưỡng kỹ năng số", ("Bồi dưỡng", "training"), "Cán bộ", 85),
        ("Ra quân cài đặt VNeID", ("Ra quân", "outreach"), "Người dân", 1_250),
        ("Tìm hiểu về chuyển đổi số", ("Hội thi", "contest"), "Nhân dân", 12_304),
        ("Hội thảo hạ tầng số", ("Hội thảo", "workshop"), "Doanh nghiệp", 60),
    )
    audiences = ("officials", "people", "people", "enterprises")
    rows = [
        {
            "name": name,
            "kind": Typed(*kind),
            "audience": Typed(written, audience),
            "held_on": date(2025, 3 + 2 * at, 19),
            "commune_code": Typed(place.commune, place.commune_code),
            "participants": count,
        }
        for at, ((name, kind, written, count), audience, place) in enumerate(
            zip(told, audiences, places, strict=True)
        )
    ]
    headings = (
        Heading("name", ("Tên hoạt động",)),
        Heading("kind", ("Hình thức",)),
        Heading("audience", ("Đối tượng tham gia",)),
        Heading("held_on", ("Thời gian, địa điểm", "Ngày tổ chức")),
        Heading("commune_code", ("Thời gian, địa điểm", "Xã, phường")),
        Heading("participants", ("Số người tham gia",)),
    )
    title = ("SỞ KHOA HỌC VÀ CÔNG NGHỆ", "DANH SÁCH HOẠT ĐỘNG TUYÊN TRUYỀN NĂM 2025")
    return sheet_of("Tuyên truyền", "outreach_event", headings, rows, title)


def tasks() -> Sheet:
    """The annex of a plan: money in millions, a deadline in words."""
    autumn, summer = date(2025, 12, 31), date(2026, 6, 30)
    rows: list[dict[str, object]] = [
        {
            "id": "NV-1",
            "name": "Nâng cấp trung tâm dữ liệu",
            "lead": "Sở KH&CN",
            "deadline": Typed("quý IV/2025", autumn),
            "budget_vnd": Typed(4_500, 4_500 * _MILLION),
            "state": Typed("Đang triển khai", "under_way"),
        },
        {
            "id": "NV-2",
            "name": "Phủ sóng thôn lõm",
            "lead": "Viettel",
            "deadline": Typed("30/6/2026", summer),
            "budget_vnd": Typed(12_000, 12_000 * _MILLION),
            "state": Typed("Chưa triển khai", "not_started"),
        },
    ]
    headings = (
        Heading("id", ("Mã nhiệm vụ",)),
        Heading("name", ("Nội dung nhiệm vụ",)),
        Heading("lead", ("Đơn vị chủ trì",)),
        Heading("deadline", ("Thời gian hoàn thành",)),
        Heading("budget_vnd", ("Kinh phí (triệu đồng)",)),
        Heading("state", ("Tình trạng thực hiện",)),
    )
    title = ("Phụ lục II", "DANH MỤC NHIỆM VỤ PHÁT TRIỂN HẠ TẦNG SỐ")
    return sheet_of("Nhiệm vụ", "task", headings, rows, title)


def funding() -> Sheet:
    """What each source gave in a year; a cell that is empty is not zero."""
    rows: list[dict[str, object]] = [
        {
            "task_id": task,
            "funding_source": source,
            "year": 2025,
            "planned_vnd": Typed(planned, planned * _MILLION),
            **({} if paid is None else {"disbursed_vnd": Typed(paid, paid * _MILLION)}),
        }
        for task, source, planned, paid in (
            ("NV-1", "Ngân sách tỉnh", 3_000, 1_250),
            ("NV-1", "Ngân sách trung ương", 1_500, None),
            ("NV-2", "Quỹ Dịch vụ viễn thông công ích", 12_000, 0),
        )
    ]
    headings = (
        Heading("task_id", ("Mã nhiệm vụ",)),
        Heading("funding_source", ("Nguồn vốn",)),
        Heading("year", ("Năm ngân sách",)),
        Heading("planned_vnd", ("Đơn vị: triệu đồng", "Kế hoạch vốn (triệu đồng)")),
        Heading("disbursed_vnd", ("Đơn vị: triệu đồng", "Đã giải ngân (triệu đồng)")),
    )
    title = ("PHÂN BỔ KINH PHÍ THEO NGUỒN",)
    return sheet_of("Kinh phí", "task_funding", headings, rows, title)


def milestones() -> Sheet:
    """Steps of the tasks; one is still open."""
    rows: list[dict[str, object]] = [
        {
            "task_id": "NV-1",
            "name": "Phê duyệt dự toán",
            "due_on": date(2025, 3, 31),
            "done_on": date(2025, 4, 15),
        },
        {"task_id": "NV-1", "name": "Nghiệm thu", "due_on": date(2025, 12, 15)},
        {"task_id": "NV-2", "name": "Khảo sát vị trí", "due_on": date(2026, 1, 31)},
    ]
    headings = (
        Heading("task_id", ("Mã nhiệm vụ",)),
        Heading("name", ("Tên mốc",)),
        Heading("due_on", ("Ngày đến hạn",)),
        Heading("done_on", ("Ngày hoàn thành",)),
    )
    title = ("CÁC MỐC TIẾN ĐỘ",)
    return sheet_of("Mốc tiến độ", "milestone", headings, rows, title)


PROGRAMME_CASES: tuple[Case, ...] = (
    case("tuyen-truyen-xlsx", "layouts", events()),
    case(
        "tuyen-truyen-so-chu",
        "numbers",
        traps.dates_as_text(traps.vietnamese_numbers(events(), "participants")),
    ),
    case("chuong-trinh-ba-trang", "layouts", tasks(), funding(), milestones()),
    case(
        "chuong-trinh-ods", "formats", tasks(), funding(), milestones(), suffix=".ods"
    ),
)
