"""What the register and files say of data centres, as nouns of the engine."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from hatangso.capacity.pool import CapacityParameters
from hatangso.errors import (
    Finding,
    InvalidInputError,
    Message,
    NotFoundError,
    Place,
    Severity,
)
from hatangso.io.findings import Findings
from hatangso.io.parameter_files import (
    merged,
    read_overrides,
    shipped_parameters,
)
from hatangso.io.tables import (
    Column,
    Row,
    choice,
    iso_day,
    number,
    read_rows,
    text,
    whole,
)
from hatangso.model.data_centre import Host, HostOffer, Resource, VirtualMachine
from hatangso.model.record import FieldValue
from hatangso.planning.candidates.parameters import checked_numbers
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.workflows.data_centres.centre_records import Records
from hatangso.workflows.register.register_tables import register_view

__all__ = [
    "Centre",
    "History",
    "capacity_parameters",
    "centre_of",
    "host_offers",
    "named",
    "read_centre",
    "read_history",
    "read_new_machines",
    "read_offers",
    "read_parameters",
]

# Series of used amounts, by resource and day.
History = dict[Resource, dict[date, float]]
_KINDS = ("host", "virtual_machine", "information_system", "storage_array")
_GONE = ("planned", "building", "removed")
_STANDS_STILL = "suspended"
_MOST = 1e9
_MOST_ALIKE = 10_000
_NEW_COLUMNS = (
    Column("name", text, required=False, default=""),
    Column("cores", number(above=0, high=_MOST)),
    Column("memory_gb", number(above=0, high=_MOST)),
    Column("disk_gb", number(0, _MOST), required=False, default=0.0),
    Column("count", whole(1, _MOST_ALIKE), required=False, default=1),
    Column("apart", text, required=False, default=""),
)
_HISTORY_COLUMNS = (
    Column("date", iso_day),
    Column("resource", choice([str(one) for one in Resource])),
    Column("used", number(0, _MOST)),
)
_OFFER_NUMBERS = ("cores", "memory_gb", "disk_gb", "price_vnd")


@dataclass(frozen=True)
class Centre:
    """What the register knows.

    Attributes:
        hosts: Hosts that run, with the pool that each belongs to.
        machines: Machines that take something, by the pool they belong to.
        systems_n: How many information systems there are.
        remarks: What the reader should know of the records.
        installed_on: When each machine was installed; None when nobody has said.
        on_arrays: Storage that the hosts of a pool share, by the pool: the disks of
            its machines lie there.
    """

    hosts: tuple[Host, ...]
    machines: Mapping[str, tuple[VirtualMachine, ...]]
    systems_n: int
    remarks: tuple[Message, ...]
    installed_on: Mapping[str, date | None] = field(default_factory=dict)
    on_arrays: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def read_centre(directory: Path, *, is_together: bool) -> Centre:
    """Read hosts and machines from the register of a province.

    Args:
        directory: The province directory.
        is_together: Whether machines may move between centres and clusters.

    Raises:
        NotFoundError: It is no province directory, or the register has no hosts.
        InvalidInputError: A table that was edited by hand has errors.
    """
    with register_view(directory, shipped_kinds()) as view:
        return centre_of(view.records, is_together=is_together)


def centre_of(records: Records, *, is_together: bool) -> Centre:
    """Return hosts and machines as records say.

    Args:
        records: Returns the records of a kind.
        is_together: Whether machines may move between centres and clusters.

    Raises:
        NotFoundError: There are no hosts.
    """
    told = {
        kind: sorted((one.values for one in records(kind)), key=_id) for kind in _KINDS
    }
    if not told["host"]:
        raise NotFoundError(
            "the register has no hosts: import a list of hosts with cores and memory"
        )
    all_hosts = [_host(one, is_together=is_together) for one in told["host"]]
    up = {_id(one) for one in told["host"] if _is_up(one)}
    machines: dict[str, list[VirtualMachine]] = {host.pool: [] for host in all_hosts}
    clusters = {
        _text(v, "cluster"): h.pool
        for v, h in zip(told["host"], all_hosts, strict=True)
    }
    pool_of = {host.id: host.pool for host in all_hosts}
    nowhere, strays = [], []
    for values in told["virtual_machine"]:
        if values.get("state") in _GONE:
            continue
        machine = _machine(values, up)
        pool = pool_of.get(_text(values, "host_id"))
        if pool is None and len(machines) == 1:
            (pool,) = machines
        if pool is None and _text(values, "cluster"):
            pool = clusters.get(_text(values, "cluster"))
        if pool is None:
            strays.append(machine.id)
            continue
        if not machine.host_id:
            nowhere.append(machine.id)
        machines[pool].append(machine)
    remarks = [
        *named(Message("machines without a host that runs: {names}"), nowhere),
        *named(Message("machines of which nobody knows the cluster: {names}"), strays),
        *named(
            Message("hosts that do not run and are not counted: {names}"),
            [host.id for host in all_hosts if host.id not in up],
        ),
    ]
    hosts = tuple(host for host in all_hosts if host.id in up)
    systems = [
        one for one in told["information_system"] if one.get("state") not in _GONE
    ]
    installed = [(_id(one), one.get("installed_on")) for one in told["virtual_machine"]]
    return Centre(
        hosts,
        {k: tuple(v) for k, v in machines.items()},
        len(systems),
        tuple(remarks),
        {name: day if isinstance(day, date) else None for name, day in installed},
        _arrays_of(told["host"], all_hosts, told["storage_array"]),
    )


def _arrays_of(
    told: Sequence[Mapping[str, FieldValue]],
    hosts: Sequence[Host],
    arrays: Sequence[Mapping[str, FieldValue]],
) -> dict[str, tuple[str, ...]]:
    """Return the names of the arrays that serve the hosts of each pool."""
    found: dict[str, set[str]] = {}
    for values, host in zip(told, hosts, strict=True):
        names = {
            _id(one)
            for one in arrays
            if _is_up(one)
            and all(
                _text(one, name) in ("", _text(values, name))
                for name in ("data_centre_id", "cluster")
            )
        }
        found.setdefault(host.pool, set()).update(names)
    return {pool: tuple(sorted(names)) for pool, names in found.items() if names}


def named(sentence: Message, names: Sequence[str]) -> list[Message]:
    """Return a sentence about these names; nothing when there are none."""
    return [replace(sentence, values={"names": ", ".join(names)})] if names else []


def _id(values: Mapping[str, FieldValue]) -> str:
    return _text(values, "id") or _text(values, "name")


def _text(values: Mapping[str, FieldValue], name: str) -> str:
    value = values.get(name)
    return "" if value is None else str(value)


def _amount(values: Mapping[str, FieldValue], name: str) -> float | None:
    value = values.get(name)
    return float(value) if isinstance(value, int | float) else None


def _is_up(values: Mapping[str, FieldValue]) -> bool:
    return values.get("state") not in (*_GONE, _STANDS_STILL)


def _host(values: Mapping[str, FieldValue], *, is_together: bool) -> Host:
    parts = [_text(values, "data_centre_id"), _text(values, "cluster")]
    return Host(
        _id(values),
        _amount(values, "cores"),
        _amount(values, "memory_gb"),
        _amount(values, "disk_gb"),
        pool="" if is_together else " / ".join(part for part in parts if part),
    )


def _machine(values: Mapping[str, FieldValue], up: Iterable[str]) -> VirtualMachine:
    """Return a machine; one that stands still takes its disk alone."""
    is_still = values.get("state") == _STANDS_STILL
    host_id = _text(values, "host_id")
    return VirtualMachine(
        _id(values),
        0.0 if is_still else _amount(values, "vcpus") or None,
        0.0 if is_still else _amount(values, "memory_gb") or None,
        _amount(values, "disk_gb"),
        host_id=host_id if host_id in up else "",
        system=_text(values, "information_system_id"),
        apart=_text(values, "must_be_apart"),
    )


def capacity_parameters(table: Mapping[str, object]) -> CapacityParameters:
    """Return the parameters that a table holds, as ``capacity.toml`` has them.

    Raises:
        InvalidInputError: A name is unknown or missing, or a value is no number of 0
            or more; it carries all such findings.
        OutOfRangeError: A reserve is no share, or an overcommitment nothing.
    """
    return CapacityParameters(**checked_numbers(CapacityParameters, table))


def read_parameters(directory: Path) -> CapacityParameters:
    """Read the shipped parameters with those of the province laid over them.

    Raises:
        InvalidInputError: Those of the province cannot be used.
        OutOfRangeError: A reserve is no share, or an overcommitment nothing.
    """
    return capacity_parameters(_parameters(directory, "capacity", "capacity.toml"))


def read_offers(directory: Path) -> tuple[HostOffer, ...]:
    """Read the shipped offers with those of the province laid over them.

    Raises:
        InvalidInputError: Those of the province cannot be used.
    """
    return host_offers(_parameters(directory, "host_offers", "host_offers.toml"))


def _parameters(directory: Path, table: str, file: str) -> dict[str, Any]:
    own = read_overrides(directory).get(table, {})
    if not isinstance(own, Mapping):
        raise InvalidInputError('"{raw}" is not a table', raw=own)
    return merged(shipped_parameters("capacity", file), own)


def host_offers(table: Mapping[str, Any]) -> tuple[HostOffer, ...]:
    """Return the offers that a table holds, as ``host_offers.toml`` has them.

    One with ``is_offered = false`` is left out.

    Raises:
        InvalidInputError: A number is missing or not above zero; it carries all such
            findings.
    """
    fix = Message("write a number above zero")
    findings = []
    for name, offer in table.items():
        for key in _OFFER_NUMBERS:
            value = offer.get(key) if isinstance(offer, Mapping) else None
            if not _is_above_zero(value):
                place = Place("parameters", None, f"{name}.{key}")
                problem = Message('"{raw}" is not a number above zero', {"raw": value})
                findings.append(Finding(Severity.ERROR, place, problem, fix, value))
    if findings:
        text = "{count} problems must be mended first"
        raise InvalidInputError(text, findings=findings, count=len(findings))
    return tuple(
        HostOffer(
            name,
            float(offer["cores"]),
            float(offer["memory_gb"]),
            float(offer["disk_gb"]),
            int(offer["price_vnd"]),
            str(offer.get("source", "")),
            bool(offer.get("assumption", True)),
        )
        for name, offer in sorted(table.items())
        if offer.get("is_offered", True)
    )


def _is_above_zero(value: object) -> bool:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return False
    return 0 < value < float("inf")


def read_new_machines(path: Path) -> tuple[VirtualMachine, ...]:
    """Read the machines of a new system: a CSV table, one row a size.

    Raises:
        InvalidInputError: The table cannot be used; it carries all findings.
    """
    rows = _rows(path, _NEW_COLUMNS)
    machines: list[VirtualMachine] = []
    for row_number, row in rows:
        for _ in range(int(str(row["count"]))):
            name = str(row["name"]) or f"{path.stem} {row_number}"
            machines.append(
                VirtualMachine(
                    f"+{name} {len(machines) + 1}",
                    float(str(row["cores"])),
                    float(str(row["memory_gb"])),
                    float(str(row["disk_gb"])),
                    apart=str(row["apart"]),
                )
            )
    return tuple(machines)


def read_history(path: Path) -> History:
    """Read what was used in the past: a CSV table of date, resource and used amount.

    Raises:
        InvalidInputError: The table cannot be used; it carries all findings.
    """
    history: History = {}
    findings = Findings()
    for row_number, row in _rows(path, _HISTORY_COLUMNS):
        series = history.setdefault(Resource(str(row["resource"])), {})
        day = date.fromisoformat(str(row["date"]))
        if day in series:
            findings.error(
                Place(path.name, row_number, "date"),
                Message("the day {day} stands twice", {"day": day}),
                Message("keep one value of a resource for each day"),
                day,
            )
        series[day] = float(str(row["used"]))
    findings.raise_errors()
    return history


def _rows(path: Path, columns: Sequence[Column]) -> list[tuple[int, Row]]:
    findings = Findings()
    rows = read_rows(path, columns, findings)
    findings.raise_errors()
    return rows
