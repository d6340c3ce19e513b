"""Bring a database to the tables that a register needs."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, Engine, inspect

from hatangso.model.record_kind import RecordKind
from hatangso.registry.connections import reading, writing
from hatangso.registry.schema import RegisterTables
from hatangso.registry.spatial_index import SpatialIndex, index_for

__all__ = ["prepare_database"]


def prepare_database(
    engine: Engine, tables: RegisterTables, kinds: Mapping[str, RecordKind]
) -> SpatialIndex:
    """Make what is missing of tables and indexes, and return the index of places."""
    placed = [kind for kind in kinds.values() if kind.geometry is not None]
    with reading(engine) as connection:
        index = index_for(connection)
        if _is_ready(connection, tables, index, placed):
            return index
    with writing(engine) as connection:
        tables.metadata.create_all(connection)
        for kind in index.missing(connection, placed):
            index.make(connection, kind)
    return index


def _is_ready(
    connection: Connection,
    tables: RegisterTables,
    index: SpatialIndex,
    placed: Sequence[RecordKind],
) -> bool:
    """Return whether nothing has to be made."""
    present = set(inspect(connection).get_table_names())
    wanted = set(tables.metadata.tables)
    return wanted <= present and not index.missing(connection, placed)
