"""Every route for every visitor: open exactly where the table of rights says so.

Routes are found, not listed: a new page is in here by being there.
"""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute

from hatangso.model.account import AccountRole
from hatangso.web.access import PERMISSIONS, Permission
from hatangso.web.application import create_app
from hatangso.web.routing import guarded_routes
from hatangso.web.settings import Settings
from role_guide import GUIDES, guide_path, with_table
from web_service import ADDRESS, CHEAP_HASHER, Client, Clock, Service

# What stands for a gap in an address; anything else gets a number.
_GAPS = {
    "kind": "site",
    "name": "khong-co",
    "code": "village_4g_ratio",
    "key": "S1",
    "unit": "00001",
    "technology": "4g",
    "layer": "communes",
    "upload": "khong-co",
}
_PUBLIC_PAGES = {Permission.READ_PUBLIC, Permission.REPORT}
_BEFORE_OWN_PASSWORD = {Permission.ENTER, Permission.OWN_SECRETS}
_SAFE = {"GET"}


@dataclass(frozen=True)
class Kind:
    """A kind of visitor.

    Attributes:
        way: ``browser``, ``read key`` or ``write key``.
        public_pages: As the setting has it.
        must_change: Whether somebody else chose the password.
    """

    role: AccountRole
    way: str = "browser"
    public_pages: bool = True
    must_change: bool = False

    def __str__(self) -> str:
        closed = "" if self.public_pages else ", closed"
        first = ", first password" if self.must_change else ""
        return f"{self.role} by {self.way}{closed}{first}"

    @property
    def asks_for_all(self) -> bool:
        """Whether it opens all that it may; others one route of each sort."""
        return self.way == "browser" and self.public_pages

    def may(self, permission: Permission, method: str) -> bool:
        """Say again, in other words than the program, who may what."""
        if self.way != "browser" and permission is Permission.OWN_SECRETS:
            return False
        if self.must_change and permission not in _BEFORE_OWN_PASSWORD:
            return False
        if permission not in PERMISSIONS[self.role]:
            return False
        if self.way == "read key" and method not in _SAFE:
            return False
        is_nobody = self.role is AccountRole.PUBLIC
        return not (is_nobody and not self.public_pages and permission in _PUBLIC_PAGES)


_ROLES = [role for role in AccountRole if role is not AccountRole.PUBLIC]
KINDS = [
    *(Kind(role) for role in AccountRole),
    *(Kind(role, way) for role in _ROLES for way in ("read key", "write key")),
    Kind(AccountRole.PUBLIC, public_pages=False),
    Kind(AccountRole.READER, public_pages=False),
    Kind(AccountRole.ADMINISTRATOR, must_change=True),
    Kind(AccountRole.ADMINISTRATOR, "write key", must_change=True),
]


@pytest.fixture(scope="module")
def services(
    computed_province: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[bool, Service]]:
    """Return the service with public pages and without, for all cases together."""
    made = {}
    for is_public in (True, False):
        directory = tmp_path_factory.mktemp("matrix") / "valley"
        shutil.copytree(computed_province, directory)
        settings = Settings(
            directory=directory, base_url=ADDRESS, public_pages=is_public
        )
        clock = Clock()
        app = create_app(settings, now=clock, hasher=CHEAP_HASHER)
        made[is_public] = Service(app, clock)
        # Somebody must stay when the cases try to take rights away.
        made[is_public].account("administrator")
    yield made
    for service in made.values():
        service.close()


def _visitor(service: Service, kind: Kind) -> Client:
    scope = {"must_change_password": True} if kind.must_change else {}
    if kind.way == "browser":
        return service.client_as(kind.role, **scope)
    return service.program_as(kind.role, is_read_only=kind.way == "read key", **scope)


def _address(route: APIRoute) -> str:
    """Return an address of a route, its gaps filled."""
    return re.sub(
        r"\{(\w+)(?::\w+)?\}", lambda gap: _GAPS.get(gap[1], "999999"), route.path
    )


def _is_refused(client: Client, method: str, address: str) -> bool:
    """Return whether the guard of a route sends a visitor away."""
    answer = client.request(method, address)
    status = HTTPStatus(answer.status_code)
    assert status < HTTPStatus.INTERNAL_SERVER_ERROR, (
        f"{method} {address}: {status} {answer.text[:300]}"
    )
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        return True
    goal = answer.headers.get("location", "")
    is_sent_away = goal.startswith("/dang-nhap") or goal == "/tai-khoan"
    return status is HTTPStatus.SEE_OTHER and is_sent_away


# These end what the visitor comes with: they are asked last, each with another one.
_ENDS_SESSION = {"/dang-xuat", "/tai-khoan/dang-xuat-het"}


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_routes_open_exactly_for_those_who_may(
    services: dict[bool, Service], kind: Kind
) -> None:
    service = services[kind.public_pages]
    wrong, seen = [], set()
    client = _visitor(service, kind)
    for route, permission in guarded_routes(service.app):
        for method in sorted(route.methods or ()):
            address = _address(route)
            is_end = route.path in _ENDS_SESSION
            asking = _visitor(service, kind) if is_end else client
            may = kind.may(permission, method)
            if is_end and may:
                # Their own answer leads to the sign-in: it is no refusal.
                continue
            alike = (permission, method, route.path.startswith("/api/"))
            if may and alike in seen and not kind.asks_for_all:
                continue
            seen.add(alike)
            if _is_refused(asking, method, address) == may:
                wrong.append(f"{method} {route.path} ({permission}): {may=}")
    assert not wrong, "\n".join(wrong)


def test_every_route_is_guarded(app: FastAPI) -> None:
    routes = list(guarded_routes(app))
    assert len(routes) > 30
    others = {
        getattr(route, "path", "")
        for route in app.routes
        if not isinstance(route, APIRoute) and not hasattr(route, "original_router")
    }
    # Built files, and the description of the interface.
    assert others <= {"/static", "/api/v1/openapi.json"}


def test_a_route_without_a_permission_stops_the_start(app: FastAPI) -> None:
    app.add_api_route("/lo-hong", lambda: "open to all")
    with pytest.raises(LookupError, match="/lo-hong names no permission"):
        list(guarded_routes(app))


@pytest.mark.parametrize("name", GUIDES)
def test_the_guide_tells_what_the_program_does(name: str) -> None:
    written = guide_path(name).read_text(encoding="utf-8")
    assert written == with_table(name), "write it again: python tests/role_guide.py"
