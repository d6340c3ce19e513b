"""Dossiers and household addresses for pages that must show some."""

from datetime import datetime
from pathlib import Path

from hatangso.geography.address_codes.codes import place_code
from hatangso.model.record import Action, Actor, Edit
from hatangso.workflows.register.edit_records import commit_edits

__all__ = ["DOSSIERS", "fill_addresses"]

DOSSIERS = """\
Mã hồ sơ;Thủ tục;Lĩnh vực;Cơ quan;Ngày tiếp nhận;Hạn trả;Ngày trả;Trạng thái
H-1;Khai sinh;Hộ tịch;Xã Tây;05/01/2024 08:00;09/01/2024 17:00;08/01/2024 10:00;Đã trả
H-2;Khai sinh;Hộ tịch;Xã Tây;05/01/2024 08:00;09/01/2024 17:00;12/01/2024 08:30;Đã trả
H-3;Khai tử;Hộ tịch;Xã Đông;05/02/2024 08:00;09/02/2024 17:00;;Đang xử lý
H-4;Khai tử;Hộ tịch;;05/02/2024 08:00;01/02/2024 17:00;;Đang xử lý
"""


def fill_addresses(directory: Path, at: datetime) -> None:
    """Put households with address codes into the register, one of them misplaced."""
    told = (
        (place_code(105.03, 21.1), 105.03, "00001", "Xóm Đồng Bằng"),
        (place_code(105.031, 21.1), 105.04, "00001", "Xóm Đồng Bằng"),
        (place_code(105.112, 21.1), 105.112, "00002", "Bản Khuất"),
    )
    edits = [
        Edit(
            "household_address",
            Action.CREATE,
            values={
                "id": code,
                "house": "Nhà số 5",
                "lon_deg": lon_deg,
                "lat_deg": 21.1,
                "commune_code": commune,
                "locality": village,
            },
        )
        for code, lon_deg, commune, village in told
    ]
    commit_edits(directory, edits, actor=Actor("lan"), at=at, reason="danh sách hộ")
