"""Hand records of the register on, as they stand or as they stood on a day."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path

from hatangso.errors import NotFoundError
from hatangso.io.records.record_tables import TableFormat, write_records
from hatangso.io.records.template_workbooks import write_templates
from hatangso.io.unit_files import shipped_units
from hatangso.language import Language
from hatangso.model.record import Actor, Record
from hatangso.model.unit_history import Level
from hatangso.registry.kind_catalogue import KindCatalogue, shipped_kinds
from hatangso.registry.register import open_register
from hatangso.registry.rights import visible
from hatangso.workflows.register.register_tables import register_location, register_view

__all__ = ["RecordExport", "export_records", "write_kind_templates"]

# Days begin and end in Viet Nam.
_VIET_NAM = timezone(timedelta(hours=7))


@dataclass(frozen=True)
class RecordExport:
    """What was written."""

    file: Path
    kind: str
    records: int


def export_records(
    directory: Path,
    kind: str,
    table_format: TableFormat,
    *,
    actor: Actor,
    output: Path | None = None,
    on: date | None = None,
    language: Language = Language.VI,
) -> RecordExport:
    """Write the records of a kind that somebody may see.

    Args:
        directory: The province directory.
        kind: Its code.
        table_format: How.
        actor: Confidential fields that this person may not see are left empty.
        output: Folder; None is ``exports`` in the directory.
        on: The register as it stood at the end of this day; None: as it stands.
        language: Of a workbook.

    Raises:
        NotFoundError: There is no such directory or kind, or no register yet of which
            to see a day.
        InvalidInputError: The kind cannot be written so.
    """
    kinds = shipped_kinds()
    known = kinds.named(kind)
    if on is None:
        with register_view(directory, kinds) as view:
            records = view.records(kind)
    else:
        records = _records_on(directory, kinds, kind, on)
    seen = [visible(actor, known, record) for record in records]
    folder = output or directory / "exports"
    path = folder / f"{kind}.{table_format}"
    write_records(path, known, seen, table_format=table_format, language=language)
    return RecordExport(path, kind, len(seen))


def _records_on(
    directory: Path, kinds: KindCatalogue, kind: str, on: date
) -> list[Record]:
    location = register_location(directory)
    if isinstance(location, Path) and not location.is_file():
        raise NotFoundError(
            "{directory} has no register yet: import a file first", directory=directory
        )
    end_of_day = datetime.combine(on, time.max, tzinfo=_VIET_NAM)
    with open_register(location, kinds) as register:
        return register.records(kind, as_of=end_of_day)


def write_kind_templates(
    codes: list[str],
    path: Path,
    *,
    province: str = "",
    today: date,
    language: Language = Language.VI,
) -> Path:
    """Write a workbook in which others can send records of some kinds.

    Args:
        codes: Of the kinds; one sheet each.
        path: The workbook.
        province: Code of the province whose communes can be chosen; empty leaves the
            list out.
        today: On which day the communes are in force.
        language: Of labels, choices and help.

    Raises:
        NotFoundError: There is no such kind, or no such province.
    """
    kinds = shipped_kinds()
    wanted = [kinds.named(code) for code in codes]
    units = shipped_units()
    choices = {
        unit.code: f"{unit.kind.capitalize()} {unit.name}"
        for unit in units.existences
        if unit.level is Level.COMMUNE
        and units.is_alive(unit, today)
        and province in {above.code for above in units.ancestors(unit)}
    }
    if province and not choices:
        raise NotFoundError("no province has the code {code}", code=province)
    write_templates(path, wanted, language=language, choices_of_units=choices or None)
    return path
