"""What pages read of the province: computed once per state of its files, then kept.

A page must not wait for the files to be read and judged. Each part is computed when the
first page needs it and holds until an input, a result or the register changes.
"""

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from time import monotonic
from typing import TypeVar, cast

from hatangso.errors import HatangsoError
from hatangso.io.reading_files import READINGS_FILE
from hatangso.io.results_directory import ResultsDirectory
from hatangso.model.record import Record
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.workflows.assess import ComputedCoverage, computed_coverage
from hatangso.workflows.check import ProvinceInputs, load_province
from hatangso.workflows.indicator_definitions import shipped_catalogue
from hatangso.workflows.indicators import LoadedSeries, load_series
from hatangso.workflows.register.register_tables import register_view
from hatangso.workflows.targets import ProvinceTargets, targets_on

__all__ = ["ProvinceSnapshot", "SnapshotKeeper"]

Part = TypeVar("Part")
# Seconds for which a look at the files holds: many requests share one look.
_LOOK_EVERY_S = 0.2
_INPUTS = ("*.csv", "*.geojson", "*.tif", "*.toml", "terrain/*", "antennas/*")
_RESULTS = ("manifest.json", "*.csv", "plan*.json")
# Readings come in all day long: who shows them looks at the file itself.
_NOT_LOOKED_AT = frozenset({READINGS_FILE})
_REGISTER = ("register.sqlite", "register.sqlite-wal", ".register/newest_set")


class ProvinceSnapshot:
    """A province as it stood at one moment; parts appear when they are asked for."""

    def __init__(self, directory: Path, fingerprint: str) -> None:
        """Keep where the province lies and how its files looked."""
        self.directory = directory
        self.fingerprint = fingerprint
        self._parts: dict[str, object] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._guard = threading.Lock()

    def part(self, name: str, compute: Callable[[], Part]) -> Part:
        """Return a part under its name, computed by the first who asks.

        Pages keep what they derive here too: ``snapshot.part("overview", …)``. An
        error is not kept: the next one tries again.
        """
        if name in self._parts:
            return cast("Part", self._parts[name])
        with self._guard:
            lock = self._locks.setdefault(name, threading.Lock())
        with lock:
            try:
                if name not in self._parts:
                    self._parts[name] = compute()
                return cast("Part", self._parts[name])
            finally:
                # Names may come from addresses: those that lead nowhere leave nothing.
                self._locks.pop(name, None)

    @property
    def inputs(self) -> ProvinceInputs:
        """Return all layers of the province.

        Raises:
            InvalidInputError: The directory has errors.
        """
        return self.part("inputs", lambda: load_province(self.directory))

    @property
    def targets(self) -> ProvinceTargets:
        """Return every target and where it stands."""
        return self.part("targets", lambda: targets_on(self.inputs))

    @property
    def coverage(self) -> ComputedCoverage:
        """Return the computed coverage of places.

        Raises:
            NotFoundError: It is not computed yet.
            StaleResultError: It belongs to other inputs.
        """
        return self.part(
            "coverage",
            lambda: computed_coverage(
                self.inputs, ResultsDirectory.of(self.directory), shipped_catalogue()
            ),
        )

    @property
    def series(self) -> LoadedSeries:
        """Return the values of indicators by unit and period."""
        return self.part("series", lambda: load_series([self.directory]))

    def records(self, kind: str) -> list[Record]:
        """Return all records of a kind, confidential fields included."""
        return self.part(f"records:{kind}", lambda: self._read_records(kind))

    def _read_records(self, kind: str) -> list[Record]:
        with register_view(self.directory, shipped_kinds()) as view:
            return view.records(kind)


@dataclass
class _Look:
    at_s: float
    snapshot: ProvinceSnapshot


class SnapshotKeeper:
    """Hands out the snapshot of the province as it stands."""

    def __init__(
        self, directory: Path, register_mark: Callable[[], object] = lambda: None
    ) -> None:
        """Keep the directory.

        Args:
            directory: The province directory.
            register_mark: Something that changes whenever the register does; needed
                for a register that is no file.
        """
        self._directory = directory
        self._register_mark = register_mark
        self._look: _Look | None = None
        self._lock = threading.Lock()

    def current(self) -> ProvinceSnapshot:
        """Return the snapshot; a new one when something changed since the last look."""
        look = self._look
        if look is not None and monotonic() - look.at_s < _LOOK_EVERY_S:
            return look.snapshot
        with self._lock:
            now_s = monotonic()
            fingerprint = self._fingerprint()
            look = self._look
            if look is None or look.snapshot.fingerprint != fingerprint:
                snapshot = ProvinceSnapshot(self._directory, fingerprint)
                look = _Look(now_s, snapshot)
            self._look = _Look(now_s, look.snapshot)
            return look.snapshot

    def _fingerprint(self) -> str:
        """Return a mark of the names, sizes and times of everything that is read."""
        results = self._directory / "results"
        paths = [
            *(path for glob in _INPUTS for path in self._directory.glob(glob)),
            *(path for glob in _RESULTS for path in results.glob(glob)),
            *(self._directory / name for name in _REGISTER),
        ]
        marks = [f"{self._register_mark()}"]
        for path in sorted(set(paths)):
            if path.name in _NOT_LOOKED_AT:
                continue
            try:
                found = path.stat()
            except FileNotFoundError:
                continue
            marks.append(f"{path.name}:{found.st_size}:{found.st_mtime_ns}")
        return sha256("\n".join(marks).encode()).hexdigest()[:16]

    def warm(self) -> None:
        """Compute what most pages read, so that no visitor waits for it."""
        snapshot = self.current()
        # What cannot be computed is told by the page that needs it.
        with suppress(HatangsoError):
            _ = snapshot.targets, snapshot.series, snapshot.coverage

    def forget(self) -> None:
        """Look again at the next question, however soon it comes."""
        self._look = None
