"""What was understood of a file, as the page of the second step shows it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache

from hatangso.errors import Message
from hatangso.geography.coordinate_systems import candidate_systems
from hatangso.io.records.column_matching import LEFT_ASIDE, column_key
from hatangso.io.records.column_terms import COORDINATES, PARENT_UNIT, X_M, Y_M
from hatangso.io.records.kind_words import header_text, kind_name, yes_no_words
from hatangso.io.records.told_values import TOLD
from hatangso.io.unit_files import unit_name
from hatangso.language import Language, format_date, sort_key, translate
from hatangso.model.file_reading import ColumnMatch, Question, TableReading
from hatangso.model.raw_table import RawTable
from hatangso.model.record_kind import Field, FieldType, RecordKind
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.web.uploads import SeenFile, Upload

__all__ = [
    "ColumnView",
    "Option",
    "QuestionView",
    "TableView",
    "UnderstandingView",
    "answers_given",
    "kind_options",
    "shown_cell",
    "understanding_view",
]

_COLUMN, _KIND, _SYSTEM = "column:", "kind", "crs"
# What columns are called from which fields are computed.
_SOURCES: Mapping[str, Message] = {
    X_M: Message("X in metres, mostly to the north"),
    Y_M: Message("Y in metres, mostly to the east"),
    COORDINATES: Message("both coordinates"),
    PARENT_UNIT: Message("the unit above the commune"),
}
_ASIDE = Message("leave the column aside")
_PLACES = ("lon_deg", "lat_deg", X_M, Y_M, COORDINATES)
_LONGEST_EXAMPLE = 60


@dataclass(frozen=True)
class Option:
    """One of the answers that a list offers."""

    value: str
    label: str


@dataclass(frozen=True)
class QuestionView:
    """Something that the file does not tell.

    Attributes:
        key: Under which the answer is kept.
        options: Empty where any text may be answered.
        likely: How many of the options the file itself suggests: they come first.
        answer: What was answered or is suggested; empty when nothing is.
    """

    key: str
    text: Message
    options: tuple[Option, ...]
    likely: int
    answer: str


@dataclass(frozen=True)
class ColumnView:
    """One column, and the field that it fills.

    Attributes:
        key: Under which an answer about it is kept.
        example: The first value that is not empty, as written.
        field: Name of the field; ``-`` when the column is left aside.
        certainty_ratio: How sure that is.
        is_asked: Whether somebody must look at it.
        is_told: Whether somebody said so.
    """

    letter: str
    title: str
    unit: str
    key: str
    example: str
    field: str
    certainty_ratio: float
    reason: Message
    is_asked: bool
    is_told: bool


@dataclass(frozen=True)
class TableView:
    """One table of the file.

    Attributes:
        kind: Code; empty for a table of no known kind.
        header_row: 0 in files of features.
        totals: Rows that print a sum: checked, never imported.
        title: What stands above the header.
        fields: What a column may fill.
    """

    sheet: str
    kind: str
    kind_name: str
    rows: int
    header_row: int
    totals: int
    encoding: str
    title: tuple[str, ...]
    columns: tuple[ColumnView, ...]
    fields: tuple[Option, ...]
    notes: tuple[Message, ...]

    @property
    def doubtful(self) -> int:
        """Return how many columns somebody must look at."""
        return sum(column.is_asked for column in self.columns)


@dataclass(frozen=True)
class UnderstandingView:
    """What was understood of a file.

    Attributes:
        questions: Those that no column of a table stands for.
        systems: Coordinate systems to choose from; empty for a file without places.
        system: The one that was told; empty when the file's points tell.
        kinds: Kinds to choose from.
        open_questions: How many answers are missing.
        told: How many answers were given.
    """

    tables: tuple[TableView, ...]
    questions: tuple[QuestionView, ...]
    systems: tuple[Option, ...]
    system: str
    kinds: tuple[Option, ...]
    open_questions: int
    told: int


def understanding_view(
    upload: Upload, seen: SeenFile, *, language: Language, communes: Collection[str]
) -> UnderstandingView:
    """Return what was understood, with all that may be answered.

    Args:
        upload: With the answers that were given.
        seen: The tables, and what they were taken for.
        language: Of labels.
        communes: Codes of the province's communes.
    """
    readings = seen.preview.readings if seen.preview else ()
    asked = {one.key: one for reading in readings for one in reading.questions}
    tables = tuple(
        _table(reading, _raw(reading, seen.tables), upload, asked, language)
        for reading in readings
    )
    in_columns = {column.key for table in tables for column in table.columns}
    kinds = shipped_kinds()
    codes = {
        question.key: kinds.get(reading.kind)
        for reading in readings
        for question in reading.questions
    }
    questions = tuple(
        _question(one, codes[key], upload, language, communes)
        for key, one in asked.items()
        if key not in in_columns
    )
    has_places = any(
        match.field in _PLACES for reading in readings for match in reading.matches
    )
    return UnderstandingView(
        tables,
        questions,
        _systems(language) if has_places and _SYSTEM not in asked else (),
        upload.answers.get(_SYSTEM, ""),
        kind_options(language),
        len(asked),
        len(upload.answers) + bool(upload.kind),
    )


def answers_given(
    upload: Upload, seen: SeenFile | None, form: Iterable[tuple[str, str]]
) -> dict[str, str]:
    """Return the answers of a form, beside those that were given before.

    What the file tells by itself is no answer: it is found again. A choice that takes
    an answer back is empty.

    Args:
        upload: With the earlier answers.
        seen: What the form showed.
        form: Keys and values of its fields.
    """
    readings = seen.preview.readings if seen and seen.preview else ()
    asked = {one.key for reading in readings for one in reading.questions}
    shown: dict[str, set[str]] = defaultdict(set)
    for reading in readings:
        for match in reading.matches:
            shown[_key(reading, match)].add(match.field or LEFT_ASIDE)
    given: dict[str, list[str]] = defaultdict(list)
    for key, value in form:
        if _is_key(key):
            given[key].append(value.strip())
    answers = dict(upload.answers)
    for key, values in given.items():
        # Columns of one name in several tables share an answer: the one that changed.
        changed = [value for value in values if value not in shown[key]]
        value = (changed or values)[0]
        if not value:
            answers.pop(key, None)
        elif key in asked or key in answers or changed:
            answers[key] = value
    return answers


def kind_options(language: Language) -> tuple[Option, ...]:
    """Return all kinds of records, in the order of their names."""
    options = [
        Option(code, kind_name(kind, language))
        for code, kind in shipped_kinds().items()
    ]
    return tuple(sorted(options, key=lambda one: sort_key(one.label)))


def _is_key(key: str) -> bool:
    """Return whether a field of a form is an answer: importers know no other keys."""
    known = (_COLUMN, TOLD, "numbers:", "dates:")
    return key.startswith(known) or key in {_KIND, _SYSTEM, "technologies"}


def _raw(reading: TableReading, tables: Sequence[RawTable]) -> RawTable | None:
    """Return the table as it stands in the file: the one that holds the rows."""
    rows = {row.number for row in reading.rows[:1]}
    alike = [one for one in tables if one.sheet == reading.sheet]
    for table in alike:
        if rows & {row.number for row in table.rows}:
            return table
    return alike[0] if alike else None


def _key(reading: TableReading, match: ColumnMatch) -> str:
    columns = tuple(one.column for one in reading.matches)
    table = RawTable(reading.file, reading.sheet, (), columns, ())
    return column_key(table, match.column)


def _table(
    reading: TableReading,
    raw: RawTable | None,
    upload: Upload,
    asked: Collection[str],
    language: Language,
) -> TableView:
    kind = shipped_kinds().get(reading.kind)
    examples = _examples(raw, language) if raw else {}
    columns = []
    for match in reading.matches:
        key = _key(reading, match)
        columns.append(
            ColumnView(
                letter=match.column.letter,
                title=match.column.title,
                unit=match.column.unit,
                key=key,
                example=examples.get(match.column.letter, ""),
                field=match.field or LEFT_ASIDE,
                certainty_ratio=match.certainty_ratio,
                reason=match.reason,
                is_asked=key in asked,
                is_told=key in upload.answers,
            )
        )
    return TableView(
        sheet=reading.sheet,
        kind=reading.kind,
        kind_name=kind_name(kind, language) if kind else "",
        rows=len(reading.rows),
        header_row=raw.header_row if raw else 0,
        totals=len(raw.totals) if raw else 0,
        encoding=raw.encoding if raw else "",
        title=raw.title if raw else (),
        columns=tuple(columns),
        fields=_fields(kind, language) if kind else (),
        notes=reading.notes,
    )


def _examples(table: RawTable, language: Language) -> dict[str, str]:
    """Return the first value of each column, as people see it."""
    found: dict[str, str] = {}
    for row in table.rows:
        if len(found) == len(table.columns):
            break
        for column, cell in zip(table.columns, row.cells, strict=False):
            if cell is not None and column.letter not in found:
                found[column.letter] = shown_cell(cell, language)
    return found


def shown_cell(cell: object, language: Language) -> str:
    """Return a cell as its reader sees it in a spreadsheet, cut where it is long."""
    text = str(cell)
    if isinstance(cell, float):
        text = f"{cell:.12g}"
        text = text.replace(".", ",") if language is Language.VI else text
    elif isinstance(cell, bool):
        text = yes_no_words(language)[not cell]
    elif isinstance(cell, date):
        text = format_date(cell, language)
        has_time = isinstance(cell, datetime) and cell.time() != time()
        text = f"{cell:%H:%M} {text}" if has_time else text
    is_long = len(text) > _LONGEST_EXAMPLE
    return text[:_LONGEST_EXAMPLE] + "…" if is_long else text


def _fields(kind: RecordKind, language: Language) -> tuple[Option, ...]:
    """Return what a column may fill."""
    fields = [Option(one.name, header_text(one, language)) for one in kind.fields]
    has_places = any(field.name == "lon_deg" for field in kind.fields)
    sources = [
        Option(name, translate(words, language))
        for name, words in _SOURCES.items()
        if (has_places and name != PARENT_UNIT)
        or (kind.unit_field and name == PARENT_UNIT)
    ]
    return (Option(LEFT_ASIDE, translate(_ASIDE, language)), *fields, *sources)


def _question(
    question: Question,
    kind: RecordKind | None,
    upload: Upload,
    language: Language,
    communes: Collection[str],
) -> QuestionView:
    likely = [
        Option(one, _label(question, one, kind, language)) for one in question.answers
    ]
    more: list[Option] = []
    name = question.key.removeprefix(TOLD)
    if kind is not None and question.key.startswith(TOLD):
        field = kind.field(name)
        if field.type is FieldType.UNIT:
            known = sorted(communes, key=lambda code: sort_key(unit_name(code)))
            more = [Option(code, f"{unit_name(code)} ({code})") for code in known]
    offered = {one.value for one in likely}
    more = [one for one in more if one.value not in offered]
    given = upload.answers.get(question.key, "")
    suggested = question.answers[0] if question.answers else ""
    is_told = question.key.startswith(TOLD) and len(question.answers) > 1
    return QuestionView(
        question.key,
        question.text,
        (*likely, *more),
        len(likely),
        # A list of all choices suggests none of them.
        given or ("" if is_told else suggested),
    )


def _label(
    question: Question, answer: str, kind: RecordKind | None, language: Language
) -> str:
    """Return what an answer means to somebody who knows no codes."""
    kinds = shipped_kinds()
    if question.key == _KIND and answer in kinds:
        return kind_name(kinds[answer], language)
    if question.key == _SYSTEM:
        systems = {one.value: one.label for one in _systems(language)}
        return systems.get(answer, answer)
    if answer == LEFT_ASIDE:
        return translate(_ASIDE, language)
    if kind is None or not question.key.startswith(TOLD):
        return answer
    return _told_label(kind.field(question.key.removeprefix(TOLD)), answer, language)


def _told_label(field: Field, answer: str, language: Language) -> str:
    """Return what a value of the whole file is called."""
    if field.type is FieldType.UNIT:
        return f"{unit_name(answer)} ({answer})"
    if field.type is FieldType.YES_NO:
        yes, no = yes_no_words(language)
        return {"có": yes, "không": no}.get(answer, answer)
    labels = {one.code: (one.label_vi, one.label_en) for one in field.choices}
    pair = labels.get(answer, (answer, answer))
    return pair[language is not Language.VI]


@cache
def _systems(language: Language) -> tuple[Option, ...]:
    """Return the coordinate systems, the usual ones first, each with its code."""
    systems = sorted(candidate_systems(), key=lambda one: not one.is_usual)
    return tuple(
        Option(one.code, f"{translate(one.name, language)} ({one.code})")
        for one in systems
    )
