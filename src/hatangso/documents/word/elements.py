"""Elements of WordprocessingML, their children in the order that the standard sets."""

import re
from typing import TypeAlias

from lxml import etree

__all__ = [
    "NAMESPACES",
    "TWIPS_PER_MM",
    "TWIPS_PER_PT",
    "Element",
    "begin_page",
    "clean",
    "field",
    "gap",
    "keep_with_next",
    "on",
    "paragraph",
    "run",
    "w",
]

Element: TypeAlias = etree._Element  # noqa: SLF001 - lxml has no other name for its type

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
}
TWIPS_PER_PT = 20
TWIPS_PER_MM = 1440 / 25.4
_W = f"{{{NAMESPACES['w']}}}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# What XML cannot hold: control characters, halves of pairs, and two that are no signs.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """Return text without signs that a file of XML cannot hold."""
    return _UNPRINTABLE.sub("", text)


def w(tag: str, *children: Element | None, **attributes: str | int) -> Element:
    """Return an element; a child that is None is left out."""
    made = etree.Element(_W + tag, nsmap={"w": NAMESPACES["w"]})
    for name, value in attributes.items():
        made.set(_W + name, str(value))
    for child in children:
        if child is not None:
            made.append(child)
    return made


def on(tag: str, is_on: bool) -> Element | None:  # noqa: FBT001 - reads as on(tag, state)
    """Return an element that is a switch; None when it is off."""
    return w(tag) if is_on else None


def paragraph(
    style: str,
    *content: Element,
    is_kept_with_next: bool = False,
    numbering: Element | None = None,
    spacing: Element | None = None,
    indent: Element | None = None,
    alignment: str = "",
) -> Element:
    """Return a paragraph of a style, with what differs from it."""
    properties = w(
        "pPr",
        w("pStyle", val=style),
        on("keepNext", is_kept_with_next),
        numbering,
        spacing,
        indent,
        w("jc", val=alignment) if alignment else None,
    )
    return w("p", properties, *content)


def keep_with_next(element: Element) -> None:
    """Let a paragraph stand on the page of what follows; a table stays as it is."""
    properties = element.find(f"{_W}pPr")
    if properties is not None and properties.find(f"{_W}keepNext") is None:
        properties.insert(1, w("keepNext"))


def begin_page(first: Element) -> None:
    """Let a paragraph begin a new page."""
    properties = first.find(f"{_W}pPr")
    after = [
        child
        for child in properties
        if child.tag in {f"{_W}pStyle", f"{_W}keepNext", f"{_W}keepLines"}
    ]
    properties.insert(len(after), w("pageBreakBefore"))


def gap(height_pt: float, *, is_kept_with_next: bool = False) -> Element:
    """Return an empty paragraph of a height; it keeps two tables apart."""
    line = round(height_pt * TWIPS_PER_PT)
    return paragraph(
        "Normal",
        is_kept_with_next=is_kept_with_next,
        spacing=w("spacing", before=0, after=0, line=line, lineRule="exact"),
    )


def run(text: str, style: str = "", *, is_bold: bool = False) -> Element:
    """Return a run; its line breaks and tabs are real ones."""
    properties = None
    if style or is_bold:
        properties = w(
            "rPr", w("rStyle", val=style) if style else None, on("b", is_bold)
        )
    made = w("r", properties)
    for at, line in enumerate(clean(text).replace("\r\n", "\n").split("\n")):
        if at:
            made.append(w("br"))
        for cell, piece in enumerate(line.split("\t")):
            if cell:
                made.append(w("tab"))
            if piece:
                written = w("t")
                written.text = piece
                written.set(_SPACE, "preserve")
                made.append(written)
    return made


def field(instruction: str, result: str) -> list[Element]:
    """Return the runs of a field, its result filled in."""
    code = w("instrText")
    code.text = f" {instruction} "
    code.set(_SPACE, "preserve")
    return [
        w("r", w("fldChar", fldCharType="begin")),
        w("r", code),
        w("r", w("fldChar", fldCharType="separate")),
        run(result),
        w("r", w("fldChar", fldCharType="end")),
    ]
