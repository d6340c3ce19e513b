"""A workbook of sites into the register: previewed, committed with history, undone.

    python benchmarks/registry/imports.py [ROWS] [--postgresql URL]
        [--peer-python PATH]

The workbook has ROWS rows (5,000) of the twenty columns of a site in Vietnamese. Timed
is what a user waits for: preview and commit of ``hatangso import``, which keeps the
tables of a province directory too; and the register alone, on SQLite and, where a URL
of an empty database is given, on PostgreSQL.

The peer is django-import-export with django-simple-history, on SQLite as well, reading
the same workbook with the same checks of types, limits and choices: an import that is
only tried (its preview), and one that is kept. It is no dependency of the project: give
the interpreter of an environment that has it:

    python -m venv /tmp/peer
    /tmp/peer/bin/pip install "django==5.2.*" django-import-export \
        django-simple-history "tablib[xlsx]"

Figures of one run belong together, because they come from one machine. Ratios count,
seconds are for orientation; the ratios are of seconds of the processor, which other
programs on the machine change least. There are three, since the peer keeps no tables of
a directory and knows no differences but those that it finds itself:

* like for like: preview and commit from the workbook into the register, without the
  time that the tables of the directory take;
* all that ``hatangso import`` does, with the tables;
* the commit by the register alone, of rows that are understood already, to the import
  of the peer, which reads the workbook again.
"""

import argparse
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from unittest.mock import patch

import xlsxwriter

from hatangso import packs
from hatangso.errors import Message
from hatangso.model.record import Action, Actor, Edit, FieldValue, Record
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.registry.register import Register, open_register
from hatangso.workflows.register import import_files
from hatangso.workflows.register.import_files import commit_import, preview_import
from hatangso.workflows.register.register_tables import write_tables

_ACTOR = Actor("Sở Khoa học và Công nghệ")
_AT = datetime(2026, 7, 1, tzinfo=UTC)
# A grid of points 300 m apart in the middle of Thái Nguyên.
_LON_DEG, _LAT_DEG, _STEP_DEG, _COLUMNS_N = 105.65, 21.55, 0.003, 100


def site_values(number: int) -> dict[str, FieldValue]:
    """Return every field of a site that is not there yet."""
    return {
        "id": f"BM-{number:05}",
        "name": f"Trạm {number}",
        "lon_deg": _LON_DEG + number % _COLUMNS_N * _STEP_DEG,
        "lat_deg": _LAT_DEG + number // _COLUMNS_N * _STEP_DEG,
        "structure_height_m": 30.0 + number % 20,
        "owner": ("VNPT", "Viettel", "MobiFone")[number % 3],
        "has_fibre": number % 4 > 0,
        "commune_code": None,
        "address": f"Tổ {number % 40}",
        "structure": "self_supporting",
        "power": "grid",
        "backup_hours": 4.0,
        "is_shared": number % 5 == 0,
        "tenants": "VNPT; Viettel",
        "can_be_shared": True,
        "rent_vnd": 60_000_000 + number,
        "state": "operating",
        "installed_on": date(2015, 1, 1) + timedelta(days=number % 3_000),
        "planned_on": None,
        "note": "kiểm kê quý II",
    }


def write_workbook(path: Path, rows: int) -> None:
    """Write the workbook that both read: a column for every field, as users write."""
    fields = shipped_kinds()["site"].fields
    words = {True: "có", False: "không"}
    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"}) as workbook:
        sheet = workbook.add_worksheet("Trạm BTS")
        sheet.write_row(0, 0, [field.label_vi for field in fields])
        for number in range(rows):
            values = site_values(number)
            row = [values[field.name] for field in fields]
            shown = [words[one] if isinstance(one, bool) else one for one in row]
            sheet.write_row(number + 1, 0, shown)


@contextmanager
def timed(what: str, rows: int, processor_s: dict[str, float]) -> Iterator[None]:
    """Print how long something takes, and keep what the processor was busy."""
    start, start_busy = perf_counter(), process_time()
    yield
    seconds, processor_s[what] = perf_counter() - start, process_time() - start_busy
    print(
        f"  {what}: {seconds:.2f} s, {rows / seconds:,.0f} rows/s;"
        f" processor {processor_s[what]:.2f} s"
    )


@dataclass(frozen=True)
class ImportSeconds:
    """Seconds of the processor that an import took."""

    preview: float
    commit: float
    tables: float

    @property
    def into_register(self) -> float:
        """Return the seconds without the tables of the directory."""
        return self.preview + self.commit - self.tables


