"""Communes by how many of their people nobody reaches."""

from collections.abc import Iterable
from dataclasses import dataclass

from hatangso.language import sort_key
from hatangso.model.admin_unit import AdminUnit
from hatangso.model.coverage import CoverageLevel, PointCoverage
from hatangso.model.province import Province
from hatangso.model.site import Technology

__all__ = ["MAIN_TECHNOLOGY", "CommuneShare", "ProvinceShare", "commune_shares"]

# Without it a place counts as a hole.
MAIN_TECHNOLOGY = Technology.G4


@dataclass(frozen=True)
class CommuneShare:
    """What is known of one commune.

    Attributes:
        people: Of localities of which it is known.
        people_without: Of those, without the technology.
        places: Localities of which it is known.
        places_without: Of those, without it.
        people_unknown: Of localities of which nobody can tell.
        lon_deg: Of a place within it, for the map.
        lat_deg: Likewise.
    """

    code: str
    name: str
    people: int
    people_without: int
    places: int
    places_without: int
    people_unknown: int
    lon_deg: float
    lat_deg: float

    @property
    def ratio(self) -> float | None:
        """Return the share of people without; None when nothing is known."""
        return self.people_without / self.people if self.people else None


@dataclass(frozen=True)
class ProvinceShare:
    """All communes, those first where the largest share of people is without."""

    communes: tuple[CommuneShare, ...]

    @property
    def people_without(self) -> int:
        """Return people without in the whole province."""
        return sum(one.people_without for one in self.communes)

    @property
    def places_without(self) -> int:
        """Return localities without in the whole province."""
        return sum(one.places_without for one in self.communes)

    @property
    def people_unknown(self) -> int:
        """Return people of whom nobody can tell."""
        return sum(one.people_unknown for one in self.communes)

    @property
    def with_holes(self) -> tuple[CommuneShare, ...]:
        """Return the communes with any locality without."""
        return tuple(one for one in self.communes if one.places_without)


def commune_shares(
    province: Province,
    coverages: Iterable[PointCoverage],
    technology: Technology = MAIN_TECHNOLOGY,
) -> ProvinceShare:
    """Return what is known of each commune of a province."""
    levels = {
        one.point_id: one.level for one in coverages if one.technology is technology
    }
    counted = {unit.code: [0] * 5 for unit in province.communes}
    for place in province.localities:
        level = levels.get(place.id, CoverageLevel.UNKNOWN)
        counts = counted.get(place.commune_code)
        if counts is None:
            continue
        if level is CoverageLevel.UNKNOWN:
            counts[4] += place.people
            continue
        is_without = level is CoverageLevel.NONE
        counts[0] += place.people
        counts[1] += place.people * is_without
        counts[2] += 1
        counts[3] += is_without
    shares = [_share(unit, counted[unit.code]) for unit in province.communes]
    return ProvinceShare(tuple(sorted(shares, key=_order)))


def _share(unit: AdminUnit, counts: list[int]) -> CommuneShare:
    people, people_without, places, places_without, people_unknown = counts
    inside = unit.geometry.representative_point()
    return CommuneShare(
        unit.code,
        unit.name_vi,
        people,
        people_without,
        places,
        places_without,
        people_unknown,
        inside.x,
        inside.y,
    )


def _order(share: CommuneShare) -> tuple[object, ...]:
    return -(share.ratio or 0.0), -share.people_without, sort_key(share.name)
