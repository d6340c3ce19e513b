"""The CSV tables of a province directory as records of the register, and back."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import cast

from hatangso.errors import Message, Place
from hatangso.io.findings import Findings
from hatangso.io.tables import (
    CellError,
    Column,
    Parse,
    choice,
    number,
    read_rows,
    text,
    whole,
    yes_no,
)
from hatangso.model.record import FieldValue
from hatangso.model.record_kind import Field, FieldType, RecordKind
from hatangso.model.record_layers import RECORD_LAYERS

__all__ = ["LAYERS", "Layer", "LayerTable", "read_layer", "write_layer"]

Values = Mapping[str, FieldValue]
Key = tuple[FieldValue, ...]
_BYTE_ORDER_MARK = "\ufeff"
_PREAMBLE = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)


@dataclass(frozen=True)
class Layer:
    """A table of the province directory that the register keeps.

    Attributes:
        kind: Code of the kind of its records.
        columns: What the table always has, in this order.
        optional: Columns that it gets when a record knows them.
        needed: Columns that planning needs of each row: a record that does not know
            one of them is left out of the table.
        within: Column and kind: a record whose key there is left out of its table is
            left out too; empty when there is no such column.
        is_optional: Whether the table is kept only where somebody has put it; its
            columns are then the fields of the kind.
    """

    name: str
    kind: str
    columns: tuple[str, ...]
    optional: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    is_optional: bool = False

    def names(self, kind: RecordKind) -> tuple[str, ...]:
        """Return the columns that the table may have."""
        if self.is_optional:
            return tuple(field.name for field in kind.fields)
        return (*self.columns, *self.optional)

    @property
    def file(self) -> str:
        """Return the name of its file."""
        return f"{self.name}.csv"


def _names(words: str) -> tuple[str, ...]:
    return tuple(words.split())


# In the order in which they refer to each other.
LAYERS = (
    Layer(
        "documents",
        "document",
        _names("id title_vi title_en issuer issued"),
        needed=_names("id title_vi"),
    ),
    Layer(
        "figures",
        "figure",
        _names(
            "id indicator name_vi name_en comparator value unit kind period document"
            " flag note"
        ),
        needed=_names("id name_vi comparator value unit kind period document"),
        within=("document", "document"),
    ),
    Layer(
        "localities",
        "locality",
        _names("id name commune_code lon_deg lat_deg people households has_grid_power"),
        _names("difficulty_class has_fibre"),
        _names("id name commune_code lon_deg lat_deg people"),
    ),
    Layer(
        "facilities",
        "facility",
        _names("id name kind lon_deg lat_deg"),
        _names("has_fibre"),
        _names("id name kind lon_deg lat_deg"),
    ),
    Layer(
        "sites",
        "site",
        _names("id name lon_deg lat_deg structure_height_m owner"),
        _names("has_fibre"),
        _names("id lon_deg lat_deg structure_height_m"),
    ),
    Layer(
        "services",
        "service",
        _names(
            "site_id operator technology frequency_mhz bandwidth_mhz port_power_dbm"
            " antenna_gain_dbi feeder_loss_db antenna_height_m azimuths_deg"
        ),
        _names("antenna_pattern mechanical_tilt_deg electrical_tilt_deg mimo_layers"),
        _names("site_id operator technology antenna_height_m"),
        ("site_id", "site"),
    ),
    # Which a province may have beside those that coverage and planning read.
    *(Layer(name, kind, (), is_optional=True) for kind, name in RECORD_LAYERS.items()),
)


@dataclass(frozen=True)
class LayerTable:
    """A table as it stands in its file.

    Attributes:
        header: Names of the columns, also of those that the kind does not know.
        separator: Between cells.
        line_end: As the file has it.
        has_mark: Whether a byte order mark stands in front.
        rows: Number, key, values by field and raw cells by column of each row.
        preamble: First line that names the separator; empty when there is none.
    """

    header: tuple[str, ...]
    separator: str
    line_end: str
    has_mark: bool
    rows: tuple[tuple[int, Key, Values, Mapping[str, str]], ...]
    preamble: str = ""


def read_layer(path: Path, kind: RecordKind, findings: Findings) -> LayerTable | None:
    """Read a table of the province directory.

    Args:
        path: The file.
        kind: What its rows are; columns that the kind does not know are kept as cells.
        findings: Receives what is wrong, two rows with one key among it.

    Returns:
        The table; None when there is no such file.
    """
    if not path.is_file():
        return None
    text_of_file = path.read_bytes().decode("utf-8", errors="replace")
    has_mark = text_of_file.startswith(_BYTE_ORDER_MARK)
    body = text_of_file.removeprefix(_BYTE_ORDER_MARK)
    preamble = _PREAMBLE.match(body)
    first = body[preamble.end() if preamble else 0 :].partition("\n")[0]
    separator = preamble[1] if preamble else max((",", ";", "\t"), key=first.count)
    raw = _raw_rows(body, separator, is_named=preamble is not None)
    header = tuple(name.strip() for name in raw[0][1]) if raw else ()
    known = {field.name: field for field in kind.fields}
    columns = [
        Column(
            name,
            _parse(known[name]),
            required=name in kind.key and known[name].is_required,
        )
        for name in known
        if name in header or name in kind.key
    ]
    cells = {number: dict(zip(header, row, strict=False)) for number, row in raw[1:]}
    rows = []
    seen: dict[Key, int] = {}
    for number_of_row, row in read_rows(path, columns, findings):
        values = cast("Values", row)
        key = tuple(map(values.get, kind.key))
        if key in seen:
            _tell_copy(path.name, number_of_row, seen[key], key, findings)
            continue
        seen[key] = number_of_row
        rows.append((number_of_row, key, values, cells.get(number_of_row, {})))
    line_end = "\r\n" if first.endswith("\r") else "\n"
    named = preamble[0] if preamble else ""
    return LayerTable(header, separator, line_end, has_mark, tuple(rows), named)


def _tell_copy(file: str, row: int, first: int, key: Key, findings: Findings) -> None:
    name = " ".join(str(part) for part in key if part is not None)
    findings.error(
        Place(file, row),
        Message('"{key}" stands already in row {first}', {"key": name, "first": first}),
        Message("remove the copy, or give each its own"),
        name,
    )


def _raw_rows(
    body: str, separator: str, *, is_named: bool
) -> list[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=separator)
    rows: list[tuple[int, list[str]]] = []
    if is_named:
        next(reader, None)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((reader.line_num, cells))  # noqa: PERF401 - a broken row ends it
    except csv.Error:
        pass
    return rows


def _parse(field: Field) -> Parse:
    """Return the reader of a field's cells in the directory's own spelling."""
    readers: dict[FieldType, Parse] = {
        FieldType.WHOLE: whole(-(10**15), 10**15),
        FieldType.MONEY: whole(-(10**15), 10**15),
        FieldType.NUMBER: number(),
        FieldType.YES_NO: yes_no,
        FieldType.CHOICE: choice([one.code for one in field.choices]),
        FieldType.DATE: _day,
    }
    return readers.get(field.type, text)


def _day(raw: str) -> date:
    try:
        return date.fromisoformat(raw)
    except ValueError:
        raise CellError(
            Message('"{raw}" is not a date', {"raw": raw}),
            Message("write it like 2024-12-31"),
        ) from None


def write_layer(
    layer: Layer,
    kind: RecordKind,
    taken: LayerTable | None,
    records: Sequence[Values],
) -> bytes:
    """Return the bytes of a table that holds these records.

    Rows and cells that say what the table said before stay as they were spelled, in
    their order; new records follow in theirs.

    Args:
        layer: Which table.
        kind: Of its records.
        taken: The table as somebody made it; None when nobody did.
        records: Values of the records, in the order of new rows.
    """
    header = list(taken.header if taken else layer.columns)
    header += [
        name
        for name in layer.names(kind)
        if name not in header and any(r.get(name) is not None for r in records)
    ]
    by_key = {tuple(map(r.get, kind.key)): r for r in records}
    lines = []
    for _, key, values, cells in taken.rows if taken else ():
        record = by_key.pop(key, None)
        if record is not None:
            lines.append([_cell(name, values, cells, record) for name in header])
    lines += [list(map(_spelled, map(r.get, header))) for r in by_key.values()]
    content = io.StringIO()
    content.write(taken.preamble if taken else "")
    writer = csv.writer(
        content,
        delimiter=taken.separator if taken else ",",
        lineterminator=taken.line_end if taken else "\n",
    )
    writer.writerow(header)
    writer.writerows(lines)
    has_mark = taken.has_mark if taken else True
    encoding = "utf-8-sig" if has_mark else "utf-8"
    return content.getvalue().encode(encoding)


def _cell(name: str, values: Values, cells: Mapping[str, str], record: Values) -> str:
    value = record.get(name)
    if name in cells and (values.get(name) == value or name not in values):
        # What stands there is right already, or is no field: it stays as spelled.
        return cells[name]
    return _spelled(value)


def _spelled(value: FieldValue) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:  # noqa: PLR2004 - beyond it floats skip whole numbers
        return str(int(value))
    return str(value)
