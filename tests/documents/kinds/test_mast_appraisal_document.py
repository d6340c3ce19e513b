"""An appraisal says of every proposed mast what follows from the rules, and counts."""

from dataclasses import replace
from datetime import date

import pytest

from hatangso.documents.kinds.mast_appraisal import (
    AppraisalFacts,
    AppraisedMast,
    MastOpinion,
    StandingMast,
    compose_mast_appraisal,
)
from hatangso.documents.official.blocks import Items, Table
from hatangso.documents.official.issuer import Issuer
from hatangso.documents.official.official_document import OfficialDocument, Signature
from hatangso.documents.official.spans import NO_DATA, Sentence, TracedNumber
from hatangso.documents.official.traces import traced_numbers
from hatangso.model.provenance import Reality

ISSUER = Issuer(
    province="Bắc Kạn",
    committee="ỦY BAN NHÂN DÂN TỈNH BẮC KẠN",
    department="SỞ KHOA HỌC VÀ CÔNG NGHỆ",
    department_code="SKHCN",
    division_code="BCVT",
    place="Bắc Kạn",
    committee_signature=Signature(("CHỦ TỊCH",)),
    department_signature=Signature(("GIÁM ĐỐC",)),
)
NEAREST = StandingMast("Nà Ỏi 1", "VNPT", 180.4, can_be_shared=True)
MAST = AppraisedMast(
    number=1,
    name="VT-01",
    commune="Xã Thần Sa",
    lon_deg=105.92176,
    lat_deg=21.8096,
    height_m=42,
    planned_on=date(2027, 3, 28),
    opinion=MastOpinion.AGREE,
    is_ward=False,
    asked_m=400,
    nearest=NEAREST,
    uncovered_places=2,
    uncovered_people=150,
)


def _facts(*masts: AppraisedMast) -> AppraisalFacts:
    return AppraisalFacts(
        issuer=ISSUER,
        department="Sở Khoa học và Công nghệ",
        operator="Viettel",
        source="theo tệp a.csv",
        masts=masts,
        ward_spacing_m=100,
        rural_spacing_m=400,
        spacing_rule="theo quy định của tỉnh",
        near_m=2_000,
        as_of=date(2026, 12, 31),
        reality=Reality.REAL,
    )


def _text(sentence: Sentence) -> str:
    parts = [one.text if isinstance(one, TracedNumber) else one for one in sentence]
    return "".join(map(str, parts))


def _rows(document: OfficialDocument) -> list[list[str]]:
    (annex,) = document.annexes
    (table,) = annex.blocks
    assert isinstance(table, Table)
    return [[_text(cell) for cell in row.cells] for row in table.rows]


def test_a_mast_is_one_row_with_its_place_and_the_nearest_mast() -> None:
    (row,) = _rows(compose_mast_appraisal(_facts(MAST)))
    assert row == [
        *("1", "VT-01", "Xã Thần Sa", "105,92176", "21,80960", "42", "28/03/2027"),
        *("Nà Ỏi 1, VNPT", "180", "400", "Đủ điều kiện về khoảng cách."),
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"opinion": MastOpinion.SHARE}, "Chủ sở hữu cho biết cột còn khả năng"),
        (
            {
                "opinion": MastOpinion.SHARE,
                "nearest": replace(NEAREST, can_be_shared=None),
            },
            "Chưa rõ cột còn khả năng dùng chung.",
        ),
        (
            {
                "opinion": MastOpinion.SHARE,
                "nearest": replace(NEAREST, can_be_shared=False),
            },
            "không còn khả năng: cần khảo sát, gia cố.",
        ),
        (
            {"opinion": MastOpinion.COMBINE, "rivals": (4, 7)},
            "Quá gần cột đề nghị số 4, 7: xây dựng một cột, dùng chung.",
        ),
        (
            {"opinion": MastOpinion.PROTECTED, "protected_area": "VQG Ba Bể"},
            "Nằm trong VQG Ba Bể: không xây dựng.",
        ),
        ({"opinion": MastOpinion.OUTSIDE}, "Ngoài địa bàn tỉnh"),
    ],
)
def test_every_opinion_has_its_sentence(changes: dict[str, object], said: str) -> None:
    mast = replace(MAST, **changes)  # type: ignore[arg-type]
    document = compose_mast_appraisal(_facts(mast))
    assert said in _rows(document)[0][-1]
    (proposals,) = (one for one in document.blocks if isinstance(one, Items))
    assert len(proposals.entries) == 1


def test_what_nobody_knows_is_said_and_never_nought() -> None:
    bare = replace(
        MAST, height_m=None, nearest=None, planned_on=None, uncovered_people=None
    )
    (row,) = _rows(compose_mast_appraisal(_facts(bare)))
    assert row[5:9] == [NO_DATA, "", "không có", NO_DATA]


def test_the_summary_counts_every_mast_once() -> None:
    masts = [
        replace(MAST, number=number, opinion=opinion)
        for number, opinion in enumerate([*MastOpinion, MastOpinion.AGREE], 1)
    ]
    document = compose_mast_appraisal(_facts(*masts))
    (table,) = (one for one in document.blocks if isinstance(one, Table))
    *rows, total = [[_text(cell) for cell in row.cells] for row in table.rows]
    assert [row[2] for row in rows] == ["2", "1", "1", "1", "1"]
    assert total[2] == "6"
    values = {one.key: one.value for one in traced_numbers(document)}
    assert values["count:all"] == 6
    assert values["people:agree"] == 300
