"""Other prices than the province's own: all low, all high, one kind at a time."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path

from hatangso.io.parameter_files import merged, read_overrides, shipped_parameters
from hatangso.planning.candidates.costs import (
    CostParameters,
    cost_parameters,
    cost_ranges,
)

__all__ = ["PriceScenario", "price_scenarios"]

# What is bought together moves together.
_GROUPS = {
    "equipment": ("upgrade", "equipment", "share", "repeater"),
    "masts": ("mast", "access_road"),
    "power": ("grid", "off_grid"),
    "fibre": ("fibre", "trench"),
    "microwave": ("microwave",),
    "satellite": ("satellite",),
}


@dataclass(frozen=True)
class PriceScenario:
    """Prices under a name."""

    name: str
    costs: CostParameters


def price_scenarios(directory: Path) -> tuple[PriceScenario, ...]:
    """Return the scenarios of a province's prices, as far as these have a range.

    Args:
        directory: The province directory.

    Raises:
        InvalidInputError: Its prices cannot be used.
    """
    shipped = shipped_parameters("planning/candidates", "costs.toml")
    table = merged(shipped, read_overrides(directory).get("costs", {}))
    costs, ranges = cost_parameters(table), cost_ranges(table)
    names = [field.name for field in fields(CostParameters)]
    sides = {"low": 0, "high": 1}
    found = []
    for side, at in sides.items():
        found.append(_scenario(f"all {side}", costs, ranges, names, at))
    for group, prefixes in _GROUPS.items():
        own = [name for name in names if name.startswith(prefixes)]
        for side, at in sides.items():
            found.append(_scenario(f"{group} {side}", costs, ranges, own, at))
    return tuple(one for one in found if one.costs != costs)


def _scenario(
    name: str,
    costs: CostParameters,
    ranges: Mapping[str, tuple[float, float]],
    names: list[str],
    at: int,
) -> PriceScenario:
    changed = {one: ranges[one][at] for one in names}
    return PriceScenario(name, replace(costs, **changed))
