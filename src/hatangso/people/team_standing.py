"""Where community digital teams are missing, and whom nobody has trained."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hatangso.errors import Message
from hatangso.model.contradiction import Contradiction
from hatangso.model.digital_team import DigitalTeam, TeamTier, Village
from hatangso.model.tally import Share, share
from hatangso.people.village_teams import VillageTeams, village_teams
from hatangso.units import require_between

__all__ = [
    "PeopleParameters",
    "TeamStanding",
    "TeamTotals",
    "ratio_contradiction",
    "team_standing",
]

_KIND = "community_team"
_PERCENT = 100
_CENTURY_DAYS = 36_525


@dataclass(frozen=True)
class PeopleParameters:
    """Assumptions; each name is explained in ``people.toml``."""

    training_valid_days: float

    def __post_init__(self) -> None:
        """Refuse a time that cannot be counted from today.

        Raises:
            OutOfRangeError: It is longer than a hundred years.
        """
        require_between(
            "training_valid_days", self.training_valid_days, low=0, high=_CENTURY_DAYS
        )


@dataclass(frozen=True)
class TeamTotals:
    """The teams of a commune, or of the province; lists are numbers of records.

    Attributes:
        commune: Its code; empty for the province.
        commune_teams: Teams of the commune itself.
        village_teams: Teams of its villages.
        untiered: Teams of which nobody has told whom they serve.
        villages: Its villages.
        with_team: Villages that certainly have one.
        unclear: Villages of one name that share fewer teams than they are.
        without: Villages that certainly have none.
        unplaced: Village teams that name no village here.
        members_n: Of the teams whose members are told.
        members_unknown: Teams of which nobody has told how many members they have.
        training: Members trained, of the members.
        stale: Teams trained longer ago than the parameter says.
        undated: Teams of which nobody has told when they were trained.
    """

    commune: str
    commune_teams: tuple[int, ...]
    village_teams: tuple[int, ...]
    untiered: tuple[int, ...]
    villages: tuple[int, ...]
    with_team: tuple[int, ...]
    unclear: tuple[int, ...]
    without: tuple[int, ...]
    unplaced: tuple[int, ...]
    members_n: int
    members_unknown: tuple[int, ...]
    training: Share
    stale: tuple[int, ...]
    undated: tuple[int, ...]

    @property
    def untrained_n(self) -> int | None:
        """Return how many members are not trained; None when nothing is known."""
        if self.training.part is None or self.training.whole is None:
            return None
        return self.training.whole - self.training.part

    @property
    def lacks_commune_team(self) -> bool:
        """Return whether no team is registered for the commune itself."""
        return not self.commune_teams

    @property
    def gap(self) -> tuple[int, ...]:
        """Return what orders communes: larger where more is missing."""
        return (
            int(self.lacks_commune_team),
            len(self.without),
            self.untrained_n or 0,
            len(self.stale),
            len(self.unclear) + len(self.undated),
        )


@dataclass(frozen=True)
class TeamStanding:
    """The teams of a province.

    Attributes:
        communes: The largest gap first, then by code.
        whole: Of the province; teams that belong to no commune of today are in it.
        covered: Communes of today that have a team of their own.
        homeless: Teams whose commune is none of today.
        contradictions: What cannot be true, with its arithmetic.
    """

    communes: tuple[TeamTotals, ...]
    whole: TeamTotals
    covered: tuple[str, ...]
    homeless: tuple[int, ...]
    contradictions: tuple[Contradiction, ...]


def team_standing(
    teams: Sequence[DigitalTeam],
    villages: Sequence[Village],
    communes: Iterable[str],
    parameters: PeopleParameters,
    *,
    today: date,
) -> TeamStanding:
    """Return where teams and training are missing.

    A team of a former commune counts for the commune of today that took most of it;
    its village is looked for in all of them.

    Args:
        teams: In any order.
        villages: In any order; those of no commune count for the province alone.
        communes: Codes of the communes of today.
        parameters: When training is no longer fresh.
        today: Training on a later day is a contradiction.
    """
    joined = village_teams([t for t in teams if t.tier is TeamTier.VILLAGE], villages)
    codes = sorted(set(communes))
    mine: dict[str, list[DigitalTeam]] = defaultdict(list)
    for team in teams:
        mine[team.homes[0] if team.homes else ""].append(team)
    places: dict[str, list[Village]] = defaultdict(list)
    for village in villages:
        places[village.commune].append(village)
    oldest = today - timedelta(days=round(parameters.training_valid_days))
    counter = _Counter(joined, oldest)
    found = [counter.totals(code, mine[code], places[code]) for code in codes]
    whole = counter.totals("", teams, villages)
    told = [one for team in teams for one in _of_team(team, today)]
    told += [
        contradiction for one in (whole, *found) for contradiction in _of_counts(one)
    ]
    return TeamStanding(
        tuple(sorted(found, key=lambda one: (*(-n for n in one.gap), one.commune))),
        whole,
        tuple(one.commune for one in found if one.commune_teams),
        tuple(
            sorted(team.number for team in teams if not set(team.homes) & set(codes))
        ),
        tuple(told),
    )


@dataclass(frozen=True)
class _Counter:
    joined: VillageTeams
    oldest: date

    def totals(
        self, code: str, teams: Sequence[DigitalTeam], villages: Sequence[Village]
    ) -> TeamTotals:
        """Return the totals of some teams and villages."""
        ours = {one.number for one in villages}
        return TeamTotals(
            commune=code,
            commune_teams=_numbers(t for t in teams if t.tier is TeamTier.COMMUNE),
            village_teams=_numbers(t for t in teams if t.tier is TeamTier.VILLAGE),
            untiered=_numbers(t for t in teams if t.tier is None),
            villages=tuple(sorted(ours)),
            with_team=_within(ours, self.joined.teams_of),
            unclear=_within(ours, self.joined.unclear),
            without=_within(ours, self.joined.without),
            unplaced=_within({t.number for t in teams}, self.joined.unplaced),
            members_n=sum(t.members or 0 for t in teams),
            members_unknown=_numbers(t for t in teams if t.members is None),
            training=share(teams, lambda t: t.trained, lambda t: t.members),
            stale=_numbers(
                t for t in teams if t.trained_on and t.trained_on < self.oldest
            ),
            undated=_numbers(t for t in teams if t.trained_on is None),
        )


def _numbers(teams: Iterable[DigitalTeam]) -> tuple[int, ...]:
    return tuple(sorted(team.number for team in teams))


def _within(ours: set[int], numbers: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(ours & set(numbers)))


def _of_team(team: DigitalTeam, today: date) -> Iterable[Contradiction]:
    """Yield what cannot be true of one team."""
    trained, members = team.trained, team.members
    if trained is not None and members is not None and trained > members:
        text = "{trained} members are trained of {members}"
        values: Mapping[str, object] = {"trained": trained, "members": members}
        message = Message(text, values)
        yield _of("more_trained_than_members", message, team)
    if team.trained_on is not None and team.trained_on > today:
        message = Message(
            "trained on {day}, which is to come", {"day": team.trained_on}
        )
        yield _of("trained_in_future", message, team)


def _of(sort: str, message: Message, team: DigitalTeam) -> Contradiction:
    return Contradiction(sort, message, _KIND, team.number, team.name, team.commune)


def _of_counts(one: TeamTotals) -> Iterable[Contradiction]:
    """Yield that there are more village teams than villages."""
    if one.villages and len(one.village_teams) > len(one.villages):
        yield ratio_contradiction(
            len(one.village_teams), len(one.villages), commune=one.commune
        )


def ratio_contradiction(
    teams_n: int,
    villages_n: int,
    *,
    kind: str = "",
    number: int = 0,
    commune: str = "",
) -> Contradiction:
    """Return that there are more village teams than villages, with its arithmetic.

    Nothing is cut to 100 %: either a village is not counted or a team stands twice, and
    only those who count can tell.
    """
    text = (
        "{teams} village teams / {villages} villages = {percent:.1f} %:"
        " more than there can be; a village is missing or a team stands twice"
    )
    percent = _PERCENT * teams_n / villages_n
    values = {"teams": teams_n, "villages": villages_n, "percent": percent}
    return Contradiction(
        "more_teams_than_villages",
        Message(text, values),
        kind,
        number,
        commune=commune,
    )
