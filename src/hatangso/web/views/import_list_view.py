"""The imports of a province: files that wait for somebody, and what was written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from hatangso.errors import Message
from hatangso.io.records.kind_words import kind_name
from hatangso.language import Language, format_number, translate
from hatangso.model.file_reading import ImportPreview
from hatangso.model.job import Job
from hatangso.model.record import ChangeSet
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.web.access import Permission, Visitor
from hatangso.web.application_state import AppState
from hatangso.web.uploads import Trouble, Upload, Uploads

__all__ = [
    "ImportRow",
    "counts_in_words",
    "import_rows",
    "known_senders",
    "may_see_preview",
    "may_see_upload",
    "undone_by",
]

_MOST_SETS = 50
# Who takes tables of the directory in: those are no imports.
_ITSELF = "hatangso"
_ACTIONS: Mapping[str, Message] = {
    "create": Message("new"),
    "update": Message("changed"),
    "confirm": Message("confirmed"),
    "delete": Message("deleted"),
    "merge": Message("merged"),
}


@dataclass(frozen=True)
class ImportRow:
    """One import.

    Attributes:
        file: As its sender called it.
        tone: Class of the state's mark.
        address: Where it goes on; empty when the file was removed.
        counts: What was written, in words; empty before.
        set_id: Number of the set; None when nothing was written.
        can_be_undone: Whether it stands and could be taken back.
        upload_id: Of the file that is kept; empty when there is none.
    """

    at: datetime
    file: str
    by: str
    sender: str
    state: Message
    tone: str
    address: str = ""
    counts: str = ""
    set_id: int | None = None
    can_be_undone: bool = False
    upload_id: str = ""
    reason: str = field(default="")


def may_see_upload(visitor: Visitor, upload: Upload) -> bool:
    """Return whether somebody may go on with a file: who sent it, and planners."""
    is_own = bool(visitor.login) and upload.by == visitor.login
    return is_own or visitor.may(Permission.PLAN)


def may_see_preview(visitor: Visitor, preview: ImportPreview) -> bool:
    """Return whether what was seen of a file was seen with the visitor's rights."""
    return preview.actor == visitor.actor or visitor.may(Permission.PLAN)


def import_rows(
    state: AppState, visitor: Visitor, language: Language
) -> tuple[list[ImportRow], list[ImportRow]]:
    """Return the files that wait for somebody, and the imports that were written.

    Both with the newest first, and only those that the visitor may see.
    """
    uploads = Uploads(state.directory)
    sets = _sets(state)
    undone = undone_by(sets)
    waiting: list[ImportRow] = []
    kept: dict[int, Upload] = {}
    for upload in uploads.list():
        if not may_see_upload(visitor, upload):
            continue
        written = uploads.written(upload.id)
        if written is None or written.set_id is None:
            job = _job(state, upload)
            trouble = uploads.trouble(upload.id)
            waiting.append(
                _waiting(
                    upload,
                    job,
                    trouble,
                    is_done=written is not None,
                    is_seen=uploads.is_seen(upload.id),
                )
            )
        else:
            kept[written.set_id] = upload
    actor = visitor.actor.name
    imported = [
        one for one in reversed(sets) if one.source_sha256 and one.actor != _ITSELF
    ]
    seen = [
        one for one in imported if visitor.may(Permission.PLAN) or one.actor == actor
    ]
    return waiting, [
        _written(one, undone.get(one.id), kept.get(one.id), language)
        for one in seen[:_MOST_SETS]
    ]


def known_senders(state: AppState, visitor: Visitor) -> tuple[str, ...]:
    """Return who sent files before, in the order of their names."""
    actor = visitor.actor.name
    return tuple(
        sorted(
            {
                one.sender
                for one in _sets(state)
                if one.sender and (visitor.may(Permission.PLAN) or one.actor == actor)
            }
        )
    )


def undone_by(sets: Sequence[ChangeSet]) -> dict[int, int]:
    """Return which set took which back; one that was taken back again does not count.

    >>> from datetime import UTC, datetime
    >>> now = datetime(2026, 1, 1, tzinfo=UTC)
    >>> undone_by([ChangeSet(1, now, "", ""), ChangeSet(2, now, "", "", undoes=1)])
    {1: 2}
    """
    undone: dict[int, int] = {}
    for one in sorted(sets, key=lambda one: one.id, reverse=True):
        if one.undoes is not None and one.id not in undone:
            undone[one.undoes] = one.id
    return undone


def counts_in_words(counts: Mapping[tuple[str, str], int], language: Language) -> str:
    """Return how many records of each kind were changed how."""
    kinds = shipped_kinds()
    parts = []
    for code, kind in kinds.items():
        words = [
            f"{format_number(counts[code, action], 0, language)} "
            f"{translate(word, language)}"
            for action, word in _ACTIONS.items()
            if counts.get((code, action))
        ]
        if words:
            parts.append(f"{kind_name(kind, language)}: {', '.join(words)}")
    return "; ".join(parts)


def _sets(state: AppState) -> list[ChangeSet]:
    snapshot = state.snapshots.current()
    return snapshot.part("change_sets", state.register.change_sets)


def _job(state: AppState, upload: Upload) -> Job | None:
    return state.operations.jobs.get(upload.job) if upload.job else None


def _waiting(
    upload: Upload,
    job: Job | None,
    trouble: Trouble | None,
    *,
    is_done: bool,
    is_seen: bool,
) -> ImportRow:
    state, tone = Message("waits for your decision"), "open"
    if is_done:
        state, tone = Message("done: nothing new"), "done"
    elif job is not None and not job.state.is_over:
        state, tone = Message("is being worked on"), "running"
    elif trouble is not None:
        state, tone = Message("needs your attention"), "bad"
    elif not is_seen:
        state, tone = Message("was interrupted"), "bad"
    return ImportRow(
        upload.at,
        upload.name,
        upload.by,
        upload.sender,
        state,
        tone,
        f"/du-lieu/nhap/{upload.id}",
        upload_id=upload.id,
    )


def _written(
    one: ChangeSet, undone: int | None, upload: Upload | None, language: Language
) -> ImportRow:
    state, tone = Message("imported"), "done"
    if undone is not None:
        state = Message("taken back by change {number}", {"number": undone})
        tone = "unknown"
    return ImportRow(
        one.at,
        one.source,
        one.actor,
        one.sender,
        state,
        tone,
        f"/du-lieu/nhap/{upload.id}/xong" if upload else "",
        counts_in_words(one.counts, language),
        one.id,
        undone is None,
        upload.id if upload else "",
        one.reason,
    )
