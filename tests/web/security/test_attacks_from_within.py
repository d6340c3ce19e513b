"""What somebody with an account tries, beyond the rights of the account."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client import generate_latest

from hatangso.model.account import AccountRole
from hatangso.model.job import JobState
from hatangso.web.application import create_app
from hatangso.web.jobs.import_jobs import IMPORT_JOB, PREVIEW_JOB
from hatangso.web.map.map_sources import rasters_of
from hatangso.web.metrics import REQUEST_SECONDS
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


# Memory, disk and patience.


def test_names_that_lead_nowhere_are_not_remembered(service: Service) -> None:
    client = service.client_as("reader")
    snapshot = service.state.snapshots.current()
    client.get("/quy-hoach/plan/ban-do.geojson")
    before = set(snapshot._parts) | set(snapshot._locks)
    for number in range(20):
        for path in ("/quy-hoach/x{}", "/quy-hoach/x{}/tep/works", "/api/v1/plans/x{}"):
            assert client.get(path.format(number)).status_code == 404
        year = f"/quy-hoach/plan/ban-do.geojson?nam={number}"
        assert client.get(year).status_code == 200
    names = (set(snapshot._parts) | set(snapshot._locks)) - before
    assert len(names) < 10, names


def test_nobody_fills_the_queue(service: Service) -> None:
    client, other = service.client_as("planner"), service.client_as("planner")
    asked = [
        client.post("/api/v1/jobs", json={"kind": "report"}).status_code
        for _ in range(102)
    ]
    assert asked == [202] * 100 + [429] * 2
    assert other.post("/api/v1/jobs", json={"kind": "report"}).status_code == 202
    long = {"kind": "report", "parameters": {"technology": "4G" * 1_000}}
    assert other.post("/api/v1/jobs", json=long).status_code == 422


def test_a_file_is_not_removed_from_under_the_work_on_it(service: Service) -> None:
    client = service.client_as("planner")
    sent = client.post("/api/v1/imports", files={"file": ("t.csv", TABLE.encode())})
    address = f"/du-lieu/nhap/{sent.json()['id']}"
    assert client.post(f"{address}/xoa").status_code == 422
    service.run_jobs()
    assert client.post(f"{address}/xoa").status_code == 303


def test_half_a_sign_is_refused_and_breaks_nothing(administrator: Client) -> None:
    edit = '{"action": "create", "values": {"id": "\\ud800"}}'
    answer = administrator.post(
        "/api/v1/records/site",
        content=f'{{"reason": "x", "edits": [{edit}]}}',
        headers={"content-type": "application/json"},
    )
    assert answer.status_code == 422


# What the public asks of the service.


def test_reports_of_one_network_count_together(service: Service) -> None:
    sent = []
    for number in range(8):
        client = service.client(client=(f"2001:db8:1:2::{number:x}", 1))
        data = {"lon_deg": "105.8", "lat_deg": "21.6", "text": "không có sóng"}
        sent.append(client.post("/phan-anh", data=data).status_code)
    assert sent == [303] * 5 + [429] * 3


def test_words_that_are_no_methods_are_not_counted_one_by_one(
    service: Service,
) -> None:
    client = service.client()
    for number in range(20):
        client.request(f"ODD{number}", "/dang-nhap")
    text = generate_latest(REQUEST_SECONDS).decode()
    assert "ODD" not in text


def test_sign_ins_from_elsewhere_are_counted(service: Service) -> None:
    client = service.client()
    answers = {client.get("/dang-nhap/oidc/ve").status_code for _ in range(401)}
    assert answers == {404, 429}


def test_tiles_of_the_rest_of_the_world_are_kept_nowhere(service: Service) -> None:
    client = service.client()
    folder = service.state.directory / "results"
    layer = next(iter(rasters_of(service.state.snapshots.current())))
    before = sorted(folder.rglob("*"))
    for column in range(12):
        assert client.get(f"/ban-do/o/{layer}/8/{column}/3.png").status_code == 204
        assert client.get(f"/ban-do/dia-hinh/8/{column}/3.png").status_code == 200
    assert sorted(folder.rglob("*")) == before


def test_the_public_reads_no_rows_of_a_table_that_is_broken(service: Service) -> None:
    table = service.state.directory / "sites.csv"
    text = table.read_text(encoding="utf-8-sig")
    table.write_text(text + "BI-MAT,Trạm mới,xa,gần,cao,ai\n", encoding="utf-8")
    service.state.snapshots.forget()
    public, planner = service.client(), service.client_as("planner")
    for path in ("/", "/api/v1/targets"):
        answer = public.get(path)
        assert answer.status_code == 422
        assert "sites.csv" not in answer.text
        assert "sites.csv" in planner.get(path).text


def test_who_changes_a_scenario_by_a_program_is_noted(service: Service) -> None:
    program = service.program_as("planner")
    content = {"years": [2026, 2027], "service": [{"technology": "4G"}]}
    answer = program.put("/api/v1/scenarios/thu", json={"content": content})
    assert answer.status_code == 200, answer.text
    actions = [one.action for one in service.state.operations.audit_trail.entries()]
    assert actions == ["scenario saved"]
