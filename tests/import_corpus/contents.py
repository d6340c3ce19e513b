"""Lists as operators, communes and departments keep them, from the shipped packs."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import groupby

from import_corpus.corpus_nouns import Heading, Line, Sheet, Typed
from import_corpus.real_places import Place, sites, spread, villages

__all__ = [
    "ROMAN",
    "coverage_holes",
    "grouped",
    "machines",
    "measurements",
    "network_nodes",
    "reported_figures",
    "sheet_of",
    "site_list",
    "targets",
    "village_list",
    "with_total",
]

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_FIRST_DAY = date(2016, 3, 4)


def sheet_of(
    name: str,
    kind: str,
    headings: Sequence[Heading],
    rows: Sequence[dict[str, object]],
    title: Sequence[str] = (),
    *,
    numbering: str = "STT",
) -> Sheet:
    """Return a sheet of rows by field; a cell that is no ``Typed`` means itself."""
    lines = [
        Line("row", {key: _typed(value) for key, value in row.items()}) for row in rows
    ]
    return Sheet(name, kind, tuple(headings), tuple(lines), tuple(title), numbering)


def _typed(value: object) -> Typed:
    return value if isinstance(value, Typed) else Typed(value)


def site_list(
    province: str = "thai_nguyen",
    count: int = 12,
    start: int = 0,
    places: Sequence[Place] | None = None,
) -> Sheet:
    """An operator's list of sites: a title, a header of two rows, coordinates below."""
    rows = [
        {
            "id": place.id,
            "name": place.name,
            "commune_code": Typed(place.commune, place.commune_code),
            "lon_deg": place.lon_deg,
            "lat_deg": place.lat_deg,
            "structure_height_m": place.size,
            "owner": place.owner,
            "installed_on": _FIRST_DAY + timedelta(days=97 * (index % 36)),
        }
        for index, place in enumerate(places or spread(sites(province), count, start))
    ]
    headings = (
        Heading("id", ("Mã trạm",)),
        Heading("name", ("Tên trạm",)),
        Heading("commune_code", ("Xã, phường",)),
        Heading("lon_deg", ("Tọa độ (WGS84)", "Kinh độ")),
        Heading("lat_deg", ("Tọa độ (WGS84)", "Vĩ độ")),
        Heading("structure_height_m", ("Độ cao cột (m)",)),
        Heading("owner", ("Đơn vị sở hữu",)),
        Heading("installed_on", ("Ngày phát sóng",)),
    )
    title = ("TẬP ĐOÀN VIỄN THÔNG - CHI NHÁNH TỈNH", "DANH SÁCH TRẠM BTS NĂM 2025")
    return sheet_of("Danh sách trạm", "site", headings, rows, title)


def village_list(
    province: str = "thai_nguyen", count: int = 12, start: int = 0
) -> Sheet:
    """A commune's list of villages with people, households and power."""
    rows = []
    for index, place in enumerate(spread(villages(province), count, start)):
        has_power = index % 4 != 3
        rows.append(
            {
                "id": place.id,
                "name": place.name,
                "commune_code": Typed(place.commune, place.commune_code),
                "households": place.households,
                "people": place.size,
                "has_grid_power": Typed("x" if has_power else "không", has_power),
            }
        )
    headings = (
        Heading("id", ("Mã thôn",)),
        Heading("name", ("Tên thôn, xóm",)),
        Heading("commune_code", ("Xã/phường",)),
        Heading("households", ("Dân cư", "Số hộ")),
        Heading("people", ("Dân cư", "Số khẩu")),
        Heading("has_grid_power", ("Điện lưới",)),
    )
    title = ("DANH SÁCH THÔN, XÓM, TỔ DÂN PHỐ", "(Kèm theo Công văn số 15/UBND-VHXH)")
    return sheet_of("Thôn xóm", "locality", headings, rows, title, numbering="TT")


