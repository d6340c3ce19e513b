"""Find the tags that a department wrote into a template, and where they stand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from hatangso.errors import Message

__all__ = ["Paragraph", "Tag", "paragraphs_of", "tags_of"]

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_PARTS = re.compile(r"(?P<open>\{[{%])(?P<prefix>tr|tc|p|r)?(?=[\s])(?P<body>.*)..$",
                    re.DOTALL)  # fmt: skip
_OPENERS, _CLOSERS = ("{{", "{%", "{#"), ("}}", "%}", "#}")
# Word puts these in the place of straight ones.
_STRAIGHT = str.maketrans("“”\u2018\u2019", "\"\"''")
_SHOWN = 60
_P, _T, _TR, _TC, _TBL = (qn(f"w:{tag}") for tag in ("p", "t", "tr", "tc", "tbl"))


@dataclass(frozen=True, eq=False)
class Paragraph:
    """A paragraph of a template.

    Attributes:
        where: Words for its place and text.
        element: Itself; ``row``, ``cell`` and ``table`` are those around it.
    """

    text: str
    where: Message
    element: BaseOxmlElement
    row: BaseOxmlElement | None
    cell: BaseOxmlElement | None
    table: BaseOxmlElement | None


@dataclass(frozen=True, eq=False)
class Tag:
    """A tag: ``{%tr for row in t.tasks %}`` has the prefix ``tr``.

    Attributes:
        is_output: Whether it stands for a text, not for a loop or a condition.
        body: What it says, with straight quotation marks.
    """

    paragraph: Paragraph
    text: str
    is_output: bool
    prefix: str
    body: str


def paragraphs_of(root: BaseOxmlElement, part: Message) -> Iterator[Paragraph]:
    """Yield the paragraphs of a part with words for their place."""
    tables: dict[BaseOxmlElement, int] = {}
    count = 0
    for element in root.iter(_P):
        cell, row, table = (_around(element, tag) for tag in (_TC, _TR, _TBL))
        text = "".join(
            run.text or "" for run in element.iter(_T) if _around(run, _P) is element
        )
        if table is None:
            count += 1
            place = Message("{part}, paragraph {n}", {"part": part, "n": count})
        else:
            number = tables.setdefault(table, len(tables) + 1)
            place = _place_in_table(part, number, table, row, cell)
        shown = " ".join(text.split())
        shown = shown if len(shown) <= _SHOWN else f"{shown[: _SHOWN - 1]}…"
        where = Message("{place} (“{text}”)", {"place": place, "text": shown})
        yield Paragraph(text, where, element, row, cell, table)


def tags_of(paragraph: Paragraph) -> tuple[list[Tag], list[str]]:
    """Return the tags of a paragraph, and signs of such that are broken."""
    tags = []
    rest = paragraph.text
    for found in _TAG.finditer(paragraph.text):
        rest = rest.replace(found[0], " ", 1)
        if found[0].startswith("{#"):
            continue
        parts = _PARTS.match(found[0])
        if parts is None:
            body, prefix = found[0][2:-2], ""
        else:
            body, prefix = parts["body"], parts["prefix"] or ""
        tags.append(
            Tag(
                paragraph,
                found[0],
                found[0].startswith("{{"),
                prefix,
                body.translate(_STRAIGHT).strip(),
            )
        )
    broken = [sign for sign in (*_OPENERS, *_CLOSERS) if sign in rest]
    return tags, broken


def _around(element: BaseOxmlElement, tag: str) -> BaseOxmlElement | None:
    """Return the nearest element of a kind around another."""
    return next(element.iterancestors(tag), None)


def _place_in_table(
    part: Message,
    number: int,
    table: BaseOxmlElement,
    row: BaseOxmlElement | None,
    cell: BaseOxmlElement | None,
) -> Message:
    rows = list(table.iter(_TR))
    cells = list(row.iter(_TC)) if row is not None else []
    return Message(
        "{part}, table {table}, row {row}, cell {cell}",
        {
            "part": part,
            "table": number,
            "row": rows.index(row) + 1 if row in rows else 0,
            "cell": cells.index(cell) + 1 if cell in cells else 0,
        },
    )
