"""Make the planner's problem of a scenario from a province and its coverage."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

import numpy as np
from pyproj import Geod
from shapely import Polygon

from hatangso.errors import InvalidInputError, Message, NotFoundError
from hatangso.io.coverage_tables import read_coverage
from hatangso.model.coverage import LEVEL_NUMBERS, REACHED_LEVELS, CoverageLevel
from hatangso.model.demand import AskedService, Measure
from hatangso.model.place import Facility, Locality
from hatangso.model.province import Province
from hatangso.model.scenario import Aim, PlanScenario
from hatangso.model.site import Technology
from hatangso.model.work import Work
from hatangso.planning.build_problem import BuildProblem
from hatangso.planning.candidates.backhaul import fibre_today, tie_links
from hatangso.planning.candidates.costs import CostParameters
from hatangso.planning.candidates.demands import (
    DemandState,
    RoadPiece,
    demands,
    is_served,
)
from hatangso.planning.candidates.siting import (
    Located,
    Spacing,
    positions_deg,
    works_conflicts,
)
from hatangso.planning.candidates.work_reach import reached_works
from hatangso.planning.candidates.works import propose_works
from hatangso.units import FloatArray, IntArray
from hatangso.workflows.check import ProvinceInputs
from hatangso.workflows.coverage_layers import CoverageLayer, coverage_layers
from hatangso.workflows.reach_ledger import ReachLedger

__all__ = ["LOCALITY_FILE", "ProblemMaker", "StudiedProblem", "result_files"]

LOCALITY_FILE = "locality_coverage.csv"
_FACILITY_FILE = "facility_coverage.csv"
_ROAD_PIECE_M = 1_000.0
_GEOD = Geod(ellps="WGS84")
_REACH_FOLDER = ".reach"
_TABLES = (LOCALITY_FILE, _FACILITY_FILE)
_REACHED_NUMBERS = [LEVEL_NUMBERS[one] for one in REACHED_LEVELS]
_KNOWN_NUMBERS = [
    number
    for level, number in LEVEL_NUMBERS.items()
    if level is not CoverageLevel.UNKNOWN
]


@dataclass(frozen=True)
class StudiedProblem:
    """A problem, and what its making found.

    Attributes:
        notes: Why something that a planner may look for is not among the works, and
            what to relax.
    """

    problem: BuildProblem
    notes: tuple[Message, ...]


def result_files(results: Path, scenario: PlanScenario) -> list[Path]:
    """Return the results that a plan rests on."""
    found = [results / name for name in _TABLES if (results / name).is_file()]
    has_roads = any(goal.measure is Measure.ROAD_KM for goal in scenario.goals)
    for service in scenario.services:
        has_own_rates = bool(scenario.operator and service.rate_mbps)
        if service.technology is not None and (has_roads or has_own_rates):
            suffix = str(service.technology).lower()
            found += sorted(results.glob(f"*_{suffix}.tif"))
    return sorted(set(found))


class ProblemMaker:
    """Makes problems of one province; what they share is computed once."""

    def __init__(self, inputs: ProvinceInputs, results: Path) -> None:
        """Read the coverage of a province.

        Args:
            inputs: The province.
            results: Its results folder, with a coverage that belongs to the inputs.

        Raises:
            InvalidInputError: A locality and a facility have the same identifier.
        """
        _require_own_names(inputs.province)
        self._inputs, self._results = inputs, results
        self._coverages = {
            (one.technology, one.point_id): one
            for name in _TABLES
            if (results / name).is_file()
            for one in read_coverage(results / name)
        }
        self._ledger = ReachLedger(
            results / _REACH_FOLDER,
            inputs.terrain,
            refractivity_gradient_n_per_km=(
                inputs.province.refractivity_gradient_n_per_km
            ),
        )

    def problem(
        self, scenario: PlanScenario, *, costs: CostParameters | None = None
    ) -> StudiedProblem:
        """Return the problem of a scenario.

        Args:
            scenario: What is asked.
            costs: Prices; the province's own when not given.

        Raises:
            NotFoundError: No such operator or work is there.
            InvalidInputError: The scenario asks for what does not fit together.
        """
        inputs, province = self._inputs, self._inputs.province
        costs = costs or inputs.costs
        _require_operator(province, scenario.operator)
        _require_years_after_data(province, scenario.years)
        state = self._state(scenario)
        proposal = propose_works(
            province,
            inputs.terrain,
            services=scenario.services,
            wanting=state.places,
            costs=costs,
            siting=inputs.siting,
            radio=inputs.radio,
            operator=scenario.operator or None,
            protected=_polygons(province),
            nobody_shares=not scenario.shares_masts,
            accepts_satellite=scenario.accepts_satellite,
        )
        reached = reached_works(
            proposal.works,
            services=scenario.services,
            wanting=state.places,
            radio=inputs.radio,
            siting=inputs.siting,
            levels_dbm=self._ledger.levels_dbm,
        )
        works = _without(reached.works, scenario)
        ties = tie_links(
            province,
            inputs.terrain,
            works=works,
            costs=costs,
            siting=inputs.siting,
            builder="" if scenario.shares_masts else scenario.operator,
        )
        spacing = Spacing(province.communes, inputs.siting)
        is_bound = scenario.aim is Aim.CHEAPEST or scenario.must_meet_goals
        problem = BuildProblem(
            services=scenario.services,
            demand=state.demand,
            covered=state.covered,
            unknown=state.unknown,
            works=works,
            links=ties.links,
            conflicts=works_conflicts(works, spacing),
            goals=scenario.goals if is_bound else (),
            watched=() if is_bound else scenario.goals,
            years=scenario.years,
            budgets_vnd=scenario.budgets_vnd,
            carries_over=scenario.carries_over,
            fixed=scenario.fixed,
            weights=scenario.weights,
        )
        return StudiedProblem(problem, (*proposal.notes, *reached.notes, *ties.notes))

    def _state(self, scenario: PlanScenario) -> DemandState:
        province = self._inputs.province
        is_road = any(goal.measure is Measure.ROAD_KM for goal in scenario.goals)
        roads = _road_pieces(province) if is_road else ()
        return demands(
            scenario.services,
            scenario.goals,
            localities=province.localities,
            facilities=province.facilities,
            roads=roads,
            served={
                service.name: self._served(service, scenario.operator, roads)
                for service in scenario.services
            },
        )

    def _served(
        self, service: AskedService, operator: str, roads: Sequence[RoadPiece]
    ) -> Mapping[str, bool | None]:
        """Return whether each place has a service today."""
        if service.technology is None:
            return fibre_today(self._inputs.province, self._inputs.siting)
        coverages = {
            place: coverage
            for (technology, place), coverage in self._coverages.items()
            if technology is service.technology
        }
        if operator and service.rate_mbps:
            rates = self._own_rates_mbps(service.technology, operator)
            coverages = {
                place: replace(coverage, rate_mbps=rates.get(place))
                for place, coverage in coverages.items()
            }
        served = {
            place: is_served(coverage, service, operator=operator)
            for place, coverage in coverages.items()
        }
        if roads:
            served |= self._served_roads(service, operator, roads)
        return served

    def _own_rates_mbps(
        self, technology: Technology, operator: str
    ) -> dict[str, float | None]:
        """Return the rate that an operator gives at each place, as its map has it."""
        if not self._runs(technology, operator):
            return {}
        places = _places(self._inputs.province)
        layer = self._layer(technology, operator)
        rates = _cells_at(layer, layer.rate_mbps, places)
        return {
            place.id: None if math.isnan(rate) else rate
            for place, rate in zip(places, rates.tolist(), strict=True)
        }

    def _runs(self, technology: Technology, operator: str) -> bool:
        """Return whether an operator has stations of a technology; anybody has."""
        return not operator or any(
            one.operator == operator and one.technology is technology
            for one in self._inputs.province.services
        )

    def _layer(self, technology: Technology, operator: str) -> CoverageLayer:
        layers = coverage_layers(
            self._results, [technology], operator, self._inputs.radio
        )
        return next(layers)

    def _served_roads(
        self, service: AskedService, operator: str, roads: Sequence[RoadPiece]
    ) -> dict[str, bool | None]:
        """Return the same of pieces of roads, by the cell under their middle.

        As of places, nobody can tell where there is a signal but no rate.
        """
        technology: Technology = service.technology or Technology.G4
        is_run = self._runs(technology, operator)
        layer = self._layer(technology, operator if is_run else "")
        number = _cells_at(layer, layer.numbers, roads)
        is_known = np.isin(number, _KNOWN_NUMBERS)
        is_reached = is_run & np.isin(number, _REACHED_NUMBERS)
        if service.rate_mbps:
            rate_mbps = _cells_at(layer, layer.rate_mbps, roads)
            is_known &= ~is_reached | ~np.isnan(rate_mbps)
            is_reached &= rate_mbps >= service.rate_mbps
        return {
            one.id: bool(reached) if known else None
            for one, known, reached in zip(roads, is_known, is_reached, strict=True)
        }


def _places(province: Province) -> tuple[Locality | Facility, ...]:
    return (*province.localities, *province.facilities)


def _cells_at(
    layer: CoverageLayer, cells: FloatArray | IntArray | None, places: Sequence[Located]
) -> FloatArray:
    """Return the cells under places; NaN off the grid and where there are none."""
    found = np.full(len(places), np.nan)
    if cells is None:
        return found
    row, col = (
        np.rint(at).astype(int) for at in layer.grid.positions(*positions_deg(places))
    )
    is_on = (row >= 0) & (row < layer.grid.rows)
    is_on &= (col >= 0) & (col < layer.grid.cols)
    found[is_on] = cells[row[is_on], col[is_on]]
    return found


def _road_pieces(province: Province) -> tuple[RoadPiece, ...]:
    """Return the roads in pieces of a kilometre or less, by their middles."""
    pieces = []
    for road in province.roads:
        length_m = _GEOD.geometry_length(road.geometry)
        count = max(1, math.ceil(length_m / _ROAD_PIECE_M))
        for at in range(count):
            share = (at + 0.5) / count
            middle = road.geometry.interpolate(share, normalized=True)
            name = f"{road.id}#{at + 1}"
            metres = round(length_m * (at + 1) / count) - round(length_m * at / count)
            pieces.append(RoadPiece(name, middle.x, middle.y, metres))
    return tuple(pieces)


def _polygons(province: Province) -> tuple[Polygon, ...]:
    return tuple(
        chain.from_iterable(
            getattr(area.geometry, "geoms", (area.geometry,))
            for area in province.protected_areas
        )
    )


def _require_own_names(province: Province) -> None:
    """Refuse places that a plan could not tell apart."""
    shared = {one.id for one in province.localities}
    shared &= {one.id for one in province.facilities}
    if shared:
        raise InvalidInputError(
            "{count} identifiers stand in localities.csv and in facilities.csv, for"
            " instance {id}: a plan tells places by them; rename them in one of the"
            " files",
            count=len(shared),
            id=min(shared),
        )


def _require_operator(province: Province, operator: str) -> None:
    known = sorted({service.operator for service in province.services})
    if operator and operator not in known:
        raise NotFoundError(
            "no operator is called {operator}; there are: {known}",
            operator=operator,
            known=", ".join(known),
        )


def _require_years_after_data(province: Province, years: Sequence[int]) -> None:
    if years[0] < province.data_date.year:
        raise InvalidInputError(
            "the year {year} lies before the data of the province ({data_year}): plan"
            " from {data_year} on",
            year=years[0],
            data_year=province.data_date.year,
        )


def _without(works: Sequence[Work], scenario: PlanScenario) -> tuple[Work, ...]:
    """Return the works without forbidden ones; named ones must be there."""
    known = {work.id for work in works}
    named = [*scenario.forbidden, *(one.work_id for one in scenario.fixed)]
    strange = sorted(one for one in named if one not in known)
    if strange:
        raise NotFoundError(
            "no work that would serve anybody is called {work}: take an identifier of"
            " an earlier plan's table of works ({count} are studied, for instance"
            " {example})",
            work=strange[0],
            count=len(known),
            example=min(known, default="-"),
        )
    forbidden = set(scenario.forbidden)
    left = tuple(work for work in works if not forbidden & {work.id, work.needs})
    _require_fixed_among(left, works, scenario)
    return left


def _require_fixed_among(
    left: Sequence[Work], works: Sequence[Work], scenario: PlanScenario
) -> None:
    """Refuse to forbid what is fixed, or the mast on which it stands."""
    lost = {one.work_id for one in scenario.fixed} - {work.id for work in left}
    if not lost:
        return
    work = min((work for work in works if work.id in lost), key=lambda one: one.id)
    if work.id in scenario.forbidden:
        text = "work {work} is both fixed and forbidden: decide on one"
        raise InvalidInputError(text, work=work.id)
    raise InvalidInputError(
        "work {work} is fixed, but {mast}, on which it stands, is forbidden: decide on"
        " one",
        work=work.id,
        mast=work.needs,
    )
