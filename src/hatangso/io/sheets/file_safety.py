"""Tell what a file is by its content, and refuse what is not safe to read."""

import re
from enum import StrEnum
from pathlib import Path

from hatangso.errors import Finding, Message, Place, Severity
from hatangso.io.sheets.binary_workbooks import stream_names
from hatangso.io.sheets.file_refusals import refuse
from hatangso.io.sheets.packed_parts import PackedParts
from hatangso.io.sheets.read_limits import ReadLimits

__all__ = ["FileFormat", "format_note", "recognised_format", "require_safe_parts"]

_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_BINARY = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")
_HEAD_BYTES = 4_096
_ELEMENT = re.compile(rb"<[A-Za-z_]")
_EXTENSIONS = {
    "xlsx": (".xlsx",),
    "ods": (".ods",),
    "xls": (".xls",),
    "text": (".csv", ".tsv", ".txt"),
}

_SAVE_AS_XLSX = Message("open it in a spreadsheet program and save it as .xlsx")
_NO_MACROS = Message("save it as .xlsx, which holds no macros")


class FileFormat(StrEnum):
    """What a file is, whatever it is called."""

    XLSX = "xlsx"
    ODS = "ods"
    XLS = "xls"
    TEXT = "text"


def recognised_format(path: Path, limits: ReadLimits) -> FileFormat:
    """Return what a file is, by its content.

    Raises:
        InvalidInputError: It is too large, empty, protected, or no table.
    """
    size = path.stat().st_size
    if size > limits.file_bytes:
        text = "it has {size_mb:.0f} MB; up to {limit_mb:.0f} MB are read"
        sizes = {"size_mb": size / 1e6, "limit_mb": limits.file_bytes / 1e6}
        fix = Message("split it, or save only the sheet that is needed")
        raise refuse(path, Message(text, sizes), fix)
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if not head:
        raise refuse(path, Message("it is empty"), Message("send it again"))
    if head.startswith((_ZIP, _EMPTY_ZIP)):
        return _zipped_format(path, limits)
    if head.startswith(_COMPOUND):
        return _compound_format(path)
    _refuse_documents(path, head)
    return FileFormat.TEXT


def format_note(path: Path, found: FileFormat) -> Message | None:
    """Return what to say when a file's name says other than its content."""
    if path.suffix.lower() in _EXTENSIONS[found]:
        return None
    text = "the file is called {suffix} and holds {format}; it was read as that"
    return Message(text, {"suffix": path.suffix or path.name, "format": str(found)})


def _zipped_format(path: Path, limits: ReadLimits) -> FileFormat:
    names = PackedParts(path, limits).names
    if "xl/workbook.xml" in names:
        return FileFormat.XLSX
    if "content.xml" in names:
        return FileFormat.ODS
    if "xl/workbook.bin" in names:
        raise refuse(path, Message("it is a binary workbook (.xlsb)"), _SAVE_AS_XLSX)
    if any(name.startswith("word/") for name in names):
        fix = Message("copy its table into a workbook")
        raise refuse(path, Message("it is a text document"), fix)
    problem = Message("it is an archive, not a workbook")
    raise refuse(path, problem, Message("unpack it and give the files in it"))


def _compound_format(path: Path) -> FileFormat:
    names = stream_names(path)
    if "EncryptedPackage" in names:
        problem = Message("it is protected by a password")
        raise refuse(path, problem, Message("save it without a password"))
    if any(name.startswith("_VBA_PROJECT") for name in names):
        raise refuse(path, Message("it holds macros"), _NO_MACROS)
    if names & {"Workbook", "Book"}:
        return FileFormat.XLS
    problem = Message("it is damaged, or no workbook")
    raise refuse(path, problem, _SAVE_AS_XLSX)


def _refuse_documents(path: Path, head: bytes) -> None:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"%pdf"):
        fix = Message("ask for the workbook that it was printed from")
        raise refuse(path, Message("it is a PDF document"), fix)
    if start.startswith((b"<?xml", b"<html", b"<!doctype", b"<table", b"{\\rtf")):
        problem = Message("it is a web page or XML under the name of a table")
        raise refuse(path, problem, _SAVE_AS_XLSX)
    if head.startswith(_OLD_BINARY):
        problem = Message("it is a workbook of a program from before 1993")
        raise refuse(path, problem, _SAVE_AS_XLSX)


def require_safe_parts(parts: PackedParts) -> list[Finding]:
    """Return what to warn of in a zipped workbook.

    Raises:
        InvalidInputError: It holds macros, or declarations that XML parsers expand.
    """
    names = parts.names
    lower = [name.lower() for name in names]
    if any(
        name.endswith("vbaproject.bin")
        or name.startswith(("xl/macrosheets/", "basic/"))
        for name in lower
    ):
        raise refuse(parts.path, Message("it holds macros"), _NO_MACROS)
    for name in names:
        if name.lower().endswith((".xml", ".rels")):
            _refuse_declarations(parts, name)
    place = Place(parts.path.name)
    if any(name.startswith("xl/externallinks/") for name in lower):
        return [
            Finding(
                Severity.WARNING,
                place,
                Message("cells take values from other files or programs"),
                Message("check them: the values are those stored when it was saved"),
            )
        ]
    if "xl/connections.xml" in lower:
        return [
            Finding(
                Severity.WARNING,
                place,
                Message("cells take values from a database"),
                Message("check them: the values are those stored when it was saved"),
            )
        ]
    return []


def _refuse_declarations(parts: PackedParts, name: str) -> None:
    """Refuse a document type declaration: entities could be expanded without end."""
    # Declarations stand before the first element, and that begins at once.
    start = next(parts.chunks(name), b"")
    element = _ELEMENT.search(start)
    if element is None or b"<!DOCTYPE" in start[: element.start()]:
        problem = Message("a part of it declares types, as no workbook does")
        fix = Message("ask the sender for a file saved by a spreadsheet program")
        raise refuse(parts.path, problem, fix)
