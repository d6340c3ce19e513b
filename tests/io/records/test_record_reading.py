"""Cells of somebody's table become values of fields, or findings that say why not."""

from datetime import date

import pytest
import shapely

from hatangso.errors import Message, Severity
from hatangso.io.records.record_reading import ReadingContext, read_table
from hatangso.io.records.territory import Territory
from hatangso.io.unit_files import shipped_units
from hatangso.model.file_reading import ColumnMatch, TableReading
from hatangso.model.raw_table import CellValue, RawColumn, RawRow, RawTable
from hatangso.model.record_kind import (
    Choice,
    DuplicateRule,
    Field,
    FieldType,
    GeometryType,
    RecordKind,
)

STATES = (
    Choice("operating", "Đang hoạt động", "Operating", ("Đã phát sóng",)),
    Choice("planned", "Quy hoạch, dự kiến", "Planned"),
)
KIND = RecordKind(
    "mast",
    "Cột",
    "Mast",
    "telecom",
    (
        Field("id", FieldType.TEXT, "Mã", "Code", is_required=True),
        Field("name", FieldType.TEXT, "Tên", "Name"),
        Field("lon_deg", FieldType.NUMBER, "Kinh độ", "Longitude", unit="°"),
        Field("lat_deg", FieldType.NUMBER, "Vĩ độ", "Latitude", unit="°"),
        Field("height_m", FieldType.NUMBER, "Độ cao", "Height", "m", low=1, high=400),
        Field("rent_vnd", FieldType.MONEY, "Giá thuê", "Rent", unit="đồng", low=0),
        Field("people", FieldType.WHOLE, "Số người", "People", low=0),
        Field("load_percent", FieldType.NUMBER, "Tải", "Load", "%", low=0, high=100),
        Field("is_shared", FieldType.YES_NO, "Dùng chung", "Shared"),
        Field("state", FieldType.CHOICE, "Trạng thái", "State", choices=STATES),
        Field("since", FieldType.DATE, "Từ ngày", "Since"),
        Field("period", FieldType.PERIOD, "Kỳ", "Period"),
        Field("commune_code", FieldType.UNIT, "Xã", "Commune", code_length=5),
        Field("post_code", FieldType.TEXT, "Mã bưu chính", "Post code", code_length=5),
    ),
    ("id",),
    geometry=GeometryType.POINT,
    unit_field="commune_code",
    duplicates=DuplicateRule(alike=("name",), same=("commune_code",)),
)
CONTEXT = ReadingContext(
    units=shipped_units(),
    day=date(2026, 3, 2),
    province="Thái Nguyên",
    borders={"05443": shapely.box(105.8, 21.5, 105.9, 21.7)},
    region=Territory([shapely.box(105.8, 21.5, 105.9, 21.7)]),
)


def read(
    columns: dict[str, list[CellValue]],
    *,
    unit: str = "",
    file: str = "a.xlsx",
    **answers: str,
) -> TableReading:
    """Read columns, each named after its field; ``unit`` is that of the last."""
    titles = list(columns)
    raw = tuple(
        RawColumn(chr(65 + n), (name,), unit if name == titles[-1] else "")
        for n, name in enumerate(titles)
    )
    cells = zip(*columns.values(), strict=True)
    rows = tuple(RawRow(number, row) for number, row in enumerate(cells, start=2))
    matches = [
        ColumnMatch(column, name, 1.0, Message("told"))
        for column, name in zip(raw, titles, strict=True)
    ]
    context = ReadingContext(
        **{
            **CONTEXT.__dict__,
            "answers": {k.replace("_", ":", 1): v for k, v in answers.items()},
        }
    )
    return read_table(
        RawTable(file, "S", (), raw, rows), KIND, matches, context=context
    )


def values(
    name: str, *cells: CellValue, unit: str = "", **answers: str
) -> list[object]:
    """Return what cells of one field become; ``!`` where they were refused."""
    reading = read({name: list(cells)}, unit=unit, **answers)
    return [row.values.get(name, "!") for row in reading.rows]


def told(reading: TableReading) -> list[str]:
    return [f"{one.severity}: {one.problem}; {one.fix}" for one in reading.findings]


@pytest.mark.parametrize(
    ("name", "cell", "unit", "wanted"),
    [
        ("rent_vnd", 18.5, "triệu đồng", 18_500_000),
        ("rent_vnd", "1,9 triệu", "triệu đồng", 1_900_000),
        ("rent_vnd", "1.234.567", "", 1_234_567),
        ("height_m", 0.045, "km", 45.0),
        ("height_m", "45 m", "", 45.0),
        ("people", "2 nghìn", "", 2000),
        ("people", 1.2, "nghìn người", 1200),
        ("load_percent", "89,9%", "", 89.9),
        ("load_percent", "230/350", "", 100 * 230 / 350),
        ("is_shared", "x", "", True),
        ("is_shared", "Chưa có", "", False),
        ("is_shared", 0, "", False),
        ("state", "DA PHAT SONG", "", "operating"),
        ("since", "31/12/2024", "", date(2024, 12, 31)),
        ("period", "quý IV/2024", "", "2024-Q4"),
        ("commune_code", 5443, "", "05443"),
        ("commune_code", "P. Phan Đình Phùng", "", "05443"),
        ("post_code", 1234, "", "01234"),
        ("id", 12, "", "12"),
        ("name", "=cmd|' /C calc'!A0", "", "=cmd|' /C calc'!A0"),
        ("name", "Phan\u00a0Đình", "", "Phan Đình"),
        ("name", " \u2013 ", "", None),
    ],
)
def test_cells_become_values(
    name: str, cell: CellValue, unit: str, wanted: object
) -> None:
    (found,) = values(name, cell, unit=unit)
    assert found == (pytest.approx(wanted) if isinstance(wanted, float) else wanted)


