"""An operator's list of masts that it wants to build: invented, for an appraisal."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from math import cos, radians

import numpy as np
import shapely

from hatangso.geography.grid import distances_m
from hatangso.model.place import Locality
from hatangso.model.province import Province
from hatangso.model.site import Site
from hatangso.units import FloatArray

__all__ = ["PROPOSALS_HEADER", "proposals_file", "proposed_masts"]

PROPOSALS_HEADER = (
    *("STT", "Tên trạm", "Kinh độ", "Vĩ độ", "Độ cao cột (m)", "Chủ sở hữu"),
    *("Trạng thái", "Ngày dự kiến hoạt động"),
)
_REMOTE, _BESIDE, _PAIRED = 9, 3, 2
# Nearer than any province asks for outside wards, and so in need of an opinion.
_TOO_NEAR_M = 180.0
_APART_M = 3_000.0
_HEIGHT_M = 42
_M_PER_DEG = 111_320.0


def proposals_file(province: Province) -> str:
    """Return the name of the file."""
    return f"de-nghi-cot-{_operator(province).lower()}.csv"


def proposed_masts(province: Province) -> tuple[tuple[object, ...], ...]:
    """Return the rows of the list, under `PROPOSALS_HEADER`.

    The remotest settlements get a mast, two of them a second one too near to it; some
    masts stand beside others that are there, and one lies outside the province.

    Source:
        Invented; the numbers are what an appraisal must tell apart.
    """
    if not province.sites or not province.localities:
        return ()
    remote = _remote(province)
    places = [
        *remote,
        *(_moved(one) for one in remote[:_PAIRED]),
        *(_moved(one) for one in _spread(province.sites, _BESIDE)),
        _outside(province),
    ]
    operator, year = _operator(province), province.data_date.year + 1
    return tuple(
        (
            number,
            f"VT-{number:02d} {one.name}".strip(),
            round(one.lon_deg, 5),
            round(one.lat_deg, 5),
            _HEIGHT_M,
            operator,
            "Dự kiến",
            date(year, 3 * (1 + number % 4), 28).strftime("%d/%m/%Y"),
        )
        for number, one in enumerate(places, 1)
    )


def _operator(province: Province) -> str:
    owners = Counter(one.owner for one in province.sites)
    return min(owners, key=lambda one: (-owners[one], one))


def _remote(province: Province) -> list[Locality]:
    """Return settlements far from every mast and from each other, remotest first."""
    lon = np.array([one.lon_deg for one in province.sites])
    lat = np.array([one.lat_deg for one in province.sites])
    away_m = {
        one.id: float(distances_m(one.lon_deg, one.lat_deg, lon, lat).min())
        for one in province.localities
    }
    chosen: list[Locality] = []
    for one in sorted(province.localities, key=lambda one: (-away_m[one.id], one.id)):
        others = _positions(chosen)
        if (
            not chosen
            or distances_m(one.lon_deg, one.lat_deg, *others).min() > _APART_M
        ):
            chosen.append(one)
        if len(chosen) == _REMOTE:
            break
    return chosen


def _positions(places: Sequence[Locality]) -> tuple[FloatArray, FloatArray]:
    lon = np.array([one.lon_deg for one in places])
    return lon, np.array([one.lat_deg for one in places])


def _spread(sites: Sequence[Site], count: int) -> Iterator[Site]:
    """Return some masts, from all over the list."""
    for part in range(count):
        yield sites[(2 * part + 1) * len(sites) // (2 * count)]


def _moved(place: Locality | Site) -> Locality | Site:
    """Return a place a little to the east."""
    east_deg = _TOO_NEAR_M / (_M_PER_DEG * cos(radians(place.lat_deg)))
    return replace(place, lon_deg=place.lon_deg + east_deg)


def _outside(province: Province) -> Site:
    """Return a point a little north of everything."""
    border = shapely.union_all([one.geometry for one in province.communes])
    west, _, east, north = border.bounds
    return replace(
        province.sites[0],
        name="",
        lon_deg=(west + east) / 2,
        lat_deg=north + _APART_M / _M_PER_DEG,
    )
