"""The comparison of two plans in a real browser."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from hatangso.documents.plan_comparison import ComparisonContent, render_comparison
from hatangso.documents.report_content import Text
from hatangso.planning.questions.comparison import compare
from small_build_plan import small_build_plan
from small_report import small_report

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1440, 390])
def test_it_fits_and_speaks_both_languages(
    browser: Browser, tmp_path: Path, width: int
) -> None:
    province = small_report().province
    one = small_build_plan(province.localities)
    other = replace(one, items=one.items[2:], cost_vnd=5 * 10**9)
    path = tmp_path / "comparison.html"
    page_text = render_comparison(
        ComparisonContent(
            province,
            one,
            other,
            compare(one, other),
            Text("Một", "One"),
            Text("Hai", "Two"),
            date(2024, 12, 31),
            "0.1.0",
        )
    )
    path.write_text(page_text, encoding="utf-8")
    page = browser.new_page(viewport={"width": width, "height": 844})
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.goto(path.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
    expect(page.locator("#cong-trinh h2")).to_have_text(
        "Công trình", use_inner_text=True
    )
    page.locator("#language").click()
    expect(page.locator("#cong-trinh h2")).to_have_text("Works", use_inner_text=True)
    assert troubles == []
    page.close()
