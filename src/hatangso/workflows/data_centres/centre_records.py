"""What the register says of racks, meters and storage, as nouns of the engine."""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from hatangso.model.data_centre import EnergyReading, Rack, StorageArray
from hatangso.model.record import FieldValue, Record

__all__ = [
    "Records",
    "arrays_of",
    "is_there",
    "number_of",
    "racks_of",
    "readings_of",
    "text_of",
]

# Returns the records of a kind: of a view of the register, or of a snapshot.
Records = Callable[[str], Sequence[Record]]
_GONE = ("planned", "building", "removed")
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


def text_of(values: Mapping[str, FieldValue], name: str) -> str:
    """Return a text; empty when nobody has said."""
    value = values.get(name)
    return "" if value is None else str(value)


def number_of(values: Mapping[str, FieldValue], name: str) -> float | None:
    """Return a number; None when nobody has said."""
    value = values.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value)


def is_there(values: Mapping[str, FieldValue]) -> bool:
    """Return whether a thing stands already, and still."""
    return values.get("state") not in _GONE


def racks_of(records: Records) -> tuple[Rack, ...]:
    """Return the racks that stand, by name.

    Where nobody measured the load of a rack, or counted its units, its hosts are added
    up, as far as those of all of them are known.
    """
    hosts: dict[str, list[Mapping[str, FieldValue]]] = defaultdict(list)
    for one in records("host"):
        if is_there(one.values):
            hosts[text_of(one.values, "rack_id")].append(one.values)
    racks = [
        _rack(one.values, hosts.get(text_of(one.values, "id"), []))
        for one in records("rack")
        if is_there(one.values)
    ]
    return tuple(sorted(racks, key=lambda rack: rack.id))


def _rack(
    values: Mapping[str, FieldValue], hosts: Sequence[Mapping[str, FieldValue]]
) -> Rack:
    used_u, load_kw = number_of(values, "used_u"), number_of(values, "load_kw")
    added_u = _sum(hosts, "height_u") if used_u is None else None
    added_kw = _sum(hosts, "power_kw") if load_kw is None else None
    feeds = number_of(values, "feeds")
    return Rack(
        text_of(values, "id"),
        text_of(values, "data_centre_id"),
        number_of(values, "height_u"),
        added_u if used_u is None else used_u,
        number_of(values, "power_kw"),
        added_kw if load_kw is None else load_kw,
        None if feeds is None else int(feeds),
        number_of(values, "cooling_kw"),
        is_estimated=added_u is not None or added_kw is not None,
    )


def _sum(hosts: Sequence[Mapping[str, FieldValue]], name: str) -> float | None:
    told = [number_of(one, name) for one in hosts]
    known = [value for value in told if value is not None]
    return sum(known) if known and len(known) == len(told) else None


def readings_of(
    records: Records,
) -> tuple[dict[str, list[EnergyReading]], tuple[str, ...]]:
    """Return the readings of each centre, and the periods that are no months."""
    found: dict[str, list[EnergyReading]] = defaultdict(list)
    others = set()
    for one in records("energy_reading"):
        month = text_of(one.values, "month")
        centre = text_of(one.values, "data_centre_id")
        if not _MONTH.fullmatch(month):
            others.add(f"{centre} {month}".strip())
            continue
        found[centre].append(
            EnergyReading(
                month,
                number_of(one.values, "total_kwh"),
                number_of(one.values, "it_kwh"),
            )
        )
    return dict(sorted(found.items())), tuple(sorted(others))


def arrays_of(records: Records) -> tuple[StorageArray, ...]:
    """Return the storage arrays that stand, by name."""
    found = [
        StorageArray(
            text_of(one.values, "id"),
            text_of(one.values, "data_centre_id"),
            text_of(one.values, "cluster"),
            number_of(one.values, "usable_gb"),
            number_of(one.values, "used_gb"),
        )
        for one in records("storage_array")
        if is_there(one.values)
    ]
    return tuple(sorted(found, key=lambda one: one.id))
