"""Printed figures and tables of values as values of series."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from hatangso.errors import Finding, Message, Place, Severity
from hatangso.geography.unit_history import UnitHistory
from hatangso.geography.unit_names import resolve_unit
from hatangso.indicators.catalogue import IndicatorCatalogue
from hatangso.indicators.series.periods import SeriesPeriod, series_period
from hatangso.indicators.series.space import quotient, ratio_factor
from hatangso.indicators.targets import target_of
from hatangso.model.indicator import (
    Figure,
    FigureKind,
    Indicator,
    IssuingDocument,
    Target,
)
from hatangso.model.indicator_series import Observation, SeriesLine
from hatangso.model.unit_history import Level, UnitExistence

__all__ = ["ToldValues", "values_of_figures", "values_of_lines"]

_WHOLE_PERCENT = 100.0
# Printed shares are rounded.
_ROUNDING_RATIO = 0.01
FIGURES_FILE = "figures.csv"


@dataclass
class ToldValues:
    """What was told, and what of it cannot be used."""

    observations: list[Observation] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def refuse(
        self, place: Place, problem: Message, fix: Message, value: object
    ) -> None:
        """Note something that is left out."""
        self.findings.append(Finding(Severity.ERROR, place, problem, fix, value))

    def doubt(
        self, place: Place, problem: Message, fix: Message, value: object
    ) -> None:
        """Note something that the reader should know."""
        self.findings.append(Finding(Severity.WARNING, place, problem, fix, value))


def values_of_figures(
    figures: Iterable[Figure],
    catalogue: IndicatorCatalogue,
    *,
    unit: UnitExistence,
    documents: Mapping[str, IssuingDocument],
    file: str = FIGURES_FILE,
) -> ToldValues:
    """Return the figures of a province as values and targets.

    Args:
        figures: As printed.
        catalogue: The indicators.
        unit: The province, as it was on the day of its data.
        documents: By identifier; tells when each figure was issued.
        file: Where the figures stand, for messages.

    Returns:
        Values in their indicators' units. Figures that name no indicator, have another
        sort of unit, or speak of a time in which the province was not, are errors
        among the findings and are left out; a share above 100 % is a warning.
    """
    told = ToldValues()
    for figure in figures:
        indicator = catalogue.of_figure(figure)
        place = Place(file, figure.row, "indicator")
        if indicator is None:
            told.refuse(
                place,
                Message("figure {id} names no known indicator", {"id": figure.id}),
                Message("give the code of an indicator of the catalogue"),
                figure.indicator or figure.name_vi,
            )
        elif figure.kind is FigureKind.TARGET:
            told.targets.append(target_of(figure, indicator.code))
        else:
            issued = documents.get(figure.document)
            _take_figure(
                told,
                figure,
                indicator,
                catalogue,
                unit=unit,
                issued=issued.issued if issued else "",
                place=replace(place, column="value"),
            )
    return told


def _take_figure(
    told: ToldValues,
    figure: Figure,
    indicator: Indicator,
    catalogue: IndicatorCatalogue,
    *,
    unit: UnitExistence,
    issued: str,
    place: Place,
) -> None:
    value = _converted(told, indicator, catalogue, (figure.value, figure.unit), place)
    period = series_period(figure.period)
    if value is None or not _is_alive_in(told, unit, period, place):
        return
    observation = Observation(
        indicator.code,
        unit.code,
        _day_in_life(unit, period.last if period else None),
        period.code if period and period.is_stated else figure.period,
        value,
        source=figure.document,
        issued=issued,
        comparator=figure.comparator,
        figure=figure.id,
        flag=figure.flag,
    )
    _check_share(told, indicator, observation, place)
    told.observations.append(observation)


def values_of_lines(
    lines: Sequence[SeriesLine], catalogue: IndicatorCatalogue, units: UnitHistory
) -> ToldValues:
    """Return a table of values as values of series.

    A ratio may come as numerator and denominator alone.

    Returns:
        Values in their indicators' units; what cannot be used is an error among the
        findings and is left out.
    """
    told = ToldValues()
    for line in lines:
        _take_line(told, line, catalogue, units)
    return told


def _take_line(
    told: ToldValues,
    line: SeriesLine,
    catalogue: IndicatorCatalogue,
    units: UnitHistory,
) -> None:
    place = Place(line.file, line.row, "indicator")
    if line.indicator not in catalogue:
        told.refuse(
            place,
            Message("no indicator is called {code}", {"code": line.indicator}),
            Message("give the code of an indicator of the catalogue"),
            line.indicator,
        )
        return
    indicator = catalogue[line.indicator]
    period = series_period(line.period)
    if period is None:
        told.refuse(
            replace(place, column="period"),
            Message('"{text}" is no period', {"text": line.period}),
            Message("write 2024, 2024-H1, 2024-Q4, 2024-03 or 2024-12-31"),
            line.period,
        )
        return
    day = line.on or period.last
    unit = _unit_of(told, line, units, day, replace(place, column="unit"))
    is_given, value = _value_of(
        told, line, indicator, catalogue, replace(place, column="value")
    )
    if unit is None or not is_given:
        return
    if unit.level is Level.COMMUNE and unit.level not in indicator.levels:
        told.doubt(
            replace(place, column="unit"),
            Message(
                "{indicator} is defined for provinces", {"indicator": line.indicator}
            ),
            Message("give the province, or add the level to the catalogue"),
            line.unit,
        )
    observation = Observation(
        indicator.code,
        unit.code,
        day,
        period.code,
        value,
        line.origin,
        source=line.source,
        issued=line.issued,
        numerator=line.numerator,
        denominator=line.denominator,
        comparator=line.comparator,
    )
    _check_share(told, indicator, observation, replace(place, column="value"))
    told.observations.append(observation)


def _value_of(
    told: ToldValues,
    line: SeriesLine,
    indicator: Indicator,
    catalogue: IndicatorCatalogue,
    place: Place,
) -> tuple[bool, float | None]:
    """Return whether a line can be used, and its value: as told, else by its counts."""
    if line.denominator == 0:
        told.doubt(
            replace(place, column="denominator"),
            Message("a denominator of 0 gives no value"),
            Message("give the denominator, or leave both counts empty"),
            0,
        )
    scale = ratio_factor(indicator, catalogue)
    made = quotient(line.numerator, line.denominator, scale)
    if line.value is None:
        return True, made
    unit = line.unit_of_measure or indicator.unit
    value = _converted(told, indicator, catalogue, (line.value, unit), place)
    if value is not None and made is not None and _differ(value, made):
        told.doubt(
            place,
            Message(
                "the counts give {made:g}, not {value:g}",
                {"made": made, "value": value},
            ),
            Message("correct the value or the counts"),
            value,
        )
    return value is not None, value


def _differ(value: float, made: float) -> bool:
    return abs(value - made) > _ROUNDING_RATIO * abs(made)


def _converted(
    told: ToldValues,
    indicator: Indicator,
    catalogue: IndicatorCatalogue,
    printed: tuple[float, str],
    place: Place,
) -> float | None:
    """Return a number with its printed unit in the unit of the indicator."""
    value, unit = printed
    found = catalogue.units.convert(value, unit, indicator.unit)
    if found is None or not math.isfinite(found):
        told.refuse(
            place,
            Message(
                "{indicator} is told in {unit}, which cannot be read as {wanted}",
                {"indicator": indicator.code, "unit": unit, "wanted": indicator.unit},
            ),
            Message("correct the unit, or name the indicator that is meant"),
            unit,
        )
        return None
    return found


def _unit_of(
    told: ToldValues, line: SeriesLine, units: UnitHistory, day: date, place: Place
) -> UnitExistence | None:
    found = units.unit(line.unit, day)
    if found is not None:
        return found
    match = resolve_unit(line.unit, units, day=day)
    if match.unit is not None and units.is_alive(match.unit, day):
        return match.unit
    if match.unit is None:
        told.refuse(
            place,
            match.reason,
            Message("write the official code of the unit"),
            line.unit,
        )
        return None
    told.refuse(
        place,
        Message(
            "{kind} {name} was not in force on {day}",
            {"kind": match.unit.kind, "name": match.unit.name, "day": day},
        ),
        Message(
            "name the unit of that day, or write the day whose units are meant"
            " in the column on"
        ),
        line.unit,
    )
    return None


def _is_alive_in(
    told: ToldValues, unit: UnitExistence, period: SeriesPeriod | None, place: Place
) -> bool:
    """Note a value of a time in which its unit was no more."""
    if period is None or unit.valid_to is None or period.first <= unit.valid_to:
        return True
    told.refuse(
        place,
        Message(
            "{kind} {name} was not in force on {day}",
            {"kind": unit.kind, "name": unit.name, "day": period.first},
        ),
        Message("correct the period, or give the figure to the unit that followed"),
        period.code,
    )
    return False


def _day_in_life(unit: UnitExistence, day: date | None) -> date:
    """Return a day, or the nearest one on which a unit was in force."""
    last = unit.valid_to or date.max
    first = unit.valid_from or date.min
    return max(first, min(last, day or last))


def _check_share(
    told: ToldValues, indicator: Indicator, item: Observation, place: Place
) -> None:
    whole = _WHOLE_PERCENT
    if not indicator.is_part_of_whole or indicator.unit != "%":
        return
    if item.value is not None and item.value > whole:
        told.doubt(
            place,
            Message(
                "{indicator} is a share of a whole and cannot be {value:g} %",
                {"indicator": indicator.code, "value": item.value},
            ),
            Message("check numerator and denominator; the value is kept as printed"),
            item.value,
        )
