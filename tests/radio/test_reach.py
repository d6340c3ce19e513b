"""What transmitters would reach."""

from collections.abc import Callable

import numpy as np
import pytest

from hatangso.geography.terrain import Terrain
from hatangso.model.place import Facility
from hatangso.model.site import Service, Site, Technology
from hatangso.radio.coverage import Transmitter, point_coverage, reach
from hatangso.radio.link_budget import RadioParameters

MakeTerrain = Callable[..., Terrain]
POINTS = [
    Facility(f"p{number}", "", "other", lon_deg, lat_deg)
    for number, (lon_deg, lat_deg) in enumerate(
        [(105.52, 21.68), (105.58, 21.62), (105.3, 21.6), (105.55, 21.65)]
    )
]
CONDITIONS = {"refractivity_gradient_n_per_km": 50.0}


def test_a_transmitter_gives_what_a_service_of_its_kind_would(
    make_terrain: MakeTerrain,
    parameters: RadioParameters,
    make_service: Callable[..., Service],
) -> None:
    terrain = make_terrain()
    azimuths_deg = (0.0, 120.0, 240.0)
    transmitters = [
        Transmitter(105.53, 21.66, 42.0, Technology.G4, azimuths_deg),
        Transmitter(105.53, 21.66, 42.0, Technology.G4, ()),
    ]
    found = reach(terrain, transmitters, POINTS, parameters=parameters, **CONDITIONS)
    service = make_service("s", azimuths_deg=azimuths_deg, antenna_height_m=42.0)
    answers = point_coverage(
        terrain,
        POINTS,
        [Site("s", 105.53, 21.66, 42, "")],
        [service],
        parameters=parameters,
        technologies=(Technology.G4,),
        **CONDITIONS,
    )
    expected = [np.nan if a.level_dbm is None else a.level_dbm for a in answers]
    assert found.level_dbm[0] == pytest.approx(expected, abs=1e-4, nan_ok=True)
    is_basic = [a.level in {"basic", "good"} for a in answers]
    assert found.is_reached[0].tolist() == is_basic
    is_known = np.isfinite(found.level_dbm[1])
    assert np.all(found.level_dbm[1][is_known] >= found.level_dbm[0][is_known] - 1e-4)


def test_what_is_off_the_terrain_is_not_reached(
    make_terrain: MakeTerrain, parameters: RadioParameters
) -> None:
    transmitters = [Transmitter(105.49, 21.65, 42.0, Technology.G5)]
    found = reach(
        make_terrain(), transmitters, POINTS, parameters=parameters, **CONDITIONS
    )
    assert not np.any(found.is_reached)
    assert np.all(np.isnan(found.level_dbm))


def test_no_transmitters_reach_nothing(
    make_terrain: MakeTerrain, parameters: RadioParameters
) -> None:
    found = reach(make_terrain(), [], POINTS, parameters=parameters, **CONDITIONS)
    assert found.is_reached.shape == (0, len(POINTS))
