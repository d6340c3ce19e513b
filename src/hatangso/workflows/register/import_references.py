"""Hold what rows refer to against what the register and the file itself have."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches

from hatangso.errors import Finding, Message, Place, Severity
from hatangso.io.records.record_reading import place_of
from hatangso.language import fold
from hatangso.model.file_reading import ReadRow, TableReading
from hatangso.model.record import FieldValue
from hatangso.model.record_kind import Field, FieldType, RecordKind
from hatangso.workflows.register.known_records import KnownRecords

__all__ = ["resolve_references"]


def resolve_references(
    readings: Sequence[TableReading],
    kinds: Mapping[str, RecordKind],
    known: KnownRecords,
) -> list[TableReading]:
    """Return the readings with each reference as the record that it names is called.

    A key in other capitals or without its leading zeros is put right, with a
    suggestion; one that names nothing is an error.

    Args:
        readings: Tables of one file.
        kinds: By their codes.
        known: The register.
    """
    names: dict[str, _Names] = {}
    result = []
    for reading in readings:
        if reading.kind:
            told = {match.field for match in reading.matches}
            for item in kinds[reading.kind].fields:
                if item.type is not FieldType.REFERENCE or item.name not in told:
                    continue
                if item.refers_to not in names:
                    names[item.refers_to] = _Names(
                        kinds[item.refers_to], readings, known
                    )
                reading = _resolved(reading, item, names[item.refers_to])  # noqa: PLW2901 - grows field by field
        result.append(reading)
    return result


class _Names:
    """What records of a kind are called."""

    def __init__(
        self, kind: RecordKind, readings: Sequence[TableReading], known: KnownRecords
    ) -> None:
        """Collect the keys of the register and of the file."""
        (name,) = kind.key
        keys = [record.values.get(name) for record in known.records(kind.code)]
        keys += [
            row.values.get(name)
            for reading in readings
            if reading.kind == kind.code
            for row in reading.rows
            if row.is_usable
        ]
        self.kind = kind
        self._exact = {str(key) for key in keys if key is not None}
        self._alike: dict[str, set[str]] = {}
        for key in self._exact:
            self._alike.setdefault(_letters(key), set()).add(key)

    def __contains__(self, key: FieldValue) -> bool:
        """Return whether something is called so."""
        return key in self._exact

    def meant(self, key: str) -> str:
        """Return the one name that is spelled otherwise; empty when there is none."""
        alike = self._alike.get(_letters(key), set())
        return next(iter(alike)) if len(alike) == 1 else ""

    def near(self, key: str) -> str:
        """Return the name that looks most like a text; empty when none does."""
        found = get_close_matches(key, sorted(self._exact), n=1, cutoff=0.8)
        return found[0] if found else ""


def _letters(key: str) -> str:
    return "".join(filter(str.isalnum, fold(key))).lstrip("0")


def _resolved(reading: TableReading, item: Field, names: _Names) -> TableReading:
    """Return a reading with the references of one field put right."""
    rows: list[ReadRow] = []
    findings: list[Finding] = []
    near: dict[str, str] = {}
    for row in reading.rows:
        key = row.values.get(item.name)
        if key is None or key in names:
            rows.append(row)
            continue
        meant = names.meant(str(key))
        place = place_of(reading, row.number, item.name)
        if meant:
            problem = Message(
                '"{raw}" was taken for {name}', {"raw": key, "name": meant}
            )
            fix = Message("write {name}", {"name": meant})
            findings.append(Finding(Severity.SUGGESTION, place, problem, fix, key))
            rows.append(replace(row, values={**row.values, item.name: meant}))
            continue
        if key not in near:
            near[str(key)] = names.near(str(key))
        findings.append(_missing(str(key), near[str(key)], names.kind, place))
        rows.append(replace(row, is_usable=False))
    if not findings:
        return reading
    return replace(reading, rows=tuple(rows), findings=(*reading.findings, *findings))


def _missing(key: str, near: str, kind: RecordKind, place: Place) -> Finding:
    fix = Message(
        "import that one first, or leave the cell empty; the kind is {kind}",
        {"kind": kind.code},
    )
    if near:
        fix = Message("perhaps {name} is meant; else import it first", {"name": near})
    return Finding(
        Severity.ERROR,
        place,
        Message(
            "neither the register nor the file has {kind} {key}",
            {"kind": kind.name_vi.lower(), "key": key},
        ),
        fix,
        key,
    )
