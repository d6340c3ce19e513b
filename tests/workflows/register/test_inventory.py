"""What virtualisation software says of itself, held against the register."""

from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from typer.testing import CliRunner

from hatangso.cli.main import app
from hatangso.errors import InvalidInputError, NotFoundError
from hatangso.io.metric_files import known_metrics, read_metrics
from hatangso.io.text_sources import read_source
from hatangso.model.record import Action, Actor, Edit
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.workflows.register.edit_records import commit_edits
from hatangso.workflows.register.inventory import commit_inventory, preview_inventory
from small_province import NOW

GIB = 1024**3
NODES = f"""# TYPE node_memory_MemTotal_bytes gauge
node_memory_MemTotal_bytes{{instance="10.0.0.1:9100"}} {512 * GIB}
node_memory_MemTotal_bytes{{instance="10.0.0.2:9100"}} {256 * GIB}
node_uname_info{{instance="10.0.0.1:9100",nodename="pve1"}} 1
# TYPE node_cpu_seconds_total counter
node_cpu_seconds_total{{instance="10.0.0.1:9100",cpu="0",mode="idle"}} 7
node_cpu_seconds_total{{instance="10.0.0.1:9100",cpu="0",mode="user"}} 7
node_cpu_seconds_total{{instance="10.0.0.1:9100",cpu="1",mode="idle"}} 7
"""
MACHINES = f"""vmware_vm_num_cpu{{vm_name="Một cửa",host_name="pve1"}} 4
vmware_vm_memory_max{{vm_name="Một cửa",host_name="pve1"}} 16384
vmware_vm_power_state{{vm_name="Một cửa",host_name="pve1"}} 1
vmware_vm_cpu_usage_average{{vm_name="Một cửa",host_name="pve1"}} 2550
vmware_vm_guest_disk_capacity{{vm_name="Một cửa",partition="/"}} {40 * GIB}
vmware_vm_guest_disk_capacity{{vm_name="Một cửa",partition="/data"}} {60 * GIB}
libvirt_domain_info_virtual_cpus{{domain="dns"}} 2
libvirt_domain_info_maximum_memory_bytes{{domain="dns"}} {4 * GIB}
libvirt_domain_info_vstate{{domain="dns"}} 5
vmware_datastore_capacity_size{{ds_name="SAN"}} {9_000 * GIB}
something_else{{a="b"}} 1
"""
SERVERS = """"ID","Name","Status","Networks","Flavor Name","Host"
"9","lgsp-01","ACTIVE","a=10.0.0.7","m1.large","pve1"
"8","lgsp-02","SHUTOFF","a=10.0.0.8","m1.small","elsewhere"
"""
FLAVOURS = """"ID","Name","RAM","Disk","Ephemeral","VCPUs","Is Public"
"4","m1.large",8192,80,10,4,True
"2","m1.small",2048,20,0,1,True
"""


def changed(directory: Path, **texts: str) -> dict[str, dict[str, object]]:
    found = preview_inventory(directory, texts)
    return {one.key: dict(one.after) for one in found.changes}


def remarks(directory: Path, **texts: str) -> str:
    return "; ".join(map(str, preview_inventory(directory, texts).remarks))


def test_nodes_are_named_as_they_name_themselves(province_directory: Path) -> None:
    found = changed(province_directory, nodes=NODES)
    assert found == {
        "pve1": {"id": "pve1", "cores": 2, "memory_gb": 512},
        "10.0.0.2": {"id": "10.0.0.2", "memory_gb": 256},
    }
    told = remarks(province_directory, nodes=NODES)
    assert told == "hosts without processors or memory: 10.0.0.2"


def test_machines_get_sizes_loads_and_hosts(province_directory: Path) -> None:
    found = changed(province_directory, nodes=NODES, machines=MACHINES)
    assert found["Một cửa"] == {
        "id": "Một cửa", "host_id": "pve1", "vcpus": 4, "memory_gb": 16,
        "disk_gb": 100, "state": "operating", "average_cpu_percent": 25.5,
    }  # fmt: skip
    assert found["dns"] == {
        "id": "dns", "vcpus": 2, "memory_gb": 4, "state": "suspended",
    }  # fmt: skip
    assert found["SAN"] == {"id": "SAN", "usable_gb": 9_000}