def import_workbook(folder: Path, workbook: Path, rows: int) -> ImportSeconds:
    """Time what ``hatangso import`` does."""
    print(f"hatangso import, {rows:,} rows, SQLite")
    folder.mkdir()
    directory = folder / "province"
    shutil.copytree(Path(packs.__file__).parent / "thai_nguyen", directory)
    # The first time makes the register of the tables that the province has.
    small = folder / "one_row.xlsx"
    write_workbook(small, 1)
    first = preview_import(directory, small, actor=_ACTOR, today=_AT.date())
    commit_import(directory, first, actor=_ACTOR, at=_AT, skips_errors=True)
    seconds: dict[str, float] = {}
    with timed("preview", rows, seconds):
        preview = preview_import(directory, workbook, actor=_ACTOR, today=_AT.date())
    tables = "of which tables of the directory"

    def write_timed(
        directory: Path, register: Register, kinds: set[str]
    ) -> list[Message]:
        with timed(tables, rows, seconds):
            return write_tables(directory, register, kinds)

    with (
        timed("commit with history", rows, seconds),
        patch.object(import_files, "write_tables", write_timed),
    ):
        done = commit_import(
            directory, preview, actor=_ACTOR, at=_AT, skips_errors=True
        )
    written = sum(done.change_set.counts.values()) if done.change_set else 0
    print(f"  {written:,} records written")
    return ImportSeconds(
        seconds["preview"], seconds["commit with history"], seconds[tables]
    )


def fill_register(register: Register, rows: int) -> float:
    """Time the register alone: new records, changed ones, an undo, an as-of view.

    Returns:
        The processor's seconds for the new records with their history.
    """
    new = [
        Edit("site", Action.CREATE, values=values, source_key=str(values["id"]))
        for values in map(site_values, range(rows))
    ]
    seconds: dict[str, float] = {}
    moments = (_AT + timedelta(hours=hour) for hour in range(9))

    def commit(edits: Sequence[Edit]) -> int:
        return register.commit(
            edits, actor=_ACTOR, at=next(moments), reason="benchmark", sender="VNPT"
        ).id

    with timed("commit of new records", rows, seconds):
        commit(new)
    with timed("read", rows, seconds):
        sites = register.records("site")
    with timed("commit of changed records", rows, seconds):
        changed = commit([_renamed(one) for one in sites])
    with timed("undo", rows, seconds):
        register.undo(changed, actor=_ACTOR, at=next(moments), reason="benchmark")
    with timed("as it stood", rows, seconds):
        stood = register.records("site", as_of=_AT)
    if stood != sites:
        print("  THE REGISTER AS IT STOOD IS ANOTHER ONE")
    return seconds["commit of new records"]


def _renamed(site: Record) -> Edit:
    """Return the edit that gives a site another name."""
    values = {"name": f"{site.values['name']} (mới)"}
    return Edit("site", Action.UPDATE, site.id, values, site.revision)


def ask_peer(python: Path, workbook: Path, rows: int) -> list[float]:
    """Time the peer in its own environment.

    Returns:
        The processor's seconds for its preview and for its import with history.
    """
    print(f"django-import-export with django-simple-history, {rows:,} rows, SQLite")
    script = Path(__file__).with_name("django_peer.py")
    command = [str(python), str(script), str(workbook)]
    answer = subprocess.run(  # noqa: S603 - a script of ours
        command, check=True, capture_output=True, text=True
    )
    print(answer.stdout.rstrip())
    return [float(one) for one in re.findall(r"processor ([\d.]+) s", answer.stdout)]


def main(arguments: argparse.Namespace) -> None:
    """Print all figures."""
    rows: int = arguments.rows
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        workbook = folder / "sites.xlsx"
        write_workbook(workbook, rows)
        places: list[tuple[str, Path | str]] = [("SQLite", folder / "register.sqlite")]
        if arguments.postgresql:
            places.append(("PostgreSQL", arguments.postgresql))
        commits_s = []
        for database, location in places:
            print(f"register alone, {rows:,} rows, {database}")
            with open_register(location, shipped_kinds()) as register:
                commits_s.append(fill_register(register, rows))
        ratios = []
        for number in range(arguments.rounds):
            ours = import_workbook(folder / str(number), workbook, rows)
            if arguments.peer_python:
                theirs_s = ask_peer(arguments.peer_python, workbook, rows)
                ratios.append(_ratios(ours, theirs_s, commits_s[0]))
        if ratios:
            print(
                f"rows/s of hatangso to the peer's, the middle of {len(ratios)} rounds"
            )
            for what, told in zip(_COMPARED, zip(*ratios, strict=True), strict=True):
                each = ", ".join(f"{one:.1f}" for one in told)
                print(f"  {what}: {median(told):.1f} ({each})")


_COMPARED = (
    "preview and commit",
    "the same, with the tables",
    "commit by the register alone",
)


def _ratios(
    ours: ImportSeconds, theirs_s: Sequence[float], commit_s: float
) -> tuple[float, float, float]:
    """Return how many times the peer's rows a second each part takes."""
    both_s, whole_s = sum(theirs_s), ours.preview + ours.commit
    return both_s / ours.into_register, both_s / whole_s, theirs_s[1] / commit_s


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rows", type=int, nargs="?", default=5_000)
    parser.add_argument("--postgresql", default="", help="URL of an empty database")
    parser.add_argument("--rounds", type=int, default=3, help="of which the middle one")
    parser.add_argument("--peer-python", type=Path, help="interpreter with the peer")
    main(parser.parse_args())
