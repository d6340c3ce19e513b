"""What must hold in the register: no key twice, no reference into nothing, rights."""

from collections.abc import Mapping, Sequence

from hatangso.errors import Finding, Message, Place
from hatangso.model.record import Actor, FieldValue
from hatangso.model.record_kind import Field, FieldType, RecordKind
from hatangso.registry.change_plan import PlannedChange, name_of, shown_key
from hatangso.registry.edit_checks import edit_finding
from hatangso.registry.record_rows import RecordRows, RecordState, key_of
from hatangso.registry.rights import refusal_of

__all__ = ["find_broken_references", "find_double_keys", "find_refusals"]


def find_refusals(
    rows: RecordRows, actor: Actor, changes: Sequence[PlannedChange], *, source: str
) -> list[Finding]:
    """Return what somebody may not change.

    To merge a record into another, or to take that back, changes both.
    """
    findings = []
    heirs = _heirs(rows, changes)
    for one in changes:
        touched = [(one.record_id, one.before, one.after)]
        if one.into_id is not None:
            heir = heirs.get((one.kind.code, one.into_id))
            touched.append((one.into_id, heir, heir))
        for record_id, before, after in touched:
            refusal = refusal_of(actor, one.kind, _values(before), _values(after))
            if refusal is not None:
                name = name_of(one.kind, record_id, before or after)
                fix = Message("ask the department to change {record}", {"record": name})
                findings.append(edit_finding(_place(one, source), refusal, fix))
                break
    return findings


def _values(state: RecordState | None) -> Mapping[str, FieldValue] | None:
    """Return the values of a record, None where there is none."""
    return state.values if state else None


def _heirs(
    rows: RecordRows, changes: Sequence[PlannedChange]
) -> dict[tuple[str, int], RecordState]:
    """Return how the records stand that others are merged into."""
    ids: dict[str, set[int]] = {}
    for one in changes:
        if one.into_id is not None:
            ids.setdefault(one.kind.code, set()).add(one.into_id)
    return {
        (code, record_id): state
        for code, some in ids.items()
        for record_id, state in rows.states(rows.kinds[code], some).items()
    }


def find_double_keys(
    rows: RecordRows, changes: Sequence[PlannedChange], *, source: str
) -> list[Finding]:
    """Return which records would have the key of another; those of logs may.

    To be asked before the changes are written.
    """
    return [
        finding
        for some in _by_kind(changes).values()
        if not some[0].kind.is_log
        for finding in _double_keys(rows, some, source)
    ]


def _by_kind(changes: Sequence[PlannedChange]) -> dict[str, list[PlannedChange]]:
    """Return the changes of each kind together."""
    by_kind: dict[str, list[PlannedChange]] = {}
    for one in changes:
        by_kind.setdefault(one.kind.code, []).append(one)
    return by_kind


def _double_keys(
    rows: RecordRows, changes: Sequence[PlannedChange], source: str
) -> list[Finding]:
    """Return which changes of one kind make a key stand twice."""
    kind = changes[0].kind
    touched = {one.record_id for one in changes}
    new: list[tuple[PlannedChange, tuple[FieldValue, ...]]] = []
    kept: dict[tuple[FieldValue, ...], str] = {}
    for one in changes:
        before, key = _keys(one)
        if key and key != before:
            new.append((one, key))
        elif one.before and one.after:
            kept[key] = f"{kind.code} {one.record_id}"
    holders: dict[tuple[FieldValue, ...], str] = {}
    wanted = list(dict.fromkeys(key for _, key in new))
    for record_id, key in rows.with_key(kind, wanted).items():
        if record_id not in touched:
            holders[key] = f"{kind.code} {record_id}"
    holders.update(kept)
    findings = []
    first: dict[tuple[FieldValue, ...], PlannedChange] = {}
    for one, key in new:
        earlier = first.setdefault(key, one)
        holder = holders.get(key)
        if holder is None and earlier is not one:
            holder = name_of(kind, earlier.record_id, earlier.before)
        if holder is not None:
            findings.append(_double(one, key, holder, source))
    return findings


