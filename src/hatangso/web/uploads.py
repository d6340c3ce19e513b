"""Files that people sent in, and what they chose about them: kept until they are old.

Each lies in a folder of its own below ``.uploads`` of the province directory, under a
name made here; what the sender called it is a text and no path. Choices are files too,
so that neither the server nor a worker that dies loses any.
"""

import json
import re
import secrets
import shutil
import threading
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

from hatangso.errors import Finding, InvalidInputError, Message, NotFoundError
from hatangso.io.terrain_import import RasterDescription
from hatangso.language import fold
from hatangso.model.file_reading import ImportPreview
from hatangso.model.raw_table import RawTable
from hatangso.web.kept_values import kept_text, read_kept

__all__ = ["SeenFile", "Trouble", "Upload", "Uploads", "Written"]

_FOLDER = ".uploads"
_ID = re.compile(r"[0-9a-f]{16}")
_ID_BYTES = 8
_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")
_RASTERS = (".tif", ".tiff", ".hgt")
_LONGEST_NAME = 200
_CHUNK_BYTES = 1 << 20
_ABOUT, _SEEN, _TROUBLE, _WRITTEN = (
    "upload.json",
    "seen.json",
    "trouble.json",
    "written.json",
)
# Previews are large, and one person looks at one file at a time.
_KEPT_IN_MEMORY = 4
_lock = threading.Lock()


@dataclass(frozen=True)
class Upload:
    """A file that somebody sent in.

    Attributes:
        id: Name of its folder; nobody can guess it.
        name: As the sender called it: a text, never a path.
        stored: Name of the file in its folder.
        by: Login of who sent it in.
        sender: Who made the file; empty when nobody said.
        kind: Code of the kind of its records; empty when the file tells.
        answers: To the file's questions, by their keys.
        left_out: Sheet and number of the rows that are not to be taken.
        skips_errors: Whether rows with errors are left out.
        job: Number of the newest job about it; 0 before the first.
        step: Kind of that job.
    """

    id: str
    name: str
    stored: str
    size_bytes: int
    by: str
    at: datetime
    sender: str = ""
    kind: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    left_out: frozenset[tuple[str, int]] = frozenset()
    skips_errors: bool = False
    reason: str = ""
    job: int = 0
    step: str = ""

    @property
    def is_raster(self) -> bool:
        """Whether it holds elevation."""
        return self.stored.endswith(_RASTERS)

    @property
    def names(self) -> dict[str, str]:
        """Return what its sender knows instead of the names that were made here."""
        return {self.stored: self.name, Path(self.stored).stem: Path(self.name).stem}


@dataclass(frozen=True)
class SeenFile:
    """What was understood of a file.

    Attributes:
        preview: None for a raster.
        tables: As they stand in the file.
        terrain: None for anything else.
    """

    preview: ImportPreview | None
    tables: tuple[RawTable, ...] = ()
    terrain: RasterDescription | None = None


@dataclass(frozen=True)
class Trouble:
    """Why the newest job about a file could not do what it should."""

    message: Message
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Written:
    """What an import wrote.

    Attributes:
        set_id: Number of the set; None when the register had all of it already.
        counts: Kind, action and number of the records.
        notes: What the user of the province's tables should know.
    """

    set_id: int | None
    at: datetime
    counts: tuple[tuple[str, str, int], ...] = ()
    notes: tuple[Message, ...] = ()


