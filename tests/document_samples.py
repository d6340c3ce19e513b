"""Official documents in which every block stands, for tests of all who write them."""

from dataclasses import replace
from datetime import date

from hatangso.documents.official.blocks import (
    Block,
    Column,
    ColumnKind,
    Figure,
    Heading,
    Items,
    PageBreak,
    Paragraph,
    Row,
    RowRole,
    Table,
)
from hatangso.documents.official.official_document import (
    Annex,
    DocumentForm,
    Letterhead,
    OfficialDocument,
    Signature,
)
from hatangso.documents.official.spans import (
    NO_DATA,
    Emphasis,
    Footnote,
    TracedNumber,
)
from hatangso.language import format_number
from hatangso.model.provenance import Reality

MARKUP = '<b>R&D</b> {{ tên }} {% for %} #set $x$ [a](b) *đậm* _nghiêng_ \\n "ngoặc" @'
LONG_NAME = (
    "Dự án đầu tư xây dựng hạ tầng viễn thông thụ động dùng chung tại các thôn, bản,"
    " xóm đặc biệt khó khăn, vùng sâu, vùng xa, vùng đồng bào dân tộc thiểu số và miền"
    " núi trên địa bàn tỉnh"
)
LONG_WORD = "https://sokhcn.example.gov.vn/ha-tang-so/danh-sach/thon-lom-song-2026"
TASK_COSTS = (12_500, 3_250, 850)  # million đồng, of the table "tasks"
SVG = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 80" width="160mm"
 height="80mm"><rect width="160" height="80" fill="white" stroke="black"/>
