"""The register of a province directory, in step with the directory's CSV tables.

Coverage, assessment and planning read the tables; imports and forms change the
register. Three states of each table are told apart: as somebody made it (``taken``), as
the register wrote it last (``written``), and as it stands. A table that stands
otherwise than it was written was edited by hand: its differences are taken in. One that
stands otherwise than the register has it, and was not edited, was left by a process
that died: it is written again.
"""

import csv
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path

from hatangso.errors import InvalidInputError, Message, NotFoundError, Place
from hatangso.io.findings import Findings
from hatangso.io.province_directory import DESCRIPTION_FILE
from hatangso.io.records.layer_tables import (
    LAYERS,
    Layer,
    LayerTable,
    read_layer,
    write_layer,
)
from hatangso.io.write_lock import write_lock
from hatangso.model.file_reading import SenderProfile
from hatangso.model.record import Action, Actor, Edit, FieldValue, Record
from hatangso.model.record_kind import RecordKind
from hatangso.registry.register import Register, open_register
from hatangso.workflows.register.layer_origins import (
    give_origin,
    origin_notes,
    put_file,
)
from hatangso.workflows.register.refused_edits import places_told

__all__ = [
    "REGISTER_FILE",
    "TAKEN_IN",
    "RegisterView",
    "opened_register",
    "refuse_other",
    "register_location",
    "register_view",
    "write_tables",
]

REGISTER_FILE = "register.sqlite"
# Tables as they were taken in and as they were written; no layer of the province.
_STATE_FOLDER = ".register"
_STATE_FILE = "newest_set"
_ITSELF = Actor("hatangso")
TAKEN_IN = Message("table taken in")
_EDITED = Message("table edited outside the register")
Values = Mapping[str, FieldValue]
Kinds = Mapping[str, RecordKind]


def register_location(directory: Path) -> Path | str:
    """Return where the register of a province lies.

    It is ``register.sqlite`` in the directory, unless ``province.toml`` names a
    database: ``register = "postgresql+psycopg://host/name"``.

    Raises:
        NotFoundError: It is not a province directory.
        InvalidInputError: ``province.toml`` cannot be read.
    """
    path = directory / DESCRIPTION_FILE
    if not path.is_file():
        raise NotFoundError(
            "{directory} has no {file}: it is not a province directory",
            directory=directory,
            file=DESCRIPTION_FILE,
        )
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8-sig")).get("register", "")
    except ValueError as error:
        raise InvalidInputError(
            "{file} is not valid TOML: {error}", file=path, error=error
        ) from error
    if not isinstance(said, str):
        raise InvalidInputError(
            "register in {file} must be the address of a database in quotes; it is"
            " {value}",
            file=path,
            value=said,
        )
    return said or directory / REGISTER_FILE


@dataclass(frozen=True)
class _Pending:
    """What somebody changed in a table by hand."""

    layer: Layer
    edits: tuple[Edit, ...]
    places: tuple[Place, ...] = ()
    sha256: str = ""


@dataclass(frozen=True)
class _ReadOnce:
    """The records of a register, those of each kind asked for once."""

    kinds: Kinds
    records: Callable[[str], Sequence[Record]]


