"""Cases where people had ideas: coordinates, old names, layouts of their own."""

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from import_corpus import contents, traps
from import_corpus.corpus_nouns import (
    UNREADABLE,
    Case,
    ExpectedTable,
    Hard,
    Heading,
    Line,
    Problem,
    Sheet,
    Typed,
)
from import_corpus.placing import Grid, placed
from import_corpus.table_cases import case
from import_corpus.writers import write_csv, write_xlsx

__all__ = ["HARD_CASES"]

# VNI: a letter, and the sign behind it that its font draws above or below.
_VNI_TONES = {"\u0300": "ø", "\u0309": "û", "\u0303": "õ", "\u0301": "ù", "\u0323": "ï"}
_VNI_HATS = {
    "\u0302": "â",
    "\u0302\u0300": "à",
    "\u0302\u0309": "å",
    "\u0302\u0303": "ã",
    "\u0302\u0301": "á",
    "\u0302\u0323": "ä",
    "\u0306": "ê",
    "\u0306\u0300": "è",
    "\u0306\u0309": "ú",
    "\u0306\u0303": "ü",
    "\u0306\u0301": "é",
    "\u0306\u0323": "ë",
}
_VNI_SINGLES = {
    "đ": "ñ", "Đ": "Ñ", "ì": "ì", "ỉ": "æ", "ĩ": "ó", "í": "í", "ị": "ò", "ỵ": "î",
    "ơ": "ô", "ư": "ö", "Ơ": "Ô", "Ư": "Ö",
}  # fmt: skip


def _to_vni(text: str) -> str:
    """Return a text as it is stored for VNI fonts."""
    return "".join(_vni_letter(letter) for letter in text)


def _vni_letter(letter: str) -> str:
    if letter in _VNI_SINGLES:
        return _VNI_SINGLES[letter]
    base, *marks = unicodedata.normalize("NFD", letter)
    if not marks:
        return letter
    order = sorted(marks, key=lambda mark: mark not in "\u0302\u0306\u031b")
    if order[0] == "\u031b":
        horn = {"o": "ô", "u": "ö", "O": "Ô", "U": "Ö"}[base]
        return horn + "".join(_VNI_TONES[mark] for mark in order[1:])
    sign = _VNI_HATS.get("".join(order)) or _VNI_TONES[order[0]]
    return base + (sign.upper() if base.isupper() else sign)


def _mojibake(text: str) -> str:
    """Return UTF-8 as a reader shows it who takes it for Windows-1252."""
    return "".join(
        bytes([byte]).decode("cp1252", "ignore") or chr(byte)
        for byte in text.encode("utf-8")
    )


def _dms(degrees: float, signs: str) -> str:
    """Return degrees as 105°49'59,9"E."""
    minutes, seconds = divmod(round(abs(degrees) * 3600, 2), 60)
    whole, minutes = divmod(int(minutes), 60)
    text = f"{seconds:05.2f}".replace(".", ",")
    return f"{whole}°{minutes:02d}'{text}\"{signs}"


def _coordinate_cases() -> list[Case]:
    sites = contents.site_list(count=30)
    letters = {"lon_deg": "E", "lat_deg": "N"}
    dms = traps.change_cells(
        sites,
        lambda name, cell: (
            Typed(_dms(cell.meant, letters[name]), cell.meant)
            if name in letters
            else cell
        ),
    )
    commas = traps.change_cells(
        sites,
        lambda name, cell: (
            Typed(str(cell.meant).replace(".", ","), cell.meant)
            if name in letters
            else cell
        ),
    )
    swapped = replace(
        sites,
        lines=tuple(
            replace(
                line,
                cells={
                    **line.cells,
                    "lon_deg": Typed(
                        line.cells["lat_deg"].written, line.cells["lon_deg"].meant
                    ),
                    "lat_deg": Typed(
                        line.cells["lon_deg"].written, line.cells["lat_deg"].meant
                    ),
                },
            )
            for line in sites.lines
        ),
    )
    slip = traps.row_changed(
        sites, 4, {"lat_deg": Typed(12.58, 12.58), "lon_deg": Typed(105.8, 105.8)}
    )
    lost_point = traps.row_changed(
        sites, 2, {"lon_deg": traps.unreadable(10583402), "lat_deg": Typed(21.5)}
    )
    return [
        case("toa-do-do-phut-giay", "positions", dms),
        case("toa-do-dau-phay", "positions", commas),
        case("toa-do-dao-cot", "positions", swapped, questions=("column:Tọa độ",)),
        case(
            "toa-do-go-nham",
            "positions",
            _with(slip, Problem("error", "outside the province", _row(slip, 4))),
        ),
        case(
            "toa-do-mat-dau-cham",
            "positions",
            _with(lost_point, Problem("error", "", _row(lost_point, 2))),
        ),
    ]


