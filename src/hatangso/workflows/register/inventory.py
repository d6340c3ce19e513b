"""What virtualisation software says of itself, as changes of the register."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from hatangso.errors import Message
from hatangso.io.flavour_lists import joined_servers
from hatangso.io.metric_files import read_metrics
from hatangso.model.record import Action, Actor, Edit, FieldValue, Record
from hatangso.model.record_kind import FieldType, RecordKind
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.workflows.capacity_inputs import named
from hatangso.workflows.register.edit_records import commit_edits
from hatangso.workflows.register.import_files import CommitSummary
from hatangso.workflows.register.register_tables import register_view

__all__ = ["Inventory", "InventoryChange", "commit_inventory", "preview_inventory"]

Values = Mapping[str, FieldValue]
Told = dict[tuple[str, str], dict[str, str | float]]


@dataclass(frozen=True)
class InventoryChange:
    """One record that is new or told otherwise.

    Attributes:
        before: Fields that change, as they are; empty for a new record.
        after: As they are told.
    """

    kind: str
    key: str
    before: Values
    after: Values
    edit: Edit


@dataclass(frozen=True)
class Inventory:
    """What would change.

    Attributes:
        changes: By kind and key.
        same_n: Records that are told as the register has them.
        remarks: What the reader should know.
    """

    changes: tuple[InventoryChange, ...]
    same_n: int
    remarks: tuple[Message, ...]


def preview_inventory(directory: Path, texts: Mapping[str, str]) -> Inventory:
    """Hold what software says against the register; nothing is written.

    Args:
        directory: The province directory.
        texts: What was read, by the name of its source: text of Prometheus, or the
            lists ``openstack server list --long`` and ``flavor list`` as CSV.

    Raises:
        NotFoundError: It is no province directory.
        InvalidInputError: A text is of no known format.
    """
    told = _told(texts)
    kinds = shipped_kinds()
    with register_view(directory, kinds) as view:
        known = {
            kind: {str(one.values.get("id")): one for one in view.records(kind)}
            for kind in ("host", "virtual_machine", "storage_array")
        }
    hosts = {*known["host"], *(key for kind, key in told if kind == "host")}
    changes, strays, wrong = [], [], []
    for (kind, key), values in told.items():
        fitting, refused = _fitting(kinds[kind], values)
        wrong += [f"{key} {name}" for name in refused]
        host = fitting.get("host_id")
        if host is not None and host not in hosts:
            strays.append(f"{key} ({host!s})")
            fitting.pop("host_id")
        change = _change(kind, key, fitting, known[kind].get(key))
        if change is not None:
            changes.append(change)
    remarks = [
        *named(Message("the register has no such host, left open: {names}"), strays),
        *named(Message("values that cannot be, left out: {names}"), wrong),
        *_size_remarks(told, known),
    ]
    return Inventory(tuple(changes), len(told) - len(changes), tuple(remarks))


def commit_inventory(
    directory: Path,
    inventory: Inventory,
    *,
    actor: Actor,
    at: datetime,
    reason: str,
) -> CommitSummary:
    """Write what was told into the register.

    Raises:
        InvalidInputError: The register refuses something.
        StaleResultError: Records changed since the preview.
    """
    edits = [one.edit for one in inventory.changes]
    return commit_edits(directory, edits, actor=actor, at=at, reason=reason)


def _told(texts: Mapping[str, str]) -> Told:
    told: Told = {}
    lists = {name: text for name, text in texts.items() if _is_list(text)}
    found = [joined_servers(lists)] if lists else []
    found += [
        read_metrics(text, source=name)
        for name, text in texts.items()
        if name not in lists
    ]
    for one in found:
        for record, values in one.items():
            told.setdefault(record, {}).update(values)
    # Hosts first: machines name them.
    order = ("host", "storage_array", "virtual_machine")
    return dict(sorted(told.items(), key=lambda one: (order.index(one[0][0]), one[0])))


def _is_list(text: str) -> bool:
    """Return whether a text is a list in CSV: a metric's line has no comma first."""
    first = text.lstrip("\ufeff \r\n").partition("\n")[0]
    return first.count(",") > 1 and "{" not in first and not first.startswith("#")


def _fitting(
    kind: RecordKind, values: Mapping[str, str | float]
) -> tuple[dict[str, FieldValue], list[str]]:
    """Return the values as their fields keep them, and those outside their limits."""
    fitting: dict[str, FieldValue] = {}
    refused = []
    for name, value in values.items():
        item = kind.field(name)
        if isinstance(value, str):
            fitting[name] = value
            continue
        low = float("-inf") if item.low is None else item.low
        high = float("inf") if item.high is None else item.high
        if not low <= value <= high:
            refused.append(name)
        elif item.type is FieldType.WHOLE:
            fitting[name] = round(value)
        else:
            fitting[name] = round(value, 3)
    return fitting, refused


def _change(
    kind: str, key: str, values: dict[str, FieldValue], known: Record | None
) -> InventoryChange | None:
    if known is None:
        after = {"id": key, **values}
        new = Edit(kind, Action.CREATE, values=after)
        return InventoryChange(kind, key, {}, after, new)
    after = {n: v for n, v in values.items() if known.values.get(n) != v}
    if not after:
        return None
    edit = Edit(kind, Action.UPDATE, known.id, after, known.revision)
    before = {name: known.values.get(name) for name in after}
    return InventoryChange(kind, key, before, after, edit)


def _size_remarks(
    told: Told, known: Mapping[str, Mapping[str, Record]]
) -> Sequence[Message]:
    """Return machines larger than any host, and hosts without capacity."""

    def all_of(kind: str) -> dict[str, Values]:
        found: dict[str, Values] = {k: one.values for k, one in known[kind].items()}
        for (code, key), values in told.items():
            if code == kind:
                found[key] = {**found.get(key, {}), **values}
        return dict(sorted(found.items()))

    hosts, machines = all_of("host"), all_of("virtual_machine")
    bare = [k for k, v in hosts.items() if not v.get("cores") or not v.get("memory_gb")]
    cores, memory_gb = (
        max((_number(one.get(name)) for one in hosts.values()), default=0.0)
        for name in ("cores", "memory_gb")
    )
    large = [
        key
        for key, one in machines.items()
        if hosts
        and not bare
        and (
            _number(one.get("vcpus")) > cores
            or _number(one.get("memory_gb")) > memory_gb
        )
    ]
    return [
        *named(Message("hosts without processors or memory: {names}"), bare),
        *named(Message("machines larger than every host: {names}"), large),
    ]


def _number(value: FieldValue) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
