"""Values that follow from formulas: for each commune, and for the province."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from hatangso.indicators.catalogue import IndicatorCatalogue
from hatangso.indicators.formulas.dimensions import dimension_of
from hatangso.indicators.formulas.evaluation import Quantity, compute
from hatangso.indicators.formulas.expression import (
    WITHIN_FUNCTIONS,
    Call,
    Expression,
    names_in,
)
from hatangso.indicators.measures import MEASURES, SIMULATED
from hatangso.indicators.series.definitions import SeriesDefinition, series_definitions
from hatangso.indicators.series.periods import series_period
from hatangso.indicators.series.province_counts import ProvinceCounts, day_of_commune
from hatangso.indicators.series.standing import stand
from hatangso.model.indicator import Aggregation, Indicator
from hatangso.model.indicator_series import Observation, Origin, ValueStatus
from hatangso.model.record_layers import RECORD_LAYERS
from hatangso.model.unit_history import Level
from hatangso.units import FloatArray

__all__ = ["computed_values"]

_COVERAGE = frozenset({"reached", "missed", "known"})
_LAYERS = {
    "commune": "communes",
    "locality": "localities",
    "site": "sites",
    "service": "services",
    "facility": "facilities",
    **RECORD_LAYERS,
}


@dataclass(frozen=True)
class _Axes:
    """Where the numbers of a province stand: (unit, period), the province last."""

    units: tuple[str, ...]
    stated_on: tuple[date, ...]
    periods: tuple[str, ...]
    counted_in: int

    def spread(self, counts: FloatArray) -> FloatArray:
        """Put counts of the day of the data in their period; others are not known."""
        values = np.full((len(self.units), len(self.periods)), np.nan)
        values[:, self.counted_in] = counts
        return values


def computed_values(
    counts: ProvinceCounts,
    catalogue: IndicatorCatalogue,
    *,
    province_code: str,
    province_day: date,
    told: Sequence[Observation],
) -> list[Observation]:
    """Compute every indicator that has a formula, as far as its parts are known.

    Args:
        counts: Register and coverage of the province.
        catalogue: The indicators with their formulas.
        province_code: Code of the province.
        province_day: A day on which it was in force.
        told: What was reported for it; a formula may rest on it.

    Returns:
        Values in the order of computing, communes before the province. What is not
        known, or divides by zero, gives none.

    Raises:
        InvalidInputError: The formulas of the catalogue cannot be used.
    """
    definitions = series_definitions(catalogue)
    axes = _axes(counts, province_code, province_day, told)
    source = _Source(counts, catalogue, axes, _told_values(told, axes))
    found: list[Observation] = []
    for definition in definitions.values():
        made = list(_values_of(definition, source))
        source.add(definition.indicator.code, made)
        found += made
    for indicator in catalogue:
        if indicator.over_space is Aggregation.WEIGHTED_MEAN and indicator.measure:
            found += _rates(indicator, source)
    return found


def _axes(
    counts: ProvinceCounts,
    province_code: str,
    province_day: date,
    told: Sequence[Observation],
) -> _Axes:
    day = counts.province.data_date
    communes = {unit.code: unit for unit in counts.province.communes}
    starts = [day_of_commune(communes[code], day) for code in counts.codes]
    periods = {day.isoformat(), f"{day.year}"}
    for item in told:
        period = series_period(item.period)
        if period is not None and item.unit_code == province_code:
            periods.add(period.code)
    ordered = tuple(sorted(periods))
    return _Axes(
        (*counts.codes, province_code),
        (*starts, province_day),
        ordered,
        ordered.index(day.isoformat()),
    )


def _told_values(told: Sequence[Observation], axes: _Axes) -> dict[str, FloatArray]:
    groups: dict[tuple[str, int, int], list[Observation]] = {}
    rows = {code: place for place, code in enumerate(axes.units)}
    columns = {code: place for place, code in enumerate(axes.periods)}
    for item in told:
        period = series_period(item.period)
        column = columns.get(period.code) if period else None
        if column is not None and item.unit_code in rows:
            key = item.indicator, rows[item.unit_code], column
            groups.setdefault(key, []).append(item)
    arrays: dict[str, FloatArray] = {}
    for (code, row, column), items in groups.items():
        blank = np.full((len(axes.units), len(axes.periods)), np.nan)
        value = stand(items).value.value
        arrays.setdefault(code, blank)[row, column] = np.nan if value is None else value
    return arrays


@dataclass(frozen=True)
class _Source:
    """Answers formulas with what was told, else computed, and with counts."""

    counts: ProvinceCounts
    catalogue: IndicatorCatalogue
    axes: _Axes
    values: dict[str, FloatArray]

    def quantity(self, code: str) -> Quantity:
        blank = np.full((len(self.axes.units), len(self.axes.periods)), np.nan)
        unit = dimension_of(self.catalogue[code].unit, self.catalogue.units)
        return Quantity(self.values.get(code, blank), unit)

    def answer(self, call: Call) -> Quantity:
        if call.function in WITHIN_FUNCTIONS:
            periods = [series_period(code) for code in self.axes.periods]
            return self.counts.answer_within(call, periods)
        found = self.counts.answer(call)
        return Quantity(self.axes.spread(found.values), found.dimension)

    def add(self, code: str, made: Sequence[Observation]) -> None:
        """Let later formulas rest on computed values where nothing was told."""
        values = self.quantity(code).values.copy()
        for item in made:
            row = self.axes.units.index(item.unit_code)
            column = self.axes.periods.index(item.period)
            if np.isnan(values[row, column]) and item.value is not None:
                values[row, column] = item.value
        self.values[code] = values


def _values_of(definition: SeriesDefinition, source: _Source) -> Iterator[Observation]:
    above = compute(definition.numerator, source, missing=definition.missing)
    below = None
    if definition.denominator is not None:
        below = compute(definition.denominator, source, missing=definition.missing)
    whole = compute(definition.quotient, source, missing=definition.missing)
    values = np.broadcast_to(
        whole.values, (len(source.axes.units), len(source.axes.periods))
    )
    unknown = source.axes.spread(_unknown(definition, source.counts))
    indicator = definition.indicator
    for row, code in enumerate(source.axes.units):
        is_province = row == len(source.axes.units) - 1
        level = Level.PROVINCE if is_province else Level.COMMUNE
        if level not in indicator.levels:
            continue
        for column, period in enumerate(source.axes.periods):
            value = float(values[row, column]) * definition.factor
            if not np.isfinite(value):
                continue
            yield Observation(
                indicator.code,
                code,
                source.axes.stated_on[row],
                period,
                value,
                _origin(definition),
                ValueStatus.COMPUTED,
                source=_source_text(definition),
                numerator=_number(above, row, column) if below is not None else None,
                denominator=_number(below, row, column),
                unknown=float(np.nan_to_num(unknown[row, column])),
                rests_on_synthetic=_is_synthetic(definition, source.counts),
            )


def _number(quantity: Quantity | None, row: int, column: int) -> float | None:
    if quantity is None:
        return None
    values = quantity.values
    return float(values[row, column] if values.ndim else values)


def _unknown(definition: SeriesDefinition, counts: ProvinceCounts) -> FloatArray:
    """Return how much of the denominator nobody knows: the rest of what is counted."""
    of_coverage = [call for call in definition.calls if call.function in _COVERAGE]
    if not of_coverage:
        return np.zeros(len(counts.codes) + 1)
    return counts.unknown(of_coverage[0])


def _origin(definition: SeriesDefinition) -> Origin:
    if any(call.function in _COVERAGE for call in definition.calls):
        measures = [
            MEASURES[call.words[0]]
            for call in definition.calls
            if call.function in _COVERAGE
        ]
        is_modelled = any("terrain" in measure.layers for measure in measures)
        return Origin.SIMULATED if is_modelled else Origin.REGISTER
    return Origin.CALCULATED if _names(definition) else Origin.REGISTER


def _names(definition: SeriesDefinition) -> list[str]:
    parts: list[Expression] = [definition.numerator]
    parts += [definition.denominator] if definition.denominator else []
    return sorted({name for part in parts for name in names_in(part)})


def _source_text(definition: SeriesDefinition) -> str:
    return ", ".join([*_names(definition), *_layers(definition)])


def _layers(definition: SeriesDefinition) -> list[str]:
    layers: set[str] = set()
    for call in definition.calls:
        if call.function in _COVERAGE:
            layers.update(MEASURES[call.words[0]].layers)
        else:
            layers.add(_LAYERS.get(call.words[0], call.words[0]))
    return sorted(layers)


def _is_synthetic(definition: SeriesDefinition, counts: ProvinceCounts) -> bool:
    return bool(counts.province.synthetic_layers(*_layers(definition)))


def _rates(indicator: Indicator, source: _Source) -> Iterator[Observation]:
    """Return mean simulated rates, weighted by the people reached."""
    totals, people = source.counts.rates(indicator.measure)
    layers = MEASURES[indicator.measure].layers
    is_synthetic = bool(source.counts.province.synthetic_layers(*layers))
    for row, code in enumerate(source.axes.units):
        if people[row]:
            yield Observation(
                indicator.code,
                code,
                source.axes.stated_on[row],
                source.axes.periods[source.axes.counted_in],
                round(totals[row] / people[row], 1),
                Origin.SIMULATED,
                ValueStatus.COMPUTED,
                source=f"{', '.join(sorted(layers))}; {SIMULATED}",
                numerator=float(totals[row]),
                denominator=float(people[row]),
                rests_on_synthetic=is_synthetic,
            )
