"""What the command line says of data centres."""

from datetime import date

from hatangso.capacity.failover import Failover, Loss
from hatangso.capacity.packing import Proof, Verdict
from hatangso.capacity.purchase import Purchase
from hatangso.capacity.run_out import RunOut
from hatangso.capacity.utilisation import ResourceUse
from hatangso.cli.console import Output
from hatangso.errors import Message
from hatangso.language import translate
from hatangso.model.data_centre import Resource
from hatangso.workflows.capacity import CapacitySummary, NewSystem, PoolReport

__all__ = ["say_capacity"]

_MOST_LOSSES = 5
_MOST_NAMES = 12
_RESOURCES = {
    Resource.CORES: Message("processors"),
    Resource.MEMORY: Message("memory (GB)"),
    Resource.DISK: Message("disk (GB)"),
}
_PROOFS = {
    Proof.TOO_LARGE: Message("a machine is larger than every host that is left"),
    Proof.TOTAL: Message("all machines together take more than the hosts have"),
    Proof.APART: Message("more machines must be apart than there are hosts"),
    Proof.SEARCH: Message("every way to place them was excluded"),
    Proof.PLACES: Message("a size is not known"),
    Proof.OPEN: Message("the search was given up"),
}
_MILLION = 1_000_000
_NONE = "\N{EN DASH}"


def say_capacity(out: Output, summary: CapacitySummary) -> None:
    """Print how every pool of hosts stands."""
    for report in summary.pools:
        _say_pool(out, report)
    out.say("Information systems in the register: {count}", count=summary.systems_n)
    for remark in summary.remarks:
        out.say("Note: {remark}", remark=_words(out, remark))
    out.say(
        "Assumed: {cores:g} vCPUs for each core, {memory:g} GB for each GB of memory;"
        " the table [capacity] of parameters.toml says otherwise",
        cores=summary.parameters.cores_overcommit,
        memory=summary.parameters.memory_overcommit,
    )


def _say_pool(out: Output, report: PoolReport) -> None:
    if report.name:
        out.say("{name}", name=report.name)
    out.say(
        "{hosts} hosts, {machines} virtual machines",
        hosts=report.hosts_n,
        machines=report.machines_n,
    )
    for use in report.utilisation.total:
        _say_use(out, use)
    _say_failover(out, report.failover)
    _say_fewest(out, report)
    _say_more(out, report)
    if report.new_system:
        _say_new(out, report.new_system)
    if report.purchase:
        _say_purchase(out, report.purchase)
    for resource, found in report.run_outs.items():
        _say_run_out(out, resource, found)
    for remark in report.remarks:
        out.say("Note: {remark}", remark=_words(out, remark))


def _words(out: Output, message: Message) -> str:
    return translate(message, out.language)


def _names(names: tuple[str, ...]) -> str:
    more = len(names) - _MOST_NAMES
    return ", ".join(names[:_MOST_NAMES]) + (f" … (+{more})" if more > 0 else "")


def _say_use(out: Output, use: ResourceUse) -> None:
    name = _words(out, _RESOURCES[use.resource])
    if use.room is None or use.used_ratio is None:
        out.say(
            "  {resource}: {given:.0f} given; how much there is is not known",
            resource=name,
            given=use.given,
        )
        return
    out.say(
        "  {resource}: {given:.0f} of {room:.0f} given ({share:.0f}%);"
        " {overcommit:.2f} for each one that the hosts have",
        resource=name,
        given=use.given,
        room=use.room,
        share=100 * use.used_ratio,
        overcommit=use.overcommit,
    )