def coverage_holes(province: str = "thai_nguyen", count: int = 9) -> Sheet:
    """Villages without coverage, and who promised to mend it when."""
    days = (date(2026, 6, 30), date(2026, 9, 10), date(2026, 12, 31))
    rows = [
        {
            "locality": place.name,
            "commune_code": Typed(place.commune, place.commune_code),
            "kind": Typed("Trắng sóng", "white")
            if index % 2
            else Typed("Lõm sóng", "hollow"),
            "households": place.households,
            "people": place.size,
            "nearest_distance_km": round(1.2 + 0.35 * index, 2),
            "obstruction": "Núi đá che khuất",
            "responsible_operator": ("Viettel", "VNPT", "MobiFone")[index % 3],
            "promised_on": days[index % 3],
            "budget_vnd": Typed(1250 + 50 * index, (1250 + 50 * index) * 1_000_000),
        }
        for index, place in enumerate(spread(villages(province), count, 7))
    ]
    headings = (
        Heading("locality", ("Thôn, bản",)),
        Heading("commune_code", ("Xã",)),
        Heading("kind", ("Loại điểm",)),
        Heading("households", ("Số hộ",)),
        Heading("people", ("Số khẩu",)),
        Heading("nearest_distance_km", ("Khoảng cách đến trạm gần nhất (km)",)),
        Heading("obstruction", ("Đặc điểm địa hình",)),
        Heading("responsible_operator", ("Doanh nghiệp thực hiện",)),
        Heading("promised_on", ("Thời hạn hoàn thành",)),
        Heading("budget_vnd", ("Kinh phí dự kiến (triệu đồng)",)),
    )
    title = ("Phụ lục II", "DANH SÁCH THÔN TRẮNG SÓNG, LÕM SÓNG DI ĐỘNG")
    return sheet_of("Lõm sóng", "coverage_hole", headings, rows, title)


def network_nodes(province: str = "bac_kan", count: int = 8) -> Sheet:
    """Nodes of the government's own network."""
    places = spread(sites(province), count, 3)
    rows = [
        {
            "id": f"TSLCD-{index:03d}",
            "name": f"Điểm kết nối UBND {place.commune}",
            "agency": f"UBND {place.commune}",
            "level": Typed("II", "II"),
            "commune_code": Typed(place.commune, place.commune_code),
            "monitored_address": f"10.12.{index}.1",
            "is_redundant": Typed(("Có", "Không")[index % 2], index % 2 == 0),
            "phone": f"0209{3870100 + index}",
        }
        for index, place in enumerate(places, start=1)
    ]
    headings = (
        Heading("id", ("Mã điểm",)),
        Heading("name", ("Tên điểm kết nối",)),
        Heading("agency", ("Cơ quan, đơn vị",)),
        Heading("level", ("Cấp mạng",)),
        Heading("commune_code", ("Xã, phường",)),
        Heading("monitored_address", ("Địa chỉ IP",)),
        Heading("is_redundant", ("Đường dự phòng",)),
        Heading("phone", ("Số điện thoại",)),
    )
    title = ("DANH SÁCH ĐIỂM KẾT NỐI MẠNG TRUYỀN SỐ LIỆU CHUYÊN DÙNG",)
    return sheet_of("TSLCD", "network_node", headings, rows, title)


def machines(count: int = 10) -> Sheet:
    """Virtual machines of the province's data centre."""
    rows = [
        {
            "id": f"vm-{('dvc', 'ioc', 'mail', 'lgsp', 'qlvb')[index % 5]}-{index:02d}",
            "vcpus": (4, 8, 16)[index % 3],
            "memory_gb": (8, 16, 32, 64)[index % 4],
            "disk_gb": (100, 250.5, 500)[index % 3],
            "operating_system": ("Ubuntu 22.04", "Windows Server 2019")[index % 2],
            "agency": ("Sở KH&CN", "Văn phòng UBND tỉnh")[index % 2],
            "state": Typed(
                ("Đang hoạt động", "Tạm dừng")[index % 5 == 4],
                ("operating", "suspended")[index % 5 == 4],
            ),
        }
        for index in range(1, count + 1)
    ]
    headings = (
        Heading("id", ("Tên máy ảo",)),
        Heading("vcpus", ("Cấu hình", "Số vCPU")),
        Heading("memory_gb", ("Cấu hình", "RAM (GB)")),
        Heading("disk_gb", ("Cấu hình", "Ổ cứng (GB)")),
        Heading("operating_system", ("Hệ điều hành",)),
        Heading("agency", ("Đơn vị sử dụng",)),
        Heading("state", ("Tình trạng",)),
    )
    title = ("TRUNG TÂM DỮ LIỆU TỈNH", "Danh sách máy chủ ảo")
    return sheet_of("Máy chủ ảo", "virtual_machine", headings, rows, title)


