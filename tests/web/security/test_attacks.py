"""What an attacker tries: each of these must fail."""

import io
from collections.abc import Iterator

import pytest
import structlog
from starlette.requests import Request

from hatangso.web.access import Permission
from hatangso.web.application import create_app
from hatangso.web.routing import PageRouter
from hatangso.web.security.visitors import FORM_COOKIE, SESSION_COOKIE
from hatangso.web.settings import Settings
from web_service import CHEAP_HASHER, PASSWORD, Client, Clock, Service

WRONG = {"login": "quan.tri", "password": "không phải mật khẩu này"}
KEY_FORM = {"label": "thử", "days": "30"}


def _sign_in(client: Client, address: str = "", **data: str) -> int:
    """Try a password; ``address`` is where the try comes from."""
    headers = {"x-forwarded-for": address} if address else {}
    answer = client.post("/dang-nhap", data=data, headers=headers)
    return int(answer.status_code)


@pytest.fixture
def secure(settings: Settings, clock: Clock) -> Iterator[Service]:
    chosen = settings.model_copy(update={"base_url": "https://testserver"})
    made = Service(create_app(chosen, now=clock, hasher=CHEAP_HASHER), clock)
    yield made
    made.close()


# Forms from other sites.


@pytest.mark.parametrize("token", [" ", "guessed", "ü"])
def test_a_form_without_the_token_changes_nothing(service: Service, token: str) -> None:
    client = service.client_as("planner")
    headers = {b"x-csrf-token": token.encode()}
    answer = client.post("/tai-khoan/khoa", data=KEY_FORM, headers=headers)
    assert answer.status_code == 403
    assert not service.state.operations.tokens.list()


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_form_that_the_browser_says_is_foreign_changes_nothing(
    service: Service, site: str
) -> None:
    client = service.client_as("planner")
    headers = {"sec-fetch-site": site}
    answer = client.post("/tai-khoan/khoa", data=KEY_FORM, headers=headers)
    assert answer.status_code == 403


def test_the_token_may_come_in_the_form_plain_or_with_files(service: Service) -> None:
    client = service.client_as("planner")
    token = client.csrf_token
    for sent in (
        {"data": {**KEY_FORM, "csrf_token": token}},
        {"data": {**KEY_FORM, "csrf_token": token}, "files": {"x": b"y"}},
    ):
        answer = client.post("/tai-khoan/khoa", headers={"x-csrf-token": ""}, **sent)
        assert answer.status_code == 200


def test_the_token_of_one_session_is_of_no_use_in_another(service: Service) -> None:
    one, other = service.client_as("planner"), service.client_as("planner")
    other.csrf_token = one.csrf_token
    assert other.post("/tai-khoan/khoa", data=KEY_FORM).status_code == 403


def test_the_cookie_for_forms_does_not_stand_for_a_session(service: Service) -> None:
    client = service.client_as("planner")
    client.cookies.set(FORM_COOKIE, "chosen")
    client.csrf_token = "chosen"  # noqa: S105 - what an attacker knows
    assert client.post("/tai-khoan/khoa", data=KEY_FORM).status_code == 403


@pytest.mark.parametrize("name", ["x-http-method-override", "x-method-override"])
def test_a_get_stays_a_get(service: Service, name: str) -> None:
    client = service.client_as("planner")
    answer = client.get("/tai-khoan/khoa?_method=POST", headers={name: "POST"})
    assert answer.status_code == 405


# Sessions.


def test_a_session_gets_a_secret_that_nobody_could_give_it(service: Service) -> None:
    service.account("planner", login="an.nguyen")
    client = service.client()
    client.cookies.set(SESSION_COOKIE, "planted")
    _sign_in(client, login="an.nguyen", password=PASSWORD)
    secrets = [c.value for c in client.cookies.jar if c.name == SESSION_COOKIE]
    assert "planted" not in secrets[-1]
    planted = service.client()
    planted.cookies.set(SESSION_COOKIE, "planted")
    assert planted.get("/tai-khoan").status_code == 303


