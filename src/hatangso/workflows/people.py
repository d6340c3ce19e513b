"""Who brings digital services to people: teams, officials, events, enterprises."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hatangso.geography.unit_history import UnitHistory
from hatangso.io.findings import Findings
from hatangso.io.geojson_layers import COMMUNES_FILE, read_communes
from hatangso.io.unit_files import shipped_units
from hatangso.model.admin_unit import AdminUnit
from hatangso.model.contradiction import Contradiction
from hatangso.model.digital_team import (
    DigitalTeam,
    Officials,
    OutreachEvent,
    TeamTier,
    Village,
)
from hatangso.model.record import Record
from hatangso.people.officials import OfficialsStanding, officials_standing
from hatangso.people.outreach import Outreach, outreach
from hatangso.people.team_standing import (
    PeopleParameters,
    TeamStanding,
    team_standing,
)
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.workflows.own_parameters import own_parameters
from hatangso.workflows.people_figures import (
    EnterpriseDensity,
    ReportedPair,
    enterprise_densities,
    pair_contradictions,
    reported_pairs,
)
from hatangso.workflows.record_values import day_of, text_of, whole_of
from hatangso.workflows.register.register_tables import register_view

__all__ = [
    "PeopleSummary",
    "communes_of",
    "people_from",
    "people_of",
]

_TIERS = {str(tier): tier for tier in TeamTier}
Records = Callable[[str], Sequence[Record]]


@dataclass(frozen=True)
class PeopleSummary:
    """How a province stands with those who bring digital services to people.

    Attributes:
        teams: Community digital teams.
        officials: Of the agencies of the register.
        events: Trainings, outreach, contests, workshops.
        pairs: What documents print of teams that exist, over teams that must.
        enterprises: Digital enterprises for every thousand people.
        people_n: Of the province, by which enterprises are divided.
        contradictions: What cannot be true, of records and of figures.
        names: Of the communes, by code: Vietnamese and English.
        records: How many records of each kind there are.
    """

    teams: TeamStanding
    officials: OfficialsStanding
    events: Outreach
    pairs: tuple[ReportedPair, ...]
    enterprises: tuple[EnterpriseDensity, ...]
    people_n: int
    contradictions: tuple[Contradiction, ...]
    names: dict[str, tuple[str, str]]
    records: dict[str, int]
    parameters: PeopleParameters


def people_of(directory: Path, *, today: date) -> PeopleSummary:
    """Return how a province stands with teams, officials, events and enterprises.

    Args:
        directory: The province directory.
        today: The day that is judged.

    Raises:
        NotFoundError: It is no province directory.
        InvalidInputError: A file of it has errors.
    """
    with register_view(directory, shipped_kinds()) as view:
        return people_from(
            view.records,
            communes_of(directory),
            own_parameters(directory, "people", PeopleParameters),
            today=today,
        )


def communes_of(directory: Path) -> list[AdminUnit]:
    """Read the communes of a province.

    Raises:
        InvalidInputError: The communes have errors.
    """
    path, findings = directory / COMMUNES_FILE, Findings()
    found = read_communes(path, findings) if path.is_file() else []
    findings.raise_errors()
    return found


def people_from(
    records: Records,
    communes: Sequence[AdminUnit],
    parameters: PeopleParameters,
    *,
    today: date,
) -> PeopleSummary:
    """Return the same from records that were read.

    Args:
        records: Returns the records of a kind.
        communes: Of the province today.
        parameters: Assumptions.
        today: The day that is judged.
    """
    codes = frozenset(one.code for one in communes)
    places = _Places(codes, today)
    told = {
        kind: records(kind)
        for kind in ("community_team", "locality", "agency", "outreach_event", "figure")
    }
    teams = team_standing(
        [_team(one, places) for one in told["community_team"]],
        [_village(one) for one in told["locality"]],
        codes,
        parameters,
        today=today,
    )
    people_n = sum(one.people for one in communes)
    officials = officials_standing([_officials(one) for one in told["agency"]])
    pairs = reported_pairs(told["figure"])
    return PeopleSummary(
        teams,
        officials,
        outreach([_event(one) for one in told["outreach_event"]], today=today),
        pairs,
        enterprise_densities(told["figure"], people_n),
        people_n,
        (
            *teams.contradictions,
            *officials.contradictions,
            *pair_contradictions(pairs),
        ),
        {one.code: (one.name_vi, one.name_en) for one in communes},
        {kind: len(found) for kind, found in told.items()},
        parameters,
    )


@dataclass(frozen=True)
class _Places:
    """What communes of today a code stands for."""

    codes: frozenset[str]
    today: date

    def homes(self, code: str) -> tuple[str, ...]:
        if code in self.codes or not code:
            return (code,) if code else ()
        return tuple(
            one
            for one in _followers(shipped_units(), code, self.today)
            if one in self.codes
        )


def _followers(units: UnitHistory, code: str, today: date) -> Iterable[str]:
    """Return the codes of the units that a former unit became, the largest first."""
    found = (
        one.code
        for life in units.lives(code)
        for one in units.counterparts(life, today)
    )
    return dict.fromkeys(found)


def _team(record: Record, places: _Places) -> DigitalTeam:
    code = text_of(record, "commune_code")
    return DigitalTeam(
        record.id,
        text_of(record, "name"),
        _TIERS.get(text_of(record, "tier")),
        code,
        places.homes(code),
        text_of(record, "locality"),
        whole_of(record, "members"),
        whole_of(record, "trained_members"),
        day_of(record, "trained_on"),
    )


def _village(record: Record) -> Village:
    return Village(
        record.id,
        text_of(record, "id"),
        text_of(record, "name"),
        text_of(record, "commune_code"),
    )


def _officials(record: Record) -> Officials:
    return Officials(
        record.id,
        text_of(record, "name"),
        text_of(record, "commune_code"),
        whole_of(record, "staff"),
        whole_of(record, "it_staff"),
        whole_of(record, "trained_staff"),
    )


def _event(record: Record) -> OutreachEvent:
    return OutreachEvent(
        record.id,
        text_of(record, "name"),
        text_of(record, "kind"),
        text_of(record, "audience"),
        day_of(record, "held_on"),
        text_of(record, "agency"),
        text_of(record, "commune_code"),
        whole_of(record, "participants"),
    )