def targets() -> Sheet:
    """Targets of a plan, a year in a column of its own row."""
    rows = [
        {
            "name_vi": name,
            "unit": unit,
            "value": value,
            "period": Typed(year, str(year)),
        }
        for name, unit, value, year in (
            ("Tỷ lệ thôn, bản được phủ sóng 4G", "%", 98, 2025),
            ("Tỷ lệ thôn, bản được phủ sóng 4G", "%", 100, 2026),
            ("Tỷ lệ hộ gia đình có cáp quang", "%", 85, 2025),
            ("Số trạm 5G", "trạm", 120, 2026),
            ("Tốc độ băng rộng di động", "Mb/s", 100, 2025),
        )
    ]
    headings = (
        Heading("name_vi", ("Tên chỉ tiêu",)),
        Heading("unit", ("Đơn vị tính",)),
        Heading("value", ("Mức phấn đấu",)),
        Heading("period", ("Đến năm",)),
    )
    title = ("Phụ lục I", "CHỈ TIÊU PHÁT TRIỂN HẠ TẦNG SỐ GIAI ĐOẠN 2025 - 2026")
    return sheet_of("Chỉ tiêu", "target", headings, rows, title)


def reported_figures() -> Sheet:
    """Figures of a report as they are printed."""
    document = "thai-nguyen-2024"
    rows = [
        {
            "name_vi": name,
            "value": value,
            "unit": unit,
            "kind": Typed("Kết quả", "actual"),
            "period": period,
            "document": document,
        }
        for name, value, unit, period in (
            (
                "Số thuê bao di động",
                Typed("366.897", 366897),
                "thuê bao",
                "quý IV/2024",
            ),
            (
                "Số lượt truy cập",
                Typed("1,9 triệu", 1_900_000),
                "lượt",
                "tháng 10/2023",
            ),
            ("Số trạm BTS", Typed("1.014", 1014), "trạm", "2024"),
            ("Số hộ có Internet", Typed("2 nghìn", 2000), "hộ", "31/12/2024"),
        )
    ]
    headings = (
        Heading("name_vi", ("Tên chỉ tiêu",)),
        Heading("value", ("Kết quả thực hiện",)),
        Heading("unit", ("Đơn vị tính",)),
        Heading("kind", ("Loại số liệu",)),
        Heading("period", ("Kỳ báo cáo",)),
        Heading("document", ("Văn bản nguồn",)),
    )
    title = ("BÁO CÁO KẾT QUẢ THỰC HIỆN CHỈ TIÊU HẠ TẦNG SỐ",)
    return sheet_of("Số liệu", "figure", headings, rows, title)


def measurements(province: str = "thai_nguyen", count: int = 8) -> Sheet:
    """Samples of a drive test."""
    rows = [
        {
            "measured_on": date(2025, 10, 9),
            "operator": ("Viettel", "VNPT")[index % 2],
            "technology": "4G",
            "lon_deg": place.lon_deg,
            "lat_deg": place.lat_deg,
            "method": Typed("Driving test", "drive_test"),
            "level_dbm": -88.5 - index,
            "download_mbps": 41.25 + index,
        }
        for index, place in enumerate(spread(sites(province), count, 11))
    ]
    headings = (
        Heading("measured_on", ("Ngày đo",)),
        Heading("operator", ("Nhà mạng",)),
        Heading("technology", ("Công nghệ",)),
        Heading("lon_deg", ("Kinh độ",)),
        Heading("lat_deg", ("Vĩ độ",)),
        Heading("method", ("Phương pháp đo",)),
        Heading("level_dbm", ("RSRP (dBm)",)),
        Heading("download_mbps", ("Download (Mbps)",)),
    )
    title = ("KẾT QUẢ ĐO KIỂM CHẤT LƯỢNG DI ĐỘNG",)
    return sheet_of("Kết quả đo", "measurement", headings, rows, title, numbering="")


def grouped(sheet: Sheet, key: Callable[[Line], str]) -> Sheet:
    """Return a sheet whose rows stand in groups, each under a roman numeral."""
    lines: list[Line] = []
    for numeral, (title, rows) in zip(
        ROMAN, groupby(sheet.lines, key=key), strict=False
    ):
        lines += [Line("group", text=title, number=numeral), *rows]
    return _with_lines(sheet, lines)


def with_total(sheet: Sheet, fields: Sequence[str], *, off_by: int = 0) -> Sheet:
    """Return a sheet with a line of sums at its end, wrong by so much."""
    sums = {
        name: Typed(
            sum(line.cells[name].written for line in sheet.lines if line.kind == "row")
            + off_by
        )
        for name in fields
    }
    return _with_lines(sheet, [*sheet.lines, Line("total", sums, "Tổng cộng")])


def _with_lines(sheet: Sheet, lines: Sequence[Line]) -> Sheet:
    return Sheet(
        sheet.name,
        sheet.kind,
        sheet.headings,
        tuple(lines),
        sheet.title,
        sheet.numbering,
    )


def commune_of(places: Sequence[Place]) -> str:
    """Return the commune of the first place."""
    return places[0].commune