def _row(sheet: Sheet, index: int) -> int:
    """Return the number of a row of a sheet."""
    return list(placed(sheet).expected.rows)[index]


def _with(sheet: Sheet, *problems: Problem) -> Grid:
    grid = placed(sheet)
    return replace(grid, expected=replace(grid.expected, problems=problems))


def _encoding_cases() -> list[Case]:
    sites, villages = contents.site_list(start=9), contents.village_list(start=8)
    one_column = traps.change_cells(
        sites,
        lambda name, cell: (
            Typed(traps.to_tcvn3(cell.written), cell.meant) if name == "name" else cell
        ),
    )
    bare = _bare(villages)
    return [
        case("chu-vni", "texts", traps.respelled(sites, _to_vni)),
        case("chu-doc-nham-utf8", "texts", traps.respelled(sites, _mojibake)),
        case("chu-tcvn3-mot-cot", "texts", one_column),
        case(
            "chu-vni-csv",
            "texts",
            traps.respelled(bare, _to_vni),
            suffix=".csv",
            write=lambda path, grids: write_csv(
                path, grids, encode=lambda text: text.encode("cp1252")
            ),
            answers={"kind": "locality"},
        ),
    ]


def _bare(sheet: Sheet) -> Sheet:
    headings = tuple(replace(h, titles=h.titles[-1:]) for h in sheet.headings)
    return replace(sheet, headings=headings, title=())


def _old_unit_cases() -> list[Case]:
    """Names of before July 2025, with their district; what they became is meant."""
    villages = contents.village_list(count=6)
    names = (
        ("TT. Chùa Hang (Đồng Hỷ)", Hard("05692")),
        ("thị trấn Đu, huyện Phú Lương", "05611"),
        ("Xã Hoá Thượng", Hard("05692")),
        ("P. Phan Đình Phùng", "05443"),
        ("xã Tân Cương", "05503"),
        ("PHƯỜNG SÔNG CÔNG", "05518"),
    )
    old = villages
    for index, (written, code) in enumerate(names):
        old = traps.row_changed(old, index, {"commune_code": Typed(written, code)})
    return [case("ten-xa-cu", "texts", old)]


def _own_layouts() -> list[Case]:
    sites, villages = contents.site_list(start=7), contents.village_list(start=7)
    holes = contents.coverage_holes()
    numbers = Line("note", text="")
    letters = {
        heading.field: Typed(f"({index})")
        for index, heading in enumerate(sites.headings, start=2)
    }
    counted = replace(
        sites,
        lines=(replace(numbers, kind="total", text="(1)", cells=letters), *sites.lines),
    )
    broken = replace(
        sites,
        headings=tuple(
            replace(h, titles=tuple(t.replace(" ", "\n", 1) for t in h.titles))
            for h in sites.headings
        ),
    )
    unit_above = replace(
        traps.retitled(holes, {"budget_vnd": "Kinh phí dự kiến"}),
        title=(*holes.title, "Đơn vị tính: triệu đồng"),
    )
    gaps = replace(
        sites, lines=(*sites.lines[:4], Line("blank"), Line("blank"), *sites.lines[4:])
    )
    subtotals = _with_subtotals(villages)
    words = {0: "-", 1: "N/A", 2: "chưa có", 3: "…", 4: "không rõ"}
    empties = sites
    for index, word in words.items():
        empties = traps.row_changed(
            empties, index, {"structure_height_m": Typed(word, None)}
        )
    return [
        case("dong-danh-so-cot", "layouts", counted),
        case("tieu-de-xuong-dong", "layouts", broken),
        case("don-vi-o-tieu-de", "numbers", unit_above),
        case("dong-trong-o-giua", "layouts", gaps),
        case("cong-tung-nhom", "totals", subtotals),
        case("o-khong-co-gia-tri", "cells", empties),
        case("gop-o-xa-theo-cot", "layouts", _merged_down(villages)),
        case("hai-bang-mot-sheet", "layouts", *_two_tables(sites, villages)),
        case("chi-tieu-theo-nam-ngang", "layouts", _wide_targets()),
    ]


def _with_subtotals(sheet: Sheet) -> Sheet:
    grouped = contents.grouped(
        sheet, lambda line: str(line.cells["commune_code"].written)
    )
    lines: list[Line] = []
    sums = {"households": 0, "people": 0}
    whole = dict(sums)
    for line in (*grouped.lines, Line("group")):
        if line.kind == "group" and lines:
            cells = {name: Typed(value) for name, value in sums.items()}
            lines.append(Line("total", cells, "Cộng"))
            sums = dict.fromkeys(sums, 0)
        if line.kind == "row":
            for name in sums:
                sums[name] += line.cells[name].written
                whole[name] += line.cells[name].written
        if line.text or line.kind == "row":
            lines.append(line)
    cells = {name: Typed(value) for name, value in whole.items()}
    return replace(sheet, lines=(*lines, Line("total", cells, "TỔNG CỘNG")))


