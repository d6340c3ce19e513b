"""What the command line says of racks, energy, storage, security and mergers."""

from collections.abc import Mapping

from hatangso.capacity.packing import Verdict
from hatangso.capacity.racks import RackLack
from hatangso.cli.console import Output
from hatangso.errors import Message
from hatangso.language import format_money_vnd, format_shortest, translate
from hatangso.workflows.data_centres.centre_report import (
    CentreEnergy,
    CentreReport,
    CentreStorage,
)
from hatangso.workflows.data_centres.merger import Merger, OneWay
from hatangso.workflows.data_centres.new_centre import NewCentre
from hatangso.workflows.system_security import SECURITY_TITLES, SecurityReport

__all__ = ["LACKS", "say_centres", "say_merger", "say_new_centre", "say_security"]

LACKS: Mapping[RackLack, Message] = {
    RackLack.SPACE: Message("units"),
    RackLack.POWER: Message("power"),
    RackLack.FEED_LOSS: Message("power when a feed is lost"),
    RackLack.COOLING: Message("cooling"),
}
_MOST_NAMES = 12
_NONE = "\N{EN DASH}"
_VERDICTS = {
    Verdict.YES: Message("the loss is survived"),
    Verdict.NO: Message("the loss is not survived"),
    Verdict.UNKNOWN: Message("whether the loss is survived is not known"),
}


def say_centres(out: Output, report: CentreReport) -> None:
    """Print racks, energy, storage and use of clouds."""
    _say_racks(out, report)
    for energy in report.energy:
        _say_energy(out, energy)
    for storage in report.storage:
        _say_storage(out, storage)
    cloud = report.cloud
    if cloud.ratio is not None:
        out.say(
            "Systems on a cloud: {count} of {known} ({share:.0f}%); not known of"
            " {unknown}",
            count=cloud.on_cloud_n,
            known=cloud.on_cloud_n + cloud.elsewhere_n,
            share=100 * cloud.ratio,
            unknown=cloud.unknown_n,
        )
    for remark in report.remarks:
        out.say("Note: {remark}", remark=_words(out, remark))


def _words(out: Output, message: Message) -> str:
    return translate(message, out.language)


def _names(names: tuple[str, ...]) -> str:
    more = len(names) - _MOST_NAMES
    told = ", ".join(names[:_MOST_NAMES]) + (f" … (+{more})" if more > 0 else "")
    return told or _NONE


def _say_racks(out: Output, report: CentreReport) -> None:
    if not report.racks:
        return
    survive = [one.survives_feed_loss for one in report.racks]
    out.say(
        "{count} racks: {survived} survive the loss of a feed, {lost} do not, of"
        " {unknown} it is not known",
        count=len(report.racks),
        survived=survive.count(Verdict.YES),
        lost=survive.count(Verdict.NO),
        unknown=survive.count(Verdict.UNKNOWN),
    )
    for one in report.racks:
        if one.lacks:
            out.say(
                "  {rack}: too little {lacks}",
                rack=one.rack.id,
                lacks=", ".join(_words(out, LACKS[lack]) for lack in one.lacks),
            )
    fits = [one.rack for one in report.places if one.verdict is Verdict.YES]
    out.say("A further host fits into: {racks}", racks=_names(tuple(fits)))


def _say_energy(out: Output, energy: CentreEnergy) -> None:
    use, name = energy.use, energy.centre or _NONE
    if use.year_pue is not None:
        out.say(
            "{centre}: PUE {pue} over {known} of the 12 months to {month}; new centres"
            " are asked for at most {limit}",
            centre=name,
            month=use.months[-1].month,
            pue=format_shortest(use.year_pue, 2, out.language),
            known=use.known_n,
            limit=format_shortest(energy.limit_pue, 2, out.language),
        )
    elif energy.told_pue is not None:
        out.say(
            "{centre}: PUE {pue} as recorded; no month was measured",
            centre=name,
            pue=format_shortest(energy.told_pue, 2, out.language),
        )
    else:
        out.say("{centre}: the PUE is not known", centre=name)
    if use.known_n and energy.silent_n:
        out.say("  no reading of the {count} months since", count=energy.silent_n)
    if use.known_n and use.missing:
        out.say("  months that are not known: {names}", names=_names(use.missing))


