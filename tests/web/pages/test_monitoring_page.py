"""The page of monitoring: alarms, targets, unknown told apart, and who may act."""

from collections.abc import Callable

import pytest

from hatangso.model.record import Action, Actor, Edit
from hatangso.workflows.register.edit_records import commit_edits
from monitoring_samples import watch
from web_service import ON_BOTH_DATABASES, Client, Service

PAGE = "/he-thong/giam-sat"


def test_before_any_look_the_page_says_what_to_do(
    client_as: Callable[..., Client],
) -> None:
    text = client_as("reader").get(PAGE).text
    assert "Chưa đo đối tượng nào." in text
    assert "hatangso watch" in text


@ON_BOTH_DATABASES
def test_an_open_alarm_is_shown_acknowledged_and_cleared(
    service: Service, client_as: Callable[..., Client]
) -> None:
    number = watch(service, name="Cổng dịch vụ công", minutes="u" * 70 + "dddd")
    planner = client_as("planner")
    text = planner.get(PAGE).text
    assert "Không kết nối được" in text
    assert "Cổng dịch vụ công" in text
    alarm = service.state.operations.alarms.open()[0]
    answer = planner.post(
        f"{PAGE}/bao-dong/{alarm.id}", data={"ghi_chu": "Đã gọi nhà mạng"}
    )
    assert answer.status_code == 303
    text = planner.get(answer.headers["location"]).text
    assert "Đã gọi nhà mạng" in text
    assert planner.account is not None
    kept = service.state.operations.alarms.open()[0]
    assert kept.acknowledged_by == planner.account.login
    service.clock.move(minutes=5)
    watch(service, name="Cổng dịch vụ công", minutes="uuu")
    assert service.state.operations.alarms.open() == ()
    assert "Không có cảnh báo nào đang mở." in planner.get(PAGE).text
    # A cleared alarm has nothing left to see to.
    answer = planner.post(f"{PAGE}/bao-dong/{alarm.id}", data={"ghi_chu": ""})
    assert answer.status_code == 422
    assert planner.get(f"{PAGE}/{number}").status_code == 200


@pytest.mark.parametrize("role", ["reader", "operator", "commune", "leader"])
def test_those_who_run_nothing_acknowledge_nothing(
    service: Service, client_as: Callable[..., Client], role: str
) -> None:
    watch(service, name="T", minutes="dddd")
    alarm = service.state.operations.alarms.open()[0]
    client = client_as(role)
    assert "/bao-dong/" not in client.get(PAGE).text
    answer = client.post(f"{PAGE}/bao-dong/{alarm.id}", data={"ghi_chu": "x"})
    assert answer.status_code == 403


def test_a_silent_agent_leaves_unknown_not_down(
    service: Service, client_as: Callable[..., Client]
) -> None:
    number = watch(service, name="T", minutes="u" * 200)
    reader = client_as("reader")
    assert "Tác tử giám sát im lặng" not in reader.get(PAGE).text
    service.clock.move(hours=5)
    text = reader.get(PAGE).text
    assert "Tác tử giám sát im lặng" in text
    assert '<a href="?trang_thai=unknown">1</a>' in text
    assert '<a href="?trang_thai=down">0</a>' in text
    text = reader.get(f"{PAGE}/{number}?ngay=1").text
    assert "Không biết có lần gián đoạn nào" in text
    assert "100,000 %" in text


def test_a_target_page_tells_outages_health_and_a_chart(
    service: Service, client_as: Callable[..., Client]
) -> None:
    number = watch(service, name="T", minutes="u" * 130 + "dd" + "u" * 10, ends_days=12)
    text = client_as("reader").get(f"{PAGE}/{number}").text
    assert "đã hoạt động lại" in text
    assert "<svg" in text
    assert "còn 12 ngày" in text
    assert "Chứng thư sắp hết hạn" in text


def test_targets_are_chosen_by_state_and_long_numbers_lead_nowhere(
    service: Service, client_as: Callable[..., Client]
) -> None:
    watch(service, name="Hỏng", minutes="dddd")
    reader = client_as("reader")
    assert "Hỏng</a><small>" in reader.get(f"{PAGE}?trang_thai=down").text
    assert "Hỏng</a><small>" not in reader.get(f"{PAGE}?trang_thai=up").text
    assert reader.get(f"{PAGE}/999").status_code == 404
    assert reader.get(f"{PAGE}/{10**30}").status_code == 404


def test_settings_with_errors_are_told_where_they_stand(
    service: Service, client_as: Callable[..., Client]
) -> None:
    file = service.state.directory / "monitoring.toml"
    file.write_text("[agent]\ninterval_s = 'often'\n[rules]\nx = 1\n", encoding="utf-8")
    text = client_as("reader").get(PAGE).text
    assert "monitoring.toml:agent.interval_s" in text
    assert "monitoring.toml:rules.x" in text


def test_addresses_that_are_watched_are_shown_to_nobody_here(
    service: Service, client_as: Callable[..., Client]
) -> None:
    number = watch(service, name="T", minutes="uuu")
    for path in (PAGE, f"{PAGE}/{number}"):
        assert "x.example" not in client_as("administrator").get(path).text


def test_known_addresses_need_the_agent_only(
    service: Service, client_as: Callable[..., Client]
) -> None:
    values = {"id": "n1", "agency": "Sở Nội vụ", "monitored_address": "192.0.2.1"}
    commit_edits(
        service.state.directory,
        [Edit("network_node", Action.CREATE, values=values)],
        actor=Actor("me"),
        at=service.state.now(),
        reason="test",
    )
    service.state.snapshots.forget()
    text = client_as("planner").get(PAGE).text
    assert "Đã có địa chỉ; quản trị viên chạy tác tử" in text
    assert "Nhập tệp" not in text
