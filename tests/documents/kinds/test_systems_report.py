"""The report on digital systems: counts, sorts, every concern in its annex."""

from datetime import date

from hatangso.documents.kinds.systems_report import (
    ConcernEntry,
    KindCount,
    SystemPart,
    SystemsReportFacts,
    compose_systems_report,
)
from hatangso.documents.official.blocks import Paragraph, RowRole, Table
from hatangso.documents.official.issuer import Issuer
from hatangso.documents.official.official_document import (
    OfficialDocument,
    Signature,
)
from hatangso.documents.official.traces import traced_numbers
from hatangso.documents.official.wording import plain_text
from hatangso.model.concern import Severity
from hatangso.model.provenance import Reality

ISSUER = Issuer(
    "Bắc Kạn",
    "ỦY BAN NHÂN DÂN TỈNH BẮC KẠN",
    "SỞ KHOA HỌC VÀ CÔNG NGHỆ",
    "SKHCN",
    "BCVT",
    "Bắc Kạn",
    Signature(("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
    Signature(("GIÁM ĐỐC",)),
)
FULL = ConcernEntry(
    "host_full", Severity.CRITICAL, "Máy chủ quá tải", "may-1", "đã cấp 105 %"
)
ENDED = ConcernEntry(
    "licence", Severity.WARNING, "Hết giấy phép", "QLVB", "hết hạn ngày 01/01/2026"
)
UNKNOWN = ConcernEntry(
    "size", Severity.NOTICE, "Chưa rõ cấu hình", "may-2", "chưa có số nhân"
)
CENTRE = SystemPart(
    "TTDL",
    "Trung tâm dữ liệu, điện toán đám mây",
    (KindCount("host", "Máy chủ vật lý", 5, Reality.SYNTHETIC),),
    (FULL, ENDED, UNKNOWN, UNKNOWN),
)
EMPTY = SystemPart("CNS", "Công nghệ số", (), ())


def report(*parts: SystemPart) -> OfficialDocument:
    return compose_systems_report(SystemsReportFacts(ISSUER, date(2026, 11, 22), parts))


def tables(document: OfficialDocument) -> dict[str, Table]:
    blocks = [*document.blocks, *(one for a in document.annexes for one in a.blocks)]
    return {one.name: one for one in blocks if isinstance(one, Table)}


def test_the_summary_counts_by_severity_and_adds_up() -> None:
    [total] = [
        row
        for row in tables(report(CENTRE, EMPTY))["tong_hop"].rows
        if row.role is RowRole.TOTAL
    ]
    assert [plain_text(cell) for cell in total.cells[2:]] == ["1", "1", "2"]


def test_the_annex_holds_what_is_wrong_and_not_what_is_only_to_be_looked_at() -> None:
    rows = tables(report(CENTRE))["chi_tiet"].rows
    assert [plain_text(row.cells[0]) for row in rows if row.role is RowRole.GROUP] == [
        CENTRE.name
    ]
    told = [plain_text(row.cells[1]) for row in rows if row.role is RowRole.PLAIN]
    assert told == ["may-1", "QLVB"]


def test_a_part_without_records_says_so_and_is_not_called_in_order() -> None:
    told = [
        plain_text(one.sentence)
        for one in report(EMPTY).blocks
        if isinstance(one, Paragraph)
    ]
    assert any("chưa có bản ghi nào" in one for one in told)
    assert not any("Chưa ghi nhận vấn đề" in one for one in told)
    assert report(EMPTY).annexes == ()


def test_numbers_of_a_synthetic_register_are_marked() -> None:
    found = {one.key: one for one in traced_numbers(report(CENTRE))}
    assert found["records:host"].reality is Reality.SYNTHETIC
    assert found["concern:TTDL:size:notice"].value == 2
    assert {one.reality for one in found.values()} == {Reality.SYNTHETIC}


def test_the_report_says_what_it_leaves_out() -> None:
    [first, *_] = [one for one in report(CENTRE).blocks if isinstance(one, Paragraph)]
    assert "giám sát thay đổi từng phút" in plain_text(first.sentence)
