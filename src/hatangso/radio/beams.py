"""Beams: the sectors of masts in the order in which the cells' kernels want them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from hatangso.errors import InvalidInputError
from hatangso.geography.grid import Grid
from hatangso.geography.terrain import Terrain
from hatangso.model.antenna_pattern import PATTERN_ANGLES, AntennaPattern
from hatangso.model.site import Technology
from hatangso.radio.bands import MOST_BANDS
from hatangso.radio.cells import STEEPEST_DEG, VERTICAL_STEPS_PER_DEG, Beams
from hatangso.radio.link_budget import RadioParameters
from hatangso.radio.masts import Mast, Radiator, ground_m
from hatangso.radio.radials import Band, Lattice
from hatangso.units import FloatArray, IntArray

__all__ = [
    "Channel",
    "Network",
    "Numbering",
    "PlacedMast",
    "beams_of",
    "networks_of",
    "placed_masts",
]


@dataclass(frozen=True, order=True)
class Network:
    """All services of an operator in one technology."""

    operator: str
    technology: Technology


@dataclass(frozen=True, order=True)
class Channel:
    """Services of a network that disturb each other: those on one frequency."""

    network: Network
    frequency_mhz: float

    @classmethod
    def of(cls, radiator: Radiator) -> "Channel":
        """Return the channel of a service."""
        network = Network(radiator.operator, radiator.technology)
        return cls(network, radiator.band.frequency_mhz)


@dataclass(frozen=True)
class PlacedMast:
    """A mast on a grid, with the lattice around it.

    Attributes:
        mast: The mast.
        lattice: Radials and steps around it.
        base_m: Ground under it; NaN off the terrain.
    """

    mast: Mast
    lattice: Lattice
    base_m: float

    @property
    def bands(self) -> list[Band]:
        """Return its antenna heights and frequencies, in order."""
        return sorted({radiator.band for radiator in self.mast.radiators})

    def from_origin(self, row: int, col: int) -> "PlacedMast":
        """Return the mast with its place counted from another cell of the grid."""
        at = self.lattice
        moved = replace(at, row=at.row - row, col=at.col - col)
        return replace(self, lattice=moved)


def networks_of(masts: Iterable[Mast]) -> list[Network]:
    """Return the networks of masts, in order."""
    found = {
        Network(x.operator, x.technology) for mast in masts for x in mast.radiators
    }
    return sorted(found)


class Numbering:
    """Numbers of the channels of some masts and of all networks, in their order.

    Attributes:
        channels: The channels.
        networks: The networks.
    """

    def __init__(
        self, masts: Iterable[PlacedMast], networks: Sequence[Network]
    ) -> None:
        """Number what the masts carry.

        Raises:
            InvalidInputError: There are too many networks for the bits of a number.
        """
        found = {
            Channel.of(radiator) for item in masts for radiator in item.mast.radiators
        }
        self.channels = tuple(sorted(found))
        self.networks = tuple(networks)
        self.channel = {channel: i for i, channel in enumerate(self.channels)}
        self.network = {network: i for i, network in enumerate(self.networks)}
        if len(self.networks) > MOST_BANDS:
            raise InvalidInputError(
                "there are {count} pairs of operator and technology; at most {most} can"
                " be computed: look for operators that are written in two ways",
                count=len(self.networks),
                most=MOST_BANDS,
            )

    def channels_of(self, network: Network) -> IntArray:
        """Return the numbers of a network's channels."""
        found = [i for i, x in enumerate(self.channels) if x.network == network]
        return np.array(found, dtype=np.int64)


def placed_masts(
    terrain: Terrain, masts: Sequence[Mast], parameters: RadioParameters
) -> list[PlacedMast]:
    """Return masts with the lattices around them, each as wide as any technology."""
    lon_deg = np.array([mast.site.lon_deg for mast in masts], dtype=np.float64)
    lat_deg = np.array([mast.site.lat_deg for mast in masts], dtype=np.float64)
    base_m = ground_m(terrain, lon_deg, lat_deg)
    return [
        PlacedMast(mast, _lattice(terrain.grid, mast, parameters), float(base))
        for mast, base in zip(masts, base_m, strict=True)
    ]


