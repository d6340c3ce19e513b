"""Where the two propagation models agree about localities, and where they do not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hatangso.model.coverage import CoverageLevel, PointCoverage

__all__ = ["TwoOpinions", "two_opinions"]


@dataclass(frozen=True)
class TwoOpinions:
    """What two models say about the localities of one technology.

    Attributes:
        more_places: Localities with signal by the first model and none by the second.
        more_people: The people who live there.
        fewer_places: Localities without by the first model that the second reaches.
        without_first: Localities without signal by the first model, of those that both
            judge.
        without_second: The same by the second model.
    """

    more_places: int
    more_people: int
    fewer_places: int
    without_first: int
    without_second: int

    @property
    def fewest_without(self) -> int:
        """Return the smaller number of localities without signal."""
        return min(self.without_first, self.without_second)

    @property
    def most_without(self) -> int:
        """Return the greater number of localities without signal."""
        return max(self.without_first, self.without_second)


def two_opinions(
    people: Mapping[str, int], coverages: Iterable[PointCoverage]
) -> TwoOpinions | None:
    """Count the opinions on localities.

    Args:
        people: Of each locality.
        coverages: Of one technology.

    Returns:
        None where no locality has a second opinion.
    """
    both = [
        one
        for one in coverages
        if one.point_id in people
        and CoverageLevel.UNKNOWN not in {one.level, one.second_level}
    ]
    if not both:
        return None
    first = [one for one in both if one.level is CoverageLevel.NONE]
    second = [one for one in both if one.second_level is CoverageLevel.NONE]
    more = [one for one in second if one.is_uncertain]
    return TwoOpinions(
        more_places=len(more),
        more_people=sum(people[one.point_id] for one in more),
        fewer_places=sum(one.is_uncertain for one in first),
        without_first=len(first),
        without_second=len(second),
    )
