"""Which village has a team: names of two lists, joined as people write them."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial

from hatangso.language import fold
from hatangso.language.village_names import VillageName, village_name
from hatangso.model.digital_team import DigitalTeam, Village

__all__ = ["VillageTeams", "village_teams"]

# What names of teams begin with, without diacritics.
_TEAM_WORDS = re.compile(r"^(to )?(cong nghe so|cns)( ?cong dong| ?cd)?( cua)?( o)?\b")
_NAME = cache(village_name)
_Key = tuple[str, ...] | None


@dataclass(frozen=True)
class VillageTeams:
    """Villages and teams, each by the number of its record.

    Attributes:
        teams_of: Of every village that certainly has some; two or more stand twice, or
            serve one large village.
        unclear: Villages of one name that share fewer teams than they are.
        without: Villages that certainly have none.
        unplaced: Teams that name no village of their communes.
    """

    teams_of: Mapping[int, tuple[int, ...]]
    unclear: tuple[int, ...]
    without: tuple[int, ...]
    unplaced: tuple[int, ...]


@dataclass
class _Open:
    """What is not decided yet."""

    teams: list[DigitalTeam]
    villages: list[Village]
    teams_of: dict[int, tuple[int, ...]]
    unclear: list[int]


def village_teams(
    teams: Sequence[DigitalTeam], villages: Sequence[Village]
) -> VillageTeams:
    """Join the teams of villages with the villages of their communes.

    Names are compared from strict to lenient: with the word for a village and what
    stands in brackets, then without them where only one side has them. "Thôn Nà Phả"
    and "Bản Nà Phả" stay two villages. Villages of one name have teams when there are
    as many teams of that name; when there are fewer, nobody can tell which.

    Args:
        teams: Of villages, in any order; their homes say where a village may lie.
        villages: In any order.
    """
    found = _Open(
        sorted(teams, key=lambda one: one.number),
        sorted(villages, key=lambda one: one.number),
        {},
        [],
    )
    _join(found, lambda one: (_told(one),), lambda one: (fold(one.id),))
    for is_plain in (False, True):
        whole = partial(_with_kind, is_plain=is_plain)
        bare, either = (
            partial(_bare, is_plain=is_plain),
            partial(_any, is_plain=is_plain),
        )
        for key, other in ((whole, whole), (bare, either), (either, bare)):
            _join(found, key(_told), other(_named))
    return VillageTeams(
        dict(sorted(found.teams_of.items())),
        tuple(sorted(found.unclear)),
        tuple(one.number for one in found.villages),
        tuple(one.number for one in found.teams),
    )


def _told(team: DigitalTeam) -> str:
    """Return the village that a team names, without diacritics."""
    if team.locality:
        return fold(team.locality)
    return _TEAM_WORDS.sub("", fold(team.name)).strip(" .:-")


def _named(village: Village) -> str:
    return village.name


def _with_kind(text: Callable[..., str], *, is_plain: bool) -> Callable[..., _Key]:
    """Compare the word for a village too."""

    def key(one: DigitalTeam | Village) -> _Key:
        name = _NAME(text(one))
        return name.kind, _rest(name, is_plain=is_plain)

    return key


def _any(text: Callable[..., str], *, is_plain: bool) -> Callable[..., _Key]:
    """Compare names whatever the word for a village is."""
    return lambda one: (_rest(_NAME(text(one)), is_plain=is_plain),)


def _bare(text: Callable[..., str], *, is_plain: bool) -> Callable[..., _Key]:
    """Compare names without a word for a village; others have no key."""

    def key(one: DigitalTeam | Village) -> _Key:
        name = _NAME(text(one))
        return None if name.kind else (_rest(name, is_plain=is_plain),)

    return key


def _rest(name: VillageName, *, is_plain: bool) -> str:
    return name.plain if is_plain else name.name


def _join(
    found: _Open,
    team_key: Callable[[DigitalTeam], _Key],
    village_key: Callable[[Village], _Key],
) -> None:
    """Decide the villages whose key some teams of their commune have."""
    asked: dict[tuple[str, _Key], list[DigitalTeam]] = defaultdict(list)
    for team in found.teams:
        key = team_key(team)
        if key is not None and key[-1]:
            for home in team.homes:
                asked[home, key].append(team)
    alike: dict[tuple[str, _Key], list[Village]] = defaultdict(list)
    for village in found.villages:
        alike[village.commune, village_key(village)].append(village)
    taken: set[int] = set()
    settled: set[int] = set()
    for place, places in alike.items():
        free = [one.number for one in asked.get(place, ()) if one.number not in taken]
        if not free:
            continue
        taken |= set(free)
        numbers = [one.number for one in places]
        settled |= set(numbers)
        if len(free) < len(numbers):
            found.unclear += numbers
        else:
            found.teams_of |= _dealt(numbers, free)
    found.teams = [one for one in found.teams if one.number not in taken]
    found.villages = [one for one in found.villages if one.number not in settled]


def _dealt(villages: Sequence[int], teams: Iterable[int]) -> dict[int, tuple[int, ...]]:
    """Return so many teams for each village, in turn."""
    dealt: dict[int, list[int]] = {number: [] for number in villages}
    for place, team in enumerate(teams):
        dealt[villages[place % len(villages)]].append(team)
    return {number: tuple(found) for number, found in dealt.items()}
