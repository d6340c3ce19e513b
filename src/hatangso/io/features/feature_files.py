"""Read files of features: shapefiles, GeoPackage, GeoJSON, KML, KMZ, MapInfo."""

from pathlib import Path

from hatangso.errors import InvalidInputError, Place
from hatangso.io.features.feature_archives import DataSet, lying_beside, unpacked
from hatangso.io.features.feature_limits import FeatureLimits
from hatangso.io.features.feature_texts import legible
from hatangso.io.features.geojson_tables import read_geojson_table
from hatangso.io.features.kml_files import read_kml, read_kmz
from hatangso.io.features.ogr_layers import read_data_set
from hatangso.io.features.speed_test_files import with_speed_tests
from hatangso.model.raw_table import RawTable

__all__ = ["FEATURE_SUFFIXES", "read_features"]

FEATURE_SUFFIXES = (
    ".zip", ".shz", ".shp", ".gpkg", ".geojson", ".json", ".kml", ".kmz",
    ".tab", ".mif",
)  # fmt: skip
_LIMITS = FeatureLimits()


def read_features(path: Path, limits: FeatureLimits = _LIMITS) -> list[RawTable]:
    """Read the layers of a file of features, with what is wrong with them.

    Args:
        path: An archive (.zip) of layers in any folders, or a shapefile, GeoPackage,
            GeoJSON, KML, KMZ or MapInfo file.
        limits: How much is read.

    Returns:
        One for each layer. Coordinates are the file's own; ``RawTable.crs`` is what the
        file says of them, empty when it says nothing. Shapes are valid and flat, or
        None. Layers of one archive with one name are told apart by numbers.

    Raises:
        InvalidInputError: The file cannot be used; the message says how to mend it.
    """
    suffix = path.suffix.lower()
    if suffix not in FEATURE_SUFFIXES:
        msg = "{file} is no file of features: send .zip, .gpkg, .geojson, .kml or .kmz"
        raise InvalidInputError(msg, file=path.name)
    size_bytes = _size_bytes(path)
    if size_bytes > limits.bytes:
        msg = "{file} is {size:.0f} MB, more than {limit:.0f} MB: send it in parts"
        raise InvalidInputError(
            msg, file=path.name, size=size_bytes / 1e6, limit=limits.bytes / 1e6
        )
    if suffix == ".kmz":
        return [legible(table) for table in read_kmz(path, limits)]
    if suffix not in (".zip", ".shz"):
        with lying_beside(path) as data_set:
            return _read(data_set, Place(path.name), limits)
    with unpacked(path, limits) as data_sets:
        sheets = _sheets(data_sets)
        return [
            layer
            for data_set, sheet in zip(data_sets, sheets, strict=True)
            for layer in _read(data_set, Place(path.name, sheet=sheet), limits)
        ]


def _size_bytes(path: Path) -> int:
    try:
        with path.open("rb"):
            return path.stat().st_size
    except OSError as error:
        msg = "{file} cannot be opened ({error}): give yourself the right to read it"
        raise InvalidInputError(msg, file=path.name, error=error.strerror) from error


def _read(data_set: DataSet, place: Place, limits: FeatureLimits) -> list[RawTable]:
    if data_set.suffix == ".kml":
        tables = read_kml(data_set.main.read_bytes(), place.file, limits)
    elif data_set.suffix in (".geojson", ".json"):
        tables = [read_geojson_table(data_set.main.read_bytes(), place, limits)]
    else:
        tables = read_data_set(data_set, place, limits)
    return [with_speed_tests(legible(table)) for table in tables]


def _sheets(data_sets: list[DataSet]) -> list[str]:
    """Return a name for each data set, none twice."""
    sheets: list[str] = []
    for data_set in data_sets:
        name, number = data_set.name, 1
        while name in sheets:
            number += 1
            name = f"{data_set.name} ({number})"
        sheets.append(name)
    return sheets
