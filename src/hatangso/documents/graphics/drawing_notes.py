"""What stands below a drawing: where its data come from, and how far they are real."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

__all__ = ["NO_NOTES", "DrawingNotes"]


@dataclass(frozen=True)
class DrawingNotes:
    """What stands below a drawing.

    Attributes:
        sources: Without ``Nguồn``.
        as_of: Of the data.
        marks: Sentences about data that are synthetic (mô phỏng) or derived (suy ra).
    """

    sources: Sequence[str] = ()
    as_of: date | None = None
    marks: Sequence[str] = ()


NO_NOTES = DrawingNotes()
