"""Whom a plan leaves out, why, and what it would take to serve them."""

from collections.abc import Mapping
from dataclasses import dataclass

from hatangso.documents.bilingual import money, number
from hatangso.documents.plan_words import (
    REASON_WORDS,
    joined,
    service_names,
    vnd_each,
    work_phrase,
)
from hatangso.documents.report_content import Text
from hatangso.documents.whereabouts import OUTSIDE, Whereabouts, within
from hatangso.language import sort_key
from hatangso.model.build_plan import BuildPlan, LeftOut, Remedy
from hatangso.model.demand import Demand
from hatangso.model.place import Locality

__all__ = ["LeftOutRow", "Story", "left_out_places", "left_out_roads", "told"]

_STORIES = 3


@dataclass(frozen=True)
class LeftOutRow:
    """A locality or facility that stays without a service.

    Attributes:
        people: Inhabitants; 0 of facilities.
        remedy: Its own cheapest remedy in words; empty when nothing reaches it.
        cost_vnd: What that costs more than the plan; None without one.
        vnd_per_person: For all whom it would serve; None where it serves nobody.
    """

    place_id: str
    name: str
    commune: Text
    people: int
    service: Text
    why: Text
    remedy: Text
    cost_vnd: int | None
    gained_people: int
    vnd_per_person: int | None
    lon_deg: float
    lat_deg: float


@dataclass(frozen=True)
class Story:
    """One locality told in words."""

    row: LeftOutRow
    text: Text


def left_out_places(
    plan: BuildPlan, whereabouts: Whereabouts
) -> tuple[LeftOutRow, ...]:
    """Return localities and facilities, most people first; roads are left aside."""
    names = service_names(plan)
    order = {name: at for at, name in enumerate(names)}
    rows = [
        (order.get(Demand.parts_of(one.demand_id)[0], len(order)), row)
        for one in plan.left_out
        if (row := _row(one, names, whereabouts)) is not None
    ]
    rows.sort(key=lambda pair: _order(*pair))
    return tuple(row for _, row in rows)


def _order(service: int, row: LeftOutRow) -> tuple[object, ...]:
    return -row.people, sort_key(row.name), row.place_id, service


def left_out_roads(plan: BuildPlan, whereabouts: Whereabouts) -> dict[str, int]:
    """Return how many pieces of road stay without each service, by its name."""
    counts: dict[str, int] = {}
    for one in plan.left_out:
        service, place_id = Demand.parts_of(one.demand_id)
        if place_id not in whereabouts.places:
            counts[service] = counts.get(service, 0) + 1
    return counts


def told(rows: tuple[LeftOutRow, ...]) -> tuple[Story, ...]:
    """Tell of the localities with most people, each once."""
    stories: dict[str, Story] = {}
    for row in rows:
        if row.people and row.place_id not in stories and len(stories) < _STORIES:
            stories[row.place_id] = Story(row, _story(row))
    return tuple(stories.values())


def _row(
    one: LeftOut, names: Mapping[str, Text], whereabouts: Whereabouts
) -> LeftOutRow | None:
    service, place_id = Demand.parts_of(one.demand_id)
    place = whereabouts.places.get(place_id)
    if place is None:
        return None
    remedy = one.remedy
    people = remedy.gained_people if remedy else 0
    commune = whereabouts.commune_name(place.lon_deg, place.lat_deg)
    return LeftOutRow(
        place_id=place_id,
        name=place.name,
        commune=commune,
        people=place.people if isinstance(place, Locality) else 0,
        service=names.get(service, Text(service, service)),
        why=REASON_WORDS[one.reason],
        remedy=_remedy(remedy, names) if remedy else Text("", ""),
        cost_vnd=remedy.cost_vnd if remedy else None,
        gained_people=people,
        vnd_per_person=vnd_each(remedy.cost_vnd, people) if remedy else None,
        lon_deg=place.lon_deg,
        lat_deg=place.lat_deg,
    )


def _remedy(remedy: Remedy, names: Mapping[str, Text]) -> Text:
    return joined(
        work_phrase(work, names.get(work.service, Text(work.service, work.service)))
        for work in remedy.works
    )


def _story(row: LeftOutRow) -> Text:
    people = number(row.people)
    where = Text(
        "" if row.commune == OUTSIDE else f"{within(row.commune.vi)}, ",
        "" if row.commune == OUTSIDE else f"{row.commune.en}, ",
    )
    start = Text(
        f"({where.vi}{people.vi} người) chưa có {row.service.vi}. {row.why.vi}",
        f"({where.en}{people.en} people) stays without {row.service.en}. {row.why.en}",
    )
    return Text(
        *(
            f"{a} {b}".strip()
            for a, b in zip(_both(start), _both(_way(row)), strict=True)
        )
    )


def _both(text: Text) -> tuple[str, str]:
    return text.vi, text.en


def _way(row: LeftOutRow) -> Text:
    """Say what it would take to serve the place for itself."""
    if row.cost_vnd is None:
        return Text("", "")
    cost = money(row.cost_vnd)
    text = Text(
        f"Cách rẻ nhất cho riêng nơi này: {row.remedy.vi}, tốn thêm {cost.vi}",
        f"The cheapest way for this place alone: {row.remedy.en}, at {cost.en} more",
    )
    if row.vnd_per_person is None:
        return Text(f"{text.vi}.", f"{text.en}.")
    gained, each = number(row.gained_people), money(row.vnd_per_person)
    return Text(
        f"{text.vi}; phục vụ thêm {gained.vi} người, tức {each.vi} mỗi người.",
        f"{text.en}; it serves {gained.en} more people, that is {each.en} for each.",
    )
