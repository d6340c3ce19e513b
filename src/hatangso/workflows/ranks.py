"""Ranks of a province over the editions of each index, before and after a merger."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import as_file, files

from hatangso.errors import InvalidInputError
from hatangso.geography.restatement import merged_dti_index
from hatangso.geography.unit_history import UnitHistory
from hatangso.indicators.scores.ranks import (
    IndexRank,
    RankedIndex,
    RankSeries,
    rank_problems,
    rank_series,
    ranked_indices,
)
from hatangso.io.findings import Findings
from hatangso.io.parameter_files import shipped_parameters
from hatangso.io.tables import Column, Row, choice, number, read_rows, text, whole
from hatangso.io.unit_files import shipped_units
from hatangso.language import fold
from hatangso.model.indicator import Comparator
from hatangso.model.unit_history import Level, UnitExistence

__all__ = ["MergedIndex", "ProvinceRanks", "province_ranks", "shipped_ranks"]

_RULE = "mean_of_main_indices"
_COLUMNS = (
    Column("index", text),
    Column("edition", text, required=False, default=""),
    Column("province_code", text),
    Column("rank_is", choice([*Comparator])),
    Column("rank", whole(1)),
    Column("of", whole(1), required=False),
    Column("score", number(0, 1), required=False),
    Column("source", text),
    Column("note", text, required=False, default=""),
)


@dataclass(frozen=True)
class MergedIndex:
    """What the official rule gives to a province that was made of others.

    Attributes:
        index: Which index.
        edition: Of the old provinces' scores.
        new: The province that followed.
        day: Since when.
        score: The simple mean of the old provinces; None when one of them is missing.
        parts: Score of each old province by name; None when it is not known.
    """

    index: RankedIndex
    edition: str
    new: UnitExistence
    day: date
    score: float | None
    parts: Mapping[str, float | None]


@dataclass(frozen=True)
class ProvinceRanks:
    """Ranks of a province, index by index.

    Attributes:
        series: In the order of the indices; those without any rank are left out. Those
            of the old provinces when the province was made of others.
        merged: What the official rule gives, where it applies and a score is known.
        texts: Official text by index and edition, as far as it is known.
    """

    series: tuple[tuple[UnitExistence, RankSeries], ...]
    merged: tuple[MergedIndex, ...]
    texts: Mapping[str, Mapping[str, str]]


def shipped_ranks() -> tuple[tuple[IndexRank, ...], dict[str, RankedIndex]]:
    """Return the shipped ranks and the indices, checked.

    Raises:
        InvalidInputError: The table cannot be understood or contradicts itself.
    """
    return _shipped()


@cache
def _shipped() -> tuple[tuple[IndexRank, ...], dict[str, RankedIndex]]:
    indices = ranked_indices(shipped_parameters("indicators/scores", "indices.toml"))
    findings = Findings()
    with as_file(files("hatangso") / "indicators" / "scores" / "ranks.csv") as path:
        rows = read_rows(path, _COLUMNS, findings)
    findings.raise_errors()
    ranks = tuple(_rank(row) for _, row in rows)
    problems = rank_problems(ranks, indices)
    if problems:
        raise InvalidInputError(
            "the table of ranks cannot be used: {problems}",
            problems="; ".join(problems),
        )
    return ranks, indices


def _rank(row: Row) -> IndexRank:
    comparator = Comparator(str(row["rank_is"]))
    return IndexRank(**{**row, "rank_is": comparator})  # type: ignore[arg-type]  # the columns are the attributes


def province_ranks(name_vi: str, data_date: date) -> ProvinceRanks:
    """Return the ranks of a province, and what they become where it was merged.

    Args:
        name_vi: Its name, spelled in any way.
        data_date: A day on which it existed; of provinces of one name the one that
            existed then is meant.
    """
    ranks, indices = shipped_ranks()
    units = shipped_units()
    unit = _province(name_vi, data_date, units)
    if unit is None:
        return ProvinceRanks((), (), {})
    parts = _old_parts(unit, units)
    return ProvinceRanks(
        tuple(
            (part, series)
            for part in parts
            for index in indices.values()
            for series in [rank_series(ranks, index, part.code)]
            if series.ranks or series.undated
        ),
        tuple(_merged(parts, ranks, indices.values(), units)),
        _texts(indices.values()),
    )


def _texts(indices: Iterable[RankedIndex]) -> dict[str, dict[str, str]]:
    """Return the document of each edition whose scoring scheme is known."""
    found: dict[str, dict[str, str]] = {}
    for index in indices:
        for code in index.schemes:
            scheme = shipped_parameters("indicators/scores", f"schemes/{code}.toml")
            texts = dict.fromkeys(scheme["editions"], scheme["document"])
            found.setdefault(index.code, {}).update(texts)
    return found


def _province(name_vi: str, day: date, units: UnitHistory) -> UnitExistence | None:
    found = (
        one
        for one in units.existences
        if one.level is Level.PROVINCE
        and units.is_alive(one, day)
        and fold(one.name) == fold(name_vi)
    )
    return next(found, None)


def _old_parts(unit: UnitExistence, units: UnitHistory) -> tuple[UnitExistence, ...]:
    """Return the provinces that a province was made of; itself when of none."""
    olds = {step.old for step in units.steps_to(unit)}
    return tuple(sorted(olds, key=lambda one: one.code)) or (unit,)


def _merged(
    parts: Sequence[UnitExistence],
    ranks: Iterable[IndexRank],
    indices: Iterable[RankedIndex],
    units: UnitHistory,
) -> Iterable[MergedIndex]:
    """Yield what the rule gives in the last edition with a score of an old province."""
    step = next((step for part in parts for step in units.steps_from(part)), None)
    if step is None:
        return
    day, new = step.share.effective, step.new
    olds = {one.old for one in units.steps_to(new)}
    scored = [one for one in ranks if one.score is not None and one.edition]
    own = {old.code for old in olds}
    for index in indices:
        mine = [one for one in scored if one.index == index.code]
        editions = [one.edition for one in mine if one.province_code in own]
        if index.merged != _RULE or not editions:
            continue
        edition = max(editions)
        known = {one.province_code: one.score for one in mine if one.edition == edition}
        scores = {old.code: known.get(old.code) for old in olds}
        found = merged_dti_index(
            scores, units, stated_on=date.fromordinal(day.toordinal() - 1), to_day=day
        )
        value = next((one.value for one in found if one.unit == new), None)
        names = sorted(olds, key=lambda one: one.code)
        told = {old.name: scores[old.code] for old in names}
        yield MergedIndex(index, edition, new, day, value, told)
