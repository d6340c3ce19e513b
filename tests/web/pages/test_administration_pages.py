"""Accounts, keys, jobs, the trail, backups and health, as administrators use them."""

import re
from datetime import timedelta
from zipfile import ZipFile

import pytest

from hatangso.model.account import AccountRole
from hatangso.model.job import JobState
from hatangso.web.jobs.heartbeats import Heartbeats
from hatangso.web.jobs.job_kind import Lane
from web_service import ON_BOTH_DATABASES, PASSWORD, Client, Service

PAGES = (
    "/quan-tri",
    "/quan-tri/nguoi-dung/moi",
    "/quan-tri/khoa",
    "/quan-tri/viec",
    "/quan-tri/nhat-ky",
    "/quan-tri/sao-luu",
    "/quan-tri/tinh-trang",
    "/tai-khoan",
)


@pytest.fixture
def administrator(service: Service) -> Client:
    return service.client_as("administrator", login="quan.tri")


def _shown_secret(page: str) -> str:
    found = re.search(r'data-copy="([^"]+)"', page)
    assert found, "the page shows no secret"
    return found[1]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens(administrator: Client, path: str, language: str) -> None:
    answer = administrator.get(f"{path}?lang={language}")
    assert answer.status_code == 200
    assert f'lang="{language}"' in answer.text


@ON_BOTH_DATABASES
def test_a_new_account_gets_a_password_that_it_must_change(
    service: Service, administrator: Client
) -> None:
    answer = administrator.post(
        "/quan-tri/nguoi-dung/moi",
        data={
            "login": "cán.bộ@xã.vn".encode("ascii", "ignore").decode(),
            "full_name": "Lò Thị Mây",
            "role": "commune",
            "units": ["00002"],
            "has_password": "1",
        },
    )
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    first = _shown_secret(answer.text)
    login = "cn.b@x.vn"
    person = service.client()
    entered = person.post("/dang-nhap", data={"login": login, "password": first})
    assert entered.headers["location"] == "/tai-khoan"
    # Nothing else opens before.
    assert person.get("/").headers["location"] == "/tai-khoan"
    person.csrf_token = person.page_token("/tai-khoan")
    wrong = {"current": "another", "password": PASSWORD, "again": PASSWORD}
    assert person.post("/tai-khoan/mat-khau", data=wrong).status_code == 422
    right = wrong | {"current": first}
    assert person.post("/tai-khoan/mat-khau", data=right).status_code == 303
    assert person.get("/").status_code == 200
    account = service.state.operations.accounts.by_login(login)
    assert account is not None
    assert account.units == {"00002"}
    assert first not in administrator.get("/quan-tri/nhat-ky").text


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"role": "commune"}, "phường nào"),
        ({"role": "commune", "units": ["99999"]}, "99999"),
        ({"role": "operator"}, "doanh nghiệp nào"),
        ({"role": "public"}, "vai trò"),
        ({"login": "Ông A"}, "tên đăng nhập"),
        ({"login": "quan.tri"}, "đã có"),
    ],
)
def test_what_no_account_can_be_is_told_beside_what_was_typed(
    administrator: Client, given: dict[str, object], words: str
) -> None:
    data = {"login": "moi", "full_name": "Tên Đã Gõ", "has_password": "1", **given}
    answer = administrator.post("/quan-tri/nguoi-dung/moi", data=data)
    assert answer.status_code == 422
    assert words in answer.text.lower()
    assert "Tên Đã Gõ" in answer.text


def test_communes_stand_in_the_order_of_the_alphabet(administrator: Client) -> None:
    page = administrator.get("/quan-tri/nguoi-dung/moi").text
    assert page.index("Xã Đông") < page.index("Xã Tây")


def test_what_does_not_belong_to_the_role_is_not_kept(
    service: Service, administrator: Client
) -> None:
    number = service.account("commune").id
    administrator.post(
        f"/quan-tri/nguoi-dung/{number}",
        data={"role": "planner", "units": ["00002"], "operator": "X", "is_active": "1"},
    )
    changed = service.state.operations.accounts.get(number)
    assert changed.role is AccountRole.PLANNER
    assert (changed.units, changed.operator) == (frozenset(), "")


