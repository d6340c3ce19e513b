"""The fixed words of official documents: number, day, bases, recipients, annexes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from hatangso.documents.official.blocks import Items, Paragraph
from hatangso.documents.official.decree_30 import decree_30
from hatangso.documents.official.official_document import (
    DocumentForm,
    Letterhead,
    OfficialDocument,
)
from hatangso.documents.official.spans import Footnote, Sentence

__all__ = [
    "addressees_of",
    "annex_reference",
    "bases_of",
    "day_in_words",
    "ended",
    "number_and_symbol",
    "place_and_day",
    "plain_text",
    "recipients_of",
    "roman",
]

_GAP = "\u00a0" * 5
"""Where a hand writes the number or the day."""
_FEBRUARY = 2
_TWO_DIGITS = 10


def plain_text(sentence: Sentence) -> str:
    """Return the words of a sentence without its footnotes."""
    return "".join(
        span if isinstance(span, str) else span.text
        for span in sentence
        if not isinstance(span, Footnote)
    )


def number_and_symbol(letterhead: Letterhead) -> str:
    """Return ``Số: 12/KH-UBND``, with a gap for a number that is not given yet.

    >>> number_and_symbol(Letterhead("", "", "12", "KH-UBND", "Thái Nguyên"))
    'Số: 12/KH-UBND'
    """
    number = letterhead.number or _GAP
    return f"{decree_30().words['number']} {number}/{letterhead.symbol}"


def day_in_words(day: date | None) -> str:
    """Return the day as the decree writes it; small days and months get a zero.

    >>> day_in_words(date(2026, 2, 5))
    'ngày 05 tháng 02 năm 2026'
    """
    if day is None:
        return f"ngày{_GAP}tháng{_GAP}năm{_GAP}"
    day_n = f"{day.day:02}" if day.day < _TWO_DIGITS else str(day.day)
    month_n = f"{day.month:02}" if day.month <= _FEBRUARY else str(day.month)
    return f"ngày {day_n} tháng {month_n} năm {day.year}"


def place_and_day(letterhead: Letterhead) -> str:
    """Return ``Thái Nguyên, ngày 05 tháng 02 năm 2026``."""
    return f"{letterhead.place}, {day_in_words(letterhead.day)}"


def bases_of(document: OfficialDocument) -> tuple[str, ...]:
    """Return the bases, each with ``Căn cứ`` once and a semicolon at its end.

    The last ends with a full stop.
    """
    word = decree_30().words["basis"]
    bare = [basis.strip().rstrip(";,.") for basis in document.bases]
    whole = [
        basis if _begins_as_basis(basis, word) else f"{word} {basis}" for basis in bare
    ]
    return _listed(whole)


def _begins_as_basis(basis: str, word: str) -> bool:
    return basis.startswith((word, "Theo ", "Thực hiện ", "Xét "))


def addressees_of(document: OfficialDocument) -> tuple[str, ...]:
    """Return whom it is sent to: one bare, several with dashes."""
    bare = [one.strip().rstrip(";,.") for one in document.addressees]
    if len(bare) < 2:  # noqa: PLR2004 - one is written beside the words
        return tuple(bare)
    return tuple(f"- {one}" for one in _listed(bare))


def recipients_of(document: OfficialDocument) -> tuple[str, ...]:
    """Return ``Nơi nhận``, each with its dash and sign at the end."""
    bare = [one.strip().rstrip(";,.") for one in document.recipients]
    return tuple(f"- {one}" for one in _listed(bare))


def _listed(entries: Sequence[str]) -> tuple[str, ...]:
    last = len(entries) - 1
    return tuple(f"{one}{'.' if at == last else ';'}" for at, one in enumerate(entries))


def ended(document: OfficialDocument) -> OfficialDocument:
    """Return the document with ``./.`` at the end of its text, where a form has it."""
    if document.form is DocumentForm.SHEETS:
        return document
    if document.closing:
        closing = (*document.closing[:-1], _ended(document.closing[-1]))
        return replace(document, closing=closing)
    block: Paragraph | Items
    match document.blocks[-1] if document.blocks else None:
        case Paragraph() as last if not last.is_note:
            block = Paragraph(_ended(last.sentence), last.name)
        case Items(entries=(*others, last)) as items:
            block = Items((*others, _ended(last)), items.name)
        case _:
            return replace(document, closing=((decree_30().words["end"],),))
    return replace(document, blocks=(*document.blocks[:-1], block))


def _ended(sentence: Sentence) -> Sentence:
    """Return a sentence that ends as the last of a document does."""
    end = decree_30().words["end"]
    spans = list(sentence)
    at = next(
        (i for i in reversed(range(len(spans))) if not isinstance(spans[i], Footnote)),
        -1,
    )
    last = spans[at] if at >= 0 else ""
    if not isinstance(last, str):
        return (*spans[: at + 1], end, *spans[at + 1 :])
    text = last.rstrip()
    bare = text.removesuffix(end).rstrip(".;")
    return (*spans[:at], bare + end, *spans[at + 1 :]) if at >= 0 else (end,)


def roman(number: int) -> str:
    """Return a number in Roman figures.

    >>> roman(14)
    'XIV'
    """
    found = ""
    for value, signs in (
        (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
        (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        found += signs * (number // value)
        number %= value
    return found


def annex_reference(document: OfficialDocument) -> str:
    """Return ``(Kèm theo Kế hoạch số …)``; empty for sheets, which nobody issues."""
    letterhead = document.letterhead
    if not letterhead.symbol or document.form is DocumentForm.SHEETS:
        return ""
    kind = document.type_name.capitalize() or "Công văn"
    number = f"{letterhead.number or _GAP}/{letterhead.symbol}"
    issuer = _in_a_sentence(letterhead.issuer, letterhead.place)
    what = f"{kind} số {number} {day_in_words(letterhead.day)} của {issuer}"
    return decree_30().words["annex_reference"].format(document=what)


def _in_a_sentence(capitals: str, place: str) -> str:
    """Return a name in capitals as it is written within a sentence."""
    text = capitals.capitalize()
    for name in (*decree_30().names, place):
        text = text.replace(name.lower(), name) if name else text
    return text
