"""The report as text: what must and must not stand in it."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from hatangso.documents.report import render_report
from hatangso.documents.report_words import SCRIPT_WORDS
from hatangso.model.provenance import Reality
from small_report import small_report, without_plan_and_map

HOSTILE = "<script>alert(1)</script>\"'&<!--]]>"


class _Reader(HTMLParser):
    """Collects elements, addresses and the two languages of each pair."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.scripts: list[dict[str, str | None]] = []
        self.handlers: list[str] = []
        self.languages: list[str] = []
        self.half_translated: list[dict[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        for name in ("src", "href", "action", "data", "poster", "srcset"):
            if found.get(name):
                self.addresses.append(str(found[name]))
        if tag == "script":
            self.scripts.append(found)
        self.handlers += [name for name in found if name.startswith("on")]
        if tag == "span" and "lang" in found:
            self.languages.append(str(found["lang"]))
        for stem in ("data-", "data-label-", "data-tip-"):
            if bool(found.get(f"{stem}vi")) != bool(found.get(f"{stem}en")):
                self.half_translated.append(found)


def _read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    return reader


@pytest.fixture(scope="module")
def html() -> str:
    return render_report(small_report())


def test_the_same_content_gives_the_same_text(html: str) -> None:
    assert render_report(small_report()) == html


def test_nothing_points_outside_the_file(html: str) -> None:
    reader = _read(html)
    assert reader.addresses
    assert all(one.startswith(("#", "data:")) for one in reader.addresses)
    assert not re.search(r"https?://|@import|url\(", html)


def test_hostile_names_stay_names() -> None:
    html = render_report(small_report(hostile=HOSTILE))
    reader = _read(html)
    assert "<script>alert" not in html
    assert len(reader.scripts) == 3
    assert not reader.handlers
    assert reader.languages


def test_every_vietnamese_text_has_an_english_one(html: str) -> None:
    reader = _read(html)
    assert reader.languages == ["vi", "en"] * (len(reader.languages) // 2)
    assert not reader.half_translated
    assert html.count('<tspan class="vi">') == html.count('<tspan class="en">')
    assert all(vi and en for vi, en in SCRIPT_WORDS.values())


def test_numbers_are_written_as_each_language_does(html: str) -> None:
    assert '<span lang="vi">≥ 1.234,5\N{NO-BREAK SPACE}trạm</span>' in html
    assert '<span lang="en">≥ 1,234.5\N{NO-BREAK SPACE}stations</span>' in html
    assert "8,05 tỷ đồng" in html
    assert "78,8\N{NO-BREAK SPACE}%" in html


def test_the_banner_names_the_synthetic_layers(html: str) -> None:
    banner = html.partition('class="banner"')[2].partition("</p>")[0]
    assert "vị trí trạm" in banner
    assert "địa hình" not in banner


def test_real_data_needs_no_banner_and_no_mark() -> None:
    content = small_report()
    layers = {
        name: replace(layer, reality=Reality.REAL)
        for name, layer in content.province.provenances.items()
    }
    province = replace(content.province, provenances=layers)
    values = [
        replace(one, value=replace(one.value, rests_on_synthetic=False))
        if one.value
        else one
        for one in content.assessments
    ]
    html = render_report(replace(content, province=province, assessments=tuple(values)))
    assert 'class="banner"' not in html
    assert 'class="mark synthetic"' not in html


def test_a_province_without_plan_and_map_has_a_report_too() -> None:
    html = render_report(without_plan_and_map(small_report()))
    assert 'id="map"' not in html
    assert 'id="phuong-an"' not in html
    assert "Võ Nhai" in html


def test_a_province_of_which_nothing_is_known_has_a_report_too() -> None:
    content = without_plan_and_map(small_report())
    assert "Thử Nghiệm" in render_report(replace(content, coverages=()))


def test_computed_and_reported_stand_in_one_row(html: str) -> None:
    row = next(part for part in html.split("<tr ") if "96,25" in part)
    assert "99,6" in row
    assert "31/12/2024" in row
    assert "1.234/1.282" in row
    assert "48 điểm dân cư" in row
    assert "Khác với một chỉ tiêu cùng loại" in row


def test_the_script_is_short(html: str) -> None:
    script = html.rpartition("<script>")[2].partition("</script>")[0]
    assert script.count("\n") < 280
