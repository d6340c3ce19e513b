"""What was found of dossiers, in one file: a summary, and a column for each fact.

Columns of numbers are read in a moment, however many dossiers there are; one file is
replaced as a whole, so that a summary never stands beside the dossiers of another.
"""

import os
import tempfile
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from hatangso.errors import StaleResultError
from hatangso.model.judged_dossiers import Group, JudgedDossiers

__all__ = ["read_judged", "read_judged_summary", "write_judged"]

_SUMMARY = "summary"
_COLUMNS = ("id", "received", "deadline", "ended", "state", "late_min", "row")
# What NumPy raises for a file that is none of its own, or half of one.
_BROKEN = (ValueError, KeyError, EOFError, TypeError, BadZipFile)
_NAMES, _PLACES = "names:", "places:"


def write_judged(path: Path, summary: bytes, dossiers: JudgedDossiers) -> None:
    """Write a summary and the dossiers behind it; the folder is made."""
    parts = {name: getattr(dossiers, name) for name in _COLUMNS}
    parts[_SUMMARY] = np.frombuffer(summary, dtype=np.uint8)
    for by, group in dossiers.groups.items():
        parts[_NAMES + by] = np.array(group.names, dtype=np.str_)
        parts[_PLACES + by] = group.place
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".unfinished-", dir=path.parent)
    half = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            np.savez(file, allow_pickle=False, **parts)
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)


def read_judged_summary(path: Path) -> bytes:
    """Return the summary alone.

    Raises:
        FileNotFoundError: Nothing was kept.
        StaleResultError: The file cannot be understood.
    """
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as parts:
            told: bytes = parts[_SUMMARY].tobytes()
    except _BROKEN as error:
        raise _unreadable(path) from error
    return told


def read_judged(path: Path) -> JudgedDossiers:
    """Return the dossiers.

    Raises:
        FileNotFoundError: Nothing was kept.
        StaleResultError: The file cannot be understood.
    """
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as parts:
            groups = {
                name.removeprefix(_NAMES): Group(
                    tuple(map(str, parts[name])),
                    parts[_PLACES + name.removeprefix(_NAMES)],
                )
                for name in parts.files
                if name.startswith(_NAMES)
            }
            columns = {name: parts[name] for name in _COLUMNS}
    except _BROKEN as error:
        raise _unreadable(path) from error
    return JudgedDossiers(groups=groups, **columns)


def _unreadable(path: Path) -> StaleResultError:
    return StaleResultError(
        "{file} cannot be understood: judge the dossiers again", file=path.name
    )
