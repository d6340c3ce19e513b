"""Official documents for programs: what can be made, what was, and the files."""

from datetime import datetime
from typing import Annotated

from fastapi import Path, Request
from pydantic import BaseModel, Field
from starlette.responses import FileResponse, Response

from hatangso.web.access import Permission
from hatangso.web.api.shapes import PageOf
from hatangso.web.application_state import state_of
from hatangso.web.rendering import say
from hatangso.web.routing import ApiRouter
from hatangso.web.views.documents_view import (
    document_file,
    made_documents,
    questions_of,
)
from hatangso.workflows.documents.document_kinds import document_kinds

__all__ = ["router"]

router = ApiRouter(prefix="/api/v1", tags=["documents"])


class OptionShape(BaseModel):
    """An answer that a parameter allows."""

    value: str
    label: str


class ParameterShape(BaseModel):
    """Something that a document is made for."""

    name: str
    label: str
    options: list[OptionShape] | None = Field(description="None: any text may.")


class DocumentKindShape(BaseModel):
    """A kind of document.

    Ask the job "document" for one, with kind, formats and the parameters.
    """

    code: str
    title: str
    formats: list[str]
    parameters: list[ParameterShape]


class DocumentFileShape(BaseModel):
    """A file of a document that was made."""

    name: str
    size_kb: float
    made_at: datetime


@router.ask("/document-kinds", Permission.DOCUMENTS)
def kinds(request: Request) -> PageOf[DocumentKindShape]:
    """Return the kinds of documents, with what each can be made for."""
    state = state_of(request)
    facts = state.snapshots.current()
    items = [
        DocumentKindShape(
            code=kind.code,
            title=say(request, kind.title),
            formats=[one.value for one in kind.formats],
            parameters=[
                ParameterShape(
                    name=one.name,
                    label=say(request, one.label),
                    options=None
                    if one.options is None
                    else [
                        OptionShape(value=option.value, label=option.label)
                        for option in one.options
                    ],
                )
                for one in questions_of(kind, facts, state.today, {})
            ],
        )
        for kind in document_kinds().values()
    ]
    return PageOf(total=len(items), offset=0, items=items)


@router.ask("/documents", Permission.DOCUMENTS)
def documents(request: Request) -> PageOf[DocumentFileShape]:
    """Return the files that were made, the newest first."""
    items = [
        DocumentFileShape(name=file.name, size_kb=file.size_kb, made_at=one.made_at)
        for one in made_documents(state_of(request).directory)
        for file in one.files
    ]
    return PageOf(total=len(items), offset=0, items=items)


@router.ask("/documents/{name}", Permission.DOCUMENTS, response_class=FileResponse)
def document(
    request: Request,
    name: Annotated[str, Path(max_length=200, description="Of the file.")],
) -> Response:
    """Return a file."""
    path = document_file(state_of(request).directory, name)
    return FileResponse(path, filename=name, headers={"cache-control": "no-store"})
