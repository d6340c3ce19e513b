"""The rasters that the map may show: found among the results, named by no request."""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

import rasterio

from hatangso.language import fold
from hatangso.model.site import Technology
from hatangso.radio.link_budget import RadioParameters

__all__ = ["RasterBand", "RasterKind", "RasterLayer", "raster_layers"]

# Grows when the same numbers are drawn otherwise: old tiles are then not found.
_DRAWING = "1"
_FINEST_ZOOM = 14
# Ground that a pixel of a tile of 512 covers at zoom 0 on the equator.
_M_PER_PIXEL = 78_271.52
_NOT_IN_ADDRESS = re.compile(r"[^a-z0-9]+")
_LEVEL, _RATE, _SECOND, _CLASS = "level_dbm", "rate_mbps", "second_dbm", "level"


class RasterKind(StrEnum):
    """What a raster tells of each place."""

    LEVEL = "level"  # none, basic, good, unknown
    DBM = "dbm"  # median level of the first model
    SECOND = "second"  # that of the second
    RATE = "rate"  # Mbit/s of one user
    DOUBT = "doubt"  # where the two models disagree on basic service


@dataclass(frozen=True)
class RasterBand:
    """One band of a file."""

    path: Path
    number: int


@dataclass(frozen=True)
class RasterLayer:
    """Something that can be drawn as tiles.

    Attributes:
        id: Part of its addresses: ``level-4g-viettel``.
        operator: Its name; empty for the best one at each place.
        bands: What it is drawn from; of DOUBT the levels by both models.
        threshold_dbm: From where service is basic; decides DOUBT.
        version: Changes with the files and with how they are drawn.
        finest_zoom: Beyond it tiles show nothing new.
        bounds_deg: West, south, east, north.
        date: Day of the data.
        model: How it was computed.
    """

    id: str
    kind: RasterKind
    technology: Technology
    operator: str
    bands: tuple[RasterBand, ...]
    threshold_dbm: float
    version: str
    finest_zoom: int
    bounds_deg: tuple[float, float, float, float]
    date: str = ""
    model: str = ""


@dataclass(frozen=True)
class _File:
    path: Path
    bands: Mapping[str, RasterBand]
    tags: Mapping[str, str]
    bounds_deg: tuple[float, float, float, float]
    cell_m: float


@dataclass(frozen=True)
class _Frame:
    """What all layers of a technology and an operator share."""

    technology: Technology
    operator: str
    threshold_dbm: float
    hashes: Mapping[str, str]


def raster_layers(
    results: Path, hashes: Mapping[str, str], radio: RadioParameters
) -> dict[str, RasterLayer]:
    """Return the layers by identifier: by technology, the best operator first.

    Args:
        results: Where the rasters of the coverage lie.
        hashes: Of the rasters by file name, as the manifest has them; a raster that it
            does not name is no result, and left out.
        radio: Tells where service begins.
    """
    layers: dict[str, RasterLayer] = {}
    for technology in Technology:
        threshold_dbm = radio.thresholds_dbm(technology)[0]
        suffix = str(technology).lower()
        frames = [(_of_best(results, suffix, hashes), "")]
        for path in sorted(results.glob(f"operator_*_{suffix}.tif")):
            if path.name in hashes:
                file = _opened(path)
                if file is None:
                    continue
                operator = file.tags.get("OPERATOR", "")
                frames.append((dict.fromkeys(file.bands, file), operator))
        for files, operator in frames:
            frame = _Frame(technology, operator, threshold_dbm, hashes)
            for kind, sources in _kinds(files):
                layer = _layer(kind, frame, sources)
                layers[layer.id] = layer
    return layers


def _of_best(results: Path, suffix: str, hashes: Mapping[str, str]) -> dict[str, _File]:
    """Return the files of the best operator by the band that each stands for."""
    stems = {
        _CLASS: "level",
        _LEVEL: "coverage",
        _SECOND: "second",
        _RATE: "rate",
    }
    found = {}
    for band, stem in stems.items():
        path = results / f"{stem}_{suffix}.tif"
        file = _opened(path) if path.name in hashes and path.is_file() else None
        if file is not None:
            found[band] = _File(
                path,
                {band: RasterBand(path, 1)},
                file.tags,
                file.bounds_deg,
                file.cell_m,
            )
    return found


def _kinds(
    files: Mapping[str, _File],
) -> Iterator[tuple[RasterKind, tuple[tuple[_File, RasterBand], ...]]]:
    """Yield what can be drawn, with the bands that it takes."""
    asked = {
        RasterKind.LEVEL: (_CLASS,),
        RasterKind.DBM: (_LEVEL,),
        RasterKind.SECOND: (_SECOND,),
        RasterKind.RATE: (_RATE,),
        RasterKind.DOUBT: (_LEVEL, _SECOND),
    }
    for kind, names in asked.items():
        if all(name in files for name in names):
            yield kind, tuple((files[name], files[name].bands[name]) for name in names)


def _layer(
    kind: RasterKind, frame: _Frame, sources: tuple[tuple[_File, RasterBand], ...]
) -> RasterLayer:
    first = sources[0][0]
    parts = [kind.value, str(frame.technology).lower()]
    if frame.operator:
        parts.append(_NOT_IN_ADDRESS.sub("-", fold(frame.operator)))
    mark = [_DRAWING, kind.value, f"{frame.threshold_dbm}"]
    mark += [frame.hashes[file.path.name] for file, _ in sources]
    return RasterLayer(
        id="-".join(parts),
        kind=kind,
        technology=frame.technology,
        operator=frame.operator,
        bands=tuple(band for _, band in sources),
        threshold_dbm=frame.threshold_dbm,
        version=sha256("\n".join(mark).encode()).hexdigest()[:12],
        finest_zoom=_finest_zoom(first),
        bounds_deg=first.bounds_deg,
        date=first.tags.get("DATA_DATE", ""),
        model=first.tags.get("MODEL", ""),
    )


def _finest_zoom(file: _File) -> int:
    """Return the zoom at which a cell is four to eight pixels wide."""
    lat_rad = math.radians((file.bounds_deg[1] + file.bounds_deg[3]) / 2)
    pixels = _M_PER_PIXEL * math.cos(lat_rad) / file.cell_m
    return min(_FINEST_ZOOM, math.ceil(math.log2(max(pixels, 1))) + 2)


def _opened(path: Path) -> _File | None:
    """Return what a file holds; None for one that is damaged: it is no layer."""
    try:
        return _described(path)
    except rasterio.errors.RasterioError:
        return None


def _described(path: Path) -> _File:
    with rasterio.open(path) as dataset:
        bounds_deg = rasterio.warp.transform_bounds(
            dataset.crs, "EPSG:4326", *dataset.bounds
        )
        cell_m = abs(dataset.transform.e)
        if dataset.crs.is_geographic:
            cell_m *= 111_320
        bands = {
            text or "": RasterBand(path, number)
            for number, text in zip(dataset.indexes, dataset.descriptions, strict=True)
        }
        return _File(path, bands, dict(dataset.tags()), bounds_deg, cell_m)
