"""What concerns are drawn from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from hatangso.model.record import Record

__all__ = ["ConcernFacts"]


@dataclass(frozen=True)
class ConcernFacts:
    """A province at a moment.

    Attributes:
        directory: The province directory.
        records: Returns the records of a kind, confidential fields included.
        now: With its zone.
        today: The day in Viet Nam.
    """

    directory: Path
    records: Callable[[str], Sequence[Record]]
    now: datetime
    today: date
