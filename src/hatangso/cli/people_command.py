"""The command that says where digital teams and training are missing."""

from collections.abc import Mapping, Sequence
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from hatangso.cli.console import Output
from hatangso.cli.options import Directory, Json, Lang, now
from hatangso.errors import Message
from hatangso.language import Language, format_number, translate
from hatangso.model.tally import Share
from hatangso.people.team_standing import TeamTotals
from hatangso.units import VIETNAM_TIME
from hatangso.workflows.people import PeopleSummary, people_of

__all__ = ["people"]

_PERCENT = 100
_NONE = "\N{EN DASH}"


def people(
    directory: Directory,
    *,
    most: Annotated[
        int,
        typer.Option(min=0, help="Số xã được liệt kê (communes that are listed)."),
    ] = 20,
    as_json: Json = False,
    language: Lang,
) -> None:
    """Tổ công nghệ số, tập huấn, tuyên truyền (teams, training, outreach)."""
    out = Output(language, as_json)
    with out.errors_shown():
        today = now().astimezone(VIETNAM_TIME).date()
        found = people_of(directory, today=today)
        _say_teams(out, found)
        _say_communes(out, found, most)
        _say_others(out, found)
        out.finish({"people": found})


def _say_teams(out: Output, found: PeopleSummary) -> None:
    whole, count = found.teams.whole, len(found.teams.communes)
    if not found.records["community_team"]:
        out.say("The register has no community digital teams: import a list of them.")
    else:
        out.say(
            "Communes with a team of their own: {covered} of {communes}."
            " Commune teams: {teams}.",
            covered=len(found.teams.covered),
            communes=count,
            teams=len(whole.commune_teams),
        )
        out.say(
            "Villages with a team: {covered} of {villages}; without: {without};"
            " not to be told: {unclear}. Village teams: {teams}, of which {unplaced}"
            " name no village of the register.",
            covered=len(whole.with_team),
            villages=len(whole.villages),
            without=len(whole.without),
            unclear=len(whole.unclear),
            teams=len(whole.village_teams),
            unplaced=len(whole.unplaced),
        )
        out.say(
            "Members: {members}. Trained: {share}. Trained more than {days:g} days ago:"
            " {stale} teams; day not told: {undated}.",
            members=whole.members_n,
            share=_share(out, whole.training),
            days=found.parameters.training_valid_days,
            stale=len(whole.stale),
            undated=len(whole.undated),
        )
    for one in found.contradictions:
        commune = _name(found.names, one.commune, out.language)
        where = ", ".join(filter(None, (one.name, commune)))
        said = translate(one.message, out.language)
        out.show(f"! {where}: {said}" if where else f"! {said}", hang=2)


def _say_communes(out: Output, found: PeopleSummary, most: int) -> None:
    """Print the communes with the largest gaps."""
    if out.is_json or not found.records["community_team"]:
        return
    table = Table(box=None, pad_edge=False)
    table.add_column(translate(Message("Commune"), out.language), max_width=30)
    titles = (
        Message("Commune team"),
        Message("Villages without"),
        Message("Members"),
        Message("Untrained"),
        Message("Old training"),
    )
    for title in titles:
        table.add_column(translate(title, out.language), justify="right")
    for one in found.teams.communes[:most]:
        name = _name(found.names, one.commune, out.language) or one.commune
        table.add_row(name, *_cells(out, one))
    Console(highlight=False).print(table)


def _cells(out: Output, one: TeamTotals) -> Sequence[str]:
    numbers = (
        one.members_n,
        one.untrained_n,
        len(one.stale),
    )
    told = [_NONE if n is None else format_number(n, 0, out.language) for n in numbers]
    without = f"{len(one.without)}/{len(one.villages)}"
    return (str(len(one.commune_teams)), without, *told)


def _say_others(out: Output, found: PeopleSummary) -> None:
    """Print what there is beside teams."""
    if found.records["agency"]:
        out.say(
            "Officials trained: {share}; working with IT: {specialists}.",
            share=_share(out, found.officials.training),
            specialists=_share(out, found.officials.specialists),
        )
    events = found.events
    if found.records["outreach_event"]:
        out.say(
            "Events held: {events}; who took part: {participants}, of {unknown} events"
            " not told. To come: {to_come}.",
            events=len(events.whole.events),
            participants=events.whole.participants_n,
            unknown=len(events.whole.unknown),
            to_come=len(events.to_come),
        )
    for one in found.enterprises:
        kind = Message("target") if one.is_target else Message("reported")
        out.say(
            "Digital enterprises per 1,000 people, {kind} {period}: {density:.2f}",
            kind=kind,
            period=one.period,
            density=one.per_1000,
        )


def _share(out: Output, share: Share) -> str:
    """Return a share with both its numbers, and of how many it is not known."""
    ratio = share.ratio
    if ratio is None or share.part is None or share.whole is None:
        return translate(Message("not known"), out.language)
    message = Message(
        "{part} of {whole} ({percent} %)",
        {
            "part": share.part,
            "whole": share.whole,
            "percent": format_number(_PERCENT * ratio, 1, out.language),
        },
    )
    return translate(message, out.language)


def _name(names: Mapping[str, tuple[str, str]], code: str, language: Language) -> str:
    vietnamese, english = names.get(code, ("", ""))
    return english if language is Language.EN else vietnamese
