"""Sentences in both languages, and the numbers inside them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.errors import InvalidInputError, Message
from hatangso.language import Language, translate
from hatangso.language.sentences import LAYER_NAMES, _vietnamese

UNKNOWN = "no catalogue holds the sentence {gap}"


def filled(gap: str, value: object, language: str) -> str:
    return translate(Message("{" + gap + "}", {"value": value}), language)


def test_a_known_sentence_is_spoken_in_both_languages() -> None:
    empty = Message("the cell is empty")
    assert translate(empty, "vi") == "ô này để trống"
    assert translate(empty, Language.EN) == "the cell is empty"


def test_gaps_are_filled_in_the_order_of_each_language() -> None:
    outside = Message(
        "{missing} of {count} points lie outside the terrain",
        {"missing": 12, "count": 34567},
    )
    assert translate(outside, "vi") == (
        "12 trên 34.567 điểm nằm ngoài phần có dữ liệu địa hình"
    )
    assert translate(outside, "en") == ("12 of 34,567 points lie outside the terrain")


def test_a_sentence_without_translation_stays_english() -> None:
    assert translate(Message(UNKNOWN, {"gap": "xã"}), "vi") == (
        "no catalogue holds the sentence xã"
    )


def test_messages_inside_messages_are_translated() -> None:
    inner = Message('the column "{name}" is missing', {"name": "lon_deg"})
    outer = Message(
        "the catalogue of indicators cannot be used: {problems}",
        {"problems": Message("{note}", {"note": inner})},
    )
    assert translate(outer, "vi") == (
        'không dùng được danh mục chỉ tiêu: thiếu cột "lon_deg"'
    )


@pytest.mark.parametrize("text", ["{", "}", "{}", "{a}", "{{a}}", "a {0.b[c]!r:>9}"])
def test_a_text_without_values_comes_out_unchanged(text: str) -> None:
    for language in Language:
        assert translate(text, language) == text
        assert translate(Message(text), language) == text


@given(st.text() | st.sampled_from(["{gap}", "{0}", "{gap.__class__}", "{", "%s"]))
def test_a_hostile_value_is_never_read_as_a_template(value: str) -> None:
    message = Message(UNKNOWN, {"gap": Message("{gap}", {"gap": value})})
    for language in Language:
        expected = "no catalogue holds the sentence " + value
        assert translate(message, language) == expected


def test_a_gap_without_its_value_is_a_defect_that_shows() -> None:
    with pytest.raises(KeyError):
        translate(Message("{one} {other}", {"one": 1}), "vi")


@pytest.mark.parametrize(
    ("gap", "value", "vietnamese", "english"),
    [
        ("value:.1f", 12345.67, "12.345,7", "12,345.7"),
        ("value:.1f", -0.04, "0,0", "0.0"),
        ("value:.0f", 9999.9, "10.000", "10,000"),
        ("value:g", 0.5, "0,5", "0.5"),
        ("value:g", 1234567.0, "1.234.567", "1,234,567"),
        ("value:g", 0.00001, "0,00001", "0.00001"),
        ("value:+.10g", 1234.5, "+1.234,5", "+1,234.5"),
        ("value:+g", 0.00001, "+0,00001", "+0.00001"),
        ("value:.1%", 0.1234, "12,3%", "12.3%"),
        ("value", 0.95, "0,95", "0.95"),
        ("value", 1e300, "1 × 10^300", "1 × 10^300"),  # noqa: RUF001 - a product
        ("value:g", float("nan"), "nan", "nan"),
        ("value", 20_000_000_000, "20.000.000.000", "20,000,000,000"),
        ("value", 10_000, "10.000", "10,000"),
        ("value", -12_345, "-12.345", "-12,345"),
        ("value", 9_999, "9.999", "9,999"),
        ("value", 2025, "2025", "2025"),
        ("value", True, "True", "True"),
        ("value", "20000.5", "20000.5", "20000.5"),
        ("value", (1.5, 20_000), "(1.5, 20000)", "(1.5, 20000)"),
        ("value!r", 1.5, "1.5", "1.5"),
        ("value", None, "None", "None"),
    ],
)
def test_numbers_get_the_marks_of_the_language(
    gap: str, value: object, vietnamese: str, english: str
) -> None:
    assert filled(gap, value, "vi") == vietnamese
    assert filled(gap, value, "en") == english


@given(st.floats(-1e15, 1e15), st.sampled_from(["", ":g", ":.1f", ":+.10g", ":.0f"]))
def test_the_languages_differ_only_in_the_marks_of_numbers(
    value: float, form: str
) -> None:
    english = filled("value" + form, value, "en")
    swapped = english.translate(str.maketrans(",.", ".,"))
    assert filled("value" + form, value, "vi") == swapped


@given(st.floats(-1e15, 1e15))
def test_no_digit_of_a_number_is_lost(value: float) -> None:
    text = filled("value", value, "en").replace(",", "")
    if "×" not in text:  # noqa: RUF001 - a product
        assert float(text) == pytest.approx(value, abs=0, rel=1e-15)


def test_small_sentences_read_alike_as_errors_and_in_english() -> None:
    error = InvalidInputError(
        "the goal must lie between 0 and 1; it is {value}", value=1.5
    )
    assert translate(error.message, "en") == str(error)


def test_every_layer_has_a_vietnamese_name() -> None:
    assert set(LAYER_NAMES) <= set(_vietnamese())
    assert translate("sites", "vi") == "vị trí trạm"


def test_dates_are_written_day_first_in_vietnamese() -> None:
    ended = Message("the unit was in force until {day}", {"day": date(2025, 6, 30)})
    assert translate(ended, "vi") == "đơn vị tồn tại đến hết ngày 30/06/2025"
    assert translate(ended, "en") == "the unit was in force until 2025-06-30"


def test_a_count_is_no_year() -> None:
    text = "{count} dossiers late in {year}"
    told = translate(Message(text, {"count": 1936, "year": 1936}), Language.EN)
    assert told == "1,936 dossiers late in 1936"
