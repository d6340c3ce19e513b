"""What documents print of teams and enterprises, held against itself and people."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hatangso.indicators.catalogue import IndicatorCatalogue
from hatangso.model.contradiction import Contradiction
from hatangso.model.record import Record
from hatangso.people.enterprises import enterprises_per_1000_people
from hatangso.people.team_standing import ratio_contradiction
from hatangso.workflows.indicator_definitions import shipped_catalogue
from hatangso.workflows.record_values import text_of, whole_of

__all__ = [
    "EnterpriseDensity",
    "ReportedPair",
    "enterprise_densities",
    "pair_contradictions",
    "reported_pairs",
]

_PAIRS = (
    ("commune_team_count", "commune_team_required_count"),
    ("village_team_count", "village_team_required_count"),
)
_ENTERPRISES, _DENSITY = "digital_enterprise_count", "digital_enterprise_density"
_TARGET = "target"


@dataclass(frozen=True)
class ReportedPair:
    """Teams that exist over teams that must, as one document prints them.

    Attributes:
        part: Code of the indicator of the teams.
        part_figure: Number of the record of its figure.
        whole_figure: Likewise of the teams that must be; the same when one figure
            prints both.
    """

    part: str
    teams_n: int
    required_n: int
    period: str
    document: str
    part_figure: int
    whole_figure: int

    @property
    def ratio(self) -> float | None:
        """Return the share; above 1 when a number is wrong; None of nothing."""
        return self.teams_n / self.required_n if self.required_n else None


@dataclass(frozen=True)
class EnterpriseDensity:
    """Digital enterprises for every thousand people, from one printed figure.

    Attributes:
        figure: Number of its record.
        enterprises_n: As printed; None where the density itself is printed.
        per_1000: Divided by the people of the province, or as printed.
        is_target: Whether it is promised rather than reported.
    """

    figure: int
    enterprises_n: int | None
    per_1000: float
    is_target: bool
    comparator: str
    period: str
    document: str


def reported_pairs(figures: Sequence[Record]) -> tuple[ReportedPair, ...]:
    """Return the pairs of one document and period; those of communes left out."""
    catalogue = shipped_catalogue()
    told = [
        (_code(one, catalogue), one)
        for one in sorted(figures, key=lambda one: one.id)
        if not text_of(one, "commune_code") and text_of(one, "kind") != _TARGET
    ]
    return tuple(found for part, whole in _PAIRS for found in _pairs(told, part, whole))


def _pairs(
    told: Sequence[tuple[str, Record]], part: str, whole: str
) -> Iterable[ReportedPair]:
    wholes = {
        (text_of(one, "document"), text_of(one, "period")): one
        for code, one in told
        if code == whole
    }
    for code, one in told:
        if code != part:
            continue
        document, period = text_of(one, "document"), text_of(one, "period")
        teams, required = whole_of(one, "numerator"), whole_of(one, "denominator")
        other = one
        if teams is None or required is None:
            other = wholes.get((document, period), one)
            teams, required = whole_of(one, "value"), whole_of(other, "value")
        if (
            teams is not None
            and required is not None
            and (other is not one or whole_of(one, "denominator") is not None)
        ):
            yield ReportedPair(
                part, teams, required, period, document, one.id, other.id
            )


def pair_contradictions(pairs: Iterable[ReportedPair]) -> list[Contradiction]:
    """Return the pairs that pass 100 %, each with its arithmetic."""
    return [
        ratio_contradiction(
            one.teams_n, one.required_n, kind="figure", number=one.part_figure
        )
        for one in pairs
        if 0 < one.required_n < one.teams_n
    ]


def enterprise_densities(
    figures: Sequence[Record], people_n: int
) -> tuple[EnterpriseDensity, ...]:
    """Return every figure of digital enterprises of the province as a density.

    Args:
        figures: All of the register; those of communes are left out.
        people_n: Of the province; with nobody only printed densities are told.
    """
    catalogue = shipped_catalogue()
    found = []
    for one in sorted(figures, key=lambda one: one.id):
        code, value = _code(one, catalogue), one.values.get("value")
        if text_of(one, "commune_code") or code not in (_ENTERPRISES, _DENSITY):
            continue
        if not isinstance(value, int | float) or value < 0:
            continue
        count = round(value) if code == _ENTERPRISES else None
        if count is not None and people_n <= 0:
            continue
        found.append(
            EnterpriseDensity(
                one.id,
                count,
                float(value)
                if count is None
                else enterprises_per_1000_people(count, people_n),
                text_of(one, "kind") == _TARGET,
                text_of(one, "comparator") or "=",
                text_of(one, "period"),
                text_of(one, "document"),
            )
        )
    return tuple(found)


def _code(figure: Record, catalogue: IndicatorCatalogue) -> str:
    """Return the indicator of a figure; empty when nobody knows it."""
    code = text_of(figure, "indicator")
    named = None if code else catalogue.named(text_of(figure, "name_vi"))
    return named.code if named else code
