"""How far long work is, and how to stop it."""

from datetime import timedelta

import pytest

from hatangso.errors import Message
from hatangso.model.job import Job, JobState
from hatangso.web.views.job_view import duration_words
from web_service import Client, Service

_HTMX = {"hx-request": "true"}


def _ask(service: Service, client: Client, kind: str = "coverage") -> Job:
    assert client.account is not None
    return service.state.operations.jobs.ask(
        kind,
        lane="heavy",
        parameters={"subject": "Gói 30 tỷ <b>"},
        asked_by=client.account.login,
        at=service.clock(),
    )


def _run(service: Service) -> Job:
    job = service.state.operations.jobs.take("heavy", worker="w", at=service.clock())
    assert job is not None
    return job


def test_a_job_shows_its_step_and_asks_again_until_it_is_over(service: Service) -> None:
    client = service.client_as("planner")
    job = _ask(service, client)
    page = client.get(f"/viec/{job.id}").text
    assert "Đang chờ" in page
    assert 'hx-trigger="every 1s"' in page
    assert "Gói 30 tỷ &lt;b&gt;" in page
    _run(service)
    step = Message("coverage of the map")
    service.state.operations.jobs.beat(
        job.id, service.clock(), step=step, done=3, total=8
    )
    part = client.get(f"/viec/{job.id}/phan", headers=_HTMX)
    assert 'max="8" value="3"' in part.text
    assert "Đang chạy" in part.text
    assert "<html" not in part.text


@pytest.mark.parametrize(
    ("result", "header", "value"),
    [
        ({"address": "/quy-hoach/plan"}, "hx-redirect", "/quy-hoach/plan"),
        ({"address": "//evil.example"}, "hx-refresh", "true"),
        ({}, "hx-refresh", "true"),
    ],
)
def test_a_page_that_waits_is_led_to_the_result(
    service: Service, result: dict[str, object], header: str, value: str
) -> None:
    client = service.client_as("planner")
    job = _ask(service, client)
    _run(service)
    service.state.operations.jobs.finish(job.id, service.clock(), result)
    answer = client.get(f"/viec/{job.id}/phan", headers=_HTMX)
    assert answer.headers[header] == value
    assert 'hx-trigger="every' not in answer.text
    still = client.get(f"/viec/{job.id}/phan?xong=1", headers=_HTMX)
    assert header not in still.headers


def test_a_failed_job_says_why_and_leads_nowhere(service: Service) -> None:
    client = service.client_as("planner")
    job = _ask(service, client)
    _run(service)
    problem = Message("give a budget for each year")
    service.state.operations.jobs.fail(job.id, service.clock(), problem)
    answer = client.get(f"/viec/{job.id}/phan", headers=_HTMX)
    assert "hx-refresh" not in answer.headers
    assert "give a budget for each year" in answer.text


def test_a_waiting_job_is_cancelled_at_once_and_tells_who_comes_first(
    service: Service,
) -> None:
    client = service.client_as("planner")
    _ask(service, client)
    job = _ask(service, client)
    assert "xếp trước: 1" in client.get(f"/viec/{job.id}").text
    answer = client.post(f"/viec/{job.id}/huy")
    assert answer.headers["location"] == f"/viec/{job.id}"
    found = service.state.operations.jobs.get(job.id)
    assert found.state is JobState.CANCELLED
    assert "Đã hủy" in client.get(f"/viec/{job.id}").text


def test_planners_see_but_do_not_stop_what_another_planner_asked(
    service: Service,
) -> None:
    job = _ask(service, service.client_as("planner"))
    other, reader = service.client_as("planner"), service.client_as("reader")
    assert other.get(f"/viec/{job.id}").status_code == 200
    assert "/huy" not in other.get(f"/viec/{job.id}").text
    assert other.post(f"/viec/{job.id}/huy").status_code == 404
    assert reader.get(f"/viec/{job.id}").status_code == 404
    administrator = service.client_as("administrator")
    assert administrator.post(f"/viec/{job.id}/huy").status_code == 303


def test_the_list_has_ones_own_jobs_and_all_of_them_for_administrators(
    service: Service,
) -> None:
    planner, other = service.client_as("planner"), service.client_as("planner")
    assert "Chưa có công việc nào" in planner.get("/viec").text
    job = _ask(service, planner)
    link = f'href="/viec/{job.id}"'
    assert link in planner.get("/viec").text
    assert link not in other.get("/viec?tat_ca=1").text
    administrator = service.client_as("administrator")
    assert link not in administrator.get("/viec").text
    assert link in administrator.get("/viec?tat_ca=1").text


def test_a_job_of_a_kind_that_is_no_more_is_still_shown(service: Service) -> None:
    client = service.client_as("planner")
    job = _ask(service, client, "divination")
    assert "divination" in client.get(f"/viec/{job.id}").text


def test_nobody_sees_a_job_that_is_not_there(service: Service) -> None:
    client = service.client_as("administrator")
    for number in ("0", "-1", "99", "9" * 30):
        assert client.get(f"/viec/{number}").status_code == 404


def test_spans_of_time_are_said_in_words() -> None:
    assert str(duration_words(timedelta(seconds=0.2))) == "1 s"
    assert str(duration_words(timedelta(seconds=200))) == "3 min 20 s"
    assert str(duration_words(timedelta(minutes=125))) == "2 h 5 min"
