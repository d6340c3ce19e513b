"""What is not as it should be with teams, training and officials."""

from collections.abc import Iterable, Mapping

from hatangso.errors import Message
from hatangso.model.concern import Concern, Severity
from hatangso.model.contradiction import Contradiction
from hatangso.people.team_standing import PeopleParameters, TeamTotals
from hatangso.workflows.concerns.concern_facts import ConcernFacts
from hatangso.workflows.own_parameters import own_parameters
from hatangso.workflows.people import PeopleSummary, communes_of, people_from

__all__ = ["concerns", "people_concerns"]

_COMPONENT = "QT"
_PAGE = "/he-thong/con-nguoi"
Keys = Mapping[tuple[str, int], str]


def concerns(facts: ConcernFacts) -> Iterable[Concern]:
    """Return what is missing or wrong with those who bring services to people."""
    summary = people_from(
        facts.records,
        communes_of(facts.directory),
        own_parameters(facts.directory, "people", PeopleParameters),
        today=facts.today,
    )
    wrong = {one.kind for one in summary.contradictions if one.kind}
    keys = {
        (kind, one.id): str(one.values.get("id") or "")
        for kind in sorted(wrong)
        for one in facts.records(kind)
    }
    return people_concerns(summary, keys)


def people_concerns(summary: PeopleSummary, keys: Keys) -> tuple[Concern, ...]:
    """Return what a summary shows to be missing or wrong.

    A register without teams says nothing of communes: nobody has told yet.

    Args:
        summary: Of the province.
        keys: Of the records that contradictions are about, by kind and number.
    """
    found = [_wrong(one, summary, keys) for one in summary.contradictions]
    if summary.records["community_team"]:
        found += [told for one in summary.teams.communes for told in _of(one, summary)]
    return tuple(found)


def _of(one: TeamTotals, summary: PeopleSummary) -> Iterable[Concern]:
    """Yield what is missing in a commune."""
    warning, notice = Severity.WARNING, Severity.NOTICE
    if one.lacks_commune_team:
        title = Message("Communes without a digital team")
        message = Message("no team of the commune is in the register")
        yield _told(one, summary, "commune_without_team", warning, (title, message))
    if one.without:
        title = Message("Communes with villages without a digital team")
        text = "{count} of {villages} villages have no team"
        values = {"count": len(one.without), "villages": len(one.villages)}
        message = Message(text, values)
        yield _told(one, summary, "villages_without_team", warning, (title, message))
    if one.untrained_n:
        title = Message("Communes with untrained members of teams")
        text = "{count} of {members} members are not trained"
        values = {"count": one.untrained_n, "members": one.training.whole or 0}
        message = Message(text, values)
        yield _told(one, summary, "team_members_untrained", notice, (title, message))
    if one.stale:
        title = Message("Communes with teams whose training is old")
        text = "{count} teams were trained more than {days:g} days ago"
        days = summary.parameters.training_valid_days
        message = Message(text, {"count": len(one.stale), "days": days})
        yield _told(one, summary, "team_training_old", notice, (title, message))


def _told(
    one: TeamTotals,
    summary: PeopleSummary,
    sort: str,
    severity: Severity,
    said: tuple[Message, Message],
) -> Concern:
    """Return a concern of a commune, from its title and its message."""
    return Concern(
        _COMPONENT,
        sort,
        severity,
        *said,
        name=summary.names.get(one.commune, (one.commune, ""))[0],
        address=f"{_PAGE}?xa={one.commune}",
    )


def _wrong(one: Contradiction, summary: PeopleSummary, keys: Keys) -> Concern:
    """Return a contradiction; it leads to its record, or to its commune."""
    commune = summary.names.get(one.commune, ("", ""))[0]
    return Concern(
        _COMPONENT,
        "people_contradiction",
        Severity.WARNING,
        Message("Teams and officials whose numbers contradict each other"),
        one.message,
        one.kind,
        keys.get((one.kind, one.number), ""),
        ", ".join(filter(None, (one.name, commune))),
        address=f"{_PAGE}?xa={one.commune}" if one.commune else _PAGE,
    )
