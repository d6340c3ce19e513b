"""Records that were handed on come back as they were."""

import csv
import json
from datetime import date
from functools import cache
from pathlib import Path

import openpyxl
import pyogrio
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from hatangso.errors import InvalidInputError
from hatangso.geography.unit_history import UnitHistory
from hatangso.io.features.feature_files import read_features
from hatangso.io.records.column_matching import match_table
from hatangso.io.records.formula_guard import guarded, unguarded
from hatangso.io.records.record_reading import ReadingContext, read_table
from hatangso.io.records.record_tables import TableFormat, write_records
from hatangso.io.sheets.workbooks import read_tables
from hatangso.io.unit_files import shipped_units
from hatangso.language.sentences import Language
from hatangso.model.file_reading import TableReading
from hatangso.model.record import FieldValue, Record
from hatangso.model.record_kind import Field, FieldType, GeometryType, RecordKind
from hatangso.registry.kind_catalogue import shipped_kinds

KINDS = shipped_kinds()
ALL = list(KINDS.values())
PLACED = [kind for kind in ALL if kind.geometry is not None]
HOSTILE = ("=cmd|' /C calc'!A0", "+84 912", "-5 bản", "@SUM(A1)", "'=1+1", "''-x")
SPELLED = ("Hoà Bình", "Đồng Hỷ", "00123", "1.234,5", 'Tổ "A", B; C', "15/3", "TRUE")
COMMUNES = ("05725", "01840", "01843")
SHAPES = {
    GeometryType.LINE: shapely.LineString([(105.8, 22.0), (105.9, 22.1)]),
    GeometryType.POLYGON: shapely.box(105.8, 22.0, 105.9, 22.1),
}


@cache
def units() -> UnitHistory:
    return shipped_units()


def value(field: Field, number: int) -> FieldValue:
    """Return a value that the field may hold, another one for each number."""
    texts = (*HOSTILE, *SPELLED)
    low = 0 if field.low is None else field.low
    high = 1000 if field.high is None else field.high
    by_type: dict[FieldType, FieldValue] = {
        FieldType.DATE: date(2025, 3, 1 + number),
        FieldType.PERIOD: ("2025", "2025-Q4", "2025-12", "2025-12-31")[number % 4],
        FieldType.YES_NO: number % 2 == 0,
        FieldType.UNIT: COMMUNES[number % 3],
        FieldType.WHOLE: round(low) + 1 + number % 7,
        FieldType.MONEY: 1_234_567 * (number + 1),
        FieldType.NUMBER: round(low + (high - low) * (0.03 + number * 0.0051), 3),
    }
    if field.name in ("lon_deg", "lat_deg"):
        start = 105.848 if field.name == "lon_deg" else 22.147
        return round(start + number / 100, 3)
    if field.type is FieldType.CHOICE:
        return field.choices[number % len(field.choices)].code
    return by_type.get(field.type, texts[number % len(texts)])


def records(kind: RecordKind, count: int = 14) -> list[Record]:
    """Return records with all fields, the last two with no more than they need."""
    result = []
    for number in range(count):
        values = {field.name: value(field, number) for field in kind.fields}
        first = kind.field(kind.key[0])
        if first.type in (FieldType.TEXT, FieldType.REFERENCE):
            values[first.name] = f"00{number + 1}"
        if number >= count - 2:
            for field in kind.fields:
                if not field.is_required and field.name != first.name:
                    values[field.name] = None
        result.append(Record(kind.code, number + 1, 1, values))
    return result


def with_shape(record: Record, kind: RecordKind) -> Record:
    if kind.geometry not in SHAPES:
        return record
    content = shapely.to_wkb(SHAPES[kind.geometry])
    return Record(record.kind, record.id, 1, {**record.values, "geometry": content})


