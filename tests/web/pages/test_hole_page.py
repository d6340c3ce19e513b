"""A hole goes from a report to the day of signal, step by step, by those who may."""

import io
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from web_service import Client, Service


def _take(client: Client) -> int:
    """Take the first computed hole into the register; return its number."""
    page = client.get("/vung-lom/mo-phong?cong_nghe=5G").text
    found = re.search(r'name="noi" value="([^"]+)"', page)
    assert found, "the small province has places without 5G"
    done = client.post("/vung-lom/mo-phong", data={"noi": found[1], "cong_nghe": "5G"})
    assert done.status_code == 303
    number = re.search(r'href="/vung-lom/(\d+)"', client.get("/vung-lom").text)
    assert number
    return int(number[1])


def _step(client: Client, hole: int, to: str, **given: str) -> int:
    page = client.get(f"/vung-lom/{hole}").text
    revision = re.search(r'name="revision" value="(\d+)"', page)
    assert revision
    data = {"to": to, "revision": revision[1], **given}
    return client.post(f"/vung-lom/{hole}/buoc", data=data).status_code


def test_a_computed_hole_is_taken_once_and_led_to_its_end(
    client_as: Callable[..., Client],
) -> None:
    client = client_as("planner")
    hole = _take(client)
    assert _step(client, hole, "confirmed", kind="white") == 303
    assert (
        _step(
            client,
            hole,
            "assigned",
            responsible_operator="Viettel",
            promised_on="30/06/2026",
        )
        == 303
    )
    assert _step(client, hole, "building") == 303
    assert (
        _step(client, hole, "closed", closed_on="01/05/2026", evidence="BB 12") == 303
    )
    shown = client.get(f"/vung-lom/{hole}").text
    assert "Khu vực đã được phủ sóng từ ngày 01/05/2026." in shown
    assert "30/06/2026" in shown


def test_a_step_that_lacks_something_says_what_and_changes_nothing(
    client_as: Callable[..., Client],
) -> None:
    client = client_as("planner")
    hole = _take(client)
    assert _step(client, hole, "confirmed", kind="white") == 303
    assert _step(client, hole, "assigned", promised_on="31/02/2026") == 422
    assert _step(client, hole, "building") == 422
    assert "Đã xác nhận" in client.get(f"/vung-lom/{hole}").text


def test_a_hole_that_somebody_changed_meanwhile_is_not_overwritten(
    client_as: Callable[..., Client],
) -> None:
    client = client_as("planner")
    hole = _take(client)
    stale = {"to": "rejected", "revision": "1"}
    assert _step(client, hole, "confirmed", kind="hollow") == 303
    assert client.post(f"/vung-lom/{hole}/buoc", data=stale).status_code == 409


def test_a_step_from_an_old_page_comes_back_with_what_was_typed(
    client_as: Callable[..., Client],
) -> None:
    client = client_as("planner")
    hole = _take(client)
    sent = {"to": "confirmed", "revision": "99", "kind": "white", "reason": "Đã đo lại"}
    answer = client.post(f"/vung-lom/{hole}/buoc", data=sent)
    assert answer.status_code == 409
    assert "có người vừa sửa vùng lõm này" in answer.text
    assert 'value="Đã đo lại"' in answer.text


def test_a_list_that_nothing_was_computed_for_names_the_button_not_the_command(
    client_as: Callable[..., Client], province: Path
) -> None:
    shutil.rmtree(province / "results")
    page = client_as("planner").get("/vung-lom/mo-phong").text
    assert "hatangso coverage" not in page
    assert 'href="/du-lieu">Tính' in page


def test_a_commune_leads_its_own_holes_only(
    client_as: Callable[..., Client], service: Service
) -> None:
    planner = client_as("planner")
    hole = _take(planner)
    record = next(
        one for one in service.state.register.records("coverage_hole") if one.id == hole
    )
    own = client_as("commune", units=(record.values["commune_code"],))
    other = client_as("commune", units=("99999",))
    data = {"to": "confirmed", "revision": "1", "kind": "white"}
    assert other.post(f"/vung-lom/{hole}/buoc", data=data).status_code == 422
    assert "/buoc" not in other.get(f"/vung-lom/{hole}").text
    assert own.post(f"/vung-lom/{hole}/buoc", data=data).status_code == 303


def test_the_public_sees_no_sites_and_no_money(
    client_as: Callable[..., Client],
) -> None:
    hole = _take(client_as("planner"))
    shown = client_as("public").get(f"/vung-lom/{hole}")
    assert shown.status_code == 200
    assert "Trạm gần nhất của từng nhà mạng" not in shown.text
    assert "Dự thảo trả lời cử tri" not in shown.text


def _report(client: Client, **given: str) -> str:
    data = {"lon_deg": "105.5", "lat_deg": "21.5", "text": "Không có sóng"} | given
    sent = client.post("/phan-anh", data=data)
    assert sent.status_code == 303, sent.text
    return str(sent.headers["location"].partition("?")[0])


