"""Industrial zones as they stand: ground, masts, coverage, sensors and incidents."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import numpy as np
import shapely

from hatangso.errors import Message, NotFoundError, StaleResultError
from hatangso.geography.plane import Plane
from hatangso.io.results_directory import ResultsDirectory
from hatangso.language import sort_key
from hatangso.model.industrial_zone import Building, Zone
from hatangso.model.provenance import Reality
from hatangso.model.record import Record
from hatangso.model.sensing import Limits, Series
from hatangso.model.site import Service, Site
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.sensing.judgement import Judgement, SensorState, judge
from hatangso.sensing.sensing_rules import SensingRules
from hatangso.units import VIETNAM_TIME
from hatangso.workflows import coverage as coverage_step
from hatangso.workflows.check import load_province
from hatangso.workflows.own_parameters import own_parameters
from hatangso.workflows.record_values import day_of, text_of
from hatangso.workflows.register.layer_origins import reality_of
from hatangso.workflows.register.register_tables import register_view
from hatangso.workflows.sensor_readings import READINGS_LAYER, load_readings
from hatangso.workflows.zone_coverage import ZoneCoverage, zone_coverages

__all__ = [
    "CAMERA",
    "NEAR_M",
    "IncidentTwin",
    "MastTwin",
    "SensorTwin",
    "TwinGround",
    "TwinSummary",
    "ZoneTwin",
    "is_zone",
    "read_twins",
    "sensing_rules",
    "sensor_twins",
    "twins_of",
]

Records = Callable[[str], Sequence[Record]]
_ZONE = "industrial_zone"
CAMERA = "camera"
_NOT_JUDGED = frozenset({"planned", "building", "suspended", "removed"})
# Masts as near as this to a zone are shown with it.
NEAR_M = 500.0


@dataclass(frozen=True)
class SensorTwin:
    """A sensor or camera, and how it stands.

    Attributes:
        number: Of its record.
        kind: As the register has it; empty when nobody has said.
        unit: Of its readings.
        lon_deg: Longitude, WGS 84; None when nobody has said.
        lat_deg: Latitude, likewise.
        height_m: Above the ground, likewise.
        every_min: How often it reports, in minutes, likewise.
        state: Stage of its life; empty when nobody has said.
        judgement: None for one that is not meant to work.
    """

    number: int
    id: str
    name: str
    kind: str
    unit: str
    facility_id: str
    lon_deg: float | None
    lat_deg: float | None
    height_m: float | None
    limits: Limits
    every_min: float | None
    state: str
    judgement: Judgement | None

    def is_in(self, *states: SensorState) -> bool:
        """Return whether it stands so."""
        return self.judgement is not None and self.judgement.state in states


@dataclass(frozen=True)
class IncidentTwin:
    """An incident.

    Attributes:
        number: Of its record.
        severity: critical, warning, notice, or empty when nobody has said.
        is_open: Whether it has begun and is not over.
    """

    number: int
    id: str
    name: str
    kind: str
    severity: str
    facility_id: str
    sensor_id: str
    opened_on: date | None
    closed_on: date | None
    cause: str
    is_open: bool


@dataclass(frozen=True)
class MastTwin:
    """A site in a zone, or near it.

    Attributes:
        distance_m: From the outline; 0 within it.
    """

    site: Site
    distance_m: float
    services: tuple[Service, ...]


@dataclass(frozen=True)
class ZoneTwin:
    """An industrial zone.

    Attributes:
        number: Of the record of its facility.
        outlines: Empty where nobody has drawn it.
        coverage: By technology; empty when it is not computed.
    """

    number: int
    id: str
    name: str
    lon_deg: float | None
    lat_deg: float | None
    outlines: tuple[Zone, ...]
    buildings: tuple[Building, ...]
    masts: tuple[MastTwin, ...]
    coverage: tuple[ZoneCoverage, ...]
    sensors: tuple[SensorTwin, ...]
    incidents: tuple[IncidentTwin, ...]

    def count(self, *states: SensorState) -> int:
        """Return how many of its sensors stand so."""
        return sum(one.is_in(*states) for one in self.sensors)

    @property
    def silent_n(self) -> int:
        """Return how many do not speak; cameras may send pictures only."""
        return self.count(SensorState.SILENT) + sum(
            one.is_in(SensorState.UNHEARD) and one.kind != CAMERA
            for one in self.sensors
        )

    @property
    def open_incidents(self) -> tuple[IncidentTwin, ...]:
        """Return the incidents that are not over."""
        return tuple(one for one in self.incidents if one.is_open)


@dataclass(frozen=True)
class TwinGround:
    """What stands on the ground, and what reaches it.

    Attributes:
        coverage: By facility; empty when it is not computed.
    """

    zones: Sequence[Zone] = ()
    buildings: Sequence[Building] = ()
    sites: Sequence[Site] = ()
    services: Sequence[Service] = ()
    coverage: Mapping[str, tuple[ZoneCoverage, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class TwinSummary:
    """The industrial zones of a province, and its sensors elsewhere.

    Attributes:
        moment: At which sensors and incidents are judged.
        is_of_readings: Whether that is the moment of the newest reading, since the
            readings are made up: nothing made up is fresh today.
        zones: In order of name.
        elsewhere: Sensors that belong to no zone.
        other_incidents: Incidents that belong to no zone.
        no_coverage: Why no coverage is told; None when it is.
    """

    moment: datetime
    is_of_readings: bool
    zones: tuple[ZoneTwin, ...]
    elsewhere: tuple[SensorTwin, ...]
    other_incidents: tuple[IncidentTwin, ...]
    rules: SensingRules
    no_coverage: Message | None = None

    @property
    def sensors(self) -> tuple[SensorTwin, ...]:
        """Return all sensors."""
        inside = [sensor for zone in self.zones for sensor in zone.sensors]
        return (*inside, *self.elsewhere)

    @property
    def incidents(self) -> tuple[IncidentTwin, ...]:
        """Return all incidents."""
        inside = [incident for zone in self.zones for incident in zone.incidents]
        return (*inside, *self.other_incidents)


def is_zone(record: Record) -> bool:
    """Return whether a facility is an industrial zone."""
    return record.values.get("kind") == _ZONE


def sensing_rules(directory: Path) -> SensingRules:
    """Return when a sensor is silent, and when it is back within its limits.

    Raises:
        InvalidInputError: The province's own rules cannot be used.
        OutOfRangeError: Likewise.
    """
    return own_parameters(directory, "sensing", SensingRules)


def read_twins(directory: Path, *, now: datetime) -> TwinSummary:
    """Return how the industrial zones of a province stand.

    Raises:
        NotFoundError: It is not a province directory.
        InvalidInputError: The directory, or the readings, have errors.
    """
    inputs = load_province(directory)
    province = inputs.province
    results = ResultsDirectory.of(directory)
    with register_view(directory, shipped_kinds()) as view:
        found = {
            kind: view.records(kind) for kind in ("facility", "sensor", "incident")
        }
    names = [text_of(one, "id") for one in found["facility"] if is_zone(one)]
    coverage: dict[str, tuple[ZoneCoverage, ...]] = {}
    missing = None
    try:
        results.require_fresh(coverage_step.STEP, inputs=inputs.files)
        coverage = zone_coverages(results, province.zones, names)
    except (NotFoundError, StaleResultError) as error:
        missing = error.message
    ground = TwinGround(
        province.zones, province.buildings, province.sites, province.services, coverage
    )
    return twins_of(directory, found.__getitem__, ground, now=now, no_coverage=missing)


def twins_of(
    directory: Path,
    records: Records,
    ground: TwinGround,
    *,
    now: datetime,
    no_coverage: Message | None = None,
) -> TwinSummary:
    """Return how industrial zones stand.

    Args:
        directory: The province directory; its readings are read.
        records: Returns the records of a kind: facility, sensor, incident.
        ground: What is known of the ground.
        now: The moment at which readings that are real are judged.
        no_coverage: Why the ground has no coverage.

    Raises:
        InvalidInputError: The readings, or the rules, cannot be used.
    """
    rules = sensing_rules(directory)
    readings = load_readings(directory)
    is_made_up = reality_of(directory, READINGS_LAYER) == Reality.SYNTHETIC
    is_of_readings = bool(readings) and is_made_up
    moment = now.astimezone(VIETNAM_TIME)
    if is_of_readings:
        newest_s = max(int(one.at_s[-1]) for one in readings.values())
        moment = datetime.fromtimestamp(newest_s, VIETNAM_TIME)
    sensors = sensor_twins(records("sensor"), readings, rules, moment=moment)
    incidents = _incidents(records("incident"), moment.date())
    zones = [one for one in records("facility") if is_zone(one)]
    place = _Places(ground, sensors, incidents)
    return TwinSummary(
        moment=moment,
        is_of_readings=is_of_readings,
        zones=tuple(
            sorted((place.zone(one) for one in zones), key=lambda x: sort_key(x.name))
        ),
        elsewhere=place.elsewhere(zones),
        other_incidents=place.other_incidents(zones),
        rules=rules,
        no_coverage=no_coverage,
    )


def sensor_twins(
    records: Iterable[Record],
    readings: Mapping[str, Series],
    rules: SensingRules,
    *,
    moment: datetime,
) -> tuple[SensorTwin, ...]:
    """Return the sensors of the register, and how each stands at a moment."""
    at_s = int(moment.timestamp())
    return tuple(_sensor(one, readings, rules, at_s) for one in records)


def _sensor(
    record: Record, readings: Mapping[str, Series], rules: SensingRules, at_s: int
) -> SensorTwin:
    identifier, state = text_of(record, "id"), text_of(record, "state")
    limits = Limits(_number(record, "low_limit"), _number(record, "high_limit"))
    every_min = _number(record, "report_every_min")
    judgement = None
    if state not in _NOT_JUDGED:
        series = readings.get(identifier, Series.empty())
        judgement = judge(series, limits, rules, at_s=at_s, every_min=every_min)
    return SensorTwin(
        record.id,
        identifier,
        text_of(record, "name") or identifier,
        text_of(record, "kind"),
        text_of(record, "reading_unit"),
        text_of(record, "facility_id"),
        _number(record, "lon_deg"),
        _number(record, "lat_deg"),
        _number(record, "height_m"),
        limits,
        every_min,
        state,
        judgement,
    )


def _number(record: Record, name: str) -> float | None:
    value = record.values.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value)


def _incidents(records: Iterable[Record], today: date) -> tuple[IncidentTwin, ...]:
    return tuple(_incident(one, today) for one in records)


def _incident(record: Record, today: date) -> IncidentTwin:
    opened, closed = day_of(record, "opened_on"), day_of(record, "closed_on")
    has_begun = opened is None or opened <= today
    return IncidentTwin(
        record.id,
        text_of(record, "id"),
        text_of(record, "name"),
        text_of(record, "kind"),
        text_of(record, "severity"),
        text_of(record, "facility_id"),
        text_of(record, "sensor_id"),
        opened,
        closed,
        text_of(record, "cause"),
        has_begun and (closed is None or closed > today),
    )


@dataclass(frozen=True)
class _Places:
    """What belongs where."""

    ground: TwinGround
    sensors: tuple[SensorTwin, ...]
    incidents: tuple[IncidentTwin, ...]

    def zone(self, record: Record) -> ZoneTwin:
        identifier = text_of(record, "id")
        lon_deg, lat_deg = _number(record, "lon_deg"), _number(record, "lat_deg")
        outlines = tuple(x for x in self.ground.zones if x.facility_id == identifier)
        drawn = {one.id for one in outlines}
        sensors = tuple(one for one in self.sensors if one.facility_id == identifier)
        return ZoneTwin(
            record.id,
            identifier,
            text_of(record, "name") or identifier,
            lon_deg,
            lat_deg,
            outlines,
            tuple(x for x in self.ground.buildings if x.zone_id in drawn),
            self._masts(_shape(outlines, lon_deg, lat_deg)),
            self.ground.coverage.get(identifier, ()),
            sensors,
            self._incidents_of(identifier, {one.id for one in sensors}),
        )

    def _incidents_of(
        self, facility: str, sensors: set[str]
    ) -> tuple[IncidentTwin, ...]:
        found = [
            one
            for one in self.incidents
            if one.facility_id == facility
            or (not one.facility_id and one.sensor_id in sensors)
        ]
        return tuple(sorted(found, key=_order_of_incident))

    def elsewhere(self, zones: Iterable[Record]) -> tuple[SensorTwin, ...]:
        known = {text_of(one, "id") for one in zones}
        return tuple(one for one in self.sensors if one.facility_id not in known)

    def other_incidents(self, zones: Iterable[Record]) -> tuple[IncidentTwin, ...]:
        taken = {
            incident.number
            for one in zones
            for incident in self._incidents_of(
                text_of(one, "id"),
                {x.id for x in self.sensors if x.facility_id == text_of(one, "id")},
            )
        }
        others = [one for one in self.incidents if one.number not in taken]
        return tuple(sorted(others, key=_order_of_incident))

    def _masts(self, shape: shapely.Geometry | None) -> tuple[MastTwin, ...]:
        sites = self.ground.sites
        if shape is None or not sites:
            return ()
        plane = Plane.around(*shapely.get_coordinates(shape).T)
        area = plane.geometry_m([shape])[0]
        lons = np.array([one.lon_deg for one in sites])
        spots = plane.xy_m(lons, np.array([one.lat_deg for one in sites]))
        away_m = shapely.distance(area, shapely.points(spots))
        near = [int(x) for x in np.flatnonzero(away_m <= NEAR_M)]
        found = [self._mast(sites[x], float(away_m[x])) for x in near]
        return tuple(sorted(found, key=lambda one: (one.distance_m, one.site.id)))

    def _mast(self, site: Site, distance_m: float) -> MastTwin:
        own = [one for one in self.ground.services if one.site_id == site.id]
        return MastTwin(site, distance_m, tuple(own))


def _shape(
    outlines: Sequence[Zone], lon_deg: float | None, lat_deg: float | None
) -> shapely.Geometry | None:
    """Return the area of a zone; its point where nobody has drawn it."""
    if outlines:
        return shapely.union_all([one.geometry for one in outlines])
    if lon_deg is None or lat_deg is None:
        return None
    return shapely.Point(lon_deg, lat_deg)


_SEVERITIES = ("critical", "warning", "notice", "")


def _order_of_incident(one: IncidentTwin) -> tuple[bool, int, date, str]:
    """Return what puts open incidents first, the gravest and oldest before others."""
    severity = one.severity if one.severity in _SEVERITIES else ""
    day = one.opened_on or date.max
    return not one.is_open, _SEVERITIES.index(severity), day, one.id
