"""Keep all of a province in one ZIP file, and make a province of it again.

The file holds the tables, the terrain, the results, the register and the service's own
data (accounts, jobs, people's reports) as databases of SQLite, whatever sort they are
of. It leaves out what is computed again by itself (``results/.tiles``,
``results/.reach``), files that were sent in and not taken over, earlier backups, and
the address of a PostgreSQL database, in which a password may stand.
"""

import json
import os
import re
import shutil
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from hatangso import __version__
from hatangso.errors import InvalidInputError, NotFoundError
from hatangso.io.database_copies import copy_rows, copy_sqlite
from hatangso.io.province_directory import DESCRIPTION_FILE
from hatangso.io.write_lock import write_lock
from hatangso.operations.database import open_operations
from hatangso.operations.tables import METADATA
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.registry.register import open_register
from hatangso.registry.schema import build_tables
from hatangso.workflows.progress import Progress
from hatangso.workflows.register.register_tables import (
    REGISTER_FILE,
    register_location,
)
from hatangso.workflows.service_database import OPERATIONS_FILE, operations_location

__all__ = ["BACKUP_FOLDER", "Backup", "restore_backup", "write_backup"]

BACKUP_FOLDER = "backups"
_LIST = "backup.json"
_FORM = 1
# Computed again, of the moment, or kept as a copy of its own.
_LEFT_OUT = re.compile(
    rf"{BACKUP_FOLDER}/|\.service/|\.uploads/|results/\.(tiles|reach)/|(.*/)?\.lock$"
    r"|(register|service)\.sqlite"
)
# These are small as they are.
_PACKED = (".tif", ".png", ".jpg", ".zip", ".gz", ".xlsx")
_PIECE_BYTES = 1 << 20
_OWNER_ONLY, _OWNER_FOLDER = 0o600, 0o700
_ADDRESS_LINE = re.compile(r"^register\s*=.*(?:\n|$)", re.MULTILINE)
_FIRST_TABLE = re.compile(r"^\[", re.MULTILINE)


@dataclass(frozen=True)
class Backup:
    """What a backup holds.

    Attributes:
        made_at: When.
        version: Of the software that wrote it.
        files: SHA-256 of each file by its path in the province directory.
    """

    made_at: datetime
    version: str
    files: Mapping[str, str]


def write_backup(
    directory: Path, path: Path, *, at: datetime, progress: Progress
) -> Backup:
    """Write all of a province into a ZIP file that only its owner may read.

    Nobody writes into the province meanwhile, except coverages that are being
    computed, which count when they are done.

    Args:
        directory: The province directory.
        path: The ZIP file to write.
        at: When.
        progress: Told how many files are in.

    Raises:
        NotFoundError: It is not a province directory.
        InvalidInputError: A database or the file cannot be used, or somebody keeps
            writing into the province.
    """
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(mode=_OWNER_FOLDER, exist_ok=True)
        unfinished.touch(mode=_OWNER_ONLY)
        with (
            tempfile.TemporaryDirectory(dir=path.parent) as copies,
            write_lock(directory),
            ZipFile(unfinished, "w", ZIP_DEFLATED, compresslevel=3) as archive,
        ):
            sources = dict(_files(directory))
            sources |= _database_copies(directory, Path(copies))
            sources[DESCRIPTION_FILE] = _description(directory, Path(copies))
            backup = _packed(archive, sources, at, progress)
        unfinished.replace(path)
    except OSError as error:
        raise InvalidInputError(
            "{path} cannot be written: {reason}", path=path, reason=error
        ) from error
    finally:
        unfinished.unlink(missing_ok=True)
    return backup


def restore_backup(path: Path, into: Path, *, register: str = "") -> Backup:
    """Make a province of a backup.

    Args:
        path: The ZIP file.
        into: Directory to make; it must not exist, or be empty.
        register: Address of an empty PostgreSQL database for the register and the
            service's data; empty for files of SQLite.

    Raises:
        NotFoundError: There is no such file.
        InvalidInputError: It is no backup, or is damaged; the directory or the
            database holds something already.
    """
    if not path.is_file():
        raise NotFoundError("there is no file {path}", path=path)
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise InvalidInputError(
            "{directory} is there already, and a restore overwrites nothing: name a"
            " directory that does not exist",
            directory=into,
        )
    unfinished = into.with_name(f".{into.name}.{os.getpid()}")
    try:
        unfinished.mkdir(parents=True)
        with ZipFile(path) as archive:
            backup = _unpacked(archive, unfinished, path)
        if register:
            _move_to_server(unfinished, register)
        if into.exists():
            into.rmdir()
        unfinished.replace(into)
    except (BadZipFile, EOFError, KeyError, NotImplementedError) as error:
        raise _damaged(path, error) from error
    except OSError as error:
        raise InvalidInputError(
            "{path} cannot be written: {reason}", path=into, reason=error
        ) from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return backup


def _files(directory: Path) -> Iterator[tuple[str, Path]]:
    """Yield the files of a province by their path in it; links lead elsewhere."""
    for path in sorted(directory.rglob("*")):
        name = path.relative_to(directory).as_posix()
        if path.is_file() and not path.is_symlink() and not _LEFT_OUT.match(name):
            yield name, path


