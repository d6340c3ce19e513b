"""How often the coordinate system of a list of places is found, by its length.

    python benchmarks/geography/coordinate_systems.py [LISTS]

Lists are drawn from the localities of the four shipped provinces with their communes,
and written in the province's own system, in the neighbour's meridian, without the shift
of datum, and with k = 0.9996 without it. Prints how many were recognised, how many
without a question, and how many were decided wrongly, with the time of 5,000 points.
"""

import csv
import json
import sys
import time
from collections import Counter
from importlib.resources import files

import numpy as np
import shapely

from hatangso.geography.coordinate_systems import CoordinateSystem
from hatangso.geography.vn2000 import Evidence, infer_system

MERIDIANS = {
    "thai_nguyen": 106.5,
    "bac_kan": 106.5,
    "bac_giang": 107.0,
    "nam_dinh": 105.5,
}
_COUNTED = ("lists", "recognised", "certain", "wrong")
LENGTHS = (10, 20, 50, 100, 250, 500, 1_000)


def localities(province: str) -> tuple[np.ndarray, np.ndarray, shapely.Geometry]:
    """Return places in degrees, the commune of each, and the province."""
    folder = files("hatangso.packs") / province
    layer = json.loads((folder / "communes.geojson").read_text(encoding="utf-8"))
    communes = {
        one["properties"]["code"]: shapely.from_geojson(json.dumps(one["geometry"]))
        for one in layer["features"]
    }
    lines = (folder / "localities.csv").read_text(encoding="utf-8-sig").splitlines()
    rows = list(csv.DictReader(lines))
    places = np.array([(float(row["lon_deg"]), float(row["lat_deg"])) for row in rows])
    declared = np.array([communes[row["commune_code"]] for row in rows], dtype=object)
    return places, declared, shapely.union_all(list(communes.values()))


def ways_to_write(meridian_deg: float) -> dict[str, CoordinateSystem]:
    """Return the systems that lists are written in."""
    return {
        "own": CoordinateSystem(meridian_deg, 0.9999, is_shifted=True),
        "neighbour": CoordinateSystem(meridian_deg + 0.5, 0.9999, is_shifted=True),
        "no shift": CoordinateSystem(meridian_deg, 0.9999),
        "k and no shift": CoordinateSystem(meridian_deg, 0.9996),
    }


def main() -> None:
    """Print the table."""
    lists = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    counts: Counter[tuple[int, str, str]] = Counter()
    for province, meridian_deg in MERIDIANS.items():
        places, declared, region = localities(province)
        random = np.random.default_rng(7)
        for length in LENGTHS * lists:
            rows = random.permutation(len(places))[:length]
            for way, system in ways_to_write(meridian_deg).items():
                numbers = system.xy(*places[rows].T)
                decision = infer_system(
                    Evidence(*numbers, list(declared[rows]), region)
                )
                is_right = decision.system == system
                counts[length, way, "lists"] += 1
                counts[length, way, "recognised"] += is_right
                counts[length, way, "certain"] += is_right and decision.is_certain
                counts[length, way, "wrong"] += decision.is_certain and not is_right
        rows = random.integers(0, len(places), 5_000)
        numbers = system.xy(*places[rows].T)
        started = time.perf_counter()
        infer_system(Evidence(*numbers, list(declared[rows]), region))
        print(f"{province}: 5,000 points in {time.perf_counter() - started:.2f} s")
    for length in LENGTHS:
        for way in ways_to_write(0.0):
            told = (f"{name} {counts[length, way, name]}" for name in _COUNTED)
            print(length, way, *told, sep=", ")


if __name__ == "__main__":
    main()
