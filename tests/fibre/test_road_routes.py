"""Roads as a graph: where they meet, what a stretch costs, how places hang on it."""

import numpy as np
import pytest
from pyproj import Geod
from shapely import LineString

from hatangso.errors import InvalidInputError, OutOfRangeError
from hatangso.fibre.barriers import Barrier
from hatangso.fibre.road_routes import RoadRoutes, route_graph
from hatangso.fibre.steiner import steiner_tree
from hatangso.fibre.verifier import verify_tree
from hatangso.model.place import Road

PRICE = {"local": 1_000_000.0, "national": 3_000_000.0}
# At this latitude a thousandth of a degree is 110.7 m north and 103.6 m east.
LAT, LON, STEP = 21.0, 105.0, 0.001


def road(number: int, *corners: tuple[float, float], kind: str = "local") -> Road:
    """Return a road through corners counted in steps east and north."""
    line = LineString([(LON + x * STEP, LAT + y * STEP) for x, y in corners])
    return Road(f"road-{number}", kind, line)


def routes(
    roads: list[Road], *places: tuple[float, float], **limits: float
) -> RoadRoutes:
    """Return the graph of roads with places counted in steps."""
    xy = np.array(places, dtype=float).reshape(-1, 2)
    return route_graph(
        roads,
        LON + xy[:, 0] * STEP,
        LAT + xy[:, 1] * STEP,
        cost_vnd_per_km=PRICE,
        drop_vnd_per_km=500_000,
        **limits,
    )


CROSS = [road(1, (0, 0), (10, 0)), road(2, (5, -5), (5, 5))]


def test_roads_that_cross_meet() -> None:
    found = routes(CROSS)
    assert (found.graph.nodes, found.graph.edges) == (5, 4)
    assert found.part_km.shape == (1,)


def test_lengths_are_those_on_the_ellipsoid() -> None:
    found = routes(CROSS)
    expected = sum(Geod(ellps="WGS84").geometry_length(r.geometry) for r in CROSS)
    assert found.length_km.sum() * 1000 == pytest.approx(expected, abs=0.05)
    assert found.graph.cost_vnd.sum() == pytest.approx(expected * 1000, abs=50)


def test_an_end_near_a_road_leads_onto_it_and_a_far_one_does_not() -> None:
    beside = [CROSS[0], road(2, (5, 0.08), (5, 5))]  # 8.9 m off
    assert routes(beside, snap_m=10.0).part_km.size == 1
    apart = routes(beside, snap_m=8.0)
    assert apart.part_km.size == 2
    assert apart.part_km[0] > apart.part_km[1]
    assert apart.part_km[0] == pytest.approx(1.0398, abs=1e-3)


def test_where_roads_lie_on_each_other_the_cheaper_counts() -> None:
    national = road(1, (0, 0), (10, 0), kind="national")
    local = road(2, (2, 0), (4, 0))
    found = routes([national, local])
    alone = routes([national])
    share = found.graph.cost_vnd.sum() / alone.graph.cost_vnd.sum()
    assert share == pytest.approx(0.8 + 0.2 / 3, abs=1e-4)


def test_a_place_hangs_on_the_nearest_point_of_a_road() -> None:
    found = routes(CROSS, (2, 1))
    terminal = int(found.terminal[0])
    drop = int(np.flatnonzero(found.graph.end == terminal)[0])
    assert found.length_km[drop] == pytest.approx(0.1107, abs=2e-4)
    assert found.graph.cost_vnd[drop] == pytest.approx(55_370, abs=100)
    first, last = found.lines[drop].coords
    assert first == pytest.approx((LON + 2 * STEP, LAT), abs=1e-6)
    assert last == pytest.approx((LON + 2 * STEP, LAT + STEP), abs=1e-6)


def test_places_out_of_reach_have_no_node() -> None:
    found = routes(CROSS, (2, 1), (2, 40), reach_m=1_000.0)
    assert found.terminal[0] >= 0
    assert found.terminal[1] == -1


def test_places_at_one_spot_share_the_foot_and_at_an_end_the_corner() -> None:
    found = routes(CROSS, (2, 1), (2, -1), (-1, 0))
    assert found.graph.nodes == 5 + 1 + 3
    assert found.graph.edges == 4 + 1 + 3


def test_a_tree_joins_places_along_the_cheaper_roads() -> None:
    direct = road(1, (0, 0), (10, 0), kind="national")
    detour = road(2, (0, 0), (5, 5), (10, 0))
    found = routes([direct, detour], (0, 0), (10, 0))
    tree = steiner_tree(found.graph, found.terminal)
    verify_tree(found.graph, found.terminal, tree)
    used = [found.lines[edge] for edge in tree.edges if found.length_km[edge]]
    assert max(line.bounds[3] for line in used) == pytest.approx(LAT + 5 * STEP)


