"""Rows of the list of localities on which the two propagation models disagree."""

from dataclasses import dataclass

from hatangso.documents.report_content import ReportContent, Text
from hatangso.language import fold, sort_key
from hatangso.model.coverage import CoverageLevel, PointCoverage

__all__ = ["UncertainRow", "uncertain_rows"]


@dataclass(frozen=True)
class UncertainRow:
    """One locality that the main technology reaches by one model alone.

    Attributes:
        is_reached: Whether the first model finds enough signal; the second then does
            not, and the other way round.
        first_dbm: Median level by the first model; None when it finds none.
        second_dbm: The same by the second.
        site_id: The strongest station by the first model; empty without one.
        search: Folded text that the search box looks into.
    """

    id: str
    name: str
    commune: Text
    people: int
    is_reached: bool
    first_dbm: float | None
    second_dbm: float | None
    site_id: str
    operator: str
    distance_m: float | None
    lon_deg: float
    lat_deg: float
    search: str


def uncertain_rows(
    content: ReportContent, main: tuple[PointCoverage, ...]
) -> tuple[UncertainRow, ...]:
    """Return a row for every uncertain locality, most people first.

    Args:
        content: The report.
        main: Coverage of the localities by the main technology.
    """
    places = {place.id: place for place in content.province.localities}
    communes = {unit.code: unit for unit in content.province.communes}
    rows = []
    for coverage in main:
        place = places.get(coverage.point_id)
        if place is None or not coverage.is_uncertain:
            continue
        unit = communes.get(place.commune_code)
        commune = Text(unit.name_vi, unit.name_en) if unit else Text("", "")
        rows.append(
            UncertainRow(
                id=place.id,
                name=place.name,
                commune=commune,
                people=place.people,
                is_reached=coverage.level is not CoverageLevel.NONE,
                first_dbm=coverage.level_dbm,
                second_dbm=coverage.second_level_dbm,
                site_id=coverage.site_id or "",
                operator=coverage.operator or "",
                distance_m=coverage.distance_m,
                lon_deg=place.lon_deg,
                lat_deg=place.lat_deg,
                search=fold(f"{place.name} {commune.vi} {commune.en} {place.id}"),
            )
        )
    return tuple(sorted(rows, key=lambda r: (-r.people, sort_key(r.name), r.id)))
