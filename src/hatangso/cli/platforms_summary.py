"""What the command line says of digital platforms."""

from collections.abc import Sequence

from hatangso.cli.console import Output
from hatangso.errors import Message
from hatangso.language import format_number, translate
from hatangso.model.tally import Share, Tally
from hatangso.platforms.certificates import CertificateState
from hatangso.platforms.data_services import DataServices, RankedService
from hatangso.workflows.platform_inputs import PlatformInputs
from hatangso.workflows.platforms import PlatformSummary

__all__ = ["say_platforms"]

_MOST_NAMES = 10
_MILLION = 1_000_000
_DASH = "\N{EN DASH}"


def say_platforms(
    out: Output, summary: PlatformSummary, inputs: PlatformInputs
) -> None:
    """Print how platforms stand; --json tells the record behind every number."""
    if inputs.data_services:
        _say_data_services(out, summary)
    if inputs.public_services:
        _say_public_services(out, summary, inputs)
    if inputs.agencies:
        _say_offices(out, summary)
    if inputs.certificates:
        _say_certificates(out, summary)
    if inputs.endpoints or inputs.meetings:
        _say_conference(out, summary)
    if inputs.systems:
        _say_systems(out, summary, inputs)
    for message, known in (
        (Message("data services"), inputs.data_services),
        (Message("public services"), inputs.public_services),
        (Message("agencies"), inputs.agencies),
        (Message("signing certificates"), inputs.certificates),
        (Message("endpoints"), inputs.endpoints),
        (Message("meetings"), inputs.meetings),
        (Message("information systems"), inputs.systems),
    ):
        if not known:
            what = _words(out, message)
            out.say("The register has no {what}: nothing is told of them", what=what)


def _say_data_services(out: Output, summary: PlatformSummary) -> None:
    data = summary.data
    out.say("Data services: {told} in use", told=_tally(out, data.used))
    for platform, used in data.platforms.items():
        name = platform or _words(out, Message("(not told)"))
        out.say("  {name}: {told}", name=name, told=_tally(out, used))
    _say_missing(out, data)
    if summary.selection is not None:
        called = {one.service.number: one.service.name for one in data.ranked}
        out.say(
            "  within the budget: {names}; {count:.0f} copies a year for {cost}"
            " million đồng; no choice saves more than {bound:.0f}",
            names=_names([called[one] for one in summary.selection.chosen]),
            count=summary.selection.benefit / 1_000,
            cost=summary.selection.cost_vnd // _MILLION,
            bound=summary.selection.bound / 1_000,
        )
        if summary.uncosted:
            out.say(
                "  of unknown cost, and so not chosen: {names}",
                names=_names([called[one] for one in summary.uncosted]),
            )
    if data.strange_consumers:
        names = _names(data.strange_consumers)
        out.say("  consumers that are no known agency: {names}", names=names)
    if data.strange_links:
        out.say("  links that lead nowhere: {names}", names=_names(data.strange_links))


def _say_missing(out: Output, data: DataServices) -> None:
    if not data.missing:
        return
    out.say("  not used, by the paper copies a year that their use would save:")
    for one in data.ranked[:_MOST_NAMES]:
        _say_ranked(out, one)
    if len(data.ranked) > _MOST_NAMES:
        more = len(data.ranked) - _MOST_NAMES
        out.say("… and {count} more; --json shows all", count=more)
    if data.unranked:
        names = [one.service.name for one in data.unranked]
        out.say("  benefit not known: {names}", names=_names(names))


def _say_ranked(out: Output, one: RankedService) -> None:
    marks = []
    if one.benefit.is_least:
        marks.append(_words(out, Message("at least")))
    if one.benefit.is_assumed:
        marks.append(_words(out, Message("assumed")))
    copies = format_number(one.benefit.copies or 0, 0, out.language)
    needs = _names([need.name for need in one.benefit.needs]) or _DASH
    out.say(
        "  {rank}. {name}: {copies}{marks}; needed by {needs}",
        rank=one.rank,
        name=one.service.name,
        copies=copies,
        marks=f" ({', '.join(marks)})" if marks else "",
        needs=needs,
    )


def _say_public_services(
    out: Output, summary: PlatformSummary, inputs: PlatformInputs
) -> None:
    public, whole = summary.public, summary.public.whole
    counts = {level: len(found) for level, found in whole.levels.items()}
    out.say("Public services: {count}", count=_count(out, whole.services_n))
    out.say(
        "  {full} full, {partial} partial, {information} with information only,"
        " {untold} of unknown level",
        full=counts["full"],
        partial=counts["partial"],
        information=counts["information"],
        untold=counts[""],
    )
    told = _tally(out, whole.on_national_portal)
    out.say("  on the national portal: {told}", told=told)
    out.say("  paid online: {told}", told=_tally(out, whole.paid_online))
    out.say("  online dossiers: {told}", told=_share(out, whole.online))
    if public.unused_full:
        names = {one.number: one.name for one in inputs.public_services}
        out.say(
            "  ✗ {count} full services without a single online dossier: {names}",
            count=len(public.unused_full),
            names=_names([names[one] for one in public.unused_full]),
        )