def test_lines_lead_from_node_to_node() -> None:
    found = routes(CROSS, (2, 1), (7, 2))
    spot: dict[int, tuple[float, float]] = {}
    for start, end, line in zip(
        found.graph.start, found.graph.end, found.lines, strict=True
    ):
        for node, xy in ((start, line.coords[0]), (end, line.coords[-1])):
            assert spot.setdefault(int(node), xy) == pytest.approx(xy, abs=1e-7)


def test_turning_a_road_round_changes_no_cost() -> None:
    turned = [Road(r.id, r.kind, LineString(r.geometry.coords[::-1])) for r in CROSS]
    costs = [
        sorted(routes(roads, (2, 1)).graph.cost_vnd.tolist())
        for roads in (CROSS, turned)
    ]
    assert costs[0] == costs[1]


def test_all_kinds_without_cost_are_named() -> None:
    with pytest.raises(InvalidInputError, match=r'"dyke", "path"; .* road-8'):
        routes(
            [
                road(7, (0, 0), (1, 1), kind="path"),
                CROSS[0],
                road(8, (0, 0), (1, 2), kind="dyke"),
            ]
        )


def test_no_roads_are_an_error() -> None:
    with pytest.raises(InvalidInputError, match="no road"):
        routes([])


@pytest.mark.parametrize("price", [-1.0, float("nan")])
def test_a_cost_that_is_none_is_refused(price: float) -> None:
    with pytest.raises(OutOfRangeError, match="local"):
        route_graph(
            CROSS,
            np.zeros(0),
            np.zeros(0),
            cost_vnd_per_km={"local": price},
            drop_vnd_per_km=0,
        )


def test_kinds_without_an_entry_cost_what_the_entry_without_name_says() -> None:
    xy = np.zeros(0)
    roads = [
        road(1, (0, 0), (10, 0), kind="national"),
        road(2, (0, 5), (10, 5), kind=""),
        road(3, (0, 9), (10, 9), kind="dyke"),
    ]
    found = route_graph(
        roads, xy, xy, cost_vnd_per_km={**PRICE, "": 2e6}, drop_vnd_per_km=0
    )
    per_km = dict(
        zip(found.road_kind, found.graph.cost_vnd / found.length_km, strict=True)
    )
    assert per_km["national"] == pytest.approx(3e6, rel=1e-6)
    assert per_km[""] == pytest.approx(2e6, rel=1e-6)
    assert per_km["dyke"] == pytest.approx(2e6, rel=1e-6)


def test_every_drop_costs_a_fixed_sum_besides() -> None:
    places = [(2.0, 1.0), (7.0, 0.0)]
    plain, dear = (routes(CROSS, *places, drop_vnd=extra) for extra in (0, 9_000))
    more_vnd = dear.graph.cost_vnd - plain.graph.cost_vnd
    is_drop = [kind is None for kind in plain.road_kind]
    assert more_vnd.tolist() == [9_000 if is_one else 0 for is_one in is_drop]


def test_a_river_is_paid_for_where_a_road_crosses_it() -> None:
    river = Barrier(
        "r", "river", LineString([(LON, LAT + 2 * STEP), (LON + 1, LAT + 2 * STEP)])
    )
    nobody = np.zeros(0)
    dry, wet = (
        route_graph(
            CROSS,
            nobody,
            nobody,
            cost_vnd_per_km=PRICE,
            drop_vnd_per_km=0,
            barriers=barriers,
            barrier_vnd={"river": 70_000.0},
        )
        for barriers in ([], [river])
    )
    assert sorted(wet.graph.cost_vnd - dry.graph.cost_vnd) == [0, 0, 0, 70_000]


def test_feet_of_drops_lie_on_the_road() -> None:
    found = routes(CROSS, (2, 1), (2, 40), reach_m=1_000.0)
    assert found.foot[1] == -1
    assert found.off_road_m == pytest.approx([111.3, 4_452.8], abs=600)
    (drop,) = np.flatnonzero(found.graph.end == found.terminal[0])
    assert found.graph.start[drop] == found.foot[0]
    assert found.foot[0] != found.terminal[0]


def test_a_road_without_length_does_no_harm() -> None:
    found = routes([*CROSS, road(3, (2, 0), (2, 0)), road(4, (30, 3), (30, 3))])
    assert found.graph.edges >= 4
    assert found.part_km.size == 1


@pytest.mark.parametrize("lost", [float("nan"), float("inf")])
def test_a_place_without_position_is_named(lost: float) -> None:
    with pytest.raises(InvalidInputError, match=r"1 places have no .* place 1"):
        routes(CROSS, (2, 1), (lost, 1))
