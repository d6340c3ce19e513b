"""The rasters of a computed coverage, read back per technology and operator."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from hatangso.errors import NotFoundError
from hatangso.geography.grid import Grid
from hatangso.io.raster_files import Band, read_bands, read_tags
from hatangso.language import fold, sort_key
from hatangso.model.coverage import LEVEL_NUMBERS, CoverageLevel
from hatangso.model.site import Technology
from hatangso.radio.link_budget import RadioParameters
from hatangso.units import BoolArray, FloatArray, IntArray

__all__ = ["ANY_OPERATOR", "CoverageLayer", "coverage_layers", "layer_files"]

# Stands for the operator that is best at each place.
ANY_OPERATOR = ""
_OPERATOR_TAG = "OPERATOR"
_LEVEL_BAND, _RATE_BAND, _CLASS_BAND = "level_dbm", "rate_mbps", "level"


@dataclass(frozen=True)
class CoverageLayer:
    """What one technology of one operator, or of the best one, offers on a grid.

    Attributes:
        operator: Its name; ``ANY_OPERATOR`` for the best one.
        level_dbm: Median level outdoors, (row, col); NaN for none.
        rate_mbps: Rate outdoors, the same shape; None when none is computed.
        numbers: Of ``LEVEL_NUMBERS``, the same shape; 0 is outside the province.
        grid: The frame.
    """

    technology: Technology
    operator: str
    level_dbm: FloatArray
    rate_mbps: FloatArray | None
    numbers: IntArray
    grid: Grid

    @property
    def is_inside(self) -> BoolArray:
        """Whether each cell lies in the province."""
        return np.asarray(self.numbers > 0)

    @property
    def is_unknown(self) -> BoolArray:
        """Whether nobody can tell of each cell."""
        return np.asarray(self.numbers == LEVEL_NUMBERS[CoverageLevel.UNKNOWN])


def layer_files(results: Path) -> list[Path]:
    """Return the rasters that layers are read from."""
    kinds = ("coverage", "level", "rate", "operator")
    return sorted(path for kind in kinds for path in results.glob(f"{kind}_*.tif"))


def coverage_layers(
    results: Path,
    technologies: Sequence[Technology],
    operator: str,
    radio: RadioParameters,
) -> Iterator[CoverageLayer]:
    """Read layers one after the other, so that only one is held.

    Args:
        results: Where the rasters lie.
        technologies: Which to read.
        operator: Whose, written with or without diacritics and capitals; technologies
            that it does not run are passed over. Empty for the best one and then each
            in order of name.
        radio: Tells when a level of one operator is basic or good.

    Raises:
        NotFoundError: There is no such operator, or no raster of a technology.
        InvalidInputError: A raster cannot be read.
    """
    named = {one: _operators(results, one) for one in technologies}
    chosen = {one: _chosen(operator, names) for one, names in named.items()}
    if operator and not any(chosen.values()):
        known = {name for names in named.values() for name in names}
        raise NotFoundError(
            "there is no {technology} coverage of {operator}; there is: {names}",
            technology=", ".join(technologies),
            operator=operator,
            names=", ".join(sorted(known, key=sort_key)) or "-",
        )
    for technology, names in named.items():
        best = _best(results, technology)
        if not operator:
            yield best
        for name in chosen[technology] if operator else names:
            yield _of_operator(names[name], name, best, radio)


def _chosen(operator: str, names: Iterable[str]) -> list[str]:
    """Return the name as it stands, or else those that differ in case or marks."""
    exact = [name for name in names if name == operator]
    return exact or [name for name in names if fold(name) == fold(operator)]


def _operators(results: Path, technology: Technology) -> dict[str, Path]:
    """Return the rasters of the operators by name, in order."""
    pattern = f"operator_*_{_suffix(technology)}.tif"
    named = {
        read_tags(path).get(_OPERATOR_TAG, ""): path
        for path in sorted(results.glob(pattern))
    }
    return {name: named[name] for name in sorted(named, key=sort_key) if name}


def _best(results: Path, technology: Technology) -> CoverageLayer:
    suffix = _suffix(technology)
    for kind in ("coverage", "level"):
        path = results / f"{kind}_{suffix}.tif"
        if not path.is_file():
            raise NotFoundError(
                "{file} is not there: run hatangso coverage again", file=path.name
            )
    level = read_bands(results / f"coverage_{suffix}.tif")
    numbers = read_bands(results / f"level_{suffix}.tif").bands[0].cells
    rate_path = results / f"rate_{suffix}.tif"
    rate_mbps = _cells(read_bands(rate_path).bands[0]) if rate_path.is_file() else None
    return CoverageLayer(
        technology,
        ANY_OPERATOR,
        _cells(level.bands[0]),
        rate_mbps,
        np.asarray(numbers),
        level.grid,
    )


def _of_operator(
    path: Path, operator: str, best: CoverageLayer, radio: RadioParameters
) -> CoverageLayer:
    """Return an operator's layer; its bands are known by their descriptions."""
    bands = {band.description: _cells(band) for band in read_bands(path).bands}
    if _LEVEL_BAND not in bands:
        raise NotFoundError(
            "{file} is not there: run hatangso coverage again",
            file=f"{path.name}: {_LEVEL_BAND}",
        )
    level_dbm, rate_mbps = bands[_LEVEL_BAND], bands.get(_RATE_BAND)
    numbers = _numbers(level_dbm, rate_mbps, best, radio)
    if _CLASS_BAND in bands:
        numbers = np.nan_to_num(bands[_CLASS_BAND]).astype(np.uint8)
    numbers[~best.is_inside] = 0
    return CoverageLayer(
        best.technology, operator, level_dbm, rate_mbps, numbers, best.grid
    )


def _numbers(
    level_dbm: FloatArray,
    rate_mbps: FloatArray | None,
    best: CoverageLayer,
    radio: RadioParameters,
) -> IntArray:
    """Return the classes of an operator; where nobody can tell of any, nor of it."""
    numbers = np.where(
        best.is_unknown,
        LEVEL_NUMBERS[CoverageLevel.UNKNOWN],
        LEVEL_NUMBERS[CoverageLevel.NONE],
    ).astype(np.uint8)
    needs = zip(
        (CoverageLevel.BASIC, CoverageLevel.GOOD),
        radio.thresholds_dbm(best.technology),
        radio.thresholds_mbps(best.technology),
        strict=True,
    )
    for level, least_dbm, least_mbps in needs:
        has_service = level_dbm >= least_dbm
        if rate_mbps is not None and least_mbps > 0:
            has_service &= rate_mbps >= least_mbps
        numbers[has_service] = LEVEL_NUMBERS[level]
    return numbers


def _cells(band: Band) -> FloatArray:
    return np.asarray(band.cells, dtype=np.float32)


def _suffix(technology: Technology) -> str:
    return str(technology).lower()
