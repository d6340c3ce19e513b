"""Questions to series: which indicators, in which periods, of which units."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from types import MappingProxyType

from hatangso.errors import InvalidInputError, Message
from hatangso.geography.unit_history import UnitHistory
from hatangso.indicators.catalogue import IndicatorCatalogue
from hatangso.indicators.series.periods import (
    SeriesPeriod,
    asked_period,
    series_period,
)
from hatangso.indicators.series.restated import Restater
from hatangso.indicators.series.space import ratio_factor, sum_up
from hatangso.indicators.series.standing import Standing, known_by, stand
from hatangso.indicators.series.through_time import in_period
from hatangso.indicators.series.unit_choice import UnitChoice, unit_choice
from hatangso.model.indicator import Indicator, Target
from hatangso.model.indicator_series import (
    AnalyticsRow,
    AnalyticsTable,
    Observation,
    Origin,
    SeriesData,
    ValueStatus,
)
from hatangso.model.unit_history import Level, SuccessionBasis, UnitExistence

__all__ = ["AS_REPORTED", "CURRENT", "NOTES", "analytics", "last_change"]

AS_REPORTED, CURRENT = "as-reported", "current"
NOTES: Mapping[str, Message] = MappingProxyType(
    {
        "revised": Message(
            "a document issued later told another value; the earlier one is kept"
        ),
        "sources_disagree": Message(
            "sources of one kind disagree, and nobody can tell which is the later"
        ),
        "sources_differ": Message("other kinds of sources tell another value"),
        "incomplete": Message("parts are missing"),
        "estimated": Message("a divided unit is in it, by an estimated share"),
        "no_counts": Message(
            "without numerator and denominator it cannot be put together"
        ),
        "no_rule": Message("nothing follows for a whole from the values of its parts"),
        "periods_overlap": Message("periods overlap and cannot be added up"),
        "period_not_stated": Message("the source does not state the period clearly"),
        "period_unreadable": Message("the period cannot be placed in time"),
        "above_whole": Message("a share of a whole is above 100 %"),
        "synthetic": Message("it rests on synthetic data"),
        "only_target": Message("a target without a value"),
    }
)
_WHOLE_PERCENT = 100.0
_DAY = timedelta(days=1)
_Told = tuple[Standing | None, tuple[str, ...]]


def analytics(
    data: SeriesData,
    catalogue: IndicatorCatalogue,
    units: UnitHistory,
    *,
    dx: Sequence[str] = (),
    pe: Sequence[str] = (),
    ou: Sequence[str] = (),
    boundaries: str | date = AS_REPORTED,
    known_on: date | None = None,
    basis: SuccessionBasis = SuccessionBasis.PEOPLE,
) -> AnalyticsTable:
    """Answer a question with one row for each indicator, unit and period.

    Args:
        data: What is known.
        catalogue: The indicators.
        units: Units through time.
        dx: Codes of indicators; all of which something is known when empty.
        pe: Periods; those in which something was told or is promised when empty.
        ou: Codes or names of units, and ``LEVEL-commune`` for those in them (of all,
            when it stands alone); the provinces when empty.
        boundaries: ``as-reported``, ``current``, or a day on whose units values are
            wanted.
        known_on: Leave out what was said after this day.
        basis: By what divided units are divided.

    Returns:
        Rows in the order of the catalogue, of units and of time. The order of the
        data does not matter.

    Raises:
        InvalidInputError: A period cannot be read, or a unit was not in force on the
            day of the boundaries.
        NotFoundError: An indicator or a unit does not exist.
    """
    for code in dx:
        _ = catalogue[code]
    day = None
    if boundaries != AS_REPORTED:
        day = last_change(units) if boundaries == CURRENT else _day(boundaries)
    asked = tuple(asked_period(text) for text in pe)
    said = data.observations
    if known_on is not None:
        said = tuple(known_by(said, known_on))
    question = _Question(
        catalogue,
        units,
        unit_choice(ou, units, day),
        asked,
        None if day is None else Restater(units, catalogue, day, basis),
    )
    wanted = set(dx) or {item.code for item in catalogue}
    rows = [
        row
        for indicator in catalogue
        if indicator.code in wanted
        for row in question.rows(
            indicator,
            [item for item in said if item.indicator == indicator.code],
            {
                code: tuple(t for t in targets if t.indicator == indicator.code)
                for code, targets in data.targets.items()
            },
            data.stated_on,
        )
    ]
    told = AS_REPORTED if day is None else day.isoformat()
    return AnalyticsTable(tuple(rows), told, data.documents, data.findings)


def last_change(units: UnitHistory) -> date:
    """Return the first day of the units in force: when units last changed."""
    days = [unit.valid_from for unit in units.existences if unit.valid_from]
    return max(days, default=date.min)


def _day(text: str | date) -> date:
    if isinstance(text, date):
        return text
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidInputError(
            '"{text}" names no boundaries: write as-reported, current or a day'
            " such as 2025-07-01",
            text=text,
        ) from error


@dataclass(frozen=True)
class _Question:
    """A question about one indicator after another."""

    catalogue: IndicatorCatalogue
    units: UnitHistory
    choice: UnitChoice
    asked: tuple[SeriesPeriod, ...]
    restater: Restater | None
    _eras: dict[date, int] = field(default_factory=dict)

    def rows(
        self,
        indicator: Indicator,
        said: Sequence[Observation],
        targets: Mapping[str, tuple[Target, ...]],
        stated_on: Mapping[str, date],
    ) -> list[AnalyticsRow]:
        """Return the rows of one indicator."""
        by_unit = self._by_unit(said)
        promised = self._promised(targets, stated_on)
        periods = self.asked or _told_periods(said, promised)
        rows = []
        for period in periods:
            found = self._in_period(indicator, by_unit, period)
            for unit in sorted({*found, *promised}, key=_unit_order):
                due = tuple(
                    target
                    for target in promised.get(unit, ())
                    if self._is_meant(target.period, period)
                )
                told = found.get(unit)
                if (told is None and not due) or not self.choice.holds(unit):
                    continue
                rows.append(self._row(indicator, unit, period, told, due))
        rows += self._without_time(indicator, by_unit, promised)
        order = {row: place for place, row in enumerate(rows)}
        return sorted(rows, key=lambda row: (_unit_order(row.unit), order[row]))

    def _by_unit(
        self, said: Iterable[Observation]
    ) -> dict[UnitExistence, list[Observation]]:
        """Return values by the unit that they were stated for."""
        groups: dict[UnitExistence, list[Observation]] = defaultdict(list)
        for item in said:
            unit = self.units.unit(item.unit_code, item.stated_on)
            if unit is None:
                raise InvalidInputError(
                    "no unit in force on {day} has the code {code},"
                    " for which {indicator} is told: correct code or date",
                    day=item.stated_on,
                    code=item.unit_code,
                    indicator=item.indicator,
                )
            groups[unit].append(item)
        return groups

    def _promised(
        self, targets: Mapping[str, tuple[Target, ...]], stated_on: Mapping[str, date]
    ) -> dict[UnitExistence, tuple[Target, ...]]:
        """Return targets by the unit of the day that they bind."""
        found: dict[UnitExistence, tuple[Target, ...]] = {}
        for code, items in sorted(targets.items()):
            unit = self.units.unit(code, stated_on[code])
            if unit is None or not items:
                continue
            heirs: Sequence[UnitExistence] = (unit,)
            if self.restater is not None:
                heirs = self.units.counterparts(unit, self.restater.to_day)
            for heir in heirs:
                found[heir] = (*found.get(heir, ()), *items)
        return found

    def _in_period(
        self,
        indicator: Indicator,
        by_unit: Mapping[UnitExistence, Sequence[Observation]],
        period: SeriesPeriod,
    ) -> dict[UnitExistence, _Told]:
        scale = ratio_factor(indicator, self.catalogue)
        told = {
            unit: in_period(items, period, indicator, scale)
            for unit, items in by_unit.items()
            if self.asked or any(self._is_meant(i.period, period) for i in items)
        }
        found = {
            unit: answer for unit, answer in told.items() if answer[0] or answer[1]
        }
        if self.restater is not None:
            found = self._moved(indicator, found, self.restater)
        return {**self._summed(indicator, found), **found}

    def _is_meant(self, text: str, period: SeriesPeriod) -> bool:
        """Return whether a printed period is a row's own, or ends in one asked for."""
        found = series_period(text)
        if found is None:
            return False
        ends_in_it = period.first <= found.last <= period.last
        return found.is_same_span(period) or (bool(self.asked) and ends_in_it)

    def _moved(
        self,
        indicator: Indicator,
        told: Mapping[UnitExistence, _Told],
        restater: Restater,
    ) -> dict[UnitExistence, _Told]:
        """Return what was told on the units of the day, each kind of source alone."""
        notes: dict[UnitExistence, set[str]] = defaultdict(set)
        groups: dict[tuple[Level, int, Origin], list[Observation]] = defaultdict(list)
        history: dict[str, tuple[Observation, ...]] = {}
        for unit in sorted(told, key=_unit_order):
            standing, remarks = told[unit]
            for heir in self.units.counterparts(unit, restater.to_day):
                notes[heir].update(remarks)
            if standing is None:
                continue
            history[unit.code] = standing.earlier
            for item in (standing.value, *standing.beside):
                groups[unit.level, self._era(item.stated_on), item.origin].append(item)
        moved: dict[UnitExistence, list[Observation]] = defaultdict(list)
        for items in groups.values():
            for unit, item in restater.restated(items, indicator).items():
                moved[unit].append(item)
        answer: dict[UnitExistence, _Told] = {}
        for unit in {*moved, *notes}:
            standing = None
            if moved[unit]:
                standing = _settled(moved[unit], history.get(unit.code, ()))
            answer[unit] = standing, tuple(sorted(notes[unit]))
        return answer

    def _era(self, day: date) -> int:
        """Return between which changes of units a day lies."""
        if day not in self._eras:
            self._eras[day] = len(self.units.events(date.min, day))
        return self._eras[day]

    def _summed(
        self, indicator: Indicator, told: Mapping[UnitExistence, _Told]
    ) -> dict[UnitExistence, _Told]:
        """Return sums of communes for units asked for of which nothing is told."""
        codes = {unit.code for unit in told if unit.level is not Level.COMMUNE}
        parts: dict[UnitExistence, dict[Origin, list[Observation]]] = {}
        for unit, (standing, _) in told.items():
            if unit.level is not Level.COMMUNE or standing is None:
                continue
            for above in self.units.ancestors(unit):
                if above in self.choice.named and above.code not in codes:
                    by_origin = parts.setdefault(above, defaultdict(list))
                    for item in (standing.value, *standing.beside):
                        by_origin[item.origin].append(item)
        answer: dict[UnitExistence, _Told] = {}
        for above, by_origin in parts.items():
            sums = [
                total
                for items in by_origin.values()
                if (total := self._total(indicator, above, items)) is not None
            ]
            if sums:
                answer[above] = stand(sums), ()
        return answer

    def _total(
        self, indicator: Indicator, above: UnitExistence, items: Sequence[Observation]
    ) -> Observation | None:
        day = max(item.stated_on for item in items)
        return sum_up(
            sorted(items, key=lambda item: item.unit_code),
            indicator,
            self.catalogue,
            unit_code=above.code,
            stated_on=day,
            expected=self._communes_in[above, day],
        )

    @cached_property
    def _communes_in(self) -> "_Communes":
        return _Communes(self.units)

    def _row(
        self,
        indicator: Indicator,
        unit: UnitExistence,
        period: SeriesPeriod,
        told: _Told | None,
        targets: tuple[Target, ...],
    ) -> AnalyticsRow:
        standing, notes = told or (None, ())
        if standing is None:
            notes = notes or ("only_target",)
            return AnalyticsRow(
                indicator, unit, period.code, None, targets=targets, notes=notes
            )
        return AnalyticsRow(
            indicator,
            unit,
            period.code,
            standing.value,
            standing.earlier,
            standing.beside,
            targets,
            (*notes, *_notes(indicator, standing), *self._missing(standing.value)),
        )

    def _missing(self, value: Observation) -> tuple[str, ...]:
        """Return which parts are missing, units by their name of then."""
        day = value.stated_on
        if value.status is ValueStatus.RESTATED and self.restater is not None:
            earlier = self.units.events(date.min, self.restater.to_day)
            day = earlier[-1] - _DAY if earlier else day
        named = []
        for code in value.missing:
            unit = self.units.unit(code, day)
            named.append(f"{unit.name} ({code})" if unit else code)
        return (f"incomplete:{', '.join(named)}",) if named else ()

    def _without_time(
        self,
        indicator: Indicator,
        by_unit: Mapping[UnitExistence, Sequence[Observation]],
        promised: Mapping[UnitExistence, tuple[Target, ...]],
    ) -> list[AnalyticsRow]:
        """Return what was told or promised for no time that can be read."""
        if self.asked or self.restater is not None:
            return []
        rows = []
        for unit in sorted({*by_unit, *promised}, key=_unit_order):
            if not self.choice.holds(unit):
                continue
            said = [i for i in by_unit.get(unit, ()) if series_period(i.period) is None]
            due = [t for t in promised.get(unit, ()) if series_period(t.period) is None]
            texts = {i.period for i in said} | {t.period for t in due}
            for text in sorted(texts):
                mine = [item for item in said if item.period == text]
                standing = stand(mine) if mine else None
                rows.append(
                    AnalyticsRow(
                        indicator,
                        unit,
                        text,
                        standing.value if standing else None,
                        standing.earlier if standing else (),
                        standing.beside if standing else (),
                        tuple(goal for goal in due if goal.period == text),
                        ("period_unreadable",),
                    )
                )
        return rows


