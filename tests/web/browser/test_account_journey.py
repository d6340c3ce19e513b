"""Sign in, choose a password of one's own, sign out."""

import re

import pytest
from playwright.sync_api import expect

from web_service import PASSWORD, Service
from web_visit import HANDS, IN_EVERY_WAY, WIDTHS_PX, Visits, overflow_px, vi

pytestmark = pytest.mark.browser
OWN_PASSWORD = "bốn con chim sẻ đậu mái đình"  # noqa: S105 - made up


@IN_EVERY_WAY
def test_somebody_signs_in_chooses_a_password_and_signs_out(
    visits: Visits, service: Service, way: str
) -> None:
    hands = HANDS[way]
    account = service.account("reader", must_change_password=True)
    page = visits.page(width_px=WIDTHS_PX[way])

    def sign_in(password: str) -> None:
        hands.write(page.locator("#login"), account.login)
        hands.write(page.locator("#password"), password)
        hands.press(page.get_by_role("button", name=vi("Sign in")))

    page.goto("/ha-tang")
    expect(page).to_have_url(re.compile("/dang-nhap"))
    sign_in("một mật khẩu sai")
    expect(page.locator("#wrong")).to_be_visible()
    sign_in(PASSWORD)
    expect(page).to_have_url(re.compile("/tai-khoan$"))
    # Nothing else opens before the password is one's own.
    page.goto("/ha-tang")
    expect(page).to_have_url(re.compile("/tai-khoan"))
    hands.write(page.locator("#current"), PASSWORD)
    hands.write(page.locator("#password"), OWN_PASSWORD)
    hands.write(page.locator("#again"), OWN_PASSWORD)
    hands.press(page.get_by_role("button", name=vi("Change the password")))
    expect(page).to_have_url(re.compile(r"/tai-khoan\?da="))
    expect(page.get_by_role("status").first).to_be_visible()
    assert overflow_px(page) == 0
    page.goto("/ha-tang")
    expect(page.get_by_role("heading", level=1)).to_have_text(vi("Infrastructure"))
    hands.press(page.locator(".app-tools summary"))
    hands.press(page.get_by_role("button", name=vi("Sign out")))
    # A form that is on its way must not be overtaken.
    expect(page).to_have_url(re.compile(r"/$"))
    page.goto("/ha-tang")
    expect(page).to_have_url(re.compile("/dang-nhap"))
    sign_in(OWN_PASSWORD)
    expect(page).to_have_url(re.compile("/ha-tang$"))
