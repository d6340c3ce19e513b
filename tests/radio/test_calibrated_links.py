"""Levels at points with a calibration: the model's, and what its class adds."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from hatangso.geography.clutter import CLUTTER_CATEGORIES, clutter_category
from hatangso.geography.terrain import Terrain
from hatangso.model.site import Service, Site, Technology
from hatangso.radio.calibration import Calibration, calibration
from hatangso.radio.link_budget import RadioParameters
from hatangso.radio.links import Links, Receivers, links_between
from hatangso.radio.masts import masts_of
from hatangso.radio.radials import RadialScene

LON_DEG, LAT_DEG = 105.55, 21.65
CALIBRATION = calibration(
    {
        "offsets": [
            {
                "sight": "line_of_sight",
                "clutter": "any",
                "band": "1000_to_2200_mhz",
                "offset_db": 3,
            },
            {
                "sight": "obstructed",
                "clutter": "trees",
                "band": "1000_to_2200_mhz",
                "offset_db": -7,
            },
        ]
    }
)


@dataclass(frozen=True)
class _Point:
    id: str
    lon_deg: float
    lat_deg: float


def _links(
    terrain: Terrain,
    services: list[Service],
    parameters: RadioParameters,
    chosen: Calibration,
) -> tuple[Links, list[_Point]]:
    rng = np.random.default_rng(0)
    points = [
        _Point(str(n), LON_DEG + lon, LAT_DEG + lat)
        for n, (lon, lat) in enumerate(rng.uniform(-0.04, 0.04, (200, 2)))
    ]
    parameters = replace(parameters, calibration=chosen)
    scene = RadialScene.under(terrain, parameters, refractivity_gradient_n_per_km=50)
    site = Site("a", LON_DEG, LAT_DEG, 30.0, "X")
    masts = masts_of(terrain, [site], services, parameters)
    receivers = Receivers.at(terrain, points)
    found = links_between(terrain, scene, masts, receivers, parameters=parameters)
    return found, points


def test_every_link_gets_the_offset_of_its_class_and_band(
    make_terrain: Callable[..., Terrain],
    make_service: Callable[..., Service],
    parameters: RadioParameters,
) -> None:
    terrain = make_terrain(seed=2)
    services = [make_service("a"), make_service("a", Technology.G2)]
    plain, points = _links(terrain, services, parameters, Calibration())
    found, _ = _links(terrain, services, parameters, CALIBRATION)
    added_db = found.level_dbm - plain.level_dbm
    is_sight = plain.losses.is_line_of_sight[plain.path]
    row, col = terrain.grid.positions(
        np.array([p.lon_deg for p in points]), np.array([p.lat_deg for p in points])
    )
    clutter_m = terrain.clutter_m[np.rint(row).astype(int), np.rint(col).astype(int)]
    is_wooded = clutter_category(clutter_m)[plain.point] == 2
    assert CLUTTER_CATEGORIES[2] == "trees"
    is_middle = np.array([r.technology is Technology.G4 for _, r in plain.radiators])
    expected_db = np.select([is_sight, is_wooded], [3.0, -7.0], 0.0)
    expected_db *= is_middle[plain.radiator]
    np.testing.assert_allclose(added_db, expected_db, atol=1e-9)
    assert {3.0, -7.0, 0.0} <= set(expected_db)
