"""Check a plan as a whole and write it: the one way into the register."""

from collections.abc import Sequence
from datetime import UTC, datetime

from hatangso.errors import Finding, InvalidInputError
from hatangso.model.record import Actor, ChangeSet
from hatangso.registry.change_plan import ChangePlan
from hatangso.registry.change_writing import write_plan
from hatangso.registry.field_values import writable_text
from hatangso.registry.integrity import (
    find_broken_references,
    find_double_keys,
    find_refusals,
)
from hatangso.registry.record_rows import RecordRows

__all__ = ["carry_out", "new_set", "refuse"]


def new_set(
    actor: Actor,
    at: datetime,
    *,
    reason: str,
    source: str = "",
    source_sha256: str = "",
    sender: str = "",
) -> ChangeSet:
    """Return a set that has no number yet, with texts that can be written."""
    return ChangeSet(
        0,
        at.astimezone(UTC),
        writable_text(actor.name),
        writable_text(reason),
        writable_text(source),
        source_sha256,
        writable_text(sender),
    )


def carry_out(
    rows: RecordRows, plan: ChangePlan, header: ChangeSet, actor: Actor
) -> ChangeSet:
    """Write what a plan changes, and return the set as it was numbered.

    Rights are asked first, then keys; references when all is written and not yet kept.

    Raises:
        InvalidInputError: Something stands against it; all findings of the first sort
            that has any come along.
        StaleResultError: A record is no more what the plan was made for.
    """
    source = header.source
    refuse(find_refusals(rows, actor, plan.changes, source=source))
    refuse(find_double_keys(rows, plan.changes, source=source))
    done = write_plan(rows, plan, header)
    refuse(find_broken_references(rows, plan.changes, source=source))
    return done


def refuse(findings: Sequence[Finding]) -> None:
    """Refuse a set of changes when something is wrong with it.

    Raises:
        InvalidInputError: There are findings.
    """
    if findings:
        raise InvalidInputError(
            "nothing was changed: {count} problems, first: {problem}",
            count=len(findings),
            problem=findings[0].problem,
            findings=findings,
        )
