"""Programs read and change the register, within their rights."""

from collections.abc import Callable

from web_service import Client, Service

SITE = {"action": "update"}


def _first_site(client: Client) -> dict[str, object]:
    page = client.get("/api/v1/records/site?limit=1").json()
    assert page["total"] > 1
    record: dict[str, object] = page["items"][0]
    return record


def _renamed(record: dict[str, object], name: str) -> dict[str, object]:
    edit = {
        "id": record["id"],
        "revision": record["revision"],
        "values": {"name": name},
    }
    return {"reason": "named anew", "edits": [SITE | edit]}


def test_a_change_is_seen_at_once_and_kept_in_the_history(
    client_as: Callable[..., Client],
) -> None:
    client = client_as("planner")
    record = _first_site(client)
    done = client.post("/api/v1/records/site", json=_renamed(record, "Đồi Chè"))
    assert done.status_code == 200, done.text
    address = f"/api/v1/records/site/{record['id']}"
    assert client.get(address).json()["values"]["name"] == "Đồi Chè"
    last = client.get(f"{address}/history").json()["items"][-1]
    assert last["after"]["name"] == "Đồi Chè"
    assert last["before"]["name"] == record["values"]["name"]  # type: ignore[index]


def test_a_change_of_what_somebody_changed_meanwhile_is_refused(
    client_as: Callable[..., Client],
) -> None:
    client = client_as("planner")
    record = _first_site(client)
    client.post("/api/v1/records/site", json=_renamed(record, "Một"))
    late = client.post("/api/v1/records/site", json=_renamed(record, "Hai"))
    assert late.status_code == 409
    address = f"/api/v1/records/site/{record['id']}"
    assert client.get(address).json()["values"]["name"] == "Một"


def test_an_undo_brings_back_what_was(client_as: Callable[..., Client]) -> None:
    client = client_as("planner")
    record = _first_site(client)
    done = client.post("/api/v1/records/site", json=_renamed(record, "Sai")).json()
    client.post(f"/api/v1/change-sets/{done['id']}/undo", json={"reason": "mistake"})
    found = client.get(f"/api/v1/records/site/{record['id']}").json()
    assert found["values"] == record["values"]


def test_an_operator_sees_no_confidential_field_of_another(
    client_as: Callable[..., Client], service: Service
) -> None:
    kind = service.state.register.kinds["service"]
    hidden = [one.name for one in kind.fields if one.is_confidential]
    assert hidden
    planner = client_as("planner")
    service_record = planner.get("/api/v1/records/service?limit=1").json()["items"][0]
    edit = {
        "action": "update",
        "id": service_record["id"],
        "revision": service_record["revision"],
        "values": {"subscribers": 4321},
    }
    assert "subscribers" in hidden
    done = planner.post(
        "/api/v1/records/service", json={"reason": "told", "edits": [edit]}
    )
    assert done.status_code == 200, done.text
    other = client_as("operator", operator="Somebody else")
    address = f"/api/v1/records/service/{service_record['id']}"
    for answer in (other.get(address), other.get(f"{address}/history")):
        assert answer.status_code == 200
        assert "4321" not in answer.text
    own = client_as("operator", operator=service_record["values"]["operator"])
    assert own.get(address).json()["values"]["subscribers"] == 4321


def test_what_cannot_be_read_names_value_and_field(
    client_as: Callable[..., Client],
) -> None:
    client = client_as("planner")
    record = _first_site(client)
    edit = {
        "action": "update",
        "id": record["id"],
        "revision": record["revision"],
        "values": {"planned_on": "31/12/2024"},
    }
    refused = client.post(
        "/api/v1/records/site", json={"reason": "try", "edits": [edit]}
    )
    assert refused.status_code == 422
    assert "31/12/2024" in refused.json()["detail"]
    assert "planned_on" in refused.json()["detail"]


def test_all_problems_of_a_change_are_told_at_once(
    client_as: Callable[..., Client],
) -> None:
    client = client_as("planner")
    record = _first_site(client)
    edit = {
        "action": "update",
        "id": record["id"],
        "revision": record["revision"],
        "values": {"lon_deg": "far", "structure_height_m": -3},
    }
    refused = client.post(
        "/api/v1/records/site", json={"reason": "try", "edits": [edit]}
    )
    assert refused.status_code == 422
    places = [one["place"] for one in refused.json()["findings"]]
    assert len(places) == 2
    assert any("lon_deg" in place for place in places)


def test_what_cannot_be_read_is_told_in_the_language_of_the_asker(
    client_as: Callable[..., Client],
) -> None:
    client = client_as("planner")
    sent = {"content": b"{not json", "headers": {"content-type": "application/json"}}
    answer = client.post("/api/v1/records/site", **sent).json()
    assert answer["problems"][0]["problem"] == "nội dung không phải là JSON"
