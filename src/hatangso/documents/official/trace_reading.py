"""Find the hidden record of a document in the file that somebody hands in."""

import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from python_calamine import CalamineError, CalamineWorkbook

from hatangso.documents.official.packed_files import PackedFile, parsed_xml
from hatangso.documents.official.trace_record import (
    ATTACHMENT,
    NAMESPACE,
    SHEET,
    TraceRecord,
    read_trace_record,
)
from hatangso.errors import InvalidInputError

__all__ = ["trace_of_file"]

_PDF_HEAD_BYTES = 1_024
_MOST_RECORD_BYTES = 100_000_000
_MOST_NAMES = 10_000
_MOST_DEPTH, _MOST_KIDS = 5, 20


def trace_of_file(content: bytes) -> TraceRecord:
    """Return the record inside a DOCX, PDF or XLSX, edited by others or not.

    Raises:
        InvalidInputError: The file is none of these, is damaged or protected, has no
            record, or one that was cut or changed.
    """
    if b"%PDF-" in content[:_PDF_HEAD_BYTES]:
        text = _record_of_pdf(content)
    elif content.startswith(b"PK"):
        text = _record_of_zip(content)
    else:
        raise InvalidInputError(
            "the file is no DOCX, PDF or XLSX: give a document that hatangso made"
        )
    if text is None:
        raise InvalidInputError(
            "the file has no record of its numbers: it was not made by hatangso, or"
            " another program removed it; give the file as hatangso wrote it"
        )
    return read_trace_record(text)


def _record_of_zip(content: bytes) -> str | None:
    packed = PackedFile(content)
    if "xl/workbook.xml" in packed.names:
        return _record_of_workbook(content)
    if "word/document.xml" in packed.names:
        return _record_of_word(packed)
    raise InvalidInputError(
        "the file is no DOCX, PDF or XLSX: give a document that hatangso made"
    )


def _record_of_word(packed: PackedFile) -> str | None:
    """Return the record in whichever item of custom XML it stands."""
    for name in sorted(packed.names):
        if not name.lower().startswith("customxml/") or not name.endswith(".xml"):
            continue
        part = packed.read(name)
        if NAMESPACE.encode() not in part:
            continue
        root = parsed_xml(part)
        if root is not None and root.tag.startswith(f"{{{NAMESPACE}}}"):
            return "".join(root.itertext()).strip()
    return None


def _record_of_workbook(content: bytes) -> str | None:
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(content))
        if SHEET not in workbook.sheet_names:
            return None
        rows = workbook.get_sheet_by_name(SHEET).to_python(skip_empty_area=False)
    except (CalamineError, ValueError, OSError) as error:
        raise InvalidInputError(
            "the file is damaged or cut off;"
            " save it again with the program that made it"
        ) from error
    return "".join(str(row[0]) for row in rows if row)


def _record_of_pdf(content: bytes) -> str | None:
    """Return the record among the attachments."""
    try:
        reader = PdfFileReader(BytesIO(content), strict=False)
        if reader.encrypted:
            raise InvalidInputError(
                "the PDF is protected by a password; save it without one"
            )
        for file in _attachments(reader.root):
            if ATTACHMENT in (str(_under(file, "/UF")), str(_under(file, "/F"))):
                return _content(file["/EF"])
    except (PdfError, ValueError, TypeError, KeyError, AttributeError, IndexError,
            RecursionError, zlib.error, NotImplementedError) as error:  # fmt: skip
        if isinstance(error, InvalidInputError):
            raise
        raise InvalidInputError(
            "the file is damaged or cut off;"
            " save it again with the program that made it"
        ) from error
    return None


def _attachments(
    root: generic.DictionaryObject,
) -> Iterator[generic.DictionaryObject]:
    """Yield the attached files: those by name, then those beside the text."""
    tree = _under(_under(root, "/Names"), "/EmbeddedFiles")
    yield from _leaves(tree, _MOST_DEPTH)
    beside = _under(root, "/AF") or ()
    for at in range(min(len(beside), _MOST_NAMES)):
        yield beside[at]


def _leaves(
    node: generic.DictionaryObject | None, depth: int
) -> Iterator[generic.DictionaryObject]:
    """Yield the files of a tree of names; one that never ends is cut."""
    names = _under(node, "/Names") or ()
    for at in range(1, min(len(names), _MOST_NAMES), 2):
        yield names[at]
    kids = _under(node, "/Kids") or ()
    for at in range(min(len(kids), _MOST_KIDS) if depth else 0):
        yield from _leaves(kids[at], depth - 1)


def _content(streams: generic.DictionaryObject) -> str:
    """Return an attached text; one that unpacks without end is refused."""
    stream = streams["/UF"] if "/UF" in streams else streams["/F"]
    packed = stream.encoded_data
    packing = _under(stream, "/Filter")
    if packing is None:
        return str(packed.decode("utf-8"))
    if len(packed) < _MOST_RECORD_BYTES and str(packing).strip("[']") == "/FlateDecode":
        inflater = zlib.decompressobj()
        text = inflater.decompress(packed, _MOST_RECORD_BYTES)
        if not inflater.unconsumed_tail:
            return text.decode("utf-8")
    raise InvalidInputError(
        "the record inside the document cannot be read ({part}):"
        " it was cut or changed; use the file as hatangso wrote it",
        part=ATTACHMENT,
    )


def _under(node: Any, name: str) -> Any:  # noqa: ANN401 - a PDF holds whatever it likes
    """Return what stands under a name, wherever in the file it lies."""
    return node[name] if node is not None and name in node else None
