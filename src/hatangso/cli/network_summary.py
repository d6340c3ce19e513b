"""What the command line says of the government network."""

from collections.abc import Sequence

from hatangso.cli.console import Output
from hatangso.errors import Message
from hatangso.language import translate
from hatangso.model.government_network import Reached
from hatangso.network.cuts import CutKind
from hatangso.network.growth import Growth
from hatangso.network.load import Fit
from hatangso.workflows.government_network import (
    CutEffect,
    FailureEffect,
    Hardening,
    NetworkLayout,
    NetworkSummary,
)

__all__ = ["say_network"]

_MOST_CUTS = 10
_MOST_LINES = 8
_MOST_NAMES = 12
_MILLION = 1_000_000
_NONE = "\N{EN DASH}"
_KINDS = {
    CutKind.LINK: Message("link"),
    CutKind.NODE: Message("node"),
    CutKind.CARRIER: Message("all links of the carrier"),
    CutKind.ROUTE: Message("cable route"),
}
_FITS = {
    Fit.YES: Message("✓ all that is asked at the busiest time fits"),
    Fit.NO: Message("✗ not all that is asked at the busiest time fits"),
    Fit.UNKNOWN: Message(
        "? whether all that is asked fits is not known: links of unknown capacity"
    ),
}
_CONFERENCE = {
    Fit.YES: Message("✓ the links that the video conference passes carry their load"),
    Fit.NO: Message("✗ the video conference passes links that are too full"),
    Fit.UNKNOWN: Message("? the video conference passes links of unknown capacity"),
}
_BEST = {
    Fit.YES: Message("over other ways it would fit"),
    Fit.NO: Message("over no ways it fits"),
    Fit.UNKNOWN: Message("over other ways it may fit"),
}


def say_network(out: Output, summary: NetworkSummary) -> None:
    """Print whom the network reaches, what cuts part, what fits and what helps."""
    layout = summary.layout
    _say_reach(out, layout)
    _say_cuts(out, layout.cuts)
    _say_load(out, summary)
    _say_failures(out, summary.unfit, summary.failures_n)
    for one in summary.hardenings:
        _say_hardening(out, one)
    for remark in layout.remarks:
        out.say("Note: {remark}", remark=_words(out, remark))
    out.say(
        "Assumed: {conference:g} Mb/s for an endpoint that does not say, {office:g} for"
        " a node, {usable:.0f}% of a link in use, {cost:g} million đồng a km; the table"
        " [network] of parameters.toml says otherwise",
        conference=summary.parameters.conference_mbps,
        office=summary.parameters.office_node_mbps,
        usable=100 * summary.parameters.usable_ratio,
        cost=summary.parameters.link_vnd_per_km / _MILLION,
    )


def _words(out: Output, message: Message) -> str:
    return translate(message, out.language)


def _names(names: Sequence[str]) -> str:
    more = len(names) - _MOST_NAMES
    listed = ", ".join(names[:_MOST_NAMES]) or _NONE
    return listed + (f" … (+{more})" if more > 0 else "")


def _say_reach(out: Output, layout: NetworkLayout) -> None:
    out.say(
        "{nodes} nodes, {links} links, core: {cores}",
        nodes=len(layout.nodes),
        links=layout.links_n,
        cores=_names(layout.core_ids),
    )
    out.say(
        "Reach a core: {yes}, of them {safe} whichever link fails; cut off: {no};"
        " standing still: {down}; not known: {unknown}",
        yes=layout.reached_n(Reached.YES),
        safe=layout.safe_n,
        no=layout.reached_n(Reached.NO),
        down=layout.reached_n(Reached.DOWN),
        unknown=layout.reached_n(Reached.UNKNOWN),
    )
    for state, sentence in (
        (Reached.NO, Message("  cut off: {names}")),
        (Reached.DOWN, Message("  standing still: {names}")),
        (Reached.UNKNOWN, Message("  not known: {names}")),
    ):
        names = [x.facts.id for x in layout.nodes if x.reach.reached is state]
        if names:
            out.say(sentence.text, names=_names(names))
    apart = [piece for piece in layout.pieces[1:] if len(piece) > 1]
    if apart:
        out.say("The network is in pieces; apart from the core:")
        for piece in apart[:_MOST_LINES]:
            out.say("  {count} nodes: {names}", count=len(piece), names=_names(piece))
    _say_offices(out, layout)


def _say_offices(out: Output, layout: NetworkLayout) -> None:
    if not layout.has_offices:
        out.say("No agencies are on record: who has no node cannot be told")
        return
    reached = sum(one.reached in (Reached.CORE, Reached.YES) for one in layout.offices)
    out.say(
        "Agencies: {count}, of them {reached} reach a core",
        count=len(layout.offices),
        reached=reached,
    )
    without = [one.office.name for one in layout.offices if one.reached is None]
    if without:
        out.say("  without a node: {names}", names=_names(without))


