"""How full a province's data centres are, what they survive, and what to buy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path

import numpy as np

from hatangso.capacity.consolidation import (
    MoreMachines,
    fewest_hosts,
    more_in_place,
    most_more,
)
from hatangso.capacity.failover import Failover, Loss, Moves, after_loss, failover
from hatangso.capacity.growth import growth_of
from hatangso.capacity.packing import Verdict
from hatangso.capacity.placing import PackingProblem
from hatangso.capacity.pool import CapacityParameters, Pool, load_of, make_pool
from hatangso.capacity.program import Effort
from hatangso.capacity.purchase import Purchase, least_purchase
from hatangso.capacity.run_out import RunOut, run_out
from hatangso.capacity.utilisation import Utilisation, utilisation
from hatangso.errors import Message, OutOfRangeError
from hatangso.model.data_centre import Host, HostOffer, Resource, VirtualMachine
from hatangso.units import IntArray
from hatangso.workflows.capacity_inputs import (
    Centre,
    History,
    centre_of,
    named,
    read_centre,
    read_history,
    read_new_machines,
    read_offers,
    read_parameters,
)
from hatangso.workflows.data_centres.centre_records import Records

__all__ = [
    "CapacityRequest",
    "CapacitySummary",
    "Fullness",
    "NewSystem",
    "PoolReport",
    "capacity_of",
    "fullness_of",
]

_DAYS_PER_YEAR = 365.25


@dataclass(frozen=True)
class CapacityRequest:
    """What is asked.

    Attributes:
        lost_n: How many hosts are lost at once.
        moves: Which machines may move after a loss.
        new_machines: CSV table of a system that is to come; None for none.
        new: Machines of a system that is to come, beside those of the table.
        history: CSV table of what was used; None for none.
        is_together: Whether machines may move between centres and clusters.
        resources: What is counted.
        today: The day up to which machines count that were installed; None: their
            growth is not asked for.
    """

    lost_n: int = 1
    moves: Moves = Moves.ALL
    new_machines: Path | None = None
    history: Path | None = None
    is_together: bool = False
    resources: tuple[Resource, ...] = tuple(Resource)
    today: date | None = None
    new: tuple[VirtualMachine, ...] = ()


@dataclass(frozen=True)
class NewSystem:
    """Whether a new system fits.

    Attributes:
        today: Where its machines go while all others stay.
        with_loss: Whether the pool then survives the loss that is asked.
    """

    today: Loss
    with_loss: Failover


@dataclass(frozen=True)
class Fullness:
    """How full a pool of hosts is: what is told without a search.

    Attributes:
        name: Centre and cluster; empty for the only one.
        more_n: So many machines of the typical size fit while the others stay.
        run_outs: By resource, when there is a history and the room is known.
        remarks: What the reader should know.
        is_by_installation: Whether the history is that of the days on which the
            machines were installed, since no other was given.
    """

    name: str
    hosts_n: int
    machines_n: int
    utilisation: Utilisation
    more_n: int
    run_outs: Mapping[Resource, RunOut]
    remarks: tuple[Message, ...]
    is_by_installation: bool


@dataclass(frozen=True)
class PoolReport(Fullness):
    """How a pool of hosts stands.

    Attributes:
        fewest_hosts_n: On so few hosts its machines fit; None when they do not.
        fewest_bound_n: On fewer they do not.
        more_with_loss: How many fit so that the loss is survived, all moving.
        purchase: What to buy to survive it; None when it is survived.
    """

    failover: Failover
    fewest_hosts_n: int | None
    fewest_bound_n: int
    more_with_loss: MoreMachines
    new_system: NewSystem | None
    purchase: Purchase | None


@dataclass(frozen=True)
class CapacitySummary:
    """How the data centres of a province stand."""

    pools: tuple[PoolReport, ...]
    systems_n: int
    remarks: tuple[Message, ...]
    parameters: CapacityParameters
    offers: tuple[HostOffer, ...]


def capacity_of(
    directory: Path,
    request: CapacityRequest,
    *,
    effort: Effort | None = None,
    records: Records | None = None,
) -> CapacitySummary:
    """Return how full the data centres are, what they survive, and what to buy.

    Args:
        directory: The province directory.
        request: What is asked.
        effort: When proofs are given up.
        records: Returns the records of a kind; None: those of its register.

    Raises:
        NotFoundError: It is no province directory, or its register has no hosts.
        InvalidInputError: A file cannot be used; it carries the findings.
        OutOfRangeError: More hosts are lost than there are.
    """
    study = _Study.of(directory, request, effort or Effort(), records)
    centre = study.centre
    largest = max(
        sum(one.pool == name for one in centre.hosts) for name in centre.machines
    )
    if request.lost_n > largest:
        raise OutOfRangeError(
            "the number of lost hosts must be 0 to {hosts}; it is {lost}",
            hosts=largest,
            lost=request.lost_n,
        )
    pools = [study.report(*pool) for pool in study.pools()]
    remarks = centre.remarks
    if study.history and len(pools) > 1:
        text = "the history is that of all centres: ask with --together to use it"
        remarks = (*remarks, Message(text))
        pools = [
            one if one.is_by_installation else replace(one, run_outs={})
            for one in pools
        ]
    return CapacitySummary(
        tuple(pools), centre.systems_n, remarks, study.parameters, study.offers
    )


def fullness_of(
    directory: Path, request: CapacityRequest, *, records: Records
) -> tuple[tuple[Fullness, ...], tuple[Message, ...]]:
    """Return how full each pool is, without any search, and what else to know.

    Args:
        directory: The province directory, for its parameters.
        request: What is asked; losses are not looked at.
        records: Returns the records of a kind.

    Raises:
        NotFoundError: There are no hosts.
        InvalidInputError: A file cannot be used; it carries the findings.
    """
    study = _Study.of(directory, request, Effort(), records)
    pools = tuple(study.fullness(*pool) for pool in study.pools())
    return pools, study.centre.remarks


@dataclass(frozen=True)
class _Study:
    request: CapacityRequest
    centre: Centre
    parameters: CapacityParameters
    offers: tuple[HostOffer, ...]
    new: tuple[VirtualMachine, ...]
    history: History
    effort: Effort

    @staticmethod
    def of(
        directory: Path,
        request: CapacityRequest,
        effort: Effort,
        records: Records | None,
    ) -> "_Study":
        """Read all that the request needs."""
        if records is None:
            centre = read_centre(directory, is_together=request.is_together)
        else:
            centre = centre_of(records, is_together=request.is_together)
        listed = read_new_machines(request.new_machines) if request.new_machines else ()
        return _Study(
            request,
            centre,
            read_parameters(directory),
            read_offers(directory),
            (*listed, *request.new),
            read_history(request.history) if request.history else {},
            effort,
        )

    def pools(self) -> list[tuple[str, list[Host], tuple[VirtualMachine, ...]]]:
        """Return name, hosts and machines of each pool."""
        return [
            (name, [one for one in self.centre.hosts if one.pool == name], machines)
            for name, machines in sorted(self.centre.machines.items())
        ]

    def pool(self, hosts: Sequence[Host], machines: Sequence[VirtualMachine]) -> Pool:
        resources: Sequence[Resource] = self.request.resources
        if any(host.pool in self.centre.on_arrays for host in hosts):
            resources = [one for one in resources if one is not Resource.DISK]
        return make_pool(hosts, machines, self.parameters, resources)

    def fullness(
        self, name: str, hosts: Sequence[Host], machines: Sequence[VirtualMachine]
    ) -> Fullness:
        pool = self.pool(hosts, machines)
        use = utilisation(pool)
        run_outs, grown = self.run_outs(pool, use)
        arrays = self.centre.on_arrays.get(name, ())
        remarks = _remarks(pool, use, self.request.resources, arrays)
        return Fullness(
            name,
            len(hosts),
            len(machines),
            use,
            self.more(pool),
            run_outs,
            (*remarks, *([grown] if grown else [])),
            grown is not None,
        )

    def report(
        self, name: str, hosts: Sequence[Host], machines: Sequence[VirtualMachine]
    ) -> PoolReport:
        pool = self.pool(hosts, machines)
        full = self.fullness(name, hosts, machines)
        survived = self.failover(pool)
        fewest = fewest_hosts(_whole(pool), self.effort)
        purchase = None
        if survived.verdict is not Verdict.YES and pool.resources:
            purchase = least_purchase(
                pool,
                self.offers,
                self.parameters,
                lost_n=self.lost_n(pool),
                effort=self.effort,
            )
        return PoolReport(
            **{item.name: getattr(full, item.name) for item in fields(full)},
            failover=survived,
            fewest_hosts_n=fewest.hosts_n,
            fewest_bound_n=fewest.bound_n,
            more_with_loss=self.more_with_loss(pool),
            new_system=self.new_system(hosts, machines) if self.new else None,
            purchase=purchase,
        )

    def lost_n(self, pool: Pool) -> int:
        return min(self.request.lost_n, len(pool.hosts))

    def failover(self, pool: Pool) -> Failover:
        return failover(
            pool,
            lost_n=self.lost_n(pool),
            moves=self.request.moves,
            effort=self.effort,
        )

    def more(self, pool: Pool) -> int:
        """Return how many typical machines fit today while the others stay."""
        size = self.typical(pool)
        if not size.any():
            return 0
        room = pool.room.copy()
        placed = pool.host_of >= 0
        np.subtract.at(room, pool.host_of[placed], pool.load[placed])
        left = PackingProblem(np.maximum(room, 0), pool.load[:0], pool.group[:0])
        return more_in_place(left, size)

    def more_with_loss(self, pool: Pool) -> MoreMachines:
        """Return how many typical machines fit so that the loss is survived."""
        size = self.typical(pool)
        if not size.any():
            return MoreMachines(None, 0)
        return most_more(_whole(pool), size, self.effort, lost_n=self.lost_n(pool))

    def typical(self, pool: Pool) -> IntArray:
        return np.array(load_of(self.parameters.typical, pool.resources))

    def new_system(
        self, hosts: Sequence[Host], machines: Sequence[VirtualMachine]
    ) -> NewSystem:
        asked = self.pool(hosts, [*machines, *self.new])
        today = after_loss(asked, (), moves=Moves.EVICTED, effort=self.effort)
        names = {machine.id for machine in self.new}
        moved = tuple(pair for pair in today.moved if pair[0] in names)
        places = dict(moved)
        placed = [replace(m, host_id=places.get(m.id, "")) for m in self.new]
        return NewSystem(
            replace(
                today,
                moved=moved,
                homeless=tuple(name for name in today.homeless if name in names),
            ),
            self.failover(self.pool(hosts, [*machines, *placed])),
        )

    def run_outs(
        self, pool: Pool, use: Utilisation
    ) -> tuple[dict[Resource, RunOut], Message | None]:
        """Return when resources run out; and what to say of growth by installation."""
        history: Mapping[Resource, Mapping[date, float]] = self.history
        told = None
        if not history and self.request.today is not None:
            dates = self.centre.installed_on
            # Where a host is unknown, the others and their machines still tell.
            counted = zip(pool.machines, pool.is_on_unknown, strict=True)
            growth = growth_of(
                [(one, dates.get(one.id)) for one, is_out in counted if not is_out],
                today=self.request.today,
                months_n=round(self.parameters.growth_months),
                least_dated_ratio=self.parameters.growth_dated_ratio,
            )
            history = growth.series
            told = Message(
                "growth is that of the days on which machines were installed, since no"
                " history was given: {dated} have one, {undated} have none and count"
                " from the first day on; what was removed since is not in it",
                {"dated": growth.dated_n, "undated": growth.undated_n},
            )
        if self.history and not pool.is_known.all():
            return {}, told
        horizon_n = round(self.parameters.horizon_years * _DAYS_PER_YEAR)
        return {
            one.resource: run_out(
                history[one.resource], bound=one.room, horizon_n=horizon_n
            )
            for one in use.total
            if one.room is not None and one.resource in history
        }, told


def _whole(pool: Pool) -> PackingProblem:
    """Return all that is known of a pool as if nothing stood anywhere."""
    seeks = ~pool.is_on_unknown
    return PackingProblem(pool.room[pool.is_known], pool.load[seeks], pool.group[seeks])


def _remarks(
    pool: Pool,
    use: Utilisation,
    resources: Sequence[Resource],
    arrays: Sequence[str],
) -> list[Message]:
    hosts = [host.id for host in pool.hosts]
    machines = [machine.id for machine in pool.machines]
    fits = np.all(pool.room >= pool.load[:, None, :], axis=2).any(axis=1)
    sizes = [
        (Message("not counted, since no host has any: {names}"),
         [str(o) for o in resources if o not in pool.resources and not arrays]),
        (Message("disks of machines lie on shared storage, and count there: {names}"),
         arrays),
        (Message("hosts of unknown capacity, counted neither full nor empty: {names}"),
         [n for n, known in zip(hosts, pool.is_known, strict=True) if not known]),
        (Message("machines of unknown size, which count as nothing: {names}"),
         [n for n, sized in zip(machines, pool.is_sized, strict=True) if not sized]),
        (Message("machines larger than every host: {names}"),
         [n for n, one in zip(machines, fits, strict=True) if not one]),
        (Message("hosts on which more is given than may be: {names}"),
         [one.host for one in use.hosts if one.is_overfull]),
    ]  # fmt: skip
    return [one for sentence, names in sizes for one in named(sentence, names)]
