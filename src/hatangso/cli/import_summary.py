"""What is said of an import: what was understood, what changes, what was written."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from hatangso.cli.console import Output
from hatangso.errors import Message
from hatangso.io.records.column_terms import COORDINATES, PARENT_UNIT, X_M, Y_M
from hatangso.io.records.kind_words import (
    choice_label,
    field_label,
    kind_name,
    yes_no_words,
)
from hatangso.io.records.told_values import TOLD
from hatangso.io.unit_files import unit_name
from hatangso.language import as_sentence, format_date, format_number, translate
from hatangso.model.file_reading import (
    Difference,
    DifferenceKind,
    ImportPreview,
    Question,
    TableReading,
)
from hatangso.model.record import FieldValue
from hatangso.model.record_kind import FieldType, RecordKind
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.workflows.register.import_matching import key_text
from hatangso.workflows.register.import_request import FileOutcome

__all__ = ["say_outcome", "say_seen"]

_SHOWN = 8
_SHOWN_FIELDS = 6


def say_seen(out: Output, outcome: FileOutcome) -> None:
    """Say what a file holds, before anything is written."""
    if outcome.terrain is not None:
        ground = outcome.terrain
        out.say(
            "{file}: elevation, {rows} by {cols} cells, {low:.0f} to {high:.0f} m.",
            file=ground.file,
            rows=ground.rows,
            cols=ground.cols,
            low=ground.lowest_m,
            high=ground.highest_m,
        )
        return
    if outcome.preview is not None:
        for reading in outcome.preview.readings:
            _say_reading(out, reading)
        _say_differences(out, outcome.preview)
        for reading in outcome.preview.readings:
            for question in reading.questions:
                _say_question(out, question, reading.kind)


def say_outcome(out: Output, outcome: FileOutcome, directory: Path) -> None:
    """Say what became of a file."""
    if outcome.preview is not None:
        out.show_findings(outcome.preview.findings)
    if outcome.terrain is not None:
        out.show_findings(outcome.terrain.findings)
    if outcome.commit is None:
        if outcome.refusal is not None:
            why = translate(outcome.refusal.message, out.language)
            out.say("{note}", note=as_sentence(why))
        if outcome.preview is not None:
            out.say("Nothing was written.")
        return
    for note in outcome.commit.notes:
        out.say("{note}", note=as_sentence(translate(note, out.language)))
    done = outcome.commit.change_set
    if done is None:
        out.say("The register has all of this already: nothing was written.")
        return
    out.say(
        "Written as set {number}: {counts}. To take it back:"
        " hatangso undo {directory} {number}",
        number=done.id,
        counts=counts_in_words(out, done.counts),
        directory=directory,
    )


def counts_in_words(out: Output, counts: Mapping[tuple[str, str], int]) -> str:
    """Return how many records of each kind were changed how."""
    kinds = shipped_kinds()
    by_kind: dict[str, list[str]] = {}
    for code in [code for code in kinds if code in {kind for kind, _ in counts}]:
        by_kind[kind_name(kinds[code], out.language)] = [
            f"{format_number(counts[code, action], 0, out.language)} "
            f"{translate(words, out.language)}"
            for action, words in _ACTIONS.items()
            if (code, action) in counts
        ]
    return "; ".join(f"{name}: {', '.join(parts)}" for name, parts in by_kind.items())


_ACTIONS = {
    "create": Message("new"),
    "update": Message("changed"),
    "confirm": Message("confirmed"),
    "delete": Message("deleted"),
    "merge": Message("merged"),
}
_EFFECTS = {
    DifferenceKind.NEW: Message("{count} new"),
    DifferenceKind.CHANGED: Message("{count} changed"),
    DifferenceKind.SAME: Message("{count} the same"),
    DifferenceKind.CONFLICT: Message("{count} that contradict each other"),
    DifferenceKind.REFUSED: Message("{count} that cannot be taken"),
}
# What columns are called from which fields are computed.
_SOURCES = {
    X_M: Message("X in metres, mostly to the north"),
    Y_M: Message("Y in metres, mostly to the east"),
    COORDINATES: Message("both coordinates"),
    PARENT_UNIT: Message("the unit above the commune"),
}
_MARKS = {
    DifferenceKind.NEW: "+",
    DifferenceKind.CHANGED: "~",
    DifferenceKind.CONFLICT: "?",
    DifferenceKind.REFUSED: "✗",
}


def _field_name(out: Output, kind: RecordKind, name: str) -> str:
    for field in kind.fields:
        if field.name == name:
            return field_label(field, out.language)
    return translate(_SOURCES[name], out.language) if name in _SOURCES else name


def _say_reading(out: Output, reading: TableReading) -> None:
    """Say what a table was understood as."""
    where = f"{reading.file}, {reading.sheet}" if reading.sheet else reading.file
    kind = shipped_kinds().get(reading.kind)
    if kind is None:
        out.say("{where}: of no kind that the register knows.", where=where)
        return
    out.say(
        "{where}: {kind} ({code}), {rows} rows.",
        where=where,
        kind=kind_name(kind, out.language),
        code=kind.code,
        rows=format_number(len(reading.rows), 0, out.language),
    )
    for match in reading.matches:
        if match.field:
            out.say(
                "  {letter}  {title} → {field} ({name})",
                letter=match.column.letter,
                title=match.column.title,
                field=_field_name(out, kind, match.field),
                name=match.field,
            )
    aside = [
        one.column.title or one.column.letter
        for one in reading.matches
        if not one.field
    ]
    if aside:
        out.say("  Left aside: {columns}.", columns=", ".join(aside))
    for note in reading.notes:
        out.say("  {note}", note=as_sentence(translate(note, out.language)))


def _say_differences(out: Output, preview: ImportPreview) -> None:
    counts = _counts(preview, shipped_kinds())
    if not counts:
        return
    words = [
        translate(
            Message(
                _EFFECTS[effect].text,
                {"count": format_number(counts[effect], 0, out.language)},
            ),
            out.language,
        )
        for effect in DifferenceKind
        if counts[effect]
    ]
    out.say("Against the register: {words}.", words=", ".join(words))
    kinds = shipped_kinds()
    keys = preview.keys or ("",) * len(preview.differences)
    named = list(zip(preview.differences, keys, strict=True))
    for effect, mark in _MARKS.items():
        some = [(one, key) for one, key in named if one.effect is effect]
        for one, key in some[:_SHOWN]:
            what = _what(out, one, kinds[one.kind])
            # What is new says its name itself.
            is_named = effect is DifferenceKind.CHANGED and key
            out.say(
                "  {mark} {row}: {what}",
                mark=mark,
                row=_row(out, one),
                what=f"{_spoken(key)}: {what}" if is_named else what,
            )
        if len(some) > _SHOWN:
            out.say("  {mark} … and {count} more", mark=mark, count=len(some) - _SHOWN)


def _counts(
    preview: ImportPreview, kinds: Mapping[str, RecordKind]
) -> Counter[DifferenceKind]:
    """Return how many records would change how, and how many rows would not be taken.

    Several rows may speak of one record: one that changes it counts before one that
    says the same.
    """
    ranks = list(DifferenceKind)
    effects: dict[object, DifferenceKind] = {}
    for place, one in enumerate(preview.differences):
        kind = kinds[one.kind]
        name = "" if kind.is_log else key_text(kind, one.after)
        about: object = (one.kind, one.record_id) if one.record_id else (one.kind, name)
        is_refused = one.effect in (DifferenceKind.CONFLICT, DifferenceKind.REFUSED)
        if is_refused or not (one.record_id or name):
            about = place
        effects[about] = min(
            effects.get(about, one.effect), one.effect, key=ranks.index
        )
    return Counter(effects.values())


def _spoken(key: str) -> str:
    """Return a key of several parts as people read it."""
    return ", ".join(filter(None, key.split("|")))


def _row(out: Output, one: Difference) -> str:
    row = f"{translate('row', out.language)} {one.row}"
    return f"{one.sheet}, {row}" if one.sheet else row


def _what(out: Output, one: Difference, kind: RecordKind) -> str:
    """Return what a difference changes, in one line."""
    names = [field.name for field in kind.fields if field.name in one.after]
    parts = []
    for name in names[:_SHOWN_FIELDS]:
        after = _shown(out, kind, name, one.after[name])
        if name in one.before:
            before = _shown(out, kind, name, one.before[name])
            parts.append(f"{_field_name(out, kind, name)}: {before} → {after}")
        elif one.after[name] is not None:
            parts.append(after)
    if len(names) > _SHOWN_FIELDS:
        parts.append("…")
    return "; ".join(parts) if one.before else " | ".join(parts)


def _shown(out: Output, kind: RecordKind, name: str, value: FieldValue) -> str:
    """Return a value as its reader knows it."""
    if value is None:
        return "-"
    if isinstance(value, bool):
        yes, no = yes_no_words(out.language)
        return yes if value else no
    if isinstance(value, date):
        return format_date(value, out.language)
    if isinstance(value, int | float):
        decimals = len(f"{value:.10g}".partition(".")[2])
        return format_number(value, decimals, out.language)
    labels = {
        choice.code: choice_label(choice, out.language)
        for choice in kind.field(name).choices
    }
    return labels.get(str(value), str(value))


def _say_question(out: Output, question: Question, code: str) -> None:
    out.say(
        "? {text}",
        text=as_sentence(translate(question.text, out.language)),
    )
    option, key = "--answer", question.key
    if key.startswith(TOLD):
        option, key = "--value", key.removeprefix(TOLD)
    for answer in question.answers or ("…",):
        label = _answer_label(out, question, answer, code)
        out.say(
            '    {option} "{key}={answer}"{label}',
            option=option,
            key=key,
            answer=answer,
            label=f"  ({label})" if label and label != answer else "",
        )


def _answer_label(out: Output, question: Question, answer: str, code: str) -> str:
    """Return what an answer means to somebody who knows no codes; empty for others."""
    kinds = shipped_kinds()
    if question.key == "kind" and answer in kinds:
        return kind_name(kinds[answer], out.language)
    kind = kinds.get(code)
    if question.key.startswith("column:") and answer == "-":
        return translate("leave the column aside", out.language)
    if kind is not None and question.key.startswith("column:"):
        return _field_name(out, kind, answer)
    if kind is not None and question.key.startswith(TOLD):
        field = kind.field(question.key.removeprefix(TOLD))
        is_unit = field.type is FieldType.UNIT
        return unit_name(answer) if is_unit else _shown(out, kind, field.name, answer)
    return ""
