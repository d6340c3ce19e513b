"""Texts in the encodings that Viet Nam used before Unicode, and texts read wrongly.

A file in TCVN3 (fonts named .Vn…) or VNI holds the letters of western Europe, which its
font redraws as Vietnamese: ``B¾c K¹n``, ``Baéc Kaïn``. The texts here are what a reader
got who took the bytes for Windows-1252.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from hatangso.errors import Message
from hatangso.language.vietnamese_syllables import is_syllable

__all__ = ["Encoding", "EncodingDecision", "recognised_encoding", "to_unicode"]


class Encoding(StrEnum):
    """How Vietnamese letters stand in a text."""

    UNICODE = "utf-8"  # as they should; composed or not
    TCVN3 = "tcvn3"
    VNI = "vni"
    WINDOWS_1258 = "cp1258"
    MOJIBAKE = "utf-8-as-cp1252"


@dataclass(frozen=True)
class EncodingDecision:
    """How the texts of a file are encoded.

    Attributes:
        encoding: The likeliest one.
        certainty_ratio: Share of the words with diacritics that are Vietnamese
            syllables when read so; 1 when no word has any.
        is_certain: Nothing else comes near, and the words are enough to tell.
        word_count: How many different words with diacritics were seen.
        notes: What a person should check.
    """

    encoding: Encoding
    certainty_ratio: float
    is_certain: bool
    word_count: int = 0
    notes: tuple[Message, ...] = ()


# Words beyond the first few thousand change nothing and cost time.
_MOST_WORDS, _ENOUGH_WORDS = 2_000, 3
_SURE_RATIO, _LEAD_RATIO = 0.8, 0.2
_WORD = re.compile(r"[^\s\d.,;:!?()\[\]{}\"/\\+=<>_-]+")

# Source: TCVN 5712:1993, character set VN3. In pairs of western and Vietnamese letters;
# ư is the soft hyphen.
_TCVN3 = dict(
    zip(
        "¡¢£¤¥¦§"
        "µ¶·\u00b8¹¨»¼½¾Æ©ÇÈÉÊË"
        "®ÌÎÏÐÑªÒÓÔÕÖ"
        "\u00d7ØÜÝÞßáâãä«åæçèé¬êëìíî"
        "ïñòóô\u00adõö÷øùúûüýþ",
        "ĂÂÊÔƠƯĐàảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ",
        strict=True,
    )
)
_FROM_TCVN3 = str.maketrans(_TCVN3)

# Source: the code page of the VNI-Windows fonts: a letter and the sign that follows it,
# or one sign.
_VNI_TONES = dict(zip("øûõùï", "\u0300\u0309\u0303\u0301\u0323", strict=True))
_VNI_BREVES = dict(zip("êèúüéë", "ăằẳẵắặ", strict=True))
_VNI_HATS = dict(zip("âàåãáä", " \u0300\u0309\u0303\u0301\u0323", strict=True))
_VNI_SINGLES = dict(zip("ñìæóíòîôö", "đìỉĩíịỵơư", strict=True))
_HAT = "\u0302"


def _vni_table() -> dict[str, str]:
    """Return every small letter of VNI that is not its own Vietnamese letter."""
    pairs = {f"a{mark}": letter for mark, letter in _VNI_BREVES.items()}
    for base in "aeo":
        for mark, tone in _VNI_HATS.items():
            pairs[base + mark] = base + _HAT + tone.strip()
    for base, letter in (*zip("aeouy", "aeouy", strict=True), ("ô", "ơ"), ("ö", "ư")):
        for mark, tone in _VNI_TONES.items():
            pairs[base + mark] = letter + tone
    composed = {key: unicodedata.normalize("NFC", text) for key, text in pairs.items()}
    return composed | _VNI_SINGLES


_VNI = _vni_table()
_VNI_LETTER = re.compile(
    "|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)), re.IGNORECASE
)


def to_unicode(text: str, encoding: Encoding | str) -> str:
    """Return a text in composed Unicode (NFC).

    A text that cannot stand in the encoding, because it holds letters that only Unicode
    has, is returned as it is: somebody typed it later.

    Raises:
        ValueError: The encoding is not one of `Encoding`.

    >>> to_unicode("B¾c K¹n", "tcvn3")
    'Bắc Kạn'
    >>> to_unicode("Thaùi Nguyeân", "vni")
    'Thái Nguyên'
    >>> to_unicode("ThÃ¡i NguyÃªn", "utf-8-as-cp1252")
    'Thái Nguyên'
    """
    convert = _CONVERT[Encoding(encoding)]
    found = convert(text) if _bytes_of(text) is not None else None
    return unicodedata.normalize("NFC", text if found is None else found)


def _bytes_of(text: str) -> bytes | None:
    """Return the bytes that a reader took for Windows-1252, None if it cannot be so."""
    kept = bytearray()
    for sign in text:
        try:
            kept += sign.encode("cp1252")
        except UnicodeEncodeError:
            # Five bytes stand for nothing in Windows-1252; readers keep their number.
            if ord(sign) > 0xFF:  # noqa: PLR2004 - the largest byte
                return None
            kept.append(ord(sign))
    return bytes(kept)


def _from_vni(text: str) -> str:
    def letter(found: re.Match[str]) -> str:
        vietnamese = _VNI[found[0].lower()]
        return vietnamese.upper() if found[0][0].isupper() else vietnamese

    return _VNI_LETTER.sub(letter, text)


def _from_1258(text: str) -> str | None:
    return _decoded(text, "cp1258")


def _from_mojibake(text: str) -> str | None:
    # The second byte of à looks like a space, and is lost where texts are trimmed.
    return _decoded(re.sub(r"Ã(?: |$)", "Ã\u00a0", text), "utf-8")


def _decoded(text: str, codec: str) -> str | None:
    try:
        return (_bytes_of(text) or b"").decode(codec)
    except UnicodeDecodeError:
        return None


_CONVERT: dict[Encoding, Callable[[str], str | None]] = {
    Encoding.UNICODE: lambda text: text,
    Encoding.TCVN3: lambda text: text.translate(_FROM_TCVN3),
    Encoding.VNI: _from_vni,
    Encoding.WINDOWS_1258: _from_1258,
    Encoding.MOJIBAKE: _from_mojibake,
}


def recognised_encoding(texts: Iterable[str]) -> EncodingDecision:
    """Return how texts are encoded, by the share of Vietnamese syllables it gives.

    Args:
        texts: Cells and titles of a file; the more, the surer.

    >>> decision = recognised_encoding(["Nguyªn", "B¾c K¹n", "§ång Hû"])
    >>> decision.encoding.value, decision.certainty_ratio, decision.is_certain
    ('tcvn3', 1.0, True)
    """
    texts = list(dict.fromkeys(texts))
    marked = (
        word
        for text in texts
        for word in _WORD.findall(text)
        if not word.isascii() and any(map(str.isalpha, word))
    )
    words = list(islice(dict.fromkeys(marked), _MOST_WORDS))
    if not words:
        return EncodingDecision(Encoding.UNICODE, 1.0, is_certain=True)
    shares = {encoding: _syllable_ratio(words, encoding) for encoding in Encoding}
    # The first of equals is Unicode.
    best = max(shares, key=lambda encoding: shares[encoding])
    lead = shares[best] - max(shares[other] for other in Encoding if other != best)
    enough = len(words) >= _ENOUGH_WORDS or any(map(_is_plainly_unicode, words))
    return EncodingDecision(
        best,
        shares[best],
        is_certain=enough and shares[best] >= _SURE_RATIO and lead >= _LEAD_RATIO,
        word_count=len(words),
        notes=_notes(best, texts, words),
    )


def _syllable_ratio(words: list[str], encoding: Encoding) -> float:
    """Return the share of words that become syllables with signs of Vietnamese."""
    right = 0
    for word in words:
        found = to_unicode(word, encoding)
        if encoding is not Encoding.UNICODE and _is_plainly_unicode(word):
            continue
        right += not found.isascii() and is_syllable(found)
    return right / len(words)


def _is_plainly_unicode(word: str) -> bool:
    """Tell whether a word holds letters that no reader of single bytes makes."""
    composed = unicodedata.normalize("NFC", word)
    return _bytes_of(composed) is None


def _notes(
    encoding: Encoding, texts: list[str], words: list[str]
) -> tuple[Message, ...]:
    notes = []
    if encoding is Encoding.UNICODE:
        return ()
    unicode_words = [word for word in words if _is_plainly_unicode(word)]
    if unicode_words:
        note = Message(
            'some texts are in Unicode already, like "{word}"; they stay as they are',
            {"word": unicode_words[0]},
        )
        notes.append(note)
    small = [text for text in texts if " " in text.strip() and text == text.lower()]
    small = [text for text in small if any(map(str.isalpha, text))]
    if encoding is Encoding.TCVN3 and small:
        note = Message(
            "texts typed in a font of capitals (.VnTimeH) come out in small letters: "
            'check "{text}"',
            {"text": to_unicode(small[0], encoding)},
        )
        notes.append(note)
    return tuple(notes)
