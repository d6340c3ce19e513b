"""Vietnamese words: order, and comparison without diacritics."""

import unicodedata

from viet_text_tools import vietnamese_case_insensitive_sort_key

__all__ = ["fold", "sort_key"]

# Đ and đ do not decompose; U+00D0 and U+0189 are their look-alikes in old files.
_STROKED_D = str.maketrans({"đ": "d", "Đ": "D", "Ð": "D", "Ɖ": "D", "ð": "d"})


def sort_key(text: str) -> tuple[object, ...]:
    """Return a key that puts names into Vietnamese order.

    Source:
        CLDR collation for vi: letters a ă â … d đ …, tones ngang, huyền, hỏi, ngã, sắc,
        nặng (package viet-text-tools).

    >>> sorted(["Đại Từ", "Dân Tiến", "Ân Thi", "Chợ Mới", "Chợ Đồn"], key=sort_key)
    ['Ân Thi', 'Chợ Đồn', 'Chợ Mới', 'Dân Tiến', 'Đại Từ']
    """
    composed = unicodedata.normalize("NFC", text)
    return (tuple(vietnamese_case_insensitive_sort_key(composed)), composed)


def fold(text: str) -> str:
    """Return the text without diacritics, in lower case, with single spaces.

    >>> fold("TT.  Chùa Hang, Đồng Hỷ")
    'tt. chua hang, dong hy'
    """
    plain = unicodedata.normalize("NFD", text.translate(_STROKED_D))
    kept = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(kept.lower().split())
