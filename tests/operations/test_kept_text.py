"""Texts of strangers, fit to be kept and shown."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.errors import InvalidInputError
from hatangso.operations.kept_text import kept_line, kept_text

anything = st.text(st.characters())


@given(anything)
def test_what_is_kept_is_whole_and_kept_the_same_again(text: str) -> None:
    for keep in (kept_text, kept_line):
        once = keep(text, what="text", most=10_000)
        assert keep(once, what="text", most=10_000) == once
        once.encode("utf-8")
        assert "\x00" not in once
        assert unicodedata.is_normalized("NFC", once)
    assert "\n" not in kept_line(text, what="text", most=10_000)


def test_accents_emoji_and_lines_stay() -> None:
    text = "Xã Trung Hội\n\nmất sóng 👩‍👧 ở “Nà Quan”"
    assert kept_text(f"  {text}\r\n", what="text", most=100) == text


def test_signs_that_turn_the_writing_are_gone() -> None:
    assert kept_line("a\u202egpj.exe\u2066\x1b[31m\x85", what="x", most=20) == (
        "agpj.exe[31m"
    )


def test_a_sign_that_goes_leaves_no_two_blanks() -> None:
    assert kept_line("0 \x00 0", what="x", most=9) == "0 0"


def test_only_what_stays_is_counted() -> None:
    assert kept_text("a\x00" * 10, what="text", most=10) == "a" * 10
    with pytest.raises(InvalidInputError, match="text has 11 characters: shorten it"):
        kept_text("a" * 11, what="text", most=10)
