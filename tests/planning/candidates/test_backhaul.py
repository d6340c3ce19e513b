"""What ties masts and places to the network of today."""

import heapq
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod
from shapely import LineString

from hatangso.geography.terrain import Terrain
from hatangso.model.place import Facility, Road
from hatangso.model.province import Province
from hatangso.model.site import Site, Technology
from hatangso.model.work import NETWORK, Link, Work, WorkKind
from hatangso.planning.candidates.backhaul import TieProposal, fibre_today, tie_links
from hill_province import COSTS, GRID, SITING, hills, locality, province, service

GEOD = Geod(ellps="WGS84")


def flat(ridge_m: float = 0.0) -> Terrain:
    """Return a plain, with a ridge along longitude 106.1 where it is asked for."""
    elevation_m = np.full((240, 240), 100, dtype=np.float32)
    elevation_m[:, 118:122] += ridge_m
    return Terrain(GRID, elevation_m, np.zeros_like(elevation_m))


def mast(number: int, lon_deg: float, lat_deg: float) -> Work:
    return Work(
        id=f"N{number}",
        kind=WorkKind.NEW_MAST,
        service="",
        lon_deg=lon_deg,
        lat_deg=lat_deg,
        cost_vnd=1,
        antenna_height_m=42.0,
        node=f"mast:N{number}",
    )


def access(name: str, lon_deg: float, lat_deg: float) -> Work:
    return Work(
        id=f"FIBRE-{name}",
        kind=WorkKind.FIBRE_ACCESS,
        service="fibre",
        lon_deg=lon_deg,
        lat_deg=lat_deg,
        cost_vnd=1,
        node=f"place:{name}",
    )


def road(name: str, kind: str, *xy: tuple[float, float]) -> Road:
    return Road(name, kind, LineString(xy))


def ties(
    works: Iterable[Work],
    given: Province | None = None,
    terrain: Terrain | None = None,
    **changes: float,
) -> TieProposal:
    return tie_links(
        given or province(),
        terrain or flat(),
        works=tuple(works),
        costs=COSTS,
        siting=replace(SITING, **changes),
    )


def of_kind(found: TieProposal, kind: WorkKind) -> list[Link]:
    return [one for one in found.links if one.kind is kind]


def length_m(*xy: tuple[float, float]) -> float:
    lon, lat = zip(*xy, strict=True)
    return float(GEOD.line_length(lon, lat))


def least_vnd(links: Iterable[Link], node: str) -> float:
    """Return the cost of the cheapest way from the network, by Dijkstra's method."""
    around = defaultdict(list)
    for one in links:
        around[one.start].append((one.end, one.cost_vnd))
        if one.is_two_way:
            around[one.end].append((one.start, one.cost_vnd))
    queue, done = [(0, NETWORK)], set()
    while queue:
        cost_vnd, at = heapq.heappop(queue)
        if at == node:
            return cost_vnd
        if at not in done:
            done.add(at)
            for other, more_vnd in around[at]:
                heapq.heappush(queue, (cost_vnd + more_vnd, other))
    return float("inf")


def test_fibre_costs_the_road_both_drops_and_branching_off() -> None:
    found = of_kind(ties([mast(1, 106.12, 21.905)]), WorkKind.FIBRE)

    (link,) = found
    road_m = length_m((106.09, 21.91), (106.12, 21.91))
    drops_m = length_m((106.09, 21.9), (106.09, 21.91))
    drops_m += length_m((106.12, 21.905), (106.12, 21.91))
    wanted_vnd = road_m / 1e3 * COSTS.fibre_vnd_per_km["local"]
    wanted_vnd += drops_m / 1e3 * COSTS.fibre_drop_vnd_per_km * COSTS.winding_ratio
    wanted_vnd += 2 * COSTS.fibre_crossing_vnd
    assert link.cost_vnd == pytest.approx(wanted_vnd, rel=1e-3)
    assert link.length_m == pytest.approx(road_m + drops_m, rel=1e-3)
    assert (link.start, link.end, link.road_kind) == (NETWORK, "mast:N1", "local")


def test_the_course_of_fibre_leads_from_the_start_to_the_end() -> None:
    works = [mast(1, 106.12, 21.905), access("L9", 106.14, 21.912)]
    found = of_kind(ties(works), WorkKind.FIBRE)

    ends = defaultdict(set)
    for link in found:
        assert link.line is not None
        for node, at in ((link.start, 0), (link.end, -1)):
            ends[node].add(tuple(np.round(link.line.coords[at], 6)))
    # A node lies in one place, wherever its links come from.
    assert all(len(places) == 1 for places in ends.values())
    assert ends["place:L9"] == {(106.14, 21.912)}
    assert ends[NETWORK] == {(106.09, 21.9)}


