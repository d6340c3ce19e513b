"""Check a province with the tables of records that it keeps beside its layers."""

from dataclasses import replace
from pathlib import Path

from hatangso.errors import Finding, InvalidInputError, Severity
from hatangso.io.findings import Findings
from hatangso.io.records.layer_tables import LAYERS, read_layer
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.workflows.check import ProvinceInputs, load_province

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
    for layer in LAYERS:
        if layer.is_optional:
            read_layer(directory / layer.file, kinds[layer.kind], findings)
    return tuple(findings)
