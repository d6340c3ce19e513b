"""Tables that hold several records in a row: one table for each of them."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from hatangso.errors import Finding, Message, Place, Severity
from hatangso.io.records.column_matching import (
    LEFT_ASIDE,
    SURE,
    MatchedTable,
    match_table,
)
from hatangso.io.records.value_reading import read_yes_no
from hatangso.io.sheets.wide_tables import (
    VALUE_TITLE,
    Spread,
    find_spread,
    taken_apart,
    without_spread,
)
from hatangso.language.typed_cells import is_nothing
from hatangso.language.words import fold
from hatangso.model.file_reading import TableReading
from hatangso.model.raw_table import CellValue, RawColumn, RawRow, RawTable
from hatangso.model.record_kind import Field, RecordKind

__all__ = ["TECHNOLOGIES", "split_table", "without_repeats"]

Kinds = Mapping[str, RecordKind]
_T = TypeVar("_T")
# The key of the answer that leaves the technologies of sites aside.
TECHNOLOGIES = "technologies"
_SITE, _SERVICE, _FIGURE, _TARGET = "site", "service", "figure", "target"
_YEAR = ("Năm",)
_FIELDS = {"year": "period", "operator": "operator", "technology": "technology"}
# Mobile bands lie between these; smaller numbers count cells.
# Source: 3GPP TS 36.101 table 5.5-1 (band 31) and TS 38.101-1 table 5.2-1 (band n104).
_LEAST_BAND_MHZ, _MOST_BAND_MHZ = 450, 7125
# What stands over technologies that a site has: not over its subscribers or traffic.
_EQUIPMENT = (
    "cong nghe", "tan so", "bang tan", "cell", "sector", "thiet bi", "tram", "bts",
    "mang", "dich vu", "phat song", "the he", "loai", "technology", "frequency",
)  # fmt: skip
_NUMBERS = re.compile(r"[\d\s+/;,&]+(?:mhz)?", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")


def split_table(
    table: RawTable, kinds: Kinds, *, kind: str = "", told: Mapping[str, str]
) -> list[tuple[RawTable, str]]:
    """Return the tables that a table stands for, each with its kind when it is sure.

    Columns for years become the period of figures and targets. Columns for technologies
    beside sites become the services of the sites. All other tables stay as they are.

    Args:
        table: As it was found.
        kinds: By their codes.
        kind: Code of the kind when it is known.
        told: Answers to questions; ``technologies=-`` leaves the services aside.
    """
    spread = find_spread(table)
    if spread is None:
        return [(table, kind)]
    asked = _Asked(table, spread, kinds, kind, told)
    ways = {
        "technology": (_with_services, _with_labels),
        "year": (_plans_and_results, _with_labels),
        "operator": (_with_labels,),
    }
    for way in ways[spread.by]:
        found = way(asked)
        if found:
            return found
    return [(table, kind)]


@dataclass(frozen=True)
class _Asked:
    """A table whose columns repeat the same for several labels, and what is known."""

    table: RawTable
    spread: Spread
    kinds: Kinds
    kind: str
    told: Mapping[str, str]


def _with_services(asked: _Asked) -> list[tuple[RawTable, str]]:
    """Return sites and their services; nothing when the rows are no sites."""
    sites = without_spread(asked.table, asked.spread)
    matched = match_table(sites, asked.kinds, kind=asked.kind, told=asked.told)
    if matched.kind != _SITE or not _are_of_equipment(asked.spread):
        return []
    if asked.told.get(TECHNOLOGIES) == LEFT_ASIDE:
        return [(asked.table, asked.kind)]
    services = _Services(asked.table, asked.spread, sites, matched, asked.kinds)
    return services.tables(asked.kind)


def _are_of_equipment(spread: Spread) -> bool:
    """Return whether the columns tell what a site has, not how much it is used."""
    return all(
        any(word in fold(title) for word in _EQUIPMENT)
        for titles in spread.titles
        for title in titles
    )


def _plans_and_results(asked: _Asked) -> list[tuple[RawTable, str]]:
    """Return the figures of each year's plan and result; nothing for other columns."""
    figure = asked.kinds[_FIGURE]
    natures = _natures(asked.spread, figure)
    parts = taken_apart(asked.table, asked.spread)
    if not natures or not parts or asked.kind not in ("", _FIGURE):
        return []
    matched = match_table(parts[0], asked.kinds, kind=_FIGURE, told=asked.told)
    if "name_vi" not in {match.field for match in matched.matches}:
        return []
    found = [
        _of_nature(part, place - len(natures), figure.field("kind"), nature)
        for part in parts
        for place, nature in enumerate(natures)
    ]
    return [(part, _FIGURE) for part in found if part.rows]


