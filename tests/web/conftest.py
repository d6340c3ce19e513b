"""The application on a small province, on SQLite or on PostgreSQL, and its visitors."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI

from hatangso.web.application import create_app
from hatangso.web.settings import Settings
from web_service import (
    ADDRESS,
    CHEAP_HASHER,
    Client,
    Clock,
    Service,
    build_computed_province,
    serving,
)


@pytest.fixture(scope="session")
def computed_province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the computed province that every test gets a copy of."""
    directory = tmp_path_factory.mktemp("computed") / "valley"
    build_computed_province(directory)
    service = Service(create_app(Settings(directory=directory), now=Clock()), Clock())
    service.close()
    return directory


@pytest.fixture
def database(request: pytest.FixtureRequest) -> str:
    """Return the address of an empty database; empty for SQLite, which is usual.

    ``@ON_BOTH_DATABASES`` runs a test on PostgreSQL too.
    """
    if getattr(request, "param", "sqlite") == "sqlite":
        return ""
    server = request.getfixturevalue("postgres")
    if server is None:
        pytest.skip("no PostgreSQL here: apt-get install postgresql")
    address: str = server.new_database(postgis=False)
    return address


@pytest.fixture
def province(computed_province: Path, tmp_path: Path, database: str) -> Path:
    """Return a province of one's own, with coverage, verdicts, plan and report."""
    directory = tmp_path / "valley"
    stores = ("register.*", ".register", "service.*") if database else ()
    shutil.copytree(
        computed_province, directory, ignore=shutil.ignore_patterns(*stores)
    )
    if database:
        described = directory / "province.toml"
        named = f'register = "{database}"\n'.encode()
        described.write_bytes(named + described.read_bytes())
    return directory


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def settings(province: Path) -> Settings:
    """Return the settings; a test changes them with ``model_copy``."""
    return Settings(directory=province, base_url=ADDRESS, workers=1)


@pytest.fixture
def service(settings: Settings, clock: Clock) -> Iterator[Service]:
    made = Service(create_app(settings, now=clock, hasher=CHEAP_HASHER), clock)
    yield made
    made.close()


@pytest.fixture
def app(service: Service) -> FastAPI:
    return service.app


@pytest.fixture
def client_as(service: Service) -> Callable[..., Client]:
    """Return what makes a browser: ``client_as("commune", units=("00001",))``."""
    return service.client_as


@pytest.fixture
def run_jobs(service: Service) -> Callable[[], int]:
    """Return what runs the waiting jobs."""
    return service.run_jobs


@pytest.fixture
def live_server(service: Service) -> Iterator[str]:
    """Return the address of the application for real browsers."""
    with serving(service.app) as address:
        yield address