def test_a_closed_account_is_out_at_once(
    service: Service, administrator: Client
) -> None:
    person = service.client_as("planner")
    assert person.account
    assert person.get("/tai-khoan").status_code == 200
    administrator.post(
        f"/quan-tri/nguoi-dung/{person.account.id}", data={"role": "planner"}
    )
    assert person.get("/tai-khoan").status_code == 303


def test_the_last_administrator_stays(administrator: Client) -> None:
    assert administrator.account
    answer = administrator.post(
        f"/quan-tri/nguoi-dung/{administrator.account.id}",
        data={"role": "reader", "is_active": "1"},
    )
    assert answer.status_code == 422
    assert administrator.get("/quan-tri").status_code == 200


def test_a_new_password_ends_the_sessions(
    service: Service, administrator: Client
) -> None:
    person = service.client_as("reader")
    assert person.account
    path = f"/quan-tri/nguoi-dung/{person.account.id}"
    answer = administrator.post(f"{path}/mat-khau")
    assert answer.status_code == 200
    assert person.get("/tai-khoan").status_code == 303
    accounts = service.state.operations.accounts
    assert accounts.verify(person.account.login, PASSWORD) is None
    assert accounts.verify(person.account.login, _shown_secret(answer.text))


def test_a_key_is_shown_once_works_and_ends(service: Service) -> None:
    person = service.client_as("planner")
    answer = person.post("/tai-khoan/khoa", data={"label": "Bảng tính", "days": "30"})
    assert answer.headers["cache-control"] == "no-store"
    secret = _shown_secret(answer.text)
    assert secret not in person.get("/tai-khoan").text
    program = service.client(headers={"authorization": f"Bearer {secret}"})
    assert program.get("/api/v1/me").json()["is_read_only"] is True
    number = service.state.operations.tokens.list()[0].id
    assert person.post(f"/tai-khoan/khoa/{number}/thu-hoi").status_code == 303
    assert program.get("/api/v1/me").status_code == 401


def test_nobody_revokes_the_key_of_another(service: Service) -> None:
    service.program_as("planner")
    number = service.state.operations.tokens.list()[0].id
    answer = service.client_as("planner").post(f"/tai-khoan/khoa/{number}/thu-hoi")
    assert answer.status_code == 404
    assert service.state.operations.tokens.list()[0].revoked_at is None


def test_an_administrator_revokes_any_key(
    service: Service, administrator: Client
) -> None:
    program = service.program_as("planner")
    number = service.state.operations.tokens.list()[0].id
    assert "phần mềm thử" in administrator.get("/quan-tri/khoa").text
    administrator.post(f"/quan-tri/khoa/{number}/thu-hoi")
    assert program.get("/api/v1/me").status_code == 401


def test_no_program_makes_itself_a_key(service: Service) -> None:
    program = service.program_as("administrator")
    assert program.post("/tai-khoan/khoa", data={"label": "x"}).status_code == 403
    assert program.get("/tai-khoan").status_code == 403


def test_signing_out_everywhere_ends_all_sessions(service: Service) -> None:
    here = service.client_as("reader")
    there = service.client(here.account)
    assert here.post("/tai-khoan/dang-xuat-het").status_code == 303
    for client in (here, there):
        assert client.get("/tai-khoan").status_code == 303


@ON_BOTH_DATABASES
def test_a_backup_is_made_listed_downloaded_and_deleted(
    service: Service, administrator: Client
) -> None:
    assert administrator.post("/quan-tri/sao-luu").status_code == 303
    assert service.run_jobs() == 1
    job = service.state.operations.jobs.list()[0]
    assert job.state is JobState.DONE, job.problem
    name = str(job.result["file"])
    assert name in administrator.get("/quan-tri/sao-luu").text
    answer = administrator.get(f"/quan-tri/sao-luu/{name}")
    assert answer.headers["cache-control"] == "no-store"
    kept = service.state.directory / "backups" / "copy.bin"
    kept.write_bytes(answer.content)
    with ZipFile(kept) as archive:
        assert {"register.sqlite", "service.sqlite"} <= set(archive.namelist())
    administrator.post(f"/quan-tri/sao-luu/{name}/xoa")
    assert name not in administrator.get("/quan-tri/sao-luu").text


