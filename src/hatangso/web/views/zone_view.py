"""Industrial zones and sensors as pages show them."""

import math
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import shapely

from hatangso.errors import Message, NotFoundError, StaleResultError
from hatangso.io.reading_files import READINGS_FILE
from hatangso.io.results_directory import ResultsDirectory
from hatangso.language import Language
from hatangso.model.site import Technology
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.sensing.judgement import SensorState
from hatangso.web.application_state import AppState
from hatangso.web.snapshot import ProvinceSnapshot
from hatangso.workflows.record_values import text_of
from hatangso.workflows.zone_coverage import ZoneCoverage, zone_coverages
from hatangso.workflows.zone_twin import (
    SensorTwin,
    TwinGround,
    TwinSummary,
    ZoneTwin,
    is_zone,
    twins_of,
)

__all__ = [
    "SEVERITY_WORDS",
    "STATE_WORDS",
    "BuildingLine",
    "ZoneLine",
    "building_lines",
    "choice_words",
    "coverage_of",
    "mast_services",
    "state_words",
    "twins_now",
    "zone_line",
    "zone_lines",
    "zone_of",
    "zoom_of",
]

_MINUTE_S = 60
_WORLD_DEG = 360
_ROOM_ZOOM = 0.6
_USUAL_ZOOM, _FARTHEST_ZOOM, _NEAREST_ZOOM = 15.0, 12.0, 17.5
_NOT_WORKING = (Message("Not in operation"), "former")
STATE_WORDS: Mapping[SensorState, tuple[Message, str]] = {
    SensorState.OUT_OF_LIMITS: (Message("Out of its limits"), "missed"),
    SensorState.SILENT: (Message("Silent: value not known"), "unknown"),
    SensorState.UNHEARD: (Message("No reading so far"), "unknown"),
    SensorState.FRESH: (Message("Within its limits"), "met"),
}
SEVERITY_WORDS: Mapping[str, tuple[Message, str]] = {
    "critical": (Message("Critical"), "bad"),
    "warning": (Message("Warning"), "open"),
    "notice": (Message("To look at"), "unknown"),
}


@dataclass
class _Kept:
    """The zones as they stood, and the mark of when that was."""

    mark: object = None
    summary: TwinSummary | None = None


@dataclass(frozen=True)
class ZoneLine:
    """A row of the list of zones.

    Attributes:
        share: Of its area that 5G reaches; None when nobody can tell.
        known_ratio: Of its area where that is known; None without an outline.
    """

    zone: ZoneTwin
    share: float | None
    known_ratio: float | None
    out_n: int
    silent_n: int


def twins_now(state: AppState, snapshot: ProvinceSnapshot) -> TwinSummary:
    """Return how zones stand, at most a minute ago.

    Readings come in without a change of anything else: the ground is kept with the
    state of the province, the summary until a minute or a reading has passed.
    """
    ground, missing = snapshot.part("twin ground", lambda: _ground(snapshot))
    kept = snapshot.part("twin", _Kept)
    now = state.now()
    mark = int(now.timestamp()) // _MINUTE_S, _mark(state.directory / READINGS_FILE)
    if kept.summary is None or kept.mark != mark:
        kept.summary = twins_of(
            state.directory, snapshot.records, ground, now=now, no_coverage=missing
        )
        kept.mark = mark
    return kept.summary


def _mark(path: Path) -> tuple[int, int] | None:
    with suppress(FileNotFoundError):
        found = path.stat()
        return found.st_mtime_ns, found.st_size
    return None


def _ground(snapshot: ProvinceSnapshot) -> tuple[TwinGround, Message | None]:
    province = snapshot.inputs.province
    names = [text_of(one, "id") for one in snapshot.records("facility") if is_zone(one)]
    coverage: dict[str, tuple[ZoneCoverage, ...]] = {}
    missing = None
    try:
        # Raises where the coverage is not that of this state.
        _ = snapshot.coverage
        results = ResultsDirectory.of(snapshot.directory)
        coverage = zone_coverages(results, province.zones, names)
    except (NotFoundError, StaleResultError) as error:
        missing = error.message
    ground = TwinGround(
        province.zones, province.buildings, province.sites, province.services, coverage
    )
    return ground, missing


