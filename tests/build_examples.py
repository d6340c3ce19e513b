"""Small questions over services, years and links."""

from hypothesis import strategies as st
from shapely import LineString

from hatangso.model.demand import AskedService, Demand, Goal, Measure
from hatangso.model.site import Technology
from hatangso.model.work import NETWORK, Link, Work, WorkKind
from hatangso.planning.build_problem import BuildProblem, FixedWork

G4 = AskedService("4G", Technology.G4)
G5 = AskedService("5G-100", Technology.G5, 100)
GLASS = AskedService("fibre", None, 100)
SERVICES = (G4, G5, GLASS)


def place(service: str, name: str, people: int, kind: str = "locality") -> Demand:
    return Demand(
        f"{service}:{name}", service, name, kind, people=people, households=people // 4
    )


def work(
    name: str,
    cost_vnd: int,
    *covers: str,
    kind: WorkKind = WorkKind.UPGRADE,
    needs: str = "",
    node: str = NETWORK,
) -> Work:
    service = covers[0].split(":")[0] if covers else ""
    return Work(
        name, kind, service, 106, 22, cost_vnd, covers=covers, needs=needs, node=node
    )


def mast(name: str, cost_vnd: int, node: str) -> Work:
    return work(name, cost_vnd, kind=WorkKind.NEW_MAST, node=node)


def fibre(name: str, start: str, end: str, cost_vnd: int, length_m: float = 0) -> Link:
    length_m = length_m or cost_vnd
    return Link(name, WorkKind.FIBRE, start, end, cost_vnd, length_m)


def hop(name: str, start: str, end: str, cost_vnd: int, needs: str = "") -> Link:
    return Link(name, WorkKind.MICROWAVE, start, end, cost_vnd, 9_000, needs=needs)


def share(service: str, ratio: float | None, year: int, **more: object) -> Goal:
    measure = more.pop("measure", Measure.PEOPLE)
    return Goal(service, measure, ratio, year, **more)  # type: ignore[arg-type]


def valley(**changes: object) -> BuildProblem:
    """Return a valley with a village at its mouth and two far up.

    Two masts could stand at A and B; glass leads N-j-A and j-B along the road, and B
    may also hang on A by a hop. The near village wants only an upgrade.
    """
    line = LineString([(106.0, 22.0), (106.1, 22.0)])
    parts: dict[str, object] = {
        "services": SERVICES,
        "demand": (
            place("4G", "here", 500),
            place("4G", "near", 200),
            place("4G", "upper", 300),
            place("4G", "far", 100),
            place("4G", "lost", 40),
            place("4G", "dark", 900),
            place("5G-100", "upper", 300),
            place("fibre", "upper", 300),
            place("fibre", "school", 0, kind="school"),
        ),
        "covered": frozenset({"4G:here"}),
        "unknown": frozenset({"4G:dark"}),
        "works": (
            work("U1", 100, "4G:near", "4G:here"),
            mast("MA", 300, "A"),
            work("EA4", 50, "4G:upper", "4G:near", kind=WorkKind.EQUIPMENT,
                 needs="MA", node="A"),
            work("EA5", 80, "5G-100:upper", kind=WorkKind.EQUIPMENT,
                 needs="MA", node="A"),
            mast("MB", 400, "B"),
            work("EB4", 60, "4G:far", "4G:upper", kind=WorkKind.EQUIPMENT,
                 needs="MB", node="B"),
            work("FA", 20, "fibre:upper", "fibre:school",
                 kind=WorkKind.FIBRE_ACCESS, node="A"),
            work("FX", 10, "fibre:school", kind=WorkKind.FIBRE_ACCESS, node="X"),
        ),
        "links": (
            Link("l1", WorkKind.FIBRE, NETWORK, "j", 100, 1_000, line),
            fibre("l2", "j", "A", 50),
            fibre("l3", "B", "j", 120),
            hop("h1", "A", "B", 90, needs="MA"),
            hop("h2", NETWORK, "B", 500),
        ),
    }  # fmt: skip
    return BuildProblem(**{**parts, **changes})  # type: ignore[arg-type]


