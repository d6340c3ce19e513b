"""The register: what exists, where, since when, and who said so."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Engine, func, select

from hatangso.errors import InvalidInputError, NotFoundError
from hatangso.io.databases import connect, reading, writing
from hatangso.model.file_reading import SenderProfile
from hatangso.model.record import Actor, Change, ChangeSet, Edit, Record
from hatangso.model.record_kind import GeometryType, RecordKind
from hatangso.registry.carrying_out import carry_out, new_set, refuse
from hatangso.registry.edit_checks import check_edits
from hatangso.registry.edit_plan import plan_edits
from hatangso.registry.garbage_collection import collection_put_off
from hatangso.registry.history import (
    change_sets,
    changes_of_set,
    life_of,
    records_as_of,
    require_time_zone,
)
from hatangso.registry.opening import TURN, prepare_database
from hatangso.registry.record_rows import RecordRows
from hatangso.registry.schema import RegisterTables, build_tables
from hatangso.registry.sender_memory import profile_of, remember, sender_keys
from hatangso.registry.shapes import Box, meets
from hatangso.registry.spatial_index import SpatialIndex, meets_box
from hatangso.registry.undo_plan import plan_undo

__all__ = ["Register", "open_register"]


class Register:
    """A register in a database: open it with ``open_register``.

    Every change keeps who made it, when, why and from which file, and what was before.
    """

    def __init__(
        self,
        engine: Engine,
        tables: RegisterTables,
        kinds: Mapping[str, RecordKind],
        index: SpatialIndex,
    ) -> None:
        """Keep what leads to the database, which must be prepared."""
        self.kinds = kinds
        self._engine = engine
        self._tables = tables
        self._index = index

    def __enter__(self) -> Self:
        """Return the register itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let the database go."""
        self.close()

    def close(self) -> None:
        """Let the database go."""
        self._engine.dispose()

    def records(self, kind: str, *, as_of: datetime | None = None) -> list[Record]:
        """Return all records of a kind, in the order of their numbers.

        Args:
            kind: Its code.
            as_of: A moment with its time zone: the register as it stood then; what was
                committed at that very moment counts. None: as it stands.

        Raises:
            NotFoundError: The register has no such kind.
        """
        known = self.kind(kind)
        with self._reading() as rows:
            if as_of is not None:
                return records_as_of(rows, known, as_of)
            return rows.records(known)

    def record(
        self,
        kind: str,
        id: int,  # noqa: A002 - the name that the record itself has for it
        *,
        as_of: datetime | None = None,
    ) -> Record:
        """Return one record, as it stands or as it stood at a moment.

        Raises:
            NotFoundError: The register has no such kind, or no such record then.
        """
        known = self.kind(kind)
        with self._reading() as rows:
            if as_of is not None:
                found = records_as_of(rows, known, as_of, id)
            else:
                question = rows.selection(known).where(
                    rows.table(known).c.record_id == id
                )
                found = rows.found(known, question)
        if not found:
            raise NotFoundError("the register has no {kind} {id}", kind=kind, id=id)
        return found[0]

    def within(
        self,
        kind: str,
        west_deg: float,
        south_deg: float,
        east_deg: float,
        north_deg: float,
    ) -> list[Record]:
        """Return the records of which any part lies in a box, borders included.

        Returns:
            In the order of their numbers; none for a kind without a place.

        Raises:
            InvalidInputError: West lies east of east, or south north of north.
            NotFoundError: The register has no such kind.
        """
        known = self.kind(kind)
        if not (west_deg <= east_deg and south_deg <= north_deg):
            raise InvalidInputError(
                "a box goes from west to east and from south to north; it is {box}",
                box=(west_deg, south_deg, east_deg, north_deg),
            )
        if known.geometry is None:
            return []
        box = Box(west_deg, south_deg, east_deg, north_deg)
        with self._reading() as rows:
            table = rows.table(known)
            question = rows.selection(known).where(
                self._index.proposes(table, box), meets_box(table, box)
            )
            found = rows.found(known, question.order_by(table.c.record_id))
        if known.geometry is GeometryType.POINT:
            return found
        inside = meets([one.values["geometry"] for one in found], box)
        return [one for one, is_in in zip(found, inside, strict=True) if is_in]

    @collection_put_off()
    def commit(
        self,
        edits: Sequence[Edit],
        *,
        actor: Actor,
        at: datetime,
        reason: str,
        source: str = "",
        source_sha256: str = "",
        sender: str = "",
        profiles: Sequence[SenderProfile] = (),
    ) -> ChangeSet:
        """Make all changes, or none of them.

        Args:
            edits: In any order; a record stands in one of them at most.
            actor: Who asks, with the rights that go with it.
            at: When, with its time zone.
            reason: Why, for those who read the history.
            source: File that the edits come from; empty for a change by hand.
            source_sha256: Of that file.
            sender: Who sent it; without one the edits' source keys are not kept.
            profiles: What to remember for the sender's next files. An undo does not
                forget it.

        Raises:
            InvalidInputError: Something in the edits cannot be: unknown kinds, fields
                or values, no right to a change, a key that stands twice, a reference
                to nothing. All findings of the first sort that has any come along;
                their ``row`` counts the edits from 1.
            StaleResultError: Records changed since the caller read them; all are named.
        """
        require_time_zone(at)
        checked, findings = check_edits(edits, self.kinds, source=source)
        refuse(findings)
        header = new_set(
            actor,
            at,
            reason=reason,
            source=source,
            source_sha256=source_sha256,
            sender=sender,
        )
        with self._writing() as rows:
            plan = plan_edits(rows, checked, at=at, sender=header.sender)
            done = carry_out(rows, plan, header, actor)
            remember(rows, profiles)
            return done

    @collection_put_off()
    def undo(
        self, set_id: int, *, actor: Actor, at: datetime, reason: str
    ) -> ChangeSet:
        """Bring back what was before a set, as a set of its own.

        Values, days of confirmation, shapes and senders' keys come back as they were,
        deleted and merged records under their own numbers; only revisions grow. An undo
        can be undone.

        Raises:
            InvalidInputError: The actor may not change all that the set changed, or
                what others did since stands in the way: a key taken, a reference made.
            NotFoundError: There is no such set.
            StaleResultError: Records are no longer as the set left them; all are named.
        """
        require_time_zone(at)
        with self._writing() as rows:
            plan = plan_undo(rows, set_id)
            header = replace(new_set(actor, at, reason=reason), undoes=set_id)
            return carry_out(rows, plan, header, actor)

    def change_sets(self) -> list[ChangeSet]:
        """Return all that happened together, the oldest first."""
        with self._reading() as rows:
            return change_sets(rows)

    def newest_set(self) -> int:
        """Return the number of the newest set; 0 when there is none."""
        question = select(func.max(self._tables.change_set.c.id))
        with self._reading() as rows:
            return rows.connection.execute(question).scalar() or 0

    def changes(self, set_id: int) -> list[Change]:
        """Return what a set changed.

        Raises:
            NotFoundError: There is no such set.
        """
        with self._reading() as rows:
            return changes_of_set(rows, set_id)

    def history(self, kind: str, id: int) -> list[Change]:  # noqa: A002 - as above
        """Return all that happened to a record, the oldest first.

        What happened to records that were merged into it is part of it.

        Raises:
            NotFoundError: The register has no such kind.
        """
        known = self.kind(kind)
        with self._reading() as rows:
            return life_of(rows, known, id)

    def profile(self, sender: str, kind: str) -> SenderProfile:
        """Return the answers that a sender's files of a kind needed, or none."""
        with self._reading() as rows:
            return profile_of(rows, sender, kind)

    def source_keys(self, kind: str, sender: str) -> dict[str, int]:
        """Return which record each key of a sender means."""
        with self._reading() as rows:
            return sender_keys(rows, sender, kind)

    def kind(self, code: str) -> RecordKind:
        """Return a kind by its code.

        Raises:
            NotFoundError: The register holds none of this code; the message lists those
                that it holds.
        """
        if code not in self.kinds:
            raise NotFoundError(
                "the register holds no {code}; it holds: {names}",
                code=code,
                names=", ".join(sorted(self.kinds)),
            )
        return self.kinds[code]

    @contextmanager
    def _reading(self) -> Iterator[RecordRows]:
        """Yield the records as they stand now."""
        with reading(self._engine) as connection:
            yield RecordRows(connection, self._tables, self.kinds)

    @contextmanager
    def _writing(self) -> Iterator[RecordRows]:
        """Yield the records to the only one who may change them."""
        with writing(self._engine, turn=TURN) as connection:
            yield RecordRows(connection, self._tables, self.kinds)


def open_register(location: Path | str, kinds: Mapping[str, RecordKind]) -> Register:
    """Return a register, made or brought up to date where needed.

    Args:
        location: A file for SQLite, or the address of a PostgreSQL database:
            ``postgresql://user@host/name``. Where the database has PostGIS, tables
            get a column that maps can read.
        kinds: What it holds, by code.

    Raises:
        InvalidInputError: The database cannot be reached, or is no register.
    """
    tables = build_tables(kinds)
    engine = connect(location)
    try:
        index = prepare_database(engine, tables, kinds)
    except BaseException:
        engine.dispose()
        raise
    return Register(engine, tables, kinds, index)
