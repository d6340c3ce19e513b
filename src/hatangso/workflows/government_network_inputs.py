"""What the register and files say of the government network, as nouns of the engine."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hatangso.errors import Message
from hatangso.io.findings import Findings
from hatangso.io.tables import Column, number, read_rows, text, whole
from hatangso.model.government_network import (
    Demand,
    LinkOffer,
    NetworkLink,
    NetworkNode,
)
from hatangso.model.record import Record
from hatangso.network.graph import NetworkGraph, make_graph
from hatangso.network.parameters import NetworkParameters
from hatangso.platforms.spelling import same_name
from hatangso.workflows.capacity_inputs import named
from hatangso.workflows.record_values import text_of

__all__ = [
    "CONFERENCE",
    "OFFICES",
    "NetworkInputs",
    "NodeFacts",
    "OfficeFacts",
    "network_inputs",
    "read_link_offers",
]

CONFERENCE, OFFICES = "conference", "offices"
Records = Callable[[str], Sequence[Record]]
_GONE = ("planned", "building", "removed")
_STANDS_STILL = "suspended"
_MOST_VND = 10**15
_MOST_KM = 100_000
_OFFER_COLUMNS = (
    Column("start_id", text),
    Column("end_id", text),
    Column("cost_vnd", whole(0, _MOST_VND)),
    Column("length_km", number(0, _MOST_KM), required=False, default=None),
)


@dataclass(frozen=True)
class NodeFacts:
    """What people know of a node, beside how it is joined.

    Attributes:
        name: What people call it; its code when nobody has said.
        kind: ``core``, ``aggregation`` or ``access``; empty when nobody has said.
        level: ``I``, ``II`` or ``other``; empty likewise.
        endpoints_n: Video-conference endpoints that use it.
        is_said_redundant: Whether somebody says that it has a second path; None when
            nobody has said.
    """

    id: str
    name: str
    agency: str
    kind: str
    level: str
    commune_code: str
    endpoints_n: int
    is_said_redundant: bool | None


@dataclass(frozen=True)
class OfficeFacts:
    """An agency.

    Attributes:
        id: Of its record; empty when only nodes speak of it.
        node_ids: Its nodes; none when it has none on record.
    """

    id: str
    name: str
    tier: str
    commune_code: str
    node_ids: tuple[str, ...]


@dataclass(frozen=True)
class NetworkInputs:
    """What is known of the network.

    Attributes:
        nodes: By code.
        demands: What is asked at the busiest time.
        offices: Agencies on record; those that nodes name when there are none.
        has_offices: Whether agencies are on record.
        endpoints_n: Endpoints in use.
        placed_n: Of them those whose node was found by agency or commune.
        lost_endpoints: Names of those whose node nobody knows.
        remarks: What the reader should know of the records.
    """

    graph: NetworkGraph
    nodes: Mapping[str, NodeFacts]
    demands: tuple[Demand, ...]
    offices: tuple[OfficeFacts, ...]
    has_offices: bool
    endpoints_n: int
    placed_n: int
    lost_endpoints: tuple[str, ...]
    remarks: tuple[Message, ...]


def network_inputs(records: Records, parameters: NetworkParameters) -> NetworkInputs:
    """Return what records say of the network.

    What is planned, being built or removed does not count; what stands still is there
    and carries nothing.

    Args:
        records: Returns the records of a kind, confidential fields included.
        parameters: What services need where nobody says it.

    Raises:
        InvalidInputError: Two nodes or two links have one code.
    """
    told = {_id(one): one for one in _standing(records("network_node"))}
    routes = {
        _id(one): text_of(one, "route_id")
        for one in records("circuit")
        if text_of(one, "route_id")
    }
    links = [_link(one, routes) for one in _standing(records("network_link"))]
    graph = make_graph([_node(name, one) for name, one in told.items()], links)
    offices = _offices(records("agency"), told)
    endpoints = [
        one for one in _standing(records("conference_endpoint")) if _is_up(one)
    ]
    node_of, lost, placed_n = _endpoint_nodes(endpoints, told)
    endpoints_at = Counter(node_of.values())
    demands = [
        Demand(
            node_of[one.id],
            CONFERENCE,
            _amount(one, "needed_mbps") or parameters.conference_mbps,
        )
        for one in endpoints
        if one.id in node_of
    ]
    demands += [
        Demand(node.id, OFFICES, parameters.office_node_mbps)
        for node in graph.nodes
        if node.is_up and not node.is_core
    ]
    nodes = {name: _facts(name, one, endpoints_at[name]) for name, one in told.items()}
    return NetworkInputs(
        graph,
        nodes,
        tuple(demands),
        offices,
        bool(records("agency")),
        len(endpoints),
        placed_n,
        tuple(lost),
        tuple(_remarks(graph, lost, placed_n)),
    )


def read_link_offers(path: Path) -> tuple[LinkOffer, ...]:
    """Read links that could be had: a CSV table, one row a link.

    Raises:
        InvalidInputError: The table cannot be used; it carries all findings.
    """
    findings = Findings()
    rows = read_rows(path, _OFFER_COLUMNS, findings)
    findings.raise_errors()
    return tuple(
        LinkOffer(
            f"{row['start_id']} - {row['end_id']} ({row_number})",
            str(row["start_id"]),
            str(row["end_id"]),
            int(str(row["cost_vnd"])),
            None if row["length_km"] is None else float(str(row["length_km"])),
        )
        for row_number, row in rows
    )


def _standing(records: Sequence[Record]) -> list[Record]:
    return [one for one in records if one.values.get("state") not in _GONE]


def _is_up(record: Record) -> bool:
    return record.values.get("state") != _STANDS_STILL


def _id(record: Record) -> str:
    return text_of(record, "id") or f"#{record.id}"


def _amount(record: Record, name: str) -> float | None:
    value = record.values.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value)


def _node(name: str, record: Record) -> NetworkNode:
    return NetworkNode(
        name,
        is_core=record.values.get("kind") == "core",
        lon_deg=_amount(record, "lon_deg"),
        lat_deg=_amount(record, "lat_deg"),
        is_up=_is_up(record),
    )


def _link(record: Record, routes: Mapping[str, str]) -> NetworkLink:
    name = _id(record)
    return NetworkLink(
        name,
        text_of(record, "start_id"),
        text_of(record, "end_id"),
        _amount(record, "capacity_mbps"),
        carrier=text_of(record, "carrier"),
        # A link whose code is that of a circuit lies where the circuit does.
        route_id=routes.get(name, ""),
        is_backup=record.values.get("is_backup") is True,
        is_up=_is_up(record),
    )


def _facts(name: str, record: Record, endpoints_n: int) -> NodeFacts:
    said = record.values.get("is_redundant")
    return NodeFacts(
        name,
        text_of(record, "name") or text_of(record, "agency") or name,
        text_of(record, "agency"),
        text_of(record, "kind"),
        text_of(record, "level"),
        text_of(record, "commune_code"),
        endpoints_n,
        said if isinstance(said, bool) else None,
    )


def _by_agency(nodes: Mapping[str, Record]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for name, one in sorted(nodes.items()):
        agency = text_of(one, "agency")
        if agency:
            found[same_name(agency)].append(name)
    return found


def _offices(
    agencies: Sequence[Record], nodes: Mapping[str, Record]
) -> tuple[OfficeFacts, ...]:
    by_agency = _by_agency(nodes)
    if not agencies:
        return tuple(
            OfficeFacts(
                "",
                text_of(nodes[ids[0]], "agency"),
                "",
                text_of(nodes[ids[0]], "commune_code"),
                tuple(ids),
            )
            for ids in sorted(by_agency.values())
        )
    return tuple(
        OfficeFacts(
            _id(one),
            text_of(one, "name"),
            text_of(one, "tier"),
            text_of(one, "commune_code"),
            tuple(
                sorted(
                    {
                        *by_agency.get(same_name(text_of(one, "name")), ()),
                        *by_agency.get(same_name(_id(one)), ()),
                    }
                )
            ),
        )
        for one in sorted(agencies, key=_id)
    )


def _endpoint_nodes(
    endpoints: Sequence[Record], nodes: Mapping[str, Record]
) -> tuple[dict[int, str], list[str], int]:
    """Return the node of each endpoint, the names of those without, how many guessed.

    One that names no node is at that of its agency, or at the only one of its commune.
    """
    by_agency = _by_agency(nodes)
    in_commune: dict[str, list[str]] = defaultdict(list)
    for name, one in sorted(nodes.items()):
        in_commune[text_of(one, "commune_code")].append(name)
    node_of, lost, placed_n = dict[int, str](), list[str](), 0
    for one in endpoints:
        node_id = text_of(one, "node_id")
        if node_id in nodes:
            node_of[one.id] = node_id
            continue
        agency, commune = text_of(one, "agency"), text_of(one, "commune_code")
        beside = by_agency.get(same_name(agency), []) if agency else []
        if len(beside) != 1 and commune:
            beside = in_commune.get(commune, [])
        if len(beside) == 1:
            node_of[one.id] = beside[0]
            placed_n += 1
        else:
            lost.append(text_of(one, "name") or _id(one))
    return node_of, lost, placed_n


def _remarks(graph: NetworkGraph, lost: Sequence[str], placed_n: int) -> list[Message]:
    found = []
    if graph.is_root_assumed:
        text = (
            "no node is marked as the core; {node}, where most links end, stands for it"
        )
        found.append(Message(text, {"node": graph.names(graph.roots)[0]}))
    if placed_n:
        text = (
            "{count} endpoints name no node; that of their agency or commune is taken"
        )
        found.append(Message(text, {"count": placed_n}))
    loose = [one.id for one in graph.loose]
    return [
        *found,
        *named(
            Message("endpoints whose node nobody knows, not counted: {names}"), lost
        ),
        *named(Message("links that lead nobody knows where: {names}"), loose),
        *named(Message("links that look like entered twice: {names}"), _alike(graph)),
    ]


def _alike(graph: NetworkGraph) -> list[str]:
    """Return links between the same two nodes that nothing tells apart but the code."""
    groups: dict[object, list[str]] = defaultdict(list)
    for one in graph.links:
        ends = tuple(sorted((one.start_id, one.end_id)))
        groups[ends, one.carrier, one.capacity_mbps, one.is_backup].append(one.id)
    return [name for names in groups.values() if len(names) > 1 for name in names]
