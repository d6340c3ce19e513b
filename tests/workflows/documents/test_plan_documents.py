"""The plan and the proposal for funding of a computed province."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from hatangso.documents.official.blocks import RowRole
from hatangso.documents.official.spans import TracedNumber
from hatangso.documents.official.traces import sentences_of, traced_numbers
from hatangso.errors import InvalidInputError, NotFoundError, StaleResultError
from hatangso.io.results_directory import ResultsDirectory
from hatangso.model.indicator import IssuingDocument
from hatangso.model.plan_answer import PlanAnswer
from hatangso.model.provenance import Reality
from hatangso.model.record import Record
from hatangso.model.site import Technology
from hatangso.workflows.coverage import compute_coverage
from hatangso.workflows.documents.document_kind import DocumentKind, DocumentRequest
from hatangso.workflows.documents.document_kinds import answered
from hatangso.workflows.documents.kinds.funding_proposal import KIND as FUNDING
from hatangso.workflows.documents.kinds.plan import KIND as PLAN
from hatangso.workflows.documents.plan_reading import (
    asked_years,
    department_name,
    other_tasks,
    plan_costs,
    plan_of,
    service_facts,
)
from hatangso.workflows.documents.province_facts import ReadFacts
from hatangso.workflows.documents.target_reading import base_titles, cited, value_facts
from hatangso.workflows.plan import plan_build_out
from hatangso.workflows.plan_request import PlanRequest
from hatangso.workflows.progress import Silent
from hatangso.workflows.register.plan_adoption import coded_tasks
from hatangso.workflows.targets import Force
from plan_document_samples import ISSUER, column_vnd, table_of
from small_province import NOW, build_small_province

REQUEST = DocumentRequest(ISSUER, date(2026, 11, 22))


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a small province with coverage and a plan."""
    found = tmp_path_factory.mktemp("planned") / "valley"
    found.mkdir()
    build_small_province(found)
    compute_coverage(found, progress=Silent(), now=NOW)
    asked = PlanRequest(technology=Technology.G4)
    plan_build_out(found, asked, progress=Silent(), now=NOW)
    return found


@pytest.fixture(scope="module")
def facts(directory: Path) -> ReadFacts:
    return ReadFacts(directory)


@pytest.fixture(scope="module")
def answer(facts: ReadFacts) -> PlanAnswer:
    return plan_of(facts, "")


def task_record(values: dict[str, object]) -> Record:
    return Record("task", 1, 1, values)  # type: ignore[arg-type]  # fields of a task


@pytest.mark.parametrize("kind", [PLAN, FUNDING], ids=lambda one: one.code)
def test_documents_are_made_twice_alike(kind: DocumentKind, facts: ReadFacts) -> None:
    first = kind.make(facts, REQUEST)
    assert first == kind.make(ReadFacts(facts.directory), REQUEST)
    assert traced_numbers(first)


@pytest.mark.parametrize("kind", [PLAN, FUNDING], ids=lambda one: one.code)
def test_a_key_stands_for_one_value_in_the_whole_document(
    kind: DocumentKind, facts: ReadFacts
) -> None:
    found: dict[str, float | int | None] = {}
    for sentence in sentences_of(kind.make(facts, REQUEST)):
        for span in sentence:
            if isinstance(span, TracedNumber):
                assert found.setdefault(span.key, span.value) == span.value, span.key


def test_totals_are_those_of_the_plan_to_the_dong(
    facts: ReadFacts, answer: PlanAnswer
) -> None:
    cost = answer.plan.cost_vnd
    assert cost > 0
    plan, funding = PLAN.make(facts, REQUEST), FUNDING.make(facts, REQUEST)
    for document, name, key in (
        (plan, "tasks", "cost"),
        (plan, "cost_by_funding", "total"),
        (plan, "cost_by_kind", "total"),
        (funding, "works", "cost"),
        (funding, "prices", "cost"),
    ):
        table = table_of(document, name)
        assert column_vnd(table, key, RowRole.TOTAL) == [cost], name
        rows = column_vnd(table, key, RowRole.PLAIN)
        assert sum(one or 0 for one in rows) == cost, name


def test_made_up_data_are_marked(facts: ReadFacts, answer: PlanAnswer) -> None:
    document = PLAN.make(facts, REQUEST)
    assert bool(document.marks) is bool(answer.synthetic_layers)
    cost = next(x for x in traced_numbers(document) if x.key == "plan_cost:vnd")
    made_up = bool(answer.synthetic_layers)
    assert cost.reality is (Reality.SYNTHETIC if made_up else Reality.DERIVED)


def test_parameters_offer_what_was_planned(facts: ReadFacts) -> None:
    said = answered(PLAN, facts, REQUEST)
    assert said == {"scenario": "plan", "period": "all"}
    with pytest.raises(InvalidInputError, match="cannot be"):
        answered(PLAN, facts, replace(REQUEST, parameters={"scenario": "other"}))


