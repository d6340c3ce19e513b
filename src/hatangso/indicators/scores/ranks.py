"""Ranks of provinces: one series for each index, never one of several."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import msgspec

from hatangso.errors import InvalidInputError
from hatangso.model.indicator import Comparator

__all__ = [
    "IndexRank",
    "RankSeries",
    "RankedIndex",
    "places_gained",
    "rank_problems",
    "rank_series",
    "ranked_indices",
]


class RankedIndex(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An index in which provinces are ranked.

    Attributes:
        schemes: Codes of the scoring schemes of its editions, as far as they are known.
        merged: How a province that was made of others gets its value; empty when no
            rule is published.
    """

    code: str
    name_vi: str
    name_en: str
    schemes: tuple[str, ...] = ()
    merged: str = ""


@dataclass(frozen=True)
class IndexRank:
    """The rank of a province in one edition of one index.

    Attributes:
        index: Code of the index.
        edition: The year that it judges; empty when its source does not say.
        rank_is: ``=``, or ``>`` and ``<=`` where only a limit is printed.
        of: How many were ranked; None when its source does not say.
        score: From 0 to 1; None likewise.
        source: The document or page.
        note: What the source prints in place of an edition.
    """

    index: str
    edition: str
    province_code: str
    rank: int
    source: str
    rank_is: Comparator = Comparator.EQUAL
    of: int | None = None
    score: float | None = None
    note: str = ""


@dataclass(frozen=True)
class RankSeries:
    """The ranks of a province in one index.

    Attributes:
        ranks: By edition, ascending, one each.
        undated: Those whose source names no edition: they stand in no order.
    """

    index: RankedIndex
    ranks: tuple[IndexRank, ...]
    undated: tuple[IndexRank, ...]


def ranked_indices(mapping: Mapping[str, Any]) -> dict[str, RankedIndex]:
    """Build the indices, by code, from the parsed ``indices.toml``.

    Raises:
        InvalidInputError: A row is incomplete or a code stands twice.
    """
    text = "the indices cannot be used: {problems}"
    try:
        rows = msgspec.convert(mapping.get("index", []), list[RankedIndex])
    except msgspec.ValidationError as error:
        raise InvalidInputError(text, problems=str(error)) from error
    found = {row.code: row for row in rows}
    if len(found) < len(rows):
        raise InvalidInputError(text, problems="a code stands twice")
    return found


def rank_series(
    ranks: Iterable[IndexRank], index: RankedIndex, province_code: str
) -> RankSeries:
    """Return the ranks of a province in one index, and in no other.

    Two sources that print the same rank of one edition are one point: the first stands.
    """
    own = [
        one
        for one in ranks
        if one.index == index.code and one.province_code == province_code
    ]
    dated: dict[str, IndexRank] = {}
    for one in own:
        if one.edition:
            dated.setdefault(one.edition, one)
    return RankSeries(
        index,
        tuple(dated[edition] for edition in sorted(dated)),
        tuple(one for one in own if not one.edition),
    )


def places_gained(earlier: IndexRank, later: IndexRank) -> int | None:
    """Return how many places a province went up; below 0 it went down.

    Returns:
        None when one of the ranks is a limit only.

    Raises:
        InvalidInputError: The ranks are of different indices or provinces, or the
            editions are not known to follow each other.
    """
    if (earlier.index, earlier.province_code) != (later.index, later.province_code):
        raise InvalidInputError(
            "ranks of {one} and {other} cannot be compared: each index and province is"
            " a series of its own",
            one=f"{earlier.index} {earlier.province_code}",
            other=f"{later.index} {later.province_code}",
        )
    if not earlier.edition or not earlier.edition < later.edition:
        raise InvalidInputError(
            "the edition {later} is not known to follow {earlier}",
            earlier=earlier.edition or "?",
            later=later.edition or "?",
        )
    if {earlier.rank_is, later.rank_is} != {Comparator.EQUAL}:
        return None
    return earlier.rank - later.rank


def rank_problems(
    ranks: Sequence[IndexRank], indices: Mapping[str, RankedIndex]
) -> list[str]:
    """Return what is wrong with ranks, in words that name index and edition."""
    problems = [problem for one in ranks for problem in _problems_of(one, indices)]
    for one, other in combinations(ranks, 2):
        is_same_list = one.edition and (one.index, one.edition) == (
            other.index,
            other.edition,
        )
        if not is_same_list:
            continue
        label = _label(one)
        is_same_place = one.province_code == other.province_code
        if is_same_place and (one.rank_is, one.rank) != (other.rank_is, other.rank):
            problems.append(f"{label}: two ranks, {one.rank} and {other.rank}")
        if None not in {one.of, other.of} and one.of != other.of:
            problems.append(f"{label}: of {one.of} and of {other.of}")
    return list(dict.fromkeys(problems))


def _problems_of(one: IndexRank, indices: Mapping[str, RankedIndex]) -> list[str]:
    checks = (
        (one.index not in indices, "no such index"),
        (not (one.edition or one.note), "neither an edition nor what is printed"),
        (
            bool(one.edition) and not (one.edition.isdigit() and len(one.edition) == 4),  # noqa: PLR2004 - a year
            "the edition is no year",
        ),
        (one.rank < 1, "a rank begins at 1"),
        (one.of is not None and one.rank > one.of, f"rank {one.rank} of {one.of}"),
        (one.score is not None and not 0 <= one.score <= 1, "a score from 0 to 1"),
    )
    return [f"{_label(one)}: {problem}" for is_wrong, problem in checks if is_wrong]


def _label(one: IndexRank) -> str:
    return f"{one.index} {one.edition or '?'} {one.province_code}"
