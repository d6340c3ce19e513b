"""Files that would harm or mislead who reads them."""

import re
import struct
import subprocess
import sys
import time
import zipfile
import zlib
from pathlib import Path

import openpyxl
import pytest
import xlwt

from hatangso.errors import InvalidInputError
from hatangso.io.records.column_matching import match_table
from hatangso.io.sheets.read_limits import ReadLimits
from hatangso.io.sheets.workbooks import read_tables
from hatangso.registry.kind_catalogue import shipped_kinds

ROWS = (("Mã trạm", "Tên trạm"), ("TN-1", "Trạm A"), ("TN-2", "Trạm B"))
SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    workbook = openpyxl.Workbook()
    for row in ROWS:
        workbook.active.append(row)
    path = tmp_path / "tram.xlsx"
    workbook.save(path)
    return path


def repacked(path: Path, **changed: bytes) -> Path:
    """Return the workbook with parts changed or added; ``__`` stands for a slash."""
    new = {name.replace("__", "/"): data for name, data in changed.items()}
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**parts, **new}.items():
            archive.writestr(name, data)
    return path


def with_sheet(path: Path, data: bytes) -> Path:
    return repacked(path, **{SHEET.replace("/", "__"): data})


def sheet_xml(rows: bytes, *, dimension: bytes = b"A1:B3") -> bytes:
    return (
        b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/'
        b'spreadsheetml/2006/main"><dimension ref="' + dimension + b'"/><sheetData>'
        + rows + b"</sheetData></worksheet>"
    )  # fmt: skip


def text_row(number: int, *texts: str) -> bytes:
    cells = "".join(
        f'<c r="{chr(65 + i)}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
        for i, text in enumerate(texts)
    )
    return f'<row r="{number}">{cells}</row>'.encode()


def refusal(path: Path, limits: ReadLimits | None = None) -> str:
    with pytest.raises(InvalidInputError) as caught:
        read_tables(path, limits=limits)
    (finding,) = caught.value.findings
    assert finding.place.file == path.name
    assert str(finding.fix)
    return str(caught.value)


def test_a_file_of_more_than_the_limit_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    assert "it has 200 MB; up to 64 MB are read" in refusal(path)


def test_a_part_that_packs_a_thousandfold_is_a_bomb(plain: Path) -> None:
    with_sheet(plain, b" " * 50_000_000)
    assert "unpacks to far more" in refusal(plain)


def test_parts_that_together_unpack_to_too_much_are_refused(plain: Path) -> None:
    limits = ReadLimits(unpacked_bytes=2_000)
    assert "it unpacks to" in refusal(plain, limits)


def test_a_directory_that_lies_about_a_size_is_found_while_unpacking(
    plain: Path,
) -> None:
    with_sheet(plain, sheet_xml(text_row(1, "Mã", "Tên") * 2_000))
    data = bytearray(plain.read_bytes())
    at = data.rfind(SHEET.encode()) - 46
    assert data[at : at + 4] == b"PK\x01\x02"
    with zipfile.ZipFile(plain) as archive:
        start = archive.read(SHEET)[:100]
    struct.pack_into("<I", data, at + 16, zlib.crc32(start))
    struct.pack_into("<I", data, at + 24, len(start))
    plain.write_bytes(data)
    assert "unpacks to far more" in refusal(plain)


def test_parts_that_overlap_are_refused(plain: Path) -> None:
    data = bytearray(plain.read_bytes())
    at = data.rfind(SHEET.encode()) - 46
    struct.pack_into("<I", data, at + 20, 10_000_000)
    plain.write_bytes(data)
    assert "cannot be read" in refusal(plain)


@pytest.mark.parametrize("name", ["../../evil.xml", "/etc/x.xml", "C:\\x.xml"])
def test_a_part_whose_name_leads_outside_is_refused(plain: Path, name: str) -> None:
    repacked(plain, **{name: b"<a/>"})
    assert "leads out of the file" in refusal(plain)


