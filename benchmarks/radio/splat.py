"""The fast kernel beside SPLAT! HD's Irregular Terrain Model, on the same terrain.

    python benchmarks/radio/splat.py

SPLAT! (the Debian package ``splat``) gets the mountains as a tile of one arc second in
a temporary folder; what it takes to load the tile and to draw the picture is measured
with a tiny range and subtracted. Both compute the loss from one antenna to every cell
within 10 and 20 km on one core, each with its own model. The unit is cells of the map
per second; the ratio is the result.
"""

import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.radio.kernel import BANDS_MHZ, HEIGHT_M, Circle, seconds
from benchmarks.radio.terrain import NORTH_DEG, WEST_DEG, mountains

from hatangso.geography.terrain import Terrain

PROGRAM = "splat-hd"
RANGES_KM, TINY_KM = (10.0, 20.0), 0.2
# Loading takes longer than a range of 10 km: the least of several runs counts.
REPEATS = 5
PARAMETERS = """15.000 ; dielectric constant
0.005 ; conductivity in S/m
350.000 ; refractivity
900.000 ; frequency in MHz
5 ; climate
1 ; vertical polarisation
0.50 ; locations
0.50 ; time
"""


def write_tile(terrain: Terrain, folder: Path) -> None:
    """Write a tile: from south to north and from east to west, a height per line."""
    south, west = int(NORTH_DEG) - 1, 360 - int(WEST_DEG)
    name = f"{south}:{south + 1}:{west - 1}:{west}-hd.sdf"
    heights = terrain.elevation_m[::-1, ::-1].astype(int).ravel().tolist()
    lines = [west, south, west - 1, south + 1, *heights]
    text = "\n".join(map(str, lines)) + "\n"
    (folder / name).write_text(text, encoding="ascii")


def write_mast(folder: Path) -> None:
    """Write the mast in the middle of the tile and the model's parameters."""
    lat_deg, lon_deg = NORTH_DEG - 0.5, 360 - WEST_DEG - 0.5
    text = f"mast\n{lat_deg}\n{lon_deg}\n{HEIGHT_M} meters\n"
    (folder / "mast.qth").write_text(text, encoding="ascii")
    (folder / "mast.lrp").write_text(PARAMETERS, encoding="ascii")


def splat_seconds(folder: Path, range_km: float) -> float:
    """Return the processor time of one run."""
    command = [shutil.which(PROGRAM) or PROGRAM, "-t", "mast.qth", "-L", "1.5"]
    command += ["-R", str(range_km), "-metric", "-olditm", "-d", ".", "-o", "map.ppm"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=folder, check=True, capture_output=True)  # noqa: S603 - a fixed program
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Measure and print."""
    if shutil.which(PROGRAM) is None:
        print(f"{PROGRAM} is not installed: nothing to compare with")
        return
    terrain = mountains(trees_m=0.0)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_tile(terrain, folder)
        write_mast(folder)
        loading = least_seconds(folder, TINY_KM)
        for range_km in RANGES_KM:
            compare(terrain, range_km, least_seconds(folder, range_km), loading)


def least_seconds(folder: Path, range_km: float) -> float:
    """Return the least processor time of several runs."""
    return min(splat_seconds(folder, range_km) for _ in range(REPEATS))


def compare(
    terrain: Terrain, range_km: float, whole_s: float, loading_s: float
) -> None:
    """Measure the fast kernel on the same circle and print both."""
    circle = Circle(terrain, 1_000 * range_km, BANDS_MHZ[:1])
    width_m = float(np.prod(terrain.grid.cell_size_m(NORTH_DEG - 0.5)))
    theirs = np.pi * (1_000 * range_km) ** 2 / width_m / (whole_s - loading_s)
    ours = circle.cells / seconds(circle.fast())
    print(
        f"{range_km:g} km: {PROGRAM} {whole_s:.2f} s, {loading_s:.2f} s of it loading"
        f" and drawing: {theirs / 1e3:.0f} k cells/s; fast kernel, one band:"
        f" {ours / 1e3:.0f} k cells/s; ratio: {ours / theirs:.0f}"
    )


if __name__ == "__main__":
    main()
