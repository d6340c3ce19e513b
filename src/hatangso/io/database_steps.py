"""Bring a database of an older version to the tables of this one, step by step."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Column, Connection, MetaData, String, Table, inspect, select

from hatangso.errors import InvalidInputError
from hatangso.io.database_columns import UtcMoment

__all__ = ["DatabaseSteps"]

_DRAFT = '''"""{message}"""

import sqlalchemy as sa
from alembic import op

__all__ = ["upgrade"]


def upgrade() -> None:
    """Bring the tables to version {version}."""
    {code}
'''


@dataclass(frozen=True)
class DatabaseSteps:
    """Steps from one shape of some tables to the next.

    Attributes:
        package: Name of the package that holds them: ``v0001_what_it_does.py`` …, each
            with a function ``upgrade`` of Alembic's operations.
        version_table: Table of the database that holds the last step taken.
    """

    package: str
    version_table: str

    def upgrade(self, connection: Connection) -> None:
        """Take the steps that a database has not taken; an empty one takes all.

        Raises:
            InvalidInputError: It has taken steps that this version does not know.
        """
        done = self._version(connection)
        if done is None:
            self._table.create(connection)
            connection.execute(self._table.insert().values(version="0000"))
        context = MigrationContext.configure(connection)
        for version, module in self.modules.items():
            if version > (done or "0000"):
                with Operations.context(context):
                    import_module(f"{self.package}.{module}").upgrade()
                connection.execute(self._table.update().values(version=version))

    def is_current(self, connection: Connection) -> bool:
        """Return whether a database has taken all steps.

        Raises:
            InvalidInputError: It has taken steps that this version does not know.
        """
        return self._version(connection) == max(self.modules)

    def draft(
        self, connection: Connection, metadata: MetaData, message: str
    ) -> Path | None:
        """Write the step that is missing between a database and the tables wanted.

        Args:
            connection: To a database that has taken all steps, and holds nothing else.
            metadata: The tables wanted.
            message: What changes, in a sentence.

        Returns:
            The module written, to be read and mended; None when nothing is missing.
        """
        context = MigrationContext.configure(
            connection,
            opts={"compare_type": True, "include_name": self._is_compared},
        )
        wanted = produce_migrations(context, metadata).upgrade_ops
        if wanted is None or wanted.is_empty():
            return None
        version = f"{int(max(self.modules, default='0000')) + 1:04}"
        words = "_".join(re.findall(r"[a-z0-9]+", message.lower()))
        path = self.folder / f"v{version}_{words}.py"
        code = render_python_code(
            wanted, render_item=_plain_moment, migration_context=context
        )
        code = re.sub(r" *# ###.*\n?", "", code).strip()
        text = _DRAFT.format(message=message, version=version, code=code)
        path.write_text(text, encoding="utf-8")
        return path

    @cached_property
    def folder(self) -> Path:
        """Return where the steps lie."""
        found = find_spec(self.package)
        if found is None or found.origin is None:
            raise ModuleNotFoundError(self.package)
        return Path(found.origin).parent

    @cached_property
    def modules(self) -> Mapping[str, str]:
        """Return the module of each version, in their order."""
        names = sorted(path.stem for path in self.folder.glob("v*.py"))
        return {name[1:5]: name for name in names}

    @cached_property
    def _table(self) -> Table:
        return Table(
            self.version_table,
            MetaData(),
            Column("version", String(4), primary_key=True),
        )

    def _version(self, connection: Connection) -> str | None:
        """Return the last step that a database has taken; None where none is told."""
        if not inspect(connection).has_table(self.version_table):
            return None
        version = connection.execute(select(self._table.c.version)).scalar_one()
        if version > max(self.modules):
            raise InvalidInputError(
                "the database is of version {found}, written by a newer hatangso; this"
                " one knows {known}: install the newer one",
                found=version,
                known=max(self.modules),
            )
        return str(version)

    def _is_compared(self, name: str | None, kind: str, _parents: object) -> bool:
        """Return whether a table is one that steps make."""
        return kind != "table" or name != self.version_table


def _plain_moment(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Render moments without a name of this package, which may change."""
    if kind == "type" and isinstance(item, UtcMoment):
        return "sa.DateTime(timezone=True)"
    return False
