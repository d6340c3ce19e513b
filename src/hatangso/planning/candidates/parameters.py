"""Numbers that a province may replace: from a table of names to a frozen record."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import fields
from difflib import get_close_matches
from typing import TypeVar

from hatangso.errors import Finding, InvalidInputError, Message, Place, Severity

__all__ = ["Problem", "checked_numbers", "number_problems", "refuse"]

Record = TypeVar("Record")
# The name of a parameter, and what is wrong with it.
Problem = tuple[str, Message]
# Levels may lie below zero, amounts and distances not.
_SIGNED = "_dbm"


def checked_numbers(
    record: type[Record], table: Mapping[str, object]
) -> dict[str, float]:
    """Return the numbers of a table, one for every field of a record.

    Args:
        record: Dataclass whose fields are the names that are known.
        table: For every name a number, or a table with the number under ``value``.

    Raises:
        InvalidInputError: A name is unknown or missing, or a value is not a number, or
            is below zero although it is no level in dBm; it carries all such findings.
    """
    refuse(number_problems(record, table))
    return {name: float(_value(table[name])) for name in _names(record)}  # type: ignore[arg-type]  # looked at above


def number_problems(record: type[Record], table: Mapping[str, object]) -> list[Problem]:
    """Return all for which ``checked_numbers`` would refuse a table."""
    names = _names(record)
    problems = [
        (name, _unknown_problem(name, names))
        for name in sorted(set(table) - set(names))
    ]
    text = "parameter {name} is missing; give it a number"
    problems += [
        (name, Message(text, {"name": name})) for name in names if name not in table
    ]
    problems += [
        (name, _number_problem(name, _value(table[name])))
        for name in names
        if name in table and not _is_usable(name, _value(table[name]))
    ]
    return problems


def refuse(problems: Sequence[Problem]) -> None:
    """Refuse parameters with problems.

    Raises:
        InvalidInputError: There is a problem; the error speaks of the first and carries
            a finding for each.
    """
    if not problems:
        return
    fix = Message("correct it there, or remove the line to use the shipped value")
    findings = [
        Finding(Severity.ERROR, Place("parameters", None, name), problem, fix)
        for name, problem in problems
    ]
    first = problems[0][1]
    raise InvalidInputError(first.text, findings=findings, **first.values)


def _names(record: type[object]) -> list[str]:
    return [field.name for field in fields(record)]  # type: ignore[arg-type]  # any dataclass


def _value(entry: object) -> object:
    return entry.get("value") if isinstance(entry, Mapping) else entry


def _is_usable(name: str, value: object) -> bool:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return False
    return math.isfinite(value) and (value >= 0 or name.endswith(_SIGNED))


def _unknown_problem(name: str, names: Sequence[str]) -> Message:
    near = get_close_matches(name, names, n=3, cutoff=0.0)
    text = "parameter {name} is not known; names like it are {known}"
    return Message(text, {"name": name, "known": ", ".join(near)})


def _number_problem(name: str, value: object) -> Message:
    values = {"name": name, "value": value}
    if name.endswith(_SIGNED):
        return Message("parameter {name} must be a number; it is {value}", values)
    text = "parameter {name} must be a number of 0 or more; it is {value}"
    return Message(text, values)
