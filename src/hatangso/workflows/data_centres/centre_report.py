"""Racks, energy and storage of the data centres of a province."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hatangso.capacity.energy import EnergyUse, energy_use, month_after, months_between
from hatangso.capacity.growth import growth_of
from hatangso.capacity.pool import CapacityParameters
from hatangso.capacity.racks import (
    RackParameters,
    RackPlace,
    RackState,
    places_for,
    rack_state,
)
from hatangso.capacity.run_out import RunOut, run_out
from hatangso.errors import Message
from hatangso.model.data_centre import Resource, VirtualMachine
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.workflows.capacity_inputs import named, read_parameters
from hatangso.workflows.data_centres.centre_parameters import read_rack_parameters
from hatangso.workflows.data_centres.centre_records import (
    Records,
    arrays_of,
    is_there,
    number_of,
    racks_of,
    readings_of,
    text_of,
)
from hatangso.workflows.register.register_tables import register_view

__all__ = [
    "CentreEnergy",
    "CentreReport",
    "CentreStorage",
    "CloudUse",
    "centre_report",
    "read_centre_report",
]

_DAYS_PER_YEAR = 365.25


@dataclass(frozen=True)
class CentreEnergy:
    """How efficient a centre is.

    Attributes:
        centre: Code of the centre; empty when the readings name none.
        told_pue: What the record of the centre says; None when it says nothing.
        use: Month by month, up to the last one that was read.
        silent_n: Months that are over since then, without a reading.
        limit_pue: What is asked of new centres.
        is_above: Whether the year is above it; None when no month is known.
    """

    centre: str
    told_pue: float | None
    use: EnergyUse
    silent_n: int
    limit_pue: float
    is_above: bool | None


@dataclass(frozen=True)
class CentreStorage:
    """Storage of a centre: arrays beside the disks of hosts.

    Attributes:
        arrays_n: Arrays that stand there.
        usable_gb: Of the arrays, as far as told.
        used_gb: Of the arrays of which both are told.
        used_ratio: Of those; None when there are none.
        unknown: Arrays of which one of both is not told.
        over: Arrays on which more is used than there is.
        host_gb: What the disks of the hosts may give.
        given_gb: What the machines of the centre were given.
        room_gb: What arrays and disks may give together; None when something of it
            is not told.
        run_out: When the growth of the machines' disks meets the room; None when that
            is not told.
    """

    centre: str
    arrays_n: int
    usable_gb: float
    used_gb: float
    used_ratio: float | None
    unknown: tuple[str, ...]
    over: tuple[str, ...]
    host_gb: float
    given_gb: float
    room_gb: float | None
    run_out: RunOut | None


@dataclass(frozen=True)
class CloudUse:
    """How many information systems run on a cloud."""

    on_cloud_n: int
    elsewhere_n: int
    unknown_n: int

    @property
    def ratio(self) -> float | None:
        """Share of those of which it is known; None when it is of none."""
        known_n = self.on_cloud_n + self.elsewhere_n
        return self.on_cloud_n / known_n if known_n else None


@dataclass(frozen=True)
class CentreReport:
    """What the centres have beside hosts and machines.

    Attributes:
        places: Where a further host of the parameters' size would fit.
    """

    racks: tuple[RackState, ...]
    places: tuple[RackPlace, ...]
    rack_parameters: RackParameters
    energy: tuple[CentreEnergy, ...]
    storage: tuple[CentreStorage, ...]
    cloud: CloudUse
    remarks: tuple[Message, ...]


def read_centre_report(
    directory: Path, *, today: date, host: tuple[float, float] | None = None
) -> CentreReport:
    """Return the report of the register of a province.

    Args:
        directory: The province directory.
        today: The day that ends the last month.
        host: Height in U and power in kW of a further host; None: the parameters'.

    Raises:
        NotFoundError: It is no province directory.
        InvalidInputError: A table or the parameters cannot be used.
        OutOfRangeError: A parameter is out of its range.
    """
    with register_view(directory, shipped_kinds()) as view:
        return centre_report(view.records, directory, today=today, host=host)


def centre_report(
    records: Records,
    directory: Path,
    *,
    today: date,
    host: tuple[float, float] | None = None,
) -> CentreReport:
    """Return racks, energy and storage of the centres.

    Args:
        records: Returns the records of a kind.
        directory: The province directory, for its parameters.
        today: The last month that counts is the one before this day's.
        host: Height in U and power in kW of a further host; None: the parameters'.

    Raises:
        InvalidInputError: The parameters cannot be used.
        OutOfRangeError: A parameter, or the host, is out of its range.
    """
    parameters = read_rack_parameters(directory)
    racks = racks_of(records)
    height_u, power_kw = host or (parameters.new_host_u, parameters.new_host_kw)
    energy, others = _energy(records, today, parameters.new_centre_pue)
    remarks = [
        *named(Message("periods that are no months are left out: {names}"), others),
        *named(
            Message("months with readings that cannot be: {names}"),
            [
                f"{one.centre} {month.month}".strip()
                for one in energy
                for month in one.use.months
                if month.is_wrong
            ],
        ),
        *named(
            Message("load or units added up from the hosts of the rack: {names}"),
            [rack.id for rack in racks if rack.is_estimated],
        ),
    ]
    return CentreReport(
        tuple(rack_state(rack, parameters) for rack in racks),
        places_for(racks, parameters, height_u=height_u, power_kw=power_kw),
        parameters,
        energy,
        _storage(records, read_parameters(directory), today),
        _cloud(records),
        tuple(remarks),
    )


def _energy(
    records: Records, today: date, limit_pue: float
) -> tuple[tuple[CentreEnergy, ...], tuple[str, ...]]:
    readings, others = readings_of(records)
    told = {
        text_of(one.values, "id"): number_of(one.values, "pue")
        for one in records("data_centre")
        if is_there(one.values)
    }
    last = month_after(f"{today:%Y-%m}", -1)
    found = []
    for centre in sorted({*readings, *(c for c, pue in told.items() if pue)}):
        told_months = [one.month for one in readings.get(centre, [])]
        newest = max((month for month in told_months if month <= last), default=last)
        use = energy_use(readings.get(centre, []), last=newest)
        pue = told.get(centre) if use.year_pue is None else use.year_pue
        is_above = None if pue is None else pue > limit_pue
        silent_n = months_between(newest, last)
        found.append(
            CentreEnergy(centre, told.get(centre), use, silent_n, limit_pue, is_above)
        )
    return tuple(found), others


def _storage(
    records: Records, parameters: CapacityParameters, today: date
) -> tuple[CentreStorage, ...]:
    """Return the storage of every centre that has an array."""
    arrays = arrays_of(records)
    centre_of = {}
    host_gb: dict[str, float] = defaultdict(float)
    for one in records("host"):
        if is_there(one.values):
            centre = text_of(one.values, "data_centre_id")
            centre_of[text_of(one.values, "id")] = centre
            host_gb[centre] += number_of(one.values, "disk_gb") or 0.0
    machines = _machines_by_centre(records, centre_of)
    usable = parameters.usable(Resource.DISK)
    found = []
    for centre in sorted({one.centre for one in arrays}):
        here = [one for one in arrays if one.centre == centre]
        told = [o for o in here if o.usable_gb is not None and o.used_gb is not None]
        room_gb = None
        if all(one.usable_gb is not None for one in here):
            arrays_gb = sum(one.usable_gb or 0.0 for one in here)
            room_gb = (arrays_gb + host_gb[centre]) * usable
        both = [(one.used_gb or 0.0, one.usable_gb or 0.0, one.id) for one in told]
        has_gb = sum(size for _, size, _ in both)
        found.append(
            CentreStorage(
                centre,
                len(here),
                sum(one.usable_gb or 0.0 for one in here),
                sum(used for used, _, _ in both),
                sum(used for used, _, _ in both) / has_gb if has_gb else None,
                tuple(one.id for one in here if one not in told),
                tuple(name for used, size, name in both if used > size),
                host_gb[centre] * usable,
                sum(one.disk_gb or 0.0 for one, _ in machines[centre]),
                room_gb,
                _disk_run_out(machines[centre], parameters, room_gb, today),
            )
        )
    return tuple(found)


def _machines_by_centre(
    records: Records, centre_of: Mapping[str, str]
) -> dict[str, list[tuple[VirtualMachine, date | None]]]:
    """Return machines with their days; a stray one counts for the only centre."""
    centres = set(centre_of.values())
    only = min(centres) if len(centres) == 1 else None
    found: dict[str, list[tuple[VirtualMachine, date | None]]] = defaultdict(list)
    for one in records("virtual_machine"):
        values = one.values
        centre = centre_of.get(text_of(values, "host_id"), only)
        if centre is None or not is_there(values):
            continue
        day = values.get("installed_on")
        machine = VirtualMachine(
            text_of(values, "id"), None, None, number_of(values, "disk_gb")
        )
        found[centre].append((machine, day if isinstance(day, date) else None))
    return found


def _disk_run_out(
    machines: Sequence[tuple[VirtualMachine, date | None]],
    parameters: CapacityParameters,
    room_gb: float | None,
    today: date,
) -> RunOut | None:
    if room_gb is None:
        return None
    growth = growth_of(
        machines,
        today=today,
        months_n=round(parameters.growth_months),
        least_dated_ratio=parameters.growth_dated_ratio,
    )
    return run_out(
        growth.series.get(Resource.DISK, {}),
        bound=room_gb,
        horizon_n=round(parameters.horizon_years * _DAYS_PER_YEAR),
    )


def _cloud(records: Records) -> CloudUse:
    told = [
        one.values.get("is_on_cloud")
        for one in records("information_system")
        if is_there(one.values)
    ]
    return CloudUse(told.count(True), told.count(False), told.count(None))