@pytest.mark.parametrize(
    ("name", "cell", "words"),
    [
        ("height_m", 4500, '4500 is outside 1 to 400 m for "Độ cao"'),
        ("people", 12.5, '12.5 is no whole number for "Số người"; write 12'),
        ("people", -1, '-1 is below 0  for "Số người"'),
        ("state", "đang hoạt độn", 'perhaps "Đang hoạt động" is meant'),
        ("is_shared", "có lẽ", "is neither yes nor no"),
        ("since", "31/02/2025", "31/02/2025"),
        ("period", "2021-2025", "is neither a year, a quarter, a month nor a day"),
        ("commune_code", "Xã Không Đâu Cả", 'no commune is called "Xã Không Đâu Cả"'),
    ],
)
def test_cells_that_cannot_be_understood_say_why_and_how_to_mend_them(
    name: str, cell: CellValue, words: str
) -> None:
    reading = read({name: [cell]})
    (finding,) = told(reading)
    assert finding.startswith("error: ")
    assert words in finding
    assert not reading.rows[0].is_usable
    assert str(reading.findings[0].place) == f"a.xlsx:S:2:A ({name})"
    assert reading.findings[0].value == cell


def test_a_number_that_is_not_exact_is_taken_with_a_warning() -> None:
    reading = read({"height_m": ["trên 30"]})
    assert reading.rows[0].values["height_m"] == 30.0
    assert told(reading) == [
        'warning: "trên 30" is not exact: 30 was taken; give the exact number'
    ]


def test_all_problems_of_a_table_are_told_at_once() -> None:
    reading = read({"id": ["a", "b"], "height_m": [900, "cao"], "is_shared": ["?", 7]})
    errors = [one for one in reading.findings if one.severity is Severity.ERROR]
    assert [one.place.row for one in errors] == [2, 3, 3]


def test_numbers_that_can_mean_two_things_are_asked_and_answered() -> None:
    reading = read({"rent_vnd": ["1.234", "2.345"]}, unit="triệu đồng")
    (question,) = reading.questions
    assert question.key == "numbers:rent_vnd"
    answers = {"numbers_rent_vnd": "1,234.5"}
    assert values("rent_vnd", "1.234", unit="triệu đồng", **answers) == [1_234_000]


def test_guards_of_formulas_are_taken_back_in_text_files_only() -> None:
    cells: dict[str, list[CellValue]] = {"name": ["'=1+1", "'Bản"]}
    names = [row.values["name"] for row in read(cells, file="a.csv").rows]
    assert names == ["=1+1", "'Bản"]
    assert read(cells).rows[0].values["name"] == "'=1+1"


def test_rows_that_say_the_same_and_names_spelled_twice_are_told() -> None:
    reading = read(
        {
            "id": ["1", "1", "2"],
            "name": ["Hoà Bình", "Hoà Bình", "Hòa Bình"],
            "commune_code": ["05443"] * 3,
        }
    )
    copy, spelling = told(reading)
    assert copy == "warning: the row says the same as row 2; remove the copy"
    assert '"Hòa Bình" may be "Hoà Bình" of row 2' in spelling


def test_places_are_checked_against_the_province() -> None:
    reading = read(
        {
            "lon_deg": [105.85, 21.6, 0, 106.9, 105.85, None],
            "lat_deg": [21.6, 105.85, 0, 21.6, None, None],
        }
    )
    usable = [row.is_usable for row in reading.rows]
    assert usable == [True, False, False, False, False, True]
    problems = [str(one.problem) for one in reading.findings]
    assert problems[0] == "the place lies outside the province"
    assert str(reading.findings[0].fix).startswith("longitude and latitude are swapped")
    assert "0, 0 lies in the sea off Africa" in problems
    assert any("km outside the province" in one for one in problems)
    assert "one of the two coordinates is missing" in problems


def test_lost_zeros_and_multiplied_units_are_noted() -> None:
    reading = read({"post_code": [1234, "05678"], "rent_vnd": [1, 2]}, unit="tỷ đồng")
    assert [str(note) for note in reading.notes] == [
        '1 codes in "post_code" got back zeros that a spreadsheet took',
        'numbers of "rent_vnd" are in tỷ đồng and were multiplied by 1e+09',
    ]
