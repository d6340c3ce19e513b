"""Where the records of a table lie: degrees, metres or shapes, brought to WGS 84."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import shapely
from shapely import Geometry

from hatangso.errors import Message, Severity
from hatangso.geography.coordinate_systems import (
    WGS84_DEGREES,
    CoordinateSystem,
    named_system,
    system_of_code,
)
from hatangso.geography.vn2000 import Evidence, SystemDecision, infer_system
from hatangso.io.records.column_terms import COORDINATES, X_M, Y_M
from hatangso.io.records.coordinate_columns import Axes, axes_of_columns
from hatangso.io.records.position_checks import check_places
from hatangso.io.records.territory import Territory
from hatangso.language.typed_cells import Doubt, refused
from hatangso.model.file_reading import ColumnMatch, Question
from hatangso.model.raw_table import RawTable
from hatangso.model.record import FieldValue
from hatangso.model.record_kind import GeometryType, RecordKind
from hatangso.units import FloatArray

__all__ = ["Knowledge", "Positions", "read_positions"]

_KEY = "crs"
_SHOWN = 3
# Columns from which places are read, in the order in which they are believed.
_SOURCES = ((COORDINATES,), (Y_M, X_M), ("lon_deg", "lat_deg"))
_LINES = (1, 5)
_AREAS = (3, 6)
_MOST_DEG = 180.0
# About a centimetre, as precise as spreadsheets keep degrees.
_SAME_DEG = 1e-7


@dataclass(frozen=True)
class Knowledge:
    """What is known of where the rows of a table should lie.

    Attributes:
        borders: Of the communes of the province, by their codes.
        communes: Code that each row gives; empty where it gives none.
        known: Longitude and latitude of each row's record as the register has it.
        region: The province; None when nothing is known of it.
        answers: To earlier questions: ``crs`` tells the system.
    """

    borders: Mapping[str, Geometry]
    communes: Sequence[str]
    known: Sequence[tuple[float, float] | None]
    region: Territory | None = None
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Positions:
    """What a table says of places.

    Attributes:
        values: Longitude and latitude, or the shape, of each row.
        doubts: What is wrong or unsure in each row.
        match: The column that findings name; None in files of features.
        questions: What nobody but a person can tell.
        notes: How the places were read.
    """

    values: list[dict[str, FieldValue]]
    doubts: list[list[Doubt]]
    match: ColumnMatch | None = None
    questions: list[Question] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)


def read_positions(
    table: RawTable,
    kind: RecordKind,
    matches: Sequence[ColumnMatch],
    knowledge: Knowledge,
) -> Positions:
    """Read where the rows of a table lie.

    Shapes go before columns. Metres are tried in every system of Viet Nam; degrees are
    taken for WGS 84 unless the points speak against it.

    Raises:
        InvalidInputError: The answer names no coordinate system.
    """
    read = Positions([{} for _ in table.rows], [[] for _ in table.rows])
    if any(row.geometry is not None for row in table.rows):
        return _read_shapes(table, kind, knowledge, read)
    if kind.geometry is not GeometryType.POINT:
        return read
    filled = {match.field: index for index, match in enumerate(matches)}
    for names in _SOURCES:
        if all(name in filled for name in names):
            columns = [filled[name] for name in names]
            read.match = matches[columns[0]]
            axes = axes_of_columns(table, columns, knowledge.answers)
            read.questions += axes.questions
            for index, doubts in enumerate(axes.doubts):
                read.doubts[index] += doubts
            _read_points(axes, table.crs, knowledge, read)
            break
    return read


def _read_points(axes: Axes, crs: str, knowledge: Knowledge, read: Positions) -> None:
    """Put the points of two columns into their rows."""
    is_whole = np.isfinite(axes.first) & np.isfinite(axes.second)
    is_half = np.isfinite(axes.first) ^ np.isfinite(axes.second)
    for row in np.flatnonzero(is_half).tolist():
        if not read.doubts[row]:
            read.doubts[row].append(
                refused(
                    Message("one of the two coordinates is missing"),
                    Message("give both, or leave both cells empty"),
                )
            )
    if not is_whole.any():
        for values in read.values:
            values.update(lon_deg=None, lat_deg=None)
        return
    system = _system(axes.first, axes.second, crs, knowledge, read)
    lon_deg, lat_deg = system.lon_lat(axes.first, axes.second)
    other = replace(system, is_north_first=not system.is_north_first)
    checks = check_places(
        (lon_deg, lat_deg),
        other.lon_lat(axes.first, axes.second),
        knowledge.borders,
        knowledge.communes,
        knowledge.region,
    )
    for index, doubts in checks.items():
        read.doubts[index] += doubts
    is_place = is_whole & np.isfinite(lon_deg)
    for row in np.flatnonzero(is_whole & ~is_place).tolist():
        if not read.doubts[row]:
            read.doubts[row].append(
                refused(
                    Message("the coordinates are no place on earth"),
                    Message("correct them"),
                )
            )
    places = zip(is_place.tolist(), lon_deg.tolist(), lat_deg.tolist(), strict=True)
    for values, (is_there, lon, lat) in zip(read.values, places, strict=True):
        values["lon_deg"] = lon if is_there else None
        values["lat_deg"] = lat if is_there else None


def _system(
    first: FloatArray,
    second: FloatArray,
    crs: str,
    knowledge: Knowledge,
    read: Positions,
) -> CoordinateSystem:
    """Return the system of two columns, with what is said and asked about it."""
    if _KEY in knowledge.answers:
        system = system_of_code(knowledge.answers[_KEY])
        read.notes.append(
            Message("places are in {system}, as was answered", {"system": system.name})
        )
        return system
    named = named_system(crs) if crs else None
    largest = np.nanmax(np.abs(np.concatenate([first, second])))
    if named is None and largest <= _MOST_DEG:
        named = WGS84_DEGREES
    if named == WGS84_DEGREES and _lie_as_told(first, second, knowledge):
        return named
    decision = infer_system(_evidence(first, second, knowledge), named=named)
    is_doubtful = named is None and not decision.is_plausible
    if is_doubtful or not decision.is_certain:
        read.questions.append(_question(decision))
    if decision.system != WGS84_DEGREES or read.questions:
        read.notes += _notes(decision)
    return decision.system


def _lie_as_told(first: FloatArray, second: FloatArray, knowledge: Knowledge) -> bool:
    """Return whether degrees put every point where all that is known puts it.

    That is into the commune that its row names, else into the province, and to the very
    place of its record. No system then fits better, so no other need be tried.
    """
    for lon, lat, place in zip(first, second, knowledge.known, strict=True):
        if place is not None and not (
            abs(lon - place[0]) <= _SAME_DEG and abs(lat - place[1]) <= _SAME_DEG
        ):
            return False
    rows: dict[str, list[int]] = defaultdict(list)
    is_whole = np.isfinite(first) & np.isfinite(second)
    for row in np.flatnonzero(is_whole).tolist():
        rows[knowledge.communes[row]].append(row)
    for code, some in rows.items():
        border = knowledge.borders.get(code)
        area = knowledge.region if border is None else Territory([border])
        if area is None or not area.contains(first[some], second[some]).all():
            return False
    return True


def _evidence(first: FloatArray, second: FloatArray, knowledge: Knowledge) -> Evidence:
    known = np.array(
        [place or (np.nan, np.nan) for place in knowledge.known], dtype=float
    ).reshape(-1, 2)
    return Evidence(
        first,
        second,
        [knowledge.borders.get(code) for code in knowledge.communes],
        knowledge.region.whole if knowledge.region else None,
        known[:, 0],
        known[:, 1],
    )


def _question(decision: SystemDecision) -> Question:
    systems = [decision.system, *(one.system for one in decision.rivals)]
    return Question(
        _KEY,
        Message(
            "in which system are the coordinates? The likeliest is {system}",
            {"system": decision.system.name},
        ),
        tuple(system.code for system in systems),
    )


def _notes(decision: SystemDecision) -> list[Message]:
    """Return which system was taken, and what taking another would have done."""
    values: dict[str, object] = {
        "system": decision.system.name,
        "code": decision.system.code,
        "percent": 100 * decision.inside_ratio,
        "metres": decision.known_m,
    }
    text = "places were read as {system} ({code})"
    said = [Message(text, values)]
    if np.isfinite(decision.inside_ratio):
        text = "{percent:.0f} % of the places then lie where they are said to lie"
        said.append(Message(text, values))
    if np.isfinite(decision.known_m):
        text = (
            "half of the places then lie within {metres:.1f} m of those in the register"
        )
        said.append(Message(text, values))
    for other in decision.alternatives[:_SHOWN]:
        text = "read as {system} they would lie {metres:.0f} m off"
        values = {"system": other.system.name, "metres": other.difference_m}
        said.append(Message(text, values))
    return said


def _read_shapes(
    table: RawTable, kind: RecordKind, knowledge: Knowledge, read: Positions
) -> Positions:
    """Put the shapes of features into their rows."""
    shapes = shapely.from_wkb([row.geometry for row in table.rows])
    # A point inside stands for a shape when its system is sought.
    points = shapely.point_on_surface(shapes)
    axes = Axes(shapely.get_x(points), shapely.get_y(points), read.doubts)
    if kind.geometry is GeometryType.POINT:
        for row in np.flatnonzero(shapely.get_type_id(shapes) > 0).tolist():
            read.doubts[row].append(_reduced())
        _read_points(axes, table.crs, knowledge, read)
        return read
    is_shape = np.isfinite(axes.first)
    if not is_shape.any():
        return read
    system = _system(axes.first, axes.second, table.crs, knowledge, read)
    placed = shapely.transform(
        shapely.force_2d(shapes),
        lambda xy: np.column_stack(system.lon_lat(xy[:, 0], xy[:, 1])),
    )
    wanted = _LINES if kind.geometry is GeometryType.LINE else _AREAS
    for index, shape in enumerate(placed):
        if shape is None or shapely.is_empty(shape):
            read.values[index]["geometry"] = None
        elif shapely.get_type_id(shape) not in wanted:
            read.doubts[index].append(_of_other_sort(kind))
        else:
            read.values[index]["geometry"] = shapely.to_wkb(shape)
    return read


def _reduced() -> Doubt:
    return Doubt(
        Severity.WARNING,
        Message("the shape is no point: a point inside it was taken"),
        Message("give the point itself"),
    )


def _of_other_sort(kind: RecordKind) -> Doubt:
    wanted = Message("an area")
    if kind.geometry is GeometryType.LINE:
        wanted = Message("a line")
    return refused(
        Message("the shape is not {wanted}", {"wanted": wanted}),
        Message("draw {wanted}", {"wanted": wanted}),
    )
