"""Industrial zones: the list, a zone in words, its things, and its sensors."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from web_service import Client, Service
from zone_samples import LAST, READINGS, ZONE_ID, add_zone, reading, write_readings

_LIST = "/he-thong/khu-cong-nghiep"
ClientAs = Callable[..., Client]


@pytest.fixture
def zoned(province: Path, service: Service) -> Service:
    """Return a service whose province has a zone with sensors."""
    add_zone(province)
    service.clock.at = LAST + timedelta(minutes=4)
    service.state.snapshots.forget()
    return service


@pytest.fixture
def reader(zoned: Service) -> Client:
    return zoned.client_as("reader")


def page_of(client: Client, name: str = "KCN") -> str:
    found = re.search(rf'href="({_LIST}/-?\d+)">{name}', client.get(_LIST).text)
    assert found
    return found[1]


def sensor_page(client: Client, name: str) -> str:
    text = client.get(page_of(client)).text
    found = re.search(rf'href="({_LIST}/cam-bien/-?\d+)"[^>]*>{name}', text)
    assert found
    return found[1]


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_without_a_zone_the_page_says_what_to_import(client_as: ClientAs) -> None:
    page = client_as("planner").get(_LIST)
    assert page.status_code == 200
    assert "Sổ đăng ký chưa có khu công nghiệp nào" in page.text
    assert "/du-lieu/bieu-mau/sensor.xlsx" in page.text


def test_the_list_counts_sensors_and_incidents_and_leads_to_them(
    reader: Client,
) -> None:
    text = reader.get(_LIST).text
    page = page_of(reader)
    row = text[text.index(f'href="{page}"') :].partition("</tr>")[0]
    # Sensors, out of limits, silent, open incidents; 5G is not computed.
    assert re.findall(r">(\d+)</a>", row) == ["5", "1", "1", "2"]
    assert "chưa biết" in row
    assert "Đếm xe quốc lộ" in text
    assert "Ngập đường" in text


def test_a_zone_says_in_words_all_that_its_map_shows(reader: Client) -> None:
    text = words(reader.get(page_of(reader)).text)
    for said in (
        "Nhiệt độ xưởng 1",
        "Vượt ngưỡng",
        "Im lặng: chưa rõ giá trị",
        "Chưa có số đo",
        "Không vận hành",
        "Mất điện xưởng 1",
        "Trạm Đồng Bằng",
        "45 m",
        "Nhà xưởng",
        "14 … 14 m",
        "Chưa có vùng phủ sóng",
    ):
        assert said in text, said


def test_a_silent_sensor_has_no_value_but_its_last_one(reader: Client) -> None:
    text = words(reader.get(sensor_page(reader, "Mức nước hồ")).text)
    assert re.search(r"Giá trị hiện tại chưa biết", text)
    assert "1,5 m, 00:00 02/01/2026" in text
    assert "Không có số đo 00:00 02/01/2026 \u2013 10:04 02/01/2026" in text


def test_an_excursion_is_told_with_its_start_and_worst_value(reader: Client) -> None:
    text = words(reader.get(sensor_page(reader, "Bụi")).text)
    assert "06:00 02/01/2026 \u2013 đang kéo dài : 80 µg/m³" in text


@pytest.mark.parametrize(("span", "rows"), [("ngay", 24), ("tuan", 168), ("thang", 31)])
def test_a_history_is_shown_by_hours_or_days(
    reader: Client, span: str, rows: int
) -> None:
    text = reader.get(f"{sensor_page(reader, 'Nhiệt')}?xem={span}").text
    assert text.count("<tr>") == rows + 1
    assert "<svg" in text
    assert 'class="gap"' in text or span == "ngay"


def test_a_sensor_without_readings_has_no_chart(reader: Client) -> None:
    text = reader.get(sensor_page(reader, "Camera")).text
    assert "không có số đo trong khoảng này" in text
    assert 'class="chart"' not in text


def test_htmx_gets_the_sensor_alone(reader: Client) -> None:
    address = sensor_page(reader, "Bụi")
    part = reader.get(address, headers={"hx-request": "true"}).text
    assert "<html" not in part
    assert "<h2>Bụi cổng chính" in part


def test_everything_that_stands_has_a_height_and_sensors_a_state(
    reader: Client,
) -> None:
    answer = reader.get(f"{page_of(reader)}/vat-the.geojson")
    assert answer.headers["content-type"].startswith("application/geo+json")
    features = [one["properties"] for one in answer.json()["features"]]
    sorts = [one["sort"] for one in features]
    assert [sorts.count(x) for x in ("outline", "building", "mast")] == [1, 3, 1]
    heights = {x["id"]: x["height_m"] for x in features if "height_m" in x}
    assert heights == {"B1": 14, "B2": pytest.approx(14.4), "B3": 0, "S1": 45}
    told = {x["id"]: (x["tone"], x["value"]) for x in features if x["sort"] == "sensor"}
    assert told["C2"] == ("missed", "80 µg/m³")
    assert told["C3"] == ("unknown", "?")
    unknown = next(one for one in features if one["id"] == "B3")
    assert "chưa biết" in unknown["facts"]


def test_new_readings_are_seen_without_computing_the_province_again(
    zoned: Service, province: Path
) -> None:
    client = zoned.client_as("reader")
    assert "Im lặng" in client.get(sensor_page(client, "Mức nước hồ")).text
    before = zoned.state.snapshots.current().fingerprint
    write_readings(
        province / "sensor_readings.csv", [*READINGS, reading("C3", 0, 2.25)]
    )
    zoned.state.snapshots.forget()
    assert zoned.state.snapshots.current().fingerprint == before
    text = client.get(sensor_page(client, "Mức nước hồ")).text
    assert "Trong ngưỡng" in text
    assert "2,25 m" in text


def test_readings_that_cannot_be_used_are_told_with_their_place(
    zoned: Service, province: Path
) -> None:
    path = province / "sensor_readings.csv"
    path.write_text("sensor_id,at,value\nC1,hôm qua,3\n", encoding="utf-8")
    page = zoned.client_as("planner").get(_LIST)
    assert page.status_code >= 400
    assert "sensor_readings.csv" in page.text


@pytest.mark.parametrize("path", [f"{_LIST}/999999", f"{_LIST}/cam-bien/999999"])
def test_what_there_is_not_is_not_found(reader: Client, path: str) -> None:
    assert reader.get(path).status_code == 404


def test_strange_names_are_shown_as_they_are(zoned: Service, province: Path) -> None:
    path = province / "sensors.csv"
    text = path.read_text(encoding="utf-8-sig")
    strange = text.replace("Bụi cổng chính", "<script>alert(1)</script>")
    path.write_text(strange, encoding="utf-8")
    zoned.state.snapshots.forget()
    client = zoned.client_as("reader")
    for address in (_LIST, page_of(client)):
        assert "<script>alert" not in client.get(address).text


def test_a_program_reads_zones(zoned: Service) -> None:
    program = zoned.program_as("reader")
    listed = program.get("/api/v1/zones").json()
    (found,) = [one for one in listed["items"] if one["code"] == ZONE_ID]
    assert (found["silent"], found["reached_5g_ratio"]) == (1, None)
    zone = program.get(f"/api/v1/zones/{found['id']}").json()
    states = {one["code"]: (one["state"], one["value"]) for one in zone["sensor_list"]}
    assert states["C2"] == ("out_of_limits", 80.0)
    assert states["C3"] == ("silent", None)
    assert states["C5"] == (None, None)
    assert program.get("/api/v1/zones/999999").status_code == 404