@dataclass(frozen=True)
class _Step:
    """A layer, its kind, and the folders in which its three states lie."""

    directory: Path
    layer: Layer
    kind: RecordKind

    @property
    def path(self) -> Path:
        """Return the table as it stands."""
        return self.directory / self.layer.file

    @property
    def taken(self) -> Path:
        """Return the table as somebody made it."""
        return self.directory / _STATE_FOLDER / "taken" / self.layer.file

    @property
    def written(self) -> Path:
        """Return the table as the register wrote it last."""
        return self.directory / _STATE_FOLDER / "written" / self.layer.file

    def written_keys(self) -> set[str]:
        """Return the first part of the keys in the table as it was written last."""
        if not self.written.is_file():
            return set()
        with self.written.open(encoding="utf-8-sig", newline="") as stream:
            rows = csv.reader(stream)
            header, name = next(rows, []), self.kind.key[0]
            place = header.index(name) if name in header else len(header)
            return {"".join(row[place : place + 1]) for row in rows if row}

    def told(
        self, register: "Register | _ReadOnce"
    ) -> tuple[list[Values], list[Values]]:
        """Return the records that the table can hold, and those that it cannot."""
        records = register.records(self.kind.code)
        values = [record.values for record in records]
        complete: list[Values] = []
        left_out: list[Values] = []
        for one in values:
            lacks = None in map(one.get, self.layer.needed)
            (left_out if lacks else complete).append(one)
        if self.layer.within:
            field, code = self.layer.within
            (other,) = [
                s for s in _steps(self.directory, register.kinds) if s.kind.code == code
            ]
            keys = {one.get(other.kind.key[0]) for one in other.told(register)[0]}
            left_out += [one for one in complete if one.get(field) not in keys]
            complete = [one for one in complete if one.get(field) in keys]
        return complete, left_out

    def rendered(self, told: Sequence[Values]) -> bytes:
        """Return the table as the register has it."""
        taken = read_layer(self.taken, self.kind, Findings())
        if taken is not None and self._holds(taken, told):
            return self.taken.read_bytes()
        return write_layer(self.layer, self.kind, taken, told)

    def _holds(self, taken: LayerTable, told: Sequence[Values]) -> bool:
        """Return whether a table says of these records all that it should."""
        rows = {key: values for _, key, values, _ in taken.rows}
        if len(rows) != len(told):
            return False
        columns = (*self.layer.names(self.kind), *taken.header)
        names = [one.name for one in self.kind.fields if one.name in columns]
        for record in told:
            row = rows.get(tuple(map(record.get, self.kind.key)))
            if row is None or list(map(record.get, names)) != list(map(row.get, names)):
                return False
        return True


def _steps(directory: Path, kinds: Kinds) -> list[_Step]:
    return [
        _Step(directory, layer, kinds[layer.kind])
        for layer in LAYERS
        if layer.kind in kinds
    ]


def _pending(step: _Step, records: Sequence[Record], findings: Findings) -> _Pending:
    """Return what a table says that was written by nobody but its reader."""
    content = _bytes(step.path)
    if content is None or content == _bytes(step.written):
        return _Pending(step.layer, ())
    was = read_layer(step.written, step.kind, Findings())
    now = read_layer(step.path, step.kind, findings)
    if now is None:
        return _Pending(step.layer, ())
    before = {key: values for _, key, values, _ in was.rows} if was else {}
    known = {tuple(r.values.get(n) for n in step.kind.key): r for r in records}
    edits, places = [], []
    for number, key, values, _ in now.rows:
        record = known.get(key)
        if record is None:
            told = {name: value for name, value in values.items() if value is not None}
            edits.append(Edit(step.kind.code, Action.CREATE, values=told))
            places.append(Place(step.layer.file, number))
            continue
        earlier = before.get(key, {})
        changed = {
            name: value
            for name, value in values.items()
            if value != earlier.get(name) and value != record.values.get(name)
        }
        if changed:
            edits.append(_edit(record, Action.UPDATE, changed))
            places.append(Place(step.layer.file, number))
    kept = {key for _, key, _, _ in now.rows}
    gone = [known[key] for key in before if key in known and key not in kept]
    edits += [_edit(record, Action.DELETE) for record in gone]
    places += [Place(step.layer.file)] * len(gone)
    digest = sha256(content).hexdigest()
    return _Pending(step.layer, tuple(edits), tuple(places), digest)


def _edit(record: Record, action: Action, values: Values | None = None) -> Edit:
    return Edit(record.kind, action, record.id, values or {}, record.revision)


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


@contextmanager
def opened_register(
    directory: Path, kinds: Kinds, *, at: datetime
) -> Iterator[Register]:
    """Open the register of a province, brought into step with its tables.

    The first time, the tables become its first records. Nobody else writes into the
    directory meanwhile.

    Args:
        directory: The province directory.
        kinds: What the register may hold.
        at: When, for what is taken in from the tables.

    Raises:
        NotFoundError: It is not a province directory.
        InvalidInputError: A table that was edited by hand has errors, which it
            carries; or the register is not the one that wrote the tables.
    """
    location = register_location(directory)
    with write_lock(directory), open_register(location, kinds) as register:
        _bring_into_step(directory, register, at)
        yield register