def _say_offices(out: Output, summary: PlatformSummary) -> None:
    found = summary.offices
    out.say(
        "Document management: on {connected} of {tiers} tiers every agency uses it",
        connected=found.connected_tiers_n,
        tiers=found.tiers_n,
    )
    out.say("  agencies: {told}", told=_tally(out, found.whole.documents))
    out.say("  signed documents: {told}", told=_share(out, found.whole.signed))
    out.say("  mailboxes in use: {told}", told=_share(out, found.whole.mail))


def _say_certificates(out: Output, summary: PlatformSummary) -> None:
    found = summary.certificates
    counts = {state: len(some) for state, some in found.states.items()}
    out.say(
        "Signing certificates: {valid} hold, {ended} ended, {no_end} without a last"
        " day, {not_yet} not yet begun, {withdrawn} withdrawn, {impossible} impossible",
        **{state.value: _count(out, counts[state]) for state in CertificateState},
    )
    for days, ending in found.ending.items():
        out.say("  end within {days} days: {count}", days=days, count=len(ending))
    missing = [one.missing_n for one in found.agencies if one.missing_n is not None]
    if missing:
        out.say(
            "  staff without a certificate: {count}, in {agencies} agencies",
            count=_count(out, sum(missing)),
            agencies=sum(one > 0 for one in missing),
        )
    if found.unknown_agencies:
        out.say(
            "  agencies that are not in the list of agencies: {names}",
            names=_names([one.name for one in found.unknown_agencies]),
        )


def _say_conference(out: Output, summary: PlatformSummary) -> None:
    found = summary.conference
    out.say("Video conferences: {count} endpoints", count=found.endpoints_n)
    if found.endpoints_n and summary.has_communes:
        out.say(
            "  communes with an endpoint: {count} of {all}",
            count=len(found.communes_with),
            all=len(found.communes_with) + len(found.communes_without),
        )
    out.say("  encrypted: {told}", told=_tally(out, found.encrypted))
    for year in found.years:
        out.say(
            "  {year}: {count} meetings, {minutes} minutes, failed endpoints {told}",
            year=year.year or _words(out, Message("(not told)")),
            count=len(year.meetings),
            minutes=_DASH if year.minutes is None else year.minutes,
            told=_share(out, year.failures),
        )
    if found.largest_n is not None:
        capacity = summary.parameters.capacity_n
        out.say(
            "  largest meeting: {count} endpoints; the bridge takes {capacity}",
            count=found.largest_n,
            capacity=_DASH if capacity is None else capacity,
        )


def _say_systems(out: Output, summary: PlatformSummary, inputs: PlatformInputs) -> None:
    found = summary.systems
    out.say("Information systems: {count}", count=len(inputs.systems))
    for name, told in (
        ("LGSP", found.on_lgsp),
        (_words(out, Message("on a cloud")), found.on_cloud),
        ("IPv6", found.ipv6),
        ("HTTPS", found.https),
    ):
        out.say("  {name}: {told}", name=name, told=_tally(out, told))


def _words(out: Output, message: Message) -> str:
    return translate(message, out.language)


def _tally(out: Output, found: Tally) -> str:
    text = "{yes} of {known}"
    if found.unknown:
        text = "{yes} of {known}, {unknown} not known"
    values = {
        "yes": _count(out, len(found.yes)),
        "known": _count(out, found.known_n),
        "unknown": _count(out, len(found.unknown)),
    }
    return _words(out, Message(text, values))


def _share(out: Output, found: Share) -> str:
    if found.part is None or found.whole is None:
        return _words(out, Message("not known"))
    text = "{part} of {whole}"
    if found.unknown or found.impossible:
        text = "{part} of {whole}; {apart} are not counted"
    apart = len(found.unknown) + len(found.impossible)
    values = {
        "part": _count(out, found.part),
        "whole": _count(out, found.whole),
        "apart": _count(out, apart),
    }
    return _words(out, Message(text, values))


def _count(out: Output, number: int) -> str:
    """Return a number with its marks: a count of 1936 is no year."""
    return format_number(number, 0, out.language)


def _names(names: Sequence[str]) -> str:
    more = len(names) - _MOST_NAMES
    return ", ".join(names[:_MOST_NAMES]) + (f" … (+{more})" if more > 0 else "")
