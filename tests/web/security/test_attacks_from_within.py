"""What somebody with an account tries, beyond the rights of the account."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from hatangso.model.account import AccountRole
from hatangso.model.job import JobState
from hatangso.web.application import create_app
from hatangso.web.jobs.import_jobs import IMPORT_JOB, PREVIEW_JOB
from hatangso.web.settings import Settings
from hatangso.web.uploads import Uploads
from web_service import ADDRESS, CHEAP_HASHER, Client, Clock, Service

TABLE = "Mã trạm;Tên trạm;Vĩ độ;Kinh độ;Chủ sở hữu\nMOI-1;Đồi Chè;21,5;105,5;VNPT\n"


@pytest.fixture(scope="module")
def administrator(
    computed_province: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Client]:
    """Return a browser for cases that change nothing."""
    directory = tmp_path_factory.mktemp("within") / "valley"
    shutil.copytree(computed_province, directory)
    clock = Clock()
    settings = Settings(directory=directory, base_url=ADDRESS)
    made = Service(create_app(settings, now=clock, hasher=CHEAP_HASHER), clock)
    yield made.client_as("administrator")
    made.close()


def _sent(service: Service, client: Client) -> str:
    """Send a file in, let it be looked at; return its number."""
    sent = client.post(
        "/api/v1/imports",
        files={"file": ("tram.csv", TABLE.encode())},
        data={"kind": "site"},
    )
    assert sent.status_code == 202, sent.text
    service.run_jobs()
    return str(sent.json()["id"])


# Files of others.


@pytest.mark.parametrize("kind", [PREVIEW_JOB, IMPORT_JOB])
def test_no_job_touches_a_file_of_somebody_else(service: Service, kind: str) -> None:
    owner, other = service.client_as("planner"), service.client_as("operator")
    upload = _sent(service, owner)
    uploads = Uploads(service.state.directory)
    seen = uploads.seen(upload)
    order = {"kind": kind, "parameters": {"upload": upload}}
    job = other.post("/api/v1/jobs", json=order).json()
    service.run_jobs()
    told = other.get(f"/api/v1/jobs/{job['id']}").json()
    assert told["state"] == "failed"
    assert "tram" not in str(told)
    assert uploads.seen(upload) == seen
    assert uploads.trouble(upload) is None


def test_programs_do_not_get_what_a_planner_saw_of_their_file(
    service: Service,
) -> None:
    sender, planner = service.client_as("operator"), service.client_as("planner")
    upload = _sent(service, sender)
    address = f"/api/v1/imports/{upload}"
    assert sender.get(f"{address}/differences").json()["total"] == 1
    planner.post(f"/du-lieu/nhap/{upload}/xem-lai")
    service.run_jobs()
    assert sender.get(f"{address}/differences").json()["total"] == 0
    told = sender.get(address).json()
    assert (told["findings"], told["questions"], told["differences"]) == ([], [], {})
    assert planner.get(f"{address}/differences").json()["total"] == 1


# Accounts that change while something goes on.


@pytest.mark.parametrize("change", [{"is_active": False}, {"role": AccountRole.READER}])
def test_a_job_that_waits_does_not_outlive_the_right_to_it(
    service: Service, change: dict[str, object]
) -> None:
    client = service.client_as("planner")
    account = client.account
    assert account is not None
    job = client.post("/api/v1/jobs", json={"kind": "coverage"}).json()
    service.state.operations.accounts.change(account.id, **change)  # type: ignore[arg-type]
    service.run_jobs()
    assert service.state.operations.jobs.get(job["id"]).state is JobState.FAILED


def test_a_session_and_a_key_have_the_rights_of_the_account_now(
    service: Service,
) -> None:
    accounts = service.state.operations.accounts
    browser, program = service.client_as("planner"), service.program_as("planner")
    for client in (browser, program):
        assert client.account is not None
        assert client.post("/api/v1/jobs", json={"kind": "plan"}).status_code == 202
        accounts.change(client.account.id, role=AccountRole.READER)
        assert client.post("/api/v1/jobs", json={"kind": "plan"}).status_code == 403
        accounts.change(client.account.id, is_active=False)
        assert client.get("/api/v1/jobs").status_code == 401


# Numbers that nobody counts to.


@pytest.mark.parametrize("digits", ["9" * 30, "9" * 5_000, "²"])
@pytest.mark.parametrize(
    "address",
    [
        "/ha-tang/site/{}",
        "/ha-tang/site/{}/sua",
        "/ha-tang/lich-su/{}",
        "/ha-tang/trung-lap/site/1/{}",
        "/ha-tang/site?trang={}",
        "/ha-tang/site?ngay={}",
        "/ha-tang/site/hang-loat?id={}",
        "/quan-tri/nhat-ky?truoc={}",
        "/quy-hoach/plan/cong-trinh?nam={}",
    ],
)
def test_long_numbers_in_addresses_name_nothing(
    administrator: Client, address: str, digits: str
) -> None:
    answer = administrator.get(address.format(digits))
    assert answer.status_code in {200, 404, 422}


@pytest.mark.parametrize("digits", ["9" * 30, "9" * 5_000, "²", "1e999"])
@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("/du-lieu/lan/{}/hoan-tac", ""),
        ("/ha-tang/lich-su/{}/hoan-tac", ""),
        ("/ha-tang/site/1/xac-nhan", "revision"),
        ("/ha-tang/site/1/sua", "revision"),
        ("/ha-tang/site/moi", "structure_height_m"),
        ("/ha-tang/site/moi", "rent_vnd"),
        ("/ha-tang/site/moi", "built_on"),
        ("/ha-tang/trung-lap/site/1/2/gop", "ban.1"),
        ("/quy-hoach/plan/chay", "more"),
    ],
)
def test_long_numbers_in_forms_are_refused(
    administrator: Client, address: str, field: str, digits: str
) -> None:
    sent = {field: digits} if field else {}
    answer = administrator.post(address.format(digits), data=sent)
    assert answer.status_code in {303, 404, 409, 422}
