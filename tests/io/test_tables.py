import unicodedata
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


@pytest.mark.parametrize(
    "cell", ["nan", "inf", "-inf", "1.2.3", "ba mươi", "9_00", "1e2", "٣", "."]
)
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


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf \r\n", b",,;\n"])
def test_an_empty_file_is_one_problem(tmp_path: Path, content: bytes) -> None:
    rows, problems = _read(tmp_path, content)
    assert rows == []
    assert len(problems) == 1
    assert "the file is empty" in problems[0]


@pytest.mark.parametrize("raw", ["2.000", "2,000", "1_0", "1e3", "-1", "9" * 5000, "٣"])
def test_a_count_is_written_in_digits_alone(tmp_path: Path, raw: str) -> None:
    rows, problems = _read(tmp_path, f'id,height_m,people\nA,1,"{raw}"\n'.encode())
    assert rows == []
    assert "is not a whole number" in problems[0]


@pytest.mark.parametrize(
    "content",
    [
        "id\theight_m\nĐồng Hỷ\t30.5\n",
        "sep=;\r\nid;height_m\r\nĐồng Hỷ;30.5\r\n",
        '"sep=,"\nid,height_m\nĐồng Hỷ,30.5\n',
        "id,height_m,,\n,,,\nĐồng Hỷ,30.5,,\n\n ,\n",
        unicodedata.normalize("NFD", "id,height_m\nĐồng Hỷ,30.5\n"),
    ],
)
def test_reads_what_spreadsheets_write(tmp_path: Path, content: str) -> None:
    rows, problems = _read(tmp_path, content.encode())
    assert problems == []
    assert rows == [{"id": "Đồng Hỷ", "height_m": 30.5, "people": 0}]


def test_row_numbers_are_those_of_the_file(tmp_path: Path) -> None:
    _, problems = _read(tmp_path, b"sep=,\nid,height_m\n,,\n\nA,x\n")
    assert problems[0].startswith("error: table.csv:5:height_m")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("id,height_m\nA,30,5\n", "2: the row has 3 cells, the header 2"),
        ("id,height_m,id\nA,30,B\n", '1:id: the column "id" stands twice'),
        ('id,height_m\nA,"30\nB,31\n', "the row cannot be read"),
        ("id,height_m\nA\0,3\n", "the text is not UTF-8"),
    ],
)
def test_what_does_not_fit_the_header_is_a_problem(
    tmp_path: Path, content: str, words: str
) -> None:
    rows, problems = _read(tmp_path, content.encode())
    assert rows == []
    assert len(problems) == 1
    assert words in problems[0]


def test_reads_lists_words_and_answers() -> None:
    assert list_of_numbers(0, 360)("0 120 240") == (0, 120, 240)
    assert choice(("2G", "4G"))("4G") == "4G"
    assert [yes_no(raw) for raw in ("yes", "no", "")] == [True, False, None]
