"""What is not as it should be in data centres, and in the systems that they carry.

Losses of hosts are told as far as a quick look proves them: a place for every machine,
or a total that is too large. What only a search can tell is left to the page.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

import numpy as np

from hatangso.capacity.failover import Failover, failover
from hatangso.capacity.packing import Verdict
from hatangso.capacity.pool import Pool, make_pool
from hatangso.capacity.program import Effort
from hatangso.capacity.racks import RackLack
from hatangso.capacity.utilisation import utilisation
from hatangso.errors import Message
from hatangso.model.concern import Concern, Severity
from hatangso.model.data_centre import Resource
from hatangso.workflows.capacity_inputs import Centre, centre_of, read_parameters
from hatangso.workflows.concerns.concern_facts import ConcernFacts
from hatangso.workflows.data_centres.centre_records import is_there, text_of
from hatangso.workflows.data_centres.centre_report import (
    CentreEnergy,
    CentreReport,
    CentreStorage,
    centre_report,
)
from hatangso.workflows.system_security import (
    SECURITY_TITLES,
    SecurityReport,
    SecuritySort,
    read_security_parameters,
    security_report,
)

__all__ = ["centre_concerns", "concerns", "pool_concerns", "security_concerns"]

_COMPONENT = "TTDL"
_PAGE = "/he-thong/trung-tam-du-lieu"
# First fit and sums only: nothing that searches.
QUICK = Effort(nodes=0, variables=0, losses=200)
_MOST_NAMES = 3
_RESOURCES = {
    Resource.CORES: Message("processors"),
    Resource.MEMORY: Message("memory (GB)"),
    Resource.DISK: Message("disk (GB)"),
}
_RACKS: Mapping[RackLack, tuple[Severity, Message, Message]] = {
    RackLack.SPACE: (
        Severity.NOTICE,
        Message("Racks with more units used than there are"),
        Message("{used:g} of {height:g} U used"),
    ),
    RackLack.POWER: (
        Severity.CRITICAL,
        Message("Racks over the power of their feeds"),
        Message("{load:g} kW drawn, {power:g} kW of all feeds"),
    ),
    RackLack.FEED_LOSS: (
        Severity.WARNING,
        Message("Racks that do not survive the loss of a feed"),
        Message("{load:g} kW drawn, {feeds} feeds of {power:g} kW together"),
    ),
    RackLack.COOLING: (
        Severity.CRITICAL,
        Message("Racks over their cooling"),
        Message("{load:g} kW drawn, {cooling:g} kW can be taken away"),
    ),
}
_SYSTEMS = {
    SecuritySort.NO_LEVEL: Severity.WARNING,
    SecuritySort.NO_APPROVAL: Severity.WARNING,
    SecuritySort.REVIEW_PASSED: Severity.WARNING,
    SecuritySort.NO_BACKUP: Severity.CRITICAL,
    SecuritySort.BACKUP_NOT_ELSEWHERE: Severity.WARNING,
    SecuritySort.BACKUP_OLD: Severity.WARNING,
    SecuritySort.LICENCE_ENDED: Severity.WARNING,
    SecuritySort.CERTIFICATE_ENDED: Severity.CRITICAL,
    SecuritySort.CERTIFICATE_ENDING: Severity.WARNING,
}


def concerns(facts: ConcernFacts) -> Iterable[Concern]:
    """Return what is not as it should be in the centres and systems of a province."""
    if facts.records("host"):
        yield from _hosts(facts, centre_of(facts.records, is_together=False))
    yield from _warranties(facts)
    yield from centre_concerns(
        centre_report(facts.records, facts.directory, today=facts.today)
    )
    yield from security_concerns(
        security_report(
            facts.records("information_system"),
            read_security_parameters(facts.directory),
            today=facts.today,
        )
    )


def _warranties(facts: ConcernFacts) -> Iterator[Concern]:
    for kind, title in (
        ("host", Message("Hosts whose warranty has ended")),
        ("storage_array", Message("Storage arrays whose warranty has ended")),
    ):
        for one in facts.records(kind):
            day = one.values.get("warranty_on")
            if is_there(one.values) and isinstance(day, date) and day < facts.today:
                key = text_of(one.values, "id")
                told = Message("warranty until {day}", {"day": day})
                sort = f"{kind}_warranty_ended"
                yield _concern(sort, Severity.NOTICE, title, told, (kind, key))


def _hosts(facts: ConcernFacts, centre: Centre) -> Iterator[Concern]:
    parameters = read_parameters(facts.directory)
    for name, machines in sorted(centre.machines.items()):
        hosts = [host for host in centre.hosts if host.pool == name]
        resources = [
            one
            for one in Resource
            if one is not Resource.DISK or name not in centre.on_arrays
        ]
        pool = make_pool(hosts, machines, parameters, resources)
        lost_n = min(1, len(hosts))
        yield from pool_concerns(
            name, pool, failover(pool, lost_n=lost_n, effort=QUICK)
        )


def pool_concerns(name: str, pool: Pool, found: Failover) -> tuple[Concern, ...]:
    """Return what is not as it should be with the hosts of a pool.

    Args:
        name: Of the pool; empty for the only one.
        pool: Hosts and machines.
        found: What the loss of one host does, as far as it is known.
    """
    return (*_full_hosts(pool), *_odd_machines(pool), *_losses(name, found))


def _concern(
    sort: str,
    severity: Severity,
    title: Message,
    message: Message,
    record: tuple[str, str],
) -> Concern:
    kind, key = record
    return Concern(_COMPONENT, sort, severity, title, message, kind, key, key)


def _full_hosts(pool: Pool) -> Iterator[Concern]:
    for one in utilisation(pool).hosts:
        over = [use for use in one.uses if (use.used_ratio or 0) > 1]
        for use in over[:1]:
            text = "{share:.0f}% of {resource} that may be given is given"
            values = {
                "share": 100 * (use.used_ratio or 0),
                "resource": _RESOURCES[use.resource],
            }
            yield _concern(
                "host_overfull",
                Severity.WARNING,
                Message("Hosts on which more is given than may be"),
                Message(text, values),
                ("host", one.host),
            )
    for host, is_known in zip(pool.hosts, pool.is_known, strict=True):
        if not is_known:
            yield _concern(
                "host_unknown",
                Severity.NOTICE,
                Message("Hosts of unknown capacity"),
                Message("processors, memory or disk are not told"),
                ("host", host.id),
            )


def _odd_machines(pool: Pool) -> Iterator[Concern]:
    fits = np.all(pool.room >= pool.load[:, None, :], axis=2).any(axis=1)
    for at, machine in enumerate(pool.machines if pool.hosts else ()):
        if not pool.is_sized[at]:
            yield _concern(
                "machine_unsized",
                Severity.NOTICE,
                Message("Virtual machines of unknown size"),
                Message("what it was given is not told"),
                ("virtual_machine", machine.id),
            )
        elif pool.is_known.all() and not fits[at]:
            yield _concern(
                "machine_too_large",
                Severity.WARNING,
                Message("Virtual machines larger than every host"),
                Message("{machine} is larger than every host", {"machine": machine.id}),
                ("virtual_machine", machine.id),
            )


def _losses(name: str, found: Failover) -> Iterator[Concern]:
    for loss in found.losses:
        if loss.verdict is not Verdict.NO or not loss.hosts:
            continue
        more = " …" if len(loss.homeless) > _MOST_NAMES else ""
        values = {
            "host": ", ".join(loss.hosts),
            "count": len(loss.homeless),
            "names": ", ".join(loss.homeless[:_MOST_NAMES]) + more,
        }
        text = "without {host} not all machines find a place: {count} left ({names})"
        yield _concern(
            "host_loss_not_survived",
            Severity.CRITICAL,
            Message("Hosts whose loss is not survived"),
            Message(text, values),
            ("host", loss.hosts[0]),
        )
    if found.verdict is Verdict.UNKNOWN:
        yield Concern(
            _COMPONENT,
            "host_loss_unknown",
            Severity.NOTICE,
            Message("Centres whose loss of a host a quick look cannot judge"),
            Message("the page of data centres searches for a place for each"),
            name=name,
            address=f"{_PAGE}#chiu-hong",
        )


def centre_concerns(report: CentreReport) -> tuple[Concern, ...]:
    """Return what is not as it should be with racks, energy and storage."""
    return (
        *_rack_concerns(report),
        *(c for one in report.energy for c in _energy_concerns(one)),
        *(c for one in report.storage for c in _storage_concerns(one)),
    )


def _rack_concerns(report: CentreReport) -> Iterator[Concern]:
    for state in report.racks:
        rack = state.rack
        values = {
            "used": rack.used_u,
            "height": rack.height_u,
            "load": rack.load_kw,
            "power": rack.power_kw or 0.0,
            "feeds": rack.feeds,
            "cooling": rack.cooling_kw,
        }
        for lack in state.lacks:
            severity, title, message = _RACKS[lack]
            told = Message(message.text, values)
            if lack is RackLack.FEED_LOSS and RackLack.POWER in state.lacks:
                continue
            yield _concern(f"rack_{lack}", severity, title, told, ("rack", rack.id))
        if state.survives_feed_loss is Verdict.UNKNOWN:
            yield _concern(
                "rack_feed_unknown",
                Severity.NOTICE,
                Message("Racks of which the loss of a feed cannot be judged"),
                Message("load, power or feeds are not told"),
                ("rack", rack.id),
            )


def _energy_concerns(energy: CentreEnergy) -> Iterator[Concern]:
    use = energy.use
    pue = energy.told_pue if use.year_pue is None else use.year_pue
    if pue is not None and energy.is_above:
        text = "PUE {pue:.2f} over {known} months; new centres: at most {limit:g}"
        if use.year_pue is None:
            text = "recorded PUE {pue:.2f}, unmeasured; new centres: at most {limit:g}"
        values = {"pue": pue, "known": use.known_n, "limit": energy.limit_pue}
        # What is asked of new centres is no fault of an old one.
        yield _concern(
            "pue_high",
            Severity.NOTICE,
            Message("Centres above the PUE that is asked of new ones"),
            Message(text, values),
            ("data_centre", energy.centre),
        )
    unknown_n = len(use.missing) + energy.silent_n
    if unknown_n:
        yield _concern(
            "pue_months_missing",
            Severity.NOTICE,
            Message("Centres with months of unknown energy"),
            Message("{count} months are not known", {"count": unknown_n}),
            ("data_centre", energy.centre),
        )


def _storage_concerns(storage: CentreStorage) -> Iterator[Concern]:
    for names, sort, severity, title in (
        (
            storage.over,
            "storage_overfull",
            Severity.CRITICAL,
            Message("Storage of which more is used than there is"),
        ),
        (
            storage.unknown,
            "storage_unknown",
            Severity.NOTICE,
            Message("Storage of unknown size or use"),
        ),
    ):
        for name in names:
            yield _concern(sort, severity, title, title, ("storage_array", name))


def security_concerns(report: SecurityReport) -> tuple[Concern, ...]:
    """Return what there is to look at in information systems."""
    gaps: Sequence[Concern] = [
        Concern(
            _COMPONENT,
            f"system_{one.sort}",
            _SYSTEMS.get(one.sort, Severity.NOTICE),
            SECURITY_TITLES[one.sort],
            one.message,
            "information_system",
            one.key,
            one.name,
        )
        for one in report.gaps
    ]
    return tuple(gaps)
