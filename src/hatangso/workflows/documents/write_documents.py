"""Write a province's documents: all files of a document, or none of them."""

import hashlib
import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from hatangso.documents.official.official_document import OfficialDocument
from hatangso.documents.official.source_annex import with_sources
from hatangso.documents.pdf.pdf_document import pdf_document
from hatangso.documents.word.department_template import fill_template
from hatangso.documents.word.word_document import word_document
from hatangso.documents.workbook.workbook import workbook
from hatangso.errors import (
    Finding,
    HatangsoError,
    InvalidInputError,
    Message,
    Place,
    Severity,
)
from hatangso.io.write_lock import write_lock
from hatangso.language import fold
from hatangso.workflows.documents.document_kind import (
    DocumentFormat,
    DocumentKind,
    DocumentRequest,
)
from hatangso.workflows.documents.document_kinds import (
    answered,
    document_kind,
    document_kinds,
)
from hatangso.workflows.documents.province_facts import ProvinceFacts
from hatangso.workflows.documents.templates import kept_template

__all__ = [
    "DOCUMENTS_FOLDER",
    "WrittenDocument",
    "file_stem",
    "made_document",
    "rendered",
    "usual_folder",
    "write_document",
    "write_documents",
]

DOCUMENTS_FOLDER = "documents"
"""Within ``results``: made of the same data, but kept by no step, so that no hash ties
them down; a document carries its own record."""
_LONGEST_NAME = 100
_NOT_OF_A_NAME = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class WrittenDocument:
    """A document that was written.

    Attributes:
        kind: Its code.
        parameters: What it was asked for, the usual answers included.
        files: In the order of the formats.
        findings: What the reader should know of it.
    """

    kind: str
    parameters: Mapping[str, str]
    files: tuple[Path, ...]
    findings: tuple[Finding, ...] = ()


def usual_folder(directory: Path) -> Path:
    """Return where documents of a province directory are written."""
    return directory / "results" / DOCUMENTS_FOLDER


def made_document(
    facts: ProvinceFacts, kind: DocumentKind, request: DocumentRequest
) -> OfficialDocument:
    """Return a document with what a later check needs to make it again.

    Raises:
        InvalidInputError: An answer cannot be used.
        NotFoundError: Something that it needs is not computed yet.
    """
    answers = answered(kind, facts, request)
    document = kind.make(facts, replace(request, parameters=answers))
    return replace(
        document,
        kind=kind.code,
        parameters=answers,
        province=facts.inputs.province.key,
        made_on=request.today,
    )


def write_document(
    facts: ProvinceFacts,
    code: str,
    request: DocumentRequest,
    folder: Path,
    formats: Sequence[DocumentFormat] = (),
) -> WrittenDocument:
    """Make a document and write its files.

    A template of the department in ``document_templates`` gives the DOCX its form.

    Args:
        facts: The province.
        code: Of the kind.
        request: What is asked for; usual answers fill what is missing.
        folder: Made when it is missing.
        formats: Those that the kind does not have are left out; none means all.

    Raises:
        InvalidInputError: There is no such kind, an answer or the department's template
            cannot be used, or the kind has none of the formats.
        NotFoundError: Something that it needs is not computed yet.
    """
    kind = document_kind(code)
    asked = tuple(one for one in kind.formats if one in formats or not formats)
    if not asked:
        raise InvalidInputError(
            "{kind} is not written as {formats}; use one of {known}",
            kind=kind.title,
            formats=tuple(map(str, formats)),
            known=tuple(map(str, kind.formats)),
        )
    document = made_document(facts, kind, request)
    template = kept_template(facts.directory, code)
    contents = {
        f"{file_stem(document)}.{one}": rendered(document, one, template)
        for one in asked
    }
    files = _write_all(folder, contents)
    findings = _told_of_template(template, code, asked)
    return WrittenDocument(code, document.parameters, files, findings)


