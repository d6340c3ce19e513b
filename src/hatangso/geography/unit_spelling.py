"""The many spellings of one name: kinds and parents cut off, tones in one place."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from hatangso.language import fold
from hatangso.model.unit_history import Level, UnitExistence

__all__ = [
    "Phrase",
    "Spelling",
    "can_be",
    "locality_key",
    "names_above",
    "phrases",
    "spellings",
]

_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
# Đ and its look-alikes Eth and the African D.
_TO_D_WITH_STROKE = str.maketrans("ĐÐƉđðɖ", "đđđđđđ")
# Hỷ and Hỉ, Mỹ and Mĩ, Quý and Quí are the same word; Thúy and Thúi are not.
_FINAL_Y = re.compile(r"(qu|[^aăâeêioôơuưy]*)y")
_MARKS = re.compile(r"[.,;:?!#*'’‘`\"“”_/|\\()\[\]–—-]+")  # noqa: RUF001 - marks of old typists
_SEPARATOR = re.compile(r"[,;/|]|\s[-–—]+\s")  # noqa: RUF001 - dashes of word processors
_BRACKETS = re.compile(r"[(\[]([^)\]]*)[)\]]?")
_PART = ("phan con lai", "mot phan", "phan dien tich")
_REMARKS = (*_PART, "cu", "moi", "truoc", "sau", "sap nhap", "nay la", "gom")
_FORMER_REMARKS = ("cu", "truoc sap nhap", "truoc 01/07/2025", "truoc 1/7/2025")
_DASH = re.compile(r"[-–—]")  # noqa: RUF001 - dashes of word processors
_OFFICE = re.compile(r"^(?:ubnd|ủy ban nhân dân|uỷ ban nhân dân)\s+", re.IGNORECASE)
_FORMER = "cu3"

_COMMUNES = (Level.COMMUNE,)
_DISTRICTS = (Level.DISTRICT,)
# Words for kinds, in folded letters; longer ones first where one begins another.
_KINDS: tuple[tuple[str, str], ...] = (
    ("thi tran", "thị trấn"),
    ("t tr", "thị trấn"),
    ("t t", "thị trấn"),
    ("tt", "thị trấn"),
    ("thi xa", "thị xã"),
    ("t x", "thị xã"),
    ("tx", "thị xã"),
    ("thanh pho", "thành phố"),
    ("t p", "thành phố"),
    ("tp", "thành phố"),
    ("dac khu", "đặc khu"),
    ("dk", "đặc khu"),
    ("phuong", "phường"),
    ("ph", "phường"),
    ("p", "phường"),
    ("xa", "xã"),
    ("x", "xã"),
    ("huyen", "huyện"),
    ("h", "huyện"),
    ("quan", "quận"),
    ("q", "quận"),
    ("tinh", "tỉnh"),
    ("t", "tỉnh"),
)
_LEVELS = {
    "xã": _COMMUNES,
    "phường": _COMMUNES,
    "thị trấn": _COMMUNES,
    "đặc khu": _COMMUNES,
    "huyện": _DISTRICTS,
    "quận": _DISTRICTS,
    "thị xã": _DISTRICTS,
    "thành phố": (Level.PROVINCE, Level.DISTRICT),
    "tỉnh": (Level.PROVINCE,),
}
# A unit above that begins in the middle of a text: "xã Tân Tiến huyện Phú Bình".
_ABOVE = re.compile(
    r"\s(?=(?:huyện|quận|thị xã|thành phố|tỉnh|huyen|thi xa|thanh pho|tinh"
    r"|tp\.|tx\.|h\.|t\.)\s*\S)",
    re.IGNORECASE,
)
# Longer ones first; a street group is one whichever way it is called.
_LOCALITY_KINDS = (
    (("to", "dan", "pho"), "tổ"),
    (("to", "dp"), "tổ"),
    (("tdp",), "tổ"),
    (("to",), "tổ"),
    (("khu", "pho"), "khu"),
    (("khu",), "khu"),
    (("thon",), "thôn"),
    (("xom",), "xóm"),
    (("ban",), "bản"),
    (("ap",), "ấp"),
)


@dataclass(frozen=True)
class Spelling:
    """One way to read a name.

    Attributes:
        kind: ``xã``, ``huyện`` …; empty when the text names none.
        exact: Key in which tones, ă, â, đ count, but neither the place of the tone mark
            nor capitals, signs, nor i and y where they are the same word.
        folded: Key without any diacritics.
    """

    kind: str
    exact: str
    folded: str


@dataclass(frozen=True)
class Phrase:
    """A text taken apart.

    Attributes:
        name: The unit itself.
        parents: The units above that it names, as written.
        is_part: Whether it speaks of a part of the unit ("phần còn lại").
        is_former: Whether it speaks of a unit that is no more ("cũ").
        is_ascii: Whether it was typed without any diacritics.
    """

    name: str
    parents: tuple[str, ...] = ()
    is_part: bool = False
    is_former: bool = False
    is_ascii: bool = False


def can_be(kind: str, unit: UnitExistence) -> bool:
    """Return whether a kind may have been written for a unit.

    Kinds of one tier are taken for each other, as towns grow into cities; only a city
    and a province of one name are two units.
    """
    if not kind:
        return True
    is_province = unit.level is Level.PROVINCE
    return unit.level in _LEVELS[kind] and (not is_province or kind == unit.kind)


@lru_cache(maxsize=20_000)
def spellings(name: str) -> tuple[Spelling, ...]:
    """Return the ways to read a name: as a whole, and with its kind cut off.

    >>> [(one.kind, one.folded) for one in spellings("TT. Chùa Hang")]
    [('', 'tt chua hang'), ('thị trấn', 'chua hang')]
    """
    words = [_keys(word) for word in _words(name)]
    if len(words) > 1 and words[-1][0] == _FORMER:
        words.pop()
    found = [_joined("", words)]
    folded = [key for _, key in words]
    for start, kind in _KINDS:
        length = start.count(" ") + 1
        if len(words) > length and " ".join(folded[:length]) == start:
            found.append(_joined(kind, words[length:]))
            break
    return tuple(found)


@lru_cache(maxsize=20_000)
def phrases(text: str) -> tuple[Phrase, ...]:
    """Take a text apart into a unit and the units above it, the likeliest way first.

    >>> [(one.name, one.parents) for one in phrases("xã Tân Tiến (huyện Phú Bình)")]
    [('xã Tân Tiến', ('huyện Phú Bình',))]
    """
    composed = " ".join(unicodedata.normalize("NFC", text).split())
    inside = [
        part.strip()
        for bracket in _BRACKETS.findall(composed)
        for part in _SEPARATOR.split(bracket)
    ]
    is_part = any(fold(part).startswith(_PART) for part in inside)
    is_former = any(fold(part) in _FORMER_REMARKS for part in inside)
    above = tuple(p for p in inside if fold(p) and not fold(p).startswith(_REMARKS))
    bare = _OFFICE.sub("", _BRACKETS.sub(" ", composed).strip())
    parts = _parts(_SEPARATOR, bare)
    ways = [parts]
    for separator in (_ABOVE, _DASH):
        begun = _parts(separator, parts[0])
        if len(begun) > 1:
            ways.append((*begun, *parts[1:]))
    # From the largest to the smallest; or a code in front of the name.
    ways += [way[::-1] for way in ways if len(way) > 1]
    return tuple(
        Phrase(
            way[0],
            (*way[1:], *above),
            is_part,
            is_former or way[0].lower().endswith(" cũ"),
            composed.isascii(),
        )
        for way in dict.fromkeys(ways)
    )


def names_above(text: str) -> tuple[str, ...]:
    """Return the units that a text about the units above names.

    >>> names_above("huyện Phú Bình tỉnh Thái Nguyên")
    ('huyện Phú Bình', 'tỉnh Thái Nguyên')
    """
    first = phrases(text)[0]
    parts = _parts(_ABOVE, first.name)
    return tuple(part for part in (*parts, *first.parents) if part)


def _parts(separator: re.Pattern[str], text: str) -> tuple[str, ...]:
    parts = (part.strip() for part in separator.split(text))
    return tuple(part for part in parts if part) or ("",)


def locality_key(name: str) -> str:
    """Return a key under which spellings of a village or a street group are equal.

    >>> locality_key("Tổ 01") == locality_key("TDP số 1")
    True
    """
    words = [_keys(word) for word in _words(name)]
    plain = tuple(folded for _, folded in words)
    rest = [exact for exact, _ in words]
    for start, kind in _LOCALITY_KINDS:
        if plain[: len(start)] == start and len(plain) > len(start):
            is_numbered = plain[len(start)] == "so"
            rest = [kind, *rest[len(start) + is_numbered :]]
            break
    return " ".join(rest)


def _joined(kind: str, words: list[tuple[str, str]]) -> Spelling:
    exact, folded = (
        (" ".join(keys) for keys in zip(*words, strict=True)) if words else ("", "")
    )
    return Spelling(kind, exact, folded)


def _words(text: str) -> list[str]:
    return _MARKS.sub(" ", text).split()


@lru_cache(maxsize=50_000)
def _keys(word: str) -> tuple[str, str]:
    """Return the exact and the folded key of a word."""
    if word.isdigit():
        number = word.lstrip("0") or "0"
        return number, number
    letters, tone = [], ""
    lower = unicodedata.normalize("NFD", word.lower().translate(_TO_D_WITH_STROKE))
    for sign in lower:
        if sign in _TONES:
            tone = _TONES[sign]
        elif unicodedata.category(sign) != "Cf":
            letters.append(sign)
    plain = unicodedata.normalize("NFC", "".join(letters))
    found = _FINAL_Y.fullmatch(plain)
    if found:
        plain = found[1] + "i"
    return plain + tone, fold(plain)
