"""Texts in old encodings become Unicode; texts in Unicode stay what they are."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.language.legacy_encodings import (
    _TCVN3,
    _VNI,
    Encoding,
    recognised_encoding,
    to_unicode,
)

PLACES = (
    "Thái Nguyên", "Bắc Kạn", "Đồng Hỷ", "Chợ Đồn", "Phổ Yên", "Võ Nhai", "Ngân Sơn",
    "Nghĩa Hưng", "Yên Thế", "Lục Ngạn", "Trạm phát sóng xã Quỳnh Lưu", "Mỹ Lộc",
)  # fmt: skip
LETTERS = "ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
TONES = "\u0300\u0309\u0303\u0301\u0323"
_TO_TCVN3 = {letter: sign for sign, letter in _TCVN3.items()}
_TO_VNI = {letter: signs for signs, letter in _VNI.items()}


def _seen_in_1252(content: bytes) -> str:
    return "".join(
        bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in content
    )


def _in_tcvn3(text: str) -> str:
    """Return the text; TCVN3 has few capitals, the others are small letters."""
    return "".join(
        sign if sign.isascii() else _TO_TCVN3.get(sign) or _TO_TCVN3[sign.lower()]
        for sign in text
    )


def _in_vni(text: str) -> str:
    signs = []
    for sign in text:
        known = _TO_VNI.get(sign.lower(), sign.lower())
        signs.append(known.upper() if sign.isupper() else known)
    return "".join(signs)


def _in_1258(text: str) -> str:
    content = b""
    for sign in text:
        parts = unicodedata.normalize("NFD", sign)
        base = "".join(part for part in parts if part not in TONES)
        tone = "".join(part for part in parts if part in TONES)
        content += (unicodedata.normalize("NFC", base) + tone).encode("cp1258")
    return _seen_in_1252(content)


def _in_mojibake(text: str) -> str:
    return _seen_in_1252(text.encode())


WRITERS = {
    Encoding.UNICODE: lambda text: unicodedata.normalize("NFD", text),
    Encoding.TCVN3: _in_tcvn3,
    Encoding.VNI: _in_vni,
    Encoding.WINDOWS_1258: _in_1258,
    Encoding.MOJIBAKE: _in_mojibake,
}


@pytest.mark.parametrize(
    ("encoding", "legacy", "text"),
    [
        # Words as they stand in files of the time, not made by this test.
        ("tcvn3", "Th\u00b8i Nguy\u00aan", "Thái Nguyên"),
        ("tcvn3", "Céng hoµ x· héi chñ nghÜa", "Cộng hoà xã hội chủ nghĩa"),
        ("tcvn3", "§éc lËp - Tù do - H¹nh phóc", "Độc lập - Tự do - Hạnh phúc"),
        ("vni", "Thaùi Nguyeân", "Thái Nguyên"),
        ("vni", "Coäng hoøa xaõ hoäi chuû nghóa", "Cộng hòa xã hội chủ nghĩa"),
        ("vni", "Ñoäc laäp - Töï do - Haïnh phuùc", "Độc lập - Tự do - Hạnh phúc"),
        ("cp1258", "Viêòt Nam", "Việt Nam"),
        ("utf-8-as-cp1252", "ThÃ¡i NguyÃªn", "Thái Nguyên"),
        ("utf-8-as-cp1252", "lÃ  Báº¯c Káº¡n", "là Bắc Kạn"),
        ("utf-8", "Ba\u0306\u0301c Ka\u0323n", "Bắc Kạn"),
        ("tcvn3", "Bắc Kạn", "Bắc Kạn"),
        ("tcvn3", "BTS-01", "BTS-01"),
    ],
)  # fmt: skip
def test_known_words_are_converted(encoding: str, legacy: str, text: str) -> None:
    assert to_unicode(legacy, encoding) == text


@pytest.mark.parametrize("encoding", list(Encoding))
@given(text=st.text(alphabet=LETTERS + "abcxyz ", max_size=20))
def test_writing_and_reading_again_is_the_identity(
    encoding: Encoding, text: str
) -> None:
    assert to_unicode(WRITERS[encoding](text), encoding) == text


@pytest.mark.parametrize("encoding", [item for item in Encoding if item != "tcvn3"])
def test_capitals_stay_capitals(encoding: Encoding) -> None:
    for text in map(str.upper, PLACES):
        assert to_unicode(WRITERS[encoding](text), encoding) == text


@pytest.mark.parametrize("encoding", list(Encoding))
def test_the_encoding_is_recognised_from_a_few_names(encoding: Encoding) -> None:
    for first in range(len(PLACES) - 4):
        names = [WRITERS[encoding](name) for name in PLACES[first : first + 5]]
        assert recognised_encoding(names).encoding is encoding
    decision = recognised_encoding([WRITERS[encoding](name) for name in PLACES])
    assert decision.is_certain
    assert decision.certainty_ratio == 1


def test_texts_without_diacritics_are_unicode() -> None:
    decision = recognised_encoding(["BTS", "Site 1", "", "12°"])
    assert decision.encoding is Encoding.UNICODE
    assert decision.is_certain
    assert decision.word_count == 0


def test_one_odd_word_is_not_certain() -> None:
    assert not recognised_encoding(["Rhône"]).is_certain


def test_small_letters_of_tcvn3_may_be_capitals_of_a_font() -> None:
    names = [_in_tcvn3(name) for name in PLACES]
    assert recognised_encoding(names).notes == ()
    noted = recognised_encoding([*names, _in_tcvn3("danh sách trạm")]).notes
    assert [note.values["text"] for note in noted] == ["danh sách trạm"]


def test_unicode_among_old_texts_is_told_and_kept() -> None:
    names = [*map(_in_tcvn3, PLACES), "Bắc Kạn"]
    decision = recognised_encoding(names)
    assert decision.encoding is Encoding.TCVN3
    assert decision.notes[0].values["word"] == "Bắc"
    assert to_unicode("Bắc Kạn", decision.encoding) == "Bắc Kạn"


@given(st.lists(st.text(max_size=20), max_size=5))
def test_no_text_breaks_the_recognition(texts: list[str]) -> None:
    decision = recognised_encoding(texts)
    for text in texts:
        for encoding in (decision.encoding, *Encoding):
            assert isinstance(to_unicode(text, encoding), str)
