"""A real PostgreSQL server of one's own, for as long as the tests run."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg

_USER = "hatangso"
_NAMES = count(1)


class PostgresServer:
    """A server in a folder, spoken to through a socket beside its data."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.has_postgis = True

    def url(self, name: str) -> str:
        """Return the address of a database."""
        return f"postgresql://{_USER}@/{name}?host={self.folder}"

    def execute(self, statement: str, database: str = "postgres") -> None:
        """Execute a statement outside transactions."""
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            connection.execute(statement.encode())

    def new_database(self, *, postgis: bool) -> str:
        """Return the address of an empty database."""
        name = f"register_{next(_NAMES)}"
        template = "mapped" if postgis else "template1"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)


def find_programs() -> Path | None:
    """Return the folder with the newest server on this machine, None without one."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    initdb = shutil.which("initdb")
    return Path(initdb).parent if initdb else None


@contextmanager
def run_server(programs: Path) -> Iterator[PostgresServer]:
    """Start a server, with a template of databases with PostGIS where that is there."""
    # A socket's path must be short; the server must not run as root.
    folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))
    as_user = []
    if os.getuid() == 0:
        shutil.chown(folder, "postgres")
        as_user = ["runuser", "-u", "postgres", "--"]

    def run(program: str, *arguments: str) -> None:
        command = [*as_user, str(programs / program), *arguments]
        subprocess.run(  # noqa: S603 - the command is built here
            command, check=True, cwd=folder, stdout=subprocess.DEVNULL
        )

    data = str(folder / "data")
    run("initdb", "-D", data, "-U", _USER, "-A", "trust", "-E", "UTF8", "--no-sync",
        "--no-locale")  # fmt: skip
    options = f"-k {folder} -c listen_addresses='' -c fsync=off -c shared_buffers=32MB"
    run("pg_ctl", "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start")
    server = PostgresServer(folder)
    try:
        server.execute("CREATE DATABASE mapped")
        try:
            server.execute("CREATE EXTENSION postgis", "mapped")
        except psycopg.errors.FeatureNotSupported:
            server.has_postgis = False
        yield server
    finally:
        run("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)
