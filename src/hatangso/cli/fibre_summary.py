"""What the command line says of a network of fibre."""

from collections.abc import Sequence

from hatangso.cli.console import Output
from hatangso.documents.fibre_words import course_words
from hatangso.errors import Message
from hatangso.language import (
    Language,
    as_sentence,
    format_money_vnd,
    format_number,
    translate,
)
from hatangso.model.fibre_network import FibreNetwork, NetworkPlace
from hatangso.units import KM_PER_M
from hatangso.workflows.fibre_files import SinglePlaces, single_places
from hatangso.workflows.fibre_network import FibreSummary

__all__ = ["say_fibre"]

_MOST_TOLD = 8
_MOST_NAMED = 5
_PERCENT = 100


def say_fibre(out: Output, summary: FibreSummary) -> None:
    """Say what a network costs, how good it is, and what a cut would part."""
    network = summary.network
    joined = [one for one in network.places if one.is_joined]
    out.say(
        "{joined} of {places} places joined by {km} km of fibre for {cost}.",
        joined=_count(out, len(joined)),
        places=_count(out, len(network.places)),
        km=_km(out, network.length_m),
        cost=format_money_vnd(network.cost_vnd, out.language),
    )
    _say_root(out, summary)
    out.say(
        "The cheapest way to join them, without rings, costs {cost}. {proof}",
        cost=format_money_vnd(network.tree_vnd, out.language),
        proof=_proof(out, network.tree_gap_ratio),
    )
    if network.rings_vnd is not None:
        _say_rings(out, network, len(joined))
    for note in network.notes:
        out.say("{note}", note=as_sentence(translate(note, out.language)))
    out.say("Prices are assumptions of costs.toml unless parameters.toml says.")
    if summary.synthetic_layers:
        layers = [translate(one, out.language) for one in summary.synthetic_layers]
        out.say_once(
            "These results rest on synthetic layers: {names}.", names=", ".join(layers)
        )
    out.say("Map layers: {path}", path=summary.results / "fibre_network.gpkg")


def _say_root(out: Output, summary: FibreSummary) -> None:
    network = summary.network
    if summary.request.uses_existing:
        out.say(
            "The fibre of today counts as one network that is joined already, wherever"
            " stations and places do not say that they have none."
        )
        return
    out.say(
        "This network is designed from nothing: fibre of today is not used (see"
        " --use-existing)."
    )
    name = next(
        one.place.name for one in network.places if one.place.id == network.root
    )
    if summary.request.root:
        out.say("It is fed from {name}.", name=name)
        return
    out.say(
        "It is taken to be fed from {name} ({id}), nearest to the centre of the"
        " province's people; --root names another.",
        name=name,
        id=network.root,
    )


def _say_rings(out: Output, network: FibreNetwork, joined: int) -> None:
    out.say(
        "Closing rings beside it costs {cost} more; {saved} of it becomes needless and"
        " is left out. {proof} This holds for rings beside this tree.",
        cost=format_money_vnd(network.rings_vnd or 0, out.language),
        saved=format_money_vnd(network.saved_vnd, out.language),
        proof=_proof(out, network.rings_gap_ratio or 0.0),
    )
    doubled = sum(one.is_doubled for one in network.places)
    out.say(
        "{doubled} of {joined} places keep a way to the root when any one route is"
        " cut; each place's own branch off the road stays single.",
        doubled=_count(out, doubled),
        joined=_count(out, joined),
    )
    groups = single_places(network)
    for group in groups[:_MOST_TOLD]:
        _say_single(out, group)
    if groups[_MOST_TOLD:]:
        out.say(
            "{count} more places stay single: see fibre_network.json.",
            count=sum(len(one.places) for one in groups[_MOST_TOLD:]),
        )


def _say_single(out: Output, group: SinglePlaces) -> None:
    route = group.route
    words = course_words(route)
    text = (
        "{count} places stay single, since no other road of the data leads round"
        " {route} ({km} km, {course}): {names}"
    )
    if len(group.places) == 1:
        text = (
            "{names} stays single, since no other road of the data leads round {route}"
            " ({km} km, {course})"
        )
    values = {
        "count": len(group.places),
        "route": route.id,
        "km": _km(out, route.length_m),
        "course": words.vi if out.language is Language.VI else words.en,
        "names": _names(group.places),
    }
    out.say("{note}", note=as_sentence(translate(Message(text, values), out.language)))


def _names(places: Sequence[NetworkPlace]) -> str:
    listed = ", ".join(one.place.name for one in places[:_MOST_NAMED])
    return listed + (" …" if len(places) > _MOST_NAMED else "")


def _count(out: Output, number: int) -> str:
    return format_number(number, 0, out.language)


def _km(out: Output, length_m: float) -> str:
    return format_number(length_m * KM_PER_M, 1, out.language)


def _proof(out: Output, gap_ratio: float) -> str:
    percent = round(gap_ratio * _PERCENT, 2)
    if not percent:
        return translate("Proven: nothing is cheaper.", out.language)
    text = "Proven: nothing is cheaper by more than {gap} %."
    gap = format_number(percent, 2, out.language)
    return translate(Message(text, {"gap": gap}), out.language)
