"""What is not as it should be with the government network."""

from collections.abc import Iterable, Iterator

from hatangso.errors import Message
from hatangso.model.concern import Concern, Severity
from hatangso.model.government_network import Reached
from hatangso.network.cuts import CutKind
from hatangso.network.load import Fit
from hatangso.network.parameters import NetworkParameters
from hatangso.workflows.concerns.concern_facts import ConcernFacts
from hatangso.workflows.government_network import (
    CutEffect,
    NetworkLayout,
    NodeLine,
    network_layout,
)
from hatangso.workflows.own_parameters import own_parameters

__all__ = ["concerns", "network_concerns"]

_COMPONENT = "VT"
_NODE, _LINK, _AGENCY = "network_node", "network_link", "agency"
_REACHES_NONE = {
    Reached.NO: (
        "network_node_cut_off",
        Severity.CRITICAL,
        Message("Network nodes cut off from the core"),
        Message("its links are known, none leads to the core"),
    ),
    Reached.DOWN: (
        "network_node_down",
        Severity.CRITICAL,
        Message("Network nodes that stand still"),
        Message("recorded as standing still"),
    ),
    Reached.UNKNOWN: (
        "network_node_unknown",
        Severity.NOTICE,
        Message("Network nodes of unknown connection"),
        Message("nobody has said how it is connected"),
    ),
}

_SINGLE = {
    CutKind.LINK: (
        _LINK,
        "network_single_link",
        Message("Links without a second way: their loss cuts nodes off"),
    ),
    CutKind.NODE: (
        _NODE,
        "network_single_node",
        Message("Nodes without a second way: their failure cuts others off"),
    ),
}


def concerns(facts: ConcernFacts) -> Iterable[Concern]:
    """Return what is not as it should be with the network of a province."""
    parameters = own_parameters(facts.directory, "network", NetworkParameters)
    layout = network_layout(facts.records, parameters)
    return network_concerns(layout, parameters) if layout else ()


def network_concerns(
    layout: NetworkLayout, parameters: NetworkParameters
) -> tuple[Concern, ...]:
    """Return what a network shows to be cut off, hanging on one link, or too full.

    Args:
        layout: Of the network.
        parameters: From how many communes on a link is critical, and from how many
            nodes on a warning.
    """
    return (
        *(one for node in layout.nodes for one in _node_concerns(node)),
        *_single_points(layout, parameters),
        *_full_links(layout),
        *_offices(layout),
        *_core(layout),
    )


def _node_concerns(node: NodeLine) -> Iterator[Concern]:
    record = (_NODE, node.facts.id, node.facts.name)
    known = _REACHES_NONE.get(node.reach.reached)
    if known:
        sort, severity, title, message = known
        yield _concern(record, sort, severity, title, message)
    if node.facts.is_said_redundant and node.reach.links:
        yield _concern(
            record,
            "network_node_not_redundant",
            Severity.WARNING,
            Message("Nodes said to have a second path that one link cuts off"),
            Message(
                "the loss of {link} alone cuts it off",
                {"link": node.reach.links[0]},
            ),
        )


def _single_points(
    layout: NetworkLayout, parameters: NetworkParameters
) -> Iterator[Concern]:
    for one in layout.cuts:
        if one.cut.kind not in _SINGLE:
            continue
        kind, sort, title = _SINGLE[one.cut.kind]
        yield _concern(
            (kind, one.cut.id, one.name),
            sort,
            _severity(one, parameters),
            title,
            _isolation(one),
        )


def _severity(one: CutEffect, parameters: NetworkParameters) -> Severity:
    if len(one.communes) >= parameters.critical_communes_n:
        return Severity.CRITICAL
    if len(one.cut.isolated) >= parameters.warning_nodes_n:
        return Severity.WARNING
    return Severity.NOTICE


def _isolation(one: CutEffect) -> Message:
    return Message(
        "so much is cut off: {nodes} nodes, {agencies} agencies, {communes} communes,"
        " {endpoints} endpoints",
        {
            "nodes": len(one.cut.isolated),
            "agencies": len(one.agencies),
            "communes": len(one.communes),
            "endpoints": one.endpoints_n,
        },
    )


def _full_links(layout: NetworkLayout) -> Iterator[Concern]:
    for one in layout.load.links:
        if one.fit is Fit.NO:
            yield _concern(
                (_LINK, one.link_id, one.link_id),
                "network_link_full",
                Severity.WARNING,
                Message("Network links asked for more than they may carry"),
                Message(
                    "{load:.0f} Mb/s asked for at the busiest time, {room:.0f} allowed",
                    {
                        "load": one.total_mbps,
                        "room": one.room_mbps,
                    },
                ),
            )


def _offices(layout: NetworkLayout) -> Iterator[Concern]:
    for one in layout.offices if layout.has_offices else ():
        if one.reached is None:
            yield _concern(
                (_AGENCY, one.office.id, one.office.name),
                "network_agency_without_node",
                Severity.WARNING,
                Message("Agencies without a node of the government network"),
                Message("no node of the network names it"),
            )


def _core(layout: NetworkLayout) -> Iterator[Concern]:
    if not any(one.facts.kind == "core" for one in layout.nodes):
        title = Message("No node is marked as the core of the network")
        yield _concern(
            (_NODE, "", ""),
            "network_core_unknown",
            Severity.NOTICE,
            title,
            Message("mark the core: kind of node"),
        )


def _concern(
    record: tuple[str, str, str],
    sort: str,
    severity: Severity,
    title: Message,
    message: Message,
) -> Concern:
    """Return a concern about a record: its kind, key and name."""
    kind, key, name = record
    is_known = bool(key) and not key.startswith("#")
    return Concern(
        _COMPONENT,
        sort,
        severity,
        title,
        message,
        kind if is_known else "",
        key if is_known else "",
        name,
    )
