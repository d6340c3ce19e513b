"""What a province earns under a scheme, and what a change would add."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hatangso.errors import InvalidInputError
from hatangso.indicators.catalogue import IndicatorCatalogue
from hatangso.indicators.scores.ranks import IndexRank
from hatangso.indicators.scores.scheme import Criterion, Part
from hatangso.indicators.scores.score import CriterionScore, PartScore
from hatangso.language import Language, format_number, format_shortest
from hatangso.model.indicator import Comparator
from hatangso.web.views.indicator_chart import period_text
from hatangso.workflows.ranks import ProvinceRanks
from hatangso.workflows.scores import ProvinceScore

__all__ = [
    "Asked",
    "CriterionRow",
    "PartRow",
    "RankEffect",
    "RankRow",
    "asked_of",
    "criterion_rows",
    "part_rows",
    "rank_effect",
    "rank_rows",
]

CHANGE, POINTS, PUBLISHED = "neu.", "diem.", "cong-bo."
_MOST_FIELDS = 200
_THOUSANDS = re.compile(r"-?\d{1,3}(\.\d{3})+")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_SIGNS = {Comparator.EQUAL: "", Comparator.ABOVE: "> ", Comparator.AT_MOST: "≤ "}
_SCORE_DECIMALS = 4
_RANKED = Comparator.EQUAL


@dataclass(frozen=True)
class Asked:
    """What the address asks about; texts as they were typed, for the form.

    Attributes:
        changes: Values by indicator.
        points: Points that the scheme leaves open, by part or ``part/indicator``.
        published: Values of whole parts as published, 0 to 1.
        typed: By name of the field.
    """

    changes: Mapping[str, float]
    points: Mapping[str, float]
    published: Mapping[str, float]
    typed: Mapping[str, str]


@dataclass(frozen=True)
class CriterionRow:
    """A criterion.

    Attributes:
        reached_ratio: Share of its points that the value earns; None without a value.
        gained_ratio: How much more of them the change would earn; None without one.
        needs_points: Whether nobody confirmed how many points it has.
    """

    code: str
    part: str
    name: str
    unit: str
    value: float | None
    source: str
    period: str
    full_at: str
    reached_ratio: float | None
    points: float | None
    most_points: float | None
    gained_ratio: float | None
    gained_points: float | None
    is_confirmed: bool
    needs_points: bool


@dataclass(frozen=True)
class PartRow:
    """A main index or group of a scheme.

    Attributes:
        low: Points earned; None when its points are not confirmed.
        high: The most that it may be when all that is unknown were perfect.
        gained: Points that the change adds; None without any.
    """

    code: str
    name: str
    note: str
    most_points: float | None
    low: float | None
    high: float | None
    gained: float | None
    is_published: bool
    needs_points: bool
    criteria: int


@dataclass(frozen=True)
class RankRow:
    """A published rank."""

    index: str
    unit: str
    edition: str
    note: str
    rank: str
    score: str
    text: str
    source: str

    @property
    def is_address(self) -> bool:
        """Whether the source is a page that can be opened."""
        return self.source.startswith("https://")


@dataclass(frozen=True)
class RankEffect:
    """What a gain would have meant in the last edition with published scores.

    Attributes:
        before: The published score, 0 to 1.
        rank_before: The published rank.
        rank_after: This rank or better: the scores of those above are not published.
    """

    index: str
    edition: str
    before: float
    after: float
    rank_before: int
    rank_after: int
    of: int | None


def asked_of(items: Iterable[tuple[str, str]], language: Language) -> Asked:
    """Return what the parameters of an address ask about; empty fields are passed over.

    Raises:
        InvalidInputError: A text is no number; the message names its field.
    """
    typed = {name: text.strip() for name, text in items if text.strip()}
    found: dict[str, dict[str, float]] = {CHANGE: {}, POINTS: {}, PUBLISHED: {}}
    for name, text in list(typed.items())[:_MOST_FIELDS]:
        for prefix, numbers in found.items():
            if name.startswith(prefix):
                numbers[name.removeprefix(prefix)] = _number(name, text, language)
    return Asked(found[CHANGE], found[POINTS], found[PUBLISHED], typed)


def _number(name: str, text: str, language: Language) -> float:
    """Return a number as readers of a language write it."""
    plain = text.replace(" ", "").replace("\N{NO-BREAK SPACE}", "").removesuffix("%")
    if language is Language.VI and ("," in plain or _THOUSANDS.fullmatch(plain)):
        plain = plain.replace(".", "").replace(",", ".")
    elif language is Language.EN:
        plain = plain.replace(",", "")
    if not _NUMBER.fullmatch(plain):
        raise InvalidInputError("{field}: {text} is no number", field=name, text=text)
    return float(plain)


def part_rows(found: ProvinceScore, language: Language) -> tuple[PartRow, ...]:
    """Return the parts of the scheme with what they earn and what a change adds."""
    after = {one.part.code: one for one in found.gain.after.parts} if found.gain else {}
    before = (
        {one.part.code: one for one in found.gain.before.parts} if found.gain else {}
    )
    open_parts = {
        one.code for one in found.score.scheme.part if one.most_points is None
    }
    return tuple(
        PartRow(
            code=one.part.code,
            name=_name(one.part, language),
            note=one.part.note_vi if language is Language.VI else one.part.note_en,
            most_points=one.part.most_points,
            low=one.low_points,
            high=one.high_points,
            gained=_gained(before.get(one.part.code), after.get(one.part.code)),
            is_published=one.is_published,
            needs_points=one.part.code in open_parts,
            criteria=len(one.criteria),
        )
        for one in found.score.parts
    )


def _name(part: Part, language: Language) -> str:
    return part.name_vi if language is Language.VI else part.name_en


def _gained(before: PartScore | None, after: PartScore | None) -> float | None:
    if before is None or after is None:
        return None
    if before.low_points is None or after.low_points is None:
        return None
    return after.low_points - before.low_points


def criterion_rows(
    found: ProvinceScore, catalogue: IndicatorCatalogue, language: Language
) -> tuple[CriterionRow, ...]:
    """Return the criteria of the scheme, part by part."""
    ratios = found.gain.ratios if found.gain else {}
    return tuple(
        _criterion_row(one, found, catalogue, ratios, language)
        for part in found.score.parts
        for one in part.criteria
    )


def _criterion_row(
    one: CriterionScore,
    found: ProvinceScore,
    catalogue: IndicatorCatalogue,
    ratios: Mapping[str, float],
    language: Language,
) -> CriterionRow:
    criterion = one.criterion
    indicator = catalogue[criterion.indicator]
    value = found.values.get(criterion.indicator)
    gained = ratios.get(f"{criterion.part}/{criterion.indicator}")
    most = criterion.most_points
    return CriterionRow(
        code=criterion.indicator,
        part=criterion.part,
        name=indicator.name_vi if language is Language.VI else indicator.name_en,
        unit=indicator.unit,
        value=one.value,
        source=value.source if value else "",
        period=period_text(value.period, language) if value else "",
        full_at=_full_at(criterion, catalogue, indicator.unit, language),
        reached_ratio=one.reached_ratio,
        points=one.points,
        most_points=most,
        gained_ratio=gained,
        gained_points=None if gained is None or most is None else gained * most,
        is_confirmed=criterion.is_confirmed,
        needs_points=most is None,
    )


def _full_at(
    criterion: Criterion, catalogue: IndicatorCatalogue, unit: str, language: Language
) -> str:
    """Return what earns all points: a number, or the indicator that gives it."""
    if isinstance(criterion.full_at, str):
        full = catalogue[criterion.full_at]
        return full.name_vi if language is Language.VI else full.name_en
    return f"{format_shortest(criterion.full_at, 2, language)} {unit}"


def rank_rows(
    ranks: ProvinceRanks, titles: Mapping[str, str], language: Language
) -> tuple[RankRow, ...]:
    """Return published ranks index by index, the latest edition first.

    Args:
        ranks: Of the province.
        titles: Of documents by identifier.
        language: In which it is said.
    """
    rows = []
    for unit, series in ranks.series:
        index = series.index
        name = index.name_vi if language is Language.VI else index.name_en
        for one in (*reversed(series.ranks), *series.undated):
            rank = f"{_SIGNS.get(one.rank_is, '')}{one.rank}"
            text = ranks.texts.get(one.index, {}).get(one.edition, "")
            rows.append(
                RankRow(
                    index=name,
                    unit=unit.name,
                    edition=one.edition,
                    note=one.note,
                    rank=f"{rank}/{one.of}" if one.of else rank,
                    score=""
                    if one.score is None
                    else format_number(one.score, _SCORE_DECIMALS, language),
                    text=text,
                    source=titles.get(one.source, one.source),
                )
            )
    return tuple(rows)


def rank_effect(
    found: ProvinceScore, every: Iterable[IndexRank], language: Language
) -> RankEffect | None:
    """Return what the change would have meant for the rank; None when nobody can tell.

    The scores of the others stand still, and the points of the scheme count as those of
    the last edition whose scores are published.
    """
    gain, most = found.gain, found.score.scheme.most_points
    if gain is None or not gain.points or not most:
        return None
    for _, series in found.ranks.series:
        if found.score.scheme.code not in series.index.schemes:
            continue
        own = [one for one in series.ranks if one.score is not None]
        if not own:
            return None
        last = own[-1]
        return _effect(
            last,
            gain.points / most,
            every,
            series.index.name_vi if language is Language.VI else series.index.name_en,
        )
    return None


def _effect(
    last: IndexRank, gained_ratio: float, every: Iterable[IndexRank], name: str
) -> RankEffect:
    before = last.score or 0.0
    after = min(1.0, max(0.0, before + gained_ratio))
    passed = [
        one.rank
        for one in every
        if (one.index, one.edition) == (last.index, last.edition)
        and one.rank_is is _RANKED
        and one.score is not None
        and one.score <= after
    ]
    rank_after = min([last.rank, *passed]) if after >= before else last.rank
    return RankEffect(name, last.edition, before, after, last.rank, rank_after, last.of)
