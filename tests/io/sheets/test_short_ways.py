"""What is read on a short way is read as on the long one."""

from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hatangso.io.records.value_reading import read_each
from hatangso.io.sheets import table_bodies, table_words
from hatangso.io.sheets.sheet_cells import Sheet, cell_value, row_values
from hatangso.io.sheets.table_layout import find_tables
from hatangso.model.raw_table import CellValue

NUMBERS = st.integers(-3, 3) | st.floats(allow_nan=False) | st.booleans()
WORDS = st.sampled_from(
    ["Trạm 1", "Xã A", "Tổng cộng", "II. Huyện B", "Ghi chú: x", "I", "12", "-", "co"]
)
CELLS = st.one_of(
    st.none(), WORDS, NUMBERS, st.text(max_size=4), st.dates(), st.times()
)


@given(st.lists(st.one_of(CELLS, st.text(" \n\u00a0\u200bà", max_size=3))))
def test_a_row_is_cleaned_as_each_of_its_cells(row: list[object]) -> None:
    assert repr(row_values(row)) == repr([cell_value(cell) for cell in row])


@given(st.lists(CELLS))
def test_equal_cells_of_other_types_are_read_apart(cells: list[CellValue]) -> None:
    def read(cell: object) -> tuple[str, object]:
        return type(cell).__name__, cell

    assert read_each(read, cells) == [read(cell) for cell in cells]


def test_one_is_not_read_as_true() -> None:
    assert read_each(repr, [True, 1, 1.0, "1", date(2026, 1, 1), time(1)]) == [
        *("True", "1", "1.0", "'1'"),
        *("datetime.date(2026, 1, 1)", "datetime.time(1, 0)"),
    ]


@settings(deadline=None)
@given(st.lists(st.lists(st.none() | WORDS | NUMBERS, min_size=6, max_size=6)))
def test_full_rows_are_taken_as_those_that_are_looked_at(
    rows: list[list[CellValue]],
) -> None:
    header = ["Mã trạm", "Tên trạm", "Địa chỉ", "Chủ sở hữu", "Chiều cao", "Ghi chú"]
    all_rows = [header, ["T1", "Trạm 1", "Tổ 1", "VNPT", 30, None], *rows]
    sheet = Sheet("a.xlsx", "S", all_rows, range(1, len(all_rows) + 1), merged=())
    short = find_tables(sheet)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(table_bodies._Reader, "_is_full", lambda *_: False)
        assert repr(find_tables(sheet)) == repr(short)


@given(st.sampled_from([*table_words.ascii_letters, *"1\uff34đ( "]), WORDS)
def test_the_first_letter_tells_no_label_from_a_total(first: str, rest: str) -> None:
    for text in (first + rest, first, rest, first + rest[1:]):
        plain = table_words.folded(text)
        is_label = bool(table_words._TOTAL.fullmatch(plain))
        assert table_words.is_total(text) == is_label
        is_number = bool(table_words._NUMBER_LIKE.fullmatch(text))
        assert table_words.is_number_like(text) == is_number
