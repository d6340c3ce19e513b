"""Numbers that people typed are read right, or said to be unclear; never wrong."""

from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.errors import Severity
from hatangso.language.formats import format_number
from hatangso.language.number_phrases import read_in_style
from hatangso.language.typed_numbers import (
    NumberStyle,
    PercentScale,
    StyleDecision,
    decide_percent,
    decide_style,
    read_number,
    read_percent,
)

VI, EN = NumberStyle.VIETNAMESE, NumberStyle.ENGLISH
VI_COLUMN = StyleDecision(VI)


@pytest.mark.parametrize(
    ("text", "value", "comparator", "whole", "unit"),
    [
        ("1.234,5", 1234.5, "=", None, ""),
        ("366.897", 366_897, "=", None, ""),
        ("1 234,5", 1234.5, "=", None, ""),
        ("1\u00a0234\u202f567", 1_234_567, "=", None, ""),
        ("01", 1, "=", None, ""),
        ("\u22125,5", -5.5, "=", None, ""),
        ("'12", 12, "=", None, ""),
        ("1,9 triệu", 1_900_000, "=", None, ""),
        ("2 nghìn", 2_000, "=", None, ""),
        ("3 tỷ", 3_000_000_000, "=", None, ""),
        ("1,1 tỉ đồng", 1_100_000_000, "=", None, "đồng"),
        ("3 nghìn tỷ đồng", 3e12, "=", None, "đồng"),
        ("230/350", 230, "=", 350, ""),
        ("230/350 máy ảo", 230, "=", 350, "máy ảo"),
        ("trên 300", 300, ">", None, ""),
        ("TRÊN 300 người", 300, ">", None, "người"),
        ("hơn 1.000", 1_000, ">", None, ""),
        (">2.000", 2_000, ">", None, ""),
        ("dưới 5", 5, "<", None, ""),
        ("khoảng 20", 20, "~", None, ""),
        ("≥ 40", 40, ">=", None, ""),
        ("ít nhất 40", 40, ">=", None, ""),
        ("từ 40 trở lên", 40, ">=", None, ""),
        ("300+", 300, ">=", None, ""),
        ("không quá 30", 30, "<=", None, ""),
        ("đạt trên 99,6 %", 99.6, ">", None, "%"),
        ("89,9%", 89.9, "=", None, "%"),
        ("12 km", 12, "=", None, "km"),
        ("30m", 30, "=", None, "m"),
        ("30 m²", 30, "=", None, "m2"),
        ("12 (km)", 12, "=", None, "km"),
        ("120 người/km²", 120, "=", None, "người/km2"),
        ("20 Mbps", 20, "=", None, "Mb/s"),
    ],
)
def test_a_vietnamese_cell_is_read(
    text: str, value: float, comparator: str, whole: float | None, unit: str
) -> None:
    number = read_in_style(text, VI)
    assert number.doubt is None
    assert (number.value, number.comparator) == (value, comparator)
    assert (number.whole, number.unit) == (whole, unit)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "-",
        "\u2013",
        "\u2014",
        "…",
        "...",
        "chưa có",
        "n/a",
        "KXĐ",
        "không rõ",
    ],
)
def test_signs_for_nothing_are_missing_without_doubt(text: str) -> None:
    number = read_in_style(text, VI)
    assert number.is_missing
    assert number.value is None
    assert number.doubt is None


def test_khong_is_missing_but_may_mean_zero() -> None:
    number = read_in_style("không", VI)
    assert number.is_missing
    assert number.doubt is not None
    assert number.doubt.severity is Severity.WARNING


@pytest.mark.parametrize(
    "cell",
    ["abc", "1O5", "12.34.567", "1.5.2024", "12/31/2024", "từ 10 đến 20", "10-20",
     "10 \u2013 20", "(1.234)", "2 tỷ 500 triệu", "12 và 13", "2 trăm", "10²", "2½",
     "1.2345,6", "1,234.5", "#N/A", "#####", "#DIV/0!", '"', "nt", "12 34", "٣٤",
     "=1+1", True, date(2024, 4, 3), time(3, 0)],
)  # fmt: skip
def test_what_is_no_single_number_is_refused(cell: Any) -> None:
    number = read_in_style(cell, VI)
    assert number.value is None
    assert number.doubt is not None
    assert number.doubt.severity is Severity.ERROR


@pytest.mark.parametrize(
    ("text", "value"),
    [("1.292/1.092", 1292), ("10/2023", 10), ("12 hoặc hơn", 12), ("1,5E+06", 1.5e6)],
)
def test_what_looks_wrong_is_read_with_a_warning(text: str, value: float) -> None:
    number = read_in_style(text, VI)
    assert number.value == value
    assert number.doubt is not None
    assert number.doubt.severity is Severity.WARNING


