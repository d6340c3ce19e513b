"""Values of records as the engines take them: text, whole numbers, days, shares."""

from datetime import date

from hatangso.model.record import Record

__all__ = ["day_of", "ratio_of_percent", "text_of", "whole_of"]

_PERCENT = 100


def text_of(record: Record, name: str) -> str:
    """Return a text without spaces around it; empty when it is not known."""
    value = record.values.get(name)
    return value.strip() if isinstance(value, str) else ""


def whole_of(record: Record, name: str) -> int | None:
    """Return a whole number; None when it is not known."""
    value = record.values.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return round(value)


def day_of(record: Record, name: str) -> date | None:
    """Return a day; None when it is not known."""
    value = record.values.get(name)
    return value if isinstance(value, date) else None


def ratio_of_percent(record: Record, name: str) -> float | None:
    """Return a share that is kept in per cent; None when it is not known."""
    value = record.values.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value / _PERCENT
