"""Keys under which spellings of one name are equal, and of two names are not."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.geography.unit_spelling import locality_key, phrases, spellings

NAMES = ("Hóa Thượng", "Quỳ Thuý", "Đồng Hỷ", "Ý Yên", "Nghĩa Hưng", "Phường 01")


def exact(name: str) -> str:
    return spellings(name)[0].exact


@given(st.sampled_from(NAMES), st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
def test_the_form_of_the_letters_and_capitals_do_not_matter(
    name: str, form: str
) -> None:
    other = unicodedata.normalize(form, name.upper())  # type: ignore[arg-type]
    assert exact(other) == exact(name)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hòa", "Hoà"),
        ("Thủy", "Thuỷ"),
        ("Hỷ", "Hỉ"),
        ("Quý", "Quí"),
        ("Lý", "Lí"),
        ("Khoẻ", "Khỏe"),
        ("Đường", "\u0110ường"),
        ("Soft\u00adhyphen", "Softhyphen"),
        ("Phường 1", "Phường 01"),
    ],
)
def test_these_are_one_word(one: str, other: str) -> None:
    assert exact(one) == exact(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Thúy", "Thúi"),
        ("Mai", "May"),
        ("Tân", "Tấn"),
        ("Dồng", "Đồng"),
        ("Hai", "Hải"),
    ],
)
def test_these_are_two_words(one: str, other: str) -> None:
    assert exact(one) != exact(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tổ 01", "Tổ 1"),
        ("Tổ dân phố số 3", "TDP 3"),
        ("Thôn Nà Hoà", "THÔN NÀ HÒA"),
        ("Xóm 05", "xóm số 5"),
        ("Bản Lý", "bản Lí"),
    ],
)
def test_one_village_has_one_key(one: str, other: str) -> None:
    assert locality_key(one) == locality_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Tổ 1", "Tổ 11"), ("Thôn Tân", "Thôn Tấn"), ("Thôn 1", "Xóm 1")]
)
def test_two_villages_have_two_keys(one: str, other: str) -> None:
    assert locality_key(one) != locality_key(other)


@given(st.text(max_size=60))
def test_any_text_can_be_taken_apart(text: str) -> None:
    for phrase in phrases(text):
        assert spellings(phrase.name)
    assert isinstance(locality_key(text), str)
