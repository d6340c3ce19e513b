"""Read KML and KMZ: folders are sheets, what is said of a placemark are its columns."""

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

# Document types, which could make texts that grow without bounds, are refused.
from xml.etree.ElementTree import (
    Element,
    ParseError,
    TreeBuilder,
    XMLParser,
)

import shapely
from shapely import GeometryCollection, LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from hatangso.errors import InvalidInputError, Message, Place
from hatangso.io.features.feature_archives import archive_members
from hatangso.io.features.feature_geometry import mended
from hatangso.io.features.feature_limits import FeatureLimits
from hatangso.io.findings import Findings
from hatangso.model.raw_table import RawColumn, RawRow, RawTable

__all__ = ["read_kml", "read_kmz"]

_NAME, _DESCRIPTION = "name", "description"
_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_POSITION = re.compile(
    rf"({_NUMBER})\s*,\s*({_NUMBER})(?:\s*,\s*{_NUMBER})?(?=\s|$)\s*"
)
# A balloon that a mapping program made of a table: pairs of cells.
_HTML_PAIR = re.compile(
    r"<tr[^>]*>\s*<t[dh][^>]*>([^<]*)</t[dh]>\s*<td[^>]*>([^<]*)</td>\s*</tr>",
    re.IGNORECASE,
)
_HTML_TAG = re.compile(r"<[^>]*>")
_CONTAINERS = ("Document", "Folder")
_DEEPEST = 200


@dataclass
class _Folder:
    """Placemarks of one folder, in the order of the file."""

    numbers: list[int] = field(default_factory=list)
    values: list[dict[str, str]] = field(default_factory=list)
    shapes: list[bytes | None] = field(default_factory=list)


class _Tree(TreeBuilder):
    """A tree of elements without namespaces."""

    def start(self, tag: str, attrs: dict[str, str]) -> Element:
        """Open an element."""
        return super().start(tag.rpartition("}")[2], attrs)

    def end(self, tag: str) -> Element:
        """Close an element."""
        return super().end(tag.rpartition("}")[2])

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        """Refuse a document type.

        Raises:
            ParseError: Always.
        """
        del name, pubid, system
        reason = "a document type stands in front"
        raise ParseError(reason)


def read_kmz(path: Path, limits: FeatureLimits) -> list[RawTable]:
    """Read the document of a KMZ archive that viewers show.

    Raises:
        InvalidInputError: As for ``read_kml``, or the archive cannot be used.
    """
    with archive_members(path, limits) as (archive, members):
        names = [name for name in members if name.suffix.lower() == ".kml"]
        if not names:
            msg = "{file} holds no KML document: save it again as KMZ or KML"
            raise InvalidInputError(msg, file=path.name)
        first = min(names, key=lambda name: (len(name.parts), name.stem != "doc", name))
        content = archive.read(members[first])
    return read_kml(content, path.name, limits)


def read_kml(content: bytes, file: str, limits: FeatureLimits) -> list[RawTable]:
    """Read the placemarks of a KML document; coordinates are in WGS 84 by definition.

    Args:
        content: The document.
        file: Name of the file that the user gave, for messages.
        limits: How much is read.

    Returns:
        One layer a folder that holds placemarks, named by its path. The columns are
        ``name``, ``description`` and the extended data; a description that is a table
        of two columns is taken apart.

    Raises:
        InvalidInputError: The document is no KML, or holds more than the limits allow.
    """
    parser = XMLParser(target=_Tree())  # noqa: S314 - see the import
    try:
        parser.feed(content)
        root = parser.close()
    except (ParseError, ValueError, LookupError) as error:
        msg = "{file} is not whole KML ({error}): export it again"
        raise InvalidInputError(msg, file=file, error=error) from error
    if root is None or root.tag != "kml":
        msg = "{file} is not KML: it begins with <{tag}>; export it again"
        raise InvalidInputError(msg, file=file, tag=getattr(root, "tag", ""))
    findings = Findings()
    folders: dict[tuple[str, ...], _Folder] = {}
    for number, (path, placemark) in enumerate(_placemarks(root, file), start=1):
        if number > limits.features:
            msg = "{file} holds more than {limit} placemarks: send it in parts"
            raise InvalidInputError(msg, file=file, limit=limits.features)
        place = Place(file, number, None, _sheet(path) or None)
        folder = folders.setdefault(path, _Folder())
        folder.numbers.append(number)
        folder.values.append(_said(placemark))
        folder.shapes.append(_shape(placemark, place, findings))
    _tell_links(root, file, findings)
    return _tables(folders, file, findings)


