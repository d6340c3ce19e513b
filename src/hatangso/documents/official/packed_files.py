"""Look into a DOCX or XLSX that somebody gave, without trusting what it says."""

import zipfile
import zlib
from io import BytesIO

from docx.oxml.parser import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement

from hatangso.errors import InvalidInputError

__all__ = ["PackedFile", "parsed_xml", "without_times"]

_MOST_PARTS = 5_000
_MOST_UNPACKED_BYTES = 400_000_000
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_DAMAGES = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError,
            NotImplementedError)  # fmt: skip


class PackedFile:
    """The parts of a zipped file, in memory.

    Raises:
        InvalidInputError: The file is damaged, or unpacks to more than it should.
    """

    def __init__(self, content: bytes) -> None:
        """Read what parts there are, and check how large they are."""
        try:
            self._archive = zipfile.ZipFile(BytesIO(content))
        except _DAMAGES as error:
            raise _damaged() from error
        parts = self._archive.infolist()
        unpacked = sum(part.file_size for part in parts)
        if len(parts) > _MOST_PARTS or unpacked > _MOST_UNPACKED_BYTES:
            raise InvalidInputError(
                "the file unpacks to {size_mb:.0f} MB in {count} parts, far more than a"
                " document does; save it again with the program that made it",
                size_mb=unpacked / 1e6,
                count=len(parts),
            )
        self.names = tuple(part.filename for part in parts)

    def read(self, name: str) -> bytes:
        """Return a part; never longer than the directory of the file says.

        Raises:
            InvalidInputError: It is damaged.
        """
        try:
            return self._archive.read(name)
        except (*_DAMAGES, KeyError) as error:
            raise _damaged() from error


def parsed_xml(content: bytes) -> BaseOxmlElement | None:
    """Return the root of XML, None when it is none; nothing in it is expanded."""
    if b"<!DOCTYPE" in content:
        return None
    try:
        return parse_xml(content)
    except (SyntaxError, ValueError):
        return None


def _damaged() -> InvalidInputError:
    return InvalidInputError(
        "the file is damaged or cut off; save it again with the program that made it"
    )


def without_times(content: bytes) -> bytes:
    """Return a zipped file whose parts have no time: the same parts, the same bytes."""
    packed = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(content)) as source,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _NO_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return packed.getvalue()
