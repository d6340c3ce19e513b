"""Scenarios and plans in the browser."""

import json
from pathlib import Path
from typing import Any

import pytest

from hatangso.model.job import JobState
from hatangso.workflows.plan import plan_build_out
from hatangso.workflows.plan_request import PlanRequest
from hatangso.workflows.progress import Silent
from hatangso.workflows.scenario_store import save_scenario, scenario_file
from small_province import NOW
from web_service import Client, Service

_PARTS = ("", "/cong-trinh", "/chua-phuc-vu", "/nhiem-vu", "?nam=2027")
_FIELDS: dict[str, Any] = {
    "title_vi": "Gói <b>1 tỷ</b>",
    "aim": "most_people",
    "shares_masts": "1",
    "carries_over": "1",
    "year-0-year": "2027",
    "year-0-budget": "5",
    "service-0-technology": "4G",
    "goal-0-service": "4G",
    "goal-0-measure": "people",
    "goal-0-percent": "99,5",
    "goal-0-year": "2027",
    "action": "save",
}


def _plan(directory: Path, name: str, **changes: object) -> None:
    """Write a scenario and plan it here."""
    content = {
        "years": [2026, 2027],
        "service": [{"technology": "4G"}],
        "goal": [{"service": "4G", "measure": "people", "percent": "all"}],
        **changes,
    }
    save_scenario(directory, name, content, seen="")
    file = directory / f"{name}.toml"
    request = PlanRequest(scenario_file=file, with_curve=True, more_vnd=10**9)
    plan_build_out(directory, request, progress=Silent(), now=NOW)


def test_the_list_has_the_newest_result_of_each_scenario(service: Service) -> None:
    page = service.client_as("reader").get("/quy-hoach").text
    assert "còn mới" in page
    assert "không phương án nào rẻ hơn" in page
    assert "Kịch bản mới" not in page


def test_who_is_not_signed_in_is_asked_to(service: Service) -> None:
    public = service.client_as("public")
    for path in ("/quy-hoach", "/quy-hoach/plan", "/quy-hoach/plan/tep/json"):
        assert public.get(path).status_code == 303


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_of_a_plan_opens(service: Service, language: str) -> None:
    _plan(service.state.directory, "two")
    client = service.client_as("planner")
    for name in ("plan", "two"):
        for part in _PARTS:
            join = "&" if "?" in part else "?"
            path = f"/quy-hoach/{name}{part}{join}lang={language}"
            assert client.get(path).status_code == 200, path
    files = ("works", "goals", "left-out", "tasks", "curve", "json", "geopackage")
    for file in files:
        assert client.get(f"/quy-hoach/two/tep/{file}").status_code == 200, file
    assert client.get("/quy-hoach/two/tep/passwd").status_code == 404
    assert client.get("/quy-hoach/three").status_code == 404


def test_the_map_of_a_plan_leads_to_the_rows_of_its_table(service: Service) -> None:
    client = service.client_as("reader")
    features = json.loads(client.get("/quy-hoach/plan/ban-do.geojson").content)
    one = features["features"][0]["properties"]
    path, _, row = one["href"].partition("#")
    assert f'id="{row}"' in client.get(path).text


def test_works_are_filtered(service: Service) -> None:
    client = service.client_as("reader")
    assert "hang-muc-1" in client.get("/quy-hoach/plan/cong-trinh").text
    nothing = client.get("/quy-hoach/plan/cong-trinh?tim=zzz&trang=9").text
    assert "Không có công trình nào khớp" in nothing


def test_a_scenario_is_typed_corrected_and_planned(service: Service) -> None:
    client = service.client_as("planner")
    wrong = {**_FIELDS, "goal-0-percent": "nhiều", "year-0-year": "năm nay"}
    refused = client.post("/quy-hoach/kich-ban/moi", data=wrong)
    assert refused.status_code == 422
    assert 'value="nhiều"' in refused.text
    assert 'aria-describedby="wrong-goal[1].percent-1"' in refused.text
    assert "Mục tiêu, dòng 1: Tỷ lệ" in refused.text
    assert "2000" not in refused.text
    saved = client.post(
        "/quy-hoach/kich-ban/moi", data={**_FIELDS, "action": "save-plan"}
    )
    address = saved.headers["location"].partition("?")[0]
    assert address == "/quy-hoach/goi-b-1-ty-b"
    page = client.get(address).text
    assert "Gói &lt;b&gt;1 tỷ&lt;/b&gt;" in page
    assert 'hx-trigger="every 1s"' in page
    client.post(f"{address}/chay")
    jobs = service.state.operations.jobs
    assert len(jobs.list(kinds=("plan",))) == 1
    service.run_jobs()
    (job,) = jobs.list(kinds=("plan",))
    assert (job.state, job.result["address"]) == (JobState.DONE, address)
    service.state.snapshots.forget()
    assert "Tổng chi phí" in client.get(address).text


