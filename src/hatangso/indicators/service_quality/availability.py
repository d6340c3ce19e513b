"""Radio availability: the share of samples at or above the least level."""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from hatangso.errors import InvalidInputError
from hatangso.indicators.service_quality.judgement import Verdict
from hatangso.indicators.service_quality.rules import AvailabilityRule
from hatangso.indicators.service_quality.statistics import Estimate, share_of
from hatangso.model.speed_test import LevelSample

__all__ = ["RadioAvailability", "radio_availability"]

# What a register takes for a level.
_LOWEST_DBM, _HIGHEST_DBM = -160.0, 0.0


@dataclass(frozen=True)
class RadioAvailability:
    """The samples of one group against the share that is asked for.

    Attributes:
        key: Commune, operator and technology; empty parts are "all of them".
        share: Samples at or above the least level, over all.
    """

    key: tuple[str, str, str]
    share: Estimate
    verdict: Verdict


def radio_availability(
    samples: Iterable[LevelSample],
    rule: AvailabilityRule,
    *,
    least_level_dbm: float,
    by_unit: bool = False,
    by_operator: bool = False,
) -> tuple[RadioAvailability, ...]:
    """Hold samples of level against the share that is asked for.

    Reached and not reached are said where the 95 % interval lies on one side of that
    share; else the samples are too few to tell.

    Args:
        samples: Any; those of technologies that the rule does not name are left out.
        rule: Share and technologies.
        least_level_dbm: A sample at this level is served.
        by_unit: Whether communes are told apart.
        by_operator: Whether operators are told apart.

    Returns:
        In the order of the keys.

    Raises:
        InvalidInputError: The least level is none that a receiver reports.
    """
    if not (
        math.isfinite(least_level_dbm)
        and _LOWEST_DBM <= least_level_dbm <= _HIGHEST_DBM
    ):
        raise InvalidInputError(
            "the least level must lie between {low:g} and {high:g} dBm; it is {value}",
            low=_LOWEST_DBM,
            high=_HIGHEST_DBM,
            value=least_level_dbm,
        )
    groups: dict[tuple[str, str, str], list[bool]] = defaultdict(list)
    for sample in samples:
        if sample.connection in rule.connections:
            unit = sample.unit_code if by_unit else ""
            operator = sample.operator if by_operator else ""
            key = unit, operator, str(sample.connection)
            groups[key].append(sample.level_dbm >= least_level_dbm)
    found = []
    for key in sorted(groups):
        share = share_of(sum(groups[key]), len(groups[key]))
        if share is not None:
            verdict = _verdict(share, rule.at_least_ratio)
            found.append(RadioAvailability(key, share, verdict))
    return tuple(found)


def _verdict(share: Estimate, at_least_ratio: float) -> Verdict:
    if share.low is not None and share.low >= at_least_ratio:
        return Verdict.REACHED
    if share.high is not None and share.high < at_least_ratio:
        return Verdict.NOT_REACHED
    return Verdict.TOO_FEW
