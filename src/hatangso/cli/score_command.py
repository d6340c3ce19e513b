"""The command that counts points under official schemes."""

from collections.abc import Iterable
from typing import Annotated

import typer

from hatangso.cli.console import Output
from hatangso.cli.options import Directory, Json, Lang
from hatangso.cli.rank_summary import say_ranks
from hatangso.errors import InvalidInputError
from hatangso.indicators.scores.score import CriterionScore, PartScore
from hatangso.language import Language, as_sentence, format_shortest, translate
from hatangso.workflows.scores import ProvinceScore, province_score, scheme_codes

__all__ = ["say_score", "score"]

_PERCENT = 100


def score(
    directory: Directory,
    scheme: Annotated[
        str,
        typer.Option(help=f"Bộ tiêu chí (scheme): {', '.join(scheme_codes())}."),
    ] = "dti-2022",
    *,
    points: Annotated[
        list[str] | None,
        typer.Option(
            help="Điểm chưa xác nhận (points left open): use=20,"
            " use/household_fibre_ratio=5."
        ),
    ] = None,
    published: Annotated[
        list[str] | None,
        typer.Option(help="Giá trị đã công bố, 0 đến 1 (published): government=0.66."),
    ] = None,
    what_if: Annotated[
        list[str] | None,
        typer.Option(
            "--what-if", help="Nếu… thì (a change): ndxp_service_used_count=27."
        ),
    ] = None,
    as_json: Json = False,
    language: Lang,
) -> None:
    """Chấm điểm theo bộ tiêu chí DTI, DII, 766 (points, and what would add)."""
    out = Output(language, as_json)
    with out.errors_shown():
        found = province_score(
            directory,
            scheme,
            points=_numbers(points),
            published=_numbers(published),
            changes=_numbers(what_if),
        )
        say_score(out, found)
        out.finish({"score": found})


def _numbers(told: Iterable[str] | None) -> dict[str, float]:
    """Return numbers by name from texts like ``use=20``.

    Raises:
        InvalidInputError: A text is not of this form.
    """
    numbers = {}
    for text in told or ():
        name, _, value = text.partition("=")
        try:
            numbers[name.strip()] = float(value.replace(",", "."))
        except ValueError:
            raise InvalidInputError(
                'write "{text}" as NAME=NUMBER, for example use=20', text=text
            ) from None
    return numbers


def say_score(out: Output, found: ProvinceScore) -> None:
    """Say what is earned part by part, what is open, and what a change adds."""
    scheme = found.score.scheme
    is_vietnamese = out.language is Language.VI
    out.say(
        "{name}: {scheme}",
        name=found.name_vi if is_vietnamese else found.name_en,
        scheme=scheme.name_vi if is_vietnamese else scheme.name_en,
    )
    note = scheme.note_vi if is_vietnamese else scheme.note_en
    if note:
        out.say("{note}", note=as_sentence(note))
    for part in found.score.parts:
        _say_part(out, part)
    if found.score.parts:
        out.say("Points: {points}.", points=_span(out, found))
    if found.gain is not None:
        _say_gain(out, found)
    say_ranks(out, found.ranks)


def _say_part(out: Output, part: PartScore) -> None:
    told = part.part
    name = told.name_vi if out.language is Language.VI else told.name_en
    if part.low_points is None or part.high_points is None:
        earned = translate("points not confirmed", out.language)
    elif part.low_points == part.high_points:
        earned = f"{_number(out, part.low_points)} / {_number(out, told.most_points)}"
    else:
        ends = [_number(out, end) for end in (part.low_points, part.high_points)]
        earned = f"{ends[0]} … {ends[1]} / {_number(out, told.most_points)}"
    out.say("  {part} ({code}): {earned}", part=name, code=told.code, earned=earned)
    for criterion in part.criteria:
        out.say("    {criterion}", criterion=_criterion(out, criterion))


def _criterion(out: Output, one: CriterionScore) -> str:
    reached = translate("no value", out.language)
    if one.reached_ratio is not None:
        reached = f"{_number(out, one.reached_ratio * _PERCENT)} %"
    points = translate("points not confirmed", out.language)
    if one.points is not None and one.criterion.most_points is not None:
        ends = [_number(out, end) for end in (one.points, one.criterion.most_points)]
        points = " / ".join(ends)
    text = f"{one.criterion.indicator}: {reached}, {points}"
    if one.criterion.is_confirmed:
        return text
    return f"{text} ({translate('criterion not confirmed', out.language)})"


def _span(out: Output, found: ProvinceScore) -> str:
    low = _number(out, found.score.low_points)
    if found.score.high_points is None:
        rest = translate("more than that cannot be told", out.language)
        return f"{low}; {rest}"
    high = _number(out, found.score.high_points)
    return low if low == high else f"{low} … {high}"


def _say_gain(out: Output, found: ProvinceScore) -> None:
    gain = found.gain
    if gain is None:
        return
    for name, ratio in gain.ratios.items():
        out.say(
            "{criterion}: {percent} % more of its points.",
            criterion=name,
            percent=_number(out, ratio * _PERCENT),
        )
    if gain.points is None:
        out.say("How many points that is, nobody confirmed: give them by --points.")
    else:
        out.say("Together {points} points more.", points=_number(out, gain.points))


def _number(out: Output, value: float | None) -> str:
    if value is None:
        return "?"
    return format_shortest(value, language=out.language)
