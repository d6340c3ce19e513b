"""Find the kind of a table, and the field that each column fills."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from hatangso.errors import InvalidInputError, Message
from hatangso.io.records.column_contents import (
    Contents,
    contents_of,
    degrees_axis,
    pseudo_suits,
    speaks_for,
    suits,
)
from hatangso.io.records.column_terms import (
    COORDINATES,
    PSEUDO_FIELDS,
    X_M,
    Y_M,
    KindTerms,
)
from hatangso.io.records.kind_guessing import guess_kind, terms_of
from hatangso.io.sheets.wide_tables import find_spread
from hatangso.language.measure_units import unit_named
from hatangso.model.file_reading import ColumnMatch, Question, SenderProfile
from hatangso.model.raw_table import RawColumn, RawTable
from hatangso.model.record_kind import RecordKind

__all__ = ["LEFT_ASIDE", "SURE", "MatchedTable", "column_key", "match_table"]

# From this certainty on nobody is asked.
SURE = 0.8
# The answer that leaves a column aside.
LEFT_ASIDE = "-"
_LEAST_ALIKE = 0.45
# Two fields that are so close to each other are asked about.
_MARGIN = 0.06
_MOST_ANSWERS = 6
# The field that can keep what no other field is for.
_NOTE = "note"
# What cells alone may say, and what is left when the units are of other things.
_BY_CELLS, _OTHER_UNIT_RATIO = 0.5, 0.6

_NAMED = Message("the header is what the field is called")
_REMEMBERED = Message("so it was answered for an earlier file of this sender")
_TOLD = Message("so it was answered")
_NO_FIELD = Message("no field is called so")


@dataclass(frozen=True)
class MatchedTable:
    """A table with its kind, and its columns with their fields.

    Attributes:
        kind: Code of the kind; empty when none was recognised.
        certainty_ratio: Of the kind; 1 when it was told.
        matches: One for each column. ``field`` may also be a name that stands for a
            source of fields: ``x_m`` and ``y_m`` (axes as the file names them, in
            metres; in Vietnam X is mostly north), ``coordinates`` (both in one cell),
            ``parent_unit`` (district or province of the commune).
        questions: What must be answered; the matches hold the likeliest answer.
        missing_required: Fields without which no record can be, and no column has.
        notes: How the table was understood.
    """

    kind: str
    certainty_ratio: float
    matches: tuple[ColumnMatch, ...]
    questions: tuple[Question, ...] = ()
    missing_required: tuple[str, ...] = ()
    notes: tuple[Message, ...] = ()


def column_key(table: RawTable, column: RawColumn) -> str:
    """Return how the answer about a column is given back: ``column:Tên trạm``.

    Columns of one name, or of none, are told apart by their letter: ``column:Tên [C]``.
    """
    alike = sum(other.names == column.names for other in table.columns)
    if not column.title:
        return f"column:{column.letter}"
    name = " / ".join(column.names)
    return f"column:{name}" + (f" [{column.letter}]" if alike > 1 else "")


def match_table(
    table: RawTable,
    kinds: Mapping[str, RecordKind],
    profile: SenderProfile | None = None,
    *,
    kind: str = "",
    told: Mapping[str, str] | None = None,
) -> MatchedTable:
    """Return what kind of records a table holds, and which column fills which field.

    Headers are compared without diacritics, units, brackets and punctuation, with all
    their rows. The cells of a column speak for or against a field. No two columns fill
    one field. A remembered answer goes before a guess, a told one before both.

    Args:
        table: As it was found.
        kinds: Those that it may be of, by code.
        profile: What earlier files of the sender needed.
        kind: Code of the kind when it is known.
        told: Answers to questions, by key; ``-`` leaves a column aside.

    Raises:
        InvalidInputError: An answer names a kind or field that does not exist, or two
            columns were told to fill one field.
    """
    told = told or {}
    remembered = profile.answers if profile else {}
    asked: list[Question] = []
    certainty = 1.0
    code = kind or told.get("kind", "") or remembered.get("kind", "")
    if not code:
        guess = guess_kind(table, kinds)
        code, certainty = guess.kind, guess.certainty_ratio
        if guess.question:
            asked.append(guess.question)
    if not code:
        matches = tuple(ColumnMatch(c, "", 0.0, _NO_FIELD) for c in table.columns)
        return MatchedTable("", certainty, matches, tuple(asked))
    if code not in kinds:
        text = "there is no kind {kind}; kinds are {kinds}"
        raise InvalidInputError(text, kind=code, kinds=", ".join(sorted(kinds)))
    _require_fields(told, kinds)
    matcher = _Matcher(table, kinds[code], remembered, told)
    matches = matcher.matches()
    return MatchedTable(
        kind=code,
        certainty_ratio=certainty,
        matches=matches,
        questions=(*asked, *matcher.questions),
        missing_required=_missing(kinds[code], matches),
        notes=_spread_notes(table),
    )


def _require_fields(told: Mapping[str, str], kinds: Mapping[str, RecordKind]) -> None:
    """Refuse an answer that names a field of no kind.

    Raises:
        InvalidInputError: It does.
    """
    known = {field.name for kind in kinds.values() for field in kind.fields}
    known.update(PSEUDO_FIELDS, ("", LEFT_ASIDE))
    for key, name in told.items():
        if key.startswith("column:") and name not in known:
            text = "{key}: there is no field {field}"
            raise InvalidInputError(text, key=key, field=name)


class _Matcher:
    """Weighs the columns of one table against the fields of one kind."""

    def __init__(
        self,
        table: RawTable,
        kind: RecordKind,
        remembered: Mapping[str, str],
        told: Mapping[str, str],
    ) -> None:
        """Weigh every column against every field."""
        self.table, self.kind = table, kind
        self.names = [*(field.name for field in kind.fields), *PSEUDO_FIELDS]
        self.questions: list[Question] = []
        self.fixed = self._answers(remembered, _REMEMBERED)
        self.fixed.update(self._answers(told, _TOLD))
        self._refuse_doubles(told)
        terms = terms_of(kind)
        self.scores = np.zeros((len(table.columns), len(self.names)))
        for index, column in enumerate(table.columns):
            if index not in self.fixed:
                self.scores[index] = self._scored(terms, column, index)
        for name, _ in self.fixed.values():
            if name:
                self.scores[:, self.names.index(name)] = 0.0

    def matches(self) -> tuple[ColumnMatch, ...]:
        """Return the best assignment of columns to fields, and note what is unclear."""
        chosen = dict.fromkeys(range(len(self.table.columns)), -1)
        # What is too weak to be asked about must not push a good match aside.
        strong = np.where(self.scores >= _LEAST_ALIKE, self.scores, 0.0)
        rows, columns = linear_sum_assignment(strong, maximize=True)
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
            if strong[row, column] > 0:
                chosen[row] = column
        return tuple(self._match(index, chosen[index]) for index in chosen)

    def _answers(
        self, answers: Mapping[str, str], reason: Message
    ) -> dict[int, tuple[str, Message]]:
        found = {}
        for index, column in enumerate(self.table.columns):
            answer = answers.get(column_key(self.table, column))
            if answer is None:
                continue
            name = "" if answer in ("", LEFT_ASIDE) else answer
            # An answer may speak of a column of the same name in another table.
            if not name or name in self.names:
                found[index] = (name, reason)
        return found

    def _refuse_doubles(self, told: Mapping[str, str]) -> None:
        names = [name for name, _ in self.fixed.values() if name]
        doubled = sorted({name for name in names if names.count(name) > 1})
        if doubled and told:
            text = "two columns were told to fill the field {field}; leave one aside"
            raise InvalidInputError(text, field=doubled[0])

    def _scored(self, terms: KindTerms, column: RawColumn, index: int) -> list[float]:
        like = dict(terms.alikeness(column.names))
        if max(like.values(), default=0.0) < SURE:
            for name, ratio in terms.mistyped(column.names).items():
                like[name] = max(like.get(name, 0.0), ratio)
        contents = contents_of(self.table, index)
        self._move_coordinates(like, contents)
        scores = []
        for place, name in enumerate(self.names):
            score = like.get(name, 0.0)
            if place < len(self.kind.fields):
                field = self.kind.fields[place]
                fits = suits(contents, field)
                score *= _unit_ratio(column.unit, field.unit)
                if score < _BY_CELLS and speaks_for(contents, field):
                    score = _BY_CELLS
            else:
                fits = pseudo_suits(contents, name)
            scores.append(_weighed(score, fits))
        return scores

    def _move_coordinates(self, like: dict[str, float], contents: Contents) -> None:
        """Let the size of numbers tell degrees from metres under one title."""
        if "lon_deg" not in self.names or not contents.count:
            return
        is_metres = bool(pseudo_suits(contents, X_M))
        axis = max(like.get(X_M, 0.0), like.get(Y_M, 0.0))
        degrees = degrees_axis(contents)
        if not is_metres and degrees and axis >= SURE:
            # X and Y in degrees: which is which, their size tells.
            like.update({"lon_deg": 0.0, "lat_deg": 0.0, degrees: axis})
        for degrees, metres in (("lat_deg", X_M), ("lon_deg", Y_M)):
            best = max(like.get(degrees, 0.0), like.get(metres, 0.0))
            like[degrees], like[metres] = (0.0, best) if is_metres else (best, 0.0)
        if contents.pair_ratio > 0.5:  # noqa: PLR2004 - most cells hold two numbers
            best = max(like.get(n, 0.0) for n in ("lat_deg", "lon_deg", COORDINATES))
            like["lat_deg"] = like["lon_deg"] = 0.0
            like[COORDINATES] = best

    def _match(self, index: int, chosen: int) -> ColumnMatch:
        column = self.table.columns[index]
        if index in self.fixed:
            name, reason = self.fixed[index]
            return ColumnMatch(column, name, 1.0, reason)
        order = np.argsort(-self.scores[index], kind="stable")
        best = float(self.scores[index, order[0]])
        if chosen < 0:
            return self._left_aside(index, order, best)
        score = float(self.scores[index, chosen])
        rivals = [
            float(self.scores[index, other]) for other in order if other != chosen
        ]
        certainty = score
        if rivals and rivals[0] > score - _MARGIN and rivals[0] > _LEAST_ALIKE:
            certainty = min(score, SURE - 0.01 if score < 1.0 else score)
        if certainty < SURE:
            self._ask(index, [chosen, *order.tolist()])
        return ColumnMatch(column, self.names[chosen], certainty, _reason(score))

    def _left_aside(self, index: int, order: np.ndarray, best: float) -> ColumnMatch:
        column = self.table.columns[index]
        if best < _LEAST_ALIKE:
            return ColumnMatch(column, "", SURE, _NO_FIELD)
        name = self.names[int(order[0])]
        self._ask(index, order.tolist(), is_left=True)
        text = "another column fills the field {field} better"
        return ColumnMatch(column, "", SURE - 0.01, Message(text, {"field": name}))

    def _ask(self, index: int, order: Sequence[int], *, is_left: bool = False) -> None:
        column = self.table.columns[index]
        likely = [
            self.names[place]
            for place in dict.fromkeys(order)
            if self.scores[index, place] >= 0.5 * _LEAST_ALIKE
        ][:_MOST_ANSWERS]
        if _NOTE in self.names and _NOTE not in likely:
            likely.append(_NOTE)
        answers = [LEFT_ASIDE, *likely] if is_left else [*likely, LEFT_ASIDE]
        text = "which field does the column {column} fill?"
        question = Message(text, {"column": column.title or column.letter})
        self.questions.append(
            Question(column_key(self.table, column), question, tuple(answers))
        )


def _unit_ratio(given: str, wanted: str) -> float:
    """Return how well a column of a unit goes with a field of another."""
    unit = unit_named(given) if given else None
    field_unit = unit_named(wanted) if wanted else None
    if unit is None or unit.dimension == getattr(field_unit, "dimension", None):
        return 1.0
    if field_unit is None:
        return _OTHER_UNIT_RATIO if unit.dimension == "share" else 1.0
    return _OTHER_UNIT_RATIO


def _spread_notes(table: RawTable) -> tuple[Message, ...]:
    """Return what to say of columns that stand for years, operators, technologies."""
    spread = find_spread(table)
    if spread is None:
        return ()
    text = "columns hold the same thing for each of {labels}"
    return (Message(text, {"labels": ", ".join(spread.labels)}),)


def _weighed(like: float, fits: float | None) -> float:
    """Return how well a column goes with a field, by its title and its cells."""
    if like == 0.0:
        return 0.0
    return like if fits is None else like * (0.55 + 0.45 * min(1.0, fits / 0.8))


def _reason(score: float) -> Message:
    if score >= 0.97:  # noqa: PLR2004 - all words, and cells that fit
        return _NAMED
    text = "the header and the cells fit the field by {percent:.0f} %"
    return Message(text, {"percent": 100 * score})


def _missing(kind: RecordKind, matches: Sequence[ColumnMatch]) -> tuple[str, ...]:
    filled = {match.field for match in matches}
    if COORDINATES in filled or {X_M, Y_M} <= filled:
        filled |= {"lon_deg", "lat_deg"}
    return tuple(
        field.name
        for field in kind.fields
        if field.is_required and field.name not in filled
    )
