"""The fixed words of official documents, whoever writes them down."""

from dataclasses import replace
from datetime import date

import pytest

from document_samples import letter_document, sheets_document, titled_document
from hatangso.documents.official.blocks import Items, PageBreak, Paragraph
from hatangso.documents.official.official_document import Letterhead
from hatangso.documents.official.spans import Footnote
from hatangso.documents.official.wording import (
    addressees_of,
    annex_reference,
    bases_of,
    day_in_words,
    ended,
    number_and_symbol,
    plain_text,
    recipients_of,
    roman,
)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
        (date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
        (date(2026, 12, 31), "ngày 31 tháng 12 năm 2026"),
        (None, "ngày     tháng     năm     "),
    ],
)
def test_small_days_and_months_get_a_zero(day: date | None, words: str) -> None:
    assert day_in_words(day).replace("\xa0", " ") == words


def test_a_number_that_is_not_given_leaves_a_gap() -> None:
    head = Letterhead("", "", "", "KH-UBND", "Thái Nguyên")
    assert number_and_symbol(head).replace("\xa0", "") == "Số: /KH-UBND"


def test_bases_end_as_a_list_does() -> None:
    document = replace(
        titled_document(), bases=("Luật Viễn thông;", "Căn cứ Luật Dữ liệu.")
    )
    assert bases_of(document) == ("Căn cứ Luật Viễn thông;", "Căn cứ Luật Dữ liệu.")


def test_addressees_and_recipients_stand_with_dashes() -> None:
    letter = letter_document()
    assert addressees_of(replace(letter, addressees=("Bộ KH&CN",))) == ("Bộ KH&CN",)
    assert addressees_of(letter)[-1] == "- Đoàn đại biểu Quốc hội tỉnh."
    assert recipients_of(letter) == (
        "- Như trên;",
        "- UBND tỉnh (b/c);",
        "- Lưu: VT, BCVT.",
    )


@pytest.mark.parametrize(
    ("blocks", "text"),
    [
        ((Paragraph(("Hết.",)),), "Hết./."),
        ((Paragraph(("Hết./.",)),), "Hết./."),
        ((Paragraph(("Hết.", Footnote("x"))),), "Hết./."),
        ((Items((("a;",), ("b.",))),), "b./."),
    ],
)
def test_the_text_ends_once(blocks: tuple[Paragraph | Items, ...], text: str) -> None:
    document = ended(replace(letter_document(), closing=(), blocks=blocks))
    last = document.blocks[-1]
    sentence = last.entries[-1] if isinstance(last, Items) else last.sentence
    assert plain_text(sentence) == text


def test_a_text_that_ends_with_no_words_gets_its_own_end() -> None:
    document = replace(letter_document(), closing=(), blocks=(PageBreak(),))
    assert ended(document).closing == (("./.",),)
    assert ended(sheets_document()) == sheets_document()


def test_an_annex_says_what_it_goes_with() -> None:
    document = replace(
        letter_document(), type_name="BÁO CÁO", annexes=titled_document().annexes
    )
    assert annex_reference(document) == (
        "(Kèm theo Báo cáo số 1234/SKHCN-BCVT ngày 05 tháng 02 năm 2026 của"
        " Sở Khoa học và Công nghệ)"
    )
    assert "của Ủy ban nhân dân tỉnh Thái Nguyên)" in annex_reference(titled_document())
    assert annex_reference(sheets_document()) == ""


def test_roman_figures() -> None:
    assert [roman(n) for n in (1, 4, 9, 14, 40, 99)] == [
        "I", "IV", "IX", "XIV", "XL", "XCIX",
    ]  # fmt: skip