def zone_of(summary: TwinSummary, number: int) -> ZoneTwin:
    """Return a zone by the number of its record.

    Raises:
        NotFoundError: There is none.
    """
    for one in summary.zones:
        if one.number == number:
            return one
    raise NotFoundError("there is no industrial zone {number}", number=number)


def zoom_of(zone: ZoneTwin) -> float:
    """Return the zoom at which all of a zone is seen."""
    if not zone.outlines:
        return _USUAL_ZOOM
    bounds = shapely.total_bounds([one.geometry for one in zone.outlines])
    span_deg = max(float(bounds[2] - bounds[0]), float(bounds[3] - bounds[1]), 1e-6)
    # At zoom 0 the world is a tile of 512 pixels wide; the map is a little wider.
    zoom = math.log2(_WORLD_DEG / span_deg) + _ROOM_ZOOM
    return round(min(max(zoom, _FARTHEST_ZOOM), _NEAREST_ZOOM), 2)


def coverage_of(zone: ZoneTwin, technology: Technology) -> ZoneCoverage | None:
    """Return what a technology offers in a zone; None when it is not computed."""
    return next((x for x in zone.coverage if x.technology is technology), None)


def zone_lines(summary: TwinSummary) -> tuple[ZoneLine, ...]:
    """Return a row for each zone, in order of name."""
    return tuple(zone_line(one) for one in summary.zones)


def zone_line(zone: ZoneTwin) -> ZoneLine:
    """Return what a list says of a zone."""
    found = coverage_of(zone, Technology.G5)
    return ZoneLine(
        zone,
        found.share if found else None,
        found.known_ratio if found else None,
        zone.count(SensorState.OUT_OF_LIMITS),
        zone.silent_n,
    )


def state_words(sensor: SensorTwin) -> tuple[Message, str]:
    """Return how a sensor stands in words, and their tone."""
    if sensor.judgement is None:
        return _NOT_WORKING
    return STATE_WORDS[sensor.judgement.state]


def choice_words(kind: str, field: str, language: Language) -> dict[str, str]:
    """Return what people call the choices of a field."""
    fields = {one.name: one for one in shipped_kinds()[kind].fields}
    return {
        one.code: one.label_vi if language is Language.VI else one.label_en
        for one in fields[field].choices
    }


def mast_services(zone: ZoneTwin) -> dict[str, str]:
    """Return what each mast carries: "Viettel: 4G, 5G; VNPT: 4G"."""
    told = {}
    for mast in zone.masts:
        operators: dict[str, set[str]] = {}
        for one in mast.services:
            operators.setdefault(one.operator, set()).add(str(one.technology))
        told[mast.site.id] = "; ".join(
            f"{name}: {', '.join(sorted(found))}"
            for name, found in sorted(operators.items())
        )
    return told


@dataclass(frozen=True)
class BuildingLine:
    """The buildings of one kind in a zone.

    Attributes:
        low_m: Of those whose height is known, the lowest; None without any.
        high_m: The highest, likewise.
        unknown_n: So many have no known height.
    """

    kind: str
    count: int
    low_m: float | None
    high_m: float | None
    unknown_n: int


def building_lines(zone: ZoneTwin) -> tuple[BuildingLine, ...]:
    """Return the buildings of a zone by kind."""
    kinds = sorted({one.kind for one in zone.buildings})
    return tuple(_building_line(zone, kind) for kind in kinds)


def _building_line(zone: ZoneTwin, kind: str) -> BuildingLine:
    own = [one for one in zone.buildings if one.kind == kind]
    heights = _known(one.height_m for one in own)
    return BuildingLine(
        kind,
        len(own),
        min(heights, default=None),
        max(heights, default=None),
        len(own) - len(heights),
    )


def _known(values: Iterable[float | None]) -> list[float]:
    return [one for one in values if one is not None]
