"""The way of a file from the sender into the register, and back."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from hatangso.model.job import JobState
from hatangso.model.record import Action, Actor, Edit
from hatangso.web.jobs.import_jobs import IMPORT_JOB
from hatangso.web.jobs.job_kind import Lane
from hatangso.web.jobs.worker import Worker
from hatangso.web.uploads import Uploads
from hatangso.workflows.register.edit_records import commit_edits
from web_service import Client, Service

HEADER = ("Mã trạm", "Tên trạm", "Kinh độ", "Vĩ độ", "Độ cao cột (m)", "Chủ sở hữu")
NEW = ("N1", "Trạm Mới", 105.05, 21.12, 40, "VNPT")
CHANGED = ("S2", "Trạm Chân Núi", 105.07, 21.095, 33, "VNPT")
FOREIGN = ("S1", "Trạm Đồng Bằng", 105.02, 21.105, 50, "Viettel")
WRONG = ("N2", "Trạm Sai", 105.05, 21.13, "cao", "VNPT")
_XLSX = "application/octet-stream"


def _workbook(*rows: tuple[object, ...], header: tuple[str, ...] = HEADER) -> bytes:
    book = Workbook()
    book.active.title = "Trạm"
    for row in (header, *rows):
        book.active.append(row)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _send(
    service: Service,
    client: Client,
    content: bytes,
    name: str = "trạm.xlsx",
    **fields: str,
) -> str:
    """Send a file in and let it be looked at; return the address of its pages."""
    files = [("files", (name, content, _XLSX))]
    answer = client.post("/du-lieu/nhap", files=files, data=fields)
    assert answer.status_code == 303, answer.text
    service.run_jobs()
    address: str = answer.headers["location"]
    return address


def _write(service: Service, client: Client, address: str, **fields: str) -> None:
    answer = client.post(f"{address}/ghi", data={"ly_do": "thử", **fields})
    assert answer.status_code == 303
    service.run_jobs()


def _heights(service: Service) -> dict[object, object]:
    records = service.state.register.records("site")
    return {one.values["id"]: one.values["structure_height_m"] for one in records}


def _uploads(service: Service) -> Uploads:
    return Uploads(service.state.directory)


def test_a_file_goes_from_the_sender_into_the_register_and_back(
    service: Service,
) -> None:
    client = service.client_as("planner")
    address = _send(service, client, _workbook(NEW, CHANGED), sender="VNPT")
    page = client.get(address).text
    assert "Vị trí trạm" in page
    assert re.search(r'<option value="structure_height_m" selected>', page)
    page = client.get(f"{address}/thay-doi").text
    assert "<del>30</del> → <ins>33</ins>" in page
    assert "Trạm Mới" in page
    assert client.get(f"{address}/xong").status_code == 303
    _write(service, client, address)
    assert _heights(service) == {"S1": 45, "S2": 33, "S3": 42, "N1": 40}
    page = client.get(f"{address}/xong").text
    assert "1 mới, 1 thay đổi" in page
    assert "/du-lieu/tinh-phu-song" in page
    (done,) = [one for one in service.state.register.change_sets() if one.sender]
    assert (done.source, done.sender, done.reason) == ("trạm.xlsx", "VNPT", "thử")
    answer = client.post(f"/du-lieu/lan/{done.id}/hoan-tac", data={"tep": "x"})
    assert answer.status_code == 303
    assert _heights(service) == {"S1": 45, "S2": 30, "S3": 42}
    assert "đã hoàn tác" in client.get("/du-lieu").text


def test_nothing_is_lost_when_the_service_is_started_again(service: Service) -> None:
    client = service.client_as("planner")
    address = _send(service, client, _workbook(NEW, CHANGED))
    client.post(f"{address}/chon", data={"dong": ["Trạm!2"]})
    # All of it lies on the disk and in the table of jobs: nothing is remembered.
    upload = _uploads(service).get(address.rsplit("/", 1)[-1])
    assert upload.left_out == {("Trạm", 2)}
    page = client.get(f"{address}/thay-doi").text
    assert "Đã chọn 1 trong 2 dòng" in page


def test_a_row_that_is_left_out_stays_out(service: Service) -> None:
    client = service.client_as("planner")
    address = _send(service, client, _workbook(NEW, CHANGED))
    answer = client.post(
        f"{address}/chon",
        data={"dong": ["Trạm!2", "Trạm!3"], "lay": ["Trạm!3"]},
        headers={"hx-request": "true"},
    )
    assert "Đã chọn 1 trong 2 dòng" in answer.text
    _write(service, client, address)
    assert "N1" not in _heights(service)
    assert _heights(service)["S2"] == 33


def test_a_filter_chooses_all_that_it_shows(service: Service) -> None:
    client = service.client_as("planner")
    address = _send(service, client, _workbook(NEW, CHANGED))
    client.post(f"{address}/chon", data={"loai": "new", "tat_ca": "0"})
    upload = _uploads(service).get(address.rsplit("/", 1)[-1])
    assert upload.left_out == {("Trạm", 2)}
    client.post(f"{address}/chon", data={"tat_ca": "1"})
    assert not _uploads(service).get(upload.id).left_out


def test_rows_with_errors_are_shown_with_their_cells_and_can_be_left_out(
    service: Service,
) -> None:
    client = service.client_as("planner")
    address = _send(service, client, _workbook(NEW, WRONG))
    page = client.get(f"{address}/van-de").text
    assert "dòng 3" in page
    assert "<q>cao</q>" in page
    part = client.get(
        f"{address}/dong?dong=3&trang_tinh=Trạm", headers={"hx-request": "true"}
    ).text
    assert "<mark>cao</mark>" in part
    assert "<html" not in part
    _write(service, client, address)
    assert "N1" not in _heights(service)
    assert "trạm.xlsx" in client.get(f"{address}/ghi").text
    _write(service, client, address, bo_loi="1")
    assert "N1" in _heights(service)
    assert "N2" not in _heights(service)


def test_an_answer_is_kept_and_remembered_for_the_sender(service: Service) -> None:
    client = service.client_as("planner")
    header = ("Mã trạm", "Tên trạm", "Kinh độ", "Vĩ độ", "Cao", "Chủ sở hữu")
    content = _workbook(CHANGED, header=header)
    address = _send(service, client, content, sender="VNPT")
    answer = client.post(
        f"{address}/tra-loi", data={"column:Cao": "structure_height_m"}
    )
    assert answer.status_code == 303
    service.run_jobs()
    assert "<ins>33</ins>" in client.get(f"{address}/thay-doi").text
    _write(service, client, address)
    # The next file of the sender needs no answer.
    again = _workbook((*CHANGED[:4], 36, "VNPT"), header=header)
    address = _send(service, client, again, sender="VNPT")
    assert "<ins>36</ins>" in client.get(f"{address}/thay-doi").text


def test_two_columns_told_to_fill_one_field_are_refused_on_the_page(
    service: Service,
) -> None:
    client = service.client_as("planner")
    address = _send(service, client, _workbook(NEW))
    told = {"column:Tên trạm": "owner", "column:Chủ sở hữu": "note"}
    told |= {"column:Mã trạm": "owner"}
    client.post(f"{address}/tra-loi", data=told)
    service.run_jobs()
    page = client.get(address).text
    assert 'role="alert"' in page
    assert "owner" in page
    client.post(f"{address}/tra-loi", data={"quen": "1"})
    service.run_jobs()
    assert not _uploads(service).get(address.rsplit("/", 1)[-1]).answers


def test_an_operator_imports_its_own_and_is_told_why_not_the_rest(
    service: Service,
) -> None:
    client = service.client_as("operator", operator="VNPT")
    address = _send(service, client, _workbook(CHANGED, FOREIGN))
    page = client.get(f"{address}/thay-doi?loai=refused").text
    assert "Viettel" in page
    assert "Trạm!3" not in page
    _write(service, client, address, bo_loi="1")
    assert _heights(service) == {"S1": 45, "S2": 33, "S3": 42}
    page = client.get(f"{address}/xong").text
    assert "/du-lieu/tinh-phu-song" not in page
    assert client.post("/du-lieu/tinh-phu-song").status_code == 403


def test_a_file_of_somebody_else_is_not_there(service: Service) -> None:
    owner = service.client_as("operator", operator="VNPT")
    address = _send(service, owner, _workbook(CHANGED))
    other = service.client_as("operator")
    for path in ("", "/van-de", "/thay-doi", "/ghi", "/xong", "/dong?dong=2"):
        assert other.get(f"{address}{path}").status_code == 404
    for path in ("tra-loi", "chon", "ghi", "xem-lai", "xoa"):
        assert other.post(f"{address}/{path}").status_code == 404
    assert "trạm.xlsx" not in other.get("/du-lieu").text
    assert "trạm.xlsx" in service.client_as("planner").get("/du-lieu").text


def test_nobody_sees_by_a_file_what_only_others_may_read(service: Service) -> None:
    operator = service.client_as("operator", operator="VNPT")
    address = _send(service, operator, _workbook(CHANGED, FOREIGN))
    # A planner looks at it, and sees what the operator may not.
    service.client_as("planner").post(f"{address}/xem-lai")
    service.run_jobs()
    assert operator.get(f"{address}/thay-doi").status_code == 303
    page = operator.get(address).text
    assert "quyền khác" in page
    assert f'action="{address}/xem-lai"' in page
    operator.post(f"{address}/xem-lai")
    service.run_jobs()
    assert operator.get(f"{address}/thay-doi").status_code == 200


def test_who_reads_only_imports_nothing(service: Service) -> None:
    for role in ("reader", "leader"):
        client = service.client_as(role)
        assert client.get("/du-lieu").status_code == 403
        assert client.post("/du-lieu/nhap").status_code == 403
    assert service.client_as("public").get("/du-lieu").status_code == 303


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("trống.xlsx", b"", "trống"),
        ("cắt.xlsx", _workbook(NEW)[:700], "cắt.xlsx"),
        ("in.xlsx", b"%PDF-1.7 ...", "PDF"),
        ("mật khẩu.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "mật khẩu"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(
    service: Service, name: str, content: bytes, said: str
) -> None:
    client = service.client_as("planner")
    address = _send(service, client, content, name)
    page = client.get(address).text
    assert 'role="alert"' in page
    assert said in page
    assert address.rsplit("/", 1)[-1] + "." not in page
    assert client.get(f"{address}/thay-doi").status_code == 303


def test_a_form_without_a_file_is_told_so(service: Service) -> None:
    client = service.client_as("planner")
    answer = client.post("/du-lieu/nhap", data={"sender": "VNPT"})
    assert answer.status_code == 422
    assert "hãy chọn tệp trước" in answer.text


def test_a_register_that_changed_meanwhile_is_not_written_over(
    service: Service,
) -> None:
    client = service.client_as("planner")
    address = _send(service, client, _workbook(CHANGED))
    (record,) = [
        one
        for one in service.state.register.records("site")
        if one.values["id"] == "S2"
    ]
    edit = Edit(
        "site", Action.UPDATE, record.id, {"structure_height_m": 31.0}, record.revision
    )
    commit_edits(
        service.state.directory,
        [edit],
        actor=Actor("somebody"),
        at=service.clock(),
        reason="elsewhere",
    )
    _write(service, client, address)
    assert _heights(service)["S2"] == 31
    page = client.get(f"{address}/ghi").text
    assert "đã thay đổi" in page
    client.post(f"{address}/xem-lai")
    service.run_jobs()
    assert "<del>31</del> → <ins>33</ins>" in client.get(f"{address}/thay-doi").text
    _write(service, client, address)
    assert _heights(service)["S2"] == 33


def test_a_worker_that_died_after_writing_does_not_write_twice(
    service: Service,
) -> None:
    client = service.client_as("planner")
    address = _send(service, client, _workbook(NEW, CHANGED))
    _write(service, client, address)
    upload_id = address.rsplit("/", 1)[-1]
    written = _uploads(service).written(upload_id)
    assert written is not None
    (service.state.directory / ".uploads" / upload_id / "written.json").unlink()
    before = len(service.state.register.change_sets())
    assert client.account is not None
    service.state.operations.jobs.ask(
        IMPORT_JOB,
        lane="quick",
        parameters={"upload": upload_id},
        asked_by=client.account.login,
        at=service.clock(),
    )
    service.run_jobs()
    assert len(service.state.register.change_sets()) == before
    again = _uploads(service).written(upload_id)
    assert again is not None
    assert (again.set_id, again.counts) == (written.set_id, written.counts)


def test_a_look_that_was_interrupted_can_be_asked_for_again(service: Service) -> None:
    client = service.client_as("planner")
    files = [("files", ("trạm.xlsx", _workbook(NEW), _XLSX))]
    address = client.post("/du-lieu/nhap", files=files).headers["location"]
    assert 'hx-trigger="every 1s"' in client.get(address).text
    jobs = service.state.operations.jobs
    (job,) = jobs.list(limit=1)
    jobs.ask_cancel(job.id, service.clock())
    assert jobs.get(job.id).state is JobState.CANCELLED
    assert f'action="{address}/xem-lai"' in client.get(address).text
    client.post(f"{address}/xem-lai")
    service.run_jobs()
    assert "Trạm Mới" in client.get(f"{address}/thay-doi").text


def test_what_was_imported_cannot_be_chosen_again(service: Service) -> None:
    client = service.client_as("planner")
    address = _send(service, client, _workbook(NEW))
    _write(service, client, address)
    for path in ("tra-loi", "chon", "ghi", "xem-lai"):
        assert client.post(f"{address}/{path}").status_code == 422


def test_several_files_are_looked_at_one_by_one(service: Service) -> None:
    client = service.client_as("planner")
    files = [
        ("files", (name, _workbook(NEW), _XLSX)) for name in ("một.xlsx", "hai.xlsx")
    ]
    answer = client.post("/du-lieu/nhap", files=files)
    assert answer.headers["location"] == "/du-lieu?da=sent"
    assert service.run_jobs() == 2
    page = client.get("/du-lieu").text
    assert "một.xlsx" in page
    assert "hai.xlsx" in page
    upload = _uploads(service).list()[0]
    client.post(f"/du-lieu/nhap/{upload.id}/xoa")
    assert len(_uploads(service).list()) == 1


def test_files_are_removed_when_they_are_old(service: Service) -> None:
    client = service.client_as("planner")
    address = _send(service, client, _workbook(NEW))
    worker = Worker(
        service.state.settings, service.state.operations, Lane.QUICK, service.clock
    )
    worker._tidy()
    assert _uploads(service).list()
    service.clock.move(days=31)
    worker._tidy()
    assert not _uploads(service).list()
    again = service.client_as("planner")
    assert again.get(address).status_code == 404


def test_elevation_is_shown_and_put_into_the_province_by_planners(
    service: Service,
) -> None:
    tile = service.state.directory / "terrain" / "elevation.tif"
    content = tile.read_bytes()
    client = service.client_as("commune")
    address = _send(service, client, content, "elevation.tif")
    assert "độ cao mặt đất" in client.get(address).text
    assert client.post(f"{address}/ghi").status_code == 403
    planner = service.client_as("planner")
    _write(service, planner, address)
    assert "thư mục địa hình" in planner.get(f"{address}/xong").text


def test_names_of_files_are_text_and_nothing_else(service: Service) -> None:
    client = service.client_as("planner")
    name = "<img src=x onerror=alert(1)>.xlsx"
    address = _send(service, client, _workbook(NEW), name, sender="<b>VNPT</b>")
    for path in ("/du-lieu", address, f"{address}/thay-doi"):
        page = client.get(path).text
        assert "<img src=x" not in page
        assert "<b>VNPT" not in page


def test_a_page_of_5000_rows_is_cut_into_pages(service: Service) -> None:
    rows = [
        (f"B{n}", f"Trạm {n}", 105.01 + n / 50_000, 21.05, 40, "VNPT")
        for n in range(300)
    ]
    client = service.client_as("planner")
    address = _send(service, client, _workbook(*rows))
    page = client.get(f"{address}/thay-doi?trang=6").text
    assert page.count('name="lay"') == 50
    assert "trang 6/6" in page
    assert "trang 6/6" in client.get(f"{address}/thay-doi?trang=99").text
    assert Path(service.state.directory / ".uploads").is_dir()
