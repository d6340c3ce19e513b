"""Write the results of a step so that they are all there, or none is.

A step writes into a staging directory; its files are moved into place when all are
written, and the manifest last. The manifest ties every file to the inputs, parameters
and software that made it, so that a later step can tell when they no longer fit.
"""

import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from hatangso.errors import NotFoundError, StaleResultError
from hatangso.io.province_directory import DESCRIPTION_FILE
from hatangso.io.write_lock import write_lock
from hatangso.model.record_layers import SIDE_LAYERS

__all__ = ["MANIFEST_FILE", "ResultsDirectory", "file_sha256"]

MANIFEST_FILE = "manifest.json"
_UNFINISHED = ".unfinished-"
_CHUNK_BYTES = 1 << 20
# Where the register lies; stands before the first table, as keys of the file do.
_REGISTER_KEY = re.compile(rb"^[ \t]*register[ \t]*=.*\n?", re.MULTILINE)
_TABLE = re.compile(rb"^[ \t]*\[", re.MULTILINE)
# What is said of tables that no step reads: a new one makes no map old.
_SIDE_LAYER = re.compile(
    rf"^\[layers\.({'|'.join(sorted(SIDE_LAYERS))})\]\s*\n(?:(?!\[).*(?:\n|\Z))*".encode(),
    re.MULTILINE,
)


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def _sha256_as_input(path: Path) -> str:
    """Return the hash of what a step reads of a file.

    Which database holds the register changes no result: the tables that lie beside it
    are what is read. Nor does what is said of tables that no step reads.
    """
    if path.name != DESCRIPTION_FILE:
        return file_sha256(path)
    content = path.read_bytes()
    tables = _TABLE.search(content)
    end = tables.start() if tables else len(content)
    head = _REGISTER_KEY.sub(b"", content[:end])
    tail = _SIDE_LAYER.sub(b"", content[end:])
    return hashlib.sha256(head.rstrip() + b"\n" + tail.rstrip()).hexdigest()


