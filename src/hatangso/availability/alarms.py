"""What a row of looks raises and clears under a rule."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hatangso.availability.alarm_rules import AlarmRule, Condition
from hatangso.model.monitoring import (
    CertificateFault,
    Sample,
    TargetState,
    WebHealth,
)

__all__ = [
    "AlarmChange",
    "Reading",
    "alarm_changes",
    "health_readings",
    "sample_readings",
]

_DAY_S = 86_400
_OF_CERTIFICATES = {Condition.CERTIFICATE_DAYS, Condition.CERTIFICATE_FAULT}


@dataclass(frozen=True)
class Reading:
    """What one look means to one rule; neither bad nor good lies between the limits."""

    at_s: int
    is_bad: bool
    is_good: bool


@dataclass(frozen=True)
class AlarmChange:
    """An alarm comes or goes.

    Attributes:
        at_s: Time of the first of the looks in a row that brought it about.
    """

    at_s: int
    is_raised: bool


def sample_readings(rule: AlarmRule, samples: Iterable[Sample]) -> tuple[Reading, ...]:
    """Return what looks mean to a rule; unknown ones say nothing to any."""
    known = [one for one in samples if one.state is not TargetState.UNKNOWN]
    if rule.when is Condition.DOWN:
        return tuple(
            Reading(
                one.at_s, one.state is TargetState.DOWN, one.state != TargetState.DOWN
            )
            for one in known
        )
    if rule.when is Condition.SLOWER_MS:
        return tuple(_speed(rule, one) for one in known)
    return ()


def _speed(rule: AlarmRule, one: Sample) -> Reading:
    """Return whether an answer was slow: without one it is neither."""
    if one.response_ms is None:
        return Reading(one.at_s, is_bad=False, is_good=False)
    return Reading(
        one.at_s,
        is_bad=one.response_ms > rule.raise_at,
        is_good=one.response_ms <= rule.clear_at,
    )


def health_readings(rule: AlarmRule, health: WebHealth | None) -> tuple[Reading, ...]:
    """Return what a look at a web system's certificate means to a rule."""
    if health is None or rule.when not in _OF_CERTIFICATES:
        return ()
    at_s, ends_at_s = health.looked_at_s, health.certificate_ends_at_s
    if health.has_https is False:
        # Without encryption there is no certificate to warn of.
        return (Reading(at_s, is_bad=False, is_good=True),)
    if rule.when is Condition.CERTIFICATE_FAULT:
        # An end that has come has a rule of its own.
        is_fault = health.certificate_fault not in {
            CertificateFault.NONE,
            CertificateFault.EXPIRED,
        }
        return (Reading(at_s, is_fault, not is_fault),) if health.has_https else ()
    if ends_at_s is None:
        return ()
    left_days = (ends_at_s - at_s) / _DAY_S
    return (Reading(at_s, left_days <= rule.raise_at, left_days > rule.clear_at),)


def alarm_changes(
    rule: AlarmRule,
    before: Sequence[Reading],
    new: Sequence[Reading],
    *,
    is_open: bool,
    gap_s: int,
) -> tuple[AlarmChange, ...]:
    """Return what new looks raise and clear, in order; raised and cleared take turns.

    Args:
        rule: Says how many in a row it takes.
        before: Earlier looks, by time; they count for the row, and change nothing.
        new: Later looks, by time.
        is_open: Whether an alarm of the rule is open before the new looks.
        gap_s: Looks that are further apart are not in a row.
    """
    changes: list[AlarmChange] = []
    bad: list[Reading] = []
    good: list[Reading] = []
    last_s: int | None = None
    for place, one in enumerate((*before, *new)):
        if last_s is not None and one.at_s - last_s > gap_s:
            bad, good = [], []
        last_s = one.at_s
        bad = [*bad, one] if one.is_bad else []
        good = [*good, one] if one.is_good else []
        if place < len(before):
            continue
        row = good if is_open else bad
        needed = rule.clear_after if is_open else rule.raise_after
        if len(row) >= needed:
            changes.append(AlarmChange(row[-needed].at_s, not is_open))
            is_open = not is_open
    return tuple(changes)
