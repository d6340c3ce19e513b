"""Look back at what changed in the register of a province."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from hatangso.model.record import ChangeSet, Record
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.registry.register import Register, open_register
from hatangso.workflows.register.register_tables import (
    TAKEN_IN,
    refuse_other,
    register_location,
)

__all__ = ["RegisterPast", "read_history", "read_past"]


@dataclass(frozen=True)
class RegisterPast:
    """The register as it stood, and what happened until then.

    Attributes:
        records: Of each kind that was asked for, as they stood at the moment.
        counts: How many changes there were in the span, by kind and action; tables
            that were taken in as they lay in the directory are no change.
    """

    records: Mapping[str, list[Record]]
    counts: Mapping[tuple[str, str], int]


def read_history(directory: Path) -> list[ChangeSet]:
    """Return the sets of changes, the oldest first; none when there is no register.

    Raises:
        NotFoundError: It is not a province directory.
        InvalidInputError: The register is not the one that wrote the tables.
    """
    with _opened(directory) as register:
        return [] if register is None else register.change_sets()


def read_past(
    directory: Path, kinds: Iterable[str], *, since: datetime, until: datetime
) -> RegisterPast | datetime | None:
    """Return the register as it stood at the end of a span.

    Args:
        directory: The province directory.
        kinds: Kinds whose records are wanted.
        since: Start of the span in which changes are counted.
        until: Its end, which does not belong to it.

    Returns:
        When the register was begun, if that was later; None when there is none.

    Raises:
        NotFoundError: It is not a province directory.
        InvalidInputError: The register is not the one that wrote the tables.
    """
    with _opened(directory) as register:
        sets = [] if register is None else register.change_sets()
        if register is None or not sets:
            return None
        if sets[0].at >= until:
            return sets[0].at
        return RegisterPast(
            {kind: register.records(kind, as_of=until) for kind in kinds},
            _counts(one for one in sets if since <= one.at < until),
        )


def _counts(sets: Iterable[ChangeSet]) -> dict[tuple[str, str], int]:
    counts: dict[tuple[str, str], int] = {}
    for one in sets:
        if one.reason == TAKEN_IN.text:
            continue
        for key, count in one.counts.items():
            counts[key] = counts.get(key, 0) + count
    return counts


@contextmanager
def _opened(directory: Path) -> Iterator[Register | None]:
    """Open the register that there is; None without one."""
    location = register_location(directory)
    if isinstance(location, Path) and not location.is_file():
        refuse_other(directory, None)
        yield None
        return
    with open_register(location, shipped_kinds()) as register:
        refuse_other(directory, register)
        yield register
