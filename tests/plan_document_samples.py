"""Facts of a small plan by hand, for tests of documents on plans."""

from datetime import date

from hatangso.documents.kinds.funding_proposal import (
    FundingFacts,
    HoleFact,
)
from hatangso.documents.kinds.funding_tables import CurveFact, YearFact
from hatangso.documents.kinds.plan_annexes import LeftOutPlace, RegisterTask
from hatangso.documents.kinds.plan_costs import PlanCosts, PlannedTask, PlannedWork
from hatangso.documents.kinds.plan_effects import GoalFact, ServiceFact
from hatangso.documents.kinds.plan_facts import PlanFacts
from hatangso.documents.kinds.plan_proof import ProofFact
from hatangso.documents.kinds.plan_targets import Standing, TargetFact, ValueFact
from hatangso.documents.official.blocks import Block, Items, Paragraph, RowRole, Table
from hatangso.documents.official.issuer import Issuer
from hatangso.documents.official.official_document import OfficialDocument, Signature
from hatangso.documents.official.spans import Footnote, Sentence, TracedNumber
from hatangso.model.provenance import Reality

ISSUER = Issuer(
    province="Thử Nghiệm",
    committee="ỦY BAN NHÂN DÂN TỈNH THỬ NGHIỆM",
    department="SỞ KHOA HỌC VÀ CÔNG NGHỆ",
    department_code="SKHCN",
    division_code="BCVT",
    place="Thử Nghiệm",
    committee_signature=Signature(("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
    department_signature=Signature(("GIÁM ĐỐC",)),
    bases={"plan": ("Luật Viễn thông ngày 24 tháng 11 năm 2023",)},
    recipients={"plan": ("UBND các xã, phường", "Lưu: VT, KGVX")},
)
DEPARTMENT = "Sở Khoa học và Công nghệ"
OWN_MONEY = "Vốn của doanh nghiệp viễn thông (giả định)"
NOBODY = "Chưa xác định (chưa rõ phân loại khu vực)"
MAST = PlannedTask(
    number=1,
    name="Xây mới cột ăng-ten 42 m tại Xóm 12, xã Võ Nhai; lắp thiết bị 4G",
    group="Xây cột mới",
    lead="Viettel",
    cooperating=f"UBND xã Võ Nhai; {DEPARTMENT}",
    year=2026,
    deadline=date(2026, 12, 31),
    funding=NOBODY,
    works=(
        PlannedWork("xây mới cột ăng-ten 42 m", "Xây cột mới", 1_100_000_001, 0),
        PlannedWork("lắp thiết bị 4G", "Thiết bị trên cột mới", 350_000_000, 262),
    ),
    place="Xóm 12",
    commune="xã Võ Nhai",
)
UPGRADE = PlannedTask(
    number=2,
    name="Bổ sung 4G trên trạm TN-00, xã Đồng Hỷ",
    group="Nâng cấp trạm hiện có",
    lead="VNPT",
    cooperating=DEPARTMENT,
    year=2027,
    deadline=date(2027, 12, 31),
    funding=OWN_MONEY,
    works=(PlannedWork("bổ sung 4G", "Nâng cấp trạm hiện có", 333_333_333, 484),),
    place="trạm TN-00",
    commune="xã Đồng Hỷ",
)
COSTS = PlanCosts(
    title="Phương án mẫu",
    years=(2026, 2027),
    budgets_vnd=(2_000_000_000, None),
    tasks=(MAST, UPGRADE),
    source="Phương án “Phương án mẫu”",
    reality=Reality.SYNTHETIC,
)
NOW = ValueFact(
    key="village_4g_ratio:reported",
    component="VT",
    name="Tỷ lệ thôn được phủ sóng 4G",
    unit="%",
    value=97.0,
    period="31/12/2024",
    source="Báo cáo năm 2024",
    disputes=("Hai số liệu cùng kỳ khác nhau.",),
)
TARGET = TargetFact(
    key="T1",
    indicator="village_4g_ratio",
    component="VT",
    name="Tỷ lệ thôn được phủ sóng 4G",
    unit="%",
    sign="",
    value=100.0,
    due="năm 2025",
    due_year=2025,
    document="Quyết định số 36/QĐ-TTg ngày 11/01/2024 của Thủ tướng Chính phủ",
    document_name="Quyết định số 36/QĐ-TTg",
    standing=Standing("chưa đạt", is_met=False, is_known=True),
    now=NOW,
    disputes=("Khác với chỉ tiêu 98 % của tỉnh.",),
)
UNKNOWN_TARGET = TargetFact(
    key="T2",
    indicator="new_data_centre_pue",
    component="TTDL",
    name="Chỉ số PUE của trung tâm dữ liệu mới",
    unit="PUE",
    sign="không quá ",
    value=1.4,
    due="",
    due_year=None,
    document="Đề án của tỉnh",
    document_name="Đề án của tỉnh",
    standing=Standing("chưa đo được", is_met=False, is_known=False),
    now=None,
)
MISSING = ValueFact("pue:missing", "TTDL", "Chỉ số PUE", "PUE", None)
SERVICE = ServiceFact("4G", "4G", 30_000, 30_746, 33_000, 1_500)
GOAL = GoalFact(
    aim="4G cho 95 % dân số",
    unit="người",
    document="QĐ 36/QĐ-TTg",
    total=33_000,
    before=30_000,
    needed=31_350,
    after=30_746,
    is_met=False,
)
REGISTER = (
    RegisterTask(
        "NV-1",
        "Nâng cấp Trung tâm dữ liệu tỉnh",
        DEPARTMENT,
        "",
        date(2026, 6, 30),
        5_000_000_000,
        "Ngân sách tỉnh",
    ),
    RegisterTask("NV-2", "Tập huấn kỹ năng số", "Sở Nội vụ", "", None, None, ""),
)
LEFT_OUT = (
    LeftOutPlace(
        "4G:X07", "Xóm 7", "Xã Võ Nhai", 120, "4G", "Không tuyến nào tới.", "", None
    ),
    LeftOutPlace(
        "4G:X08",
        "Xóm 8",
        "Xã Võ Nhai",
        90,
        "4G",
        "Cùng số tiền đó, nơi khác đông hơn.",
        "lắp trạm lặp 4G",
        120_000_000,
    ),
)
PLAN = PlanFacts(
    issuer=ISSUER,
    period="2026 - 2027",
    department=DEPARTMENT,
    bases=("Căn cứ Quyết định số 36/QĐ-TTg",),
    values=(NOW, MISSING),
    targets=(TARGET, UNKNOWN_TARGET),
    costs=COSTS,
    goals=(GOAL,),
    services=(SERVICE,),
    tasks=REGISTER,
    left_out=LEFT_OUT,
    marks=("Có số liệu mô phỏng.",),
)
FUNDING = FundingFacts(
    issuer=ISSUER,
    period="2026 - 2027",
    department=DEPARTMENT,
    bases=("Căn cứ Quyết định số 36/QĐ-TTg",),
    holes=(
        HoleFact(
            "4G",
            12,
            2_254,
            3,
            ("Xóm 12, xã Võ Nhai (262 người)",),
            Reality.REAL,
            "2024",
        ),
    ),
    targets=(TARGET, UNKNOWN_TARGET),
    services=(SERVICE,),
    goals=(GOAL,),
    costs=COSTS,
    years=(YearFact(2026, 1_450_000_001, 262), YearFact(2027, 333_333_333, 746)),
    proof=ProofFact(
        is_cheapest=False,
        objective=746.0,
        bound=750.4,
        is_weighed=False,
        budget_vnd=None,
        studied_works=1_234,
    ),
    curve=(
        CurveFact(0, 0, 0),
        CurveFact(333_333_333, 484, 3),
        CurveFact(1_783_333_334, 746, 4),
    ),
)


def text_of(sentence: Sentence) -> str:
    """Return what a sentence says, footnotes left out."""
    return "".join(
        one if isinstance(one, str) else one.text
        for one in sentence
        if not isinstance(one, Footnote)
    )


def blocks_of(document: OfficialDocument) -> list[Block]:
    """Return all blocks, the annexes' after the text's."""
    return [*document.blocks, *(b for one in document.annexes for b in one.blocks)]


def table_of(document: OfficialDocument, name: str) -> Table:
    """Return a table by its name."""
    return next(
        one
        for one in blocks_of(document)
        if isinstance(one, Table) and one.name == name
    )


def words_of(document: OfficialDocument) -> str:
    """Return all paragraphs and entries, a line each."""
    lines = []
    for block in blocks_of(document):
        if isinstance(block, Paragraph):
            lines.append(text_of(block.sentence))
        elif isinstance(block, Items):
            lines += [text_of(one) for one in block.entries]
    return "\n".join(lines)


def column_vnd(table: Table, key: str, role: RowRole) -> list[float | int | None]:
    """Return the numbers of a column in rows of one role."""
    at = [one.key for one in table.columns].index(key)
    return [
        span.value
        for row in table.rows
        if row.role is role
        for span in row.cells[at]
        if isinstance(span, TracedNumber)
    ]
