"""Templates of documents that a department keeps beside its province's tables."""

from pathlib import Path

from hatangso.documents.official.official_document import OfficialDocument
from hatangso.documents.official.source_annex import with_sources
from hatangso.documents.word.department_template import check_template, template_of
from hatangso.errors import Finding, InvalidInputError, Severity
from hatangso.io.write_lock import write_lock

__all__ = [
    "TEMPLATES_FOLDER",
    "forget_template",
    "keep_template",
    "kept_template",
    "starting_template",
]

TEMPLATES_FOLDER = "document_templates"


def kept_template(directory: Path, code: str) -> bytes | None:
    """Return the department's template of a kind, None when it has none."""
    path = _path(directory, code)
    return path.read_bytes() if path.is_file() else None


def starting_template(sample: OfficialDocument) -> bytes:
    """Return a DOCX for a department to begin with: the built-in form, with fields."""
    return template_of(with_sources(sample))


def keep_template(
    directory: Path, sample: OfficialDocument, content: bytes
) -> list[Finding]:
    """Keep a template for the kind of a sample, when it can be used.

    Returns:
        What the department should know of it all the same.

    Raises:
        InvalidInputError: It cannot be used; the findings name every problem.
    """
    findings = check_template(content, with_sources(sample))
    errors = [one for one in findings if one.severity is Severity.ERROR]
    if errors:
        raise InvalidInputError(
            "{count} problems must be mended first",
            findings=findings,
            count=len(errors),
        )
    path = _path(directory, sample.kind)
    path.parent.mkdir(parents=True, exist_ok=True)
    with write_lock(path.parent):
        draft = path.with_suffix(".unfinished")
        draft.write_bytes(content)
        draft.replace(path)
    return findings


def forget_template(directory: Path, code: str) -> None:
    """Remove the department's template of a kind, if it has one."""
    _path(directory, code).unlink(missing_ok=True)


def _path(directory: Path, code: str) -> Path:
    return directory / TEMPLATES_FOLDER / f"{code}.docx"
