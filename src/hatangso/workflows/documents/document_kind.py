"""Kinds of documents: what each is called, what it asks for, and what makes it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from hatangso.documents.official.issuer import Issuer
from hatangso.documents.official.official_document import OfficialDocument
from hatangso.errors import Message
from hatangso.workflows.documents.province_facts import ProvinceFacts

__all__ = [
    "DocumentFormat",
    "DocumentKind",
    "DocumentRequest",
    "Option",
    "Parameter",
]


class DocumentFormat(StrEnum):
    """Files that a document can be written to; the values are their endings."""

    WORD = "docx"
    PDF = "pdf"
    WORKBOOK = "xlsx"


@dataclass(frozen=True)
class Option:
    """An answer that a parameter allows: what is kept, and what is shown."""

    value: str
    label: str


@dataclass(frozen=True)
class Parameter:
    """Something that must be said before a document can be made.

    Attributes:
        name: ``period``, ``commune`` …: key of the request.
        options: What may be answered, the usual answer first; empty when the province
            has nothing to choose from. None: any text may.
        options_on: The same where they depend on the day, too.
    """

    name: str
    label: Message
    help: Message
    options: Callable[[ProvinceFacts], tuple[Option, ...]] | None = None
    options_on: Callable[[ProvinceFacts, date], tuple[Option, ...]] | None = None

    def choices(self, facts: ProvinceFacts, today: date) -> tuple[Option, ...] | None:
        """Return what may be answered on a day; None: any text may."""
        if self.options_on is not None:
            return self.options_on(facts, today)
        return None if self.options is None else self.options(facts)


@dataclass(frozen=True)
class DocumentRequest:
    """What is asked for.

    Attributes:
        today: Day on which the document is made; it does not date it.
        parameters: Answers by name of parameter; the usual ones fill what is missing.
    """

    issuer: Issuer
    today: date
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class DocumentKind:
    """A kind of document.

    Attributes:
        code: Stable name: ``plan``, ``hole_list``; of its files and addresses too.
        order: Where it stands among the others.
        make: Gathers the facts and composes the document. It raises
            `InvalidInputError` for an answer that cannot be used and `NotFoundError`
            for something that is not computed yet; a number that nobody has is no
            error.
        formats: What it can be written to, the main one first.
    """

    code: str
    order: int
    title: Message
    help: Message
    make: Callable[[ProvinceFacts, DocumentRequest], OfficialDocument]
    parameters: tuple[Parameter, ...] = ()
    formats: tuple[DocumentFormat, ...] = (
        DocumentFormat.WORD,
        DocumentFormat.PDF,
        DocumentFormat.WORKBOOK,
    )
