"""Targets: whose they are, which rules, and which contradict each other."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from hatangso.errors import Finding, InvalidInputError, Message, Place, Severity
from hatangso.indicators.catalogue import IndicatorCatalogue
from hatangso.indicators.period import is_later, parse_period
from hatangso.model.indicator import (
    Comparator,
    Figure,
    FigureKind,
    IssuingDocument,
    Target,
    Value,
    ValueMethod,
)

__all__ = [
    "NATIONAL",
    "FigureReading",
    "NationalTargets",
    "TargetBook",
    "due_year",
    "national_targets",
    "read_figures",
    "target_of",
]

NATIONAL = "national"
_RISING = frozenset({Comparator.ABOVE, Comparator.AT_LEAST})
_FALLING = frozenset({Comparator.BELOW, Comparator.AT_MOST})


@dataclass(frozen=True)
class FigureReading:
    """What printed figures mean.

    Attributes:
        targets: The promises, as printed.
        values: The reported values, as printed.
        findings: Figures that name no indicator of the catalogue; they are left out.
    """

    targets: tuple[Target, ...]
    values: tuple[Value, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class NationalTargets:
    """The national targets that bind every province, and their documents."""

    targets: tuple[Target, ...]
    documents: tuple[IssuingDocument, ...]


def read_figures(
    figures: Iterable[Figure], catalogue: IndicatorCatalogue
) -> FigureReading:
    """Split figures into targets and reported values of known indicators."""
    targets, values, findings = [], [], []
    for figure in figures:
        indicator = catalogue.of_figure(figure)
        if indicator is None:
            findings.append(_unknown_indicator(figure))
        elif figure.kind is FigureKind.TARGET:
            targets.append(target_of(figure, indicator.code))
        else:
            values.append(_value(figure, indicator.code))
    return FigureReading(tuple(targets), tuple(values), tuple(findings))


def national_targets(
    mapping: Mapping[str, Any], catalogue: IndicatorCatalogue
) -> NationalTargets:
    """Build the national targets from the parsed ``national_targets.toml``.

    Raises:
        InvalidInputError: A row is incomplete or names an unknown indicator, document,
            comparator or unit; the message names them all.
    """
    problems: list[str] = []
    documents, targets = [], []
    for row in mapping.get("document", ()):
        try:
            documents.append(IssuingDocument(issuer=NATIONAL, **row))
        except TypeError as error:
            problems.append(f"document {row}: {error}")
    known = {document.id for document in documents}
    for row in mapping.get("target", ()):
        try:
            target = _national_target(row)
        except (KeyError, ValueError) as error:
            problems.append(f"target {row}: {error}")
            continue
        problems += _target_problems(target, known, catalogue)
        targets.append(target)
    if problems:
        text = "the national targets cannot be used: {problems}"
        raise InvalidInputError(text, problems="; ".join(problems))
    return NationalTargets(tuple(targets), tuple(documents))


def due_year(target: Target) -> int | None:
    """Return the year at whose end a target is due; None when nobody can tell."""
    period = parse_period(target.period)
    return None if period is None else period.last.year


class TargetBook:
    """All targets that bind a province, with the documents that made them."""

    def __init__(
        self,
        targets: Iterable[Target],
        documents: Iterable[IssuingDocument],
        catalogue: IndicatorCatalogue,
        *,
        as_of: date | None = None,
    ) -> None:
        """Order the targets by indicator, due year, issuer and identifier.

        Args:
            targets: Of the province and of the nation.
            documents: Who issued them and when.
            catalogue: The indicators.
            as_of: A document issued after this day rules nothing yet; without it every
                document counts.
        """
        self._as_of = as_of
        self._documents = {document.id: document for document in documents}
        self._catalogue = catalogue
        places = {item.code: place for place, item in enumerate(catalogue)}
        self.targets: tuple[Target, ...] = tuple(
            sorted(
                targets,
                key=lambda target: (
                    places.get(target.indicator, len(places)),
                    target.indicator,
                    due_year(target) or 0,
                    self.issuer(target),
                    target.id,
                ),
            )
        )

    def issuer(self, target: Target) -> str:
        """Return who issued a target: national, a province, or empty when unknown."""
        document = self._documents.get(target.document)
        return "" if document is None else document.issuer

    def is_national(self, target: Target) -> bool:
        """Return whether a target binds every province."""
        return self.issuer(target) == NATIONAL

    def is_issued(self, target: Target) -> bool:
        """Return whether the document of a target may be there on the day."""
        issued = parse_period(self._issued(target))
        return self._as_of is None or issued is None or issued.first <= self._as_of

    def rivals(self, target: Target) -> tuple[Target, ...]:
        """Return the other targets of the same issuer, indicator and due year.

        Those of documents that are not issued yet are none.
        """
        return tuple(
            other
            for other in self.targets
            if other.id != target.id
            and self.is_issued(other)
            and other.indicator == target.indicator
            and due_year(other) == due_year(target)
            and self.is_national(other) == self.is_national(target)
        )

    def superseded_by(self, target: Target) -> tuple[Target, ...]:
        """Return the rivals whose document was certainly issued later."""
        issued = self._issued(target)
        return tuple(
            other
            for other in self.rivals(target)
            if is_later(self._issued(other), issued)
        )

    def replaced_late_by(self, target: Target) -> tuple[Target, ...]:
        """Return what replaced a target by a document issued after it was due."""
        return tuple(
            other
            for other in self.superseded_by(target)
            if is_later(self._issued(other), target.period)
        )

    def in_force(
        self, indicator: str, year: int, *, national: bool = False
    ) -> tuple[Target, ...]:
        """Return the targets that rule for an indicator at the end of a year.

        The document issued later rules. More than one target is returned when nobody
        can tell which document is the later: then all of them bind.
        """
        return tuple(
            target
            for target in self.targets
            if target.indicator == indicator
            and due_year(target) == year
            and self.is_national(target) == national
            and self.is_issued(target)
            and not self.superseded_by(target)
        )

    def conflicts_with(self, target: Target) -> tuple[Target, ...]:
        """Return the rivals that ask for another number."""
        return tuple(
            other for other in self.rivals(target) if self._difference(target, other)
        )

    def below_national(self, target: Target) -> tuple[Target, ...]:
        """Return the national targets in force that ask for more, no later."""
        year = due_year(target)
        if year is None or self.is_national(target):
            return ()
        return tuple(
            other
            for other in self.targets
            if other.indicator == target.indicator
            and self.is_national(other)
            and (due_year(other) or year + 1) <= year
            and self.is_issued(other)
            and not self.superseded_by(other)
            and self._is_weaker(target, other)
        )

    def _issued(self, target: Target) -> str:
        document = self._documents.get(target.document)
        return "" if document is None else document.issued

    def _difference(self, target: Target, other: Target) -> float:
        """Return how much more the other asks for; 0 when nobody can compare."""
        units = self._catalogue.units
        value = units.convert(other.value, other.unit, target.unit)
        return 0.0 if value is None else value - target.value

    def _is_weaker(self, target: Target, other: Target) -> bool:
        difference = self._difference(target, other)
        return difference > 0 if self._is_rising(target) else difference < 0

    def _is_rising(self, target: Target) -> bool:
        if target.comparator in _RISING | _FALLING:
            return target.comparator in _RISING
        return self._catalogue[target.indicator].higher_is_better


def _unknown_indicator(figure: Figure) -> Finding:
    named = figure.indicator or figure.name_vi
    return Finding(
        Severity.WARNING,
        Place(
            "figures.csv", figure.row, "indicator" if figure.indicator else "name_vi"
        ),
        Message("figure {id} names no known indicator", {"id": figure.id}),
        Message("give the code of an indicator of the catalogue"),
        named,
    )


def target_of(figure: Figure, indicator: str) -> Target:
    """Return a printed promise as a target of an indicator, by its code."""
    return Target(
        id=figure.id,
        indicator=indicator,
        comparator=figure.comparator,
        value=figure.value,
        unit=figure.unit,
        period=figure.period,
        document=figure.document,
        flag=figure.flag,
    )


def _value(figure: Figure, indicator: str) -> Value:
    return Value(
        indicator=indicator,
        value=figure.value,
        unit=figure.unit,
        method=ValueMethod.REPORTED,
        source=figure.document,
        period=figure.period,
        flag=figure.flag,
        comparator=figure.comparator,
    )


def _national_target(row: Mapping[str, Any]) -> Target:
    document, indicator, period = row["document"], row["indicator"], row["period"]
    return Target(
        id=f"{document}/{indicator}/{period}",
        indicator=indicator,
        comparator=Comparator(row["comparator"]),
        value=float(row["value"]),
        unit=row["unit"],
        period=period,
        document=document,
    )


def _target_problems(
    target: Target, documents: Collection[str], catalogue: IndicatorCatalogue
) -> list[str]:
    problems = []
    if target.document not in documents:
        problems.append(f"{target.id}: no document is called {target.document}")
    if target.indicator not in catalogue:
        problems.append(f"{target.id}: no indicator is called {target.indicator}")
    else:
        unit = catalogue[target.indicator].unit
        if catalogue.units.convert(target.value, target.unit, unit) is None:
            problems.append(f"{target.id}: {target.unit} cannot be read as {unit}")
    if due_year(target) is None:
        problems.append(f"{target.id}: the period {target.period} cannot be read")
    return problems
