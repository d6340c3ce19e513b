import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from hatangso.cli.main import app
from hatangso.model.record import Action, Actor, Edit
from hatangso.workflows.register.edit_records import commit_edits
from small_province import NOW


@pytest.fixture
def centre(province_directory: Path) -> Path:
    """Return a province with three hosts that cannot spare one."""
    told = {"cores": 16, "memory_gb": 100.0, "disk_gb": 9_000.0}
    size = {"vcpus": 4, "memory_gb": 20.0, "disk_gb": 50.0}
    edits = [Edit("host", Action.CREATE, values={"id": n, **told}) for n in "abc"]
    edits += [
        Edit(
            "virtual_machine",
            Action.CREATE,
            values={**size, "id": f"{n}{at}", "host_id": n},
        )
        for n in "abc"
        for at in range(3)
    ]
    commit_edits(province_directory, edits, actor=Actor("me"), at=NOW, reason="test")
    return province_directory


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["capacity", *map(str, arguments)])


def words(result: Result) -> str:
    return " ".join(result.output.split())


def test_a_person_reads_what_a_loss_does_and_what_to_buy(centre: Path) -> None:
    told = words(run(centre))
    assert "3 máy chủ, 9 máy ảo" in told
    assert "bộ nhớ (GB): đã cấp 180 trên 270 (67" in told
    assert "ổ đĩa (GB): đã cấp 450 trên 21.600" in told
    assert "✗ không chịu được khi hỏng máy chủ, 1 máy cùng lúc" in told
    assert "mất a: mọi cách xếp đã bị loại trừ; máy ảo không có chỗ:" in told
    assert "mua 1 \N{MULTIPLICATION SIGN} small: 350 triệu đồng" in told


def test_a_machine_gets_the_losses_and_the_places(centre: Path) -> None:
    found = json.loads(run(centre, "--json", "--lost", 0).stdout)["capacity"]
    (pool,) = found["pools"]
    assert pool["failover"]["verdict"] == "yes"
    assert pool["purchase"] is None
    found = json.loads(run(centre, "--json", "--moves", "evicted").stdout)["capacity"]
    losses = found["pools"][0]["failover"]["losses"]
    assert [loss["hosts"] for loss in losses] == [["a"], ["b"], ["c"]]
    assert all(loss["homeless_n"] == 1 for loss in losses)


def test_a_new_system_and_a_history_are_answered_in_english(
    centre: Path, tmp_path: Path
) -> None:
    new, history = tmp_path / "new.csv", tmp_path / "history.csv"
    new.write_text("name,cores,memory_gb\nweb,2,20\n")
    history.write_text(
        "date,resource,used\n2025-01-01,memory,150\n2025-03-01,memory,160\n"
        "2025-05-01,memory,171\n2025-01-01,disk,9\n"
    )
    told = words(run(centre, "--new", new, "--history", history, "--language", "en"))
    assert "✓ the new system fits today: +web 1 → a" in told
    assert (
        "With the new system: ✗ the loss of hosts, 1 at once, is not survived" in told
    )
    assert "memory (GB) runs out on 20" in told
    assert "When disk (GB) runs out is not known: 1 points, three are needed" in told


def test_only_what_is_asked_is_counted(centre: Path) -> None:
    told = words(run(centre, "--resource", "cores", "--language", "en"))
    assert "processors" in told
    assert "memory (GB):" not in told
    assert "✓ the loss of any hosts, 1 at once, is survived" in told


def test_more_losses_than_hosts_are_refused(centre: Path) -> None:
    result = run(centre, "--lost", 4, "--language", "en")
    assert result.exit_code != 0
    assert "must be 0 to 3; it is 4" in words(result)


def test_looking_writes_nothing(centre: Path) -> None:
    before = {path: path.read_bytes() for path in centre.rglob("*.csv")}
    assert run(centre).exit_code == 0
    assert {path: path.read_bytes() for path in centre.rglob("*.csv")} == before


def test_racks_energy_and_security_are_told_too(centre: Path) -> None:
    edits = [
        Edit(kind, Action.CREATE, values=values)
        for kind, values in (
            ("data_centre", {"id": "dc", "name": "Trung tâm", "pue": 1.6}),
            ("rack", {"id": "A1", "power_kw": 4, "load_kw": 3, "feeds": 2}),
            ("storage_array", {"id": "san", "usable_gb": 10, "used_gb": 20}),
            ("information_system", {"name": "Một cửa", "agency": "Sở KHCN"}),
        )
    ]
    commit_edits(centre, edits, actor=Actor("me"), at=NOW, reason="test")
    told = words(run(centre))
    assert "1 tủ rack: 0 tủ chịu được khi mất một đường nguồn, 1 tủ không" in told
    assert "A1: thiếu nguồn điện khi mất một đường nguồn" in told
    assert "dc: PUE 1,6 theo hồ sơ; chưa đo tháng nào" in told
    assert "dùng quá dung lượng: san" in told
    assert "Chưa xác định cấp độ an toàn: 1 (Một cửa)" in told
    found = json.loads(run(centre, "--json").stdout)
    assert found["centres"]["racks"][0]["survives_feed_loss"] == "no"
    assert found["security"]["systems_n"] == 1


def test_both_ways_are_compared(centre: Path) -> None:
    told = words(run(centre, "--compare", "--language", "en"))
    assert "Apart: 1 groups of hosts, 3 hosts; the machines fit on 3" in told
    assert "Together the machines fit on 0 hosts fewer" in told
    found = json.loads(run(centre, "--compare", "--json").stdout)["merger"]
    assert found["saved_vnd"] == 0


def test_a_new_centre_is_sized(centre: Path) -> None:
    asked = ["size-centre", str(centre), "--racks", "1000", "--power-mw", "10"]
    told = words(CliRunner().invoke(app, asked))
    assert (
        "1.000 tủ rack, 7.000 kW cho thiết bị CNTT, tổng 10.780 kW với PUE 1,4" in told
    )
    assert "mỗi tủ rack được 6,5 kW" in told
    found = json.loads(CliRunner().invoke(app, [*asked, "--json"]).stdout)
    assert found["centre"]["size"]["racks_n"] == 1_000
    refused = CliRunner().invoke(app, ["size-centre", str(centre)])
    assert refused.exit_code
    assert "cần bao nhiêu máy ảo" in words(refused)
