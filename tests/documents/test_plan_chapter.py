"""The plan in words: bundles, years, goals, and whom it leaves out."""

import re
from dataclasses import replace

import pytest

from hatangso.documents.hole_rows import hole_rows
from hatangso.documents.map_drawing import project
from hatangso.documents.plan_bundles import Bundle, plan_bundles
from hatangso.documents.plan_chapter import PlanChapter, plan_chapter
from hatangso.documents.plan_map import draw_plan, year_colours
from hatangso.documents.plan_rows import BundleRow, gap_words
from hatangso.documents.plan_words import KIND_WORDS, MEASURE_WORDS, REASON_WORDS
from hatangso.documents.report import render_report
from hatangso.documents.report_content import MapFrame
from hatangso.documents.whereabouts import OUTSIDE, Whereabouts
from hatangso.model.build_plan import BuildPlan, LeftOutReason, PlanQuestion
from hatangso.model.demand import Measure
from hatangso.model.site import Technology
from hatangso.model.work import Work, WorkKind
from small_report import small_report

CONTENT = small_report()
assert CONTENT.plan is not None
PLAN: BuildPlan = CONTENT.plan
WHEREABOUTS = Whereabouts(CONTENT.province)
BUNDLES = plan_bundles(PLAN, WHEREABOUTS)


def chapter(plan: BuildPlan = PLAN) -> PlanChapter:
    found = plan_chapter(replace(CONTENT, plan=plan))
    assert found is not None
    return found


def named(name: str) -> Bundle:
    return next(one for one in BUNDLES if one.main.id == name)


def row_of(name: str) -> BundleRow:
    return next(one for one in chapter().bundles if one.bundle.main.id == name)


def test_every_word_that_can_be_needed_is_there() -> None:
    assert set(KIND_WORDS) == set(WorkKind)
    assert set(MEASURE_WORDS) == set(Measure)
    assert set(REASON_WORDS) == set(LeftOutReason)


def test_bundles_hold_every_item_once() -> None:
    inside = sorted(item.work.id for one in BUNDLES for item in one.items)
    assert inside == sorted(item.work.id for item in PLAN.items)
    assert sum(one.cost_vnd for one in BUNDLES) == PLAN.cost_vnd
    assert [one.number for one in BUNDLES] == list(range(1, len(BUNDLES) + 1))
    years = [one.year for one in BUNDLES]
    assert years == sorted(years)


def test_a_mast_comes_with_its_equipment_and_its_route() -> None:
    assert [item.work.id for item in named("NM-1").items] == ["NM-1", "EQ-1", "RT-1"]
    # The hop begins at the first mast but belongs to the one that it ties.
    assert "RT-2" in {item.work.id for item in named("NM-2").items}


def test_a_mast_that_needs_no_route_has_its_equipment_all_the_same() -> None:
    items = tuple(
        replace(item, work=replace(item.work, node=""))
        for item in PLAN.items
        if item.work.id in {"NM-1", "EQ-1"}
    )
    bundles = plan_bundles(replace(PLAN, items=items), WHEREABOUTS)
    assert [[i.work.id for i in one.items] for one in bundles] == [["NM-1", "EQ-1"]]


def test_what_comes_to_a_mast_later_is_a_bundle_of_its_own() -> None:
    later = named("EQ-1-5G")
    assert (later.year, later.nth_here) == (2028, 1)
    assert named("NM-1").nth_here == 0


def test_the_order_of_the_items_does_not_matter() -> None:
    turned = replace(PLAN, items=PLAN.items[::-1])
    assert plan_bundles(turned, WHEREABOUTS) == BUNDLES


def test_a_place_is_told_by_station_or_by_the_locality_next_to_it() -> None:
    assert named("UP-0").place.vi == "trạm TN-00"
    assert named("NM-1").place.vi == "Xóm 12"
    moved = replace(named("NM-1").main, lon_deg=named("NM-1").main.lon_deg + 0.002)
    assert WHEREABOUTS.of_work(moved).vi == "gần Xóm 12"
    assert named("NM-1").commune.vi.startswith("Xã ")