def read_back(path: Path, kind: RecordKind) -> TableReading:
    """Read a file as an importer does that knows nothing of it."""
    is_flat = path.suffix in (".csv", ".xlsx")
    [table] = read_tables(path) if is_flat else read_features(path)
    matched = match_table(table, KINDS)
    assert matched.kind == kind.code
    assert matched.questions == ()
    context = ReadingContext(units(), date(2026, 11, 1), province="Thái Nguyên")
    return read_table(table, kind, matched.matches, context=context)


def assert_same(kind: RecordKind, sent: list[Record], reading: TableReading) -> None:
    assert reading.questions == ()
    assert len(reading.rows) == len(sent)
    for record, row in zip(sent, reading.rows, strict=True):
        assert row.is_usable
        assert {f.name: row.values.get(f.name, "missing") for f in kind.fields} == {
            f.name: record.values[f.name] for f in kind.fields
        }


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.code)
def test_a_workbook_that_is_imported_again_changes_nothing(
    kind: RecordKind, language: Language, tmp_path: Path
) -> None:
    path = tmp_path / "out.xlsx"
    sent = records(kind)
    write_records(path, kind, sent, table_format=TableFormat.XLSX, language=language)
    assert_same(kind, sent, read_back(path, kind))


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.code)
def test_a_csv_that_is_imported_again_changes_nothing(
    kind: RecordKind, tmp_path: Path
) -> None:
    path = tmp_path / "out.csv"
    sent = records(kind)
    write_records(path, kind, sent, table_format=TableFormat.CSV)
    assert_same(kind, sent, read_back(path, kind))


@pytest.mark.parametrize("table_format", [TableFormat.GEOJSON, TableFormat.GPKG])
@pytest.mark.parametrize("kind", PLACED, ids=lambda kind: kind.code)
def test_features_that_are_imported_again_change_nothing(
    kind: RecordKind, table_format: TableFormat, tmp_path: Path
) -> None:
    path = tmp_path / f"out.{table_format}"
    sent = [with_shape(record, kind) for record in records(kind)]
    write_records(path, kind, sent, table_format=table_format)
    reading = read_back(path, kind)
    assert_same(kind, sent, reading)
    if kind.geometry in SHAPES:
        for row in reading.rows:
            shape = shapely.from_wkb(row.values["geometry"])
            assert shapely.equals(shape, SHAPES[kind.geometry])


@pytest.mark.parametrize("table_format", list(TableFormat))
def test_equal_records_give_equal_bytes(
    table_format: TableFormat, tmp_path: Path
) -> None:
    contents = []
    for name in ("a", "b"):
        path = tmp_path / name / f"site.{table_format}"
        write_records(
            path, KINDS["site"], records(KINDS["site"]), table_format=table_format
        )
        contents.append(path.read_bytes())
    assert contents[0] == contents[1]


@pytest.mark.parametrize("table_format", list(TableFormat))
def test_an_empty_register_gives_a_file_without_records(
    table_format: TableFormat, tmp_path: Path
) -> None:
    path = tmp_path / f"site.{table_format}"
    write_records(path, KINDS["site"], [], table_format=table_format)
    assert path.stat().st_size


def test_no_text_becomes_a_formula_in_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "site.xlsx"
    sent = [
        Record("site", n, 1, {"id": text, "lon_deg": 105.0, "lat_deg": 22.0})
        for n, text in enumerate(HOSTILE)
    ]
    write_records(path, KINDS["site"], sent, table_format=TableFormat.XLSX)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    cells = [sheet.cell(row, 2) for row in range(4, 4 + len(HOSTILE))]
    assert [cell.value for cell in cells] == list(HOSTILE)
    assert {cell.data_type for cell in cells} == {"s"}


def test_no_text_becomes_a_formula_in_a_csv_and_numbers_stay_numbers(
    tmp_path: Path,
) -> None:
    path = tmp_path / "service.csv"
    values = {
        "site_id": "=1+1",
        "operator": "Viettel",
        "technology": "4G",
        "mechanical_tilt_deg": -5.0,
        "frequency_mhz": 942.125,
    }
    write_records(
        path,
        KINDS["service"],
        [Record("service", 1, 1, values)],
        table_format=TableFormat.CSV,
    )
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    [row] = csv.DictReader(content.decode("utf-8-sig").splitlines())
    assert row["site_id"] == "'=1+1"
    assert row["mechanical_tilt_deg"] == "-5.0"
    assert row["frequency_mhz"] == "942.1250"


