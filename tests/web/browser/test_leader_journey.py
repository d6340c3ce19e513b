"""From the first page to a target that is not met, its evidence and its document."""

import re

import pytest
from playwright.sync_api import expect

from web_visit import HANDS, IN_EVERY_WAY, WIDTHS_PX, Visits, overflow_px, vi

pytestmark = pytest.mark.browser
DOCUMENT = "Kế hoạch thử"


@IN_EVERY_WAY
def test_a_leader_goes_from_a_number_to_what_it_rests_on(
    visits: Visits, way: str
) -> None:
    hands = HANDS[way]
    page = visits.page("leader", width_px=WIDTHS_PX[way])
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text(vi("Overview"))
    hands.press(
        page.locator("a.card", has_text=vi("are missed, at risk or not met yet"))
    )
    row = page.locator("table.target-list tbody tr", has_text=DOCUMENT).first
    goal = row.locator("td .nowrap").first.inner_text()
    hands.press(row.get_by_role("link"))
    card = page.locator("article.target-card", has_text=goal)
    expect(card.locator(".status")).to_be_visible()
    expect(card.get_by_role("heading", name=vi("Evidence"))).to_be_visible()
    expect(card).to_contain_text(DOCUMENT)
    expect(page.locator("#chuoi svg.chart").first).to_be_visible()
    assert overflow_px(page) == 0
    hands.press(card.get_by_role("link", name=DOCUMENT))
    expect(page).to_have_url(re.compile("/du-lieu/tai-lieu#vb-"))
    expect(page.get_by_role("main")).to_contain_text(DOCUMENT)


@IN_EVERY_WAY
def test_an_indicator_shows_its_series_on_other_boundaries_and_scores_what_if(
    visits: Visits, way: str
) -> None:
    hands = HANDS[way]
    page = visits.page("planner", width_px=WIDTHS_PX[way])
    page.goto("/chi-tieu?xem=tat-ca")
    # The list follows while one writes, diacritics or not.
    page.locator("#tim").press_sequentially("phu song 4g")
    hands.press(page.locator("#list tbody a[href='/chi-tieu/village_4g_ratio']"))
    expect(page.locator("#chuoi table tbody tr").first).to_be_visible()
    hands.press(page.get_by_role("link", name=vi("Units of today")))
    expect(page).to_have_url(re.compile("dia_gioi=hien-nay"))
    expect(page.locator(".switch [aria-current]")).to_have_text(vi("Units of today"))
    expect(page.locator("#chuoi table tbody tr").first).to_be_visible()

    assert overflow_px(page) == 0
    page.goto("/chi-tieu/diem-so/dii-2023")
    total = page.locator(".cards .figure").first
    before = total.inner_text()
    criterion = page.locator("input[name^='neu.']").first
    hands.write(criterion, "100")
    hands.press(page.get_by_role("button", name=vi("Count")))
    expect(page).to_have_url(re.compile(r"neu\.[^=]+=100"))
    expect(page.locator(".cards .figure")).not_to_have_count(1)
    expect(total).to_have_text(before)
    assert overflow_px(page) == 0
