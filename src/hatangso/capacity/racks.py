"""What racks carry, what the loss of a feed leaves, and where a new host goes."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from hatangso.capacity.packing import Verdict
from hatangso.errors import OutOfRangeError
from hatangso.model.data_centre import Rack

__all__ = [
    "RackLack",
    "RackParameters",
    "RackPlace",
    "RackState",
    "places_for",
    "rack_state",
]

# 4.2 kW of 7 kW at 60 % is no exact number.
_SLACK = 1e-9


class RackLack(StrEnum):
    """What a rack has too little of."""

    SPACE = "space"
    POWER = "power"
    FEED_LOSS = "feed_loss"  # enough with all feeds, not with one of them lost
    COOLING = "cooling"


@dataclass(frozen=True)
class RackParameters:
    """Assumptions; each name is explained in ``racks.toml``."""

    feed_load_ratio: float
    cooling_load_ratio: float
    new_host_u: float
    new_host_kw: float
    new_centre_pue: float

    def __post_init__(self) -> None:
        """Refuse what no feed can be.

        Raises:
            OutOfRangeError: A ratio is not above 0 and up to 1.
        """
        for name in ("feed_load_ratio", "cooling_load_ratio"):
            value = getattr(self, name)
            if not 0 < value <= 1:
                text = "{name} must be above 0 and at most 1; it is {value:g}"
                raise OutOfRangeError(text, name=name, value=value)


@dataclass(frozen=True)
class RackState:
    """How a rack stands; None where a number behind it is not known.

    Attributes:
        lacks: What it has too little of today, for sure.
        free_u: Below 0 when more is used than there is.
        power_ratio: Load over what all feeds may carry.
        left_ratio: Load over what they may carry with one of them lost; None also for
            a rack of one feed, which has nothing left.
        cooling_ratio: Load over the heat that may be taken away.
        survives_feed_loss: Whether the load finds power when any one feed is lost.
    """

    rack: Rack
    lacks: tuple[RackLack, ...]
    free_u: float | None
    power_ratio: float | None
    left_ratio: float | None
    cooling_ratio: float | None
    survives_feed_loss: Verdict


@dataclass(frozen=True)
class RackPlace:
    """Whether a new host fits into a rack.

    Attributes:
        lacks: What it would lack with the host.
        unknown: What nobody can tell.
    """

    rack: str
    verdict: Verdict
    lacks: tuple[RackLack, ...]
    unknown: tuple[RackLack, ...]


def rack_state(rack: Rack, parameters: RackParameters) -> RackState:
    """Return how a rack stands.

    What the feeds give is shared evenly: of two, the loss of one leaves half. Cooling
    has to take away as much as the load.
    """
    verdicts = _verdicts(rack, parameters)
    power, left, cooling = _limits(rack, parameters)
    lost = verdicts[RackLack.FEED_LOSS]
    return RackState(
        rack,
        tuple(lack for lack in RackLack if verdicts[lack] is Verdict.NO),
        None if None in (rack.height_u, rack.used_u) else _free_u(rack),
        _share(rack.load_kw, power),
        _share(rack.load_kw, left),
        _share(rack.load_kw, cooling),
        lost,
    )


def places_for(
    racks: Iterable[Rack],
    parameters: RackParameters,
    *,
    height_u: float,
    power_kw: float,
) -> tuple[RackPlace, ...]:
    """Return where a new host fits by space, power with a feed lost, and cooling.

    A rack with a single feed takes no host: its loss is not survived. Whether the free
    units stand together is not known to anybody but who looks.

    Args:
        racks: In any order; those that fit come first, then those of the most room.
        parameters: How far feeds and cooling may be used.
        height_u: Of the host.
        power_kw: Of the host.

    Raises:
        OutOfRangeError: The host takes no space, or less than no power.
    """
    if height_u <= 0 or power_kw < 0:
        raise OutOfRangeError(
            "a host takes space and power; it was given {height:g} U and {power:g} kW",
            height=height_u,
            power=power_kw,
        )
    found = []
    for rack in racks:
        filled = rack.with_more(height_u=height_u, power_kw=power_kw)
        verdicts = _verdicts(filled, parameters)
        lacks = tuple(one for one in RackLack if verdicts[one] is Verdict.NO)
        unknown = tuple(one for one in RackLack if verdicts[one] is Verdict.UNKNOWN)
        verdict = Verdict.UNKNOWN if unknown else Verdict.YES
        found.append(
            (rack, RackPlace(rack.id, Verdict.NO if lacks else verdict, lacks, unknown))
        )
    order = (Verdict.YES, Verdict.UNKNOWN, Verdict.NO)
    found.sort(key=lambda one: (order.index(one[1].verdict), -_room(one[0]), one[0].id))
    return tuple(place for _, place in found)


def _room(rack: Rack) -> float:
    return _free_u(rack) if None not in (rack.height_u, rack.used_u) else 0.0


def _free_u(rack: Rack) -> float:
    return (rack.height_u or 0.0) - (rack.used_u or 0.0)


def _limits(
    rack: Rack, parameters: RackParameters
) -> tuple[float | None, float | None, float | None]:
    """Return what may be drawn from all feeds, with one lost, and be taken away."""
    power = (
        None if rack.power_kw is None else rack.power_kw * parameters.feed_load_ratio
    )
    left = None
    if power is not None and rack.feeds is not None and rack.feeds > 1:
        left = power * (rack.feeds - 1) / rack.feeds
    cooling = rack.cooling_kw
    if cooling is not None:
        cooling *= parameters.cooling_load_ratio
    return power, left, cooling


def _verdicts(rack: Rack, parameters: RackParameters) -> dict[RackLack, Verdict]:
    power, left, cooling = _limits(rack, parameters)
    lost = _fits(rack.load_kw, left)
    if rack.feeds is not None and rack.feeds <= 1:
        # Nothing is lost with the feed of a rack that draws nothing.
        lost = Verdict.YES if rack.load_kw == 0 else Verdict.NO
    return {
        RackLack.SPACE: _fits(rack.used_u, rack.height_u),
        RackLack.POWER: _fits(rack.load_kw, power),
        RackLack.FEED_LOSS: lost,
        RackLack.COOLING: _fits(rack.load_kw, cooling),
    }


def _fits(load: float | None, limit: float | None) -> Verdict:
    if load is None or limit is None:
        return Verdict.UNKNOWN
    return Verdict.YES if load <= limit + _SLACK else Verdict.NO


def _share(load: float | None, limit: float | None) -> float | None:
    return None if load is None or not limit else load / limit