def test_signing_in_again_ends_the_session_before(service: Service) -> None:
    account = service.account("planner", login="an.nguyen")
    secret, token = service.session(account)
    old, new = service.client(), service.client()
    for client in (old, new):
        client.cookies.set(SESSION_COOKIE, secret)
    new.csrf_token = token
    assert _sign_in(new, login="an.nguyen", password=PASSWORD) == 303
    assert old.get("/tai-khoan").status_code == 303


def test_a_session_ends_by_itself(service: Service) -> None:
    client = service.client_as("planner")
    service.clock.move(hours=13)
    assert client.get("/tai-khoan").status_code == 303


def test_cookies_over_https_are_for_this_host_and_https_only(secure: Service) -> None:
    secure.account("planner", login="an.nguyen")
    client = secure.client(base_url="https://testserver")
    page = client.get("/dang-nhap?lang=en")
    client.csrf_token = client.page_token("/dang-nhap")
    data = {"login": "an.nguyen", "password": PASSWORD}
    answer = client.post("/dang-nhap", data=data)
    assert answer.status_code == 303
    cookies = [
        *page.headers.get_list("set-cookie"),
        *answer.headers.get_list("set-cookie"),
    ]
    assert len(cookies) == 3
    for cookie in cookies:
        assert cookie.startswith("__Host-hatangso_")
        for flag in ("HttpOnly", "Secure", "Path=/"):
            assert flag.lower() in cookie.lower()
        assert "samesite=lax" in cookie.lower()
        assert "domain" not in cookie.lower()
    assert "strict-transport-security" in answer.headers
    assert client.get("/tai-khoan").status_code == 200


def test_signing_out_empties_the_cache_of_the_browser(service: Service) -> None:
    answer = service.client_as("planner").post("/dang-xuat")
    assert answer.headers["clear-site-data"] == '"cache"'


# Guessing passwords.


def test_guessing_from_one_address_is_paused(service: Service) -> None:
    service.account("administrator", login="quan.tri")
    client = service.client()
    tries = [_sign_in(client, **WRONG) for _ in range(12)]
    assert tries == [422] * 10 + [429] * 2
    # Not even the right one, until the quarter of an hour is over.
    right = {"login": "quan.tri", "password": PASSWORD}
    assert _sign_in(client, **right) == 429
    service.clock.move(minutes=16)
    assert _sign_in(client, **right) == 303


def test_guesses_do_not_keep_an_administrator_out_for_ever(service: Service) -> None:
    service.account("administrator", login="quan.tri")
    right = {"login": "quan.tri", "password": PASSWORD}
    office = service.client(client=("198.51.100.7", 1))
    assert _sign_in(office, **right) == 303
    # Somebody guesses from a hundred addresses, more than are let through.
    paused = 0
    for number in range(30):
        guesser = service.client(client=(f"203.0.113.{number}", 1))
        for _ in range(5):
            paused += _sign_in(guesser, **WRONG) == 429
    # A hundred tries are let through in all, the right one among them.
    assert paused == 51
    again = service.client(client=("198.51.100.7", 2))
    assert _sign_in(again, **right) == 303


def test_one_address_does_not_try_many_logins(service: Service) -> None:
    client = service.client()
    tries = [_sign_in(client, login=f"ai.{n}") for n in range(102)]
    assert tries.count(429) == 2


def test_addresses_of_one_network_count_together(service: Service) -> None:
    for number in range(10):
        guesser = service.client(client=(f"2001:db8:1:2::{number:x}", 1))
        assert _sign_in(guesser, **WRONG) == 422
    assert _sign_in(service.client(client=("2001:db8:1:2::ff", 1)), **WRONG) == 429


def test_who_is_no_proxy_cannot_choose_its_address(service: Service) -> None:
    client = service.client()
    tries = [_sign_in(client, f"192.0.2.{n}", **WRONG) for n in range(11)]
    assert tries[-1] == 429