@pytest.mark.parametrize(
    "name", ["../province.toml", "..%2Fprovince.toml", ".x.zip", "none.zip", "%00.zip"]
)
def test_no_other_file_is_downloaded(
    service: Service, administrator: Client, name: str
) -> None:
    folder = service.state.directory / "backups"
    folder.mkdir()
    (folder / ".x.zip").write_text("unfinished")
    assert administrator.get(f"/quan-tri/sao-luu/{name}").status_code == 404


def test_a_job_is_cancelled_and_asked_for_again(
    service: Service, administrator: Client
) -> None:
    jobs = service.state.operations.jobs
    number = jobs.ask(
        "report", lane="heavy", parameters={}, asked_by="x", at=service.clock()
    ).id
    administrator.post(f"/quan-tri/viec/{number}/huy")
    assert jobs.get(number).state is JobState.CANCELLED
    answer = administrator.post(f"/quan-tri/viec/{number}/lai")
    assert answer.headers["location"].startswith(f"/viec/{number + 1}")
    assert jobs.get(number + 1).asked_by == "quan.tri"
    page = administrator.get("/quan-tri/viec?trang_thai=cancelled").text
    assert f"/viec/{number}" in page
    assert f"/viec/{number + 1}" not in page


def test_the_trail_says_in_words_what_was_done(
    service: Service, administrator: Client
) -> None:
    told = {"account": "an", "role": "planner", "active": False}
    note = service.state.operations.audit_trail.note
    note(service.clock(), "be", "account changed", "192.0.2.7", **told)
    note(service.clock(), "be", "key made", "192.0.2.7", hint="hts_ab")
    page = administrator.get("/quan-tri/nhat-ky").text
    assert "tài khoản an, " in page
    assert ", bị khóa<" in page
    assert "khóa hts_ab…" in page
    assert "hint" not in page


def test_the_trail_is_filtered_and_paged(
    service: Service, administrator: Client
) -> None:
    for index in range(101):
        who = "be.hai" if index % 2 else "an.nguyen"
        service.state.operations.audit_trail.note(
            service.clock(), who, "sign-in", "192.0.2.7", index=index
        )
    page = administrator.get("/quan-tri/nhat-ky").text
    assert "index: 100" in page
    assert "index: 0<" not in page
    older = re.search(r"truoc=(\d+)", page)
    assert older
    assert "index: 0<" in administrator.get(f"/quan-tri/nhat-ky?{older[0]}").text
    one = administrator.get("/quan-tri/nhat-ky?ai=be.hai").text
    assert "an.nguyen" not in one
    assert administrator.get("/quan-tri/nhat-ky?truoc=x").status_code == 200


def test_health_tells_administrators_which_worker_is_silent(
    service: Service, administrator: Client
) -> None:
    beats = Heartbeats(service.state.directory)
    beats.beat(Lane.QUICK, service.clock())
    beats.beat(Lane.HEAVY, service.clock() - timedelta(minutes=5))
    told = administrator.get("/health").json()
    assert told["silent"] == ["heavy"]
    assert told["database"] == "SQLite"
    assert service.client().get("/health").json() == {"status": "ok"}
    page = administrator.get("/quan-tri/tinh-trang").text
    assert page.count("status failed") == 1


def test_settings_are_shown_without_secrets(service: Service) -> None:
    page = service.client_as("administrator").get("/quan-tri/tinh-trang").text
    assert "HATANGSO_SESSION_HOURS" in page
    assert "HATANGSO_OIDC_CLIENT_SECRET" in page