def test_thousands_of_parts_are_refused(plain: Path) -> None:
    repacked(plain, **{f"xl__media__{i}.bin": b"" for i in range(5_001)})
    assert "parts" in refusal(plain)


@pytest.mark.parametrize(
    "part", [SHEET, "xl/sharedStrings.xml", "xl/workbook.xml", "[Content_Types].xml"]
)
def test_entities_that_could_grow_without_end_are_refused(
    plain: Path, part: str
) -> None:
    laughs = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    repacked(plain, **{part: laughs + b"<l>&b;</l>"})
    assert "declares types" in refusal(plain)


def test_macros_are_refused_with_what_to_do(plain: Path) -> None:
    repacked(plain, **{"xl/vbaProject.bin": b"x"})
    assert "it holds macros; save it as .xlsx" in refusal(plain)


def test_external_links_are_read_with_a_warning(plain: Path) -> None:
    repacked(plain, **{"xl/externalLinks/externalLink1.xml": b"<externalLink/>"})
    (table,) = read_tables(plain)
    assert len(table.rows) == 2
    assert "other files or programs" in str(table.findings[0].problem)


def test_a_cut_off_workbook_is_refused(plain: Path) -> None:
    plain.write_bytes(plain.read_bytes()[:-200])
    assert "damaged or cut off" in refusal(plain)


def test_a_damaged_part_is_refused(plain: Path) -> None:
    data = bytearray(plain.read_bytes())
    with zipfile.ZipFile(plain) as archive:
        at = archive.getinfo(SHEET).header_offset + 60
    data[at : at + 40] = b"\0" * 40
    plain.write_bytes(data)
    assert "damaged or cut off" in refusal(plain)


def test_a_workbook_that_is_no_xml_is_refused(plain: Path) -> None:
    with_sheet(plain, b"<worksheet><sheetData><row r='1'><c r='A1'><v>1</v></row>")
    assert "cannot be read" in refusal(plain)


def compound(names: list[str]) -> bytes:
    """Return a compound file (.xls, or an encrypted .xlsx) with empty streams."""
    entries = b""
    for name in ["Root Entry", *names]:
        wide = name.encode("utf-16-le")
        entry = wide.ljust(64, b"\0") + struct.pack("<H", len(wide) + 2)
        entries += entry.ljust(128, b"\0")
    entries = entries.ljust(512, b"\0")
    header = struct.pack(
        "<8s16xHHHHH10xIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        62, 3, 0xFFFE, 9, 6, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0,
    )  # fmt: skip
    header += b"\xff" * 432
    table = struct.pack("<II", 0xFFFFFFFD, 0xFFFFFFFE).ljust(512, b"\xff")
    return header + table + entries


@pytest.mark.parametrize(
    ("names", "problem"),
    [
        (["EncryptionInfo", "EncryptedPackage"], "protected by a password"),
        (["Workbook", "_VBA_PROJECT_CUR"], "it holds macros"),
        (["WordDocument"], "no workbook"),
    ],
)
def test_compound_files_are_told_apart_by_their_streams(
    tmp_path: Path, names: list[str], problem: str
) -> None:
    path = tmp_path / "mat.xlsx"
    path.write_bytes(compound(names))
    assert problem in refusal(path)


@pytest.mark.parametrize("length", [8, 100, 600, 1_000, 3_000])
def test_a_cut_off_old_workbook_is_refused(tmp_path: Path, length: int) -> None:
    path = old_workbook(tmp_path)
    path.write_bytes(path.read_bytes()[:length])
    assert "cannot be read" in refusal(path)


def old_workbook(folder: Path) -> Path:
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("Trạm")
    for r, row in enumerate(ROWS):
        for c, cell in enumerate(row):
            sheet.write(r, c, cell)
    workbook.save(str(folder / "cu.xls"))
    return folder / "cu.xls"