def _tables(
    folders: dict[tuple[str, ...], _Folder], file: str, findings: Findings
) -> list[RawTable]:
    tables = []
    for path, folder in folders.items():
        titles = list(dict.fromkeys(key for said in folder.values for key in said))
        rows = tuple(
            RawRow(number, tuple(said.get(title) for title in titles), (), shape)
            for number, said, shape in zip(
                folder.numbers, folder.values, folder.shapes, strict=True
            )
        )
        columns = tuple(RawColumn(title, (title,)) for title in titles)
        sheet = _sheet(path)
        own = tuple(item for item in findings if (item.place.sheet or "") == sheet)
        table = RawTable(
            file,
            sheet,
            path[-1:],
            columns,
            rows,
            crs="EPSG:4326",
            header_row=0,
            findings=own,
        )
        tables.append(mended(table))
    return tables


def _sheet(path: tuple[str, ...]) -> str:
    return " / ".join(path)


def _placemarks(root: Element, file: str) -> Iterator[tuple[tuple[str, ...], Element]]:
    """Yield the placemarks in the order of the file, each with its folders' names."""
    stack: list[tuple[tuple[str, ...], Iterator[Element]]] = [((), iter(root))]
    while stack:
        if len(stack) > _DEEPEST:
            msg = "{file} holds folders in more than {limit} folders: export it again"
            raise InvalidInputError(msg, file=file, limit=_DEEPEST)
        path, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
        elif child.tag == "Placemark":
            yield path, child
        elif child.tag in _CONTAINERS:
            name = _text(child.find(_NAME)) if child.tag == "Folder" else ""
            stack.append(((*path, name) if name else path, iter(child)))


def _said(placemark: Element) -> dict[str, str]:
    """Return what is said of a placemark by column, in the order of the file."""
    said = {_NAME: _text(placemark.find(_NAME))}
    description = _text(placemark.find(_DESCRIPTION))
    pairs = _HTML_PAIR.findall(description)
    for key, value in pairs:
        said.setdefault(_plain(key), _plain(value))
    if description and not pairs:
        said[_DESCRIPTION] = _plain(description)
    for extended in placemark.findall("ExtendedData"):
        for data in extended.iter():
            if data.tag == "Data":
                said[data.get("name", "")] = _text(data.find("value"))
            elif data.tag == "SimpleData":
                said[data.get("name", "")] = _text(data)
    return {_plain(key): value for key, value in said.items() if key and value}


def _text(element: Element | None) -> str:
    text = "" if element is None else (element.text or "")
    return unicodedata.normalize("NFC", text).strip()


def _plain(text: str) -> str:
    """Return HTML as text."""
    bare = html.unescape(_HTML_TAG.sub(" ", text)) if "<" in text else text
    return " ".join(html.unescape(bare).split())


def _shape(placemark: Element, place: Place, findings: Findings) -> bytes | None:
    """Return the shape of a placemark as WKB; what cannot be read is a finding."""
    parts: list[BaseGeometry] = []
    for element in placemark.iter():
        try:
            if element.tag in ("Point", "LineString"):
                kind = Point if element.tag == "Point" else LineString
                parts.append(kind(_positions(element)))
            elif element.tag == "Polygon":
                parts.append(_polygon(element))
        except ValueError as error:
            findings.error(
                place,
                Message("the coordinates cannot be read ({error})", {"error": error}),
                Message('write "longitude,latitude" pairs with points, blanks between'),
            )
            return None
    if not parts:
        return None
    if len(parts) == 1:
        return bytes(shapely.to_wkb(parts[0]))
    return bytes(shapely.to_wkb(_collected(parts)))


def _collected(parts: list[BaseGeometry]) -> BaseGeometry:
    """Return several shapes as one, of their own kind where they share it."""
    kinds = {part.geom_type for part in parts}
    if len(kinds) > 1:
        return GeometryCollection(parts)
    many = {
        "Point": shapely.multipoints,
        "LineString": shapely.multilinestrings,
        "Polygon": shapely.multipolygons,
    }
    return many[kinds.pop()](parts)


def _polygon(element: Element) -> BaseGeometry:
    outer = element.find("outerBoundaryIs/LinearRing")
    if outer is None:
        reason = "<outerBoundaryIs>?"
        raise ValueError(reason)
    holes = [
        _positions(ring) for ring in element.iterfind("innerBoundaryIs/LinearRing")
    ]
    return Polygon(_positions(outer), holes)


def _positions(element: Element) -> list[tuple[float, float]]:
    """Return longitudes and latitudes in degrees.

    Raises:
        ValueError: The text is something else; it is shown, shortened.
    """
    text = _text(element.find("coordinates"))
    found, end = [], 0
    while end < len(text):
        match = _POSITION.match(text, end)
        if match is None:
            raise ValueError(text[end : end + 40])
        found.append((float(match[1]), float(match[2])))
        end = match.end()
    if not found:
        raise ValueError(text)
    return found


def _tell_links(root: Element, file: str, findings: Findings) -> None:
    """Tell of what the document only points to."""
    for link in root.iter("NetworkLink"):
        findings.warn(
            Place(file),
            Message(
                'the link "{name}" leads to another file, which is not read',
                {"name": _text(link.find(_NAME))},
            ),
            Message("open it in the mapping program and save all of it as KMZ"),
        )
