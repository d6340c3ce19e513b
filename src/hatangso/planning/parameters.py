"""Numbers that a province may replace: from a table of names to a frozen record."""

import math
from collections.abc import Mapping
from dataclasses import fields
from typing import TypeVar

from hatangso.errors import InvalidInputError

__all__ = ["checked_numbers"]

Record = TypeVar("Record")
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
            is below zero although it is no level in dBm.
    """
    names = [field.name for field in fields(record)]  # type: ignore[arg-type]  # any dataclass
    unknown = sorted(set(table) - set(names))
    if unknown:
        text = "parameter {name} is not known; known are {known}"
        raise InvalidInputError(text, name=unknown[0], known=", ".join(names))
    missing = [name for name in names if name not in table]
    if missing:
        text = "parameter {name} is missing; give it a number"
        raise InvalidInputError(text, name=missing[0])
    return {name: _number(name, table[name]) for name in names}


def _number(name: str, entry: object) -> float:
    value = entry.get("value") if isinstance(entry, Mapping) else entry
    if isinstance(value, int | float) and not isinstance(value, bool):
        number = float(value)
        if math.isfinite(number) and (number >= 0 or name.endswith(_SIGNED)):
            return number
    text = "parameter {name} must be a number of 0 or more; it is {value}"
    if name.endswith(_SIGNED):
        text = "parameter {name} must be a number; it is {value}"
    raise InvalidInputError(text, name=name, value=value)
