"""Periodic reports and commune sheets of a small province."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from hatangso.documents.official.official_document import OfficialDocument
from hatangso.documents.official.traces import sentences_of, traced_numbers
from hatangso.errors import InvalidInputError
from hatangso.model.indicator import Outlook
from hatangso.model.record import Action, Actor, Edit
from hatangso.workflows.documents.document_kind import DocumentRequest
from hatangso.workflows.documents.document_kinds import answered, document_kind
from hatangso.workflows.documents.issuers import issuer_of
from hatangso.workflows.documents.province_facts import ReadFacts
from hatangso.workflows.register.edit_records import commit_edits
from hatangso.workflows.targets import targets_of
from small_province import build_small_province

TODAY = date(2026, 11, 22)
OCTOBER = datetime(2026, 10, 20, tzinfo=UTC)
NOVEMBER = datetime(2026, 11, 3, tzinfo=UTC)


@pytest.fixture
def province(tmp_path: Path) -> Path:
    build_small_province(tmp_path)
    return tmp_path


def made(directory: Path, kind: str, **parameters: str) -> OfficialDocument:
    facts = ReadFacts(directory)
    known = document_kind(kind)
    asked = DocumentRequest(issuer_of(directory, facts.inputs.province), TODAY)
    asked = replace(asked, parameters=parameters)
    return known.make(facts, replace(asked, parameters=answered(known, facts, asked)))


def told(document: OfficialDocument) -> str:
    return "\n".join(
        "".join(one if isinstance(one, str) else getattr(one, "text", "") for one in s)
        for s in sentences_of(document)
    )


def add_hole(directory: Path, locality: str, at: datetime, **values: object) -> None:
    edit = Edit(
        "coverage_hole",
        Action.CREATE,
        values={"commune_code": "00002", "locality": locality, **values},  # type: ignore[dict-item]
    )
    commit_edits(directory, [edit], actor=Actor("lan"), at=at, reason="báo cáo")


def test_the_usual_report_is_on_the_last_month_that_is_over(province: Path) -> None:
    document = made(province, "periodic_report")
    assert document.subject == "Kết quả phát triển hạ tầng số tháng 10/2026"
    assert document.parameters == {"period": "2026-10"}


def test_the_counts_are_those_of_the_targets(province: Path) -> None:
    document = made(province, "periodic_report", period="2026-Q3")
    counts = targets_of(province, as_of=date(2026, 9, 30)).counts
    numbers = {one.key: one.value for one in traced_numbers(document)}
    assert numbers["target_count:all"] == sum(counts.values())
    unknown = counts[Outlook.NOT_MEASURABLE]
    assert numbers.get("target_count:unknown", 0) == unknown


def test_a_month_shows_the_register_as_it_stood_at_its_end(province: Path) -> None:
    add_hole(province, "Bản Khuất", OCTOBER, kind="white", found_on=date(2026, 10, 19))
    add_hole(province, "Bản Xa", NOVEMBER, kind="hollow", found_on=date(2026, 11, 2))
    october = told(made(province, "periodic_report", period="2026-10"))
    assert "toàn tỉnh còn 1 điểm trắng sóng, lõm sóng" in october
    assert "1 điểm trắng sóng, lõm sóng mới" in october
    november = told(made(province, "periodic_report", period="2026-11"))
    assert "toàn tỉnh còn 2 điểm trắng sóng, lõm sóng" in november
    assert "trong kỳ ghi nhận mới 1 điểm" in november


def test_tables_that_were_taken_in_are_no_new_sites(province: Path) -> None:
    add_hole(province, "Bản Khuất", OCTOBER)
    october = told(made(province, "periodic_report", period="2026-10"))
    assert "0 vị trí trạm mới" in october


def test_a_register_begun_after_the_period_is_told(province: Path) -> None:
    add_hole(province, "Bản Khuất", OCTOBER)
    september = told(made(province, "periodic_report", period="2026-09"))
    assert "Sổ đăng ký được lập từ ngày 20/10/2026, sau kỳ báo cáo" in september


def test_the_same_question_gets_the_same_report(province: Path) -> None:
    first = made(province, "periodic_report", period="2026-10")
    assert first == made(province, "periodic_report", period="2026-10")


@pytest.mark.parametrize("period", ["2027-01", "2026-13", "hôm qua"])
def test_no_report_is_made_on_what_is_no_period(province: Path, period: str) -> None:
    with pytest.raises(InvalidInputError, match=period):
        made(province, "periodic_report", period=period)


def test_every_commune_gets_its_sheet_or_one_of_them(province: Path) -> None:
    whole = told(made(province, "commune_sheets"))
    assert whole.count("Dịch vụ theo doanh nghiệp") == 2
    add_hole(province, "Bản Khuất", OCTOBER, kind="white")
    alone = made(province, "commune_sheets", commune="00002")
    assert told(alone).count("Dịch vụ theo doanh nghiệp") == 1
    numbers = {one.key: one.value for one in traced_numbers(alone)}
    assert numbers["commune:00002:holes"] == 1
    assert numbers["commune:00002:places"] == 2
    assert numbers["commune:00002:reached:4G"] is None
    with pytest.raises(InvalidInputError, match="99999"):
        made(province, "commune_sheets", commune="99999")