def _bring_into_step(directory: Path, register: Register, at: datetime) -> None:
    """Take in what was edited by hand, and write what was not written."""
    refuse_other(directory, register)
    steps = _steps(directory, register.kinds)
    is_edited = any(_bytes(step.path) != _bytes(step.written) for step in steps)
    if is_edited or _state(directory) != register.newest_set():
        findings = Findings()
        pendings = [
            _pending(step, register.records(step.kind.code), findings) for step in steps
        ]
        findings.raise_errors()
        _take_in(steps, pendings, register, at)
        write_tables(directory, register)


def refuse_other(directory: Path, register: Register | None) -> None:
    """Refuse a register that has fewer sets than the tables were written after.

    It was lost, or taken from an older copy, or ``province.toml`` names another: to
    write the tables from it would take away what only they hold now.

    Args:
        directory: The province directory.
        register: The one that is there; None when there is none.

    Raises:
        InvalidInputError: The register is not the one that wrote the tables.
    """
    # In this order: somebody may write both meanwhile.
    known = _state(directory)
    newest = register.newest_set() if register else 0
    if newest < known:
        raise InvalidInputError(
            "the register is not the one that wrote the tables of {directory}: they"
            " follow set {known}, and its newest is {found}; put it back, or remove"
            " {folder} to begin anew with what the tables hold",
            directory=directory,
            known=known,
            found=newest,
            folder=directory / _STATE_FOLDER,
        )


def _state(directory: Path) -> int:
    """Return the number of the set that the tables were written after; -1: unknown."""
    try:
        return int((directory / _STATE_FOLDER / _STATE_FILE).read_bytes())
    except (OSError, ValueError):
        return -1


def _take_in(
    steps: Sequence[_Step],
    pendings: Sequence[_Pending],
    register: Register,
    at: datetime,
) -> None:
    """Commit what somebody changed by hand, and remember how it was spelled.

    A table that the register does not know yet is a set of its own. What was edited
    since is one set, with such a table, since rows of one refer to rows of another.
    """
    new, edited = [], []
    for step, pending in zip(steps, pendings, strict=True):
        content = _bytes(step.path)
        if content is None or content == _bytes(step.written):
            continue
        if not step.taken.is_file():
            new.append((step, pending, content))
        elif content != step.rendered(step.told(register)[0]):
            # Else it was written by a process that died before it could note so.
            edited.append((step, pending, content))
    reason = (_EDITED if edited else TAKEN_IN).text
    for members in [[*edited, *new]] if edited else [[one] for one in new]:
        pending_here = [pending for _, pending, _ in members]
        _commit_tables(pending_here, register, at, reason=reason)
        for step, _, content in members:
            put_file(step.taken, content)


def _commit_tables(
    pendings: Sequence[_Pending], register: Register, at: datetime, *, reason: str
) -> None:
    edits = [edit for pending in pendings for edit in pending.edits]
    if not edits:
        return
    with places_told([place for pending in pendings for place in pending.places]):
        register.commit(
            edits,
            actor=_ITSELF,
            at=at,
            reason=reason,
            source=", ".join(pending.layer.file for pending in pendings),
            source_sha256=pendings[0].sha256 if len(pendings) == 1 else "",
        )


