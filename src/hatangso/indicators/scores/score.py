"""Points under a scheme: what is earned, what may still be, what a change adds."""

from collections.abc import Mapping
from dataclasses import dataclass

from hatangso.errors import InvalidInputError
from hatangso.indicators.scores.scheme import Criterion, Part, Scheme

__all__ = [
    "CriterionScore",
    "Gain",
    "PartScore",
    "Score",
    "score",
    "what_if",
]


@dataclass(frozen=True)
class CriterionScore:
    """What one criterion earns.

    Attributes:
        reached_ratio: Share of its points that the value earns; None without a value.
        points: None when the value or the number of points is not known.
    """

    criterion: Criterion
    value: float | None
    reached_ratio: float | None
    points: float | None


@dataclass(frozen=True)
class PartScore:
    """What a part earns: at least, and at most when all that is unknown were perfect.

    Attributes:
        low_points: None, with ``high_points``, when the points of the part are unknown.
        is_published: Whether the value was published and not computed here.
    """

    part: Part
    low_points: float | None
    high_points: float | None
    criteria: tuple[CriterionScore, ...]
    is_published: bool = False


@dataclass(frozen=True)
class Score:
    """What a province earns under a scheme.

    Attributes:
        low_points: Sum over the parts whose points are known.
        high_points: The same when all that is unknown were perfect; None when the
            points of a part are not confirmed.
    """

    scheme: Scheme
    parts: tuple[PartScore, ...]
    low_points: float
    high_points: float | None


@dataclass(frozen=True)
class Gain:
    """What a change of values would do to a score.

    Attributes:
        points: More points; None when no criterion that changes has known points.
        ratios: By criterion that changes, how much more of its points would be earned:
            known even where the points are not.
    """

    before: Score
    after: Score
    points: float | None
    ratios: Mapping[str, float]


def score(
    scheme: Scheme,
    values: Mapping[str, float],
    *,
    published: Mapping[str, float] | None = None,
) -> Score:
    """Count the points of a province.

    Args:
        scheme: With points as far as they are known.
        values: By indicator, in the unit of the catalogue.
        published: Values of whole parts as published, from 0 to 1.

    Raises:
        InvalidInputError: A published value is not from 0 to 1 or names no part.
    """
    told = published or {}
    known = {part.code for part in scheme.part}
    wrong = sorted(
        code for code, value in told.items() if code not in known or not 0 <= value <= 1
    )
    if wrong:
        raise InvalidInputError(
            "published values must be from 0 to 1 and name a part of {scheme}: {names}",
            scheme=scheme.code,
            names=", ".join(wrong),
        )
    parts = tuple(_part_score(scheme, part, values, told) for part in scheme.part)
    lows = [part.low_points for part in parts if part.low_points is not None]
    highs = [part.high_points for part in parts if part.high_points is not None]
    is_whole = len(highs) == len(parts) > 0
    return Score(scheme, parts, sum(lows), sum(highs) if is_whole else None)


def what_if(
    scheme: Scheme,
    values: Mapping[str, float],
    changes: Mapping[str, float],
    *,
    published: Mapping[str, float] | None = None,
) -> Gain:
    """Return what changed values would add to a score.

    Raises:
        InvalidInputError: No criterion of the scheme rests on a value that changes, or
            a published value is wrong.
    """
    used = {one.indicator for one in scheme.criterion}
    used |= {one.full_at for one in scheme.criterion if isinstance(one.full_at, str)}
    idle = sorted(changes.keys() - used)
    if idle:
        raise InvalidInputError(
            "no criterion of {scheme} rests on {names}; they rest on {used}",
            scheme=scheme.code,
            names=", ".join(idle),
            used=", ".join(sorted(used)),
        )
    before = score(scheme, values, published=published)
    after = score(scheme, {**values, **changes}, published=published)
    ratios, points = {}, []
    for one, other in zip(_criteria(before), _criteria(after), strict=True):
        if other.reached_ratio is None or other.reached_ratio == one.reached_ratio:
            continue
        gained = other.reached_ratio - (one.reached_ratio or 0.0)
        ratios[f"{one.criterion.part}/{one.criterion.indicator}"] = gained
        if one.criterion.most_points is not None:
            points.append(gained * one.criterion.most_points)
    return Gain(before, after, sum(points) if points else None, ratios)


def _criteria(found: Score) -> list[CriterionScore]:
    return [one for part in found.parts for one in part.criteria]


def _part_score(
    scheme: Scheme,
    part: Part,
    values: Mapping[str, float],
    published: Mapping[str, float],
) -> PartScore:
    criteria = tuple(
        _criterion_score(one, values)
        for one in scheme.criterion
        if one.part == part.code
    )
    if part.most_points is None:
        return PartScore(part, None, None, criteria)
    if part.code in published:
        points = published[part.code] * part.most_points
        return PartScore(part, points, points, criteria, is_published=True)
    earned = sum(one.points for one in criteria if one.points is not None)
    judged = sum(
        one.criterion.most_points or 0.0 for one in criteria if one.points is not None
    )
    return PartScore(part, earned, earned + part.most_points - judged, criteria)


def _criterion_score(
    criterion: Criterion, values: Mapping[str, float]
) -> CriterionScore:
    value = values.get(criterion.indicator)
    full = criterion.full_at
    full_value = values.get(full) if isinstance(full, str) else full
    if value is None or full_value is None or full_value == criterion.none_at:
        return CriterionScore(criterion, value, None, None)
    way = (value - criterion.none_at) / (full_value - criterion.none_at)
    ratio = min(1.0, max(0.0, way))
    points = None if criterion.most_points is None else ratio * criterion.most_points
    return CriterionScore(criterion, value, ratio, points)
