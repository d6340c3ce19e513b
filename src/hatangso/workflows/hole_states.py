"""From a report to the day on which there is signal: which step may follow which."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from hatangso.errors import Finding, InvalidInputError, Message, Place, Severity
from hatangso.model.record import Action, Actor, Edit, FieldValue, Record
from hatangso.workflows.register.edit_records import commit_edits

__all__ = ["NEXT_STATES", "HoleState", "Step", "state_of_hole", "take_step"]

_KIND = "coverage_hole"


class HoleState(StrEnum):
    """How far a hole has come; the codes are those of the register."""

    REPORTED = "reported"
    CONFIRMED = "confirmed"
    ASSIGNED = "assigned"
    BUILDING = "building"
    CLOSED = "closed"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Step:
    """One step that may follow.

    Attributes:
        title: What its button says.
        needs: Fields that must be known when it is taken.
    """

    to: HoleState
    title: Message
    needs: tuple[str, ...] = ()


_CONFIRM = Step(HoleState.CONFIRMED, Message("Confirm the hole"), ("kind",))
_REJECT = Step(HoleState.REJECTED, Message("It is no hole"))
_ASSIGN = Step(
    HoleState.ASSIGNED,
    Message("Assign to an operator"),
    ("responsible_operator", "promised_on"),
)
_BUILD = Step(HoleState.BUILDING, Message("Work has begun"))
_CLOSE = Step(
    HoleState.CLOSED, Message("There is signal now"), ("closed_on", "evidence")
)
_REOPEN = Step(HoleState.CONFIRMED, Message("Open it again"))
NEXT_STATES: Mapping[HoleState, tuple[Step, ...]] = {
    HoleState.REPORTED: (_CONFIRM, _REJECT),
    HoleState.CONFIRMED: (_ASSIGN, _CLOSE, _REJECT),
    HoleState.ASSIGNED: (_BUILD, _CLOSE, _REOPEN),
    HoleState.BUILDING: (_CLOSE, _REOPEN),
    HoleState.CLOSED: (_REOPEN,),
    HoleState.REJECTED: (_REOPEN,),
}


def state_of_hole(record: Record) -> HoleState:
    """Return how far a hole has come; one without a state was only reported."""
    value = record.values.get("state")
    return HoleState(str(value)) if value else HoleState.REPORTED


def take_step(
    directory: Path,
    hole: Record,
    to: HoleState,
    given: Mapping[str, FieldValue],
    *,
    actor: Actor,
    at: datetime,
    reason: str = "",
) -> None:
    """Bring a hole one step further, with what the step needs to be known.

    Args:
        directory: The province directory.
        hole: As the caller saw it.
        to: The state that follows.
        given: Fields that become known with the step.
        actor: Who does it.
        at: When.
        reason: Why; the step itself when empty.

    Raises:
        InvalidInputError: The step cannot follow, or something that it needs is not
            known; it carries a finding for each.
        StaleResultError: Somebody changed the hole meanwhile.
    """
    now = state_of_hole(hole)
    step = next((one for one in NEXT_STATES[now] if one.to is to), None)
    if step is None:
        raise InvalidInputError(
            "a hole that is {now} cannot become {to}", now=now.value, to=to.value
        )
    known = {**hole.values, **{k: v for k, v in given.items() if v is not None}}
    findings = missing_fields(step.needs, known)
    if findings:
        raise InvalidInputError(
            "{count} things are still needed for this step",
            findings=findings,
            count=len(findings),
        )
    changed: dict[str, FieldValue] = {
        name: value
        for name, value in {**given, "state": to.value}.items()
        if value is not None and value != hole.values.get(name)
    }
    if to in {HoleState.CONFIRMED, HoleState.REJECTED} and hole.values.get("closed_on"):
        changed["closed_on"] = None
    edit = Edit(_KIND, Action.UPDATE, hole.id, changed, hole.revision)
    commit_edits(
        directory, [edit], actor=actor, at=at, reason=reason or step.title.text
    )


def missing_fields(
    needs: Sequence[str], known: Mapping[str, FieldValue]
) -> list[Finding]:
    """Return a finding for each field that a step needs and nobody knows."""
    return [
        Finding(
            Severity.ERROR,
            Place(_KIND, column=name),
            Message("it is required for this step"),
            Message("fill it in"),
        )
        for name in needs
        if known.get(name) in {None, ""}
    ]
