"""The ledger of tiles: what is computed is kept until what it rests on changes.

A tile is kept under a name that is a hash of everything that its result depends on: the
terrain in reach, the masts in reach, the parameters and the program. So a run that was
killed goes on where it was, and a run after a change computes the tiles in reach of it.
Levels are kept to a tenth of a decibel, rates to a tenth of a megabit per second.
"""

import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from zipfile import BadZipFile, ZipFile

import numpy as np

from hatangso.model.site import Service
from hatangso.radio.beams import Network, PlacedMast
from hatangso.radio.tiles import NetworkCoverage, TileTask
from hatangso.units import FloatArray, IntArray
from hatangso.workflows.program_digest import program_digest

__all__ = ["TileLedger", "tile_key"]

_TENTHS = ("level_dbm", "second_dbm", "sinr_db", "rate_mbps")
_PER_UNIT = 10
_READABLE = 0o644
_MISSING = np.iinfo(np.int32).min
# What reading a file may end in whose bytes are not those that were written.
_DAMAGE = (OSError, EOFError, RuntimeError, ValueError, BadZipFile, zlib.error)


def tile_key(task: TileTask) -> str:
    """Return the name of a tile: a hash of all that its result depends on."""
    digest = hashlib.sha256(program_digest())
    scene = task.scene
    said = {
        "tile": [[part.start, part.stop] for part in (task.rows, task.cols)],
        "origin": task.origin,
        "scene": [scene.ae_km, scene.receiver_height_m, scene.polarisation],
        "air": [scene.surface_refractivity_n, scene.latitude_deg],
        "step_m": task.profile_step_m,
        "second_opinion": task.with_second_opinion,
        "networks": [[item.operator, item.technology] for item in task.networks],
        "parameters": task.parameters.as_mapping(),
        "masts": [_mast(item) for item in task.masts],
    }
    digest.update(json.dumps(said, sort_keys=True).encode())
    for array in (scene.elevation_m, scene.clutter_m, task.is_wanted):
        digest.update(repr((array.shape, array.dtype)).encode())
        digest.update(np.ascontiguousarray(array).tobytes())
    for array in _pattern_tables(task.masts):
        digest.update(array.tobytes())
    return digest.hexdigest()


class TileLedger:
    """Tiles in a folder, one file each."""

    def __init__(self, folder: Path) -> None:
        """Use a folder, made if need be."""
        self._folder = folder
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(exist_ok=True)

    def __contains__(self, key: str) -> bool:
        """Return whether a tile is there, as a whole and undamaged."""
        try:
            with ZipFile(self._path(key)) as kept:
                return kept.testzip() is None
        except _DAMAGE:
            return False

    def save(
        self, key: str, task: TileTask, coverages: Mapping[Network, NetworkCoverage]
    ) -> None:
        """Keep a tile; it is there as a whole or not at all."""
        numbers = _local_numbers(task)
        arrays: dict[str, Any] = {}
        for i, coverage in enumerate(coverages.values()):
            arrays[f"{i}_level"] = coverage.level
            arrays[f"{i}_site_number"] = numbers[coverage.site_number]
            for name in _TENTHS:
                arrays[f"{i}_{name}"] = _tenths(getattr(coverage, name))
        with NamedTemporaryFile(
            dir=self._folder, suffix=".draft", delete=False
        ) as draft:
            np.savez(draft, allow_pickle=False, **arrays)
        # A draft is its owner's alone; other users of the directory need the tile too.
        Path(draft.name).chmod(_READABLE)
        Path(draft.name).replace(self._path(key))

    def load(self, key: str, task: TileTask, network: Network) -> NetworkCoverage:
        """Return what a network offers in a tile that is there."""
        i = task.networks.index(network)
        numbers = _site_numbers(task)
        with np.load(self._path(key)) as kept:
            tenths = {name: _from_tenths(kept[f"{i}_{name}"]) for name in _TENTHS}
            return NetworkCoverage(
                level=kept[f"{i}_level"],
                site_number=numbers[kept[f"{i}_site_number"]],
                **tenths,
            )

    def keep_only(self, keys: Iterable[str]) -> None:
        """Remove the tiles of earlier runs, and what a killed run left half-written."""
        kept = {self._path(key) for key in keys}
        for path in sorted(self._folder.iterdir()):
            if path not in kept:
                path.unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}.npz"


def _mast(placed: PlacedMast) -> list[object]:
    """Return what a tile depends on of a mast, in plain values."""
    at, mast = placed.lattice, placed.mast
    names = [f.name for f in fields(Service) if f.compare]
    services = [
        [getattr(item.service, name) for name in names] for item in mast.radiators
    ]
    place = [
        at.row,
        at.col,
        at.cell_size_m,
        at.range_m,
        at.north_deg,
        mast.is_on_terrain,
    ]
    return [place, services]


def _pattern_tables(masts: Iterable[PlacedMast]) -> Iterator[FloatArray]:
    for placed in masts:
        for radiator in placed.mast.radiators:
            if radiator.service.antenna_pattern:
                pattern = radiator.sectors[0].pattern
                yield pattern.horizontal_loss_db
                yield pattern.vertical_loss_db
                yield np.array([pattern.greatest_loss_db, pattern.electrical_tilt_deg])


def _local_numbers(task: TileTask) -> IntArray:
    """Return the number within the tile of each site, by its number in the province.

    So the numbers in a tile do not change when a site far away is added or removed.
    """
    numbers = [placed.mast.number + 1 for placed in task.masts]
    local = np.zeros(max(numbers, default=0) + 1, dtype=np.int32)
    local[numbers] = np.arange(1, len(numbers) + 1)
    return local


def _site_numbers(task: TileTask) -> IntArray:
    """Return the number in the province of each site, by its number in the tile."""
    numbers = [0, *(placed.mast.number + 1 for placed in task.masts)]
    return np.array(numbers, dtype=np.int32)


def _tenths(values: FloatArray) -> IntArray:
    scaled = np.round(np.asarray(values, dtype=np.float64) * _PER_UNIT)
    return np.where(np.isfinite(scaled), scaled, _MISSING).astype(np.int32)


def _from_tenths(tenths: IntArray) -> FloatArray:
    values = np.where(tenths == _MISSING, np.nan, tenths / _PER_UNIT)
    return values.astype(np.float32)
