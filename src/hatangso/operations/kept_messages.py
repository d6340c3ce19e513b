"""Sentences as JSON: the template and what fills it, so that each reads them in his."""

import math
from collections.abc import Callable, Mapping
from datetime import date, datetime
from numbers import Integral, Real
from typing import Any

from hatangso.errors import Message

__all__ = ["message_from", "message_values"]

_LARGEST = 2**53
# What JSON has no type for is written as text, under the name of its type.
_READ: Mapping[str, Callable[[str], object]] = {
    "moment": datetime.fromisoformat,
    "date": date.fromisoformat,
    "number": float,
    "whole": int,
}


def message_values(message: Message) -> dict[str, object]:
    """Return a sentence as JSON can hold it.

    Values are texts, numbers, days, moments or sentences; others become texts.
    """
    values = {name: _written(value) for name, value in message.values.items()}
    return {"text": _whole(message.text), "values": values}


def message_from(kept: Mapping[str, Any]) -> Message:
    """Return the sentence that ``message_values`` wrote."""
    values = {name: _read(value) for name, value in kept["values"].items()}
    return Message(kept["text"], values)


def _written(value: object) -> object:
    """Return a value as JSON can hold it."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Message):
        return message_values(value)
    if isinstance(value, Real):
        return _number(value)
    if isinstance(value, date):
        name = "moment" if isinstance(value, datetime) else "date"
        return {name: value.isoformat()}
    return _whole(str(value))


def _number(value: Real) -> object:
    """Return a number as JSON can hold it."""
    if isinstance(value, Integral):
        whole = int(value)
        return whole if abs(whole) < _LARGEST else {"whole": str(whole)}
    number = float(value)
    return number if math.isfinite(number) else {"number": str(number)}


def _read(value: Any) -> object:  # noqa: ANN401 - whatever JSON holds
    """Return a value that ``_written`` wrote."""
    if not isinstance(value, dict):
        return value
    if "text" in value:
        return message_from(value)
    ((name, text),) = value.items()
    return _READ[name](text)


def _whole(text: str) -> str:
    """Return a text without halves of signs, which names of files may have."""
    return text.encode("utf-8", "replace").decode("utf-8")