def test_numbers_of_a_spreadsheet_lose_their_binary_noise() -> None:
    assert read_in_style(0.1 + 0.2, EN).value == 0.3
    assert read_in_style(2024, VI).value == 2024
    assert read_in_style(float("nan"), VI).is_missing


@pytest.mark.parametrize(
    ("cells", "style"),
    [
        (["366.897", "12,5"], VI),
        (["366,897", "12.5"], EN),
        (["1.234.567"], VI),
        (["1,234,567"], EN),
        (["0.899", "1.234"], EN),
        (["0,899"], VI),
        (["1,9 triệu", "1.234"], VI),
        (["1.292/1.092"], VI),
        (["1234.567"], EN),
    ],
)
def test_one_clear_cell_decides_its_column(
    cells: list[str], style: NumberStyle
) -> None:
    decision = decide_style(cells)
    assert decision.style is style
    assert decision.evidence in cells
    assert not decision.is_ambiguous
    assert not decision.is_mixed


def test_a_point_before_three_digits_is_a_question() -> None:
    decision = decide_style(["366.897", "1.014", "25"])
    assert decision.is_ambiguous
    assert decision.style is VI
    assert decision.unclear_count == 2
    first = decision.unclear[0]
    assert (first.vietnamese, first.english) == (366_897, 366.897)
    assert decide_style(["366,897"]).style is EN
    assert not decision.told(EN).is_ambiguous


def test_counts_and_limits_answer_the_question() -> None:
    assert decide_style(["366.897"], is_whole=True).style is VI
    assert decide_style(["366,897"], is_whole=True).style is EN
    latitude = decide_style(["21.594"], low=-90, high=90)
    assert latitude.style is EN
    assert not latitude.is_ambiguous


def test_one_number_beyond_the_limits_decides_nothing() -> None:
    people = ["12.500", "150.000"]
    assert decide_style(people, high=100_000).is_ambiguous
    assert decide_style(people, high=100_000, is_whole=True).style is VI


def test_a_word_makes_a_whole_number_of_decimals() -> None:
    assert decide_style(["1,234 triệu"], is_whole=True).is_ambiguous
    assert read_in_style("1,234 triệu", VI).value == 1_234_000
    assert not read_in_style("1,234 triệu", VI).has_decimals


def test_numbers_without_marks_ask_nothing() -> None:
    decision = decide_style(["12", 1.5, None, "-", "trạm", "1 234"])
    assert not decision.is_ambiguous
    assert not decision.is_mixed


def test_a_mixed_column_is_reported_by_cell() -> None:
    column = decide_style(["1.234,5", "7,5", "1,234.5", "1.234"])
    assert column.is_mixed
    assert read_number("7,5", column).value == 7.5
    for text in ("1,234.5", "1.234"):
        number = read_number(text, column)
        assert number.value is None
        assert number.doubt is not None
        assert number.doubt.severity is Severity.ERROR
    assert read_number(1234.5, column).value == 1234.5


@given(
    st.decimals(-(10**9), 10**9, places=2, allow_nan=False),
    st.sampled_from(["vi", "en"]),
    st.integers(1, 2),
)
def test_what_hatangso_writes_it_reads(
    value: Any, language: str, decimals: int
) -> None:
    text = format_number(float(value), decimals, language)
    style = VI if language == "vi" else EN
    assert read_in_style(text, style).value == pytest.approx(
        round(float(value), decimals)
    )
    assert decide_style([text]).style is style


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading(text: str) -> None:
    number = read_number(text, decide_style([text]))
    refused = number.doubt is not None and number.doubt.severity is Severity.ERROR
    assert (number.value is not None) + number.is_missing + refused == 1


def test_ratios_of_a_spreadsheet_are_told_from_per_cent() -> None:
    shares = decide_percent([0.899, 1.0, "95%"], VI_COLUMN)
    assert shares.is_ambiguous
    assert shares.scale is PercentScale.RATIO
    assert read_percent(0.899, VI_COLUMN, shares).value == 0.899
    assert read_percent("95%", VI_COLUMN, shares).value == 0.95
    percent = decide_percent([89.9, 100, 0], VI_COLUMN)
    assert not percent.is_ambiguous
    assert read_percent(89.9, VI_COLUMN, percent).value == 0.899
    assert read_percent("230/350", VI_COLUMN, percent).value == pytest.approx(230 / 350)


def test_a_one_among_per_cents_is_warned_of() -> None:
    shares = decide_percent([89.9, 1.0, 97], VI_COLUMN)
    assert shares.is_mixed
    number = read_percent(1.0, VI_COLUMN, shares)
    assert number.value == 0.01
    assert number.doubt is not None
    assert number.doubt.severity is Severity.WARNING
