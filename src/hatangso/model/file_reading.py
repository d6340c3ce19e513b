"""What was understood of a file, and how the register would change by it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from hatangso.errors import Finding, Message
from hatangso.model.raw_table import RawColumn
from hatangso.model.record import Actor, FieldValue

__all__ = [
    "ColumnMatch",
    "Difference",
    "DifferenceKind",
    "ImportPreview",
    "Question",
    "ReadRow",
    "SenderProfile",
    "TableReading",
]


@dataclass(frozen=True)
class ColumnMatch:
    """Which field a column fills.

    Attributes:
        column: As it stands in the file.
        field: Name of the field; empty when the column is left aside.
        certainty_ratio: 1 for the name itself, a remembered or a told answer; below
            ``SURE`` a question is asked.
        reason: Why this field.
    """

    column: RawColumn
    field: str
    certainty_ratio: float
    reason: Message


@dataclass(frozen=True)
class Question:
    """Something that the file does not tell and a person must.

    Attributes:
        key: How the answer is given back: ``kind``, ``column:Tên trạm``,
            ``numbers:Dân số``, ``dates:Ngày``, ``crs``.
        text: The question.
        answers: What may be answered, the likeliest first.
    """

    key: str
    text: Message
    answers: tuple[str, ...]


@dataclass(frozen=True)
class SenderProfile:
    """Answers that a sender's earlier files needed, used again without asking.

    Attributes:
        answers: By the key of the question, for a kind: ``{"column:Mã": "id"}``.
    """

    sender: str
    kind: str
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ReadRow:
    """A row with its values.

    Attributes:
        number: Row of the file.
        values: By field; None is a cell that was empty. A field whose cell could not be
            understood is missing, and a finding tells why.
        is_usable: False when an error stands in the way of taking the row.
    """

    number: int
    values: Mapping[str, FieldValue]
    is_usable: bool = True


@dataclass(frozen=True)
class TableReading:
    """A table of a file, understood.

    Attributes:
        kind: Code of the kind of record; empty when the table is of no known kind.
        matches: One for each column.
        rows: All rows of data, also those that cannot be taken.
        findings: Errors, warnings and suggestions, each with its cell.
        questions: What must be answered first; rows are read as far as possible.
        notes: How the table was read: the decimal mark, the encoding, the coordinates
            with the error of the alternatives.
    """

    file: str
    sheet: str
    kind: str
    matches: tuple[ColumnMatch, ...]
    rows: tuple[ReadRow, ...]
    findings: tuple[Finding, ...] = ()
    questions: tuple[Question, ...] = ()
    notes: tuple[Message, ...] = ()


class DifferenceKind(StrEnum):
    """What taking a row would do."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    CONFLICT = "conflict"  # two rows of the file want different values of one record
    REFUSED = "refused"  # an error, or no right to change it


@dataclass(frozen=True)
class Difference:
    """What one row would change.

    Attributes:
        record_id: The record that the row speaks of; None when it is new.
        revision: That record as it was compared; None likewise.
        before: The fields that would change, as they are.
        after: The same fields, as the row has them (all fields of a new record).
    """

    sheet: str
    row: int
    kind: str
    effect: DifferenceKind
    record_id: int | None = None
    revision: int | None = None
    before: Mapping[str, FieldValue] = field(default_factory=dict)
    after: Mapping[str, FieldValue] = field(default_factory=dict)


@dataclass(frozen=True)
class ImportPreview:
    """A file, understood and held against the register; nothing is written yet.

    Attributes:
        keys: How the file names the record of each difference.
        actor: Whose rights counted.
        newest_set: Number of the newest set that the register had; None when there was
            no register yet.
    """

    file: str
    sha256: str
    sender: str
    readings: tuple[TableReading, ...]
    differences: tuple[Difference, ...]
    keys: tuple[str, ...] = ()
    actor: Actor | None = None
    newest_set: int | None = None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return the findings of all its tables."""
        return tuple(item for reading in self.readings for item in reading.findings)

    @property
    def questions(self) -> tuple[Question, ...]:
        """Return the questions of all its tables."""
        return tuple(item for reading in self.readings for item in reading.questions)
