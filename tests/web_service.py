"""The web application on a small province, and visitors of every role."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from time import sleep
from typing import Any

import pytest
import uvicorn
from argon2 import PasswordHasher
from fastapi import FastAPI
from starlette.testclient import TestClient

from hatangso.model.account import Account, AccountRole
from hatangso.model.site import Technology
from hatangso.web.application_state import AppState
from hatangso.web.jobs.job_kind import Lane
from hatangso.web.jobs.worker import Worker
from hatangso.web.security.visitors import FORM_COOKIE, SESSION_COOKIE
from hatangso.workflows.assess import assess_province
from hatangso.workflows.coverage import compute_coverage
from hatangso.workflows.plan import plan_build_out
from hatangso.workflows.plan_request import PlanRequest
from hatangso.workflows.progress import Silent
from hatangso.workflows.report import write_report
from small_province import NOW, build_small_province

# Right in service, it takes a tenth of a second and 64 MiB.
CHEAP_HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORD = "một con vịt xòe ra hai cái cánh"  # noqa: S105 - of accounts for tests
ADDRESS = "http://testserver"
# What an account of a role needs to be one.
SCOPES: dict[AccountRole, dict[str, Any]] = {
    AccountRole.COMMUNE: {"units": ("00002",)},
    AccountRole.OPERATOR: {"operator": "Viettel"},
}
# For tests that hold on both databases: give it as a decorator.
ON_BOTH_DATABASES = pytest.mark.parametrize(
    "database", ["sqlite", "postgresql"], indirect=True
)
_LOGINS = count(1)
_SAFE = {"GET", "HEAD", "OPTIONS"}
_STARTS_WITHIN_S = 20


@dataclass
class Clock:
    """A clock that stands until it is moved."""

    at: datetime = NOW

    def __call__(self) -> datetime:
        return self.at

    def move(self, **by: float) -> None:
        """Go on: ``clock.move(hours=13)``."""
        self.at += timedelta(**by)


def build_computed_province(directory: Path) -> None:
    """Write the small province with coverage, verdicts, plan and report."""
    directory.mkdir(parents=True)
    build_small_province(directory)
    quiet, g4 = Silent(), Technology.G4
    compute_coverage(directory, progress=quiet, now=NOW)
    assess_province(directory, technology=g4, now=NOW)
    plan_build_out(directory, PlanRequest(technology=g4), progress=quiet, now=NOW)
    write_report(directory, technology=g4, progress=quiet, now=NOW)


class Client(TestClient):
    """A browser that somebody may be signed in with; forms bring their token along.

    Redirections are told, not followed.
    """

    def __init__(self, app: FastAPI, **options: Any) -> None:
        options.setdefault("base_url", ADDRESS)
        super().__init__(
            app, follow_redirects=False, raise_server_exceptions=False, **options
        )
        self.account: Account | None = None
        self.csrf_token = ""

    def request(self, method: str, url: Any, **options: Any) -> Any:
        headers = dict(options.pop("headers", None) or {})
        if method not in _SAFE and "authorization" not in self.headers:
            token = self.csrf_token or self.form_token()
            if b"x-csrf-token" not in headers:
                headers.setdefault("x-csrf-token", token)
        return super().request(method, url, headers=headers, **options)

    def form_token(self) -> str:
        """Return the token of forms for a browser that nobody is signed in with."""
        if not self.cookies.get(FORM_COOKIE):
            self.get("/dang-nhap")
        return self.cookies.get(FORM_COOKIE) or ""

    def page_token(self, path: str) -> str:
        """Return the token that a page gives to its forms."""
        found = re.search(r'name="csrf-token" content="([^"]+)"', self.get(path).text)
        assert found, f"{path} has no token"
        return found[1]


@dataclass
class Service:
    """A running application in this process, and who visits it."""

    app: FastAPI
    clock: Clock
    clients: list[Client] = field(default_factory=list)

    @property
    def state(self) -> AppState:
        """Return what handlers get."""
        state: AppState = self.app.state.hatangso
        return state

    def account(self, role: AccountRole | str, **scope: Any) -> Account:
        """Make an account; a commune is of 00002, an operator Viettel by default."""
        role = AccountRole(role)
        given = {"password": PASSWORD} | SCOPES.get(role, {}) | scope
        login = given.pop("login", f"{role}-{next(_LOGINS)}")
        name = given.pop("full_name", f"Người {role}")
        return self.state.operations.accounts.create(
            login, name, role, at=self.clock(), **given
        )

    def session(self, account: Account) -> tuple[str, str]:
        """Return the secret of a new session and its token of forms."""
        secret, session = self.state.operations.sessions.start(
            account, self.clock(), lifetime=timedelta(hours=12)
        )
        return secret, session.csrf_token

    def client(self, account: Account | None = None, **options: Any) -> Client:
        """Return a browser, signed in where an account is given."""
        client = Client(self.app, **options)
        self.clients.append(client)
        if account is not None:
            secret, client.csrf_token = self.session(account)
            client.cookies.set(SESSION_COOKIE, secret)
            client.account = account
        return client

    def client_as(self, role: AccountRole | str, **scope: Any) -> Client:
        """Return a browser signed in as a new account of a role; ``public``: nobody."""
        if role == AccountRole.PUBLIC:
            return self.client()
        return self.client(self.account(role, **scope))

    def program_as(
        self, role: AccountRole | str, *, is_read_only: bool = False, **scope: Any
    ) -> Client:
        """Return a program with a key of a new account of a role."""
        account = self.account(role, **scope)
        key, _ = self.state.operations.tokens.issue(
            account.id,
            "phần mềm thử",
            is_read_only=is_read_only,
            at=self.clock(),
            expires_at=self.clock() + timedelta(days=30),
        )
        client = self.client(headers={"authorization": f"Bearer {key}"})
        client.account = account
        return client

    def run_jobs(self) -> int:
        """Run the waiting jobs here; return how many there were."""
        done = 0
        for lane in Lane:
            worker = Worker(
                self.state.settings, self.state.operations, lane, self.clock
            )
            while worker.run_one():
                done += 1
        return done

    def close(self) -> None:
        """Close clients and stores."""
        for client in self.clients:
            client.close()
        self.state.operations.close()
        self.state.register.close()


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """Serve an application on a free port of this machine; yield its address."""
    config = uvicorn.Config(
        app, port=0, log_config=None, access_log=False, lifespan="off"
    )
    server = uvicorn.Server(config)
    with config.bind_socket() as listening:
        port = listening.getsockname()[1]
        thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        for _ in range(_STARTS_WITHIN_S * 100):
            if server.started:
                break
            sleep(0.01)
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.should_exit = True
            thread.join()
