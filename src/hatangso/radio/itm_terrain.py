# mypy: disable-error-code="no-any-return"

"""What the Irregular Terrain Model reads from a profile: horizons, heights, roughness.

All functions of this module that call each other stand here, because a cached kernel
notices a change of its own file only. Lengths and heights are in m, angles in radians;
pairs belong to the transmitter and the receiver.

Source:
    G. A. Hufford, The ITS Irregular Terrain Model, version 1.2.2: The Algorithm
    ("Alg" below), sections 2 and 3; G. A. Hufford, A. G. Longley, W. A. Kissick, NTIA
    Report 82-100, for the empirical horizons.
"""

from typing import NamedTuple

import numpy as np

from hatangso.compiling import compiled
from hatangso.units import FloatArray

__all__ = [
    "Terminals",
    "air_over",
    "horizon_angle_rad",
    "system_height_m",
    "terminals_of_profile",
    "usual_horizon_m",
]

# How far a profile is cut at an end, before it is fitted: in antenna heights, and as
# a share of the way to the horizon.
_CUT_HEIGHTS = 15.0
_CUT_RATIO = 0.1
# Horizons that add up to more than this many path lengths see each other.
_SIGHT_RATIO = 1.5
_HORIZON_RATIO = 0.9
_LEAST_HEIGHT_M = 5.0
_PROFILE_M2 = 10.0
# A terrain shorter than this many intervals has no roughness.
_FEWEST_INTERVALS = 2.0


class Terminals(NamedTuple):
    """The two antennas, as the terrain between them makes them.

    Attributes:
        height_m: Above the ground, h_g.
        effective_m: Above the surface that reflects, h_e.
        horizon_m: How far the horizons are, d_L.
        angle_rad: How high the horizons are, theta_e.
        roughness_m: Interdecile range of the terrain, delta h.
        is_clear: Whether they see each other over a profile.
        added_m2: What is added to the product of the heights where the share of
            knife edges is weighed: 10 along a profile, 0 in an area (Alg 4.9).
    """

    height_m: tuple[float, float]
    effective_m: tuple[float, float]
    horizon_m: tuple[float, float]
    angle_rad: tuple[float, float]
    roughness_m: float
    is_clear: bool
    added_m2: float


@compiled
def air_over(refractivity_n: float, above_sea_m: float) -> tuple[float, float]:
    """Return the refractivity at a height, and the effective radius of the Earth."""
    # Alg (1.2) and (1.3).
    surface_n = refractivity_n * np.exp(-above_sea_m / 9_460)
    return surface_n, 1 / (157e-9 * (1 - 0.04665 * np.exp(surface_n / 179.3)))


@compiled
def system_height_m(elevation_m: FloatArray) -> float:
    """Return the mean height of a profile without a tenth at each end."""
    last = elevation_m.shape[0] - 1
    tenth = int(0.1 * last)
    return elevation_m[tenth : last - tenth + 1].mean()


@compiled
def usual_horizon_m(
    effective_m: float, roughness_m: float, earth_radius_m: float
) -> float:
    """Return the distance of the horizon that is usual in such terrain (Alg 3.3)."""
    shadow = np.sqrt(roughness_m / max(effective_m, _LEAST_HEIGHT_M))
    return np.sqrt(2 * effective_m * earth_radius_m) * np.exp(-0.07 * shadow)


@compiled
def horizon_angle_rad(
    effective_m: float, horizon_m: float, roughness_m: float, earth_radius_m: float
) -> float:
    """Return the height of a horizon that is at a distance (Alg 3.4)."""
    smooth_m = np.sqrt(2 * effective_m * earth_radius_m)
    rise_m = 0.65 * roughness_m * (smooth_m / horizon_m - 1) - 2 * effective_m
    return rise_m / smooth_m


