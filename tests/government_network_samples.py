"""A small government network in the register of a province."""

from collections.abc import Mapping
from pathlib import Path

from hatangso.model.record import Action, Actor, Edit, FieldValue
from hatangso.workflows.register.edit_records import commit_edits
from small_province import NOW

__all__ = ["NETWORK", "fill_network"]

# A core, a ring of two, behind it a chain; a pair that nothing joins; one unknown.
NETWORK: Mapping[str, list[dict[str, FieldValue]]] = {
    "network_node": [
        {"id": "TT", "name": "Phòng máy số 1", "agency": "Sở KHCN", "kind": "core",
         "level": "II", "lon_deg": 105.80, "lat_deg": 22.10},
        {"id": "H1", "name": "Huyện Một", "agency": "UBND thị Một", "level": "II",
         "kind": "aggregation", "lon_deg": 105.90, "lat_deg": 22.10},
        {"id": "H2", "name": "Huyện Hai", "agency": "UBND thị Hai", "level": "II",
         "lon_deg": 105.85, "lat_deg": 22.20},
        {"id": "X1", "name": "Xã An", "agency": "UBND xã An", "level": "II",
         "commune_code": "00001", "lon_deg": 105.95, "lat_deg": 22.12,
         "is_redundant": True},
        {"id": "X2", "name": "Xã Bình", "agency": "UBND xã Bình", "level": "II",
         "commune_code": "00002", "lon_deg": 106.00, "lat_deg": 22.15},
        {"id": "Y1", "name": "Xã Cao", "agency": "UBND xã Cao",
         "lon_deg": 105.70, "lat_deg": 22.00},
        {"id": "Y2", "name": "Xã Dương", "agency": "UBND xã Dương",
         "lon_deg": 105.72, "lat_deg": 22.05},
        {"id": "Z", "name": "Chi cục", "agency": "Chi cục Thuế"},
    ],
    "network_link": [
        {"id": "L1", "start_id": "TT", "end_id": "H1", "capacity_mbps": 100.0,
         "carrier": "VNPT"},
        {"id": "L2", "start_id": "TT", "end_id": "H2", "capacity_mbps": 20.0,
         "carrier": "Viettel"},
        {"id": "L3", "start_id": "H1", "end_id": "H2", "capacity_mbps": 100.0,
         "carrier": "VNPT", "is_backup": True},
        {"id": "L4", "start_id": "H1", "end_id": "X1", "capacity_mbps": 10.0,
         "carrier": "VNPT"},
        {"id": "L5", "start_id": "X1", "end_id": "X2", "carrier": "VNPT"},
        {"id": "L6", "start_id": "Y1", "end_id": "Y2", "capacity_mbps": 10.0},
    ],
    "conference_endpoint": [
        {"id": "C1", "name": "Phòng họp xã An", "node_id": "X1", "needed_mbps": 4.0},
        {"id": "C2", "name": "Phòng họp xã Bình", "commune_code": "00002"},
        {"id": "C3", "name": "Phòng họp thị Một", "agency": "UBND thị Một"},
        {"id": "C4", "name": "Phòng họp lạc"},
    ],
    "agency": [
        {"id": "A1", "name": "UBND xã An", "tier": "commune"},
        {"id": "A2", "name": "UBND  xã cao", "tier": "commune"},
        {"id": "A3", "name": "Thanh tra tỉnh", "tier": "province"},
        {"id": "A4", "name": "Chi cục Thuế", "tier": "province"},
    ],
}  # fmt: skip


def fill_network(directory: Path, *leave_out: str) -> Path:
    """Write the network into the register of a province.

    Args:
        directory: The province directory.
        leave_out: Kinds that are not written.
    """
    edits = [
        Edit(kind, Action.CREATE, values=values)
        for kind, rows in NETWORK.items()
        if kind not in leave_out
        for values in rows
    ]
    commit_edits(directory, edits, actor=Actor("me"), at=NOW, reason="test")
    return directory
