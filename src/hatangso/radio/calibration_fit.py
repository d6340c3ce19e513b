"""Fit a calibration to samples, and say by how much it helps where it was not fitted.

Offsets are fitted per sight, clutter and band. A class with too few samples, places or
sites is refused, and the class of all clutter of its sight and band stands in, if that
has enough. What a calibration is worth is judged on sites that it has not seen.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from hatangso.geography.clutter import CLUTTER_CATEGORIES
from hatangso.radio.calibration import (
    GREATEST_OFFSET_DB,
    Calibration,
    FrequencyBand,
    Offset,
    PathClass,
    Sight,
)
from hatangso.radio.calibration_rules import CalibrationRules
from hatangso.radio.robust_offset import robust_offset
from hatangso.units import BoolArray, FloatArray, IntArray

__all__ = [
    "CalibrationOffset",
    "CalibrationResult",
    "ErrorFigures",
    "RefusedClass",
    "Samples",
    "fit_calibration",
]

_BANDS = tuple(FrequencyBand)
_RESAMPLES = 2_000
_UPPER_SHARE_RATIO = 0.9


@dataclass(frozen=True)
class Samples:
    """Measured against predicted levels; one element per sample.

    Attributes:
        is_sight: Whether the path is free.
        clutter: Clutter at the receiver, a place in ``CLUTTER_CATEGORIES``.
        band: Place in ``FrequencyBand``.
        error_db: Measured less predicted.
        place: Label of the block in which it lies, 0 or more.
        site: Label of the site that serves it, 0 or more.
    """

    is_sight: BoolArray
    clutter: IntArray
    band: IntArray
    error_db: FloatArray
    place: IntArray
    site: IntArray

    def __len__(self) -> int:
        """Return the number of samples."""
        return len(self.error_db)

    def part(self, which: BoolArray) -> "Samples":
        """Return some of the samples."""
        return Samples(
            self.is_sight[which],
            self.clutter[which],
            self.band[which],
            self.error_db[which],
            self.place[which],
            self.site[which],
        )


@dataclass(frozen=True)
class CalibrationOffset:
    """What was found of a class.

    Attributes:
        path_class: The class; its clutter is None when it stands for all clutter.
        offset_db: To be added to predicted levels.
        low_db: Lower end of the confidence interval.
        high_db: Upper end.
        samples: Number of samples that it rests on.
        places: Number of blocks in which they lie.
        sites: Number of sites that they were received from.
    """

    path_class: PathClass
    offset_db: float
    low_db: float
    high_db: float
    samples: int
    places: int
    sites: int


@dataclass(frozen=True)
class RefusedClass:
    """A class with samples, but too few, or from too few places or sites.

    Attributes:
        path_class: The class.
        samples: Number of its samples.
        places: Number of blocks in which they lie.
        sites: Number of sites that they were received from.
        stand_in: The wider class whose offset holds instead; None when none does.
    """

    path_class: PathClass
    samples: int
    places: int
    sites: int
    stand_in: PathClass | None


@dataclass(frozen=True)
class ErrorFigures:
    """Errors of a prediction: measured less predicted.

    Attributes:
        mean_db: Their mean.
        median_db: Their median.
        deviation_db: Their standard deviation.
        rms_db: The root of their mean square.
        p90_db: What nine of ten do not exceed in amount.
    """

    mean_db: float
    median_db: float
    deviation_db: float
    rms_db: float
    p90_db: float

    @classmethod
    def of(cls, error_db: FloatArray) -> "ErrorFigures":
        """Return the figures of one error or more."""
        return cls(
            mean_db=float(np.mean(error_db)),
            median_db=float(np.median(error_db)),
            deviation_db=float(np.std(error_db)),
            rms_db=float(np.sqrt(np.mean(error_db**2))),
            p90_db=float(np.quantile(np.abs(error_db), _UPPER_SHARE_RATIO)),
        )


@dataclass(frozen=True)
class CalibrationResult:
    """What the samples say of the prediction.

    Attributes:
        offsets: One per class that has enough samples.
        refused: The classes that have not.
        before: Errors without calibration; None without samples.
        after: Errors with the offsets that the other sites gave; None when there are
            too few sites to tell.
        gain_db: By how much the mean amount of the errors falls, above 0: better.
        gain_low_db: Lower end of its confidence interval.
        gain_high_db: Upper end.
        samples: Number of samples.
        is_useful: Whether the offsets surely help at sites that they were not fitted
            to, and by more than nothing.
    """

    offsets: tuple[CalibrationOffset, ...]
    refused: tuple[RefusedClass, ...]
    before: ErrorFigures | None
    after: ErrorFigures | None
    gain_db: float
    gain_low_db: float
    gain_high_db: float
    samples: int
    is_useful: bool = False

    @property
    def is_plausible(self) -> bool:
        """Whether every offset is one that the land may have."""
        return all(abs(o.offset_db) <= GREATEST_OFFSET_DB for o in self.offsets)

    @property
    def calibration(self) -> Calibration:
        """Return what an engine would apply, useful or not."""
        return _calibration(self.offsets)


def fit_calibration(
    samples: Samples, rules: CalibrationRules, *, seed: int = 0
) -> CalibrationResult:
    """Fit offsets per class and judge them by cross-validation over sites.

    Args:
        samples: Thinned, each with its site.
        rules: How many samples, places and sites a class needs.
        seed: Of the order of sites and of the resampling.
    """
    if not len(samples):
        return CalibrationResult((), (), None, None, 0.0, 0.0, 0.0, 0)
    offsets, refused = _fitted(samples, rules)
    before = ErrorFigures.of(samples.error_db)
    left_db = _left_by_other_sites(samples, rules, seed)
    if left_db is None:
        return CalibrationResult(
            offsets, refused, before, None, 0.0, 0.0, 0.0, len(samples)
        )
    gain_db = np.abs(samples.error_db) - np.abs(left_db)
    low_db, high_db = _interval_over_sites(gain_db, samples.site, rules, seed)
    mean_db = float(np.mean(gain_db))
    return CalibrationResult(
        offsets,
        refused,
        before,
        ErrorFigures.of(left_db),
        mean_db,
        low_db,
        high_db,
        len(samples),
        is_useful=bool(offsets) and low_db > 0 and mean_db >= rules.least_gain_db,
    )


def _calibration(offsets: tuple[CalibrationOffset, ...]) -> Calibration:
    return Calibration(tuple(Offset(o.path_class, o.offset_db) for o in offsets))


def _fitted(
    samples: Samples, rules: CalibrationRules
) -> tuple[tuple[CalibrationOffset, ...], tuple[RefusedClass, ...]]:
    """Return the offsets of the classes with enough samples, and the other classes."""
    offsets, refused = [], []
    for path_class, is_in in _classes(samples):
        found = samples.part(is_in)
        places, sites = len(np.unique(found.place)), len(np.unique(found.site))
        is_enough = (
            len(found) >= rules.fewest_samples
            and places >= rules.fewest_places
            and sites >= rules.fewest_sites
        )
        if not is_enough:
            refused.append(RefusedClass(path_class, len(found), places, sites, None))
            continue
        estimate = robust_offset(
            found.error_db,
            found.place,
            found.site,
            confidence_ratio=rules.confidence_ratio,
        )
        offsets.append(
            CalibrationOffset(
                path_class,
                estimate.offset_db,
                estimate.low_db,
                estimate.high_db,
                len(found),
                places,
                sites,
            )
        )
    known = {item.path_class for item in offsets}
    return tuple(offsets), tuple(_with_stand_in(item, known) for item in refused)


def _with_stand_in(item: RefusedClass, known: set[PathClass]) -> RefusedClass:
    wider = [found for found in item.path_class.widened() if found in known]
    stand_in = wider[0] if wider else None
    return RefusedClass(
        item.path_class, item.samples, item.places, item.sites, stand_in
    )


def _classes(samples: Samples) -> Iterator[tuple[PathClass, BoolArray]]:
    """Yield the classes that have samples, all clutter of a sight and band first."""
    for number, band in enumerate(_BANDS):
        for sight in Sight:
            is_wide = samples.band == number
            is_wide &= samples.is_sight == (sight is Sight.FREE)
            if not is_wide.any():
                continue
            yield PathClass(sight, None, band), is_wide
            for place, clutter in enumerate(CLUTTER_CATEGORIES):
                is_in = is_wide & (samples.clutter == place)
                if is_in.any():
                    yield PathClass(sight, clutter, band), is_in


def _offsets_db(samples: Samples, calibration: Calibration) -> FloatArray:
    """Return what a calibration adds to each sample."""
    added_db = np.zeros(len(samples))
    for path_class, is_in in _classes(samples):
        if path_class.clutter is not None:
            added_db[is_in] = calibration.offset_db(path_class)
    return added_db


def _left_by_other_sites(
    samples: Samples, rules: CalibrationRules, seed: int
) -> FloatArray | None:
    """Return the errors that are left by offsets fitted to other sites' samples."""
    labels, site = np.unique(samples.site, return_inverse=True)
    if len(labels) < 2:  # noqa: PLR2004 - one site has no others
        return None
    # Neighbours in the list are often neighbours on the ground: mix them.
    order = np.random.default_rng(seed).permutation(len(labels))
    fold = (order % min(rules.folds, len(labels)))[site]
    left_db = samples.error_db.copy()
    for number in np.unique(fold):
        is_out = fold == number
        offsets, _ = _fitted(samples.part(~is_out), rules)
        left_db[is_out] -= _offsets_db(samples.part(is_out), _calibration(offsets))
    return left_db


def _interval_over_sites(
    gain_db: FloatArray, site: IntArray, rules: CalibrationRules, seed: int
) -> tuple[float, float]:
    """Return the interval of a mean, by drawing sites anew."""
    _, cluster = np.unique(site, return_inverse=True)
    sums, counts = np.bincount(cluster, weights=gain_db), np.bincount(cluster)
    draws = np.random.default_rng(seed).multinomial(
        len(sums), np.full(len(sums), 1 / len(sums)), size=_RESAMPLES
    )
    means_db = (draws @ sums) / (draws @ counts)
    tail_ratio = (1 - rules.confidence_ratio) / 2
    low_db, high_db = np.quantile(means_db, [tail_ratio, 1 - tail_ratio])
    return float(low_db), float(high_db)
