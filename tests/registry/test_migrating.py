"""Registers of any age are brought to the tables that the descriptors ask for."""

from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

from hatangso.errors import InvalidInputError
from hatangso.io.database_steps import DatabaseSteps
from hatangso.io.databases import connect, reading, writing
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.registry.opening import STEPS
from hatangso.registry.register import open_register
from hatangso.registry.schema import build_tables
from register_kinds import DEPARTMENT, KINDS, NOON, field, new


def test_migrations_make_the_tables_of_the_descriptors(location: Path | str) -> None:
    """A descriptor changed without a migration: draft one, see CONTRIBUTING.md."""
    metadata = build_tables(shipped_kinds()).metadata
    engine = connect(location)
    with writing(engine) as connection:
        STEPS.upgrade(connection)
    with reading(engine) as connection:
        assert STEPS.is_current(connection)
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_name": lambda name, kind, _: (
                    kind != "table" or name in metadata.tables
                ),
            },
        )
        assert compare_metadata(context, metadata) == []
        made = set(inspect(connection).get_table_names())
    engine.dispose()
    assert made - {"spatial_ref_sys"} == {*metadata.tables, "register_version"}


def test_to_open_a_register_again_changes_nothing(location: Path | str) -> None:
    for _ in range(2):
        with open_register(location, shipped_kinds()) as register:
            tables = sorted(register._tables.metadata.tables)
            assert register.records("site") == []
    assert set(shipped_kinds()) <= set(tables)


def test_a_register_of_a_newer_version_is_refused(location: Path | str) -> None:
    open_register(location, shipped_kinds()).close()
    engine = connect(location)
    with writing(engine) as connection:
        connection.execute(text("UPDATE register_version SET version = '9999'"))
    engine.dispose()
    with pytest.raises(InvalidInputError, match="9999, written by a newer hatangso"):
        open_register(location, shipped_kinds())


def test_an_older_register_takes_the_steps_that_are_missing(
    location: Path | str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = {"0001": STEPS.modules["0001"]}
    monkeypatch.setitem(STEPS.__dict__, "modules", first)
    engine = connect(location)
    with writing(engine) as connection:
        STEPS.upgrade(connection)
    engine.dispose()
    monkeypatch.undo()
    with open_register(location, shipped_kinds()) as register:
        assert register.records("site") == []


def test_a_draft_says_what_a_new_field_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds = dict(shipped_kinds())
    kinds["rack"] = replace(
        kinds["rack"], fields=(*kinds["rack"].fields, field("colour"))
    )
    steps = DatabaseSteps("hatangso.registry.migrations", "register_version")
    monkeypatch.setitem(steps.__dict__, "folder", tmp_path)
    engine = connect(tmp_path / "register.sqlite")
    with writing(engine) as connection:
        build_tables(shipped_kinds()).metadata.create_all(connection)
        assert (
            steps.draft(connection, build_tables(shipped_kinds()).metadata, "Nothing.")
            is None
        )
        path = steps.draft(connection, build_tables(kinds).metadata, "Add colours.")
    engine.dispose()
    assert path == tmp_path / "v0001_add_colours.py"
    code = path.read_text(encoding="utf-8")
    assert (
        "op.add_column('rack', sa.Column('colour', sa.Text(), nullable=True))" in code
    )
    compile(code, str(path), "exec")


def test_kinds_of_ones_own_stand_beside_those_that_come_along(
    location: Path | str,
) -> None:
    kinds = {**shipped_kinds(), **KINDS}
    open_register(location, shipped_kinds()).close()
    with open_register(location, kinds) as register:
        register.commit([new("mast", code="A")], actor=DEPARTMENT, at=NOON, reason="")
    with open_register(location, shipped_kinds()) as register:
        (done,) = register.change_sets()
        assert [one.kind for one in register.changes(done.id)] == ["mast"]


def test_a_register_made_for_other_kinds_is_refused(location: Path | str) -> None:
    open_register(location, KINDS).close()
    other = {**KINDS, "cable": replace(KINDS["cable"], fields=(field("owner"),
             field("number"), field("colour")))}  # fmt: skip
    with pytest.raises(InvalidInputError, match=r"no cable\.colour"):
        open_register(location, other)


@pytest.mark.parametrize("name", ["change", "change_set", "source_key"])
def test_kinds_take_no_name_of_the_registers_own(name: str) -> None:
    kind = replace(KINDS["zone"], code=name)
    with pytest.raises(InvalidInputError, match="give the kind another"):
        build_tables({name: kind})


def test_fields_take_no_name_of_the_registers_own() -> None:
    kind = replace(KINDS["zone"], fields=(field("code"), field("revision")))
    with pytest.raises(InvalidInputError, match="give the field of zone another"):
        build_tables({"zone": kind})


def test_references_lead_to_a_kind_with_a_key_of_one_field() -> None:
    with pytest.raises(InvalidInputError, match=r"radio\.mast refers to mast"):
        build_tables({"radio": KINDS["radio"]})


def test_what_is_no_register_is_refused_in_words(tmp_path: Path) -> None:
    bad = tmp_path / "notes.sqlite"
    bad.write_text("Thái Nguyên " * 500, encoding="utf-8")
    for location, why in (
        (bad, "cannot be used: file is not a database"),
        (tmp_path / "nowhere" / "register.sqlite", "there is no folder"),
        ("mysql://root@host/name", "not mysql"),
        ("postgresql://nobody:secret@127.0.0.1:9/x", "cannot be used"),
        ("://", "no address of a database"),
    ):
        with pytest.raises(InvalidInputError, match=why) as told:
            open_register(location, KINDS)
        assert "secret" not in str(told.value)
