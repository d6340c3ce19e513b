"""The list of places without signal: classes, communes, totals, what nobody knows."""

from dataclasses import replace
from datetime import date

from hatangso.documents.kinds.hole_facts import (
    HoleClass,
    HoleEntry,
    HoleListFacts,
    Obstruction,
    SiteOf,
)
from hatangso.documents.kinds.hole_list import compose_hole_list
from hatangso.documents.official.blocks import Paragraph, RowRole, Table
from hatangso.documents.official.issuer import Issuer
from hatangso.documents.official.official_document import (
    OfficialDocument,
    Signature,
)
from hatangso.documents.official.spans import NO_DATA
from hatangso.documents.official.traces import traced_numbers
from hatangso.documents.official.wording import plain_text
from hatangso.documents.workbook.workbook import workbook

ISSUER = Issuer(
    "Thái Nguyên",
    "ỦY BAN NHÂN DÂN TỈNH THÁI NGUYÊN",
    "SỞ KHOA HỌC VÀ CÔNG NGHỆ",
    "SKHCN",
    "BCVT",
    "Thái Nguyên",
    Signature(("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
    Signature(("GIÁM ĐỐC",)),
)
WHITE = HoleEntry(
    key="hole:1",
    hole_class=HoleClass.WHITE,
    place="Bản Giòng",
    cluster="",
    commune="Xã Yên Trạch",
    households=1_149,
    people=4_200,
    has_grid_power=False,
    difficulty="Khu vực III",
    sites=(SiteOf("Viettel", "TNN-0596", 2.64), SiteOf("VNPT", "", None)),
    obstruction=Obstruction("", 207.4, 1_490.0),
    operator="Viettel",
    promised_on=date(2026, 6, 30),
    is_late=True,
    funding="Quỹ Dịch vụ viễn thông công ích",
    state="Đã giao",
)
HOLLOW = replace(
    WHITE,
    key="hole:2",
    hole_class=HoleClass.HOLLOW,
    cluster="Cụm Đồi Chè",
    commune="Xã Đại Phúc",
    households=None,
    people=12,
    has_grid_power=None,
    operator="",
    promised_on=None,
    is_late=False,
    obstruction=Obstruction("Núi đá"),
)
FACTS = HoleListFacts(ISSUER, date(2026, 11, 22), (WHITE, HOLLOW), closed=3)


def _tables(document: OfficialDocument) -> dict[str, Table]:
    blocks = [*document.blocks, *(one for a in document.annexes for one in a.blocks)]
    return {one.name: one for one in blocks if isinstance(one, Table)}


def _told(document: OfficialDocument) -> list[str]:
    return [
        plain_text(one.sentence).replace("\N{NO-BREAK SPACE}", " ")
        for one in document.blocks
        if isinstance(one, Paragraph)
    ]


def _rows(table: Table) -> list[list[str]]:
    return [[plain_text(cell) for cell in row.cells] for row in table.rows]


def test_the_summary_counts_both_classes_and_says_what_it_leaves_out() -> None:
    told = _told(compose_hole_list(FACTS))
    assert told[0] == (
        "Tính đến ngày 22/11/2026, trên địa bàn tỉnh Thái Nguyên có 1 thôn trắng sóng,"
        " 1 cụm dân cư lõm sóng tại 2 xã, phường, với 1.149 hộ (chưa kể 1 nơi chưa có"
        " số liệu), 4.212 người; trong đó 1 nơi chưa có điện lưới, 1 nơi chưa rõ có"
        " điện lưới hay không."
    )
    assert told[1] == (
        "1 nơi đã giao doanh nghiệp viễn thông chịu trách nhiệm phủ sóng, 1 nơi chưa"
        " giao; 1 nơi đã quá thời hạn cam kết."
    )
    assert told[2] == "3 nơi trong danh sách trước đây đã được phủ sóng."


def test_each_class_has_a_table_with_its_total() -> None:
    tables = _tables(compose_hole_list(FACTS))
    white = _rows(tables["places_white"])
    assert white[0] == ["Xã Yên Trạch"]
    assert white[1] == [
        "1",
        "Bản Giòng",
        "Xã Yên Trạch",
        "1.149",
        "4.200",
        "Không",
        "Khu vực III",
        "Viettel",
        "30/06/2026",
        "Quỹ Dịch vụ viễn thông công ích",
        "Đã giao",
    ]
    assert white[2][1:5] == ["Tổng cộng", "", "1.149", "4.200"]
    assert not tables["places_white"].note
    hollow = _rows(tables["places_hollow"])
    assert hollow[1][2] == "Cụm Đồi Chè"
    assert hollow[1][4:7] == [NO_DATA, "12", "Chưa rõ"]


def test_what_nobody_knows_of_a_commune_is_never_zero() -> None:
    rows = _rows(_tables(compose_hole_list(FACTS))["communes"])
    assert rows[0][1:] == ["Xã Đại Phúc", "0", "1", NO_DATA, "12", NO_DATA]
    assert rows[-1][1:] == ["Tổng cộng", "1", "1", "1.149", "4.212", "1"]


def test_the_nearest_sites_stand_by_operator_with_distance_and_obstruction() -> None:
    table = _tables(compose_hole_list(FACTS))["nearest_sites"]
    rows = [[c.replace("\xa0", " ") for c in row] for row in _rows(table)]
    assert [one.title for one in table.columns[2:4]] == ["Viettel", "VNPT"]
    assert rows[1] == ["1", "Cụm Đồi Chè (Bản Giòng)", "TNN-0596, 2,6 km", "", "Núi đá"]
    assert rows[3][4] == "Địa hình cao 207 m, cách thôn 1,5 km"


def test_communes_stand_in_the_order_of_the_vietnamese_alphabet() -> None:
    names = ("Xã Đức Lương", "Xã Ân Thi", "Xã Dân Tiến", "Xã An Khánh")
    entries = tuple(replace(WHITE, key=name, commune=name) for name in names)
    table = _tables(compose_hole_list(replace(FACTS, entries=entries)))["places_white"]
    groups = [
        plain_text(row.cells[0]) for row in table.rows if row.role is RowRole.GROUP
    ]
    assert groups == ["Xã An Khánh", "Xã Ân Thi", "Xã Dân Tiến", "Xã Đức Lương"]


def test_computed_places_are_said_to_be_simulated_everywhere() -> None:
    entry = replace(WHITE, hole_class=HoleClass.SIMULATED_4G)
    facts = replace(FACTS, entries=(entry,), is_simulated=True, closed=None)
    document = compose_hole_list(facts)
    assert "mô phỏng" in document.subject
    assert "mô phỏng" in document.annexes[0].title.lower()
    assert "theo tính toán mô phỏng, có 1 thôn có sóng di động 2G" in _told(document)[0]
    assert "trắng sóng," not in _told(document)[0]


def test_a_province_without_holes_says_so() -> None:
    document = compose_hole_list(replace(FACTS, entries=()))
    assert _told(document)[0].endswith(
        "không còn thôn trắng sóng, cụm dân cư lõm sóng nào."
    )
    assert not document.annexes


def test_a_number_that_stands_twice_has_one_value() -> None:
    document = compose_hole_list(FACTS)
    numbers = traced_numbers(document)
    assert len({one.key for one in numbers}) == len(numbers)


def test_three_thousand_places_all_stand_in_the_workbook() -> None:
    entries = tuple(
        replace(WHITE, key=f"hole:{at}", commune=f"Xã số {at % 90}", people=at)
        for at in range(3_000)
    )
    document = compose_hole_list(replace(FACTS, entries=entries))
    content = workbook(document)
    assert content
    table = _tables(document)["places_white"]
    assert plain_text(table.rows[-1].cells[4]) == "4.498.500"
