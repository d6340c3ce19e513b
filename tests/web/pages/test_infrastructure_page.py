"""The register in the browser: found, filled in, changed, merged, taken back."""

import csv
import io
import re
from collections.abc import Callable
from html import unescape

import pytest

from hatangso.model.record import Action, Actor, Edit, FieldValue, Record
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.workflows.register.edit_records import commit_edits
from web_service import Client, Service

DEPARTMENT = Actor("Sở Khoa học và Công nghệ")


def _put(service: Service, kind: str, **values: FieldValue) -> int:
    """Put a record into the register; return its number."""
    edit = Edit(kind, Action.CREATE, values=values)
    state = service.state
    commit_edits(
        state.directory, [edit], actor=DEPARTMENT, at=service.clock(), reason="nhập"
    )
    state.snapshots.forget()
    return state.register.records(kind)[-1].id


def _records(service: Service, kind: str) -> list[Record]:
    return service.state.register.records(kind)


def _form(page: str) -> dict[str, str]:
    """Return what a browser would send of the form of a record."""
    found: dict[str, str] = {}
    for tag in re.findall(r"<input [^>]*>", page):
        name = re.search(r'name="([^"]+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name and 'type="radio"' not in tag and 'type="checkbox"' not in tag:
            found[name[1]] = unescape(value[1]) if value else ""
    for name, options in re.findall(
        r'<select [^>]*name="([^"]+)"[^>]*>(.*?)</s', page, re.DOTALL
    ):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = unescape(chosen[1]) if chosen else ""
    for name, text in re.findall(
        r'<textarea [^>]*name="([^"]+)"[^>]*>(.*?)</t', page, re.DOTALL
    ):
        found[name] = unescape(text)
    return found


def _edit(client: Client, path: str, **typed: str) -> int:
    page = client.get(path)
    assert page.status_code == 200, page.text
    return client.post(path, data=_form(page.text) | typed).status_code


def _rows(client: Client, address: str) -> list[list[str]]:
    """Return a download as rows of cells, without the header."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))[1:]


@pytest.fixture
def planner(service: Service) -> Client:
    return service.client_as("planner")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_kind_has_a_table_and_a_form(planner: Client, language: str) -> None:
    assert planner.get(f"/ha-tang?lang={language}").status_code == 200
    for code in shipped_kinds():
        for path in (f"/ha-tang/{code}", f"/ha-tang/{code}/moi"):
            answer = planner.get(f"{path}?lang={language}")
            assert answer.status_code == 200, path


def test_pages_beside_the_kinds_are_not_taken_for_kinds(planner: Client) -> None:
    assert "Nghi trùng lặp" in planner.get("/ha-tang/trung-lap").text
    assert "Lịch sử thay đổi" in planner.get("/ha-tang/lich-su").text
    assert planner.get("/ha-tang/khong-co").status_code == 404
    assert planner.get("/ha-tang/site/99").status_code == 404


def test_a_new_record_is_checked_then_kept(planner: Client, service: Service) -> None:
    page = planner.get("/ha-tang/site/moi").text
    sent = _form(page) | {"structure_height_m": "cao", "name": "=1+1"}
    refused = planner.post("/ha-tang/site/moi", data=sent)
    assert refused.status_code == 422
    for name in ("id", "lon_deg", "lat_deg", "structure_height_m"):
        assert f'href="#f-{name}"' in refused.text
        assert f'id="f-{name}-error"' in refused.text
    sent |= {"id": "S1", "lon_deg": "105,03", "lat_deg": "21.1"}
    sent |= {"structure_height_m": "45,5"}
    double = planner.post("/ha-tang/site/moi", data=sent)
    assert double.status_code == 422
    assert 'href="#f-id"' in double.text
    done = planner.post("/ha-tang/site/moi", data=sent | {"id": "S9"})
    assert done.status_code == 303
    assert "45,5" in planner.get(done.headers["location"]).text
    values = _records(service, "site")[-1].values
    assert (values["id"], values["structure_height_m"]) == ("S9", 45.5)
    (row,) = _rows(planner, "/ha-tang/site/tai-ve?dang=csv&q=S9")
    assert "'=1+1" in row


def test_two_who_change_one_record_see_what_the_other_wrote(
    service: Service, planner: Client
) -> None:
    shown = _form(planner.get("/ha-tang/site/1/sua").text)
    other = service.client_as("planner")
    assert _edit(other, "/ha-tang/site/1/sua", structure_height_m="50") == 303
    late = planner.post(
        "/ha-tang/site/1/sua", data=shown | {"structure_height_m": "48"}
    )
    assert late.status_code == 422
    assert 'id="f-structure_height_m-theirs"' in late.text
    again = planner.post("/ha-tang/site/1/sua", data=_form(late.text))
    assert again.status_code == 303
    assert _records(service, "site")[0].values["structure_height_m"] == 48


def test_a_change_is_told_as_a_difference_and_can_be_taken_back(
    service: Service, planner: Client
) -> None:
    assert (
        _edit(planner, "/ha-tang/site/1/sua", name="Đồi Thông", reason="đo lại") == 303
    )
    page = planner.get("/ha-tang/site/1").text
    assert "Trạm Đồng Bằng" in page
    assert "đo lại" in page
    newest = service.state.register.newest_set()
    assert "Hoàn tác" in planner.get(f"/ha-tang/lich-su/{newest}").text
    done = planner.post(f"/ha-tang/lich-su/{newest}/hoan-tac", data={"reason": "nhầm"})
    assert done.status_code == 303
    assert _records(service, "site")[0].values["name"] == "Trạm Đồng Bằng"
    twice = planner.post(f"/ha-tang/lich-su/{newest}/hoan-tac", data={})
    assert twice.status_code == 409


def test_still_so_today_is_noted_with_the_day(service: Service) -> None:
    service.clock.move(days=300)
    planner = service.client_as("planner")
    assert "tuoi=cu" in planner.get("/ha-tang").text
    assert (
        planner.post("/ha-tang/site/1/xac-nhan", data={"revision": "1"}).status_code
        == 303
    )
    assert len(_rows(planner, "/ha-tang/site/tai-ve?dang=csv&tuoi=moi")) == 1
    late = planner.post("/ha-tang/site/1/xac-nhan", data={"revision": "1"})
    assert late.status_code == 409


def test_the_register_is_seen_as_it_stood_on_a_day(service: Service) -> None:
    service.clock.move(days=10)
    planner = service.client_as("planner")
    assert _edit(planner, "/ha-tang/site/1/sua", name="Tên mới") == 303
    before = "ngay=05/01/2026"
    assert "Tên mới" in planner.get("/ha-tang/site").text
    assert "Tên mới" not in planner.get(f"/ha-tang/site?{before}").text
    sheet, _, _ = planner.get(f"/ha-tang/site/1?{before}").text.partition(
        "Lịch sử</h2>"
    )
    assert "Trạm Đồng Bằng" in sheet
    assert "Tên mới" not in sheet
    assert _rows(planner, "/ha-tang/site/tai-ve?dang=csv&ngay=01/01/2020") == []
    assert planner.get("/ha-tang/site?ngay=hôm qua").status_code == 422


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("q=dong+bang", ["S1"]),
        ("q=ĐỒNG", ["S1", "S3"]),
        ("nha-mang=VNPT", ["S2"]),
        ("sap=-structure_height_m", ["S1", "S3", "S2"]),
        ("sap=name", ["S2", "S1", "S3"]),
        ("thieu=owner", []),
        ("thieu=rent_vnd", ["S1", "S2", "S3"]),
        ("f.state=operating", []),
        ("tuoi=moi&trang=9&sap=nonsense&cot=nonsense", ["S1", "S2", "S3"]),
    ],
)
def test_a_table_is_narrowed_and_ordered_by_its_address(
    planner: Client, query: str, keys: list[str]
) -> None:
    rows = _rows(planner, f"/ha-tang/site/tai-ve?dang=csv&{query}")
    assert [row[0] for row in rows] == keys
    page = planner.get(f"/ha-tang/site?{query}").text
    assert [key for key in ("S1", "S2", "S3") if f">{key}</a>" in page] == sorted(keys)


@pytest.mark.parametrize("form", ["xlsx", "csv", "geojson", "gpkg"])
def test_the_records_found_are_handed_out(planner: Client, form: str) -> None:
    answer = planner.get(f"/ha-tang/site/tai-ve?dang={form}&q=S2")
    assert answer.status_code == 200
    assert f".{form}" in answer.headers["content-disposition"]
    assert planner.get("/ha-tang/service/tai-ve?dang=geojson").status_code == 422
    assert planner.get("/ha-tang/site/tai-ve?dang=exe").status_code == 422


def test_places_are_drawn_with_their_names(planner: Client) -> None:
    features = planner.get("/ha-tang/site/ban-do.geojson?q=S1").json()["features"]
    assert [one["properties"]["href"] for one in features] == ["/ha-tang/site/1"]
    (place,) = planner.get("/ha-tang/site/1/ban-do.geojson").json()["features"]
    assert place["geometry"]["coordinates"] == [105.02, 21.105]


def test_sites_and_services_lead_to_each_other(planner: Client) -> None:
    assert "/ha-tang/service/1" in planner.get("/ha-tang/site/1").text
    assert "f.site_id=S1" in planner.get("/ha-tang/site/1").text
    assert 'href="/ha-tang/site/1"' in planner.get("/ha-tang/service/1").text
    assert len(_rows(planner, "/ha-tang/service/tai-ve?dang=csv&f.site_id=S1")) == 2


def test_what_may_be_named_is_suggested(planner: Client) -> None:
    options = planner.get("/ha-tang/site/goi-y?site_id=chan+nui").text
    assert re.findall(r'value="([^"]+)"', options) == ["S2"]


def _bulk(client: Client, query: str, **typed: str) -> tuple[str, dict[str, str]]:
    """Return the preview of a change of many records, and its form."""
    asked = client.get(f"/ha-tang/site/hang-loat?{query}")
    assert asked.status_code == 200, asked.text
    shown = _form(asked.text) | typed
    seen = client.post("/ha-tang/site/hang-loat", data=shown)
    return seen.text, _form(seen.text)


def test_many_records_are_changed_after_a_look_at_what_happens(
    service: Service, planner: Client
) -> None:
    page, sent = _bulk(
        planner, "id=1&id=3&viec=sua&truong=structure_height_m", structure_height_m="42"
    )
    # S3 is 42 m high already.
    assert "Trạm Đồng Bằng" in page
    assert "Trạm Phía Đông" not in page
    done = planner.post("/ha-tang/site/hang-loat", data=sent | {"reason": "chuẩn hóa"})
    assert done.status_code == 303
    heights = [one.values["structure_height_m"] for one in _records(service, "site")]
    assert heights == [42, 30, 42]
    assert "chuẩn hóa" in planner.get(done.headers["location"]).text


def test_what_changed_after_the_look_is_looked_at_again(
    service: Service, planner: Client
) -> None:
    _, sent = _bulk(planner, "id=1&viec=xac-nhan")
    assert (
        _edit(service.client_as("planner"), "/ha-tang/site/1/sua", name="Khác") == 303
    )
    late = planner.post("/ha-tang/site/hang-loat", data=sent)
    assert late.status_code == 422
    assert (
        planner.post("/ha-tang/site/hang-loat", data=_form(late.text)).status_code
        == 303
    )


def test_a_record_that_others_name_is_not_deleted(
    service: Service, planner: Client
) -> None:
    free = _put(service, "site", id="S9", lon_deg=105.03, lat_deg=21.1)
    page, sent = _bulk(planner, f"id=1&id={free}&viec=xoa", reason="tháo dỡ")
    assert "có bản ghi khác trỏ tới" in page
    assert planner.post("/ha-tang/site/hang-loat", data=sent).status_code == 303
    assert [one.values["id"] for one in _records(service, "site")] == ["S1", "S2", "S3"]
    gone = planner.get(f"/ha-tang/site/{free}").text
    assert "không còn trong sổ đăng ký" in gone


def test_all_that_were_found_are_chosen_at_once(planner: Client) -> None:
    page = planner.get(
        "/ha-tang/site/hang-loat?chon=tat-ca&nha-mang=Viettel&viec=xac-nhan"
    )
    assert "2 bản ghi" in page.text


def _twins(service: Service) -> tuple[int, int]:
    place = {"lon_deg": 105.0301, "lat_deg": 21.1001}
    one = _put(service, "site", id="A1", name="Trạm Bản Mới", owner="VNPT", **place)
    other = _put(
        service, "site", id="B1", name="Bản Mới", structure_height_m=36.0, **place
    )
    return one, other


def test_two_records_of_one_thing_become_one(service: Service, planner: Client) -> None:
    one, other = _twins(service)
    listed = planner.get("/ha-tang/trung-lap?loai=site").text
    address = re.search(r'href="(/ha-tang/trung-lap/site/\d+/\d+)"', listed)
    assert address
    pair = planner.get(address[1])
    assert pair.status_code == 200
    assert len(planner.get(f"{address[1]}/ban-do.geojson").json()["features"]) == 2
    sent = _form(pair.text) | {"song": str(other), "lay.name": str(one)}
    done = planner.post(f"{address[1]}/gop", data=sent | {"lay.owner": str(one)})
    assert done.headers["location"].startswith(f"/ha-tang/site/{other}")
    values = _records(service, "site")[-1].values
    assert (values["id"], values["name"], values["owner"]) == (
        "B1",
        "Trạm Bản Mới",
        "VNPT",
    )
    assert values["structure_height_m"] == 36
    assert "A1" in planner.get(f"/ha-tang/site/{other}").text


def test_two_things_are_not_proposed_again(service: Service, planner: Client) -> None:
    one, other = _twins(service)
    address = f"/ha-tang/trung-lap/site/{one}/{other}"
    reader = service.client_as("reader")
    assert reader.post(f"{address}/khac", data={}).status_code == 403
    assert (
        service.client_as("commune").post(f"{address}/khac", data={}).status_code == 403
    )
    assert planner.post(f"{address}/khac", data={}).status_code == 303
    assert "trung-lap/site/" not in planner.get("/ha-tang/trung-lap").text


SECRET, OTHER_SECRET = 987_654, 123_457


def _two_operators(service: Service) -> tuple[int, int]:
    """Let a service of Viettel and one of VNPT have subscribers."""
    mine, yours = [
        next(
            one
            for one in _records(service, "service")
            if one.values["operator"] == operator
        )
        for operator in ("Viettel", "VNPT")
    ]
    edits = [
        Edit("service", Action.UPDATE, one.id, {"subscribers": count}, one.revision)
        for one, count in ((mine, SECRET), (yours, OTHER_SECRET))
    ]
    commit_edits(
        service.state.directory,
        edits,
        actor=DEPARTMENT,
        at=service.clock(),
        reason="báo cáo",
    )
    service.state.snapshots.forget()
    return mine.id, yours.id


def _everything(client: Client, service: Service, record: int) -> str:
    newest = service.state.register.newest_set()
    addresses = [
        "/ha-tang",
        *(
            f"/ha-tang/service?nha-mang=tat-ca&cot=subscribers&cot=site_id{more}"
            for more in ("", "&sap=subscribers", "&ngay=01/02/2026")
        ),
        *(
            f"/ha-tang/service/tai-ve?nha-mang=tat-ca&dang=csv{more}"
            for more in ("", "&ngay=01/02/2026")
        ),
        f"/ha-tang/service/{record}",
        f"/ha-tang/service/{record}?ngay=01/02/2026",
        f"/ha-tang/service/{record}/sua",
        f"/ha-tang/lich-su/{newest}",
        f"/ha-tang/service/hang-loat?id={record}&viec=sua&truong=subscribers",
    ]
    return "\n".join(
        client.get(one).content.decode("utf-8-sig") for one in addresses
    ).replace(".", "")


@pytest.mark.parametrize("role", ["operator", "commune", "reader"])
def test_nobody_else_ever_sees_what_is_an_operator_s_own(
    service: Service, role: str
) -> None:
    mine, yours = _two_operators(service)
    shown = _everything(service.client_as(role), service, yours)
    assert str(OTHER_SECRET) not in shown
    own = _everything(service.client_as(role), service, mine)
    assert (str(SECRET) in own) == (role == "operator")


def test_what_is_hidden_is_neither_found_nor_ordered_nor_missing(
    service: Service,
) -> None:
    _, yours = _two_operators(service)
    client = service.client_as("operator")
    kind = shipped_kinds()["service"]
    ids = [one.id for one in _records(service, "service")]
    ordered = client.get("/ha-tang/service?nha-mang=tat-ca&sap=-subscribers").text
    places = [
        int(one) for one in re.findall(r'<a href="/ha-tang/service/(\d+)"', ordered)
    ]
    # Viettel's own number first; VNPT's stands where an unknown one would.
    assert places[1:] == [one for one in ids if one != places[0]]
    address = "/ha-tang/service/tai-ve?nha-mang=tat-ca&dang=csv&thieu=subscribers"
    column = [field.name for field in kind.fields].index("operator")
    assert {row[column] for row in _rows(client, address)} == {"Viettel"}
    same, _ = _bulk_of_services(client, yours, str(OTHER_SECRET))
    other, _ = _bulk_of_services(client, yours, "5")
    assert "trường bạn không được xem" in same
    assert "trường bạn không được xem" in other
    assert "đã đúng như vậy" not in same


def _bulk_of_services(
    client: Client, record: int, value: str
) -> tuple[str, dict[str, str]]:
    address = "/ha-tang/service/hang-loat"
    asked = client.get(f"{address}?id={record}&viec=sua&truong=subscribers")
    sent = _form(asked.text) | {"subscribers": value}
    seen = client.post(address, data=sent)
    return seen.text, _form(seen.text)


def test_a_field_of_another_operator_is_no_word_to_search_by(service: Service) -> None:
    _put(service, "circuit", id="K1", operator="VNPT", customer="Kho bạc")
    mine = service.client_as("operator")
    assert len(_rows(mine, "/ha-tang/circuit/tai-ve?dang=csv&nha-mang=tat-ca")) == 1
    address = "/ha-tang/circuit/tai-ve?dang=csv&nha-mang=tat-ca&q=kho+bac"
    assert _rows(mine, address) == []
    theirs = service.client_as("operator", operator="VNPT")
    assert len(_rows(theirs, address)) == 1


def test_readers_see_nobody_s_telephone(service: Service) -> None:
    node = _put(service, "network_node", id="N1", agency="Sở Y tế", phone="0912345678")
    assert (
        "0912345678"
        in service.client_as("planner").get(f"/ha-tang/network_node/{node}").text
    )
    reader = service.client_as("reader")
    for address in (
        f"/ha-tang/network_node/{node}",
        "/ha-tang/network_node?cot=phone",
        "/ha-tang/network_node/tai-ve?dang=csv",
        f"/ha-tang/lich-su/{service.state.register.newest_set()}",
    ):
        assert "0912345678" not in reader.get(address).text
    assert _rows(reader, "/ha-tang/network_node/tai-ve?dang=csv&q=0912345678") == []


def test_an_official_sees_the_own_commune_first(service: Service) -> None:
    official = service.client_as("commune", units=("00002",))
    names = [row[1] for row in _rows(official, "/ha-tang/locality/tai-ve?dang=csv")]
    assert names == ["Bản Khuất", "Bản Xa"]
    every = _rows(official, "/ha-tang/locality/tai-ve?dang=csv&xa=tat-ca")
    assert len(every) == 4
    page = official.get("/ha-tang/locality").text
    assert "của tôi" in page


def test_an_official_changes_the_own_records_only(service: Service) -> None:
    official = service.client_as("commune", units=("00002",))
    assert _edit(official, "/ha-tang/locality/3/sua", people="310") == 303
    assert official.get("/ha-tang/locality/1/sua").status_code == 403
    page = official.get("/ha-tang/locality/1").text
    assert "/ha-tang/locality/1/sua" not in page
    forced = official.post(
        "/ha-tang/locality/1/sua",
        data={"revision": "1", "people": "1", "was.people": ""},
    )
    assert forced.status_code == 422
    assert _records(service, "locality")[0].values["people"] == 900


@pytest.mark.parametrize(
    ("role", "kind", "offered"),
    [
        ("commune", "locality", True),
        ("commune", "circuit", False),
        ("operator", "circuit", True),
        ("operator", "task", False),
        ("leader", "task", False),
        ("planner", "task", True),
    ],
)
def test_buttons_stand_where_somebody_may_change_something(
    service: Service, role: str, kind: str, *, offered: bool
) -> None:
    page = service.client_as(role).get(f"/ha-tang/{kind}").text
    assert (f'href="/ha-tang/{kind}/moi"' in page) == offered


@pytest.mark.parametrize("role", ["reader", "leader"])
def test_who_may_not_write_gets_no_forms(service: Service, role: str) -> None:
    client = service.client_as(role)
    assert client.get("/ha-tang/site/moi").status_code == 403
    assert client.get("/ha-tang/site/1/sua").status_code == 403
    assert (
        client.post("/ha-tang/site/1/xac-nhan", data={"revision": "1"}).status_code
        == 403
    )
    page = client.get("/ha-tang/site").text
    assert "hang-loat" not in page or 'name="id"' not in page


def test_the_register_is_closed_to_strangers(client_as: Callable[..., Client]) -> None:
    stranger = client_as("public")
    for path in ("/ha-tang", "/ha-tang/site", "/ha-tang/site/tai-ve?dang=csv"):
        assert stranger.get(path).headers["location"].startswith("/dang-nhap")


def test_the_history_is_narrowed(service: Service) -> None:
    service.clock.move(days=40)
    planner = service.client_as("planner")
    _put(service, "network_node", id="N1", agency="Sở Y tế")
    day = service.clock().strftime("%d/%m/%Y")
    for query, count in (
        ("loai=network_node", 1),
        ("ai=so+khoa+hoc", 1),
        ("tep=sites.csv", 1),
        (f"tu={day}", 1),
        ("den=31/12/2025", 0),
    ):
        page = planner.get(f"/ha-tang/lich-su?{query}").text
        assert len(re.findall(r'href="/ha-tang/lich-su/\d+"', page)) == count, query
