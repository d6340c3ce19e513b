"""Data centres as a province may have them: two hosts each, racks, months of energy."""

from datetime import date
from pathlib import Path

from hatangso.model.record import Action, Actor, Edit, FieldValue
from hatangso.workflows.register.edit_records import commit_edits
from small_province import NOW

__all__ = ["fill_data_centres"]


def fill_data_centres(directory: Path) -> None:
    """Two centres of two hosts, racks, a year of energy, systems with gaps."""
    told: list[tuple[str, dict[str, FieldValue]]] = [
        ("rack", {"id": "A1", "height_u": 42, "used_u": 10, "power_kw": 4.0,
                  "load_kw": 2.0, "feeds": 2, "cooling_kw": 5.0}),
        ("information_system", {"name": "Một cửa", "agency": "Sở KHCN"}),
        ("information_system", {"name": "Thư công vụ HT-9", "agency": "Sở KHCN",
                                "security_level": "2", "backup": "none"}),
    ]  # fmt: skip
    for centre in ("BK", "TN"):
        told.append(("data_centre", {"id": centre, "name": f"Trung tâm {centre}"}))
        told += [
            (
                "energy_reading",
                {"data_centre_id": centre, "month": f"2025-{month:02d}",
                 "total_kwh": 150.0, "it_kwh": 100.0},
            )
            for month in range(1, 12)
        ]  # fmt: skip
        for at in (1, 2):
            host: dict[str, FieldValue] = {
                "id": f"{centre}{at}", "data_centre_id": centre, "cores": 16,
                "memory_gb": 100.0, "disk_gb": 1_000.0,
            }  # fmt: skip
            told.append(("host", host))
            told += [
                (
                    "virtual_machine",
                    {"id": f"{centre}{at}-{one}", "host_id": f"{centre}{at}",
                     "vcpus": 4, "memory_gb": 18.0, "disk_gb": 50.0,
                     "installed_on": date(2025, 3 * one + 1, 1)},
                )
                for one in range(3)
            ]  # fmt: skip
    edits = [Edit(kind, Action.CREATE, values=values) for kind, values in told]
    commit_edits(directory, edits, actor=Actor("me"), at=NOW, reason="test")
