"""What virtualisation software exports: its headers leave out what its numbers mean."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from import_corpus.corpus_nouns import Case, Heading, Line, Sheet, Typed
from import_corpus.placing import placed
from import_corpus.writers import write_csv, write_xlsx

__all__ = ["EXPORT_CASES"]

_GIB = 1024**3


def _export(
    name: str, kind: str, columns: Sequence[tuple[str, str]], *rows: Sequence[object]
) -> Sheet:
    """Return a sheet of columns (title, field) without a title and a numbering."""
    headings = tuple(Heading(field, (title,)) for title, field in columns)
    lines = [
        Line(
            "row",
            {
                field or title: cell if isinstance(cell, Typed) else Typed(cell)
                for (title, field), cell in zip(columns, row, strict=True)
            },
        )
        for row in rows
    ]
    return Sheet(name, kind, headings, tuple(lines), (), "")


def _mib(gb: float) -> Typed:
    return Typed(round(gb * 1024), gb)


def _bytes(gb: int) -> Typed:
    return Typed(gb * _GIB, gb)


def _rvtools(*, is_old: bool) -> tuple[Sheet, Sheet]:
    """The sheets vInfo and vHost; older versions say MB where they mean MiB."""
    unit = "MB" if is_old else "MiB"
    off = Typed("poweredOff", "suspended")
    machines = _export(
        "vInfo",
        "virtual_machine",
        [
            ("VM", "id"), ("Powerstate", "state"), ("Template", ""), ("DNS Name", ""),
            ("Creation date", "installed_on"), ("CPUs", "vcpus"),
            ("Memory", "memory_gb"), ("NICs", ""), ("Disks", ""),
            (f"Provisioned {unit}", "disk_gb"), (f"In Use {unit}", "used_disk_gb"),
            (f"Unshared {unit}", ""), ("Datacenter", ""), ("Cluster", "cluster"),
            ("Host", "host_id"),
            ("OS according to the configuration file", "operating_system"),
            ("OS according to the VMware Tools", ""), ("VM ID", ""),
        ],
        ["dvc-web-01", Typed("poweredOn", "operating"), "False", "dvc.tinh.vn",
         date(2024, 3, 5), 8, _mib(16), 1, 2, _mib(204.5), _mib(117.25), 9, "TTDL",
         "Cluster01", "esxi-01", "Ubuntu Linux (64-bit)", None, "vm-101"],
        ["mau-ubuntu", off, "True", None, date(2023, 1, 9), 2, _mib(4), 1, 1,
         _mib(40), _mib(5), 5, "TTDL", "Cluster01", "esxi-02",
         "Ubuntu Linux (64-bit)", None, "vm-102"],
    )  # fmt: skip
    hosts = _export(
        "vHost",
        "host",
        [
            ("Host", "id"), ("Datacenter", ""), ("Cluster", "cluster"),
            ("in Maintenance Mode", "state"), ("CPU Model", ""), ("Speed", ""),
            ("# CPU", ""), ("Cores per CPU", ""), ("# Cores", "cores"),
            ("CPU usage %", ""), ("# Memory", "memory_gb"), ("Memory usage %", ""),
            ("# VMs", ""), ("# vCPUs", ""), ("Vendor", ""), ("Model", "model"),
            ("ESX Version", "hypervisor"),
        ],
        ["esxi-01", "TTDL", "Cluster01", Typed("False", "operating"), "Xeon", 2000, 2,
         32, 64, 35, _mib(512), 61, 30, 120, "Dell Inc.", "PowerEdge R750",
         "VMware ESXi 8.0.2"],
        ["esxi-02", "TTDL", "Cluster01", Typed("True", "suspended"), "Xeon", 2000, 2,
         32, 64, 0, _mib(256), 3, 0, 0, "Dell Inc.", "PowerEdge R750",
         "VMware ESXi 8.0.2"],
    )  # fmt: skip
    return machines, hosts


def _proxmox() -> Sheet:
    return _export(
        "",
        "host",
        [
            ("id", ""), ("type", ""), ("node", "id"), ("status", "state"),
            ("maxcpu", "cores"), ("cpu", ""), ("maxmem", "memory_gb"), ("mem", ""),
            ("maxdisk", ""), ("uptime", ""),
        ],
        ["node/pve1", "node", "pve1", Typed("online", "operating"), 64, 0.12,
         _bytes(512), 9, 100 * _GIB, 1000],
        ["node/pve2", "node", "pve2", Typed("offline", "suspended"), 32, 0,
         _bytes(256), 0, 100 * _GIB, 0],
    )  # fmt: skip


def _hypervisors() -> Sheet:
    return _export(
        "",
        "host",
        [
            ("ID", ""), ("Hypervisor Hostname", "id"),
            ("Hypervisor Type", "hypervisor"), ("Host IP", ""), ("State", "state"),
            ("vCPUs Used", ""), ("vCPUs", "cores"), ("Memory MB Used", ""),
            ("Memory MB", "memory_gb"),
        ],
        ["1", "compute1.tinh.local", "QEMU", "10.0.0.5", Typed("up", "operating"), 120,
         64, 200_000, _mib(512)],
        ["2", "compute2.tinh.local", "QEMU", "10.0.0.6", Typed("down", "suspended"), 0,
         64, 512, _mib(768)],
    )  # fmt: skip


def _case(name: str, suffix: str, *sheets: Sheet) -> Case:
    grids = [placed(one) for one in sheets]

    def write(folder: Path) -> Path:
        writer = write_csv if suffix == ".csv" else write_xlsx
        return writer(folder / f"{name}{suffix}", grids)

    return Case(name, "exports", write, tuple(grid.expected for grid in grids))


EXPORT_CASES = (
    _case("rvtools-mib", ".xlsx", *_rvtools(is_old=False)),
    _case("rvtools-mb", ".xlsx", *_rvtools(is_old=True)),
    _case("proxmox-nodes", ".csv", _proxmox()),
    _case("openstack-hypervisors", ".csv", _hypervisors()),
)
