"""Cells of a column as values of a field: texts, choices, yes and no, communes."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from difflib import get_close_matches
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from hatangso.errors import Message, Severity
from hatangso.geography.unit_history import UnitHistory
from hatangso.geography.unit_names import UnitMatch, resolve_unit
from hatangso.io.records.formula_guard import unguarded
from hatangso.language.typed_cells import Doubt, is_nothing, refused
from hatangso.language.words import fold
from hatangso.model.file_reading import Question
from hatangso.model.raw_table import CellValue
from hatangso.model.record import FieldValue
from hatangso.model.record_kind import Field
from hatangso.model.unit_history import Level, UnitExistence

__all__ = [
    "ColumnReading",
    "ReadCell",
    "read_choices",
    "read_each",
    "read_texts",
    "read_units",
    "read_yes_no",
]

_T = TypeVar("_T")
# True and 1 are equal in Python and not in a spreadsheet.
_ALIKE = frozenset({bool, int, float})
# Spaces of other widths, which nobody can tell from an ordinary one.
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2002\u2003\u2007\u2009\u202f\u3000"), " ")
# What commands a screen or turns the direction of letters; ends of lines stay.
_UNSEEN = dict.fromkeys(
    code
    for first, last in (
        (0x00, 0x08),
        (0x0E, 0x1F),
        (0x7F, 0x9F),
        (0x200E, 0x200F),
        (0x202A, 0x202E),
        (0x2066, 0x2069),
    )
    for code in range(first, last + 1)
)
_TIMES = (datetime, date, time)
_CODE_DIGITS = 5
# A commune under the district that it lay in once is meant all the same.
_SURE_RATIO = 0.95
_DASHES = "-\u2013\u2014_.\u2026 "
# Without diacritics, as `fold` leaves them.
_YES = frozenset([
    "x", "v", "✓", "✔", "√", "☑", "+", "1", "y", "yes", "true", "co", "da co",
    "co roi", "roi", "dung", "dat", "da dat", "da trien khai",
])  # fmt: skip
_NO = frozenset([
    "✗", "✘", "☐", "0", "n", "no", "false", "sai", "k", "ko", "kg", "khong",
    "khong co", "ko co", "k co", "chua", "chua co", "chua dat", "khong dat",
    "chua trien khai",
])  # fmt: skip


class ReadCell(NamedTuple):
    """A cell, read; a tuple, since there is one for every other cell of a file.

    Attributes:
        value: None when the cell is empty, or an error stands in the way.
        doubts: What is wrong or unsure, with how to mend it.
        beside: Values that the cell gives other fields: its comparator.
        note: What was done to the cell, counted for its column; empty when nothing.
    """

    value: FieldValue
    doubts: tuple[Doubt, ...] = ()
    beside: Mapping[str, FieldValue] = MappingProxyType({})
    note: str = ""

    @property
    def is_error(self) -> bool:
        """Return whether the cell could not be understood."""
        return any(doubt.severity is Severity.ERROR for doubt in self.doubts)


@dataclass(frozen=True)
class ColumnReading:
    """A column, read.

    Attributes:
        cells: One for each row.
        questions: What nobody but a person can tell.
        notes: How the column was read.
        doubts: What is unsure of the column as a whole.
    """

    cells: tuple[ReadCell, ...]
    questions: tuple[Question, ...] = ()
    notes: tuple[Message, ...] = ()
    doubts: tuple[Doubt, ...] = ()


def read_each(read: Callable[[CellValue], _T], cells: Sequence[CellValue]) -> list[_T]:
    """Return what is read from each cell; equal cells are read once."""
    if len(_ALIKE.intersection(map(type, cells))) > 1:
        names = list(zip(map(type, cells), cells, strict=True))
        known = {name: read(name[1]) for name in dict.fromkeys(names)}
        return [known[name] for name in names]
    read_once = {cell: read(cell) for cell in dict.fromkeys(cells)}
    return [read_once[cell] for cell in cells]


def read_texts(
    cells: Sequence[CellValue], item: Field, *, is_guarded: bool
) -> ColumnReading:
    """Read texts and codes.

    A code that a spreadsheet took for a number gets its leading zeros back.

    Args:
        cells: Of one column.
        item: TEXT or REFERENCE.
        is_guarded: Whether texts that a spreadsheet would compute have an apostrophe
            in front (``formula_guard``).
    """

    def read(cell: CellValue) -> ReadCell:
        if isinstance(cell, _TIMES):
            return ReadCell(
                cell.isoformat(),
                (
                    Doubt(
                        Severity.WARNING,
                        Message(
                            'a spreadsheet made the date {date} of "{field}"',
                            {"date": cell.isoformat(), "field": item.label_vi},
                        ),
                        Message("format the column as text and write it again"),
                    ),
                ),
            )
        spaced = text = "" if cell is None else _plain(cell)
        if not text.isprintable():
            # Else it holds neither other spaces nor what nobody sees.
            spaced = text.translate(_SPACES)
            text = spaced.translate(_UNSEEN)
        text = text.strip()
        unseen = (_unseen_doubt(item),) if len(text) < len(spaced.strip()) else ()
        if is_guarded:
            text = unguarded(text)
        if not text.strip(_DASHES):
            return ReadCell(None)
        padded = _padded(text, item)
        return ReadCell(padded, unseen, note="zeros" if padded != text else "")

    return ColumnReading(tuple(read_each(read, cells)))


def _unseen_doubt(item: Field) -> Doubt:
    return Doubt(
        Severity.WARNING,
        Message(
            'characters that nobody sees were taken out of "{field}"',
            {"field": item.label_vi},
        ),
        Message("look whether the text is right, and type it again"),
    )


def _plain(cell: CellValue) -> str:
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:  # noqa: PLR2004 - beyond it floats skip whole numbers
        return str(int(cell))
    return str(cell)


def _padded(text: str, item: Field) -> str:
    if item.code_length and text.isascii() and text.isdigit():
        return text.zfill(item.code_length)
    return text


def read_choices(cells: Sequence[CellValue], item: Field) -> ColumnReading:
    """Read one of a few words: the code, a label or a synonym, however spelled."""
    codes: dict[str, str] = {}
    for choice in item.choices:
        for word in (*choice.synonyms, choice.label_en, choice.label_vi, choice.code):
            codes[_letters(word)] = choice.code
    exact = {choice.code: choice.code for choice in item.choices}

    def read(cell: CellValue) -> ReadCell:
        text = "" if cell is None else _plain(cell)
        found = exact.get(text) or codes.get(_letters(text))
        if found is not None:
            return ReadCell(found)
        if is_nothing(text):
            return ReadCell(None)
        near = get_close_matches(_letters(text), list(codes), n=1, cutoff=0.75)
        labels = ", ".join(choice.label_vi for choice in item.choices)
        fix = Message("write one of: {names}", {"names": labels})
        if near:
            fix = Message(
                'perhaps "{near}" is meant; write one of: {names}',
                {"near": _label(item, codes[near[0]]), "names": labels},
            )
        return ReadCell(
            None, (refused(Message('"{raw}" is not known here', {"raw": text}), fix),)
        )

    return ColumnReading(tuple(read_each(read, cells)))


def _letters(text: str) -> str:
    """Return a text without diacritics, spaces and signs; signs alone stay."""
    plain = fold(text)
    return "".join(filter(str.isalnum, plain)) or plain


def _label(item: Field, code: str) -> str:
    return next(one.label_vi for one in item.choices if one.code == code)


def read_yes_no(cells: Sequence[CellValue], item: Field) -> ColumnReading:
    """Read yes and no: có, không, x, ✓, 1, 0, TRUE."""

    def read(cell: CellValue) -> ReadCell:
        if cell is None or isinstance(cell, bool):
            return ReadCell(cell)
        text = fold(_plain(cell)).strip(" .")
        if text in _YES or text in _NO:
            return ReadCell(text in _YES)
        # "Chưa có" says no where the question is whether there is one.
        if is_nothing(text):
            return ReadCell(None)
        return ReadCell(
            None,
            (
                refused(
                    Message(
                        '"{raw}" is neither yes nor no for "{field}"',
                        {"raw": _plain(cell), "field": item.label_vi},
                    ),
                    Message("write có or không, or leave the cell empty"),
                ),
            ),
        )

    return ColumnReading(tuple(read_each(read, cells)))


def read_units(
    cells: Sequence[CellValue],
    parents: Sequence[str],
    units: UnitHistory,
    *,
    day: date,
    known: Collection[str],
    parent: str,
) -> ColumnReading:
    """Read names and codes of communes.

    Args:
        cells: Of one column.
        parents: What the row says of the unit above each: its groups, a column of
            districts; empty where it says nothing.
        units: All units through time.
        day: On which they are looked up.
        known: Codes of the communes of the province: they come first where a name has
            several meanings.
        parent: The province, where the row says nothing.
    """
    read = _UnitReader(units, day, known, parent)
    return ColumnReading(
        tuple(read(cell, above) for cell, above in zip(cells, parents, strict=True))
    )


class _UnitReader:
    """Reads names of communes, each once."""

    def __init__(
        self, units: UnitHistory, day: date, known: Collection[str], parent: str
    ) -> None:
        """Keep what is known of units."""
        self._units, self._day, self._parent = units, day, parent
        self._known = frozenset(known)
        self._answers: dict[tuple[CellValue, str], ReadCell] = {}

    def __call__(self, cell: CellValue, above: str) -> ReadCell:
        """Return the commune of a cell."""
        asked = (cell, above)
        if asked not in self._answers:
            self._answers[asked] = self._read(cell, above)
        return self._answers[asked]

    def _read(self, cell: CellValue, above: str) -> ReadCell:
        text = "" if cell is None else _plain(cell).strip().removeprefix("'")
        if is_nothing(text):
            return ReadCell(None)
        code = text.zfill(_CODE_DIGITS) if text.isascii() and text.isdigit() else ""
        if code in self._known:
            return ReadCell(code, note="zeros" if code != text else "")
        match = self._match(text, above)
        if match.unit is None:
            return ReadCell(None, (self._unknown(match),))
        heirs = match.on_day or (match.unit,)
        inside = [unit for unit in heirs if unit.code in self._known]
        if len(inside) == 1 or len(heirs) == 1:
            unit = (inside or heirs)[0]
            return ReadCell(unit.code, self._doubts(match, unit, heirs))
        return ReadCell(None, (self._divided(match),))

    def _match(self, text: str, above: str) -> UnitMatch:
        for parent in (above, self._parent, ""):
            match = resolve_unit(
                text, self._units, day=self._day, parent=parent, level=Level.COMMUNE
            )
            if match.unit is not None:
                return match
            near = [unit for unit in match.candidates if unit.code in self._known]
            if len(near) == 1:
                return replace(match, unit=near[0], certainty_ratio=1.0, candidates=())
            if match.candidates:
                return match
        return match

    def _unknown(self, match: UnitMatch) -> Doubt:
        """Return why no commune is meant, with those that could be."""
        # A name that is like one far away is no help where the province is known.
        near = [u for u in match.suggestions if not self._known or self._is_known(u)]
        shown = [_spoken(u, self._units) for u in match.candidates or near]
        problem = Message('no commune is called "{raw}"', {"raw": match.text})
        fix = Message("write the commune's name or code as it is in force")
        if match.candidates:
            problem = Message(
                '{count} communes are called "{raw}"',
                {"raw": match.text, "count": len(match.candidates)},
            )
        if shown:
            fix = Message("write one of: {names}", {"names": "; ".join(shown[:5])})
        return refused(problem, fix)

    def _is_known(self, unit: UnitExistence) -> bool:
        """Return whether a unit, or one that followed it, is of the province."""
        heirs = self._units.counterparts(unit, self._day)
        return any(one.code in self._known for one in (unit, *heirs))

    def _divided(self, match: UnitMatch) -> Doubt:
        names = "; ".join(_spoken(unit, self._units) for unit in match.on_day)
        return refused(
            Message('"{raw}" was divided among several communes', {"raw": match.text}),
            Message("write one of: {names}", {"names": names}),
        )

    def _doubts(
        self, match: UnitMatch, unit: UnitExistence, heirs: Sequence[UnitExistence]
    ) -> tuple[Doubt, ...]:
        if unit is not match.unit:
            problem = Message(
                '"{raw}" is the name of before; {name} was taken',
                {"raw": match.text, "name": _spoken(unit, self._units)},
            )
            severity = Severity.SUGGESTION if len(heirs) == 1 else Severity.WARNING
            return (Doubt(severity, problem, Message("write the name in force")),)
        if match.certainty_ratio < _SURE_RATIO:
            problem = Message(
                '"{raw}" was taken for {name}: {reason}',
                {
                    "raw": match.text,
                    "name": _spoken(unit, self._units),
                    "reason": match.reason,
                },
            )
            return (
                Doubt(Severity.SUGGESTION, problem, Message("write the name in force")),
            )
        return ()


def _spoken(unit: UnitExistence, units: UnitHistory) -> str:
    above = units.parent(unit)
    name = f"{unit.kind} {unit.name}"
    return f"{name}, {above.name} ({unit.code})" if above else f"{name} ({unit.code})"