class _Communes(dict[tuple[UnitExistence, date], frozenset[str]]):
    """The codes of the communes in a unit on a day, found once."""

    def __init__(self, units: UnitHistory) -> None:
        self._units = units

    def __missing__(self, key: tuple[UnitExistence, date]) -> frozenset[str]:
        above, day = key
        found = frozenset(
            unit.code
            for unit in self._units.existences
            if unit.level is Level.COMMUNE
            and self._units.is_alive(unit, day)
            and above in self._units.ancestors(unit)
        )
        self[key] = found
        return found


def _settled(
    items: Sequence[Observation], history: tuple[Observation, ...]
) -> Standing:
    """Choose among values that were told for the unit itself, and restated ones."""
    own = [item for item in items if item.status is not ValueStatus.RESTATED]
    found = stand(own or items)
    others = tuple(item for item in items if own and item not in own)
    earlier = history if own else ()
    return Standing(found.value, earlier, (*found.beside, *others))


def _notes(indicator: Indicator, standing: Standing) -> tuple[str, ...]:
    value = standing.value
    told = value.value
    period = series_period(value.period)
    differs = any(item.value not in (None, told) for item in standing.beside)
    is_above = indicator.is_part_of_whole and indicator.unit == "%"
    flags = (
        ("revised", any(item.value != told for item in standing.earlier)),
        ("sources_disagree", standing.is_disputed),
        ("sources_differ", differs),
        ("no_counts", told is None and bool(value.method)),
        ("no_rule", told is None and not value.method),
        ("estimated", value.is_estimated),
        ("period_not_stated", period is not None and not period.is_stated),
        ("above_whole", is_above and (told or 0.0) > _WHOLE_PERCENT),
        ("synthetic", value.rests_on_synthetic),
    )
    return tuple(name for name, holds in flags if holds)


def _told_periods(
    said: Iterable[Observation],
    promised: Mapping[UnitExistence, tuple[Target, ...]],
) -> tuple[SeriesPeriod, ...]:
    texts = {item.period for item in said}
    texts |= {target.period for targets in promised.values() for target in targets}
    found = {
        (period.first, period.last): period
        for text in sorted(texts)
        if (period := series_period(text)) is not None
    }
    return tuple(found[span] for span in sorted(found, key=lambda s: (s[1], s[0])))


def _unit_order(unit: UnitExistence) -> tuple[int, str, date]:
    return [*Level].index(unit.level), unit.code, unit.valid_from or date.min
