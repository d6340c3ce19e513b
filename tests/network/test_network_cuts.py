"""What one failure parts, held against networkx and against taking things away."""

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.errors import InvalidInputError
from hatangso.model.government_network import NetworkLink, NetworkNode, Reached
from hatangso.network.cuts import Cut, CutKind, pieces, reached_without, single_cuts
from hatangso.network.graph import NetworkGraph, make_graph
from hatangso.network.reach import reach
from small_network import drawn, random_network

_TOP = "top"


def as_networkx(graph: NetworkGraph) -> nx.MultiGraph:
    """Return what works, with all cores tied twice to one node above them."""
    copy = nx.MultiGraph()
    copy.add_nodes_from(node.id for node in graph.nodes if node.is_up)
    for at, link in enumerate(graph.links):
        if graph.is_up[at]:
            copy.add_edge(link.start_id, link.end_id, link.id)
    for root in graph.roots:
        copy.add_edge(_TOP, graph.nodes[root].id, "first")
        copy.add_edge(_TOP, graph.nodes[root].id, "second")
    copy.add_node(_TOP)
    return copy


def told(graph: NetworkGraph, kind: CutKind) -> dict[str, tuple[str, ...]]:
    return {cut.id: cut.isolated for cut in single_cuts(graph) if cut.kind is kind}


@given(st.integers(0, 10_000))
def test_links_that_part_somebody_are_the_bridges_of_networkx(seed: int) -> None:
    graph, _ = random_network(seed, 12)
    copy = as_networkx(graph)
    whole = copy.subgraph(nx.node_connected_component(copy, _TOP))
    # networkx knows bridges of simple graphs: parallel links are none.
    simple = nx.Graph(whole)
    bridges = {
        link
        for a, b in nx.bridges(simple)
        if len(between := list(whole[a][b])) == 1
        for link in between
    }
    assert told(graph, CutKind.LINK).keys() == bridges


@given(st.integers(0, 10_000))
def test_nodes_that_part_somebody_are_the_articulation_points_of_networkx(
    seed: int,
) -> None:
    graph, cores = random_network(seed, 12)
    copy = as_networkx(graph)
    whole = nx.Graph(copy.subgraph(nx.node_connected_component(copy, _TOP)))
    points = set(nx.articulation_points(whole)) - {_TOP}
    # A lone core parts all others; one without others is no point.
    assert told(graph, CutKind.NODE).keys() == points
    assert len(cores) in {1, 2}


@given(st.integers(0, 10_000))
def test_what_a_cut_isolates_is_what_taking_it_away_leaves_unreached(seed: int) -> None:
    graph, _ = random_network(seed, 10)
    before = reached_without(graph, ())
    for at, link in enumerate(graph.links):
        lost = before & ~reached_without(graph, [at])
        found = told(graph, CutKind.LINK).get(link.id, ())
        assert found == graph.names(lost.nonzero()[0].tolist())
    for at, node in enumerate(graph.nodes):
        lost = before & ~reached_without(graph, (), [at])
        lost[at] = False
        found = told(graph, CutKind.NODE).get(node.id, ())
        assert found == graph.names(lost.nonzero()[0].tolist())


@given(st.integers(0, 10_000))
def test_a_node_names_exactly_the_cuts_that_isolate_it(seed: int) -> None:
    graph, _ = random_network(seed, 10)
    links, nodes = told(graph, CutKind.LINK), told(graph, CutKind.NODE)
    for one in reach(graph).nodes:
        assert set(one.links) == {name for name, cut in links.items() if one.id in cut}
        assert set(one.nodes) == {name for name, cut in nodes.items() if one.id in cut}


def test_a_chain_hangs_on_each_of_its_links_from_the_core_on() -> None:
    graph = drawn("CORE-a a-b b-c")
    assert told(graph, CutKind.LINK) == {
        "1": ("a", "b", "c"),
        "2": ("b", "c"),
        "3": ("c",),
    }
    (last,) = (one for one in reach(graph).nodes if one.id == "c")
    assert (last.links, last.nodes) == (("1", "2", "3"), ("CORE", "a", "b"))


def test_two_parallel_links_are_no_bridge_and_a_ring_has_none() -> None:
    assert told(drawn("CORE-a CORE-a"), CutKind.LINK) == {}
    assert told(drawn("CORE-a a-b b-CORE"), CutKind.LINK) == {}


def test_with_two_cores_the_link_between_them_parts_nobody() -> None:
    graph = drawn("A-B A-x B-y")
    assert told(graph, CutKind.LINK) == {"2": ("x",), "3": ("y",)}