def test_one_more_row_keeps_what_was_typed(service: Service) -> None:
    client = service.client_as("planner")
    answer = client.post(
        "/quy-hoach/kich-ban/moi", data={**_FIELDS, "action": "add-goal"}
    )
    assert 'name="goal-1-service"' in answer.text
    assert 'value="99,5"' in answer.text


def test_a_copy_starts_from_its_source_without_a_work(service: Service) -> None:
    save_scenario(
        service.state.directory,
        "two",
        {"years": [2027], "service": [{"technology": "4G"}], "title_vi": "Hai"},
        seen="",
    )
    client = service.client_as("planner")
    page = client.get("/quy-hoach/kich-ban/moi?tu=two&cam=NEW-1&giu=UP-2").text
    assert "Hai (bản sao)" in page
    assert ">NEW-1</textarea>" in page
    assert 'value="UP-2"' in page


def _edited(client: Client, name: str, **changes: str) -> int:
    page = client.get(f"/quy-hoach/{name}/sua").text
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    sent = {**_FIELDS, "seen": seen, **changes}
    return client.post(f"/quy-hoach/{name}/sua", data=sent).status_code


def test_two_who_change_a_scenario_at_once_do_not_overwrite_each_other(
    service: Service,
) -> None:
    directory = service.state.directory
    save_scenario(directory, "two", {"years": [1], "service": []} | _minimal(), seen="")
    client = service.client_as("planner")
    assert _edited(client, "two") == 303
    assert _edited(client, "two", seen="0" * 64) == 409
    found = scenario_file(directory, "two").scenario
    assert found is not None
    assert found.budgets_vnd == (5_000_000_000,)


def _minimal() -> dict[str, object]:
    return {"years": [2026], "service": [{"technology": "4G"}]}


def test_readers_may_look_but_not_ask(service: Service) -> None:
    reader = service.client_as("reader")
    assert reader.get("/quy-hoach/kich-ban/moi").status_code == 403
    for path in ("kich-ban/moi", "plan/sua", "plan/chay", "plan/xoa"):
        assert reader.post(f"/quy-hoach/{path}", data=_FIELDS).status_code == 403


def test_a_scenario_goes_with_its_plan(service: Service) -> None:
    directory = service.state.directory
    _plan(directory, "two")
    client = service.client_as("planner")
    assert client.post("/quy-hoach/two/xoa").status_code == 303
    assert client.get("/quy-hoach/two").status_code == 404
    assert not list((directory / "results").glob("plan_two*"))
    save_scenario(directory, "plan", _minimal(), seen="")
    assert client.post("/quy-hoach/plan/xoa").status_code == 422


def test_two_plans_stand_side_by_side(service: Service) -> None:
    _plan(service.state.directory, "two", aim="most_people", budgets=["", "1 triệu"])
    client = service.client_as("reader")
    page = client.get("/quy-hoach/kich-ban/so-sanh?a=plan&b=two").text
    assert "B so với A" in page
    same = client.get("/quy-hoach/kich-ban/so-sanh?a=two&b=two").text
    assert "hai phương án khác nhau" in same
    assert client.get("/quy-hoach/kich-ban/so-sanh?a=x&b=y").status_code == 200


def test_results_that_are_older_than_the_data_say_so(service: Service) -> None:
    directory = service.state.directory
    client, reader = service.client_as("planner"), service.client_as("reader")
    assert "Tính lại vùng phủ" not in client.get("/quy-hoach").text
    with (directory / "province.toml").open("a", encoding="utf-8") as stream:
        stream.write("# changed\n")
    service.state.snapshots.forget()
    page = client.get("/quy-hoach").text
    assert "đã cũ" in page
    assert "Tính lại vùng phủ" in page
    assert "Tính lại vùng phủ" not in reader.get("/quy-hoach").text
    first = client.post("/viec/tinh-lai").headers["location"]
    assert client.post("/viec/tinh-lai").headers["location"] == first
    assert "xem tiến độ" in client.get("/quy-hoach").text
    assert reader.post("/viec/tinh-lai").status_code == 403
