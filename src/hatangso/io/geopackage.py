"""Write vector layers into one GeoPackage whose bytes depend on nothing but them."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyogrio
import shapely
from pyogrio.raw import write as write_raw

from hatangso.geography.grid import WGS84

__all__ = ["VectorLayer", "write_geopackage", "written_at_fixed_time"]

# A GeoPackage notes when it was written; a fixed time keeps equal runs equal.
_WRITTEN_AT = "2025-07-01T00:00:00Z"


@dataclass(frozen=True)
class VectorLayer:
    """One layer of a GeoPackage, in WGS 84.

    Attributes:
        name: Of the layer.
        geometries: Of one kind: Point, LineString, Polygon (or Multi…).
        columns: Cells by column, each as long as the geometries; text, numbers or
            None for a missing text.
    """

    name: str
    geometries: Sequence[shapely.Geometry]
    columns: Mapping[str, Sequence[object]]


def write_geopackage(
    path: Path,
    layers: Sequence[VectorLayer],
    *,
    metadata: Mapping[str, str] | None = None,
) -> None:
    """Write layers in their order; an existing file is replaced.

    Args:
        path: The file.
        layers: Those without geometry are left out: a layer needs a geometry type.
        metadata: Facts on the whole file, such as its provenance.
    """
    path.unlink(missing_ok=True)
    with written_at_fixed_time():
        for layer in layers:
            if len(layer.geometries):
                _write_layer(path, layer, metadata or {})


@contextmanager
def written_at_fixed_time() -> Iterator[None]:
    """Let GeoPackages that are written meanwhile not tell when that was."""
    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": _WRITTEN_AT})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})


def _write_layer(path: Path, layer: VectorLayer, metadata: Mapping[str, str]) -> None:
    geometries = np.array(layer.geometries, dtype=object)
    kind = str(geometries[0].geom_type)
    if any(geometry.geom_type != kind for geometry in geometries):
        kind = f"Multi{kind.removeprefix('Multi')}"
    write_raw(
        str(path),
        shapely.to_wkb(geometries),
        [_cells(cells) for cells in layer.columns.values()],
        np.array(list(layer.columns)),
        layer=layer.name,
        driver="GPKG",
        geometry_type=kind,
        crs=WGS84,
        promote_to_multi=kind.startswith("Multi"),
        append=path.exists(),
        encoding="utf-8",
        dataset_metadata=None if path.exists() else dict(metadata) or None,
    )


def _cells(cells: Sequence[object]) -> np.ndarray:
    """Return a column as an array of one type; text columns stay objects."""
    if all(isinstance(cell, bool | int | float) for cell in cells):
        return np.array(cells)
    texts = [None if cell is None else str(cell) for cell in cells]
    return np.array(texts, dtype=object)
