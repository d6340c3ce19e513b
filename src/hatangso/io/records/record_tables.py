"""Write records as tables that can be imported again without a change.

Workbooks are for people: labels, words for choices, the layout of the templates.
CSV, GeoJSON and GeoPackage are for machines: names of fields, codes of choices, dates
as 2025-12-31, numbers with a point. In CSV a text that a spreadsheet would compute is
written as ``formula_guard`` says, and a float that would show three decimals gets a
fourth, so that nobody takes its point for a mark between thousands.

Lines and polygons stand in GeoJSON and GeoPackage alone: tables of cells leave the
shape out, and importing them again leaves it as it is.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from pyogrio.raw import write as write_raw
from shapely.geometry import mapping

from hatangso.errors import InvalidInputError
from hatangso.geography.grid import WGS84
from hatangso.io.csv_tables import write_csv
from hatangso.io.geopackage import written_at_fixed_time
from hatangso.io.records.formula_guard import guarded
from hatangso.io.records.kind_workbooks import KindWorkbook
from hatangso.language.sentences import Language
from hatangso.model.record import FieldValue, Record
from hatangso.model.record_kind import Field, FieldType, GeometryType, RecordKind

__all__ = ["TableFormat", "write_records"]

_DECIMALS_OF_THOUSANDS = 3
_NUMPY_TYPES = {
    FieldType.WHOLE: np.int64,
    FieldType.MONEY: np.int64,
    FieldType.NUMBER: np.float64,
    FieldType.YES_NO: np.bool_,
}
_OGR_TYPES = {
    GeometryType.POINT: "Point",
    GeometryType.LINE: "LineString",
    GeometryType.POLYGON: "Polygon",
}


class TableFormat(StrEnum):
    """A format in which records are handed on."""

    CSV = "csv"
    XLSX = "xlsx"
    GEOJSON = "geojson"
    GPKG = "gpkg"


def write_records(
    path: Path,
    kind: RecordKind,
    records: Sequence[Record],
    *,
    table_format: TableFormat,
    language: Language = Language.VI,
) -> None:
    """Write records in their order; equal records give equal bytes.

    Args:
        path: The file; an existing one is replaced.
        kind: Of all the records.
        records: As the reader may see them: confidential values are masked before.
        table_format: How.
        language: Of a workbook.

    Raises:
        InvalidInputError: The kind has no place on a map and the format is one of
            maps, or a text is longer than a workbook's cell can hold.
    """
    if kind.geometry is None and table_format in _MAP_FORMATS:
        raise InvalidInputError(
            "records of {kind} have no place on a map: export them as csv or xlsx",
            kind=kind.code,
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    if table_format is TableFormat.XLSX:
        with KindWorkbook(path, language) as workbook:
            workbook.add_kind(kind, records)
    else:
        _WRITERS[table_format](path, kind, records)


def _write_csv(path: Path, kind: RecordKind, records: Sequence[Record]) -> None:
    write_csv(
        path,
        [field.name for field in kind.fields],
        [
            [_csv_cell(field, record.values.get(field.name)) for field in kind.fields]
            for record in records
        ],
    )


def _csv_cell(field: Field, value: FieldValue) -> str:
    """Return a value as a cell of delimited text."""
    if value is None or isinstance(value, bytes):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return _plain_decimals(value)
    # A choice is one of the kind's own codes: "=" alone computes nothing.
    is_free = isinstance(value, str) and field.type is not FieldType.CHOICE
    return guarded(str(value)) if is_free else str(value)


def _plain_decimals(value: float) -> str:
    """Return the shortest digits of a float that nobody reads as thousands.

    >>> _plain_decimals(105.848), _plain_decimals(1e-7), _plain_decimals(20.0)
    ('105.8480', '0.0000001', '20.0')
    """
    text = format(Decimal(repr(value)), "f")
    _, point, decimals = text.partition(".")
    if point and len(decimals) == _DECIMALS_OF_THOUSANDS:
        return text + "0"
    return text


def _write_geojson(path: Path, kind: RecordKind, records: Sequence[Record]) -> None:
    lines = [
        json.dumps(
            {
                "type": "Feature",
                "properties": {
                    field.name: _json_value(record.values.get(field.name))
                    for field in kind.fields
                },
                "geometry": _geojson_shape(_shape(kind, record)),
            },
            ensure_ascii=False,
            allow_nan=False,
            separators=(",", ":"),
        )
        for record in records
    ]
    text = '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"
    path.write_bytes(text.encode("utf-8"))


def _json_value(value: FieldValue) -> str | float | bool | None:
    if isinstance(value, date):
        return value.isoformat()
    return None if isinstance(value, bytes) else value


def _geojson_shape(shape: shapely.Geometry | None) -> Mapping[str, Any] | None:
    return None if shape is None else mapping(shape)


def _shape(kind: RecordKind, record: Record) -> shapely.Geometry | None:
    """Return the shape of a record; None when it has none."""
    if kind.geometry is GeometryType.POINT:
        lon, lat = record.values.get("lon_deg"), record.values.get("lat_deg")
        is_placed = isinstance(lon, int | float) and isinstance(lat, int | float)
        return shapely.Point(lon, lat) if is_placed else None
    content = record.values.get("geometry")
    return shapely.from_wkb(content) if isinstance(content, bytes) else None


def _write_gpkg(path: Path, kind: RecordKind, records: Sequence[Record]) -> None:
    path.unlink(missing_ok=True)
    shapes = [_shape(kind, record) for record in records]
    columns = [_column(field, records) for field in kind.fields]
    shape_type = _OGR_TYPES[kind.geometry or GeometryType.POINT]
    if any(shape is not None and shape.geom_type != shape_type for shape in shapes):
        shape_type = f"Multi{shape_type}"
    with written_at_fixed_time():
        write_raw(
            str(path),
            np.array([shape and shapely.to_wkb(shape) for shape in shapes], object),
            [values for values, _ in columns],
            np.array([field.name for field in kind.fields]),
            field_mask=[mask for _, mask in columns],
            layer=kind.code,
            driver="GPKG",
            geometry_type=shape_type,
            crs=WGS84,
            promote_to_multi=shape_type.startswith("Multi"),
            encoding="utf-8",
        )


def _column(
    field: Field, records: Sequence[Record]
) -> tuple[np.ndarray, np.ndarray | None]:
    """Return a column as one array, and which of its values are missing."""
    values = [record.values.get(field.name) for record in records]
    if field.type is FieldType.DATE:
        return np.array(values, dtype="datetime64[D]"), None
    kind = _NUMPY_TYPES.get(field.type)
    if kind is None:
        return np.array(values, dtype=object), None
    missing = np.array([value is None for value in values], dtype=bool)
    filled = [0 if value is None else value for value in values]
    return np.array(filled, dtype=kind), missing


_MAP_FORMATS = (TableFormat.GEOJSON, TableFormat.GPKG)
_WRITERS: Mapping[TableFormat, Callable[[Path, RecordKind, Sequence[Record]], None]] = {
    TableFormat.CSV: _write_csv,
    TableFormat.GEOJSON: _write_geojson,
    TableFormat.GPKG: _write_gpkg,
}
