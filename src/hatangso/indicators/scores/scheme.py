"""Scoring schemes of official indices: their structure, and what of it is confirmed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from hatangso.errors import InvalidInputError
from hatangso.indicators.catalogue import IndicatorCatalogue

__all__ = ["Criterion", "Part", "Scheme", "scoring_scheme", "with_points"]


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A main index or group of a scheme.

    Attributes:
        most_points: None while nobody confirmed how many.
        components: How many criteria the text has in it; None when not known.
    """

    code: str
    name_vi: str
    name_en: str
    most_points: float | None = None
    components: int | None = None
    note_vi: str = ""
    note_en: str = ""


class Criterion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What earns points within a part.

    Between ``none_at`` and ``full_at`` the points grow in step with the value.

    Attributes:
        indicator: Code of the catalogue.
        most_points: None while nobody confirmed how many.
        full_at: Value that earns all points, or the indicator that gives it.
        none_at: Value that earns none; above ``full_at`` when less is better.
        is_confirmed: Whether its text was read; else it is a guess that waits for one.
    """

    part: str
    indicator: str
    is_confirmed: bool
    most_points: float | None = None
    full_at: float | str = 100.0
    none_at: float = 0.0


class Scheme(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One edition of an index.

    Attributes:
        code: Name of its file: ``dti-2022``.
        editions: Years for which it was published with this scheme.
        most_points: Of the whole; None while nobody confirmed how many.
        published_as: ``ratio`` (points over most points) or ``points``.
        merged: How a merged province gets its values: ``mean_of_main_indices``, or
            empty when no rule is known.
        main_indices: How many parts the text has, when they are not listed here.
        components: How many criteria the text has.
    """

    code: str
    name_vi: str
    name_en: str
    document: str
    issued: date
    editions: tuple[str, ...] = ()
    most_points: float | None = None
    published_as: str = "points"
    merged: str = ""
    main_indices: int | None = None
    components: int | None = None
    note_vi: str = ""
    note_en: str = ""
    part: tuple[Part, ...] = ()
    criterion: tuple[Criterion, ...] = ()


def scoring_scheme(
    code: str, mapping: Mapping[str, Any], catalogue: IndicatorCatalogue
) -> Scheme:
    """Build a scheme from its parsed file.

    Raises:
        InvalidInputError: The file is incomplete, names unknown parts or indicators, or
            gives a part more points in criteria than it has; the message names it all.
    """
    text = "the scoring scheme {code} cannot be used: {problems}"
    try:
        scheme = msgspec.convert({**mapping, "code": code}, Scheme)
    except msgspec.ValidationError as error:
        raise InvalidInputError(text, code=code, problems=str(error)) from error
    problems = _problems(scheme, catalogue)
    if problems:
        raise InvalidInputError(text, code=code, problems="; ".join(problems))
    return scheme


def with_points(
    scheme: Scheme, points: Mapping[str, float], catalogue: IndicatorCatalogue
) -> Scheme:
    """Return a scheme with points that its user knows or assumes.

    Args:
        scheme: As shipped.
        points: By part, or by part and indicator: ``use/household_fibre_ratio``.
        catalogue: To check the result.

    Raises:
        InvalidInputError: A name is unknown, a number is below zero, or the points of
            the criteria of a part pass its own.
    """
    known = {part.code for part in scheme.part}
    known |= {f"{one.part}/{one.indicator}" for one in scheme.criterion}
    wrong = sorted(points.keys() - known)
    if wrong:
        raise InvalidInputError(
            "the scheme {code} has no part or criterion {names}; it has {known}",
            code=scheme.code,
            names=", ".join(wrong),
            known=", ".join(sorted(known)),
        )
    below = sorted(name for name, value in points.items() if not value >= 0)
    if below:
        raise InvalidInputError(
            "points must not be below zero: {names}", names=", ".join(below)
        )
    parts = [
        {**msgspec.structs.asdict(part), "most_points": points[part.code]}
        if part.code in points
        else msgspec.structs.asdict(part)
        for part in scheme.part
    ]
    criteria = []
    for one in scheme.criterion:
        row = msgspec.structs.asdict(one)
        row["most_points"] = points.get(f"{one.part}/{one.indicator}", one.most_points)
        criteria.append(row)
    rows = {**msgspec.structs.asdict(scheme), "part": parts, "criterion": criteria}
    return scoring_scheme(scheme.code, rows, catalogue)


def _problems(scheme: Scheme, catalogue: IndicatorCatalogue) -> list[str]:
    parts = {part.code: part for part in scheme.part}
    problems = []
    if len(parts) < len(scheme.part):
        problems.append("a part stands twice")
    for one in scheme.criterion:
        if one.part not in parts:
            problems.append(f"no part is called {one.part}")
        named = [one.indicator]
        named += [one.full_at] if isinstance(one.full_at, str) else []
        problems += [
            f"no indicator is called {name}" for name in named if name not in catalogue
        ]
        if one.full_at == one.none_at:
            problems.append(f"{one.indicator}: full_at and none_at are the same")
    for part in scheme.part:
        given = sum(
            one.most_points or 0.0 for one in scheme.criterion if one.part == part.code
        )
        if part.most_points is not None and given > part.most_points:
            problems.append(f"the criteria of {part.code} have {given:g} points")
    total = [part.most_points for part in scheme.part]
    if scheme.most_points is not None and None not in total and total:
        whole = sum(value for value in total if value is not None)
        if whole != scheme.most_points:
            problems.append(f"the parts have {whole:g} points together")
    return problems
