"""The report in a real browser, as a reader uses it."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from hatangso.documents.report import render_report
from small_report import small_report, with_second_opinion

ENLARGED = re.compile(r"translate\(-300 -32\d.*\) scale\(1\.6\)")
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("report") / "report.html"
    content = with_second_opinion(small_report())
    path.write_text(render_report(content), encoding="utf-8")
    return path.as_uri()


@pytest.fixture(params=[1440, 390], ids=["desk", "phone"])
def page(
    request: pytest.FixtureRequest, browser: Browser, address: str
) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": request.param, "height": 844})
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on(
        "request",
        lambda sent: (
            troubles.append(sent.url)
            if not sent.url.startswith(("data:", address))
            else None
        ),
    )
    page.goto(address)
    yield page
    assert troubles == []
    page.close()


def overflow_px(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def test_nothing_is_wider_than_the_screen(page: Page) -> None:
    assert overflow_px(page) == 0
    page.locator("#language").click()
    assert overflow_px(page) == 0


def test_the_language_is_switched_and_remembered(page: Page) -> None:
    heading = page.locator("#chi-tieu h2")
    expect(heading).to_have_text("Chỉ tiêu và mức đạt", use_inner_text=True)
    page.locator("#language").click()
    expect(heading).to_have_text("Targets and progress", use_inner_text=True)
    assert "lang=en" in page.url
    page.reload()
    expect(heading).to_have_text("Targets and progress", use_inner_text=True)
    search = page.locator("#vung-lom input")
    expect(search).to_have_attribute("placeholder", "Search villages or communes")


def test_one_language_is_seen_at_a_time(page: Page) -> None:
    expect(page.locator("body [lang=vi]:visible").first).to_be_visible()
    expect(page.locator("body [lang=en]:visible, .en:visible")).to_have_count(0)
    page.locator("#language").click()
    expect(page.locator("body [lang=vi]:visible, .vi:visible")).to_have_count(0)


def test_the_technology_changes_the_layer(page: Page) -> None:
    layer = page.locator("image.coverage:not([hidden])")
    expect(layer).to_have_attribute("data-of", "4G")
    page.locator("button[data-technology='2G']").click()
    expect(layer).to_have_attribute("data-of", "2G")
    expect(page.locator("p.map-line:visible")).to_contain_text("2G")
    assert "tech=2G" in page.url


def test_search_needs_no_diacritics(page: Page) -> None:
    page.locator("#chi-tieu input[type=search]").fill("vo NHAI")
    expect(page.locator("#targets tbody tr:visible")).to_have_count(1)
    page.locator("#vung-lom input[type=search]").fill("dong hy")
    rows = page.locator("#holes tbody tr:visible")
    assert rows.count() > 0
    assert all("Đồng Hỷ" in text for text in rows.all_inner_texts())


def test_targets_are_filtered_by_status(page: Page) -> None:
    page.locator("#chi-tieu [data-status=met]:is(button)").click()
    expect(page.locator("#targets tbody tr:visible")).to_have_count(1)
    page.locator("#chi-tieu button[data-status='']").click()
    expect(page.locator("#targets tbody tr:visible")).to_have_count(3)


def test_the_rest_of_the_list_comes_on_demand(page: Page) -> None:
    rows = page.locator("#holes tbody tr:visible")
    expect(rows).to_have_count(25)
    page.locator("[data-more=holes]").click()
    expect(rows).to_have_count(30)


def test_a_row_leads_to_its_place_on_the_map(page: Page) -> None:
    first = page.locator("#holes .goto").first
    name = first.inner_text()
    first.click()
    expect(page.locator("#map-tip")).to_contain_text(name)
    expect(page.locator("#map-tip")).to_contain_text("Không có sóng")
    expect(page.locator("#map-view")).to_be_in_viewport()
    assert "scale(5)" in str(page.locator("#stage").get_attribute("transform"))


def test_the_map_obeys_buttons_and_keys(page: Page) -> None:
    stage = page.locator("#stage")
    page.locator("[data-zoom='1.6']").click()
    expect(stage).to_have_attribute("transform", ENLARGED)
    page.locator("#map-view").focus()
    page.keyboard.press("0")
    expect(stage).to_have_attribute("transform", "translate(0 0) scale(1)")
    page.keyboard.press("+")
    page.keyboard.press("ArrowRight")
    assert "translate(-380" in str(stage.get_attribute("transform"))


def test_layers_can_be_taken_away(page: Page) -> None:
    page.locator("[data-toggle=coverage]").uncheck()
    expect(page.locator("image.coverage[data-of='4G']")).to_be_hidden()


def test_where_the_models_disagree_is_shown_when_asked_for(page: Page) -> None:
    layer = page.locator("image.doubt[data-of='4G']")
    expect(layer).to_be_hidden()
    page.locator("[data-toggle=doubts]").check()
    expect(layer).to_be_visible()
    page.locator("button[data-technology='2G']").click()
    expect(layer).to_be_hidden()


def test_the_summary_leads_to_the_uncertain_places(page: Page) -> None:
    page.locator("#tom-tat a[href='#chua-chac-chan']").click()
    expect(page.locator("#chua-chac-chan h2")).to_be_in_viewport()
    rows = page.locator("#uncertain tbody tr:visible")
    assert rows.count() > 0
    page.locator("#chua-chac-chan input[type=search]").fill("xom 02")
    expect(rows).to_have_count(1)
    expect(rows.first).to_contain_text("có sóng")


def test_a_dot_that_is_touched_tells_its_story(page: Page) -> None:
    mark = page.locator("#stage .item[href='#shape-new_mast']").last
    assert mark.bounding_box() is not None
    page.locator("#map-view").scroll_into_view_if_needed()
    box = mark.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator("#map-tip")).to_contain_text("Xây cột mới")


def test_the_curve_says_what_a_point_costs(page: Page) -> None:
    page.locator(".touch").last.focus()
    expect(page.locator("#tip")).to_contain_text("thêm 1.234 người")


def test_a_year_shows_what_is_built_until_then(page: Page) -> None:
    marks = page.locator("#stage .item")
    everything = marks.filter(visible=True).count()
    page.locator(".years button[data-until='2026']").click()
    assert marks.filter(visible=True).count() == 2 < everything
    expect(page.locator(".plan-line:visible")).to_contain_text("đến hết năm 2026")
    assert "until=2026" in page.url
    page.reload()
    assert marks.filter(visible=True).count() == 2
    page.locator("button[data-until='']").click()
    assert marks.filter(visible=True).count() == everything
    assert "until" not in page.url


def test_a_year_of_the_table_leads_to_the_map(page: Page) -> None:
    page.locator(".goto-year[data-until='2027']").click()
    expect(page.locator("#map-view")).to_be_in_viewport()
    button = page.locator(".years button[data-until='2027']")
    expect(button).to_have_attribute("aria-pressed", "true")


def test_a_work_of_a_later_year_is_shown_when_asked_for(page: Page) -> None:
    page.locator(".years button[data-until='2026']").click()
    page.locator("#items .goto").last.click()
    expect(page.locator("#map-tip")).to_be_visible()
    assert "until" not in page.url


def test_routes_can_be_taken_away(page: Page) -> None:
    route = page.locator("#stage .route.fibre")
    expect(route).to_be_visible()
    page.locator("[data-toggle=routes]").uncheck()
    expect(route).to_be_hidden()
