"""Tables with the headers that officials and operators write, and what they fill."""

import pytest

from hatangso.io.records.column_matching import match_table
from hatangso.io.sheets.table_words import without_unit
from hatangso.model.raw_table import CellValue, RawColumn, RawRow, RawTable
from hatangso.registry.kind_catalogue import shipped_kinds

KINDS = shipped_kinds()
# Title of the table; then for each column its header, a cell, and the field it fills.
TABLES: dict[str, tuple[str, list[tuple[str, CellValue, str]]]] = {
    "site": (
        "DANH SÁCH TRẠM BTS",
        [
            ("Mã trạm", "TNN001", "id"),
            ("Tên trạm", "Đồng Hỷ 1", "name"),
            ("Kinh độ", 105.8, "lon_deg"),
            ("Vĩ độ", 21.6, "lat_deg"),
            ("Loại cột", "Dây co", "structure"),
            ("Chiều cao cột (m)", 42, "structure_height_m"),
            ("Xã/phường", "Đồng Hỷ", "commune_code"),
            ("Đơn vị chủ quản", "Viettel", "owner"),
            ("Dùng chung", "Không", "is_shared"),
        ],
    ),
    "service": (
        "Danh sách cell 4G",
        [
            ("Site ID", "BK01", "site_id"),
            ("Cell name", "BK01A", "cell"),
            ("Công nghệ", "4G", "technology"),
            ("Băng tần (MHz)", 1800, "frequency_mhz"),
            ("Công suất (dBm)", 43, "port_power_dbm"),
            ("Tilt cơ", 2, "mechanical_tilt_deg"),
            ("Độ cao anten (m)", 35, "antenna_height_m"),
            ("Nhà mạng", "VNPT", "operator"),
        ],
    ),
    "locality": (
        "DANH SÁCH THÔN, BẢN",
        [
            ("Thôn/xóm/bản/TDP", "Bó Lù", "name"),
            ("Xã", "Ba Bể", "commune_code"),
            ("Số hộ", 45, "households"),
            ("Số khẩu", 203, "people"),
            ("Điện lưới", "có", "has_grid_power"),
        ],
    ),
    "coverage_hole": (
        "DANH SÁCH CÁC THÔN TRẮNG SÓNG, LÕM SÓNG",
        [
            ("Thôn/bản", "Bản Khẻ", "locality"),
            ("Xã", "Ba Bể", "commune_code"),
            ("Số hộ", 35, "households"),
            ("Loại", "Trắng sóng", "kind"),
            ("Khoảng cách (km)", 2.6, "nearest_distance_km"),
            ("Doanh nghiệp thực hiện", "Viettel", "responsible_operator"),
            ("Thời hạn hoàn thành", "30/6/2026", "promised_on"),
        ],
    ),
    "network_node": (
        "DANH SÁCH ĐIỂM KẾT NỐI MẠNG TSLCD CẤP II",
        [
            ("Tên đơn vị", "UBND xã A", "agency"),
            ("Địa chỉ", "Thôn B", "address"),
            ("Cấp mạng", "Cấp II", "level"),
            ("Tình trạng", "Đang hoạt động", "state"),
        ],
    ),
    "virtual_machine": (
        "vInfo",
        [
            ("VM", "app1", "id"),
            ("Powerstate", "poweredOn", "state"),
            ("CPUs", 4, "vcpus"),
            ("Host", "esx1", "host_id"),
            ("Cluster", "C1", "cluster"),
        ],
    ),
    "information_system": (
        "DANH MỤC HỆ THỐNG THÔNG TIN",
        [
            ("Tên hệ thống thông tin", "QLVB", "name"),
            ("Chủ quản hệ thống", "Sở KHCN", "agency"),
            ("Cấp độ", "Cấp 3", "security_level"),
            ("Số quyết định phê duyệt", "12/QĐ", "approval_document"),
            ("Ngày phê duyệt", "01/02/2024", "approved_on"),
        ],
    ),
    "community_team": (
        "TỔ CÔNG NGHỆ SỐ CỘNG ĐỒNG",
        [
            ("Tên tổ", "Tổ 1", "name"),
            ("Xã", "Ba Bể", "commune_code"),
            ("Cấp", "Cấp thôn", "tier"),
            ("Tổ trưởng", "Nguyễn Văn A", "contact"),
            ("Số thành viên", 5, "members"),
        ],
    ),
    "task": (
        "PHỤ LỤC NHIỆM VỤ",
        [
            ("Nhiệm vụ", "Xây trạm", "name"),
            ("Chủ trì", "Sở KHCN", "lead"),
            ("Phối hợp", "UBND xã", "cooperating"),
            ("Thời gian hoàn thành", "31/12/2026", "deadline"),
            ("Kinh phí (triệu đồng)", 500, "budget_vnd"),
        ],
    ),
    "route": (
        "DANH SÁCH TUYẾN CÁP QUANG",
        [
            ("Tên tuyến", "A - B", "name"),
            ("Điểm đầu", "A", "start"),
            ("Điểm cuối", "B", "end"),
            ("Chiều dài (km)", 12.5, "length_km"),
            ("Loại cáp", "Cáp treo", "kind"),
        ],
    ),
}


@pytest.mark.parametrize("kind", TABLES)
def test_tables_are_understood_without_a_question(kind: str) -> None:
    title, columns = TABLES[kind]
    table = RawTable(
        "f.xlsx",
        "Sheet1",
        (title,),
        tuple(
            RawColumn(chr(65 + place), (header,), without_unit(header)[1])
            for place, (header, _, _) in enumerate(columns)
        ),
        tuple(RawRow(n, tuple(cell for _, cell, _ in columns)) for n in (3, 4)),
    )
    matched = match_table(table, KINDS)
    assert matched.kind == kind
    assert matched.questions == ()
    assert matched.missing_required == ()
    found = {match.column.title: match.field for match in matched.matches}
    assert found == {header: field for header, _, field in columns}


def test_a_cross_under_the_name_of_an_operator_is_no_nearest_site() -> None:
    columns = (
        RawColumn("A", ("Thôn",)),
        RawColumn("B", ("Xã",)),
        RawColumn("C", ("Nhà mạng phủ sóng", "Viettel")),
        RawColumn("D", ("Trạm gần nhất", "VNPT")),
    )
    rows = tuple(RawRow(n, ("Bó Lù", "Ba Bể", "x", "BK01")) for n in (3, 4))
    table = RawTable("f.xlsx", "S", ("THÔN LÕM SÓNG",), columns, rows)
    matched = match_table(table, KINDS, kind="coverage_hole")
    sure = {
        match.column.letter: match.field
        for match in matched.matches
        if match.certainty_ratio >= 0.8
    }
    assert sure.get("C") != "viettel_site"
    assert sure["D"] == "vnpt_site"
