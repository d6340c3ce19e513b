"""Find the events of the register that rows of a file tell again."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from hatangso.model.record import FieldValue, Record

__all__ = ["known_events"]

Values = Mapping[str, FieldValue]
# Spreadsheets keep sixteen digits; places are compared to about a decimetre.
_DIGITS = 12
_PLACE_DECIMALS = 6
_PLACES = ("lon_deg", "lat_deg")


def known_events(
    rows: Sequence[Values], records: Sequence[Record]
) -> list[Record | None]:
    """Return the record that each row tells again; None for a new event.

    An event has no name: a row tells a record again when all of its values are the
    record's, and each record is told once. So a file that was imported confirms its
    events, and of three equal rows where the register has two, one is new. Rows find
    the records that are equal in their empty cells too before those that know more.

    Args:
        rows: Values of a table's rows; None in empty cells, and no value in columns
            that the table does not have.
        records: All of the kind.
    """
    found: list[Record | None] = [None] * len(rows)
    free = {record.id: record for record in records}
    for is_exact in (True, False):
        waiting = defaultdict(list)
        for index, values in enumerate(rows):
            if found[index] is None:
                names = _names(values, is_exact=is_exact)
                waiting[names].append(index)
        # Rows that say much choose before those that would fit anything.
        for names in sorted(waiting, key=lambda some: (-len(some), some)):
            if not names:
                continue
            alike = _by_values(free.values(), names)
            for index in waiting[names]:
                some = alike.get(_gist(rows[index], names))
                if some:
                    found[index] = free.pop(some.pop().id)
    return found


def _names(values: Values, *, is_exact: bool) -> tuple[str, ...]:
    """Return the fields by which a row is compared."""
    return tuple(
        sorted(name for name in values if is_exact or values[name] is not None)
    )


def _by_values(
    records: Iterable[Record], names: Sequence[str]
) -> dict[tuple[object, ...], list[Record]]:
    """Return records by some of their values, the first one last."""
    alike = defaultdict(list)
    for record in records:
        alike[_gist(record.values, names)].append(record)
    for some in alike.values():
        some.reverse()
    return alike


def _gist(values: Values, names: Sequence[str]) -> tuple[object, ...]:
    return tuple(_plain(name, values.get(name)) for name in names)


def _plain(name: str, value: FieldValue) -> object:
    """Return a value so that equal ones are equal, however a file keeps them."""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, bool | date | bytes) or value is None:
        return value
    if name in _PLACES:
        return round(float(value), _PLACE_DECIMALS)
    return float(f"{value:.{_DIGITS}g}")
