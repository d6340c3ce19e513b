from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from fontTools.ttLib import TTFont
from PIL import Image

from hatangso.documents.pdf.pictures import png_of_svg
from hatangso.documents.pdf.typesetting import FONTS_FOLDER
from hatangso.errors import InvalidInputError

VIETNAMESE = {
    *map(chr, range(0x1EA0, 0x1EFA)),
    *"ăâđêôơưĂÂĐÊÔƠƯáàãéèíìĩóòõúùũýÁÀÃÉÈÍÌĨÓÒÕÚÙŨÝ",
}
SIGNS = set("→≥≤≈±\u2013—•…\u00d7²³√µ°₫“”\u2018\u2019«»")


def drawing(words: str, family: str = "") -> str:
    chosen = f' font-family="{family}"' if family else ""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 40">'
        f'<text x="10" y="30" font-size="20"{chosen}>{words}</text></svg>'
    )


def pixels(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(BytesIO(png)).convert("L"))


@pytest.mark.parametrize(
    "path", sorted(FONTS_FOLDER.glob("*.ttf")), ids=lambda p: p.stem
)
def test_the_font_has_every_vietnamese_letter(path: Path) -> None:
    assert not (VIETNAMESE | SIGNS) - set(map(chr, TTFont(path).getBestCmap()))


def test_the_font_has_four_cuts() -> None:
    assert len(list(FONTS_FOLDER.glob("*.ttf"))) == 4


def test_a_picture_is_as_wide_as_the_paper_asks() -> None:
    height, width = pixels(png_of_svg(drawing("Sóng"), 127, dpi=300)).shape
    assert (width, height) == (1500, 300)


@pytest.mark.parametrize("family", ["", "Arial", "sans-serif", "Nowhere, serif"])
def test_words_come_out_in_the_shipped_font_whatever_the_drawing_asks(
    family: str,
) -> None:
    shipped = pixels(png_of_svg(drawing("Ngừng phủ", "Tinos"), 60))
    assert np.array_equal(pixels(png_of_svg(drawing("Ngừng phủ", family), 60)), shipped)
    assert shipped.min() < 40


def test_the_same_drawing_gives_the_same_bytes() -> None:
    assert png_of_svg(drawing("Đường"), 60) == png_of_svg(drawing("Đường"), 60)


def test_what_is_no_drawing_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="cannot be set"):
        png_of_svg("<svg", 100)
