"""Where tables begin and end on a sheet, and what their rows are."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from hatangso.io.sheets.sheet_cells import Sheet
from hatangso.io.sheets.table_layout import find_tables
from hatangso.model.raw_table import CellValue, RawTable

Rows = Sequence[Sequence[CellValue]]


def sheet(
    rows: Rows, merged: tuple[tuple[int, int, int, int], ...] | None = None
) -> Sheet:
    width = max(len(row) for row in rows)
    return Sheet(
        file="bang.xlsx",
        name="Sheet1",
        rows=[[*row, *[None] * (width - len(row))] for row in rows],
        numbers=range(1, len(rows) + 1),
        merged=merged,
    )


def only_table(
    rows: Rows, merged: tuple[tuple[int, int, int, int], ...] | None = None
) -> RawTable:
    (table,) = find_tables(sheet(rows, merged))
    return table


def titles(table: RawTable) -> list[str]:
    return [column.title for column in table.columns]


def test_a_header_of_two_rows_without_merges_is_put_together() -> None:
    table = only_table(
        [
            ["STT", "Tên trạm", "Tọa độ", None, "Số trạm", None, "Ghi chú"],
            [None, None, "Kinh độ", "Vĩ độ", "3G", "4G", None],
            [1, "TN-1", 105.8, 21.6, 1, 2, None],
            [2, "TN-2", 105.9, 21.7, 0, 1, "mới"],
        ]
    )
    assert titles(table) == [
        "Tên trạm",
        "Tọa độ / Kinh độ",
        "Tọa độ / Vĩ độ",
        "Số trạm / 3G",
        "Số trạm / 4G",
        "Ghi chú",
    ]
    assert len(table.rows) == 2


def test_a_header_of_three_merged_rows_is_put_together() -> None:
    table = only_table(
        [
            ["TT", "Chỉ tiêu", "Mục tiêu", None, None],
            [None, None, "Giai đoạn 1", None, "Giai đoạn 2"],
            [None, None, "2024", "2025", "2030"],
            [1, "Phủ sóng 5G", "10", "50", "99"],
        ],
        ((0, 0, 2, 0), (0, 1, 2, 1), (0, 2, 0, 4), (1, 2, 1, 3)),
    )
    assert titles(table) == [
        "Chỉ tiêu",
        "Mục tiêu / Giai đoạn 1 / 2024",
        "Mục tiêu / Giai đoạn 1 / 2025",
        "Mục tiêu / Giai đoạn 2 / 2030",
    ]
    assert len(table.rows) == 1


def test_years_under_a_head_are_titles_and_not_data() -> None:
    table = only_table(
        [
            ["STT", "Chỉ tiêu", "Kết quả", None, None],
            [None, None, 2022, 2023, 2024],
            [1, "Tỷ lệ phủ sóng", 90, 95, 97],
        ]
    )
    assert titles(table)[1:] == ["Kết quả / 2022", "Kết quả / 2023", "Kết quả / 2024"]
    assert [row.cells for row in table.rows] == [("Tỷ lệ phủ sóng", 90, 95, 97)]


def test_a_head_row_above_the_row_with_stt_belongs_to_the_header() -> None:
    table = only_table(
        [
            [None, None, "Trạm BTS", None, "Thuê bao", None],
            ["STT", "Đơn vị", "Hiện có", "Kế hoạch", "Hiện có", "Kế hoạch"],
            [1, "Xã A", 1, 2, 3, 4],
            [2, "Xã B", 1, 2, 3, 4],
        ]
    )
    assert titles(table)[1:3] == ["Trạm BTS / Hiện có", "Trạm BTS / Kế hoạch"]
    assert titles(table)[3:] == ["Thuê bao / Hiện có", "Thuê bao / Kế hoạch"]


def test_numbers_of_columns_are_no_data_and_data_no_numbers_of_columns() -> None:
    header = ["STT", "Số thôn", "Số hộ", "Số trạm"]
    for numbering in (
        ["(1)", "(2)", "(3)", "(4)"],
        ["A", "1", "2", "3"],
        [1, 2, 3, 4],
        ["1", "2", "3=1+2", "4"],
    ):
        table = only_table([header, numbering, [1, 5, 6, 7], [2, 8, 9, 9]])
        assert [row.number for row in table.rows] == [3, 4], numbering
    table = only_table([header, [1, 2, 3, 4], [2, 3, 4, 5]])
    assert [row.number for row in table.rows] == [2, 3]


def test_groups_nest_as_their_marks_first_appear() -> None:
    table = only_table(
        [
            ["STT", "Tên thôn", "Số hộ"],
            ["A", "Khu vực miền núi", 60],
            ["I", "Xã Yên Ninh", 30],
            [1, "Đồng Phủ", 10],
            [2, "Đồng Danh", 20],
            ["II", "Xã Yên Đổ", 30],
            [1, "Làng Mới", 30],
            ["B", "Khu vực đồng bằng", 5],
            ["I", "Xã Phú Xuyên", 5],
            [1, "Chính Tắc", 5],
            ["Tổng cộng", None, 65],
        ]
    )
    assert [(row.cells[0], row.groups) for row in table.rows] == [
        ("Đồng Phủ", ("Khu vực miền núi", "Xã Yên Ninh")),
        ("Đồng Danh", ("Khu vực miền núi", "Xã Yên Ninh")),
        ("Làng Mới", ("Khu vực miền núi", "Xã Yên Đổ")),
        ("Chính Tắc", ("Khu vực đồng bằng", "Xã Phú Xuyên")),
    ]
    assert len(table.totals) == 6
    assert table.findings == ()


def test_a_wrong_subtotal_of_a_group_is_found_with_its_sum() -> None:
    table = only_table(
        [
            ["STT", "Tên thôn", "Số hộ"],
            ["I", "Xã Yên Ninh", 31],
            [1, "Đồng Phủ", 10],
            [2, "Đồng Danh", 20],
            ["II", "Xã Yên Đổ", 30],
            [1, "Làng Mới", 30],
        ]
    )
    (finding,) = table.findings
    assert (finding.place.row, finding.place.column) == (2, "C")
    assert finding.problem.values == {"printed": 31.0, "computed": 30.0}


def test_roman_numbers_that_count_rows_are_no_groups() -> None:
    table = only_table(
        [["TT", "Nhiệm vụ", "Kinh phí"], ["I", "Việc A", 5], ["II", "Việc B", 6]]
    )
    assert len(table.rows) == 2
    assert table.totals == ()


def test_a_row_counted_1_above_1_1_heads_a_group() -> None:
    table = only_table(
        [
            ["STT", "Đơn vị", "Số trạm"],
            ["1", "Xã A", 3],
            ["1.1", "Thôn X", 1],
            ["1.2", "Thôn Y", 2],
            ["2", "Xã B", 4],
        ]
    )
    assert [(row.cells[0], row.groups) for row in table.rows] == [
        ("Thôn X", ("Xã A",)),
        ("Thôn Y", ("Xã A",)),
        ("Xã B", ()),
    ]


def test_a_row_with_nothing_but_a_name_heads_a_group() -> None:
    table = only_table(
        [
            ["STT", "Tên thôn", "Số hộ", "Ghi chú"],
            ["Xã Yên Ninh", None, None, None],
            [1, "Đồng Phủ", 10, None],
            [None, "Xã Yên Đổ", None, None],
            [1, "Làng Mới", None, None],
        ]
    )
    assert [(row.cells[0], row.groups) for row in table.rows] == [
        ("Đồng Phủ", ("Xã Yên Ninh",)),
        ("Làng Mới", ("Xã Yên Đổ",)),
    ]


def test_a_commune_called_cong_hoa_is_no_total() -> None:
    table = only_table(
        [
            ["STT", "Xã", "Số hộ"],
            [1, "Cộng Hòa", 10],
            [2, "Tổng Cọt", 20],
            [None, "Toàn tỉnh", 30],
        ]
    )
    assert [row.cells[0] for row in table.rows] == ["Cộng Hòa", "Tổng Cọt"]
    assert [row.cells[0] for row in table.totals] == ["Toàn tỉnh"]


def test_totals_are_checked_in_text_numbers_and_not_where_nobody_adds() -> None:
    table = only_table(
        [
            ["Xã", "Số hộ", "Tỷ lệ (%)", "Chiều cao (m)"],
            ["Tổng số", "1.300", 95, 40],
            ["A", "1.000", 94, 42],
            ["B", "301", 96, 36],
        ]
    )
    (finding,) = table.findings
    assert finding.place.column == "B"
    assert finding.problem.values == {"printed": 1300.0, "computed": 1301.0}


def test_two_tables_of_a_sheet_each_have_their_title() -> None:
    first, second = find_tables(
        sheet(
            [
                ["BIỂU 01: DANH SÁCH TRẠM"],
                ["STT", "Mã trạm", "Tên trạm"],
                [1, "TN-1", "Trạm A"],
                [],
                ["BIỂU 02: DANH SÁCH THÔN"],
                ["STT", "Tên thôn", "Số hộ"],
                [1, "Đồng Phủ", 10],
            ]
        )
    )
    assert (first.title, len(first.rows)) == (("BIỂU 01: DANH SÁCH TRẠM",), 1)
    assert (second.title, len(second.rows)) == (("BIỂU 02: DANH SÁCH THÔN",), 1)
    assert titles(second) == ["Tên thôn", "Số hộ"]


def test_a_table_may_follow_another_without_title() -> None:
    first, second = find_tables(
        sheet(
            [
                ["Mã trạm", "Tên trạm"],
                ["TN-1", "Trạm A"],
                [],
                ["Tên thôn", "Số hộ"],
                ["Đồng Phủ", 10],
            ]
        )
    )
    assert titles(first) == ["Mã trạm", "Tên trạm"]
    assert titles(second) == ["Tên thôn", "Số hộ"]


def test_communes_with_names_like_headers_begin_no_table_after_a_blank() -> None:
    table = only_table(
        [["Xã", "Thôn"], ["Quang Sơn", "Na Oai"], [], ["Nam Hòa", "Gia Sàng"]]
    )
    assert [row.number for row in table.rows] == [2, 4]


def test_an_empty_row_does_not_end_a_table() -> None:
    table = only_table(
        [["Mã trạm", "Tên trạm"], ["TN-1", "Trạm A"], [], ["TN-2", "Trạm B"]]
    )
    assert [row.number for row in table.rows] == [2, 4]


def test_a_header_printed_again_on_the_next_page_is_left_out() -> None:
    header = ["STT", "Tên thôn", "Số hộ"]
    table = only_table(
        [
            header,
            ["(1)", "(2)", "(3)"],
            [1, "A Mới", 1],
            header,
            ["(1)", "(2)", "(3)"],
            [2, "B Cũ", 2],
        ]
    )
    assert [row.number for row in table.rows] == [3, 6]
    assert "print the header again" in " ".join(map(str, table.notes))


def test_notes_and_signatures_below_are_no_rows() -> None:
    table = only_table(
        [
            ["STT", "Tên thôn", "Số hộ"],
            [1, "Đồng Phủ", 1],
            ["Ghi chú: số liệu đến 31/12/2024"],
            [None, None, "Thái Nguyên, ngày 5 tháng 1 năm 2025"],
            ["Người lập biểu", None, "Giám đốc"],
            ["(Ký, ghi rõ họ tên)"],
        ]
    )
    assert [row.number for row in table.rows] == [2]


def test_a_sheet_without_header_says_so_and_keeps_its_rows() -> None:
    table = only_table([["TN-1", 105.8, 21.6], ["TN-2", 105.9, 21.7]])
    assert table.header_row == 0
    assert len(table.rows) == 2
    assert "no row looks like a header" in str(table.findings[0].problem)


def test_a_column_with_values_and_no_name_is_warned_of() -> None:
    table = only_table(
        [["Mã trạm", "Tên trạm", None], ["TN-1", "Trạm A", "?"], ["TN-2", "B", None]]
    )
    assert "has values but no name" in str(table.findings[0].problem)


@given(
    st.lists(
        st.lists(
            st.one_of(
                st.none(),
                st.integers(-3, 2100),
                st.sampled_from(
                    ["STT", "I", "1.1", "Tổng cộng", "Xã A", "Tên", "(1)", "Ghi chú:"]
                ),
            ),
            min_size=4,
            max_size=4,
        ),
        min_size=1,
        max_size=12,
    )
)
def test_whatever_stands_there_no_row_is_read_twice(
    rows: list[list[CellValue]],
) -> None:
    tables = find_tables(sheet(rows, ()))
    for table in tables:
        read = [row.number for row in table.rows]
        assert read == sorted(set(read))
    # Tables side by side share rows, and no cell of them.
    cells = [
        (row.number, column.letter)
        for table in tables
        for row in table.rows
        for column in table.columns
    ]
    assert len(cells) == len(set(cells))


def test_tables_side_by_side_are_two() -> None:
    left, right = find_tables(
        sheet(
            [
                ["STT", "Mã trạm", "Tên trạm", None, "STT", "Mã trạm", "Tên trạm"],
                [1, "TN-1", "A", None, 3, "TN-3", "C"],
                [2, "TN-2", "B", None, 4, "TN-4", "D"],
            ]
        )
    )
    assert [row.cells for row in left.rows] == [("TN-1", "A"), ("TN-2", "B")]
    assert [row.cells for row in right.rows] == [("TN-3", "C"), ("TN-4", "D")]
    assert [column.letter for column in right.columns] == ["F", "G"]


def test_a_first_column_without_name_that_counts_rows_is_left_out() -> None:
    table = only_table([[None, "Tên", "Số hộ"], [1, "A", 5], [2, "B", 6], [3, "C", 7]])
    assert titles(table) == ["Tên", "Số hộ"]
    assert table.findings == ()


VILLAGES: Rows = [
    ["STT", "Huyện", "Xã", "Tên thôn", "Ghi chú"],
    [1, "Na Rì", "Côn Minh", "Nà Ngoàn", None],
    [2, None, None, "Bản Giòng", None],
    [3, None, "Quang Phong", "Nà Vả", "xa"],
    ["Cộng", None, None, "3 thôn", None],
]


def test_names_above_blanks_are_filled_down_in_text_that_cannot_merge() -> None:
    table = only_table(VILLAGES)
    assert [row.cells[:2] for row in table.rows] == [
        ("Na Rì", "Côn Minh"),
        ("Na Rì", "Côn Minh"),
        ("Na Rì", "Quang Phong"),
    ]
    assert [finding.place.column for finding in table.findings] == ["B", "C"]


def test_names_above_blanks_are_asked_about_in_a_workbook_that_could_merge() -> None:
    table = only_table(VILLAGES, ())
    assert table.rows[1].cells[:2] == (None, None)
    assert "empty in rows below a name" in str(table.findings[0].problem)


def test_a_total_that_counts_in_words_is_no_row() -> None:
    table = only_table(VILLAGES)
    assert [row.number for row in table.totals] == [5]


def test_groups_stand_out_where_rows_of_data_have_no_number() -> None:
    table = only_table(
        [
            ["STT", "Tên thôn", "Số hộ"],
            ["I", "Xã Yên Ninh", 30],
            [None, "Đồng Phủ", 10],
            [None, "Đồng Danh", 20],
        ]
    )
    assert [row.groups for row in table.rows] == [("Xã Yên Ninh",)] * 2
