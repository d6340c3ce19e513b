"""Sets of changes are written many rows at a time."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from hatangso.model.record import Edit, Record
from hatangso.registry.register import Register
from register_kinds import DEPARTMENT, after, confirm, delete, merge, new, update


@contextmanager
def counted(register: Register, counts: list[int]) -> Iterator[None]:
    """Add how many statements are executed; one for many rows counts once."""
    seen: list[str] = []

    def note(_one: object, _two: object, statement: str, *_more: object) -> None:
        seen.append(statement)

    event.listen(register._engine, "before_cursor_execute", note)
    yield
    event.remove(register._engine, "before_cursor_execute", note)
    counts.append(len(seen))


def statements_of_a_life(register: Register, prefix: str, rows: int) -> list[int]:
    """Return the statements that each step in the life of so many masts needs."""
    counts: list[int] = []
    codes = [f"{prefix}{number}" for number in range(rows)]

    def masts() -> list[Record]:
        found = register.records("mast")
        return [one for one in found if str(one.values["code"]).startswith(prefix)]

    def commit(*edits: Edit) -> int:
        with counted(register, counts):
            done = register.commit(
                edits, actor=DEPARTMENT, at=after(0), reason="", sender="VNPT"
            )
        return done.id

    commit(
        *(new("mast", code, code=code, lon_deg=1, lat_deg=2) for code in codes),
        *(new("radio", code=code, mast=code) for code in codes),
    )
    commit(*(update(one, name="x", height_m=3) for one in masts()))
    commit(*map(confirm, masts()))
    half = rows // 2
    merged = commit(*(map(merge, masts()[:half], masts()[half:])))
    with counted(register, counts):
        register.undo(merged, actor=DEPARTMENT, at=after(0), reason="")
    radios = [
        one for one in register.records("radio") if one.values["code"] in set(codes)
    ]
    commit(*map(delete, masts()), *map(delete, radios))
    with counted(register, counts):
        register.records("mast", as_of=after(0))
    return counts


def test_many_rows_need_as_many_statements_as_few(register: Register) -> None:
    few = statements_of_a_life(register, "few", 4)
    many = statements_of_a_life(register, "many", 600)
    # Rows go into a table in blocks, and what is left of them after these.
    assert all(0 <= more - less <= 5 for less, more in zip(few, many, strict=True))
    assert max(many) < 50