def _say_failover(out: Output, found: Failover) -> None:
    if found.verdict is Verdict.YES:
        out.say(
            "✓ the loss of any hosts, {lost} at once, is survived: in each of {sets}"
            " cases every machine has a place",
            lost=found.lost_n,
            sets=found.sets_n,
        )
        return
    if found.verdict is Verdict.NO:
        out.say(
            "✗ the loss of hosts, {lost} at once, is not survived", lost=found.lost_n
        )
    else:
        out.say(
            "? whether the loss of hosts, {lost} at once, is survived is not known;"
            " {looked} of {sets} cases were looked at",
            lost=found.lost_n,
            looked=found.looked_at_n,
            sets=found.sets_n,
        )
    for loss in found.losses[:_MOST_LOSSES]:
        _say_loss(out, loss)
    if len(found.losses) > _MOST_LOSSES:
        more = len(found.losses) - _MOST_LOSSES
        out.say("… and {count} more; --json shows all", count=more)


def _say_loss(out: Output, loss: Loss) -> None:
    out.say(
        "  without {hosts}: {reason}; without a place: {machines}",
        hosts=", ".join(loss.hosts) or _NONE,
        reason=_words(out, _PROOFS[loss.proof]),
        machines=_names(loss.homeless) or _NONE,
    )


def _say_fewest(out: Output, report: PoolReport) -> None:
    if report.fewest_hosts_n is None:
        out.say("The machines do not all fit on the hosts that there are")
        return
    out.say(
        "The machines fit on {count} hosts; fewer than {bound} are proven too few",
        count=report.fewest_hosts_n,
        bound=report.fewest_bound_n,
    )


def _say_more(out: Output, report: PoolReport) -> None:
    out.say(
        "Beside those of today, {count} more machines of the typical size fit",
        count=report.more_n,
    )
    more = report.more_with_loss
    if more.count_n is not None:
        out.say(
            "So that a loss is survived, all moving: {count} more; more than {bound}"
            " are proven too many",
            count=more.count_n,
            bound=more.bound_n,
        )


def _say_new(out: Output, found: NewSystem) -> None:
    places = ", ".join(f"{name} → {host}" for name, host in found.today.moved)
    if found.today.verdict is Verdict.YES:
        out.say("✓ the new system fits today: {places}", places=places)
    elif found.today.verdict is Verdict.NO:
        out.say(
            "✗ the new system does not fit today; without a place: {machines}",
            machines=_names(found.today.homeless) or _NONE,
        )
    else:
        out.say("? whether the new system fits today is not known")
    out.say("With the new system:")
    _say_failover(out, found.with_loss)


def _say_purchase(out: Output, found: Purchase) -> None:
    if found.too_large:
        out.say(
            "No host on offer is large enough for: {machines}",
            machines=_names(found.too_large),
        )
    elif found.cost_vnd is None:
        out.say("What to buy was not found; it costs {cost} million đồng at least",
                cost=found.bound_vnd // _MILLION)  # fmt: skip
    elif not found.cost_vnd:
        out.say(
            "Nothing to buy: with every machine free to move, the known hosts are"
            " enough"
        )
    else:
        named = ", ".join(
            f"{count} \N{MULTIPLICATION SIGN} {name}" for name, count in found.counts
        )
        out.say(
            "To survive it, buy {hosts}: {cost} million đồng at assumed or own prices;"
            " for less than {bound} million it is proven impossible",
            hosts=named,
            cost=found.cost_vnd // _MILLION,
            bound=found.bound_vnd // _MILLION,
        )


def _say_run_out(out: Output, resource: Resource, found: RunOut) -> None:
    name = _words(out, _RESOURCES[resource])
    if not found.is_known:
        out.say(
            "When {resource} runs out is not known: {count} points, three are needed",
            resource=name,
            count=found.points_n,
        )
        return
    if found.earliest_on is None:
        out.say(
            "{resource} does not run out before {day}",
            resource=name,
            day=found.horizon_on,
        )
        return
    out.say(
        "{resource} runs out on {day}, with 90% certainty between {first} and {last};"
        " it grows by {growth:.0f} a year",
        resource=name,
        day=_day(out, found.expected_on),
        first=_day(out, found.earliest_on),
        last=_day(out, found.latest_on),
        growth=found.per_year,
    )


def _day(out: Output, day: date | None) -> object:
    return day or _words(out, Message("after the horizon"))
