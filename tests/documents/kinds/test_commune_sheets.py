"""A sheet per commune, each on one page."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pypdf
import pytest

from hatangso.documents.kinds.commune_sheets import (
    CommuneFacts,
    OperatorServices,
    SheetFacts,
    TechnologyCover,
    compose_sheets,
)
from hatangso.documents.kinds.periodic_facts import HoleFact, TaskFact
from hatangso.documents.official.blocks import Figure, Table
from hatangso.documents.official.issuer import Issuer
from hatangso.documents.official.official_document import OfficialDocument, Signature
from hatangso.documents.official.spans import NO_DATA, Sentence, TracedNumber
from hatangso.documents.official.traces import sentences_of, traced_numbers
from hatangso.documents.pdf.pdf_document import pdf_document
from hatangso.model.provenance import Reality

ISSUER = Issuer(
    province="Thái Nguyên",
    committee="ỦY BAN NHÂN DÂN TỈNH THÁI NGUYÊN",
    department="SỞ KHOA HỌC VÀ CÔNG NGHỆ",
    department_code="SKHCN",
    division_code="BCVT",
    place="Thái Nguyên",
    committee_signature=Signature(("CHỦ TỊCH",)),
    department_signature=Signature(("GIÁM ĐỐC",)),
)
LONG = "Thôn Đồng bào dân tộc thiểu số vùng đặc biệt khó khăn Nà Lùng Khuổi Phầy " * 2
COVER = {
    name: TechnologyCover(name, 1_000, reached, 10, 2, 1, 1)
    for name, reached in (("2G", 1_000), ("3G", 900), ("4G", 855), ("5G", 0))
}
KNOWN = CommuneFacts(
    code="00001",
    name="Xã Thần Sa",
    area_km2=102.5,
    people=5_000,
    people_reality=Reality.REAL,
    localities=12,
    households=1_200,
    sites=6,
    operators=(OperatorServices("Viettel", 4, {"2G": 4, "4G": 3}),),
    cover=COVER,
    holes=(
        HoleFact("1", "Bản Khuất", "Xã Thần Sa", "white", "assigned", None, "VNPT",
                 date(2026, 12, 31)),
        HoleFact("2", "Bản Xa", "Xã Thần Sa", "hollow", "closed"),
    ),
    facilities={"Trường học": 3, "Trạm y tế": 1},
    nodes=("Nút xã Thần Sa",),
    endpoints=(),
    teams=12,
    team_members=60,
    tasks=(TaskFact("7", "Xóa thôn trắng sóng", "VNPT", date(2026, 12, 31)),),
)  # fmt: skip
BARE = CommuneFacts("00002", "Xã Trống", None, None, Reality.REAL, 0, None, 0)
FACTS = SheetFacts(ISSUER, (KNOWN, BARE), "31/12/2025", {})


def said(sentence: Sentence) -> str:
    return "".join(
        one if isinstance(one, str) else getattr(one, "text", "") for one in sentence
    )


def rows_of(document: OfficialDocument, name: str) -> dict[str, list[str]]:
    table = next(
        one for one in document.blocks if isinstance(one, Table) and one.name == name
    )
    cells = [[said(cell) for cell in row.cells] for row in table.rows]
    if len(table.columns) == 2:
        return {row[0]: row[1:] for row in cells}
    return {row[at]: row[at + 1 : at + 3] for row in cells for at in (0, 3)}


def test_a_commune_is_held_against_the_median_of_those_known() -> None:
    other = replace(KNOWN, code="00003", name="Xã Khác", people=7_000, sites=2)
    document = compose_sheets(replace(FACTS, communes=(KNOWN, BARE, other)))
    numbers = rows_of(document, "so_lieu_00001")
    assert numbers["Dân số (người)"] == ["5.000", "6.000"]
    assert numbers["Trạm/10.000 dân"] == ["12,0", "7,4"]
    assert numbers["Dân số có 4G (%)"] == ["85,5", "85,5"]
    assert numbers["Thôn chưa có 4G"] == ["2", "2"]


def test_what_a_commune_has_is_told_in_words() -> None:
    words = rows_of(compose_sheets(FACTS), "tinh_hinh_00001")
    assert words == {
        "Dịch vụ theo doanh nghiệp": ["Viettel 4 trạm (2G: 4, 4G: 3)."],
        "Điểm trắng sóng, lõm sóng": [
            "1 điểm: Bản Khuất (đã giao doanh nghiệp, VNPT, hạn 31/12/2026)."
        ],
        "Cơ sở công cộng": ["Trường học: 3; Trạm y tế: 1."],
        "Mạng số liệu chuyên dùng": ["Nút xã Thần Sa."],
        "Điểm cầu truyền hình": ["Chưa có điểm cầu nào trong sổ đăng ký."],
        "Tổ công nghệ số cộng đồng": ["12 tổ, 60 thành viên."],
        "Nhiệm vụ trên địa bàn": ["Xóa thôn trắng sóng (VNPT, hạn 31/12/2026)."],
    }


def test_what_nobody_knows_of_a_commune_is_never_zero() -> None:
    document = compose_sheets(FACTS)
    numbers = rows_of(document, "so_lieu_00002")
    assert numbers["Dân số (người)"][0] == numbers["Thôn chưa có 4G"][0] == NO_DATA
    words = rows_of(document, "tinh_hinh_00002")
    assert words["Cơ sở công cộng"] == words["Nhiệm vụ trên địa bàn"]
    assert words["Cơ sở công cộng"] == ["Chưa có số liệu."]


def test_one_commune_gets_one_sheet_and_the_same_numbers() -> None:
    whole = {one.key: one.value for one in traced_numbers(compose_sheets(FACTS))}
    document = compose_sheets(replace(FACTS, shown=frozenset({"00001"})))
    alone = {one.key: one.value for one in traced_numbers(document)}
    assert alone.items() <= whole.items()
    assert document.subject == "PHIẾU THÔNG TIN HẠ TẦNG SỐ XÃ THẦN SA"


def test_no_key_has_two_values() -> None:
    values: dict[str, object] = {}
    for sentence in sentences_of(compose_sheets(FACTS)):
        for span in sentence:
            if isinstance(span, TracedNumber):
                assert values.setdefault(span.key, span.value) == span.value


MAP = Figure(
    "map",
    '<svg xmlns="http://www.w3.org/2000/svg" width="283pt" height="160pt"'
    ' viewBox="0 0 283 160"><rect width="283" height="160" fill="#ccc"/></svg>',
    "Trạm và thôn, bản theo sóng 4G, Xã có tên rất dài để thử xuống dòng",
    "Bản đồ",
    100.0,
)


@pytest.mark.parametrize("count", [1, 7])
def test_every_commune_stands_on_exactly_one_page_however_much_there_is(
    count: int,
) -> None:
    full = replace(
        KNOWN,
        operators=tuple(
            OperatorServices(f"{LONG}{at}", 999, dict.fromkeys(COVER, 9_999))
            for at in range(9)
        ),
        holes=tuple(
            HoleFact(str(at), LONG, "", "white", "assigned", None, LONG,
                     date(2026, 12, 31))
            for at in range(40)
        ),
        facilities=dict.fromkeys(
            ("Trường học", "Trường đại học, cao đẳng", "Bệnh viện", "Trạm y tế",
             "Trụ sở xã, phường", "Chợ", "Khu, cụm công nghiệp", "Điểm du lịch",
             "Công an", "Bưu điện", "Khác"), 1_234),
        nodes=(LONG,) * 9,
        endpoints=(LONG,) * 9,
        tasks=tuple(TaskFact(str(at), LONG, LONG, date(2026, 1, 1)) for at in range(9)),
        map=MAP,
    )  # fmt: skip
    communes = tuple(
        replace(full, code=f"{at:05}", name=f"Xã Thứ {at}") for at in range(count)
    )
    document = compose_sheets(
        SheetFacts(ISSUER, communes, "31/12/2025", {}, marks=("Dữ liệu mô phỏng.",))
    )
    pdf = pypdf.PdfReader(BytesIO(pdf_document(document)))
    assert len(pdf.pages) == count
    (holes,) = rows_of(document, "tinh_hinh_00000")["Điểm trắng sóng, lõm sóng"]
    assert holes.endswith("; và 38 điểm khác.")
