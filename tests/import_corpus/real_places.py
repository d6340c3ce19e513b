"""Sites, villages and communes of the shipped provinces, to make files of."""

import csv
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import shapely
from shapely.geometry import shape

import hatangso

__all__ = ["Place", "all_sites", "communes", "pack", "sites", "spread", "villages"]


@dataclass(frozen=True)
class Place:
    """A site or a village of a pack.

    Attributes:
        commune: Name as it is in force; ``commune_code`` beside it.
        size: Height of a site's mast in metres; people of a village.
    """

    id: str
    name: str
    commune: str
    commune_code: str
    lon_deg: float
    lat_deg: float
    size: int
    owner: str = ""
    households: int = 0


def pack(province: str) -> Path:
    """Return the folder of a shipped province."""
    return Path(hatangso.__file__).parent / "packs" / province


@cache
def communes(province: str) -> dict[str, tuple[str, shapely.Geometry]]:
    """Return names and borders of communes by their codes."""
    text = (pack(province) / "communes.geojson").read_text(encoding="utf-8")
    return {
        feature["properties"]["code"]: (
            feature["properties"]["name_vi"],
            shape(feature["geometry"]),
        )
        for feature in json.loads(text)["features"]
    }


def _rows(province: str, file: str) -> list[dict[str, str]]:
    with (pack(province) / file).open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def sites(province: str) -> tuple[Place, ...]:
    """Return sites that stand well inside one commune, in the order of the pack."""
    return _sites(province, -0.002)


def all_sites(province: str) -> tuple[Place, ...]:
    """Return sites that stand in one commune, in the order of the pack."""
    return _sites(province, 0.0)


@cache
def _sites(province: str, beyond_deg: float) -> tuple[Place, ...]:
    borders = communes(province)
    codes = list(borders)
    tree = shapely.STRtree(
        [shapely.buffer(borders[code][1], beyond_deg) for code in codes]
    )
    found = []
    for row in _rows(province, "sites.csv"):
        lon_deg, lat_deg = float(row["lon_deg"]), float(row["lat_deg"])
        inside = tree.query(shapely.Point(lon_deg, lat_deg), predicate="within")
        if len(inside) == 1:
            code = codes[inside[0]]
            found.append(
                Place(
                    row["id"],
                    row["name"],
                    borders[code][0],
                    code,
                    lon_deg,
                    lat_deg,
                    round(float(row["structure_height_m"])),
                    row["owner"],
                )
            )
    return tuple(found)


@cache
def villages(province: str) -> tuple[Place, ...]:
    """Return villages, without the commune in brackets behind their names."""
    borders = communes(province)
    return tuple(
        Place(
            row["id"],
            row["name"].partition(" (")[0],
            borders[row["commune_code"]][0],
            row["commune_code"],
            float(row["lon_deg"]),
            float(row["lat_deg"]),
            int(row["people"]),
            households=int(row["households"]),
        )
        for row in _rows(province, "localities.csv")
        if row["commune_code"] in borders
    )


def spread(places: tuple[Place, ...], count: int, start: int = 0) -> list[Place]:
    """Return so many places from all over a province, in the order of communes."""
    step = max(1, (len(places) - start) // count)
    chosen = places[start : start + step * count : step]
    return sorted(chosen, key=lambda place: (place.commune_code, place.id))
