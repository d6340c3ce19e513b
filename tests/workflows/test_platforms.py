"""Digital platforms from the register to the answer and the concerns."""

import json
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hatangso.cli.main import app
from hatangso.errors import InvalidInputError, OutOfRangeError
from hatangso.model.concern import Concern
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.workflows.check import load_province
from hatangso.workflows.concerns.concern_facts import ConcernFacts
from hatangso.workflows.concerns.sources.platforms import concerns
from hatangso.workflows.platforms import PlatformSummary, platforms_of
from hatangso.workflows.register.register_tables import register_view
from platform_records import TODAY, fill_platforms
from small_province import NOW


@pytest.fixture
def filled(province_directory: Path) -> Path:
    return fill_platforms(province_directory)


def asked(directory: Path, budget_vnd: int | None = None) -> PlatformSummary:
    return platforms_of(directory, as_of=TODAY, budget_vnd=budget_vnd)[0]


def found(directory: Path, today: date = TODAY) -> tuple[Concern, ...]:
    with register_view(directory, shipped_kinds()) as view:
        facts = ConcernFacts(directory, view.records, NOW, today)
        return tuple(concerns(facts))


def test_a_province_is_answered_from_the_register(filled: Path) -> None:
    summary = asked(filled)
    assert len(summary.data.used.yes) == 23
    assert len(summary.data.missing) == 4
    best = summary.data.ranked[0]
    assert (best.service.code, best.benefit.copies) == ("NDXP-24", 400)
    assert best.service.system == "Hệ thống giải quyết TTHC"
    assert summary.public.whole.services_n == 4
    assert summary.public.whole.online.ratio == pytest.approx(500 / 4_600)
    assert summary.offices.connected_tiers_n == 1
    assert len(summary.certificates.ending[90]) == 1
    assert summary.conference.endpoints_n == 3
    assert summary.systems.users == 900
    assert "public_service" in summary.left_out


def test_a_budget_chooses_by_benefit_and_says_what_has_no_cost(filled: Path) -> None:
    summary = asked(filled, 150_000_000)
    assert summary.selection
    assert summary.selection.is_proven
    assert summary.selection.cost_vnd <= 150_000_000
    codes = {one.service.number: one.service.code for one in summary.data.ranked}
    assert [codes[one] for one in summary.selection.chosen] == ["NDXP-24"]
    assert [codes[one] for one in summary.uncosted] == ["NDXP-26"]


def test_links_of_the_province_replace_the_assumption(filled: Path) -> None:
    (filled / "data_service_links.csv").write_text(
        "data_service_id,agency,public_service_id,copies_ratio,source\n"
        "NDXP-24,,TT-1,0.5,đếm hồ sơ năm 2025\n",
        encoding="utf-8",
    )
    best = asked(filled).data.ranked[0]
    assert (best.service.code, best.benefit.copies) == ("NDXP-24", 2_000)
    assert not best.benefit.is_assumed


def test_all_that_is_wrong_with_links_is_told_at_once(filled: Path) -> None:
    (filled / "data_service_links.csv").write_text(
        "data_service_id,agency,public_service_id,copies_ratio\n"
        "NDXP-24,Sở Tư pháp,TT-1,0.5\n"
        "NDXP-24,,,0.5\n"
        "NDXP-24,,TT-1,1.5\n"
        "NDXP-25,,TT-1,0.5\n"
        "NDXP-25,,TT-1,0.4\n",
        encoding="utf-8",
    )
    with pytest.raises(InvalidInputError) as caught:
        asked(filled)
    assert [one.place.row for one in caught.value.findings] == [4, 2, 3, 6]


def test_parameters_of_the_province_hold(filled: Path) -> None:
    path = filled / "parameters.toml"
    path.write_text("[platforms]\ncopies_ratio = 0.2\n", encoding="utf-8")
    assert asked(filled).data.ranked[0].benefit.copies == 800
    path.write_text("[platforms]\ncopies_ratio = 2\n", encoding="utf-8")
    with pytest.raises(OutOfRangeError, match="copies_ratio"):
        asked(filled)
    with pytest.raises(InvalidInputError):
        load_province(filled)


def test_every_concern_leads_to_its_record(filled: Path) -> None:
    sorts = Counter(one.sort for one in found(filled))
    assert sorts == {
        "data_service_not_used": 3,
        "public_service_not_used_online": 1,
        "public_service_impossible": 1,
        "agency_without_documents": 1,
        "certificate_ended": 1,
        "certificate_ending": 1,
        "certificate_without_end": 1,
        "certificate_impossible": 1,
        "endpoint_not_encrypted": 1,
        "endpoint_encryption_unknown": 1,
        "commune_without_endpoint": 1,
    }
    with register_view(filled, shipped_kinds()) as view:
        for one in found(filled):
            if one.kind:
                keys = {str(two.values["id"]) for two in view.records(one.kind)}
                assert one.key in keys


def test_an_ended_certificate_that_was_renewed_is_no_concern(filled: Path) -> None:
    (ended,) = [one for one in found(filled) if one.sort == "certificate_ended"]
    assert ended.key == "C-2"


def test_days_that_pass_end_certificates(filled: Path) -> None:
    later = found(filled, TODAY + timedelta(days=100))
    sorts = Counter(one.sort for one in later)
    assert sorts["certificate_ending"] == 0
    assert sorts["certificate_ended"] == 3


def test_encryption_is_asked_for_only_where_it_must_be(filled: Path) -> None:
    (filled / "parameters.toml").write_text(
        "[platforms]\nmust_be_encrypted = 0\nsimultaneous_endpoints = 100\n",
        encoding="utf-8",
    )
    sorts = {one.sort for one in found(filled)}
    assert not sorts & {"endpoint_not_encrypted", "endpoint_encryption_unknown"}
    assert "meeting_too_large" in sorts


def test_an_empty_register_raises_no_concern(province_directory: Path) -> None:
    assert found(province_directory) == ()


def test_a_person_reads_how_platforms_stand(filled: Path) -> None:
    run = CliRunner().invoke(
        app,
        ["platforms", str(filled), "--as-of", "2026-11-23", "--budget", "150000000"],
    )
    told = " ".join(run.output.split())
    assert run.exit_code == 0
    assert "NDXP: 23 trên 27" in told
    assert "1. Tra cứu lý lịch tư pháp: 400 (giả định); nơi cần: Sở Tư pháp" in told
    assert "chưa rõ lợi ích: Tra cứu đất đai" in told
    assert "trong kinh phí: Tra cứu lý lịch tư pháp; bớt 400 bản giấy" in told
    assert "✗ 1 dịch vụ toàn trình không có hồ sơ trực tuyến nào" in told
    assert "hồ sơ trực tuyến: 500 trên 4.600; không tính 1" in told


def test_an_empty_register_is_said_to_be_empty(province_directory: Path) -> None:
    run = CliRunner().invoke(app, ["platforms", str(province_directory)])
    assert run.exit_code == 0
    assert "Sổ đăng ký chưa có dịch vụ dữ liệu" in run.output


def test_a_machine_gets_the_records_behind_the_numbers(filled: Path) -> None:
    run = CliRunner().invoke(
        app, ["platforms", str(filled), "--as-of", "23/11/2026", "--json"]
    )
    told = json.loads(run.output)["platforms"]
    assert len(told["data"]["used"]["yes"]) == 23
    assert told["certificates"]["states"]["ended"]
    assert "Lê Thị An" not in run.output
