"""Networks of fibre that join places, on roads drawn by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString

from hatangso.errors import InfeasibleError, InvalidInputError, NotFoundError
from hatangso.model.fibre_network import FibreNetwork
from hatangso.model.place import Facility, Road
from hatangso.planning.fibre_network.design import fibre_network
from hill_province import COSTS, SITING, locality


def office(name: str, lon_deg: float, lat_deg: float) -> Facility:
    return Facility(name, f"UBND {name}", "commune_office", lon_deg, lat_deg)


# A square of roads with an office near each corner, and one at the end of a spur.
WEST, EAST, SOUTH, NORTH = 106.00, 106.04, 21.90, 21.93
SQUARE = (
    Road("S", "local", LineString([(WEST, SOUTH), (EAST, SOUTH)])),
    Road("E", "local", LineString([(EAST, SOUTH), (EAST, NORTH)])),
    Road("N", "national", LineString([(EAST, NORTH), (WEST, NORTH)])),
    Road("W", "local", LineString([(WEST, NORTH), (WEST, SOUTH)])),
    Road("spur", "local", LineString([(EAST, SOUTH), (106.07, SOUTH)])),
)
ISLAND = Road("I", "local", LineString([(106.10, 21.95), (106.12, 21.95)]))
OFFICES = (
    office("A", WEST + 0.002, SOUTH - 0.001),
    office("B", EAST - 0.002, SOUTH - 0.001),
    office("C", EAST - 0.002, NORTH + 0.001),
    office("D", WEST + 0.002, NORTH + 0.001),
    office("E", 106.065, SOUTH - 0.001),
)


def design(places: tuple[Facility, ...] = OFFICES, **asked: object) -> FibreNetwork:
    options = {"root": "A", **asked}
    roads = options.pop("roads", SQUARE)
    return fibre_network(roads, places, costs=COSTS, siting=SITING, **options)  # type: ignore[arg-type]


def doubled(network: FibreNetwork) -> set[str]:
    return {one.place.id for one in network.places if one.is_doubled}


def test_a_tree_leaves_out_the_dearest_side_of_the_square() -> None:
    network = design()

    assert network.cost_vnd == network.tree_vnd == network.bound_vnd
    national_m = [one.length_m for one in network.routes if one.road_kind == "national"]
    # The offices in the north hang on the last metres of that side.
    assert max(national_m) < 250
    assert sum(one.road_kind is None for one in network.routes) == len(OFFICES)
    assert all(not one.is_ring and one.places_behind for one in network.routes)
    assert network.rings_vnd is None
    # Only the root does not hang on a route.
    assert doubled(network) == {"A"}


def test_a_ring_doubles_the_square_and_names_what_hangs_on_the_spur() -> None:
    network = design(with_rings=True)

    (added,) = [one for one in network.routes if one.is_added]
    assert added.road_kind == "national"
    assert network.rings_vnd == added.cost_vnd
    assert network.rings_bound_vnd == pytest.approx(added.cost_vnd, rel=1e-7)
    assert network.cost_vnd == network.tree_vnd + added.cost_vnd
    assert doubled(network) == {"A", "B", "C", "D"}
    (single,) = [one for one in network.places if not one.is_doubled]
    (way,) = [one for one in network.routes if one.id in single.only_ways]
    assert (single.place.id, way.places_behind, way.is_ring) == ("E", 1, False)
    on_ring = {one.id for one in network.routes if one.is_ring}
    assert {one.id for one in network.routes if one.road_kind} == {*on_ring, way.id}


def test_the_cost_is_the_sum_of_roads_and_drops_by_their_prices() -> None:
    for one in design(with_rings=True).routes:
        per_km = COSTS.fibre_drop_vnd_per_km * COSTS.winding_ratio
        wanted_vnd = COSTS.fibre_crossing_vnd + per_km * one.length_m / 1e3
        if one.road_kind is not None:
            wanted_vnd = COSTS.fibre_vnd_per_km[one.road_kind] * one.length_m / 1e3
        assert one.cost_vnd == pytest.approx(wanted_vnd, rel=1e-3)


def test_routes_lead_from_the_root_outwards_end_to_end() -> None:
    network = design(with_rings=True)
    ends: dict[str, set[tuple[float, ...]]] = {}
    for one in network.routes:
        for node, at in ((one.start, 0), (one.end, -1)):
            ends.setdefault(node, set()).add(one.line.coords[at])

    assert all(
        len({tuple(round(x, 6) for x in p) for p in at}) == 1 for at in ends.values()
    )
    assert {"A", "B", "C", "D", "E"} <= set(ends)
    assert [one.id for one in network.routes][:2] == ["F-0001", "F-0002"]


def test_without_a_name_the_office_nearest_to_the_centre_is_the_root() -> None:
    centre = locality(1, 106.039, 21.929)
    places = (*OFFICES, Facility("T", "Trường", "school", 106.039, 21.93))

    assert design(places, root="", centre=centre).root == "C"
    assert design(places[5:] + places[:1], root="", centre=centre).root == "A"


def test_places_that_no_road_joins_are_left_out_with_the_reason() -> None:
    places = (*OFFICES, office("I", 106.11, 21.951), office("X", 106.3, 21.9))
    network = design(places, roads=(*SQUARE, ISLAND))

    assert [one.place.id for one in network.places if not one.is_joined] == ["I", "X"]
    off, apart = map(str, network.notes)
    assert "too far from every road" in off
    assert "UBND X" in off
    assert "no road leads" in apart
    assert "UBND I" in apart


def test_the_fibre_of_today_joins_roads_that_nothing_else_connects() -> None:
    places = (OFFICES[1], office("I", 106.11, 21.951))
    ends = [locality(8, WEST, SOUTH), locality(9, 106.10, 21.95)]
    network = design(places, roads=(*SQUARE, ISLAND), root="", existing=ends)

    assert network.root == ""
    assert all(one.is_joined for one in network.places)
    assert network.notes == ()
    assert {one.start for one in network.routes if one.road_kind is None} >= {""}
    # A second end on the same roads gives the office on the square a second way.
    more = [*ends, locality(7, EAST, NORTH)]
    ringed = design(
        places, roads=(*SQUARE, ISLAND), root="", existing=more, with_rings=True
    )
    assert doubled(ringed) == {"B"}


def test_what_cannot_be_joined_is_refused_with_the_fix() -> None:
    far = office("X", 106.3, 21.9)
    with pytest.raises(InvalidInputError, match="two places or more; 1 is given"):
        design(OFFICES[:1])
    with pytest.raises(NotFoundError, match="identifier Z"):
        design(root="Z")
    with pytest.raises(
        InvalidInputError, match=r"the root X lies .* m from the nearest"
    ):
        design((*OFFICES, far), root="X")
    with pytest.raises(InfeasibleError, match=r"no other of the 2 places .* UBND X"):
        design((OFFICES[0], far))
    with pytest.raises(InfeasibleError, match="no place lies near enough to a road"):
        design((far, office("Y", 106.4, 21.9)), root="")
    with pytest.raises(InfeasibleError, match="leave --use-existing out"):
        design(existing=[locality(8, 106.3, 21.9)], root="")


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10_000))
def test_on_any_roads_a_cut_parts_just_the_places_that_are_said_to_be_single(
    seed: int,
) -> None:
    random = np.random.default_rng(seed)
    lons, lats = 106 + 0.03 * np.arange(4), 21.9 + 0.03 * np.arange(4)
    corners = [(float(x), float(y)) for x in lons for y in lats]
    sides = [
        Road(f"R{one}-{other}", "local", LineString([a, b]))
        for one, a in enumerate(corners)
        for other, b in enumerate(corners[:one])
        if np.hypot(a[0] - b[0], a[1] - b[1]) < 0.035 and random.random() < 0.75
    ]
    places = tuple(
        office(f"P{number}", *random.uniform((106, 21.9), (106.09, 21.99)))
        for number in range(6)
    )
    try:
        network = design(places, roads=tuple(sides), root="", with_rings=True)
    except InfeasibleError:
        return

    joined = [one for one in network.places if one.is_joined]
    drops = {one.end: one.id for one in network.routes if one.road_kind is None}
    hub = next(one.start for one in network.routes if one.end == network.root)
    for route in network.routes:
        reached = walked(network, hub, without=route.id)
        lost = {one.place.id for one in joined if one.place.id not in reached}
        assert len(lost) == route.places_behind
        assert route.is_ring == (not lost)
        told = {one.place.id for one in joined if route.id in one.only_ways}
        assert told == lost - {one for one in lost if drops[one] == route.id}


def walked(network: FibreNetwork, hub: str, *, without: str) -> set[str]:
    """Return what a walk along the routes reaches."""
    reached, todo = {hub}, [hub]
    while todo:
        here = todo.pop()
        for route in network.routes:
            for a, b in ((route.start, route.end), (route.end, route.start)):
                if a == here and b not in reached and route.id != without:
                    reached.add(b)
                    todo.append(b)
    return reached