@st.composite
def build_problems(draw: st.DrawFn, *, most_years: int = 3) -> BuildProblem:
    """Return a small question: services, masts, links, conflicts, years."""
    services = SERVICES[: draw(st.integers(1, 3))]
    names = [f"P{at}" for at in range(draw(st.integers(2, 4)))]
    demand = tuple(
        place(service.name, name, draw(st.integers(0, 50)))
        for service in services
        for name in names
    )
    states = [draw(st.sampled_from("wwwcu")) for _ in demand[1:]]
    ids = [one.id for one in demand]
    nodes = [f"n{at}" for at in range(draw(st.integers(1, 3)))]
    works = _works(draw, ids, nodes)
    links = _links(draw, [NETWORK, *nodes], works)
    pairs = st.tuples(*(st.sampled_from([one.id for one in works]),) * 2)
    years = tuple(range(2026, 2026 + draw(st.integers(1, most_years))))
    money = st.none() | st.integers(0, 60)
    return BuildProblem(
        services=services,
        demand=demand,
        covered=frozenset(i for i, s in zip(ids[1:], states, strict=True) if s == "c"),
        unknown=frozenset(i for i, s in zip(ids[1:], states, strict=True) if s == "u"),
        works=works,
        links=links,
        conflicts=tuple(
            draw(st.lists(pairs.filter(lambda pair: pair[0] != pair[1]), max_size=2))
        ),
        goals=tuple(
            share(
                draw(st.sampled_from(services)).name,
                draw(st.none() | st.sampled_from([0.2, 0.5, 0.7, 0.9])),
                draw(st.sampled_from(years)),
                measure=draw(st.sampled_from([Measure.PEOPLE, Measure.LOCALITIES])),
            )
            for _ in range(draw(st.integers(0, 2)))
        ),
        years=years,
        budgets_vnd=tuple(draw(money) for _ in years),
        carries_over=draw(st.booleans()),
        fixed=_fixed(draw, works, years),
        weights=draw(st.sampled_from([{}, {"4G": 3}])),
    )


def _works(draw: st.DrawFn, ids: list[str], nodes: list[str]) -> tuple[Work, ...]:
    some = st.sets(st.sampled_from(ids), min_size=1, max_size=3).map(sorted)
    price = st.integers(1, 30)
    works = [
        work(
            f"W{at}", draw(price), *draw(some), node=draw(st.sampled_from(["", *nodes]))
        )
        for at in range(draw(st.integers(2, 4)))
    ]
    for at in range(draw(st.integers(0, 2))):
        node = draw(st.sampled_from(nodes))
        works.append(mast(f"M{at}", draw(price), node))
        for number in range(draw(st.integers(1, 2))):
            name = f"E{at}{number}"
            covers = draw(some)
            works.append(
                work(name, draw(price), *covers, kind=WorkKind.EQUIPMENT,
                     needs=f"M{at}", node=node)
            )  # fmt: skip
    return tuple(works)


def _links(
    draw: st.DrawFn, nodes: list[str], works: tuple[Work, ...]
) -> tuple[Link, ...]:
    masts = [one for one in works if one.kind is WorkKind.NEW_MAST]
    links = []
    for at in range(draw(st.integers(1, 5))):
        start, end = draw(st.sampled_from(nodes)), draw(st.sampled_from(nodes[1:]))
        cost_vnd = draw(st.integers(0, 20))
        if start == end:
            continue
        kind = draw(st.sampled_from("fhm"))
        if kind == "m" and masts:
            one = draw(st.sampled_from(masts))
            if one.node != end:
                links.append(hop(f"l{at}", one.node, end, cost_vnd, needs=one.id))
        elif kind == "h":
            links.append(hop(f"l{at}", NETWORK, end, cost_vnd))
        else:
            links.append(Link(f"l{at}", WorkKind.FIBRE, start, end, cost_vnd, cost_vnd))
    return tuple(links)


def _fixed(
    draw: st.DrawFn, works: tuple[Work, ...], years: tuple[int, ...]
) -> tuple[FixedWork, ...]:
    if draw(st.integers(0, 3)):
        return ()
    year = draw(st.none() | st.sampled_from(years))
    return (FixedWork(draw(st.sampled_from([one.id for one in works])), year),)
