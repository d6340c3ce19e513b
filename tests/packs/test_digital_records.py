"""Made-up records of digital systems meet what is printed, and say what they are."""

import csv
import tomllib
from collections import Counter
from ipaddress import ip_address, ip_network
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.io.findings import Findings
from hatangso.io.records.layer_tables import LAYERS, read_layer
from hatangso.model.record_kind import FieldType
from hatangso.model.record_layers import RECORD_LAYERS
from hatangso.packs.catalogue import pack_directory, pack_keys
from hatangso.packs.digital_records.ground import apportioned
from hatangso.registry.kind_catalogue import shipped_kinds

Row = dict[str, str]
SPELLED_OUT = [
    ip_network(f"{net}.0/24") for net in ("192.0.2", "198.51.100", "203.0.113")
]
KINDS = {name: kind for kind, name in RECORD_LAYERS.items()}


def rows(key: str, layer: str) -> list[Row]:
    path = pack_directory(key) / f"{layer}.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def total(table: list[Row], column: str) -> int:
    return sum(int(row[column]) for row in table)


def by(table: list[Row], column: str, value: str) -> list[Row]:
    return [row for row in table if row[column] == value]


def until(table: list[Row], day: str) -> list[Row]:
    return [row for row in table if row["installed_on"] <= day]


def figures(key: str) -> dict[str, float]:
    return {row["id"]: float(row["value"]) for row in rows(key, "figures")}


def own_layers(key: str) -> list[str]:
    directory = pack_directory(key)
    return [name for name in KINDS if (directory / f"{name}.csv").is_file()]


def test_the_guide_names_every_table_of_records() -> None:
    guide = Path(__file__).parents[2] / "docs" / "guide" / "province-directory.md"
    text = guide.read_text("utf-8")
    assert [name for name in KINDS if f"`{name}.csv`" not in text] == []


@given(
    st.integers(0, 10**6),
    st.lists(st.floats(0.1, 1000), min_size=1, max_size=40),
)
def test_shares_add_up_to_what_is_shared(whole: int, weights: list[float]) -> None:
    shares = apportioned(whole, weights)
    assert sum(shares) == whole
    exact = [whole * weight / sum(weights) for weight in weights]
    assert all(abs(a - b) < 1.001 for a, b in zip(shares, exact, strict=True))


def test_bac_kans_data_centre_grows_as_it_was_printed() -> None:
    printed, march = figures("bac_kan"), "2024-03-31"
    hosts, machines = rows("bac_kan", "hosts"), rows("bac_kan", "virtual_machines")
    systems = rows("bac_kan", "information_systems")
    assert len(until(hosts, march)) == printed["I074"] == 5
    assert len(until(machines, march)) == printed["I075"] == 148
    assert len(machines) == printed["I031"] == 230
    assert len(until(systems, march)) == printed["I077"] == 27
    assert len(systems) == printed["I033"] == 41
    added = [row for row in systems if row["installed_on"].startswith("2023")]
    assert len(added) == printed["I076"] == 9


def test_bac_kans_hosts_have_room_for_the_printed_number_of_machines() -> None:
    """About 350 machines of the usual size fit with a tenth of the memory kept free."""
    hosts = [
        int(row["memory_gb"]) for row in rows("bac_kan", "hosts") if row["memory_gb"]
    ]
    fit = sum(int(0.9 * memory_gb / 8) for memory_gb in hosts)
    assert fit == pytest.approx(figures("bac_kan")["I032"], rel=0.02)


def test_bac_kans_platforms_and_network_are_those_printed() -> None:
    printed = figures("bac_kan")
    services = by(rows("bac_kan", "data_services"), "platform", "NDXP")
    assert len(services) == printed["I036"] == 27
    assert len(by(services, "is_used", "yes")) == printed["I035"] == 23
    assert all(row["consumers"] for row in by(services, "is_used", "no"))
    endpoints = rows("bac_kan", "conference_endpoints")
    assert len(endpoints) == printed["I080"] == 118
    assert len(by(endpoints, "tier", "commune")) == printed["I078"] == 108
    late = [row for row in endpoints if row["installed_on"].startswith("2023")]
    assert len(late) == printed["I081"] == 1
    meetings = rows("bac_kan", "online_meetings")
    assert sum(m["held_on"].startswith("2023") for m in meetings) == printed["I082"]
    nodes = rows("bac_kan", "network_nodes")
    assert sum("-N0" in row["id"] for row in nodes) == printed["I079"] == 108


def test_bac_kans_people_are_those_printed() -> None:
    printed = figures("bac_kan")
    teams = rows("bac_kan", "community_teams")
    communes, villages = by(teams, "tier", "commune"), by(teams, "tier", "village")
    assert len(communes) == printed["I087"] == 108
    assert total(communes, "members") == printed["I089"] == 1014
    assert len(villages) == printed["I090"] == 1292
    assert total(villages, "members") == printed["I092"] == 5689
    assert total(teams, "trained_members") == total(teams, "members")
    events = rows("bac_kan", "outreach_events")
    assert by(events, "kind", "contest")[0]["participants"] == str(int(printed["I085"]))
    reached = [e for e in by(events, "kind", "outreach") if e["audience"] == "people"]
    assert total(reached, "participants") > printed["I086"] == 82_000
    agencies = rows("bac_kan", "agencies")
    assert total(agencies, "trained_staff") > total(agencies, "staff") / 2


