"""What a province's register and coverage answer to formulas, commune by commune."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TypeVar

import numpy as np
import shapely

from hatangso.errors import InvalidInputError
from hatangso.indicators.catalogue import IndicatorCatalogue
from hatangso.indicators.coverage_counts import (
    TECHNOLOGIES,
    CoverageCounts,
    RoadKm,
    Subject,
    Tally,
    add_tallies,
    measure_coverage,
)
from hatangso.indicators.formulas.evaluation import Quantity
from hatangso.indicators.formulas.expression import RECORD_FUNCTIONS, Call
from hatangso.indicators.measures import MEASURES
from hatangso.indicators.period import parse_period
from hatangso.indicators.series.definitions import call_dimension
from hatangso.indicators.series.periods import SeriesPeriod
from hatangso.model.admin_unit import AdminUnit
from hatangso.model.coverage import REACHED_LEVELS, PointCoverage
from hatangso.model.province import Province
from hatangso.units import FloatArray

__all__ = [
    "CoverageResults",
    "ProvinceCounts",
    "communes_of_points",
    "day_of_commune",
]

_OWN_SITES = frozenset({Subject.SITE_SHARED, Subject.STATION_5G})
_YES_NO = {"yes": True, "no": False}
Values = Mapping[str, object]
_Item = TypeVar("_Item")


@dataclass(frozen=True)
class CoverageResults:
    """The computed coverage of a province's places."""

    localities: Sequence[PointCoverage]
    facilities: Sequence[PointCoverage]
    road_km: RoadKm


def day_of_commune(unit: AdminUnit, day: date) -> date:
    """Return a day, or the first one of a commune that was not there yet."""
    since = parse_period(unit.valid_from)
    return day if since is None else max(day, since.first)


def communes_of_points(
    communes: Sequence[AdminUnit], lon_deg: FloatArray, lat_deg: FloatArray
) -> list[str]:
    """Return the code of the commune in which each point lies; empty outside all.

    A point on a border belongs to the first of the communes in their order.
    """
    codes = [""] * len(lon_deg)
    if not communes or not len(lon_deg):
        return codes
    tree = shapely.STRtree([unit.geometry for unit in communes])
    points, found = tree.query(shapely.points(lon_deg, lat_deg), predicate="intersects")
    for point, place in sorted(zip(points, found, strict=True), reverse=True):
        codes[point] = communes[place].code
    return codes


