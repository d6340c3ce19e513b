"""Two plans side by side: a page for people, rows for a spreadsheet."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from hatangso.documents.bilingual import money
from hatangso.documents.page import render_page
from hatangso.documents.plan_bundles import Bundle, plan_bundles
from hatangso.documents.plan_rows import gap_words, goal_aim, place_names
from hatangso.documents.plan_words import (
    KIND_WORDS,
    joined,
    service_names,
    year_name,
)
from hatangso.documents.report_content import Text
from hatangso.documents.whereabouts import Whereabouts
from hatangso.model.build_plan import BuildItem, BuildPlan, GoalOutcome
from hatangso.model.demand import Demand
from hatangso.model.plan_comparison import CommonItem, PlanComparison
from hatangso.model.province import Province

__all__ = [
    "COMPARISON_HEADER",
    "ComparisonContent",
    "comparison_rows",
    "comparison_words",
    "render_comparison",
]

COMPARISON_HEADER = (
    "where",
    "id",
    "kind",
    "service",
    "place",
    "commune",
    "year_one",
    "year_other",
    "cost_one_vnd",
    "cost_other_vnd",
    "gained_people_one",
    "gained_people_other",
)
_ONE, _OTHER, _BOTH = "only_one", "only_other", "both"


@dataclass(frozen=True)
class ComparisonContent:
    """What the page shows.

    Attributes:
        one: A plan.
        other: The plan that it is held against.
        comparison: What tells them apart.
        one_name: What people call the first plan.
        other_name: What people call the other.
        data_date: The day for which the inputs stand.
        software_version: Version of hatangso that made the plans.
    """

    province: Province
    one: BuildPlan
    other: BuildPlan
    comparison: PlanComparison
    one_name: Text
    other_name: Text
    data_date: date
    software_version: str


@dataclass(frozen=True)
class _GoalPair:
    aim: Text
    one: GoalOutcome | None
    other: GoalOutcome | None


@dataclass(frozen=True)
class _YearPair:
    name: Text
    one_vnd: int | None
    other_vnd: int | None
    one_ratio: float
    other_ratio: float


@dataclass(frozen=True)
class _BuiltRow:
    """A bundle in words; ``shift`` says what differs where both plans build it."""

    bundle: Bundle
    kind: Text
    year: Text
    shift: Text


@dataclass(frozen=True)
class _Served:
    """Places that only one of the plans serves newly."""

    names: tuple[str, ...]
    others: int


def render_comparison(content: ComparisonContent) -> str:
    """Return the page as one HTML document that needs nothing beside itself."""
    return render_page(
        "comparison.html", {**comparison_words(content), "points_json": "null"}
    )


def comparison_words(content: ComparisonContent) -> dict[str, object]:
    """Return what a page of the comparison shows, in words and rows, by name."""
    whereabouts = Whereabouts(content.province)
    found = content.comparison
    partners = {pair.one.work.id: pair for pair in found.both}
    both = tuple(pair.one for pair in found.both)
    return {
        "content": content,
        "found": found,
        "names": _names(content),
        "gap_one": gap_words(content.one),
        "gap_other": gap_words(content.other),
        "goals": _goal_pairs(content),
        "years": _year_pairs(found),
        "only_one": _built(content.one, found.only_one, whereabouts),
        "only_other": _built(content.other, found.only_other, whereabouts),
        "both": _built(content.one, both, whereabouts, partners),
        "served_one": _served(found.served_only_one, whereabouts),
        "served_other": _served(found.served_only_other, whereabouts),
    }


def comparison_rows(content: ComparisonContent) -> list[tuple[object, ...]]:
    """Return one row per work or route, in the order of ``COMPARISON_HEADER``."""
    whereabouts = Whereabouts(content.province)
    found = content.comparison
    return [
        *(_row(whereabouts, _ONE, one, None) for one in found.only_one),
        *(_row(whereabouts, _OTHER, None, other) for other in found.only_other),
        *(_row(whereabouts, _BOTH, pair.one, pair.other) for pair in found.both),
    ]


def _row(
    whereabouts: Whereabouts,
    where: str,
    one: BuildItem | None,
    other: BuildItem | None,
) -> tuple[object, ...]:
    shown = one or other
    if shown is None:
        msg = "a row needs an item of one of the plans"
        raise ValueError(msg)
    work = shown.work
    return (
        where,
        work.id,
        work.kind,
        work.service,
        whereabouts.of_work(work).vi,
        whereabouts.commune_name(work.lon_deg, work.lat_deg).vi,
        one.year if one else "",
        other.year if other else "",
        one.work.cost_vnd if one else "",
        other.work.cost_vnd if other else "",
        one.gained_people if one else "",
        other.gained_people if other else "",
    )


def _names(content: ComparisonContent) -> dict[str, Text]:
    return {**service_names(content.other), **service_names(content.one)}


def _goal_pairs(content: ComparisonContent) -> tuple[_GoalPair, ...]:
    pairs = []
    for difference in content.comparison.goals:
        plan = content.one if difference.one else content.other
        outcome = difference.one or difference.other
        if outcome is not None:
            aim = goal_aim(plan, outcome)
            pairs.append(_GoalPair(aim, difference.one, difference.other))
    return tuple(pairs)


def _year_pairs(found: PlanComparison) -> tuple[_YearPair, ...]:
    most_vnd = max(
        (max(x.cost_one_vnd or 0, x.cost_other_vnd or 0) for x in found.years),
        default=0,
    )
    return tuple(
        _YearPair(
            year_name(x.year),
            x.cost_one_vnd,
            x.cost_other_vnd,
            (x.cost_one_vnd or 0) / max(most_vnd, 1),
            (x.cost_other_vnd or 0) / max(most_vnd, 1),
        )
        for x in found.years
    )


def _built(
    plan: BuildPlan,
    items: Sequence[BuildItem],
    whereabouts: Whereabouts,
    partners: Mapping[str, CommonItem] | None = None,
) -> tuple[_BuiltRow, ...]:
    """Return items by place and year, as the report shows them."""
    bundles = plan_bundles(replace(plan, items=tuple(items)), whereabouts)
    return tuple(
        _BuiltRow(
            bundle,
            KIND_WORDS[bundle.main.kind],
            year_name(bundle.year),
            _shift([partners[item.work.id] for item in bundle.items])
            if partners
            else Text("", ""),
        )
        for bundle in bundles
    )


def _shift(pairs: Sequence[CommonItem]) -> Text:
    """Say when the other plan builds the same, and for how much more."""
    parts = []
    years = sorted({pair.other.year for pair in pairs if pair.shift_years})
    if years:
        parts.append(joined(year_name(year) for year in years))
    dearer_vnd = sum(pair.dearer_vnd for pair in pairs)
    if dearer_vnd:
        cost = money(abs(dearer_vnd))
        parts.append(
            Text(f"đắt hơn {cost.vi}", f"{cost.en} dearer")
            if dearer_vnd > 0
            else Text(f"rẻ hơn {cost.vi}", f"{cost.en} cheaper")
        )
    return joined(parts, "; ")


def _served(demands: Iterable[str], whereabouts: Whereabouts) -> _Served:
    places = {Demand.parts_of(one)[1] for one in demands}
    names = place_names(demands, whereabouts)
    return _Served(names, len(places) - len(names))
