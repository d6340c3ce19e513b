from pathlib import Path

import pytest

from hatangso.io.csv_tables import write_csv


def test_lines_end_in_one_line_feed_and_text_is_utf8_with_a_mark(
    tmp_path: Path,
) -> None:
    write_csv(
        tmp_path / "a" / "t.csv", ["tên", "số"], [["Đồng Hỷ", 1.5], ["x,y", None]]
    )
    expected = 'tên,số\nĐồng Hỷ,1.5\n"x,y",\n'
    assert (tmp_path / "a" / "t.csv").read_bytes() == expected.encode("utf-8-sig")


def test_refuses_a_row_of_another_length(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="a row has 1 cells, the header 2"):
        write_csv(tmp_path / "t.csv", ["a", "b"], [[1]])
