from pathlib import Path

import pytest

from hatangso.io.findings import Findings
from hatangso.io.tables import (
    Column,
    choice,
    list_of_numbers,
    number,
    read_rows,
    text,
    whole,
    yes_no,
)

COLUMNS = (
    Column("id", text),
    Column("height_m", number(above=0, high=100)),
    Column("people", whole(), required=False, default=0),
)


def _read(tmp_path: Path, content: bytes) -> tuple[list[object], list[str]]:
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    findings = Findings()
    rows = read_rows(path, COLUMNS, findings)
    return [row for _, row in rows], [str(finding) for finding in findings]


def test_reads_a_table_with_a_byte_order_mark_and_semicolons(tmp_path: Path) -> None:
    content = "\ufeffid;height_m;people\nĐồng Hỷ;30.5;12\n".encode()
    rows, problems = _read(tmp_path, content)
    assert rows == [{"id": "Đồng Hỷ", "height_m": 30.5, "people": 12}]
    assert problems == []


def test_reports_every_bad_cell_and_keeps_the_good_rows(tmp_path: Path) -> None:
    content = b'id,height_m,people\nA,-3,1\nB,"30,5",x\nC,30,\n,30,2\nD,1e9,1.5\n'
    rows, problems = _read(tmp_path, content)
    assert [row["id"] for row in rows] == ["C"]  # type: ignore[index]
    assert [problem.split(": ")[1] for problem in problems] == [
        "table.csv:2:height_m",
        "table.csv:3:height_m",
        "table.csv:3:people",
        "table.csv:5:id",
        "table.csv:6:height_m",
        "table.csv:6:people",
    ]


@pytest.mark.parametrize("cell", ["nan", "inf", "-inf", "1.2.3", "ba mươi"])
def test_only_finite_numbers_are_numbers(tmp_path: Path, cell: str) -> None:
    rows, problems = _read(tmp_path, f"id,height_m\nA,{cell}\n".encode())
    assert rows == []
    assert "is not a number" in problems[0]


def test_names_a_missing_column_and_what_there_is(tmp_path: Path) -> None:
    _, problems = _read(tmp_path, b"id,height\nA,1\n")
    assert len(problems) == 1
    assert "height_m" in problems[0]
    assert "id, height" in problems[0]


def test_names_the_line_that_is_not_utf8(tmp_path: Path) -> None:
    _, problems = _read(tmp_path, b"id,height_m\nA,1\n" + b"\xd0\x90\xff,2\n")
    assert len(problems) == 1
    assert "table.csv:3" in problems[0]


def test_an_empty_file_lacks_its_columns(tmp_path: Path) -> None:
    rows, problems = _read(tmp_path, b"")
    assert rows == []
    assert len(problems) == 2


def test_reads_lists_words_and_answers() -> None:
    assert list_of_numbers(0, 360)("0 120 240") == (0, 120, 240)
    assert choice(("2G", "4G"))("4G") == "4G"
    assert [yes_no(raw) for raw in ("yes", "no", "")] == [True, False, None]
