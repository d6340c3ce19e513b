"""The records of a kind as a table: columns, filters, a page of rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hatangso.errors import Message
from hatangso.language import format_date, format_shortest
from hatangso.model.record import Record
from hatangso.model.record_kind import Field, FieldType, RecordKind
from hatangso.registry.freshness import is_stale
from hatangso.web.rendering import DASH
from hatangso.web.views.record_query import (
    ALL,
    FILTERED_TYPES,
    FRESHNESS,
    RecordQuery,
)
from hatangso.web.views.record_sight import CONFIRMED, KNOWN, SeenRecords
from hatangso.web.views.record_words import RecordWords

__all__ = ["PAGE_SIZE", "Option", "RecordTable", "TableBuilder"]

PAGE_SIZE = 50
_NUMBERS = (FieldType.WHOLE, FieldType.NUMBER, FieldType.MONEY)
_BESIDE = {CONFIRMED: Message("Confirmed on"), KNOWN: Message("Known")}
_FRESHNESS_WORDS = dict(
    zip(
        FRESHNESS,
        (
            Message("fresh"),
            Message("stale: nobody confirmed it for long"),
            Message("never confirmed"),
        ),
        strict=True,
    )
)
_YES_NO = (("co", Message("yes")), ("khong", Message("no")))
_PER_CENT = 100


@dataclass(frozen=True)
class Option:
    """One line of a list to choose from."""

    value: str
    text: str | Message
    is_chosen: bool = False


@dataclass(frozen=True)
class Filter:
    """A list that narrows the records.

    Attributes:
        name: In the address.
        options: The first leaves everything in.
    """

    name: str
    label: str | Message
    options: tuple[Option, ...]

    @property
    def is_set(self) -> bool:
        """Return whether it narrows anything."""
        return any(one.is_chosen and one.value for one in self.options)


@dataclass(frozen=True)
class Column:
    """A column of the table.

    Attributes:
        href: Orders by it, or turns the order round.
        order: ``ascending``, ``descending`` or ``none``.
    """

    name: str
    label: str | Message
    is_number: bool
    href: str
    order: str


@dataclass(frozen=True)
class Cell:
    """What stands in a column of a row."""

    text: str
    label: str | Message
    is_number: bool = False
    is_hidden: bool = False

    @property
    def is_unknown(self) -> bool:
        """Return whether nobody knows it."""
        return self.text == DASH and not self.is_hidden


@dataclass(frozen=True)
class Row:
    """One record.

    Attributes:
        name: What names it for people.
        is_stale: Whether nobody confirmed it for longer than its kind allows.
    """

    id: int
    href: str
    name: str
    cells: tuple[Cell, ...]
    is_stale: bool


@dataclass(frozen=True)
class RecordTable:
    """A page of the records that were asked for.

    Attributes:
        total: Records of the kind.
        count: Of these, how many are asked for.
        first: Number of the first row shown, from 1; 0 where there is none.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: int
    count: int
    first: int
    last: int
    page: int
    pages: int