def _with_labels(asked: _Asked) -> list[tuple[RawTable, str]]:
    """Return a table for each label; nothing when label and values fill no fields.

    Figures and targets that know no operators or technologies have them in their names.
    """
    spread = asked.spread
    parts = taken_apart(asked.table, spread)
    if not parts:
        return []
    matched = match_table(parts[0], asked.kinds, kind=asked.kind, told=asked.told)
    filled = [match.field for match in matched.matches]
    label = -len(spread.titles) - 1
    if not all(filled[label + 1 :]):
        return []
    if _FIELDS[spread.by] in filled:
        return [(part, asked.kind) for part in parts]
    if matched.kind in (_FIGURE, _TARGET) and "name_vi" in filled and not filled[label]:
        named = filled.index("name_vi")
        return [(_with_names(part, named, label), asked.kind) for part in parts]
    return []


def _natures(spread: Spread, kind: RecordKind) -> list[str]:
    """Return which value columns hold plans and which results, as the kind's choices.

    Empty when not all of them say so, or none holds results.
    """
    words = {
        fold(word): choice.code
        for choice in kind.field("kind").choices
        for word in (choice.label_vi, choice.label_en, *choice.synonyms)
    }
    natures = [
        words.get(fold(titles[-1]) if titles else "") for titles in spread.titles
    ]
    told = [one for one in natures if one is not None]
    return told if len(told) == len(natures) and "actual" in told else []


def _of_nature(part: RawTable, place: int, field: Field, nature: str) -> RawTable:
    """Return one of the value columns of a part, with whether it holds a plan.

    Args:
        part: Its value columns stand last, after the label.
        place: Of the column, from the end.
        field: The one that tells plans from results.
        nature: One of its choices.
    """
    first = next(i for i, one in enumerate(part.columns) if one.names == _YEAR) + 1
    value = part.columns[place]
    columns = (
        *part.columns[:first],
        replace(value, unit="", read_as=(field.label_vi,)),
        replace(value, read_as=(VALUE_TITLE,)),
    )
    rows = tuple(
        replace(row, cells=(*row.cells[:first], nature, row.cells[place]))
        for row in part.rows
        if row.cells[place] is not None
    )
    return replace(part, columns=columns, rows=rows)


def _with_names(part: RawTable, named: int, label: int) -> RawTable:
    """Return a part whose rows are named after their label too."""

    def cells(row: RawRow) -> tuple[CellValue, ...]:
        cells = list(row.cells)
        name = cells.pop(label)
        cells[named] = f"{cells[named]} ({name})" if cells[named] else None
        return tuple(cells)

    columns = list(part.columns)
    columns.pop(label)
    rows = tuple(replace(row, cells=cells(row)) for row in part.rows)
    return replace(part, columns=tuple(columns), rows=rows)


@dataclass(frozen=True)
class _Use:
    """What a cell says of a technology at a site.

    Attributes:
        bands_mhz: Centre or name of each band; None for one that is not told.
        note: The cell's own words, where more is in it than the record can hold.
    """

    bands_mhz: tuple[int | None, ...] = ()
    note: str = ""

    def cells(self, technology: str, turn: int) -> dict[str, CellValue]:
        """Return the fields of the service on one of the bands."""
        return {
            "technology": technology,
            "frequency_mhz": self.bands_mhz[turn],
            "note": self.note or None,
        }


