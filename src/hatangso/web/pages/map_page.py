"""Bản đồ: the page, its tiles and features, and answers to clicks and searches."""

from http import HTTPStatus
from typing import Annotated

from fastapi import Path, Query, Request
from starlette.responses import JSONResponse, Response

from hatangso.errors import Message, NotFoundError, StaleResultError
from hatangso.language import Language
from hatangso.model.site import Technology
from hatangso.web.access import Permission
from hatangso.web.application_state import state_of, visitor_of
from hatangso.web.map.catalogue import MapCatalogue, map_catalogue
from hatangso.web.map.features import FeatureLayer, feature_file
from hatangso.web.map.map_sources import rasters_of, relief_of, tile_cache
from hatangso.web.map.network_features import NETWORK_LAYERS, plan_years
from hatangso.web.map.path_answer import station_answers
from hatangso.web.map.place_answer import place_answer
from hatangso.web.map.place_search import find_places
from hatangso.web.map.territory_features import TERRITORY_LAYERS
from hatangso.web.map.tiles import COARSEST_ZOOM, draw_tile, touches
from hatangso.web.rendering import render
from hatangso.web.routing import PageRouter
from hatangso.web.snapshot import ProvinceSnapshot
from hatangso.workflows.commune_shares import MAIN_TECHNOLOGY

router = PageRouter()
_PUBLIC = {layer.id: layer for layer in TERRITORY_LAYERS}
_FOR_MEMBERS = {layer.id: layer for layer in NETWORK_LAYERS}
_FOREVER = {"cache-control": "private, max-age=31536000, immutable"}
_ASK_AGAIN = {"cache-control": "private, no-cache"}
_NO_TILE = Message("there is no such map tile")

Zoom = Annotated[int, Path(ge=0, le=22)]
Number = Annotated[int, Path(ge=0, lt=1 << 22)]
Longitude = Annotated[float, Query(ge=-180, le=180)]
Latitude = Annotated[float, Query(ge=-85, le=85)]


@router.page("/ban-do", Permission.READ_PUBLIC)
def map_page(request: Request) -> Response:
    """Show the map."""
    snapshot = state_of(request).snapshots.current()
    rasters = rasters_of(snapshot).values()
    content = _catalogue(request, snapshot)
    return render(
        request,
        "map.html",
        catalogue=content.as_json(),
        layers={layer["id"]: layer for layer in content.layers},
        technologies=[
            one for one in Technology if any(x.technology is one for x in rasters)
        ],
        operators=sorted({one.operator for one in rasters if one.operator}),
        main_technology=MAIN_TECHNOLOGY,
        years=plan_years(snapshot),
        province=snapshot.inputs.province,
        stale=_stale(snapshot),
    )


def _catalogue(request: Request, snapshot: ProvinceSnapshot) -> MapCatalogue:
    visitor = visitor_of(request)
    sees_networks = visitor.may(Permission.READ)
    language = visitor.language
    return snapshot.part(
        f"map catalogue:{language}:{sees_networks}",
        lambda: map_catalogue(snapshot, language, sees_networks=sees_networks),
    )


def _stale(snapshot: ProvinceSnapshot) -> Message | None:
    """Return why the coverage that is shown belongs to other data; None if it holds."""
    try:
        _ = snapshot.coverage
    except (NotFoundError, StaleResultError) as error:
        return error.message
    return None


@router.page("/ban-do/lop.json", Permission.READ_PUBLIC)
def catalogue(request: Request) -> Response:
    """Give what there is to see, for maps on other pages."""
    content = _catalogue(request, state_of(request).snapshots.current())
    return JSONResponse(content.as_json(), headers=_ASK_AGAIN | {"vary": "Cookie"})


@router.page("/ban-do/o/{layer}/{z}/{x}/{y}.png", Permission.READ_PUBLIC)
def tile(
    request: Request, layer: str, z: Zoom, x: Number, y: Number, v: str = ""
) -> Response:
    """Give a tile of a coverage; 204 where it would show nothing."""
    snapshot = state_of(request).snapshots.current()
    found = rasters_of(snapshot).get(layer)
    if found is None or not _is_tile(z, x, y, found.finest_zoom):
        raise NotFoundError(_NO_TILE.text)
    cache = tile_cache(snapshot)
    place = (f"{layer}-{found.version}", z, x, y)
    png = cache.get(*place)
    if png is None:
        # Kept is what lies in the province: the rest of the world has no end.
        is_near = touches(found.bounds_deg, z, x, y)
        png = (draw_tile(found, z, x, y) or b"") if is_near else b""
        if is_near:
            cache.put(*place, png)
    return _png(png, is_current=v == found.version)


