"""Values of indicators by unit and period, with where they come from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from hatangso.errors import Finding
from hatangso.model.indicator import (
    Comparator,
    Indicator,
    IssuingDocument,
    Target,
)
from hatangso.model.unit_history import UnitExistence

__all__ = [
    "AnalyticsRow",
    "AnalyticsTable",
    "Observation",
    "Origin",
    "SeriesData",
    "SeriesLine",
    "ValueStatus",
]


class ValueStatus(StrEnum):
    """How a value of a series came to stand where it stands."""

    REPORTED = "reported"
    COMPUTED = "computed"
    RESTATED = "restated"  # stated for other units than the one it stands for


class Origin(StrEnum):
    """What kind of source speaks; values of different kinds stand side by side."""

    REPORTED = "reported"  # by an authority, in a document
    MEASURED = "measured"  # in the field
    DECLARED = "declared"  # by an operator
    REGISTER = "register"  # counted in the register
    CALCULATED = "calculated"  # from other figures, by its definition
    SIMULATED = "simulated"  # by the coverage model


@dataclass(frozen=True)
class Observation:
    """One value of one indicator, for one unit and one period.

    Attributes:
        unit_code: Code of an administrative unit.
        stated_on: A day on which that unit was in force: two units may share a code.
        period: As asked or printed, in one spelling: ``2024``, ``2024-Q4``.
        value: In the indicator's unit; None when it is not known.
        numerator: What was counted, None for a number without one.
        denominator: Over what, None likewise.
        unknown: Part of the denominator of which nothing can be said.
        source: Document, or layers that it was computed from.
        issued: When the source appeared, as printed; tells what revises what.
        figure: Identifier of the printed figure; empty for other values.
        method: How a restated or aggregated value was made, in codes: ``sum``,
            ``counts`` (numerator and denominator), ``mean_of_provinces``; then
            ``by:people`` when a divided unit is in it, ``told_for:…`` when its parts
            speak of different times, ``periods:4`` when periods were put together.
        missing: Codes of parts of the unit, or periods, that are not in the value.
    """

    indicator: str
    unit_code: str
    stated_on: date
    period: str
    value: float | None
    origin: Origin = Origin.REPORTED
    status: ValueStatus = ValueStatus.REPORTED
    source: str = ""
    issued: str = ""
    numerator: float | None = None
    denominator: float | None = None
    unknown: float = 0.0
    comparator: Comparator = Comparator.EQUAL
    figure: str = ""
    flag: str = ""
    rests_on_synthetic: bool = False
    is_estimated: bool = False
    method: str = ""
    missing: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Return whether no part is missing."""
        return not self.missing


@dataclass(frozen=True)
class SeriesLine:
    """A value as a table of values tells it, before anybody looked at what it means.

    Attributes:
        unit: Code or name.
        unit_of_measure: As printed; the indicator's own when empty.
        on: The day whose units are meant; the period's last when None.
        row: Row of its file.
    """

    indicator: str
    unit: str
    period: str
    value: float | None
    unit_of_measure: str = ""
    numerator: float | None = None
    denominator: float | None = None
    origin: Origin = Origin.REPORTED
    source: str = ""
    issued: str = ""
    comparator: Comparator = Comparator.EQUAL
    on: date | None = None
    file: str = ""
    row: int | None = None


@dataclass(frozen=True)
class SeriesData:
    """What is known of one or several provinces.

    Attributes:
        observations: Values, in any order.
        targets: Promises, by the code of the province that they bind.
        documents: By identifier.
        stated_on: The day of each province's data, by its code.
        findings: What could not be used or has to be doubted.
    """

    observations: tuple[Observation, ...] = ()
    targets: Mapping[str, tuple[Target, ...]] = field(default_factory=dict)
    documents: Mapping[str, IssuingDocument] = field(default_factory=dict)
    stated_on: Mapping[str, date] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class AnalyticsRow:
    """One indicator of one unit in one period.

    Attributes:
        unit: The unit, as it was while the value holds for it.
        period: The period that was asked for.
        value: What stands; None when there are only targets.
        earlier: What the same kind of source said before, the latest first.
        beside: What other kinds of sources say of the same.
        targets: Promises that are due in the period.
        notes: Codes, see ``hatangso.indicators.series.analytics.NOTES``.
    """

    indicator: Indicator
    unit: UnitExistence
    period: str
    value: Observation | None
    earlier: tuple[Observation, ...] = ()
    beside: tuple[Observation, ...] = ()
    targets: tuple[Target, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def spread(self) -> float | None:
        """Return how far the sources lie apart; None when only one of them speaks."""
        stands = (self.value,) if self.value else ()
        told = [item.value for item in (*stands, *self.beside)]
        known = [value for value in told if value is not None]
        return max(known) - min(known) if len(known) > 1 else None


@dataclass(frozen=True)
class AnalyticsTable:
    """An answer: rows by indicator, unit and period.

    Attributes:
        boundaries: ``as-reported``, or the day on whose units the values stand.
        groups: By indicator, where official documents put it: ``dii-2023/cloud``, with
            a question mark where that was not read in the document.
    """

    rows: tuple[AnalyticsRow, ...]
    boundaries: str
    documents: Mapping[str, IssuingDocument] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
