"""Records that may be one thing: the same mast in three operators' lists."""

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

import numpy as np
from scipy.spatial import cKDTree

from hatangso.errors import Message
from hatangso.geography.plane import Plane
from hatangso.language import fold
from hatangso.model.record import FieldValue, Record
from hatangso.model.record_kind import DuplicateRule, RecordKind
from hatangso.units import FloatArray

__all__ = ["Duplicate", "duplicates_of", "merged_values"]

# Two texts are alike from here on; an assumption, tried on names of sites and villages.
_ALIKE_RATIO = 0.85
# Alike names count for one thing up to so many times the nearness of the rule.
_FAR_TIMES = 10
_MOST_NAMESAKES = 50
_NUMBERS = (int, float)
_NEAR_ALONE, _ALIKE_ALONE, _BOTH = 0.6, 0.7, 0.95
_WORD = re.compile(r"[0-9a-z]+")
# Words that say what a thing is, not which; without diacritics.
_KIND_WORDS = frozenset(
    (
        *("tram", "bts", "cot", "site", "vi", "tri", "nha"),
        *("thon", "xom", "ban", "ap", "to", "dan", "pho", "tdp", "khu", "so"),
    )
)
# What maps write where a name should stand.
_NAMELESS = "chua ro ten"


@dataclass(frozen=True)
class Duplicate:
    """Two records that may be one thing.

    Attributes:
        one: The one with more known fields, then the older.
        other: The other.
        distance_m: Between their points; None when a position is not known.
        certainty_ratio: 0.6 near each other, 0.7 alike, 0.95 both.
        reason: What speaks for it.
    """

    one: Record
    other: Record
    distance_m: float | None
    certainty_ratio: float
    reason: Message


def duplicates_of(
    kind: RecordKind,
    records: Sequence[Record],
    *,
    guests: Sequence[Record] | None = None,
) -> list[Duplicate]:
    """Return the pairs of records that may be one thing, the surest first.

    Args:
        kind: Its rule decides; a kind without one has no duplicates beside its key.
        records: Of this kind, in any order.
        guests: Records beside them, such as rows of a file: then only pairs with a
            guest are told. None compares the records with each other.
    """
    rule = kind.duplicates
    if rule is None:
        return []
    things = [_Thing.of(rule, record) for record in (*records, *(guests or ()))]
    first_guest = 0 if guests is None else len(records)
    found = [
        duplicate
        for (one, other), distance_m in _candidates(rule, things).items()
        if max(one, other) >= first_guest
        and (duplicate := _judged(rule, things[one], things[other], distance_m))
    ]
    return sorted(
        found,
        key=lambda item: (-item.certainty_ratio, item.one.id, item.other.id),
    )


def merged_values(
    winner: Record, loser: Record
) -> tuple[dict[str, FieldValue], tuple[str, ...]]:
    """Return what the winner learns from the loser, and where they disagree.

    Returns:
        Values of fields that only the loser knows; names of the fields that both know
        and tell differently, where the winner's value stays.
    """
    learned: dict[str, FieldValue] = {
        name: value
        for name, value in loser.values.items()
        if value is not None and winner.values.get(name) is None
    }
    disputed = tuple(
        name
        for name, value in winner.values.items()
        if value is not None and loser.values.get(name) not in {None, value}
    )
    return learned, disputed


class _Thing(NamedTuple):
    """A record with what is compared, read once; a tuple, since there are many.

    Attributes:
        words: Of each text that must be alike; an empty one is not known.
        same: Values that must be equal where both are known.
        place_deg: Longitude and latitude; None when one is not known.
    """

    record: Record
    words: tuple[tuple[str, ...], ...]
    same: tuple[FieldValue, ...]
    place_deg: tuple[float, float] | None

    @classmethod
    def of(cls, rule: DuplicateRule, record: Record) -> "_Thing":
        """Read a record."""
        values = record.values
        lon, lat = values.get("lon_deg"), values.get("lat_deg")
        is_placed = isinstance(lon, _NUMBERS) and isinstance(lat, _NUMBERS)
        return cls(
            record,
            tuple([_words(values.get(name)) for name in rule.alike]),
            tuple([values.get(name) for name in rule.same]),
            (float(lon), float(lat)) if is_placed else None,  # type: ignore[arg-type]
        )


