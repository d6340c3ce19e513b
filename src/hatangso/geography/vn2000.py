"""The coordinate system of a file of points, found by where it puts them.

A file that names no system is tried in all of them. The right one puts the points into
the communes that they are said to lie in, and on the places that are known already; the
others put them 200 m to 200 km away. Close to each other, systems differ only in what
they do along borders: where too few points lie there, the answer is a question.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from hatangso.errors import Message
from hatangso.geography.coordinate_systems import CoordinateSystem, candidate_systems
from hatangso.geography.point_evidence import (
    Evidence,
    Placed,
    Points,
    nats,
    separation_m,
)
from hatangso.model.file_reading import Question
from hatangso.units import FloatArray, IntArray

__all__ = [
    "Alternative",
    "Evidence",
    "SystemDecision",
    "infer_system",
    "notes_of",
    "question_of",
]

# Assumptions: borders and known places are 30 to 300 m beside the real ones, whichever
# fits the file best.
_SPREADS = tuple(
    {"border_m": border_m, "known_m": known_m}
    for border_m, known_m in product((30.0, 100.0, 300.0), repeat=2)
)
# A decision needs odds of a thousand to one, as a natural logarithm.
_SURE_NATS = 7.0
# Systems so close to each other are told apart by points along borders, which may all
# be drawn wrong the same way: these points must agree, their mean so many standard
# errors above zero, or enough places be known.
_CLOSE_M, _AGREEMENT, _LEAST_KNOWN = 3_000.0, 2.5, 3
# How far points of a system that hatangso does not know may lie beside the right place,
# and the odds that tell so: many directions are tried, and one fits best by chance.
_BESIDE_M, _DIRECTIONS, _BESIDE_NATS = (150.0, 250.0, 450.0, 750.0), 12, 10.0
_BESIDE_SAMPLE, _LEAST_OUTSIDE = 2_000, 3
# How much likelier the usual systems are before any point is seen; it decides only
# which of the systems that cannot be told apart is named first.
_UNUSUAL_NATS = 3.0
_SAMPLE = 400
_MOST_TOLD, _MOST_ANSWERS = 6, 12
# A system that is so much worse on the sample is not tried on all points.
_HOPELESS_NATS = 60.0
_LEAST_INSIDE_RATIO, _LARGEST_KNOWN_M = 0.5, 500.0


# Of the commune and of the known place, for each point.
_Nats = tuple[FloatArray, FloatArray]


@dataclass(frozen=True)
class Alternative:
    """Another system that the file might be in.

    Attributes:
        difference_m: Median distance between where it puts the points and where the
            chosen system does: the error that taking it would make.
        inside_ratio: Share of the points that it puts into their communes.
        is_ruled_out: The points tell that it is not this one.
    """

    system: CoordinateSystem
    difference_m: float
    inside_ratio: float
    is_ruled_out: bool


@dataclass(frozen=True)
class SystemDecision:
    """The system of a file.

    Attributes:
        system: The likeliest.
        is_certain: Every other system is ruled out, or the file names this one and its
            points do not speak against it; and the points lie where they should.
        inside_ratio: Share of the points that it puts into their communes, or into the
            region where no commune is declared.
        known_m: Median distance from the known places; NaN when there are none.
        point_count: Points of which something is known.
        beside_m: How far beside their places the points lie, all the same way, as those
            of a datum do that hatangso does not know; 0 when they do not.
        alternatives: The systems that are not ruled out, then the usual mistakes and
            the other zones; the nearest first.
        named: The system that the file names, None when it names none.
    """

    system: CoordinateSystem
    is_certain: bool
    inside_ratio: float
    known_m: float
    point_count: int
    beside_m: float
    alternatives: tuple[Alternative, ...]
    named: CoordinateSystem | None = None

    @property
    def is_plausible(self) -> bool:
        """Tell whether the points lie where they should, by and large."""
        is_near = self.known_m <= _LARGEST_KNOWN_M
        return is_near or self.inside_ratio >= _LEAST_INSIDE_RATIO

    @property
    def rivals(self) -> tuple[Alternative, ...]:
        """Return the systems that the points do not rule out."""
        return tuple(one for one in self.alternatives if not one.is_ruled_out)


def infer_system(
    evidence: Evidence, *, named: CoordinateSystem | None = None
) -> SystemDecision:
    """Return the coordinate system of a file of points.

    Args:
        evidence: The points and where they should lie.
        named: The system that the file itself names; it is believed, with its columns
            in either order, unless the points rule it out.

    Raises:
        InvalidInputError: No point has both numbers, or the columns differ in length.
    """
    trial = _Trial(Points(evidence), named)
    chosen = trial.best()
    mine = trial.best(trial.named) if named else chosen
    is_named = named is not None and (
        mine == chosen or not trial.alternative(chosen, mine).is_ruled_out
    )
    chosen = mine if is_named else chosen
    alternatives = trial.alternatives(chosen)
    placed = trial.placed[chosen]
    decision = SystemDecision(
        trial.systems[chosen],
        is_certain=False,
        inside_ratio=placed.inside_ratio,
        known_m=placed.known_median_m,
        point_count=int(trial.points.is_told.sum()),
        beside_m=trial.beside_m(chosen),
        alternatives=alternatives,
        named=named,
    )
    is_fitting = decision.is_plausible and not decision.beside_m
    if is_named:
        is_certain = is_fitting or not decision.point_count
    else:
        is_certain = named is None and is_fitting and not decision.rivals
    return replace(decision, is_certain=is_certain)


class _Trial:
    """All systems, tried on a sample of the points; the likely ones on all points."""

    def __init__(self, points: Points, named: CoordinateSystem | None) -> None:
        self.points = points
        self.systems = list(candidate_systems())
        self.named: list[int] = []
        orders = () if named is None else (named, replace(named, is_north_first=True))
        for system in orders:
            if system not in self.systems:
                self.systems.append(system)
            self.named.append(self.systems.index(system))
        self.sample = points.sample(_SAMPLE)
        self.rough = [points.placed(system, self.sample) for system in self.systems]
        self._prior = np.array([_prior_nats(system) for system in self.systems])
        self._fit()
        rough = self._total(self.rough, self.sample)
        likely = rough >= rough.max() - _HOPELESS_NATS
        best = int(np.argmax(rough))
        likely[self.named] = True
        for other in range(len(self.systems)):
            likely[other] |= self._difference_m(best, other) < _CLOSE_M
        self.finalists = [int(place) for place in np.flatnonzero(likely)]
        self._try_on_all_points()

    def _fit(self) -> None:
        """Find how roughly borders and known places are drawn."""
        scores = []
        for spread in _SPREADS:
            self._spread = spread
            scores.append(self._total(self.rough, self.sample).max())
        self._spread = _SPREADS[int(np.argmax(scores))]

    def _fitted_nats(self, placed: Placed, rows: IntArray) -> _Nats:
        """Return how well places agree with what is known, drawn as roughly as fits."""
        tried = [nats(self.points, placed, rows, **spread) for spread in _SPREADS]
        return max(tried, key=lambda one: one[0].sum() + one[1].sum())

    def _total(self, placed: Iterable[Placed], rows: IntArray) -> np.ndarray:
        scores = [nats(self.points, one, rows, **self._spread) for one in placed]
        return np.array([commune.sum() + known.sum() for commune, known in scores])

    def _try_on_all_points(self) -> None:
        rows = np.arange(len(self.points.first))
        if len(rows) == len(self.sample):
            self.placed = {place: self.rough[place] for place in self.finalists}
        else:
            self.placed = {
                place: self.points.placed(self.systems[place], rows)
                for place in self.finalists
            }
        self._nats = {
            place: nats(self.points, placed, rows, **self._spread)
            for place, placed in self.placed.items()
        }

    def best(self, among: Iterable[int] = ()) -> int:
        """Return the likeliest system; the first of equals is the most usual."""
        totals = {
            place: sum(part.sum() for part in self._nats[place]) + self._prior[place]
            for place in among or self.finalists
        }
        return max(totals, key=lambda place: totals[place])

    def _difference_m(self, one: int, other: int) -> float:
        places = [
            (self.rough[place].lon_deg, self.rough[place].lat_deg)
            for place in (one, other)
        ]
        apart = separation_m(*places)
        apart = apart[np.isfinite(apart)]
        return float(np.median(apart)) if apart.size else float("inf")

    def alternative(self, chosen: int, other: int) -> Alternative:
        """Return another system, and whether the points rule it out."""
        difference_m = self._difference_m(chosen, other)
        if other not in self._nats:
            inside_ratio = self.rough[other].inside_ratio
            is_ruled_out = True
        else:
            inside_ratio = self.placed[other].inside_ratio
            is_ruled_out = self._is_ruled_out(chosen, other, difference_m)
        system = self.systems[other]
        return Alternative(system, difference_m, inside_ratio, is_ruled_out)

    def _is_ruled_out(self, chosen: int, other: int, difference_m: float) -> bool:
        known_count = int(np.isfinite(self.placed[chosen].known_m).sum())
        gained = _gained(self._nats[chosen], self._nats[other])
        return _is_better(*gained, known_count, difference_m, _SURE_NATS)

    def beside_m(self, chosen: int) -> float:
        """Return how far the points lie beside their places, 0 when they do not."""
        rows = self.points.sample(_BESIDE_SAMPLE)
        placed = self.points.placed(self.systems[chosen], rows)
        known_count = int(np.isfinite(placed.known_m).sum())
        before = self._fitted_nats(placed, rows)
        if (
            not known_count
            and np.mean(placed.outside_m > 0) * len(rows) < _LEAST_OUTSIDE
        ):
            return 0.0
        found = [(0.0, 0.0)]
        for away_m, step in product(_BESIDE_M, range(_DIRECTIONS)):
            angle = 2 * np.pi * step / _DIRECTIONS
            east_m, north_m = away_m * np.cos(angle), away_m * np.sin(angle)
            moved = self.points.moved(placed, rows, east_m=east_m, north_m=north_m)
            after = self._fitted_nats(moved, rows)
            gained = _gained(after, before)
            if _is_better(*gained, known_count, away_m, _BESIDE_NATS):
                found.append((gained[0].sum() + gained[1].sum(), away_m))
        return max(found)[1]

    def alternatives(self, chosen: int) -> tuple[Alternative, ...]:
        """Return the other systems that are worth telling."""
        system = self.systems[chosen]
        found = [
            self.alternative(chosen, other)
            for other, candidate in enumerate(self.systems)
            if other != chosen
            and (other in self.finalists or _is_told(candidate, system))
        ]
        return tuple(
            sorted(found, key=lambda one: (one.is_ruled_out, one.difference_m))
        )


def _gained(mine: _Nats, theirs: _Nats) -> _Nats:
    return mine[0] - theirs[0], mine[1] - theirs[1]


def _is_better(
    commune: FloatArray,
    known: FloatArray,
    known_count: int,
    difference_m: float,
    least_nats: float,
) -> bool:
    """Tell whether points speak clearly for one set of places against another."""
    if commune.sum() + known.sum() < least_nats:
        return False
    if known_count >= _LEAST_KNOWN and known.sum() >= least_nats:
        return True
    agreement = commune.sum() / max(np.sqrt((commune**2).sum()), 1e-9)
    is_agreed = difference_m > _CLOSE_M or agreement >= _AGREEMENT
    return bool(commune.sum() >= least_nats and is_agreed)


def _prior_nats(system: CoordinateSystem) -> float:
    return 0.0 if system.is_usual else -_UNUSUAL_NATS


def _is_told(candidate: CoordinateSystem, chosen: CoordinateSystem) -> bool:
    """Tell whether a system is a usual one or a usual mistake."""
    if candidate.is_north_first != chosen.is_north_first:
        return candidate == replace(chosen, is_north_first=not chosen.is_north_first)
    return candidate.is_usual or candidate.meridian_deg == chosen.meridian_deg


def notes_of(decision: SystemDecision) -> tuple[Message, ...]:
    """Return how the coordinates were read, and how wrong the nearest others would be.

    The answers that are not ruled out and the usual mistakes come first.
    """
    values: dict[str, object] = {
        "system": decision.system.name,
        "inside": 100 * decision.inside_ratio,
        "count": decision.point_count,
        "known_m": decision.known_m,
    }
    if not decision.point_count:
        told = Message("{system}: nothing is known of where the points lie", values)
    elif np.isfinite(decision.known_m):
        told = Message(
            "{system}: {inside:.1f}% of {count} points lie in their communes, and they "
            "lie {known_m:.0f} m from the places known already (median)",
            values,
        )
    else:
        told = Message(
            "{system}: {inside:.1f}% of {count} points lie in their communes", values
        )
    return (told, *map(_difference, decision.alternatives[:_MOST_TOLD]))


def _difference(other: Alternative) -> Message:
    values = {"system": other.system.name, "away_m": other.difference_m}
    if other.is_ruled_out:
        return Message("{system} would put the points {away_m:.0f} m away", values)
    return Message(
        "{system} would put the points {away_m:.0f} m away and cannot be ruled out",
        values,
    )


def question_of(decision: SystemDecision) -> Question | None:
    """Return what a person must say, None when the decision is certain.

    The answers are codes for `system_of_code`, the likeliest first; the code of any
    other system is an answer too.
    """
    if decision.is_certain:
        return None
    named = [] if decision.named is None else [decision.named]
    rivals = [one.system for one in decision.rivals]
    systems = [decision.system, *named, *rivals][:_MOST_ANSWERS]
    answers = dict.fromkeys(system.code for system in systems)
    values: dict[str, object] = {
        "system": decision.system.name,
        "inside": 100 * decision.inside_ratio,
    }
    if not decision.is_plausible:
        text = Message(
            "no coordinate system puts most points into their communes: {system} puts "
            "{inside:.0f}% there. Which one is the file in?",
            values,
        )
    elif decision.rivals:
        nearest = decision.rivals[0]
        values |= {"other": nearest.system.name, "away_m": nearest.difference_m}
        text = Message(
            "the points do not tell {system} from {other}, {away_m:.0f} m apart. Which "
            "one is the file in?",
            values,
        )
    elif decision.beside_m:
        values["away_m"] = decision.beside_m
        text = Message(
            "the points lie some {away_m:.0f} m beside their places, all the same way, "
            "even in {system}. Which system is the file in?",
            values,
        )
    else:
        values["named"] = (decision.named or decision.system).name
        text = Message(
            "the file names {named}, but its points fit {system}. Which one is it in?",
            values,
        )
    return Question("crs", text, tuple(answers))
