"""Real browsers on the running service, and people who use mouse or keyboard."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Locator,
    Page,
    Response,
    expect,
)

from hatangso.errors import Message
from hatangso.language import Language, translate
from hatangso.model.account import Account
from hatangso.web.security.visitors import LANGUAGE_COOKIE, SESSION_COOKIE
from web_service import Service

DESK_PX, PHONE_PX = 1440, 360
_HEIGHT_PX = 900
_MOST_TABS = 400
_LOCALES = {"vi": "vi-VN", "en": "en-GB"}
# What the browser says of a form that came back with its problems.
_REFUSED = "status of 422"
_NUMBER_OF_OPTION = """(element, option) => [...element.options].findIndex(
    one => one.value === option || one.label === option)"""
_OVERFLOW_PX = """() => new Promise(told =>
    requestAnimationFrame(() => requestAnimationFrame(() =>
        told(document.documentElement.scrollWidth - innerWidth))))"""
# In one call: what has the focus now, and whether it is the wanted one.
_HAS_FOCUS = "element => element === document.activeElement"
# Goes with every page: tells when no answer is awaited, and no question is about to
# be asked by a field that lets some time go by after a key.
_WATCH_QUESTIONS = """
    const asked = new Set();
    let quietAt = 0;
    addEventListener("htmx:beforeSend", (event) => asked.add(event.detail.xhr));
    addEventListener("htmx:afterRequest", (event) => asked.delete(event.detail.xhr));
    addEventListener("input", (event) => {
        const asks = event.target.closest?.("[hx-trigger*='delay:']");
        const delays = asks?.getAttribute("hx-trigger").match(/(?<=delay:)\\d+/g);
        quietAt = performance.now() + Math.max(0, ...(delays ?? [])) + 20;
    }, true);
    window.untilNothingIsAsked = () => new Promise((told) => {
        const look = () => asked.size || performance.now() < quietAt
            ? setTimeout(look, 10) : told();
        look();
    });
