"""What could be built costs: a sum of parts that a province may price anew."""

from collections.abc import Mapping
from dataclasses import dataclass

from hatangso.errors import Message
from hatangso.model.site import Technology
from hatangso.planning.candidates.parameters import (
    Problem,
    checked_numbers,
    number_problems,
    refuse,
)
from hatangso.units import KM_PER_M

__all__ = [
    "CostParameters",
    "cost_parameters",
    "cost_ranges",
    "rounded_vnd",
]

# The figures are rough: đồng below a million would feign knowledge.
_ROUNDING_VND = 1_000_000
_CURRENCY, _CURRENCY_NAME = "VND", "currency"
_SIDES = ("low", "high")
# How units of prices write the currency.
_CURRENCY_WORDS = ("đồng", "VND", "VNĐ")
_ROAD_KINDS = {
    "motorway": "motorway",
    "national": "national",
    "provincial": "provincial",
    "local": "local",
    "": "unknown",
}


@dataclass(frozen=True)
class CostParameters:
    """Prices of the parts; each name is explained in ``costs.toml``."""

    upgrade_2g_vnd: float
    upgrade_3g_vnd: float
    upgrade_4g_vnd: float
    upgrade_5g_vnd: float
    equipment_2g_vnd: float
    equipment_3g_vnd: float
    equipment_4g_vnd: float
    equipment_5g_vnd: float
    share_extra_vnd: float
    mast_fixed_vnd: float
    mast_vnd_per_m: float
    access_road_vnd_per_km: float
    grid_vnd_per_km: float
    off_grid_power_vnd: float
    fibre_aerial_vnd_per_km: float
    fibre_trench_vnd_per_km: float
    trench_motorway_ratio: float
    trench_national_ratio: float
    trench_provincial_ratio: float
    trench_local_ratio: float
    trench_unknown_ratio: float
    fibre_drop_vnd_per_km: float
    fibre_crossing_vnd: float
    fibre_access_vnd: float
    microwave_hop_vnd: float
    satellite_backhaul_vnd: float
    satellite_backhaul_vnd_per_year: float
    satellite_access_vnd: float
    satellite_access_vnd_per_year: float
    satellite_years: float
    repeater_vnd: float
    repeater_solar_vnd: float
    winding_ratio: float

    def upgrade_vnd(self, technology: Technology) -> float:
        """Return the price of a technology on a mast that stands already."""
        return {
            Technology.G2: self.upgrade_2g_vnd,
            Technology.G3: self.upgrade_3g_vnd,
            Technology.G4: self.upgrade_4g_vnd,
            Technology.G5: self.upgrade_5g_vnd,
        }[technology]

    def equipment_vnd(self, technology: Technology) -> float:
        """Return the price of a technology on a new mast."""
        return {
            Technology.G2: self.equipment_2g_vnd,
            Technology.G3: self.equipment_3g_vnd,
            Technology.G4: self.equipment_4g_vnd,
            Technology.G5: self.equipment_5g_vnd,
        }[technology]

    def road_vnd(self, distance_m: float) -> float:
        """Return the price of an access road from its straight length."""
        return self.access_road_vnd_per_km * self.winding_ratio * distance_m * KM_PER_M

    def grid_vnd(self, distance_m: float) -> float:
        """Return the price of a power line from its straight length."""
        return self.grid_vnd_per_km * self.winding_ratio * distance_m * KM_PER_M

    @property
    def fibre_vnd_per_km(self) -> dict[str, float]:
        """The price of fibre along each kind of road, the unknown one included.

        The share that must be buried costs the trench, the rest hangs on poles.
        """
        prices = {}
        for kind, name in _ROAD_KINDS.items():
            ratio = getattr(self, f"trench_{name}_ratio")
            aerial_vnd = self.fibre_aerial_vnd_per_km * (1 - ratio)
            prices[kind] = aerial_vnd + self.fibre_trench_vnd_per_km * ratio
        return prices

    @property
    def satellite_tie_vnd(self) -> float:
        """The price of tying a mast by satellite for as long as it counts."""
        service_vnd = self.satellite_backhaul_vnd_per_year * self.satellite_years
        return self.satellite_backhaul_vnd + service_vnd

    @property
    def satellite_place_vnd(self) -> float:
        """The price of a place's satellite terminal and service, likewise."""
        service_vnd = self.satellite_access_vnd_per_year * self.satellite_years
        return self.satellite_access_vnd + service_vnd


