"""Bring a register of an older version to the tables of this one."""

import re
from importlib import import_module
from pathlib import Path
from typing import Literal

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Column, Connection, MetaData, String, Table, inspect, select

from hatangso.errors import InvalidInputError
from hatangso.registry import migrations
from hatangso.registry.schema import UtcMoment

__all__ = ["draft_migration", "is_current", "upgrade"]

_FOLDER = Path(migrations.__file__).parent
_VERSION = Table(
    "register_version", MetaData(), Column("version", String(4), primary_key=True)
)
_DRAFT = '''"""{message}"""

import sqlalchemy as sa
from alembic import op

__all__ = ["upgrade"]


def upgrade() -> None:
    """Bring the tables to version {version}."""
    {code}
'''


def upgrade(connection: Connection) -> None:
    """Take the steps that a register has not taken yet; an empty database takes all.

    Raises:
        InvalidInputError: It has taken steps that this version does not know.
    """
    done = _version(connection)
    if done is None:
        _VERSION.create(connection)
        connection.execute(_VERSION.insert().values(version="0000"))
    context = MigrationContext.configure(connection)
    for version, module in _steps().items():
        if version > (done or "0000"):
            with Operations.context(context):
                import_module(f"{migrations.__name__}.{module}").upgrade()
            connection.execute(_VERSION.update().values(version=version))


def is_current(connection: Connection) -> bool:
    """Return whether a register has taken all steps.

    Raises:
        InvalidInputError: It has taken steps that this version does not know.
    """
    return _version(connection) == max(_steps())


def draft_migration(
    connection: Connection, metadata: MetaData, message: str
) -> Path | None:
    """Write the step that is missing between a database and the tables wanted.

    Args:
        connection: To a database that has taken all steps.
        metadata: The tables wanted.
        message: What changes, in a sentence.

    Returns:
        The module written, to be read and mended; None when nothing is missing.
    """
    context = MigrationContext.configure(
        connection,
        opts={
            "compare_type": True,
            "include_name": _is_of_register,
        },
    )
    wanted = produce_migrations(context, metadata).upgrade_ops
    if wanted is None or wanted.is_empty():
        return None
    version = f"{int(max(_steps(), default='0000')) + 1:04}"
    words = "_".join(re.findall(r"[a-z0-9]+", message.lower()))
    path = _FOLDER / f"v{version}_{words}.py"
    code = render_python_code(
        wanted, render_item=_plain_moment, migration_context=context
    )
    code = re.sub(r" *# ###.*\n?", "", code).strip()
    text = _DRAFT.format(message=message, version=version, code=code)
    path.write_text(text, encoding="utf-8")
    return path


def _steps() -> dict[str, str]:
    """Return the module of each version, in their order."""
    modules = sorted(path.stem for path in _FOLDER.glob("v*.py"))
    return {module[1:5]: module for module in modules}


def _version(connection: Connection) -> str | None:
    """Return the last step that a register has taken; None where none is written."""
    if not inspect(connection).has_table(_VERSION.name):
        return None
    version = connection.execute(select(_VERSION.c.version)).scalar_one()
    if version > max(_steps()):
        raise InvalidInputError(
            "the register is of version {found}, written by a newer hatangso; this one"
            " knows {known}: install the newer one",
            found=version,
            known=max(_steps()),
        )
    return str(version)


def _is_of_register(name: str | None, kind: str, _parents: object) -> bool:
    """Return whether a table is one that migrations make."""
    return kind != "table" or name != _VERSION.name


def _plain_moment(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Render moments without a name of this package, which may change."""
    if kind == "type" and isinstance(item, UtcMoment):
        return "sa.DateTime(timezone=True)"
    return False
