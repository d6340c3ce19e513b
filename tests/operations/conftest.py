"""The databases in which the service's data may lie."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from hatangso.model.account import Account, AccountRole
from hatangso.operations.database import Operations, open_operations
from hatangso.operations.tables import METADATA
from hatangso.workflows.monitoring_settings import (
    MonitoringSettings,
    monitoring_settings,
)
from service_samples import CHEAP, NOON, PASSWORD

# Where this process has made tables on its server.
_MADE: list[str] = []


def _location(name: str, folder: Path, request: pytest.FixtureRequest) -> Path | str:
    if name == "sqlite":
        return folder / "service.sqlite"
    server = request.getfixturevalue("postgres")
    if server is None:
        pytest.skip("no PostgreSQL here: apt-get install postgresql")
    return server.new_database(postgis=False)


@pytest.fixture(params=("sqlite", "postgresql"))
def location(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """Return where empty data may be made, in each sort of database."""
    return _location(request.param, tmp_path, request)


@pytest.fixture(params=("sqlite", "postgresql"))
def operations(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Operations]:
    """Return empty data, in each sort of database; on a server they are emptied."""
    place: Path | str
    if request.param == "sqlite" or not _MADE:
        place = _location(request.param, tmp_path, request)
        if isinstance(place, str):
            _MADE.append(place)
    else:
        place = _MADE[0]
    with open_operations(place, hasher=CHEAP) as opened:
        if isinstance(place, str):
            names = ", ".join(METADATA.tables)
            with opened._engine.begin() as connection:
                connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY"))
        yield opened


@pytest.fixture
def administrator(operations: Operations) -> Account:
    """Return the only account."""
    return operations.accounts.create(
        "admin", "Quản trị", AccountRole.ADMINISTRATOR, password=PASSWORD, at=NOON
    )


@pytest.fixture(scope="session")
def shipped_settings(tmp_path_factory: pytest.TempPathFactory) -> MonitoringSettings:
    """Return how a province without a file of its own is watched."""
    return monitoring_settings(tmp_path_factory.mktemp("no-settings"))
