"""Series of indicators of one or several provinces, and questions to them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from hatangso.errors import Finding, Message, NotFoundError, Place, StaleResultError
from hatangso.geography.unit_history import UnitHistory
from hatangso.geography.unit_names import resolve_unit
from hatangso.indicators.catalogue import IndicatorCatalogue
from hatangso.indicators.formulas.expression import RECORD_FUNCTIONS
from hatangso.indicators.series.analytics import AS_REPORTED, analytics
from hatangso.indicators.series.computed_values import computed_values
from hatangso.indicators.series.definitions import series_definitions
from hatangso.indicators.series.measured_values import measured_values, median_values
from hatangso.indicators.series.province_counts import (
    CoverageResults,
    ProvinceCounts,
    day_of_commune,
)
from hatangso.indicators.series.told_values import values_of_figures, values_of_lines
from hatangso.indicators.taxonomies import IndicatorPlace
from hatangso.io.coverage_tables import read_coverage
from hatangso.io.extent_tables import read_road_km
from hatangso.io.findings import Findings
from hatangso.io.indicator_tables import SERIES_FILE, read_series_lines
from hatangso.io.province_directory import DESCRIPTION_FILE
from hatangso.io.results_directory import ResultsDirectory
from hatangso.io.unit_files import shipped_units
from hatangso.model.indicator_series import AnalyticsTable, SeriesData
from hatangso.model.province import Province
from hatangso.model.unit_history import Level, SuccessionBasis, UnitExistence
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.workflows import coverage as coverage_step
from hatangso.workflows.check import ProvinceInputs, load_province
from hatangso.workflows.indicator_definitions import (
    shipped_catalogue,
    shipped_taxonomies,
)
from hatangso.workflows.register.register_tables import register_view
from hatangso.workflows.service_quality import measured_in

__all__ = ["LoadedSeries", "answer_of", "indicators_of", "load_series"]

_DIRECTORY_FINDINGS = "results"


@dataclass(frozen=True)
class LoadedSeries:
    """What province directories say of indicators.

    Attributes:
        units: Units through time, those of the directories among them.
    """

    data: SeriesData
    units: UnitHistory
    catalogue: IndicatorCatalogue


def indicators_of(
    directories: Sequence[Path],
    *,
    dx: Sequence[str] = (),
    pe: Sequence[str] = (),
    ou: Sequence[str] = (),
    boundaries: str | date = AS_REPORTED,
    known_on: date | None = None,
    basis: SuccessionBasis = SuccessionBasis.PEOPLE,
) -> AnalyticsTable:
    """Answer a question to the series of province directories, writing nothing.

    Args:
        directories: One for each province, or several states of one.
        dx: Codes of indicators, of groupings (``dii-2023``) and of parts of these
            (``dii-2023/cloud``); all of which something is known when empty.
        pe: Periods; those of the data when empty.
        ou: Codes or names of units, ``LEVEL-commune``; the provinces when empty.
        boundaries: ``as-reported``, ``current``, or a day.
        known_on: Leave out what was said after this day.
        basis: By what divided units are divided.

    Raises:
        NotFoundError: A directory, an indicator, a grouping or a unit does not exist.
        InvalidInputError: A directory has errors, a period cannot be read, or a unit
            was not in force on the day of the boundaries.
    """
    return answer_of(
        load_series(directories),
        dx=dx,
        pe=pe,
        ou=ou,
        boundaries=boundaries,
        known_on=known_on,
        basis=basis,
    )


def answer_of(
    loaded: LoadedSeries,
    *,
    dx: Sequence[str] = (),
    pe: Sequence[str] = (),
    ou: Sequence[str] = (),
    boundaries: str | date = AS_REPORTED,
    known_on: date | None = None,
    basis: SuccessionBasis = SuccessionBasis.PEOPLE,
) -> AnalyticsTable:
    """Answer a question to series that were read, as ``indicators_of`` does.

    Raises:
        NotFoundError: An indicator, a grouping or a unit does not exist.
        InvalidInputError: A period cannot be read, or a unit was not in force on the
            day of the boundaries.
    """
    catalogue = shipped_catalogue()
    groups = shipped_taxonomies(catalogue)
    codes = [
        code
        for text in dx
        for code in ((text,) if text in catalogue else groups.indicators_in(text))
    ]
    table = analytics(
        loaded.data,
        loaded.catalogue,
        loaded.units,
        dx=codes,
        pe=pe,
        ou=ou,
        boundaries=boundaries,
        known_on=known_on,
        basis=basis,
    )
    return replace(
        table,
        groups={
            item.code: tuple(map(_place, groups.places_of(item.code)))
            for item in catalogue
        },
    )


def load_series(directories: Sequence[Path]) -> LoadedSeries:
    """Read what directories report, count what their registers hold, and compute.

    A directory without computed coverage, or with one that belongs to other inputs,
    gives no simulated values; a finding says so.

    Raises:
        NotFoundError: A directory does not exist.
        InvalidInputError: A directory has errors.
    """
    catalogue = shipped_catalogue()
    series_definitions(catalogue)
    units = shipped_units()
    parts = []
    for directory in directories:
        inputs = load_province(directory)
        unit = _province_unit(inputs.province, units)
        units = _with_units_of(inputs.province, unit, units)
        parts.append(_series_of(inputs, unit, units, catalogue))
    return LoadedSeries(_joined(parts), units, catalogue)


def _series_of(
    inputs: ProvinceInputs,
    unit: UnitExistence,
    units: UnitHistory,
    catalogue: IndicatorCatalogue,
) -> SeriesData:
    province = inputs.province
    findings = _check_day(unit, province)
    documents = {document.id: document for document in province.documents}
    printed = values_of_figures(
        province.figures, catalogue, unit=unit, documents=documents
    )
    reading = Findings()
    lines = read_series_lines(inputs.directory / SERIES_FILE, reading)
    reading.raise_errors()
    told = values_of_lines(lines, catalogue, units)
    observations = [*printed.observations, *told.observations]
    computed = computed_values(
        ProvinceCounts(
            province,
            catalogue,
            _records(inputs.directory, catalogue),
            _coverage(inputs, findings),
        ),
        catalogue,
        province_code=unit.code,
        province_day=_day_in_force(unit, province),
        told=observations,
    )
    found = measured_in(inputs.directory)
    measured = [
        *measured_values(found.tests, units, province_code=unit.code),
        *median_values(found.medians, units, province_code=unit.code),
    ]
    return SeriesData(
        (*observations, *measured, *computed),
        {unit.code: tuple(printed.targets)},
        documents,
        {unit.code: _day_in_force(unit, province)},
        (*reading.items, *printed.findings, *told.findings, *findings),
    )


def _records(
    directory: Path, catalogue: IndicatorCatalogue
) -> dict[str, list[dict[str, object]]]:
    """Return the records of the kinds that formulas count."""
    kinds = shipped_kinds()
    asked = {
        call.words[0]
        for definition in series_definitions(catalogue).values()
        for call in definition.calls
        if call.function in RECORD_FUNCTIONS
    }
    with register_view(directory, kinds) as view:
        return {
            kind: [dict(record.values) for record in view.records(kind)]
            for kind in sorted(asked & set(kinds))
        }


def _coverage(
    inputs: ProvinceInputs, findings: list[Finding]
) -> CoverageResults | None:
    results = ResultsDirectory.of(inputs.directory)
    try:
        results.require_fresh(coverage_step.STEP, inputs=inputs.files)
    except (NotFoundError, StaleResultError) as error:
        found = Findings()
        found.suggest(
            Place(_DIRECTORY_FINDINGS),
            error.message,
            Message("simulated values are left out"),
        )
        findings += found.items
        return None
    return CoverageResults(
        read_coverage(results.path / "locality_coverage.csv"),
        read_coverage(results.path / "facility_coverage.csv"),
        read_road_km(results.path / "road_coverage.csv"),
    )


def _province_unit(province: Province, units: UnitHistory) -> UnitExistence:
    """Return the unit that a directory speaks of; one of its own for a new province.

    A province that was merged before the day of its data stays what it was.
    """
    day = province.data_date
    known = units.unit(province.key, day)
    match = resolve_unit(province.name_vi, units, day=day, level=Level.PROVINCE)
    return (
        match.unit
        or known
        or UnitExistence(
            province.key, province.name_vi, "tỉnh", Level.PROVINCE, "", None, None
        )
    )


def _with_units_of(
    province: Province, unit: UnitExistence, units: UnitHistory
) -> UnitHistory:
    """Return the units with those of a province that nobody has told of yet."""
    day = province.data_date
    new = [] if units.lives(unit.code) else [unit]
    for commune in province.communes:
        start = day_of_commune(commune, day)
        if units.unit(commune.code, start) is None:
            name = commune.name_vi.removeprefix(commune.kind.capitalize()).strip()
            new.append(
                UnitExistence(
                    commune.code,
                    name or commune.name_vi,
                    commune.kind,
                    Level.COMMUNE,
                    unit.code,
                    start if start > day else None,
                    None,
                )
            )
    return replace(units, existences=(*units.existences, *new)) if new else units


def _check_day(unit: UnitExistence, province: Province) -> list[Finding]:
    """Doubt data of a day on which their province was no more."""
    day = province.data_date
    if _day_in_force(unit, province) == day:
        return []
    found = Findings()
    found.warn(
        Place(DESCRIPTION_FILE, None, "data_date"),
        Message(
            "{kind} {name} was not in force on {day}",
            {"kind": unit.kind, "name": unit.name, "day": day},
        ),
        Message("correct the day, or make a directory for the unit that followed"),
        day,
    )
    return found.items


def _day_in_force(unit: UnitExistence, province: Province) -> date:
    return min(province.data_date, unit.valid_to or date.max)


def _place(place: IndicatorPlace) -> str:
    doubt = "" if place.is_confirmed else "?"
    return f"{place.taxonomy}/{place.part}{doubt}"


def _joined(parts: Iterable[SeriesData]) -> SeriesData:
    """Return the series of several directories; what two tell alike stands once."""
    found = list(parts)
    codes = sorted({code for part in found for code in part.targets})
    return SeriesData(
        tuple(dict.fromkeys(item for part in found for item in part.observations)),
        {
            code: tuple(
                dict.fromkeys(t for part in found for t in part.targets.get(code, ()))
            )
            for code in codes
        },
        {code: doc for part in found for code, doc in part.documents.items()},
        {code: day for part in found for code, day in part.stated_on.items()},
        tuple(item for part in found for item in part.findings),
    )
