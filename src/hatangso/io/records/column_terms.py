"""How alike a header is to what the fields of a kind are called."""

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise

from hatangso.io.sheets.table_words import folded, without_unit
from hatangso.model.record_kind import FieldType, RecordKind

__all__ = [
    "COORDINATES",
    "PARENT_UNIT",
    "PSEUDO_FIELDS",
    "X_M",
    "Y_M",
    "KindTerms",
    "joined",
    "title_variants",
]

# Names that stand for a column from which fields are computed, not for a field.
X_M = "x_m"
Y_M = "y_m"
COORDINATES = "coordinates"
PARENT_UNIT = "parent_unit"
PSEUDO_FIELDS = (X_M, Y_M, COORDINATES, PARENT_UNIT)

_POINT_TERMS = {
    X_M: (
        "X", "Tọa độ X", "X (m)", "Northing", "N", "Bắc", "Tọa độ Bắc", "X VN2000",
        "Tọa độ VN2000 X", "Hệ tọa độ VN-2000 X", "Tung độ",
    ),
    Y_M: (
        "Y", "Tọa độ Y", "Y (m)", "Easting", "E", "Đông", "Tọa độ Đông", "Y VN2000",
        "Tọa độ VN2000 Y", "Hệ tọa độ VN-2000 Y", "Hoành độ",
    ),
    COORDINATES: (
        "Tọa độ", "Tọa độ địa lý", "Tọa độ GPS", "Vị trí GPS", "GPS", "Coordinates",
        "Lat long", "LatLon", "Lat, long", "Kinh độ, vĩ độ", "Kinh vĩ độ",
        "Vĩ độ, kinh độ", "Tọa độ (kinh độ, vĩ độ)", "Location",
    ),
}  # fmt: skip
_PARENT_TERMS = (
    "Huyện", "Quận/huyện", "Quận, huyện", "Tên huyện", "Huyện/thị xã", "Thị xã",
    "Huyện, thành phố", "Huyện, thị xã, thành phố", "Huyện/TP", "Huyện/TX/TP",
    "Thành phố", "District", "Tỉnh", "Tên tỉnh", "Tỉnh/thành phố", "Tỉnh, thành phố",
    "Province", "Huyện cũ", "Địa bàn huyện", "Cấp huyện", "Mã huyện", "Mã tỉnh",
)  # fmt: skip

_WORD = re.compile(r"[^\W_]+")
_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]")
# How much a header in several rows says by its last row alone.
_LAST_ROW_RATIO = 0.9
_LAST_WORD_RATIO = 0.85
# Words that mean little without the row above them: Xã / Tên is no name of a station.
_VAGUE = frozenset(
    {"ten", "ma", "loai", "so", "ngay", "nam", "thang", "khac", "tong", "ky", "cap"}
    | {"name", "code", "type", "id", "number", "date", "value", "gia", "muc", "don"}
)
_VAGUE_RATIO = 0.78
# Tình trạng and tình hình are spelled like tỉnh, a province, without diacritics.
_NO_PROVINCES = (("tinh", "trang"), ("tinh", "hinh"))
_LIKE_RATIO = 0.95
_TYPING_RATIO = 0.85
_SHORTEST_TYPED = 4
_LONG_WORD, _SHORT_RATIO = 8, 0.7


@dataclass(frozen=True)
class _Term:
    """One way to name a field."""

    field: str
    text: str
    words: frozenset[str]


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(folded(text)))


@lru_cache(maxsize=65536)
def joined(text: str) -> str:
    """Return the letters and digits of a text alone.

    >>> joined("Mã trạm (BTS)")
    'matrambts'
    """
    return "".join(_words(text))


@lru_cache(maxsize=8192)
def title_variants(
    titles: tuple[str, ...],
) -> tuple[tuple[tuple[str, ...], float], ...]:
    """Return the ways to read a header, as words, each with how much it says.

    >>> title_variants(("Tọa độ", "Kinh độ"))
    ((('toa', 'do', 'kinh', 'do'), 1.0), (('kinh', 'do'), 0.9))
    """
    found: dict[tuple[str, ...], float] = {}
    stripped = [without_unit(title)[0] for title in titles]
    bare = [_BRACKETS.sub(" ", title) for title in stripped]
    for lines, ratio in ((titles, 1.0), (stripped, 0.99), (bare, 0.98)):
        whole = tuple(word for line in lines for word in _words(line))
        if whole:
            found.setdefault(whole, ratio)
    for lines in (stripped, bare):
        for start in range(1, len(lines)):
            part = tuple(word for line in lines[start:] for word in _words(line))
            ratio = _LAST_ROW_RATIO
            if len(part) == 1:
                ratio = _VAGUE_RATIO if part[0] in _VAGUE else _LAST_WORD_RATIO
            if part:
                found.setdefault(part, ratio)
    return tuple(found.items())


