"""The first page: numbers that open their lists, and who may see what."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from web_service import Client, Service

ClientAs = Callable[..., Client]


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href")
        if tag == "a" and href:
            self.found.append(href)


def links(page: str) -> list[str]:
    parser = _Links()
    parser.feed(page)
    return parser.found


def test_the_public_sees_targets_and_no_plan(client_as: ClientAs) -> None:
    page = client_as("public").get("/")
    assert page.status_code == 200
    assert "Mục tiêu theo phần của kế hoạch" in page.text
    assert "/quy-hoach" not in links(page.text)
    assert "Sổ đăng ký" not in page.text


def test_readers_see_plan_register_and_tasks(client_as: ClientAs) -> None:
    page = client_as("reader").get("/").text
    for words in ("Phương án mới nhất", "Sổ đăng ký", "Nhiệm vụ"):
        assert words in page


def test_every_count_opens_a_list_of_so_many(client_as: ClientAs) -> None:
    client = client_as("public")
    counted = re.findall(
        r'href="(/chi-tieu\?[^"]*ket_luan=[a-z_]+)">(\d+)</a>', client.get("/").text
    )
    assert counted
    for address, count in counted:
        listed = client.get(address.replace("&amp;", "&")).text
        assert re.search(rf"{count} mục tiêu</caption>", listed), address


def test_without_coverage_the_page_says_so_and_what_to_do(
    province: Path, service: Service
) -> None:
    for name in ("sites.csv", "services.csv"):
        path = province / name
        path.write_text(path.read_text(encoding="utf-8-sig") + "\n", encoding="utf-8")
    service.state.snapshots.forget()
    public = service.client_as("public").get("/").text
    planner = service.client_as("planner").get("/").text
    assert "chưa có vùng phủ sóng tính toán" in public
    assert "hatangso coverage" not in public + planner
    assert str(province) not in public + planner
    assert "sites.csv đã thay đổi" in planner or "services.csv đã thay đổi" in planner
    assert "/du-lieu" in links(planner)


def test_the_day_of_the_judgement_can_be_today(client_as: ClientAs) -> None:
    page = client_as("public").get("/?xet=hom-nay").text
    assert "Số liệu tính đến ngày 31/12/2024" in page
    assert "/chi-tieu?xet=hom-nay&ket_luan=met" in links(page)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_both_languages_are_whole(client_as: ClientAs, language: str) -> None:
    page = client_as("reader").get(f"/?lang={language}").text
    assert ("Most to do" in page) is (language == "en")
    assert ("Cần làm nhiều nhất" in page) is (language == "vi")
