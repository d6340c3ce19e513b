"""What was understood of a file as JSON, and back: values, sentences, plain records.

An array says by its first word what it is: a record of a class that is named here, a
day, bytes; the empty word is a tuple. Everything else stands as JSON has it.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from enum import Enum
from typing import Any

import numpy as np

from hatangso.errors import Finding, Message, Place, Severity
from hatangso.io.terrain_import import RasterDescription
from hatangso.model.file_reading import (
    ColumnMatch,
    Difference,
    DifferenceKind,
    ImportPreview,
    Question,
    ReadRow,
    TableReading,
)
from hatangso.model.raw_table import RawColumn, RawRow, RawTable
from hatangso.model.record import Actor, Role

__all__ = ["kept_text", "read_kept"]

_RECORDS: Mapping[str, type] = {
    kind.__name__: kind
    for kind in (
        *(Finding, Message, Place, RasterDescription),
        *(ColumnMatch, Difference, ImportPreview, Question, ReadRow, TableReading),
        *(RawColumn, RawRow, RawTable, Actor),
    )
}
_CHOICES: Mapping[str, type[Enum]] = {
    kind.__name__: kind for kind in (Severity, DifferenceKind, Role)
}
_FIELDS = {kind: [one.name for one in fields(kind)] for kind in _RECORDS.values()}
_TUPLE = ""
_READ: Mapping[str, Callable[[Any], object]] = {
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
    "time": time.fromisoformat,
    "bytes": b64decode,
    "set": lambda items: frozenset(map(_read, items)),
    **_CHOICES,
}


def kept_text(value: object, *, names: Mapping[str, str] | None = None) -> str:
    """Return a value as JSON.

    Args:
        value: Records of the classes that are named here, and what they hold; anything
            else becomes its text.
        names: What stands in texts, and what to write instead.
    """
    return json.dumps(_written(value, names or {}), ensure_ascii=False)


def read_kept(text: str) -> Any:  # noqa: ANN401 - whatever was kept
    """Return the value that ``kept_text`` wrote; lists come back as tuples."""
    return _read(json.loads(text))


def _written(value: Any, names: Mapping[str, str]) -> object:  # noqa: ANN401
    """Return a value as JSON can hold it."""
    if isinstance(value, Enum):
        name = type(value).__name__
        return [name, value.value] if name in _CHOICES else _written(value.value, names)
    if isinstance(value, str):
        return _renamed(value, names)
    if value is None or isinstance(value, bool | int | float):
        return value
    if is_dataclass(value) and type(value) in _FIELDS:
        parts = (getattr(value, name) for name in _FIELDS[type(value)])
        return [type(value).__name__, *(_written(part, names) for part in parts)]
    if isinstance(value, tuple | list):
        return [_TUPLE, *(_written(item, names) for item in value)]
    return _written_rare(value, names)


def _written_rare(value: object, names: Mapping[str, str]) -> object:
    """Return a value of a type that fewer fields have."""
    if isinstance(value, Mapping):
        return {str(name): _written(item, names) for name, item in value.items()}
    if isinstance(value, np.generic):
        return _written(value.item(), names)
    if isinstance(value, bytes):
        return ["bytes", b64encode(value).decode()]
    if isinstance(value, date | time):
        return [type(value).__name__, value.isoformat()]
    if isinstance(value, frozenset | set):
        return ["set", [_written(item, names) for item in sorted(value)]]
    return _renamed(str(value), names)


def _renamed(text: str, names: Mapping[str, str]) -> str:
    for name, shown in names.items():
        text = text.replace(name, shown)
    # Names of files may hold halves of signs, which no encoding can write.
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _read(value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return a value that ``_written`` wrote."""
    if isinstance(value, dict):
        return {name: _read(item) for name, item in value.items()}
    if not isinstance(value, list):
        return value
    name, *parts = value
    if name == _TUPLE:
        return tuple(map(_read, parts))
    if name in _RECORDS:
        return _RECORDS[name](*map(_read, parts))
    return _READ[name](*parts)