@compiled
def _horizons(
    elevation_m: FloatArray,
    step_m: float,
    height_m: tuple[float, float],
    earth_radius_m: float,
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return distances and angles of the horizons; the other antenna may be one."""
    last = elevation_m.shape[0] - 1
    length_m = last * step_m
    left_m = elevation_m[0] + height_m[0]
    right_m = elevation_m[last] + height_m[1]
    bulge = length_m / (2 * earth_radius_m)
    left_rad = (right_m - left_m) / length_m - bulge
    right_rad = (left_m - right_m) / length_m - bulge
    left_at_m = right_at_m = length_m
    # Steps are added up, as in the model: parts of these distances are cut to whole
    # intervals later, where the last digit decides.
    there_m, back_m = 0.0, length_m
    for i in range(1, last):
        there_m += step_m
        rad = (elevation_m[i] - left_m) / there_m - there_m / (2 * earth_radius_m)
        if rad > left_rad:
            left_rad, left_at_m = rad, there_m
        back_m -= step_m
        rad = (elevation_m[i] - right_m) / back_m - back_m / (2 * earth_radius_m)
        if rad > right_rad:
            right_rad, right_at_m = rad, back_m
    return (left_at_m, right_at_m), (left_rad, right_rad)


@compiled
def _fitted_ends_m(
    elevation_m: FloatArray, step_m: float, start_m: float, end_m: float
) -> tuple[float, float]:
    """Return the heights at both ends of a profile of the line fitted to a part of it.

    The part is widened to whole intervals; its two outermost points count half.
    """
    last = elevation_m.shape[0] - 1
    first = int(max(start_m / step_m, 0.0))
    final = last - int(max(last - end_m / step_m, 0.0))
    if final <= first:
        first = max(first - 1, 0)
        final = min(final + 1, last)
    count = final - first
    total = moment = 0.0
    for i in range(first, final + 1):
        share = 0.5 if i in {first, final} else 1.0
        total += share * elevation_m[i]
        moment += share * elevation_m[i] * (i - first - 0.5 * count)
    mean_m = total / count
    slope_m = 12 * moment / ((count * count + 2.0) * count)
    middle = first + 0.5 * count
    return mean_m - slope_m * middle, mean_m + slope_m * (last - middle)


@compiled
def _roughness_m(
    elevation_m: FloatArray, step_m: float, start_m: float, end_m: float
) -> float:
    """Return the interdecile range of a part of a profile about its fitted line.

    The part is sampled anew at 35 to 245 points, and the range brought to that of an
    endless path.
    """
    last = elevation_m.shape[0] - 1
    start, end = start_m / step_m, end_m / step_m
    if end - start < _FEWEST_INTERVALS:
        return 0.0
    tenth = min(max(4, int(0.1 * (end - start + 8))), 25)
    count = 10 * tenth - 5
    stride = (end - start) / (count - 1)
    sample_m = np.empty(count)
    for j in range(count):
        at = start + j * stride
        i = min(int(at), last - 1)
        sample_m[j] = elevation_m[i] + (elevation_m[i + 1] - elevation_m[i]) * (at - i)
    left_m, right_m = _fitted_ends_m(sample_m, 1.0, 0.0, count - 1.0)
    slope_m = (right_m - left_m) / (count - 1)
    for j in range(count):
        sample_m[j] -= left_m + slope_m * j
    sample_m.sort()
    range_m = sample_m[count - tenth] - sample_m[tenth - 1]
    # Alg (3.9), turned round.
    return range_m / (1 - 0.8 * np.exp(-(end_m - start_m) / 50e3))


@compiled
def _seen_heights_m(
    elevation_m: FloatArray,
    height_m: tuple[float, float],
    surface_m: tuple[float, float],
) -> tuple[float, float]:
    """Return the heights of antennas over a surface, never less than over ground."""
    last = elevation_m.shape[0] - 1
    return (
        height_m[0] + max(elevation_m[0] - surface_m[0], 0.0),
        height_m[1] + max(elevation_m[last] - surface_m[1], 0.0),
    )


@compiled
def _usual_horizons_m(
    effective_m: tuple[float, float], roughness_m: float, earth_radius_m: float
) -> tuple[float, float]:
    return (
        usual_horizon_m(effective_m[0], roughness_m, earth_radius_m),
        usual_horizon_m(effective_m[1], roughness_m, earth_radius_m),
    )


@compiled
def _lifted(
    effective_m: tuple[float, float],
    roughness_m: float,
    earth_radius_m: float,
    length_m: float,
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return heights and usual horizons, lifted until these add up to the path."""
    horizon_m = _usual_horizons_m(effective_m, roughness_m, earth_radius_m)
    reach_m = horizon_m[0] + horizon_m[1]
    if reach_m > length_m:
        return effective_m, horizon_m
    lift = (length_m / reach_m) ** 2
    effective_m = (effective_m[0] * lift, effective_m[1] * lift)
    return effective_m, _usual_horizons_m(effective_m, roughness_m, earth_radius_m)


@compiled
def terminals_of_profile(
    elevation_m: FloatArray,
    step_m: float,
    height_m: tuple[float, float],
    earth_radius_m: float,
) -> Terminals:
    """Return what a profile makes of its two antennas.

    Where they see each other the horizons behind are not known: they are taken from
    the roughness and the fitted line, lifted until they add up to the path.
    """
    length_m = (elevation_m.shape[0] - 1) * step_m
    horizon_m, angle_rad = _horizons(elevation_m, step_m, height_m, earth_radius_m)
    start_m = min(_CUT_HEIGHTS * height_m[0], _CUT_RATIO * horizon_m[0])
    end_m = length_m - min(_CUT_HEIGHTS * height_m[1], _CUT_RATIO * horizon_m[1])
    roughness_m = _roughness_m(elevation_m, step_m, start_m, end_m)
    is_clear = horizon_m[0] + horizon_m[1] > _SIGHT_RATIO * length_m
    if is_clear:
        surface_m = _fitted_ends_m(elevation_m, step_m, start_m, end_m)
        effective_m = _seen_heights_m(elevation_m, height_m, surface_m)
        effective_m, horizon_m = _lifted(
            effective_m, roughness_m, earth_radius_m, length_m
        )
        angle_rad = (
            horizon_angle_rad(
                effective_m[0], horizon_m[0], roughness_m, earth_radius_m
            ),
            horizon_angle_rad(
                effective_m[1], horizon_m[1], roughness_m, earth_radius_m
            ),
        )
    else:
        first_m = _HORIZON_RATIO * horizon_m[0]
        last_m = length_m - _HORIZON_RATIO * horizon_m[1]
        near_m, _ = _fitted_ends_m(elevation_m, step_m, start_m, first_m)
        _, far_m = _fitted_ends_m(elevation_m, step_m, last_m, end_m)
        effective_m = _seen_heights_m(elevation_m, height_m, (near_m, far_m))
    return Terminals(
        height_m,
        effective_m,
        horizon_m,
        angle_rad,
        roughness_m,
        is_clear,
        _PROFILE_M2,
    )
