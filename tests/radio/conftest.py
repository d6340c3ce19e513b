"""Small made-up terrains and the shipped parameters."""

import tomllib
from collections.abc import Callable
from importlib.resources import files

import numpy as np
import pytest
from scipy import ndimage

from hatangso.geography.grid import Grid
from hatangso.geography.terrain import Terrain
from hatangso.model.site import Service, Technology
from hatangso.radio.link_budget import RadioParameters, radio_parameters

CELL_DEG = 1 / 1200
WEST, NORTH = 105.5, 21.7


@pytest.fixture(scope="session")
def parameters() -> RadioParameters:
    content = (
        files("hatangso") / "radio" / "parameter_sets" / "viet_nam.toml"
    ).read_text("utf-8")
    return radio_parameters(tomllib.loads(content))


@pytest.fixture(scope="session")
def make_terrain() -> Callable[..., Terrain]:
    def make(
        size: int = 120,
        *,
        seed: int = 0,
        relief_m: float = 300.0,
        clutter_m: float = 15.0,
    ) -> Terrain:
        rng = np.random.default_rng(seed)
        rough = ndimage.gaussian_filter(rng.standard_normal((size, size)), 4)
        rough += 0.2 * ndimage.gaussian_filter(rng.standard_normal((size, size)), 1)
        span = np.ptp(rough)
        elevation_m = 50 + relief_m * (rough - rough.min()) / span
        is_wooded = rng.random((size, size)) < 0.3
        grid = Grid("EPSG:4326", WEST, NORTH, CELL_DEG, CELL_DEG, size, size)
        return Terrain(
            grid,
            elevation_m.astype(np.float32),
            np.where(is_wooded, clutter_m, 0).astype(np.float32),
        )

    return make


@pytest.fixture(scope="session")
def make_service(parameters: RadioParameters) -> Callable[..., Service]:
    def make(
        site_id: str, technology: Technology = Technology.G4, **changes: object
    ) -> Service:
        values: dict[str, object] = {
            "site_id": site_id,
            "operator": "Viettel",
            "technology": technology,
            "antenna_height_m": 30.0,
            **parameters.service_defaults()[technology],
            **changes,
        }
        return Service(**values)  # type: ignore[arg-type]

    return make