@dataclass(frozen=True)
class ProvinceCounts:
    """Answers the words of formulas on the axis of communes, the province last.

    Attributes:
        province: All layers.
        records: Records of the register by kind; a kind without records is one of
            which nobody has said anything.
        coverage: None when none was computed.
    """

    province: Province
    catalogue: IndicatorCatalogue
    records: Mapping[str, Sequence[Values]] = field(default_factory=dict)
    coverage: CoverageResults | None = None

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Return the codes of the communes in order."""
        return tuple(sorted(unit.code for unit in self.province.communes))

    def answer(self, call: Call) -> Quantity:
        """Return counts by commune, and that of the province as the last number.

        Things that lie in no commune count for the province alone.

        Raises:
            InvalidInputError: A word names nothing that exists.
        """
        dimension = call_dimension(call, self.catalogue)
        if call.function in RECORD_FUNCTIONS:
            return Quantity(self._counted(call), dimension)
        tallies = self._tallies(call.words[0])
        name = call.function
        values = [getattr(tally, name) if tally.known else np.nan for tally in tallies]
        return Quantity(np.array(values, dtype=float), dimension)

    def answer_within(
        self, call: Call, periods: Sequence[SeriesPeriod | None]
    ) -> Quantity:
        """Return counts of what is dated within each year, shape (commune, period).

        Only of whole years, which can be held against each other: nobody has said
        anything of other periods, of a year without any such record or after the day of
        the data, nor of any when a record has no date.
        """
        day, column = call.words[-1], call.words[1] if _is_sum(call) else ""
        values = np.full((len(self.codes) + 1, len(periods)), np.nan)
        chosen = self._chosen(call, column, day) or []
        days = [when for _, one in chosen if isinstance(when := one.get(day), date)]
        if len(days) < len(chosen):
            return Quantity(values, call_dimension(call, self.catalogue))
        for place, period in enumerate(periods):
            if period is None or not _is_whole_year(period):
                continue
            if period.last > self.province.data_date:
                continue
            inside = [
                one
                for when, one in zip(days, chosen, strict=True)
                if period.first <= when <= period.last
            ]
            if inside:
                values[:, place] = self._summed(inside, column)
        return Quantity(values, call_dimension(call, self.catalogue))

    def unknown(self, call: Call) -> FloatArray:
        """Return of how many things of a measure nothing is known."""
        return np.array(
            [tally.unknown for tally in self._tallies(call.words[0])], float
        )

    def rates(self, measure: str) -> tuple[FloatArray, FloatArray]:
        """Return sums of people times their simulated rate in Mb/s, and of people."""
        places = {code: place for place, code in enumerate(self.codes)}
        totals, people = np.zeros(len(places) + 1), np.zeros(len(places) + 1)
        service = MEASURES[measure].service
        if service is None or self.coverage is None:
            return totals, people
        homes = {item.id: item for item in self.province.localities}
        for point in self.coverage.localities:
            if point.technology not in TECHNOLOGIES[service]:
                continue
            home = homes[point.point_id]
            if point.level in REACHED_LEVELS and point.rate_mbps is not None:
                for place in {places.get(home.commune_code, -1), -1}:
                    totals[place] += home.people * point.rate_mbps
                    people[place] += home.people
        return totals, people

    def _counted(self, call: Call) -> FloatArray:
        column = call.words[1] if _is_sum(call) else ""
        chosen = self._chosen(call, column)
        if chosen is None:
            return np.full(len(self.codes) + 1, np.nan)
        return self._summed(chosen, column)

    def _chosen(self, call: Call, *fields: str) -> list[tuple[str, Values]] | None:
        """Return the records asked for; None when nobody has told of them."""
        records = self._records(call.words[0])
        for name in filter(None, (*fields, *(name for name, _ in call.choices))):
            if not any(_is_told(values.get(name)) for _, values in records):
                return None
        wanted = {name: _YES_NO.get(word, word) for name, word in call.choices}
        chosen = [
            (code, values)
            for code, values in records
            if all(values.get(name) == word for name, word in wanted.items())
        ]
        return chosen if records else None

    def _summed(self, records: Iterable[tuple[str, Values]], column: str) -> FloatArray:
        sums: defaultdict[str, float] = defaultdict(float)
        for code, values in records:
            amount = values.get(column) if column else 1
            sums[code] += np.nan if amount is None else float(str(amount))
        found = [sums.get(code, 0.0) for code in self.codes]
        return np.array([*found, sum(sums.values())], dtype=float)

    def _records(self, kind: str) -> list[tuple[str, Values]]:
        """Return records with the commune that they lie in; empty for none."""
        if kind == "commune":
            return [
                (unit.code, {"people": unit.people}) for unit in self.province.communes
            ]
        return self._placed.get(kind, [])

    @cached_property
    def _placed(self) -> Mapping[str, list[tuple[str, Values]]]:
        known = set(self.codes)
        placed = {}
        for kind, records in self.records.items():
            codes = [str(values.get("commune_code") or "") for values in records]
            open_ = [
                place
                for place, values in enumerate(records)
                if codes[place] not in known
                and _is_told(values.get("lon_deg"))
                and _is_told(values.get("lat_deg"))
            ]
            found = communes_of_points(
                self.province.communes,
                _numbers(records[place]["lon_deg"] for place in open_),
                _numbers(records[place]["lat_deg"] for place in open_),
            )
            for place, code in zip(open_, found, strict=True):
                codes[place] = code
            placed[kind] = list(zip(codes, records, strict=True))
        return placed

    def _tallies(self, measure: str) -> list[Tally]:
        """Return tallies by commune, that of the province last."""
        if measure not in MEASURES:
            raise InvalidInputError("no measure is called {name}", name=measure)
        found = MEASURES[measure]
        parts = self._of_sites if found.subject in _OWN_SITES else self._of_places
        return [
            add_tallies(
                part.tally(found.subject, found.service, kind) for kind in found.kinds
            )
            for part in parts
        ]

    @cached_property
    def _of_places(self) -> list[CoverageCounts]:
        """Return what is reached in each commune, and in the province.

        All services stay: a station outside a commune reaches into it.
        """
        coverage, province = self.coverage, self.province
        if coverage is None:
            return [CoverageCounts()] * (len(self.codes) + 1)
        homes = _grouped((item.commune_code, item) for item in province.localities)
        codes = communes_of_points(
            province.communes,
            _numbers(item.lon_deg for item in province.facilities),
            _numbers(item.lat_deg for item in province.facilities),
        )
        public = _grouped(zip(codes, province.facilities, strict=True))
        points = _grouped((item.point_id, item) for item in coverage.localities)
        places = _grouped((item.point_id, item) for item in coverage.facilities)
        parts = [
            measure_coverage(
                replace(
                    province,
                    communes=(unit,),
                    localities=tuple(homes.get(unit.code, ())),
                    facilities=tuple(public.get(unit.code, ())),
                ),
                [
                    p
                    for home in homes.get(unit.code, ())
                    for p in points.get(home.id, ())
                ],
                [
                    p
                    for one in public.get(unit.code, ())
                    for p in places.get(one.id, ())
                ],
                {},
            )
            for unit in self._communes
        ]
        whole = measure_coverage(
            province, coverage.localities, coverage.facilities, coverage.road_km
        )
        return [*parts, whole]

    @cached_property
    def _of_sites(self) -> list[CoverageCounts]:
        """Return what stands in each commune, and in the province."""
        province = replace(self.province, localities=(), facilities=(), communes=())
        codes = communes_of_points(
            self.province.communes,
            _numbers(item.lon_deg for item in province.sites),
            _numbers(item.lat_deg for item in province.sites),
        )
        sites = _grouped(zip(codes, province.sites, strict=True))
        services = _grouped((item.site_id, item) for item in province.services)
        parts = [
            measure_coverage(
                replace(
                    province,
                    sites=tuple(sites.get(code, ())),
                    services=tuple(
                        item
                        for site in sites.get(code, ())
                        for item in services.get(site.id, ())
                    ),
                ),
                (),
                (),
                {},
            )
            for code in self.codes
        ]
        return [*parts, measure_coverage(province, (), (), {})]

    @cached_property
    def _communes(self) -> list[AdminUnit]:
        return sorted(self.province.communes, key=lambda unit: unit.code)


def _is_whole_year(period: SeriesPeriod) -> bool:
    year = period.first.year
    return (period.first, period.last) == (date(year, 1, 1), date(year, 12, 31))


def _is_sum(call: Call) -> bool:
    return call.function in ("sum_of", "sum_within")


def _grouped(pairs: Iterable[tuple[str, _Item]]) -> dict[str, list[_Item]]:
    groups: defaultdict[str, list[_Item]] = defaultdict(list)
    for key, item in pairs:
        groups[key].append(item)
    return dict(groups)


def _numbers(values: Iterable[object]) -> FloatArray:
    return np.array([float(str(value)) for value in values], dtype=float)


def _is_told(value: object) -> bool:
    return value is not None and value != ""
