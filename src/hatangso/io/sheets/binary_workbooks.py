"""Look into binary workbooks (.xls): what they hold and how far their cells reach.

Source:
    [MS-CFB] for the compound file, [MS-XLS] for the records of the workbook stream.
"""

import struct
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from hatangso.errors import InvalidInputError, Message
from hatangso.io.sheets.file_refusals import refuse
from hatangso.io.sheets.sheet_scans import SheetScan

__all__ = ["scan_binary_workbook", "stream_names"]

_HEADER = struct.Struct("<8s16xHHHHH10xIIIIIIII")
_FIRST_SECTOR_BYTES = 512
_ENTRY_BYTES = 128
_END_OF_CHAIN = 0xFFFFFFFA
_SECTOR_SHIFTS = (9, 12)

_BOUNDSHEET, _BOF, _EOF, _FILEPASS = 0x0085, 0x0809, 0x000A, 0x002F
_ROW, _BOOLERR, _FORMULA, _MULRK, _XF, _FORMAT = (
    0x0208, 0x0205, 0x0006, 0x00BD, 0x00E0, 0x041E,
)  # fmt: skip
_CELLS = frozenset({0x0203, 0x027E, 0x00FD, 0x0204, 0x00D6, _BOOLERR, _FORMULA})
_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!",
    0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip
_HIDDEN_ROW = 0x20
# First byte and last bytes of a stored value that is an error.
_FORMULA_ERROR = (2, b"\xff\xff")
_PERCENT_FORMATS = frozenset({9, 10})


