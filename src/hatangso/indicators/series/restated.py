"""Series on the units of another day: counts restated, ratios through their counts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from hatangso.geography.restatement import (
    Count,
    RestatedValue,
    merged_dti_index,
    restate,
    restate_ratio,
)
from hatangso.geography.unit_history import UnitHistory
from hatangso.indicators.catalogue import IndicatorCatalogue
from hatangso.indicators.series.space import (
    quotient,
    ratio_factor,
    shared_comparator,
)
from hatangso.model.indicator import Aggregation, Indicator
from hatangso.model.indicator_series import Observation, ValueStatus
from hatangso.model.unit_history import SuccessionBasis, UnitExistence

__all__ = ["Restater"]

_COUNTS = (Aggregation.RATIO, Aggregation.WEIGHTED_MEAN)


@dataclass(frozen=True)
class Restater:
    """Puts values on the units of a day.

    Attributes:
        to_day: That day.
        basis: By what divided units are divided.
    """

    units: UnitHistory
    catalogue: IndicatorCatalogue
    to_day: date
    basis: SuccessionBasis = SuccessionBasis.PEOPLE

    def restated(
        self, values: Sequence[Observation], indicator: Indicator
    ) -> dict[UnitExistence, Observation]:
        """Return values of one indicator and period by unit of the day.

        Args:
            values: One for each unit, all stated between the same two changes of units
                and of one tier.
            indicator: Tells the rule.

        Returns:
            A value for each unit of the day that any of them reaches. Units that
            stayed what they were keep theirs as it was told. Where no rule leads to
            the new unit, or a part has no counts, the value is None and the parts are
            among the missing.

        Raises:
            InvalidInputError: A unit was not in force on the day it is stated for.
        """
        if not values:
            return {}
        stated_on = max(item.stated_on for item in values)
        if indicator.over_space is Aggregation.SUM:
            return self._sums(values, stated_on)
        if indicator.over_space in _COUNTS:
            return self._quotients(values, indicator, stated_on)
        if indicator.over_space is Aggregation.MEAN_OF_PROVINCES:
            return self._means(values, stated_on)
        return self._untold(values)

    def _sums(
        self, values: Sequence[Observation], stated_on: date
    ) -> dict[UnitExistence, Observation]:
        found = restate(
            {item.unit_code: _count(item.value) for item in values},
            self.units,
            stated_on=stated_on,
            to_day=self.to_day,
            basis=self.basis,
        )
        method = "sum"
        return self._placed(
            values, found, lambda item: (item.value, None, None), method
        )

    def _quotients(
        self, values: Sequence[Observation], indicator: Indicator, stated_on: date
    ) -> dict[UnitExistence, Observation]:
        ratios = restate_ratio(
            {item.unit_code: _count(item.numerator) for item in values},
            {item.unit_code: _count(item.denominator) for item in values},
            self.units,
            stated_on=stated_on,
            to_day=self.to_day,
            basis=self.basis,
        )
        scale = ratio_factor(indicator, self.catalogue)
        counts = {
            ratio.numerator.unit: (
                quotient(ratio.numerator.value, ratio.denominator.value, scale),
                ratio.numerator.value,
                ratio.denominator.value,
            )
            for ratio in ratios
        }
        tops = [
            replace(
                ratio.numerator,
                is_estimated=ratio.numerator.is_estimated
                or ratio.denominator.is_estimated,
            )
            for ratio in ratios
        ]
        method = "counts"
        return self._placed(values, tops, lambda item: counts[item.unit], method)

    def _means(
        self, values: Sequence[Observation], stated_on: date
    ) -> dict[UnitExistence, Observation]:
        if self.to_day < stated_on:
            return self._untold(values)
        found = merged_dti_index(
            {item.unit_code: item.value for item in values},
            self.units,
            stated_on=stated_on,
            to_day=self.to_day,
        )
        method = "mean_of_provinces"
        return self._placed(
            values, found, lambda item: (item.value, None, None), method
        )

    def _untold(
        self, values: Sequence[Observation]
    ) -> dict[UnitExistence, Observation]:
        """Return that nothing follows for the new units; the others keep theirs."""
        parts: dict[UnitExistence, list[Observation]] = {}
        for item in values:
            unit = self.units.unit(item.unit_code, item.stated_on)
            if unit is None:
                continue
            for heir in self.units.counterparts(unit, self.to_day):
                parts.setdefault(heir, []).append(item)
        answer = {}
        for unit, items in parts.items():
            own = items[0]
            if self.units.unit(own.unit_code, own.stated_on) == unit:
                answer[unit] = own
                continue
            codes = tuple(sorted({item.unit_code for item in items}))
            answer[unit] = self._merged(items, unit, (None, None, None), "", codes)
        return answer

    def _placed(
        self,
        values: Sequence[Observation],
        found: Sequence[RestatedValue],
        numbers: Callable[
            [RestatedValue], tuple[float | None, float | None, float | None]
        ],
        method: str,
    ) -> dict[UnitExistence, Observation]:
        by_code = {item.unit_code: item for item in values}
        answer = {}
        for part in found:
            if not part.is_restated:
                answer[part.unit] = by_code[part.unit.code]
                continue
            sources = self._sources(part.unit, by_code)
            how = f"{method}; by:{self.basis}" if part.is_estimated else method
            answer[part.unit] = replace(
                self._merged(sources, part.unit, numbers(part), how, part.missing),
                is_estimated=part.is_estimated,
            )
        return answer

    def _sources(
        self, unit: UnitExistence, by_code: Mapping[str, Observation]
    ) -> list[Observation]:
        """Return the values that entered the value of a unit."""
        day = max(item.stated_on for item in by_code.values())
        olds = {old.code for old in self.units.counterparts(unit, day)}
        mine = [item for code, item in sorted(by_code.items()) if code in olds]
        return mine or list(by_code.values())

    def _merged(
        self,
        parts: Sequence[Observation],
        unit: UnitExistence,
        numbers: tuple[float | None, float | None, float | None],
        method: str,
        missing: tuple[str, ...],
    ) -> Observation:
        value, numerator, denominator = numbers
        times = sorted({item.period for item in parts})
        if len(times) > 1 and method:
            method += f"; told_for:{', '.join(times)}"
        return replace(
            parts[0],
            unit_code=unit.code,
            stated_on=self.to_day,
            period=times[-1],
            value=value,
            numerator=numerator,
            denominator=denominator,
            unknown=sum(item.unknown for item in parts),
            status=ValueStatus.RESTATED,
            source="; ".join(sorted({item.source for item in parts})),
            issued=max(item.issued for item in parts),
            comparator=shared_comparator([item.comparator for item in parts]),
            figure=" ".join(item.figure for item in parts if item.figure),
            flag=",".join(sorted({item.flag for item in parts if item.flag})),
            rests_on_synthetic=any(item.rests_on_synthetic for item in parts),
            method=method,
            missing=missing,
        )


def _count(value: float | None) -> Count:
    """Return a whole number as one: it is divided without losing any of it."""
    if value is None:
        return None
    return int(value) if float(value).is_integer() else value
