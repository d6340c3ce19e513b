"""Whether two spellings name the same thing."""

import unicodedata
from functools import lru_cache

__all__ = ["same_name"]

# huyền, hỏi, ngã, sắc, nặng: written on one vowel of a word or on its neighbour.
_TONES = frozenset("\u0300\u0309\u0303\u0301\u0323")


def same_name(text: str) -> str:
    """Return what spellings of one name have in common; diacritics tell names apart.

    Capitals, spaces and the vowel that bears the tone do not count.

    >>> same_name("Xã  HOÀ BÌNH") == same_name("xã Hòa Bình")
    True
    >>> same_name("Phú Lương") == same_name("Phú Lượng")
    False
    """
    return " ".join(map(_word, text.casefold().split()))


# Names of offices and services are made of few words, and asked for often.
@lru_cache(maxsize=32_768)
def _word(word: str) -> str:
    signs = unicodedata.normalize("NFD", word)
    tones = "".join(sign for sign in signs if sign in _TONES)
    rest = "".join(sign for sign in signs if sign not in _TONES)
    return unicodedata.normalize("NFC", rest) + tones