def _say_cuts(out: Output, cuts: Sequence[CutEffect]) -> None:
    if not cuts:
        out.say("✓ no single failure cuts anybody off")
        return
    counts = {kind: sum(one.cut.kind is kind for one in cuts) for kind in CutKind}
    out.say(
        "Single failures that cut nodes off: {links} links, {nodes} nodes, {carriers}"
        " carriers, {routes} cable routes",
        links=counts[CutKind.LINK],
        nodes=counts[CutKind.NODE],
        carriers=counts[CutKind.CARRIER],
        routes=counts[CutKind.ROUTE],
    )
    for one in cuts[:_MOST_CUTS]:
        out.say(
            "  {kind} {name}: {nodes} nodes, {agencies} agencies, {communes} communes,"
            " {endpoints} endpoints",
            kind=_words(out, _KINDS[one.cut.kind]),
            name=one.name,
            nodes=len(one.cut.isolated),
            agencies=len(one.agencies),
            communes=len(one.communes),
            endpoints=one.endpoints_n,
        )
    if len(cuts) > _MOST_CUTS:
        out.say("… and {count} more; --json shows all", count=len(cuts) - _MOST_CUTS)


def _say_load(out: Output, summary: NetworkSummary) -> None:
    found = summary.layout.load
    out.say(
        "{endpoints} endpoints at once and all offices: {served:.0f} Mb/s reach a core",
        endpoints=summary.layout.endpoints_n,
        served=found.served_mbps,
    )
    out.say(_FITS[found.fit].text)
    full = [one for one in found.links if one.fit is Fit.NO]
    for one in sorted(full, key=lambda x: (x.spare_mbps or 0.0, x.link_id))[
        :_MOST_LINES
    ]:
        out.say(
            "  {link}: {load:.0f} Mb/s asked, {room:.0f} may be carried",
            link=one.link_id,
            load=one.total_mbps,
            room=one.room_mbps,
        )
    out.say(_CONFERENCE[summary.layout.conference].text)
    if found.bottleneck and found.bottleneck.used_ratio is not None:
        out.say(
            "Fullest link: {link}, {share:.0f}% of what it may carry",
            link=found.bottleneck.link_id,
            share=100 * found.bottleneck.used_ratio,
        )
    if found.lost:
        out.say("Reach no core and are not counted: {names}", names=_names(found.lost))
    _say_growth(out, summary.growth)


def _say_growth(out: Output, growth: Growth) -> None:
    if growth.high is None:
        out.say("Over the best ways: no known capacity limits it")
    elif growth.low == growth.high:
        out.say(
            "Over the best ways {times:.2f} times as much fits; limited by {names}",
            times=growth.high,
            names=_names(growth.limits),
        )
    else:
        out.say(
            "Over the best ways {low:.2f} to {high:.2f} times as much fits, as links of"
            " unknown capacity carry nothing or anything; limited by {names}",
            low=growth.low or 0.0,
            high=growth.high,
            names=_names(growth.limits),
        )


def _say_failures(
    out: Output, unfit: Sequence[FailureEffect], failures_n: int | None
) -> None:
    if not unfit:
        out.say(
            "✓ none of {count} single failures makes further links too full",
            count=failures_n,
        )
        return
    out.say(
        "After {unfit} of {count} single failures further links are too full, or"
        " nobody can tell:",
        unfit=len(unfit),
        count=failures_n,
    )
    for one in unfit[:_MOST_LINES]:
        out.say(
            "  without {name}: too full {links}; {best}",
            name=one.name,
            links=_names(one.overloaded),
            best=_words(out, _BEST[one.best]) if one.best else _NONE,
        )
    if len(unfit) > _MOST_LINES:
        out.say("… and {count} more; --json shows all", count=len(unfit) - _MOST_LINES)


def _say_hardening(out: Output, one: Hardening) -> None:
    answer = one.answer
    if one.is_node_proof:
        out.say("So that no single link or node cuts anybody else off:")
    else:
        out.say("So that no single link cuts anybody off:")
    out.say(
        "  {count} new links of {offers} possible ones for {cost} million đồng at"
        " assumed or offered prices; for less than {bound} million it is proven"
        " impossible among these",
        count=len(answer.links),
        offers=one.offers_n,
        cost=answer.cost_vnd // _MILLION,
        bound=answer.bound_vnd // _MILLION,
    )
    if answer.links:
        out.show("; ".join(link.id for link in answer.links), indent=4)
    if answer.hopeless:
        out.say(
            "  no choice saves: {names}",
            names=_names(answer.hopeless),
        )
