"""Two things of the records that cannot both be true: told, never mended."""

from dataclasses import dataclass

from hatangso.errors import Message

__all__ = ["Contradiction"]


@dataclass(frozen=True)
class Contradiction:
    """One disagreement of what was recorded with itself.

    Attributes:
        sort: What disagreements of one sort have in common:
            ``more_trained_than_members``.
        message: What disagrees, with its arithmetic.
        kind: Kind of the record to look at; empty when there is not one alone.
        number: Of that record; 0 likewise.
        name: What people call it; empty likewise.
        commune: Code of the commune that it is about; empty when it is about none.
    """

    sort: str
    message: Message
    kind: str = ""
    number: int = 0
    name: str = ""
    commune: str = ""
