"""The file of a template: whether it may be opened, and how it is written again."""

import re
import uuid
from collections.abc import Iterator
from io import BytesIO

from docx.document import Document as WordDocument
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from hatangso.documents.official.packed_files import (
    PackedFile,
    parsed_xml,
    without_times,
)
from hatangso.documents.official.trace_record import NAMESPACE
from hatangso.errors import InvalidInputError, Message

__all__ = ["file_faults", "packed_again", "replace_trace", "text_parts"]

MOST_BYTES = 10_000_000
_MOST_TEXT_BYTES = 8_000_000
_ZIP = b"PK\x03\x04"
_COMPOUND = b"\xd0\xcf\x11\xe0"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_FETCHING = re.compile(
    rb"\b(INCLUDETEXT|INCLUDEPICTURE|DDEAUTO|DDE|LINK|IMPORT|DATABASE)\b"
)
_INSTRUCTION = re.compile(
    rb"<w:instrText[^>]*>([^<]*)<|w:instr=\"([^\"]*)\"", re.DOTALL
)
_TEXT_PART = re.compile(r"word/(document|header\d*|footer\d*|footnotes)\.xml")
_CUSTOM_XML = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="no"?>'
    f'<ds:datastoreItem xmlns:ds="{_CUSTOM_XML}"'
    f' ds:itemID="{{{str(uuid.uuid5(uuid.NAMESPACE_URL, NAMESPACE)).upper()}}}">'
    f'<ds:schemaRefs><ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs>'
    "</ds:datastoreItem>"
)
_SAVE = Message("open it in Word and save it as a Word document (.docx)")

Fault = tuple[Message, Message]


def file_faults(content: bytes) -> list[Fault]:
    """Return why a file cannot be a template, each with its fix; empty when it can."""
    if len(content) > MOST_BYTES:
        sizes = {"size_mb": len(content) / 1e6, "limit_mb": MOST_BYTES / 1e6}
        problem = Message("it has {size_mb:.0f} MB; up to {limit_mb:.0f} MB are read",
                          sizes)  # fmt: skip
        return [(problem, Message("take large pictures out of it"))]
    if content.startswith(_COMPOUND):
        problem = Message("it is a .doc file, or protected by a password")
        return [(problem, _SAVE)]
    try:
        packed = PackedFile(content) if content.startswith(_ZIP) else None
        if packed is None or "word/document.xml" not in packed.names:
            return [(Message("it is no Word document"), _SAVE)]
        return list(_faults_inside(packed))
    except InvalidInputError as error:
        return [(error.message, _SAVE)]


def text_parts(names: tuple[str, ...]) -> list[str]:
    """Return the parts that hold text, the body first."""
    found = [name for name in names if _TEXT_PART.fullmatch(name)]
    return sorted(found, key=lambda name: (name != "word/document.xml", name))


def packed_again(document: WordDocument) -> bytes:
    """Return the file of a document: the same document, the same bytes."""
    written = BytesIO()
    document.save(written)
    return without_times(written.getvalue())


def replace_trace(document: WordDocument, record: bytes) -> None:
    """Put a record into a document, in the place of one that it has."""
    main = document.part
    for key, relation in list(main.rels.items()):
        if relation.is_external or relation.reltype != RELATIONSHIP_TYPE.CUSTOM_XML:
            continue
        if NAMESPACE.encode() in relation.target_part.blob:
            del main.rels[key]
    taken = {str(part.partname) for part in main.package.iter_parts()}
    number = next(n for n in range(1, len(taken) + 2)
                  if f"/customXml/item{n}.xml" not in taken)  # fmt: skip
    name, about = (
        PackURI(f"/customXml/{kind}{number}.xml") for kind in ("item", "itemProps")
    )
    part = Part(name, CONTENT_TYPE.XML, record, main.package)
    # Programs keep an item only when it is described.
    kind = CONTENT_TYPE.OFC_CUSTOM_XML_PROPERTIES
    properties = Part(about, kind, _PROPERTIES.encode(), main.package)
    part.relate_to(properties, RELATIONSHIP_TYPE.CUSTOM_XML_PROPS)
    main.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML)


def _faults_inside(packed: PackedFile) -> Iterator[Fault]:
    lower = [name.lower() for name in packed.names]
    types = packed.read("[Content_Types].xml") if "[Content_Types].xml" in (
        packed.names) else b""  # fmt: skip
    if b"macroEnabled" in types or any(
        name.endswith("vbaproject.bin") for name in lower
    ):
        fix = Message("save it as .docx, which holds no macros")
        yield Message("it holds macros"), fix
    if b"wordprocessingml.template" in types:
        yield Message("it is a Word template (.dotx)"), _SAVE
    if any(name.startswith(("word/activex/", "word/embeddings/")) for name in lower):
        fix = Message("take them out: use pictures and tables only")
        yield Message("it holds other files or controls"), fix
    for name in packed.names:
        if name.endswith(".rels"):
            yield from _links(packed.read(name))
    for name in text_parts(packed.names):
        yield from _text_faults(packed.read(name))


def _links(content: bytes) -> Iterator[Fault]:
    """Yield what would be fetched from elsewhere when the file is opened."""
    root = parsed_xml(content)
    for relation in root.iter(_RELATION) if root is not None else ():
        kind = relation.get("Type", "").rsplit("/", 1)[-1]
        target = relation.get("Target", "")[:80]
        if kind == "aFChunk":
            fix = Message("insert its text instead")
            yield Message("it holds another document within"), fix
        elif relation.get("TargetMode") == "External" and kind != "hyperlink":
            problem = Message("it takes {target} from elsewhere", {"target": target})
            yield problem, Message("take the link out, or insert the content itself")


def _text_faults(content: bytes) -> Iterator[Fault]:
    if len(content) > _MOST_TEXT_BYTES or parsed_xml(content) is None:
        yield Message("a part of it is damaged or far too long"), _SAVE
    for found in _INSTRUCTION.finditer(content):
        word = _FETCHING.search(found[1] or found[2] or b"")
        if word:
            problem = Message("it has a field that takes {what} from elsewhere",
                              {"what": word[0].decode()})  # fmt: skip
            yield problem, Message("take the link out, or insert the content itself")
