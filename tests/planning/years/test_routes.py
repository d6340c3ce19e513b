import pytest
from shapely import LineString

from build_examples import fibre, hop, mast, work
from hatangso.errors import InvalidInputError
from hatangso.model.work import NETWORK, Link, WorkKind
from hatangso.planning.years.routes import Route, paths_to_network, routes_of

FREE = Link("tie", WorkKind.FIBRE, NETWORK, "station", 0, 0.0)


def told(routes: tuple[Route, ...]) -> dict[str, tuple[str, ...]]:
    return {route.work.id: route.work.links for route in routes}


def test_fibre_without_a_branch_is_one_route() -> None:
    links = [
        fibre("a", NETWORK, "x", 10),
        fibre("b", "y", "x", 20),
        fibre("c", "y", "z", 5),
    ]

    (route,) = routes_of(links, [work("W", 1, node="z")])

    assert route.work.id == "F-0001"
    assert route.work.links == ("a", "b", "c")
    assert (route.work.cost_vnd, route.work.length_m) == (35, 35)
    assert (route.start, route.end, route.work.node) == (NETWORK, "z", "z")


def test_a_route_ends_where_the_tree_branches_and_where_a_work_is_tied() -> None:
    links = [
        fibre("a", NETWORK, "x", 1),
        fibre("b", "x", "y", 1),
        fibre("c", "x", "z", 1),
        fibre("d", "z", "end", 1),
    ]
    works = [work("Y", 1, node="y"), work("Z", 1, node="z"), work("E", 1, node="end")]

    assert told(routes_of(links, works)) == {
        "F-0001": ("a",),
        "F-0002": ("b",),
        "F-0003": ("c",),
        "F-0004": ("d",),
    }


def test_every_hop_is_a_route_of_its_own_and_names_its_mast() -> None:
    links = [
        hop("one", NETWORK, "A", 7),
        hop("two", "A", "B", 8, needs="MA"),
        Link("sky", WorkKind.SATELLITE, NETWORK, "C", 9),
    ]
    works = [mast("MA", 1, "A"), mast("MB", 1, "B"), work("W", 1, node="C")]

    routes = routes_of(links, works)

    assert told(routes) == {"M-0001": ("one",), "S-0001": ("sky",), "M-0002": ("two",)}
    assert [route.work.needs for route in routes] == ["", "", "MA"]


def test_dead_ends_and_detours_are_left_out() -> None:
    links = [
        fibre("a", NETWORK, "x", 1),
        fibre("b", "x", "y", 1),
        fibre("dear", NETWORK, "y", 9),
        fibre("dead", "x", "z", 1),
    ]

    assert told(routes_of(links, [work("W", 1, node="y")])) == {"F-0001": ("a", "b")}


def test_what_is_there_already_is_no_part_of_what_is_built() -> None:
    routes = routes_of([FREE, fibre("a", "station", "x", 4)], [work("W", 1, node="x")])

    assert [(one.work.id, one.is_there) for one in routes] == [
        ("=tie", True),
        ("F-0001", False),
    ]


def test_glass_that_costs_nothing_but_is_laid_is_built() -> None:
    spare = Link("spare", WorkKind.FIBRE, NETWORK, "x", 0, 700.0)

    (route,) = routes_of([spare], [work("W", 1, node="x")])

    assert (route.work.id, route.work.cost_vnd, route.is_there) == ("F-0001", 0, False)


def test_courses_are_joined_from_the_network_outwards() -> None:
    near = LineString([(0, 0), (1, 0)])
    back = LineString([(2, 1), (1, 0)])
    links = [
        Link("a", WorkKind.FIBRE, NETWORK, "x", 1, 10, near),
        Link("b", WorkKind.FIBRE, "y", "x", 1, 10, back),
    ]

    (route,) = routes_of(links, [work("W", 1, node="y")])

    assert route.work.line is not None
    assert list(route.work.line.coords) == [(0, 0), (1, 0), (2, 1)]
    assert (route.work.lon_deg, route.work.lat_deg) == (2, 1)


def test_a_course_that_is_known_in_part_is_not_drawn() -> None:
    near = LineString([(0, 0), (1, 0)])
    links = [
        Link("a", WorkKind.FIBRE, NETWORK, "x", 1, 10, near),
        fibre("b", "x", "y", 1),
        fibre("c", "y", "z", 1),
    ]

    works = [work("W", 1, node="z")]
    (whole,) = routes_of(links, works)
    near_part, *_ = routes_of([*links, fibre("d", "x", "q", 1)],
                              [*works, work("V", 1, node="q")])  # fmt: skip

    assert whole.work.line is None
    assert (whole.work.lon_deg, whole.work.lat_deg) == (106, 22)
    assert near_part.work.line == near


def test_the_order_of_links_changes_nothing() -> None:
    links = [
        fibre("a", NETWORK, "x", 1),
        fibre("b", "x", "y", 1),
        fibre("c", "x", "z", 1),
    ]
    works = [work("Y", 1, node="y"), work("Z", 1, node="z")]

    assert told(routes_of(links[::-1], works[::-1])) == told(routes_of(links, works))


def test_links_that_do_not_reach_a_work_are_refused() -> None:
    with pytest.raises(InvalidInputError, match="do not tie W"):
        routes_of([fibre("a", NETWORK, "x", 1)], [work("W", 1, node="y")])


def test_a_hop_needs_its_mast_among_the_works() -> None:
    links = [hop("one", NETWORK, "A", 1), hop("two", "A", "B", 1, needs="MA")]

    with pytest.raises(InvalidInputError, match="do not tie W"):
        routes_of(links, [work("W", 1, node="B")])


def test_the_way_to_a_node_pays_for_the_masts_on_it() -> None:
    links = [
        hop("one", NETWORK, "A", 1),
        hop("two", "A", "B", 1, needs="MA"),
        fibre("way", NETWORK, "B", 40),
    ]

    assert paths_to_network(links, extra_vnd={"MA": 30})["B"][0] == 32
    assert paths_to_network(links, extra_vnd={"MA": 39})["B"][0] == 40
    assert paths_to_network(links, extra_vnd={})["B"][0] == 40
