"""A DOCX read back: parts, paragraphs, and what their styles make of them."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


class WordFile:
    """The parts of a DOCX, as XML."""

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            self.names = archive.namelist()
            self.parts = {
                name: etree.fromstring(archive.read(name))
                for name in self.names
                if name.endswith((".xml", ".rels"))
            }
        self.body = self.parts["word/document.xml"].find(f"{W}body")
        self.styles = {
            style.get(f"{W}styleId"): style
            for style in self.parts["word/styles.xml"].iter(f"{W}style")
        }

    def related(self, key: str) -> Any:
        """Return the part that a key of the text leads to."""
        rels = self.parts["word/_rels/document.xml.rels"]
        target = next(one.get("Target") for one in rels if one.get("Id") == key)
        return self.parts[f"word/{target}"]

    def paragraphs(self) -> list["Paragraph"]:
        return [Paragraph(one, self) for one in self.body.iter(f"{W}p")]

    def data_tables(self) -> list[Any]:
        """Return the tables with lines; the others only put things side by side."""
        return [
            table
            for table in self.body.iter(f"{W}tbl")
            if table.find(f"{W}tblPr/{W}tblStyle") is not None
        ]

    def sections(self) -> list[Any]:
        return list(self.body.iter(f"{W}sectPr"))

    def chain(self, style: str | None) -> Iterator[Any]:
        """Yield a style and those that it rests on."""
        while style is not None and style in self.styles:
            yield self.styles[style]
            based = self.styles[style].find(f"{W}basedOn")
            style = None if based is None else based.get(f"{W}val")


@dataclass
class Paragraph:
    """A paragraph with what holds for it in the end."""

    element: Any
    file: WordFile

    @property
    def style(self) -> str:
        found = self.element.find(f"{W}pPr/{W}pStyle")
        return "Normal" if found is None else found.get(f"{W}val")

    @property
    def text(self) -> str:
        return "".join(
            {f"{W}br": "\n", f"{W}tab": "\t"}.get(one.tag, one.text or "")
            for one in self.element.iter(f"{W}t", f"{W}br", f"{W}tab")
        )

    def property(self, tag: str) -> Any:
        """Return an element of the paragraph's properties, its own or a style's."""
        return next(self._properties(tag), None)

    def value(self, tag: str, name: str = "val", missing: str = "") -> str:
        """Return an attribute; those that its own element lacks, a style may have."""
        given = (one.get(f"{W}{name}") for one in self._properties(tag))
        return next((one for one in given if one is not None), missing)

    def _properties(self, tag: str) -> Iterator[Any]:
        defaults = self.file.parts["word/styles.xml"].iter(f"{W}pPrDefault")
        for holder in (self.element, *self.file.chain(self.style), *defaults):
            found = holder.find(f"{W}pPr/{W}{tag}")
            if found is not None:
                yield found

    def runs(self) -> list[Any]:
        return [
            one for one in self.element.iter(f"{W}r") if one.find(f"{W}t") is not None
        ]

    def run_property(self, run: Any, tag: str) -> Any:
        own = run.find(f"{W}rPr/{W}{tag}")
        if own is not None:
            return own
        named = run.find(f"{W}rPr/{W}rStyle")
        styles = [self.style] if named is None else [named.get(f"{W}val"), self.style]
        for code in styles:
            for style in self.file.chain(code):
                found = style.find(f"{W}rPr/{W}{tag}")
                if found is not None:
                    return found
        defaults = f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}{tag}"
        return self.file.parts["word/styles.xml"].find(defaults)

    def sizes_pt(self) -> set[float]:
        found = (self.run_property(run, "sz") for run in self.runs())
        return {0 if one is None else int(one.get(f"{W}val")) / 2 for one in found}

    def is_all(self, tag: str) -> bool:
        """Tell whether a switch (b, i, caps) is on in every run."""
        found = [self.run_property(run, tag) for run in self.runs()]
        return all(
            one is not None and one.get(f"{W}val", "1") not in {"0", "false"}
            for one in found
        )


def text_of(element: Any) -> str:
    return "".join(one.text or "" for one in element.iter(f"{W}t"))
