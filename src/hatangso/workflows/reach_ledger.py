"""Levels that candidates would give to places, kept until what they rest on changes.

So a planner who changes money, goals or prices does not wait for the signals again.
"""

import hashlib
import json
import zlib
from collections.abc import Sequence
from dataclasses import astuple
from pathlib import Path
from tempfile import NamedTemporaryFile
from zipfile import BadZipFile

import numpy as np

from hatangso.geography.terrain import Terrain
from hatangso.radio.link_budget import RadioParameters
from hatangso.radio.links import Placed
from hatangso.radio.reach import Transmitter, reach
from hatangso.units import FloatArray
from hatangso.workflows.program_digest import program_digest

__all__ = ["ReachLedger"]

_READABLE = 0o644
# Scenarios, operators and services of a usual week.
_MOST_KEPT = 24
# What reading a file may end in whose bytes are not those that were written.
_DAMAGE = (OSError, EOFError, KeyError, ValueError, BadZipFile, zlib.error)


class ReachLedger:
    """Levels in a folder, one file for each set of transmitters and places."""

    def __init__(
        self,
        folder: Path,
        terrain: Terrain,
        *,
        refractivity_gradient_n_per_km: float,
    ) -> None:
        """Use a folder, made when something is kept in it.

        Args:
            folder: Where the files lie.
            terrain: Ground and clutter.
            refractivity_gradient_n_per_km: Of the province.
        """
        self._folder = folder
        self._terrain = terrain
        self._gradient_n_per_km = refractivity_gradient_n_per_km
        self._ground_digest = _ground_digest(terrain)

    def levels_dbm(
        self,
        transmitters: Sequence[Transmitter],
        points: Sequence[Placed],
        parameters: RadioParameters,
    ) -> FloatArray:
        """Return the median level of each transmitter at each point, float32.

        Args:
            transmitters: What could be built.
            points: Who wants a signal.
            parameters: The link budget.

        Returns:
            Shape (transmitter, point); NaN out of range and where terrain is missing.
        """
        path = self._folder / f"{self._key(transmitters, points, parameters)}.npz"
        shape = (len(transmitters), len(points))
        kept = _load(path, shape)
        if kept is not None:
            path.touch()
            return kept
        found = reach(
            self._terrain,
            transmitters,
            points,
            parameters=parameters,
            refractivity_gradient_n_per_km=self._gradient_n_per_km,
        )
        self._save(path, found.level_dbm)
        return found.level_dbm

    def _key(
        self,
        transmitters: Sequence[Transmitter],
        points: Sequence[Placed],
        parameters: RadioParameters,
    ) -> str:
        digest = hashlib.sha256(program_digest())
        digest.update(self._ground_digest)
        said = {
            "gradient": self._gradient_n_per_km,
            "parameters": parameters.as_mapping(),
            "transmitters": [astuple(one) for one in transmitters],
            "points": [(one.lon_deg, one.lat_deg) for one in points],
        }
        digest.update(json.dumps(said, sort_keys=True).encode())
        return digest.hexdigest()

    def _save(self, path: Path, level_dbm: FloatArray) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        place = np.flatnonzero(np.isfinite(level_dbm))
        with NamedTemporaryFile(
            dir=self._folder, suffix=".draft", delete=False
        ) as draft:
            np.savez(draft, place=place, level_dbm=level_dbm.ravel()[place])
        # A draft is its owner's alone; other users of the directory need it too.
        Path(draft.name).chmod(_READABLE)
        Path(draft.name).replace(path)
        by_age = sorted(self._folder.iterdir(), key=lambda one: one.stat().st_mtime)
        for old in by_age[:-_MOST_KEPT]:
            old.unlink(missing_ok=True)


def _ground_digest(terrain: Terrain) -> bytes:
    digest = hashlib.sha256(repr(terrain.grid).encode())
    for array in (terrain.elevation_m, terrain.clutter_m):
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.digest()


def _load(path: Path, shape: tuple[int, int]) -> FloatArray | None:
    """Return what a file keeps; None when there is none, or it is damaged."""
    try:
        # NumPy leaves a damaged file open when it opens the file itself.
        with path.open("rb") as stream, np.load(stream) as kept:
            level_dbm = np.full(shape, np.nan, dtype=np.float32)
            level_dbm.ravel()[kept["place"]] = kept["level_dbm"]
            return level_dbm
    except (*_DAMAGE, IndexError):
        return None
