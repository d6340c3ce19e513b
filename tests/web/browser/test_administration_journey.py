"""An administrator makes an account for a commune, which then works and makes a key."""

import re

import pytest
from playwright.sync_api import expect

from web_visit import HANDS, IN_EVERY_WAY, WIDTHS_PX, Visits, overflow_px, vi

pytestmark = pytest.mark.browser
OWN_PASSWORD = "năm bông lúa chín ngoài đồng"  # noqa: S105 - made up


@IN_EVERY_WAY
def test_a_commune_gets_an_account_its_rights_a_key_and_a_trail(
    visits: Visits, way: str
) -> None:
    hands, width_px = HANDS[way], WIDTHS_PX[way]
    page = visits.page("administrator", login="quan-tri", width_px=width_px)
    page.goto("/")
    hands.press(page.locator(".app-nav a[href='/quan-tri']"))
    hands.press(page.get_by_role("link", name=vi("New account")))
    hands.write(page.locator("#login"), "xa.dong")
    hands.write(page.locator("#full_name"), "Nguyễn Văn Đông")
    hands.choose(page.locator("#role"), "commune")
    hands.press(page.get_by_label("Xã Đông"))
    assert overflow_px(page) == 0
    hands.press(page.get_by_role("button", name=vi("Make the account")))
    password = page.locator(".secret code").inner_text()

    own = visits.page(width_px=width_px)
    own.goto("/dang-nhap")
    hands.write(own.locator("#login"), "xa.dong")
    hands.write(own.locator("#password"), password)
    hands.press(own.get_by_role("button", name=vi("Sign in")))
    hands.write(own.locator("#current"), password)
    hands.write(own.locator("#password"), OWN_PASSWORD)
    hands.write(own.locator("#again"), OWN_PASSWORD)
    hands.press(own.get_by_role("button", name=vi("Change the password")))
    # Its rights: the register and reports, no planning of its own, no administration.
    expect(own.locator(".app-nav a[href='/du-lieu']")).to_be_visible()
    expect(own.locator(".app-nav a[href='/quan-tri']")).to_have_count(0)
    own.goto("/quy-hoach")
    expect(own.get_by_role("link", name=vi("New scenario"))).to_have_count(0)
    own.goto("/tai-khoan")
    hands.write(own.locator("#label"), "bảng tính của xã")
    hands.press(own.get_by_role("button", name=vi("Make a key")))
    key = own.locator(".secret code").inner_text()
    hands.press(own.get_by_role("button", name=vi("Copy"), exact=True))
    assert overflow_px(own) == 0
    assert own.evaluate("navigator.clipboard.readText()") == key

    hands.press(page.locator(".app-nav a[href='/quan-tri']"))
    hands.press(page.locator(".tabs a[href='/quan-tri/khoa']"))
    row = page.locator("tbody tr", has_text="bảng tính của xã")
    expect(row).to_contain_text("xa.dong")
    hands.press(row.get_by_role("button"))
    expect(row.get_by_role("button")).to_have_count(0)
    hands.press(page.locator(".tabs a[href='/quan-tri/nhat-ky']"))
    hands.write(page.locator("#ai"), "quan-tri")
    hands.press(page.get_by_role("button", name=vi("Filter")))
    expect(page).to_have_url(re.compile("ai=quan-tri"))
    expect(page.locator("tbody")).to_contain_text("xa.dong")
    expect(page.get_by_role("main")).not_to_contain_text(password)
    assert overflow_px(page) == 0
