"""A service with something on every page, and an address of every page."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute
from openpyxl import Workbook

from address_samples import DOSSIERS, fill_addresses
from data_centre_samples import fill_data_centres
from government_network_samples import fill_network
from hatangso.model.account import Account
from hatangso.web.access import Permission
from hatangso.web.application import create_app
from hatangso.web.routers import all_routers
from hatangso.web.routing import guarded_routes
from hatangso.web.settings import Settings
from monitoring_samples import watch
from people_records import fill_people
from platform_records import fill_platforms
from web_service import ADDRESS, CHEAP_HASHER, Client, Clock, Service
from zone_samples import add_zone

_SITES = (
    # As somebody's software writes them.
    ("MA TRAM", "TEN TRAM", "KINH DO", "VI DO", "DO CAO COT (m)", "CHU SO HUU"),
    ("N1", "Trạm Mới", 105.05, 21.12, 40, "VNPT"),
    ("N2", "Trạm Đồng Bằng", 105.0201, 21.1051, 45, "Viettel"),
    ("N3", "Trạm Sai", 105.05, 21.13, "cao", "VNPT"),
)
# Parts of pages, files and answers to programs: nobody looks at one alone.
_ENDS_OF_FILES = (".png", ".geojson", ".json", ".xlsx", ".svg", ".docx")
NOT_PAGES = frozenset(
    {
        "/ban-do/duong-truyen",
        "/ban-do/noi",
        "/ban-do/tim",
        "/ha-tang/{code}/goi-y",
        "/van-ban/tep/{name}",
        "/ha-tang/{code}/tai-ve",
        "/dang-nhap/oidc/ve",
        "/health",
        "/metrics",
        "/quan-tri/sao-luu/{name}",
        "/quy-hoach/{name}/tep/{what}",
        "/viec/{number}/phan",
        "/vung-lom/phan-anh/{number}/anh/{name}",
    }
)
_ZONES = "/he-thong/khu-cong-nghiep"
EVERYBODY = frozenset({Permission.ENTER, Permission.READ_PUBLIC, Permission.REPORT})


@dataclass
class FilledService:
    """What was put into it.

    Attributes:
        administrator: Who sees every page.
        samples: What stands for the gaps of a route: ``{"/viec/{number}": "/viec/1"}``.
    """

    service: Service
    administrator: Account
    samples: dict[str, str] = field(default_factory=dict)

    def address_of(self, route: str) -> str:
        """Return an address of a route.

        Raises:
            AssertionError: The route has gaps and no sample here.
        """
        if "{" not in route:
            return route
        assert route in self.samples, f"give {route} a sample in tests/web_filled.py"
        return self.samples[route]


def page_routes() -> list[str]:
    """Return the routes of all pages, those that nobody thought of here too."""
    found = {
        route.path
        for router in all_routers()
        for route in router.routes
        if isinstance(route, APIRoute) and "GET" in route.methods
    }
    return sorted(
        path
        for path in found - NOT_PAGES
        if not path.startswith("/api/v1/") and not path.endswith(_ENDS_OF_FILES)
    )


def public_routes(app: FastAPI) -> set[str]:
    """Return the routes that need no account."""
    return {route.path for route, need in guarded_routes(app) if need in EVERYBODY}


@contextmanager
def filled_service(directory: Path) -> Iterator[FilledService]:
    """Fill a computed province, and keep its service running."""
    settings = Settings(directory=directory, base_url=ADDRESS, workers=1)
    clock = Clock()
    service = Service(create_app(settings, now=clock, hasher=CHEAP_HASHER), clock)
    try:
        clock.move(days=3)
        account = service.account("administrator", login="quan-tri")
        client = service.client(account)
        filled = FilledService(service, account)
        filled.samples = _fill(service, client, account)
        yield filled
    finally:
        service.close()


def _fill(service: Service, client: Client, account: Account) -> dict[str, str]:
    hole = _take_a_hole(client)
    fill_data_centres(service.state.directory)
    fill_platforms(service.state.directory)
    fill_people(service.state.directory)
    fill_network(service.state.directory)
    fill_addresses(service.state.directory, service.clock())
    sent = {"file": ("ho-so.csv", DOSSIERS.encode(), "text/csv")}
    _post(client, "/he-thong/thu-tuc/tep", data={"bo_loi": "1"}, files=sent)
    add_zone(service.state.directory)
    service.state.snapshots.forget()
    watched = watch(service, name="Cổng dịch vụ công", minutes="u" * 150 + "dddd")
    reference, report = _report(service, client)
    written, waiting = _import(service, client)
    _plan(service, client)
    _post(client, "/quan-tri/sao-luu")
    _post(client, "/van-ban/loai/hole_list", data={"format": "xlsx"})
    service.run_jobs()
    client.post("/tai-khoan/khoa", data={"label": "bảng tính", "days": "90"})
    zone = _found(client, _ZONES, rf'href="({_ZONES}/\d+)">KCN')
    upload, plan = f"/du-lieu/nhap/{waiting}", "/quy-hoach/goi-nam-ty"
    return {
        "/chi-tieu/diem-so/{scheme}": "/chi-tieu/diem-so/dii-2023",
        "/chi-tieu/{code}": "/chi-tieu/village_4g_ratio",
        "/du-lieu/nhap/{upload_id}": upload,
        "/du-lieu/nhap/{upload_id}/dong": f"{upload}/dong?dong=4&trang_tinh=Trạm",
        "/du-lieu/nhap/{upload_id}/ghi": f"{upload}/ghi",
        "/du-lieu/nhap/{upload_id}/thay-doi": f"{upload}/thay-doi",
        "/du-lieu/nhap/{upload_id}/van-de": f"{upload}/van-de",
        "/du-lieu/nhap/{upload_id}/xong": f"/du-lieu/nhap/{written}/xong",
        "/ha-tang/lich-su/{set_id:int}": _link(client, "/ha-tang/lich-su"),
        "/ha-tang/trung-lap/{code}/{one:int}/{other:int}": _link(
            client, "/ha-tang/trung-lap"
        ),
        "/ha-tang/{code}": "/ha-tang/site",
        "/van-ban/loai/{code}": "/van-ban/loai/petition_answer",
        "/ha-tang/{code}/hang-loat": "/ha-tang/site/hang-loat?viec=sua&id=1&id=2",
        "/ha-tang/{code}/moi": "/ha-tang/site/moi",
        "/ha-tang/{code}/{record_id:int}": _link(client, "/ha-tang/site"),
        "/ha-tang/{code}/{record_id:int}/sua": _link(client, "/ha-tang/site") + "/sua",
        "/he-thong/khu-cong-nghiep/{number}": zone,
        "/he-thong/khu-cong-nghiep/cam-bien/{number}": _link(
            client, "/he-thong/khu-cong-nghiep/cam-bien", zone
        ),
        "/he-thong/giam-sat/{number:int}": f"/he-thong/giam-sat/{watched}",
        "/he-thong/nen-tang/danh-sach/{word}": "/he-thong/nen-tang/danh-sach/full",
        "/phan-anh/{reference}": f"/phan-anh/{reference}",
        "/quan-tri/nguoi-dung/{number}": f"/quan-tri/nguoi-dung/{account.id}",
        "/quy-hoach/{name}": plan,
        "/quy-hoach/{name}/chua-phuc-vu": f"{plan}/chua-phuc-vu",
        "/quy-hoach/{name}/cong-trinh": f"{plan}/cong-trinh",
        "/quy-hoach/{name}/nhiem-vu": f"{plan}/nhiem-vu",
        "/quy-hoach/{name}/sua": f"{plan}/sua",
        "/quy-hoach/{name}/thong-qua": f"{plan}/thong-qua",
        "/viec/{number}": "/viec/1",
        "/vung-lom/phan-anh/{number}": f"/vung-lom/phan-anh/{report}",
        "/vung-lom/{number}": f"/vung-lom/{hole}",
    }


def _post(client: Client, path: str, **options: Any) -> str:
    """Send a form; return where it leads."""
    answer = client.post(path, **options)
    assert answer.status_code == HTTPStatus.SEE_OTHER, (path, answer.text)
    return str(answer.headers["location"])


def _found(client: Client, path: str, pattern: str) -> str:
    found = re.search(pattern, client.get(path).text)
    assert found, f"{path} has nothing like {pattern}"
    return found[1]


def _link(client: Client, path: str, page: str = "") -> str:
    """Return the first address below a path that ends with a number."""
    return _found(client, page or path, rf'href="({path}(?:/\w+)*/\d+)"')


def _take_a_hole(client: Client) -> str:
    computed = "/vung-lom/mo-phong"
    places = re.findall(
        r'name="noi" value="([^"]+)"', client.get(f"{computed}?cong_nghe=5G").text
    )
    _post(client, computed, data={"noi": places[:2], "cong_nghe": "5G"})
    number = _found(client, "/vung-lom", r'href="/vung-lom/(\d+)"')
    step = {"to": "confirmed", "revision": "1", "kind": "white"}
    _post(client, f"/vung-lom/{number}/buoc", data=step)
    return number


def _report(service: Service, client: Client) -> tuple[str, str]:
    said = {"lon_deg": "105.112", "lat_deg": "21.1", "text": "Không gọi được"}
    sent = _post(service.client(), "/phan-anh", data=said | {"phone": "0912345678"})
    number = _found(
        client, "/vung-lom/phan-anh/tat-ca", r'href="/vung-lom/phan-anh/(\d+)"'
    )
    return sent.partition("?")[0].rpartition("/")[2], number


def _import(service: Service, client: Client) -> tuple[str, str]:
    """Import one workbook, and leave another one waiting; return their marks."""
    marks = []
    for rows in (
        _SITES[:3],
        (*_SITES, ("S2", "Trạm Mới Tên", 105.07, 21.095, 33, "VNPT")),
    ):
        book = Workbook()
        book.active.title = "Trạm"
        for row in rows:
            book.active.append(row)
        stream = BytesIO()
        book.save(stream)
        sent = _post(
            client,
            "/du-lieu/nhap",
            files=[("files", ("vnpt.xlsx", stream.getvalue(), "application/xlsx"))],
            data={"sender": "VNPT"},
        )
        service.run_jobs()
        marks.append(sent.rpartition("/")[2])
        if len(marks) == 1:
            _post(client, f"{sent}/ghi", data={"ly_do": "Báo cáo quý I"})
            service.run_jobs()
    return marks[0], marks[1]


def _plan(service: Service, client: Client) -> None:
    """Compute with what was imported, and make a plan with a budget."""
    _post(client, "/du-lieu/tinh-phu-song")
    service.run_jobs()
    asked = {
        "title_vi": "Gói năm tỷ",
        "title_en": "Five billion",
        "name": "goi-nam-ty",
        "aim": "most_people",
        "carries_over": "1",
        "year-0-year": "2026",
        "year-0-budget": "5 tỷ",
        "service-0-technology": "4G",
        "goal-0-service": "4G",
        "goal-0-measure": "people",
        "goal-0-percent": "99,5",
        "goal-0-year": "2026",
        "action": "save",
    }
    _post(client, "/quy-hoach/kich-ban/moi", data=asked)
    named = {"title_vi": "Phương án đầu", "title_en": "First plan", "name": "plan"}
    _post(client, "/quy-hoach/kich-ban/moi", data=asked | named)
    _post(client, "/quy-hoach/goi-nam-ty/chay", data={"curve": "1", "more": "1 tỷ"})
    service.run_jobs()
