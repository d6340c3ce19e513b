"""How closely the compiled kernels agree with the whole Recommendation at 50 %.

    python benchmarks/radio/agreement.py [PATHS [FIRST]]

Random paths, each with its own ground, clutter, antennas, frequency and air, are
computed by ``transmission_loss`` (all mechanisms, plain form), by the path kernel in
double precision and by the fast radial kernel in single precision. Path number n is the
same in every run, so that a long run may be done in pieces. Shorter than 0.25 km, where
the Recommendation is not defined, the answer is free space.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from hatangso.radio.bands import band_constants
from hatangso.radio.itu_p1812 import (
    MINIMUM_DISTANCE_KM,
    Atmosphere,
    Path,
    Polarisation,
    effective_earth_radius_km,
    transmission_loss,
)
from hatangso.radio.kernels import OBSTACLE, evaluate_paths
from hatangso.radio.radial_kernel import evaluate_fan
from hatangso.radio.scene import PathBatch, RadialFan, Scene, reciprocal_roots
from hatangso.units import FloatArray

PATHS = 100_000
STEPS_M = (10.0, 30.0, 90.0, 250.0)
MOST_STEPS = 1_500
FEWEST_STEPS = 4
EAST = 1


@dataclass(frozen=True)
class Case:
    """One path: ground and clutter at equal steps, single precision."""

    step_m: float
    ground_m: FloatArray
    clutter_m: FloatArray
    heights_m: tuple[float, float]
    frequency_mhz: float
    polarisation: Polarisation
    atmosphere: Atmosphere

    @property
    def steps(self) -> int:
        """Return the number of steps."""
        return len(self.ground_m) - 1

    def plain_db(self) -> float:
        """Return the loss by the whole Recommendation."""
        distance_km = np.arange(self.steps + 1) * self.step_m / 1000
        transmitter_m, receiver_m = self.heights_m
        if distance_km[-1] < MINIMUM_DISTANCE_KM:
            rise_m = self.ground_m[-1] + receiver_m - self.ground_m[0] - transmitter_m
            slant_km = np.hypot(distance_km[-1], float(rise_m) / 1000)
            return float(92.4 + 20 * np.log10(self.frequency_mhz / 1000 * slant_km))
        ground_m, clutter_m = self.ground_m.astype(float), self.clutter_m.astype(float)
        return transmission_loss(
            Path(distance_km, ground_m, clutter_m, transmitter_m, receiver_m),
            frequency_mhz=self.frequency_mhz,
            time_ratio=0.5,
            atmosphere=self.atmosphere,
            polarisation=self.polarisation,
        ).loss_db

    def scene(self) -> Scene:
        """Return a strip of terrain that holds the path along its middle row."""
        air = self.atmosphere
        ae_km = effective_earth_radius_km(air.refractivity_gradient_n_per_km)
        return Scene(
            np.tile(self.ground_m, (3, 1)),
            np.tile(self.clutter_m, (3, 1)),
            500 / ae_km,
            self.heights_m[1],
            band_constants(np.array([self.frequency_mhz]), self.polarisation),
            reciprocal_roots(self.steps + 1),
            air.surface_refractivity_n,
            air.latitude_deg,
        )

    def double_db(self) -> float:
        """Return the loss by the kernel in double precision."""
        loss_db, obstacles = np.empty(1), np.empty((1, OBSTACLE))
        batch = PathBatch(
            np.array([[1.0, 0.0]]),
            np.array([[1.0, float(self.steps)]]),
            np.array([self.steps * self.step_m]),
            np.array([self.heights_m[0]]),
            np.array([0, 1]),
            np.array([0]),
            self.step_m * (1 + 1e-9),
        )
        evaluate_paths(self.scene(), batch, loss_db, obstacles)
        return float(loss_db[0])

    def single_db(self) -> float:
        """Return the loss by the fast kernel."""
        shape = (1, 4, self.steps + 1)
        loss_db, is_sight = np.empty(shape, np.float32), np.empty(shape, np.uint8)
        spans = np.zeros((4, 2), dtype=np.int64)
        spans[EAST] = self.steps, self.steps + 1
        height_m, bits = np.array([self.heights_m[0]]), np.array([1])
        fan = RadialFan(1.0, 0.0, *(self.step_m,) * 3, height_m, bits)
        ground_m = np.empty(shape[1:], np.float32)
        evaluate_fan(self.scene(), fan, spans, loss_db, is_sight, ground_m)
        return float(loss_db[0, EAST, -1])


def draw(number: int) -> Case:
    """Return a path: of 0.05 to 60 km, flat to steep, open to all woods and houses."""
    rng = np.random.default_rng(number)

    def spread(low: float, high: float) -> float:
        return float(np.exp(rng.uniform(np.log(low), np.log(high))))

    length_m = spread(50, 60_000)
    step_m = max(float(rng.choice(STEPS_M)), length_m / MOST_STEPS)
    step_m = min(step_m, length_m / FEWEST_STEPS)
    points = max(round(length_m / step_m), FEWEST_STEPS) + 1
    walk = np.cumsum(rng.standard_normal(points + 8))
    width = int(rng.choice([1, 3, 9]))
    rough = np.convolve(walk, np.ones(width) / width, "valid")[:points]
    rough -= np.linspace(rough[0], rough[-1], points) * rng.uniform()
    relief_m = spread(0.3, 2_000) * min(1.0, length_m / 5_000)
    span = max(float(np.ptp(rough)), 1e-9)
    ground_m = rng.uniform(0, 500) + relief_m * (rough - rough.min()) / span
    is_high = rng.random(points) < rng.uniform()
    clutter_m = np.where(is_high, rng.choice([0, 10, 15, 20]), 0)
    receiver_m = 1.5 if rng.random() < 0.5 else spread(1, 300)  # noqa: PLR2004 - half
    return Case(
        step_m,
        ground_m.astype(np.float32),
        clutter_m.astype(np.float32),
        (spread(1, 300), receiver_m),
        spread(30, 6_000),
        Polarisation.VERTICAL if rng.random() < 0.5 else Polarisation.HORIZONTAL,  # noqa: PLR2004
        Atmosphere(rng.uniform(8, 24), rng.uniform(30, 70), rng.uniform(300, 400)),
    )


def apart_db(numbers: range) -> Iterator[tuple[float, float]]:
    """Return how far both kernels are from the whole Recommendation, per path."""
    for number in numbers:
        case = draw(number)
        plain_db = case.plain_db()
        yield abs(case.double_db() - plain_db), abs(case.single_db() - plain_db)


def main(arguments: list[str]) -> None:
    """Measure and print."""
    count = int(arguments[0]) if arguments else PATHS
    first = int(arguments[1]) if len(arguments) > 1 else 0
    apart = np.array(list(apart_db(range(first, first + count))))
    print(f"{count} paths from number {first}, dB apart from the whole Recommendation")
    print(f"{'kernel':8} {'p50':>9} {'p99':>9} {'p99.9':>9} {'max':>9}   worst path")
    for name, column in zip(("double", "single"), apart.T, strict=True):
        shares = np.percentile(column, [50, 99, 99.9, 100])
        text = " ".join(f"{share:9.2e}" for share in shares)
        print(f"{name:8} {text}   {first + int(np.argmax(column))}")


if __name__ == "__main__":
    main(sys.argv[1:])
