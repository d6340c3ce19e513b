"""A whole document: what stands above the text, the text, and what stands below."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from hatangso.documents.official.blocks import Block
from hatangso.documents.official.spans import Sentence

__all__ = [
    "Annex",
    "DocumentForm",
    "Letterhead",
    "OfficialDocument",
    "Signature",
]


class DocumentForm(StrEnum):
    """Which of the decree's layouts."""

    TITLED = "titled"  # kế hoạch, báo cáo, tờ trình: its type stands in the middle
    LETTER = "letter"  # công văn: "V/v …" below the number, then "Kính gửi"
    SHEETS = "sheets"  # sheets and lists that go with something else: a title only


@dataclass(frozen=True)
class Letterhead:
    """Who issues the document, under which number, where and when.

    Attributes:
        above: The body above the issuer, empty when there is none.
        issuer: The body that issues it, in capitals.
        number: Running number in the register of documents; empty until it is given.
        symbol: ``KH-UBND``, ``SKHCN-BCVT``.
        place: Of the line of place and date: ``Thái Nguyên``.
        day: None until it is signed: the day is left blank.
    """

    above: str
    issuer: str
    number: str
    symbol: str
    place: str
    day: date | None = None


@dataclass(frozen=True)
class Signature:
    """Who signs.

    Attributes:
        lines: In capitals, one below the other: ``TM. ỦY BAN NHÂN DÂN``,
            ``KT. CHỦ TỊCH``, ``PHÓ CHỦ TỊCH``.
        name: Empty until it is known.
    """

    lines: tuple[str, ...]
    name: str = ""


@dataclass(frozen=True)
class Annex:
    """Phụ lục: begins on a new page; tables that are wide want it landscape."""

    title: str
    blocks: tuple[Block, ...]
    is_landscape: bool = True


@dataclass(frozen=True)
class OfficialDocument:
    """What a document says; how it looks is up to the form and the writer.

    Attributes:
        kind: Code of the kind of document: ``plan``, ``periodic_report`` …
        parameters: What it was asked for, as text: period, place. With the kind they
            tell how to make it again, which a later check does.
        type_name: ``KẾ HOẠCH``, ``BÁO CÁO``, ``TỜ TRÌNH``; empty for a letter.
        subject: What it is about; after ``V/v`` in a letter.
        addressees: ``Kính gửi``, empty for none.
        bases: Legal bases, each a sentence without ``Căn cứ`` doubled.
        opening: Sentence between bases and text.
        closing: Last paragraphs of the text, before the signature.
        recipients: ``Nơi nhận``, without dashes.
        has_contents: Whether a table of contents stands before the text.
        marks: Sentences about data that are derived or synthetic; printed where nobody
            can miss them.
        province: Key of the province; noted by whoever writes the document.
        made_on: Day on which it was made, likewise; it does not date it.
    """

    kind: str
    form: DocumentForm
    letterhead: Letterhead
    type_name: str
    subject: str
    blocks: tuple[Block, ...]
    signature: Signature | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)
    addressees: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    opening: Sentence = ()
    closing: tuple[Sentence, ...] = ()
    recipients: tuple[str, ...] = ()
    annexes: tuple[Annex, ...] = ()
    has_contents: bool = False
    marks: tuple[str, ...] = ()
    province: str = ""
    made_on: date | None = None
