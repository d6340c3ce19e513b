"""Whatever stands around a table, its columns and rows are read as they are."""

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from hatangso.io.sheets.sheet_cells import Area, Sheet
from hatangso.io.sheets.table_layout import find_tables
from hatangso.model.raw_table import CellValue

NAMES = ("Cộng Hòa", "Tổng Cọt", "Đồng Phủ", "Bản Giòng", "Nà Khoa", "Quang Trung")
TITLES = (
    ("ỦY BAN NHÂN DÂN TỈNH X",),
    ("Biểu số 02",),
    ("DANH SÁCH THÔN NĂM 2024",),
    ("(Kèm theo Kế hoạch số 137/KH-UBND ngày 12/3/2024)",),
    (None, None, None, "Đơn vị tính: triệu đồng"),
)
BELOW = (
    ("Ghi chú: số liệu đến 31/12/2024",),
    (None, None, None, "Thái Nguyên, ngày 5 tháng 1 năm 2025"),
    ("Người lập biểu", None, None, "GIÁM ĐỐC"),
)
NUMBERINGS = ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)")


@dataclass(frozen=True)
class Layout:
    """How a table is drawn."""

    above: int
    is_counted: bool
    has_heads: bool
    is_merged: bool
    has_numbering: bool
    group_sizes: tuple[int, ...]
    has_groups: bool
    has_total: bool
    blank_after: int
    below: int


LAYOUTS = st.builds(
    Layout,
    above=st.integers(0, len(TITLES)),
    is_counted=st.booleans(),
    has_heads=st.booleans(),
    is_merged=st.booleans(),
    has_numbering=st.booleans(),
    group_sizes=st.lists(st.integers(1, 4), min_size=1, max_size=3).map(tuple),
    has_groups=st.booleans(),
    has_total=st.booleans(),
    blank_after=st.integers(0, 2),
    below=st.integers(0, len(BELOW)),
)


def drawn(layout: Layout) -> tuple[Sheet, list[tuple[CellValue, ...]]]:
    """Return a sheet with the table, and the rows that must be read."""
    shift = 1 if layout.is_counted else 0
    rows: list[list[CellValue]] = [list(line) for line in TITLES[: layout.above]]
    merged: list[Area] = []
    top = len(rows)
    stt: list[CellValue] = ["STT"] if layout.is_counted else []
    if layout.has_heads:
        rows.append([*stt, "Tên thôn", "Số trạm", None, "Số hộ"])
        rows.append([*[None] * shift, None, "3G", "4G", None])
        merged.append((top, shift + 1, top, shift + 2))
        merged.extend(
            (top, column, top + 1, column) for column in {0, shift, shift + 3}
        )
    else:
        rows.append([*stt, "Tên thôn", "Số trạm 3G", "Số trạm 4G", "Số hộ"])
    if layout.has_numbering:
        rows.append(list(NUMBERINGS[: shift + 4]))
    wanted = body(layout, rows)
    if layout.has_total:
        sums = [sum(row[c] for row in wanted) for c in (1, 2, 3)]  # type: ignore[misc]
        rows.append([*[None] * shift, "Tổng cộng", *sums])
    rows.extend([] for _ in range(layout.blank_after))
    rows.extend(list(line) for line in BELOW[: layout.below])
    width = max(map(len, rows))
    sheet = Sheet(
        file="thon.xlsx",
        name="Sheet1",
        rows=[row + [None] * (width - len(row)) for row in rows],
        numbers=range(1, len(rows) + 1),
        merged=tuple(merged) if layout.is_merged else None,
    )
    return sheet, wanted


def body(layout: Layout, rows: list[list[CellValue]]) -> list[tuple[CellValue, ...]]:
    wanted: list[tuple[CellValue, ...]] = []
    for group, size in enumerate(layout.group_sizes):
        if layout.has_groups:
            mark = ("I", "II", "III")[group]
            name = f"Xã {NAMES[group]}"
            rows.append([mark, name] if layout.is_counted else [f"{mark}. {name}"])
        for place in range(size):
            number = len(wanted)
            row = (NAMES[number % 6], number, number + 7, 20 + number)
            counted = [place + 1] if layout.is_counted else []
            rows.append([*counted, *row])
            wanted.append(row)
    return wanted


@settings(max_examples=200)
@given(LAYOUTS)
def test_a_table_is_read_as_it_is_in_whatever_layout(layout: Layout) -> None:
    sheet, wanted = drawn(layout)
    (table,) = find_tables(sheet)
    assert [row.cells for row in table.rows] == wanted
    titles = ["Tên thôn", "Số trạm 3G", "Số trạm 4G", "Số hộ"]
    assert [column.title.replace(" / ", " ") for column in table.columns] == titles
    assert len(table.totals) == layout.has_total
    assert table.findings == ()
    assert len(table.title) == layout.above
    if layout.has_groups:
        groups = [
            (f"Xã {NAMES[group]}",)
            for group, size in enumerate(layout.group_sizes)
            for _ in range(size)
        ]
        assert [row.groups for row in table.rows] == groups
