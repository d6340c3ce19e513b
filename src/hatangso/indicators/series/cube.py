"""Values by indicator, unit and period as arrays; what was said of each is kept."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from hatangso.errors import InvalidInputError
from hatangso.geography.unit_history import UnitHistory
from hatangso.indicators.series.periods import SeriesPeriod, series_period
from hatangso.indicators.series.standing import Standing, stand
from hatangso.model.indicator_series import Observation, ValueStatus
from hatangso.model.unit_history import UnitExistence
from hatangso.units import FloatArray

__all__ = ["SeriesCube", "series_cube"]

_STATUSES = tuple(ValueStatus)
_Key = tuple[int, int, int]


@dataclass(frozen=True, eq=False)
class SeriesCube:
    """Values in the units of their indicators, shape (indicator, unit, period).

    Not a number is what nobody knows.

    Attributes:
        indicators: Codes.
        units: In order.
        periods: In the order of time, each once.
        unknowns: Part of the denominators of which nothing can be said.
        statuses: Place of the value's status in ``ValueStatus``; -1 without a value.
        standings: What was said, by the places of a value: the value that stands, what
            was said before, and what other kinds of sources say.
    """

    indicators: tuple[str, ...]
    units: tuple[UnitExistence, ...]
    periods: tuple[SeriesPeriod, ...]
    values: FloatArray
    numerators: FloatArray
    denominators: FloatArray
    unknowns: FloatArray
    statuses: NDArray[np.int8]
    standings: Mapping[_Key, Standing] = field(
        default_factory=lambda: MappingProxyType({})
    )

    def __post_init__(self) -> None:
        """Check that all arrays have the shape of the axes."""
        shape = len(self.indicators), len(self.units), len(self.periods)
        for name in ("values", "numerators", "denominators", "unknowns", "statuses"):
            if getattr(self, name).shape != shape:
                text = "{name} must have the shape {shape}"
                raise InvalidInputError(text, name=name, shape=shape)
        for one, other in zip(self.periods, self.periods[1:], strict=False):
            if one.last >= other.last:
                text = "periods must end one after the other: {one}, {other}"
                raise InvalidInputError(text, one=one.code, other=other.code)


def series_cube(
    observations: Iterable[Observation],
    units: UnitHistory,
    *,
    periods: Iterable[str] = (),
) -> SeriesCube:
    """Put values into a cube; where several are told, the one that stands.

    Args:
        observations: In any order.
        units: Units through time.
        periods: The periods wanted; those that end one after the other of all that
            were told when empty. Values of other periods are left out.

    Raises:
        InvalidInputError: A unit was not in force on the day its value is stated for,
            or two periods end on one day.
    """
    groups: dict[tuple[str, UnitExistence, SeriesPeriod], list[Observation]]
    groups = defaultdict(list)
    wanted = {period for text in periods if (period := series_period(text))}
    for item in observations:
        unit = units.unit(item.unit_code, item.stated_on)
        period = series_period(item.period)
        if unit is None:
            raise InvalidInputError(
                "no unit in force on {day} has the code {code}",
                day=item.stated_on,
                code=item.unit_code,
            )
        if period is not None and (not wanted or period in wanted):
            groups[item.indicator, unit, period].append(item)
    codes = sorted({code for code, _, _ in groups})
    places = sorted({unit for _, unit, _ in groups}, key=_unit_key)
    times = sorted(wanted or {period for _, _, period in groups}, key=lambda p: p.last)
    axes = (
        {code: place for place, code in enumerate(codes)},
        {unit: place for place, unit in enumerate(places)},
        {period: place for place, period in enumerate(times)},
    )
    shape = len(codes), len(places), len(times)
    numbers = {
        name: np.full(shape, np.nan) for name in ("value", "numerator", "denominator")
    }
    unknowns, statuses = np.zeros(shape), np.full(shape, -1, dtype=np.int8)
    standings: dict[_Key, Standing] = {}
    for (code, unit, period), items in groups.items():
        key = axes[0][code], axes[1][unit], axes[2][period]
        standings[key] = stand(items)
        value = standings[key].value
        for name, array in numbers.items():
            told = getattr(value, name)
            array[key] = np.nan if told is None else told
        unknowns[key] = value.unknown
        statuses[key] = _STATUSES.index(value.status)
    return SeriesCube(
        tuple(codes),
        tuple(places),
        tuple(times),
        numbers["value"],
        numbers["numerator"],
        numbers["denominator"],
        unknowns,
        statuses,
        MappingProxyType(standings),
    )


def _unit_key(unit: UnitExistence) -> tuple[str, str]:
    return unit.code, str(unit.valid_from or "")