def test_nam_dinhs_public_services_are_those_printed() -> None:
    printed, services = figures("nam_dinh"), rows("nam_dinh", "public_services")
    levels = Counter(row["level"] for row in services)
    assert levels == {"full": printed["I106"], "partial": printed["I107"]}
    assert {row["is_on_national_portal"] for row in services} == {"yes"}
    assert len({(row["name"], row["agency"]) for row in services}) == 866 + 872


def test_bac_giangs_certificates_and_mailboxes_are_those_printed() -> None:
    printed, agencies = figures("bac_giang"), rows("bac_giang", "agencies")
    certificates = rows("bac_giang", "signing_certificates")
    assert len(certificates) == printed["I130"] == 5182
    assert total(agencies, "mail_accounts") > printed["I131"] == 15_000
    assert {row["uses_documents"] for row in agencies} == {"yes"}
    known = {row["id"] for row in agencies}
    assert {row["agency"] for row in certificates} == known


@pytest.mark.parametrize("key", pack_keys())
def test_every_table_is_marked_as_made_up(key: str) -> None:
    text = (pack_directory(key) / "province.toml").read_text("utf-8")
    layers = tomllib.loads(text)["layers"]
    made = [*own_layers(key), "dossiers"]
    assert len(made) > 20
    for name in made:
        assert layers[name]["reality"] == "synthetic"
        assert layers[name]["source"] == "hatangso"
        # Sensors and incidents are told of by their own makers.
        assert layers[name]["method"]
        assert layers[name]["method_vi"]


@pytest.mark.parametrize("key", pack_keys())
def test_every_table_can_be_read_and_its_references_hold(key: str) -> None:
    kinds = shipped_kinds()
    findings = Findings()
    tables = {}
    for layer in LAYERS:
        table = read_layer(
            pack_directory(key) / layer.file, kinds[layer.kind], findings
        )
        if table is not None:
            tables[layer.kind] = table
    assert [str(one) for one in findings] == []
    ids = {
        kind: {row[2].get("id") for row in table.rows} for kind, table in tables.items()
    }
    communes = {row["commune_code"] for row in rows(key, "localities")}
    for kind, table in tables.items():
        if RECORD_LAYERS.get(kind) is None:
            continue
        for field in kinds[kind].fields:
            told = {row[2].get(field.name) for row in table.rows} - {None}
            if field.type is FieldType.REFERENCE:
                assert told <= ids.get(field.refers_to, set()), (kind, field.name)
            if field.name == "commune_code":
                assert told <= communes, kind


@pytest.mark.parametrize("key", pack_keys())
def test_agencies_that_tables_name_are_those_of_the_province(key: str) -> None:
    agencies = {row["name"] for row in rows(key, "agencies")}
    for layer in ("information_systems", "network_nodes", "conference_endpoints"):
        assert {row["agency"] for row in rows(key, layer)} <= agencies, layer
    assert {row["lead"] for row in rows(key, "tasks")} <= agencies
    assert {row["Cơ quan"] for row in rows(key, "dossiers")} <= agencies


@pytest.mark.parametrize("key", pack_keys())
def test_nobody_is_named_and_no_address_is_real(key: str) -> None:
    for row in rows(key, "signing_certificates"):
        assert row["holder"] == "" or row["holder"].startswith("Cán bộ ")
    for row in rows(key, "network_nodes"):
        address = row["monitored_address"]
        assert not address or any(ip_address(address) in net for net in SPELLED_OUT)
    for row in rows(key, "information_systems"):
        assert row["address"].endswith(".example")


@pytest.mark.parametrize("key", pack_keys())
def test_money_of_years_adds_up_to_that_of_the_task(key: str) -> None:
    funding = rows(key, "task_funding")
    for task in rows(key, "tasks"):
        years = by(funding, "task_id", task["id"])
        assert total(years, "planned_vnd") == int(task["budget_vnd"])
        assert total(years, "disbursed_vnd") == int(task["disbursed_vnd"])


@pytest.mark.parametrize("key", pack_keys())
def test_some_things_are_left_untold_as_they_are_in_life(key: str) -> None:
    assert by(rows(key, "hosts"), "memory_gb", "")
    assert by(rows(key, "information_systems"), "security_level", "")
    assert by(rows(key, "signing_certificates"), "ends_on", "")
    assert by(rows(key, "racks"), "feeds", "")
    assert by(rows(key, "network_nodes"), "monitored_address", "")


@pytest.mark.parametrize("key", pack_keys())
def test_dossiers_are_of_the_year_of_the_data(key: str) -> None:
    days = [row["Ngày tiếp nhận"][:10] for row in rows(key, "dossiers")]
    assert min(days) >= "2024-01-01"
    assert max(days) <= "2024-12-31"
    assert len(days) == 2600


@pytest.mark.parametrize("key", pack_keys())
def test_nothing_is_from_after_the_day_of_the_data(key: str) -> None:
    for layer in own_layers(key):
        for row in rows(key, layer):
            for column in ("installed_on", "held_on", "done_on", "trained_on"):
                assert row.get(column, "") <= "2024-12-31", (layer, row)