"""
_UNTIL_NOTHING_IS_ASKED = "() => window.untilNothingIsAsked?.()"


class Mouse:
    """Somebody who points at things and clicks them."""

    def press(self, target: Locator) -> None:
        """Follow a link, push a button, open or close what folds, tick a box."""
        until_nothing_is_asked(target.page)
        target.click()

    def write(self, target: Locator, text: str) -> None:
        """Write into a field, over what stands there."""
        target.fill(text)

    def choose(self, target: Locator, option: str) -> None:
        """Choose from a list by the value or the words of an option."""
        target.select_option(option)

    def give(self, target: Locator, *paths: Path) -> None:
        """Choose files."""
        with target.page.expect_file_chooser() as chooser:
            self.press(target)
        chooser.value.set_files(list(paths))


class Keyboard(Mouse):
    """Somebody who reaches everything with the keys, from where the focus is."""

    def press(self, target: Locator) -> None:
        until_nothing_is_asked(target.page)
        self._reach(target)
        is_box = "element => ['checkbox', 'radio', 'file'].includes(element.type)"
        target.page.keyboard.press("Space" if target.evaluate(is_box) else "Enter")

    def write(self, target: Locator, text: str) -> None:
        self._reach(target)
        target.page.keyboard.press("Control+A")
        target.page.keyboard.type(text)

    def choose(self, target: Locator, option: str) -> None:
        self._reach(target)
        steps = target.evaluate(_NUMBER_OF_OPTION, option)
        target.page.keyboard.press("Home")
        for _ in range(steps):
            target.page.keyboard.press("ArrowDown")

    def _reach(self, target: Locator) -> None:
        expect(target).to_be_visible()
        for _ in range(_MOST_TABS):
            if target.evaluate(_HAS_FOCUS):
                return
            target.page.keyboard.press("Tab")
        raise AssertionError(f"no Tab leads to {target}")


HANDS: dict[str, Mouse] = {"mouse": Mouse(), "keyboard": Keyboard(), "phone": Mouse()}
WIDTHS_PX = {"mouse": DESK_PX, "keyboard": DESK_PX, "phone": PHONE_PX}
# How people go through a journey: it is one journey, so that one way tries PostgreSQL.
# By mouse and on a phone it goes always; what says it again waits for CI.
IN_EVERY_WAY = pytest.mark.parametrize(
    ("database", "way"),
    [
        ("sqlite", "mouse"),
        pytest.param("sqlite", "keyboard", marks=pytest.mark.heavy),
        ("sqlite", "phone"),
        pytest.param("postgresql", "mouse", marks=pytest.mark.heavy),
    ],
    indirect=["database"],
)


@dataclass
class Visits:
    """Opens pages as visitors of every role, and notes what goes wrong in them."""

    browser: Browser
    service: Service
    address: str
    troubles: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def page(
        self,
        role: str = "public",
        *,
        language: str = "vi",
        width_px: int = DESK_PX,
        account: Account | None = None,
        **scope: Any,
    ) -> Page:
        """Return an empty page of a browser in which somebody is signed in.

        Args:
            role: Of a new account; ``public``: nobody signs in.
            language: Of the pages.
            width_px: Of the window.
            account: One that is there already.
            scope: More about the new account.
        """
        context = self.browser.new_context(
            base_url=self.address,
            viewport={"width": width_px, "height": _HEIGHT_PX},
            reduced_motion="reduce",
            locale=_LOCALES[language],
            permissions=["clipboard-read", "clipboard-write"],
        )
        context.set_default_timeout(20_000)
        self.contexts.append(context)
        kept = {LANGUAGE_COOKIE: language}
        if role != "public":
            account = self.service.account(role, **scope)
        if account is not None:
            kept[SESSION_COOKIE], _ = self.service.session(account)
        context.add_cookies(
            [{"name": name, "value": said, "url": self.address} for name, said in
             kept.items()]
        )  # fmt: skip
        context.add_init_script(_WATCH_QUESTIONS)
        page = context.new_page()
        self._watch(page)
        _wait_for_forms(page)
        return page

    def close(self) -> None:
        """Close all browsers."""
        for context in self.contexts:
            context.close()

    def _note(self, page: Page, said: ConsoleMessage) -> None:
        is_bad = said.type in ("error", "warning")
        # A request that a page was left in the middle of has no words any more.
        if is_bad and _REFUSED not in said.text and said.text != "Error":
            self.troubles.append(f"{page.url}: {said.text}")

    def _watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("console", lambda said: self._note(page, said))
        page.on(
            "request",
            lambda sent: (
                None
                if sent.url.startswith((self.address, "data:", "blob:"))
                else self.troubles.append(f"asked elsewhere: {sent.url}")
            ),
        )


def _wait_for_forms(page: Page) -> None:
    """Let no address overtake a form that is still on its way: it would be lost."""
    go = page.goto

    def goto(url: str, **options: Any) -> Response | None:
        try:
            return go(url, **options)
        except Error as error:
            if "ERR_ABORTED" not in str(error):
                raise
            page.wait_for_load_state()
            return go(url, **options)

    page.goto = goto  # type: ignore[method-assign]


def until_nothing_is_asked(page: Page) -> None:
    """Wait for parts of a page that follow what was typed or chosen.

    Tests press what they looked up before; people press what they see.
    """
    try:
        page.evaluate(_UNTIL_NOTHING_IS_ASKED)
    except Error as error:
        # Another page came instead.
        if "context was destroyed" not in str(error):
            raise
        page.wait_for_load_state()


def vi(words: str, **gaps: object) -> str:
    """Return what a Vietnamese page says for some English words."""
    return translate(Message(words, gaps), Language.VI)


def overflow_px(page: Page) -> int:
    """Return how much wider than its window a page is, once it is drawn."""
    return int(page.evaluate(_OVERFLOW_PX))
