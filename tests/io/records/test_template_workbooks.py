"""Workbooks in which others send their records."""

from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from hatangso.io.records.kind_words import header_text, is_own_sheet, sheet_name
from hatangso.io.records.template_workbooks import write_template, write_templates
from hatangso.io.sheets.workbooks import read_tables
from hatangso.language.sentences import Language
from hatangso.model.record_kind import FieldType, RecordKind
from hatangso.registry.kind_catalogue import shipped_kinds

KINDS = shipped_kinds()
ALL = list(KINDS.values())
COMMUNES = {"05725": "Xã Thần Sa", "01843": "Phường Bắc Kạn"}


def template(path: Path, kind: str = "site") -> openpyxl.Workbook:
    write_template(path, KINDS[kind], choices_of_units=COMMUNES)
    return openpyxl.load_workbook(path)


def column(sheet: Worksheet, header: str) -> int:
    return [cell.value for cell in sheet[3]].index(header) + 1


def rule_of(sheet: Worksheet, header: str) -> object:
    letter = openpyxl.utils.get_column_letter(column(sheet, header))
    return next(
        rule
        for rule in sheet.data_validations.dataValidation
        if str(rule.sqref).startswith(f"{letter}4")
    )


@pytest.mark.parametrize("language", list(Language))
def test_one_workbook_can_ask_for_every_kind(
    language: Language, tmp_path: Path
) -> None:
    path = tmp_path / "all.xlsx"
    write_templates(path, ALL, language=language)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames[: len(ALL)] == [sheet_name(kind, language) for kind in ALL]
    for kind, sheet in zip(ALL, book.worksheets, strict=False):
        assert [cell.value for cell in sheet[3]][1:] == [
            header_text(field, language) for field in kind.fields
        ]


def test_the_header_is_locked_and_the_rows_below_are_not(tmp_path: Path) -> None:
    sheet = template(tmp_path / "t.xlsx").worksheets[0]
    assert sheet.protection.sheet
    assert sheet["B3"].protection.locked
    for letter in ("A", "B", "H", "U"):
        assert not sheet.column_dimensions[letter].protection.locked


def test_codes_are_columns_of_text_so_that_leading_zeros_stay(tmp_path: Path) -> None:
    sheet = template(tmp_path / "t.xlsx", "locality").worksheets[0]
    formats = {
        header: sheet.column_dimensions[
            openpyxl.utils.get_column_letter(column(sheet, header))
        ].number_format
        for header in ("Mã thôn", "Xã, phường", "Dân số")
    }
    assert formats == {"Mã thôn": "@", "Xã, phường": "@", "Dân số": "#,##0"}


def test_choices_are_lists_of_their_labels(tmp_path: Path) -> None:
    book = template(tmp_path / "t.xlsx")
    rule = rule_of(book.worksheets[0], "Nguồn điện")
    assert (rule.type, rule.formula1) == ("list", "list_site_power")
    area = book.defined_names["list_site_power"].attr_text
    sheet, cells = area.replace("'", "").replace("$", "").split("!")
    listed = [cell.value for row in book[sheet][cells] for cell in row]
    labels = [choice.label_vi for choice in KINDS["site"].field("power").choices]
    assert listed == labels
    assert book[sheet].sheet_state == "veryHidden"


def test_communes_can_be_chosen_by_name_and_written_otherwise(tmp_path: Path) -> None:
    book = template(tmp_path / "t.xlsx")
    rule = rule_of(book.worksheets[0], "Xã, phường")
    assert rule.errorStyle == "warning"
    lists = [cell.value for row in book["hatangso lists"].rows for cell in row]
    assert {"Xã Thần Sa", "Phường Bắc Kạn"} <= set(lists)


def test_places_may_be_given_in_metres(tmp_path: Path) -> None:
    sheet = template(tmp_path / "t.xlsx").worksheets[0]
    assert rule_of(sheet, "Kinh độ (°)").type is None
    height = rule_of(sheet, "Độ cao cột (m)")
    assert (height.type, height.formula2) == ("decimal", "400.0")


def test_the_guide_tells_every_field(tmp_path: Path) -> None:
    guide = template(tmp_path / "t.xlsx")["Hướng dẫn hatangso"]
    rows = list(guide.iter_rows(min_row=3, values_only=True))
    fields = KINDS["site"].fields
    assert [row[0] for row in rows] == [header_text(f, Language.VI) for f in fields]
    assert [row[1] for row in rows] == [f.help_vi for f in fields]
    assert [row[4] == "có" for row in rows] == [f.is_required for f in fields]


def test_comments_tell_the_other_language(tmp_path: Path) -> None:
    sheet = template(tmp_path / "t.xlsx").worksheets[0]
    assert sheet["B3"].comment.text.startswith("Site code: Unique in the province")


def test_equal_kinds_give_equal_bytes(tmp_path: Path) -> None:
    contents = []
    for name in ("a.xlsx", "b.xlsx"):
        write_templates(tmp_path / name, ALL, choices_of_units=COMMUNES)
        contents.append((tmp_path / name).read_bytes())
    assert contents[0] == contents[1]


@pytest.mark.parametrize("language", list(Language))
def test_a_template_that_nobody_filled_in_holds_nothing_to_import(
    language: Language, tmp_path: Path
) -> None:
    path = tmp_path / "t.xlsx"
    write_templates(path, ALL, language=language)
    tables = read_tables(path)
    assert [row for table in tables for row in table.rows] == []
    assert {table.sheet for table in tables} <= {sheet_name(k, language) for k in ALL}


def test_guides_and_lists_are_known_by_their_names() -> None:
    assert is_own_sheet("Hướng dẫn hatangso")
    assert is_own_sheet("hatangso lists")
    assert not is_own_sheet("Hướng dẫn")


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.code)
def test_names_of_sheets_and_lists_are_such_as_spreadsheets_take(
    kind: RecordKind,
) -> None:
    for language in Language:
        name = sheet_name(kind, language)
        assert 0 < len(name) <= 31
        assert not set(name) & set("[]:*?/\\")
    for field in kind.fields:
        if field.type is FieldType.CHOICE:
            labels = [choice.label_vi for choice in field.choices]
            assert len(set(labels)) == len(labels)
