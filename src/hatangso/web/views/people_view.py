"""Teams, officials and events as their page shows them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hatangso.language import Language, fold
from hatangso.model.record import Record
from hatangso.people.team_standing import PeopleParameters, TeamTotals
from hatangso.web.charts.commune_map import Shade
from hatangso.web.snapshot import ProvinceSnapshot
from hatangso.workflows.own_parameters import own_parameters
from hatangso.workflows.people import PeopleSummary, people_from

__all__ = [
    "SHOWN",
    "CommuneFilter",
    "CommuneLine",
    "NamedRecord",
    "commune_lines",
    "kept_people",
    "named_records",
    "without_shades",
]

# What an address may ask for.
SHOWN = ("thieu-to", "thieu-thon", "chua-tap-huan", "tap-huan-cu")
_STEPS = 5


@dataclass(frozen=True)
class CommuneFilter:
    """Which communes are listed; empty fields ask for all."""

    text: str = ""
    shown: str = ""

    def takes(self, name: str, one: TeamTotals) -> bool:
        """Return whether a commune is listed."""
        wanted = {
            "thieu-to": one.lacks_commune_team,
            "thieu-thon": bool(one.without),
            "chua-tap-huan": bool(one.untrained_n),
            "tap-huan-cu": bool(one.stale),
        }
        return wanted.get(self.shown, True) and fold(self.text) in fold(
            f"{name} {one.commune}"
        )


@dataclass(frozen=True)
class CommuneLine:
    """A commune with its teams.

    Attributes:
        covered_ratio: Villages that certainly have a team; None without villages.
    """

    name: str
    totals: TeamTotals
    covered_ratio: float | None


@dataclass(frozen=True)
class NamedRecord:
    """A record to go to."""

    number: int
    name: str


def kept_people(snapshot: ProvinceSnapshot, today: date) -> PeopleSummary:
    """Return the summary on a day, computed once per state of the province."""
    return snapshot.part(
        f"people on {today}",
        lambda: people_from(
            snapshot.records,
            snapshot.inputs.province.communes,
            own_parameters(snapshot.directory, "people", PeopleParameters),
            today=today,
        ),
    )


def commune_lines(
    found: PeopleSummary, wanted: CommuneFilter, language: Language
) -> list[CommuneLine]:
    """Return the communes that somebody asks for, the largest gap first."""
    place = 0 if language is Language.VI else 1
    named = ((found.names[one.commune][place], one) for one in found.teams.communes)
    return [
        CommuneLine(name, one, _ratio(one))
        for name, one in named
        if wanted.takes(name, one)
    ]


def _ratio(one: TeamTotals) -> float | None:
    return len(one.with_team) / len(one.villages) if one.villages else None


def without_shades(lines: Sequence[CommuneLine]) -> Mapping[str, Shade]:
    """Return the shade of each commune: darker where more villages have no team.

    A commune without villages in the register is unknown.
    """
    shades = {}
    for line in lines:
        one, ratio = line.totals, line.covered_ratio
        step = 0
        if ratio is not None:
            step = 1 + min(int((1 - ratio) * _STEPS), _STEPS - 1)
        label = f"{line.name}: {len(one.with_team)}/{len(one.villages)}"
        shades[one.commune] = Shade(step, label)
    return shades


def named_records(
    records: Sequence[Record], numbers: Sequence[int]
) -> list[NamedRecord]:
    """Return records by their numbers, in this order, as people call them."""
    by_number = {one.id: one for one in records}
    return [
        NamedRecord(number, str(by_number[number].values.get("name") or ""))
        for number in numbers
        if number in by_number
    ]
