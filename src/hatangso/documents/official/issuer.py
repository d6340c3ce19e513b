"""Who issues a province's documents: names, places and signatures on all of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from hatangso.documents.official.official_document import Letterhead, Signature

__all__ = ["Issuer"]


@dataclass(frozen=True)
class Issuer:
    """The province's committee and its department, as they stand on paper.

    Attributes:
        province: ``Thái Nguyên``, without ``tỉnh``.
        committee: ``ỦY BAN NHÂN DÂN TỈNH THÁI NGUYÊN``.
        department: ``SỞ KHOA HỌC VÀ CÔNG NGHỆ``.
        department_code: Of the department's letters: ``SKHCN``.
        division_code: Of who drafts them: ``BCVT``; empty for none.
        place: Of the line of place and date.
        bases: Legal bases by kind of document, beyond those that the kind names.
        recipients: ``Nơi nhận`` by kind of document, likewise.
    """

    province: str
    committee: str
    department: str
    department_code: str
    division_code: str
    place: str
    committee_signature: Signature
    department_signature: Signature
    bases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    recipients: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def committee_letterhead(self, type_code: str, day: date | None) -> Letterhead:
        """Return the letterhead of what the committee issues: ``KH`` for a plan."""
        return Letterhead("", self.committee, "", f"{type_code}-UBND", self.place, day)

    def department_letterhead(self, type_code: str, day: date | None) -> Letterhead:
        """Return the letterhead of what the department issues.

        Args:
            type_code: ``BC`` for a report, ``TTr`` for a proposal; empty for a letter,
                whose symbol names the division.
            day: None leaves the day blank.
        """
        parts = (
            (type_code, self.department_code)
            if type_code
            else (self.department_code, self.division_code)
        )
        symbol = "-".join(part for part in parts if part)
        return Letterhead(self.committee, self.department, "", symbol, self.place, day)