def cost_parameters(table: Mapping[str, object]) -> CostParameters:
    """Return the prices that a table holds, as ``costs.toml`` has them.

    Args:
        table: For every name a number, or a table with the number under ``value`` and
            the range that is plausible under ``low`` and ``high``. A ``currency``, for
            all or for one price, must be VND.

    Raises:
        InvalidInputError: A name is unknown or missing, a price is below zero or in
            another currency, a range does not hold its price, a share is above 1, or
            the way along the ground would be shorter than the straight line; it
            carries all such findings.
    """
    prices = _prices(table)
    refuse([*_currency_problems(table), *number_problems(CostParameters, prices)])
    costs = CostParameters(**checked_numbers(CostParameters, prices))
    refuse([*_share_problems(costs), *_range_problems(prices, costs)])
    return costs


def cost_ranges(table: Mapping[str, object]) -> dict[str, tuple[float, float]]:
    """Return the lowest and highest plausible value of each parameter, by name.

    A value without ``low`` or ``high`` is taken as known: it is its own limit.

    Args:
        table: As for ``cost_parameters``.

    Raises:
        InvalidInputError: As for ``cost_parameters``.
    """
    cost_parameters(table)
    return _ranges(_prices(table))


def rounded_vnd(cost_vnd: float) -> int:
    """Return a cost in whole millions of đồng, one million at least.

    >>> rounded_vnd(1_490_400_000.0)
    1490000000
    """
    return max(1, round(cost_vnd / _ROUNDING_VND)) * _ROUNDING_VND


def _prices(table: Mapping[str, object]) -> dict[str, object]:
    """Return the prices alone, without the currency of all."""
    return {name: entry for name, entry in table.items() if name != _CURRENCY_NAME}


def _currency_problems(table: Mapping[str, object]) -> list[Problem]:
    text = (
        "two currencies: {name} is in {currency}, prices are in {known}; turn it into"
        " đồng and leave the currency out"
    )
    named = {"costs": table.get(_CURRENCY_NAME, _CURRENCY)}
    for name, entry in _prices(table).items():
        if isinstance(entry, Mapping):
            named[name] = entry.get(_CURRENCY_NAME, _unit_currency(name, entry))
    return [
        (name, Message(text, {"name": name, "currency": one, "known": _CURRENCY}))
        for name, one in named.items()
        if one != _CURRENCY
    ]


def _unit_currency(name: str, entry: Mapping[str, object]) -> str:
    """Return the currency that the unit of a price names; of others, the usual one."""
    unit = entry.get("unit")
    words = unit.split("/")[0].split() if isinstance(unit, str) else []
    if "_vnd" not in name or not words or words[-1] in _CURRENCY_WORDS:
        return _CURRENCY
    return words[-1]


def _share_problems(costs: CostParameters) -> list[Problem]:
    problems = []
    if costs.winding_ratio < 1:
        text = "parameter winding_ratio must be 1 or more; it is {value}"
        values = {"value": costs.winding_ratio}
        problems.append(("winding_ratio", Message(text, values)))
    text = "parameter {name} is a share from 0 to 1; it is {value}"
    for name in (f"trench_{kind}_ratio" for kind in _ROAD_KINDS.values()):
        value = getattr(costs, name)
        if value > 1:
            problems.append((name, Message(text, {"name": name, "value": value})))
    return problems


def _range_problems(
    prices: Mapping[str, object], costs: CostParameters
) -> list[Problem]:
    limits = [{n: _limit(e, side) for n, e in prices.items()} for side in _SIDES]
    problems = [p for one in limits for p in number_problems(CostParameters, one)]
    if problems:
        return problems
    text = (
        "parameter {name} is {value:g}, outside its low {low:g} and high {high:g};"
        " give low and high of your own, or a plain number"
    )
    for name, (low, high) in _ranges(prices).items():
        value = getattr(costs, name)
        if not low <= value <= high:
            values = {"name": name, "value": value, "low": low, "high": high}
            problems.append((name, Message(text, values)))
    return problems


def _ranges(prices: Mapping[str, object]) -> dict[str, tuple[float, float]]:
    """Return what each parameter may be."""
    lows, highs = (
        checked_numbers(CostParameters, {n: _limit(e, side) for n, e in prices.items()})
        for side in _SIDES
    )
    return {name: (lows[name], highs[name]) for name in lows}


def _limit(entry: object, side: str) -> object:
    """Return one end of the range of an entry."""
    if isinstance(entry, Mapping):
        return entry.get(side, entry.get("value"))
    return entry