def _merged_down(sheet: Sheet) -> Grid:
    """Return a sheet whose first six rows stand beside one merged cell of a commune."""
    first = sheet.lines[0].cells["commune_code"]
    lines = [
        replace(line, cells={**line.cells, "commune_code": first})
        if index < 6
        else line
        for index, line in enumerate(sheet.lines)
    ]
    grid = placed(replace(sheet, lines=tuple(lines)))
    top = next(iter(grid.expected.rows)) - 1
    column = next(
        i for i, h in enumerate(sheet.headings, 1) if h.field == "commune_code"
    )
    rows = [list(row) for row in grid.rows]
    for row in range(top + 1, top + 6):
        rows[row][column] = None
    merges = (*grid.merges, (top, column, top + 5, column))
    return replace(grid, rows=tuple(map(tuple, rows)), merges=merges)


def _two_tables(upper: Sheet, lower: Sheet) -> tuple[Grid, Grid]:
    """Return two tables that stand below each other on one sheet."""
    one, other = placed(upper), placed(traps.named(lower, upper.name))
    shift = len(one.rows) + 3
    rows = (*one.rows, (None,), (None,), (None,), *other.rows)
    merges = tuple(
        (top + shift, left, bottom + shift, right)
        for top, left, bottom, right in other.merges
    )
    both = replace(one, rows=rows, merges=(*one.merges, *merges))
    expected = replace(
        other.expected,
        rows={number + shift: values for number, values in other.expected.rows.items()},
    )
    return both, replace(other, name="", rows=(), merges=(), expected=expected)


def _wide_targets() -> Grid:
    """Return targets with a column for each year: a record for each."""
    years = (2025, 2026)
    names = ("Phủ sóng 4G", "Phủ sóng 5G", "Cáp quang")
    sheet = Sheet(
        "Chỉ tiêu",
        "target",
        (
            Heading("name_vi", ("Tên chỉ tiêu",)),
            Heading("unit", ("Đơn vị tính",)),
            *(Heading("", (f"Năm {year}",)) for year in years),
        ),
        tuple(
            Line(
                "row",
                {
                    "name_vi": Typed(name),
                    "unit": Typed("%"),
                    **{f"Năm {year}": Typed(year - 1940 + i) for year in years},
                },
            )
            for i, name in enumerate(names)
        ),
        ("PHỤ LỤC: CHỈ TIÊU THEO NĂM",),
    )
    grid = placed(sheet)
    rows = {
        number: tuple(
            {**values, "value": year - 1940 + i, "period": str(year)} for year in years
        )
        for i, (number, values) in enumerate(grid.expected.rows.items())
    }
    return replace(grid, expected=replace(grid.expected, rows=rows))


def _typed_cases() -> list[Case]:
    sites, holes = contents.site_list(start=1), contents.coverage_holes()
    villages = contents.village_list(start=1)
    units = traps.change_cells(
        sites,
        lambda name, cell: (
            Typed(f"{cell.written} m", cell.meant)
            if name == "structure_height_m"
            else cell
        ),
    )
    billions = traps.row_changed(
        holes, 0, {"budget_vnd": Typed("2,5 tỷ", 2_500_000_000)}
    )
    spaced = traps.change_cells(
        holes,
        lambda name, cell: (
            Typed(f"{cell.meant // 1_000_000:,}".replace(",", " "), cell.meant)
            if name == "budget_vnd"
            else cell
        ),
    )
    ranges = traps.row_changed(villages, 1, {"people": traps.unreadable("150-200")})
    about = traps.row_changed(villages, 1, {"people": Typed("~150", 150)})
    about = _with(about, Problem("warning", "not exact", _row(about, 1), "people"))
    marks = {True: ("TRUE", "☑", "Có", "1"), False: ("FALSE", "chưa có", "Không", "0")}
    flags = replace(
        villages,
        lines=tuple(
            replace(
                line,
                cells={
                    **line.cells,
                    "has_grid_power": Typed(
                        marks[line.cells["has_grid_power"].meant][index % 4],
                        line.cells["has_grid_power"].meant,
                    ),
                },
            )
            for index, line in enumerate(villages.lines)
        ),
    )
    months = traps.row_changed(
        traps.dates_as_text(sites, "%m/%d/%Y"),
        0,
        {"installed_on": Typed("10/25/2024", date(2024, 10, 25))},
    )
    years = traps.dates_as_text(sites, "%d/%m/%y")
    percent = traps.row_changed(contents.targets(), 0, {"value": Typed("120%", 120)})
    numeric = traps.change_cells(
        contents.site_list(),
        lambda name, cell: (
            Typed(int(cell.meant[-4:]) + 7000, str(int(cell.meant[-4:]) + 7000))
            if name == "id"
            else cell
        ),
    )
    lower = sites.lines[2].cells["id"].written.lower()
    shouted = traps.row_changed(sites, 3, {"id": Typed(f"{lower} ", lower)})
    return [
        case("so-kem-don-vi", "numbers", units),
        case("so-ty-trong-cot-trieu", "numbers", billions),
        case("so-cach-bang-dau-cach", "numbers", spaced),
        case("so-khoang", "numbers", ranges),
        case("so-khoang-chung", "numbers", about),
        case("co-khong-nhieu-kieu", "cells", flags),
        case("ngay-kieu-my", "dates", months),
        case("ngay-nam-hai-so", "dates", years),
        case("phan-tram-qua-100", "numbers", percent),
        case("ma-la-so", "cells", numeric),
        case("ma-viet-thuong", "copies", shouted),
    ]