def test_the_kind_of_road_decides_the_price() -> None:
    by_kind = {}
    for kind in ("motorway", "national", "provincial", "local", "", "railway"):
        lines = (road("R", kind, (106.0, 21.91), (106.2, 21.91)),)
        (link,) = of_kind(
            ties([mast(1, 106.12, 21.91)], province(roads=lines)), WorkKind.FIBRE
        )
        by_kind[kind] = link.cost_vnd

    assert by_kind["motorway"] > by_kind["national"] > by_kind["provincial"]
    assert by_kind["provincial"] > by_kind[""] > by_kind["local"]
    assert by_kind["railway"] == by_kind[""]


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_every_node_is_tied_as_cheaply_as_along_all_roads(seed: int) -> None:
    rng = np.random.default_rng(seed)
    lines = [
        road(f"H{n}", "local", (106.0, lat), (106.2, lat))
        for n, lat in enumerate(np.linspace(21.82, 21.98, 5))
    ] + [
        road(f"V{n}", "national", (lon, 21.8), (lon, 22.0))
        for n, lon in enumerate(np.linspace(106.02, 106.18, 5))
    ]
    places = rng.uniform((106.0, 21.8), (106.2, 22.0), (6, 2)).tolist()
    works = [access(f"L{n}", *place) for n, place in enumerate(places)]
    lone = [
        of_kind(ties([one], province(roads=lines)), WorkKind.FIBRE) for one in works
    ]

    together = of_kind(ties(works, province(roads=tuple(lines))), WorkKind.FIBRE)

    for work, links in zip(works, lone, strict=True):
        assert least_vnd(together, work.node) == pytest.approx(
            least_vnd(links, work.node), abs=10
        )


def test_places_that_have_fibre_are_the_network_too() -> None:
    works = [access("L9", 106.18, 21.91)]
    near = replace(province(), localities=(locality(5, 106.17, 21.91, has_fibre=True),))

    far_vnd = least_vnd(ties(works).links, "place:L9")
    near_vnd = least_vnd(ties(works, near).links, "place:L9")

    assert near_vnd < far_vnd


def test_a_station_that_says_it_has_no_fibre_feeds_none_but_may_send_a_hop() -> None:
    without = Site("S1", 106.09, 21.9, 42.0, "VNPT", has_fibre=False)

    found = ties([mast(1, 106.12, 21.905)], province(sites=(without,)))

    assert least_vnd(of_kind(found, WorkKind.FIBRE), "mast:N1") == float("inf")
    assert len(of_kind(found, WorkKind.MICROWAVE)) == 1
    assert "hold no station" in str(found.notes[0])


def test_roads_that_lead_to_no_station_are_told_with_where_they_lie() -> None:
    lines = (
        road("R", "local", (106.0, 21.91), (106.2, 21.91)),
        road("island", "local", (106.02, 21.84), (106.06, 21.84)),
    )
    works = [access("L8", 106.04, 21.841), access("L9", 106.05, 21.841)]

    found = ties([*works, mast(1, 106.1, 21.91)], province(roads=lines))

    assert least_vnd(found.links, "place:L8") == float("inf")
    summary, detail = map(str, found.notes)
    assert "1 parts of the roads (4.4 km)" in summary
    assert "2 masts and places" in summary
    assert "road_snap_m (10 m)" in summary
    assert "near 106.0400, 21.8410" in detail


def test_what_lies_far_from_every_road_is_told() -> None:
    found = ties([access("L9", 106.1, 21.95), mast(1, 106.1, 21.91)])

    assert least_vnd(found.links, "place:L9") == float("inf")
    assert "1 of 2 masts and places lie farther than 2000 m" in str(found.notes[0])
    wider = ties([access("L9", 106.1, 21.95)], fibre_drop_range_m=6_000.0)
    assert wider.notes == ()


def test_without_roads_a_mast_has_hops_and_satellites_alone() -> None:
    found = ties([mast(1, 106.12, 21.905)], province(roads=()))

    assert {one.kind for one in found.links} == {
        WorkKind.MICROWAVE,
        WorkKind.SATELLITE,
    }
    assert "no roads" in str(found.notes[0])


def test_a_mast_hops_from_the_nearest_station_that_it_sees() -> None:
    busy = (
        service("S1", "VNPT", Technology.G4),
        service("S2", "VNPT", Technology.G4),
    )
    one, other = mast(1, 106.11, 21.9), mast(2, 106.14, 21.93)

    found = of_kind(ties([one, other], province(services=busy)), WorkKind.MICROWAVE)

    assert [link.id for link in found] == ["M-S1-N1", "M-S2-N2"]
    for link, work, site in zip(found, (one, other), province().sites, strict=True):
        assert link.line is not None
        assert list(link.line.coords) == [
            (site.lon_deg, site.lat_deg),
            (work.lon_deg, work.lat_deg),
        ]
        assert link.length_m == pytest.approx(length_m(*link.line.coords), rel=1e-3)
        assert (link.start, link.needs) == (NETWORK, "")