@dataclass(frozen=True)
class TableBuilder:
    """Makes what the page of a kind shows."""

    seen: SeenRecords
    query: RecordQuery
    words: RecordWords
    today: date

    @property
    def kind(self) -> RecordKind:
        """Return the kind of the records."""
        return self.seen.kind

    def table(self, found: Sequence[Record]) -> RecordTable:
        """Return the page that is asked for, of all records that were found."""
        pages = max(-(-len(found) // PAGE_SIZE), 1)
        page = min(self.query.page, pages)
        start = (page - 1) * PAGE_SIZE
        shown = found[start : start + PAGE_SIZE]
        return RecordTable(
            columns=tuple(map(self._column, self.query.columns)),
            rows=tuple(map(self._row, shown)),
            total=len(self.seen.records),
            count=len(found),
            first=start + 1 if shown else 0,
            last=start + len(shown),
            page=page,
            pages=pages,
        )

    def _column(self, name: str) -> Column:
        is_sorted = self.query.sort == name
        is_descending = is_sorted and self.query.is_descending
        order = "none"
        if is_sorted:
            order = "descending" if is_descending else "ascending"
        href = self.query.address(
            sort=name, is_descending=is_sorted and not is_descending
        )
        if name in _BESIDE:
            return Column(name, _BESIDE[name], name == KNOWN, href, order)
        item = self.kind.field(name)
        label = self.words.heading(item)
        return Column(name, label, item.type in _NUMBERS, href, order)

    def _row(self, record: Record) -> Row:
        hidden = self.seen.hidden(record.id)
        href = f"/ha-tang/{self.kind.code}/{record.id}"
        if self.query.as_of:
            href += f"?ngay={self.query.as_of:%d/%m/%Y}"
        return Row(
            id=record.id,
            href=href,
            name=self.words.title(self.kind, record),
            cells=tuple(
                self._cell(record, name, is_hidden=name in hidden)
                for name in self.query.columns
            ),
            is_stale=is_stale(self.kind, record, today=self.today),
        )

    def _cell(self, record: Record, name: str, *, is_hidden: bool) -> Cell:
        if name == CONFIRMED:
            day = record.confirmed_on
            text = DASH if day is None else format_date(day, self.words.language)
            return Cell(text, _BESIDE[name])
        if name == KNOWN:
            share = self.seen.known_ratio(record) * _PER_CENT
            text = (
                format_shortest(share, 0, self.words.language) + "\N{NO-BREAK SPACE}%"
            )
            return Cell(text, _BESIDE[name], is_number=True)
        item = self.kind.field(name)
        return Cell(
            self.words.value(item, record.values.get(name)),
            self.words.heading(item),
            is_number=item.type in _NUMBERS,
            is_hidden=is_hidden,
        )

    def filters(self) -> tuple[Filter, ...]:
        """Return the lists that narrow the records: whose, how fresh, of what sort."""
        kind = self.kind
        found = []
        if kind.unit_field:
            found.append(self._units())
        if kind.operator_field:
            found.append(self._operators())
        found += [
            self._choices(item) for item in kind.fields if item.type in FILTERED_TYPES
        ]
        found.append(self._freshness())
        found.append(
            self._filter(
                "thieu",
                Message("Missing"),
                Message("nothing in particular"),
                [(item.name, self.words.label(item)) for item in kind.fields],
                self.query.missing,
            )
        )
        return tuple(found)

    def _units(self) -> Filter:
        field = self.kind.unit_field
        codes = set(self.seen.values_of(field)) | set(self.words.unit_names)
        named = [(code, self.words.unit(code)) for code in codes]
        chosen = (
            ""
            if self.query.own == "xa" and self.query.is_own
            else min(self.query.units, default="")
        )
        return self._whose(
            "xa", self.words.label(self.kind.field(field)), named, chosen
        )

    def _operators(self) -> Filter:
        field = self.kind.operator_field
        named = [(name, name) for name in self.seen.values_of(field)]
        is_own = self.query.own == "nha-mang" and self.query.is_own
        chosen = "" if is_own else self.query.operator
        label = self.words.label(self.kind.field(field))
        return self._whose("nha-mang", label, named, chosen)

    def _whose(
        self, name: str, label: str, named: list[tuple[str, str]], chosen: str
    ) -> Filter:
        ordered = self.words.sorted(named)
        if self.query.own != name:
            return self._filter(name, label, Message("all of them"), ordered, chosen)
        is_all = not self.query.is_own and not chosen
        return self._filter(
            name,
            label,
            Message("my own"),
            [(ALL, Message("all of them")), *ordered],
            ALL if is_all else chosen,
        )

    def _choices(self, item: Field) -> Filter:
        choices: Sequence[tuple[str, str | Message]] = _YES_NO
        if item.type is FieldType.CHOICE:
            choices = [
                (one.code, self.words.choice(item, one.code)) for one in item.choices
            ]
        chosen = self.query.values.get(item.name, "")
        label = self.words.label(item)
        return self._filter(
            f"f.{item.name}", label, Message("all of them"), choices, chosen
        )

    def _freshness(self) -> Filter:
        return self._filter(
            "tuoi",
            Message("Freshness"),
            Message("all of them"),
            list(_FRESHNESS_WORDS.items()),
            self.query.freshness,
        )

    @staticmethod
    def _filter(
        name: str,
        label: str | Message,
        nothing: Message,
        choices: Sequence[tuple[str, str | Message]],
        chosen: str,
    ) -> Filter:
        options = [Option("", nothing, is_chosen=not chosen)]
        options += [Option(code, text, code == chosen) for code, text in choices]
        return Filter(name, label, tuple(options))

    def chips(self) -> list[tuple[str | Message, str]]:
        """Return what narrows the records, and the address without it."""
        query, found = self.query, list[tuple[str | Message, str]]()
        if query.text:
            found.append(
                (
                    f'"{query.text}"',
                    query.address(text=""),
                )
            )
        for name, value in query.values.items():
            item = self.kind.field(name)
            rest = {key: one for key, one in query.values.items() if key != name}
            yes_no: Mapping[str, Message] = dict(_YES_NO)
            text = yes_no.get(value) or self.words.value(item, value)
            chip = Message(
                "{field}: {value}", {"field": self.words.label(item), "value": text}
            )
            found.append((chip, query.address(values=rest)))
        return [*found, *self._other_chips()]

    def _other_chips(self) -> list[tuple[str | Message, str]]:
        query, found = self.query, list[tuple[str | Message, str]]()
        if query.units:
            names = ", ".join(
                text
                for _, text in self.words.sorted(
                    [(c, self.words.unit(c)) for c in query.units]
                )
            )
            found.append((names, query.address(units=frozenset(), is_own=False)))
        if query.operator:
            found.append((query.operator, query.address(operator="", is_own=False)))
        if query.freshness:
            found.append(
                (_FRESHNESS_WORDS[query.freshness], query.address(freshness=""))
            )
        if query.missing:
            label = self.words.label(self.kind.field(query.missing))
            found.append(
                (
                    Message("without {field}", {"field": label}),
                    query.address(missing=""),
                )
            )
        return found

    def choosable(self) -> tuple[Option, ...]:
        """Return the columns that may be shown."""
        shown = set(self.query.columns)
        fields = [
            Option(item.name, self.words.heading(item), item.name in shown)
            for item in self.kind.fields
        ]
        return (
            *fields,
            *(Option(name, label, name in shown) for name, label in _BESIDE.items()),
        )
