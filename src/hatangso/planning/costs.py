"""What a candidate costs: a sum of parts that a province may price anew."""

from collections.abc import Mapping
from dataclasses import dataclass

from hatangso.errors import InvalidInputError
from hatangso.model.plan import BuildKind
from hatangso.model.site import Technology
from hatangso.planning.parameters import checked_numbers
from hatangso.units import KM_PER_M

__all__ = ["CostParameters", "candidate_cost_vnd", "cost_parameters"]

# The figures are rough: đồng below a million would feign knowledge.
_ROUNDING_VND = 1_000_000


@dataclass(frozen=True)
class CostParameters:
    """Prices of the parts; each name is explained in ``costs.toml``."""

    upgrade_2g_vnd: float
    upgrade_3g_vnd: float
    upgrade_4g_vnd: float
    upgrade_5g_vnd: float
    share_extra_vnd: float
    mast_fixed_vnd: float
    mast_vnd_per_m: float
    access_road_vnd_per_km: float
    grid_vnd_per_km: float
    off_grid_power_vnd: float
    backhaul_vnd_per_km: float
    microwave_hop_vnd: float
    winding_ratio: float


def cost_parameters(table: Mapping[str, object]) -> CostParameters:
    """Return the prices that a table holds, as ``costs.toml`` has them.

    Args:
        table: For every name a number, or a table with the number under ``value``.

    Raises:
        InvalidInputError: A name is unknown or missing, a price is below zero, or the
            way along the ground would be shorter than the straight line.
    """
    costs = CostParameters(**checked_numbers(CostParameters, table))
    if costs.winding_ratio < 1:
        text = "parameter winding_ratio must be 1 or more; it is {value}"
        raise InvalidInputError(text, value=costs.winding_ratio)
    return costs


def candidate_cost_vnd(
    costs: CostParameters,
    *,
    kind: BuildKind,
    technology: Technology,
    mast_height_m: float = 0.0,
    road_distance_m: float = 0.0,
    grid_distance_m: float = 0.0,
    backhaul_distance_m: float = 0.0,
) -> int:
    """Return the estimated cost of a candidate, rounded to a million đồng.

    Args:
        costs: The prices.
        kind: What is built; heights and distances matter for a new mast only.
        technology: What is put on it.
        mast_height_m: Height of the new structure.
        road_distance_m: Straight distance to the nearest road.
        grid_distance_m: Straight distance to the nearest power.
        backhaul_distance_m: Straight distance to the site that it is connected to.
    """
    equipment_vnd = {
        Technology.G2: costs.upgrade_2g_vnd,
        Technology.G3: costs.upgrade_3g_vnd,
        Technology.G4: costs.upgrade_4g_vnd,
        Technology.G5: costs.upgrade_5g_vnd,
    }[technology]
    total_vnd = equipment_vnd
    if kind is BuildKind.SHARE:
        total_vnd += costs.share_extra_vnd
    if kind is BuildKind.NEW_MAST:
        km_per_m = costs.winding_ratio * KM_PER_M
        total_vnd += costs.mast_fixed_vnd + costs.mast_vnd_per_m * mast_height_m
        total_vnd += costs.access_road_vnd_per_km * road_distance_m * km_per_m
        grid_vnd = costs.grid_vnd_per_km * grid_distance_m * km_per_m
        total_vnd += min(grid_vnd, costs.off_grid_power_vnd)
        fibre_vnd = costs.backhaul_vnd_per_km * backhaul_distance_m * km_per_m
        total_vnd += min(fibre_vnd, costs.microwave_hop_vnd)
    return max(1, round(total_vnd / _ROUNDING_VND)) * _ROUNDING_VND
