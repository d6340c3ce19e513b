"""What the command line says of a plan."""

from dataclasses import replace
from pathlib import Path

import pytest

from hatangso.cli.console import Output
from hatangso.cli.plan_summary import say_plan
from hatangso.errors import Message
from hatangso.language import Language
from hatangso.model.build_plan import BuildPlan
from hatangso.model.plan_answer import PlanAnswer
from hatangso.model.scenario import Aim, PlanScenario
from hatangso.workflows.plan import PlanSummary
from small_report import small_report

STUDIED = Message(
    "the province has no roads: access to new masts counts nothing; add roads.geojson"
)
NOTE = Message("people with {service}", {"service": "5G-100"})


def _said(
    language: Language, capsys: pytest.CaptureFixture[str], plan: BuildPlan
) -> list[str]:
    scenario = PlanScenario("plan", Aim.CHEAPEST, plan.services)
    answer = PlanAnswer(scenario, plan, studied_works=20, study_notes=(STUDIED,))
    say_plan(Output(language, is_json=False), PlanSummary(answer, Path("results")))
    told = capsys.readouterr().out.replace("\N{NO-BREAK SPACE}", " ")
    return " ".join(told.split()).split(". ")


@pytest.fixture
def plan() -> BuildPlan:
    found = small_report().plan
    assert found is not None
    return replace(found, notes=(NOTE,))


def test_notes_name_services_as_people_do(
    plan: BuildPlan, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "Người dân có 5G ≥ 100 Mb/s" in _said(Language.VI, capsys, plan)
    assert "People with 5G ≥ 100 Mb/s" in _said(Language.EN, capsys, plan)


def test_every_sentence_begins_in_upper_case_or_with_a_number(
    plan: BuildPlan, capsys: pytest.CaptureFixture[str]
) -> None:
    for language in Language:
        said = _said(language, capsys, plan)
        assert [one for one in said if one[:1].islower()] == []


def test_a_plan_says_what_is_spent_and_proven_and_which_goals_it_misses(
    plan: BuildPlan, capsys: pytest.CaptureFixture[str]
) -> None:
    said = ". ".join(_said(Language.EN, capsys, plan))
    assert "Proven: no plan is cheaper by more than 1.3%" in said
    assert "2026: VND 1.95 billion spent, budget VND 2 billion" in said
    assert "2028: VND 3.5 billion spent, no limit" in said
    missed = [one for one in plan.goals if not one.is_met]
    assert said.count("Missed: ") == len(missed) > 0
    assert "reached: 360.50 km)" in said


def test_it_is_told_why_something_was_not_studied(
    plan: BuildPlan, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "The province has no roads" in " ".join(_said(Language.EN, capsys, plan))


def test_no_goals_are_not_counted(
    plan: BuildPlan, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "goals are met" in " ".join(_said(Language.EN, capsys, plan))
    bare = replace(plan, goals=())
    assert "goals are met" not in " ".join(_said(Language.EN, capsys, bare))
