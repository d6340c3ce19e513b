"""Results as JSON can hold them, for machines."""

import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass

from hatangso.errors import Message

__all__ = ["plain"]


def plain(value: object) -> object:
    """Return what JSON can hold: records become objects, unknown things text.

    >>> plain({1: (2, float("inf")), "day": None})
    {'1': [2, 'inf'], 'day': None}
    """
    if is_dataclass(value) and not isinstance(value, type | Message):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, float):
        # JSON knows no infinity and nothing that is not a number.
        return value if math.isfinite(value) else str(value)
    return value if value is None or isinstance(value, int) else str(value)
