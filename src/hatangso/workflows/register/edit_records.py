"""Change records by hand: a form, a bulk edit, a step of a workflow."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from hatangso.model.record import Actor, Edit
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.workflows.register.import_files import CommitSummary
from hatangso.workflows.register.register_tables import opened_register, write_tables

__all__ = ["commit_edits", "prepare_register"]


def commit_edits(
    directory: Path, edits: Sequence[Edit], *, actor: Actor, at: datetime, reason: str
) -> CommitSummary:
    """Make all changes or none, and write the tables of the directory again.

    Raises:
        InvalidInputError: Something in the edits cannot be; it carries the findings,
            whose ``row`` counts the edits from 1.
        StaleResultError: Records changed since the caller read them; all are named.
    """
    if not edits:
        return CommitSummary(None)
    with opened_register(directory, shipped_kinds(), at=at) as register:
        change_set = register.commit(edits, actor=actor, at=at, reason=reason)
        changed = {kind for kind, _ in change_set.counts}
        notes = write_tables(directory, register, changed)
    return CommitSummary(change_set, tuple(notes))


def prepare_register(directory: Path, *, at: datetime) -> None:
    """Make the register of a province, or bring it into step with the tables.

    Raises:
        NotFoundError: It is not a province directory.
        InvalidInputError: A table that was edited by hand has errors.
    """
    with opened_register(directory, shipped_kinds(), at=at):
        pass