def test_the_trail_keeps_no_password_typed_as_a_name(service: Service) -> None:
    _sign_in(service.client(), login="mat-khau-cua-toi")
    entries = service.state.operations.audit_trail.entries()
    assert [entry.action for entry in entries] == ["sign-in refused"]
    assert "mat-khau" not in str(entries)


def test_no_account_is_told_from_a_wrong_password(service: Service) -> None:
    service.account("planner", login="an.nguyen")
    client = service.client()
    texts = {
        client.post("/dang-nhap", data={"login": login, "password": "x"}).text.replace(
            login, ""
        )
        for login in ("an.nguyen", "khong.co")
    }
    assert len(texts) == 1


# Addresses that lead elsewhere.


@pytest.mark.parametrize(
    "target",
    [
        "https://ke-gian.example",
        "//ke-gian.example",
        "/\\ke-gian.example",
        "\\/ke-gian.example",
        "/\t/ke-gian.example",
        "/\n/ke-gian.example",
        "javascript:alert(1)",
        " //ke-gian.example",
        "ke-gian.example",
    ],
)
def test_signing_in_leads_nowhere_else(service: Service, target: str) -> None:
    service.account("planner", login="an.nguyen")
    answer = service.client().post(
        "/dang-nhap", data={"login": "an.nguyen", "password": PASSWORD, "toi": target}
    )
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize("host", ["ke-gian.example", "testserver.ke-gian.example", "["])
def test_the_service_has_no_other_name(service: Service, host: str) -> None:
    client = service.client()
    assert client.get("/dang-nhap", headers={"host": host}).status_code == 400
    assert (
        client.get("/dang-nhap", headers={"host": "127.0.0.1:8000"}).status_code == 200
    )
    assert client.get("/health", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/static/../settings.py",
        "/static/..%2f..%2fsettings.py",
        "/static/%2e%2e/settings.py",
        "/static//etc/passwd",
    ],
)
def test_no_file_outside_is_sent(service: Service, path: str) -> None:
    assert service.client().get(path).status_code == 404


# Large and strange bodies.


@pytest.mark.parametrize(
    "kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=b"]
)
def test_what_is_too_long_is_refused_by_its_word_and_by_counting(
    settings: Settings, clock: Clock, kind: str
) -> None:
    small = settings.model_copy(update={"upload_mb": 10})
    service = Service(create_app(small, now=clock, hasher=CHEAP_HASHER), clock)
    client = service.client_as("planner")
    said = {"content-type": kind, "content-length": "9" * 12}
    told = client.post("/tai-khoan/khoa", content=b"x", headers=said)
    counted = client.post(
        "/tai-khoan/khoa", content=_megabytes(12), headers={"content-type": kind}
    )
    service.close()
    assert (told.status_code, counted.status_code) == (413, 413)


def _megabytes(count: int) -> Iterator[bytes]:
    """Yield a body of so many megabytes whose length nobody says."""
    for _ in range(count):
        yield b"x" * 1_000_000


def test_the_public_sends_less_than_those_who_are_signed_in(
    service: Service, settings: Settings
) -> None:
    router = PageRouter()

    @router.form("/thu", Permission.REPORT)
    async def trial(request: Request) -> dict[str, int]:
        form = await request.form()
        return {"fields": len(form)}

    service.app.include_router(router)
    big = {"file": ("a.bin", io.BytesIO(b"x" * 26_000_000))}
    assert service.client().post("/thu", files=big).status_code == 413
    big = {"file": ("a.bin", io.BytesIO(b"x" * 26_000_000))}
    assert service.client_as("reader").post("/thu", files=big).status_code == 200
    assert settings.upload_mb == 200


def test_nothing_is_read_from_who_may_not_send_it(service: Service) -> None:
    read = 0

    def pieces() -> Iterator[bytes]:
        nonlocal read
        for _ in range(100):
            read += 1
            yield b"x" * 10_000

    client = service.client_as("reader")
    headers = {"content-type": "multipart/form-data; boundary=b", "x-csrf-token": ""}
    answer = client.post("/quan-tri/nguoi-dung/moi", content=pieces(), headers=headers)
    assert answer.status_code == 403
    assert read <= 1


