"""Pictures of every page, on a copy of a computed province that is filled before.

Everything that the pages show comes about as people do it: through their forms.
"""

import argparse
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from PIL import Image
from playwright.sync_api import Page

from chromium import open_chromium
from hatangso.model.account import Account
from hatangso.web.application import create_app
from hatangso.web.jobs.heartbeats import Heartbeats
from hatangso.web.jobs.job_kind import Lane
from hatangso.web.settings import Settings
from monitoring_samples import watch
from web_service import CHEAP_HASHER, Client, Clock, Service, serving
from web_visit import Visits, overflow_px

DESK_PX, PHONE_PX = 1440, 390
_MOST_BYTES = 150_000
_TALLEST_PX, _TALLEST_ON_PHONE_PX = 6_000, 2_532
# Share of the size, quality: the first that is small enough; letters stay legible.
_TRIES = ((1, 82), (1, 70), (0.75, 80), (0.75, 66), (0.6, 70), (0.6, 50))
# Pictures of the same data are the same, whenever they are taken.
_BEGINS = datetime(2026, 11, 13, 1, 30, tzinfo=UTC)
_LAYERS = "relief,roads,communes"
_MAP_READY = """() => new Promise(ready => {
    const look = () => !document.querySelector("[data-map]")
        || performance.getEntriesByName("map:painted").length
        || document.querySelector(".map-small canvas")
        ? setTimeout(ready, 1500) : requestAnimationFrame(look);
    look();
})"""
_SITES = (
    ("Mã trạm", "Tên trạm", "Kinh độ", "Vĩ độ", "Độ cao cột (m)", "Chủ sở hữu"),
    ("VNP-3001", "Trạm Thần Sa 9", "105,9214", "21,8534", 42, "VNPT"),
    ("VNP-3002", "Trạm Yên Trạch 7", "105,7033", "21,8391", 36, "VNPT"),
    ("VNP-3003", "Trạm Văn Lăng 5", "105,8127", "21,8012", "ba mươi", "VNPT"),
    ("VNP-3004", "Trạm Đại Phúc 2", "15,6944", "21,5442", 30, "VNPT"),
    ("TNN-0001", "Phan Đình Phùng 1", "105,83299", "21,58974", 36, "Viettel"),
)
_CENTRES = (
    ("Mã trung tâm dữ liệu", "Tên trung tâm dữ liệu"),
    ("DC-01", "Trung tâm dữ liệu tỉnh"),
    ("DC-02", "Phòng máy chủ Sở Khoa học và Công nghệ"),
)


@dataclass(frozen=True)
class Shot:
    """A picture: its name, the page, and whether a phone shows it."""

    name: str
    address: str
    is_phone: bool = False
    who: str = "planner"


