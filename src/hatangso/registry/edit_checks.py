"""Whether edits can be understood at all, before the register is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import cast

from hatangso.errors import Finding, Message, Place, Severity
from hatangso.model.record import Action, Edit, FieldValue
from hatangso.model.record_kind import GeometryType, RecordKind
from hatangso.registry.field_values import Check, check_of, checked_geometry

__all__ = ["check_edits", "edit_finding"]

_WITH_VALUES = (Action.CREATE, Action.UPDATE)
# Where an edit stands; most have nothing wrong, so that nobody asks.
_ToPlace = partial[Place]


def check_edits(
    edits: Sequence[Edit], kinds: Mapping[str, RecordKind], *, source: str
) -> tuple[list[Edit], list[Finding]]:
    """Return the edits with their values as the register keeps them, and what is wrong.

    Args:
        edits: In any order.
        kinds: Those of the register.
        source: File that the findings name.

    Returns:
        One edit for each; what could not be understood is left out of its values.
        Findings in the order of the edits: ``row`` counts them from 1, ``sheet`` is
        the kind.
    """
    checked: list[Edit] = []
    findings: list[Finding] = []
    seen: dict[tuple[str, int | str], int] = {}
    checks = {code: _Checks.of(kinds[code]) for code in _kinds_of(edits, kinds)}
    for number, edit in enumerate(edits, start=1):
        place = partial(Place, source or "register", row=number, sheet=edit.kind)
        if edit.kind not in checks:
            findings.append(_unknown_kind(place(), edit, kinds))
            checked.append(edit)
            continue
        findings.extend(_misused(place, edit))
        findings.extend(_twice(place, number, edit, seen))
        values, problems = _checked_values(place, checks[edit.kind], edit)
        findings.extend(problems)
        checked.append(_with_values(edit, values))
    return checked, findings


def edit_finding(
    place: Place, problem: Message, fix: Message, value: object = None
) -> Finding:
    """Return an error about one edit."""
    return Finding(Severity.ERROR, place, problem, fix, value)


def _kinds_of(edits: Sequence[Edit], kinds: Mapping[str, RecordKind]) -> set[str]:
    """Return the codes of the known kinds that are edited."""
    return {edit.kind for edit in edits} & set(kinds)


def _with_values(edit: Edit, values: Mapping[str, FieldValue]) -> Edit:
    """Return an edit with other values; ``replace`` takes three times as long."""
    return Edit(
        edit.kind,
        edit.action,
        edit.record_id,
        values,
        edit.revision,
        edit.into_id,
        edit.source_key,
    )


def _unknown_kind(place: Place, edit: Edit, kinds: Mapping[str, RecordKind]) -> Finding:
    return edit_finding(
        place,
        Message("the register knows no kind {kind}", {"kind": edit.kind}),
        Message("name one of: {names}", {"names": ", ".join(sorted(kinds))}),
        edit.kind,
    )


def _twice(
    place: _ToPlace, number: int, edit: Edit, seen: dict[tuple[str, int | str], int]
) -> list[Finding]:
    """Return what stands in an earlier edit already: a record, a sender's key."""
    findings = []
    if edit.record_id is not None:
        first = seen.setdefault((edit.kind, edit.record_id), number)
        if first != number:
            problem = Message(
                "edit {first} changes {kind} {id} already",
                {"first": first, "kind": edit.kind, "id": edit.record_id},
            )
            fix = Message("put what changes in a record into one edit")
            findings.append(edit_finding(place(), problem, fix, edit.record_id))
    if edit.source_key:
        first = seen.setdefault((edit.kind, edit.source_key), number)
        if first != number:
            problem = Message(
                "{key} names the record of edit {first} already",
                {"key": edit.source_key, "first": first},
            )
            fix = Message("give every record of the file its own name")
            findings.append(edit_finding(place(), problem, fix, edit.source_key))
    return findings


def _misused(place: _ToPlace, edit: Edit) -> list[Finding]:
    """Return what an edit of this action has too much or too little."""
    is_new = edit.action is Action.CREATE
    is_merge = edit.action is Action.MERGE
    names_a_record = edit.record_id is not None and edit.revision is not None
    problems = []
    if is_new and edit.record_id is not None:
        problems.append(Message("a new record has no number yet"))
    if not is_new and not names_a_record:
        problems.append(
            Message("it does not say which record changes, as of which revision")
        )
    if is_merge != (edit.into_id is not None):
        problems.append(Message("a merge, and nothing else, names who lives on"))
    elif is_merge and edit.into_id == edit.record_id:
        problems.append(Message("a record cannot be merged into itself"))
    if edit.values and edit.action not in _WITH_VALUES:
        problems.append(Message("only a new or a changed record has values"))
    if not problems:
        return []
    fix = Message("tell whoever wrote the program that asks for it")
    return [edit_finding(place(), problem, fix) for problem in problems]


@dataclass(frozen=True)
class _Checks:
    """How the values of one kind are checked.

    Attributes:
        nothing: All fields, none of them known.
        by_name: The check of each value, and why it may not be missing; None when it
            may.
    """

    kind: RecordKind
    nothing: Mapping[str, FieldValue]
    by_name: Mapping[str, tuple[Check, Message | None]]

    @classmethod
    def of(cls, kind: RecordKind) -> "_Checks":
        """Return the checks of a kind."""
        missing = Message("it is required")
        checks = {
            field.name: (check_of(field), missing if field.is_required else None)
            for field in kind.fields
        }
        nothing = dict.fromkeys(checks)
        if kind.geometry in {GeometryType.LINE, GeometryType.POLYGON}:
            checks["geometry"] = (partial(checked_geometry, kind), None)
        return cls(kind, nothing, checks)


def _checked_values(
    place: _ToPlace, checks: _Checks, edit: Edit
) -> tuple[Mapping[str, FieldValue], list[Finding]]:
    """Return the values of an edit as they are kept, and what is wrong with others."""
    given = edit.values
    if edit.action is Action.CREATE:
        given = {**checks.nothing, **given}
    by_name = checks.by_name
    known = given
    if not given.keys() <= by_name.keys():
        known = {name: value for name, value in given.items() if name in by_name}
    of_each = map(by_name.__getitem__, known)
    checked = {
        name: missing if value is None else check(value)
        for (name, value), (check, missing) in zip(known.items(), of_each, strict=True)
    }
    if known is given and Message not in map(type, checked.values()):
        return cast("Mapping[str, FieldValue]", checked), []
    values: dict[str, FieldValue] = {}
    findings: list[Finding] = []
    for name, value in given.items():
        result = checked.get(name)
        if name not in checked:
            findings.append(_unknown_field(place(column=name), checks.kind, value))
        elif isinstance(result, Message):
            findings.append(_unusable(place(column=name), name, value, result))
        else:
            values[name] = result
    return values, findings


def _unknown_field(place: Place, kind: RecordKind, value: object) -> Finding:
    return edit_finding(
        place,
        Message(
            "the kind {kind} has no field {field}",
            {"kind": kind.code, "field": place.column},
        ),
        Message(
            "name one of: {names}",
            {"names": ", ".join(field.name for field in kind.fields)},
        ),
        value,
    )


def _unusable(place: Place, name: str, value: object, why: Message) -> Finding:
    return edit_finding(
        place,
        Message(
            "{field} cannot be {value}: {why}",
            {"field": name, "value": value, "why": why},
        ),
        Message("mend the value"),
        value,
    )
