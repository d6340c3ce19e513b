"""Which records a visitor asks for, as the address of the page says it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from hatangso.errors import InvalidInputError
from hatangso.language import fold
from hatangso.language.typed_dates import DayOrderDecision, read_day
from hatangso.model.record import Actor, Record, Role
from hatangso.model.record_kind import Field, FieldType, RecordKind
from hatangso.registry.freshness import is_stale
from hatangso.web.forms.typed_values import count_of
from hatangso.web.views.record_sight import CONFIRMED, KNOWN, SeenRecords

__all__ = [
    "ALL",
    "FILTERED_TYPES",
    "FRESHNESS",
    "RecordQuery",
    "default_columns",
    "query_of",
    "read_day_typed",
    "selected",
]

# Says in an address that the filter of one's own records is off.
ALL = "tat-ca"
FRESHNESS = ("moi", "cu", "chua")
# Fields that are filtered by a value, each with a list of its own.
FILTERED_TYPES = (FieldType.CHOICE, FieldType.YES_NO)
_EXACT_TYPES = (*FILTERED_TYPES, FieldType.REFERENCE)
_PREFIX = "f."
_YES_NO = {"co": True, "khong": False}
_MOST_DEFAULT_COLUMNS = 7
# A map shows them better than two columns.
_PLACE = ("lon_deg", "lat_deg")
_NAMED = ("name", "title_vi", "name_vi", "locality", "number", "agency")
_TELLING = (
    "kind",
    "technology",
    "value",
    "unit",
    "period",
    "capacity_mbps",
    "structure_height_m",
    "frequency_mhz",
    "state",
)


@dataclass(frozen=True)
class RecordQuery:
    """What is asked of the records of a kind.

    Attributes:
        text: Words that all must occur, with or without diacritics.
        values: By field: the code of a choice, ``co`` or ``khong``, the key of a
            record that is referred to.
        units: Codes of communes; empty for any.
        operator: Name of the operator; empty for any.
        own: The part of the address (``xa`` or ``nha-mang``) that means the visitor's
            own when it is left out; empty when nothing is the visitor's own.
        is_own: Whether it was left out.
        freshness: ``moi`` fresh, ``cu`` stale, ``chua`` never confirmed; or empty.
        missing: Field that is not known; empty likewise.
        columns: Fields shown, and the columns beside fields.
        sort: Column that orders; empty: by number.
        page: Counted from 1.
        as_of: The register at the end of this day; None: as it stands.
    """

    kind: RecordKind
    columns: tuple[str, ...]
    text: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    units: frozenset[str] = frozenset()
    operator: str = ""
    own: str = ""
    is_own: bool = False
    freshness: str = ""
    missing: str = ""
    sort: str = ""
    is_descending: bool = False
    page: int = 1
    as_of: date | None = None

    def parameters(self) -> list[tuple[str, str]]:
        """Return what the address says of it, without what goes without saying."""
        found = [
            ("q", self.text),
            *((f"{_PREFIX}{name}", value) for name, value in self.values.items()),
            *self._whose(),
            ("tuoi", self.freshness),
            ("thieu", self.missing),
            ("sap", f"{'-' if self.is_descending else ''}{self.sort}"),
            ("ngay", self.as_of.strftime("%d/%m/%Y") if self.as_of else ""),
        ]
        if self.columns != default_columns(self.kind):
            found += [("cot", name) for name in self.columns]
        if self.page > 1:
            found.append(("trang", str(self.page)))
        return [(name, value) for name, value in found if value]

    def _whose(self) -> list[tuple[str, str]]:
        said = {"xa": min(self.units, default=""), "nha-mang": self.operator}
        if self.is_own:
            said[self.own] = ""
        elif self.own:
            said[self.own] = said[self.own] or ALL
        return list(said.items())

    def address(self, path: str = "", **changes: object) -> str:
        """Return the address of the query with some of its parts changed.

        Args:
            path: Behind the address of the kind: ``/tai-ve``.
            changes: Parts of the query; another page than the first must be told.
        """
        asked = replace(self, **{"page": 1, **changes})  # type: ignore[arg-type]  # parts by name
        parameters = urlencode(asked.parameters())
        start = f"/ha-tang/{self.kind.code}{path}"
        return f"{start}?{parameters}" if parameters else start

    @property
    def is_narrowed(self) -> bool:
        """Return whether anything is left out."""
        narrowed = (self.text, self.values, self.units, self.operator, self.missing)
        return any(narrowed) or bool(self.freshness)


def default_columns(kind: RecordKind) -> tuple[str, ...]:
    """Return the columns that tell records of a kind apart, and how they stand."""
    names = {item.name for item in kind.fields}
    key = kind.key if not kind.is_log else kind.key[:4]
    wanted = (
        *key,
        *(name for name in _NAMED if name in names),
        kind.unit_field,
        kind.operator_field,
        *(name for name in _TELLING if name in names),
        *(item.name for item in kind.fields if item.is_required),
    )
    found = [name for name in dict.fromkeys(wanted) if name and name not in _PLACE]
    kept = set(found[:_MOST_DEFAULT_COLUMNS]) | ({"state"} & names)
    return (*(item.name for item in kind.fields if item.name in kept), CONFIRMED)


def query_of(kind: RecordKind, params: QueryParams, actor: Actor) -> RecordQuery:
    """Return what an address asks; what it says of unknown fields is passed over.

    Who answers for some communes, or is an operator, sees the own records first:
    ``xa=tat-ca`` and ``nha-mang=tat-ca`` show all.

    Raises:
        InvalidInputError: The day cannot be read.
    """
    known = {item.name: item for item in kind.fields}
    shown = (*known, CONFIRMED, KNOWN)
    # Columns stand in the order of the fields, in whatever order they were chosen.
    chosen = set(params.getlist("cot"))
    columns = tuple(name for name in shown if name in chosen)
    sort = params.get("sap", "")
    name = sort.removeprefix("-")
    units, operator = _whose(kind, params, actor)
    own = _own(kind, actor)
    freshness = params.get("tuoi", "")
    missing = params.get("thieu", "")
    page = params.get("trang", "1")
    return RecordQuery(
        kind,
        columns or default_columns(kind),
        text=params.get("q", "").strip()[:200],
        values=_values(known, params),
        units=units,
        operator=operator,
        own=own,
        is_own=bool(own) and not params.get(own, ""),
        freshness=freshness if freshness in FRESHNESS else "",
        missing=missing if missing in known else "",
        sort=name if name in shown else "",
        is_descending=name in shown and sort.startswith("-"),
        page=max(count_of(page) or 1, 1),
        as_of=read_day_typed(params.get("ngay", "")),
    )


def read_day_typed(text: str) -> date | None:
    """Return a day that somebody typed: 31/12/2025, 2025-12-31; None for nothing.

    Raises:
        InvalidInputError: It is no day.
    """
    if not text.strip():
        return None
    found = read_day(text, DayOrderDecision())
    if found.day is None:
        raise InvalidInputError(
            '"{text}" is no day: write it like 31/12/2025', text=text[:40]
        )
    return found.day


def _values(known: Mapping[str, Field], params: QueryParams) -> dict[str, str]:
    asked = {
        name.removeprefix(_PREFIX): value
        for name, value in params.items()
        if name.startswith(_PREFIX) and value
    }
    return {
        name: value
        for name, value in asked.items()
        if name in known and known[name].type in _EXACT_TYPES
    }


def _own(kind: RecordKind, actor: Actor) -> str:
    """Return the part of an address that tells whose records of a kind are shown."""
    if actor.role is Role.COMMUNE and kind.unit_field:
        return "xa"
    return "nha-mang" if actor.role is Role.OPERATOR and kind.operator_field else ""


def _whose(
    kind: RecordKind, params: QueryParams, actor: Actor
) -> tuple[frozenset[str], str]:
    """Return the communes and the operator asked for."""
    own = _own(kind, actor)
    unit, operator = params.get("xa", ""), params.get("nha-mang", "")
    units = frozenset({unit} - {"", ALL}) if kind.unit_field else frozenset()
    if own == "xa" and not unit:
        units = actor.units
    if own == "nha-mang" and not operator:
        operator = actor.operator
    return units, operator if kind.operator_field and operator != ALL else ""


def selected(seen: SeenRecords, query: RecordQuery, *, today: date) -> list[Record]:
    """Return the records that a query asks for, in its order."""
    places: Iterable[int] = range(len(seen.records))
    if query.sort:
        places = seen.order(query.sort, descending=query.is_descending)
    wanted = _found_by_text(seen, query.text, places)
    return [
        record
        for place in wanted
        if _is_asked(record := seen.records[place], seen, query, today)
    ]


def _found_by_text(
    seen: SeenRecords, text: str, places: Iterable[int]
) -> Iterable[int]:
    words = fold(text).split()
    if not words:
        return places
    folded = seen.folded
    return [place for place in places if all(word in folded[place] for word in words)]


def _is_asked(
    record: Record, seen: SeenRecords, query: RecordQuery, today: date
) -> bool:
    values, kind = record.values, query.kind
    if query.units and values.get(kind.unit_field) not in query.units:
        return False
    if query.operator and values.get(kind.operator_field) != query.operator:
        return False
    if query.missing and (
        values.get(query.missing) is not None
        # What is hidden is not missing, whatever stands there.
        or query.missing in seen.hidden(record.id)
    ):
        return False
    if any(
        values.get(name) != _YES_NO.get(value, value)
        if kind.field(name).type is FieldType.YES_NO
        else values.get(name) != value
        for name, value in query.values.items()
    ):
        return False
    return not query.freshness or query.freshness == _freshness(kind, record, today)


def _freshness(kind: RecordKind, record: Record, today: date) -> str:
    if record.confirmed_on is None:
        return "chua"
    return "cu" if is_stale(kind, record, today=today) else "moi"
