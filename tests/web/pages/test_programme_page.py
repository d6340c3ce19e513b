"""The page of the programme: late first, every number with a way to its tasks."""

from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from web_service import Client, Service

ClientAs = Callable[..., Client]
PAGE = "/he-thong/chuong-trinh"
# The clock stands on 2 January 2026.
TASKS = """\
T1,Nâng cấp trung tâm,Sở KH&CN,2025-01-01,2025-12-01,900,300,NS tỉnh,40,under_way,M1
T2,Phủ sóng thôn lõm,Viettel,2025-01-01,2026-12-31,500,500,Quỹ VTCI,60,done,
T3,Tập huấn tổ công nghệ số,UBND xã,,,,,,,,
"""
MILESTONES = """\
T1,Phê duyệt,2025-03-01,2025-02-01
T1,Mua sắm,2025-09-01,
"""
FUNDING = """\
T1,NS tỉnh,2025,600,300
T1,NSTW,2025,300,400
"""
COLUMNS = {
    "tasks": (
        "id,name,lead,starts_on,deadline,budget_vnd,disbursed_vnd,funding_source,"
        "done_percent,state,target_id"
    ),
    "milestones": "task_id,name,due_on,done_on",
    "task_funding": "task_id,funding_source,year,planned_vnd,disbursed_vnd",
    "targets": "id,indicator,name_vi,comparator,value,unit,period",
}
ROWS = {
    "tasks": TASKS,
    "milestones": MILESTONES,
    "task_funding": FUNDING,
    "targets": "M1,village_4g_ratio,Thôn có 4G,=,100,%,2025\n",
}


@pytest.fixture
def province(province: Path) -> Path:
    """Return the province with a programme among its tables."""
    described = province / "province.toml"
    said = described.read_text("utf-8")
    for name, header in COLUMNS.items():
        content = f"{header}\n{ROWS[name]}"
        (province / f"{name}.csv").write_text(content, encoding="utf-8")
        said += f'\n[layers.{name}]\nreality = "synthetic"\nsource = "thử"\n'
    described.write_text(said, encoding="utf-8")
    return province


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href")
        if tag == "a" and href:
            self.links.append(href)

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def read(page: str) -> tuple[str, list[str]]:
    parser = _Words()
    parser.feed(page)
    return " ".join(" ".join(parser.found).split()), parser.links


def test_the_late_task_comes_first_with_its_reasons(client_as: ClientAs) -> None:
    words, links = read(client_as("reader").get(PAGE).text)
    assert words.index("Nâng cấp trung tâm") < words.index("Phủ sóng thôn lõm")
    assert "quá thời hạn" in words
    assert "chậm 32 ngày" in words
    assert "Mua sắm" in words
    assert any(link.startswith("/ha-tang/task/") for link in links)
    assert any(link.startswith("/ha-tang/milestone/") for link in links)


def test_three_shares_are_told_apart_with_what_is_unknown(client_as: ClientAs) -> None:
    words, _ = read(client_as("reader").get(PAGE).text)
    assert "50 % hoàn thành theo số nhiệm vụ" in words
    assert "35,7 % hoàn thành theo kinh phí" in words
    assert "50 % hoàn thành theo khối lượng báo cáo" in words
    assert "1 chưa rõ" in words


def test_contradictions_lead_to_their_records(client_as: ClientAs) -> None:
    words, links = read(client_as("reader").get(f"{PAGE}?xem=mau-thuan").text)
    assert "khối lượng mới đạt 60 %" in words
    assert "NSTW đã giải ngân 400 đồng trên 300 đồng" in words
    assert any(link.startswith("/ha-tang/task_funding/") for link in links)


def test_a_task_leads_to_the_target_that_it_moves(client_as: ClientAs) -> None:
    _, links = read(client_as("reader").get(PAGE).text)
    assert "/chi-tieu/village_4g_ratio#F1" in links


@pytest.mark.parametrize(
    ("query", "there", "gone"),
    [
        ("xem=tre", "Nâng cấp", "Phủ sóng thôn"),
        ("chu_tri=Viettel", "Phủ sóng thôn", "Nâng cấp"),
        ("nguon=NSTW", "Nâng cấp", "Phủ sóng thôn"),
        ("tim=phu+song", "Phủ sóng thôn", "Nâng cấp"),
        ("xem=chua-ro", "Tập huấn tổ", "Nâng cấp"),
    ],
)
def test_filters_narrow_the_list(
    client_as: ClientAs, query: str, there: str, gone: str
) -> None:
    page = client_as("reader").get(f"{PAGE}?{query}").text
    body = page[page.index("<tbody>") : page.index("</tbody>")]
    assert there in body
    assert gone not in body


def test_a_filter_that_finds_nothing_says_so(client_as: ClientAs) -> None:
    answer = client_as("reader").get(f"{PAGE}?tim=kh%C3%B4ng-c%C3%B3-g%C3%AC&trang=9")
    assert answer.status_code == 200
    assert "Không có nhiệm vụ nào như vậy" in answer.text


def test_the_overview_counts_the_same_late_tasks(client_as: ClientAs) -> None:
    words, _ = read(client_as("reader").get("/").text)
    assert "1 nhiệm vụ chậm" in words


def test_english_is_whole(client_as: ClientAs) -> None:
    words, _ = read(client_as("reader").get(f"{PAGE}?lang=en").text)
    assert "Tasks, the latest first" in words
    assert "deadline passed" in words


def test_without_tasks_the_page_says_what_to_import(
    service: Service, province: Path
) -> None:
    for name in ("milestones", "task_funding", "tasks"):
        (province / f"{name}.csv").write_text(f"{COLUMNS[name]}\n", "utf-8")
    service.state.snapshots.forget()
    words, links = read(service.client_as("planner").get(PAGE).text)
    assert "Sổ đăng ký chưa có nhiệm vụ" in words
    assert "/du-lieu" in links