@contextmanager
def _filled(directory: Path) -> Iterator[tuple[Service, dict[str, Account | None]]]:
    """Serve a copy of a province in which people did things."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / directory.name
        shutil.copytree(directory, copy)
        clock = Clock(_BEGINS)
        app = create_app(
            Settings(directory=copy, workers=2),
            now=clock,
            hasher=CHEAP_HASHER,
        )
        service = Service(app, clock)
        try:
            yield service, _people(service)
        finally:
            service.close()


def _client(service: Service, account: Account | None) -> Client:
    return service.client(
        account, base_url="http://127.0.0.1", client=("10.20.0.15", 50_000)
    )


def _people(service: Service) -> dict[str, Account | None]:
    commune = next(iter(service.state.snapshots.current().inputs.province.communes))
    made = {
        "administrator": {"login": "quan-tri", "full_name": "Trần Thị Hoa"},
        "planner": {"login": "binh.nv", "full_name": "Nguyễn Văn Bình"},
        "leader": {"login": "lanh-dao", "full_name": "Lê Minh Đức"},
        "operator": {"login": "vnpt", "full_name": "Phạm Thu Hà", "operator": "VNPT"},
        "commune": {
            "login": "xa",
            "full_name": "Hoàng Văn Páo",
            "units": (commune.code,),
        },
    }
    people = {role: service.account(role, **said) for role, said in made.items()}
    return {**people, "public": None}


def _post(client: Client, path: str, **options: Any) -> str:  # noqa: ANN401 - httpx
    answer = client.post(path, **options)
    if answer.status_code != HTTPStatus.SEE_OTHER:
        sys.exit(f"{path} answers {answer.status_code}:\n{answer.text[-3000:]}")
    return str(answer.headers["location"])


def _found(client: Client, path: str, pattern: str) -> list[str]:
    return list(dict.fromkeys(re.findall(pattern, client.get(path).text)))


def _fill(service: Service, account: Account) -> dict[str, str]:
    """Do what people do in a week; return addresses that only then exist."""

    def later(**by: float) -> Client:
        # Sessions end after some hours: another day, another one.
        service.clock.move(**by)
        return _client(service, account)

    holes = _holes(later(days=0))
    report, number = _reports(service, later(days=2, hours=3))
    waiting, written = _imports(service, later(days=1))
    scenario = _scenario(service, later(days=2))
    _documents(service, later(hours=2))
    client = later(days=1, hours=5)
    client.post("/tai-khoan/khoa", data={"label": "bảng điều hành", "days": "90"})
    looks = "u" * 90 + "d" * 7 + "u" * 30 + " " * 20 + "u" * 40 + "d" * 5
    watch(service, name="Cổng thông tin điện tử tỉnh", minutes=looks, ends_days=12)
    for lane in Lane:
        Heartbeats(service.state.directory).beat(lane, service.clock())
    return {
        "hole": f"/vung-lom/{holes[2]}",
        "report": report,
        "own-report": f"/vung-lom/phan-anh/{number}",
        "import": waiting,
        "imported": f"{written}/xong",
        "scenario": scenario,
    }


def _holes(client: Client) -> list[str]:
    computed = "/vung-lom/mo-phong"
    places = _found(client, computed, r'name="noi" value="([^"]+)"')[:6]
    _post(client, computed, data={"noi": places, "cong_nghe": "4G"})
    numbers = _found(client, "/vung-lom", r'href="/vung-lom/(\d+)"')
    white = {"to": "confirmed", "kind": "white"}
    hollow = {"to": "confirmed", "kind": "hollow"}
    given = {
        "to": "assigned",
        "responsible_operator": "Viettel",
        "promised_on": "30/06/2027",
    }
    late = given | {"responsible_operator": "VNPT", "promised_on": "15/11/2026"}
    closed = {"to": "closed", "closed_on": "20/10/2026", "evidence": "Biên bản đo 12"}
    steps = [
        [hollow],
        [white],
        [white, given],
        [white, late],
        [white, given, {"to": "building"}],
        [white, given, {"to": "building"}, closed],
    ]
    for number, own in zip(numbers, steps, strict=False):
        for step in own:
            (revision, *_) = _found(
                client, f"/vung-lom/{number}", r'name="revision" value="(\d+)"'
            )
            data = step | {"revision": revision}
            _post(client, f"/vung-lom/{number}/buoc", data=data)
    return numbers


def _reports(service: Service, client: Client) -> tuple[str, str]:
    places = service.state.snapshots.current().inputs.province.localities
    texts = (
        "Cả xóm mất sóng Viettel từ khi mưa bão, trong nhà không gọi được",
        "Buổi tối mạng rất chậm, các cháu không học trực tuyến được",
    )
    sent = [
        _post(
            _client(service, None),
            "/phan-anh",
            data={
                "lon_deg": str(place.lon_deg),
                "lat_deg": str(place.lat_deg),
                "text": text,
                "operator": "Viettel",
                "phone": "0912 345 678",
            },
        ).partition("?")[0]
        for place, text in zip((places[0], places[40]), texts, strict=False)
    ]
    numbers = _found(
        client, "/vung-lom/phan-anh/tat-ca", r'href="/vung-lom/phan-anh/(\d+)"'
    )
    for number in numbers:
        page = client.get(f"/vung-lom/phan-anh/{number}").text
        if texts[0] in page:
            answer = {"answer_text": "Đội kỹ thuật sẽ đo lại trong tháng 12."}
            _post(client, f"/vung-lom/phan-anh/{number}/tra-loi", data=answer)
    return sent[0], numbers[0]


def _documents(service: Service, client: Client) -> None:
    formats = {
        "hole_list": ["docx", "pdf", "xlsx"],
        "petition_answer": ["docx", "pdf"],
        "index_evidence": ["xlsx"],
    }
    for kind, wanted in formats.items():
        _post(client, f"/van-ban/loai/{kind}", data={"format": wanted})
    service.run_jobs()


def _imports(service: Service, client: Client) -> tuple[str, str]:
    """Leave a workbook of stations waiting, and import one of data centres."""
    sent = []
    files = (("tram-vnpt-quy-4.xlsx", _SITES, "VNPT"), ("ttdl.xlsx", _CENTRES, "Sở"))
    for name, rows, sender in files:
        book = Workbook()
        book.active.title = "Danh sách"
        for row in rows:
            book.active.append(row)
        stream = BytesIO()
        book.save(stream)
        content = ("files", (name, stream.getvalue(), "application/xlsx"))
        address = _post(
            client, "/du-lieu/nhap", files=[content], data={"sender": sender}
        )
        service.run_jobs()
        sent.append(address)
    _post(client, f"{sent[1]}/ghi", data={"ly_do": "Báo cáo quý IV/2026"})
    service.run_jobs()
    return sent[0], sent[1]


def _scenario(service: Service, client: Client) -> str:
    asked = {
        "title_vi": "Gói 4G năm 2027",
        "title_en": "4G package 2027",
        "name": "goi-4g-2027",
        "aim": "most_people",
        "shares_masts": "1",
        "carries_over": "1",
        "year-0-year": "2027",
        "year-0-budget": "20 tỷ",
        "service-0-technology": "4G",
        "action": "save",
    }
    _post(client, "/quy-hoach/kich-ban/moi", data=asked)
    _post(client, "/quy-hoach/goi-4g-2027/chay", data={"curve": "1", "more": "1 tỷ"})
    service.run_jobs()
    (mark, *_) = _found(
        client, "/quy-hoach/goi-4g-2027/thong-qua", r'name="mark" value="([^"]+)"'
    )
    adopted = {"mark": mark, "reason": "Quyết định 12/QĐ-UBND"}
    _post(client, "/quy-hoach/goi-4g-2027/thong-qua", data=adopted)
    _post(client, "/quan-tri/sao-luu")
    service.run_jobs()
    return "/quy-hoach/goi-4g-2027"


def _shots(there: dict[str, str], client: Client) -> list[Shot]:
    site = _found(client, "/ha-tang/site", r'href="(/ha-tang/site/\d+)"')[0]
    sets = _found(client, "/ha-tang/lich-su", r'href="(/ha-tang/lich-su/\d+)"')[0]
    pairs = _found(
        client, "/ha-tang/trung-lap", r'href="(/ha-tang/trung-lap/\w+/[^"]+)"'
    )
    zones = _found(
        client, "/he-thong/khu-cong-nghiep", r'href="(/he-thong/khu-cong-nghiep/\d+)"'
    )
    plan, sent = there["scenario"], there["import"]
    place = re.findall(r"o=([\d.]+,[\d.]+)", client.get("/").text)
    at = place[0] if place else "105.8,21.6"
    shots = [
        Shot("overview", "/", who="leader"),
        Shot("map", f"/ban-do#o={at},11.5&lop={_LAYERS},holes&song=4G,,level"),
        Shot("map-place", f"/ban-do#o={at},13&lop={_LAYERS},sites,localities"
             f"&song=4G,,dbm&diem={at}"),
        Shot("indicators", "/chi-tieu", who="leader"),
        Shot("all-indicators", "/chi-tieu?xem=tat-ca"),
        Shot("indicator", "/chi-tieu/village_4g_ratio"),
        Shot("scores", "/chi-tieu/diem-so/dii-2023"),
        Shot("holes", "/vung-lom"),
        Shot("holes-computed", "/vung-lom/mo-phong"),
        Shot("hole", there["hole"]),
        Shot("reports", "/vung-lom/phan-anh/tat-ca"),
        Shot("report", there["own-report"]),
        Shot("report-form", "/phan-anh", who="public"),
        Shot("report-state", there["report"], who="public"),
        Shot("planning", "/quy-hoach"),
        Shot("scenario", f"{plan}/sua"),
        Shot("plan", plan),
        Shot("plan-works", f"{plan}/cong-trinh"),
        Shot("plan-not-served", f"{plan}/chua-phuc-vu"),
        Shot("plan-tasks", f"{plan}/nhiem-vu"),
        Shot("plan-comparison", "/quy-hoach/kich-ban/so-sanh?a=plan&b=goi-4g-2027"),
        Shot("plan-adoption", f"{plan}/thong-qua"),
        Shot("systems", "/he-thong", who="leader"),
        Shot("data-centre", "/he-thong/trung-tam-du-lieu"),
        Shot("network", "/he-thong/mang"),
        Shot("monitoring", "/he-thong/giam-sat"),
        Shot("platforms", "/he-thong/nen-tang"),
        Shot("procedures", "/he-thong/thu-tuc"),
        Shot("zone", zones[0]),
        Shot("people", "/he-thong/con-nguoi"),
        Shot("programme", "/he-thong/chuong-trinh"),
        Shot("addresses", "/he-thong/dia-chi"),
        Shot("infrastructure", "/ha-tang"),
        Shot("records", "/ha-tang/site?q=than+sa"),
        Shot("record", site),
        Shot("record-form", f"{site}/sua"),
        Shot("bulk-change", "/ha-tang/site/hang-loat?viec=sua&id=1&id=2"),
        Shot("history", "/ha-tang/lich-su"),
        Shot("change-set", sets),
        Shot("duplicates", "/ha-tang/trung-lap"),
        Shot("official-documents", "/van-ban", who="leader"),
        Shot("official-document", "/van-ban/loai/petition_answer"),
        Shot("document-check", "/van-ban/kiem-tra", who="leader"),
        Shot("data", "/du-lieu"),
        Shot("import", sent),
        Shot("import-problems", f"{sent}/van-de"),
        Shot("import-changes", f"{sent}/thay-doi"),
        Shot("import-commit", f"{sent}/ghi"),
        Shot("import-done", there["imported"]),
        Shot("templates", "/du-lieu/bieu-mau"),
        Shot("checks", "/du-lieu/kiem-tra"),
        Shot("documents", "/du-lieu/tai-lieu"),
        Shot("accounts", "/quan-tri", who="administrator"),
        Shot("account-new", "/quan-tri/nguoi-dung/moi", who="administrator"),
        Shot("keys", "/quan-tri/khoa", who="administrator"),
        Shot("all-jobs", "/quan-tri/viec", who="administrator"),
        Shot("audit-trail", "/quan-tri/nhat-ky", who="administrator"),
        Shot("backups", "/quan-tri/sao-luu", who="administrator"),
        Shot("health", "/quan-tri/tinh-trang", who="administrator"),
        Shot("my-account", "/tai-khoan", who="administrator"),
        Shot("jobs", "/viec", who="administrator"),
        Shot("job", "/viec/1", who="administrator"),
        Shot("sign-in", "/dang-nhap", who="public"),
        Shot("programs", "/api/v1", who="planner"),
    ]  # fmt: skip
    if pairs:
        shots.append(Shot("duplicate", pairs[0]))
    on_phone = {"overview", "map", "hole", "report-form", "records", "import-changes"}
    return shots + [
        Shot(f"{shot.name}-phone", shot.address, is_phone=True, who=shot.who)
        for shot in shots
        if shot.name in on_phone
    ]


def _take(page: Page, shot: Shot, file: Path) -> str:
    """Take a picture; return what is not as it should be."""
    width_px = PHONE_PX if shot.is_phone else DESK_PX
    page.set_viewport_size({"width": width_px, "height": 844 if shot.is_phone else 900})
    page.goto("about:blank")
    answer = page.goto(shot.address)
    page.evaluate(_MAP_READY)
    page.wait_for_load_state("networkidle")
    notes = []
    if answer is None or answer.status != HTTPStatus.OK:
        notes.append(f"answers {answer and answer.status}")
    if wider_px := overflow_px(page):
        notes.append(f"{wider_px} px too wide")
    tall_px = int(page.evaluate("document.documentElement.scrollHeight"))
    most_px = _TALLEST_ON_PHONE_PX if shot.is_phone else _TALLEST_PX
    if tall_px > most_px:
        notes.append(f"{tall_px} px high: the rest is left out")
    # The whole page in one window: what sticks to an edge of it stands at the end.
    page.set_viewport_size({"width": width_px, "height": min(tall_px, most_px)})
    page.evaluate(_MAP_READY)
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    for share, quality in _TRIES:
        size = round(picture.width * share), round(picture.height * share)
        small = picture.resize(size, Image.Resampling.LANCZOS)
        small.save(file, "WEBP", quality=quality, method=6)
        if file.stat().st_size < _MOST_BYTES:
            break
    else:
        notes.append("too large")
    return "; ".join(notes)


def main(directory: Path, folder: Path, names: list[str]) -> None:
    """Take all pictures, or those named, in both languages."""
    folder.mkdir(parents=True, exist_ok=True)
    with _filled(directory) as (service, people):
        account = people["administrator"]
        there = _fill(service, account)
        shots = _shots(there, _client(service, account))
        if names:
            shots = [shot for shot in shots if shot.name in names]
        with serving(service.app) as address, open_chromium() as browser:
            visits = Visits(browser, service, address)
            for language in ("vi", "en"):
                for line in _take_all(visits, people, shots, folder, language):
                    sys.stdout.write(f"{line}\n")
                    sys.stdout.flush()
            visits.close()


def _take_all(
    visits: Visits,
    people: dict[str, Account | None],
    shots: list[Shot],
    folder: Path,
    language: str,
) -> Iterator[str]:
    """Take the pictures of a language; yield what is to be said of each."""
    pages = {
        who: visits.page(account=account, language=language)
        for who, account in people.items()
    }
    for shot in shots:
        visits.troubles.clear()
        file = folder / f"{shot.name}.{language}.webp"
        said = _take(pages[shot.who], shot, file)
        notes = "; ".join(filter(None, [said, *visits.troubles]))
        yield f"{file.name} {file.stat().st_size} {notes}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directory", type=Path, help="a computed province")
    parser.add_argument("folder", type=Path, help="where the pictures go")
    parser.add_argument("names", nargs="*", help="only these")
    arguments = parser.parse_args()
    main(arguments.directory, arguments.folder, arguments.names)