class Uploads:
    """The files that were sent in for one province."""

    def __init__(self, directory: Path, shelf: str = "") -> None:
        """Keep where they lie: below a province directory.

        Args:
            directory: Of the province.
            shelf: What files are for that are no tables of the register: they lie
                apart, and lists of imports do not show them.
        """
        self._folder = directory / _FOLDER / shelf

    def add(
        self,
        content: BinaryIO,
        name: str,
        *,
        by: str,
        at: datetime,
        most_bytes: int,
        sender: str = "",
        kind: str = "",
    ) -> Upload:
        """Keep a file.

        Raises:
            InvalidInputError: It is larger than files may be.
        """
        shown = _shown_name(name)
        upload_id = secrets.token_hex(_ID_BYTES)
        stored = _stored_name(upload_id, shown)
        folder = self._folder / upload_id
        folder.mkdir(parents=True, mode=0o700)
        size = 0
        try:
            with (folder / stored).open("xb") as file:
                while chunk := content.read(_CHUNK_BYTES):
                    size += len(chunk)
                    _refuse_large(shown, size, most_bytes)
                    file.write(chunk)
            upload = Upload(
                upload_id, shown, stored, size, by, at, sender=sender, kind=kind
            )
            self._save(upload)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return upload

    def get(self, upload_id: str) -> Upload:
        """Return a file that was sent in.

        Raises:
            NotFoundError: There is none, or it was removed since.
        """
        if not _ID.fullmatch(upload_id):
            raise _none()
        try:
            told = json.loads(self._path(upload_id, _ABOUT).read_text("utf-8"))
        except FileNotFoundError:
            raise _none() from None
        return _upload(told)

    def list(self) -> list[Upload]:
        """Return all files that are kept, the newest first."""
        found = []
        for path in self._folder.glob(f"*/{_ABOUT}"):
            try:
                found.append(_upload(json.loads(path.read_text("utf-8"))))
            except FileNotFoundError:
                continue
        return sorted(found, key=lambda one: (one.at, one.id), reverse=True)

    def change(
        self,
        upload_id: str,
        *,
        leave_out: Collection[tuple[str, int]] = (),
        take: Collection[tuple[str, int]] = (),
        **values: Any,  # noqa: ANN401 - the fields of an upload
    ) -> Upload:
        """Keep what somebody chose, and return the file with it.

        Args:
            upload_id: Of the file.
            leave_out: Rows that are not to be taken.
            take: Rows that are.
            values: Fields of the upload.

        Raises:
            NotFoundError: There is no such file.
        """
        with _lock:
            upload = replace(self.get(upload_id), **values)
            left_out = (upload.left_out | set(leave_out)) - set(take)
            upload = replace(upload, left_out=left_out)
            self._save(upload)
        return upload

    def path(self, upload: Upload) -> Path:
        """Return where the file itself lies."""
        return self._path(upload.id, upload.stored)

    def remove(self, upload_id: str) -> None:
        """Forget a file and all that was chosen about it.

        Raises:
            NotFoundError: There is no such file.
        """
        self.get(upload_id)
        shutil.rmtree(self._folder / upload_id, ignore_errors=True)

    def remove_older(self, before: datetime) -> int:
        """Remove the files that were sent in before a moment; return how many."""
        old = [upload for upload in self.list() if upload.at < before]
        for upload in old:
            shutil.rmtree(self._folder / upload.id, ignore_errors=True)
        return len(old)

    def keep_seen(self, upload: Upload, seen: SeenFile) -> None:
        """Keep what was understood of a file, and that nothing was wrong with it."""
        parts = (seen.preview, seen.tables, seen.terrain)
        _put(self._path(upload.id, _SEEN), kept_text(parts, names=upload.names))
        self._path(upload.id, _TROUBLE).unlink(missing_ok=True)

    def seen(self, upload_id: str) -> SeenFile | None:
        """Return what was understood of a file; None before it was looked at."""
        path = self._path(upload_id, _SEEN)
        try:
            mark = path.stat().st_mtime_ns
        except FileNotFoundError:
            return None
        return _read_seen(path, mark)

    def is_seen(self, upload_id: str) -> bool:
        """Return whether a file was understood."""
        return self._path(upload_id, _SEEN).is_file()

    def forget_trouble(self, upload_id: str) -> None:
        """Forget why the last job failed: a new one begins."""
        self._path(upload_id, _TROUBLE).unlink(missing_ok=True)

    def keep_trouble(self, upload: Upload, trouble: Trouble) -> Message:
        """Keep why a job failed; return why, with the name that its sender knows."""
        parts = (trouble.message, trouble.findings)
        text = kept_text(parts, names=upload.names)
        _put(self._path(upload.id, _TROUBLE), text)
        message: Message = read_kept(text)[0]
        return message

    def trouble(self, upload_id: str) -> Trouble | None:
        """Return why the newest job failed; None when it did not."""
        text = _text(self._path(upload_id, _TROUBLE))
        return Trouble(*read_kept(text)) if text else None

    def keep_written(self, upload: Upload, written: Written) -> None:
        """Keep what an import wrote."""
        parts = (written.set_id, written.at, written.counts, written.notes)
        _put(self._path(upload.id, _WRITTEN), kept_text(parts))
        self._path(upload.id, _TROUBLE).unlink(missing_ok=True)

    def written(self, upload_id: str) -> Written | None:
        """Return what was written of a file; None when nothing was yet."""
        text = _text(self._path(upload_id, _WRITTEN))
        return Written(*read_kept(text)) if text else None

    def _path(self, upload_id: str, name: str) -> Path:
        return self._folder / upload_id / name

    def _save(self, upload: Upload) -> None:
        told = {
            **vars(upload),
            "at": upload.at.isoformat(),
            "answers": dict(upload.answers),
            "left_out": sorted(upload.left_out),
        }
        _put(self._path(upload.id, _ABOUT), json.dumps(told, ensure_ascii=False))


def _upload(told: Mapping[str, Any]) -> Upload:
    given = {
        **told,
        "at": datetime.fromisoformat(told["at"]),
        "left_out": frozenset((sheet, row) for sheet, row in told["left_out"]),
    }
    return Upload(**given)


@lru_cache(maxsize=_KEPT_IN_MEMORY)
def _read_seen(path: Path, mark: int) -> SeenFile:  # noqa: ARG001 - of its state
    return SeenFile(*read_kept(path.read_text("utf-8")))


def _put(path: Path, text: str) -> None:
    """Write a file so that nobody sees half of it."""
    half = path.with_suffix(f".{secrets.token_hex(4)}.part")
    half.write_text(text, "utf-8")
    half.replace(path)


def _text(path: Path) -> str:
    return path.read_text("utf-8") if path.is_file() else ""


def _shown_name(name: str) -> str:
    """Return the last part of a name without what terminals and pages obey."""
    last = re.split(r"[/\\]", name)[-1]
    plain = "".join(sign for sign in last if sign.isprintable()).strip()
    return plain[-_LONGEST_NAME:] or "?"


def _stored_name(upload_id: str, shown: str) -> str:
    """Return a name that is safe on every disk and ends as the sender's did.

    Elevation keeps its own as far as it is plain: it lies in the province's folder
    later, and an .hgt tells by its name where it lies.
    """
    suffix = Path(shown).suffix.lower()
    if not _SUFFIX.fullmatch(suffix):
        suffix = ""
    if suffix in _RASTERS:
        stem = re.sub(r"[^a-z0-9]+", "-", fold(Path(shown).stem)).strip("-")
        if suffix == ".hgt":
            stem = stem.upper()
        return f"{stem or upload_id}{suffix}"
    return f"{upload_id}{suffix}"


def _refuse_large(name: str, size: int, most: int) -> None:
    if size > most:
        raise InvalidInputError(
            "{file} is larger than {limit_mb} MB: split it, or save only the sheet that"
            " is needed",
            file=name,
            limit_mb=most // 1_000_000,
        )


def _none() -> NotFoundError:
    return NotFoundError(
        "this file is no longer here: files are removed after some days; send it again"
    )
