"""The government network as its pages show it: counted, drawn, listed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hatangso.errors import Message
from hatangso.language import Language, fold, translate
from hatangso.model.government_network import NetworkLink, Reached
from hatangso.model.record import Actor
from hatangso.network.cuts import CutKind
from hatangso.network.graph import NetworkGraph
from hatangso.network.load import Fit, LinkLoad
from hatangso.network.parameters import NetworkParameters
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.web.charts.network_map import DrawnLink, DrawnNode, NetworkPicture
from hatangso.web.snapshot import ProvinceSnapshot
from hatangso.web.views.record_sight import seen_records
from hatangso.workflows.government_network import (
    CutEffect,
    NetworkSummary,
    NodeLine,
    OfficeReach,
    network_summary,
)
from hatangso.workflows.government_network_inputs import network_inputs
from hatangso.workflows.own_parameters import own_parameters

__all__ = [
    "CUT_WORDS",
    "MOST_FAILURES",
    "REACHED_WORDS",
    "STATES",
    "NetworkView",
    "cut_rows",
    "link_rows",
    "network_view",
    "node_rows",
    "office_rows",
    "picture_of",
    "tone_of",
]

# A page must not wait for what larger networks take.
_MOST_NODES = 400
# So many failures are shown with what the best ways would carry.
MOST_FAILURES = 20
STATES: Mapping[str, Message] = {
    "reached": Message("reach a core"),
    "safe": Message("whichever link fails"),
    "single": Message("hang on one link"),
    "no": Message("cut off"),
    "down": Message("stand still"),
    "unknown": Message("connection not known"),
    "none": Message("without a node"),
}
REACHED_WORDS: Mapping[Reached | None, tuple[Message, str]] = {
    Reached.CORE: (Message("core"), "met"),
    Reached.YES: (Message("reaches a core"), "met"),
    Reached.NO: (Message("cut off"), "missed"),
    Reached.DOWN: (Message("stands still"), "missed"),
    Reached.UNKNOWN: (Message("connection not known"), "unknown"),
    None: (Message("without a node"), "missed"),
}
CUT_WORDS: Mapping[CutKind, Message] = {
    CutKind.LINK: Message("link"),
    CutKind.NODE: Message("node"),
    CutKind.CARRIER: Message("all links of the carrier"),
    CutKind.ROUTE: Message("cable route"),
}


@dataclass(frozen=True)
class NetworkView:
    """What pages show of a network.

    Attributes:
        graph: As it is joined.
        hrefs: Pages of records, by kind and key.
        is_large: Whether failures and new links are left to the command.
    """

    summary: NetworkSummary
    graph: NetworkGraph
    hrefs: Mapping[tuple[str, str], str]
    is_large: bool

    @property
    def single_links(self) -> frozenset[str]:
        """Codes of the links that alone tie somebody to a core."""
        cuts = self.summary.layout.cuts
        return frozenset(x.cut.id for x in cuts if x.cut.kind is CutKind.LINK)

    def href(self, kind: str, key: str) -> str:
        """Return the page of a record; empty when there is none."""
        return self.hrefs.get((kind, key), "")

    def cut_href(self, effect: CutEffect) -> str:
        """Return the page of what fails; of a carrier its links."""
        kinds = {
            CutKind.LINK: "network_link",
            CutKind.NODE: "network_node",
            CutKind.ROUTE: "route",
        }
        kind = kinds.get(effect.cut.kind)
        return self.href(kind, effect.cut.id) if kind else ""

    def levels(self) -> dict[str, int]:
        """Return how many nodes there are of each level that is told."""
        told = [one.facts.level for one in self.summary.layout.nodes]
        return {level: told.count(level) for level in ("I", "II", "other")}


def network_view(snapshot: ProvinceSnapshot) -> NetworkView | None:
    """Return what pages show; None where no node is on record.

    Raises:
        InvalidInputError: Records or parameters cannot be used.
    """
    return snapshot.part("government_network", lambda: _view(snapshot))


def _view(snapshot: ProvinceSnapshot) -> NetworkView | None:
    parameters = own_parameters(snapshot.directory, "network", NetworkParameters)
    inputs = network_inputs(snapshot.records, parameters)
    if not inputs.nodes:
        return None
    is_large = len(inputs.nodes) > _MOST_NODES
    hrefs = {
        (kind, str(one.values.get("id") or f"#{one.id}")): f"/ha-tang/{kind}/{one.id}"
        for kind in ("network_node", "network_link", "agency", "route")
        for one in snapshot.records(kind)
    }
    summary = network_summary(
        inputs,
        parameters,
        is_hardened=not is_large,
        looks_at_failures=not is_large,
        most_looked_at=MOST_FAILURES,
    )
    return NetworkView(summary, inputs.graph, hrefs, is_large)


def node_rows(view: NetworkView, state: str, sought: str) -> list[NodeLine]:
    """Return the nodes in a state whose names hold some words."""
    words = fold(sought)
    return [
        one
        for one in view.summary.layout.nodes
        if _is_in(state, one.reach.reached, has_single=bool(one.reach.links))
        and words in fold(f"{one.facts.id} {one.facts.name} {one.facts.agency}")
    ]


def office_rows(view: NetworkView, state: str, sought: str) -> list[OfficeReach]:
    """Return the agencies in a state whose names hold some words."""
    single = {one.facts.id for one in view.summary.layout.nodes if one.reach.links}
    words = fold(sought)
    return [
        one
        for one in view.summary.layout.offices
        if _is_in(state, one.reached, has_single=set(one.office.node_ids) <= single)
        and words in fold(one.office.name)
    ]


def _is_in(state: str, reached: Reached | None, *, has_single: bool) -> bool:
    is_reached = reached in (Reached.CORE, Reached.YES)
    told = {
        "reached": is_reached,
        "safe": is_reached and not has_single,
        "single": is_reached and has_single,
        "none": reached is None,
    }
    if state in told:
        return told[state]
    return reached is not None and reached.value == state if state else True


def cut_rows(
    view: NetworkView, snapshot: ProvinceSnapshot, actor: Actor, kind: str = ""
) -> list[CutEffect]:
    """Return what single failures isolate; cable routes that are hidden left out."""
    circuits = seen_records(snapshot, actor, shipped_kinds()["circuit"])
    hidden = {
        route
        for one in snapshot.records("circuit")
        if (route := one.values.get("route_id"))
        and circuits.by_id[one.id].values.get("route_id") != route
    }
    return [
        one
        for one in view.summary.layout.cuts
        if not (one.cut.kind is CutKind.ROUTE and one.cut.id in hidden)
        and (not kind or one.cut.kind == kind)
    ]


def link_rows(view: NetworkView) -> list[tuple[NetworkLink, LinkLoad]]:
    """Return the links that carry something, those without room first, then fullest."""
    links = {one.id: one for one in view.graph.links}
    order = (Fit.NO, Fit.YES, Fit.UNKNOWN)

    def fullness(one: LinkLoad) -> tuple[object, ...]:
        return (order.index(one.fit), -(one.used_ratio or 0), one.link_id)

    used = [one for one in view.summary.layout.load.links if one.total_mbps > 0]
    return [(links[one.link_id], one) for one in sorted(used, key=fullness)]


def tone_of(node: NodeLine) -> str:
    """Return how a node is drawn."""
    if node.reach.reached is Reached.YES:
        return "single" if node.reach.links else "safe"
    return {
        Reached.CORE: "core",
        Reached.NO: "cut",
        Reached.DOWN: "cut",
    }.get(node.reach.reached, "unknown")


def picture_of(view: NetworkView, language: Language) -> NetworkPicture:
    """Return the network as it is drawn: nodes with a place, and links between them."""
    placed = {
        node.id: at
        for at, node in enumerate(
            one
            for one in view.graph.nodes
            if one.lon_deg is not None and one.lat_deg is not None
        )
    }
    lines = {one.facts.id: one for one in view.summary.layout.nodes}
    nodes = [
        DrawnNode(
            node.lon_deg or 0.0,
            node.lat_deg or 0.0,
            tone_of(lines[node.id]),
            _node_label(lines[node.id], language),
        )
        for node in view.graph.nodes
        if node.id in placed
    ]
    return NetworkPicture(tuple(nodes), _drawn_links(view, placed, language))


def _drawn_links(
    view: NetworkView, placed: Mapping[str, int], language: Language
) -> tuple[DrawnLink, ...]:
    behind = {
        one.cut.id: len(one.cut.isolated)
        for one in view.summary.layout.cuts
        if one.cut.kind is CutKind.LINK
    }
    reached = {
        one.facts.id
        for one in view.summary.layout.nodes
        if one.reach.reached in (Reached.CORE, Reached.YES)
    }
    found = []
    for one, is_up in zip(view.graph.links, view.graph.is_up.tolist(), strict=True):
        if one.start_id not in placed or one.end_id not in placed:
            continue
        tone = "backup" if one.is_backup else "safe"
        label = one.id
        if one.id in behind:
            tone = "single"
            text = Message("{link}: without it {count} nodes are cut off",
                           {"link": one.id, "count": behind[one.id]})  # fmt: skip
            label = translate(text, language)
        found.append(
            DrawnLink(
                placed[one.start_id],
                placed[one.end_id],
                tone if is_up and one.start_id in reached else "still",
                label,
            )
        )
    # What matters is drawn last, above the others.
    return tuple(sorted(found, key=lambda link: link.tone == "single"))


def _node_label(node: NodeLine, language: Language) -> str:
    words: Sequence[Message] = [REACHED_WORDS[node.reach.reached][0]]
    if node.reach.links:
        text = "hangs on {link}"
        words = [*words, Message(text, {"link": ", ".join(node.reach.links)})]
    told = ", ".join(translate(one, language) for one in words)
    return f"{node.facts.name} ({node.facts.id}): {told}"
