"""Coverage of a map: what every operator's technology brings to every cell."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from hatangso.geography.terrain import Terrain
from hatangso.model.antenna_pattern import AntennaPattern
from hatangso.model.site import Service, Site
from hatangso.radio.beams import Network
from hatangso.radio.levels import level_numbers
from hatangso.radio.link_budget import RadioParameters
from hatangso.radio.masts import NO_PATTERNS, masts_of, sites_on_terrain
from hatangso.radio.point_coverage import point_coverage
from hatangso.radio.reach import Reach, Transmitter, reach
from hatangso.radio.tile_coverage import cover_tile
from hatangso.radio.tiles import NetworkCoverage, Tiling, best_of

__all__ = [
    "Network",
    "NetworkCoverage",
    "Reach",
    "Transmitter",
    "best_of",
    "grid_coverage",
    "level_numbers",
    "point_coverage",
    "reach",
    "sites_on_terrain",
]


def grid_coverage(
    terrain: Terrain,
    sites: Sequence[Site],
    services: Sequence[Service],
    *,
    parameters: RadioParameters,
    refractivity_gradient_n_per_km: float,
    antenna_patterns: Mapping[str, AntennaPattern] = NO_PATTERNS,
    with_second_opinion: bool = True,
    tile_cells: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> dict[Network, NetworkCoverage]:
    """Compute what every network offers in every cell of a terrain, in this process.

    Each cell within a service's range takes the loss of the nearest point of the mast's
    polar lattice, so that it gets exactly one value per service. From sites without
    ground under them nothing is computed: what they might reach is unknown.

    Args:
        terrain: Ground and clutter.
        sites: The sites.
        services: What they carry.
        parameters: The link budget.
        refractivity_gradient_n_per_km: Of the province.
        antenna_patterns: Measured patterns by name.
        with_second_opinion: Whether to ask the Irregular Terrain Model too.
        tile_cells: Rows and columns of the tiles; the whole at once when not given. The
            result does not depend on it.
        progress: Told the number of tiles done, and of all.

    Returns:
        Per network, in order; empty without services.

    Raises:
        NotFoundError: A service names a site or a pattern that is not there.
        InvalidInputError: A carrier has a bandwidth that its standard does not know.
        OutOfRangeError: An antenna height or frequency is outside the model.
    """
    masts = masts_of(terrain, sites, services, parameters, antenna_patterns)
    shape = terrain.grid.shape
    tiling = Tiling(
        terrain,
        np.ones(shape, dtype=bool),
        masts,
        parameters=parameters,
        refractivity_gradient_n_per_km=refractivity_gradient_n_per_km,
        tile_cells=tile_cells or max(shape),
        with_second_opinion=with_second_opinion,
    )
    found = {item: NetworkCoverage.nothing(shape) for item in tiling.networks}
    for done, task in enumerate(tiling, start=1):
        for network, part in cover_tile(task).items():
            found[network].put(part, task.rows, task.cols)
        if progress is not None:
            progress(done, len(tiling))
    return found