def write_documents(
    facts: ProvinceFacts,
    request: DocumentRequest,
    folder: Path,
    formats: Sequence[DocumentFormat] = (),
) -> tuple[list[WrittenDocument], list[Finding]]:
    """Write a document of every kind, with the usual answers.

    Args:
        facts: The province.
        request: Its parameters go to the kinds that have them.
        folder: Made when it is missing.
        formats: As for one.

    Returns:
        What was written, and a finding for each kind that could not be.

    Raises:
        InvalidInputError: The province directory has errors, or no kind asks for one of
            the parameters.
    """
    _ = facts.inputs  # What is wrong with the directory is told once, not by kind.
    asked_for = {p.name for kind in document_kinds().values() for p in kind.parameters}
    astray = tuple(name for name in request.parameters if name not in asked_for)
    if astray:
        raise InvalidInputError(
            "no kind of document asks for {names}; use {known}",
            names=astray,
            known=tuple(sorted(asked_for)),
        )
    written: list[WrittenDocument] = []
    findings: list[Finding] = []
    for kind in document_kinds().values():
        names = {one.name for one in kind.parameters}
        own = {name: said for name, said in request.parameters.items() if name in names}
        asked = replace(request, parameters=own)
        try:
            written.append(write_document(facts, kind.code, asked, folder, formats))
        except HatangsoError as error:
            findings += _findings_of(error, kind)
    return written, findings


def rendered(
    document: OfficialDocument, form: DocumentFormat, template: bytes | None = None
) -> bytes:
    """Return a document in a format.

    Args:
        document: Without the annex of sources, which is added here.
        form: What to write.
        template: DOCX of the department, for that format.
    """
    match form:
        case DocumentFormat.WORKBOOK:
            return workbook(document)
        case DocumentFormat.PDF:
            return pdf_document(with_sources(document))
        case DocumentFormat.WORD if template is not None:
            return fill_template(template, with_sources(document))
        case DocumentFormat.WORD:
            return word_document(with_sources(document))


def file_stem(document: OfficialDocument) -> str:
    """Return what the files of a document are called: ``periodic_report_2026-q3``."""
    parts = [_plain(value) for value in document.parameters.values()]
    stem = "_".join((document.kind, *(part for part in parts if part)))
    if len(stem) <= _LONGEST_NAME:
        return stem
    mark = hashlib.sha256(stem.encode()).hexdigest()[:8]
    return f"{stem[: _LONGEST_NAME - 9]}_{mark}"


def _plain(value: str) -> str:
    """Return a text as every file system takes it."""
    return _NOT_OF_A_NAME.sub("-", fold(value)).strip("-")


def _write_all(folder: Path, contents: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write files so that all are new, or all are as they were."""
    folder.mkdir(parents=True, exist_ok=True)
    with write_lock(folder):
        staged = Path(tempfile.mkdtemp(prefix=".unfinished-", dir=folder))
        moved: list[str] = []
        try:
            (staged / "old").mkdir()
            for name, content in contents.items():
                (staged / name).write_bytes(content)
            for name in contents:
                if (folder / name).exists():
                    (folder / name).replace(staged / "old" / name)
                moved.append(name)
                (staged / name).replace(folder / name)
        except OSError:
            for name in moved:
                _put_back(staged / "old" / name, folder / name)
            raise
        finally:
            shutil.rmtree(staged, ignore_errors=True)
    return tuple(folder / name for name in contents)


def _put_back(old: Path, place: Path) -> None:
    if old.exists():
        old.replace(place)
    else:
        place.unlink(missing_ok=True)


def _told_of_template(
    template: bytes | None, code: str, formats: Sequence[DocumentFormat]
) -> tuple[Finding, ...]:
    """Tell that only the DOCX follows the department's template."""
    others = tuple(str(one) for one in formats if one is not DocumentFormat.WORD)
    if template is None or not others:
        return ()
    return (
        Finding(
            Severity.SUGGESTION,
            Place(f"{code}.docx"),
            Message(
                "the department's template shapes the DOCX only; {formats} have the"
                " built-in form",
                {"formats": ", ".join(others)},
            ),
            Message("print the PDF from the DOCX if it must have that form"),
        ),
    )


def _findings_of(error: HatangsoError, kind: DocumentKind) -> list[Finding]:
    """Return why a kind could not be made."""
    fix = Message("put that right, then write this document again")
    own = Finding(Severity.WARNING, Place(kind.code), error.message, fix)
    more = error.findings if isinstance(error, InvalidInputError) else ()
    return [own, *more]