def test_the_content_decides_what_a_file_is(plain: Path, tmp_path: Path) -> None:
    (right,) = read_tables(plain)
    renamed = plain.rename(tmp_path / "tram.xls")
    (table,) = read_tables(renamed)
    assert table.rows == right.rows
    assert "called .xls and holds xlsx" in str(table.notes[-1])
    text = tmp_path / "text.xls"
    text.write_text("Mã trạm\tTên trạm\nTN-1\tTrạm A\n", encoding="utf-16")
    (table,) = read_tables(text)
    assert table.rows[0].cells == ("TN-1", "Trạm A")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"<html><table><tr><td>1</td></tr></table></html>", "web page"),
        (b'<?xml version="1.0"?><Workbook/>', "web page or XML"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"", "it is empty"),
        (b"\0\1\2\3 binary", "no text"),
        (b"\x09\x04\x06\x00\0\0\0\0", "before 1993"),
    ],
)
def test_what_is_no_table_is_refused_by_name(
    tmp_path: Path, content: bytes, problem: str
) -> None:
    path = tmp_path / "bao-cao.xls"
    path.write_bytes(content)
    with pytest.raises(InvalidInputError, match=problem):
        read_tables(path)


def test_archives_and_documents_are_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "ho-so.xlsx"
    for part, problem in {
        "word/document.xml": "text document",
        "a.csv": "archive",
    }.items():
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(part, b"<a/>")
        assert problem in refusal(path)


def test_a_lone_cell_at_the_end_of_the_sheet_is_named_not_allocated(
    plain: Path,
) -> None:
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    with_sheet(plain, sheet_xml(text_row(1, "Mã", "Tên") + far))
    message = refusal(plain)
    assert "Sheet:1048576:XFD" in message
    assert "empty the cells outside the table" in message


def test_a_lone_cell_at_the_end_of_an_old_sheet_is_named_too(tmp_path: Path) -> None:
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("Trạm")
    sheet.write(0, 0, "Mã")
    sheet.write(65_535, 255, 1)
    workbook.save(str(tmp_path / "xa.xls"))
    assert "xa.xls:Trạm:65536:IV" in refusal(tmp_path / "xa.xls")


def test_text_with_too_many_cells_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rong.csv"
    path.write_text("Mã,Tên\n" + "," * 2_100, encoding="utf-8")
    assert "more than 2000 cells" in refusal(path, ReadLimits(cells=2_000))


def test_a_declared_size_of_the_whole_sheet_costs_nothing(plain: Path) -> None:
    rows = b"".join(text_row(i + 1, *row) for i, row in enumerate(ROWS))
    with_sheet(plain, sheet_xml(rows, dimension=b"A1:XFD1048576"))
    (table,) = read_tables(plain)
    assert [row.cells for row in table.rows] == [ROWS[1], ROWS[2]]


def test_one_long_text_in_many_cells_is_refused(plain: Path) -> None:
    shared = b"<sst><si><t>" + b"a" * 1_000_000 + b"</t></si></sst>"
    cells = b"".join(b'<c r="A%d" t="s"><v>0</v></c>' % i for i in range(1, 500))
    with_sheet(plain, sheet_xml(b'<row r="1">' + cells + b"</row>"))
    repacked(plain, **{"xl/sharedStrings.xml": shared})
    assert "texts have 499 MB" in refusal(plain, ReadLimits(packing=2_000))


