"""The file of a document: its parts, how they hang together, always the same bytes."""

import uuid
from collections.abc import Sequence
from io import BytesIO

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part, XmlPart
from docx.package import Package
from lxml import etree

from hatangso.documents.official.packed_files import without_times
from hatangso.documents.word.elements import Element, clean, w

__all__ = ["WordPackage"]

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
_VARIANTS = f"{_OFFICE}/docPropsVTypes"
_CUSTOM_PROPERTY = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"


class WordPackage:
    """A DOCX that is being put together.

    Attributes:
        body: What the document says, to be filled.
    """

    def __init__(self) -> None:
        """Begin with an empty document."""
        self.body = w("body")
        self._package = Package()
        self._main = self._part(
            "/word/document.xml",
            CONTENT_TYPE.WML_DOCUMENT_MAIN,
            w("document", self.body),
        )
        self._package.relate_to(self._main, RELATIONSHIP_TYPE.OFFICE_DOCUMENT)
        self._picture_count = 0

    def add(self, name: str, content: Element) -> str:
        """Add a part that the text leans on: styles, header … and return its key."""
        number = name.rstrip("0123456789")
        part = self._part(
            f"/word/{name}.xml", getattr(CONTENT_TYPE, f"WML_{number.upper()}"), content
        )
        return self._main.relate_to(part, getattr(RELATIONSHIP_TYPE, number.upper()))

    def add_picture(self, png: bytes) -> str:
        """Add a picture and return its key."""
        self._picture_count += 1
        name = PackURI(f"/word/media/image{self._picture_count}.png")
        part = Part(name, CONTENT_TYPE.PNG, png)
        return self._main.relate_to(part, RELATIONSHIP_TYPE.IMAGE)

    def add_trace(self, record: str, namespace: str) -> None:
        """Add a text that no reader shows, as custom XML of a namespace."""
        content = etree.Element(f"{{{namespace}}}trace", nsmap={None: namespace})
        content.text = clean(record)
        item = XmlPart(
            PackURI("/customXml/item1.xml"), CONTENT_TYPE.XML, content, self._package
        )
        custom_xml = f"{_OFFICE}/customXml"
        guid = str(uuid.uuid5(uuid.NAMESPACE_URL, namespace)).upper()
        properties = etree.Element(
            f"{{{custom_xml}}}datastoreItem", nsmap={"ds": custom_xml}
        )
        properties.set(f"{{{custom_xml}}}itemID", f"{{{guid}}}")
        references = etree.SubElement(properties, f"{{{custom_xml}}}schemaRefs")
        reference = etree.SubElement(references, f"{{{custom_xml}}}schemaRef")
        reference.set(f"{{{custom_xml}}}uri", namespace)
        described = self._part(
            "/customXml/itemProps1.xml",
            CONTENT_TYPE.OFC_CUSTOM_XML_PROPERTIES,
            properties,
        )
        item.relate_to(described, RELATIONSHIP_TYPE.CUSTOM_XML_PROPS)
        self._main.relate_to(item, RELATIONSHIP_TYPE.CUSTOM_XML)

    def describe(
        self, title: str, author: str, custom: Sequence[tuple[str, str]]
    ) -> None:
        """Say what the file is; without times, which would never be the same."""
        core = etree.Element(
            f"{{{_PACKAGE}}}coreProperties", nsmap={"cp": _PACKAGE, "dc": _DUBLIN_CORE}
        )
        for tag, text in (("title", title), ("creator", author), ("language", "vi-VN")):
            etree.SubElement(core, f"{{{_DUBLIN_CORE}}}{tag}").text = clean(text)
        self._add_description(
            "core", CONTENT_TYPE.OPC_CORE_PROPERTIES, core,
            RELATIONSHIP_TYPE.CORE_PROPERTIES,
        )  # fmt: skip
        extended = f"{_OFFICE}/extended-properties"
        app = etree.Element(f"{{{extended}}}Properties", nsmap={None: extended})
        etree.SubElement(app, f"{{{extended}}}Application").text = "hatangso"
        self._add_description(
            "app", CONTENT_TYPE.OFC_EXTENDED_PROPERTIES, app,
            RELATIONSHIP_TYPE.EXTENDED_PROPERTIES,
        )  # fmt: skip
        self._add_description(
            "custom", _CUSTOM_TYPE, _custom(custom),
            RELATIONSHIP_TYPE.CUSTOM_PROPERTIES,
        )  # fmt: skip

    def content(self) -> bytes:
        """Return the file."""
        written = BytesIO()
        self._package.save(written)
        return without_times(written.getvalue())

    def _add_description(
        self, name: str, content_type: str, content: Element, relation: str
    ) -> None:
        part = self._part(f"/docProps/{name}.xml", content_type, content)
        self._package.relate_to(part, relation)

    def _part(self, name: str, content_type: str, content: Element) -> XmlPart:
        return XmlPart(PackURI(name), content_type, content, self._package)


def _custom(entries: Sequence[tuple[str, str]]) -> Element:
    space = f"{_OFFICE}/custom-properties"
    made = etree.Element(f"{{{space}}}Properties", nsmap={None: space, "vt": _VARIANTS})
    for at, (name, text) in enumerate(entries, 2):
        entry = etree.SubElement(
            made, f"{{{space}}}property", fmtid=_CUSTOM_PROPERTY, pid=str(at), name=name
        )
        etree.SubElement(entry, f"{{{_VARIANTS}}}lpwstr").text = clean(text)
    return made
