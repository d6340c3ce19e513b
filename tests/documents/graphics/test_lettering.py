"""How wide text is, and where it breaks."""

import unicodedata
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageFont

import hatangso
from hatangso.documents.graphics.lettering import text_width, wrap

FONTS = Path(hatangso.__file__).parent / "documents" / "fonts"
SAMPLES = (
    "Tỷ lệ thôn, bản có sóng 4G (%)",
    "Phường Phan Đình Phùng",
    "Ưu tiên đường truyền: 1.234,5 tỷ đồng",
    "XÃ ĐỊNH HOÁ: NGƯỜI NƯỚC",
)


def test_text_is_as_wide_as_the_shipped_font_draws_it() -> None:
    font = ImageFont.truetype(FONTS / "Tinos_400Regular.ttf", 1000)
    for text in SAMPLES:
        drawn = font.getlength(text) / 1000
        assert drawn * 0.985 <= text_width(text, 1.0) <= drawn * 1.03


def test_bold_text_is_not_taken_for_narrower_than_it_is() -> None:
    font = ImageFont.truetype(FONTS / "Tinos_700Bold.ttf", 1000)
    for text in SAMPLES:
        drawn = font.getlength(text) / 1000
        assert drawn * 0.985 <= text_width(text, 1.0, is_bold=True) <= drawn * 1.1


@given(st.text(max_size=80), st.floats(20, 200))
def test_no_line_is_wider_than_it_may_be(text: str, width: float) -> None:
    for line in wrap(text, 8.0, width, most_lines=3):
        assert text_width(line, 8.0) <= width or len(line) == 1


def test_a_text_that_is_too_long_ends_in_an_ellipsis() -> None:
    found = wrap("Tỷ lệ hộ gia đình có kết nối cáp quang", 8.0, 60, most_lines=2)
    assert len(found) == 2
    assert found[1].endswith("…")


def test_a_cut_leaves_letters_whole() -> None:
    text = unicodedata.normalize("NFD", "ĐồngHỷNgườiNướcUống")
    for width in range(12, 80, 3):
        (line,) = wrap(text, 8.0, width, most_lines=1)
        kept = line.removesuffix("…")
        rest = text[len(kept) :]
        assert not rest or not unicodedata.combining(rest[0])


def test_a_number_stays_with_its_name() -> None:
    found = wrap("1\u00a0Bá Xuyên; 2\u00a0Gia Sàng; 3\u00a0Quyết Thắng", 8.0, 62)
    assert all(line[0].isdigit() or line[0].isalpha() for line in found)
    assert not any(line[-1].isdigit() for line in found)
