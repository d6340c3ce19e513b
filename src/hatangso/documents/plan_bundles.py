"""What a plan builds at one place in one year: a mast, its equipment, its route."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hatangso.documents.report_content import Text
from hatangso.documents.whereabouts import Whereabouts
from hatangso.model.build_plan import BuildItem, BuildPlan
from hatangso.model.work import NETWORK, Work, WorkKind

__all__ = ["ROUTE_KINDS", "Bundle", "plan_bundles"]

ROUTE_KINDS = frozenset({WorkKind.FIBRE, WorkKind.MICROWAVE, WorkKind.SATELLITE})
# What gives a bundle its name, first to last.
_RANKS = {
    kind: rank
    for rank, kind in enumerate(
        (
            WorkKind.NEW_MAST,
            WorkKind.UPGRADE,
            WorkKind.SHARE,
            WorkKind.EQUIPMENT,
            WorkKind.REPEATER,
            WorkKind.FIBRE_ACCESS,
            WorkKind.SATELLITE_ACCESS,
            WorkKind.FIBRE,
            WorkKind.MICROWAVE,
            WorkKind.SATELLITE,
        )
    )
}


@dataclass(frozen=True)
class Bundle:
    """What is built at one place in one year.

    Attributes:
        number: From 1, in the order of the plan; tables, map and annex share it.
        items: What names the bundle first: the mast, then its equipment, then its
            route.
        place: Where it stands, to be read within a sentence.
        commune: Name of its commune.
        nth_here: How many earlier bundles stand at the same place.
    """

    number: int
    year: int
    items: tuple[BuildItem, ...]
    place: Text
    commune: Text
    nth_here: int = 0

    @property
    def main(self) -> Work:
        """The work that names the bundle."""
        return self.items[0].work

    @property
    def cost_vnd(self) -> int:
        """What all of it costs."""
        return sum(item.work.cost_vnd for item in self.items)

    @property
    def gained_people(self) -> int:
        """People served newly, one service at a time."""
        return sum(item.gained_people for item in self.items)

    @property
    def gained(self) -> tuple[str, ...]:
        """Demands satisfied newly."""
        return tuple(one for item in self.items for one in item.gained)

    @property
    def operators(self) -> tuple[str, ...]:
        """Who would run it, in order of name; none where it is left open."""
        return tuple(sorted({i.work.operator for i in self.items} - {""}))

    @property
    def is_fixed(self) -> bool:
        """Whether the planner asked for some of it."""
        return any(item.is_fixed for item in self.items)


def plan_bundles(plan: BuildPlan, whereabouts: Whereabouts) -> tuple[Bundle, ...]:
    """Return the bundles of a plan: by year, then most people per đồng first.

    A mast and what needs it, works that share a node, and works on one site are one
    bundle for each year. A route belongs to the place that it ties; one that ties a
    mere crossing stands alone.
    """
    masts = {
        item.work.node: item.work.id
        for item in plan.items
        if item.work.kind is WorkKind.NEW_MAST and item.work.node != NETWORK
    }
    grouped: dict[tuple[int, str], list[BuildItem]] = {}
    for item in plan.items:
        at_one = item.year, _place_key(item.work, masts)
        grouped.setdefault(at_one, []).append(item)
    ordered = sorted(grouped.items(), key=lambda pair: (pair[0][0], *_worth(pair[1])))
    before: dict[str, int] = {}
    bundles = []
    for number, ((year, key), items) in enumerate(ordered, start=1):
        items.sort(key=lambda item: (_RANKS[item.work.kind], item.work.id))
        work = items[0].work
        bundles.append(
            Bundle(
                number=number,
                year=year,
                items=tuple(items),
                place=whereabouts.of_work(work),
                commune=whereabouts.commune_name(work.lon_deg, work.lat_deg),
                nth_here=before.get(key, 0),
            )
        )
        before[key] = before.get(key, 0) + 1
    return tuple(bundles)


def _place_key(work: Work, masts: Mapping[str, str]) -> str:
    """Return what a work shares with all others at its place.

    Args:
        work: The work or route.
        masts: New masts by the node that they stand for.
    """
    mast = masts.get(work.node, "")
    if work.kind is WorkKind.NEW_MAST:
        mast = work.id
    elif work.kind not in ROUTE_KINDS:
        mast = work.needs or mast
    if mast:
        return f"mast {mast}"
    if work.node != NETWORK:
        return f"node {work.node}"
    return f"site {work.site_id}" if work.site_id is not None else f"work {work.id}"


def _worth(items: Sequence[BuildItem]) -> tuple[float, str]:
    """Return a key that puts those with most people per đồng first."""
    cost_vnd = sum(item.work.cost_vnd for item in items)
    people = sum(item.gained_people for item in items)
    return -people / max(cost_vnd, 1), min(item.work.id for item in items)