@dataclass(frozen=True)
class ResultsDirectory:
    """The ``results`` folder of a province directory.

    Attributes:
        province_directory: Where the inputs lie.
        path: Where the results lie.
    """

    province_directory: Path
    path: Path

    @classmethod
    def of(cls, province_directory: Path) -> "ResultsDirectory":
        """Return the results folder of a province directory."""
        return cls(province_directory, province_directory / "results")

    def manifest(self) -> dict[str, object]:
        """Return the manifest, or an empty one when nothing was computed yet.

        Raises:
            StaleResultError: The manifest cannot be understood, so that nobody can say
                what the results belong to.
        """
        path = self.path / MANIFEST_FILE
        if not path.is_file():
            return {"steps": {}}
        try:
            manifest = json.loads(path.read_text(encoding="utf-8"))
        except (ValueError, RecursionError):
            manifest = None
        if not _is_manifest(manifest):
            raise StaleResultError(
                "{file} cannot be understood: run hatangso coverage {directory} again,"
                " then the later steps",
                file=path,
                directory=self.province_directory,
            )
        return dict(manifest)

    def step(self, name: str) -> dict[str, object]:
        """Return what the manifest says of a step.

        Raises:
            NotFoundError: The step was not run yet.
            StaleResultError: The manifest cannot be understood.
        """
        entry = _steps(self.manifest()).get(name)
        if entry is None:
            raise NotFoundError(
                "{directory} has no results of this step:"
                " run hatangso {step} {directory} first",
                directory=self.province_directory,
                step=name,
            )
        return entry

    def steps(self) -> dict[str, dict[str, object]]:
        """Return what the manifest says of every step.

        Raises:
            StaleResultError: The manifest cannot be understood.
        """
        return _steps(self.manifest())

    def has_step(self, name: str) -> bool:
        """Return whether a step was run, on whatever inputs."""
        return name in self.steps()

    def require_fresh(self, name: str, *, inputs: Sequence[Path]) -> None:
        """Check that a step's results belong to the files that lie here now.

        Args:
            name: The step.
            inputs: Files that the step would read if it were run now.

        Raises:
            NotFoundError: The step was not run yet.
            StaleResultError: An input or a result changed since; it names the file.
        """
        entry = self.step(name)
        recorded = {**_hashes(entry, "inputs"), **_hashes(entry, "outputs")}
        present = {
            path.relative_to(self.province_directory).as_posix() for path in inputs
        }
        for file in sorted(present | set(recorded)):
            path = self.province_directory / file
            if not path.is_file() or _sha256_as_input(path) != recorded.get(file):
                raise StaleResultError(
                    "{file} changed since hatangso {step} was run:"
                    " run hatangso {step} {directory} again",
                    file=file,
                    step=name,
                    directory=self.province_directory,
                )

    @contextmanager
    def staging(self) -> Iterator[Path]:
        """Give a folder to write into; nothing stays of it after an error.

        No other process can write results meanwhile. Folders of runs that were killed
        are removed.

        Raises:
            InvalidInputError: Another command is writing here and does not finish.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        with write_lock(self.path):
            for left_over in sorted(self.path.glob(f"{_UNFINISHED}*")):
                shutil.rmtree(left_over, ignore_errors=True)
            folder = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=self.path))
            try:
                yield folder
            finally:
                shutil.rmtree(folder, ignore_errors=True)

    def fingerprint(self, inputs: Sequence[Path]) -> dict[str, str]:
        """Return the hash of each input by its path below the province directory.

        Taken before the inputs are read, it lets ``publish`` note what a result rests
        on even when somebody edits an input while the result is computed.
        """
        return {
            path.relative_to(self.province_directory).as_posix(): _sha256_as_input(path)
            for path in sorted(inputs)
        }

    def publish(
        self,
        staged: Path,
        step: str,
        *,
        inputs: Sequence[Path] | Mapping[str, str],
        parameters: Mapping[str, object],
        about: Mapping[str, object],
        finished_at: str,
    ) -> None:
        """Move staged files into place and note them in the manifest.

        Args:
            staged: The folder that ``staging`` gave.
            step: Name of the step.
            inputs: Files that the step read, below the province directory; or their
                fingerprint, taken before they were read.
            parameters: What it was asked.
            about: Facts on the province and the software, the same for every step.
            finished_at: ISO time; the only part that differs between equal runs.
        """
        steps = self._known_steps()
        old_files = set(_hashes(steps.get(step, {}), "outputs"))
        files = sorted(f for f in staged.iterdir() if f.is_file())
        outputs = {f"results/{f.name}": file_sha256(f) for f in files}
        steps[step] = {
            "finished_at": finished_at,
            "parameters": dict(parameters),
            "inputs": dict(inputs)
            if isinstance(inputs, Mapping)
            else self.fingerprint(inputs),
            "outputs": outputs,
        }
        for file in files:
            file.replace(self.path / file.name)
        self._remove(old_files - set(outputs))
        self._note({**about, "steps": dict(sorted(steps.items()))}, staged)

    def withdraw(self, step: str) -> None:
        """Remove the results of a step, as though it had never been run.

        Raises:
            StaleResultError: The manifest cannot be understood.
            InvalidInputError: Another command is writing here and does not finish.
        """
        with self.staging() as folder:
            manifest = self.manifest()
            steps = _steps(manifest)
            files = _hashes(steps.pop(step, {}), "outputs")
            self._note({**manifest, "steps": steps}, folder)
            self._remove(files)

    def _remove(self, files: Iterable[str]) -> None:
        for gone in sorted(files):
            (self.path / Path(gone).name).unlink(missing_ok=True)

    def _note(self, manifest: Mapping[str, object], staged: Path) -> None:
        """Put a manifest into place."""
        text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
        draft = staged / MANIFEST_FILE
        draft.write_text(text, encoding="utf-8")
        draft.replace(self.path / MANIFEST_FILE)

    def _known_steps(self) -> dict[str, dict[str, object]]:
        """Return the steps of the manifest; none when it cannot be understood."""
        try:
            return _steps(self.manifest())
        except StaleResultError:
            return {}


def _is_manifest(content: object) -> bool:
    """Return whether JSON has steps with inputs and outputs, each name with a hash."""
    steps = content.get("steps") if isinstance(content, dict) else None
    if not isinstance(steps, dict):
        return False
    entries = list(steps.values())
    if not all(isinstance(entry, dict) for entry in entries):
        return False
    hashes = [entry.get(kind) for entry in entries for kind in ("inputs", "outputs")]
    return all(
        isinstance(table, dict) and all(isinstance(h, str) for h in table.values())
        for table in hashes
    )


def _steps(manifest: Mapping[str, object]) -> dict[str, dict[str, object]]:
    steps = manifest.get("steps")
    return dict(steps) if isinstance(steps, dict) else {}


def _hashes(entry: Mapping[str, object], kind: str) -> dict[str, str]:
    hashes = entry.get(kind)
    return dict(hashes) if isinstance(hashes, dict) else {}