@dataclass(frozen=True)
class _Services:
    """Makes services of the technologies of a list of sites."""

    table: RawTable
    spread: Spread
    sites: RawTable
    matched: MatchedTable
    kinds: Kinds

    def tables(self, kind: str) -> list[tuple[RawTable, str]]:
        """Return the sites, and a table for each technology and each of its bands."""
        shared = self._shared()
        if "site_id" not in shared:
            doubt = self._without_codes()
            kept = replace(self.table, findings=(*self.table.findings, doubt))
            return [(kept, kind)]
        found = [(self.sites, kind)]
        for label, indices in zip(self.spread.labels, self.spread.parts, strict=True):
            for index in indices:
                parts = self._of_column(_technology_of(label), index, shared)
                found += [(part, _SERVICE) for part in parts]
        return found

    def _shared(self) -> dict[str, int]:
        """Return the columns of the sites that fill fields of the services.

        Owners stand for operators when nothing else does.
        """
        as_services = match_table(self.sites, self.kinds, kind=_SERVICE).matches
        operators = [one for one in as_services if one.certainty_ratio >= SURE]
        sources = (
            ("site_id", "id", self.matched.matches),
            ("operator", "owner", self.matched.matches),
            ("operator", "operator", operators),
        )
        return {
            name: self.table.columns.index(match.column)
            for name, field, matches in sources
            for match in matches
            if match.field == field
        }

    def _of_column(
        self, technology: str, index: int, shared: Mapping[str, int]
    ) -> list[RawTable]:
        """Return the services that one column tells, a table for each band of a row."""
        doubts: list[Finding] = []
        uses: list[tuple[RawRow, _Use]] = []
        for row in self.table.rows:
            use = _use_of(row.cells[index], self.kinds[_SITE])
            if use is None:
                doubts.append(self._unknown(row, index))
            uses.append((row, use or _Use((None,))))
        most = max((len(use.bands_mhz) for _, use in uses), default=0)
        told = _told([use for _, use in uses])
        whole = replace(
            self.table,
            columns=self._columns({**shared, **dict.fromkeys(told, index)}),
            totals=(),
            findings=tuple(doubts),
            notes=self._notes(shared),
        )
        rows = [
            tuple(
                replace(
                    row,
                    cells=(
                        *(row.cells[place] for place in shared.values()),
                        *(use.cells(technology, turn)[name] for name in told),
                    ),
                    geometry=None,
                )
                for row, use in uses
                if turn < len(use.bands_mhz)
            )
            for turn in range(most)
        ]
        return [replace(whole, rows=some) for some in rows]

    def _columns(self, sources: Mapping[str, int]) -> tuple[RawColumn, ...]:
        """Return what stands over the services, with the columns they come from."""
        kind = self.kinds[_SERVICE]
        return tuple(
            replace(
                self.table.columns[place],
                unit="",
                read_as=(kind.field(name).label_vi,),
            )
            for name, place in sources.items()
        )

    def _notes(self, shared: Mapping[str, int]) -> tuple[Message, ...]:
        text = (
            "{labels} beside the sites are taken as services of the sites;"
            " --answer {key}=- leaves them aside"
        )
        labels = ", ".join(self.spread.labels)
        notes = [Message(text, {"labels": labels, "key": TECHNOLOGIES})]
        if "operator" in shared:
            text = '"{column}" is taken as the operator of the services'
            title = self.table.columns[shared["operator"]].title
            notes.append(Message(text, {"column": title}))
        return tuple(notes)

    def _unknown(self, row: RawRow, index: int) -> Finding:
        table, column = self.table, self.table.columns[index]
        return Finding(
            Severity.ERROR,
            Place(
                table.file,
                row.number,
                f"{column.letter} ({column.title})",
                table.sheet or None,
            ),
            Message('"{raw}" is not known here', {"raw": row.cells[index]}),
            Message("write yes or no, how many cells there are, or the bands in MHz"),
            row.cells[index],
        )

    def _without_codes(self) -> Finding:
        table = self.table
        text = "the technologies {labels} cannot be taken: no column has site codes"
        return Finding(
            Severity.WARNING,
            Place(table.file, table.header_row or None, None, table.sheet or None),
            Message(text, {"labels": ", ".join(self.spread.labels)}),
            Message("give every site the code by which the register knows it"),
        )


def _told(uses: Sequence[_Use]) -> list[str]:
    """Return the fields that the cells of a column tell."""
    has_bands = any(band is not None for use in uses for band in use.bands_mhz)
    has_notes = any(use.note for use in uses)
    shown = {"technology": True, "frequency_mhz": has_bands, "note": has_notes}
    return [name for name, is_told in shown.items() if is_told]


def _technology_of(label: str) -> str:
    found = re.search(r"[2345]g", fold(label))
    return found[0].upper() if found else label


def _use_of(cell: CellValue, kind: RecordKind) -> _Use | None:
    """Return what a cell says of a technology; None when nobody can tell."""
    text = "" if cell is None else str(cell).strip()
    if is_nothing(text):
        return _Use()
    (read,) = read_yes_no([cell], kind.fields[0]).cells
    if not read.is_error:
        return _Use((None,) if read.value else ())
    if isinstance(cell, float) and cell.is_integer():
        text = str(int(cell))
    if not _NUMBERS.fullmatch(text):
        return None
    numbers = [int(part) for part in _NUMBER.findall(text)]
    if numbers and all(_LEAST_BAND_MHZ <= one <= _MOST_BAND_MHZ for one in numbers):
        return _Use(tuple(dict.fromkeys(numbers)))
    if len(numbers) == 1 and 0 < numbers[0] < _LEAST_BAND_MHZ:
        return _Use((None,), f"{text} cell")
    return None


def without_repeats(readings: Sequence[TableReading]) -> tuple[TableReading, ...]:
    """Return the readings without what an earlier one of the same sheet says too.

    Tables that came of one repeat what is said of the columns that they share.
    """
    said: set[tuple[str, str]] = set()
    sheets = Counter(reading.sheet for reading in readings)

    def fresh(
        reading: TableReading, items: Iterable[_T], name: Callable[[_T], str]
    ) -> tuple[_T, ...]:
        names = {id(item): (reading.sheet, name(item)) for item in items}
        kept = tuple(item for item in items if names[id(item)] not in said)
        said.update(names.values())
        return kept

    return tuple(
        replace(
            reading,
            findings=fresh(reading, reading.findings, repr),
            questions=fresh(reading, reading.questions, lambda one: one.key),
            notes=fresh(reading, reading.notes, repr),
        )
        if sheets[reading.sheet] > 1
        else reading
        for reading in readings
    )
