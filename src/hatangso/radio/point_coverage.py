"""Coverage of points: each technology's best server, and what stands in its way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from hatangso.geography.terrain import Terrain
from hatangso.model.antenna_pattern import AntennaPattern
from hatangso.model.coverage import CoverageLevel, Obstacle, PointCoverage
from hatangso.model.site import Service, Site, Technology
from hatangso.radio.link_budget import RadioParameters
from hatangso.radio.links import Links, Placed, Receivers, links_between, profile_step_m
from hatangso.radio.masts import NO_PATTERNS, masts_of
from hatangso.radio.radials import RadialScene
from hatangso.radio.second_opinion import itm_levels_dbm
from hatangso.units import BoolArray, FloatArray, IntArray

__all__ = ["point_coverage"]


def point_coverage(
    terrain: Terrain,
    points: Sequence[Placed],
    sites: Sequence[Site],
    services: Sequence[Service],
    *,
    parameters: RadioParameters,
    refractivity_gradient_n_per_km: float,
    antenna_patterns: Mapping[str, AntennaPattern] = NO_PATTERNS,
    technologies: Sequence[Technology] = tuple(Technology),
    workers: int = 2,
) -> list[PointCoverage]:
    """Compute what each technology offers at each point, exactly, path by path.

    The verdict is that of Rec. ITU-R P.1812; the Irregular Terrain Model is asked for a
    second opinion on the same services, judged by the same thresholds.

    The level is unknown at a point without terrain. It is also unknown where no service
    is known to suffice but one is in range whose path cannot be computed for want of
    terrain under its site or on the way: it might.

    Args:
        terrain: Ground and clutter.
        points: Localities, facilities or anything else with a name and a place.
        sites: The sites.
        services: What they carry.
        parameters: The link budget.
        refractivity_gradient_n_per_km: Of the province.
        antenna_patterns: Measured patterns by the name that services call them.
        technologies: Those asked for.
        workers: Threads; the result does not depend on them.

    Returns:
        One record per point and technology, point by point, in the orders given.

    Raises:
        NotFoundError: A service names a site or a pattern that is not there.
        InvalidInputError: A carrier has a bandwidth that its standard does not know.
        OutOfRangeError: An antenna height or frequency is outside the model.
    """
    scene = RadialScene.of(
        terrain,
        refractivity_gradient_n_per_km=refractivity_gradient_n_per_km,
        receiver_height_m=parameters.receiver_height_m,
        polarisation=parameters.polarisation,
    )
    asked = [item for item in services if item.technology in technologies]
    masts = masts_of(terrain, sites, asked, parameters, antenna_patterns)
    receivers = Receivers.at(terrain, points)
    links = links_between(
        terrain, scene, masts, receivers, parameters=parameters, workers=workers
    )
    second_dbm = itm_levels_dbm(
        scene,
        links,
        technologies,
        points=len(points),
        parameters=parameters,
        step_m=profile_step_m(terrain.grid),
        workers=workers,
    )
    by_technology = {
        technology: _Answers(
            terrain=terrain,
            points=points,
            receivers=receivers,
            links=links,
            technology=technology,
            parameters=parameters,
            second_dbm=second_dbm[:, place],
        )
        for place, technology in enumerate(technologies)
    }
    return [
        by_technology[technology].at(number)
        for number in range(len(points))
        for technology in technologies
    ]


@dataclass(frozen=True)
class _Found:
    """Per point: the link of the best server (-1: none), doubt, and operators."""

    best: IntArray
    is_doubtful: BoolArray
    operators: tuple[tuple[str, ...], ...]


class _Answers:
    """What one technology offers at every point."""

    def __init__(
        self,
        *,
        terrain: Terrain,
        points: Sequence[Placed],
        receivers: Receivers,
        links: Links,
        technology: Technology,
        parameters: RadioParameters,
        second_dbm: FloatArray,
    ) -> None:
        self._grid = terrain.grid
        self._points = points
        self._receivers = receivers
        self._links = links
        self._technology = technology
        self._second_dbm = second_dbm
        self._basic_dbm, self._good_dbm = parameters.thresholds_dbm(technology)
        self._found = _search(links, technology, len(points), self._basic_dbm)

    def at(self, number: int) -> PointCoverage:
        """Return the answer for one point."""
        point_id = self._points[number].id
        link = int(self._found.best[number])
        links = self._links
        level = self._level(number, links.level_dbm[link] if link >= 0 else -np.inf)
        second_dbm = float(self._second_dbm[number])
        found = PointCoverage(
            point_id,
            self._technology,
            level,
            second_level_dbm=second_dbm if np.isfinite(second_dbm) else None,
            second_level=self._level(number, second_dbm),
        )
        if link < 0 or level is CoverageLevel.UNKNOWN:
            return found
        mast, radiator = links.radiators[links.radiator[link]]
        return replace(
            found,
            level_dbm=float(links.level_dbm[link]),
            site_id=mast.site.id,
            operator=radiator.operator,
            distance_m=float(links.paths.lengths_m[links.path[link]]),
            obstacle=self._obstacle(int(links.path[link])),
            operators=self._found.operators[number],
        )

    def _level(self, number: int, level_dbm: float) -> CoverageLevel:
        if not self._receivers.is_on_terrain[number] or np.isnan(level_dbm):
            return CoverageLevel.UNKNOWN
        if level_dbm >= self._good_dbm:
            return CoverageLevel.GOOD
        if level_dbm >= self._basic_dbm:
            return CoverageLevel.BASIC
        is_doubtful = self._found.is_doubtful[number]
        return CoverageLevel.UNKNOWN if is_doubtful else CoverageLevel.NONE

    def _obstacle(self, path: int) -> Obstacle | None:
        losses, paths = self._links.losses, self._links.paths
        if losses.is_line_of_sight[path] or not losses.excess_m[path] > 0:
            return None
        place_ratio = losses.place_ratio[path]
        row, col = paths.starts[path] + place_ratio * (
            paths.ends[path] - paths.starts[path]
        )
        lon_deg, lat_deg = self._grid.lon_lat(np.array(row), np.array(col))
        return Obstacle(
            lon_deg=float(lon_deg),
            lat_deg=float(lat_deg),
            distance_m=float((1 - place_ratio) * paths.lengths_m[path]),
            height_m=float(losses.top_m[path]),
            excess_m=float(losses.excess_m[path]),
            antenna_rise_m=float(losses.rise_m[path]),
        )


def _search(
    links: Links, technology: Technology, points: int, basic_dbm: float
) -> _Found:
    """Find the best link of each point; equal levels go to the earlier service."""
    is_asked = np.array(
        [radiator.technology is technology for _, radiator in links.radiators],
        dtype=bool,
    )
    mine = np.flatnonzero(is_asked[links.radiator])
    level_dbm = links.level_dbm[mine]
    is_doubtful = np.zeros(points, dtype=bool)
    is_doubtful[links.point[mine[np.isnan(level_dbm)]]] = True
    mine = mine[np.isfinite(level_dbm)]
    numbers = np.array(
        [radiator.number for _, radiator in links.radiators], dtype=np.int64
    )
    order = np.lexsort(
        (numbers[links.radiator[mine]], -links.level_dbm[mine], links.point[mine])
    )
    served, first = np.unique(links.point[mine[order]], return_index=True)
    best = np.full(points, -1, dtype=np.int64)
    best[served] = mine[order[first]]
    operators: list[set[str]] = [set() for _ in range(points)]
    for link in mine[links.level_dbm[mine] >= basic_dbm]:
        _, radiator = links.radiators[links.radiator[link]]
        operators[links.point[link]].add(radiator.operator)
    return _Found(best, is_doubtful, tuple(tuple(sorted(item)) for item in operators))
