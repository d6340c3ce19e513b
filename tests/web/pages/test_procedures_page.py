"""Thủ tục: totals lead to dossiers, a new file is taken when it is valid, only then."""

import re
from collections.abc import Callable
from html import unescape
from http import HTTPStatus
from pathlib import Path

import pytest

from hatangso.model.job import JobState
from hatangso.web.jobs import procedure_jobs
from hatangso.workflows.procedure_results import kept_procedures
from web_service import Client, Service

ClientAs = Callable[..., Client]
PAGE = "/he-thong/thu-tuc"
ROWS = """\
Mã hồ sơ;Thủ tục;Lĩnh vực;Cơ quan;Ngày tiếp nhận;Hạn trả;Ngày trả;Trạng thái
H-1;Khai sinh;Hộ tịch;Xã A & B;05/01/2024 08:00;09/01/2024 17:00;08/01/2024 10:00;Đã trả
H-2;Khai sinh;Hộ tịch;Xã A & B;05/01/2024 08:00;09/01/2024 17:00;12/01/2024 08:30;Đã trả
H-3;<b>Khai tử</b>;Hộ tịch;;05/01/2024 08:00;09/01/2024 17:00;;Đang xử lý
"""
BAD = "H-4;Khai tử;Hộ tịch;Xã C;05/02/2024 08:00;01/02/2024 17:00;;Đang xử lý\n"


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Judge in this process: one of its own takes seconds to begin."""
    if request.node.name.startswith("test_a_file_with_errors"):
        return

    def run(work: Callable[..., object], *told: object, progress: object) -> object:
        return work(*told, progress)

    monkeypatch.setattr(procedure_jobs, "run_apart", run)


@pytest.fixture
def send(service: Service, client_as: ClientAs) -> Callable[..., Client]:
    """Return what sends a file of dossiers in and lets the jobs run."""

    def sent(text: str, **form: str) -> Client:
        client = client_as("planner")
        files = {"file": ("hồ sơ.csv", text.encode(), "text/csv")}
        answer = client.post(f"{PAGE}/tep", data=form, files=files)
        assert answer.status_code == HTTPStatus.SEE_OTHER
        assert service.run_jobs() == 1
        return client

    return sent


def links(page: str) -> list[str]:
    return [unescape(one) for one in re.findall(rf'href="({PAGE}/ho-so[^"]*)"', page)]


def test_without_dossiers_the_page_says_what_to_send(client_as: ClientAs) -> None:
    page = client_as("reader").get(PAGE)
    assert page.status_code == HTTPStatus.OK
    assert "Chưa có hồ sơ" in page.text
    assert 'type="file"' not in page.text
    assert client_as("reader").get(f"{PAGE}/ho-so").headers["location"] == PAGE


def test_every_number_leads_to_as_many_dossiers(send: Callable[..., Client]) -> None:
    client = send(ROWS)
    assert (client.get(f"{PAGE}?theo=thang")).text.count("01/2024") > 0
    for by in ("co-quan", "thu-tuc", "linh-vuc", "thang"):
        page = client.get(f"{PAGE}?theo={by}").text
        numbered = re.findall(rf'href="({PAGE}/ho-so[^"]*)"[^>]*>([\d.]+)<', page)
        assert len(numbered) > 6
        for address, count in numbered:
            shown = client.get(unescape(address)).text
            rows = len(re.findall(r'<th scope="row">H-', shown))
            assert rows == int(count), address


def test_names_from_the_file_are_plain_text(send: Callable[..., Client]) -> None:
    client = send(ROWS)
    page = client.get(f"{PAGE}?theo=thu-tuc").text
    assert "&lt;b&gt;Khai tử" in page
    assert "<b>Khai tử" not in page
    listed = client.get(f"{PAGE}/ho-so", params={"thu-tuc": "<b>Khai tử</b>"}).text
    assert "H-3" in listed
    assert "<b>Khai tử" not in listed
    assert "(không ghi)" in client.get(f"{PAGE}/ho-so", params={"co-quan": ""}).text


def test_odd_addresses_find_nothing_and_break_nothing(
    send: Callable[..., Client],
) -> None:
    client = send(ROWS)
    for query in ("co-quan=%00", "thang=x", "trang-thai=%3Cscript%3E", "trang=99999"):
        assert client.get(f"{PAGE}/ho-so?{query}").status_code == HTTPStatus.OK
    assert client.get(f"{PAGE}/ho-so?trang=x").status_code < 500
    assert client.get(f"{PAGE}?theo=%3Cscript%3E").status_code == HTTPStatus.OK


def test_a_file_with_errors_leaves_the_old_dossiers(
    send: Callable[..., Client], province: Path
) -> None:
    send(ROWS)
    before = (province / "dossiers.csv").read_bytes()
    client = send(ROWS + BAD)
    assert (province / "dossiers.csv").read_bytes() == before
    page = client.get(PAGE).text
    assert "1 dòng không tính được" in page
    assert "hạn trả trước ngày tiếp nhận" in page
    send(ROWS + BAD, bo_loi="1")
    kept = kept_procedures(province)
    assert (kept.judged, kept.refused_rows) == (3, 1)
    assert "hạn trả trước ngày tiếp nhận" in client.get(PAGE).text


def test_what_is_no_file_of_dossiers_is_refused(
    send: Callable[..., Client], province: Path, service: Service
) -> None:
    for content in ("a;b\n1;2\n", "", "PK\x03\x04"):
        send(content)
        (job,) = service.state.operations.jobs.list(limit=1, kinds=["dossiers"])
        assert job.state is JobState.FAILED
        assert job.problem
    assert not (province / "dossiers.csv").exists()
    assert not list(province.glob(".unfinished-*"))


def test_a_new_file_is_in_the_audit_trail_and_not_among_the_imports(
    send: Callable[..., Client], service: Service
) -> None:
    client = send(ROWS)
    entries = service.state.operations.audit_trail.entries(limit=20)
    assert any(
        one.action == "dossiers sent" and one.details["file"] == "hồ sơ.csv"
        for one in entries
    )
    assert "hồ sơ.csv" not in client.get("/du-lieu").text


def test_dossiers_put_there_by_hand_are_judged_when_asked(
    service: Service, province: Path, client_as: ClientAs
) -> None:
    (province / "dossiers.csv").write_text(ROWS, encoding="utf-8")
    service.state.snapshots.forget()
    client = client_as("planner")
    assert "chưa được tính hạn" in client.get(PAGE).text
    assert client.post(f"{PAGE}/tinh-lai").status_code == HTTPStatus.SEE_OTHER
    service.run_jobs()
    assert "3 hồ sơ được tính" in client.get(PAGE).text
    (province / "dossiers.csv").write_text(ROWS + BAD, encoding="utf-8")
    service.state.snapshots.forget()
    assert "đã thay đổi: hãy tính lại" in client.get(PAGE).text


def test_a_reader_may_look_and_not_send(
    send: Callable[..., Client], client_as: ClientAs
) -> None:
    send(ROWS)
    reader = client_as("reader")
    assert "H-3" in reader.get(f"{PAGE}/ho-so?trang-thai=waiting_late").text
    files = {"file": ("x.csv", ROWS.encode(), "text/csv")}
    for path in ("tep", "tinh-lai"):
        answer = reader.post(f"{PAGE}/{path}", files=files)
        assert answer.status_code == HTTPStatus.FORBIDDEN
    assert client_as("public").get(PAGE).status_code != HTTPStatus.OK


def test_late_agencies_are_concerns_that_lead_to_their_dossiers(
    send: Callable[..., Client],
) -> None:
    client = send(ROWS)
    answer = client.get("/he-thong/van-de?loai=dossiers_late_too_often")
    page = answer.text
    assert answer.status_code == HTTPStatus.OK, re.findall(r"(?s)<main.*?</main>", page)
    assert "Xã A &amp; B" in page
    address = next(one for one in links(page) if "A+%26+B" in one)
    assert "H-2" in client.get(address).text
