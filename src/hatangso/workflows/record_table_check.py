"""Check a province with the tables of records that it keeps beside its layers."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from hatangso.errors import Finding, InvalidInputError, Message, Place, Severity
from hatangso.io.findings import Findings
from hatangso.io.province_directory import DESCRIPTION_FILE
from hatangso.io.records.layer_tables import LAYERS, LayerTable, read_layer
from hatangso.model.record import Action, Edit, FieldValue
from hatangso.model.record_kind import FieldType, RecordKind
from hatangso.registry.edit_checks import check_edits
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.workflows.check import ProvinceInputs, load_province
from hatangso.workflows.register.register_tables import RegisterView, register_view

__all__ = ["check_province"]


def check_province(directory: Path) -> ProvinceInputs:
    """Read a whole directory: what is computed with, and what the register takes in.

    Raises:
        NotFoundError: It is not a province directory.
        InvalidInputError: It has errors; the error carries all findings.
    """
    layers: tuple[Finding, ...] = ()
    inputs: ProvinceInputs | None = None
    try:
        inputs = load_province(directory)
    except InvalidInputError as error:
        if not error.findings:
            raise
        layers = error.findings
    tables = _table_findings(directory)
    found = (*layers, *tables)
    errors = sum(one.severity is Severity.ERROR for one in found)
    if inputs is None or errors:
        raise InvalidInputError(
            "{count} problems must be mended first", findings=found, count=errors
        )
    return replace(inputs, findings=(*inputs.findings, *tables))


def _table_findings(directory: Path) -> tuple[Finding, ...]:
    """Return what keeps the optional tables from being taken into the register."""
    findings, kinds = Findings(), shipped_kinds()
    sound: list[tuple[LayerTable, RecordKind, str]] = []
    for layer in LAYERS:
        kind = kinds[layer.kind]
        if layer.is_optional:
            table = read_layer(directory / layer.file, kind, findings)
            if table is not None and not findings.has_error(layer.file):
                sound.append((table, kind, layer.file))
    if not sound or findings.has_error(DESCRIPTION_FILE):
        return tuple(findings)
    with register_view(directory, kinds) as view:
        for table, kind, file in sound:
            findings.items += _refused_values(table, kind, file)
            findings.items += _broken_references(table, kind, file, view)
    return tuple(findings)


def _refused_values(table: LayerTable, kind: RecordKind, file: str) -> list[Finding]:
    """Return the values that can be read, and that the register does not take."""
    edits = [
        Edit(
            kind.code,
            Action.CREATE,
            values={name: value for name, value in values.items() if value is not None},
        )
        for _, _, values, _ in table.rows
    ]
    _, found = check_edits(edits, {kind.code: kind}, source=file)
    return [
        replace(
            one,
            place=Place(file, table.rows[one.place.row - 1][0], one.place.column),
        )
        for one in found
        # What a table leaves out, the register may know.
        if one.place.row is not None and one.place.column in table.header
    ]


def _broken_references(
    table: LayerTable, kind: RecordKind, file: str, view: RegisterView
) -> Iterator[Finding]:
    """Yield the references of a table to records that are nowhere."""
    for field in kind.fields:
        if field.type is not FieldType.REFERENCE or field.name not in table.header:
            continue
        known = _keys(field.refers_to, view)
        for number, _, values, _ in table.rows:
            value = values[field.name]
            if known is not None and value is not None and value not in known:
                yield Finding(
                    Severity.ERROR,
                    Place(file, number, field.name),
                    Message(
                        "{field} refers to {kind} {value}, which is not in the"
                        " register",
                        {
                            "field": field.name,
                            "kind": field.refers_to,
                            "value": value,
                        },
                    ),
                    Message("put that one in first, or mend the name"),
                    value,
                )


def _keys(code: str, view: RegisterView) -> set[FieldValue] | None:
    """Return what records of a kind are called; None when their table has errors."""
    try:
        records = view.records(code)
    except InvalidInputError:
        return None
    name = shipped_kinds()[code].key[0]
    return {one.values[name] for one in records}
