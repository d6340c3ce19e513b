"""Exports of virtualisation software, with the units that their headers leave out."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from hatangso.io.records.known_exports import known_exports
from hatangso.language.measure_units import unit_named
from hatangso.model.file_reading import ImportPreview
from hatangso.model.record import Actor, FieldValue
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.workflows.register.import_request import ImportRequest, import_file
from small_province import NOW

PROXMOX = """id,type,node,vmid,name,status,maxcpu,maxmem,maxdisk
node/pve1,node,pve1,,,online,64,549755813888,100000000000
qemu/101,qemu,pve1,101,dvc-web,running,8,17179869184,107374182400
lxc/102,lxc,pve1,102,dns,stopped,2,2147483648,8589934592
storage/pve1/local,storage,pve1,,,available,,,100000000000
"""
SERVERS = """"ID","Name","Status","Networks","Image Name","Flavor Name","Host"
"9c3","lgsp-01","ACTIVE","a=10.0.0.7","ubuntu-22.04","m1.large","compute1"
"9c4","lgsp-02","SHUTOFF","a=10.0.0.8","ubuntu-22.04","m1.small","compute1"
"""


def read(directory: Path, text: str, **request: object) -> ImportPreview:
    path = directory.parent / "danh-sach.csv"
    path.write_text(text, encoding="utf-8")
    asked = ImportRequest(is_dry_run=True, **request)  # type: ignore[arg-type]
    outcome = import_file(
        directory, path, asked, actor=Actor("me"), now=NOW, seen=lambda _: None
    )
    assert outcome.preview
    return outcome.preview


def values(preview: ImportPreview) -> list[Mapping[str, FieldValue]]:
    return [
        {name: value for name, value in one.after.items() if value is not None}
        for one in preview.differences
    ]


def notes(preview: ImportPreview) -> str:
    return "; ".join(str(note) for one in preview.readings for note in one.notes)


def test_resources_of_proxmox_are_hosts_and_machines(province_directory: Path) -> None:
    preview = read(province_directory, PROXMOX)
    assert [one.kind for one in preview.readings] == ["host", "virtual_machine"]
    host, web, dns = values(preview)
    assert host == {"id": "pve1", "cores": 64, "memory_gb": 512, "state": "operating"}
    assert (web["id"], web["host_id"], web["vcpus"]) == ("dvc-web", "pve1", 8)
    assert (web["memory_gb"], web["disk_gb"], web["state"]) == (16, 100, "operating")
    assert (dns["memory_gb"], dns["disk_gb"], dns["state"]) == (2, 8, "suspended")
    assert "1 rows of things that the register does not hold" in notes(preview)
    assert "counted as threads" in notes(preview)


def test_servers_of_openstack_have_no_sizes_of_their_own(
    province_directory: Path,
) -> None:
    preview = read(province_directory, SERVERS)
    first, second = values(preview)
    assert (first["id"], first["state"]) == ("lgsp-01", "operating")
    assert second["state"] == "suspended"
    assert "vcpus" not in first
    assert "list of flavours" in notes(preview)


def test_an_answer_goes_before_what_is_known(province_directory: Path) -> None:
    answers = {"column:vmid": "id", "column:name": "-"}
    lines = [line for line in PROXMOX.splitlines() if not line.startswith("node")]
    preview = read(province_directory, "\n".join(lines), answers=answers)
    assert [one["id"] for one in values(preview)] == ["101", "102"]


def test_a_list_of_an_office_is_read_as_before(province_directory: Path) -> None:
    text = "Tên máy ảo,vCPU,Memory (GB),Ổ cứng (GB)\nmail-01,4,16,100\n"
    (found,) = values(read(province_directory, text))
    assert (found["memory_gb"], found["disk_gb"]) == (16, 100)


@pytest.mark.parametrize("export", known_exports(), ids=lambda one: one.name)
def test_every_known_export_speaks_of_fields_and_units_that_exist(export) -> None:  # noqa: ANN001
    kind = shipped_kinds()[export.kind]
    fields = {field.name: field for field in kind.fields}
    assert set(export.columns.values()) <= set(fields)
    assert {"id"} <= set(export.columns.values())
    for title, unit in export.units.items():
        assert unit_named(unit)
        assert fields[export.columns[title]].unit == "GB"
    states = {choice.code for choice in fields["state"].choices} | {""}
    for meanings in export.values.values():
        assert set(meanings.values()) <= states


def test_sizes_in_binary_units_are_exact() -> None:
    assert unit_named("bytes").size * 1024**3 == unit_named("GiB").size  # type: ignore[union-attr]
    assert unit_named("MiB").size * 1024 == unit_named("GB").size  # type: ignore[union-attr]


def test_a_column_that_comes_twice_is_taken_once(province_directory: Path) -> None:
    text = (
        "VM,VM,Powerstate,CPUs,Memory,Memory,Provisioned MiB,Host\n"
        "a,b,poweredOn,4,8192,4096,102400,\n"
        "=cmd|' /C calc'!A0,x,poweredOn,4,8192,1,1024,\n"
    )
    first = values(read(province_directory, text))[0]
    assert (first["id"], first["memory_gb"], first["disk_gb"]) == ("a", 8, 100)