def test_nowhere_is_a_place_too() -> None:
    nowhere = Work("S", WorkKind.SATELLITE, "", float("nan"), float("nan"), 1)
    assert WHEREABOUTS.of_work(nowhere).vi == "chưa rõ vị trí"
    assert WHEREABOUTS.commune_name(float("nan"), 21.0) == OUTSIDE
    assert WHEREABOUTS.commune_name(100.0, 10.0) == OUTSIDE
    empty = Whereabouts(replace(CONTENT.province, localities=(), communes=()))
    assert empty.commune(105.5, 21.5) is None
    assert empty.locality_near(105.5, 21.5) is None


@pytest.mark.parametrize(
    ("question", "gap", "words"),
    [
        (PlanQuestion.CHEAPEST, 0.0, "không phương án nào rẻ hơn."),
        (PlanQuestion.CHEAPEST, 1e-12, "không phương án nào rẻ hơn."),
        (PlanQuestion.CHEAPEST, 0.0101, "rẻ hơn quá 1,1\N{NO-BREAK SPACE}%."),
        (PlanQuestion.CHEAPEST, 0.00001, "rẻ hơn quá 0,1\N{NO-BREAK SPACE}%."),
        (PlanQuestion.BEST_UNDER_BUDGET, 0.02, "tốt hơn quá 2,0\N{NO-BREAK SPACE}%."),
    ],
)
def test_the_gap_is_rounded_up(question: PlanQuestion, gap: float, words: str) -> None:
    plan = replace(PLAN, question=question, gap_ratio=gap)
    assert gap_words(plan).vi.endswith(words)


def test_years_tell_what_each_adds() -> None:
    first, second, third = chapter().years
    assert [gain.gained for gain in first.gains] == [262, 0, 0]
    assert [gain.gained for gain in third.gains] == [488, 484, 1150]
    assert sum(year.bundles for year in (first, second, third)) == len(BUNDLES)
    assert (first.cost_ratio, third.budget_ratio) == (1950 / 3500, None)
    assert second.budget_ratio == 3000 / 3500


def test_goals_speak_of_what_they_count() -> None:
    people, roads, places = chapter().goals
    space = "\N{NO-BREAK SPACE}"
    assert people.aim.vi == f"4G cho 94,5{space}% dân số đến hết năm 2028"
    assert people.is_met
    assert roads.aim.vi == f"4G cho 90{space}% chiều dài đường đến hết năm 2027"
    assert roads.after.vi == f"360,5 km (87,4{space}%)"
    assert not roads.is_met
    assert "trường học, bệnh viện có thể với tới" in places.aim.vi
    assert chapter().goals_met == 2


def test_a_goal_that_is_missed_says_so() -> None:
    words = [text.vi for text in chapter().binding]
    assert words[0].startswith("With a budget of")
    assert words[1].startswith("Chưa đạt mục tiêu")
    roads = replace(PLAN.goals[1], reachable=361_000)
    hopeless = replace(PLAN, goals=(roads,), notes=())
    assert chapter(hopeless).binding[0].vi.startswith("Không thể đạt mục tiêu")


def test_a_way_not_taken_says_what_speaks_against_it() -> None:
    dearer, missing = row_of("UP-0").alternatives[0], row_of("SH-6").alternatives[0]
    assert dearer.why.vi == "đắt hơn 550 triệu đồng"
    assert missing.why.vi == "rẻ hơn 50 triệu đồng, nhưng bỏ sót Xóm 06"


def test_money_for_each_person_is_told_where_there_are_people() -> None:
    row = row_of("NM-1")
    assert row.bundle.gained_people == 484
    assert row.vnd_per_person == 5_370_000
    alone = replace(PLAN, items=tuple(i for i in PLAN.items if i.work.id == "RT-1"))
    assert chapter(alone).bundles[0].vnd_per_person is None


def test_a_bundle_is_as_firm_as_its_least_firm_work() -> None:
    assert row_of("UP-0").stays == 1
    assert row_of("NM-1").stays == 0
    assert row_of("RP-42").stays is None


def test_a_hole_knows_the_bundle_that_closes_it() -> None:
    main = tuple(x for x in CONTENT.coverages if x.technology is Technology.G4)
    rows = {row.id: row for row in hole_rows(CONTENT, main, BUNDLES)}
    assert rows["X06"].item == named("SH-6").number
    assert rows["X48"].item is None