@given(st.text(alphabet="'=+-@\t\r\nab\uff1d", max_size=6))
def test_a_guarded_text_comes_back_and_starts_no_formula(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert guarded(text)[:1] not in tuple("=+-@\t\r\n\uff1d")


@settings(max_examples=25, deadline=None)
@given(
    numbers=st.lists(
        st.floats(-180, 180, allow_nan=False).map(lambda x: float(f"{x:.9g}")),
        min_size=1,
        max_size=5,
    )
)
def test_numbers_of_a_csv_read_as_python_reads_them(
    numbers: list[float], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("csv") / "rack.csv"
    sent = [
        Record("rack", n, 1, {"id": str(n), "used_u": number})
        for n, number in enumerate(numbers)
    ]
    write_records(path, KINDS["rack"], sent, table_format=TableFormat.CSV)
    rows = csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines())
    texts = [row["used_u"] for row in rows]
    assert [float(text) for text in texts] == numbers
    assert all(len(text.partition(".")[2]) != 3 for text in texts)


def test_missing_values_stay_missing_in_a_geopackage(tmp_path: Path) -> None:
    path = tmp_path / "site.gpkg"
    values = {"id": "A1", "lon_deg": 105.8, "lat_deg": 22.1, "is_shared": None}
    write_records(
        path, KINDS["site"], [Record("site", 1, 1, values)],
        table_format=TableFormat.GPKG,
    )  # fmt: skip
    meta, _, _, columns = pyogrio.raw.read(path)
    found = dict(zip(meta["fields"].tolist(), columns, strict=True))
    assert str(found["rent_vnd"][0]) == "nan"
    assert found["installed_on"][0] != found["installed_on"][0]
    assert pyogrio.list_layers(path).tolist() == [["site", "Point"]]


def test_dates_and_numbers_of_geojson_are_plain(tmp_path: Path) -> None:
    path = tmp_path / "site.geojson"
    values = {"id": "A1", "lon_deg": 105.8, "lat_deg": 22.1,
              "installed_on": date(2025, 3, 1), "rent_vnd": 5_000_000}  # fmt: skip
    write_records(
        path, KINDS["site"], [Record("site", 1, 1, values)],
        table_format=TableFormat.GEOJSON,
    )  # fmt: skip
    [feature] = json.loads(path.read_text(encoding="utf-8"))["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [105.8, 22.1]}
    assert feature["properties"]["installed_on"] == "2025-03-01"
    assert feature["properties"]["rent_vnd"] == 5_000_000


def test_what_has_no_place_is_on_no_map(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="rack have no place on a map"):
        write_records(
            tmp_path / "rack.gpkg", KINDS["rack"], [], table_format=TableFormat.GPKG
        )


def test_a_text_that_no_cell_can_hold_is_refused_and_nothing_is_written(
    tmp_path: Path,
) -> None:
    path = tmp_path / "rack.xlsx"
    sent = [Record("rack", 7, 1, {"id": "x" * 32_768})]
    with pytest.raises(InvalidInputError, match="id of record 7 has 32768 signs"):
        write_records(path, KINDS["rack"], sent, table_format=TableFormat.XLSX)
    assert not path.exists()


def test_days_before_spreadsheets_count_are_texts(tmp_path: Path) -> None:
    path = tmp_path / "document.xlsx"
    values = {"id": "A", "title_vi": "Sắc lệnh", "in_force_from": date(1899, 9, 2)}
    write_records(
        path, KINDS["document"], [Record("document", 1, 1, values)],
        table_format=TableFormat.XLSX,
    )  # fmt: skip
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert "02/09/1899" in [cell.value for cell in sheet[4]]
