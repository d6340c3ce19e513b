"""Administrative units: one record per legal existence."""

from dataclasses import dataclass, field

from shapely import MultiPolygon, Polygon

from hatangso.model.provenance import Reality

__all__ = ["AdminUnit"]


@dataclass(frozen=True)
class AdminUnit:
    """A commune (xã, phường, đặc khu) within its legal life.

    Attributes:
        code: Official five-digit code, a string with its leading zeros.
        name_vi: Name with its kind: ``Xã Thần Sa``.
        name_en: The same in English letters: ``Than Sa Commune``.
        kind: ``xã`` or ``phường``.
        area_km2: Legal area.
        people: Inhabitants.
        people_reality: Real when counted, derived when repaired by an estimate.
        people_note: Why the printed number was not used; empty when it was.
        predecessors: Names of the units that it replaced; a part of a unit carries
            "(phần còn lại …)" as printed.
        valid_from: First day of its legal existence, ISO date.
        geometry: Border in WGS 84 (longitude, latitude).
    """

    code: str
    name_vi: str
    name_en: str
    kind: str
    area_km2: float
    people: int
    geometry: Polygon | MultiPolygon
    people_reality: Reality = Reality.REAL
    people_note: str = ""
    predecessors: tuple[str, ...] = field(default=())
    valid_from: str = "2025-07-01"