def test_those_left_out_come_with_most_people_first() -> None:
    found = chapter()
    assert [row.name for row in found.left_out] == [
        "Xóm 54",
        "Xóm 54",
        "Xóm 48",
        "Xóm 31",
        "Xóm 24",
    ]
    assert [(name.vi, count) for name, count in found.roads] == [("4G", 1)]


def test_three_localities_are_told_each_once() -> None:
    stories = chapter().stories
    assert [story.row.name for story in stories] == ["Xóm 54", "Xóm 48", "Xóm 31"]
    last = stories[2].text.vi
    assert "(xã " in last
    assert "xây mới cột ăng-ten 30 m, lắp thiết bị 4G, kéo 3,2 km cáp quang" in last
    assert "3,21 tỷ đồng" in last
    assert "4,55 triệu đồng mỗi người" in last
    assert stories[1].text.vi.endswith("nối vị trí đó vào mạng.")


def test_a_plan_without_calendar_years_has_no_table_of_years() -> None:
    items = tuple(replace(item, year=1) for item in PLAN.items)
    goals = tuple(replace(g, goal=replace(g.goal, year=1)) for g in PLAN.goals)
    years = (replace(PLAN.years[0], year=1),)
    plan = replace(PLAN, items=items, goals=goals, years=years)
    assert chapter(plan).goals[0].aim.vi.endswith("dân số")
    html = render_report(replace(CONTENT, plan=plan))
    assert 'id="plan-years"' not in html
    assert "data-until=" not in html


def test_an_empty_plan_has_a_chapter() -> None:
    plan = replace(
        PLAN,
        items=(),
        goals=(),
        left_out=(),
        curve=(),
        years=PLAN.years[:1],
        cost_vnd=0,
    )
    html = render_report(
        replace(CONTENT, plan=plan, sharing=None, sensitivity=None, assumptions=())
    )
    assert 'id="phuong-an"' in html
    assert 'id="items"' not in html


def test_sharing_says_what_it_saves_and_when_it_does_not() -> None:
    words = " ".join(text.vi for text in chapter().sharing_words)
    assert "tiết kiệm 1,95 tỷ đồng (19,5\N{NO-BREAK SPACE}%)" in words
    assert "từ 1,9 tỷ đồng đến 2 tỷ đồng" in words
    assert "Bớt 1 cột mới." in words
    assert CONTENT.sharing is not None
    nothing = replace(CONTENT.sharing, saving_vnd=0)
    found = plan_chapter(replace(CONTENT, sharing=nothing))
    assert found is not None
    assert "không tiết kiệm" in found.sharing_words[0].vi


def test_scenarios_have_the_names_that_people_give_them() -> None:
    found = chapter()
    assert [row.name.vi for row in found.scenarios] == [
        "Cột và đường công vụ: cao nhất trong khoảng",
        "no fibre",
    ]
    assert (found.steady, found.works, found.answered) == (3, 6, 1)
    assert found.scenarios[1].cost_vnd is None


def test_marks_stand_where_bundles_do_and_hops_are_routes() -> None:
    drawing = draw_plan(BUNDLES, project(MapFrame(105.0, 21.0, 106.0, 22.0)))
    assert len(drawing.marks) == len(BUNDLES)
    assert [one.kind for one in drawing.routes] == [WorkKind.FIBRE, WorkKind.MICROWAVE]
    later = next(x for x in drawing.marks if x.number == named("EQ-1-5G").number)
    first = next(x for x in drawing.marks if x.number == named("NM-1").number)
    assert (later.x, later.y) == (first.x, first.y)
    assert later.shift_px > first.shift_px == 0
    assert set(drawing.colours) == {2026, 2027, 2028}


def test_colours_of_years_differ() -> None:
    for count in (1, 2, 5, 10):
        assert len(set(year_colours(count))) == count


def test_prices_say_whose_they_are() -> None:
    html = render_report(CONTENT)
    table = html.partition('id="prices"')[2].partition("</table>")[0]
    assumed, local = re.findall(r"<tr><td>.*?</tr>", table)
    assert "giả định" in assumed
    assert "1 tỷ đồng \N{EN DASH} 1,5 tỷ đồng" in assumed
    assert "của tỉnh" in local
    assert "60 triệu đồng/km" in local