def test_servers_take_the_sizes_of_their_flavours(province_directory: Path) -> None:
    texts = {"servers": SERVERS, "flavours": FLAVOURS}
    found = changed(province_directory, nodes=NODES, **texts)
    first = found["lgsp-01"]
    assert (first["vcpus"], first["memory_gb"], first["disk_gb"]) == (4, 8, 90)
    assert first["host_id"] == "pve1"
    assert "host_id" not in found["lgsp-02"]
    assert "left open: lgsp-02 (elsewhere)" in remarks(
        province_directory, nodes=NODES, **texts
    )


def test_what_is_written_is_the_same_the_next_time(province_directory: Path) -> None:
    texts = {"nodes": NODES, "machines": MACHINES}
    found = preview_inventory(province_directory, texts)
    commit_inventory(
        province_directory, found, actor=Actor("me"), at=NOW, reason="metrics"
    )
    again = preview_inventory(province_directory, texts)
    assert (again.changes, again.same_n) == ((), 5)


def test_only_what_changes_is_changed(province_directory: Path) -> None:
    host = {"id": "pve1", "cores": 2, "memory_gb": 128.0, "model": "R750"}
    commit_edits(
        province_directory,
        [Edit("host", Action.CREATE, values=host)],
        actor=Actor("me"),
        at=NOW,
        reason="test",
    )
    found = preview_inventory(province_directory, {"nodes": NODES})
    change = next(one for one in found.changes if one.key == "pve1")
    assert (dict(change.before), dict(change.after)) == (
        {"memory_gb": 128}, {"memory_gb": 512},
    )  # fmt: skip


def test_a_machine_larger_than_every_host_is_told(province_directory: Path) -> None:
    text = """vmware_host_num_cpu{host_name="a"} 16
vmware_host_memory_max{host_name="a"} 65536
vmware_vm_num_cpu{vm_name="giant",host_name="a"} 32
vmware_vm_memory_max{vm_name="mad",host_name="a"} 99999999999
"""
    told = remarks(province_directory, text=text)
    assert "machines larger than every host: giant" in told
    assert "values that cannot be, left out: mad memory_gb" in told


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "node_memory_MemTotal_bytes{instance=",
        "node_memory_MemTotal_bytes nonsense",
        "node_memory_MemTotal_bytes NaN",
        "other_metric 1\n",
        "<html><body>401</body></html>",
        "a,b,c\n1,2,3\n",
        "Name,RAM,Disk,VCPUs\nm1,x,y,z\n",
        SERVERS,
        SERVERS.replace("m1.large", ""),
    ],
)
def test_what_is_no_inventory_is_refused(province_directory: Path, text: str) -> None:
    with pytest.raises(InvalidInputError):
        preview_inventory(province_directory, {"it": text})


def test_every_known_metric_speaks_of_fields_that_exist() -> None:
    for metric in known_metrics().values():
        names = {item.name for item in shipped_kinds()[metric.kind].fields}
        assert {metric.fills, *metric.beside.values()} <= names
        assert metric.how in ("value", "sum", "count", "state")
    assert known_metrics()["vmware_vm_memory_max"].factor == 1 / 1024


def test_a_sample_that_comes_twice_counts_once() -> None:
    found = read_metrics(MACHINES + MACHINES, source="x")
    assert found["virtual_machine", "Một cửa"]["disk_gb"] == 100


class _Exporter(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        moved = self.path == "/moved"
        self.send_response(302 if moved else 200)
        if moved:
            self.send_header("location", "/metrics")
        self.end_headers()
        self.wfile.write(NODES.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_an_address_is_read_and_nobody_who_redirects_is_followed() -> None:
    with HTTPServer(("127.0.0.1", 0), _Exporter) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        assert read_source(f"{address}/metrics") == NODES
        with pytest.raises(NotFoundError, match="answers 302"):
            read_source(f"{address}/moved")
        server.shutdown()
    with pytest.raises(NotFoundError, match="nobody answers"):
        read_source(f"{address}/metrics")
    with pytest.raises(NotFoundError, match="no file"):
        read_source("ghost.txt")


def test_the_command_shows_and_writes(province_directory: Path) -> None:
    asked = ["inventory", str(province_directory), "-"]
    seen = CliRunner().invoke(app, [*asked, "--dry-run"], input=NODES)
    assert seen.exit_code == 0, seen.output
    assert "2 mới, 0 thay đổi" in seen.output
    assert "hatangso undo" not in seen.output
    done = CliRunner().invoke(app, asked, input=NODES)
    assert "hatangso undo" in done.output
    again = CliRunner().invoke(app, asked, input=NODES)
    assert "0 mới, 0 thay đổi, 2 giữ nguyên" in again.output