class _Compound:
    """The streams of a compound file."""

    def __init__(self, path: Path) -> None:
        """Read the directory of streams."""
        self.path, self.data = path, path.read_bytes()
        if len(self.data) < _FIRST_SECTOR_BYTES:
            raise self.damaged()
        fields = _HEADER.unpack_from(self.data)
        shift, fats = fields[4], fields[6]
        if shift not in _SECTOR_SHIFTS:
            raise self.damaged()
        self.sector_bytes = 1 << shift
        self.table = self._table(fats, fields[12], fields[13])
        directory = self._chain(fields[7], self.table, self._sector)
        self.entries = dict(self._entries(directory))
        self.small_from, self.small_first = fields[9], fields[10]

    def damaged(self) -> InvalidInputError:
        """Return the error for a file that ends too early or leads nowhere."""
        fix = Message("open it in a spreadsheet program and save it again")
        return refuse(self.path, Message("it is damaged or cut off"), fix)

    def _sector(self, index: int) -> bytes:
        start = (index + 1) * self.sector_bytes
        return self.data[start : start + self.sector_bytes]

    def _table(self, count: int, more: int, more_count: int) -> list[int]:
        """Return, for each sector, the one that follows it."""
        listed = list(struct.unpack_from("<109I", self.data, 76))
        for _ in range(min(more_count, len(self.data) // self.sector_bytes)):
            numbers = self._numbers(more)
            if not numbers:
                break
            listed.extend(numbers[:-1])
            more = numbers[-1]
        table: list[int] = []
        for index in listed[:count]:
            table.extend(self._numbers(index))
        return table

    def _numbers(self, index: int) -> list[int]:
        sector = self._sector(index)
        whole = sector[: len(sector) // 4 * 4]
        return list(struct.unpack(f"<{len(whole) // 4}I", whole))

    def _chain(
        self, first: int, table: Sequence[int], sector: Callable[[int], bytes]
    ) -> bytes:
        found: list[bytes] = []
        index = first
        # No chain is longer than the table: a longer one leads in a circle.
        for _ in range(len(table) + 1):
            if index >= _END_OF_CHAIN:
                return b"".join(found)
            if index >= len(table):
                break
            found.append(sector(index))
            index = table[index]
        raise self.damaged()

    def _entries(self, directory: bytes) -> Iterator[tuple[str, tuple[int, int]]]:
        for start in range(0, len(directory) - _ENTRY_BYTES + 1, _ENTRY_BYTES):
            entry = directory[start : start + _ENTRY_BYTES]
            (name_bytes,) = struct.unpack_from("<H", entry, 64)
            name = entry[: max(0, min(name_bytes, 64) - 2)]
            first, size = struct.unpack_from("<II", entry, 116)
            if name:
                yield name.decode("utf-16-le", "replace"), (first, size)

    def stream(self, name: str) -> bytes:
        """Return the content of a stream."""
        first, size = self.entries[name]
        if size >= self.small_from:
            return self._chain(first, self.table, self._sector)[:size]
        # Small streams share one stream, in sectors of 64 bytes with their own table.
        numbers = self._chain(self.small_first, self.table, self._sector)
        table = struct.unpack(f"<{len(numbers) // 4}I", numbers)
        root, _ = self.entries["Root Entry"]
        shared = self._chain(root, self.table, self._sector)

        def small(index: int) -> bytes:
            return shared[64 * index : 64 * index + 64]

        return self._chain(first, table, small)[:size]


def stream_names(path: Path) -> set[str]:
    """Return the names of the streams of a compound file.

    Raises:
        InvalidInputError: The file is damaged.
    """
    return set(_Compound(path).entries)


def scan_binary_workbook(path: Path) -> dict[str, SheetScan]:
    """Return what stands in each sheet, by its name, without reading values.

    Raises:
        InvalidInputError: The file is damaged or protected by a password.
    """
    compound = _Compound(path)
    name = "Workbook" if "Workbook" in compound.entries else "Book"
    reader = _Reader()
    try:
        for start, code, body in _records(compound.stream(name)):
            if code == _FILEPASS:
                problem = Message("it is protected by a password")
                raise refuse(path, problem, Message("save it without a password"))
            reader.take(start, code, body)
    except (struct.error, IndexError) as error:
        raise compound.damaged() from error
    return reader.scans


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    start = 0
    while start + 4 <= len(stream):
        code, size = struct.unpack_from("<HH", stream, start)
        yield start, code, stream[start + 4 : start + 4 + size]
        start += 4 + size


class _Reader:
    """Goes through the records of a workbook, globals first, then the sheets."""

    def __init__(self) -> None:
        """Begin before the first record."""
        self.scans: dict[str, SheetScan] = {}
        self._scan: SheetScan | None = None
        self._sheets: dict[int, str] = {}
        self._percent = set(_PERCENT_FORMATS)
        self._formats: list[int] = []

    def take(self, start: int, code: int, body: bytes) -> None:
        """Note what a record tells."""
        if code == _BOUNDSHEET:
            self._sheets[struct.unpack_from("<I", body)[0]] = _sheet_name(body)
        elif code == _BOF and start in self._sheets:
            self._scan = self.scans.setdefault(self._sheets[start], SheetScan())
        elif code == _FORMAT and b"%" in body[5:]:
            self._percent.add(struct.unpack_from("<H", body)[0])
        elif code == _XF:
            self._formats.append(struct.unpack_from("<H", body, 2)[0])
        elif self._scan is not None:
            self._take_cells(self._scan, code, body)

    def _take_cells(self, scan: SheetScan, code: int, body: bytes) -> None:
        if code in _CELLS:
            row, column, shape = struct.unpack_from("<HHH", body)
            scan.add_area(row, column, row, column, 1)
            self._note_percent(scan, row, column, shape)
            if code == _BOOLERR and body[7]:
                scan.errors[row, column] = _ERRORS.get(body[6], "#ERR")
            elif code == _FORMULA and (body[6], body[12:14]) == _FORMULA_ERROR:
                scan.errors[row, column] = _ERRORS.get(body[8], "#ERR")
        elif code == _MULRK:
            row, first = struct.unpack_from("<HH", body)
            shapes = struct.unpack_from("<" + "H4x" * ((len(body) - 6) // 6), body, 4)
            last = first + len(shapes) - 1
            scan.add_area(row, first, row, last, len(shapes))
            for column, shape in enumerate(shapes, first):
                self._note_percent(scan, row, column, shape)
        elif code == _ROW and body[12] & _HIDDEN_ROW:
            scan.hidden_rows.add(struct.unpack_from("<H", body)[0])

    def _note_percent(self, scan: SheetScan, row: int, column: int, shape: int) -> None:
        if shape < len(self._formats) and self._formats[shape] in self._percent:
            scan.percent.add((row, column))


def _sheet_name(body: bytes) -> str:
    length, is_wide = body[6], body[7] & 1
    text = body[8 : 8 + length * (2 if is_wide else 1)]
    return text.decode("utf-16-le" if is_wide else "latin-1", "replace")
