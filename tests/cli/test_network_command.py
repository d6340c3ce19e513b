"""What the command says of a government network."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from government_network_samples import fill_network
from hatangso.cli.main import app


@pytest.fixture
def filled(province_directory: Path) -> Path:
    return fill_network(province_directory)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["network", *map(str, arguments)])


def words(result: Result) -> str:
    return " ".join(result.output.split())


def test_a_person_reads_who_is_reached_and_what_cuts_do(filled: Path) -> None:
    told = words(run(filled))
    assert "8 nút, 6 đường kết nối, nút lõi: TT" in told
    assert "Tới được nút lõi: 4, trong đó 2 dù đứt bất kỳ đường nào" in told
    assert "bị cắt rời: Y1, Y2" in told
    assert "đường L4: 2 nút, 2 cơ quan, 2 xã, 2 điểm cầu" in told
    assert "✗ không đủ băng thông cho mọi nhu cầu lúc bận nhất" in told
    assert "L4: cần 12 Mb/s, được dùng 8" in told
    assert "chưa có nút: Thanh tra tỉnh" in told


def test_hardening_is_told_in_english(filled: Path) -> None:
    told = words(run(filled, "--harden", "--cost-per-km", 0, "--language", "en"))
    assert "So that no single link cuts anybody off:" in told
    assert "new links of" in told
    assert "no choice saves: Z" in told


def test_a_machine_gets_nodes_cuts_and_links(filled: Path) -> None:
    found = json.loads(run(filled, "--json", "--harden", "--node", "X2").stdout)
    summary = found["network"]
    assert summary["layout"]["nodes"][0]["reach"]["reached"] == "yes"
    assert summary["layout"]["load"]["fit"] == "no"
    assert len(summary["hardenings"]) == 2
    assert summary["hardenings"][0]["answer"]["weak_before"] == ["X2"]


def test_a_province_without_nodes_is_told_what_to_import(
    province_directory: Path,
) -> None:
    result = run(province_directory, "--language", "en")
    assert result.exit_code != 0
    assert "import a list of them" in words(result)
