"""Rows of the list of localities without signal, most people first."""

from collections.abc import Sequence
from dataclasses import dataclass

from hatangso.documents.plan_bundles import Bundle
from hatangso.documents.reasons import reason
from hatangso.documents.report_content import ReportContent, Text
from hatangso.language import fold, sort_key
from hatangso.model.coverage import CoverageLevel, PointCoverage
from hatangso.model.demand import Demand

__all__ = ["HoleRow", "hole_rows"]


@dataclass(frozen=True)
class HoleRow:
    """One locality without the main technology.

    Attributes:
        is_uncertain: Whether the second propagation model finds signal.
        item: Number of the plan's bundle that serves it; None when none does.
        search: Folded text that the search box looks into.
    """

    id: str
    name: str
    commune: Text
    people: int
    households: int
    has_grid_power: bool | None
    reason: Text
    lon_deg: float
    lat_deg: float
    is_uncertain: bool
    item: int | None
    search: str


def hole_rows(
    content: ReportContent,
    main: tuple[PointCoverage, ...],
    bundles: Sequence[Bundle] = (),
) -> tuple[HoleRow, ...]:
    """Return a row for every locality whose level is none.

    Args:
        content: The report.
        main: Coverage of the localities by the main technology.
        bundles: What the plan builds.
    """
    places = {place.id: place for place in content.province.localities}
    communes = {unit.code: unit for unit in content.province.communes}
    covered_by = _covered_by(content, bundles)
    rows = []
    for coverage in main:
        place = places.get(coverage.point_id)
        if place is None or coverage.level is not CoverageLevel.NONE:
            continue
        unit = communes.get(place.commune_code)
        commune = Text(unit.name_vi, unit.name_en) if unit else Text("", "")
        rows.append(
            HoleRow(
                id=place.id,
                name=place.name,
                commune=commune,
                people=place.people,
                households=place.households,
                has_grid_power=place.has_grid_power,
                reason=reason(coverage, has_grid_power=place.has_grid_power),
                lon_deg=place.lon_deg,
                lat_deg=place.lat_deg,
                is_uncertain=coverage.is_uncertain,
                item=covered_by.get(place.id),
                search=fold(f"{place.name} {commune.vi} {commune.en} {place.id}"),
            )
        )
    return tuple(sorted(rows, key=lambda r: (-r.people, sort_key(r.name), r.id)))


def _covered_by(content: ReportContent, bundles: Sequence[Bundle]) -> dict[str, int]:
    """Return the number of the first bundle that serves a place."""
    if content.plan is None:
        return {}
    main = {
        service.name
        for service in content.plan.services
        if service.technology is content.main_technology
    }
    numbers: dict[str, int] = {}
    for bundle in bundles:
        for item in bundle.items:
            for one in (*item.gained, *item.work.covers):
                service, place_id = Demand.parts_of(one)
                if service in main:
                    numbers.setdefault(place_id, bundle.number)
    return numbers
