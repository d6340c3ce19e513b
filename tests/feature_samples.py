"""Files of features for tests, as people make them."""

import struct
import warnings
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from pyogrio.raw import write


def write_layer(
    path: Path,
    shapes: Sequence[Any],
    columns: Mapping[str, Sequence[Any]],
    *,
    crs: str | None = "EPSG:9213",
    encoding: str = "UTF-8",
    geometry_type: str = "Unknown",
    driver: str = "ESRI Shapefile",
    layer: str | None = None,
    append: bool = False,
) -> None:
    """Write a layer through GDAL, without a date in it."""
    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": "2026-01-01T00:00:00Z"})
    try:
        with warnings.catch_warnings():
            # Files without a reference system are made on purpose.
            warnings.filterwarnings("ignore", "'crs' was not provided")
            write(
                path,
                np.array(shapely.to_wkb(np.array(shapes, dtype=object)), dtype=object),
                [np.array(values) for values in columns.values()],
                list(columns),
                geometry_type=geometry_type,
                crs=crs,
                driver=driver,
                encoding=encoding,
                layer=layer,
                append=append,
            )
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})


def write_shapefile(
    path: Path,
    shapes: Sequence[Any],
    columns: Mapping[str, Sequence[Any]],
    **options: Any,
) -> None:
    """Write a shapefile whose texts are bytes of any encoding, given as latin-1."""
    options.setdefault("geometry_type", shapes[0].geom_type)
    write_layer(path, shapes, columns, **options)
    stamp = path.with_suffix(".dbf")
    content = bytearray(stamp.read_bytes())
    content[1:4] = struct.pack("3B", 126, 1, 1)
    stamp.write_bytes(bytes(content))


def zipped(target: Path, files: Mapping[str, Path | bytes]) -> Path:
    """Zip files under names of their own, at a fixed time."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            data = content if isinstance(content, bytes) else content.read_bytes()
            archive.writestr(info, data)
    return target


def zipped_shapefile(
    target: Path,
    shapefile: Path,
    *,
    folder: str = "",
    without: Sequence[str] = (),
) -> Path:
    """Zip the parts of a shapefile."""
    parts = sorted(
        part
        for part in shapefile.parent.glob(f"{shapefile.stem}.*")
        if part.suffix in {".shp", ".shx", ".dbf", ".prj", ".cpg"} - set(without)
    )
    return zipped(target, {f"{folder}{part.name}": part for part in parts})
