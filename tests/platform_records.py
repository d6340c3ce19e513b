"""A small province with records of all digital platforms."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

from hatangso.model.record import Action, Actor, Edit, FieldValue
from hatangso.workflows.register.edit_records import commit_edits
from small_province import NOW

__all__ = ["TODAY", "fill_platforms", "platform_records"]

TODAY = date(2026, 11, 23)
Rows = list[Mapping[str, FieldValue]]


def platform_records(*communes: str) -> dict[str, Rows]:
    """Return records by kind: one of everything that can be right or wrong.

    Args:
        communes: Codes; the first has an endpoint.
    """
    used: Rows = [
        {
            "id": f"NDXP-{n}",
            "name": f"Dịch vụ {n}",
            "platform": "NDXP",
            "is_used": True,
            "monthly_calls": 100 * n,
        }
        for n in range(1, 24)
    ]
    missing: Rows = [
        {
            "id": "NDXP-24",
            "name": "Tra cứu lý lịch tư pháp",
            "consumers": "Sở Tư pháp",
            "information_system_id": "HT-1",
            "connection_cost_vnd": 100_000_000,
        },
        {
            "id": "NDXP-25",
            "name": "Tra cứu hộ kinh doanh",
            "dossiers_a_year": 300,
            "connection_cost_vnd": 90_000_000,
        },
        {"id": "NDXP-26", "name": "Tra cứu bảo hiểm", "consumers": "Sở Y tế; Sở Lạ"},
        {"id": "NDXP-27", "name": "Tra cứu đất đai"},
    ]
    not_used = {"platform": "NDXP", "is_used": False}
    return {
        "information_system": [
            {
                "id": "HT-1",
                "name": "Hệ thống giải quyết TTHC",
                "agency": "Văn phòng UBND tỉnh",
                "kind": "procedures",
                "address": "https://dichvucong.example.vn",
                "users": 900,
                "is_on_lgsp": True,
            },
            {"id": "HT-2", "name": "Cổng mở HT-2", "agency": "Sở KHCN"},
        ],
        "data_service": [*used, *({**one, **not_used} for one in missing)],
        "public_service": _public_services(),
        "agency": _agencies(),
        "signing_certificate": _certificates(),
        "conference_endpoint": [
            {"id": "E-1", "name": "Tỉnh", "tier": "province", "is_encrypted": True},
            {
                "id": "E-2",
                "name": "Xã một",
                "tier": "commune",
                "commune_code": communes[0],
                "is_encrypted": False,
            },
            {"id": "E-3", "name": "Điểm cầu E-3", "tier": "district"},
        ],
        "online_meeting": [
            {
                "id": "M-1",
                "name": "Giao ban",
                "held_on": date(2026, 3, 1),
                "endpoints": 118,
                "failed_endpoints": 2,
                "minutes": 90,
            },
            {"id": "M-2", "name": "Tập huấn", "held_on": date(2025, 5, 1)},
        ],
    }


def _public_services() -> Rows:
    rows: list[dict[str, FieldValue]] = [
        {"id": "TT-1", "agency": "Sở Tư pháp", "level": "full"},
        {"id": "TT-2", "agency": "Sở Y tế", "level": "full"},
        {"id": "TT-3", "agency": "Sở Y tế", "level": "partial"},
        {"id": "TT-4", "agency": "Sở Y tế", "level": "information"},
        {"id": "TT-5", "agency": "Sở Y tế", "level": "full", "state": "removed"},
    ]
    dossiers = [(4_000, 500), (600, 0), (10, 11), (None, None), (9, 0)]
    return [
        {
            **row,
            "name": f"Thủ tục {row['id']}",
            "field_of_work": "Tư pháp" if row["id"] == "TT-1" else "Y tế",
            "dossiers_a_year": whole,
            "online_dossiers_a_year": online,
        }
        for row, (whole, online) in zip(rows, dossiers, strict=True)
    ]


def _agencies() -> Rows:
    return [
        {
            "id": "TP",
            "name": "Sở Tư pháp",
            "tier": "province",
            "staff": 10,
            "uses_documents": True,
            "documents_a_year": 100,
            "signed_documents_a_year": 90,
            "mail_accounts": 10,
            "used_mail_accounts": 9,
        },
        {"id": "YT", "name": "Sở Y tế", "tier": "province", "uses_documents": True},
        {"id": "X1", "name": "UBND xã Một", "tier": "commune", "uses_documents": False},
    ]


def _certificates() -> Rows:
    def row(
        name: str, ends_in: int | None, **told: FieldValue
    ) -> dict[str, FieldValue]:
        ends_on = None if ends_in is None else TODAY + timedelta(days=ends_in)
        common = {"agency": "Sở Tư pháp", "purpose": "person", "ends_on": ends_on}
        return {"id": name, **common, **told}

    return [
        row("C-1", -10, holder="Lê Thị An"),
        row("C-2", -10, holder="Lê Thị Ân"),
        row("C-3", 20, holder="Lê Thị An"),
        row("C-4", 700, holder="Trần Bình", agency="UBND xã Một"),
        row("C-5", None),
        row("C-6", 10, issued_on=TODAY + timedelta(days=11)),
    ]


def fill_platforms(directory: Path) -> Path:
    """Put the records into the register of the small province."""
    edits = [
        Edit(kind, Action.CREATE, values=values)
        for kind, rows in platform_records("00001").items()
        for values in rows
    ]
    commit_edits(directory, edits, actor=Actor("me"), at=NOW, reason="test")
    return directory
