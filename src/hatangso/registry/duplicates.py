"""Records that may be one thing: the same mast in three operators' lists."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations

import numpy as np
from scipy.spatial import cKDTree

from hatangso.errors import Message
from hatangso.geography.plane import Plane
from hatangso.language import fold
from hatangso.model.record import FieldValue, Record
from hatangso.model.record_kind import DuplicateRule, RecordKind

__all__ = ["Duplicate", "duplicates_of", "merged_values"]

# Two texts are alike from here on; an assumption, tried on names of sites and villages.
_ALIKE_RATIO = 0.85
# Alike names count for one thing up to so many times the nearness of the rule.
_FAR_TIMES = 10
_NEAR_ALONE, _ALIKE_ALONE, _BOTH = 0.6, 0.7, 0.95
_SIGNS = re.compile(r"[^0-9a-z]+")
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


def duplicates_of(kind: RecordKind, records: Sequence[Record]) -> list[Duplicate]:
    """Return the pairs of records that may be one thing, the surest first.

    Args:
        kind: Its rule decides; a kind without one has no duplicates beside its key.
        records: Of this kind, in any order.
    """
    rule = kind.duplicates
    if rule is None:
        return []
    found = [
        duplicate
        for (one, other), distance_m in _candidates(rule, records).items()
        if (duplicate := _judged(rule, records[one], records[other], distance_m))
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


def _candidates(
    rule: DuplicateRule, records: Sequence[Record]
) -> Mapping[tuple[int, int], float | None]:
    """Return pairs worth a look, by place in the list, with their distance."""
    placed = [
        place
        for place, record in enumerate(records)
        if rule.near_m is not None and _has_place(record)
    ]
    pairs: dict[tuple[int, int], float | None] = {}
    if len(placed) > 1 and rule.near_m is not None:
        pairs.update(_near(rule.near_m, placed, records))
    for places in _alike_groups(rule, records):
        for pair in combinations(places, 2):
            pairs.setdefault(pair, None)
    return pairs


def _has_place(record: Record) -> bool:
    return all(record.values.get(name) is not None for name in ("lon_deg", "lat_deg"))


def _near(
    near_m: float, placed: Sequence[int], records: Sequence[Record]
) -> Iterator[tuple[tuple[int, int], float]]:
    """Yield pairs within the reach in which alike names still count."""
    lon_deg = np.array([records[place].values["lon_deg"] for place in placed], float)
    lat_deg = np.array([records[place].values["lat_deg"] for place in placed], float)
    xy_m = Plane.around(lon_deg, lat_deg).xy_m(lon_deg, lat_deg)
    tree = cKDTree(xy_m)
    pairs = tree.query_pairs(near_m * _FAR_TIMES, output_type="ndarray")
    lengths_m = np.hypot(*(xy_m[pairs[:, 0]] - xy_m[pairs[:, 1]]).T)
    for (one, other), length_m in zip(pairs, lengths_m, strict=True):
        first, second = sorted((placed[one], placed[other]))
        yield (first, second), float(length_m)


def _alike_groups(
    rule: DuplicateRule, records: Sequence[Record]
) -> Iterator[tuple[int, ...]]:
    """Yield records whose texts share every word, whatever the order."""
    groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
    if not rule.alike:
        return
    for place, record in enumerate(records):
        words = tuple(
            " ".join(sorted(_words(record.values.get(name)))) for name in rule.alike
        )
        if all(words):
            same = tuple(record.values.get(name) for name in rule.same)
            groups[words + same].append(place)
    yield from (tuple(group) for group in groups.values() if len(group) > 1)


def _judged(
    rule: DuplicateRule, one: Record, other: Record, distance_m: float | None
) -> Duplicate | None:
    if not _agree(rule, one, other):
        return None
    is_near = (
        rule.near_m is not None and distance_m is not None and distance_m <= rule.near_m
    )
    # Alike names far apart are two things of one name.
    is_apart = (
        rule.near_m is not None
        and distance_m is None
        and (_has_place(one) and _has_place(other))
    )
    is_alike = (
        bool(rule.alike)
        and not is_apart
        and all(
            _is_alike(one.values.get(name), other.values.get(name))
            for name in rule.alike
        )
    )
    if not is_near and not is_alike:
        return None
    first, second = sorted((one, other), key=lambda item: (-_known(item), item.id))
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


def _agree(rule: DuplicateRule, one: Record, other: Record) -> bool:
    """Return whether no field that must be the same tells them apart."""
    return not any(
        None not in (mine := one.values.get(name), yours := other.values.get(name))
        and mine != yours
        for name in rule.same
    )


def _known(record: Record) -> int:
    return sum(value is not None for value in record.values.values())


def _words(value: object) -> list[str]:
    """Return the words that tell one thing from another, ``Tổ 01`` as ``Tổ 1``."""
    text = fold(str(value or ""))
    words = [] if _NAMELESS in text else _SIGNS.sub(" ", text).split()
    told = [word.lstrip("0") or word for word in words if word not in _KIND_WORDS]
    return told or words


def _is_alike(one: object, other: object) -> bool:
    mine, yours = _words(one), _words(other)
    if not mine or not yours:
        return False
    # Numbers tell apart what letters do not: trạm 1 is not trạm 2.
    if [x for x in mine if x.isdigit()] != [x for x in yours if x.isdigit()]:
        return False
    if sorted(mine) == sorted(yours):
        return True
    return (
        SequenceMatcher(None, " ".join(mine), " ".join(yours)).ratio() >= _ALIKE_RATIO
    )
