"""Who issues a province's documents: what its file says, and what is usual."""

from pathlib import Path

from hatangso.documents.official.issuer import Issuer
from hatangso.documents.official.official_document import Signature
from hatangso.io.documents_file import SignatureEntry, read_documents_file
from hatangso.model.province import Province
from hatangso.workflows.documents.document_kinds import document_kinds

__all__ = ["issuer_of"]

# Resolutions 202/2025/QH15 (12/6/2025) and 30/2026/QH16 (30/4/2026).
_CITIES = (
    "Cần Thơ",
    "Đà Nẵng",
    "Đồng Nai",
    "Hà Nội",
    "Hải Phòng",
    "Hồ Chí Minh",
    "Huế",
)
_COMMITTEE_LINES = ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")
_DEPARTMENT = "SỞ KHOA HỌC VÀ CÔNG NGHỆ"
_DEPARTMENT_CODE, _DIVISION_CODE = "SKHCN", "BCVT"
_DEPARTMENT_LINES = ("GIÁM ĐỐC",)


def issuer_of(directory: Path, province: Province) -> Issuer:
    """Return who issues documents here: ``documents.toml``, and what is usual.

    Raises:
        InvalidInputError: The file has errors; the findings name all of them.
    """
    said = read_documents_file(directory, tuple(document_kinds()))
    name = said.texts.get("province", province.name_vi)
    committee = f"ỦY BAN NHÂN DÂN {_kind_of(name)} {name}".upper()
    return Issuer(
        province=name,
        committee=said.texts.get("committee", committee),
        department=said.texts.get("department", _DEPARTMENT),
        department_code=said.texts.get("department_code", _DEPARTMENT_CODE),
        division_code=said.texts.get("division_code", _DIVISION_CODE),
        place=said.texts.get("place", name),
        committee_signature=_signature(said.committee_signature, _COMMITTEE_LINES),
        department_signature=_signature(said.department_signature, _DEPARTMENT_LINES),
        bases=said.bases,
        recipients=said.recipients,
    )


def _signature(said: SignatureEntry, usual: tuple[str, ...]) -> Signature:
    return Signature(said.lines or usual, said.name)


def _kind_of(name: str) -> str:
    """Return whether a province is a city under the central government."""
    return "thành phố" if name in _CITIES else "tỉnh"
