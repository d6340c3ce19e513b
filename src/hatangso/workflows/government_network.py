"""How the government network stands: whom it reaches, what fails, fits and helps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from hatangso.errors import Message, NotFoundError
from hatangso.model.government_network import LinkOffer, Reached
from hatangso.network.cuts import Cut, CutKind, single_cuts
from hatangso.network.graph import NetworkGraph
from hatangso.network.growth import Growth, best_growth
from hatangso.network.load import (
    FailureLoad,
    Fit,
    LinkLoad,
    NetworkLoad,
    failure_loads,
    load,
    worst,
)
from hatangso.network.new_links import proposed_links
from hatangso.network.parameters import NetworkParameters
from hatangso.network.reach import NodeReach, reach
from hatangso.network.redundancy import Redundancy, cheapest_redundancy
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.workflows.government_network_inputs import (
    CONFERENCE,
    NetworkInputs,
    NodeFacts,
    OfficeFacts,
    Records,
    network_inputs,
    read_link_offers,
)
from hatangso.workflows.own_parameters import own_parameters
from hatangso.workflows.register.register_tables import register_view

__all__ = [
    "CutEffect",
    "FailureEffect",
    "Hardening",
    "NetworkLayout",
    "NetworkRequest",
    "NetworkSummary",
    "NodeLine",
    "OfficeReach",
    "network_layout",
    "network_of",
    "network_summary",
]

# Sums of rates such as 0.1 are no exact numbers.
_SLACK_MBPS = 1e-6
# The best state that one of its nodes has is that of an agency.
_BEST = (Reached.CORE, Reached.YES, Reached.UNKNOWN, Reached.DOWN, Reached.NO)


@dataclass(frozen=True)
class NetworkRequest:
    """What is asked.

    Attributes:
        is_hardened: Whether new links are looked for.
        cost_vnd_per_km: What a kilometre costs; None for the parameter.
        offers: CSV table of links that could be had; None to propose them from places.
        targets: Codes of the nodes that are to survive failures; all for none.
    """

    is_hardened: bool = False
    cost_vnd_per_km: float | None = None
    offers: Path | None = None
    targets: tuple[str, ...] = ()


@dataclass(frozen=True)
class NodeLine:
    """A node: what people know of it, and on what it hangs."""

    facts: NodeFacts
    reach: NodeReach


@dataclass(frozen=True)
class CutEffect:
    """What a failure does.

    Attributes:
        name: What people call what fails.
        agencies: Names of the agencies whose nodes are isolated.
        communes: Codes of the communes in which they lie.
        endpoints_n: Video-conference endpoints that are isolated.
    """

    cut: Cut
    name: str
    agencies: tuple[str, ...]
    communes: tuple[str, ...]
    endpoints_n: int


@dataclass(frozen=True)
class OfficeReach:
    """Whether the network reaches an agency; ``reached`` is None without a node."""

    office: OfficeFacts
    reached: Reached | None


@dataclass(frozen=True)
class NetworkLayout:
    """What is told at once: no program is solved for it.

    Attributes:
        nodes: In the order of their codes.
        pieces: Codes of the nodes of each connected piece, those of the cores first.
        cuts: The gravest first.
        load: At the busiest time, over the ways that traffic takes by default.
        conference: Whether the links that the video conference passes carry that.
    """

    nodes: tuple[NodeLine, ...]
    pieces: tuple[tuple[str, ...], ...]
    core_ids: tuple[str, ...]
    links_n: int
    cuts: tuple[CutEffect, ...]
    offices: tuple[OfficeReach, ...]
    has_offices: bool
    endpoints_n: int
    load: NetworkLoad
    conference: Fit
    remarks: tuple[Message, ...]

    def reached_n(self, *states: Reached) -> int:
        """Return how many nodes are in one of these states."""
        return sum(one.reach.reached in states for one in self.nodes)

    @property
    def safe_n(self) -> int:
        """How many nodes beside the cores reach one whichever link fails."""
        return sum(
            one.reach.reached is Reached.YES and not one.reach.links
            for one in self.nodes
        )


@dataclass(frozen=True)
class FailureEffect:
    """A failure that makes further links too full, or nobody can tell.

    Attributes:
        id: Code of the link or node that fails.
        name: What people call it.
        fit: ``no`` where further links are too full, ``unknown`` where links of unknown
            capacity carry more than before.
        conference: The same of links that the video conference passes.
        best: Whether any ways carry all that is then asked; None where nobody looked.
        overloaded: Codes of links that are too full then and were not before.
        lost: Codes of nodes that ask for something and then reach no core.
    """

    kind: CutKind
    id: str
    name: str
    fit: Fit
    conference: Fit
    best: Fit | None
    overloaded: tuple[str, ...]
    lost: tuple[str, ...]


@dataclass(frozen=True)
class Hardening:
    """The cheapest links against failures.

    Attributes:
        is_node_proof: Whether any other node may fail, and not links alone.
    """

    is_node_proof: bool
    offers_n: int
    answer: Redundancy


@dataclass(frozen=True)
class NetworkSummary:
    """How the network stands.

    Attributes:
        growth: How many times what is asked fits, over the best ways.
        failures_n: Failures that were looked at; None where nobody looked.
        unfit: Those that make further links too full, or nobody can tell; the gravest
            first.
        hardenings: For links that fail, then for links and nodes; none unless asked.
    """

    layout: NetworkLayout
    growth: Growth
    failures_n: int | None
    unfit: tuple[FailureEffect, ...]
    hardenings: tuple[Hardening, ...]
    parameters: NetworkParameters


def network_of(directory: Path, request: NetworkRequest) -> NetworkSummary:
    """Return how the government network of a province stands.

    Args:
        directory: The province directory.
        request: What is asked.

    Raises:
        NotFoundError: It is no province directory, or its register has no nodes.
        InvalidInputError: A file cannot be used, an offer or target names no node.
        OutOfRangeError: A parameter cannot be.
    """
    parameters = own_parameters(directory, "network", NetworkParameters)
    if request.cost_vnd_per_km is not None:
        parameters = replace(parameters, link_vnd_per_km=request.cost_vnd_per_km)
    with register_view(directory, shipped_kinds()) as view:
        inputs = network_inputs(view.records, parameters)
    if not inputs.nodes:
        raise NotFoundError(
            "the register has no nodes of the government network: import a list of"
            " them, then of the links"
        )
    offers = read_link_offers(request.offers) if request.offers else None
    return network_summary(
        inputs,
        parameters,
        is_hardened=request.is_hardened,
        offers=offers,
        targets=request.targets,
    )


def network_layout(
    records: Records, parameters: NetworkParameters
) -> NetworkLayout | None:
    """Return what is told at once; None without nodes.

    Args:
        records: Returns the records of a kind, confidential fields included.
        parameters: What services need where nobody says it.

    Raises:
        InvalidInputError: Two nodes or two links have one code.
    """
    inputs = network_inputs(records, parameters)
    return _layout(inputs, parameters) if inputs.nodes else None


def network_summary(
    inputs: NetworkInputs,
    parameters: NetworkParameters,
    *,
    is_hardened: bool = False,
    offers: Sequence[LinkOffer] | None = None,
    targets: Sequence[str] = (),
    looks_at_failures: bool = True,
    most_looked_at: int | None = None,
) -> NetworkSummary:
    """Return how a network stands.

    Args:
        inputs: What is known of it; it has a node.
        parameters: What is assumed.
        is_hardened: Whether new links are looked for.
        offers: Links that could be had; None to propose them from places.
        targets: Codes of the nodes that are to survive failures; all for none.
        looks_at_failures: Whether links and nodes fail in turn.
        most_looked_at: For so many failures the best ways are looked for; None for all.

    Raises:
        InvalidInputError: An offer or a target names no node.
    """
    graph, usable_ratio = inputs.graph, parameters.usable_ratio
    layout = _layout(inputs, parameters)
    failures = (
        failure_loads(graph, inputs.demands, usable_ratio=usable_ratio)
        if looks_at_failures
        else ()
    )
    before = {one.link_id: one for one in layout.load.links}
    effects = [_effect(inputs, one, before) for one in failures]
    unfit = sorted(
        (
            (effect, failure)
            for effect, failure in zip(effects, failures, strict=True)
            if effect.fit is not Fit.YES
        ),
        key=lambda pair: (-len(pair[0].overloaded), -len(pair[0].lost), pair[0].id),
    )
    return NetworkSummary(
        layout,
        best_growth(graph, inputs.demands, usable_ratio=usable_ratio),
        len(failures) if looks_at_failures else None,
        tuple(
            replace(
                effect, best=_best_after(inputs, failure, usable_ratio=usable_ratio)
            )
            if most_looked_at is None or at < most_looked_at
            else effect
            for at, (effect, failure) in enumerate(unfit)
        ),
        _hardenings(graph, parameters, offers, targets) if is_hardened else (),
        parameters,
    )


def _layout(inputs: NetworkInputs, parameters: NetworkParameters) -> NetworkLayout:
    graph = inputs.graph
    found = reach(graph)
    state = {one.id: one.reached for one in found.nodes}
    loaded = load(graph, inputs.demands, usable_ratio=parameters.usable_ratio)
    return NetworkLayout(
        tuple(NodeLine(inputs.nodes[one.id], one) for one in found.nodes),
        found.pieces,
        graph.names(graph.roots),
        len(graph.links) + len(graph.loose),
        tuple(_cut_effect(one, inputs.nodes) for one in single_cuts(graph)),
        tuple(OfficeReach(one, _best(one, state)) for one in inputs.offices),
        inputs.has_offices,
        inputs.endpoints_n,
        loaded,
        loaded.fit_of(CONFERENCE),
        inputs.remarks,
    )


def _best(office: OfficeFacts, state: Mapping[str, Reached]) -> Reached | None:
    states = {state[name] for name in office.node_ids}
    return next((one for one in _BEST if one in states), None)


def _cut_effect(cut: Cut, nodes: Mapping[str, NodeFacts]) -> CutEffect:
    isolated = [nodes[name] for name in cut.isolated]
    return CutEffect(
        cut,
        nodes[cut.id].name if cut.kind is CutKind.NODE else cut.id,
        tuple(sorted({one.agency for one in isolated} - {""})),
        tuple(sorted({one.commune_code for one in isolated} - {""})),
        sum(one.endpoints_n for one in isolated),
    )


def _effect(
    inputs: NetworkInputs, failure: FailureLoad, before: Mapping[str, LinkLoad]
) -> FailureEffect:
    """Return what a failure changes for the links; the best ways are not looked for."""
    worse = [
        one
        for one in failure.load.links
        if (one.fit is Fit.NO and before[one.link_id].fit is not Fit.NO)
        or (
            one.fit is Fit.UNKNOWN
            and one.total_mbps > before[one.link_id].total_mbps + _SLACK_MBPS
        )
    ]
    return FailureEffect(
        failure.kind,
        failure.id,
        inputs.nodes[failure.id].name if failure.kind is CutKind.NODE else failure.id,
        worst(one.fit for one in worse),
        worst(one.fit for one in worse if one.load_mbps.get(CONFERENCE)),
        None,
        tuple(one.link_id for one in worse if one.fit is Fit.NO),
        failure.load.lost,
    )


def _best_after(
    inputs: NetworkInputs, failure: FailureLoad, *, usable_ratio: float
) -> Fit:
    """Return whether any ways carry what is asked after a failure."""
    graph, demands = inputs.graph, inputs.demands
    links, nodes = list[int](), list[int]()
    if failure.kind is CutKind.NODE:
        nodes = [graph.number(failure.id)]
        demands = tuple(one for one in demands if one.node_id != failure.id)
    else:
        links = [at for at, one in enumerate(graph.links) if one.id == failure.id]
    return best_growth(
        graph,
        demands,
        usable_ratio=usable_ratio,
        lost_links=links,
        lost_nodes=nodes,
    ).fit


def _hardenings(
    graph: NetworkGraph,
    parameters: NetworkParameters,
    offers: Sequence[LinkOffer] | None,
    targets: Sequence[str],
) -> tuple[Hardening, ...]:
    if offers is None:
        offers = proposed_links(graph, parameters)
    return tuple(
        Hardening(
            is_node_proof,
            len(offers),
            cheapest_redundancy(
                graph, offers, targets=targets or None, is_node_proof=is_node_proof
            ),
        )
        for is_node_proof in (False, True)
    )
