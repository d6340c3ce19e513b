"""Two plans side by side: what stands in the page and in the table."""

from dataclasses import replace
from datetime import date

from hatangso.documents.plan_comparison import (
    COMPARISON_HEADER,
    ComparisonContent,
    comparison_rows,
    render_comparison,
)
from hatangso.documents.report_content import Text
from hatangso.model.build_plan import BuildPlan
from hatangso.planning.questions.comparison import compare
from small_build_plan import small_build_plan
from small_report import small_report

HOSTILE = "<script>alert(1)</script>\"'&<!--]]>"


def content(hostile: str = "", other: BuildPlan | None = None) -> ComparisonContent:
    province = small_report(hostile=hostile).province
    one = small_build_plan(province.localities, hostile)
    if other is None:
        items = tuple(
            replace(item, year=2028) if item.work.id == "SH-6" else item
            for item in one.items
            if item.work.id != "UP-0"
        )
        other = replace(
            one, items=items, cost_vnd=one.cost_vnd - 350_000_000, goals=one.goals[:2]
        )
    return ComparisonContent(
        province,
        one,
        other,
        compare(one, other),
        Text(f"Một{hostile}", f"One{hostile}"),
        Text(f"Hai{hostile}", f"Two{hostile}"),
        date(2024, 12, 31),
        "0.1.0",
    )


def part(html: str, name: str) -> str:
    return html.partition(f'id="{name}"')[2].partition("</table>")[0]


def test_every_item_of_both_plans_has_one_row() -> None:
    compared = content()
    rows = comparison_rows(compared)
    assert all(len(row) == len(COMPARISON_HEADER) for row in rows)
    where = [row[0] for row in rows]
    assert where == ["only_one"] + 12 * ["both"]
    moved = next(row for row in rows if row[1] == "SH-6")
    assert moved[6:8] == (2026, 2028)
    gone = rows[0]
    assert gone[7] == gone[9] == gone[11] == ""


def test_the_page_tells_what_differs() -> None:
    html = render_comparison(content())
    assert "Phương án B rẻ hơn 350 triệu đồng." in html
    assert "Trạm TN-00" in part(html, "only-one").replace("trạm", "Trạm")
    assert 'id="only-other"' not in html
    assert "2028" in part(html, "common")
    assert "không có" in html.partition('id="muc-tieu"')[2]


def test_equal_plans_have_nothing_to_tell() -> None:
    same = content()
    html = render_comparison(
        replace(same, other=same.one, comparison=compare(same.one, same.one))
    )
    assert "Hai phương án có cùng chi phí." in html
    assert 'id="only-one"' not in html


def test_two_empty_plans_build_nothing() -> None:
    empty = replace(
        content().one,
        items=(),
        goals=(),
        years=(),
        outcomes=(),
        left_out=(),
        cost_vnd=0,
    )
    found = content(other=empty)
    html = render_comparison(
        replace(found, one=empty, comparison=compare(empty, empty))
    )
    assert "Cả hai phương án đều không xây gì." in html


def test_names_from_outside_stay_names() -> None:
    html = render_comparison(content(HOSTILE))
    assert "<script>alert" not in html
    assert html == render_comparison(content(HOSTILE))
