"""Teams, officials, events and a programme: something on each of their pages."""

from datetime import date
from pathlib import Path

from hatangso.model.record import Action, Actor, Edit, FieldValue
from hatangso.workflows.register.edit_records import commit_edits
from small_province import NOW

__all__ = ["PEOPLE", "PROGRAMME", "fill_people"]

PEOPLE: dict[str, list[dict[str, FieldValue]]] = {
    "community_team": [
        {
            "id": "T1",
            "name": "Tổ xã Đồng Bằng",
            "tier": "commune",
            "commune_code": "00001",
            "members": 9,
            "trained_members": 6,
            "trained_on": date(2021, 1, 1),
        },
        {
            "id": "T2",
            "name": "Tổ Chân Núi",
            "tier": "village",
            "commune_code": "00001",
            "locality": "xóm chân núi",
            "members": 4,
        },
        {
            "id": "T3",
            "name": "Tổ lạc",
            "tier": "village",
            "commune_code": "00001",
            "locality": "Xóm Không Có",
            "members": 2,
            "trained_members": 5,
        },
    ],
    "agency": [
        {"id": "CN-1", "name": "Sở Khá", "staff": 10, "trained_staff": 8},
        {"id": "CN-2", "name": "Sở Kém", "staff": 10, "trained_staff": 1},
    ],
    "outreach_event": [
        {
            "id": "E1",
            "name": "Tìm hiểu chuyển đổi số",
            "kind": "contest",
            "held_on": date(2025, 10, 1),
            "participants": 12_000,
        }
    ],
    "figure": [
        {
            "id": f"B{code}",
            "indicator": indicator,
            "name_vi": "Số tổ",
            "comparator": "=",
            "value": value,
            "unit": "tổ",
            "kind": "actual",
            "period": "2024-03",
            "document": "plan",
        }
        for code, indicator, value in (
            (1, "village_team_count", 1_292.0),
            (2, "village_team_required_count", 1_092.0),
        )
    ],
}
PROGRAMME: dict[str, list[dict[str, FieldValue]]] = {
    "target": [
        {
            "id": "MT-1",
            "indicator": "village_4g_ratio",
            "name_vi": "Thôn có 4G",
            "comparator": "=",
            "value": 100.0,
            "unit": "%",
            "period": "2025",
        }
    ],
    "task": [
        {
            "id": "NV-1",
            "name": "Nâng cấp trung tâm dữ liệu",
            "lead": "Sở Khá",
            "cooperating": "Sở Kém; UBND xã",
            "starts_on": date(2025, 1, 1),
            "deadline": date(2025, 12, 1),
            "budget_vnd": 900,
            "disbursed_vnd": 300,
            "funding_source": "Ngân sách tỉnh",
            "done_percent": 40.0,
            "state": "under_way",
            "risk": "Thiếu vốn",
            "target_id": "MT-1",
        },
        {
            "id": "NV-2",
            "name": "Phủ sóng thôn lõm",
            "lead": "Viettel",
            "starts_on": date(2025, 1, 1),
            "deadline": date(2026, 12, 31),
            "budget_vnd": 500,
            "disbursed_vnd": 500,
            "done_percent": 60.0,
            "state": "done",
        },
        {"id": "NV-3", "name": "Tập huấn tổ xã", "lead": "UBND xã"},
        {"id": "NV-4", "name": "Bỏ", "lead": "UBND xã", "state": "stopped"},
    ],
    "milestone": [
        {
            "task_id": "NV-1",
            "name": "Phê duyệt",
            "due_on": date(2025, 3, 1),
            "done_on": date(2025, 2, 1),
        },
        {"task_id": "NV-1", "name": "Mua sắm", "due_on": date(2025, 9, 1)},
    ],
    "task_funding": [
        {
            "task_id": "NV-1",
            "funding_source": source,
            "year": 2025,
            "planned_vnd": planned,
            "disbursed_vnd": paid,
        }
        for source, planned, paid in (
            ("Ngân sách tỉnh", 600, 300),
            ("Ngân sách trung ương", 300, 400),
        )
    ],
}


def fill_people(directory: Path) -> None:
    """Put teams, officials, events and a programme into the register."""
    # A key must be known before anything refers to it.
    for records in (PEOPLE, PROGRAMME):
        edits = [
            Edit(kind, Action.CREATE, values=values)
            for kind, rows in records.items()
            for values in rows
        ]
        commit_edits(directory, edits, actor=Actor("me"), at=NOW, reason="test")
