"""Rows inserted past SQLAlchemy stand there as those that it inserts itself."""

from datetime import UTC, date, datetime

from sqlalchemy import delete, insert, select

from hatangso.io.databases import reading, writing
from hatangso.registry.register import Register
from hatangso.registry.row_insertion import insert_rows

MOMENT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
SET = {
    "id": 7,
    "at": MOMENT,
    "actor": "Lan",
    "reason": "thử",
    "source": "",
    "source_sha256": "",
    "sender": "",
    "undoes": None,
}
CHANGE = {
    "set_id": 7,
    "kind": "site",
    "record_id": 1,
    "action": "create",
    "revision": 1,
    "into_id": None,
    "before": None,
    "after": {"name": "Trạm", "is_shared": True, "on": date(2026, 3, 2), "wkb": b"1"},
    "confirmed_before": None,
    "confirmed_after": date(2026, 3, 2),
}


def test_rows_stand_as_the_plain_way_writes_them(register: Register) -> None:
    tables = register._tables
    changes = [CHANGE, {**CHANGE, "record_id": 2, "after": None}]
    # More than go into one statement, and no whole number of blocks.
    changes += [{**CHANGE, "record_id": number} for number in range(3, 250)]
    found = []
    for is_plain in (True, False):
        with writing(register._engine) as connection:
            for table, rows in ((tables.change_set, [SET]), (tables.change, changes)):
                if is_plain:
                    connection.execute(insert(table), rows)
                else:
                    insert_rows(connection, table, rows)
        with reading(register._engine) as connection:
            questions = (select(tables.change_set), select(tables.change))
            rows = [connection.execute(one).mappings().all() for one in questions]
            found.append([[{**r, "id": 0} for r in some] for some in rows])
            # JSON that is nothing is no value, rather than the word null.
            nothing = select(tables.change.c.id).where(tables.change.c.after.is_(None))
            assert len(connection.execute(nothing).all()) == 1
        with writing(register._engine) as connection:
            connection.execute(delete(tables.change))
            connection.execute(delete(tables.change_set))
    assert found[0] == found[1]


def test_no_rows_are_no_statement(register: Register) -> None:
    with writing(register._engine) as connection:
        insert_rows(connection, register._tables.change, [])
