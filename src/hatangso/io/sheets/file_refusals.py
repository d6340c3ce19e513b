"""Refuse a file: one error with a finding that names the place and the fix."""

from pathlib import Path

from hatangso.errors import Finding, InvalidInputError, Message, Place, Severity

__all__ = ["refuse"]


def refuse(
    path: Path,
    problem: Message,
    fix: Message,
    *,
    sheet: str = "",
    row: int | None = None,
    column: str | None = None,
) -> InvalidInputError:
    """Return the error to raise; its finding tells where and how to mend it."""
    place = Place(path.name, row, column, sheet or None)
    return InvalidInputError(
        "{place} cannot be read: {problem}; {fix}",
        findings=[Finding(Severity.ERROR, place, problem, fix)],
        place=str(place),
        problem=problem,
        fix=fix,
    )
