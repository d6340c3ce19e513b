"""Read the parts of a zipped workbook without trusting what its directory says."""

import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from hatangso.errors import InvalidInputError, Message
from hatangso.io.sheets.file_refusals import refuse
from hatangso.io.sheets.read_limits import ReadLimits

__all__ = ["PackedParts"]

_LOCAL_HEADER = struct.Struct("<4s22xHH")
_CHUNK_BYTES = 1 << 18
# Below this size a good ratio of packing is no sign of anything.
_SMALL_BYTES = 1 << 20

_SAVE_AGAIN = Message("open it in a spreadsheet program and save it again")
_ASK_SENDER = Message("ask the sender for a file saved by a spreadsheet program")


class PackedParts:
    """The parts of a zip file, read in chunks and never written anywhere.

    Raises:
        InvalidInputError: The file is damaged, or unpacks to more than it should.
    """

    def __init__(self, path: Path, limits: ReadLimits) -> None:
        """Read the directory of the file and check it."""
        self.path = path
        try:
            with zipfile.ZipFile(path) as archive:
                parts = archive.infolist()
        except (zipfile.BadZipFile, struct.error, ValueError) as error:
            raise self._damaged() from error
        self._parts = {part.filename: part for part in parts}
        self._check_names(parts, limits)
        self._check_sizes(parts, limits)

    @property
    def names(self) -> list[str]:
        """Return the names of the parts, in order."""
        return sorted(self._parts)

    def _check_names(
        self, parts: Sequence[zipfile.ZipInfo], limits: ReadLimits
    ) -> None:
        if len(parts) > limits.parts or len(self._parts) < len(parts):
            text = "it holds {count} parts, or two of one name, as no workbook does"
            problem = Message(text, {"count": len(parts)})
            raise refuse(self.path, problem, _SAVE_AGAIN)
        if any(_leads_outside(part.filename) for part in parts):
            problem = Message("a part of it has a name that leads out of the file")
            raise refuse(self.path, problem, _ASK_SENDER)
        if any(part.flag_bits & 1 for part in parts):
            problem = Message("it is protected by a password")
            raise refuse(self.path, problem, Message("save it without a password"))

    def _check_sizes(
        self, parts: Sequence[zipfile.ZipInfo], limits: ReadLimits
    ) -> None:
        packed = sum(part.compress_size for part in parts)
        is_dense = any(
            part.file_size > _SMALL_BYTES
            and part.file_size > limits.packing * max(1, part.compress_size)
            for part in parts
        )
        if is_dense or packed > self.path.stat().st_size:
            raise self._bomb()
        unpacked = sum(part.file_size for part in parts)
        if unpacked > limits.unpacked_bytes:
            text = "it unpacks to {size_mb:.0f} MB; up to {limit_mb:.0f} MB are read"
            sizes = {
                "size_mb": unpacked / 1e6,
                "limit_mb": limits.unpacked_bytes / 1e6,
            }
            fix = Message("split it, or save only the sheet that is needed")
            raise refuse(self.path, Message(text, sizes), fix)

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield the content of a part, checked to be as long as the directory says.

        A part that is not there yields nothing.

        Raises:
            InvalidInputError: The part is damaged or longer than it says.
        """
        part = self._parts.get(name)
        if part is None:
            return
        length, check = 0, 0
        with self.path.open("rb") as file:
            try:
                for chunk in self._inflated(part, self._raw(file, part)):
                    length += len(chunk)
                    check = zlib.crc32(chunk, check)
                    if length > part.file_size:
                        raise self._bomb()
                    yield chunk
            except zlib.error as error:
                raise self._damaged() from error
        if length != part.file_size or check != part.CRC:
            raise self._damaged()

    def read(self, name: str) -> bytes:
        """Return the whole content of a part; empty when there is no such part."""
        return b"".join(self.chunks(name))

    def _raw(self, file: BinaryIO, part: zipfile.ZipInfo) -> Iterator[bytes]:
        """Yield the packed bytes of a part."""
        file.seek(part.header_offset)
        header = file.read(_LOCAL_HEADER.size)
        if len(header) < _LOCAL_HEADER.size or not header.startswith(b"PK\3\4"):
            raise self._damaged()
        _, name_bytes, extra_bytes = _LOCAL_HEADER.unpack(header)
        file.seek(name_bytes + extra_bytes, 1)
        left = part.compress_size
        while left > 0:
            chunk = file.read(min(left, _CHUNK_BYTES))
            if not chunk:
                return
            left -= len(chunk)
            yield chunk

    def _inflated(self, part: zipfile.ZipInfo, raw: Iterator[bytes]) -> Iterator[bytes]:
        if part.compress_type == zipfile.ZIP_STORED:
            yield from raw
            return
        if part.compress_type != zipfile.ZIP_DEFLATED:
            raise self._damaged()
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        for packed in raw:
            rest = packed
            while rest:
                yield inflater.decompress(rest, _CHUNK_BYTES)
                rest = inflater.unconsumed_tail
        while tail := inflater.decompress(b"", _CHUNK_BYTES):
            yield tail

    def _damaged(self) -> InvalidInputError:
        return refuse(self.path, Message("it is damaged or cut off"), _SAVE_AGAIN)

    def _bomb(self) -> InvalidInputError:
        text = "it unpacks to far more than a workbook of its size does"
        return refuse(self.path, Message(text), _ASK_SENDER)


def _leads_outside(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return ".." in parts or name.startswith(("/", "\\")) or ":" in parts[0]
