"""Look into an .ods workbook: how far its cells reach, what is merged and hidden.

Source:
    OASIS OpenDocument 1.3, part 3, chapter 9 (tables).
"""

import re
from collections.abc import Iterator
from html import unescape

from hatangso.io.sheets.packed_parts import PackedParts
from hatangso.io.sheets.read_limits import ReadLimits
from hatangso.io.sheets.sheet_scans import SheetScan

__all__ = ["scan_open_document"]

_TAG = re.compile(
    rb"<(/?table:table|table:table-row|table:table-cell|table:covered-table-cell)"
    rb"(?=[\s/>])((?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*)>"
)
_ATTRIBUTE = re.compile(rb"""([\w:-]+)=["']([^"']*)["']""")
_LONGEST_TAG_BYTES = 4 << 20


def scan_open_document(parts: PackedParts, limits: ReadLimits) -> dict[str, SheetScan]:
    """Return what stands in each sheet, by its name, without reading values.

    Raises:
        InvalidInputError: A sheet holds more cells than the limits allow.
    """
    reader = _Reader()
    for piece in _pieces(parts.chunks("content.xml")):
        tags = list(_TAG.finditer(piece))
        ends = [*(tag.start() for tag in tags[1:]), len(piece)]
        for tag, end in zip(tags, ends, strict=False):
            text = tag[2]
            found = dict(_ATTRIBUTE.findall(text)) if text.strip() else {}
            reader.take(tag[1], found, end - tag.end())
        for name, scan in reader.scans.items():
            scan.require_few(parts.path, name, limits)
    return reader.scans


def _pieces(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield pieces that end before a tag."""
    rest = b""
    for chunk in chunks:
        text = rest + chunk
        cut = text.rfind(b"<")
        if cut <= 0 and len(text) < _LONGEST_TAG_BYTES:
            rest = text
            continue
        yield text[:cut]
        rest = text[cut:]
    yield rest


class _Reader:
    """Counts rows and columns along the tags of a document."""

    def __init__(self) -> None:
        """Begin before the first table."""
        self.scans: dict[str, SheetScan] = {}
        self.scan: SheetScan | None = None
        self.row = self.next_row = self.column = 0
        self.repeats = 1

    def take(self, tag: bytes, found: dict[bytes, bytes], length: int) -> None:
        """Note what a tag with its attributes tells, and how much text follows it."""
        if tag == b"table:table":
            name = unescape(found.get(b"table:name", b"").decode("utf-8", "replace"))
            self.scan = self.scans.setdefault(name, SheetScan())
            self.row = self.next_row = 0
        elif tag == b"/table:table":
            self.scan = None
        elif self.scan is not None and tag == b"table:table-row":
            self._begin_row(self.scan, found)
        elif self.scan is not None:
            self._take_cell(self.scan, found, length)

    def _begin_row(self, scan: SheetScan, found: dict[bytes, bytes]) -> None:
        self.row, self.column = self.next_row, 0
        self.repeats = _number(found, b"table:number-rows-repeated")
        self.next_row = self.row + self.repeats
        is_hidden = found.get(b"table:visibility", b"visible") != b"visible"
        # Empty rows repeat to the end of the sheet: none of them need be noted.
        if is_hidden and self.repeats < 10_000:  # noqa: PLR2004 - more rows than people hide
            scan.hidden_rows.update(range(self.row, self.next_row))

    def _take_cell(
        self, scan: SheetScan, found: dict[bytes, bytes], length: int
    ) -> None:
        columns = _number(found, b"table:number-columns-repeated")
        left, self.column = self.column, self.column + columns
        kind = found.get(b"office:value-type", found.get(b"calcext:value-type"))
        is_formula = b"table:formula" in found
        if kind is None and not is_formula:
            return
        bottom = self.next_row - 1
        scan.text_bytes += length * columns * self.repeats
        scan.add_area(self.row, left, bottom, self.column - 1, columns * self.repeats)
        if kind is None:
            scan.uncached.add((self.row, left))
        if kind == b"percentage" and columns * self.repeats <= 1_000:  # noqa: PLR2004 - a table's repeated values
            scan.percent.update(
                (row, column)
                for row in range(self.row, self.next_row)
                for column in range(left, self.column)
            )
        rows = _number(found, b"table:number-rows-spanned")
        spanned = _number(found, b"table:number-columns-spanned")
        if rows > 1 or spanned > 1:
            scan.merged.append(
                (self.row, left, self.row + rows - 1, left + spanned - 1)
            )


def _number(found: dict[bytes, bytes], name: bytes) -> int:
    text = found.get(name, b"1")
    return max(1, int(text)) if text.isdigit() and len(text) < 9 else 1  # noqa: PLR2004 - rows and columns have seven digits at most
