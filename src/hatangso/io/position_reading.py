"""Where the records of a table lie: degrees, metres or shapes, brought to WGS 84."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from shapely import Geometry

from hatangso.errors import Message
from hatangso.io.number_reading import read_numbers
from hatangso.language.typed_cells import Doubt
from hatangso.model.file_reading import ColumnMatch, Question
from hatangso.model.raw_table import RawTable
from hatangso.model.record import FieldValue
from hatangso.model.record_kind import RecordKind

__all__ = ["Positions", "read_positions"]


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
    *,
    answers: Mapping[str, str],
    borders: Mapping[str, Geometry],
    known: Mapping[str, tuple[float, float]],
    communes: Sequence[str],
    keys: Sequence[str],
) -> Positions:
    """Read where the rows of a table lie."""
    read = Positions([{} for _ in table.rows], [[] for _ in table.rows])
    for name in ("lon_deg", "lat_deg"):
        for index, match in enumerate(matches):
            if match.field == name:
                cells = [row.cells[index] for row in table.rows]
                column = read_numbers(
                    cells, kind.field(name), match.column, answers, has_comparator=False
                )
                read.match = match
                for row, cell in enumerate(column.cells):
                    read.values[row][name] = cell.value
                    read.doubts[row] += cell.doubts
    return read
