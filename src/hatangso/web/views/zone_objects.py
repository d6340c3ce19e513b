"""The things of an industrial zone as GeoJSON, to be drawn in three dimensions."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import shapely

from hatangso.errors import Message
from hatangso.geography.plane import Plane
from hatangso.language import Language, format_shortest, translate
from hatangso.model.industrial_zone import Building
from hatangso.web.views.zone_view import (
    SEVERITY_WORDS,
    choice_words,
    mast_services,
    state_words,
)
from hatangso.workflows.zone_twin import (
    CAMERA,
    IncidentTwin,
    MastTwin,
    SensorTwin,
    ZoneTwin,
)

__all__ = ["zone_objects"]

_DECIMALS = 6
# A mast is drawn as a column, wide enough to be seen.
_MAST_RADIUS_M = 4.0
_CORNERS = 8
# Of a building whose height nobody has told but whose floors are known: an assumption.
_STOREY_M = 3.6
BUILDING_WORDS = {
    "factory": Message("Factory hall"),
    "warehouse": Message("Warehouse"),
    "office": Message("Office building"),
    "housing": Message("Housing"),
    "utility": Message("Plant"),
    "other": Message("Other building"),
    "": Message("Building of unknown kind"),
}
Json = dict[str, Any]


def zone_objects(zone: ZoneTwin, language: Language) -> Json:
    """Return everything of a zone as a feature collection.

    Every feature has ``sort`` (outline, building, mast, sensor, incident), ``id``,
    ``name`` and ``facts``: lines to read. Those that stand have ``height_m``; sensors
    and incidents have ``tone``, and ``part``, the address of what the server tells.
    """
    draw = _Drawing(zone, language)
    return {"type": "FeatureCollection", "features": list(draw.features())}


class _Drawing:
    def __init__(self, zone: ZoneTwin, language: Language) -> None:
        self.zone = zone
        self.language = language
        self.services = mast_services(zone)

    def say(self, text: str | Message, **values: object) -> str:
        if isinstance(text, Message):
            return translate(text, self.language)
        return translate(Message(text, values), self.language)

    def metres(self, value: float | None) -> str:
        if value is None:
            return self.say("not known")
        return f"{format_shortest(value, 1, self.language)} m"

    def features(self) -> Iterator[Json]:
        for outline in self.zone.outlines:
            told = {"sort": "outline", "id": outline.id, "name": outline.name}
            yield _feature(outline.geometry, told)
        for building in self.zone.buildings:
            yield self.building(building)
        for mast in self.zone.masts:
            yield self.mast(mast)
        sensors = {one.id: one for one in self.zone.sensors}
        for sensor in self.zone.sensors:
            if sensor.lon_deg is not None and sensor.lat_deg is not None:
                yield self.sensor(sensor, sensor.lon_deg, sensor.lat_deg)
        for incident in self.zone.open_incidents:
            found = self.incident(incident, sensors.get(incident.sensor_id))
            if found is not None:
                yield found

    def building(self, one: Building) -> Json:
        height_m = one.height_m
        if height_m is None and one.storeys is not None:
            height_m = one.storeys * _STOREY_M
        facts = [self.say(BUILDING_WORDS[one.kind])]
        facts.append(f"{self.say('Height')}: {self.metres(one.height_m)}")
        if one.storeys is not None:
            facts.append(self.say("{count} storeys", count=one.storeys))
        return _feature(
            one.geometry,
            {
                "sort": "building",
                "id": one.id,
                "name": one.name or self.say(BUILDING_WORDS[one.kind]),
                "kind": one.kind,
                "height_m": height_m or 0,
                "facts": "\n".join(facts),
            },
        )

    def mast(self, mast: MastTwin) -> Json:
        site = mast.site
        services = self.services.get(site.id, "")
        height = self.metres(site.structure_height_m)
        facts = [
            f"{self.say('Height of the structure')}: {height}",
            f"{self.say('Services')}: {services or self.say('not known')}",
        ]
        if mast.distance_m:
            away = self.metres(round(mast.distance_m))
            facts.append(self.say("{distance} from the zone", distance=away))
        return _feature(
            _column(site.lon_deg, site.lat_deg),
            {
                "sort": "mast",
                "id": site.id,
                "name": site.name or site.id,
                "height_m": site.structure_height_m,
                "has_5g": any(one.technology == "5G" for one in mast.services),
                "facts": "\n".join(facts),
            },
        )

    def sensor(self, one: SensorTwin, lon_deg: float, lat_deg: float) -> Json:
        words, tone = state_words(one)
        value = one.judgement.value if one.judgement else None
        kinds = choice_words("sensor", "kind", self.language)
        shown = "?"
        if value is not None:
            shown = f"{format_shortest(value, 2, self.language)} {one.unit}".strip()
        elif one.kind == CAMERA:
            shown = kinds.get(one.kind, one.kind)
        return _feature(
            shapely.Point(lon_deg, lat_deg),
            {
                "sort": "sensor",
                "id": one.id,
                "name": one.name,
                "tone": tone,
                "value": shown,
                "facts": f"{kinds.get(one.kind, '')}\n{self.say(words)}",
                "part": f"/he-thong/khu-cong-nghiep/cam-bien/{one.number}",
            },
        )

    def incident(self, one: IncidentTwin, sensor: SensorTwin | None) -> Json | None:
        spot = self._spot(sensor)
        if spot is None:
            return None
        words, _ = SEVERITY_WORDS.get(one.severity, SEVERITY_WORDS["notice"])
        return _feature(
            spot,
            {
                "sort": "incident",
                "id": one.id,
                "name": one.name,
                "severity": one.severity or "notice",
                "facts": f"{self.say(words)}\n{one.cause}".strip(),
            },
        )

    def _spot(self, sensor: SensorTwin | None) -> shapely.Point | None:
        """Return where an incident is: at its sensor, else at its zone."""
        if sensor is not None and sensor.lon_deg is not None:
            return shapely.Point(sensor.lon_deg, sensor.lat_deg)
        if self.zone.lon_deg is None or self.zone.lat_deg is None:
            return None
        return shapely.Point(self.zone.lon_deg, self.zone.lat_deg)


def _column(lon_deg: float, lat_deg: float) -> shapely.Geometry:
    """Return the footprint of a mast."""
    turns = np.linspace(0, 2 * np.pi, _CORNERS, endpoint=False)
    ring_m = _MAST_RADIUS_M * np.column_stack([np.cos(turns), np.sin(turns)])
    lon, lat = Plane(lon_deg, lat_deg).lon_lat(ring_m)
    return shapely.Polygon(np.column_stack([lon, lat]))


def _feature(geometry: shapely.Geometry, properties: Json) -> Json:
    rounded = shapely.transform(geometry, lambda xy: np.round(xy, _DECIMALS))
    return {
        "type": "Feature",
        "geometry": shapely.geometry.mapping(rounded),
        "properties": properties,
    }
