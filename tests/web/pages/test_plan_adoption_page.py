"""A plan becomes the province's own."""

import re
from typing import Any

from hatangso.model.record import Action, Actor, Edit, Record
from hatangso.web.views.planning_view import result_for
from hatangso.workflows.plan import plan_build_out
from hatangso.workflows.plan_request import PlanRequest
from hatangso.workflows.progress import Silent
from hatangso.workflows.register.edit_records import commit_edits
from hatangso.workflows.register.plan_adoption import preview_adoption
from hatangso.workflows.scenario_store import save_scenario
from small_province import NOW
from web_service import Client, Service

_PATH = "/quy-hoach/plan/thong-qua"


def _tasks(service: Service) -> list[Record]:
    found: list[Record] = service.state.register.records("task")
    return found


def _adopt(client: Client, path: str = _PATH, **changes: str) -> int:
    page = client.get(path).text
    found = re.search(r'name="mark" value="(\w+)"', page)
    sent = {"reason": "QĐ 12/QĐ-UBND", "mark": found[1] if found else ""}
    status: int = client.post(path, data=sent | changes).status_code
    return status


def _change(service: Service, task: Record, **values: Any) -> None:
    edit = Edit("task", Action.UPDATE, task.id, values, task.revision)
    commit_edits(
        service.state.directory,
        [edit],
        actor=Actor("x"),
        at=service.clock(),
        reason="tiến độ",
    )
    service.state.snapshots.forget()


def test_a_leader_adopts_a_plan_and_its_works_become_tasks(service: Service) -> None:
    leader = service.client_as("leader", full_name="Bà Chủ tịch")
    result = result_for(service.state.snapshots.current(), "plan")
    assert result is not None
    assert _adopt(leader) == 303
    tasks = _tasks(service)
    budgets_vnd = [int(str(task.values["budget_vnd"])) for task in tasks]
    assert sum(budgets_vnd) == result.answer.plan.cost_vnd
    assert {task.values["state"] for task in tasks} == {"not_started"}
    assert all(str(task.values["id"]).startswith("QH-") for task in tasks)
    page = leader.get("/quy-hoach").text
    assert "phương án của tỉnh" in page
    assert "Bà Chủ tịch" in page
    assert "QĐ 12/QĐ-UBND" in page


def test_adopting_again_changes_nothing_and_makes_no_second_tasks(
    service: Service,
) -> None:
    client = service.client_as("planner")
    _adopt(client)
    before = _tasks(service)
    assert "Không có gì thay đổi" in client.get(_PATH).text
    _adopt(client)
    assert _tasks(service) == before


def test_progress_and_a_lead_that_was_found_stay(service: Service) -> None:
    client = service.client_as("planner")
    _adopt(client)
    task = _tasks(service)[0]
    _change(
        service, task, state="under_way", done_percent=40.0, lead="VNPT", budget_vnd=1
    )
    page = client.get(_PATH).text
    assert "<del>1 đồng</del>" in page
    assert _adopt(client) == 303
    assert "Đang thực hiện <small>40" in client.get("/quy-hoach/plan/nhiem-vu").text
    values = _tasks(service)[0].values
    assert (values["state"], values["done_percent"]) == ("under_way", 40.0)
    assert values["budget_vnd"] == task.values["budget_vnd"]
    is_open = "chưa xác định" in str(task.values["lead"])
    assert values["lead"] == ("VNPT" if is_open else task.values["lead"])


def test_tasks_that_a_plan_has_no_more_go_unless_somebody_began_them(
    service: Service,
) -> None:
    _adopt(service.client_as("planner"))
    snapshot = service.state.snapshots.current()
    result = result_for(snapshot, "plan")
    assert result is not None
    made = _tasks(service)[0].values
    old = {**made, "id": "QH-UP-OLD"}
    begun = {**made, "id": "QH-UP-BEGUN", "state": "under_way"}
    other = {**made, "id": "DA-1"}
    tasks = [
        *_tasks(service),
        *(Record("task", at, 1, x) for at, x in enumerate((old, begun, other), 900)),
    ]
    province = snapshot.inputs.province
    preview = preview_adoption("plan", result.answer.plan, province, tasks)
    assert [one.id for one in preview.removed] == ["QH-UP-OLD"]
    assert preview.kept == ("QH-UP-BEGUN",)
    assert [(x.action, x.record_id) for x in preview.edits] == [(Action.DELETE, 900)]


def test_what_was_not_looked_at_is_not_adopted(service: Service) -> None:
    client = service.client_as("planner")
    assert _adopt(client, mark="0" * 16) == 409
    assert _adopt(client, reason="  ") == 422
    assert _tasks(service) == []


def test_an_adoption_is_taken_back(service: Service) -> None:
    client = service.client_as("planner")
    _adopt(client)
    assert client.post(f"{_PATH}/hoan-tac").status_code == 303
    assert _tasks(service) == []
    assert "phương án của tỉnh" not in client.get("/quy-hoach").text
    assert client.post(f"{_PATH}/hoan-tac").status_code == 404


def test_the_plan_of_the_province_is_not_deleted(service: Service) -> None:
    directory, client = service.state.directory, service.client_as("planner")
    content = {
        "years": [2026],
        "service": [{"technology": "4G"}],
        "goal": [{"service": "4G", "measure": "people", "percent": "all"}],
    }
    save_scenario(directory, "two", content, seen="")
    file = directory / "two.toml"
    request = PlanRequest(scenario_file=file, with_curve=False)
    plan_build_out(directory, request, progress=Silent(), now=NOW)
    service.state.snapshots.forget()
    assert _adopt(client, path="/quy-hoach/two/thong-qua") == 303
    refused = client.post("/quy-hoach/two/xoa")
    assert refused.status_code == 422
    assert "phương án của tỉnh" in refused.text


def test_others_may_not_adopt(service: Service) -> None:
    for role in ("reader", "operator", "commune"):
        client = service.client_as(role)
        assert client.get(_PATH).status_code == 403
        assert client.post(_PATH, data={"reason": "x"}).status_code == 403
