"""Names of villages in parts that can be compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.language import fold
from hatangso.language.village_names import VILLAGE_WORDS, village_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tổ dân phố 01", "TDP 1"),
        ("Tổ 1", "tổ dân phố 1"),
        ("thôn  Nà Phả", "THÔN NÀ PHẢ"),
        ("Thôn Ðồng Hỷ", "thôn Đồng Hỷ"),
        ("Xóm: Hòa Bình", "xóm Hoà Bình"),
    ],
)
def test_ways_to_write_a_name_are_one(one: str, other: str) -> None:
    assert village_name(one) == village_name(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Thôn 1", "Thôn 10"), ("Thôn Nà Phả", "Bản Nà Phả")]
)
def test_names_of_different_villages_differ(one: str, other: str) -> None:
    assert village_name(one) != village_name(other)


def test_a_word_for_a_village_alone_is_its_name() -> None:
    assert village_name("Bản").name == "ban"
    assert village_name("Bản").kind == ""
    assert village_name("Bản Bản").name == "ban"
    # A name may begin like such a word.
    assert village_name("Tomoya").kind == ""


def test_what_stands_in_brackets_can_be_left_out() -> None:
    found = village_name("Tổ dân phố 2 (Phan Đình Phùng)")
    assert (found.name, found.plain) == ("2phandinhphung", "2")
    assert village_name("(Đức Xuân)").plain == "ducxuan"


@given(st.text(max_size=40))
def test_parts_hold_letters_and_digits_only_and_no_name_is_lost(text: str) -> None:
    found = village_name(text)
    for part in (found.kind, found.name, found.plain):
        assert not part or part.isalnum()
    assert bool(found.name) is any(map(str.isalnum, fold(text)))


@given(st.sampled_from(VILLAGE_WORDS), st.integers(0, 99))
def test_zeros_before_a_number_say_nothing(word: str, number: int) -> None:
    assert village_name(f"{word} {number:03}") == village_name(f"{word} {number}")
