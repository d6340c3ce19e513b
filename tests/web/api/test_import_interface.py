"""Programs send files in, answer what is asked, write, and take back."""

import io
from collections.abc import Callable

import pytest
import xlsxwriter

from web_service import ON_BOTH_DATABASES, Client, Service

HEADER = ("Mã trạm", "Tên trạm", "Kinh độ", "Vĩ độ", "Chiều cao cột (m)", "Chủ sở hữu")


def _workbook(*rows: tuple[object, ...]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Vị trí trạm")
        for number, row in enumerate((HEADER, *rows)):
            sheet.write_row(number, 0, row)
    return stream.getvalue()


def _send(client: Client, content: bytes) -> dict[str, object]:
    sent = client.post(
        "/api/v1/imports",
        files={"file": ("Trạm quý IV.xlsx", content)},
        data={"kind": "site", "sender": "VNPT"},
    )
    assert sent.status_code == 202, sent.text
    told: dict[str, object] = sent.json()
    return told


@ON_BOTH_DATABASES
def test_a_file_is_looked_at_compared_written_and_taken_back(
    service: Service, client_as: Callable[..., Client]
) -> None:
    client = client_as("planner")
    site = client.get("/api/v1/records/site?limit=1").json()["items"][0]["values"]
    lon_deg, lat_deg = site["lon_deg"], site["lat_deg"]
    one = _send(
        client,
        _workbook(("MOI-1", "Đồi Chè", lon_deg, lat_deg, 42, "VNPT")),
    )
    assert one["job_state"] == "waiting"
    service.run_jobs()
    address = f"/api/v1/imports/{one['id']}"
    seen = client.get(address).json()
    assert seen["problem"] is None
    assert seen["file"] == "Trạm quý IV.xlsx"
    rows = client.get(f"{address}/differences").json()
    assert rows["total"] == 1
    assert rows["items"][0]["after"]["name"] == "Đồi Chè"
    before = client.get("/api/v1/records/site?limit=1").json()["total"]
    client.post(f"{address}/write", json={"reason": "quý IV"})
    service.run_jobs()
    done = client.get(address).json()
    assert done["change_set"]
    assert client.get("/api/v1/records/site?limit=1").json()["total"] == before + 1
    undo = f"/api/v1/change-sets/{done['change_set']}/undo"
    assert client.post(undo, json={"reason": "thử"}).status_code == 200
    assert client.get("/api/v1/records/site?limit=1").json()["total"] == before


def test_what_cannot_be_read_is_told_with_its_place(
    service: Service, client_as: Callable[..., Client]
) -> None:
    client = client_as("planner")
    one = _send(client, _workbook(("MOI-1", "Đồi", "xa", "gần", -5, "VNPT")))
    service.run_jobs()
    seen = client.get(f"/api/v1/imports/{one['id']}").json()
    assert seen["findings"]
    assert all("Vị trí trạm" in found["place"] for found in seen["findings"])
    client.post(f"/api/v1/imports/{one['id']}/write", json={"reason": "thử"})
    service.run_jobs()
    assert client.get(f"/api/v1/imports/{one['id']}").json()["change_set"] is None


@pytest.mark.parametrize("role", ["operator", "commune"])
def test_nobody_sees_the_files_of_others(
    service: Service, client_as: Callable[..., Client], role: str
) -> None:
    one = _send(client_as("planner"), _workbook())
    service.run_jobs()
    assert client_as(role).get(f"/api/v1/imports/{one['id']}").status_code == 404
