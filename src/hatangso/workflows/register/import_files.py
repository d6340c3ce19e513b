"""Take other people's files into the register: understand, show, commit, undo."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import file_digest
from pathlib import Path

from hatangso.errors import (
    InvalidInputError,
    Message,
    NotFoundError,
    Place,
    StaleResultError,
)
from hatangso.io.records.table_splitting import without_repeats
from hatangso.io.records.told_values import TOLD, check_told
from hatangso.model.file_reading import (
    Difference,
    DifferenceKind,
    ImportPreview,
    SenderProfile,
)
from hatangso.model.record import Actor, ChangeSet
from hatangso.model.record_kind import RecordKind
from hatangso.registry.garbage_collection import collection_put_off
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.registry.register import Register
from hatangso.workflows.register.import_differences import Comparison, compare
from hatangso.workflows.register.import_edits import edits_of
from hatangso.workflows.register.import_reading import FileReader, header_key, tables_of
from hatangso.workflows.register.import_references import resolve_references
from hatangso.workflows.register.refused_edits import places_told
from hatangso.workflows.register.register_tables import (
    opened_register,
    register_view,
    write_tables,
)

__all__ = [
    "CommitSummary",
    "commit_import",
    "preview_import",
    "refuse_open",
    "undo_import",
]

Kinds = Mapping[str, RecordKind]
_IMPORTED = Message("file imported")
_UNDONE = Message("taken back")


@dataclass(frozen=True)
class CommitSummary:
    """What was written.

    Attributes:
        change_set: None when nothing was to be written.
        notes: What the user of the province's tables should know.
    """

    change_set: ChangeSet | None
    notes: tuple[Message, ...] = ()


@collection_put_off()
def preview_import(
    directory: Path,
    path: Path,
    *,
    actor: Actor,
    today: date,
    sender: str = "",
    kind: str = "",
    answers: Mapping[str, str] | None = None,
) -> ImportPreview:
    """Understand a file and hold it against the register; nothing is written.

    Args:
        directory: The province directory.
        path: A workbook, a table of text or a file of features.
        actor: Whose rights count.
        today: On which day the names of communes are looked up.
        sender: Who made the file: answers to its questions are remembered under it.
        kind: Code of the kind of its records, when the file does not tell.
        answers: What the file does not tell, by the key of its questions.

    Raises:
        NotFoundError: There is no such directory, file or kind.
        InvalidInputError: The file cannot be read at all, or a table of the directory
            has errors; it carries them.
    """
    kinds = shipped_kinds()
    told = answers or {}
    found = tables_of(path)
    with register_view(directory, kinds) as view:
        reader = FileReader(
            directory, kinds, view, today=today, sender=sender, answers=told
        )
        tables = [part for table in found for part in reader.parts(table, kind)]
        reader.check_units(actor)
        read = [reader.read(table, code, actor) for table, code in tables]
        reader.check_operator(actor, read)
        check_told(told, [kinds[one.kind] for one in read if one.kind])
        readings = resolve_references(read, kinds, view)
        comparison = compare(readings, kinds, view, actor=actor, sender=sender)
        offered = reader.with_offers(comparison.readings, [one for one, _ in tables])
    return ImportPreview(
        file=path.name,
        sha256=_sha256(path),
        sender=sender,
        readings=without_repeats(offered),
        differences=comparison.differences,
        keys=comparison.keys,
        actor=actor,
        newest_set=view.newest_set,
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


@collection_put_off()
def commit_import(
    directory: Path,
    preview: ImportPreview,
    *,
    actor: Actor,
    at: datetime,
    reason: str = "",
    rows: Collection[tuple[str, int]] | None = None,
    skips_errors: bool = False,
    answers: Mapping[str, str] | None = None,
) -> CommitSummary:
    """Write a preview into the register, and the register into the tables.

    Args:
        directory: The province directory.
        preview: What is to be written.
        actor: Who writes.
        at: When.
        reason: Why; empty says that the file was imported.
        rows: Which rows are taken, by sheet and number; None takes all.
        skips_errors: Whether rows with errors and conflicts are left out; else one of
            them keeps the whole file out.
        answers: What was told about the file: remembered for the sender.

    Raises:
        InvalidInputError: A question is open, or rows that are asked for have errors.
        StaleResultError: The register has changed since the preview.
    """
    chosen = refuse_open(preview, rows=rows, skips_errors=skips_errors)
    kinds = shipped_kinds()
    with opened_register(directory, kinds, at=at) as register:
        now = _compared_again(preview, register, actor)
        _refuse_stale(preview, now, chosen)
        taken = [
            (one, key)
            for one, key in zip(now.differences, now.keys, strict=True)
            if _name(one) in chosen
        ]
        edits = edits_of(taken, kinds)
        if not edits:
            return CommitSummary(None)
        places = [
            Place(preview.file, one.row, None, one.sheet or None) for _, one in edits
        ]
        with places_told(places):
            change_set = register.commit(
                [edit for edit, _ in edits],
                actor=actor,
                at=at,
                reason=reason or _IMPORTED.text,
                source=preview.file,
                source_sha256=preview.sha256,
                sender=preview.sender,
                profiles=_profiles(preview, register.profile, answers or {}),
            )
        changed = {kind for kind, _ in change_set.counts}
        notes = write_tables(directory, register, changed)
    return CommitSummary(change_set, tuple(notes))


def _compared_again(
    preview: ImportPreview, register: Register, actor: Actor
) -> Comparison:
    """Hold what was read against the register as it stands now.

    What the preview found holds while nobody committed anything since.
    """
    if preview.actor == actor and preview.newest_set == register.newest_set():
        return Comparison(preview.readings, preview.differences, preview.keys)
    return compare(
        preview.readings,
        register.kinds,
        register,
        actor=actor,
        sender=preview.sender,
        seeks_duplicates=False,
    )


def _name(one: Difference) -> tuple[str, int]:
    return one.sheet, one.row


def _chosen(
    preview: ImportPreview, rows: Collection[tuple[str, int]] | None
) -> set[tuple[str, int]]:
    """Return the rows that are asked for; one without a sheet is of any sheet."""
    present = {_name(one) for one in preview.differences}
    if rows is None:
        return present
    chosen = {one for one in present if one in rows or ("", one[1]) in rows}
    if not chosen:
        raise NotFoundError(
            "{file} has none of the rows that are asked for", file=preview.file
        )
    return chosen


def refuse_open(
    preview: ImportPreview,
    *,
    rows: Collection[tuple[str, int]] | None = None,
    skips_errors: bool = False,
) -> set[tuple[str, int]]:
    """Return the rows that a commit would take; refuse what is not understood.

    Args:
        preview: What is to be written.
        rows: Which rows are asked for, as ``commit_import`` has them.
        skips_errors: Whether rows with errors are left out, likewise.

    Raises:
        InvalidInputError: A commit would be refused for it.
        NotFoundError: None of the rows that are asked for is there.
    """
    chosen = _chosen(preview, rows)
    # Rows that lack a value of the whole file may be left out like any others.
    needs_values = not skips_errors and any(
        one.effect is DifferenceKind.REFUSED and _name(one) in chosen
        for one in preview.differences
    )
    questions = [
        one for one in preview.questions if needs_values or not one.key.startswith(TOLD)
    ]
    if questions:
        raise InvalidInputError(
            "{count} questions about {file} are open: answer them first",
            count=len(questions),
            file=preview.file,
        )
    wrong = [
        one
        for one in preview.differences
        if one.effect in (DifferenceKind.CONFLICT, DifferenceKind.REFUSED)
        and _name(one) in chosen
    ]
    if wrong and not skips_errors:
        raise InvalidInputError(
            "{count} rows of {file} cannot be taken: mend them,"
            " or leave them out on purpose",
            findings=preview.findings,
            count=len(wrong),
            file=preview.file,
        )
    if not preview.differences:
        raise InvalidInputError(
            "nothing in {file} was understood as a record of the register",
            findings=preview.findings,
            file=preview.file,
        )
    return chosen


def _refuse_stale(
    preview: ImportPreview, now: Comparison, chosen: Collection[tuple[str, int]]
) -> None:
    """Refuse to write over what somebody changed since the preview."""
    if now.differences is preview.differences:
        return
    seen = defaultdict(list)
    for one in preview.differences:
        seen[*_name(one), one.kind].append(_gist(one))
    stale = [
        one.row
        for one in now.differences
        if _name(one) in chosen and _gist(one) not in seen[*_name(one), one.kind]
    ]
    if stale:
        raise StaleResultError(
            "the register has changed since {file} was looked at; {count} rows would"
            " do something else now, the first is row {row}: look at it again",
            file=preview.file,
            count=len(stale),
            row=stale[0],
        )


def _gist(one: Difference) -> tuple[object, ...]:
    """Return what a person saw of a difference."""
    return one.effect, one.before, one.after


def _profiles(
    preview: ImportPreview,
    known: Callable[[str, str], SenderProfile],
    answers: Mapping[str, str],
) -> list[SenderProfile]:
    """Return what to remember of a sender: the answers about each kind's tables."""
    if not preview.sender or not answers:
        return []
    kinds = sorted({reading.kind for reading in preview.readings if reading.kind})
    lasting = {key: told for key, told in answers.items() if key != "kind"}
    profiles = [
        SenderProfile(
            preview.sender, kind, {**known(preview.sender, kind).answers, **lasting}
        )
        for kind in kinds
        if lasting
    ]
    if "kind" in answers:
        of_tables = dict(known(preview.sender, "").answers)
        for reading in preview.readings:
            columns = [match.column for match in reading.matches]
            of_tables[header_key(columns)] = reading.kind
        profiles.append(SenderProfile(preview.sender, "", of_tables))
    return profiles


@collection_put_off()
def undo_import(
    directory: Path, set_id: int, *, actor: Actor, at: datetime, reason: str = ""
) -> CommitSummary:
    """Take a set of changes back, and write the tables as they were before.

    Raises:
        NotFoundError: There is no such set.
        StaleResultError: One of its records was changed since.
    """
    kinds = shipped_kinds()
    with opened_register(directory, kinds, at=at) as register:
        change_set = register.undo(
            set_id, actor=actor, at=at, reason=reason or _UNDONE.text
        )
        changed = {kind for kind, _ in change_set.counts}
        notes = write_tables(directory, register, changed)
    return CommitSummary(change_set, tuple(notes))
