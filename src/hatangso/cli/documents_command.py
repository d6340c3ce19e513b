"""The commands that write official documents, and the templates they are shaped by."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from hatangso.cli.console import Output
from hatangso.cli.options import Directory, Json, Lang, now
from hatangso.documents.official.official_document import OfficialDocument
from hatangso.documents.word.department_template_fields import fields_of
from hatangso.errors import Finding, InvalidInputError
from hatangso.language import translate
from hatangso.units import VIETNAM_TIME
from hatangso.workflows.documents.document_kind import DocumentFormat, DocumentRequest
from hatangso.workflows.documents.document_kinds import document_kind, document_kinds
from hatangso.workflows.documents.issuers import issuer_of
from hatangso.workflows.documents.province_facts import ProvinceFacts, ReadFacts
from hatangso.workflows.documents.templates import (
    TEMPLATES_FOLDER,
    keep_template,
    starting_template,
)
from hatangso.workflows.documents.write_documents import (
    WrittenDocument,
    made_document,
    usual_folder,
    write_document,
    write_documents,
)

__all__ = ["document_template", "documents"]

_LONGEST_EXAMPLE = 60

Answers = Annotated[
    list[str] | None,
    typer.Option("--set", help="Điều cần nêu rõ (what is asked): period=2026-Q3."),
]


def documents(
    directory: Directory,
    *,
    kinds: Annotated[
        list[str] | None,
        typer.Option(
            "--kind", help="Loại văn bản (kind of document); mặc định: mọi loại."
        ),
    ] = None,
    formats: Annotated[
        str, typer.Option("--format", help="Dạng tệp (formats): docx,pdf,xlsx.")
    ] = "docx,pdf,xlsx",
    answers: Answers = None,
    out_folder: Annotated[
        Path | None,
        typer.Option("--out", help="Nơi ghi (folder): mặc định results/documents."),
    ] = None,
    fields: Annotated[
        str,
        typer.Option(help="Liệt kê trường của một loại (list the fields of a kind)."),
    ] = "",
    as_json: Json = False,
    language: Lang,
) -> None:
    """Lập các văn bản của tỉnh (write the province's official documents)."""
    out = Output(language, as_json)
    with out.errors_shown():
        facts = ReadFacts(directory)
        request = _request(facts, answers or ())
        if fields:
            _show_fields(out, _sample(facts, fields, request))
            return
        folder = out_folder or usual_folder(directory)
        asked = _formats(formats)
        written, findings = _written(facts, kinds or (), request, folder, asked)
        _say_written(out, written)
        if not as_json:
            out.show_findings(findings)
        out.finish({"documents": written, "findings": findings})


def document_template(
    directory: Directory,
    kind: Annotated[str, typer.Argument(help="Loại văn bản (kind): plan, hole_list …")],
    *,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Tệp .docx cần ghi (the template)."),
    ] = None,
    take: Annotated[
        Path | None,
        typer.Option(help="Kiểm tra và dùng biểu mẫu đã sửa (check and use this one)."),
    ] = None,
    answers: Answers = None,
    as_json: Json = False,
    language: Lang,
) -> None:
    """Biểu mẫu văn bản để sở sửa trong Word (a template that a department shapes)."""
    out = Output(language, as_json)
    with out.errors_shown():
        facts = ReadFacts(directory)
        sample = _sample(facts, kind, _request(facts, answers or ()))
        findings: Sequence[Finding] = ()
        if take is not None:
            findings = keep_template(directory, sample, take.read_bytes())
            path = directory / TEMPLATES_FOLDER / f"{kind}.docx"
            out.say("The template is kept in {path} and used from now on.", path=path)
        else:
            path = output or Path(f"{kind}.docx")
            path.write_bytes(starting_template(sample))
            out.say(
                "The template is in {path}: shape it in Word, then give it back with"
                " --take.",
                path=path,
            )
        out.finish({"template": path, "findings": findings})


def _request(facts: ProvinceFacts, answers: Iterable[str]) -> DocumentRequest:
    return DocumentRequest(
        issuer=issuer_of(facts.directory, facts.inputs.province),
        today=now().astimezone(VIETNAM_TIME).date(),
        parameters=dict(_answer(one) for one in answers),
    )


def _answer(text: str) -> tuple[str, str]:
    name, sign, said = text.partition("=")
    if not sign or not name.strip():
        raise InvalidInputError(
            '"{text}" cannot be used: write it like period=2026-Q3', text=text
        )
    return name.strip(), said.strip()


def _formats(text: str) -> tuple[DocumentFormat, ...]:
    asked = tuple(one.strip().lower() for one in text.split(",") if one.strip())
    unknown = sorted(set(asked) - set(DocumentFormat))
    if unknown or not asked:
        raise InvalidInputError(
            "documents are not written as {formats}; use {known}",
            formats=", ".join(unknown) or '""',
            known=", ".join(DocumentFormat),
        )
    return tuple(one for one in DocumentFormat if one in asked)


def _sample(
    facts: ProvinceFacts, code: str, request: DocumentRequest
) -> OfficialDocument:
    """Return a document of a kind as it would be made now."""
    return made_document(facts, document_kind(code), request)


def _written(
    facts: ProvinceFacts,
    kinds: Sequence[str],
    request: DocumentRequest,
    folder: Path,
    formats: Sequence[DocumentFormat],
) -> tuple[list[WrittenDocument], list[Finding]]:
    """Write the kinds that are asked for; without any, every one that can be made."""
    if not kinds:
        return write_documents(facts, request, folder, formats)
    written = [
        write_document(facts, code, request, folder, formats)
        for code in dict.fromkeys(kinds)
    ]
    return written, [finding for one in written for finding in one.findings]


def _say_written(out: Output, written: Sequence[WrittenDocument]) -> None:
    for one in written:
        title = translate(document_kinds()[one.kind].title, out.language)
        out.say("{title}:", title=title)
        for path in one.files:
            out.show(str(path), indent=2, hang=2)


def _show_fields(out: Output, sample: OfficialDocument) -> None:
    described = list(fields_of(sample).described())
    for written, example in described:
        shown = example if len(example) < _LONGEST_EXAMPLE else f"{example[:59]}…"
        out.show(f"{written}  {shown}".rstrip(), hang=4)
    out.finish(
        {
            "fields": [
                {"field": written, "example": example} for written, example in described
            ]
        }
    )
