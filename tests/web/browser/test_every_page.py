"""Every page, for everybody, in both languages, light and dark, wide and narrow."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from starlette.routing import Match

from hatangso.language import Language
from web_filled import FilledService, page_routes, public_routes
from web_visit import DESK_PX, PHONE_PX, Visits, overflow_px
from web_words import TEXTS, foreign_texts

pytestmark = pytest.mark.browser
_AXE = Axe()
_GRAVE = ("serious", "critical")
_HEIGHT_PX = 900
_MOST_OF_A_SORT = 3


@pytest.fixture(scope="module")
def visits(
    browser: Browser, filled: FilledService, filled_address: str
) -> Iterator[Visits]:
    made = Visits(browser, filled.service, filled_address)
    yield made
    made.close()


@pytest.fixture(scope="module")
def insider(visits: Visits, filled: FilledService) -> Page:
    """Return a browser that sees every page."""
    return visits.page(account=filled.administrator)


@pytest.fixture(scope="module")
def outsider(visits: Visits) -> Page:
    """Return a browser that nobody is signed in with."""
    return visits.page()


@dataclass
class Look:
    """What is wrong with a page, and with how it looks."""

    page: Page
    address: str
    base: str
    troubles: list[str]

    def open(self, language: Language, theme: str, width_px: int) -> None:
        """Open the page as somebody has set it."""
        self.page.set_viewport_size({"width": width_px, "height": _HEIGHT_PX})
        self.page.context.add_cookies(
            [{"name": "theme", "value": theme, "url": self.base}]
        )
        mark = "&" if "?" in self.address else "?"
        answer = self.page.goto(f"{self.address}{mark}lang={language}")
        assert answer is not None
        if answer.status != HTTPStatus.OK:
            self.troubles.append(f"{language}: {answer.status}")

    def judge_access(self, theme: str) -> None:
        """Note what people who see, hear or move less would stumble over."""
        found = _AXE.run(self.page)
        self.troubles += [
            f"{theme}: {one['id']}: {one['help']}: {node['html'][:160]}"
            for one in found.response["violations"]
            if one["impact"] in _GRAVE
            for node in one["nodes"][:_MOST_OF_A_SORT]
        ]

    def judge_words(self, language: Language) -> None:
        """Note what is said in the other language."""
        for text in foreign_texts(self.page.evaluate(TEXTS), language):
            self.troubles.append(f"{language}: not translated: {text}")

    def judge_width(self, language: Language) -> None:
        """Note when the page must be moved sideways on a phone."""
        if wider_px := overflow_px(self.page):
            self.troubles.append(f"{language}: {wider_px} px wider than a phone")


def _look_at(page: Page, address: str, base: str) -> list[str]:
    """Return what is wrong with a page."""
    look = Look(page, address, base, [])
    look.open(Language.VI, "light", DESK_PX)
    look.judge_access("light")
    look.judge_words(Language.VI)
    look.open(Language.EN, "dark", PHONE_PX)
    look.judge_access("dark")
    look.judge_words(Language.EN)
    look.judge_width(Language.EN)
    look.open(Language.VI, "dark", PHONE_PX)
    look.judge_width(Language.VI)
    return look.troubles


@pytest.mark.heavy
@pytest.mark.parametrize("route", page_routes())
def test_a_page_is_open_to_all_senses_languages_and_widths(
    insider: Page, visits: Visits, filled: FilledService, route: str
) -> None:
    visits.troubles.clear()
    found = _look_at(insider, filled.address_of(route), visits.address)
    assert found + visits.troubles == []


@pytest.mark.parametrize("route", page_routes())
def test_a_page_without_an_account_is_as_good(
    outsider: Page, visits: Visits, filled: FilledService, route: str
) -> None:
    if route not in public_routes(filled.service.app):
        pytest.skip("asks for an account")
    visits.troubles.clear()
    found = _look_at(outsider, filled.address_of(route), visits.address)
    assert found + visits.troubles == []


def test_no_link_of_any_page_leads_nowhere(filled: FilledService) -> None:
    client = filled.service.client(filled.administrator)
    pages = [filled.address_of(route) for route in page_routes()]
    links = {
        link: page
        for page in reversed(pages)
        for link in _links(client.get(page).text, page)
    }
    dead = [
        f"{link} on {links[link]}"
        for link in _some_of_each_sort(filled, sorted(links))
        if client.get(link).status_code >= HTTPStatus.BAD_REQUEST
    ]
    assert dead == []


def _links(html: str, page: str) -> set[str]:
    """Return the addresses of this service that a page leads to."""
    found = re.findall(r'(?:href|src|hx-get|data-data|data-map)="([^"#]+)', html)
    path = page.partition("?")[0]
    return {
        (path + one if one.startswith("?") else one).replace("&amp;", "&")
        for one in found
        if one.startswith(("/", "?")) and not one.startswith("/static/")
    }


def _some_of_each_sort(filled: FilledService, links: list[str]) -> Iterator[str]:
    """Yield a few links of each route: a thousand records are one sort."""
    seen: dict[str, int] = {}
    for link in links:
        parts = urlsplit(link)
        scope = {"type": "http", "method": "GET", "path": parts.path, "headers": []}
        sort = next(
            (
                str(getattr(route, "path", ""))
                for route in filled.service.app.routes
                if route.matches(scope)[0] is Match.FULL
            ),
            parts.path,
        )
        names = re.findall(r"(\w+)=", parts.query)
        key = " ".join([sort, *sorted(set(names))])
        seen[key] = seen.get(key, 0) + 1
        if seen[key] <= _MOST_OF_A_SORT:
            yield link
