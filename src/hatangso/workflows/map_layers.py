"""The vector layers that a GIS opens: communes, localities, sites, plans."""

from collections.abc import Iterable, Sequence

import shapely

from hatangso.io.geopackage import VectorLayer
from hatangso.model.build_plan import BuildPlan
from hatangso.model.coverage import PointCoverage
from hatangso.model.province import Province
from hatangso.model.site import Technology
from hatangso.workflows.coverage_files import synthetic_cell
from hatangso.workflows.plan_layers import plan_layers

__all__ = ["map_layers"]


def map_layers(
    province: Province, coverages: Iterable[PointCoverage], plans: Sequence[BuildPlan]
) -> list[VectorLayer]:
    """Return the layers of a province; each says how real it is.

    Args:
        province: Communes, localities, sites.
        coverages: Of the localities, all technologies.
        plans: Whose works, routes, tasks and gaps become the last layers.
    """
    return [
        _communes(province),
        _localities(province, coverages),
        _sites(province),
        *plan_layers(province, plans),
    ]


def _reality(province: Province, layer: str) -> str:
    provenance = province.provenances.get(layer)
    return str(provenance.reality) if provenance else ""


def _communes(province: Province) -> VectorLayer:
    communes = province.communes
    return VectorLayer(
        "communes",
        [commune.geometry for commune in communes],
        {
            "code": [commune.code for commune in communes],
            "name": [commune.name_vi for commune in communes],
            "people": [commune.people for commune in communes],
            "people_reality": [str(commune.people_reality) for commune in communes],
            "area_km2": [commune.area_km2 for commune in communes],
            "reality": [_reality(province, "communes")] * len(communes),
        },
    )


def _localities(province: Province, coverages: Iterable[PointCoverage]) -> VectorLayer:
    found = {(c.point_id, c.technology): c for c in coverages}
    localities = province.localities
    columns: dict[str, Sequence[object]] = {
        "id": [locality.id for locality in localities],
        "name": [locality.name for locality in localities],
        "commune_code": [locality.commune_code for locality in localities],
        "people": [locality.people for locality in localities],
        "reality": [_reality(province, "localities")] * len(localities),
    }
    for technology in Technology:
        name = str(technology).lower()
        of_technology = [found.get((one.id, technology)) for one in localities]
        columns[f"level_{name}"] = [str(c.level) if c else None for c in of_technology]
        columns[f"itm_level_{name}"] = [
            str(c.second_level) if c else None for c in of_technology
        ]
        columns[f"server_{name}"] = [c.site_id if c else None for c in of_technology]
    columns["synthetic_layers"] = [synthetic_cell(province)] * len(localities)
    points = [shapely.Point(one.lon_deg, one.lat_deg) for one in localities]
    return VectorLayer("localities", points, columns)


def _sites(province: Province) -> VectorLayer:
    operators: dict[str, set[str]] = {}
    technologies: dict[str, set[str]] = {}
    for service in province.services:
        operators.setdefault(service.site_id, set()).add(service.operator)
        technologies.setdefault(service.site_id, set()).add(str(service.technology))
    sites = province.sites
    return VectorLayer(
        "sites",
        [shapely.Point(site.lon_deg, site.lat_deg) for site in sites],
        {
            "id": [site.id for site in sites],
            "name": [site.name for site in sites],
            "owner": [site.owner for site in sites],
            "structure_height_m": [site.structure_height_m for site in sites],
            "operators": [", ".join(sorted(operators.get(s.id, ()))) for s in sites],
            "technologies": [
                ", ".join(sorted(technologies.get(s.id, ()))) for s in sites
            ],
            "reality": [_reality(province, "sites")] * len(sites),
        },
    )
