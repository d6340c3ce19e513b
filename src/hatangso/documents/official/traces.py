"""All numbers of a document, in the order in which they stand."""

from collections.abc import Iterator

from hatangso.documents.official.blocks import Block, Items, Paragraph, Table
from hatangso.documents.official.official_document import OfficialDocument
from hatangso.documents.official.spans import Sentence, TracedNumber

__all__ = ["sentences_of", "traced_numbers"]


def traced_numbers(document: OfficialDocument) -> tuple[TracedNumber, ...]:
    """Return the numbers, each key once: the first time it stands."""
    found: dict[str, TracedNumber] = {}
    for sentence in sentences_of(document):
        for span in sentence:
            if isinstance(span, TracedNumber):
                found.setdefault(span.key, span)
    return tuple(found.values())


def sentences_of(document: OfficialDocument) -> Iterator[Sentence]:
    """Return every sentence and cell, the annexes' after the text's."""
    yield document.opening
    for block in document.blocks:
        yield from _sentences(block)
    yield from document.closing
    for annex in document.annexes:
        for block in annex.blocks:
            yield from _sentences(block)


def _sentences(block: Block) -> Iterator[Sentence]:
    match block:
        case Paragraph():
            yield block.sentence
        case Items():
            yield from block.entries
        case Table():
            for row in block.rows:
                yield from row.cells
        case _:
            return