def test_who_shares_no_masts_hops_from_its_own_alone() -> None:
    busy = (
        service("S1", "VNPT", Technology.G4),
        service("S2", "Viettel", Technology.G4),
    )

    def starts(builder: str) -> list[str]:
        found = tie_links(
            province(services=busy),
            flat(),
            works=(mast(1, 106.11, 21.9),),
            costs=COSTS,
            siting=SITING,
            builder=builder,
        )
        return [one.id for one in of_kind(found, WorkKind.MICROWAVE)]

    assert starts("") == starts("VNPT") == ["M-S1-N1"]
    # Towerco owns S2, which stands farther away.
    assert starts("Viettel") == starts("Towerco") == ["M-S2-N1"]
    assert starts("MobiFone") == []


def test_behind_a_ridge_a_mast_hangs_on_one_that_sees_a_station() -> None:
    top, behind, beside = (
        mast(1, 106.0999, 21.9),
        mast(2, 106.13, 21.9),
        mast(3, 106.131, 21.905),
    )

    found = of_kind(ties([top, behind, beside], terrain=flat(300)), WorkKind.MICROWAVE)

    hops = {(link.start, link.end, link.needs) for link in found}
    assert (NETWORK, "mast:N1", "") in hops
    assert ("mast:N1", "mast:N2", "N1") in hops
    assert ("mast:N3", "mast:N2", "N3") in hops
    assert not any(start == NETWORK for start, end, _ in hops if end != "mast:N1")
    fewer = of_kind(
        ties([top, behind, beside], terrain=flat(300), hops_per_mast=1.0),
        WorkKind.MICROWAVE,
    )
    assert {(link.start, link.end) for link in fewer} == {
        (NETWORK, "mast:N1"),
        ("mast:N1", "mast:N2"),
        ("mast:N1", "mast:N3"),
    }


def test_hops_are_not_longer_than_allowed() -> None:
    works = [mast(1, 106.12, 21.905)]

    assert of_kind(ties(works, microwave_range_m=3_000.0), WorkKind.MICROWAVE) == []
    assert len(of_kind(ties(works), WorkKind.MICROWAVE)) == 1


def test_every_mast_may_hang_on_a_satellite_and_no_place_may() -> None:
    found = of_kind(
        ties([mast(1, 106.12, 21.905), access("L9", 106.14, 21.912)]),
        WorkKind.SATELLITE,
    )

    (link,) = found
    assert (link.id, link.start, link.end) == ("S-N1", NETWORK, "mast:N1")
    assert link.cost_vnd == 250_000_000 + 5 * 240_000_000


def test_no_fibre_begins_at_a_mast_that_hangs_on_the_air() -> None:
    # The road leads past the mast and the village, and to no station.
    cut_off = province(roads=(road("R", "local", (106.11, 21.91), (106.14, 21.91)),))
    works = [mast(1, 106.12, 21.905), access("L9", 106.13, 21.912)]
    for fibre_reach_m in (500.0, 2_000.0):
        found = ties(works, cut_off, fibre_drop_range_m=fibre_reach_m).links

        assert least_vnd(found, "mast:N1") < float("inf")
        assert least_vnd(found, "place:L9") == float("inf")


def test_two_masts_share_the_fibre_of_a_road_without_handing_it_on() -> None:
    works = [mast(1, 106.12, 21.905), mast(2, 106.13, 21.905)]
    found = of_kind(ties(works), WorkKind.FIBRE)

    assert all(one.is_outward == one.end.startswith("mast:") for one in found)
    assert not any(one.start.startswith("mast:") for one in found)
    both_vnd = sum(one.cost_vnd for one in found)
    assert both_vnd < sum(least_vnd(found, f"mast:N{at}") for at in (1, 2))


def test_ties_of_nothing_are_none() -> None:
    assert ties([]) == TieProposal(())


def test_same_input_gives_the_same_ties_in_any_order() -> None:
    works = [mast(1, 106.12, 21.905), mast(2, 106.14, 21.93), access("L9", 106.1, 21.9)]
    plain = province()
    turned = replace(plain, sites=plain.sites[::-1])

    assert ties(works, terrain=hills()) == ties(works[::-1], turned, terrain=hills())


def test_places_near_a_station_are_taken_to_have_fibre_unless_they_deny_it() -> None:
    places = (
        locality(1, 106.095, 21.9),
        locality(2, 106.095, 21.901, has_fibre=False),
        locality(3, 106.19, 21.99),
        locality(4, 106.15, 21.85, has_fibre=True),
    )
    school = Facility("T1", "Trường", "school", 106.151, 21.851)

    found = fibre_today(province(localities=places, facilities=(school,)), SITING)

    # The school lies beside a village that says it has fibre.
    assert found == {"L1": True, "L2": False, "L3": False, "L4": True, "T1": True}


def test_where_no_end_of_fibre_is_known_nobody_can_tell() -> None:
    given = province(services=(), localities=(locality(1, 106.09, 21.9),))

    assert fibre_today(given, SITING) == {"L1": None}