def _database_copies(directory: Path, folder: Path) -> dict[str, Path]:
    """Return the register and the service's data as files of SQLite."""
    kinds = shipped_kinds()
    places = {
        REGISTER_FILE: (register_location(directory), build_tables(kinds).metadata),
        OPERATIONS_FILE: (operations_location(directory), METADATA),
    }
    copies = {}
    for name, (location, tables) in places.items():
        copy = folder / name
        if isinstance(location, Path):
            if location.is_file():
                copy_sqlite(location, copy)
                copies[name] = copy
            continue
        _make_empty(register=copy if name == REGISTER_FILE else None, service=copy)
        copy_rows(location, copy, tables)
        copies[name] = copy
    return copies


def _make_empty(*, register: Path | str | None, service: Path | str | None) -> None:
    """Make the tables of a register, or else of the service's data."""
    if register is not None:
        open_register(register, shipped_kinds()).close()
    elif service is not None:
        open_operations(service).close()


def _description(directory: Path, folder: Path) -> Path:
    """Return the description without the address of a database."""
    text = (directory / DESCRIPTION_FILE).read_text(encoding="utf-8-sig")
    if "register" not in tomllib.loads(text):
        return directory / DESCRIPTION_FILE
    kept = folder / DESCRIPTION_FILE
    kept.write_text(_without_address(text), encoding="utf-8")
    return kept


def _without_address(text: str) -> str:
    found = _FIRST_TABLE.search(text)
    head, rest = (text[: found.start()], text[found.start() :]) if found else (text, "")
    kept = _ADDRESS_LINE.sub("", head) + rest
    if "register" in tomllib.loads(kept):
        raise InvalidInputError(
            "register in {file} must stand on a line of its own", file=DESCRIPTION_FILE
        )
    return kept


def _packed(
    archive: ZipFile, sources: Mapping[str, Path], at: datetime, progress: Progress
) -> Backup:
    progress.start("packing files", len(sources))
    hashes = {}
    for number, (name, source) in enumerate(sorted(sources.items()), 1):
        info = ZipInfo(name, at.timetuple()[:6])
        info.external_attr = _OWNER_ONLY << 16
        info.compress_type = (
            ZIP_STORED if source.suffix.lower() in _PACKED else ZIP_DEFLATED
        )
        info.file_size = source.stat().st_size
        with source.open("rb") as file, archive.open(info, "w") as packed:
            hashes[name] = _copied(file, packed)
        progress.advance(number)
    backup = Backup(at, __version__, hashes)
    content = {
        "form": _FORM,
        "made_at": at.isoformat(),
        "version": __version__,
        "files": hashes,
    }
    archive.writestr(_LIST, json.dumps(content, ensure_ascii=False, indent=1))
    return backup


def _unpacked(archive: ZipFile, into: Path, path: Path) -> Backup:
    """Write the files of a backup, and hold each against its hash."""
    backup = _listed(archive, path)
    for name, wanted in backup.files.items():
        parts = PurePosixPath(name).parts
        if not parts or ".." in parts or name.startswith("/") or "\\" in name:
            raise _damaged(path, f"{name!r} leads out of it")
        target = into.joinpath(*parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(name) as packed, target.open("xb") as file:
            found = _copied(packed, file)
        if found != wanted:
            raise _damaged(path, f"{name} is not as it was written")
    for name in (REGISTER_FILE, OPERATIONS_FILE):
        if (into / name).exists():
            (into / name).chmod(_OWNER_ONLY)
    return backup


def _listed(archive: ZipFile, path: Path) -> Backup:
    """Return what a backup says that it holds."""
    try:
        content = json.loads(archive.read(_LIST))
        if content["form"] != _FORM:
            raise InvalidInputError(
                "{path} was written by version {version}: restore it with that one",
                path=path,
                version=content["version"],
            )
        return Backup(
            datetime.fromisoformat(content["made_at"]),
            str(content["version"]),
            {str(name): str(hash_) for name, hash_ in content["files"].items()},
        )
    except (ValueError, TypeError, AttributeError) as error:
        if isinstance(error, InvalidInputError):
            raise
        raise _damaged(path, error) from error


def _move_to_server(directory: Path, register: str) -> None:
    """Take the databases of a restored province to a server."""
    moves = (
        (REGISTER_FILE, build_tables(shipped_kinds()).metadata),
        (OPERATIONS_FILE, METADATA),
    )
    for name, tables in moves:
        file = directory / name
        if not file.exists():
            continue
        is_register = name == REGISTER_FILE
        # Older files are brought up to date first.
        for place in (file, register):
            _make_empty(register=place if is_register else None, service=place)
        copy_rows(file, register, tables)
        for leftover in directory.glob(f"{name}*"):
            leftover.unlink()
    path = directory / DESCRIPTION_FILE
    text = path.read_text(encoding="utf-8-sig")
    line = f"register = {json.dumps(register, ensure_ascii=False)}\n"
    path.write_text(line + text, encoding="utf-8")


def _copied(source: IO[bytes], target: IO[bytes]) -> str:
    """Copy a file; return its hash."""
    digest = sha256()
    while piece := source.read(_PIECE_BYTES):
        digest.update(piece)
        target.write(piece)
    return digest.hexdigest()


def _damaged(path: Path, reason: object) -> InvalidInputError:
    return InvalidInputError(
        "{path} is no backup of hatangso, or is damaged: {reason}",
        path=path,
        reason=reason,
    )