def test_repeated_cells_of_open_documents_are_counted_not_made(tmp_path: Path) -> None:
    path = tmp_path / "lap.ods"
    cell = '<table:table-cell office:value-type="float" office:value="1" '
    cell += 'table:number-columns-repeated="16384"/>'
    row = f'<table:table-row table:number-rows-repeated="1048576">{cell}'
    content = (
        f'<x><table:table table:name="T">{row}</table:table-row></table:table></x>'
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", content)
    assert "lap.ods:T cannot be read: the sheet holds more than" in refusal(path)


@pytest.mark.parametrize(
    "piece",
    [
        b"<row ", b'<c r="A1" ', b'<c r="A1" t="e">', b'<c r="A1"><f>', b"<c ", b"<",
        b'<row hidden="1" ', b'<c r="A1" t="s"><v>',
    ],
)  # fmt: skip
def test_broken_marks_without_end_cost_no_more_than_their_length(
    plain: Path, piece: bytes
) -> None:
    with_sheet(plain, sheet_xml(piece * 60_000))
    before = time.process_time()
    with pytest.raises(InvalidInputError):
        read_tables(plain, limits=ReadLimits(packing=2_000))
    assert time.process_time() - before < 3.0


@pytest.mark.parametrize(
    "text",
    ["1" + " " * 30_000 + "x", "1" * 30_000, "(" * 30_000, "tong " * 6_000,
     "1," * 15_000, "a, ngay " * 4_000, "tong tinh " + "(" * 30_000],
)  # fmt: skip
def test_long_texts_in_cells_cost_no_more_than_their_length(
    tmp_path: Path, text: str
) -> None:
    path = tmp_path / "dai.csv"
    path.write_text("Mã;Kinh độ\n" + f"TN-1;{text}\n" * 20, encoding="utf-8")
    before = time.process_time()
    for found in read_tables(path):
        match_table(found, shipped_kinds())
    assert time.process_time() - before < 3.0


def test_cells_may_name_their_place_after_other_things(plain: Path) -> None:
    rows = b"".join(text_row(i + 1, *row) for i, row in enumerate(ROWS))
    later = re.sub(rb'<c (r="[^"]*") (t="[^"]*")', rb"<c \2 \1", rows)
    assert later != rows
    (table,) = read_tables(with_sheet(plain, sheet_xml(later)))
    assert [row.cells for row in table.rows] == [ROWS[1], ROWS[2]]


def test_cells_without_a_place_are_refused_before_they_are_laid_out(
    plain: Path,
) -> None:
    with_sheet(plain, sheet_xml(b"<row>" + b"<c><v>1</v></c>" * 50_000 + b"</row>"))
    assert "do not tell where they stand" in refusal(plain)


MEASURED = """
import resource, sys
from pathlib import Path
from hatangso.errors import InvalidInputError
from hatangso.io.sheets.workbooks import read_tables
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    print(sum(len(table.rows) for table in read_tables(Path(sys.argv[1]))))
except InvalidInputError as error:
    print("refused:", error)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def measured(path: Path) -> tuple[str, int]:
    """Return what reading gave, and by how many MiB memory grew."""
    done = subprocess.run(  # noqa: S603 - this interpreter and a file of the test
        [sys.executable, "-c", MEASURED, str(path)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    said, grown_mib = done.stdout.strip().splitlines()
    return said, int(grown_mib)


def with_large_sheet(path: Path, rows: int, row: str) -> Path:
    """Give the workbook a sheet of many alike rows, without holding it in memory."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    start, end = sheet_xml(b"|").split(b"|")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in parts.items():
            if name != SHEET:
                archive.writestr(name, data)
        with archive.open(SHEET, "w") as file:
            file.write(start)
            for i, texts in enumerate(ROWS, 1):
                file.write(text_row(i, *texts))
            for first in range(len(ROWS) + 1, rows, 10_000):
                piece = "".join(row.format(n=n) for n in range(first, first + 10_000))
                file.write(piece.encode())
            file.write(end)
    return path


def test_a_million_formatted_empty_rows_stay_small(plain: Path) -> None:
    row = '<row r="{n}" spans="1:4" s="1" customFormat="1"><c r="A{n}" s="1"/></row>'
    said, grown_mib = measured(with_large_sheet(plain, 1_000_000, row))
    assert said == "2"
    assert grown_mib < 60


def test_two_hundred_megabytes_of_cells_are_refused_in_little_memory(
    plain: Path,
) -> None:
    cells = "".join(f'<c r="{c}{{n}}" t="n"><v>{{n}}</v></c>' for c in "ABCDEFGH")
    row = f'<row r="{{n}}">{cells}</row>'
    said, grown_mib = measured(with_large_sheet(plain, 700_000, row))
    assert said.startswith("refused:")
    assert "more than 2000000 cells" in said
    assert grown_mib < 100