# Keys.


def test_a_key_in_the_address_is_refused(service: Service) -> None:
    program = service.program_as("planner")
    key = program.headers["authorization"].removeprefix("Bearer ")
    client = service.client()
    answer = client.get(f"/api/v1/targets?key={key}")
    assert answer.status_code == 400
    assert "thu hồi" in answer.json()["detail"]


def test_a_key_for_reading_only_reads(service: Service) -> None:
    program = service.program_as("administrator", is_read_only=True)
    assert program.get("/quan-tri/khoa").status_code == 200
    assert program.post("/quan-tri/sao-luu").status_code == 403


def test_a_key_that_is_over_opens_nothing(service: Service) -> None:
    program = service.program_as("planner")
    service.clock.move(days=31)
    assert program.get("/api/v1/targets").status_code == 401


# What answers and logs tell.


def test_pages_are_kept_by_nobody_between(service: Service) -> None:
    client = service.client_as("planner")
    for path in ("/", "/tai-khoan", "/khong-co", "/api/v1/me"):
        answer = client.get(path)
        assert answer.headers["cache-control"] in {"private, no-cache", "no-store"}
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "unsafe" not in answer.headers["content-security-policy"]


def test_a_page_from_before_signing_in_is_not_taken_for_one_after(
    service: Service,
) -> None:
    account = service.account("planner")
    one, other = service.client(account), service.client(account)
    mark = one.get("/").headers["etag"]
    assert one.get("/", headers={"if-none-match": mark}).status_code == 304
    assert other.get("/", headers={"if-none-match": mark}).status_code == 200


def test_a_fault_tells_its_number_and_nothing_else(service: Service) -> None:
    router = PageRouter()

    @router.page("/hong", Permission.ENTER)
    def broken() -> None:
        raise RuntimeError("mật khẩu của cơ sở dữ liệu")

    service.app.include_router(router)
    with structlog.testing.capture_logs() as lines:
        answer = service.client().get("/hong", headers={"x-request-id": "so-12345"})
    assert answer.status_code == 500
    assert "so-12345" in answer.text
    assert "mật khẩu của" not in answer.text
    assert "content-security-policy" in answer.headers
    assert [line["request"] for line in lines] == ["so-12345"] * 2


def test_the_log_holds_no_secret(service: Service) -> None:
    service.account("planner", login="an.nguyen")
    client = service.client()
    with structlog.testing.capture_logs() as lines:
        _sign_in(client, login="an.nguyen", password=PASSWORD)
        client.get("/?mat_khau=trong-dia-chi")
        client.get("/", headers={b"x-request-id": "dòng mới ạ".encode()})
    text = str(lines)
    for secret in (PASSWORD, "trong-dia-chi", client.cookies.get(SESSION_COOKIE)):
        assert secret
        assert secret not in text
    assert [line["status"] for line in lines][-2:] == [200, 200]
    assert lines[-1]["login"] == "an.nguyen"
    assert "dòng" not in lines[-1]["request"]


def test_figures_of_the_service_are_for_this_machine_and_administrators(
    service: Service,
) -> None:
    here = service.client(client=("127.0.0.1", 1), base_url="http://127.0.0.1:8000")
    text = here.get("/metrics").text
    assert 'hatangso_jobs{lane="heavy",state="waiting"} 0.0' in text
    assert "hatangso_request_seconds_count" in text
    proxied = here.get("/metrics", headers={"x-forwarded-for": "203.0.113.9"})
    assert proxied.status_code == 303
    named = service.client(client=("127.0.0.1", 1))
    assert named.get("/metrics").status_code == 303
    assert service.client().get("/metrics").status_code == 303
    assert service.client_as("planner").get("/metrics").status_code == 403
    key = service.program_as("administrator", is_read_only=True)
    assert key.get("/metrics").status_code == 200