<path d="M10 70 L60 20 L110 50 L150 10" fill="none" stroke="black" stroke-width="1"/>
<text x="12" y="14" font-family="Liberation Serif" font-size="6">Tỷ lệ thôn có sóng 4G
</text></svg>"""

SIGNED_BY_COMMITTEE = Signature(
    ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "Nguyễn Văn Ất"
)
RECIPIENTS = (
    "Bộ Khoa học và Công nghệ;",
    "Thường trực Tỉnh ủy, Thường trực HĐND tỉnh;",
    "Các sở, ban, ngành thuộc UBND tỉnh;",
    "Lưu: VT, KGVX.",
)


def number(
    key: str,
    value: float | None,
    unit: str = "",
    *,
    decimals: int = 0,
    reality: Reality = Reality.REAL,
) -> TracedNumber:
    """Return a number as it stands in a cell; of None the words for no data."""
    text = NO_DATA if value is None else format_number(value, decimals)
    return TracedNumber(
        key=key,
        text=text,
        value=value,
        unit=unit,
        label=f"Số liệu mẫu {key}",
        period="2026",
        source="Biểu mẫu thử",
        reality=reality,
        decimals=decimals,
    )


def titled_document() -> OfficialDocument:
    """Return a plan with every block, three annexes, contents and two footnotes."""
    return OfficialDocument(
        kind="plan",
        form=DocumentForm.TITLED,
        letterhead=Letterhead(
            "", "ỦY BAN NHÂN DÂN TỈNH THÁI NGUYÊN", "", "KH-UBND", "Thái Nguyên"
        ),
        type_name="KẾ HOẠCH",
        subject="Phát triển hạ tầng số tỉnh Thái Nguyên đến năm 2030",
        parameters={"period": "2026"},
        bases=(
            "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025",
            "Căn cứ Luật Viễn thông ngày 24 tháng 11 năm 2023",
        ),
        opening=("Ủy ban nhân dân tỉnh ban hành Kế hoạch với các nội dung sau:",),
        blocks=_plan_blocks(),
        closing=(("Yêu cầu các cơ quan, đơn vị nghiêm túc triển khai thực hiện.",),),
        signature=SIGNED_BY_COMMITTEE,
        recipients=RECIPIENTS,
        annexes=_annexes(),
        has_contents=True,
        marks=("Có số liệu mô phỏng; không dùng để ra quyết định.",),
    )


def letter_document() -> OfficialDocument:
    """Return an answer to a petition: addressees, no annex, a day and a number."""
    return OfficialDocument(
        kind="petition_answer",
        form=DocumentForm.LETTER,
        letterhead=Letterhead(
            "ỦY BAN NHÂN DÂN TỈNH THÁI NGUYÊN",
            "SỞ KHOA HỌC VÀ CÔNG NGHỆ",
            "1234",
            "SKHCN-BCVT",
            "Thái Nguyên",
            date(2026, 2, 5),
        ),
        type_name="",
        subject="trả lời kiến nghị của cử tri về sóng di động tại thôn Khuổi Mèo",
        addressees=("Ủy ban nhân dân xã Sảng Mộc", "Đoàn đại biểu Quốc hội tỉnh"),
        opening=("Sở Khoa học và Công nghệ trả lời kiến nghị của cử tri như sau:",),
        blocks=(
            Paragraph(
                (
                    "Qua rà soát, thôn Khuổi Mèo có ",
                    number("households:khuoi_meo:2026", 64),
                    " hộ, tốc độ tải xuống ",
                    number("speed:khuoi_meo:2026", None, "Mbit/s"),
                    ".",
                ),
                name="situation",
            ),
            Paragraph(("Khu vực đã có điện lưới.",)),
        ),
        closing=(("Trân trọng./.",),),
        signature=Signature(("GIÁM ĐỐC",)),
        recipients=("Như trên;", "UBND tỉnh (b/c);", "Lưu: VT, BCVT."),
    )


def sheets_document() -> OfficialDocument:
    """Return sheets: a title only, a new page between them."""
    return OfficialDocument(
        kind="commune_sheets",
        form=DocumentForm.SHEETS,
        letterhead=Letterhead("", "", "", "", "Thái Nguyên"),
        type_name="",
        subject="PHIẾU HẠ TẦNG SỐ XÃ",
        blocks=(
            Heading("Xã Sảng Mộc"),
            tasks_table(),
            PageBreak(),
            Heading("Phường Phan Đình Phùng"),
            Paragraph(("Dân số: ", number("people:pdp:2026", 54_321), " người.")),
        ),
    )


def long_document(row_count: int = 3_000) -> OfficialDocument:
    """Return a plan whose only annex is a table of that many rows."""
    columns = (
        Column("stt", "TT", ColumnKind.ORDINAL, width=0.5),
        Column("name", "Tên thôn, xóm", width=3),
        Column("commune", "Xã, phường", width=2),
        Column("households", "Số hộ", ColumnKind.NUMBER, "hộ", 1),
        Column("planned_on", "Hạn phủ sóng", ColumnKind.DATE, width=1.2),
        Column("operator", "Doanh nghiệp", width=1.5),
    )
    rows = tuple(
        Row(
            (
                (str(index),),
                (f"Xóm Khuổi {index}",),
                ("Xã Sảng Mộc",),
                (number(f"households:{index}:2026", index % 97),),
                ("31/12/2027",),
                ("Viettel",),
            )
        )
        for index in range(1, row_count + 1)
    )
    listed = Table("places", "Danh sách thôn, xóm lõm sóng", columns, rows)
    return replace(
        titled_document(), annexes=(Annex("DANH SÁCH THÔN, XÓM LÕM SÓNG", (listed,)),)
    )


def tasks_table() -> Table:
    """Return a table with a group's rows, a total, and what nobody knows."""
    return Table(
        name="tasks",
        caption="Nhiệm vụ và kinh phí",
        columns=(
            Column("stt", "TT", ColumnKind.ORDINAL, width=0.6),
            Column("name", "Nhiệm vụ", width=4),
            Column("cost", "Kinh phí", ColumnKind.NUMBER, "triệu đồng", 1.5),
            Column("done_on", "Hoàn thành", ColumnKind.DATE, width=1.5),
        ),
        rows=(
            Row((("A. Hạ tầng viễn thông",),), RowRole.GROUP),
            _task(1, "Phủ sóng thôn lõm sóng", TASK_COSTS[0], "31/12/2026"),
            _task(2, LONG_NAME, TASK_COSTS[1], "30/6/2027"),
            Row((("B. Hạ tầng dữ liệu",),), RowRole.GROUP),
            _task(3, MARKUP, TASK_COSTS[2], ""),
            _task(4, LONG_WORD, None, ""),
            Row(
                (
                    (),
                    ("Tổng cộng",),
                    (number("cost:total", sum(TASK_COSTS), "triệu đồng"),),
                    (),
                ),
                RowRole.TOTAL,
            ),
        ),
        note="Ghi chú: tổng cộng không gồm nhiệm vụ chưa có số liệu.",
    )


def _task(index: int, name: str, cost: int | None, done_on: str) -> Row:
    cost_cell = number(f"cost:{index}", cost, "triệu đồng")
    return Row(((str(index),), (name,), (cost_cell,), (done_on,)))