class KindTerms:
    """What a kind's fields are called, ready to be looked up."""

    def __init__(self, kind: RecordKind) -> None:
        """Take the names, labels and synonyms of the fields."""
        self.exact: dict[str, dict[str, float]] = defaultdict(dict)
        self.terms: list[_Term] = []
        self.by_word: dict[str, list[int]] = defaultdict(list)
        for name, text, ratio in _named(kind):
            self._add(name, text, ratio)
        fields_by_word = {
            word: len({self.terms[i].field for i in found})
            for word, found in self.by_word.items()
        }
        count = 1 + len(kind.fields)
        self.rarest = math.log(1 + count)
        self.rarity = {
            word: math.log(1 + count / fields)
            for word, fields in fields_by_word.items()
        }
        self.weights = [self._weight(term.words) for term in self.terms]

    def _add(self, name: str, text: str, ratio: float) -> None:
        words = _words(text)
        if not words:
            return
        known = self.exact["".join(words)]
        known[name] = max(known.get(name, 0.0), ratio)
        term = _Term(name, text, frozenset(words))
        for word in sorted(term.words):
            self.by_word[word].append(len(self.terms))
        self.terms.append(term)

    def alikeness(self, titles: tuple[str, ...]) -> Mapping[str, float]:
        """Return how alike a header is to each field, from 0 to 1; others are 0."""
        found: dict[str, float] = {}
        for words, ratio in title_variants(titles):
            for name, exact in self.exact.get("".join(words), {}).items():
                found[name] = max(found.get(name, 0.0), ratio * exact)
            for name, like in self._overlap(frozenset(words)).items():
                found[name] = max(found.get(name, 0.0), ratio * like)
            if any(pair in pairwise(words) for pair in _NO_PROVINCES):
                found.pop(PARENT_UNIT, None)
        return found

    def mistyped(self, titles: tuple[str, ...]) -> Mapping[str, float]:
        """Return fields whose names differ from a header by a few letters."""
        found: dict[str, float] = {}
        for words, ratio in title_variants(titles):
            text = "".join(words)
            if len(text) < _SHORTEST_TYPED:
                continue
            matcher = SequenceMatcher(b=text, autojunk=False)
            for exact, names in self.exact.items():
                if abs(len(exact) - len(text)) > len(text) // 4:
                    continue
                matcher.set_seq1(exact)
                if matcher.quick_ratio() < _TYPING_RATIO:
                    continue
                like = matcher.ratio()
                if like >= _TYPING_RATIO:
                    for name in names:
                        # Short words of one letter's difference are other words.
                        most = 1.0 if len(text) >= _LONG_WORD else _SHORT_RATIO
                        score = min(most, 0.9 * like) * ratio
                        found[name] = max(found.get(name, 0.0), score)
        return found

    def _overlap(self, words: frozenset[str]) -> Mapping[str, float]:
        """Return how many of the words, by their rarity, a field's terms share."""
        shared: dict[int, float] = defaultdict(float)
        for word in sorted(words):
            for term in self.by_word.get(word, ()):
                shared[term] += self.rarity[word]
        own = self._weight(words)
        found: dict[str, float] = {}
        for index, weight in shared.items():
            named = self.terms[index]
            of_term = self.weights[index]
            jaccard = weight / (own + of_term - weight)
            contained = weight / of_term
            like = max(jaccard, 0.5 * contained**2 + 0.4 * jaccard) * _LIKE_RATIO
            if like > found.get(named.field, 0.0):
                found[named.field] = like
        return found

    def _weight(self, words: frozenset[str]) -> float:
        return sum(self.rarity.get(word, self.rarest) for word in words)


def _named(kind: RecordKind) -> list[tuple[str, str, float]]:
    """Return each field's name with one text for it, and how much that text says."""
    named: list[tuple[str, str, float]] = []
    for field in kind.fields:
        own = (field.name, field.label_vi, field.label_en, *field.synonyms)
        named.extend((field.name, text, 1.0) for text in own)
    pseudo: dict[str, Sequence[str]] = {}
    names = {field.name for field in kind.fields}
    if {"lon_deg", "lat_deg"} <= names:
        pseudo.update(_POINT_TERMS)
    if any(field.type is FieldType.UNIT for field in kind.fields):
        pseudo[PARENT_UNIT] = _PARENT_TERMS
    # A field of the kind that is called so goes before the name that stands for it.
    for name, texts in pseudo.items():
        named.extend((name, text, 0.99) for text in (name, *texts))
    return named
