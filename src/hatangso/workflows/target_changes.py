"""Which targets stand elsewhere than they did on a day before."""

from dataclasses import dataclass

from hatangso.workflows.targets import ProvinceTargets, TargetStanding

__all__ = ["TargetChange", "target_changes"]


@dataclass(frozen=True)
class TargetChange:
    """A target whose outlook or force differs.

    Attributes:
        before: As it stood; None for a target that was not among them.
    """

    before: TargetStanding | None
    now: TargetStanding


def target_changes(
    before: ProvinceTargets, now: ProvinceTargets
) -> tuple[TargetChange, ...]:
    """Return the targets that stand elsewhere, by component, most to do first."""
    pairs = (
        TargetChange(before.every.get(one.target.id), one)
        for group in now.by_component.values()
        for one in group
    )
    return tuple(
        pair
        for pair in pairs
        if pair.before is None
        or (pair.before.outlook, pair.before.force)
        != (pair.now.outlook, pair.now.force)
    )
