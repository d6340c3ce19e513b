"""Build problems small enough to try everything, and plans for them made by hand."""

from collections.abc import Collection, Iterable
from itertools import combinations

from hypothesis import strategies as st

from hatangso.model.build_plan import (
    BuildItem,
    BuildPlan,
    GoalOutcome,
    LeftOut,
    LeftOutReason,
    PlanQuestion,
    PlanYear,
    ServiceOutcome,
)
from hatangso.model.demand import AskedService, Demand, Goal
from hatangso.model.site import Technology
from hatangso.model.work import NETWORK, Link, Work, WorkKind
from hatangso.planning.build_problem import BuildProblem

MOBILE = AskedService("4G", Technology.G4)


def demand(name: str, people: int = 100, kind: str = "locality", **more: int) -> Demand:
    return Demand(f"4G:{name}", "4G", name, kind, people=people, **more)


def work(
    name: str,
    cost_vnd: int,
    covers: str = "",
    *,
    kind: WorkKind = WorkKind.UPGRADE,
    node: str = NETWORK,
    needs: str = "",
) -> Work:
    """Return a work that covers the places that a text names."""
    return Work(
        id=name,
        kind=kind,
        service="4G" if covers else "",
        lon_deg=105.0,
        lat_deg=21.0,
        cost_vnd=cost_vnd,
        covers=tuple(f"4G:{place}" for place in covers.split()),
        node=node,
        needs=needs,
    )


def fibre(name: str, start: str, end: str, cost_vnd: int) -> Link:
    return Link(name, WorkKind.FIBRE, start, end, cost_vnd, length_m=cost_vnd)


def hop(name: str, start: str, end: str, cost_vnd: int, needs: str = "") -> Link:
    return Link(name, WorkKind.MICROWAVE, start, end, cost_vnd, needs=needs)


def build_problem(
    works: Iterable[Work],
    *,
    places: Iterable[Demand],
    links: Iterable[Link] = (),
    conflicts: Iterable[tuple[str, str]] = (),
    **more: object,
) -> BuildProblem:
    return BuildProblem(
        services=(MOBILE,),
        demand=tuple(places),
        covered=more.pop("covered", frozenset()),  # type: ignore[arg-type]
        unknown=more.pop("unknown", frozenset()),  # type: ignore[arg-type]
        works=tuple(works),
        links=tuple(links),
        conflicts=tuple(conflicts),
        **more,  # type: ignore[arg-type]
    )


def tied_nodes(
    problem: BuildProblem, works: Collection[str], links: Collection[str]
) -> set[str]:
    """Return the nodes that links tie, each link that stands on a built work."""
    tied, is_growing = {NETWORK}, True
    usable = [
        one
        for one in problem.links
        if one.id in links and (not one.needs or one.needs in works)
    ]
    while is_growing:
        more = {one.end for one in usable if one.start in tied}
        more |= {one.start for one in usable if one.end in tied and one.is_two_way}
        is_growing, tied = not more <= tied, tied | more
    return tied


def stands(
    problem: BuildProblem, works: Collection[str], links: Collection[str]
) -> bool:
    """Return whether works and links hold together by every rule."""
    tied = tied_nodes(problem, works, links)
    return (
        all(
            one.node in tied and (not one.needs or one.needs in works)
            for one in problem.works
            if one.id in works
        )
        and all(not one.needs or one.needs in works
                for one in problem.links if one.id in links)
        and not any(a in works and b in works for a, b in problem.conflicts)
    )  # fmt: skip


def cost_of(
    problem: BuildProblem, works: Collection[str], links: Collection[str]
) -> int:
    return sum(one.cost_vnd for one in problem.works if one.id in works) + sum(
        one.cost_vnd for one in problem.links if one.id in links
    )


def cheapest_with(
    problem: BuildProblem, works: set[str], links: set[str], wanted: set[str]
) -> tuple[int, set[str], set[str]] | None:
    """Try all links: the cheapest way to have works on top of what stands.

    Returns:
        What all costs together, its works and its links; None when there is no way.
    """
    need = {one.id: one.needs for one in problem.works}
    relay = {one.id: one.needs for one in problem.links if one.needs}
    best = None
    missing = sorted({one.id for one in problem.links} - links)
    for size in range(len(missing) + 1):
        for more in combinations(missing, size):
            all_links = links | set(more)
            built = works | wanted | {need[one] for one in wanted if need[one]}
            built |= {relay[one] for one in all_links if one in relay}
            cost_vnd = cost_of(problem, built, all_links)
            is_better = best is None or cost_vnd < best[0]
            if is_better and stands(problem, built, all_links):
                best = (cost_vnd, built, all_links)
    return best


def covered_by(problem: BuildProblem, works: Collection[str]) -> set[str]:
    wanting = {one.id for one in problem.wanting}
    return {
        place
        for one in problem.works
        if one.id in works
        for place in one.covers
        if place in wanting
    }