def _keys(
    change: PlannedChange,
) -> tuple[tuple[FieldValue, ...], tuple[FieldValue, ...]]:
    """Return the keys that a record had and gets; empty where it has none."""
    before, after = change.before, change.after
    return (
        (before and key_of(change.kind, before.values)) or (),
        (after and key_of(change.kind, after.values)) or (),
    )


def _double(
    change: PlannedChange, key: tuple[FieldValue, ...], holder: str, source: str
) -> Finding:
    shown = shown_key(key)
    return edit_finding(
        _place(change, source, column=", ".join(change.kind.key)),
        Message(
            "{key} is the key of {record} already", {"key": shown, "record": holder}
        ),
        Message("change that record, or merge the two"),
        shown,
    )


def find_broken_references(
    rows: RecordRows, changes: Sequence[PlannedChange], *, source: str
) -> list[Finding]:
    """Return which references would lead to nothing.

    To be asked after the changes are written, before they are kept.
    """
    by_kind = _by_kind(changes)
    return [
        *_references_out(rows, by_kind, source),
        *_references_in(rows, by_kind, source),
    ]


def _references_out(
    rows: RecordRows, changes: Mapping[str, Sequence[PlannedChange]], source: str
) -> list[Finding]:
    """Return which changed records refer to nothing; changes are given by kind."""
    findings = []
    for kind, field in _references(rows):
        new = [one for one in changes.get(kind.code, ()) if _refers_anew(one, field)]
        wanted = {one.after.values[field.name] for one in new if one.after}
        target = rows.kinds[field.refers_to]
        found = {row[1] for row in rows.with_value(target, target.key[0], wanted)}
        for one in new:
            value = one.after.values[field.name] if one.after else None
            if value not in found:
                problem = Message(
                    "{field} refers to {kind} {value}, which is not in the register",
                    {"field": field.name, "kind": target.code, "value": value},
                )
                fix = Message("put that one in first, or mend the name")
                place = _place(one, source, column=field.name)
                findings.append(edit_finding(place, problem, fix, value))
    return findings


def _refers_anew(change: PlannedChange, field: Field) -> bool:
    """Return whether a change makes a record refer to something."""
    if change.after is None or change.after.values[field.name] is None:
        return False
    before = change.before.values[field.name] if change.before else None
    return change.after.values[field.name] != before


def _references_in(
    rows: RecordRows, changes: Mapping[str, Sequence[PlannedChange]], source: str
) -> list[Finding]:
    """Return which records that went, or got another key, are still referred to."""
    findings = []
    for kind, field in _references(rows):
        gone: dict[FieldValue, PlannedChange] = {}
        for one in changes.get(field.refers_to, ()):
            if one.before is not None:
                name = one.kind.key[0]
                old = one.before.values[name]
                if old is not None and (
                    one.after is None or one.after.values[name] != old
                ):
                    gone[old] = one
        # Another record may have taken the key.
        target = rows.kinds[field.refers_to]
        taken = {row[1] for row in rows.with_value(target, target.key[0], gone)}
        left = rows.with_value(kind, field.name, set(gone) - taken)
        for record_id, value in left:
            problem = Message(
                "{kind} {id} refers to it by {value}",
                {"kind": kind.code, "id": record_id, "value": value},
            )
            fix = Message("change or delete that record in the same step")
            findings.append(
                edit_finding(_place(gone[value], source), problem, fix, value)
            )
    return findings


def _references(rows: RecordRows) -> list[tuple[RecordKind, Field]]:
    """Return every field that refers to a kind."""
    return [
        (kind, field)
        for kind in rows.kinds.values()
        for field in kind.fields
        if field.type is FieldType.REFERENCE
    ]


def _place(change: PlannedChange, source: str, column: str | None = None) -> Place:
    """Return which edit a finding is about; the record where nobody wrote edits."""
    if not change.edit_number:
        state = change.before or change.after
        return Place(name_of(change.kind, change.record_id, state), column=column)
    return Place(
        source or "register",
        row=change.edit_number,
        column=column,
        sheet=change.kind.code,
    )
