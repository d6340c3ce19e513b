"""What the command line says of published ranks."""

from collections.abc import Sequence

from hatangso.cli.console import Output
from hatangso.errors import Message
from hatangso.indicators.scores.ranks import IndexRank, RankedIndex
from hatangso.language import Language, format_date, format_number, translate
from hatangso.model.indicator import Comparator
from hatangso.workflows.ranks import MergedIndex, ProvinceRanks

__all__ = ["say_ranks"]

_SCORE_DECIMALS = 4
_SIGNS = {Comparator.EQUAL: "", Comparator.ABOVE: "> ", Comparator.AT_MOST: "≤ "}


def say_ranks(out: Output, found: ProvinceRanks) -> None:
    """Say the ranks of a province index by index, and the rule after a merger."""
    if found.series:
        out.say("Published ranks; those of different indices are no series:")
    several = len({unit for unit, _ in found.series}) > 1
    for unit, series in found.series:
        name = _name(out, series.index)
        head = f"{unit.name}, {name}" if several else name
        ranks = [_rank(out, one, found) for one in (*series.ranks, *series.undated)]
        out.show(f"{head}: {'; '.join(ranks)}", indent=2, hang=2)
    _say_merged(out, found.merged)


def _rank(out: Output, one: IndexRank, found: ProvinceRanks) -> str:
    """Return one rank with its edition, the text of the edition and its source."""
    place = f"{_SIGNS.get(one.rank_is, '')}{one.rank}"
    place += f"/{one.of}" if one.of else ""
    edition = one.edition
    if not edition:
        unknown = translate("edition not stated", out.language)
        edition = f"{unknown} (“{one.note}”)"
    told = [found.texts.get(one.index, {}).get(one.edition, "")]
    if one.score is not None:
        told.append(f"{translate('score', out.language)} {_score(out, one.score)}")
    told.append(one.source)
    return f"{edition}: {place} ({', '.join(filter(None, told))})"


def _say_merged(out: Output, merged: Sequence[MergedIndex]) -> None:
    """Say what the rule for merged provinces gives, and what it still needs."""
    if not merged:
        return
    out.say(
        "{name} since {day}: by the official rule an index is the simple mean over"
        " {parts}.",
        name=merged[0].new.name,
        day=format_date(merged[0].day, out.language),
        parts=", ".join(merged[0].parts),
    )
    needed: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for one in merged:
        name = _name(out, one.index)
        if one.score is not None:
            out.show(f"{name}: {one.edition}: {_score(out, one.score)}", indent=2)
            continue
        missing = tuple(place for place, score in one.parts.items() if score is None)
        needed.setdefault((one.edition, missing), []).append(name)
    for (edition, missing), names in needed.items():
        sentence = Message(
            "{edition}: not to be computed without the scores of {missing}: {names}.",
            {
                "edition": edition,
                "missing": ", ".join(missing),
                "names": "; ".join(names),
            },
        )
        out.show(translate(sentence, out.language), indent=2, hang=2)


def _name(out: Output, index: RankedIndex) -> str:
    return index.name_vi if out.language is Language.VI else index.name_en


def _score(out: Output, value: float) -> str:
    return format_number(value, _SCORE_DECIMALS, out.language)