def _say_storage(out: Output, storage: CentreStorage) -> None:
    out.say(
        "{centre}: {count} storage arrays, {used:.0f} of {usable:.0f} GB used;"
        " machines were given {given:.0f} GB",
        centre=storage.centre or _NONE,
        count=storage.arrays_n,
        used=storage.used_gb,
        usable=storage.usable_gb,
        given=storage.given_gb,
    )
    if storage.unknown:
        out.say(
            "  arrays of unknown size or use: {names}", names=_names(storage.unknown)
        )
    if storage.over:
        out.say("  more is used than there is: {names}", names=_names(storage.over))
    found = storage.run_out
    if found is None or not found.is_known or found.earliest_on is None:
        return
    if found.expected_on is None:
        out.say(
            "  at the growth of its machines storage lasts until {first} with 90%"
            " certainty",
            first=found.earliest_on,
        )
        return
    out.say(
        "  at the growth of its machines storage runs out on {day}, with 90%"
        " certainty between {first} and {last}",
        day=found.expected_on,
        first=found.earliest_on,
        last=found.latest_on or _words(out, Message("after the horizon")),
    )


def say_security(out: Output, report: SecurityReport) -> None:
    """Print what there is to look at in the information systems."""
    if not report.systems_n:
        return
    levels = {level: count for level, count in report.levels.items() if level}
    out.say(
        "Security levels: {levels}; without one: {none}",
        levels=", ".join(f"{name}: {count}" for name, count in levels.items()) or _NONE,
        none=report.levels.get("", 0),
    )
    for sort in report.counts:
        names = tuple(one.name for one in report.of(sort))
        out.say(
            "  {title}: {count} ({names})",
            title=_words(out, SECURITY_TITLES[sort]),
            count=len(names),
            names=_names(names),
        )


def say_merger(out: Output, merger: Merger) -> None:
    """Print what the centres need apart and together."""
    for title, way in (
        (Message("Apart"), merger.apart),
        (Message("Together"), merger.together),
    ):
        _say_way(out, _words(out, title), way)
    if merger.hosts_saved_n is None:
        out.say("How many hosts are saved is not known")
    else:
        out.say(
            "Together the machines fit on {count} hosts fewer",
            count=merger.hosts_saved_n,
        )
    if merger.saved_vnd is not None:
        out.say(
            "Together there is {money} less to buy",
            money=format_money_vnd(merger.saved_vnd, out.language),
        )


def _say_way(out: Output, title: str, way: OneWay) -> None:
    out.say(
        "{title}: {pools} groups of hosts, {hosts} hosts; the machines fit on {fewest}",
        title=title,
        pools=way.pools_n,
        hosts=way.hosts_n,
        fewest=_NONE if way.fewest_n is None else way.fewest_n,
    )
    out.say(
        "  {verdict}; to buy: {counts}, {money}",
        verdict=_words(out, _VERDICTS[way.verdict]),
        counts=_names(tuple(f"{n} \N{MULTIPLICATION SIGN} {o}" for o, n in way.counts)),
        money=_NONE
        if way.cost_vnd is None
        else format_money_vnd(way.cost_vnd, out.language),
    )
    if way.not_survived and way.pools_n > 1:
        out.say("  not survived for sure by: {names}", names=_names(way.not_survived))


def say_new_centre(out: Output, found: NewCentre) -> None:
    """Print how large a new centre is."""
    size = found.size
    if size.hosts_n:
        out.say(
            "{count} hosts of the offer {offer}, {spare:.0f} of them to spare",
            count=size.hosts_n,
            offer=found.offer.id,
            spare=found.parameters.spare_hosts,
        )
    out.say(
        "{count} racks, {it:.0f} kW of computers, {total:.0f} kW in all at a PUE of"
        " {pue:g}, {floor:.0f} m2",
        count=size.racks_n,
        it=size.it_kw,
        total=size.total_kw,
        pue=found.parameters.design_pue,
        floor=size.floor_m2,
    )
    if size.wanted_rack_kw is not None:
        out.say(
            "With the power that is wanted each rack may have {power:.1f} kW",
            power=size.wanted_rack_kw,
        )
    out.say(
        "Cost: {money} (building, power and cooling {building}; racks {racks}; hosts"
        " {hosts})",
        money=format_money_vnd(size.cost_vnd, out.language),
        building=format_money_vnd(size.building_vnd, out.language),
        racks=format_money_vnd(size.racks_vnd, out.language),
        hosts=format_money_vnd(size.hosts_vnd, out.language),
    )
    out.say(
        "Densities and prices are assumed: the table [sizing] of parameters.toml says"
        " otherwise"
    )