def write_tables(
    directory: Path, register: Register, kinds: Iterable[str] | None = None
) -> list[Message]:
    """Write the tables of the directory as the register has them.

    Args:
        directory: The province directory.
        register: What holds.
        kinds: Codes of the kinds that changed; None writes every table that differs.

    Returns:
        What the reader of the tables should know.
    """
    notes: list[Message] = []
    asked = None if kinds is None else set(kinds)
    moved: set[str] = set()
    read = _ReadOnce(register.kinds, cache(register.records))
    for step in _steps(directory, register.kinds):
        touched = {step.kind.code} & (asked or set())
        if asked is not None and not touched and not moved & {*step.layer.within[1:]}:
            continue
        told, left_out = step.told(read)
        if {str(one.get(step.kind.key[0])) for one in told} != step.written_keys():
            # What refers to these records may come into its table, or leave it.
            moved.add(step.kind.code)
        if (step.layer.is_optional or not told) and not step.path.is_file():
            continue
        content = step.rendered(told)
        if not step.path.is_file():
            give_origin(directory, step.layer, register)
        if content != _bytes(step.path):
            put_file(step.path, content)
        if content != _bytes(step.written):
            put_file(step.written, content)
        if left_out:
            notes.append(_left_out(step.kind, step.layer, left_out))
        if asked and step.kind.code in asked:
            notes += origin_notes(directory, step.layer)
    state = b"%d\n" % register.newest_set()
    put_file(directory / _STATE_FOLDER / _STATE_FILE, state)
    return notes


def _left_out(kind: RecordKind, layer: Layer, records: Sequence[Values]) -> Message:
    """Return how many records a table does not hold, and what they lack."""
    lacking = [
        name for name in layer.needed if any(one.get(name) is None for one in records)
    ]
    labels = {field.name: field.label_vi for field in kind.fields}
    # Else the record that they refer to is left out itself.
    names = ", ".join(labels.get(name, name) for name in lacking or layer.within[:1])
    return Message(
        "{count} records are not in {file}: they lack one of {names}",
        {"count": len(records), "file": layer.file, "names": names},
    )


class RegisterView:
    """The register as it is looked at before anything is written.

    What somebody changed in the tables by hand counts already.
    """

    def __init__(
        self, directory: Path, kinds: Kinds, register: Register | None
    ) -> None:
        """Look at a register; None when there is none yet."""
        self._steps = {step.kind.code: step for step in _steps(directory, kinds)}
        self._register = register
        self._kinds = kinds
        self._records: dict[str, list[Record]] = {}
        # Asked before any record is: what comes in between makes another set newest.
        self.newest_set = register.newest_set() if register else None

    def records(self, kind: str) -> list[Record]:
        """Return the records of a kind.

        Raises:
            InvalidInputError: Their table has errors; it carries them.
        """
        if kind not in self._records:
            known = self._register.records(kind) if self._register else []
            if kind in self._steps:
                findings = Findings()
                pending = _pending(self._steps[kind], known, findings)
                findings.raise_errors()
                known = _with_edits(known, pending.edits, self._kinds[kind])
            self._records[kind] = known
        return self._records[kind]

    def source_keys(self, kind: str, sender: str) -> Mapping[str, int]:
        """Return the ids of the records that a sender's files named, by that name."""
        return self._register.source_keys(kind, sender) if self._register else {}

    def profile(self, sender: str, kind: str) -> SenderProfile:
        """Return the answers that a sender's earlier files needed."""
        if self._register is None or not sender:
            return SenderProfile(sender, kind)
        return self._register.profile(sender, kind)


def _with_edits(
    records: Sequence[Record], edits: Iterable[Edit], kind: RecordKind
) -> list[Record]:
    by_id = {record.id: record for record in records}
    for number, edit in enumerate(edits, 1):
        if edit.record_id is None:
            nothing = {item.name: None for item in kind.fields}
            # No register numbers a record so: nobody takes it for one that is there.
            by_id[-number] = Record(kind.code, -number, 0, {**nothing, **edit.values})
        elif edit.action is Action.DELETE:
            del by_id[edit.record_id]
        else:
            old = by_id[edit.record_id]
            by_id[old.id] = replace(old, values={**old.values, **edit.values})
    return list(by_id.values())


@contextmanager
def register_view(directory: Path, kinds: Kinds) -> Iterator[RegisterView]:
    """Look at the register of a province without writing anything.

    Raises:
        NotFoundError: It is not a province directory.
        InvalidInputError: The register is not the one that wrote the tables.
    """
    location = register_location(directory)
    if isinstance(location, Path) and not location.is_file():
        refuse_other(directory, None)
        yield RegisterView(directory, kinds, None)
        return
    with open_register(location, kinds) as register:
        refuse_other(directory, register)
        yield RegisterView(directory, kinds, register)