def test_all_links_of_a_carrier_and_on_a_route_are_cut_at_once() -> None:
    nodes = [NetworkNode("core", is_core=True), NetworkNode("a"), NetworkNode("b")]
    links = [
        NetworkLink("1", "core", "a", carrier="VNPT", route_id="R1"),
        NetworkLink("2", "core", "b", carrier="VNPT", route_id="R1"),
        NetworkLink("3", "a", "b", carrier="Viettel", route_id="R2"),
    ]
    assert single_cuts(make_graph(nodes, links)) == (
        Cut(CutKind.NODE, "core", ("a", "b")),
        Cut(CutKind.CARRIER, "VNPT", ("a", "b")),
        Cut(CutKind.ROUTE, "R1", ("a", "b")),
    )


def test_a_network_in_two_pieces_is_told_with_its_pieces() -> None:
    found = reach(drawn("CORE-a x-y y-z", "alone"))
    assert found.pieces == (("CORE", "a"), ("x", "y", "z"), ("alone",))
    states = {one.id: one.reached for one in found.nodes}
    assert states["CORE"] is Reached.CORE
    assert states["a"] is Reached.YES
    assert states["x"] is states["z"] is Reached.NO
    # Nobody has said how it is connected: it is not cut off.
    assert states["alone"] is Reached.UNKNOWN


@pytest.mark.parametrize(
    ("start", "end"), [("y", ""), ("y", "ghost"), ("y", "y"), ("", "y")]
)
def test_a_link_that_leads_nobody_knows_where_leaves_its_piece_unknown(
    start: str, end: str
) -> None:
    nodes = [NetworkNode(one, one == "core") for one in ("core", "a", "x", "y")]
    links = [
        NetworkLink("1", "core", "a"),
        NetworkLink("2", "x", "y"),
        NetworkLink("3", start, end),
    ]
    graph = make_graph(nodes, links)
    assert [one.id for one in graph.loose] == ["3"]
    states = {one.id: one.reached for one in reach(graph).nodes}
    assert states["x"] is states["y"] is Reached.UNKNOWN
    assert states["a"] is Reached.YES


def test_what_stands_still_carries_nothing() -> None:
    nodes = [
        NetworkNode("core", is_core=True),
        NetworkNode("a"),
        NetworkNode("b", is_up=False),
        NetworkNode("c"),
    ]
    links = [
        NetworkLink("1", "core", "a", is_up=False),
        NetworkLink("2", "core", "b"),
        NetworkLink("3", "b", "c"),
    ]
    found = reach(make_graph(nodes, links))
    assert [one.reached for one in found.nodes] == [
        Reached.NO,
        Reached.DOWN,
        Reached.NO,
        Reached.CORE,
    ]
    assert found.pieces == (("core",), ("a",), ("c",))


def test_without_a_core_the_node_of_most_links_stands_for_it() -> None:
    graph = drawn("a-b a-c a-d")
    assert (graph.is_root_assumed, graph.names(graph.roots)) == (True, ("a",))
    assert drawn("", "a", "b").roots == ()
    states = {one.reached for one in reach(drawn("", "a", "b")).nodes}
    assert states == {Reached.UNKNOWN}


def test_a_core_that_stands_still_is_replaced_by_none() -> None:
    nodes = [NetworkNode("core", is_core=True, is_up=False), NetworkNode("a")]
    graph = make_graph(nodes, [NetworkLink("1", "core", "a")])
    assert (graph.roots, graph.is_root_assumed) == ((), False)
    assert [one.reached for one in reach(graph).nodes] == [Reached.NO, Reached.DOWN]


def test_an_empty_network_has_no_pieces() -> None:
    graph = make_graph([], [])
    assert (pieces(graph), single_cuts(graph), reach(graph).nodes) == ((), (), ())


def test_twins_and_impossible_capacities_are_refused() -> None:
    twins = [NetworkNode("a"), NetworkNode("a")]
    with pytest.raises(InvalidInputError, match="two nodes have the code a"):
        make_graph(twins, [])
    links = [NetworkLink("1", "a", "b"), NetworkLink("1", "b", "a")]
    with pytest.raises(InvalidInputError, match="two links have the code 1"):
        make_graph([NetworkNode("a"), NetworkNode("b")], links)
    for capacity in (-1.0, float("nan"), float("inf")):
        with pytest.raises(InvalidInputError, match="capacity of link 1"):
            NetworkLink("1", "a", "b", capacity)
