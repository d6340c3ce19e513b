"""The government network from the register to the answer, and its concerns."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import shapely

from government_network_samples import fill_network
from hatangso.errors import InvalidInputError, NotFoundError
from hatangso.model.concern import Concern, Severity
from hatangso.model.government_network import Reached
from hatangso.model.record import Action, Actor, Edit
from hatangso.network.cuts import CutKind
from hatangso.network.load import Fit
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.workflows.concerns.concern_facts import ConcernFacts
from hatangso.workflows.concerns.sources import network
from hatangso.workflows.government_network import (
    NetworkRequest,
    NetworkSummary,
    network_of,
)
from hatangso.workflows.register.edit_records import commit_edits
from hatangso.workflows.register.register_tables import register_view
from small_province import NOW


@pytest.fixture
def directory(province_directory: Path) -> Path:
    return fill_network(province_directory)


def asked(directory: Path, **request: object) -> NetworkSummary:
    return network_of(directory, NetworkRequest(**request))  # type: ignore[arg-type]


def add(directory: Path, record_kind: str, **values: object) -> None:
    edit = Edit(record_kind, Action.CREATE, values=values)  # type: ignore[arg-type]
    commit_edits(directory, [edit], actor=Actor("me"), at=NOW, reason="test")


def told(directory: Path) -> list[Concern]:
    with register_view(directory, shipped_kinds()) as view:
        now = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
        facts = ConcernFacts(directory, view.records, now, date(2026, 11, 20))
        return list(network.concerns(facts))


def test_who_is_reached_cut_off_and_unknown_is_told(directory: Path) -> None:
    layout = asked(directory).layout
    assert layout.core_ids == ("TT",)
    states = {one.facts.id: one.reach.reached for one in layout.nodes}
    assert [name for name, one in states.items() if one is Reached.NO] == ["Y1", "Y2"]
    assert states["Z"] is Reached.UNKNOWN
    assert layout.reached_n(Reached.YES) == 4
    assert layout.safe_n == 2
    assert layout.pieces[:2] == (("H1", "H2", "TT", "X1", "X2"), ("Y1", "Y2"))


def test_agencies_are_found_by_their_names(directory: Path) -> None:
    found = {one.office.id: one.reached for one in asked(directory).layout.offices}
    assert found == {
        "A1": Reached.YES,
        "A2": Reached.NO,
        "A3": None,
        "A4": Reached.UNKNOWN,
    }


def test_without_agencies_those_that_nodes_name_are_told(
    province_directory: Path,
) -> None:
    layout = asked(fill_network(province_directory, "agency")).layout
    assert not layout.has_offices
    assert len(layout.offices) == 8


def test_a_cut_tells_agencies_communes_and_endpoints(directory: Path) -> None:
    cuts = {(one.cut.kind, one.cut.id): one for one in asked(directory).layout.cuts}
    hit = cuts[CutKind.LINK, "L4"]
    assert hit.cut.isolated == ("X1", "X2")
    assert hit.agencies == ("UBND xã An", "UBND xã Bình")
    assert hit.communes == ("00001", "00002")
    assert hit.endpoints_n == 2
    assert (CutKind.LINK, "L1") not in cuts
    assert cuts[CutKind.CARRIER, "VNPT"].cut.isolated == ("H1", "X1", "X2")
    assert cuts[CutKind.NODE, "H1"].name == "Huyện Một"


def test_a_link_with_the_code_of_a_circuit_lies_on_its_route(directory: Path) -> None:
    shape = shapely.LineString([(105.8, 22.1), (105.9, 22.1)])
    add(
        directory,
        "route",
        id="T-9",
        name="Tuyến 9",
        kind="aerial",
        geometry=shapely.to_wkb(shape),
    )
    for code in ("L1", "L2"):
        add(directory, "circuit", id=code, operator="VNPT", route_id="T-9")
    cuts = {(one.cut.kind, one.cut.id): one for one in asked(directory).layout.cuts}
    assert cuts[CutKind.ROUTE, "T-9"].cut.isolated == ("H1", "H2", "X1", "X2")


def test_the_load_is_that_of_endpoints_and_offices(directory: Path) -> None:
    summary = asked(directory)
    loads = {one.link_id: one.total_mbps for one in summary.layout.load.links}
    # Offices 2 Mb/s a node; endpoints 4 each at X1, X2 and H1.
    assert loads == {"L1": 18, "L2": 2, "L3": 0, "L4": 12, "L5": 6, "L6": 0}
    assert summary.layout.load.overloaded == ("L4",)
    assert (summary.layout.load.fit, summary.layout.conference) == (Fit.NO, Fit.NO)
    assert summary.layout.load.lost == ("Y1", "Y2", "Z")
    # 8 of 10 Mb/s may be used, and 12 are asked; the other link may carry anything.
    assert summary.growth.high == pytest.approx(8 / 12)
    assert summary.growth.limits == ("L4",)
    lost = {one.id: one for one in summary.unfit}
    # L4 was too full before: only what the failure adds is told.
    assert lost["L1"].overloaded == ("L2",)
    assert (lost["L1"].conference, lost["L1"].best) == (Fit.NO, Fit.NO)
    assert "L2" not in lost
    remarks = " ".join(map(str, summary.layout.remarks))
    assert "2 endpoints name no node" in remarks
    assert "not counted: Phòng họp lạc" in remarks


def test_new_links_are_proposed_with_their_cost_and_bound(directory: Path) -> None:
    for_links, for_nodes = asked(directory, is_hardened=True).hardenings
    assert for_links.answer.is_proven
    assert for_links.answer.hopeless == ("Z",)
    assert for_links.answer.weak_before == ("X1", "X2", "Y1", "Y2", "Z")
    assert 0 < for_links.answer.cost_vnd <= for_nodes.answer.cost_vnd
    cheap, _ = asked(directory, is_hardened=True, cost_vnd_per_km=0).hardenings
    assert cheap.answer.cost_vnd == 30_000_000 * len(cheap.answer.links)


def test_offers_and_chosen_nodes_are_taken(directory: Path, tmp_path: Path) -> None:
    table = tmp_path / "offers.csv"
    table.write_text("start_id,end_id,cost_vnd\nX2,TT,900\nX2,H2,700\nY1,TT,5\n")
    found, _ = asked(
        directory, is_hardened=True, offers=table, targets=("X1", "X2")
    ).hardenings
    assert [one.id for one in found.answer.links] == ["X2 - H2 (3)"]
    assert found.answer.cost_vnd == found.answer.bound_vnd == 700
    table.write_text("start_id,end_id,cost_vnd\nX2,ghost,1\n")
    with pytest.raises(InvalidInputError, match="no node has the code ghost"):
        asked(directory, is_hardened=True, offers=table)
    table.write_text("start_id,end_id,cost_vnd\nX2,X1,-5\n")
    with pytest.raises(InvalidInputError):
        asked(directory, is_hardened=True, offers=table)


def test_own_parameters_are_laid_over_the_shipped(directory: Path) -> None:
    path = directory / "parameters.toml"
    path.write_text(path.read_text() if path.exists() else "")
    with path.open("a") as stream:
        stream.write("\n[network]\nconference_mbps = 1\noffice_node_mbps = 0\n")
    loads = {one.link_id: one.total_mbps for one in asked(directory).layout.load.links}
    assert loads["L4"] == 5
    path.write_text("[network]\nconference_mbps = -1\n")
    with pytest.raises(InvalidInputError):
        asked(directory)


def test_an_empty_register_says_what_to_import(province_directory: Path) -> None:
    with pytest.raises(NotFoundError, match="import a list of them"):
        asked(province_directory)
    assert told(province_directory) == []


def test_concerns_lead_to_what_is_behind_them(directory: Path) -> None:
    found = {(one.sort, one.key): one for one in told(directory)}
    assert found["network_node_cut_off", "Y1"].severity is Severity.CRITICAL
    assert found["network_node_unknown", "Z"].severity is Severity.NOTICE
    link = found["network_single_link", "L4"]
    assert (link.kind, link.severity) == ("network_link", Severity.WARNING)
    assert "2 nodes, 2 agencies, 2 communes, 2 endpoints" in str(link.message)
    node = found["network_single_node", "X1"]
    assert (node.kind, node.severity) == ("network_node", Severity.NOTICE)
    assert found["network_link_full", "L4"].kind == "network_link"
    assert found["network_agency_without_node", "A3"].kind == "agency"
    said = found["network_node_not_redundant", "X1"]
    assert "the loss of L4 alone" in str(said.message)
    assert ("network_core_unknown", "") not in found


def test_a_link_on_which_many_communes_hang_is_critical(directory: Path) -> None:
    with (directory / "parameters.toml").open("a") as stream:
        stream.write("\n[network]\ncritical_communes_n = 2\n")
    found = {(one.sort, one.key): one.severity for one in told(directory)}
    assert found["network_single_link", "L4"] is Severity.CRITICAL
    assert found["network_single_link", "L5"] is Severity.NOTICE


def test_a_link_that_cuts_off_one_node_only_drowns_no_warning(directory: Path) -> None:
    def severity() -> Severity:
        found = {(one.sort, one.key): one.severity for one in told(directory)}
        return found["network_single_link", "L5"]

    assert severity() is Severity.NOTICE
    with (directory / "parameters.toml").open("a") as stream:
        stream.write("\n[network]\nwarning_nodes_n = 1\n")
    assert severity() is Severity.WARNING


def test_without_a_core_that_is_a_concern(province_directory: Path) -> None:
    add(province_directory, "network_node", id="a", agency="x")
    add(province_directory, "network_node", id="b", agency="y")
    add(province_directory, "network_link", id="1", start_id="a", end_id="b")
    assert "network_core_unknown" in {one.sort for one in told(province_directory)}
    assert asked(province_directory).layout.core_ids == ("a",)
