"""Read the tables of other people's files with what is known beside them."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from hatangso.errors import InvalidInputError, Message, NotFoundError
from hatangso.io.features.feature_files import FEATURE_SUFFIXES, read_features
from hatangso.io.features.opencellid_files import is_cell_list, read_cells
from hatangso.io.findings import Findings
from hatangso.io.geojson_layers import COMMUNES_FILE, read_communes
from hatangso.io.province_directory import DESCRIPTION_FILE
from hatangso.io.records.column_matching import match_table
from hatangso.io.records.known_exports import export_of, parts_of_export
from hatangso.io.records.record_reading import ReadingContext, read_table
from hatangso.io.records.table_splitting import TECHNOLOGIES, split_table
from hatangso.io.records.territory import Territory
from hatangso.io.records.told_values import (
    own_values,
    titled_values,
    told_values,
    with_values,
)
from hatangso.io.sheets.workbooks import read_tables
from hatangso.io.unit_files import shipped_units
from hatangso.language import fold
from hatangso.model.admin_unit import AdminUnit
from hatangso.model.file_reading import TableReading
from hatangso.model.raw_table import RawColumn, RawTable
from hatangso.model.record import Actor
from hatangso.model.record_kind import RecordKind
from hatangso.workflows.register.missing_columns import offer_communes
from hatangso.workflows.register.register_tables import RegisterView

__all__ = ["FileReader", "header_key", "tables_of"]

Kinds = Mapping[str, RecordKind]
_MOST_COLUMNS = 500
_TOLD = Message(
    '{count} rows without "{field}" get {value}, as was told for the whole file'
)
_TITLED = Message('{count} rows without "{field}" get {value}, as the title says')
_OWN = Message(
    '{count} rows without "{field}" get {value}, which is of who imports them'
)


def tables_of(path: Path) -> list[RawTable]:
    """Return the tables of a file.

    Raises:
        NotFoundError: There is no such file.
        InvalidInputError: It cannot be read.
    """
    if not path.is_file():
        raise NotFoundError("there is no file {path}", path=path)
    tables = _tables_of(path)
    widest = max((len(table.columns) for table in tables), default=0)
    if widest > _MOST_COLUMNS:
        # Each column is held against each other: the work grows with the square.
        raise InvalidInputError(
            "{file} has a table of {count} columns; tables of records have {most} at"
            " most: remove those that are not needed",
            file=path.name,
            count=widest,
            most=_MOST_COLUMNS,
        )
    return tables


def _tables_of(path: Path) -> list[RawTable]:
    if path.suffix.lower() in FEATURE_SUFFIXES:
        return read_features(path)
    if is_cell_list(path):
        return [read_cells(path)]
    return read_tables(path)


class FileReader:
    """Reads the tables of one file with what is known beside it."""

    def __init__(
        self,
        directory: Path,
        kinds: Kinds,
        view: RegisterView,
        *,
        today: date,
        sender: str,
        answers: Mapping[str, str],
    ) -> None:
        """Keep what is known."""
        self._kinds, self._view, self._today = kinds, view, today
        self._sender, self._answers = sender, dict(answers)
        self._borders = {one.code: one.geometry for one in _communes(directory)}
        self._region = Territory(list(self._borders.values()))
        self._province = _province_name(directory)

    def parts(self, table: RawTable, kind: str) -> list[tuple[RawTable, str]]:
        """Return the tables that a table stands for, with the kinds that are sure."""
        remembered = self._view.profile(self._sender, "").answers
        sites = self._view.profile(self._sender, "site").answers
        told = {
            **{key: sites[key] for key in (TECHNOLOGIES,) if key in sites},
            **self._answers,
        }
        kind = kind or told.get("kind", "")
        kind = kind or remembered.get(header_key(table.columns), "")
        if exported := parts_of_export(table, kind):
            return exported
        return split_table(table, self._kinds, kind=kind, told=told)

    def read(self, table: RawTable, kind: str, actor: Actor) -> TableReading:
        """Return what a table says; one of no known kind says nothing."""
        remembered = self._view.profile(self._sender, "").answers
        kind = kind or self._answers.get("kind", "")
        export = export_of(table, kind)
        answers = self._answers
        if export is not None:
            answers = export.answers(table, answers)
        matched = match_table(
            table,
            self._kinds,
            kind=kind or remembered.get(header_key(table.columns), ""),
            told=answers,
        )
        if not matched.kind:
            return TableReading(
                table.file,
                table.sheet,
                "",
                matched.matches,
                (),
                table.findings,
                matched.questions,
                (*table.notes, *matched.notes),
            )
        profile = self._view.profile(self._sender, matched.kind)
        if profile.answers:
            matched = match_table(
                table,
                self._kinds,
                profile,
                kind=matched.kind,
                told=answers,
            )
        context = ReadingContext(
            units=shipped_units(),
            day=self._today,
            province=self._province,
            answers={**profile.answers, **self._answers},
            borders=self._borders,
            region=self._region if self._borders else None,
            positions=_positions(self._view, self._kinds, matched.kind),
        )
        of_kind = self._kinds[matched.kind]
        reading = read_table(table, of_kind, matched.matches, context=context)
        told = told_values(of_kind, context.answers)
        own = own_values(of_kind, actor, matched.matches)
        titled = titled_values(of_kind, table, matched.matches)
        for values, note in ((told, _TOLD), (own, _OWN), (titled, _TITLED)):
            reading = with_values(reading, of_kind, values, context=context, note=note)
        return replace(
            reading,
            questions=(*matched.questions, *reading.questions),
            notes=(*matched.notes, *reading.notes),
        )

    def check_units(self, actor: Actor) -> None:
        """Refuse an official of communes that the province does not have.

        Raises:
            InvalidInputError: It names the codes.
        """
        foreign = sorted(actor.units - set(self._borders))
        if self._borders and foreign:
            raise InvalidInputError(
                "{codes} is no commune of this province: look up its code with"
                " hatangso units",
                codes=", ".join(foreign),
            )

    def check_operator(self, actor: Actor, readings: Iterable[TableReading]) -> None:
        """Refuse an operator whose name the register writes with other letters.

        Raises:
            InvalidInputError: It tells how the register writes the name.
        """
        if not actor.operator:
            return
        names: set[str] = set()
        for code in sorted({one.kind for one in readings if one.kind}):
            owner = self._kinds[code].operator_field
            records = self._view.records(code) if owner else []
            names.update(str(one.values[owner]) for one in records if one.values[owner])
        alike = sorted(one for one in names if fold(one) == fold(actor.operator))
        if alike and actor.operator not in names:
            raise InvalidInputError(
                'the register knows this operator as "{name}":'
                ' write --operator "{name}"',
                name=alike[0],
            )

    def with_offers(
        self, readings: Iterable[TableReading], tables: Sequence[RawTable]
    ) -> tuple[TableReading, ...]:
        """Return readings whose questions offer what titles tell."""
        return offer_communes(
            readings,
            tables,
            self._kinds,
            shipped_units(),
            day=self._today,
            province=self._province,
            known=self._borders,
        )


def header_key(columns: Iterable[RawColumn]) -> str:
    """Return how a table of a sender is known again: by its header."""
    return "kind:" + " | ".join(column.title for column in columns)


def _province_name(directory: Path) -> str:
    """Return the name of the province; empty when it does not say one."""
    try:
        description = tomllib.loads(
            (directory / DESCRIPTION_FILE).read_text(encoding="utf-8-sig")
        )
    except (OSError, ValueError):
        return ""
    return str(description.get("name_vi", ""))


def _communes(directory: Path) -> list[AdminUnit]:
    """Return the communes as far as they can be understood."""
    path = directory / COMMUNES_FILE
    return read_communes(path, Findings()) if path.is_file() else []


def _positions(
    view: RegisterView, kinds: Kinds, kind: str
) -> dict[str, tuple[float, float]]:
    """Return where the records of a kind with a single key stand."""
    if not kind or len(kinds[kind].key) != 1:
        return {}
    (key,) = kinds[kind].key
    return {
        str(record.values[key]): (float(lon), float(lat))
        for record in view.records(kind)
        if isinstance(lon := record.values.get("lon_deg"), float)
        and isinstance(lat := record.values.get("lat_deg"), float)
    }