def _text_file_cases() -> list[Case]:
    villages = _bare(contents.village_list(start=11))
    quoted = traps.row_changed(
        villages, 1, {"name": Typed('Xóm "Mới"; Đồng\nTâm', 'Xóm "Mới"; Đồng\nTâm')}
    )

    def sep_line(path: Path, grids: Sequence[Grid]) -> Path:
        write_csv(path, grids, delimiter=";")
        path.write_bytes(b"\xef\xbb\xbfsep=;\r\n" + path.read_bytes()[3:])
        return path

    def carriage(path: Path, grids: Sequence[Grid]) -> Path:
        return write_csv(path, grids, delimiter=";", line_end="\r")

    def ragged(path: Path, grids: Sequence[Grid]) -> Path:
        write_csv(path, grids)
        lines = path.read_bytes().split(b"\r\n")
        lines[3] = lines[3].replace(b",", b",,", 2)
        path.write_bytes(b"\r\n".join(lines))
        return path

    quoted_grid = placed(quoted)
    numbers = list(quoted_grid.expected.rows)
    quoted_grid = replace(
        quoted_grid,
        expected=replace(
            quoted_grid.expected,
            # Rows are known by their lines: one row takes two.
            rows={
                number + (number > numbers[1]): values
                for number, values in quoted_grid.expected.rows.items()
            },
        ),
    )
    plain = placed(villages)
    shifted = replace(
        plain,
        expected=replace(
            plain.expected,
            rows={number + 1: v for number, v in plain.expected.rows.items()},
        ),
    )
    torn = replace(
        plain,
        expected=replace(
            plain.expected,
            rows={
                number: dict.fromkeys(v, UNREADABLE) if number == 4 else v
                for number, v in plain.expected.rows.items()
            },
        ),
    )
    told = {"answers": {"kind": "locality"}, "suffix": ".csv"}
    return [
        case("csv-sep", "formats", shifted, write=sep_line, **told),
        case("csv-xuong-dong-cr", "formats", villages, write=carriage, **told),
        case(
            "csv-ngoac-kep",
            "formats",
            quoted_grid,
            write=lambda path, grids: write_csv(path, grids, delimiter=";"),
            **told,
        ),
        case("csv-lech-cot", "cells", torn, write=ragged, **told),
    ]


def _workbook_cases() -> list[Case]:
    villages = contents.village_list(start=13)

    def unsaved(folder: Path) -> Path:
        """Write formulas whose results no program has stored."""
        from openpyxl import Workbook  # noqa: PLC0415 - one case needs it

        grid = placed(villages)
        book = Workbook()
        book.active.title = villages.name
        for row in grid.rows:
            book.active.append([cell.written if cell else None for cell in row])
        number = list(grid.expected.rows)[1]
        book.active[f"{grid.expected.columns['people']}{number}"] = "=100+20"
        path = folder / "cong-thuc-chua-tinh.xlsx"
        book.save(path)
        return path

    table = placed(villages).expected
    number = list(table.rows)[1]
    rows = {**table.rows, number: {**table.rows[number], "people": UNREADABLE}}

    def hidden_sheet(folder: Path) -> Path:
        from openpyxl import load_workbook  # noqa: PLC0415 - one case needs it

        path = folder / "sheet-an.xlsx"
        write_xlsx(path, [placed(contents.site_list()), placed(villages)])
        book = load_workbook(path)
        book[villages.name].sheet_state = "hidden"
        book.save(path)
        return path

    return [
        Case("cong-thuc-chua-tinh", "cells", unsaved, (replace(table, rows=rows),)),
        Case(
            "sheet-an",
            "layouts",
            hidden_sheet,
            (placed(contents.site_list()).expected, ExpectedTable(**vars(table))),
        ),
    ]


HARD_CASES = (
    *_coordinate_cases(),
    *_encoding_cases(),
    *_old_unit_cases(),
    *_own_layouts(),
    *_typed_cases(),
    *_text_file_cases(),
    *_workbook_cases(),
)
