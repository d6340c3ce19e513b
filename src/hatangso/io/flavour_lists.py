"""Servers of OpenStack with what their flavours have: two lists joined."""

import csv
from collections.abc import Mapping
from io import StringIO

from hatangso.errors import InvalidInputError
from hatangso.io.records.known_exports import known_exports

__all__ = ["joined_servers"]

_SERVERS = "OpenStack, server list --long"
_MIB_PER_GB = 1024
_FLAVOUR = ("Flavor Name", "Flavor")


def joined_servers(
    texts: Mapping[str, str],
) -> dict[tuple[str, str], dict[str, str | float]]:
    """Return servers with the sizes of their flavours.

    Args:
        texts: ``openstack server list --long -f csv`` and ``openstack flavor list -f
            csv`` by the name of the file, in any order.

    Raises:
        InvalidInputError: A list is neither, one of both is missing, or a flavour of a
            server is in no list; all such flavours are named.
    """
    servers: list[dict[str, str]] = []
    flavours: dict[str, dict[str, str]] = {}
    for name, text in texts.items():
        rows = list(csv.DictReader(StringIO(text.lstrip("\ufeff"), newline="")))
        titles = set(rows[0]) if rows else set()
        if {"Name", "RAM", "Disk", "VCPUs"} <= titles:
            for row in rows:
                flavours[row["Name"]] = flavours[row.get("ID") or row["Name"]] = row
        elif {"Name", "Status"} <= titles and titles & set(_FLAVOUR):
            servers += rows
        else:
            problem = "{file} is neither a list of servers nor one of flavours"
            raise InvalidInputError(problem, file=name)
    named = {_flavour(row) for row in servers}
    missing = sorted(named - set(flavours))
    if missing or not servers:
        problem = "the lists lack servers, or these flavours: {names}"
        raise InvalidInputError(problem, names=", ".join(missing))
    meanings = next(one for one in known_exports() if one.name == _SERVERS).values
    states = meanings["Status"]
    return {
        ("virtual_machine", row["Name"]): _values(row, flavours[_flavour(row)], states)
        for row in servers
    }


def _flavour(row: Mapping[str, str]) -> str:
    return next((row[name] for name in _FLAVOUR if row.get(name)), "")


def _values(
    row: Mapping[str, str], flavour: Mapping[str, str], states: Mapping[str, str]
) -> dict[str, str | float]:
    values: dict[str, str | float] = {
        "vcpus": _number(flavour["VCPUs"]),
        "memory_gb": _number(flavour["RAM"]) / _MIB_PER_GB,
        "disk_gb": _number(flavour["Disk"]) + _number(flavour.get("Ephemeral") or "0"),
    }
    state = states.get(row.get("Status", "").strip().lower())
    host = row.get("Host") or row.get("Hypervisor Hostname") or ""
    if state:
        values["state"] = state
    if host:
        values["host_id"] = host
    return values


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        problem = '"{text}" is no number of a flavour'
        raise InvalidInputError(problem, text=text[:40]) from error
