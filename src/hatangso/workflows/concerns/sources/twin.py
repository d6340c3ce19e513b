"""What is not as it should be in industrial zones, with sensors, and incidents."""

from collections.abc import Iterable, Iterator, Sequence

from hatangso.errors import Message, NotFoundError, StaleResultError
from hatangso.io.findings import Findings
from hatangso.io.geojson_layers import ZONES_FILE, read_zones
from hatangso.io.results_directory import ResultsDirectory
from hatangso.model.concern import Concern, Severity
from hatangso.model.site import Technology
from hatangso.sensing.judgement import Judgement, SensorState, Side
from hatangso.workflows import coverage as coverage_step
from hatangso.workflows.check import province_files
from hatangso.workflows.concerns.concern_facts import ConcernFacts
from hatangso.workflows.record_values import text_of
from hatangso.workflows.zone_coverage import ZoneCoverage, zone_coverages
from hatangso.workflows.zone_twin import (
    CAMERA,
    IncidentTwin,
    SensorTwin,
    TwinGround,
    TwinSummary,
    ZoneTwin,
    is_zone,
    twins_of,
)

__all__ = ["concerns", "twin_concerns"]

_SEVERITIES = {
    "critical": Severity.CRITICAL,
    "warning": Severity.WARNING,
    "notice": Severity.NOTICE,
}
_HOUR_S = 3600
_PERCENT = 100


def concerns(facts: ConcernFacts) -> Iterable[Concern]:
    """Return what is not as it should be; nothing of coverage before it is computed."""
    names = [text_of(one, "id") for one in facts.records("facility") if is_zone(one)]
    coverage = _coverage(facts, names)
    ground = TwinGround(coverage=coverage)
    summary = twins_of(facts.directory, facts.records, ground, now=facts.now)
    return twin_concerns(summary)


def _coverage(
    facts: ConcernFacts, names: Sequence[str]
) -> dict[str, tuple[ZoneCoverage, ...]]:
    """Return the 5G of zones; nothing where it was computed from other inputs.

    The hashes of the results themselves are left to the pages: they take their time.
    """
    results = ResultsDirectory.of(facts.directory)
    try:
        inputs = results.step(coverage_step.STEP).get("inputs")
        if inputs != results.fingerprint(province_files(facts.directory)):
            return {}
    except (NotFoundError, StaleResultError):
        return {}
    path = facts.directory / ZONES_FILE
    # What is wrong with the outlines is told where they are shown.
    zones = read_zones(path, Findings()) if path.is_file() else []
    return zone_coverages(results, zones, names, [Technology.G5])


def twin_concerns(summary: TwinSummary) -> tuple[Concern, ...]:
    """Return what a summary shows to be wrong, or not known."""
    at_s = summary.moment.timestamp()
    return (
        *(found for one in summary.zones for found in _of_zone(one)),
        *(found for one in summary.sensors for found in _of_sensor(one, at_s)),
        *(_of_incident(one) for one in summary.incidents if one.is_open),
    )


def _of_zone(zone: ZoneTwin) -> Iterator[Concern]:
    found = next((x for x in zone.coverage if x.technology is Technology.G5), None)
    if found is None:
        return
    record = ("facility", zone.id, zone.name)
    share = found.share
    if share is None:
        title = Message("Industrial zones of which the 5G coverage is not known")
        text = Message("no terrain there, or a station beyond it might reach")
        sort = "zone_5g_unknown"
        yield Concern("VT", sort, Severity.NOTICE, title, text, *record)
    elif share == 0:
        title = Message("Industrial zones without 5G")
        text = Message("no 5G by the computed coverage")
        sort = "zone_without_5g"
        yield Concern("VT", sort, Severity.WARNING, title, text, *record)
    elif share < 1:
        title = Message("Industrial zones that 5G reaches only in part")
        told = {"percent": share * _PERCENT}
        text = Message("5G reaches {percent:.0f} % by the computed coverage", told)
        sort = "zone_5g_in_part"
        yield Concern("VT", sort, Severity.NOTICE, title, text, *record)


def _of_sensor(sensor: SensorTwin, at_s: float) -> Iterator[Concern]:
    judgement = sensor.judgement
    if judgement is None:
        return
    record = ("sensor", sensor.id, sensor.name)
    if judgement.state is SensorState.OUT_OF_LIMITS:
        title = Message("Sensors whose values are out of their limits")
        text = _out_of_limits(sensor, judgement)
        sort = "sensor_out_of_limits"
        yield Concern("CNS", sort, Severity.WARNING, title, text, *record)
    elif judgement.state is SensorState.SILENT and judgement.latest_s is not None:
        title = Message("Sensors that have fallen silent")
        hours = {"hours": (at_s - judgement.latest_s) / _HOUR_S}
        text = Message("no reading for {hours:.0f} hours: not known, not zero", hours)
        sort = "sensor_silent"
        yield Concern("CNS", sort, Severity.WARNING, title, text, *record)
    elif judgement.state is SensorState.UNHEARD and sensor.kind != CAMERA:
        title = Message("Sensors that never said anything")
        text = Message("no reading at all: not known whether it works")
        sort = "sensor_unheard"
        yield Concern("CNS", sort, Severity.NOTICE, title, text, *record)


def _out_of_limits(sensor: SensorTwin, judgement: Judgement) -> Message:
    excursion, limits = judgement.excursion, sensor.limits
    is_high = excursion is not None and excursion.side is Side.HIGH
    text = "{value:g} {unit}, below {limit:g}"
    if is_high:
        text = "{value:g} {unit}, above {limit:g}"
    limit = limits.high if is_high else limits.low
    return Message(
        text, {"value": judgement.latest, "unit": sensor.unit, "limit": limit}
    )


def _of_incident(incident: IncidentTwin) -> Concern:
    severity = _SEVERITIES.get(incident.severity, Severity.NOTICE)
    text = Message("open; nobody has told since when")
    if incident.opened_on is not None:
        text = Message("open since {day}", {"day": incident.opened_on})
    return Concern(
        "QT",
        f"incident_open_{severity}",
        severity,
        Message("Incidents that are open"),
        text,
        "incident",
        incident.id,
        incident.name,
    )