def _candidates(
    rule: DuplicateRule, things: Sequence[_Thing]
) -> Mapping[tuple[int, int], float | None]:
    """Return pairs worth a look, by place in the list, with their distance.

    Things near each other, and things whose texts share every word; of the latter
    those that lie far apart are left out.
    """
    placed = [place for place, thing in enumerate(things) if thing.place_deg]
    if rule.near_m is None or not placed:
        return dict.fromkeys(_alike_pairs(things))
    degrees = np.array([things[place].place_deg for place in placed], dtype=float)
    plane = Plane.around(degrees[:, 0], degrees[:, 1])
    xy_m = np.full((len(things), 2), np.nan)
    xy_m[placed] = plane.xy_m(degrees[:, 0], degrees[:, 1])
    tree = cKDTree(xy_m[placed])
    near = tree.query_pairs(rule.near_m, output_type="ndarray")
    found: dict[tuple[int, int], float | None] = {}
    for one, other in np.sort(near).tolist():
        pair = placed[one], placed[other]
        found[pair] = _length_m(xy_m, pair)
    for pair in _alike_pairs(things):
        length_m = _length_m(xy_m, pair)
        if length_m is None or length_m <= _FAR_TIMES * rule.near_m:
            found.setdefault(pair, length_m)
    return found


def _length_m(xy_m: FloatArray, pair: tuple[int, int]) -> float | None:
    """Return how far apart two places lie; None when one is not known."""
    length_m = float(np.hypot(*(xy_m[pair[0]] - xy_m[pair[1]])))
    return None if math.isnan(length_m) else length_m


def _alike_pairs(things: Sequence[_Thing]) -> Iterator[tuple[int, int]]:
    """Yield pairs whose texts share every word, whatever the order.

    A text that very many things share names none of them.
    """
    groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for place, thing in enumerate(things):
        if thing.words and all(thing.words):
            words = tuple(tuple(sorted(text)) for text in thing.words)
            groups[words + thing.same].append(place)
    for group in groups.values():
        if len(group) <= _MOST_NAMESAKES:
            yield from combinations(group, 2)


def _judged(
    rule: DuplicateRule, one: _Thing, other: _Thing, distance_m: float | None
) -> Duplicate | None:
    if any(
        None not in pair and pair[0] != pair[1]
        for pair in zip(one.same, other.same, strict=True)
    ):
        return None
    is_near = (
        rule.near_m is not None and distance_m is not None and distance_m <= rule.near_m
    )
    is_alike = bool(rule.alike) and all(
        _is_alike(*texts) for texts in zip(one.words, other.words, strict=True)
    )
    if not is_near and not is_alike:
        return None
    first, second = sorted(
        (one.record, other.record), key=lambda item: (-_known(item), item.id)
    )
    numbers = {"distance_m": distance_m}
    if is_near and is_alike:
        certainty, reason = (
            _BOTH,
            Message("{distance_m:.0f} m apart, names alike", numbers),
        )
    elif is_near:
        certainty, reason = _NEAR_ALONE, Message("{distance_m:.0f} m apart", numbers)
    else:
        certainty, reason = _ALIKE_ALONE, Message("names alike")
    return Duplicate(first, second, distance_m, certainty, reason)


def _known(record: Record) -> int:
    return sum(value is not None for value in record.values.values())


@lru_cache(maxsize=100_000)
def _words(value: FieldValue) -> tuple[str, ...]:
    """Return the words that tell one thing from another, ``Tổ 01`` as ``Tổ 1``."""
    text = fold(str(value or ""))
    words = [] if _NAMELESS in text else _WORD.findall(text)
    told = [word.lstrip("0") or word for word in words if word not in _KIND_WORDS]
    return tuple(told or words)


def _is_alike(mine: tuple[str, ...], yours: tuple[str, ...]) -> bool:
    if not mine or not yours:
        return False
    # Numbers tell apart what letters do not: trạm 1 is not trạm 2.
    if [x for x in mine if x.isdigit()] != [x for x in yours if x.isdigit()]:
        return False
    if sorted(mine) == sorted(yours):
        return True
    likeness = SequenceMatcher(None, " ".join(mine), " ".join(yours))
    return likeness.quick_ratio() >= _ALIKE_RATIO <= likeness.ratio()
