"""The tables of the guide on roles, made from the table of rights.

Run it to write them again: ``python tests/role_guide.py``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from hatangso.model.account import AccountRole
from hatangso.web.access import PERMISSIONS, Permission

__all__ = ["GUIDES", "guide_path", "guide_table", "with_table"]

_TABLE = re.compile(r"^\|.*\|\n(?:\|.*\|\n)+", re.MULTILINE)


@dataclass(frozen=True)
class _Guide:
    """Words of one language."""

    what: str
    roles: Mapping[AccountRole, str]
    permissions: Mapping[Permission, str]


_ENGLISH = _Guide(
    what="what",
    roles={
        AccountRole.PUBLIC: "public",
        AccountRole.READER: "reader",
        AccountRole.OPERATOR: "operator",
        AccountRole.COMMUNE: "commune",
        AccountRole.LEADER: "leader",
        AccountRole.PLANNER: "planner",
        AccountRole.ADMINISTRATOR: "administrator",
    },
    permissions={
        Permission.ENTER: "sign in and out, health, files of the pages",
        Permission.READ_PUBLIC: "targets, coverage, map, coverage holes",
        Permission.REPORT: "report missing signal",
        Permission.OWN_ACCOUNT: "see one's own jobs",
        Permission.OWN_SECRETS: "own password, own keys",
        Permission.READ: "sites, networks, plans, the register",
        Permission.WRITE: "change records, import files",
        Permission.PLAN: "make scenarios, compute plans and coverages",
        Permission.ADOPT: "make a plan the province's own",
        Permission.ANSWER: "answer people's reports, with their personal data",
        Permission.DOCUMENTS: "make, check and download official documents",
        Permission.ADMINISTER: "accounts, all keys and jobs, audit trail, backups",
        Permission.WATCH: "figures of the running service",
    },
)
_VIETNAMESE = _Guide(
    what="việc",
    roles={
        AccountRole.PUBLIC: "người dân",
        AccountRole.READER: "người xem",
        AccountRole.OPERATOR: "doanh nghiệp",
        AccountRole.COMMUNE: "cán bộ xã",
        AccountRole.LEADER: "lãnh đạo",
        AccountRole.PLANNER: "cán bộ quy hoạch",
        AccountRole.ADMINISTRATOR: "quản trị viên",
    },
    permissions={
        Permission.ENTER: "đăng nhập, đăng xuất, tình trạng, tệp của trang",
        Permission.READ_PUBLIC: "chỉ tiêu, vùng phủ, bản đồ, vùng lõm",
        Permission.REPORT: "gửi phản ánh mất sóng",
        Permission.OWN_ACCOUNT: "xem việc của mình",
        Permission.OWN_SECRETS: "mật khẩu và khóa của mình",
        Permission.READ: "trạm, mạng, phương án, sổ đăng ký",
        Permission.WRITE: "sửa bản ghi, nhập tệp",
        Permission.PLAN: "lập kịch bản, tính phương án và vùng phủ",
        Permission.ADOPT: "chọn phương án của tỉnh",
        Permission.ANSWER: "trả lời phản ánh, thấy dữ liệu cá nhân người gửi",
        Permission.DOCUMENTS: "lập, kiểm tra, tải văn bản",
        Permission.ADMINISTER: "tài khoản, mọi khóa và việc, nhật ký, sao lưu",
        Permission.WATCH: "số liệu vận hành",
    },
)
GUIDES: Mapping[str, _Guide] = {"roles.md": _ENGLISH, "vai-tro.md": _VIETNAMESE}


def guide_path(name: str) -> Path:
    """Return where a page of the guide lies."""
    return Path(__file__).parents[1] / "docs" / "guide" / name


def guide_table(name: str) -> str:
    """Return the table of a page of the guide."""
    guide = GUIDES[name]
    rows = [
        [guide.what, *guide.roles.values()],
        ["---", *[":-:"] * len(guide.roles)],
        *(
            [
                guide.permissions[permission],
                *(
                    "✓" if permission in PERMISSIONS[role] else ""
                    for role in guide.roles
                ),
            ]
            for permission in Permission
        ),
    ]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def with_table(name: str) -> str:
    """Return a page of the guide with the table as it should be."""
    text = guide_path(name).read_text(encoding="utf-8")
    return _TABLE.sub(lambda _: guide_table(name), text, count=1)


if __name__ == "__main__":
    for page in GUIDES:
        guide_path(page).write_text(with_table(page), encoding="utf-8")
