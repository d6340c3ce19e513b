"""The database of the service: a file of SQLite, or PostgreSQL beside the register."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Self

from argon2 import PasswordHasher
from sqlalchemy import Engine, event
from sqlalchemy.pool import ConnectionPoolEntry

from hatangso.errors import InvalidInputError
from hatangso.io.database_steps import DatabaseSteps
from hatangso.io.databases import connect, reading, writing
from hatangso.operations.accounts import Accounts
from hatangso.operations.alarms import Alarms
from hatangso.operations.audit_trail import AuditTrail
from hatangso.operations.citizen_reports import CitizenReports
from hatangso.operations.distinct_pairs import DistinctPairs
from hatangso.operations.jobs import Jobs
from hatangso.operations.monitoring import Monitoring
from hatangso.operations.sessions import Sessions
from hatangso.operations.throttle import Throttle
from hatangso.operations.tokens import Tokens

__all__ = ["STEPS", "Operations", "open_operations"]

STEPS = DatabaseSteps("hatangso.operations.migrations", "service_version")
# What those wait for on PostgreSQL who make the tables at once.
_TURN = 7_305_804_402_466_844_021
_OWNER_ONLY = 0o600


class Operations:
    """What the running service keeps beside the register.

    Attributes:
        accounts: Who may sign in.
        sessions: Browsers that somebody signed in with.
        tokens: Keys of programs.
        audit_trail: What people did.
        jobs: Long work.
        citizen_reports: What people report.
        throttle: How often something was tried.
        distinct_pairs: Records that look like one thing and are not.
        monitoring: What is watched, and what was seen of it.
        alarms: What was raised about it.
    """

    def __init__(self, engine: Engine, *, hasher: PasswordHasher | None = None) -> None:
        """Take a database that has its tables; ``open_operations`` makes them."""
        self._engine = engine
        self.accounts = Accounts(engine, hasher=hasher)
        self.sessions = Sessions(engine)
        self.tokens = Tokens(engine)
        self.audit_trail = AuditTrail(engine)
        self.jobs = Jobs(engine)
        self.citizen_reports = CitizenReports(engine)
        self.throttle = Throttle(engine)
        self.distinct_pairs = DistinctPairs(engine)
        self.monitoring = Monitoring(engine)
        self.alarms = Alarms(engine)

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        """Close the connections."""
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._engine.dispose()

    def copy_to(self, path: Path) -> None:
        """Copy the database as it stands into a file, while others go on writing.

        Only the owner may read the copy.

        Raises:
            InvalidInputError: It lies on PostgreSQL, or the file cannot be written.
        """
        if self._engine.dialect.name != "sqlite":
            raise InvalidInputError(
                "the service's data lie in PostgreSQL: back them up with pg_dump"
            )
        unfinished = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            _make_private(unfinished)
            with (
                closing(sqlite3.connect(self._engine.url.database or "")) as source,
                closing(sqlite3.connect(unfinished)) as target,
            ):
                source.backup(target)
            unfinished.replace(path)
        except (OSError, sqlite3.Error) as error:
            raise _unwritable(path, error) from error
        finally:
            unfinished.unlink(missing_ok=True)


def open_operations(
    location: Path | str, *, hasher: PasswordHasher | None = None
) -> Operations:
    """Return the service's data, made or brought up to date where needed.

    Several processes may do so at once.

    Args:
        location: A file for SQLite, or the address of a PostgreSQL database:
            ``postgresql://user@host/name``; the register may lie in the same one.
        hasher: How dear a hash of a password is; None for what is right in service.

    Raises:
        InvalidInputError: The database cannot be reached, or a newer version wrote it.
    """
    engine = connect(location)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _erase_for_good)
    try:
        if engine.dialect.name == "sqlite":
            _make_private(Path(engine.url.database or ""))
        with reading(engine) as connection:
            is_current = STEPS.is_current(connection)
        if not is_current:
            with writing(engine, turn=_TURN) as connection:
                STEPS.upgrade(connection)
        return Operations(engine, hasher=hasher)
    except BaseException:
        engine.dispose()
        raise


def _make_private(path: Path) -> None:
    """Make a file that only its owner may read, unless it is there."""
    try:
        path.touch(mode=_OWNER_ONLY, exist_ok=True)
    except OSError as error:
        raise _unwritable(path, error) from error


def _unwritable(path: Path, reason: Exception) -> InvalidInputError:
    return InvalidInputError(
        "{path} cannot be written: {reason}", path=path, reason=reason
    )


def _erase_for_good(
    connection: sqlite3.Connection, _entry: ConnectionPoolEntry
) -> None:
    """Let what is removed be overwritten: personal data, secrets that have expired."""
    connection.execute("PRAGMA secure_delete = ON")
