"""Pieces of a sentence or a table cell, and numbers that say where they come from."""

from dataclasses import dataclass

from hatangso.model.provenance import Reality

__all__ = ["NO_DATA", "Emphasis", "Footnote", "Sentence", "Span", "TracedNumber"]

NO_DATA = "chưa có số liệu"
"""What is printed for a number that nobody has; never 0."""


@dataclass(frozen=True)
class TracedNumber:
    """A number of a document that can be looked up, and checked again later.

    Attributes:
        key: What it is, in the same words for the same thing in every document of the
            kind: ``village_4g_ratio:province:2024``. It must be unique in a document
            unless the value is the same.
        text: As printed, with its unit where the sentence needs one: ``96,4 %``.
        value: The number itself; None when nobody knows it, then ``text`` is
            ``NO_DATA``.
        unit: Of ``value``, empty for a pure number.
        label: What it is, in words, for the annex of sources.
        period: As written: ``2024``, ``tháng 10/2026``, ``31/12/2024``.
        source: Document, file or method it comes from.
        decimals: As a spreadsheet should show it.
    """

    key: str
    text: str
    value: float | int | None
    unit: str
    label: str
    period: str
    source: str
    reality: Reality
    decimals: int = 0


@dataclass(frozen=True)
class Emphasis:
    """Words in bold, in italics or both."""

    text: str
    is_bold: bool = True
    is_italic: bool = False


@dataclass(frozen=True)
class Footnote:
    """A mark at this place, and a note below the page: of a figure under dispute."""

    note: str


Span = str | TracedNumber | Emphasis | Footnote

Sentence = tuple[Span, ...]
"""What a paragraph or a cell says. Text is plain: nothing in it is markup."""