def test_a_year_that_the_plan_has_not_is_refused(answer: PlanAnswer) -> None:
    with pytest.raises(InvalidInputError, match="has no year 1999"):
        asked_years(answer, "1999")
    assert asked_years(answer, "2025") == (2025,)


def test_a_province_without_a_plan_says_so(tmp_path: Path) -> None:
    build_small_province(tmp_path)
    with pytest.raises(NotFoundError, match="there is no plan"):
        PLAN.make(ReadFacts(tmp_path), REQUEST)


def test_a_plan_of_other_inputs_is_not_used(
    facts: ReadFacts, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise StaleResultError("changed")

    monkeypatch.setattr(ResultsDirectory, "require_fresh", refuse)
    fresh = ReadFacts(facts.directory)
    assert PLAN.parameters[0].options is not None
    assert PLAN.parameters[0].options(fresh) == ()
    with pytest.raises(StaleResultError):
        PLAN.make(fresh, REQUEST)


def test_the_register_knows_better_who_leads_and_who_pays(
    facts: ReadFacts, answer: PlanAnswer
) -> None:
    province = facts.inputs.province
    code, task = next(iter(coded_tasks(answer.plan, province).items()))
    record = task_record(
        {
            "id": code,
            "lead": "VNPT Thử Nghiệm",
            "funding_source": "Ngân sách tỉnh",
            "deadline": date(2027, 3, 31),
            "budget_vnd": 1,
        }
    )
    costs = plan_costs(answer, province, asked_years(answer, ""), [record])
    first = costs.tasks[0]
    assert (first.lead, first.funding) == ("VNPT Thử Nghiệm", "Ngân sách tỉnh")
    assert first.deadline == date(2027, 3, 31)
    assert first.cost_vnd == task.budget_vnd
    assert costs.cost_vnd == answer.plan.cost_vnd


def test_tasks_of_the_register_stand_once_and_only_while_they_last(
    facts: ReadFacts, answer: PlanAnswer
) -> None:
    province = facts.inputs.province
    own = next(iter(coded_tasks(answer.plan, province)))
    records = [
        task_record({"id": own, "name": "của phương án"}),
        task_record({"id": "B", "name": "Bảo trì", "state": "under_way"}),
        task_record({"id": "A", "name": "Ăng-ten", "deadline": date(2026, 1, 1)}),
        task_record({"id": "C", "name": "Xong", "state": "done"}),
    ]
    found = other_tasks(answer, province, asked_years(answer, ""), records)
    assert [one.name for one in found] == ["Ăng-ten", "Bảo trì"]
    assert found[1].budget_vnd is None


def test_a_year_alone_tells_what_that_year_adds(answer: PlanAnswer) -> None:
    plan = answer.plan
    whole = service_facts(plan, asked_years(answer, ""))
    assert [one.gained for one in whole] == [
        one.people_after - one.people_before for one in plan.outcomes
    ]


def test_values_of_the_register_are_unknown_where_it_is_empty(
    facts: ReadFacts,
) -> None:
    found = {one.key: one for one in value_facts(facts)}
    assert found["site_count:register"].value == len(facts.records("site"))
    assert found["data_centre_count:register"].value is None


@pytest.mark.parametrize(
    ("title", "issued", "text"),
    [
        (
            "QĐ 1132/QĐ-TTg: Chiến lược hạ tầng số",
            "2024-10-09",
            (
                "Quyết định số 1132/QĐ-TTg ngày 09/10/2024 của Thủ tướng Chính phủ"
                " (Chiến lược hạ tầng số)"
            ),
        ),
        ("QĐ 5/QĐ-UBND", "2024", "Quyết định số 5/QĐ-UBND năm 2024"),
        ("Nghị quyết 01-NQ/TU", "2024-01-02", "Nghị quyết 01-NQ/TU"),
        ("", "", "d"),
    ],
)
def test_decisions_are_cited_by_number_day_and_issuer(
    title: str, issued: str, text: str
) -> None:
    assert cited(IssuingDocument("d", title, "", "national", issued)) == text


@pytest.mark.parametrize(
    ("title", "issued", "count"),
    [
        ("QĐ 1132/QĐ-TTg: Chiến lược hạ tầng số", "2024-10-09", 1),
        ("Nghị quyết 57-NQ/TW", "2024-12-22", 1),
        ("Nghị quyết 01-NQ/TU, theo bài báo", "", 0),
        ("Đề án chuyển đổi số, theo bài báo", "2024", 0),
    ],
)
def test_only_what_can_be_looked_up_is_a_legal_basis(
    title: str, issued: str, count: int, facts: ReadFacts
) -> None:
    standing = next(
        one for one in facts.targets.standings if one.force is Force.IN_FORCE
    )
    document = IssuingDocument("d", title, "", "national", issued)
    assert len(base_titles([replace(standing, document=document)])) == count


def test_the_department_is_named_as_a_sentence_names_it() -> None:
    assert department_name(ISSUER) == "Sở Khoa học và Công nghệ"
    other = replace(ISSUER, department="SỞ THÔNG TIN")
    assert department_name(other) == "Sở thông tin"
