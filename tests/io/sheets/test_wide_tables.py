"""Tables with a column for each year, operator or technology."""

from dataclasses import replace

from hatangso.errors import Finding, Message, Place, Severity
from hatangso.io.records.column_matching import match_table
from hatangso.io.sheets.wide_tables import find_spread, taken_apart, without_spread
from hatangso.model.raw_table import RawColumn, RawRow, RawTable
from hatangso.registry.kind_catalogue import shipped_kinds


def table(*titles: tuple[str, ...], rows: tuple[tuple[object, ...], ...]) -> RawTable:
    columns = tuple(RawColumn(chr(65 + i), title) for i, title in enumerate(titles))
    raw = tuple(RawRow(i, row) for i, row in enumerate(rows, 2))
    return RawTable("bieu.xlsx", "", (), columns, raw)


YEARS = table(
    ("Chỉ tiêu",), ("Đơn vị tính",), ("Kết quả", "Năm 2023"), ("Kết quả", "2024"),
    rows=(("Phủ sóng 4G", "%", 97, 99), ("Phủ sóng 5G", "%", None, 12)),
)  # fmt: skip


def test_years_become_rows_where_there_is_a_value() -> None:
    spread = find_spread(YEARS)
    assert spread is not None
    assert (spread.by, spread.labels) == ("year", ("2023", "2024"))
    first, second = taken_apart(YEARS, spread)
    names = [("Chỉ tiêu",), ("Đơn vị tính",), ("Năm",), ("Kết quả",)]
    assert [column.names for column in second.columns] == names
    shown = [(column.letter, column.title) for column in second.columns[2:]]
    assert shown == [("D", "Kết quả / 2024")] * 2
    assert [(row.number, row.cells) for row in first.rows] == [
        (2, ("Phủ sóng 4G", "%", 2023, 97)),
    ]
    assert [(row.number, row.cells) for row in second.rows] == [
        (2, ("Phủ sóng 4G", "%", 2024, 99)),
        (3, ("Phủ sóng 5G", "%", 2024, 12)),
    ]


def test_what_is_wrong_in_one_year_is_told_of_that_year() -> None:
    found = [
        Finding(
            Severity.ERROR, Place("bieu.xlsx", 2, column), Message("?"), Message("?")
        )
        for column in ("A", "C", "D")
    ]
    broken = replace(YEARS, findings=tuple(found))
    spread = find_spread(broken)
    assert spread is not None
    first, second = taken_apart(broken, spread)
    assert [one.place.column for one in first.findings] == ["A", "C"]
    assert [one.place.column for one in second.findings] == ["A", "D"]
    rest = without_spread(broken, spread)
    assert [one.place.column for one in rest.findings] == ["A"]
    assert rest.rows[0].cells == ("Phủ sóng 4G", "%")


def test_figures_by_year_are_matched_once_years_are_rows() -> None:
    spread = find_spread(YEARS)
    assert spread is not None
    matched = match_table(taken_apart(YEARS, spread)[1], shipped_kinds())
    assert matched.kind == "figure"
    filled = [match.field for match in matched.matches]
    assert filled == ["name_vi", "unit", "period", "value"]


def test_plan_and_result_of_each_year_stay_two_columns() -> None:
    found = table(
        ("Chỉ tiêu",), ("2023", "Kế hoạch"), ("2023", "Thực hiện"),
        ("2024", "Kế hoạch"), ("2024", "Thực hiện"),
        rows=(("Phủ sóng 4G", 95, 97, 98, 99),),
    )  # fmt: skip
    spread = find_spread(found)
    assert spread is not None
    parts = taken_apart(found, spread)
    assert [column.names for column in parts[0].columns][1:] == [
        ("Năm",), ("Kế hoạch",), ("Thực hiện",),
    ]  # fmt: skip
    assert [row.cells for part in parts for row in part.rows] == [
        ("Phủ sóng 4G", 2023, 95, 97),
        ("Phủ sóng 4G", 2024, 98, 99),
    ]


def test_operators_and_technologies_are_recognised_too() -> None:
    rows = (("Xã A", 1, 2),)
    operators = find_spread(
        table(("Xã",), ("Số trạm", "Viettel"), ("Số trạm", "VNPT"), rows=rows)
    )
    technologies = find_spread(
        table(("Xã",), ("Số trạm", "3G"), ("Số trạm", "Trạm 4G"), rows=rows)
    )
    assert operators is not None
    assert (operators.by, operators.labels) == ("operator", ("Viettel", "VNPT"))
    assert technologies is not None
    assert technologies.by == "technology"


def test_years_with_different_columns_are_no_spread() -> None:
    found = table(
        ("Chỉ tiêu",), ("2023", "Kế hoạch"), ("2024", "Thực hiện"),
        rows=(("Phủ sóng 4G", 95, 97),),
    )  # fmt: skip
    assert find_spread(found) is None
    assert find_spread(table(("Tên",), ("Năm",), rows=(("A", 2023),))) is None
