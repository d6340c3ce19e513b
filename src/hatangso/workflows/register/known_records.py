"""What an import asks of the register, and no more."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from hatangso.model.record import Record

__all__ = ["KnownRecords"]


class KnownRecords(Protocol):
    """Records as they stand, and what senders call them."""

    def records(self, kind: str) -> Sequence[Record]:
        """Return the records of a kind."""
        ...

    def source_keys(self, kind: str, sender: str) -> Mapping[str, int]:
        """Return the ids of the records that a sender's files named, by that name."""
        ...
