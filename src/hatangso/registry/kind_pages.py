"""The page that tells what the register holds: docs/guide/register-kinds.md.

``python -m hatangso.registry.kind_pages`` writes it again.
"""

import sys
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path

from hatangso.io.records.kind_words import allowed_values, type_name
from hatangso.language.sentences import Language
from hatangso.model.record_kind import Field, GeometryType, RecordKind
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.registry.kind_checks import COMPONENTS

__all__ = ["kind_page"]

_PAGE = Path("docs/guide/register-kinds.md")
_COMPONENT_NAMES = {
    "territory": "Địa bàn · Territory",
    "telecom": "Hạ tầng viễn thông · Telecommunications",
    "data_centre": "Trung tâm dữ liệu · Data centre",
    "digital_technology": "Công nghệ số · Digital technology",
    "platform": "Nền tảng số · Digital platforms",
    "governance": "Chỉ đạo, văn bản, con người · Governance",
}
_GEOMETRIES = {
    None: "không có trên bản đồ · not on the map",
    GeometryType.POINT: "điểm · point",
    GeometryType.LINE: "đường · line",
    GeometryType.POLYGON: "vùng · polygon",
}
_HEAD_FILE = "kind_page_head.md"
_LOG = (
    "Nhật ký · Log: nhiều bản ghi có thể chung một khóa; bản ghi được nhận ra theo mọi"
    " giá trị · several records may have one key; one is known again by all its values"
)


def kind_page(kinds: Mapping[str, RecordKind]) -> str:
    """Return the page in Markdown, Vietnamese first and English beside."""
    fields = sum(len(kind.fields) for kind in kinds.values())
    head = (files("hatangso") / "registry" / _HEAD_FILE).read_text(encoding="utf-8")
    parts = [head.format(kinds=len(kinds), fields=fields)]
    for component in COMPONENTS:
        found = [kind for kind in kinds.values() if kind.component == component]
        if found:
            parts.append(f"## {_COMPONENT_NAMES[component]}\n")
            parts += ["\n".join(_kind_lines(kind, kinds)) for kind in found]
    return "\n".join(parts)


def _kind_lines(kind: RecordKind, kinds: Mapping[str, RecordKind]) -> Iterator[str]:
    yield f"### {kind.name_vi} · {kind.name_en} (`{kind.code}`)\n"
    yield f"{kind.help_vi} {kind.help_en}\n"
    yield f"- Khóa · Key: {_names(kind.key)}"
    if kind.is_log:
        yield f"- {_LOG}"
    yield f"- Bản đồ · Map: {_GEOMETRIES[kind.geometry]}"
    if kind.unit_field:
        yield f"- Xã được sửa · Commune that may change it: `{kind.unit_field}`"
    if kind.operator_field:
        yield f"- Nhà mạng chủ quản · Operator that owns it: `{kind.operator_field}`"
    if kind.fresh_days is not None:
        yield f"- Cũ sau · Stale after: {kind.fresh_days} ngày · days"
    rule = _duplicate_rule(kind)
    if rule:
        yield f"- Có thể trùng khi · May be one thing: {rule}"
    yield ""
    yield (
        "| Trường · Field | Tên · Label | Kiểu · Type | Giá trị · Values"
        " | Ý nghĩa · Meaning |"
    )
    yield "|---|---|---|---|---|"
    yield from (_field_line(field, kinds) for field in kind.fields)
    yield ""


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _duplicate_rule(kind: RecordKind) -> str:
    rule = kind.duplicates
    if rule is None:
        return ""
    parts = []
    if rule.near_m is not None:
        parts.append(f"cách nhau dưới · nearer than {rule.near_m:g} m")
    if rule.alike:
        parts.append(f"giống · alike {_names(rule.alike)}")
    if rule.same:
        parts.append(f"bằng · same {_names(rule.same)}")
    return "; ".join(parts)


def _field_line(field: Field, kinds: Mapping[str, RecordKind]) -> str:
    marks = [
        mark
        for mark, holds in (
            ("**bắt buộc · required**", field.is_required),
            ("riêng · confidential", field.is_confidential),
            ("cá nhân · personal", field.is_personal),
        )
        if holds
    ]
    label = f"{field.label_vi} · {field.label_en}"
    unit = f" ({field.unit})" if field.unit else ""
    kind = f"{type_name(field, Language.VI)} · {type_name(field, Language.EN)}"
    cells = (
        f"`{field.name}`",
        "; ".join([label + unit, *marks]),
        kind,
        _values(field, kinds),
        f"{field.help_vi} {field.help_en}",
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _values(field: Field, kinds: Mapping[str, RecordKind]) -> str:
    if field.choices:
        return "; ".join(
            f"`{choice.code}` {choice.label_vi} · {choice.label_en}"
            for choice in field.choices
        )
    if field.refers_to:
        other = kinds[field.refers_to]
        return f"`{other.code}`: {other.name_vi} · {other.name_en}"
    return allowed_values(field, Language.VI) if field.type != "yes_no" else ""


if __name__ == "__main__":
    target = Path(sys.argv[1]) if sys.argv[1:] else _PAGE
    target.write_text(kind_page(shipped_kinds()), encoding="utf-8")