def test_a_report_comes_to_those_who_answer_and_back_to_who_sent_it(
    client_as: Callable[..., Client],
) -> None:
    public, planner = client_as("public"), client_as("planner")
    address = _report(public, phone="0912 345 678")
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(picture, "JPEG")
    sent = public.post(
        f"{address}/anh", files={"photo": ("a.jpg", picture.getvalue(), "image/jpeg")}
    )
    assert sent.status_code == 303
    assert "0912" not in public.get(address).text
    listed = planner.get("/vung-lom/phan-anh/tat-ca").text
    number = re.search(r'href="/vung-lom/phan-anh/(\d+)"', listed)
    assert number
    own = f"/vung-lom/phan-anh/{number[1]}"
    assert "0912 345 678" in planner.get(own).text
    photo = re.search(rf'src="({own}/anh/[^"]+)"', planner.get(own).text)
    assert photo
    assert planner.get(photo[1]).headers["content-type"] == "image/jpeg"
    taken = planner.post(f"{own}/nhan")
    assert re.fullmatch(r"/vung-lom/\d+\?da=saved", taken.headers["location"])
    planner.post(f"{own}/tra-loi", data={"answer_text": "Sẽ lắp trạm trong quý II."})
    assert "Sẽ lắp trạm trong quý II." in public.get(address).text
    planner.post(f"{own}/xoa-nguoi-gui")
    assert "0912" not in planner.get(own).text
    assert planner.get(photo[1]).status_code == 404


def test_a_report_without_place_or_words_comes_back_with_what_was_typed(
    client_as: Callable[..., Client],
) -> None:
    refused = client_as("public").post(
        "/phan-anh", data={"lon_deg": "", "lat_deg": "", "name": "Bà Lan"}
    )
    assert refused.status_code == 422
    assert "Bà Lan" in refused.text
    assert refused.text.count('aria-invalid="true"') == 3


def test_the_form_starts_where_the_visitor_looked_on_the_map(
    client_as: Callable[..., Client],
) -> None:
    shown = client_as("public").get("/phan-anh?lon=105.834&lat=21.592").text
    assert 'value="105.83400"' in shown
    assert 'value="21.59200"' in shown


def test_one_address_cannot_flood_the_reports(
    client_as: Callable[..., Client], service: Service
) -> None:
    client = client_as("public")
    for _ in range(service.state.settings.reports_per_hour):
        _report(client)
    data = {"lon_deg": "105.5", "lat_deg": "21.5", "text": "Nữa"}
    assert client.post("/phan-anh", data=data).status_code == 429
    service.clock.move(hours=2)
    _report(client)


def test_codes_of_reports_cannot_be_tried_without_end(
    client_as: Callable[..., Client],
) -> None:
    client = client_as("public")
    answers = [client.get(f"/phan-anh/sai-{n}").status_code for n in range(201)]
    assert (answers[0], answers[199], answers[200]) == (404, 404, 429)


def test_a_commune_sees_no_report_from_elsewhere(
    client_as: Callable[..., Client],
) -> None:
    _report(client_as("public"), phone="0912 345 678")
    elsewhere = client_as("commune", units=("99999",))
    assert "PA-" not in elsewhere.get("/vung-lom/phan-anh/tat-ca").text
    assert elsewhere.get("/vung-lom/phan-anh/1").status_code == 404


def test_voters_are_answered_in_vietnamese_whoever_drafts_it(
    client_as: Callable[..., Client], service: Service
) -> None:
    client = client_as("planner")
    hole = _take(client)
    communes = service.state.directory / "communes.geojson"
    content = json.loads(communes.read_text(encoding="utf-8"))
    for one in content["features"]:
        one["properties"]["name_en"] = "A Commune"
    communes.write_text(json.dumps(content), encoding="utf-8")
    service.state.snapshots.forget()
    page = client.get(f"/vung-lom/{hole}?lang=en").text
    answer = page[page.index('<div class="card prose" lang="vi">') :]
    assert "A Commune" in page
    assert "Commune" not in answer.partition("</div>")[0]


def test_a_commune_ties_no_report_to_a_hole_of_another(
    client_as: Callable[..., Client], service: Service
) -> None:
    planner = client_as("planner")
    hole = _take(planner)
    place = planner.get("/api/v1/coverage?technology=4G&limit=1").json()["items"][0]
    _report(
        client_as("public"),
        lon_deg=str(place["lon_deg"]),
        lat_deg=str(place["lat_deg"]),
    )
    report = service.state.operations.citizen_reports.list()[0]
    own = client_as("commune", units=(report.commune_code,))
    record = service.state.register.record("coverage_hole", hole)
    address = f"/vung-lom/phan-anh/{report.id}/nhan"
    taken = own.post(address, data={"vung_lom": str(hole)})
    is_own = record.values["commune_code"] == report.commune_code
    tied = service.state.operations.citizen_reports.get(report.id).hole_id
    assert taken.status_code == 303
    assert (tied == hole) == is_own
