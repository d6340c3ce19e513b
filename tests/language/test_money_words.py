"""Numbers in Vietnamese words: golden readings, and the law that they read back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.errors import InvalidInputError
from hatangso.language.money_words import money_in_words, number_in_words

_ONES = {
    word: value
    for value, words in enumerate(
        (
            ("không",),
            ("một", "mốt"),
            ("hai",),
            ("ba",),
            ("bốn", "tư"),
            ("năm", "lăm"),
            ("sáu",),
            ("bảy",),
            ("tám",),
            ("chín",),
        )
    )
    for word in words
}


def read_back(words: str) -> int:
    """Read words as a person does; it shares nothing with what wrote them."""
    if words.startswith("âm "):
        return -read_back(words.removeprefix("âm "))
    head, found, tail = words.rpartition("tỷ")
    if found:
        return read_back(head.strip()) * 10**9 + (read_back(tail) if tail else 0)
    total = group = digit = 0
    for word in words.split():
        if word in _ONES:
            digit = _ONES[word]
        elif word == "trăm":
            group, digit = group + 100 * digit, 0
        elif word == "mươi":
            group, digit = group + 10 * digit, 0
        elif word == "mười":
            group += 10
        elif word in {"nghìn", "triệu"}:
            size = 10**3 if word == "nghìn" else 10**6
            total, group, digit = total + (group + digit) * size, 0, 0
        else:
            assert word == "linh", word
    return total + group + digit


# Readings as primary schools teach them (Toán 2, Toán 4: đọc số) and as money is
# written on vouchers.
@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (4, "bốn"),
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (25, "hai mươi lăm"),
        (100, "một trăm"),
        (101, "một trăm linh một"),
        (104, "một trăm linh bốn"),
        (105, "một trăm linh năm"),
        (110, "một trăm mười"),
        (115, "một trăm mười lăm"),
        (121, "một trăm hai mươi mốt"),
        (555, "năm trăm năm mươi lăm"),
        (1_000, "một nghìn"),
        (1_005, "một nghìn không trăm linh năm"),
        (1_014, "một nghìn không trăm mười bốn"),
        (21_021, "hai mươi mốt nghìn không trăm hai mươi mốt"),
        (1_000_001, "một triệu không trăm linh một"),
        (-1_050, "âm một nghìn không trăm năm mươi"),
        (10**18, "một tỷ tỷ"),
        (2 * 10**15, "hai triệu tỷ"),
    ],
)
def test_numbers_are_read_as_schools_teach(number: int, words: str) -> None:
    assert number_in_words(number) == words


@pytest.mark.parametrize(
    ("vnd", "words"),
    [
        (0, "không đồng"),
        (600_000_000, "sáu trăm triệu đồng"),
        (1_005_000_000, "một tỷ không trăm linh năm triệu đồng"),
        (
            101_780_000_000,
            "một trăm linh một tỷ bảy trăm tám mươi triệu đồng",
        ),
        (1_200_000_000_000, "một nghìn hai trăm tỷ đồng"),
        (
            44_903_624_570,
            (
                "bốn mươi tư tỷ chín trăm linh ba triệu sáu trăm hai mươi tư nghìn năm"
                " trăm bảy mươi đồng"
            ),
        ),
        (-350_000_000, "âm ba trăm năm mươi triệu đồng"),
        (
            1_000_000_001_000,
            "một nghìn tỷ không trăm linh một nghìn đồng",
        ),
    ],
)
def test_money_is_written_as_on_vouchers(vnd: int, words: str) -> None:
    assert money_in_words(vnd) == words


@given(st.integers(-(10**18), 10**18))
def test_words_read_back_as_the_number(number: int) -> None:
    assert read_back(number_in_words(number)) == number


@given(st.integers(0, 10**9), st.integers(0, 9))
def test_round_numbers_read_back_too(number: int, zeros: int) -> None:
    amount = number * 10**zeros
    assert read_back(number_in_words(amount)) == amount


@given(st.integers(0, 2 * 10**6), st.integers(0, 2 * 10**6))
def test_no_two_numbers_sound_alike(one: int, other: int) -> None:
    same = number_in_words(one) == number_in_words(other)
    assert same is (one == other)


@pytest.mark.parametrize("number", [10**18 + 1, -(10**18) - 1])
def test_what_is_too_large_is_refused(number: int) -> None:
    with pytest.raises(InvalidInputError, match="beyond"):
        number_in_words(number)
