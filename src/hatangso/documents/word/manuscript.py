"""What is counted while a document is written: footnotes, captions, headings."""

from dataclasses import dataclass, field

from hatangso.documents.official.decree_30 import decree_30
from hatangso.documents.official.spans import (
    Emphasis,
    Footnote,
    Sentence,
    TracedNumber,
)
from hatangso.documents.word import elements
from hatangso.documents.word.elements import Element, paragraph, run, w
from hatangso.documents.word.package import WordPackage

__all__ = ["ContentsEntry", "Manuscript"]

_EMPHASES = {
    (True, False): "Strong",
    (False, True): "Emphasis",
    (True, True): "StrongEmphasis",
}


@dataclass(frozen=True)
class ContentsEntry:
    """A line of the table of contents.

    Attributes:
        bookmark: Where it leads.
    """

    text: str
    level: int
    bookmark: str


@dataclass
class Manuscript:
    """A document that is being written.

    Attributes:
        width_mm: Between the margins of the section that is being written.
        height_mm: Likewise, from top to bottom.
        annex_numbering: Of the headings of the annex being written; None in the text.
        ordinals: How many headings of each level stand so far.
    """

    package: WordPackage
    width_mm: float = field(default_factory=lambda: decree_30().text_width_mm())
    height_mm: float = 0
    annex_numbering: int | None = None
    ordinals: list[int] = field(default_factory=lambda: [0, 0, 0])
    contents: list[ContentsEntry] = field(default_factory=list)
    notes: list[Element] = field(default_factory=list)
    captions: dict[str, int] = field(default_factory=dict)
    picture_count: int = 0

    def runs(self, sentence: Sentence, *, is_bold: bool = False) -> list[Element]:
        """Return the runs of a sentence; its footnotes go to their own part."""
        made = []
        for span in sentence:
            match span:
                case str():
                    made.append(run(span, is_bold=is_bold))
                case TracedNumber():
                    made.append(run(span.text, is_bold=is_bold))
                case Emphasis():
                    style = _EMPHASES.get((span.is_bold, span.is_italic), "")
                    made.append(run(span.text, style, is_bold=is_bold))
                case Footnote():
                    made.append(self._footnote(span.note))
        return made

    def listed(self, text: str, level: int) -> list[Element]:
        """Return a title between bookmarks, and note it for the contents."""
        number = len(self.contents) + 1
        name = f"_Toc{number:09}"
        self.contents.append(ContentsEntry(text, level, name))
        start = w("bookmarkStart", id=number, name=name)
        return [start, w("bookmarkEnd", id=number)]

    def caption(self, label: str, text: str, *, is_above: bool) -> Element:
        """Return a caption that Word counts: ``Bảng 1. …``."""
        self.captions[label] = self.captions.get(label, 0) + 1
        number = elements.field(f"SEQ {label} \\* ARABIC", str(self.captions[label]))
        return paragraph(
            "Caption",
            run(f"{label} "),
            *number,
            run(f". {text}"),
            is_kept_with_next=is_above,
        )

    def footnotes(self) -> Element:
        """Return the part of footnotes: two lines that Word asks for, and the notes."""
        lines = [
            w("footnote", w("p", w("r", w(kind))), type=kind, id=code)
            for kind, code in (("separator", -1), ("continuationSeparator", 0))
        ]
        return w("footnotes", *lines, *self.notes)

    def _footnote(self, note: str) -> Element:
        number = len(self.notes) + 1
        style = w("rPr", w("rStyle", val="FootnoteReference"))
        mark = w("r", style, w("footnoteRef"))
        written = paragraph("FootnoteText", mark, run(f" {note}"))
        self.notes.append(w("footnote", written, id=number))
        style = w("rPr", w("rStyle", val="FootnoteReference"))
        return w("r", style, w("footnoteReference", id=number))
