"""Degrees that lie as told are taken without trying every system: to the same end."""

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from hatangso.errors import Message
from hatangso.io.records import position_reading
from hatangso.io.records.position_reading import Knowledge, read_positions
from hatangso.io.records.territory import Territory
from hatangso.model.file_reading import ColumnMatch
from hatangso.model.raw_table import RawColumn, RawRow, RawTable
from hatangso.model.record_kind import Field, FieldType, GeometryType, RecordKind

WEST, EAST = shapely.box(105.5, 21.5, 105.7, 21.7), shapely.box(105.7, 21.5, 106, 21.7)
NAMES = ("lon_deg", "lat_deg")
KIND = RecordKind(
    "mast",
    "Cột",
    "Mast",
    "telecom",
    tuple(Field(name, FieldType.NUMBER, name, name, unit="°") for name in NAMES),
    key=("lon_deg",),
    geometry=GeometryType.POINT,
)
COLUMNS = tuple(
    RawColumn(letter, (name,)) for letter, name in zip("AB", NAMES, strict=True)
)
MATCHES = [ColumnMatch(one, one.title, 1.0, Message("")) for one in COLUMNS]
POINTS = st.tuples(
    st.floats(105.4, 106.1), st.floats(21.45, 21.75), st.sampled_from(["", "1", "2"])
)
AWAY_DEG = st.sampled_from([None, 0.0, 0.01])


def told(points: list[tuple[float, float, str]], away_deg: float | None) -> str:
    """Return all that is read of places; as text, since no number equals NaN."""
    rows = tuple(RawRow(n, point[:2]) for n, point in enumerate(points, 2))
    table = RawTable("a.xlsx", "S", (), COLUMNS, rows)
    known = [None] * len(points)
    if away_deg is not None:
        known[0] = (points[0][0] + away_deg, points[0][1])
    knowledge = Knowledge(
        borders={"1": WEST, "2": EAST},
        communes=[code for *_, code in points],
        known=known,
        region=Territory([WEST, EAST]),
    )
    return repr(read_positions(table, KIND, MATCHES, knowledge))


@settings(deadline=None, max_examples=40)
@given(st.lists(POINTS, min_size=1, max_size=30), AWAY_DEG)
def test_the_short_way_reads_places_as_the_long_one(
    points: list[tuple[float, float, str]], away_deg: float | None
) -> None:
    short = told(points, away_deg)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(position_reading, "_lie_as_told", lambda *_: False)
        assert told(points, away_deg) == short
