"""A province in memory: flat ground with one hill, two villages, two masts, a road."""

import tomllib
from dataclasses import replace
from pathlib import Path

import numpy as np
from shapely import LineString, box

from hatangso.geography.grid import Grid
from hatangso.geography.terrain import Terrain
from hatangso.io.parameter_files import parameter_set
from hatangso.model.admin_unit import AdminUnit
from hatangso.model.place import Locality, Road
from hatangso.model.province import Province
from hatangso.model.site import Service, Site, Technology
from hatangso.planning.candidates.costs import cost_parameters
from hatangso.planning.candidates.siting import siting_parameters
from hatangso.radio.link_budget import radio_parameters

SHIPPED = Path(__file__).parents[1] / "src" / "hatangso" / "planning" / "candidates"
GRID = Grid("EPSG:4326", 106.0, 22.0, 1 / 1200, 1 / 1200, 240, 240)
HILL = (100, 130)
COSTS = cost_parameters(tomllib.loads((SHIPPED / "costs.toml").read_text("utf-8")))
SITING = siting_parameters(tomllib.loads((SHIPPED / "siting.toml").read_text("utf-8")))
RADIO = radio_parameters(parameter_set("viet_nam"))


def hills() -> Terrain:
    """Return ground of 300 m with one hill of 200 m on it."""
    row, col = np.mgrid[:240, :240]
    away = (row - HILL[0]) ** 2 + (col - HILL[1]) ** 2
    elevation_m = (300 + 200 * np.exp(-away / 50)).astype(np.float32)
    return Terrain(GRID, elevation_m, np.zeros_like(elevation_m))


def locality(number: int, lon_deg: float, lat_deg: float, **said: object) -> Locality:
    """Return a village of 300 people."""
    plain = Locality(f"L{number}", "Thôn", "00001", lon_deg, lat_deg, 300, 70)
    return replace(plain, **said)  # type: ignore[arg-type]


def service(site_id: str, operator: str, technology: Technology) -> Service:
    """Return a usual service of a technology."""
    return Service(
        site_id=site_id,
        operator=operator,
        technology=technology,
        antenna_height_m=30.0,
        **RADIO.service_defaults()[technology],
    )


def province(**changes: object) -> Province:
    """Return the province, with other layers where they are given."""
    commune = AdminUnit(
        "00001", "Xã A", "A Commune", "xã", 400, 9000, box(106, 21.8, 106.2, 22)
    )
    plain = Province(
        key="test",
        name_vi="Thử",
        name_en="Test",
        note_vi="",
        note_en="",
        refractivity_gradient_n_per_km=50.0,
        communes=(commune,),
        localities=(locality(1, 106.1, 21.9), locality(2, 106.12, 21.93)),
        sites=(
            Site("S1", 106.09, 21.9, 42.0, "VNPT"),
            Site("S2", 106.15, 21.93, 36.0, "Towerco"),
        ),
        services=(service("S1", "VNPT", Technology.G2),),
        roads=(Road("R", "local", LineString([(106.0, 21.91), (106.2, 21.91)])),),
        facilities=(),
        figures=(),
        documents=(),
        provenances={},
    )
    return replace(plain, **changes)  # type: ignore[arg-type]
