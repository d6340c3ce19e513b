"""Read layers of shapefiles, GeoPackages and MapInfo files through GDAL."""

import math
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyogrio
from numpy.typing import NDArray
from pyogrio.errors import (
    CRSError,
    DataLayerError,
    DataSourceError,
    FeatureError,
    FieldError,
    GeometryError,
)
from pyogrio.raw import read as read_raw

from hatangso.errors import InvalidInputError, Message, Place
from hatangso.io.features.feature_archives import DataSet
from hatangso.io.features.feature_geometry import mended
from hatangso.io.features.feature_limits import FeatureLimits
from hatangso.io.features.feature_texts import Columns, decoded_columns
from hatangso.io.findings import Findings
from hatangso.model.raw_table import CellValue, RawColumn, RawRow, RawTable

__all__ = ["read_data_set"]

_GDAL_ERRORS = (CRSError, DataLayerError, DataSourceError,
                FeatureError, FieldError, GeometryError)  # fmt: skip
# Formats that do not keep how their texts are encoded, or say it wrongly.
_BYTES_AS_TEXT = "ISO-8859-1"
_LARGEST_EXACT = 2**53


def read_data_set(
    data_set: DataSet, place: Place, limits: FeatureLimits
) -> list[RawTable]:
    """Read all layers of a data set.

    Args:
        data_set: Its files.
        place: The file, and the layer where the format holds one and names none.
        limits: How much is read.

    Raises:
        InvalidInputError: A part is missing, GDAL cannot read it, or it holds more than
            the limits allow.
    """
    file = place.file
    notes = _complete(data_set, file)
    has_names = data_set.suffix == ".gpkg"
    layers: list[RawTable] = []
    try:
        with _listening() as said:
            for name, _ in pyogrio.list_layers(data_set.main):
                here = Place(file, sheet=str(name)) if has_names else place
                layers.append(_read_layer(data_set, str(name), here, limits, notes))
    except _GDAL_ERRORS as error:
        msg = "{file} cannot be read ({error}): export it again"
        shown = str(error).replace(str(data_set.main), data_set.name)
        raise InvalidInputError(msg, file=file, error=shown) from error
    if not layers:
        msg = "{file} holds no layer: export it again"
        raise InvalidInputError(msg, file=file)
    findings = Findings()
    for text in sorted({str(warning.message) for warning in said}):
        findings.warn(
            place,
            Message(
                "the reader of {file} reports: {text}", {"file": file, "text": text}
            ),
            Message("look at the layer before it is taken, or export it again"),
        )
    layers[0] = replace(layers[0], findings=(*findings, *layers[0].findings))
    return layers


@contextmanager
def _listening() -> Iterator[list[warnings.WarningMessage]]:
    """Collect what GDAL warns of, and let it make a shapefile's index again."""
    before = pyogrio.get_gdal_config_option("SHAPE_RESTORE_SHX")
    pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": "YES"})
    try:
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            yield said
    finally:
        pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": before})


def _complete(data_set: DataSet, file: str) -> list[Message]:
    """Check that no part is missing, and mend the index that can be made again."""
    if data_set.suffix == ".tab" and {".dat", ".map", ".id"} - set(data_set.parts):
        msg = "{file}: {name}.TAB needs .DAT, .MAP and .ID beside it: send all of them"
        raise InvalidInputError(msg, file=file, name=data_set.name)
    if data_set.suffix != ".shp":
        return []
    if ".dbf" not in data_set.parts:
        msg = (
            "{file}: {name}.shp has no {name}.dbf, so nothing is known of its features:"
            " send .shp, .shx, .dbf and .prj together"
        )
        raise InvalidInputError(msg, file=file, name=data_set.name)
    notes = []
    if ".shx" not in data_set.parts:
        notes.append(
            Message("{name}.shx is missing; it was made again", {"name": data_set.name})
        )
    if ".prj" not in data_set.parts:
        notes.append(
            Message(
                "{name}.prj is missing: the file does not say its coordinates",
                {"name": data_set.name},
            )
        )
    return notes


def _read_layer(
    data_set: DataSet,
    name: str,
    place: Place,
    limits: FeatureLimits,
    notes: Sequence[Message],
) -> RawTable:
    is_legacy = data_set.suffix != ".gpkg"
    encoding = _BYTES_AS_TEXT if is_legacy else None
    findings = Findings()
    _require_few(data_set.main, name, encoding, place.file, limits)
    meta, fids, shapes, columns = read_raw(
        data_set.main, layer=name, encoding=encoding, return_fids=True
    )
    # Shapefiles count from 0, the others from 1.
    first = 1 if data_set.suffix == ".shp" else 0
    numbers = [int(fid) + first for fid in fids]
    found = Columns(
        tuple(str(title) for title in meta["fields"]),
        tuple(
            tuple(_cells(values, meta["ogr_types"][index], meta["ogr_subtypes"][index]))
            for index, values in enumerate(columns)
        ),
    )
    if is_legacy:
        found = decoded_columns(found, data_set.parts, numbers, place, findings)
    _tell_lost_digits(found, numbers, place, findings)
    geometries = [None] * len(numbers) if shapes is None else shapes
    rows = tuple(
        RawRow(number, tuple(column[index] for column in found.cells), (), shape)
        for index, (number, shape) in enumerate(zip(numbers, geometries, strict=True))
    )
    return mended(
        RawTable(
            place.file,
            place.sheet or "",
            (),
            tuple(RawColumn(title, (title,)) for title in found.titles),
            rows,
            crs=meta["crs"] or "",
            header_row=0,
            findings=tuple(findings),
            notes=tuple(notes),
        )
    )


def _require_few(
    path: Path, name: str, encoding: str | None, file: str, limits: FeatureLimits
) -> None:
    """Check how many features a layer holds before they are read."""
    info = pyogrio.read_info(
        path, layer=name, encoding=encoding, force_feature_count=True
    )
    if info["features"] > limits.features:
        msg = "{file} holds {count} features, more than {limit}: send it in parts"
        raise InvalidInputError(
            msg, file=file, count=info["features"], limit=limits.features
        )


def _cells(values: NDArray[Any], ogr_type: str, subtype: str) -> list[CellValue]:
    """Return a column of GDAL's as cells of a table."""
    if subtype == "OFSTBoolean":
        return [None if _whole(value) is None else bool(value) for value in values]
    if ogr_type in ("OFTInteger", "OFTInteger64"):
        return [_whole(value) for value in values.tolist()]
    if ogr_type == "OFTDate":
        return list(values.astype("datetime64[D]").tolist())
    return [_cell(value) for value in values.tolist()]


def _whole(value: float | None) -> int | None:
    return None if value is None or math.isnan(value) else int(value)


def _cell(value: object) -> CellValue:
    if value is None or isinstance(value, bool | int | date | datetime):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, str):
        # Bytes that stand for texts must stay as they are: 0xA0 ends "à" in UTF-8.
        return value.strip(" ") or None
    return None if isinstance(value, bytes) else str(value)


def _tell_lost_digits(
    columns: Columns, numbers: Sequence[int], place: Place, findings: Findings
) -> None:
    """Tell of whole numbers with more digits than GDAL hands over beside blanks."""
    for title, column in zip(columns.titles, columns.cells, strict=True):
        if None not in column:
            continue
        for number, cell in zip(numbers, column, strict=True):
            if isinstance(cell, int) and abs(cell) >= _LARGEST_EXACT:
                findings.error(
                    Place(place.file, number, title, place.sheet),
                    Message("the number {value} may have lost digits", {"value": cell}),
                    Message("keep identifiers as text and export the file again"),
                    cell,
                )
