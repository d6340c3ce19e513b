"""The kinds of documents that there are: every module in ``kinds`` is one."""

import importlib
import pkgutil
from functools import cache

from hatangso.errors import InvalidInputError, NotFoundError
from hatangso.workflows.documents import kinds
from hatangso.workflows.documents.document_kind import DocumentKind, DocumentRequest
from hatangso.workflows.documents.province_facts import ProvinceFacts

__all__ = ["answered", "document_kind", "document_kinds"]


@cache
def document_kinds() -> dict[str, DocumentKind]:
    """Return the kinds by code, in the order in which they are shown."""
    found: list[DocumentKind] = [
        importlib.import_module(f"{kinds.__name__}.{module.name}").KIND
        for module in pkgutil.iter_modules(kinds.__path__)
    ]
    return {one.code: one for one in sorted(found, key=lambda one: one.order)}


def document_kind(code: str) -> DocumentKind:
    """Return a kind.

    Raises:
        InvalidInputError: There is none of this code.
    """
    known = document_kinds()
    if code not in known:
        raise InvalidInputError(
            "there is no kind of document {code}; use one of {known}",
            code=code,
            known=tuple(known),
        )
    return known[code]


def answered(
    kind: DocumentKind, facts: ProvinceFacts, request: DocumentRequest
) -> dict[str, str]:
    """Return an answer for every parameter of a kind, the usual one where none is.

    Raises:
        InvalidInputError: An answer is none of the allowed ones, or of no parameter.
        NotFoundError: There is an answer, but nothing to choose from.
    """
    given = dict(request.parameters)
    answers: dict[str, str] = {}
    for parameter in kind.parameters:
        said = given.pop(parameter.name, "").strip()
        choices = parameter.choices(facts, request.today)
        if choices is None:
            answers[parameter.name] = said
            continue
        options = [one.value for one in choices]
        if said and not options:
            raise NotFoundError(
                "{name} of {kind} cannot be {value}: there is nothing to choose from"
                " yet; compute or import what it is made of first",
                name=parameter.label,
                kind=kind.title,
                value=said,
            )
        if said and said not in options:
            raise InvalidInputError(
                "{name} of {kind} cannot be {value}; use one of {options}",
                name=parameter.label,
                kind=kind.title,
                value=said,
                options=options[:20],
            )
        answers[parameter.name] = said or next(iter(options), "")
    if given:
        raise InvalidInputError(
            "{kind} does not ask for {names}", kind=kind.title, names=tuple(given)
        )
    return answers
