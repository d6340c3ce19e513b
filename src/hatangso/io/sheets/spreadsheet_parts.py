"""Look into the parts of an .xlsx workbook: what its values' reader does not tell.

The sheets are read in pieces and searched by expressions: a workbook of any size takes
no more memory than one piece.

Source:
    ECMA-376, part 1, chapter 18 (SpreadsheetML).
"""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

from hatangso.errors import Message
from hatangso.io.sheets.file_refusals import refuse
from hatangso.io.sheets.packed_parts import PackedParts
from hatangso.io.sheets.read_limits import ReadLimits
from hatangso.io.sheets.sheet_scans import SheetScan

__all__ = ["scan_spreadsheet"]

_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*)>")
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*["']([^"']*)["']""")
_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\s([^>]*)>")
_SHAPES = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_SHAPE = re.compile(rb"<(?:\w+:)?xf\s([^>]*)>")

# Cells that hold something; those with a formula, with its value; those with an error.
# Each begins with letters that stand there, not with a choice: the search is faster.
_PLACE = rb'c r="([A-Z]{1,3})(\d{1,7})"'
_FILLED = re.compile(rb'c r="([A-Z]{1,3}\d{1,7})"[^<>]*>(?<!/>)')
_FORMULA = re.compile(
    _PLACE + rb"([^<>]*)>\s*<(?:\w+:)?f(?:\s[^<>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)"
    rb"\s*(?:<(?:\w+:)?v>([^<]*)<)?"
)
_ERROR = re.compile(
    _PLACE + rb'(?=[^<>]* t="e")[^<>]*>\s*(?:<(?:\w+:)?f(?:\s[^<>]*)?(?:/>|>[^<]*'
    rb"</(?:\w+:)?f>))?\s*<(?:\w+:)?v>([^<]*)<"
)
_WITHOUT_PLACE = rb'c(?! r="[A-Z]{1,3}\d{1,7}")(?:\s[^<>]*)?>'
_NAMELESS = re.compile(b"<" + _WITHOUT_PLACE)
_NAMELESS_PREFIXED = re.compile(rb"<\w+:" + _WITHOUT_PLACE)
_PLACE_LATER = re.compile(rb'<((?:\w+:)?c)(\s[^<>]*?)(\sr="[A-Z]{1,3}\d{1,7}")')
_HIDDEN = re.compile(rb'<(?:\w+:)?row\s(?=[^<>]*hidden="(?:1|true)")[^<>]*\br="(\d+)"')
_SHARED = re.compile(rb' t="s"[^<>]*>\s*<(?:\w+:)?v>(\d{1,9})<')
_ZEROS = re.compile(r"0{2,}")
_DIGITS, _LETTERS = b"0123456789", b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"

_PERCENT_FORMATS = ("9", "10")
# Texts up to here cannot fill the memory, however often they stand there.
_SHORT_BYTES = 200
_LONGEST_CELL_BYTES = 4 << 20


def scan_spreadsheet(parts: PackedParts, limits: ReadLimits) -> dict[str, SheetScan]:
    """Return what stands in each sheet, by its name, without reading values.

    Raises:
        InvalidInputError: A sheet holds more cells than the limits allow.
    """
    styles = _Styles(parts.read("xl/styles.xml"))
    texts = _text_lengths(parts)
    scans = {}
    for name, part in _sheet_parts(parts):
        scan = SheetScan()
        for found in _pieces(parts.chunks(part)):
            piece = _with_places_first(found, parts.path, name)
            _note_extent(scan, piece)
            _note_formulas(scan, piece)
            _note_texts(scan, piece, texts)
            styles.note(scan, piece)
            scan.require_few(parts.path, name, limits)
        scans[name] = scan
    return scans


def _text_lengths(parts: PackedParts) -> list[int]:
    """Return about how long each shared text is, in bytes; nothing if none is long."""
    lengths, rest = [], 0
    for chunk in parts.chunks("xl/sharedStrings.xml"):
        first, *others = map(len, chunk.split(b"</si>"))
        rest += first
        if others:
            lengths.extend([rest, *others[:-1]])
            rest = others[-1]
    return lengths if max(lengths, default=0) > _SHORT_BYTES else []


def _note_texts(scan: SheetScan, piece: bytes, lengths: list[int]) -> None:
    """Note how long the shared texts of a piece are, each as often as it stands."""
    if not lengths:
        return
    scan.text_bytes += sum(
        lengths[index]
        for index in map(int, _SHARED.findall(piece))
        if index < len(lengths)
    )


def _attributes(text: bytes) -> dict[str, str]:
    return {
        name.decode().rpartition(":")[2]: unescape(value.decode("utf-8", "replace"))
        for name, value in _ATTRIBUTE.findall(text)
    }


def _sheet_parts(parts: PackedParts) -> Iterator[tuple[str, str]]:
    """Yield each sheet's name and the part that it lies in."""
    relations = {}
    for text in _RELATION.findall(parts.read("xl/_rels/workbook.xml.rels")):
        relation = _attributes(text)
        relations[relation.get("Id", "")] = relation.get("Target", "")
    names = set(parts.names)
    for text in _SHEET.findall(parts.read("xl/workbook.xml")):
        sheet = _attributes(text)
        target = relations.get(sheet.get("id", ""), "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in names:
            yield sheet.get("name", ""), part


class _Styles:
    """The styles that show a number otherwise than it is stored."""

    def __init__(self, styles: bytes) -> None:
        """Find the styles in per cent, and those with leading zeros."""
        codes = {}
        for text in _FORMAT.findall(styles):
            found = _attributes(text)
            codes[found.get("numFmtId", "")] = found.get("formatCode", "")
        self._digits: dict[bytes, int] = {}
        shapes = _SHAPES.search(styles)
        for index, text in enumerate(_SHAPE.findall(shapes[0]) if shapes else ()):
            number = _attributes(text).get("numFmtId", "0")
            code = codes.get(number, "")
            if number in _PERCENT_FORMATS or "%" in code:
                self._digits[b"%d" % index] = 0
            elif _ZEROS.fullmatch(code):
                self._digits[b"%d" % index] = len(code)
        names = b"|".join(self._digits)
        self._cells = re.compile(
            _PLACE + rb'[^<>]*? s="(' + names + rb')"(?:[^<>]*[^/<>])?>'
        )

    def note(self, scan: SheetScan, piece: bytes) -> None:
        """Note the cells of a piece that have one of these styles."""
        if not self._digits:
            return
        for letters, row, style in self._cells.findall(piece):
            place, digits = (int(row) - 1, _column(letters)), self._digits[style]
            if digits:
                scan.padded[place] = digits
            else:
                scan.percent.add(place)


def _pieces(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield pieces that end between two cells."""
    rest = b""
    for chunk in chunks:
        text = rest + chunk
        cut = max(text.rfind(b"</c>"), text.rfind(b":c>"), text.rfind(b"<row"))
        if cut < 0 and len(text) < _LONGEST_CELL_BYTES:
            rest = text
            continue
        cut = max(cut, 0) + (4 if text.startswith(b"</c>", cut) else 0)
        yield text[:cut]
        rest = text[cut:] if len(text) - cut < _LONGEST_CELL_BYTES else b""
    yield rest


def _with_places_first(piece: bytes, path: Path, sheet: str) -> bytes:
    """Return a piece in which each cell names its place before all else.

    Raises:
        InvalidInputError: A cell does not name its place.
    """
    if _has_nameless(piece):
        piece = _PLACE_LATER.sub(rb"<\1\3\2", piece)
        if _has_nameless(piece):
            problem = Message("its cells do not tell where they stand")
            fix = Message("open it in a spreadsheet program and save it again")
            raise refuse(path, problem, fix, sheet=sheet)
    return piece


def _has_nameless(piece: bytes) -> bool:
    """Return whether a cell of a piece does not begin with its place."""
    if _NAMELESS.search(piece):
        return True
    return b":c" in piece and _NAMELESS_PREFIXED.search(piece) is not None


def _note_extent(scan: SheetScan, piece: bytes) -> None:
    """Note how far cells with values reach, and which rows are hidden."""
    places = _FILLED.findall(piece)
    if places:
        together = b" ".join(places)
        letters = set(together.translate(None, _DIGITS).split())
        numbers = set(together.translate(None, _LETTERS).split())
        columns = [_column(one) for one in letters]
        rows = [int(one) - 1 for one in numbers]
        scan.add_area(min(rows), min(columns), max(rows), max(columns), len(places))
    if b"hidden=" in piece:
        scan.hidden_rows.update(int(row) - 1 for row in _HIDDEN.findall(piece))


def _note_formulas(scan: SheetScan, piece: bytes) -> None:
    """Note cells with an error, and formulas whose value was not stored."""
    if b't="e"' in piece:
        for letters, row, error in _ERROR.findall(piece):
            place = int(row) - 1, _column(letters)
            scan.errors[place] = error.decode("utf-8", "replace")
    # The letter alone is found at once, and mostly is not there.
    if b"f" in piece and (b"<f" in piece or b":f" in piece):
        for letters, row, shape, value in _FORMULA.findall(piece):
            if not value and b't="str"' not in shape:
                scan.uncached.add((int(row) - 1, _column(letters)))


def _column(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = 26 * index + letter - ord("A") + 1
    return index - 1
