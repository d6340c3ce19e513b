"""Make official documents, as jobs: one of them, or one of every kind."""

from collections.abc import Mapping, Sequence

from hatangso.errors import Finding, Message
from hatangso.units import VIETNAM_TIME
from hatangso.web.access import Permission
from hatangso.web.jobs.job_kind import JobDesk, JobKind, Lane
from hatangso.web.kept_values import kept_text
from hatangso.workflows.documents.document_kind import DocumentFormat, DocumentRequest
from hatangso.workflows.documents.document_kinds import document_kind
from hatangso.workflows.documents.issuers import issuer_of
from hatangso.workflows.documents.province_facts import ReadFacts
from hatangso.workflows.documents.write_documents import (
    WrittenDocument,
    usual_folder,
    write_document,
    write_documents,
)

__all__ = ["DOCUMENTS_JOB", "DOCUMENTS_PAGE", "DOCUMENT_JOB", "DOCUMENT_JOBS"]

DOCUMENT_JOB, DOCUMENTS_JOB = "document", "documents"
DOCUMENTS_PAGE = "/van-ban"
_RETRIES = 2


def _one(desk: JobDesk) -> Mapping[str, object]:
    """Make the document that was asked for, in the formats that were."""
    facts = ReadFacts(desk.directory)
    kind = document_kind(desk.text("kind"))
    said = {one.name: desk.text(one.name) for one in kind.parameters}
    formats = desk.text("formats").split()
    desk.progress.start("the document", 1)
    written = write_document(
        facts,
        kind.code,
        _request(desk, facts, said),
        usual_folder(desk.directory),
        tuple(one for one in DocumentFormat if one.value in formats),
    )
    desk.progress.advance(1)
    return _result([written], written.findings)


def _all(desk: JobDesk) -> Mapping[str, object]:
    """Make one of every kind; a kind that cannot be made stops no other."""
    facts = ReadFacts(desk.directory)
    desk.progress.start("the documents", 1)
    request = _request(desk, facts, {})
    written, findings = write_documents(facts, request, usual_folder(desk.directory))
    desk.progress.advance(1)
    return _result(written, findings)


def _request(
    desk: JobDesk, facts: ReadFacts, answers: Mapping[str, str]
) -> DocumentRequest:
    return DocumentRequest(
        issuer=issuer_of(desk.directory, facts.inputs.province),
        today=desk.now().astimezone(VIETNAM_TIME).date(),
        parameters=answers,
    )


def _result(
    written: Sequence[WrittenDocument], findings: Sequence[Finding]
) -> Mapping[str, object]:
    return {
        "files": [path.name for one in written for path in one.files],
        "findings": kept_text(tuple(findings)),
        "address": DOCUMENTS_PAGE,
    }


DOCUMENT_JOBS = (
    JobKind(
        DOCUMENT_JOB,
        Message("Make a document"),
        Lane.QUICK,
        Permission.DOCUMENTS,
        _one,
        retries=_RETRIES,
    ),
    JobKind(
        DOCUMENTS_JOB,
        Message("Make a document of every kind"),
        Lane.QUICK,
        Permission.DOCUMENTS,
        _all,
        retries=_RETRIES,
    ),
)