@router.page("/ban-do/dia-hinh/{z}/{x}/{y}.png", Permission.READ_PUBLIC)
def relief_tile(
    request: Request, z: Zoom, x: Number, y: Number, v: str = ""
) -> Response:
    """Give heights, from which the browser shades the hills."""
    snapshot = state_of(request).snapshots.current()
    relief = relief_of(snapshot)
    if not _is_tile(z, x, y, relief.finest_zoom):
        raise NotFoundError(_NO_TILE.text)
    cache = tile_cache(snapshot)
    place = (f"relief-{relief.version}", z, x, y)
    png = cache.get(*place)
    if png is None:
        png = relief.tile(z, x, y)
        if touches(relief.bounds_deg, z, x, y):
            cache.put(*place, png)
    return _png(png, is_current=v == relief.version)


def _is_tile(z: int, x: int, y: int, finest_zoom: int) -> bool:
    return COARSEST_ZOOM <= z <= finest_zoom and x < 1 << z and y < 1 << z


def _png(png: bytes, *, is_current: bool) -> Response:
    headers = _FOREVER if is_current else _ASK_AGAIN
    if not png:
        return Response(status_code=HTTPStatus.NO_CONTENT, headers=headers)
    return Response(png, media_type="image/png", headers=headers)


@router.page("/ban-do/lop/{language}/{layer}.geojson", Permission.READ_PUBLIC)
def territory(
    request: Request, language: Language, layer: str, v: str = ""
) -> Response:
    """Give things that everybody may see."""
    return _features(request, _PUBLIC.get(layer), language, v)


@router.page("/ban-do/lop-mang/{language}/{layer}.geojson", Permission.READ)
def networks(request: Request, language: Language, layer: str, v: str = "") -> Response:
    """Give sites, networks, measurements and plans."""
    return _features(request, _FOR_MEMBERS.get(layer), language, v)


def _features(
    request: Request, layer: FeatureLayer | None, language: Language, version: str
) -> Response:
    if layer is None:
        raise NotFoundError("the map has no such layer")
    snapshot = state_of(request).snapshots.current()
    file = feature_file(snapshot, layer, language)
    etag = f'"{file.version}"'
    is_current = version == snapshot.fingerprint
    headers = (_FOREVER if is_current else _ASK_AGAIN) | {
        "etag": etag,
        "vary": "Accept-Encoding, Cookie",
    }
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["content-encoding"] = "gzip"
        return Response(file.zipped, media_type="application/geo+json", headers=headers)
    return Response(file.text, media_type="application/geo+json", headers=headers)


@router.page("/ban-do/noi", Permission.READ_PUBLIC)
def place(request: Request, lon: Longitude, lat: Latitude) -> Response:
    """Tell what is at a point."""
    snapshot = state_of(request).snapshots.current()
    answer = place_answer(snapshot, lon, lat)
    return render(
        request,
        "parts/map_place.html",
        place=answer,
        technologies=[row.technology for row in answer.rows],
        main_technology=MAIN_TECHNOLOGY,
        sites_reality=_reality(snapshot, "sites"),
    )


@router.page("/ban-do/duong-truyen", Permission.READ)
def path(
    request: Request,
    lon: Longitude,
    lat: Latitude,
    technology: Technology = MAIN_TECHNOLOGY,
) -> Response:
    """Study the way of the signal from the best stations to a point."""
    snapshot = state_of(request).snapshots.current()
    return render(
        request,
        "parts/map_path.html",
        stations=station_answers(snapshot, (lon, lat), technology),
        technology=technology,
        range_km=snapshot.inputs.radio.range_m(technology) / 1000,
        cell_m=relief_of(snapshot).cell_m,
        sites_reality=_reality(snapshot, "sites"),
    )


def _reality(snapshot: ProvinceSnapshot, layer: str) -> str:
    provenance = snapshot.inputs.province.provenances.get(layer)
    return provenance.reality.value if provenance else ""


@router.page("/ban-do/tim", Permission.READ_PUBLIC)
def search(request: Request, q: Annotated[str, Query(max_length=100)] = "") -> Response:
    """Find places by name."""
    visitor = visitor_of(request)
    found = find_places(
        state_of(request).snapshots.current(),
        q,
        visitor.language,
        sees_networks=visitor.may(Permission.READ),
    )
    return render(request, "parts/map_search.html", places=found, asked=q.strip())
