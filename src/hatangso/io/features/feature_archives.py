"""Take the data sets of an archive out of it, safely, under names of our own."""

import errno
import shutil
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from hatangso.errors import InvalidInputError
from hatangso.io.features.feature_limits import FeatureLimits

__all__ = ["DataSet", "archive_members", "lying_beside", "unpacked"]

# Parts that a data set may have beside its main file.
PARTS: Mapping[str, tuple[str, ...]] = {
    ".shp": (".shx", ".dbf", ".prj", ".cpg"),
    ".tab": (".dat", ".map", ".id", ".ind"),
    ".mif": (".mid",),
    ".gpkg": (),
    ".geojson": (),
    ".json": (),
    ".kml": (),
}
_BLOCK_BYTES = 1 << 20
# Wide columns that are mostly blank shrink some hundred times, zeros a thousand times.
_LARGEST_RATIO = 500
_SUSPECT_BYTES = 10_000_000
_ENCRYPTED, _UTF8_NAME = 0x1, 0x800
_DAMAGES = (zipfile.BadZipFile, zlib.error, struct.error, EOFError,
            UnicodeDecodeError, NotImplementedError)  # fmt: skip

Members = tuple[zipfile.ZipFile, dict[PurePosixPath, zipfile.ZipInfo]]


@dataclass(frozen=True)
class DataSet:
    """The files of one data set.

    Attributes:
        name: As its sender named it, without folders and suffix.
        main: The main file.
        parts: The others by suffix in small letters.
    """

    name: str
    main: Path
    parts: Mapping[str, Path] = field(default_factory=dict)

    @property
    def suffix(self) -> str:
        """Return the suffix of the main file in small letters."""
        return self.main.suffix.lower()


@contextmanager
def lying_beside(path: Path) -> Iterator[DataSet]:
    """Give a data set that lies on disk, its parts beside its main file.

    A shapefile without an index is copied, since the index is made beside it.
    """
    wanted = PARTS.get(path.suffix.lower(), ())
    beside = sorted(path.parent.iterdir()) if wanted else []
    parts = {
        part.suffix.lower(): part
        for part in beside
        if part.stem == path.stem and part.suffix.lower() in wanted
    }
    if path.suffix.lower() != ".shp" or ".shx" in parts:
        yield DataSet(path.stem, path, parts)
        return
    with TemporaryDirectory() as folder:
        copies = {
            suffix: Path(shutil.copyfile(part, Path(folder) / f"0{suffix}"))
            for suffix, part in {**parts, ".shp": path}.items()
        }
        yield DataSet(path.stem, copies.pop(".shp"), copies)


@contextmanager
def unpacked(path: Path, limits: FeatureLimits) -> Iterator[list[DataSet]]:
    """Give the data sets of an archive, in a folder that goes when it is left.

    No name of the archive becomes a name on disk, and no more is written than the
    limits allow, whatever the archive says of itself.

    Raises:
        InvalidInputError: The file is no archive, is damaged, locked, larger unpacked
            than the limits, names files outside itself, or holds no data set.
    """
    with (
        archive_members(path, limits) as (archive, members),
        TemporaryDirectory() as folder,
    ):
        yield _taken_out(path, archive, members, Path(folder))


@contextmanager
def archive_members(path: Path, limits: FeatureLimits) -> Iterator[Members]:
    """Open an archive and give its files by their readable names.

    Raises:
        InvalidInputError: The file is no archive, is damaged, locked, larger unpacked
            than the limits, or names files outside itself.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive, _members(path, archive, limits)
    except OSError as error:
        # Places that lie before the beginning of the file; others are the machine's.
        if error.errno != errno.EINVAL:
            raise
        raise _damaged(path, error) from error
    except _DAMAGES as error:
        raise _damaged(path, error) from error


def _damaged(path: Path, error: Exception) -> InvalidInputError:
    msg = "{file} is not a whole zip archive ({error}): zip it again and send it"
    return InvalidInputError(msg, file=path.name, error=error)


def _members(
    path: Path, archive: zipfile.ZipFile, limits: FeatureLimits
) -> dict[PurePosixPath, zipfile.ZipInfo]:
    """Return the files of an archive by their readable names."""
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if len(infos) > limits.members:
        msg = "{file} holds {count} files, more than {limit}: send the layers apart"
        raise InvalidInputError(
            msg, file=path.name, count=len(infos), limit=limits.members
        )
    unpacked_bytes = sum(info.file_size for info in infos)
    packed_bytes = max(1, sum(info.compress_size for info in infos))
    is_bomb = (
        unpacked_bytes > _SUSPECT_BYTES
        and unpacked_bytes > _LARGEST_RATIO * packed_bytes
    )
    if is_bomb or unpacked_bytes > limits.bytes:
        _refuse_size(path, unpacked_bytes, limits)
    found = {}
    for info in infos:
        name = PurePosixPath(_readable(info).replace("\\", "/"))
        if name.is_absolute() or ".." in name.parts or ":" in name.parts[0]:
            msg = "{file} names a file outside itself ({name}): zip it again"
            raise InvalidInputError(msg, file=path.name, name=str(name))
        if info.flag_bits & _ENCRYPTED:
            msg = "{file} is locked with a password: send it without one"
            raise InvalidInputError(msg, file=path.name)
        if not any(part.startswith((".", "__MACOSX")) for part in name.parts):
            found[name] = info
    return found


def _refuse_size(path: Path, size_bytes: int, limits: FeatureLimits) -> None:
    msg = (
        "{file} is {size:.0f} MB unpacked, more than an archive of real layers that can"
        " be read ({limit:.0f} MB): send fewer layers at a time"
    )
    raise InvalidInputError(
        msg, file=path.name, size=size_bytes / 1e6, limit=limits.bytes / 1e6
    )


def _readable(info: zipfile.ZipInfo) -> str:
    """Return a member's name; old programs write Vietnamese without saying how."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def _taken_out(
    path: Path,
    archive: zipfile.ZipFile,
    members: Mapping[PurePosixPath, zipfile.ZipInfo],
    folder: Path,
) -> list[DataSet]:
    """Write the parts of each data set under its number, and list them."""
    by_lower = {str(name).lower(): info for name, info in members.items()}
    mains = sorted(name for name in members if name.suffix.lower() in PARTS)
    if not mains:
        msg = (
            "{file} holds no layer that can be read ({names}): zip a shapefile (.shp,"
            " .shx, .dbf, .prj), GeoPackage, GeoJSON, KML or MapInfo file"
        )
        names = ", ".join(str(name) for name in sorted(members)[:5])
        raise InvalidInputError(msg, file=path.name, names=names or "-")
    data_sets = []
    for number, name in enumerate(mains):
        suffix = name.suffix.lower()
        parts = {}
        for part in (suffix, *PARTS[suffix]):
            info = by_lower.get(str(name.with_suffix(part)).lower())
            if info is not None:
                # A member that is longer than it says ends there, with an error.
                parts[part] = folder / f"{number}{part}"
                with archive.open(info) as source, parts[part].open("wb") as target:
                    shutil.copyfileobj(source, target, _BLOCK_BYTES)
        data_sets.append(DataSet(name.stem, parts.pop(suffix), parts))
    return data_sets
