"""Rows of a plan: its years, its goals, and what it builds where."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import ceil, isfinite

from hatangso.documents.bilingual import distance, money, number, percent
from hatangso.documents.plan_bundles import ROUTE_KINDS, Bundle
from hatangso.documents.plan_words import (
    DIFFICULTY_WORDS,
    FACILITY_WORDS,
    KIND_WORDS,
    MEASURE_WORDS,
    by_end_of,
    is_calendar_year,
    joined,
    service_names,
    vnd_each,
    year_name,
)
from hatangso.documents.report_content import Text
from hatangso.documents.whereabouts import Whereabouts
from hatangso.model.build_plan import (
    Alternative,
    BuildPlan,
    GoalOutcome,
    PlanQuestion,
)
from hatangso.model.demand import Demand, Goal, Measure
from hatangso.model.sensitivity import Sensitivity
from hatangso.model.work import Work, WorkKind
from hatangso.units import KM_PER_M

__all__ = [
    "AlternativeRow",
    "BundleRow",
    "GoalRow",
    "PartRow",
    "ServiceGain",
    "YearRow",
    "bundle_rows",
    "gap_words",
    "goal_aim",
    "goal_rows",
    "place_names",
    "service_gains",
    "year_rows",
]

_MOST_NAMES = 3
_NOISE_RATIO = 1e-9


@dataclass(frozen=True)
class ServiceGain:
    """People with a service before and after; both of those whose coverage is known."""

    service: Text
    before: int
    after: int
    total: int
    unknown: int = 0

    @property
    def gained(self) -> int:
        """Return the people newly served."""
        return self.after - self.before


@dataclass(frozen=True)
class YearRow:
    """What a year costs and how far it gets.

    Attributes:
        by: The same to be read within a sentence: đến hết năm 2027.
        bundles: How many places are built at.
        cost_ratio: Of the most that any year may spend or spends, 0 to 1.
        budget_ratio: Likewise; None without a limit.
        gains: By service, people at its end against the end of the year before.
    """

    year: int
    name: Text
    by: Text
    bundles: int
    budget_vnd: int | None
    cost_vnd: int
    cost_ratio: float
    budget_ratio: float | None
    gains: tuple[ServiceGain, ...]


@dataclass(frozen=True)
class GoalRow:
    """What becomes of a goal, in words."""

    document: str
    aim: Text
    needed: Text
    before: Text
    after: Text
    reachable: Text
    is_met: bool
    is_binding: bool


@dataclass(frozen=True)
class PartRow:
    """One work or route of a bundle."""

    name: Text
    cost_vnd: int
    gained_people: int
    is_fixed: bool


@dataclass(frozen=True)
class AlternativeRow:
    """A way that was not taken, and why."""

    name: Text
    why: Text


@dataclass(frozen=True)
class BundleRow:
    """What is built at one place in one year, in words.

    Attributes:
        gains: People newly served, by service; those without any left out.
        places: Names of those who gain, most people first.
        vnd_per_person: None where nobody gains.
        stays: In how many price scenarios all of it stays in the plan; None without
            scenarios, and of mere routes.
    """

    bundle: Bundle
    kind: Text
    detail: Text
    parts: tuple[PartRow, ...]
    gains: tuple[tuple[Text, int], ...]
    places: tuple[str, ...]
    vnd_per_person: int | None
    alternatives: tuple[AlternativeRow, ...]
    stays: int | None


def gap_words(plan: BuildPlan) -> Text:
    """Say in words how good the plan is proven to be."""
    is_cheapest = plan.question is PlanQuestion.CHEAPEST
    better = Text("rẻ hơn", "cheaper") if is_cheapest else Text("tốt hơn", "better")
    thousandths = ceil(1000 * (plan.gap_ratio - _NOISE_RATIO))
    if thousandths <= 0:
        return Text(
            f"Đã chứng minh: không phương án nào {better.vi}.",
            f"Proven: no plan is {better.en}.",
        )
    gap = percent(thousandths / 1000)
    return Text(
        f"Đã chứng minh: không phương án nào {better.vi} quá {gap.vi}.",
        f"Proven: no plan is {better.en} by more than {gap.en}.",
    )


def service_gains(plan: BuildPlan) -> tuple[ServiceGain, ...]:
    """Return what the whole plan does for each service."""
    names = service_names(plan)
    return tuple(
        ServiceGain(
            names[one.service.name],
            one.people_before,
            one.people_after,
            one.people_total,
            one.people_unknown,
        )
        for one in plan.outcomes
    )


def year_rows(plan: BuildPlan, bundles: Iterable[Bundle]) -> tuple[YearRow, ...]:
    """Return the years in order."""
    counts: dict[int, int] = {}
    for bundle in bundles:
        counts[bundle.year] = counts.get(bundle.year, 0) + 1
    most_vnd = max(
        (max(one.cost_vnd, one.budget_vnd or 0) for one in plan.years), default=0
    )
    whole = service_gains(plan)
    before = tuple(one.before for one in whole)
    rows = []
    for one in plan.years:
        after = one.people or before
        gains = tuple(
            ServiceGain(gain.service, was, now, gain.total)
            for gain, was, now in zip(whole, before, after, strict=False)
        )
        rows.append(
            YearRow(
                year=one.year,
                name=year_name(one.year),
                by=by_end_of(one.year),
                bundles=counts.get(one.year, 0),
                budget_vnd=one.budget_vnd,
                cost_vnd=one.cost_vnd,
                cost_ratio=one.cost_vnd / most_vnd if most_vnd else 0.0,
                budget_ratio=None
                if one.budget_vnd is None or not most_vnd
                else one.budget_vnd / most_vnd,
                gains=gains,
            )
        )
        before = after
    return tuple(rows)


def goal_rows(plan: BuildPlan) -> tuple[GoalRow, ...]:
    """Return the goals in the order of the plan."""
    return tuple(
        GoalRow(
            document=one.goal.document,
            aim=goal_aim(plan, one),
            needed=_amount(one, one.needed),
            before=_amount(one, one.before),
            after=_amount(one, one.after),
            reachable=_amount(one, one.reachable),
            is_met=one.is_met,
            is_binding=one.is_binding,
        )
        for one in plan.goals
    )


def goal_aim(plan: BuildPlan, outcome: GoalOutcome) -> Text:
    """Return what a goal asks for: 4G cho 95 % dân số đến hết năm 2027."""
    goal = outcome.goal
    names = service_names(plan)
    service = names.get(goal.service, Text(goal.service, goal.service))
    counted = MEASURE_WORDS[goal.measure]
    if goal.measure is Measure.FACILITIES and goal.kinds:
        words = joined(FACILITY_WORDS.get(x, Text(x, x)) for x in goal.kinds)
        counted = Text(words.vi, f"of {words.en}")
    counted = joined([counted, *_conditions(goal)], " ")
    if goal.ratio is None:
        share = Text("toàn bộ", "all that can be reached")
        counted = Text(f"{counted.vi} có thể với tới", counted.en)
    else:
        share = percent(goal.ratio, _decimals(100 * goal.ratio))
    aim = Text(
        f"{service.vi} cho {share.vi} {counted.vi}",
        f"{service.en} for {share.en} {counted.en}",
    )
    if len(plan.years) == 1 and not is_calendar_year(goal.year):
        return aim
    return joined([aim, by_end_of(goal.year)], " ")


def _conditions(goal: Goal) -> Iterator[Text]:
    """Return which localities alone count."""
    if goal.difficulty:
        words = joined(DIFFICULTY_WORDS[one] for one in goal.difficulty)
        yield Text(f"thuộc {words.vi}", f"in {words.en}")
    if goal.grid_power is not None:
        has = Text("có điện lưới", "with grid power")
        yield (
            has if goal.grid_power else Text("chưa có điện lưới", "without grid power")
        )


def _decimals(value: float) -> int:
    return next((n for n in (0, 1) if round(value, n) == round(value, 2)), 2)


def _amount(outcome: GoalOutcome, amount: int) -> Text:
    """Return an amount with its unit and its share of all that is known."""
    if outcome.goal.measure is Measure.ROAD_KM:
        counted = number(amount * KM_PER_M, 1)
        words = Text(f"{counted.vi} km", f"{counted.en} km")
    else:
        words = number(amount)
    if not outcome.total:
        return words
    share = percent(amount / outcome.total)
    return Text(f"{words.vi} ({share.vi})", f"{words.en} ({share.en})")


def bundle_rows(
    plan: BuildPlan,
    bundles: Iterable[Bundle],
    whereabouts: Whereabouts,
    sensitivity: Sensitivity | None = None,
) -> tuple[BundleRow, ...]:
    """Return what is built, in the order of the bundles."""
    names = service_names(plan)
    return tuple(_bundle_row(one, names, whereabouts, sensitivity) for one in bundles)


def _bundle_row(
    bundle: Bundle,
    names: Mapping[str, Text],
    whereabouts: Whereabouts,
    sensitivity: Sensitivity | None,
) -> BundleRow:
    people = bundle.gained_people
    return BundleRow(
        bundle=bundle,
        kind=KIND_WORDS[bundle.main.kind],
        detail=_detail(bundle.main),
        parts=_parts(bundle, names),
        gains=_gains(bundle, names),
        places=place_names(bundle.gained, whereabouts),
        vnd_per_person=vnd_each(bundle.cost_vnd, people),
        alternatives=tuple(
            _alternative_row(one, whereabouts)
            for item in bundle.items
            for one in item.alternatives
        ),
        stays=_stays(bundle, sensitivity),
    )


def _parts(bundle: Bundle, names: Mapping[str, Text]) -> tuple[PartRow, ...]:
    if len(bundle.items) == 1:
        return ()
    return tuple(
        PartRow(
            _part_name(item.work, names),
            item.work.cost_vnd,
            item.gained_people,
            item.is_fixed,
        )
        for item in bundle.items
    )


def _part_name(work: Work, names: Mapping[str, Text]) -> Text:
    service = names.get(work.service, Text(work.service, work.service))
    if work.kind is WorkKind.NEW_MAST:
        high = number(work.antenna_height_m)
        return Text(f"Cột ăng-ten {high.vi} m", f"Mast of {high.en} m")
    if work.kind in {WorkKind.FIBRE, WorkKind.MICROWAVE}:
        far, kind = distance(work.length_m), KIND_WORDS[work.kind]
        return Text(f"{kind.vi} {far.vi}", f"{kind.en}, {far.en}")
    if work.kind is WorkKind.EQUIPMENT:
        name = Text(f"Thiết bị {service.vi}", f"{service.en} equipment")
    elif work.service and work.kind is not WorkKind.FIBRE_ACCESS:
        kind = KIND_WORDS[work.kind]
        name = Text(f"{kind.vi}: {service.vi}", f"{kind.en}: {service.en}")
    else:
        name = KIND_WORDS[work.kind]
    if not work.operator:
        return name
    return Text(f"{name.vi} ({work.operator})", f"{name.en} ({work.operator})")


def _gains(bundle: Bundle, names: Mapping[str, Text]) -> tuple[tuple[Text, int], ...]:
    people: dict[str, int] = {}
    for item in bundle.items:
        service = item.work.service
        people[service] = people.get(service, 0) + item.gained_people
    return tuple(
        (names.get(service, Text(service, service)), count)
        for service, count in people.items()
        if count
    )


def _stays(bundle: Bundle, sensitivity: Sensitivity | None) -> int | None:
    """Return in how many scenarios the least firm work of a bundle stays."""
    if sensitivity is None:
        return None
    works = {item.work.id for item in bundle.items}
    found = [one.stays for one in sensitivity.works if one.work_id in works]
    return min(found, default=None)


def place_names(demands: Iterable[str], whereabouts: Whereabouts) -> tuple[str, ...]:
    """Return the names behind demands, most people first; roads have none."""
    ids = {Demand.parts_of(one)[1] for one in demands}
    found = [whereabouts.places[one] for one in ids if one in whereabouts.places]
    found.sort(key=lambda place: (-getattr(place, "people", 0), place.id))
    return tuple(place.name for place in found)


def _alternative_row(one: Alternative, whereabouts: Whereabouts) -> AlternativeRow:
    extra = money(abs(one.extra_vnd))
    if one.extra_vnd > 0:
        why = Text(f"đắt hơn {extra.vi}", f"{extra.en} dearer")
    elif one.extra_vnd < 0:
        why = Text(f"rẻ hơn {extra.vi}", f"{extra.en} cheaper")
    else:
        why = Text("chi phí ngang bằng", "costs the same")
    missed = _missed(one, whereabouts)
    but = Text("nhưng ", "but ") if one.extra_vnd < 0 else Text("và ", "and ")
    if missed.vi:
        why = Text(f"{why.vi}, {but.vi}{missed.vi}", f"{why.en}, {but.en}{missed.en}")
    kind = WorkKind(one.kind) if one.kind in set(WorkKind) else None
    words = KIND_WORDS[kind] if kind else Text(one.kind, one.kind)
    cost = money(one.cost_vnd)
    return AlternativeRow(Text(f"{words.vi}, {cost.vi}", f"{words.en}, {cost.en}"), why)


def _missed(one: Alternative, whereabouts: Whereabouts) -> Text:
    if not one.missed:
        return Text("", "")
    names = place_names(one.missed, whereabouts)
    shown, more = names[:_MOST_NAMES], len(names) - _MOST_NAMES
    if not names:
        count = number(len(one.missed))
        return Text(f"bỏ sót {count.vi} nơi", f"misses {count.en} places")
    rest = Text(f" và {more} nơi khác", f" and {more} more") if more > 0 else None
    listed = ", ".join(shown)
    return Text(
        f"bỏ sót {listed}{rest.vi if rest else ''}",
        f"misses {listed}{rest.en if rest else ''}",
    )


def _detail(work: Work) -> Text:
    """Return what a surveyor asks first of the work that names a bundle."""
    if work.kind in ROUTE_KINDS:
        far = distance(work.length_m)
        return Text(f"dài {far.vi}", f"{far.en} long")
    parts = []
    high = number(work.antenna_height_m)
    if work.kind is WorkKind.NEW_MAST:
        ground, road = number(work.ground_m), _far(work.road_distance_m)
        parts += [
            Text(f"cột {high.vi} m", f"mast of {high.en} m"),
            Text(f"mặt đất {ground.vi} m", f"ground {ground.en} m"),
            Text(f"cách đường {road.vi}", f"{road.en} to the road"),
            _power(work),
        ]
    elif work.antenna_height_m:
        parts.append(Text(f"ăng-ten {high.vi} m", f"antenna {high.en} m"))
    if work.site_id is None and isfinite(work.lon_deg) and isfinite(work.lat_deg):
        lon, lat = number(work.lon_deg, 4), number(work.lat_deg, 4)
        parts.append(Text(f"{lat.vi}° B, {lon.vi}° Đ", f"{lat.en}° N, {lon.en}° E"))
    return joined(parts)


def _power(work: Work) -> Text:
    if work.has_own_power:
        return Text("điện mặt trời", "solar power")
    far = _far(work.grid_distance_m)
    return Text(f"điện lưới cách {far.vi}", f"{far.en} to the power grid")


def _far(distance_m: float) -> Text:
    """Return a distance in metres up to a kilometre, in kilometres beyond."""
    if distance_m >= 1 / KM_PER_M:
        return distance(distance_m)
    near = number(distance_m)
    return Text(f"{near.vi} m", f"{near.en} m")
