"""What the map draws from, kept with the state of the province that it belongs to."""

from hatangso.io.results_directory import ResultsDirectory
from hatangso.web.map.raster_layers import RasterLayer, raster_layers
from hatangso.web.map.relief import Relief
from hatangso.web.map.tiles import TileCache
from hatangso.web.snapshot import ProvinceSnapshot
from hatangso.workflows.coverage import STEP

__all__ = ["rasters_of", "relief_of", "tile_cache"]

_TILES_FOLDER = ".map"


def rasters_of(snapshot: ProvinceSnapshot) -> dict[str, RasterLayer]:
    """Return the rasters of the computed coverage; none before it is computed."""

    def find() -> dict[str, RasterLayer]:
        results = ResultsDirectory.of(snapshot.directory)
        if not results.has_step(STEP):
            return {}
        outputs = results.step(STEP).get("outputs")
        named = outputs if isinstance(outputs, dict) else {}
        hashes = {
            str(file).rpartition("/")[2]: str(mark) for file, mark in named.items()
        }
        return raster_layers(results.path, hashes, snapshot.inputs.radio)

    return snapshot.part("map rasters", find)


def relief_of(snapshot: ProvinceSnapshot) -> Relief:
    """Return the terrain, ready to be cut into tiles."""
    return snapshot.part("map relief", lambda: Relief(snapshot.inputs.terrain))


def tile_cache(snapshot: ProvinceSnapshot) -> TileCache:
    """Return where drawn tiles are kept."""
    return TileCache(ResultsDirectory.of(snapshot.directory).path / _TILES_FOLDER)
