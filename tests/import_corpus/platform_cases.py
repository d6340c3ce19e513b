"""Lists of digital platforms as offices keep them, with what goes wrong in them."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from import_corpus import contents, traps
from import_corpus.corpus_nouns import (
    UNREADABLE,
    Case,
    Heading,
    Line,
    Sheet,
    Typed,
)
from import_corpus.table_cases import case

__all__ = ["PLATFORM_CASES"]

Rows = Sequence[Mapping[str, object]]
_AGENCIES = ("Sở Tư pháp", "Sở Y tế", "UBND phường Phan Đình Phùng")


def _sheet(
    name: str, kind: str, headings: Sequence[Heading], rows: Rows, *title: str
) -> Sheet:
    lines = tuple(
        Line(
            "row",
            {
                field: value if isinstance(value, Typed) else Typed(value)
                for field, value in row.items()
            },
        )
        for row in rows
    )
    return Sheet(name, kind, tuple(headings), lines, title)


def public_services(count: int = 9) -> Sheet:
    """Online public services, with what became of them in a year."""
    levels = (("Toàn trình", "full"), ("Một phần", "partial"))
    rows = [
        {
            "id": f"1.00{index}234.000.00.00.H55",
            "name": f"Thủ tục cấp giấy phép số {index}",
            "field_of_work": ("Hộ tịch", "Dược phẩm")[index % 2],
            "agency": _AGENCIES[index % 3],
            "level": Typed(*levels[index % 2]),
            "is_on_national_portal": Typed(
                ("Có", "Chưa")[index % 3 == 0], index % 3 != 0
            ),
            "is_paid_online": Typed(("Không", "Có")[index % 2], index % 2 == 1),
            "dossiers_a_year": Typed(f"1.{index}05", 1_005 + 100 * index),
            "online_dossiers_a_year": 80 * index,
        }
        for index in range(1, count + 1)
    ]
    year = "Kết quả năm 2025"
    headings = (
        Heading("id", ("Mã TTHC",)),
        Heading("name", ("Tên thủ tục hành chính",)),
        Heading("field_of_work", ("Lĩnh vực",)),
        Heading("agency", ("Cơ quan thực hiện",)),
        Heading("level", ("Mức độ dịch vụ công",)),
        Heading("is_on_national_portal", ("Tích hợp Cổng DVCQG",)),
        Heading("is_paid_online", ("Thanh toán trực tuyến",)),
        Heading("dossiers_a_year", (year, "Tổng số hồ sơ")),
        Heading("online_dossiers_a_year", (year, "Hồ sơ nộp trực tuyến")),
    )
    title = ("UBND TỈNH", "DANH MỤC DỊCH VỤ CÔNG TRỰC TUYẾN")
    return _sheet("DVCTT", "public_service", headings, rows, *title)


def signing_certificates(count: int = 9) -> Sheet:
    """Certificates for officials and agencies."""
    start = date(2023, 1, 15)
    states = (("Đang hoạt động", "operating"), ("Thu hồi", "removed"))
    rows = [
        {
            "holder": f"Nguyễn Văn {'ABCDEFGHIKLM'[index]}",
            "agency": _AGENCIES[index % 3],
            "id": f"5401a{index:02d}ff3c{index}",
            "purpose": Typed(
                ("Cá nhân", "Tổ chức")[index % 4 == 0],
                ("person", "agency")[index % 4 == 0],
            ),
            "issued_on": start + timedelta(days=30 * index),
            "ends_on": start + timedelta(days=1_826 + 30 * index),
            "state": Typed(*states[index % 5 == 0]),
        }
        for index in range(1, count + 1)
    ]
    span = "Thời gian hiệu lực"
    headings = (
        Heading("holder", ("Họ và tên",)),
        Heading("agency", ("Đơn vị",)),
        Heading("id", ("Số chứng thư",)),
        Heading("purpose", ("Loại chứng thư",)),
        Heading("issued_on", (span, "Ngày cấp")),
        Heading("ends_on", (span, "Ngày hết hạn")),
        Heading("state", ("Trạng thái",)),
    )
    title = ("BAN CƠ YẾU CHÍNH PHỦ", "DANH SÁCH CHỨNG THƯ SỐ CHUYÊN DÙNG")
    return _sheet("Chứng thư số", "signing_certificate", headings, rows, *title)


def agencies(count: int = 8) -> Sheet:
    """Agencies with documents and mail."""
    tiers = (("Tỉnh", "province"), ("Xã", "commune"))
    rows = [
        {
            "id": f"H55.{index:02d}",
            "name": f"Cơ quan số {index}",
            "tier": Typed(*tiers[index % 2]),
            "staff": 20 + index,
            "uses_documents": Typed(("Có", "Chưa")[index % 4 == 0], index % 4 != 0),
            "documents_a_year": Typed(f"2.{index}10", 2_010 + 100 * index),
            "signed_documents_a_year": 1_900 + index,
            "mail_accounts": 22 + index,
            "used_mail_accounts": 15 + index,
        }
        for index in range(1, count + 1)
    ]
    mail, papers = "Thư điện tử công vụ", "Văn bản"
    headings = (
        Heading("id", ("Mã định danh điện tử",)),
        Heading("name", ("Tên cơ quan, đơn vị",)),
        Heading("tier", ("Cấp hành chính",)),
        Heading("staff", ("Số CBCCVC",)),
        Heading("uses_documents", ("Sử dụng QLVB",)),
        Heading("documents_a_year", (papers, "Số văn bản đi")),
        Heading("signed_documents_a_year", (papers, "Số văn bản ký số")),
        Heading("mail_accounts", (mail, "Số hộp thư")),
        Heading("used_mail_accounts", (mail, "Hộp thư thường xuyên sử dụng")),
    )
    title = ("Biểu 02", "TÌNH HÌNH SỬ DỤNG QLVB VÀ THƯ ĐIỆN TỬ CỦA CƠ QUAN, ĐƠN VỊ")
    return _sheet("Cơ quan", "agency", headings, rows, *title)


def online_meetings(count: int = 8) -> Sheet:
    """The log of the conference bridge."""
    rows = [
        {
            "id": f"HN-2025-{index:03d}",
            "held_on": date(2025, 1, 6) + timedelta(days=21 * index),
            "name": f"Hội nghị giao ban tháng {index}",
            "agency": ("Văn phòng UBND tỉnh", "Sở Y tế")[index % 2],
            "endpoints": 100 + index,
            "failed_endpoints": index % 3,
            "minutes": 90 + 15 * index,
            "participants": Typed(f"1.{index}20", 1_020 + 100 * index),
        }
        for index in range(1, count + 1)
    ]
    points = "Điểm cầu"
    headings = (
        Heading("id", ("Mã phiên họp",)),
        Heading("held_on", ("Ngày tổ chức",)),
        Heading("name", ("Tên hội nghị",)),
        Heading("agency", ("Đơn vị chủ trì",)),
        Heading("endpoints", (points, "Số điểm cầu")),
        Heading("failed_endpoints", (points, "Điểm cầu lỗi")),
        Heading("minutes", ("Thời lượng (phút)",)),
        Heading("participants", ("Số đại biểu",)),
    )
    title = ("NHẬT KÝ HỘI NGHỊ TRUYỀN HÌNH NĂM 2025",)
    return _sheet("Hội nghị", "online_meeting", headings, rows, *title)


def data_services(count: int = 8) -> Sheet:
    """Services of the national platform, used and not used."""
    rows = [
        {
            "id": f"NDXP-{index:02d}",
            "name": f"Dịch vụ tra cứu thông tin {index}",
            "provider": ("Bộ Công an", "Bảo hiểm xã hội Việt Nam")[index % 2],
            "platform": Typed(("Trục quốc gia", "Trục tỉnh")[index % 3 == 0],
                              ("NDXP", "LGSP")[index % 3 == 0]),
            "consumers": "Sở Tư pháp; UBND cấp xã",
            "is_used": Typed(("Có", "Chưa")[index % 4 == 0], index % 4 != 0),
            "monthly_calls": Typed(f"{index}.250", 1_000 * index + 250),
        }
        for index in range(1, count + 1)
    ]  # fmt: skip
    headings = (
        Heading("id", ("Mã dịch vụ",)),
        Heading("name", ("Tên dịch vụ dữ liệu",)),
        Heading("provider", ("Bộ, ngành cung cấp",)),
        Heading("platform", ("Trên nền tảng",)),
        Heading("consumers", ("Cơ quan khai thác",)),
        Heading("is_used", ("Tình trạng kết nối",)),
        Heading("monthly_calls", ("Số giao dịch một tháng",)),
    )
    title = ("DANH SÁCH DỊCH VỤ CHIA SẺ DỮ LIỆU TRÊN NDXP, LGSP",)
    return _sheet("Dịch vụ dữ liệu", "data_service", headings, rows, *title)


def _cases() -> list[Case]:
    lists = {
        "dich-vu-cong": public_services(),
        "chung-thu-so": signing_certificates(),
        "co-quan-qlvb": agencies(),
        "hoi-nghi-truc-tuyen": online_meetings(),
        "dich-vu-du-lieu": data_services(),
    }
    found = [case(f"{name}-xlsx", "platforms", sheet) for name, sheet in lists.items()]
    by_field = contents.grouped(
        public_services(), lambda line: str(line.cells["field_of_work"].written)
    )
    as_text = traps.dates_as_text(signing_certificates(), "%d/%m/%Y")
    without_end = traps.row_changed(
        signing_certificates(), 2, {"ends_on": Typed(None, None)}
    )
    unreadable = traps.row_changed(
        signing_certificates(), 3, {"ends_on": Typed("vô thời hạn", UNREADABLE)}
    )
    return [
        *found,
        case("dich-vu-cong-nhom-linh-vuc", "platforms", by_field),
        case("chung-thu-so-ngay-chu", "platforms", as_text),
        case("chung-thu-so-khong-ngay", "platforms", without_end),
        case("chung-thu-so-vo-thoi-han", "platforms", unreadable),
        case(
            "nen-tang-nhieu-sheet",
            "platforms",
            *lists.values(),
        ),
    ]


PLATFORM_CASES = tuple(_cases())