def _lattice(grid: Grid, mast: Mast, parameters: RadioParameters) -> Lattice:
    """Return the lattice of a mast: as wide as the technology that reaches farthest.

    It does not depend on the mast's own services, so that a new one changes none of
    the others.
    """
    widest_m = max(parameters.range_m(technology) for technology in Technology)
    site = mast.site
    return Lattice.around(grid, site.lon_deg, site.lat_deg, range_m=widest_m)


def beams_of(
    placed: PlacedMast, numbering: Numbering, parameters: RadioParameters
) -> Beams:
    """Return the sectors of a mast, sorted by band and service."""
    bands = placed.bands
    heights_m = sorted({band.antenna_height_m for band in bands})
    radiators = sorted(placed.mast.radiators, key=lambda item: item.band)
    hung = [(item, sector) for item in radiators for sector in item.sectors]
    channels = [Channel.of(item) for item, _ in hung]
    patterns = list(dict.fromkeys(sector.pattern for _, sector in hung))
    azimuths_deg = placed.lattice.azimuths_deg
    off_deg = [azimuths_deg - sector.azimuth_deg for _, sector in hung]
    eirp_mw = np.array([10 ** (item.eirp_dbm / 10) for item, _ in hung])
    greatest_db = np.array([sector.pattern.greatest_loss_db for _, sector in hung])
    cuts_db = [
        _cut_db(sector.pattern.horizontal_loss_db, off)
        for (_, sector), off in zip(hung, off_deg, strict=True)
    ]
    tilts_deg = [
        sector.electrical_tilt_deg
        + sector.mechanical_tilt_deg * np.cos(np.radians(off))
        for (_, sector), off in zip(hung, off_deg, strict=True)
    ]
    return Beams(
        channel=np.array([numbering.channel[x] for x in channels], dtype=np.int64),
        network=np.array(
            [numbering.network[x.network] for x in channels], dtype=np.int64
        ),
        band=np.array([bands.index(item.band) for item, _ in hung], dtype=np.int64),
        height=np.array(
            [heights_m.index(item.band.antenna_height_m) for item, _ in hung],
            dtype=np.int64,
        ),
        radiator=np.array([item.number for item, _ in hung], dtype=np.int32),
        range_m=np.array([parameters.range_m(item.technology) for item, _ in hung]),
        horizontal_mw=(eirp_mw[:, None] * _ratio(np.array(cuts_db))).astype(np.float32),
        floor_mw=eirp_mw * _ratio(greatest_db),
        tilt_deg=np.array(tilts_deg, dtype=np.float32),
        vertical=np.array([patterns.index(x.pattern) for _, x in hung], dtype=np.int64),
        vertical_ratio=np.array([_vertical_ratio(pattern) for pattern in patterns]),
        top_m=placed.base_m + np.array(heights_m),
        offset_db=np.array(
            [parameters.calibration.offsets_db(band.frequency_mhz) for band in bands]
        ),
    )


def _cut_db(table_db: FloatArray, angle_deg: FloatArray) -> FloatArray:
    angles_deg = np.arange(PATTERN_ANGLES)
    return np.interp(angle_deg, angles_deg, table_db, period=PATTERN_ANGLES)


@lru_cache(maxsize=256)
def _vertical_ratio(pattern: AntennaPattern) -> FloatArray:
    """Return a vertical cut from straight up to straight down, as power ratios."""
    count = int(2 * STEEPEST_DEG * VERTICAL_STEPS_PER_DEG) + 1
    below_deg = np.linspace(-STEEPEST_DEG, STEEPEST_DEG, count)
    return _ratio(_cut_db(pattern.vertical_loss_db, below_deg))


def _ratio(loss_db: FloatArray) -> FloatArray:
    return np.asarray(10 ** (-np.asarray(loss_db) / 10))
