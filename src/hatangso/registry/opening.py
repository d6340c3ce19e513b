"""Bring a database to the tables that a register needs."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, Engine, text

from hatangso.errors import InvalidInputError
from hatangso.io.database_steps import DatabaseSteps
from hatangso.io.databases import reading, writing
from hatangso.model.record_kind import RecordKind
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.registry.schema import RegisterTables
from hatangso.registry.spatial_index import SpatialIndex, index_for

__all__ = ["STEPS", "TURN", "prepare_database"]

STEPS = DatabaseSteps("hatangso.registry.migrations", "register_version")
# What whoever writes into a register waits for on PostgreSQL.
TURN = 7_305_804_402_466_844_020

# SQLAlchemy's own inspection stumbles over types of PostGIS, and is slower.
_COLUMNS = {
    "sqlite": (
        "SELECT of_table.name, of_column.name FROM sqlite_master AS of_table,"
        " pragma_table_info(of_table.name) AS of_column WHERE of_table.type = 'table'"
    ),
    "postgresql": (
        "SELECT table_name, column_name FROM information_schema.columns"
        " WHERE table_schema = current_schema()"
    ),
}


def prepare_database(
    engine: Engine, tables: RegisterTables, kinds: Mapping[str, RecordKind]
) -> SpatialIndex:
    """Make what is missing of tables and indexes, and return the index of places.

    Tables of the kinds that come along are brought up to date by migrations; kinds of
    one's own get theirs when they are not there yet.

    Raises:
        InvalidInputError: A newer version wrote the register, or its tables were made
            for other kinds.
    """
    are_shipped = any(shipped_kinds().get(code) == kind for code, kind in kinds.items())
    placed = [kind for kind in kinds.values() if kind.geometry is not None]
    with reading(engine) as connection:
        index = index_for(connection)
        if (
            not _missing_columns(connection, tables)
            and not index.missing(connection, placed)
            and (not are_shipped or STEPS.is_current(connection))
        ):
            return index
    with writing(engine, turn=TURN) as connection:
        _make_tables(connection, tables, with_shipped=are_shipped)
        for kind in index.missing(connection, placed):
            index.make(connection, kind)
    return index


def _make_tables(
    connection: Connection, tables: RegisterTables, *, with_shipped: bool
) -> None:
    """Make the tables that are missing, and refuse those that stay wrong."""
    if with_shipped:
        STEPS.upgrade(connection)
    tables.metadata.create_all(connection)
    wrong = _missing_columns(connection, tables)
    if wrong:
        raise InvalidInputError(
            "the register was made for other kinds, it has no {columns}: draft a"
            " migration, or open it with the kinds that it was made for",
            columns=", ".join(wrong),
        )


def _missing_columns(connection: Connection, tables: RegisterTables) -> Sequence[str]:
    """Return the columns that are wanted and not there."""
    question = _COLUMNS[connection.dialect.name]
    present = {tuple(row) for row in connection.execute(text(question)).all()}
    return [
        f"{name}.{column.name}"
        for name, table in tables.metadata.tables.items()
        for column in table.columns
        if (name, column.name) not in present
    ]
