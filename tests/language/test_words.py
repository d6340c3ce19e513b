"""Vietnamese order, and comparison without diacritics."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.language import fold, sort_key

# As ICU 78 sorts them: collator "vi" of CLDR, numeric.
ICU_ORDER = [
    "2 Tháng 9", "a", "A", "An Bình", "Anh Sơn", "Ăn", "Ân Thi", "Ba Bể", "Bà Rịa",
    "Bá Xuyên", "Chợ Đồn", "Chợ Mới", "Dân Tiến", "đa", "Đại Từ", "Đồng Hỷ", "hòa",
    "Hòa", "Hoà An", "Hoa Bình", "Na Rì", "Nà Rì", "On", "Ôn", "Ơn", "Phú Bình",
    "Phù Ninh", "Thanh", "Thánh", "Thạnh", "Thành An", "Thanh Ba", "Thôn 1", "Thôn 2",
    "Thôn 10", "Thôn-2", "TN-2", "TN-10", "Uông", "Ươm", "Xã A",
]  # fmt: skip
vietnamese_texts = st.text("aăâbdđeêơưyAĐỢàảãáạấợửỵ 019-")


@given(st.permutations(ICU_ORDER))
def test_names_are_ordered_as_cldr_orders_them(names: list[str]) -> None:
    assert sorted(names, key=sort_key) == ICU_ORDER


def test_communes_stand_in_the_order_of_a_gazetteer() -> None:
    expected = [
        "An Bình", "Ân Thi", "Ba Bể", "Chợ Đồn",
        "Chợ Mới", "Dân Tiến", "Đại Từ", "Đồng Hỷ",
    ]  # fmt: skip
    assert sorted(set(expected), key=sort_key) == expected


def test_tones_go_from_ngang_to_nang() -> None:
    assert sorted(["mạ", "má", "mã", "mả", "mà", "ma"], key=sort_key) == [
        *("ma", "mà", "mả", "mã", "má", "mạ")
    ]


def test_a_shorter_word_comes_before_a_longer_one_that_starts_alike() -> None:
    assert sort_key("An Bình") < sort_key("Anh")


def test_the_look_alike_of_d_with_stroke_is_sorted_as_the_letter() -> None:
    look_alike = "\N{LATIN CAPITAL LETTER ETH}ại Từ"
    assert sort_key("Dân Tiến") < sort_key(look_alike) == sort_key("Đại Từ")


def test_a_number_of_thousands_of_digits_is_sorted() -> None:
    assert sort_key("Thôn 9" + "0" * 9_999) > sort_key("Thôn 8" + "0" * 9_999)


def test_an_empty_name_comes_first() -> None:
    assert sort_key("") < sort_key(" ") < sort_key("1") < sort_key("a")


@given(st.text() | vietnamese_texts)
def test_composed_and_decomposed_names_have_the_same_key(text: str) -> None:
    composed, decomposed = (unicodedata.normalize(f, text) for f in ("NFC", "NFD"))
    assert sort_key(composed) == sort_key(decomposed) == sort_key(text)


@given(st.lists(st.text() | vietnamese_texts))
def test_any_names_can_be_sorted(names: list[str]) -> None:
    assert len(sorted(names, key=sort_key)) == len(names)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đồng Hỷ", "dong hy"),
        ("đường ĐƯỜNG", "duong duong"),
        ("\N{LATIN CAPITAL LETTER ETH}ại Từ", "dai tu"),
        ("\N{LATIN CAPITAL LETTER AFRICAN D}ại Từ", "dai tu"),
        ("\N{LATIN SMALL LETTER ETH}a", "da"),
        ("\N{LATIN SMALL LETTER D WITH TAIL}a", "da"),
        (unicodedata.normalize("NFD", "Chợ Mới"), "cho moi"),
        ("Ba\N{NO-BREAK SPACE}Bể", "ba be"),
        ("  Ba \t\n Bể ", "ba be"),
        ("\N{ZERO WIDTH NO-BREAK SPACE}Ba\N{SOFT HYPHEN}n", "ban"),
        ("12,5 %", "12,5 %"),
        ("", ""),
    ],
)
def test_folding_leaves_plain_small_letters(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text() | vietnamese_texts)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text() | vietnamese_texts)
def test_composed_and_decomposed_names_fold_alike(text: str) -> None:
    folded = {fold(unicodedata.normalize(form, text)) for form in ("NFC", "NFD")}
    assert folded == {fold(text)}


@given(vietnamese_texts)
def test_folded_vietnamese_is_ascii(text: str) -> None:
    assert fold(text).isascii()


@given(st.text() | vietnamese_texts)
def test_folding_drops_marks_and_what_nobody_sees(text: str) -> None:
    apart = unicodedata.normalize(
        "NFD", text.translate(str.maketrans("ĐđÐƉðɖ", "DdDDdd"))
    )
    kept = [
        sign
        for sign in apart
        if not unicodedata.combining(sign) and unicodedata.category(sign) != "Cf"
    ]
    assert fold(text) == " ".join("".join(kept).lower().split())
