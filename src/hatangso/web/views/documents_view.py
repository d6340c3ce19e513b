"""Official documents as a page shows them: kinds to make, files that were made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from hatangso.errors import Finding, Message, NotFoundError
from hatangso.model.job import Job
from hatangso.web.kept_values import read_kept
from hatangso.workflows.documents.document_kind import DocumentKind, Option
from hatangso.workflows.documents.document_kinds import document_kinds
from hatangso.workflows.documents.province_facts import ProvinceFacts
from hatangso.workflows.documents.write_documents import usual_folder

__all__ = [
    "MadeDocument",
    "MadeFile",
    "Question",
    "document_file",
    "findings_of",
    "made_documents",
    "questions_of",
]

_BYTES_PER_KB = 1_000


@dataclass(frozen=True)
class MadeFile:
    """One file of a document."""

    name: str
    ending: str
    size_kb: float


@dataclass(frozen=True)
class MadeDocument:
    """A document that was made: the same in up to three formats.

    Attributes:
        title: Of its kind; None when no kind has its name any more.
        stem: Name of its files without the ending.
    """

    stem: str
    title: Message | None
    made_at: datetime
    files: tuple[MadeFile, ...]


@dataclass(frozen=True)
class Question:
    """A parameter of a kind, with what may be answered.

    Attributes:
        options: None: any text may.
        chosen: The answer that stands in the form.
    """

    name: str
    label: Message
    help: Message
    options: tuple[Option, ...] | None
    chosen: str


def questions_of(
    kind: DocumentKind, facts: ProvinceFacts, today: date, said: Mapping[str, str]
) -> tuple[Question, ...]:
    """Return what a kind asks for, with what was answered or is usual."""
    asked = []
    for one in kind.parameters:
        options = one.choices(facts, today)
        usual = options[0].value if options else ""
        chosen = said.get(one.name, usual)
        asked.append(Question(one.name, one.label, one.help, options, chosen))
    return tuple(asked)


def made_documents(directory: Path) -> tuple[MadeDocument, ...]:
    """Return the documents that were made, the newest first."""
    by_stem: dict[str, list[Path]] = {}
    for path in usual_folder(directory).glob("*.*"):
        if path.is_file() and not path.is_symlink() and not path.name.startswith("."):
            by_stem.setdefault(path.stem, []).append(path)
    found = [_made(stem, paths) for stem, paths in by_stem.items()]
    return tuple(sorted(found, key=lambda one: (one.made_at, one.stem), reverse=True))


def document_file(directory: Path, name: str) -> Path:
    """Return where a file of the list lies; no other file can be named.

    Raises:
        NotFoundError: It is not in the list.
    """
    known = {file.name for one in made_documents(directory) for file in one.files}
    if name not in known:
        raise NotFoundError("there is no document {name}", name=name[:200])
    return usual_folder(directory) / name


def findings_of(job: Job | None) -> Sequence[Finding]:
    """Return what the reader should know of what a job made."""
    kept = job.result.get("findings") if job and job.result else None
    found: Sequence[Finding] = read_kept(kept) if isinstance(kept, str) else ()
    return found


def _made(stem: str, paths: Sequence[Path]) -> MadeDocument:
    kinds = document_kinds()
    # ``hole_list_2026``: the longest code that the name begins with.
    codes = [code for code in kinds if stem == code or stem.startswith(f"{code}_")]
    code = max(codes, key=len, default="")
    stats = {path: path.stat() for path in sorted(paths)}
    newest = max(one.st_mtime for one in stats.values())
    return MadeDocument(
        stem=stem,
        title=kinds[code].title if code else None,
        made_at=datetime.fromtimestamp(newest, tz=UTC),
        files=tuple(
            MadeFile(path.name, path.suffix[1:].upper(), one.st_size / _BYTES_PER_KB)
            for path, one in stats.items()
        ),
    )
