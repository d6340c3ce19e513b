"""Khu công nghiệp: the list of zones, a zone in three dimensions, and its sensors."""

from typing import Annotated

from fastapi import Path, Request
from starlette.responses import JSONResponse, Response

from hatangso.model.sensing import Series
from hatangso.model.site import Technology
from hatangso.web.access import Permission
from hatangso.web.application_state import state_of, visitor_of
from hatangso.web.map.map_sources import rasters_of
from hatangso.web.map.map_words import LEVEL_WORDS
from hatangso.web.map.raster_layers import RasterKind
from hatangso.web.rendering import is_part_asked, render
from hatangso.web.routing import PageRouter
from hatangso.web.snapshot import ProvinceSnapshot
from hatangso.web.views.sensor_view import Span, moment_of, sensor_of, sensor_view
from hatangso.web.views.zone_objects import BUILDING_WORDS, zone_objects
from hatangso.web.views.zone_view import (
    SEVERITY_WORDS,
    building_lines,
    choice_words,
    mast_services,
    state_words,
    twins_now,
    zone_lines,
    zone_of,
    zoom_of,
)
from hatangso.workflows.sensor_readings import load_readings
from hatangso.workflows.zone_twin import NEAR_M

router = PageRouter()
_PATH = "/he-thong/khu-cong-nghiep"
_LARGEST_NUMBER = 2**53
_LAYERS = ("zones", "buildings", "sensors", "sensor_readings", "incidents")
# Records of tables that wait to be taken into the register have numbers below zero.
Number = Annotated[int, Path(ge=-_LARGEST_NUMBER, le=_LARGEST_NUMBER)]


@router.page(_PATH, Permission.READ)
def zones(request: Request) -> Response:
    """List the zones."""
    state, visitor = state_of(request), visitor_of(request)
    snapshot = state.snapshots.current()
    summary = twins_now(state, snapshot)
    return render(
        request,
        "zones.html",
        summary=summary,
        lines=zone_lines(summary),
        realities=_realities(snapshot),
        sensor_kinds=choice_words("sensor", "kind", visitor.language),
        moment_of=moment_of,
        state_words=state_words,
        severity_words=SEVERITY_WORDS,
    )


@router.page(_PATH + "/cam-bien/{number}", Permission.READ)
def sensor(request: Request, number: Number, xem: Span = Span.WEEK) -> Response:
    """Show a sensor with its history; for htmx only that."""
    state, visitor = state_of(request), visitor_of(request)
    snapshot = state.snapshots.current()
    summary = twins_now(state, snapshot)
    found = sensor_of(summary, number)
    series = load_readings(state.directory).get(found.id, Series.empty())
    view = sensor_view(summary, found, series, xem, visitor.language)
    return render(
        request,
        "parts/zone_sensor.html" if is_part_asked(request) else "zone_sensor.html",
        summary=summary,
        view=view,
        zone=next((x for x in summary.zones if x.id == found.facility_id), None),
        words=state_words(found),
        kinds=choice_words("sensor", "kind", visitor.language),
        realities=_realities(snapshot),
        moment_of=moment_of,
    )


@router.page(_PATH + "/{number}", Permission.READ)
def zone(request: Request, number: Number) -> Response:
    """Show a zone: in three dimensions, and the same in words."""
    state, visitor = state_of(request), visitor_of(request)
    snapshot = state.snapshots.current()
    summary = twins_now(state, snapshot)
    found = zone_of(summary, number)
    drawn = {
        one.technology
        for one in rasters_of(snapshot).values()
        if one.kind is RasterKind.LEVEL and not one.operator
    }
    return render(
        request,
        "zone.html",
        summary=summary,
        zone=found,
        technologies=[one for one in Technology if one in drawn],
        services=mast_services(found),
        buildings=building_lines(found),
        building_words=BUILDING_WORDS,
        realities=_realities(snapshot),
        sites_reality=_reality(snapshot, "sites"),
        level_words=LEVEL_WORDS,
        near_m=NEAR_M,
        zoom=zoom_of(found),
        sensor_kinds=choice_words("sensor", "kind", visitor.language),
        moment_of=moment_of,
        state_words=state_words,
        severity_words=SEVERITY_WORDS,
    )


@router.page(_PATH + "/{number}/vat-the.geojson", Permission.READ)
def objects(request: Request, number: Number) -> Response:
    """Give the things of a zone, to be drawn."""
    state = state_of(request)
    summary = twins_now(state, state.snapshots.current())
    content = zone_objects(zone_of(summary, number), visitor_of(request).language)
    headers = {"cache-control": "private, no-cache", "vary": "Cookie"}
    return JSONResponse(content, media_type="application/geo+json", headers=headers)


def _realities(snapshot: ProvinceSnapshot) -> dict[str, str]:
    """Return how real the layers of zones are; empty for those that there are not."""
    return {name: _reality(snapshot, name) for name in _LAYERS}


def _reality(snapshot: ProvinceSnapshot, layer: str) -> str:
    found = snapshot.inputs.province.provenances.get(layer)
    return found.reality.value if found else ""
