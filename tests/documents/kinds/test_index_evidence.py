"""The evidence of a score: points by group, criteria, values and their proof."""

from dataclasses import replace

from hatangso.documents.kinds.evidence_facts import (
    CriterionFact,
    EvidenceFacts,
    PartFact,
)
from hatangso.documents.kinds.index_evidence import compose_index_evidence
from hatangso.documents.official.blocks import Paragraph, Table
from hatangso.documents.official.issuer import Issuer
from hatangso.documents.official.official_document import (
    OfficialDocument,
    Signature,
)
from hatangso.documents.official.spans import NO_DATA, Footnote
from hatangso.documents.official.wording import plain_text

ISSUER = Issuer(
    "Thái Nguyên",
    "ỦY BAN NHÂN DÂN TỈNH THÁI NGUYÊN",
    "SỞ KHOA HỌC VÀ CÔNG NGHỆ",
    "SKHCN",
    "BCVT",
    "Thái Nguyên",
    Signature(("CHỦ TỊCH",)),
    Signature(("GIÁM ĐỐC",)),
)
FIBRE = CriterionFact(
    number="1.1",
    code="household_fibre_ratio",
    name="Tỷ lệ hộ gia đình có Internet cáp quang",
    definition="Số hộ có cáp quang chia cho tổng số hộ.",
    rule="Điểm tăng đều theo giá trị.",
    unit="%",
    most_points=20.0,
    value=82.5,
    numerator=1_650.0,
    denominator=2_000.0,
    reached_ratio=0.825,
    points=16.5,
    evidence="Báo cáo 12/BC-SKHCN",
    agency="Sở Khoa học và Công nghệ",
    is_disputed=True,
)
SHARING = replace(
    FIBRE,
    number="1.2",
    code="site_sharing_ratio",
    name="Tỷ lệ dùng chung trạm",
    most_points=None,
    value=None,
    numerator=None,
    denominator=None,
    reached_ratio=None,
    points=None,
    evidence="",
    agency="",
    is_confirmed=False,
)
PART = PartFact(1, "infrastructure", "Hạ tầng số", 100, 16.5, 96.5, 7, (FIBRE, SHARING))
EMPTY = PartFact(2, "people", "Nhân lực số", 100, 0, 100, None, note="Suy ra.")
FACTS = EvidenceFacts(
    issuer=ISSUER,
    scheme="Chỉ số DTI",
    document="QĐ 922/QĐ-BTTTT",
    issued="20/05/2022",
    period="31/12/2024",
    parts=(PART, EMPTY),
    low_points=16.5,
    high_points=196.5,
    most_points=200,
)


def _tables(document: OfficialDocument) -> dict[str, list[list[str]]]:
    blocks = [*document.blocks, *(one for a in document.annexes for one in a.blocks)]
    return {
        one.name: [[plain_text(cell) for cell in row.cells] for row in one.rows]
        for one in blocks
        if isinstance(one, Table)
    }


def _summary(document: OfficialDocument) -> str:
    told = next(one for one in document.blocks if isinstance(one, Paragraph))
    return plain_text(told.sentence)


def test_the_summary_says_what_is_sure_and_what_is_still_open() -> None:
    assert _summary(compose_index_evidence(FACTS)) == (
        "Theo QĐ 922/QĐ-BTTTT ngày 20/05/2022, với số liệu đến ngày 31/12/2024, 1 trong"
        " 2 tiêu chí theo dõi được đã có số liệu; điểm tự đánh giá chắc chắn đạt là"
        " 16,5, cao nhất có thể đạt là 196,5 trên tổng số 200 điểm."
    )


def test_points_by_group_add_up_to_the_score() -> None:
    rows = _tables(compose_index_evidence(FACTS))["parts"]
    assert rows[0] == ["1", "Hạ tầng số", "7", "100", "16,5", "96,5"]
    assert rows[-1] == ["", "Tổng cộng", "", "200", "16,5", "196,5"]


def test_a_group_without_any_value_claims_nothing_not_zero() -> None:
    rows = _tables(compose_index_evidence(FACTS))["parts"]
    assert rows[1] == ["2", "Nhân lực số", NO_DATA, "100", NO_DATA, "100"]


def test_a_criterion_has_value_points_and_proof_or_says_what_is_open() -> None:
    tables = _tables(compose_index_evidence(FACTS))
    scored, proved = tables["criteria"], tables["evidence"]
    assert scored[1][1:] == [FIBRE.name, "20", "82,5", "%", "82,5", "16,5", ""]
    assert scored[2][1:3] == ["Tỷ lệ dùng chung trạm", NO_DATA]
    assert scored[2][-1] == (
        "Chưa có số liệu; điểm tối đa chờ xác nhận; nội dung tiêu chí chờ xác nhận"
    )
    assert proved[1][3:] == [
        "1.650",
        "2.000",
        "Báo cáo 12/BC-SKHCN",
        "Sở Khoa học và Công nghệ",
    ]
    assert proved[2][3:] == [NO_DATA, NO_DATA, NO_DATA, "Chưa phân công"]
    assert scored[3] == ["2. Nhân lực số (chưa có tiêu chí được nhập số liệu)"]
    assert len(proved) == 3


def test_without_any_value_nothing_is_claimed() -> None:
    facts = replace(FACTS, parts=(EMPTY,), low_points=0, high_points=100)
    document = compose_index_evidence(facts)
    assert "chưa có điểm tự đánh giá, cao nhất có thể đạt là 100" in _summary(document)
    assert _tables(document)["parts"][-1][4] == NO_DATA


def test_a_value_under_dispute_has_a_footnote() -> None:
    document = compose_index_evidence(FACTS)
    table = document.annexes[0].blocks[0]
    assert isinstance(table, Table)
    assert any(isinstance(span, Footnote) for span in table.rows[1].cells[3])


def test_points_that_nobody_confirmed_leave_the_total_open() -> None:
    open_part = replace(PART, most_points=None, low_points=None, high_points=None)
    facts = replace(FACTS, parts=(open_part,), high_points=None, most_points=None)
    document = compose_index_evidence(facts)
    assert _summary(document).endswith(
        "tổng điểm chưa tính được vì còn điểm tối đa chờ xác nhận."
    )
    assert _tables(document)["parts"][-1][3:] == [NO_DATA, NO_DATA, NO_DATA]