def _plan_blocks() -> tuple[Block, ...]:
    return (
        Heading("MỤC ĐÍCH, YÊU CẦU"),
        Heading("Mục đích", 2),
        Paragraph(
            (
                "Đến năm 2026, tỷ lệ thôn có sóng 4G đạt ",
                number("village_4g_ratio:province:2026", 96.4, "%", decimals=1),
                " %",
                Footnote("Số liệu đang được rà soát: hai nguồn nêu hai con số."),
                "; tỷ lệ hộ có cáp quang: ",
                number("fibre_ratio:province:2026", None, "%"),
                ". ",
                Emphasis("Đây là nhiệm vụ trọng tâm"),
                ", ",
                Emphasis("thường xuyên", is_bold=False, is_italic=True),
                ".",
            ),
            name="situation",
        ),
        Heading("Yêu cầu", 2),
        Items(
            (
                ("Bảo đảm đồng bộ, hiệu quả, tiết kiệm;",),
                ("Dùng chung hạ tầng giữa các doanh nghiệp viễn thông.",),
            ),
            name="demands",
        ),
        Heading("CHỈ TIÊU VÀ NHIỆM VỤ"),
        Heading("Chỉ tiêu", 2),
        Heading("Chỉ tiêu theo năm", 3),
        _targets_table(),
        Heading("Diễn biến", 3),
        Figure("trend", SVG, "Tỷ lệ thôn có sóng 4G", "Đường đi lên từ 2023 đến 2026"),
        Paragraph(("Số liệu năm 2026 là số ước tính.",), is_note=True),
        Heading("Nhiệm vụ", 2),
        tasks_table(),
        Table("late", "Nhiệm vụ chậm", (Column("name", "Nhiệm vụ"),), ()),
        Heading("TỔ CHỨC THỰC HIỆN"),
        Paragraph((MARKUP, Footnote(f"Ghi chú có ký hiệu: {MARKUP}"))),
    )


def _targets_table() -> Table:
    years = tuple(
        Column(
            f"year_{year}", f"Năm {year}", ColumnKind.NUMBER, "%", 1, group="Chỉ tiêu"
        )
        for year in (2026, 2028, 2030)
    )
    return Table(
        name="targets",
        caption="Chỉ tiêu hạ tầng số theo năm",
        columns=(
            Column("stt", "TT", ColumnKind.ORDINAL, width=0.6),
            Column("name", "Chỉ tiêu", width=3),
            *years,
            Column("now", "Hiện tại", ColumnKind.NUMBER, "%", 1.2),
        ),
        rows=(
            Row(
                (
                    ("1",),
                    ("Tỷ lệ thôn có sóng 4G",),
                    (number("target:village_4g:2026", 97.0, "%", decimals=1),),
                    (number("target:village_4g:2028", 99.0, "%", decimals=1),),
                    (number("target:village_4g:2030", 100.0, "%", decimals=1),),
                    (number("village_4g_ratio:province:2026", 96.4, "%", decimals=1),),
                )
            ),
            Row(
                (
                    ("2",),
                    ("Tỷ lệ hộ có cáp quang",),
                    (number("target:fibre:2026", 85.0, "%", decimals=1),),
                    (number("target:fibre:2028", 95.0, "%", decimals=1),),
                    (number("target:fibre:2030", 100.0, "%", decimals=1),),
                    (number("fibre_ratio:province:2026", None, "%"),),
                )
            ),
        ),
        note="Nguồn: Nghị quyết của HĐND tỉnh; số liệu hiện tại của Sở KH&CN.",
    )


def _annexes() -> tuple[Annex, ...]:
    wide = Table(
        name="places",
        caption="Danh sách thôn, xóm lõm sóng",
        columns=(
            Column("stt", "TT", ColumnKind.ORDINAL, width=0.5),
            Column("name", "Tên thôn, xóm", width=2),
            Column("commune", "Xã, phường", width=2),
            Column("people", "Số dân", ColumnKind.NUMBER, "người", 1),
            Column("viettel", "Viettel", group="Doanh nghiệp"),
            Column("vnpt", "VNPT", group="Doanh nghiệp"),
            Column("mobifone", "MobiFone", group="Doanh nghiệp"),
            Column("planned_on", "Hạn phủ sóng", ColumnKind.DATE, width=1.2),
        ),
        rows=tuple(_place(index) for index in range(1, 61)),
    )
    return (
        Annex("DANH SÁCH THÔN, XÓM LÕM SÓNG", (wide,)),
        Annex(
            "CÁCH TÍNH",
            (
                Heading("Nguồn số liệu"),
                Paragraph(("Số liệu lấy từ sổ đăng ký hạ tầng số của tỉnh.",)),
                Figure("map", SVG, "Bản đồ vùng lõm sóng", "Các vùng lõm sóng", 120.0),
            ),
            is_landscape=False,
        ),
        Annex("NHIỆM VỤ", (tasks_table(),)),
    )


def _place(index: int) -> Row:
    people = None if index == 7 else 40 + index
    return Row(
        (
            (str(index),),
            (f"Xóm Khuổi Mèo {index}" if index != 9 else LONG_NAME,),
            ("Xã Sảng Mộc",),
            (number(f"people:{index}:2026", people, "người"),),
            ("Có",),
            ("Không",),
            ("Có",),
            ("31/12/2027",),
        )
    )
