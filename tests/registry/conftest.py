"""The databases in which a register may lie."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from hatangso.registry.register import Register, open_register
from register_kinds import KINDS

DATABASES = ("sqlite", "postgresql", "postgis")
# Where this process has made registers on its server.
_MADE: dict[str, Path | str] = {}


def empty_register(register: Register) -> None:
    """Take all out of a register on a server, numbers and history included."""
    names = ", ".join(f'"{name}"' for name in register._tables.metadata.tables)
    with register._engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY"))


def _location(name: str, folder: Path, request: pytest.FixtureRequest) -> Path | str:
    if name == "sqlite":
        return folder / "register.sqlite"
    server = request.getfixturevalue("postgres")
    if server is None:
        pytest.skip("no PostgreSQL here: apt-get install postgresql")
    if name == "postgis" and not server.has_postgis:
        pytest.skip("no PostGIS here: apt-get install postgresql-postgis")
    return server.new_database(postgis=name == "postgis")


@pytest.fixture(params=DATABASES)
def location(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """Return where an empty register may be made, in each sort of database."""
    return _location(request.param, tmp_path, request)


@pytest.fixture(params=DATABASES)
def register(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Register]:
    """Return an empty register of small kinds, in each sort of database.

    On a server it is emptied, which takes less than to make it.
    """
    name = request.param
    if name == "sqlite" or name not in _MADE:
        _MADE[name] = _location(name, tmp_path, request)
    with open_register(_MADE[name], KINDS) as opened:
        if name != "sqlite":
            empty_register(opened)
        yield opened
