"""Cases of workbooks and text: a list, a layout and what went wrong with it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from import_corpus import contents, traps
from import_corpus.corpus_nouns import (
    UNREADABLE,
    Case,
    ExpectedTable,
    Heading,
    Line,
    Problem,
    Sheet,
    Typed,
)
from import_corpus.placing import Grid, placed
from import_corpus.writers import write_csv, write_ods, write_xls, write_xlsx

__all__ = ["TABLE_CASES"]

Write = Callable[[Path, Sequence[Grid]], Path]
_SHEETS: dict[str, Write] = {
    ".xlsx": write_xlsx,
    ".xls": write_xls,
    ".ods": write_ods,
    ".csv": write_csv,
}


def case(
    name: str,
    category: str,
    *sheets: Sheet | Grid,
    suffix: str = ".xlsx",
    write: Write | None = None,
    **more: object,
) -> Case:
    """Return a case of sheets that are written as they are laid out."""
    grids = [one if isinstance(one, Grid) else placed(one) for one in sheets]
    writer = write or _SHEETS[suffix]
    expected = tuple(
        _as_written(grid.expected, suffix) for grid in grids if grid.expected.kind
    )
    return Case(
        name,
        category,
        lambda folder: writer(folder / f"{name}{suffix}", grids),
        expected,
        **more,  # type: ignore[arg-type]
    )


def _as_written(table: ExpectedTable, suffix: str) -> ExpectedTable:
    """Return what is expected of a sheet; files of text have no sheets."""
    return replace(table, sheet="") if suffix in (".csv", ".tsv", ".txt") else table


def _text(delimiter: str, encoding: str) -> Write:
    return lambda path, grids: write_csv(
        path, grids, delimiter=delimiter, encode=lambda text: text.encode(encoding)
    )


def _bare(sheet: Sheet) -> Sheet:
    """Return a sheet without title, with a header of one row."""
    headings = tuple(replace(h, titles=h.titles[-1:]) for h in sheet.headings)
    return replace(sheet, headings=headings, title=())


def _by_commune(sheet: Sheet) -> Sheet:
    return contents.grouped(sheet, lambda line: str(line.cells["commune_code"].written))


def _clean_cases() -> list[Case]:
    """Every kind of list, in every format, with titles and headers of several rows."""
    lists = {
        "tram": contents.site_list(),
        "thon": contents.village_list(),
        "lom-song": contents.coverage_holes(),
        "tslcd": contents.network_nodes(),
        "may-ao": contents.machines(),
        "chi-tieu": contents.targets(),
        "so-lieu": contents.reported_figures(),
        "do-kiem": contents.measurements(),
    }
    nodes = {"tslcd": "bac_kan"}
    found = [
        case(f"{name}-xlsx", "layouts", sheet, province=nodes.get(name, "thai_nguyen"))
        for name, sheet in lists.items()
    ]
    found += [
        case(
            f"tram-{suffix[1:]}", "formats", contents.site_list(start=5), suffix=suffix
        )
        for suffix in (".xls", ".ods")
    ]
    found += [
        case(
            f"thon-{suffix[1:]}",
            "formats",
            contents.village_list(start=5),
            suffix=suffix,
        )
        for suffix in (".xls", ".ods")
    ]
    found.append(
        replace(
            case(
                "thon-khong-noi-loai",
                "questions",
                _bare(contents.village_list()),
                suffix=".csv",
                questions=("kind",),
            ),
            expected=(),
        )
    )
    texts = {
        "csv-bom-phay": (".csv", _text(",", "utf-8-sig")),
        "csv-cham-phay": (".csv", _text(";", "utf-8-sig")),
        "csv-khong-bom": (".csv", _text(";", "utf-8")),
        "tsv": (".tsv", _text("\t", "utf-8")),
        "txt-utf16": (".txt", _text("\t", "utf-16")),
    }
    found += [
        case(
            f"thon-{name}",
            "formats",
            _bare(contents.village_list(start=9)),
            suffix=suffix,
            write=write,
            answers={"kind": "locality"},
        )
        for name, (suffix, write) in texts.items()
    ]
    return found


def _layout_cases() -> list[Case]:
    sites, villages = contents.site_list(start=2), contents.village_list(start=2)
    counts = ("households", "people")
    total = contents.with_total(villages, counts)
    wrong = placed(contents.with_total(villages, counts, off_by=7))
    wrong_row = len(wrong.rows)
    problem = Problem("warning", "", wrong_row)
    three_rows = replace(
        sites,
        headings=tuple(
            replace(h, titles=("Thông tin trạm", *h.titles)) if h.field != "id" else h
            for h in sites.headings
        ),
    )
    repeated = replace(sites, lines=(*sites.lines, sites.lines[3]))
    signed = traps.with_notes(
        total, "Ghi chú: Số liệu đến ngày 31/12/2025.", "NGƯỜI LẬP BIỂU", "Nguyễn Văn A"
    )
    return [
        case("tram-nhom-theo-xa", "layouts", _by_commune(sites)),
        case("thon-nhom-theo-xa", "layouts", _by_commune(villages)),
        case("thon-tong-cong", "totals", total),
        case(
            "thon-nhom-va-tong",
            "totals",
            contents.with_total(_by_commune(villages), counts),
        ),
        case(
            "thon-tong-sai",
            "totals",
            replace(wrong, expected=replace(wrong.expected, problems=(problem,))),
        ),
        case("tram-tieu-de-ba-dong", "layouts", three_rows),
        case("tram-lap-tieu-de", "layouts", traps.with_header_again(sites)),
        case("thon-chu-ky-ghi-chu", "layouts", signed),
        case("tram-cot-an", "layouts", traps.hidden(sites, "structure_height_m")),
        case("tram-khong-stt", "layouts", replace(sites, numbering="")),
        case(
            "tram-cot-la",
            "layouts",
            traps.with_column(sites, "Ký hiệu hồ sơ", ["HS/01", "HS/02", "HS/03"]),
        ),
        case(
            "tram-dong-lap",
            "copies",
            _with_problem(
                placed(repeated), Problem("warning", "says the same as row", None, "id")
            ),
        ),
        case("hai-bang-hai-sheet", "layouts", sites, villages),
        case(
            "phu-luc-trong",
            "layouts",
            sites,
            Sheet("Trống", "", (), ()),
            Sheet(
                "Ghi chú",
                "",
                (),
                (Line("note", text="Biểu này do phòng BCVT tổng hợp."),),
                (),
                "",
            ),
        ),
    ]


def _with_problem(grid: Grid, *problems: Problem) -> Grid:
    return replace(grid, expected=replace(grid.expected, problems=problems))


def _number_cases() -> list[Case]:
    sites, holes = contents.site_list(start=4), contents.coverage_holes()
    figures, villages = contents.reported_figures(), contents.village_list(start=4)
    vietnamese = traps.vietnamese_numbers(holes)
    ratio = traps.row_changed(
        figures,
        0,
        {"name_vi": Typed("Số máy ảo đã dùng"), "value": Typed("230/350", 230)},
    )
    above = traps.row_changed(
        figures,
        0,
        {
            "name_vi": Typed("Số điểm lõm sóng"),
            "value": Typed("trên 300", 300),
            "comparator": Typed(None, ">"),
        },
    )
    percents = Sheet(
        "Tỷ lệ",
        "target",
        (
            Heading("name_vi", ("Tên chỉ tiêu",)),
            Heading("value", ("Mức phấn đấu",)),
            Heading("unit", ("Đơn vị tính",)),
            Heading("period", ("Đến năm",)),
        ),
        tuple(
            Line(
                "row",
                {
                    "name_vi": Typed(name),
                    "value": Typed(written, value),
                    "unit": Typed("%"),
                    "period": Typed(2026, "2026"),
                },
            )
            for name, written, value in (
                ("Tỷ lệ phủ sóng 4G", "99,6 %", 99.6),
                ("Tỷ lệ phủ sóng 5G", "12,5%", 12.5),
                ("Tỷ lệ hộ có cáp quang", 85, 85),
            )
        ),
    )
    shares = traps.change_cells(
        percents,
        lambda name, cell: (
            Typed(cell.meant / 100, cell.meant, shown="0.0%")
            if name == "value"
            else cell
        ),
    )
    bad = traps.row_changed(
        villages, 2, {"people": traps.unreadable("khoảng vài trăm")}
    )
    negative = traps.row_changed(villages, 1, {"people": traps.unreadable(-45)})
    split = traps.row_changed(villages, 3, {"households": traps.unreadable(120.5)})
    mixed = traps.row_changed(
        traps.english_numbers(holes, "nearest_distance_km"),
        0,
        {"nearest_distance_km": traps.unreadable("1,55")},
    )
    return [
        case("so-van-ban-viet", "numbers", vietnamese, questions=("numbers:Kinh phí",)),
        case(
            "so-van-ban-viet-csv",
            "numbers",
            _bare(traps.dates_as_text(vietnamese)),
            suffix=".csv",
            write=_text(";", "utf-8-sig"),
            questions=("numbers:",),
        ),
        case("so-van-ban-anh", "numbers", traps.english_numbers(sites)),
        case("so-kieu-chu", "numbers", traps.numbers_as_text(villages)),
        case("phan-tram-chu", "numbers", percents),
        case("phan-tram-excel", "numbers", shares),
        case("ti-so-230-350", "numbers", ratio),
        case("tren-300", "numbers", above),
        case("so-khong-doc-duoc", "numbers", bad),
        case("so-am", "numbers", negative),
        case("ho-le", "numbers", split),
        case("hai-kieu-so", "numbers", mixed),
        case("khong-ro-kieu-so", "numbers", _ambiguous(), questions=("numbers:",)),
        case(
            "khong-ro-kieu-so-da-tra-loi",
            "numbers",
            _ambiguous(),
            questions=(),
            answers={"numbers:Mức phấn đấu": "1.234,5"},
        ),
    ]


def _ambiguous() -> Sheet:
    """Numbers that nothing decides: 1.014 is a thousand or one."""
    return traps.change_cells(
        contents.targets(),
        lambda name, cell: Typed("1.014", 1014) if name == "value" else cell,
    )


def _date_cases() -> list[Case]:
    sites, holes = contents.site_list(start=6), contents.coverage_holes()
    quarters = traps.row_changed(
        traps.dates_as_text(holes),
        1,
        {"promised_on": Typed("quý IV/2026", date(2026, 12, 31))},
    )
    year_only = traps.row_changed(
        traps.dates_as_text(holes),
        2,
        {"promised_on": Typed("hết năm 2026", date(2026, 12, 31))},
    )
    serials = traps.change_cells(
        sites,
        lambda name, cell: (
            Typed((cell.written - date(1899, 12, 30)).days, cell.written)
            if name == "installed_on"
            else cell
        ),
    )
    impossible = traps.row_changed(
        traps.dates_as_text(sites), 0, {"installed_on": traps.unreadable("31/02/2024")}
    )
    return [
        case("ngay-dd-mm-yyyy", "dates", traps.dates_as_text(sites)),
        case("ngay-cham", "dates", traps.dates_as_text(sites, "%d.%m.%Y")),
        case("ngay-iso", "dates", traps.dates_as_text(sites, "%Y-%m-%d")),
        case("ngay-quy", "dates", quarters),
        case("ngay-het-nam", "dates", year_only),
        case("ngay-so-serial", "dates", serials),
        case("ngay-khong-co", "dates", impossible),
    ]


def _text_cases() -> list[Case]:
    sites, villages = contents.site_list(start=3), contents.village_list(start=3)
    spelled = traps.row_changed(
        villages,
        1,
        {
            "name": Typed(villages.lines[0].cells["name"].written.upper()),
            "commune_code": villages.lines[0].cells["commune_code"],
        },
    )
    codes = traps.change_cells(
        villages,
        lambda name, cell: Typed(cell.meant) if name == "commune_code" else cell,
    )
    short = traps.change_cells(
        sites,
        lambda name, cell: (
            Typed(_short(cell.written), cell.meant) if name == "commune_code" else cell
        ),
    )
    unknown = traps.row_changed(
        sites, 2, {"commune_code": traps.unreadable("Xã Không Đâu")}
    )
    formula = traps.row_changed(
        sites, 1, {"name": Typed("=cmd|'/c calc'!A0"), "owner": Typed("+84 xyz")}
    )
    cp1258 = _bare(replace(villages, name="Thôn"))
    return [
        case("chu-tcvn3", "texts", traps.in_tcvn3(sites)),
        case(
            "chu-tcvn3-csv",
            "texts",
            _bare(traps.in_tcvn3(villages)),
            suffix=".csv",
            write=_text(",", "latin-1"),
            answers={"kind": "locality"},
        ),
        case(
            "chu-cp1258-csv",
            "texts",
            cp1258,
            suffix=".csv",
            write=_cp1258,
            answers={"kind": "locality"},
        ),
        case("chu-nfd", "texts", traps.in_decomposed(sites)),
        case("chu-nbsp", "texts", traps.with_nbsp(sites)),
        case("ma-xa-du-so", "texts", codes),
        case(
            "ma-xa-mat-so-khong",
            "texts",
            traps.without_leading_zeros(codes, "commune_code"),
        ),
        case("ten-xa-viet-tat", "texts", short),
        case("xa-khong-co", "texts", unknown),
        case(
            "thon-hai-cach-viet",
            "copies",
            _with_problem(
                placed(traps.row_changed(spelled, 1, {"id": Typed("X-1")})),
                Problem("suggestion", "may be", None, "name"),
            ),
        ),
        case("chu-co-cong-thuc", "hostile", formula),
    ]


def _short(commune: str) -> str:
    return commune.replace("Phường ", "P. ").replace("Xã ", "X. ")


def _cp1258(path: Path, grids: Sequence[Grid]) -> Path:
    return write_csv(path, grids, encode=_to_cp1258)


def _to_cp1258(text: str) -> bytes:
    """Return a text in Windows-1258, whose tones stand behind their vowels."""
    import unicodedata  # noqa: PLC0415 - one function needs it

    found = bytearray()
    for letter in text:
        try:
            found += letter.encode("cp1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", letter)
            tones = "".join(p for p in parts if p in "\u0300\u0301\u0303\u0309\u0323")
            base = unicodedata.normalize(
                "NFC", "".join(p for p in parts if p not in tones)
            )
            found += (base + tones).encode("cp1258")
    return bytes(found)


def _cell_cases() -> list[Case]:
    villages, sites = contents.village_list(start=6), contents.site_list(start=8)
    formulas = traps.row_changed(
        villages,
        2,
        {"people": replace(villages.lines[2].cells["people"], formula="=200+18")},
    )
    broken = traps.row_changed(
        villages, 2, {"people": Typed("#DIV/0!", UNREADABLE, formula="=1/0")}
    )
    first, second = sites, traps.named(sites, "Danh sách trạm (2)")
    second = traps.row_changed(second, 0, {"structure_height_m": Typed(99)})
    missing = traps.row_changed(sites, 4, {"id": Typed(None, UNREADABLE)})
    return [
        case("o-cong-thuc", "cells", formulas),
        case("o-loi-div0", "cells", broken),
        case(
            "hai-sheet-khac-nhau",
            "copies",
            first,
            _with_problem(
                placed(second),
                Problem("error", "in sheet Danh sách trạm", None, "structure_height_m"),
            ),
        ),
        case("thieu-ma-tram", "cells", missing),
    ]


TABLE_CASES = (
    *_clean_cases(),
    *_layout_cases(),
    *_number_cases(),
    *_date_cases(),
    *_text_cases(),
    *_cell_cases(),
)
