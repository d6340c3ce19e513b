"""The register in a real browser, by keyboard alone."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from hatangso.web.security.visitors import SESSION_COOKIE
from web_service import Service

pytestmark = pytest.mark.browser


def _signed_in(browser: Browser, service: Service, address: str) -> Page:
    secret, _ = service.session(service.account("planner"))
    context = browser.new_context(locale="vi-VN")
    context.add_cookies([{"name": SESSION_COOKIE, "value": secret, "url": address}])
    return context.new_page()


def test_a_record_is_found_chosen_and_confirmed_without_a_mouse(
    browser: Browser, service: Service, live_server: str
) -> None:
    page = _signed_in(browser, service, live_server)
    page.goto(f"{live_server}/ha-tang/site")
    page.focus("#q")
    page.keyboard.type("dong bang")
    expect(page).to_have_url(re.compile(r"q=dong\+bang"))
    expect(page.locator("table.records tbody tr")).to_have_count(1)
    page.focus("input[name=id]")
    page.keyboard.press("Space")
    page.focus("button[value=xac-nhan]")
    page.keyboard.press("Enter")
    page.focus("main form button.primary")
    page.keyboard.press("Enter")
    page.focus("main form button.primary")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/ha-tang/lich-su/\d+"))
    assert service.state.register.record("site", 1).revision == 2
    page.context.close()


def test_what_is_wrong_gets_the_focus_and_leads_to_its_field(
    browser: Browser, service: Service, live_server: str
) -> None:
    page = _signed_in(browser, service, live_server)
    page.goto(f"{live_server}/ha-tang/service/moi")
    page.focus("#f-site_id")
    page.keyboard.type("chan nui")
    suggested = page.locator("#f-site_id-list option")
    expect(suggested).to_have_count(1)
    expect(suggested).to_have_attribute("value", "S2")
    page.keyboard.press("Enter")
    expect(page.locator("#problems")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#f-site_id")).to_be_focused()
    page.context.close()
