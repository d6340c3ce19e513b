"""What services put on links, in cases that can be counted by hand, and laws."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.errors import InvalidInputError, OutOfRangeError
from hatangso.model.government_network import Demand, NetworkLink, NetworkNode
from hatangso.network.cuts import CutKind
from hatangso.network.graph import NetworkGraph, make_graph
from hatangso.network.growth import best_growth
from hatangso.network.load import Fit, NetworkLoad, failure_loads, load
from small_network import drawn, random_network


def each(graph: NetworkGraph, rate_mbps: float = 10) -> list[Demand]:
    return [Demand(node.id, "video", rate_mbps) for node in graph.nodes]


def totals(found: NetworkLoad) -> dict[str, float]:
    return {one.link_id: one.total_mbps for one in found.links}


def test_what_is_behind_adds_up_towards_the_core() -> None:
    graph = drawn("CORE-a*100 a-b*100 a-c*5")
    found = load(graph, each(graph), usable_ratio=1)
    assert totals(found) == {"1": 30, "2": 10, "3": 10}
    assert (found.fit, found.served_mbps) == (Fit.NO, 40)
    assert found.bottleneck
    assert found.bottleneck.link_id == "3"
    assert found.bottleneck.spare_mbps == -5


def test_services_are_counted_apart_and_only_a_share_may_be_used() -> None:
    graph = drawn("CORE-a*10")
    asked = [Demand("a", "video", 4), Demand("a", "video", 4), Demand("a", "mail", 1)]
    (link,) = load(graph, asked, usable_ratio=0.8).links
    assert (link.load_mbps, link.room_mbps) == ({"mail": 1, "video": 8}, 8)
    assert link.fit is Fit.NO


def test_a_capacity_that_nobody_told_is_neither_enough_nor_too_little() -> None:
    graph = drawn("CORE-a a-b*100")
    found = load(graph, each(graph), usable_ratio=1)
    assert found.fit is Fit.UNKNOWN
    growth = best_growth(graph, each(graph), usable_ratio=1)
    assert (growth.low, growth.high, growth.fit) == (0, 10, Fit.UNKNOWN)
    assert growth.limits == ("2",)


def test_a_link_of_no_capacity_carries_nothing() -> None:
    graph = drawn("CORE-a*0")
    assert load(graph, each(graph), usable_ratio=1).fit is Fit.NO
    assert best_growth(graph, each(graph), usable_ratio=1).high == 0


def test_backups_are_used_only_where_no_other_way_is_left() -> None:
    graph = drawn("CORE-b?*100 CORE-a*100 a-b*100")
    found = load(graph, [Demand("b", "video", 10)], usable_ratio=1)
    assert totals(found) == {"1": 0, "2": 10, "3": 10}
    after = {one.id: one for one in failure_loads(graph, [Demand("b", "video", 10)],
                                                  usable_ratio=1)}  # fmt: skip
    assert totals(after["3"].load) == {"1": 10, "2": 0}
    assert after["a"].kind is CutKind.NODE
    assert after["a"].load.fit is Fit.YES


def test_traffic_over_short_ways_may_not_fit_where_over_the_best_it_does() -> None:
    graph = drawn("CORE-a*10 CORE-b*10 a-c*10 b-c*10")
    asked = [Demand("a", "video", 5), Demand("c", "video", 10)]
    assert load(graph, asked, usable_ratio=1).fit is Fit.NO
    growth = best_growth(graph, asked, usable_ratio=1)
    # Two links of 10 leave the core, and 15 are asked for.
    assert growth.fit is Fit.YES
    assert growth.high == pytest.approx(4 / 3)
    # Either ends of the two ways: no more than 20 leave the core, or enter a and c.
    assert growth.limits in {("1", "2"), ("1", "4")}


def test_a_failure_that_overloads_a_link_names_it_and_who_is_lost() -> None:
    graph = drawn("CORE-a*30 CORE-b*30 a-b*30 b-c*30 b-d*30")
    after = {one.id: one for one in failure_loads(graph, each(graph), usable_ratio=1)}
    assert after["1"].load.overloaded == ("2",)
    assert after["1"].load.lost == ()
    assert after["4"].load.lost == ("c",)
    assert after["b"].load.lost == ("c", "d")
    assert "CORE" not in after
    best = best_growth(graph, each(graph), usable_ratio=1, lost_links=[0])
    assert (best.fit, best.limits) == (Fit.NO, ("2",))


def test_nodes_that_reach_no_core_ask_in_vain_and_are_named() -> None:
    graph = drawn("CORE-a*10 x-y*10")
    found = load(graph, each(graph), usable_ratio=1)
    assert (found.lost, found.served_mbps) == (("x", "y"), 20)
    assert best_growth(graph, [Demand("x", "video", 1)], usable_ratio=1).high is None


def test_nothing_asked_fits_and_nothing_limits_it() -> None:
    graph = drawn("CORE-a*10")
    assert load(graph, [], usable_ratio=1).fit is Fit.YES
    assert best_growth(graph, [], usable_ratio=1).high is None
    unlimited = drawn("CORE-a")
    growth = best_growth(unlimited, each(unlimited), usable_ratio=1)
    assert (growth.low, growth.high) == (0, None)


def sized(seed: int) -> NetworkGraph:
    graph, cores = random_network(seed)
    chance = random.Random(seed)  # noqa: S311 - a test draws the same every time
    links = [
        NetworkLink(one.id, one.start_id, one.end_id, float(chance.randint(0, 40)))
        for one in graph.links
    ]
    return make_graph([NetworkNode(n.id, n.id in cores) for n in graph.nodes], links)


@given(st.integers(0, 10_000))
def test_what_fits_over_short_ways_fits_over_the_best(seed: int) -> None:
    graph = sized(seed)
    found = load(graph, each(graph), usable_ratio=1)
    growth = best_growth(graph, each(graph), usable_ratio=1)
    if found.fit is Fit.YES:
        assert growth.fit is Fit.YES
    if growth.high is not None and growth.high > 0:
        # So much exactly fits, and hardly more does not.
        for factor, fit in ((1 - 1e-4, Fit.YES), (1 + 1e-4, Fit.NO)):
            asked = each(graph, 10 * growth.high * factor)
            assert best_growth(graph, asked, usable_ratio=1).fit is fit


@given(st.integers(0, 10_000))
def test_every_failure_is_that_of_loading_the_network_without_it(seed: int) -> None:
    graph = sized(seed)
    asked = each(graph)
    named = {one.id: at for at, one in enumerate(graph.links)}
    for one in failure_loads(graph, asked, usable_ratio=1):
        if one.kind is CutKind.LINK:
            again = load(graph, asked, usable_ratio=1, lost_links=[named[one.id]])
            assert one.load == again
            assert (
                one.load.served_mbps <= load(graph, asked, usable_ratio=1).served_mbps
            )


def test_impossible_demands_are_refused() -> None:
    graph = drawn("CORE-a*10")
    with pytest.raises(InvalidInputError, match="no node has the code ghost"):
        load(graph, [Demand("ghost", "video", 1)], usable_ratio=1)
    with pytest.raises(InvalidInputError, match="what video needs"):
        Demand("a", "video", -1)
    with pytest.raises(OutOfRangeError, match="usable_ratio"):
        load(graph, [], usable_ratio=1.5)