def plan_of(
    problem: BuildProblem,
    works: Iterable[str] = (),
    links: Iterable[str] = (),
    *,
    years: dict[str, int] | None = None,
    question: PlanQuestion = PlanQuestion.CHEAPEST,
    bound: float | None = None,
    goals: tuple[GoalOutcome, ...] = (),
    operator: str = "",
) -> BuildPlan:
    """Return the plan that builds works and links, every link a route of its own."""
    year_of, last = years or {}, problem.years[-1]
    fixed = {one.work_id for one in problem.fixed}
    by_id = {one.id: one for one in problem.works}
    people = {one.id: one.people for one in problem.wanting}
    built = sorted(works, key=lambda one: (year_of.get(one, last), one))
    routes = [
        Work(
            f"R-{one.id}", one.kind, "", 105.0, 21.0, one.cost_vnd,
            needs=one.needs, node=one.end, links=(one.id,), length_m=one.length_m,
        )
        for one in problem.links if one.id in set(links)
    ]  # fmt: skip
    items = [BuildItem(one, year_of.get(one.id, last)) for one in routes]
    served: set[str] = set()
    for name in built:
        new = tuple(one for one in by_id[name].covers if one in people.keys() - served)
        served |= set(new)
        items.append(
            BuildItem(
                by_id[name],
                year_of.get(name, last),
                gained=new,
                gained_people=sum(people[one] for one in new),
                is_fixed=name in fixed,
            )
        )
    cost_vnd = sum(item.work.cost_vnd for item in items)
    gained = sum(people[one] for one in served)
    before = sum(one.people for one in problem.demand if one.id in problem.covered)
    is_cheapest = question is PlanQuestion.CHEAPEST
    objective = float(cost_vnd if is_cheapest else gained)
    bound = objective if bound is None else bound
    known = [one for one in problem.demand if one.id not in problem.unknown]
    return BuildPlan(
        question=question,
        services=problem.services,
        objective=objective,
        bound=bound,
        gap_ratio=abs(objective - bound) / objective if objective else 0.0,
        cost_vnd=cost_vnd,
        outcomes=(
            ServiceOutcome(
                MOBILE, before, before + gained, sum(one.people for one in known), 0,
                len(problem.covered), len(problem.covered) + len(served), len(known), 0,
            ),
        ),
        years=tuple(
            PlanYear(
                year,
                budget,
                sum(item.work.cost_vnd for item in items if item.year == year),
            )
            for year, budget in zip(problem.years, problem.budgets_vnd, strict=True)
        ),
        items=tuple(items),
        goals=goals,
        left_out=tuple(
            LeftOut(one.id, LeftOutReason.NOT_NEEDED)
            for one in problem.wanting
            if one.id not in served
        ),
        operator=operator,
    )  # fmt: skip


def outcome_of(problem: BuildProblem, goal: Goal, plan: BuildPlan) -> GoalOutcome:
    """Return what becomes of a goal, counted by hand."""
    known = [one for one in problem.demand if one.id not in problem.unknown]
    served = {
        one for item in plan.items if item.year <= goal.year for one in item.gained
    } | problem.covered
    reachable = covered_by(problem, {one.id for one in problem.works}) | problem.covered
    total, before, after, most = (
        sum(goal.weight_of(one) for one in known if one.id in among)
        for among in (
            {one.id for one in known},
            problem.covered,
            served,
            reachable,
        )
    )
    ratio = 1.0 if goal.ratio is None else goal.ratio
    needed = most if goal.ratio is None else -int(-round(ratio * total, 9) // 1)
    return GoalOutcome(goal, total, before, after, most, needed)


@st.composite
def problems(draw: st.DrawFn) -> BuildProblem:
    """Return problems with masts, fibre, hops, relays and conflicts."""
    places = [
        demand(f"P{at}", draw(st.integers(0, 300)))
        for at in range(draw(st.integers(1, 4)))
    ]
    nodes = ["A", "B", "C", "D"][: draw(st.integers(1, 4))]
    costs = st.integers(1, 20)
    masts = [
        work(f"mast-{node}", draw(costs), kind=WorkKind.NEW_MAST, node=node)
        for node in nodes
    ]
    some_places = st.lists(
        st.sampled_from([one.place_id for one in places]), min_size=1, unique=True
    ).map(" ".join)
    others = []
    for at in range(draw(st.integers(1, 5))):
        node = draw(st.sampled_from([NETWORK, *nodes]))
        stands_alone = node == NETWORK or draw(st.booleans())
        others.append(
            work(
                f"work-{at}",
                draw(costs),
                draw(some_places),
                kind=WorkKind.UPGRADE if stands_alone else WorkKind.EQUIPMENT,
                node=node,
                needs="" if stands_alone else f"mast-{node}",
            )
        )
    links = []
    for at in range(draw(st.integers(1, 6))):
        start, end = draw(
            st.lists(
                st.sampled_from([NETWORK, *nodes]), min_size=2, max_size=2, unique=True
            )
        )
        cost_vnd = draw(st.integers(0, 12))
        if draw(st.booleans()):
            links.append(fibre(f"link-{at}", start, end, cost_vnd))
        else:
            needs = f"mast-{start}" if start else ""
            links.append(hop(f"link-{at}", start, end, cost_vnd, needs))
    names = [one.id for one in (*masts, *others)]
    pairs = st.sampled_from(list(combinations(names, 2)))
    conflicts = draw(st.lists(pairs, max_size=2, unique=True))
    return build_problem(
        (*masts, *others), places=places, links=links, conflicts=conflicts
    )


@st.composite
def planned(draw: st.DrawFn) -> tuple[BuildProblem, set[str], set[str]]:
    """Return a problem with works and links that stand, none of them idle."""
    problem = draw(problems())
    serving = [one.id for one in problem.works if one.covers]
    works: set[str] = set()
    links: set[str] = set()
    for name in draw(st.lists(st.sampled_from(serving), unique=True)):
        found = cheapest_with(problem, works, links, {name})
        if found is not None:
            _, works, links = found
    return problem, *without_idle(problem, works, links)


def without_idle(
    problem: BuildProblem, works: set[str], links: set[str]
) -> tuple[set[str], set[str]]:
    """Drop links and masts, one by one, that what serves does not need."""
    carrying = {one.id for one in problem.works if not one.covers}
    for _ in range(2):
        for name in sorted(links):
            if stands(problem, works, links - {name}):
                links = links - {name}
        for name in sorted(works & carrying):
            if stands(problem, works - {name}, links):
                works = works - {name}
    return works, links
