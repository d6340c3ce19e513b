"""Finding records by place: an index on their boxes, made as the database allows.

The index only proposes records; what lies in a box is decided by their own numbers, so
that all databases find the same. Statements are put together from the codes of kinds:
names in descriptors, nothing that a user writes.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    and_,
    column,
    func,
    literal,
    select,
    text,
)
from sqlalchemy import (
    table as named_table,
)

from hatangso.model.record_kind import GeometryType, RecordKind
from hatangso.registry.schema import BOX_COLUMNS
from hatangso.registry.shapes import Box

__all__ = ["SpatialIndex", "index_for", "meets_box"]

_SHAPES = {
    GeometryType.POINT: ("Point", "ST_GeomFromWKB(geometry, 4326)"),
    GeometryType.LINE: (
        "MultiLineString",
        "ST_Multi(ST_GeomFromWKB(geometry, 4326))",
    ),
    GeometryType.POLYGON: (
        "MultiPolygon",
        "ST_Multi(ST_GeomFromWKB(geometry, 4326))",
    ),
}


class SpatialIndex(Protocol):
    """What finds records by place in one sort of database."""

    def missing(
        self, connection: Connection, kinds: Sequence[RecordKind]
    ) -> list[RecordKind]:
        """Return the kinds whose table is not indexed yet."""

    def make(self, connection: Connection, kind: RecordKind) -> None:
        """Index the table of a kind, with what stands in it."""

    def proposes(self, table: Table, box: Box) -> ColumnElement[bool]:
        """Return a condition that all records in a box meet, and few others."""


def index_for(connection: Connection) -> SpatialIndex:
    """Return the index that a database can have."""
    if connection.dialect.name == "sqlite":
        return _RTreeIndex()
    has_postgis = connection.execute(
        text("SELECT to_regtype('geometry') IS NOT NULL")
    ).scalar_one()
    return _PostGisIndex() if has_postgis else _BoxIndex()


def meets_box(table: Table, box: Box) -> ColumnElement[bool]:
    """Return the condition that a record's box meets another, borders included."""
    return and_(
        table.c.west_deg <= box.east_deg,
        table.c.east_deg >= box.west_deg,
        table.c.south_deg <= box.north_deg,
        table.c.north_deg >= box.south_deg,
    )


class _RTreeIndex:
    """SQLite: an R*Tree beside the table, kept in step by triggers."""

    def missing(
        self, connection: Connection, kinds: Sequence[RecordKind]
    ) -> list[RecordKind]:
        # Copying a table to alter it drops its triggers: then all is made again.
        found = connection.execute(
            text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        )
        names = set(found.scalars())
        return [kind for kind in kinds if f"{kind.code}_box_delete" not in names]

    def make(self, connection: Connection, kind: RecordKind) -> None:
        name, tree = f'"{kind.code}"', f'"{kind.code}_box"'
        columns = ("record_id", *BOX_COLUMNS)
        row = ", ".join(columns)
        new = ", ".join(f"new.{one}" for one in columns)
        put = f"INSERT INTO {tree} ({row}) SELECT {new} WHERE new.west_deg IS NOT NULL;"
        drop = f"DELETE FROM {tree} WHERE record_id = old.record_id;"  # noqa: S608
        changes = (
            ("insert", "INSERT", put),
            ("update", f"UPDATE OF {row}", drop + put),
            ("delete", "DELETE", drop),
        )
        connection.exec_driver_sql(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS {tree} USING rtree"
            "(record_id, west_deg, east_deg, south_deg, north_deg)"
        )
        connection.exec_driver_sql(f"DELETE FROM {tree}")  # noqa: S608
        connection.exec_driver_sql(
            f"INSERT INTO {tree} ({row}) SELECT {row} FROM {name}"  # noqa: S608
            " WHERE west_deg IS NOT NULL"
        )
        for suffix, action, body in changes:
            trigger = f'"{kind.code}_box_{suffix}"'
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {trigger}")
            connection.exec_driver_sql(
                f"CREATE TRIGGER {trigger} AFTER {action} ON {name} BEGIN {body} END"
            )

    def proposes(self, table: Table, box: Box) -> ColumnElement[bool]:
        tree = named_table(
            f"{table.name}_box", *(column(name) for name in ("record_id", *BOX_COLUMNS))
        )
        found = select(tree.c.record_id).where(
            tree.c.west_deg <= box.east_deg,
            tree.c.east_deg >= box.west_deg,
            tree.c.south_deg <= box.north_deg,
            tree.c.north_deg >= box.south_deg,
        )
        return table.c.record_id.in_(found)


class _BoxIndex:
    """PostgreSQL by itself: GiST on a box of its plane geometry."""

    def missing(
        self, connection: Connection, kinds: Sequence[RecordKind]
    ) -> list[RecordKind]:
        return _without_index(connection, kinds, "ix_{code}_box")

    def make(self, connection: Connection, kind: RecordKind) -> None:
        connection.exec_driver_sql(
            f'CREATE INDEX "ix_{kind.code}_box" ON "{kind.code}" USING gist'
            " (box(point(west_deg, south_deg), point(east_deg, north_deg)))"
        )

    def proposes(self, table: Table, box: Box) -> ColumnElement[bool]:
        columns = table.c
        own = func.box(
            func.point(columns.west_deg, columns.south_deg),
            func.point(columns.east_deg, columns.north_deg),
        )
        other = func.box(
            func.point(box.west_deg, box.south_deg),
            func.point(box.east_deg, box.north_deg),
        )
        return own.bool_op("&&")(other)


class _PostGisIndex:
    """PostgreSQL with PostGIS: a column that maps read, and GiST on it."""

    def missing(
        self, connection: Connection, kinds: Sequence[RecordKind]
    ) -> list[RecordKind]:
        return _without_index(connection, kinds, "ix_{code}_shape")

    def make(self, connection: Connection, kind: RecordKind) -> None:
        if kind.geometry is None:
            return
        shape, expression = _SHAPES[kind.geometry]
        for statement in (
            f'DROP INDEX IF EXISTS "ix_{kind.code}_box"',
            (
                f'ALTER TABLE "{kind.code}" ADD COLUMN IF NOT EXISTS shape'
                f" geometry({shape}, 4326) GENERATED ALWAYS AS ({expression}) STORED"
            ),
            f'CREATE INDEX "ix_{kind.code}_shape" ON "{kind.code}" USING gist (shape)',
        ):
            connection.exec_driver_sql(statement)

    def proposes(self, table: Table, box: Box) -> ColumnElement[bool]:
        window = func.ST_MakeEnvelope(
            box.west_deg, box.south_deg, box.east_deg, box.north_deg, literal(4326)
        )
        shape: ColumnElement[object] = column("shape", _selectable=table)
        return shape.bool_op("&&")(window)


def _without_index(
    connection: Connection, kinds: Sequence[RecordKind], pattern: str
) -> list[RecordKind]:
    """Return the kinds whose table has no index of a name."""
    names: Mapping[str, RecordKind] = {
        pattern.format(code=kind.code): kind for kind in kinds
    }
    found = connection.execute(
        text("SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()")
    )
    present = set(found.scalars())
    return [kind for name, kind in names.items() if name not in present]
