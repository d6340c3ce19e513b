"""The cheapest links for surviving failures, against trying every choice."""

import random
from itertools import combinations

import networkx as nx
import pytest

from hatangso.errors import InvalidInputError
from hatangso.model.government_network import LinkOffer, NetworkLink, NetworkNode
from hatangso.network.graph import make_graph
from hatangso.network.new_links import proposed_links
from hatangso.network.parameters import NetworkParameters
from hatangso.network.redundancy import RedundancyEffort, cheapest_redundancy
from small_network import drawn, random_network

PARAMETERS = NetworkParameters(4, 2, 0.8, 60e6, 30e6, 1.4, 3, 3, 2)
_TOP = "top"


def survivors(
    ends: list[tuple[str, str]], names: list[str], cores: list[str], *, nodes: bool
) -> set[str]:
    """Return who reaches a core whatever fails, by letting everything fail in turn."""
    whole = nx.MultiGraph()
    whole.add_nodes_from(names)
    whole.add_edges_from((a, b, at) for at, (a, b) in enumerate(ends))
    left = [whole]
    for at, (a, b) in enumerate(ends):
        left.append(whole.copy())
        left[-1].remove_edge(a, b, at)
    for name in names if nodes else []:
        if cores != [name]:
            left.append(whole.copy())
            left[-1].remove_node(name)
    safe = set(names) - set(cores)
    for one in left:
        one.add_edges_from((_TOP, core) for core in cores if core in one)
        reached = nx.node_connected_component(one, _TOP) if _TOP in one else set()
        # Who fails itself is not asked.
        safe -= (set(names) & set(one)) - reached
    return safe


@pytest.mark.parametrize("seed", range(60))
def test_the_cheapest_is_that_of_trying_every_choice(seed: int) -> None:
    graph, cores = random_network(seed, 6)
    chance = random.Random(seed)  # noqa: S311 - a test draws the same every time
    names = [node.id for node in graph.nodes]
    offers = [
        LinkOffer(f"o{at}", *chance.sample(names, 2), chance.randint(0, 9))
        for at in range(chance.randint(0, 8))
    ]
    nodes = bool(seed % 2)
    found = cheapest_redundancy(graph, offers, is_node_proof=nodes)
    ends = [(one.start_id, one.end_id) for one in graph.links]

    def safe(chosen: tuple[LinkOffer, ...]) -> set[str]:
        more = [(one.start_id, one.end_id) for one in chosen]
        return survivors([*ends, *more], names, cores, nodes=nodes)

    asked = set(names) - set(cores)
    possible = safe(tuple(offers))
    assert set(found.hopeless) == asked - possible
    assert set(found.weak_before) == asked - safe(())
    assert safe(found.links) >= possible
    assert found.cost_vnd == sum(one.cost_vnd for one in found.links)
    least = min(
        sum(one.cost_vnd for one in chosen)
        for count in range(len(offers) + 1)
        for chosen in combinations(offers, count)
        if safe(chosen) >= possible
    )
    assert found.cost_vnd == found.bound_vnd == least


def test_only_chosen_nodes_are_made_safe() -> None:
    graph = drawn("CORE-a CORE-b")
    offers = [LinkOffer("x", "a", "CORE", 5), LinkOffer("y", "b", "CORE", 7)]
    assert cheapest_redundancy(graph, offers, targets=["b"]).cost_vnd == 7
    assert cheapest_redundancy(graph, offers).cost_vnd == 12
    assert cheapest_redundancy(graph, offers, targets=[]).links == ()


def test_one_link_between_two_leaves_makes_both_safe() -> None:
    graph = drawn("CORE-a CORE-b")
    offers = [
        LinkOffer("a twice", "CORE", "a", 6),
        LinkOffer("b twice", "CORE", "b", 6),
        LinkOffer("across", "a", "b", 10),
    ]
    found = cheapest_redundancy(graph, offers)
    assert [one.id for one in found.links] == ["across"]
    assert found.is_proven
    assert found.weak_before == ("a", "b")


def test_a_piece_that_is_cut_off_gets_two_links() -> None:
    graph = drawn("CORE-a x-y")
    offers = [
        LinkOffer("1", "CORE", "x", 3),
        LinkOffer("2", "a", "y", 4),
        LinkOffer("3", "CORE", "y", 9),
        LinkOffer("4", "a", "x", 9),
    ]
    found = cheapest_redundancy(graph, offers, targets=["x", "y"])
    # Over a alone the piece would hang on the link between a and the core.
    assert [one.id for one in found.links] == ["1", "2"]
    assert cheapest_redundancy(graph, offers[1:2], targets=["x"]).hopeless == ("x",)


def test_with_less_effort_there_is_still_an_answer_and_a_bound_below_it() -> None:
    chance = random.Random(4)  # noqa: S311 - a test draws the same every time
    nodes = [
        NetworkNode(f"n{at:02}", at == 0, 105 + chance.random(), 22 + chance.random())
        for at in range(60)
    ]
    links = [
        NetworkLink(f"l{at:02}", f"n{at:02}", f"n{chance.randrange(at):02}")
        for at in range(1, 60)
    ]
    graph = make_graph(nodes, links)
    offers = proposed_links(graph, PARAMETERS)
    exact = cheapest_redundancy(graph, offers, is_node_proof=True)
    assert exact.is_proven
    assert not exact.hopeless
    quick = cheapest_redundancy(
        graph, offers, is_node_proof=True, effort=RedundancyEffort(offers=0)
    )
    assert quick.bound_vnd <= exact.cost_vnd <= quick.cost_vnd < 1.2 * exact.cost_vnd
    again = cheapest_redundancy(graph, offers[::-1], is_node_proof=True)
    assert again == exact


def test_proposed_links_lead_to_neighbours_and_the_core_and_cost_by_length() -> None:
    # A degree of latitude is 110.7 km here, of longitude 103.1 km.
    nodes = [
        NetworkNode("core", is_core=True, lon_deg=105.0, lat_deg=22.0),
        NetworkNode("a", lon_deg=105.1, lat_deg=22.0),
        NetworkNode("b", lon_deg=105.1, lat_deg=22.1),
        NetworkNode("nowhere"),
        NetworkNode("still", lon_deg=105.05, lat_deg=22.0, is_up=False),
    ]
    graph = make_graph(nodes, [NetworkLink("1", "core", "a")])
    offers = proposed_links(graph, PARAMETERS)
    assert [(one.start_id, one.end_id) for one in offers] == [("a", "b"), ("b", "core")]
    across = offers[0]
    assert across.length_km == pytest.approx(11.07 * 1.4, abs=0.05)
    # 30 million, and 60 for each of 15.5 km, rounded up.
    assert across.cost_vnd == 961_000_000
    assert proposed_links(make_graph(nodes[3:], []), PARAMETERS) == ()


def test_impossible_offers_are_refused() -> None:
    graph = drawn("CORE-a")
    with pytest.raises(InvalidInputError, match="no node has the code ghost"):
        cheapest_redundancy(graph, [LinkOffer("1", "a", "ghost", 1)])
    with pytest.raises(InvalidInputError, match="no node has the code ghost"):
        cheapest_redundancy(graph, [], targets=["ghost"])
    with pytest.raises(InvalidInputError, match="to itself"):
        LinkOffer("1", "a", "a", 1)
    with pytest.raises(InvalidInputError, match="cost of link 1"):
        LinkOffer("1", "a", "b", -1)
