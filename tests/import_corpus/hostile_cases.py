"""Files that harm, lie or are broken; what can be read of them is read."""

import struct
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from feature_samples import zipped
from import_corpus import contents
from import_corpus.corpus_nouns import Case, Problem, Refusal, Sheet
from import_corpus.placing import Grid, placed
from import_corpus.writers import add_members, write_csv, write_xlsx

__all__ = ["HOSTILE_CASES"]

_SECTOR = 512
_MILLION = 1_000_000


def _refused(
    name: str, suffix: str, part: str, write: Callable[[Path], Path | None]
) -> Case:
    """Return a case of a file that must be refused."""

    def written(folder: Path) -> Path:
        path = folder / f"{name}{suffix}"
        write(path)
        return path

    return Case(name, "hostile", written, Refusal(part))


def _site_grids() -> Sequence[Grid]:
    return [placed(contents.site_list())]


def _with(members: dict[str, bytes]) -> Callable[[Path], Path]:
    return lambda path: add_members(write_xlsx(path, _site_grids()), members)


def _truncated(path: Path) -> Path:
    write_xlsx(path, _site_grids())
    path.write_bytes(path.read_bytes()[:-900])
    return path


def _zip_bomb(path: Path) -> Path:
    """Write a workbook whose sheet is 100 MB of blanks."""
    write_xlsx(path, _site_grids())
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    head, _, tail = parts[sheet].partition(b"<sheetData>")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            if name != sheet:
                archive.writestr(name, content)
        with archive.open(sheet, "w") as file:
            file.write(head + b"<sheetData>")
            for _ in range(100):
                file.write(b" " * 1_000_000)
            file.write(tail)
    return path


def _declared(path: Path) -> Path:
    """Write a workbook whose texts declare entities that grow."""
    write_xlsx(path, _site_grids())
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    texts = "xl/sharedStrings.xml"
    bomb = b'<!DOCTYPE sst [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>'
    end = parts[texts].index(b"?>") + 2
    parts[texts] = parts[texts][:end] + bomb + parts[texts][end:]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def _locked(path: Path) -> Path:
    """Write what a spreadsheet program makes of a workbook with a password.

    Source: [MS-CFB], sections 2.2 to 2.6: a header, a sector of the allocation table, a
    directory and one stream.
    """
    stream = bytes(8 * _SECTOR)
    free, end, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    chain = [table, end, *range(3, 10), end]
    allocation = struct.pack(f"<{len(chain)}I", *chain)
    allocation += struct.pack("<I", free) * (128 - len(chain))
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0)
    header += struct.pack("<I", 0) + struct.pack("<I", free) * 108
    directory = b"".join(
        _entry(*parts)
        for parts in (
            ("Root Entry", 5, 1, end, 0),
            ("EncryptedPackage", 2, free, 2, len(stream)),
        )
    ).ljust(_SECTOR, b"\0")
    path.write_bytes(header + allocation + directory + stream)
    return path


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le")
    free = 0xFFFFFFFF
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(text) + 2, kind, 1, free, free, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


def _huge(path: Path) -> None:
    """Write 210 MB that take no room on disk."""
    with path.open("wb") as file:
        file.write(b"Ma tram;Ten tram\n")
        file.truncate(210_000_000)


def _million_rows(path: Path) -> Path:
    """Write a list below which a million rows are formatted and empty."""
    write_xlsx(path, _site_grids())
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    blank = "".join(
        f'<row r="{row}"><c r="A{row}"/></row>' for row in range(100, _MILLION)
    )
    parts[sheet] = parts[sheet].replace(
        b"</sheetData>", blank.encode() + b"</sheetData>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def _read_cases() -> list[Case]:
    """Files that look bad and whose list is read all the same."""
    (grid,) = _site_grids()
    linked = {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"}
    warned = replace(
        grid.expected, problems=(Problem("warning", "from other files or programs"),)
    )
    text = replace(grid.expected, sheet="")
    return [
        Case(
            "lien-ket-ngoai",
            "hostile",
            lambda folder: _with(linked)(folder / "lien-ket-ngoai.xlsx"),
            (warned,),
        ),
        Case(
            "trieu-dong-trong",
            "hostile",
            lambda folder: _million_rows(folder / "trieu-dong-trong.xlsx"),
            (grid.expected,),
        ),
        Case(
            "sai-duoi-tep",
            "hostile",
            lambda folder: write_xlsx(folder / "x.xlsx", [grid]).rename(
                folder / "sai-duoi-tep.xls"
            ),
            (grid.expected,),
        ),
        Case(
            "csv-duoi-xls",
            "hostile",
            lambda folder: write_csv(
                folder / "csv-duoi-xls.xls", [grid], delimiter="\t"
            ),
            (text,),
        ),
    ]


def _archive_cases() -> list[Case]:
    kml = b'<!DOCTYPE kml [<!ENTITY a "aaaa">]><kml>&a;</kml>'
    return [
        _refused(
            "zip-di-ra-ngoai",
            ".zip",
            "outside itself",
            lambda path: zipped(path, {"../../tram.shp": b"x"}),
        ),
        _refused(
            "zip-bom-shp",
            ".zip",
            "unpacked",
            lambda path: zipped(path, {"tram.shp": bytes(30_000_000)}),
        ),
        _refused(
            "zip-khong-co-lop",
            ".zip",
            "no layer",
            lambda path: zipped(path, {"bao-cao.docx": b"x"}),
        ),
        _refused("kml-thuc-the", ".kml", "not whole KML", lambda path: _put(path, kml)),
        _refused(
            "kmz-khong-kml",
            ".kmz",
            "no KML document",
            lambda path: zipped(path, {"anh.png": b"x"}),
        ),
        _refused(
            "gpkg-hong",
            ".gpkg",
            "cannot be read",
            lambda path: _put(path, b"SQLite format 3\0" + bytes(200)),
        ),
        _refused(
            "geojson-cat-ngang",
            ".geojson",
            "not whole GeoJSON",
            lambda path: _put(path, b'{"type": "FeatureCollection", "features": ['),
        ),
    ]


def _put(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


HOSTILE_CASES = (
    _refused("co-macro", ".xlsx", "macros", _with({"xl/vbaProject.bin": b"\0"})),
    _refused("bom-nen", ".xlsx", "", _zip_bomb),
    _refused("thuc-the-xml", ".xlsx", "declares types", _declared),
    _refused("cat-ngang", ".xlsx", "", _truncated),
    _refused("co-mat-khau", ".xlsx", "password", _locked),
    _refused("hai-tram-mb", ".csv", "210 MB", _huge),
    _refused("tep-rong", ".csv", "empty", lambda path: _put(path, b"")),
    _refused(
        "bang-rong",
        ".xlsx",
        "holds no table",
        lambda path: write_xlsx(path, [placed(Sheet("Trống", "", (), (), (), ""))]),
    ),
    _refused("pdf-doi-ten", ".xlsx", "PDF", lambda path: _put(path, b"%PDF-1.7\n%...")),
    _refused(
        "html-doi-ten",
        ".xls",
        "web page",
        lambda path: _put(path, b"<html><table><tr><td>1</td></tr></table></html>"),
    ),
    *_archive_cases(),
    *_read_cases(),
)
