"""Measurements held against the prediction: thinned, each with its site.

A phone that waits at a crossing reports a hundred times what one place is like: the
measurements of a cell within a small square become one sample, their median. It belongs
to the site that the file names; else to the site that the other samples of its cell
point to; else to the strongest site predicted, where no other comes near.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from hatangso.geography.clutter import CLUTTER_CATEGORIES, ClutterCategory
from hatangso.geography.plane import Plane
from hatangso.geography.terrain import Terrain
from hatangso.model.measurement import Measurement
from hatangso.model.site import Technology
from hatangso.radio.calibration import Calibration, FrequencyBand, Sight, frequency_band
from hatangso.radio.calibration_fit import Samples
from hatangso.radio.calibration_rules import CalibrationRules
from hatangso.radio.link_budget import RadioParameters
from hatangso.radio.links import Links, Receivers, links_between
from hatangso.radio.masts import Mast
from hatangso.radio.radials import RadialScene
from hatangso.units import BoolArray, FloatArray, IntArray

__all__ = [
    "Outcome",
    "Prediction",
    "Sample",
    "compared_samples",
    "samples_of",
    "thinned",
]

_BANDS = tuple(FrequencyBand)
_CHUNK = 1_000


class Outcome(StrEnum):
    """What became of a sample."""

    USED = "used"
    OFF_TERRAIN = "off_terrain"
    NO_SITE = "no_site"
    NO_TERRAIN_ON_THE_WAY = "no_terrain_on_the_way"
    AMBIGUOUS = "ambiguous"
    TOO_NEAR = "too_near"
    NEAR_FLOOR = "near_floor"


@dataclass(frozen=True)
class Prediction:
    """What was predicted for a sample.

    Attributes:
        site_id: The site that it is of.
        level_dbm: Median level of its strongest service.
        sight: Whether the path is free.
        clutter: What stands at the receiver.
        band: Of the service.
    """

    site_id: str
    level_dbm: float
    sight: Sight
    clutter: ClutterCategory
    band: FrequencyBand


@dataclass(frozen=True)
class Sample:
    """The measurements of one cell within a small square.

    Attributes:
        id: Number of the sample, as text.
        lon_deg: Mean of their longitudes, WGS 84.
        lat_deg: Mean of their latitudes.
        technology: Of the cell.
        operator: Of the cell; empty when unknown.
        cell: Its identity; empty when unknown.
        site_id: The site that the file names; empty when it names none.
        frequency_mhz: Of the carrier; None when unknown.
        level_dbm: Median of the levels measured.
        measurements: How many there are.
        file: File of the first.
        row: Row of the first.
        place: Label of the block in which it lies.
        prediction: What was predicted; None when nothing can be.
        outcome: Whether it counts, and why not.
    """

    id: str
    lon_deg: float
    lat_deg: float
    technology: Technology
    operator: str
    cell: str
    site_id: str
    frequency_mhz: float | None
    level_dbm: float
    measurements: int
    file: str
    row: int
    place: int
    prediction: Prediction | None = None
    outcome: Outcome = Outcome.NO_SITE

    @property
    def error_db(self) -> float | None:
        """Return measured less predicted; None when nothing is predicted."""
        if self.prediction is None:
            return None
        return self.level_dbm - self.prediction.level_dbm


def thinned(
    measurements: Sequence[Measurement], rules: CalibrationRules
) -> list[Sample]:
    """Return one sample per cell and square, in the order of first measurements."""
    if not measurements:
        return []
    lon_deg = np.array([item.lon_deg for item in measurements])
    lat_deg = np.array([item.lat_deg for item in measurements])
    xy_m = Plane.around(lon_deg, lat_deg).xy_m(lon_deg, lat_deg)
    # The middle of the plane is the middle of a square: who stands there stays in one.
    squares = np.rint(xy_m / rules.thinning_m).astype(np.int64)
    groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for number, (item, square) in enumerate(zip(measurements, squares, strict=True)):
        cell = item.operator, item.technology, item.cell, item.site_id
        groups[*cell, item.frequency_mhz, *square.tolist()].append(number)
    means_m = np.array([xy_m[members].mean(axis=0) for members in groups.values()])
    _, place = np.unique(
        np.floor(means_m / rules.block_m).astype(np.int64), axis=0, return_inverse=True
    )
    return [
        _merged(number, [measurements[m] for m in members], int(place.flat[number]))
        for number, members in enumerate(groups.values())
    ]


def _merged(number: int, items: Sequence[Measurement], place: int) -> Sample:
    first = items[0]
    return Sample(
        id=str(number),
        lon_deg=float(np.mean([item.lon_deg for item in items])),
        lat_deg=float(np.mean([item.lat_deg for item in items])),
        technology=first.technology,
        operator=first.operator,
        cell=first.cell,
        site_id=first.site_id,
        frequency_mhz=first.frequency_mhz,
        level_dbm=float(np.median([item.level_dbm for item in items])),
        measurements=len(items),
        file=first.file,
        row=first.row,
        place=place,
    )


@dataclass(frozen=True)
class _Candidates:
    """Services that a sample may be of; one element per sample and service."""

    sample: IntArray
    site: IntArray
    level_dbm: FloatArray
    frequency_mhz: FloatArray
    is_sight: IntArray
    length_m: FloatArray

    @classmethod
    def joined(cls, parts: Sequence["_Candidates"]) -> "_Candidates":
        return cls(
            *(
                np.concatenate([getattr(part, name) for part in parts])
                for name in cls.__dataclass_fields__
            )
        )


def compared_samples(
    terrain: Terrain,
    masts: Sequence[Mast],
    samples: Sequence[Sample],
    *,
    parameters: RadioParameters,
    rules: CalibrationRules,
    refractivity_gradient_n_per_km: float,
    use_ambiguous: bool = False,
    workers: int = 2,
    progress: Callable[[int], None] = lambda _done: None,
) -> list[Sample]:
    """Predict each sample without calibration, and say which of them count.

    Args:
        terrain: Ground and clutter.
        masts: The sites with the services that may have been measured.
        samples: As ``thinned`` gives them, operators named as in the services.
        parameters: The link budget.
        rules: Which samples count.
        refractivity_gradient_n_per_km: Of the province.
        use_ambiguous: Whether samples count whose strongest site is in doubt.
        workers: Threads; the result does not depend on them.
        progress: Told how many samples are predicted.

    Returns:
        The samples with prediction and outcome, in their order.

    Raises:
        OutOfRangeError: An antenna height or frequency is outside the model.
    """
    scene = RadialScene.under(
        terrain,
        parameters,
        refractivity_gradient_n_per_km=refractivity_gradient_n_per_km,
    )
    plain = replace(parameters, calibration=Calibration())
    parts = []
    for first in range(0, len(samples), _CHUNK):
        chunk = samples[first : first + _CHUNK]
        receivers = Receivers.at(terrain, chunk)
        links = links_between(
            terrain, scene, masts, receivers, parameters=plain, workers=workers
        )
        parts.append(_candidates(links, chunk, first, rules))
        progress(first + len(chunk))
    if not parts:
        return []
    found = _Chosen(samples, masts, _Candidates.joined(parts), rules)
    receivers = Receivers.at(terrain, samples)
    return [
        found.judged(
            number,
            clutter=CLUTTER_CATEGORIES[receivers.clutter[number]] if is_on else None,
            use_ambiguous=use_ambiguous,
        )
        for number, is_on in enumerate(receivers.is_on_terrain)
    ]


def _candidates(
    links: Links, samples: Sequence[Sample], first: int, rules: CalibrationRules
) -> _Candidates:
    """Return the links that may be what the samples measured."""
    words: dict[str, int] = {}

    def numbers(texts: Iterable[str]) -> IntArray:
        found = [words.setdefault(text, len(words)) for text in texts]
        return np.array(found, dtype=np.int64)

    radiators = links.radiators
    technology = numbers(str(r.technology) for _, r in radiators)[links.radiator]
    operator = numbers(r.operator for _, r in radiators)[links.radiator]
    site = numbers(mast.site.id for mast, _ in radiators)[links.radiator]
    number = np.array([m.number for m, _ in radiators], dtype=np.int64)[links.radiator]
    mhz = np.array([r.band.frequency_mhz for _, r in radiators], dtype=np.float64)
    mhz = mhz[links.radiator]
    nowhere, point = numbers([""])[0], links.point
    asked_operator = numbers(s.operator for s in samples)[point]
    asked_site = numbers(s.site_id for s in samples)[point]
    asked_mhz = np.array([s.frequency_mhz or np.nan for s in samples])[point]
    is_fit = technology == numbers(str(s.technology) for s in samples)[point]
    is_named = asked_site != nowhere
    is_fit &= (operator == asked_operator) | ((asked_operator == nowhere) & is_named)
    is_fit &= (site == asked_site) | ~is_named
    apart_mhz = np.abs(mhz - asked_mhz)
    is_fit &= ~(apart_mhz > rules.frequency_tolerance_ratio * asked_mhz)
    path = links.path[is_fit]
    return _Candidates(
        first + point[is_fit],
        number[is_fit],
        links.level_dbm[is_fit],
        mhz[is_fit],
        links.losses.is_line_of_sight[path].astype(np.int64),
        links.paths.lengths_m[path],
    )


class _Chosen:
    """The service that each sample is of."""

    def __init__(
        self,
        samples: Sequence[Sample],
        masts: Sequence[Mast],
        candidates: _Candidates,
        rules: CalibrationRules,
    ) -> None:
        self._samples = samples
        self._site_ids = {mast.number: mast.site.id for mast in masts}
        self._all, self._rules = candidates, rules
        self._is_blind = np.zeros(len(samples), dtype=bool)
        self._is_blind[candidates.sample[np.isnan(candidates.level_dbm)]] = True
        anywhere: IntArray = np.full(len(samples), -1, dtype=np.int64)
        self._is_named = np.array([s.site_id != "" for s in samples], dtype=bool)
        self._best, self._is_ambiguous = self._search(anywhere)
        site = self._sites_of_cells()
        self._is_named |= site >= 0
        self._best, self._is_ambiguous = self._search(site)

    def _search(self, site: IntArray) -> tuple[IntArray, BoolArray]:
        """Return each sample's strongest candidate, -1 for none, and whether in doubt.

        Args:
            site: Place of the site that each sample must be of; -1 where any will do.
        """
        every = self._all
        is_fit = np.isfinite(every.level_dbm)
        is_fit &= (site[every.sample] < 0) | (site[every.sample] == every.site)
        fit = np.flatnonzero(is_fit)
        order = fit[np.lexsort((-every.level_dbm[fit], every.sample[fit]))]
        served, first = np.unique(every.sample[order], return_index=True)
        best = np.full(len(self._samples), -1, dtype=np.int64)
        best[served] = order[first]
        is_other = every.site[fit] != every.site[best[every.sample[fit]]]
        other = fit[is_other]
        next_dbm = np.full(len(self._samples), -np.inf)
        np.maximum.at(next_dbm, every.sample[other], every.level_dbm[other])
        best_dbm = np.where(best >= 0, every.level_dbm[best], np.inf)
        is_close = next_dbm > best_dbm - self._rules.ambiguity_db
        return best, is_close & ~self._is_named

    def _sites_of_cells(self) -> IntArray:
        """Return the site that the clear samples of each sample's cell agree on."""
        votes: dict[tuple[object, ...], Counter[int]] = defaultdict(Counter)
        for number, best in enumerate(self._best):
            is_clear = best >= 0 and not self._is_ambiguous[number]
            if is_clear and not self._is_blind[number]:
                votes[self._cell(number)][int(self._all.site[best])] += 1
        agreed = {}
        for cell, counts in votes.items():
            site, most = min(counts.items(), key=lambda item: (-item[1], item[0]))
            total = counts.total()
            if (
                total >= self._rules.fewest_votes
                and most >= self._rules.vote_share_ratio * total
            ):
                agreed[cell] = site
        return np.array(
            [
                agreed.get(self._cell(number), -1) if sample.cell else -1
                for number, sample in enumerate(self._samples)
            ],
            dtype=np.int64,
        )

    def _cell(self, number: int) -> tuple[object, ...]:
        sample = self._samples[number]
        return sample.operator, sample.technology, sample.cell, sample.site_id

    def judged(
        self, number: int, *, clutter: ClutterCategory | None, use_ambiguous: bool
    ) -> Sample:
        """Return a sample with its prediction and what became of it."""
        sample, best = self._samples[number], int(self._best[number])
        if clutter is None:
            return replace(sample, outcome=Outcome.OFF_TERRAIN)
        if self._is_blind[number] and not (self._is_named[number] and best >= 0):
            return replace(sample, outcome=Outcome.NO_TERRAIN_ON_THE_WAY)
        if best < 0:
            return replace(sample, outcome=Outcome.NO_SITE)
        every, rules = self._all, self._rules
        prediction = Prediction(
            site_id=self._site_ids[int(every.site[best])],
            level_dbm=float(every.level_dbm[best]),
            sight=Sight.FREE if every.is_sight[best] else Sight.OBSTRUCTED,
            clutter=clutter,
            band=frequency_band(float(every.frequency_mhz[best])),
        )
        floor_dbm = rules.floor_dbm(sample.technology) + rules.floor_margin_db
        outcome = Outcome.USED
        if self._is_ambiguous[number] and not use_ambiguous:
            outcome = Outcome.AMBIGUOUS
        elif every.length_m[best] < rules.nearest_m:
            outcome = Outcome.TOO_NEAR
        elif prediction.level_dbm < floor_dbm:
            outcome = Outcome.NEAR_FLOOR
        return replace(sample, prediction=prediction, outcome=outcome)


def samples_of(samples: Sequence[Sample]) -> Samples:
    """Return the samples that count, as arrays."""
    used = [
        (sample.prediction, sample)
        for sample in samples
        if sample.prediction is not None and sample.outcome is Outcome.USED
    ]
    names = sorted({found.site_id for found, _ in used})
    sites = {name: number for number, name in enumerate(names)}
    return Samples(
        np.array([found.sight is Sight.FREE for found, _ in used], dtype=bool),
        np.array(
            [CLUTTER_CATEGORIES.index(found.clutter) for found, _ in used],
            dtype=np.int64,
        ),
        np.array([_BANDS.index(found.band) for found, _ in used], dtype=np.int64),
        np.array([s.level_dbm - found.level_dbm for found, s in used], dtype=float),
        np.array([sample.place for _, sample in used], dtype=np.int64),
        np.array([sites[found.site_id] for found, _ in used], dtype=np.int64),
    )
