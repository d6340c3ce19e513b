"""Rows that hold several records: sites with technologies, figures with years."""

from dataclasses import replace

import pytest

from hatangso.errors import Severity
from hatangso.io.records.column_matching import match_table
from hatangso.io.records.table_splitting import split_table
from hatangso.model.raw_table import RawColumn, RawRow, RawTable
from hatangso.registry.kind_catalogue import shipped_kinds

KINDS = shipped_kinds()
SITE_TITLES = ("Mã trạm", "Tên trạm", "Kinh độ", "Vĩ độ", "Chủ sở hữu")
S1 = ("S1", "Trạm Một", 105.81, 22.15, "VNPT")
S2 = ("S2", "Trạm Hai", 105.82, 22.16, "Viettel")


def sheet(titles: tuple[str, ...], *rows: tuple[object, ...]) -> RawTable:
    columns = tuple(RawColumn(chr(65 + i), (t,)) for i, t in enumerate(titles))
    raw = tuple(RawRow(i, row) for i, row in enumerate(rows, 2))  # type: ignore[arg-type]
    return RawTable("tram.xlsx", "Trạm", (), columns, raw)


def sites(*cells: tuple[object, object]) -> RawTable:
    """Return two sites with the columns 4G and 5G."""
    rows = [(*one, *told) for one, told in zip((S1, S2), cells, strict=True)]
    return sheet((*SITE_TITLES, "4G", "5G"), *rows)


def services(table: RawTable) -> list[tuple[int, dict[str, object]]]:
    """Return the rows of all services, by field."""
    found = []
    for part, kind in split_table(table, KINDS, told={}):
        if kind != "service":
            continue
        matched = match_table(part, KINDS, kind=kind)
        assert not matched.questions
        fields = [match.field for match in matched.matches]
        found += [
            (row.number, dict(zip(fields, row.cells, strict=True))) for row in part.rows
        ]
    return found


def service(site: str, operator: str, technology: str, **told: object) -> object:
    return {"site_id": site, "operator": operator, "technology": technology, **told}


def test_technologies_beside_sites_become_services_of_the_sites() -> None:
    table = sites(("Có", None), ("x", "Không"))
    assert services(table) == [
        (2, service("S1", "VNPT", "4G")),
        (3, service("S2", "Viettel", "4G")),
    ]
    first, kind = split_table(table, KINDS, told={})[0]
    assert kind == ""
    assert [column.title for column in first.columns] == list(SITE_TITLES)


def test_cells_are_counted_in_the_note_and_bands_are_services_of_their_own() -> None:
    assert services(sites((3, "700"), (0, "2600+3700 MHz"))) == [
        (2, service("S1", "VNPT", "4G", note="3 cell")),
        (2, service("S1", "VNPT", "5G", frequency_mhz=700)),
        (3, service("S2", "Viettel", "5G", frequency_mhz=2600)),
        (3, service("S2", "Viettel", "5G", frequency_mhz=3700)),
    ]


def test_a_service_names_the_cell_that_tells_of_it() -> None:
    part, _ = split_table(sites(("x", None), (None, "x")), KINDS, told={})[2]
    assert [(one.letter, one.title) for one in part.columns] == [
        ("A", "Mã trạm"), ("E", "Chủ sở hữu"), ("G", "5G"),
    ]  # fmt: skip
    assert [row.number for row in part.rows] == [3]


@pytest.mark.parametrize("cell", ["dự kiến quý 3", "12.5", "3/4", -1, "1.800"])
def test_what_nobody_can_tell_of_a_technology_is_an_error_at_its_cell(
    cell: object,
) -> None:
    parts = split_table(sites((cell, None), ("x", None)), KINDS, told={})
    (finding,) = parts[1][0].findings
    assert finding.severity is Severity.ERROR
    assert (finding.place.row, finding.place.column) == (2, "F (4G)")
    assert finding.value == cell


def test_technologies_can_be_left_aside() -> None:
    table = sites(("x", None), ("x", "x"))
    assert split_table(table, KINDS, told={"technologies": "-"}) == [(table, "")]


def test_technologies_of_sites_without_codes_are_told_not_lost() -> None:
    table = sheet(
        ("Tên trạm", "Kinh độ", "Vĩ độ", "Độ cao cột (m)", "4G", "5G"),
        ("Trạm Một", 105.81, 22.15, 42, "x", None),
    )
    ((kept, _),) = split_table(table, KINDS, kind="site", told={})
    assert kept.columns == table.columns
    (finding,) = kept.findings
    assert "4G, 5G" in str(finding)


def test_years_of_targets_become_periods_and_other_tables_stay_as_they_are() -> None:
    targets = sheet(
        ("Chỉ tiêu", "Đơn vị tính", "Năm 2026", "Năm 2030"),
        ("Phủ sóng 5G", "%", 50, 90),
        ("Cáp quang", "%", None, 100),
    )
    parts = split_table(targets, KINDS, kind="target", told={})
    assert [row.cells for part, _ in parts for row in part.rows] == [
        ("Phủ sóng 5G", "%", 2026, 50),
        ("Phủ sóng 5G", "%", 2030, 90),
        ("Cáp quang", "%", 2030, 100),
    ]
    villages = sheet(
        ("Thôn", "Xã", "Số hộ", "Năm 2024", "Năm 2025"), ("A", "B", 1, 2, 3)
    )
    assert split_table(villages, KINDS, kind="locality", told={}) == [
        (villages, "locality")
    ]


def test_plan_and_result_of_each_year_are_figures_of_their_own() -> None:
    columns = (
        RawColumn("B", ("Chỉ tiêu",)),
        RawColumn("C", ("Đơn vị tính",)),
        *(
            RawColumn(letter, (year, what))
            for letter, year, what in (
                ("D", "2024", "Kế hoạch"),
                ("E", "2024", "Thực hiện"),
                ("F", "2025", "Kế hoạch"),
                ("G", "2025", "Thực hiện"),
            )
        ),
    )
    row = RawRow(4, ("Phủ sóng 4G", "%", 97, 98, 99, None))
    table = RawTable("bieu.xlsx", "", (), columns, (row,))
    parts = split_table(table, KINDS, told={})
    assert [(kind, *part.rows[0].cells[2:]) for part, kind in parts] == [
        ("figure", 2024, "target", 97),
        ("figure", 2024, "actual", 98),
        ("figure", 2025, "target", 99),
    ]
    fields = [one.field for one in match_table(parts[0][0], KINDS).matches]
    assert fields == ["name_vi", "unit", "period", "kind", "value"]
    assert parts[1][0].columns[-1].letter == "E"


def test_figures_by_operator_are_named_after_the_operator() -> None:
    table = sheet(
        ("Chỉ tiêu", "Đơn vị", "Kỳ báo cáo", "Viettel", "VNPT"),
        ("Số trạm 5G", "trạm", "2025", 10, 9),
    )
    parts = split_table(table, KINDS, kind="figure", told={})
    assert [row.cells for part, _ in parts for row in part.rows] == [
        ("Số trạm 5G (Viettel)", "trạm", "2025", 10),
        ("Số trạm 5G (VNPT)", "trạm", "2025", 9),
    ]


def test_subscribers_of_each_technology_are_no_bands() -> None:
    table = sites((1200, 900), (1800, 700))
    counted = [replace(one, titles=("Số thuê bao", one.title)) for one in table.columns]
    columns = (*table.columns[:5], *counted[5:])
    table = replace(table, columns=columns)
    assert split_table(table, KINDS, told={}) == [(table, "")]
